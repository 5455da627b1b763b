"""Bytes of any kind -> `Article`s: what reads a file, a folder, an address or standard input, and reads it.

for item in read(["seeds/", "news.csv", "-"]):
    if isinstance(item, Failure): print(item.line)
"""

from __future__ import annotations

import importlib
import io
import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from ..model import Article
from . import text
from .addresses import Web
from .decode import decode
from .facts import Facts, checked, iso_date, web_address
from .formats import format_of, is_named_like_records
from .outcome import Broken, Deferred, Failure, Item, Skipped, Unreadable, Visit
from .packed import Budget, packing, starts_with_warc, unpacked
from .paths import STDIN, Found, find, printable, unreachable
from .reading import DEFAULT, FORMATS, MAX_BYTES, RECORDS, Reading
from .source import HEAD, Source

# The module of this package, and its function, that reads each format; imported when first needed.
_READERS = {
    "text": ("text", "read"),
    "nl": ("tables", "json_lines"),
    "json": ("tables", "json_values"),
    "csv": ("tables", "comma_separated"),
    "tsv": ("tables", "tab_separated"),
    "sqlite": ("tables", "sqlite_table"),
    "html": ("html", "read"),
    "feed": ("feed", "read"),
    "urls": ("addresses", "read"),
    "warc": ("warc", "read"),
}


def read(
    paths: Iterable[str | os.PathLike[str]],
    reading: Reading = DEFAULT,
    *,
    stdin: BinaryIO | None = None,
    skip: Collection[Path] = (),
) -> Iterator[Item]:
    """Read the documents behind the paths, one at a time, in the order in which `find` finds them.

    A path is a file, a folder (all files below it, sorted) or ``-`` for ``stdin`` (standard input, as
    bytes). Files of ``skip`` are passed over. Nothing is raised for a bad document: it is a `Failure`, and
    the next one follows. Memory does not grow with the number of documents.
    """
    stdin_read = False
    web = _web(reading)
    try:
        for item in find(paths, skip=skip):
            if not isinstance(item, Found):
                yield item
            elif item.address:
                yield from web.read(item.address)
            elif not item.stdin:
                yield from _found(item, partial(_file, item.path), reading, web)
            elif stdin_read:
                yield Skipped(STDIN, "standard input was read already")
            else:
                stdin_read = True
                yield from _found(item, partial(_standard_input, stdin), reading, web)
    finally:
        web.close()


def read_file(
    file: BinaryIO,
    name: str,
    reading: Reading = DEFAULT,
    *,
    doc: str | None = None,
    path: str | None = None,
    web: Web | None = None,
    hops: int = 0,
) -> Iterator[Item]:
    """Read what is in one open file, wherever it comes from; ``name`` is what messages call it, and whose
    ending may tell the format. ``doc`` and ``path``, by default the name, become the article's.

    ``web`` fetches what it links to, if it is not too many ``hops`` from what the user named. Nothing is
    raised for what is wrong with its content: it is a `Failure`.
    """
    budget = Budget(file, reading.max_unpacked)
    path = name if path is None else path or None
    buffered = cast(BinaryIO, io.BufferedReader(budget.packed, 65_536))
    source = Source(
        buffered, name, name if doc is None else doc, path, name, web=web or _web(reading), hops=hops
    )
    try:
        yield from _contents(source, reading, budget)
    except Unreadable as error:
        yield Failure(name, error.problem, error.remedy)
    except OSError as error:
        refused = unreachable(error)
        yield Failure(name, refused.problem, refused.remedy)


def count(paths: Iterable[str | os.PathLike[str]], *, skip: Collection[Path] = ()) -> int:
    """How many files and the like `read` will go through for these paths, each of which may hold many
    documents; none is opened."""
    return sum(1 for _ in find(paths, skip=skip))


def size(paths: Iterable[str | os.PathLike[str]], *, skip: Collection[Path] = ()) -> int | None:
    """How many bytes the files behind these paths hold; None where some come from elsewhere."""
    total = 0
    for item in find(paths, skip=skip):
        if isinstance(item, Found):
            if item.stdin or item.address:
                return None
            with suppress(OSError):
                total += item.path.stat().st_size
    return total


def read_bytes(data: bytes, doc: str = "", path: str | None = None) -> Article:
    """The one article of a document, from its bytes; raises `Unreadable`."""
    for item in read_file(io.BytesIO(data), doc, doc=doc, path=path or ""):
        item = item() if isinstance(item, Deferred) else item
        if isinstance(item, Article):
            return item
        if isinstance(item, Failure):
            raise Unreadable(item.problem, item.remedy)
        if isinstance(item, Skipped):
            raise Unreadable(item.reason, "leave it out")
    raise Unreadable("holds no article", "leave it out")


def holds_records(found: Found) -> bool:
    """Whether a file is a table of some kind, told from its first bytes and its name."""
    if found.stdin or not found.path.is_file():
        return is_named_like_records(found.doc)
    try:
        with found.path.open("rb") as file:
            head = file.read(HEAD)
        return is_named_like_records(found.doc) if packing(head) else format_of(head, found.doc) in RECORDS
    except (OSError, Unreadable):
        return False


def _web(reading: Reading) -> Web:
    # What was asked for is the format of what the user named, not of what that leads to.
    beyond = replace(reading, format=None) if reading.format == "urls" else reading
    return Web(beyond, lambda source, budget: _contents(source, beyond, budget))


def _found(found: Found, opened: Callable[[], BinaryIO], reading: Reading, web: Web) -> Iterator[Item]:
    name = "standard input" if found.stdin else printable(found.path)
    try:
        file = opened()
        reading.opened(file)
    except Unreadable as error:
        yield Failure(name, error.problem, error.remedy)
        return
    except OSError as error:
        refused = unreachable(error)
        yield Failure(name, refused.problem, refused.remedy)
        return
    try:
        yield from read_file(
            file,
            name,
            reading,
            doc=found.doc,
            path="" if found.stdin else name,
            web=web,
            hops=0 if found.named else 2,
        )
    finally:
        if not found.stdin:
            file.close()


def _contents(source: Source, reading: Reading, budget: Budget) -> Iterator[Item]:
    """What is in a source: an archive's members, or the articles of a document."""
    head, source = source.peek()
    kind = packing(head)
    is_warc = kind == "gzip" and starts_with_warc(head)  # whose reader unpacks every record by itself
    if kind and not is_warc:
        yield from unpacked(source, kind, budget, reading, lambda inside: _contents(inside, reading, budget))
        return
    form = "warc" if is_warc else reading.format or format_of(head, source.label, source.mime)
    module, function = _READERS[form]
    reader = getattr(importlib.import_module(f"{__name__}.{module}"), function)
    yield from reader(source, reading)


def _file(path: Path) -> BinaryIO:
    return path.open("rb")


def _standard_input(stdin: BinaryIO | None) -> BinaryIO:
    if stdin is None and sys.stdin is None:
        raise Unreadable("it is closed", "pipe a document in or name a file")
    return stdin or sys.stdin.buffer


__all__ = [
    "DEFAULT",
    "FORMATS",
    "MAX_BYTES",
    "RECORDS",
    "STDIN",
    "Broken",
    "Deferred",
    "Facts",
    "Failure",
    "Found",
    "Item",
    "Reading",
    "Skipped",
    "Unreadable",
    "Visit",
    "checked",
    "count",
    "decode",
    "find",
    "holds_records",
    "iso_date",
    "printable",
    "read",
    "read_bytes",
    "read_file",
    "size",
    "text",
    "web_address",
]
