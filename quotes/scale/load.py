"""Shards into a database: the same rows as an import of the same articles, in any order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from .. import __version__
from ..database import QuoteDatabase
from ..database.bulk import BulkWriter
from ..database.prepared import Prepared
from ..ingest import Summary
from ..ingest.parsing import bug, name_of
from ..ingest.stopping import Stop
from ..readers import Failure
from . import reading
from .inputs import is_address, refused
from .store import Store

Partition = Literal["year"]


@dataclass(frozen=True)
class Watch:
    """Whom a load tells what: each failure, that another shard is done, and of how many quotes of an older
    version's database the wordings are found."""

    failed: Callable[[Failure], None] = lambda failure: None
    done: Callable[[], None] = lambda: None
    upgraded: Callable[[int, int], None] = lambda done, total: None


NOBODY = Watch()


def found_shards(paths: Iterable[str]) -> Iterator[tuple[Store, str] | Failure]:
    """The shards in folders, on a disk or behind a protocol, and those that are named themselves."""
    for path in paths:
        folder, _, name = path.rstrip("/").rpartition("/")
        try:
            if name.endswith(".parquet") and (is_address(path) or not Path(path).is_dir()):
                store = Store(folder or ".")
                if not store.has(name):
                    raise FileNotFoundError(path)
                yield store, name
                continue
            store = Store(path)
            names = store.shards()
            if not names:
                yield Failure(path, "holds no shards", "name a folder that `quotes extract --output` made")
            yield from ((store, name) for name in names)
        except Exception as error:  # of whatever library stands behind the protocol
            yield refused(path, error)


def load(
    path: str | os.PathLike[str],
    shards: Iterable[tuple[Store, str]],
    summary: Summary,
    *,
    arguments: Sequence[str] = (),
    partition: Partition | None = None,
    batch_size: int | None = None,
    workers: int = 1,
    watch: Watch = NOBODY,
) -> list[Path]:
    """Store the articles of the shards in the database at ``path``, which is made if needed, or with
    ``partition`` "year" in one database for each year beside it (``news.db`` -> ``news-2019.db``, and
    ``news-undated.db``). Returns the databases that were written to, sorted.

    Articles are stored in batches, each in one transaction, see `database.bulk`: killed midway, the same
    command goes on. Interrupted, it keeps the batch in hand. Shards are read, and all is worked out that
    follows from an article alone, by so many ``workers``, processes of their own where there is much to read.
    ``summary`` is counted into. A shard that cannot be read is told of, and the rest is loaded. Raises
    QuoteDatabaseError for what would stop every article.
    """
    with ExitStack() as stack:
        writers = _Writers(Path(path), partition, arguments, batch_size, stack, summary, watch)
        stop = stack.enter_context(Stop())
        try:
            for read in reading.read(shards, workers):
                if isinstance(read, Failure):
                    writers.failed(read)
                elif read is None:
                    watch.done()
                else:
                    with stop.held():
                        writers.add(read.article, read.parser)
        except KeyboardInterrupt:
            with stop.held():
                writers.finish()
            raise
        writers.finish()
        return sorted(writers.paths)


def partition_path(path: Path, published: str | None) -> Path:
    """Where an article of a date goes: ``news.db`` -> ``news-2019.db``."""
    year = (published or "")[:4]
    known = len(year) == 4 and year.isascii() and year.isdigit()
    return path.with_name(f"{path.stem}-{year if known else 'undated'}{path.suffix}")


@dataclass
class _Batch:
    """A database, and what came of the articles on their way into it."""

    writer: BulkWriter
    summary: Summary = field(default_factory=Summary)


class _Writers:
    """The databases of a load, each opened when its first article comes."""

    def __init__(
        self,
        path: Path,
        partition: Partition | None,
        arguments: Sequence[str],
        batch_size: int | None,
        stack: ExitStack,
        summary: Summary,
        watch: Watch,
    ) -> None:
        self._path, self._partition, self._arguments = path, partition, arguments
        self._size, self._stack, self._summary, self._watch = batch_size, stack, summary, watch
        self._batches: dict[Path, _Batch] = {}
        if partition is None:
            self._batch(path)  # a database that cannot be used says so before anything is read

    @property
    def paths(self) -> Iterable[Path]:
        """The databases so far."""
        return self._batches

    def _batch(self, path: Path) -> _Batch:
        if path not in self._batches:
            database = self._stack.enter_context(QuoteDatabase(path, on_upgrade=self._watch.upgraded))
            self._stack.enter_context(database.import_run(self._arguments, __version__))
            writer = BulkWriter(database, self._size)
            self._stack.callback(writer.undo)
            self._batches[path] = _Batch(writer)
        return self._batches[path]

    def add(self, extraction: Prepared, parser: str | None) -> None:
        """Store an article, for good if its batch is full."""
        path = self._path
        if self._partition:
            path = partition_path(path, extraction.article.published)
        batch = self._batch(path)
        try:
            outcome = batch.writer.write(extraction, parser)
        except ValueError as error:
            self.failed(bug(name_of(extraction.article), "cannot be stored", error))
            return
        batch.summary.outcomes[outcome] += 1
        batch.summary.found(extraction)
        if batch.writer.full:
            self._finish(batch)

    def failed(self, failure: Failure) -> None:
        """Count and tell of a failure."""
        self._summary.without("failed", failure.problem)
        self._watch.failed(failure)

    def finish(self) -> None:
        """Keep all that is in hand."""
        for batch in self._batches.values():
            self._finish(batch)

    def _finish(self, batch: _Batch) -> None:
        batch.writer.finish()
        self._summary.outcomes.update(batch.summary.outcomes)
        self._summary.held(batch.summary.kinds, batch.summary.speakers)
        batch.summary = Summary()
