"""Bytes of any kind -> `Article`s: what reads a path, a folder or standard input, and reads it.

for item in read(["seeds/", "-"]):
    if isinstance(item, Failure): print(item.line)
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from ..model import Article
from . import text
from .decode import decode
from .facts import Facts, checked, iso_date, web_address
from .formats import format_of, refuse_foreign_bytes
from .outcome import Deferred, Failure, Skipped, Unreadable
from .paths import STDIN, Found, find, printable, unreachable

# No article comes near it: the King James Bible has 4.5 million characters.
MAX_BYTES = 10_000_000

_READERS = {"text": text.article}


def read(
    paths: Iterable[str | os.PathLike[str]],
    *,
    stdin: BinaryIO | None = None,
    skip: Collection[Path] = (),
    limit: int = MAX_BYTES,
) -> Iterator[Article | Failure | Skipped]:
    """Read the documents behind the paths, one at a time, in the order in which `find` finds them.

    A path is a file, a folder (all files below it, sorted) or ``-`` for ``stdin`` (standard input, as
    bytes). Files of ``skip`` are passed over; a document of more than ``limit`` bytes is refused
    before it is read. Exactly one item comes for each that `count` counts. Nothing is raised for a bad
    document: it is a `Failure`, and the next one follows.
    """
    stdin_read = False
    for item in find(paths, skip=skip):
        if not isinstance(item, Found):
            yield item
        elif item.stdin:
            if stdin_read:
                yield Skipped(STDIN, "standard input was read already")
                continue
            stdin_read = True
            yield _document(item, partial(_standard_input, stdin, limit))
        else:
            yield _document(item, partial(_bytes, item.path, limit))


def count(paths: Iterable[str | os.PathLike[str]], *, skip: Collection[Path] = ()) -> int:
    """How many items `read` will give for these paths; no file is opened."""
    return sum(1 for _ in find(paths, skip=skip))


def read_bytes(data: bytes, doc: str = "", path: str | None = None) -> Article:
    """One document from its bytes; raises `Unreadable`."""
    refuse_foreign_bytes(data)
    decoded = decode(data)
    return _READERS[format_of(decoded, doc)](decoded, doc, path)


def _document(found: Found, data: Callable[[], bytes]) -> Article | Failure:
    name = "standard input" if found.stdin else printable(found.path)
    try:
        return read_bytes(data(), found.doc, None if found.stdin else name)
    except Unreadable as error:
        return Failure(name, error.problem, error.remedy)
    except OSError as error:
        refused = unreachable(error)
        return Failure(name, refused.problem, refused.remedy)


def _standard_input(stdin: BinaryIO | None, limit: int) -> bytes:
    if stdin is None and sys.stdin is None:
        raise Unreadable("it is closed", "pipe a document in or name a file")
    return _all_of(stdin or sys.stdin.buffer, limit)


def _bytes(path: Path, limit: int) -> bytes:
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size > limit:
            raise _too_long(f"{size / 1e6:,.1f} MB", limit)
        return _all_of(file, limit)


def _all_of(file: BinaryIO, limit: int) -> bytes:
    data = file.read(limit + 1)
    if len(data) > limit:
        raise _too_long(f"over {limit / 1e6:,.1f} MB", limit)
    return data


def _too_long(size: str, limit: int) -> Unreadable:
    return Unreadable(
        f"{size}, more than the {limit / 1e6:,.0f} MB an article may have", "split it into articles"
    )


__all__ = [
    "MAX_BYTES",
    "STDIN",
    "Deferred",
    "Facts",
    "Failure",
    "Skipped",
    "Unreadable",
    "checked",
    "count",
    "iso_date",
    "printable",
    "read",
    "read_bytes",
    "web_address",
]
