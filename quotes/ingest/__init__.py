"""The import: documents -> extractions -> whoever stores them, one batch after the other."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..model import DEFAULTS, Article, Extraction, Options
from ..readers import Deferred, Facts, Failure, Skipped, Visit
from .parsing import Known, Outcome, Parser, Parsing, Readable, Stored, bug, cores, name_of, parser_name
from .parsing import spelt_out as spelt_out
from .stopping import Stop, Stopped
from .summary import OUTCOMES, Summary
from .workers import WorkersError

if TYPE_CHECKING:
    from ..database import QuoteDatabase
    from ..database.prepared import Prepared

BATCH, MOST_IN_BATCH = 50, 800
"""Articles in one transaction, by default: few enough at first that what is found is soon there to see, more
where many have been stored, since a large database is written to in as many places for one as for ten."""
_SHARE = 20  # so that whatever stops an import in the middle of a batch undoes a twentieth of it at most
# Code points of text: a batch of very long articles is cut short before it fills memory.
_BATCH_SIZE = 2_000_000
_MOST_VISITS = 1_000


@dataclass(frozen=True)
class Watch:
    """Whom an import tells what: each failure and each thing skipped, that another item is done, and of how
    many quotes of an older version's database the wordings are found."""

    failed: Callable[[Failure], None] = lambda failure: None
    skipped: Callable[[Skipped], None] = lambda skipped: None
    done: Callable[[], None] = lambda: None
    upgraded: Callable[[int, int], None] = lambda done, total: None


NOBODY = Watch()


def extractions(
    items: Iterable[Readable], *, options: Options = DEFAULTS, workers: int = 1
) -> Iterator[Outcome]:
    """Parse what the readers found, in order. Nothing is raised for a document: what goes wrong with one is a
    `Failure`."""
    for outcome in Parsing(items, Parser(options), workers):
        if isinstance(outcome, (Extraction, Failure, Skipped, Visit)):
            yield outcome


def import_into(
    path: str | os.PathLike[str],
    items: Iterable[Readable],
    summary: Summary,
    *,
    arguments: Sequence[str] = (),
    options: Options = DEFAULTS,
    facts: Facts | None = None,
    since: str | None = None,
    replace: bool = False,
    resume: bool = False,
    workers: int = 1,
    batch_size: int | None = None,
    watch: Watch = NOBODY,
) -> None:
    """Import what the readers found into the database at ``path``, which is made if needed.

    The run is recorded in ``imports`` with the ``arguments`` it was asked for by and those ``options`` that
    are not the default.

    An article that is stored exactly so, by the same version with the same options, is not parsed again;
    with ``resume`` whatever version stored it, with ``replace`` all are parsed. ``summary`` is counted into,
    so that whoever interrupts can still say what was done. Articles are stored in batches, each in one
    transaction. Raises QuoteDatabaseError for what would stop every article: a full disk, a locked or broken
    database; and `Stopped` where somebody ends it, once the batch in hand is stored.
    """
    from .. import __version__
    from ..database import QuoteDatabase, people

    name = parser_name(options, __version__)
    stored = None if replace else Stored(os.fspath(path), None if resume else name)
    parser = Parser(options, facts, since, stored, prepared=True)
    with (
        QuoteDatabase(path, on_upgrade=watch.upgraded) as database,
        database.import_run([*arguments, *spelt_out(options)], __version__) as run,
    ):
        try:
            _ingest(Parsing(items, parser, workers), _Writer(database, name, batch_size), summary, watch)
        finally:
            with suppress(sqlite3.Error):
                summary.as_called(partial(people.usual, database.conn))
            run.skipped, run.failed = summary.outcomes["skipped"], summary.outcomes["failed"]
            if stored:
                stored.close()


def dry_run(
    items: Iterable[Readable],
    summary: Summary,
    *,
    options: Options = DEFAULTS,
    facts: Facts | None = None,
    since: str | None = None,
    workers: int = 1,
    watch: Watch = NOBODY,
) -> None:
    """Read and parse and count into the ``summary``, and store nothing. Raises `Stopped`."""
    _ingest(Parsing(items, Parser(options, facts, since), workers), None, summary, watch)


def limited(items: Iterable[Readable], limit: int) -> Iterator[Readable]:
    """What comes until so many documents have been read that may hold an article."""
    n = 0
    for item in items:
        yield item
        n += isinstance(item, (Article, Deferred))
        if n >= limit:
            return


def database_files(path: str | os.PathLike[str]) -> list[Path]:
    """The files that a database is or may have beside it: none of them is a document to import."""
    return [Path(os.fspath(path) + suffix) for suffix in ("", "-wal", "-shm", "-journal")]


class _Writer:
    """Articles on their way into a database, a batch at a time."""

    def __init__(self, database: QuoteDatabase, parser: str, batch_size: int | None) -> None:
        self._database, self._parser, self._given = database, parser, batch_size
        self._most = max(1, batch_size or BATCH)
        self._stored = 0
        self._batch: list[Extraction | Prepared] = []
        # Of addresses whose articles are in the batch, or stored: noted only after them.
        self.visits: list[Visit] = []
        self._size = 0

    def add(self, extraction: Extraction | Prepared) -> bool:
        """Take an article in hand; True if it is time to store what is."""
        self._batch.append(extraction)
        self._size += len(extraction.article.text)
        return len(self._batch) >= self._most or self._size >= _BATCH_SIZE

    def known(self) -> None:
        """Count an article that was stored before."""
        self._database.count("unchanged")

    def flush(self) -> Iterator[tuple[Extraction | Prepared, str | Exception]]:
        """Store what is in hand: what became of each."""
        batch, self._batch, self._size = self._batch, [], 0
        if batch:
            outcomes = self._database.write_all(batch, parser=self._parser)
            self._stored += len(batch)
            if self._given is None:
                self._most = min(max(BATCH, self._stored // _SHARE), MOST_IN_BATCH)
            yield from zip(batch, outcomes, strict=True)
        visits, self.visits = self.visits, []
        self._database.remember(visits)


def _ingest(parsing: Parsing, writer: _Writer | None, summary: Summary, watch: Watch) -> None:
    """Store what is parsed and count it."""
    from ..database.prepared import Prepared

    outcomes = iter(parsing)

    def flush() -> None:
        for extraction, outcome in writer.flush() if writer else ():
            if isinstance(outcome, Exception):
                failed(bug(name_of(extraction.article), "cannot be stored", outcome))
            else:
                summary.outcomes[outcome] += 1
                summary.found(extraction)
            watch.done()

    def failed(failure: Failure) -> None:
        summary.without("failed", failure.problem)
        watch.failed(failure)

    with Stop() as stop:
        try:
            for outcome in outcomes:
                if writer and isinstance(outcome, (Extraction, Prepared)):
                    if writer.add(outcome):
                        with stop.held():
                            flush()
                    continue
                if isinstance(outcome, (Extraction, Prepared)):
                    summary.outcomes["parsed"] += 1
                    summary.found(outcome)
                elif isinstance(outcome, Known):
                    if writer:
                        writer.known()
                    summary.outcomes["unchanged"] += 1
                    summary.held(outcome.held.kinds, outcome.held.speakers)
                elif isinstance(outcome, Visit):
                    if writer:
                        writer.visits.append(outcome)
                        if len(writer.visits) >= _MOST_VISITS:
                            with stop.held():
                                flush()
                    continue
                elif isinstance(outcome, Skipped):
                    summary.without("skipped", outcome.reason)
                    watch.skipped(outcome)
                else:
                    failed(outcome)
                watch.done()
        except KeyboardInterrupt:
            with stop.held():
                flush()
            raise
        else:
            with stop.held():
                flush()
        finally:
            outcomes.close()  # type: ignore[attr-defined]


__all__ = [
    "BATCH",
    "NOBODY",
    "OUTCOMES",
    "Known",
    "Outcome",
    "Readable",
    "Stopped",
    "Summary",
    "Watch",
    "WorkersError",
    "cores",
    "database_files",
    "dry_run",
    "extractions",
    "import_into",
    "limited",
]
