"""Compressed files and archives, opened on the way: nothing is written to disk, and a trap is refused."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, BinaryIO, cast

from .outcome import Broken, Failure, Item, Skipped, Unreadable
from .reading import Reading, megabytes
from .source import Source, seekable, some

_SIGNATURES = (
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\0", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
)
_ENDINGS = (".gz", ".bz2", ".xz", ".zst", ".zstd")
# Text rarely packs better than 30 : 1; the first so many bytes are let pass at any ratio.
_RATIO, _HARMLESS = 200, 100_000_000
# Archives in archives in archives: nobody means that.
_DEEPEST = 5
# What a decompressor may take to remember what it has unpacked.
_WINDOW = 2**28
_DAMAGE = (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile, tarfile.TarError, zipfile.BadZipFile)

Contents = Callable[[Source], Iterator[Item]]


class Budget:
    """How much may come out of one file of the user's, whatever is packed in it."""

    def __init__(self, packed: BinaryIO, most: int | None) -> None:
        self.packed = _Counted(packed, None)
        self.depth = 0
        self._most, self._spent = most, 0

    def spend(self, n: int) -> None:
        """Count so many unpacked bytes. Raises `Broken` for more than there may be."""
        self._spent += n
        most = self._most if self._most is not None else max(_HARMLESS, _RATIO * self.packed.count)
        if self._spent > most:
            raise Broken(
                f"unpacks to more than {megabytes(most)}",
                "if you trust it, allow more with --max-unpacked",
                self,
            )


class _Counted(io.RawIOBase):
    """A stream that counts what is read from it, and spends it from a budget."""

    def __init__(self, file: Any, budget: Budget | None) -> None:
        self._file, self._budget = file, budget
        self._broken: Broken | None = None
        self.count = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._budget is None and seekable(self._file)

    def seek(self, offset: int, whence: int = 0) -> int:
        return int(self._file.seek(offset, whence))

    def tell(self) -> int:
        return int(self._file.tell())

    def fileno(self) -> int:
        if self._budget is not None:  # the size on disk is not that of what is unpacked
            raise OSError("unpacked")
        return int(self._file.fileno())

    def readinto(self, buffer: Any) -> int:
        if self._broken is not None:
            raise self._broken
        try:
            data = some(self._file, len(buffer))
        except Broken:
            raise
        except Exception as error:
            if self._budget is None or not is_damage(error):
                raise
            self._broken = damaged(error, self)
            raise self._broken from error
        buffer[: len(data)] = data
        self.count += len(data)
        if self._budget is not None:
            try:
                self._budget.spend(len(data))
            except Broken as error:
                self._broken = error
                raise
        return len(data)


class _Xz(io.RawIOBase):
    """An xz file, with a limit to the memory its header may ask for, which `lzma.LZMAFile` does not take."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._unpacker = file, lzma.LZMADecompressor(memlimit=_WINDOW)
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while True:
            if self._unpacker.eof:
                self._rest = (self._unpacker.unused_data or self._file.read(65_536)).lstrip(b"\0")
                if not self._rest:
                    return 0
                self._unpacker = lzma.LZMADecompressor(memlimit=_WINDOW)
            elif self._unpacker.needs_input and not self._rest:
                self._rest = self._file.read(65_536)
                if not self._rest:
                    raise EOFError
            data = self._unpacker.decompress(self._rest, len(buffer))
            self._rest = b""
            if data:
                buffer[: len(data)] = data
                return len(data)


class _Zstd(io.RawIOBase):
    """A zstd file. The library's own stream takes one that is cut off for a whole one."""

    # A block of four bytes may unpack to 128 KB: what is unpacked at once must fit into memory.
    _PIECE = 1_024

    def __init__(self, file: BinaryIO) -> None:
        import zstandard

        self._file, self._rest, self._unpacked = io.BufferedReader(_Raw(file), 65_536), b"", b""
        self._new = zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompressobj
        self._unpacker: Any = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._unpacked:
            packed = self._rest or self._file.read(self._PIECE)
            self._rest = b""
            if not packed:
                if self._unpacker is not None:
                    raise EOFError
                return 0
            self._unpacker = self._unpacker or self._new()
            self._unpacked = self._unpacker.decompress(packed)
            if self._unpacker.eof:
                self._rest, self._unpacker = self._unpacker.unused_data, None
        data, self._unpacked = self._unpacked[: len(buffer)], self._unpacked[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)


class _Raw(io.RawIOBase):
    """Any file as one that can be buffered, and is not closed with the buffer."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = some(self._file, len(buffer))
        buffer[: len(data)] = data
        return len(data)


def is_damage(error: BaseException) -> bool:
    """Whether an error means that packed data is damaged."""
    return isinstance(error, _DAMAGE) or type(error).__name__ == "ZstdError" or type(error) is OSError


def damaged(error: BaseException, stream: object) -> Broken:
    """What is said of packed data that ends too early or makes no sense."""
    if isinstance(error, EOFError):
        return Broken("the packed data ends in the middle", "fetch or copy the file again", stream)
    if "memory" in str(error).lower():
        return Broken("takes too much memory to unpack", "unpack it first", stream)
    return Broken("the packed data is damaged", "fetch or copy the file again", stream)


def packing(head: bytes) -> str | None:
    """How a file that begins like this is packed: "gzip", "bzip2", "xz", "zstd", "zip", "tar" or not."""
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            return name
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    return "tar" if head[257:262] == b"ustar" else None


def starts_with_warc(head: bytes) -> bool:
    """Whether this is the beginning of WARC records that are packed with gzip, each by itself perhaps."""
    try:
        return zlib.decompressobj(31).decompress(head, 16).startswith(b"WARC/")
    except zlib.error:
        return False


def unpacked(
    source: Source, kind: str, budget: Budget, reading: Reading, contents: Contents
) -> Iterator[Item]:
    """What is in a compressed file or archive, read by ``contents``. Raises `Broken` where its own bytes, or
    those of what it is packed in, cannot be read any further."""
    budget.depth += 1
    try:
        if budget.depth > _DEEPEST:
            raise Unreadable("archives in archives, five deep", "unpack it first")
        if kind == "zip":
            yield from _zip(source, budget, reading, contents)
        elif kind == "tar":
            yield from _tar(source, budget, contents)
        else:
            yield from _compressed(source, kind, budget, contents)
    finally:
        budget.depth -= 1


def _compressed(source: Source, kind: str, budget: Budget, contents: Contents) -> Iterator[Item]:
    stream = _Counted(_opened(source.file, kind), budget)
    label = source.label
    if label.lower().endswith((".tgz", ".tbz", ".txz")):
        label = label[: label.rfind(".")] + ".tar"
    elif label.lower().endswith(_ENDINGS):
        label = label[: label.rfind(".")]
    inside = replace(source, file=cast(BinaryIO, io.BufferedReader(stream, 65_536)), label=label, mime=None)
    try:
        yield from contents(inside)
    except Broken as error:
        if error.stream is not stream:
            raise
        yield Failure(source.name, error.problem, error.remedy)


def _opened(file: BinaryIO, kind: str) -> Any:
    if kind == "gzip":
        return gzip.GzipFile(fileobj=file, mode="rb")
    if kind == "bzip2":
        return bz2.BZ2File(file)
    if kind == "xz":
        return _Xz(file)
    return _Zstd(file)


def _tar(source: Source, budget: Budget, contents: Contents) -> Iterator[Item]:
    try:
        with tarfile.open(fileobj=source.file, mode="r|") as archive:
            for member in archive:
                if not member.isfile():
                    continue  # folders, and links that might lead anywhere
                name, passed = _named(member.name)
                file = archive.extractfile(member)
                if passed or file is None:
                    yield Skipped(f"{source.name}/{name}", passed or "it is no file")
                    continue
                yield from _member(source.inside(name, cast(BinaryIO, file)), contents)
    except _DAMAGE as error:
        problem = damaged(error, None).problem.replace("packed data", "archive")
        raise Unreadable(problem, "fetch or copy the file again") from error


def _zip(source: Source, budget: Budget, reading: Reading, contents: Contents) -> Iterator[Item]:
    file = source.file
    if not seekable(file):
        try:
            file = io.BytesIO(source.all(max(_HARMLESS, reading.max_size)))
        except Unreadable as error:
            raise Unreadable(f"a ZIP archive inside another of {error.problem}", "unpack it first") from error
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, EOFError, ValueError) as error:
        raise Unreadable("a damaged ZIP archive", "fetch or copy the file again") from error
    with archive:
        names = set(archive.namelist())
        if "[Content_Types].xml" in names or "mimetype" in names:
            raise Unreadable("holds an office document or e-book", "save the document as plain text")
        for member in archive.infolist():
            if member.is_dir():
                continue
            name, passed = _named(member.filename)
            if passed:
                yield Skipped(f"{source.name}/{name}", passed)
                continue
            inside = f"{source.name}/{name}"
            try:
                with archive.open(member) as opened:
                    stream = _Counted(opened, budget)
                    buffered = cast(BinaryIO, io.BufferedReader(stream, 65_536))
                    try:
                        yield from _member(source.inside(name, buffered), contents)
                    except Broken as error:
                        if error.stream is not stream:
                            raise
                        yield Failure(inside, error.problem, error.remedy)
            except (RuntimeError, NotImplementedError) as error:
                locked = "password" in str(error)
                yield Failure(
                    inside,
                    "locked with a password" if locked else "packed in a way that cannot be read",
                    "unpack it first",
                )
            except (zipfile.BadZipFile, EOFError) as error:
                broken = damaged(error, file)
                yield Failure(inside, broken.problem, broken.remedy)


def _member(source: Source, contents: Contents) -> Iterator[Item]:
    """What is in a member. That one cannot be read does not keep us from the next."""
    try:
        yield from contents(source)
    except Broken:
        raise
    except Unreadable as error:
        yield Failure(source.name, error.problem, error.remedy)


def _named(name: str) -> tuple[str, str | None]:
    """The name of a member without ways out of the archive, and why it is passed over, if it is."""
    parts = [part for part in PurePosixPath(name.replace("\\", "/")).parts if part not in ("/", ".", "..")]
    clean = "/".join(parts).encode("utf-8", "backslashreplace").decode() or "nameless"
    if "__MACOSX" in parts:
        return clean, "a Macintosh's notes on a file"
    hidden = any(part.startswith(".") for part in parts)
    return clean, "its name begins with a full stop" if hidden else None
