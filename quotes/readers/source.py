"""`Source`: bytes from anywhere, with the names they go by, that can be looked at before they are read."""

from __future__ import annotations

import io
import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from .outcome import Broken, Unreadable, Visit
from .reading import megabytes

if TYPE_CHECKING:
    from .addresses import Web
    from .facts import Facts

# Enough to tell every format: a tar's signature lies at 257, a feed's root element behind its comments.
HEAD = 8_192


class _Prefixed(io.RawIOBase):
    """A stream whose first bytes were read already."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._head:
            data, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        else:
            data = some(self._rest, len(buffer))
        buffer[: len(data)] = data
        return len(data)


@dataclass(frozen=True)
class Source:
    """One stream of bytes to be read.

    ``name`` is what messages call it, ``doc`` and ``path`` become the article's (`model.Article`); ``label``
    is the name whose ending may tell the format. Of what came from the web, ``address`` is where it was
    found, ``mime`` and ``charset`` what the server called it, ``facts`` and ``record`` what a feed said of
    it, ``visit`` what to remember of it: the last one's ids with this one's headers. ``web`` fetches what it
    links to, which is one of the ``hops`` from what the user named.
    """

    file: BinaryIO
    name: str
    doc: str
    path: str | None
    label: str
    address: str | None = None
    mime: str | None = None
    charset: str | None = None
    web: Web | None = None
    hops: int = 0
    facts: Facts | None = None
    record: str | None = None
    visit: Visit | None = None

    def peek(self) -> tuple[bytes, Source]:
        """The first `HEAD` bytes, or fewer if there are no more, and the source as it was before."""
        if seekable(self.file):
            at = self.file.tell()
            head = _exactly(self.file, HEAD)
            self.file.seek(at)
            return head, self
        head = _exactly(self.file, HEAD, broken=True)
        whole = io.BufferedReader(_Prefixed(head, self.file), 65_536)
        return head, replace(self, file=cast(BinaryIO, whole))

    def all(self, limit: int) -> bytes:
        """The whole of it. Raises `Unreadable` for more than ``limit`` bytes."""
        size = _size(self.file)
        if size is not None and size > limit:
            raise too_long(megabytes(size), limit)
        data = _exactly(self.file, limit + 1)
        if len(data) > limit:
            raise too_long(f"over {megabytes(limit)}", limit)
        return data

    def inside(self, name: str, file: BinaryIO) -> Source:
        """A member of this archive."""
        below = [self.path] if self.path is not None else []
        return Source(
            file,
            name=f"{self.name}/{name}",
            doc=f"{self.doc}/{name}",
            path="/".join([*below, name]) if below else None,
            label=name,
            web=self.web,
            hops=max(self.hops, 2),
        )


def too_long(size: str, limit: int) -> Unreadable:
    """The refusal of what is larger than a document may be."""
    return Unreadable(
        f"{size}, more than the {limit / 1e6:,.0f} MB an article may have",
        "split it into articles or raise --max-size",
    )


def seekable(file: BinaryIO) -> bool:
    """Whether the file can be read again from where it is."""
    try:
        return file.seekable()
    except (AttributeError, ValueError):
        return False


def some(file: BinaryIO, n: int) -> bytes:
    """At most so many bytes, as they come: what a stream gives before it breaks must not be lost."""
    read = getattr(file, "read1", file.read)
    return read(n) or b""


def _exactly(file: BinaryIO, n: int, *, broken: bool = False) -> bytes:
    """So many bytes, or all there are: pipes hand out fewer at a time. With ``broken``, those before the
    place where the stream breaks; whoever reads on will be told."""
    pieces: list[bytes] = []
    try:
        while n > 0 and (piece := some(file, n)):
            pieces.append(piece)
            n -= len(piece)
    except Broken:
        if not broken or not pieces:
            raise
    return b"".join(pieces)


def _size(file: BinaryIO) -> int | None:
    try:
        return os.fstat(file.fileno()).st_size or None  # pipes and /proc have none
    except (OSError, AttributeError, ValueError):
        return None
