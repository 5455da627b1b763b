"""WARC, packed or not: the HTML responses with status 200; a broken record costs that record."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from .html import page
from .outcome import Failure, Item, Unreadable
from .reading import Reading
from .source import Source, too_long

_CHUNK = 65_536
_BEGINNING = b"WARC/1."
_GZIP = b"\x1f\x8b\x08"
_HTML = ("text/html", "application/xhtml+xml")
_CHARSET = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_REMEDY = "fetch or copy the file again; the records behind it are read"


def read(source: Source, reading: Reading) -> Iterator[Item]:
    """The pages of a WARC, each under the address it was crawled from. Whatever else is in it, pictures and
    answers other than 200, is passed over without a word."""
    head, source = source.peek()
    members = _Members(source.file) if head.startswith(b"\x1f\x8b") else None
    file = cast(BinaryIO, members) if members else source.file
    stream = _Stream(file, keep=2 * reading.max_size + 1_000_000)
    records = told = 0
    while stream.next_record():
        records += 1
        name = f"{source.name}, record at byte {stream.offset:,}"
        try:
            item = _record(stream, source, reading, name)
        except Unreadable as error:
            yield Failure(name, error.problem, error.remedy)
            if isinstance(error, _BrokenRecord):
                told += 1
                stream.rewind()
            continue
        if item is not None:
            yield item
    if members and members.damaged > told:  # of these not even the beginning could be unpacked
        yield Failure(source.name, f"damaged records in it: {members.damaged - told:,}", _REMEDY)
    if not records:
        raise Unreadable("no WARC records in it", "see what it is, or choose another --format")


class _BrokenRecord(Unreadable):
    """What follows this record does not begin where it should."""

    def __init__(self, why: str) -> None:
        super().__init__(f"a broken record ({why})", _REMEDY)


def _record(stream: _Stream, source: Source, reading: Reading, name: str) -> Item | None:
    from warcio.recordloader import ArcWarcRecordLoader  # type: ignore[import-untyped]

    if not stream.at_beginning():
        raise _BrokenRecord("no WARC heading")
    try:
        record = ArcWarcRecordLoader(verify_http=False).parse_record_stream(stream)
        if not (record.rec_headers.get_header("Content-Length") or "").strip().isdecimal():
            raise _BrokenRecord("no length")
        wanted = _is_wanted(record)
        data = record.content_stream().read(reading.max_size + 1) if wanted else b""
        while record.raw_stream.read(_CHUNK):
            pass
    except Unreadable:
        raise
    except Exception as error:  # warcio's own, and what damaged headers and packing make others raise
        raise _BrokenRecord(" ".join(str(error).split())[:80] or type(error).__name__) from error
    if getattr(record.raw_stream, "limit", 0) > 0:
        raise _BrokenRecord("it ends too early")
    if not stream.at_end_of_record():
        raise _BrokenRecord("its length is wrong")
    if not wanted or not data.strip():
        return None
    if len(data) > reading.max_size:
        raise too_long(f"over {reading.max_size / 1e6:,.1f} MB", reading.max_size)
    address = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")
    declared = _CHARSET.search(record.http_headers.get_header("Content-Type") or "")
    return page(
        data,
        name=f"{source.name}: {address or name}",
        doc=f"{source.doc}/{address or stream.offset}",
        path=source.path,
        address=address if address.startswith(("http://", "https://")) else None,
        charset=declared[1] if declared else None,
        record=(record.rec_headers.get_header("WARC-Record-ID") or "").strip("<> ") or None,
        form="warc",
    )


def _is_wanted(record: Any) -> bool:
    """An answer with status 200 that is a page."""
    if record.rec_type != "response" or record.http_headers is None:
        return False
    if record.http_headers.get_statuscode() != "200":
        return False
    kind = (record.http_headers.get_header("Content-Type") or "text/html").partition(";")[0]
    return kind.strip().lower() in _HTML


class _Stream:
    """Bytes that are kept from the beginning of the record in hand, to go back to where that is broken.

    ``offset`` is where the record begins, in unpacked bytes. Not more than ``keep`` bytes are kept.
    """

    def __init__(self, file: BinaryIO, keep: int) -> None:
        self._file, self._keep = file, keep
        self._kept, self._at, self.offset = bytearray(), 0, 0

    def read(self, n: int = -1) -> bytes:
        """As many bytes as there are at hand, at most ``n``."""
        if self._at == len(self._kept) and not self._more():
            return b""
        end = len(self._kept) if n is None or n < 0 else self._at + n
        data = bytes(self._kept[self._at : end])
        self._at += len(data)
        return data

    def tell(self) -> int:
        """How many bytes were read."""
        return self.offset + self._at

    def readline(self, n: int = -1) -> bytes:
        """The rest of a line, its end included; of an endless one, as much as headers may have."""
        searched = self._at
        most = _CHUNK if n is None or n < 0 else n
        while (end := self._kept.find(b"\n", searched)) < 0 and len(self._kept) - self._at < most:
            searched = len(self._kept)
            if not self._more():
                break
        end = len(self._kept) if end < 0 else end + 1
        return self.read(min(most, end - self._at)) if end > self._at else b""

    def next_record(self) -> bool:
        """Go past blank lines to what should be a record; False at the end."""
        while True:
            while self._at < len(self._kept) and self._kept[self._at] in b"\r\n":
                self._at += 1
            self._release()
            if self._kept:
                return True
            if not self._more():
                return False

    def at_beginning(self) -> bool:
        """Whether a record begins here."""
        self._ahead(len(_BEGINNING))
        return self._kept.startswith(_BEGINNING, self._at)

    def at_end_of_record(self) -> bool:
        """Whether the next record, or the end, follows the blank lines behind this one."""
        at = self._at
        blank = 0
        while blank < 16:
            if at == len(self._kept) and not self._more():
                return True
            if self._kept[at] not in b"\r\n":
                break
            at, blank = at + 1, blank + 1
        self._ahead(blank + len(_BEGINNING))
        return self._kept.startswith(_BEGINNING, at)

    def rewind(self) -> None:
        """Back to the record that is broken, and on to the next that begins inside or behind it."""
        self._at = 1
        while True:
            found = self._kept.find(b"\n" + _BEGINNING, self._at)
            if found >= 0:
                self._at = found + 1
                return
            self._at = max(self._at, len(self._kept) - len(_BEGINNING) - 1)
            self._release()
            if not self._more():
                self._at = len(self._kept)
                return

    def _ahead(self, n: int) -> None:
        while len(self._kept) - self._at < n and self._more():
            pass

    def _more(self) -> bool:
        data = self._file.read(_CHUNK)
        self._kept += data
        if self._at > self._keep:
            self._release()  # too long to be a page: a way back is not worth the memory
        return bool(data)

    def _release(self) -> None:
        self.offset += self._at
        del self._kept[: self._at]
        self._at = 0


class _Members(io.RawIOBase):
    """Many gzip members one behind the other, unpacked; from one that is damaged on to the next."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._rest = file, b""
        self.damaged = 0
        self._unpacker = zlib.decompressobj(31)

    def readable(self) -> bool:
        return True

    def read(self, n: int = -1) -> bytes:
        """Some bytes; b"" at the end."""
        while True:
            if self._unpacker.eof:
                self._rest = self._unpacker.unused_data.lstrip(b"\0")
                self._unpacker = zlib.decompressobj(31)
            data = self._unpacker.unconsumed_tail or self._rest or self._file.read(_CHUNK)
            self._rest = b""
            if not data:
                return b""
            try:
                unpacked = self._unpacker.decompress(data, n if n > 0 else _CHUNK)
            except zlib.error:
                self.damaged += 1
                self._next_member(data)
                continue
            if unpacked:
                return unpacked

    def _next_member(self, data: bytes) -> None:
        """Look for where the next member begins: behind the first bytes, which are the damaged one's."""
        self._unpacker = zlib.decompressobj(31)
        found = data.find(_GZIP, 1)
        while found < 0:
            following = self._file.read(_CHUNK)
            if not following:
                self._rest = b""
                return
            data = data[-2:] + following
            found = data.find(_GZIP)
        self._rest = data[found:]
