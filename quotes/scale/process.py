"""The unit of work: one input in, one shard out. It knows nothing of who runs it, or how many of it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from .. import __version__
from ..ingest.parsing import Parser, bug, parser_name
from ..model import DEFAULTS, Article, Extraction, Options
from ..readers import Deferred, Failure, Skipped, Unreadable, Visit, printable, read_file
from .inputs import Input, input_of, local_copy, refused
from .shards import ShardWriter, shard_facts
from .store import Store

Status = Literal["written", "there", "failed"]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of an input. ``status`` is "written", "there" (its shard was there before) or "failed" (it
    has no shard; the next run tries it again). ``problems`` are the lines to tell the user, the first few of
    ``failed`` many; all of them are beside the shard."""

    input: str
    shard: str
    status: Status
    articles: int = 0
    quotes: int = 0
    skipped: int = 0
    failed: int = 0
    problems: tuple[str, ...] = ()


_MOST_PROBLEMS = 20
_MOST_FAILURES = 100_000


def process_shard(
    input: Input | str | os.PathLike[str],
    output: str | os.PathLike[str],
    *,
    options: Options = DEFAULTS,
    replace: bool = False,
) -> Result:
    """Read an input, find its quotes, and write them as one Parquet file into the folder ``output``.

    ``input`` is anything that `quotes.readers.read` reads, on this machine or behind a protocol of fsspec
    (``s3://…``), and ``output`` a path or such an address. The shard's name depends on the input's location
    alone; where it is there already nothing is done, unless ``replace`` is asked for. What cannot be read
    or parsed stands with its reason in ``<shard>.failures.jsonl``; an input of nothing else has no shard.

    Safe to run twice at once, and to kill. Raises what the disk or the network of ``output`` raises, and
    for an input that is there and cannot be fetched whatever fsspec raises: both may be worth another try.
    """
    one = input if isinstance(input, Input) else input_of(input)
    store = Store(output)
    if not replace and store.has(one.shard):
        return _there(one, store, options)
    counts: Counter[str] = Counter()
    failures: list[Failure] = []
    try:
        with store.written(one.shard) as path:
            _write(one, path, options, counts, failures)
            store.write_failures(one.shard, failures)
    except _NothingRead:
        return failed(one, store, failures)
    return Result(one.name, one.shard, "written", **counts, problems=_lines(failures))


class _NothingRead(Exception):
    """An input gave failures and not one article: there is nothing to keep."""


def _write(one: Input, path: Path, options: Options, counts: Counter[str], failures: list[Failure]) -> None:
    facts = {
        "version": __version__,
        "parser": parser_name(options, __version__),
        "input": printable(one.location),
        "options": asdict(options),
    }
    with ShardWriter(path, facts) as writer:
        for item in _extractions(one, options):
            if isinstance(item, Extraction):
                counts["articles"] += 1
                counts["quotes"] += len(item.quotes)
                writer.write(item)
            elif isinstance(item, Skipped):
                counts["skipped"] += 1
            else:
                counts["failed"] += 1
                if len(failures) < _MOST_FAILURES:
                    failures.append(item)
    if failures and not counts["articles"]:
        raise _NothingRead


def failed(one: Input, store: Store, failures: list[Failure]) -> Result:
    """The result of an input that gave no shard, after noting why beside where the shard would be."""
    store.write_failures(one.shard, failures)
    return Result(one.name, one.shard, "failed", failed=len(failures), problems=_lines(failures))


def _there(one: Input, store: Store, options: Options) -> Result:
    try:
        with store.opened(one.shard) as file:
            made_with = shard_facts(file).get("options")
    except Unreadable as error:
        return failed(one, store, [Failure(store.address(one.shard), error.problem, error.remedy)])
    if made_with != asdict(options):
        problem = "was made with other options for the parser"
        remedy = "give --replace to make it anew, or another --output"
        line = Failure(store.address(one.shard), problem, remedy).line
        return Result(one.name, one.shard, "failed", failed=1, problems=(line,))
    return Result(one.name, one.shard, "there")


def _lines(failures: list[Failure]) -> tuple[str, ...]:
    lines = tuple(failure.line for failure in failures[:_MOST_PROBLEMS])
    more = len(failures) - len(lines)
    return (*lines, f"{more:,} more failures of the same input") if more else lines


def _extractions(one: Input, options: Options) -> Iterator[Extraction | Failure | Skipped]:
    """What is in an input, read and parsed. What was lost on the way to it raises."""
    parser = Parser(options)
    try:
        with local_copy(one) as path:
            for item in _read(path, one):
                found = parser(item)
                if isinstance(found, (Extraction, Failure, Skipped)):
                    yield found
    except (FileNotFoundError, PermissionError, ImportError) as error:
        yield refused(one.name, error)


def _read(path: Path, one: Input) -> Iterator[Article | Deferred | Failure | Skipped]:
    """What is in the file, called by the names that the user knows."""
    try:
        with path.open("rb") as file:
            for item in read_file(file, one.name, doc=one.doc):
                if not isinstance(item, Visit):
                    yield item
    except (MemoryError, OSError):
        raise
    except Exception as error:  # a library that reads some format
        yield bug(one.name, "cannot be read", error)
