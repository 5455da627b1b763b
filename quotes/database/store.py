"""`QuoteDatabase`: a database file of ours, opened, written and closed without leaving anything behind."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from sqlite_utils import Database

from ..model import Extraction
from ..readers import Visit
from . import recent, schema, wordings
from .fetches import remember
from .prepared import Prepared, quotes_in, work_out
from .runs import ImportRun
from .views import VIEWS
from .wordings_memory import Memory
from .write import Later, Outcome, is_stored, settle_later, write_article

Clock = Callable[[], datetime]
BUSY_SECONDS = 30.0
_PATIENCE_MS = 1_000
_STATEMENTS = 512  # kept for the next time
_BEFORE_NEXT_TRY = (0.02, 0.03, 0.05, 0.05, 0.1, 0.1, 0.2, 0.2, 0.3, 0)  # seconds
_MAGIC = b"SQLite format 3\0"


class QuoteDatabaseError(Exception):
    """What went wrong with a database file, and the remedy, in one line that names the file."""


def system_clock() -> datetime:
    """The time in UTC, or the one that the environment's ``SOURCE_DATE_EPOCH`` fixes (in seconds)."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(fixed), UTC) if fixed.isdecimal() else datetime.now(UTC)


class QuoteDatabase:
    """A database of quotes in one SQLite file; see docs/database.md for its tables.

    ``create=False`` refuses a file that does not exist; ``readonly=True`` changes nothing on disk.
    ``clock`` gives the time that new rows are stamped with (`system_clock`). Raises `QuoteDatabaseError`
    for a file that is not SQLite, is another program's, or was made by a newer version of ours.

    ``tidy=False`` is for a small change beside a program that reads, such as Datasette: the journal stays
    of the kind it is, and statistics are not gathered.

    Use it as a context manager: closing it gathers statistics and leaves one file, without a journal
    beside it, which ``datasette -i`` can read.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        create: bool = True,
        readonly: bool = False,
        clock: Clock = system_clock,
        tidy: bool = True,
        on_upgrade: Callable[[int, int], None] = lambda done, total: None,
    ) -> None:
        self.path = Path(path)
        self.readonly = readonly
        self.changed = False
        self._tidy = tidy
        self._clock = clock
        self._run: ImportRun | None = None
        self.memory = Memory()
        existed = self._look_at_file(create and not readonly)
        with self.errors():
            uri = f"{self.path.absolute().as_uri()}?mode={'ro' if readonly else 'rwc'}"
            conn = sqlite3.connect(
                uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, cached_statements=_STATEMENTS
            )
        self.conn = conn
        try:
            with self.errors():
                self._check_owner(existed)
                self.db = Database(conn)
                conn.execute("pragma foreign_keys = on")
                if not readonly:
                    schema.prepare(self.db, self.now())
                    if wordings.pending(conn):  # an older version made it
                        self._prepare_to_write()
                        wordings.catch_up(conn, on_upgrade)
                    # Around statements that may fail it keeps copies of pages, in files once they are many.
                    conn.execute("pragma temp_store = memory")
        except BaseException:
            conn.close()
            # Another program may have made the file meanwhile: only an empty one is ours to remove.
            if not existed and self.path.exists() and not self.path.stat().st_size:
                self.path.unlink()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; after writing, first analyse it and fold the write-ahead log back into it.

        Where another program still has it open, the last one of ours to close it does the latter; and so
        does the next one after a program that was killed.
        """
        # Without all this the data is there all the same: a reader or a full disk may forbid it.
        if self.changed and self._tidy:
            self.changed = False
            with suppress(sqlite3.OperationalError):
                recent.join_all(self.conn)
                self.conn.execute("analyze")
        if not self.readonly:
            with suppress(sqlite3.DatabaseError):
                self._leave_one_file()
        self.conn.close()

    def _leave_one_file(self) -> None:
        if self.conn.execute("pragma journal_mode").fetchone() != ("wal",):
            return
        self.conn.execute(f"pragma busy_timeout = {_PATIENCE_MS}")
        with suppress(sqlite3.OperationalError):
            self.conn.execute("pragma wal_checkpoint(truncate)").fetchall()
        for wait in _BEFORE_NEXT_TRY:
            with suppress(sqlite3.OperationalError):
                if self.conn.execute("pragma journal_mode = delete").fetchone() == ("delete",):
                    return
            # Of two that close at the same moment, one must see the other gone.
            time.sleep(wait * random.uniform(0.5, 1))

    def now(self) -> str:
        """The clock's time as it is stored: 2026-11-22T18:15:00+00:00."""
        return self._clock().astimezone(UTC).isoformat(timespec="seconds")

    def query(self, sql: str, params: Sequence[Any] | Mapping[str, Any] = ()) -> Iterator[dict[str, Any]]:
        """The rows of a SELECT as dicts."""
        cursor = self.conn.execute(sql, params)
        names = [column[0] for column in cursor.description or ()]
        for row in cursor:
            yield dict(zip(names, row, strict=True))

    def write(self, extraction: Extraction, *, parser: str | None = None) -> Outcome:
        """Store one article with its quotes and speakers, all of it or nothing.

        Returns "added" for a new article, "updated" if its text, metadata or quotes had changed, else
        "unchanged". ``parser`` names what the quotes were found by (`sources.parser`). Raises ValueError for
        spans outside the text and `QuoteDatabaseError` for a full disk or a locked file; the database then
        holds what it held before.
        """
        (outcome,) = self.write_all([extraction], parser=parser)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def write_all(
        self,
        batch: Sequence[Extraction | Prepared],
        *,
        parser: str | None = None,
    ) -> list[Outcome | Exception]:
        """Store articles in one transaction: what became of each, as `write` says it, or why it could not be
        stored; the others are stored then.

        Raises `QuoteDatabaseError`, whereupon none is stored.
        """
        work_out(batch)
        try:
            return self._write_batch(batch, parser, Later())
        except QuoteDatabaseError:
            raise
        except Exception:
            # A mistake of ours, in the middle of writing an article: it is found by storing each by itself.
            plain = [one.extraction if isinstance(one, Prepared) else one for one in batch]
            return self._write_batch(plain, parser, None)

    def _write_batch(
        self,
        batch: Sequence[Extraction | Prepared],
        parser: str | None,
        later: Later | None,
    ) -> list[Outcome | Exception]:
        outcomes: list[Outcome | Exception] = []
        counts = vars(self._run).copy() if self._run else {}
        expected = ValueError if later is not None else Exception
        try:
            with ExitStack() as transaction:
                if self.conn.in_transaction:
                    transaction.enter_context(self.transaction())
                for extraction in batch:
                    try:
                        outcomes.append(self._write(extraction, parser, transaction, later))
                    except QuoteDatabaseError:
                        raise
                    except expected as error:
                        outcomes.append(error)
                if later is not None and self.conn.in_transaction:
                    with self.errors():
                        settle_later(self.conn, later)
                self.note(
                    [
                        (outcome, quotes_in(extraction))
                        for extraction, outcome in zip(batch, outcomes, strict=True)
                        if not isinstance(outcome, Exception)
                    ]
                )
        except BaseException:
            if self._run is not None:
                vars(self._run).update(counts)
            raise
        return outcomes

    def _write(
        self,
        extraction: Extraction | Prepared,
        parser: str | None,
        transaction: ExitStack,
        later: Later | None,
    ) -> Outcome:
        if not self.conn.in_transaction:
            # Looked at before any lock is taken: what is stored already leaves the file as it is.
            with self.errors():
                if not self.readonly and is_stored(self.conn, extraction, self.now(), parser):
                    return "unchanged"
            transaction.enter_context(self.transaction())
        if later is None:
            with self.transaction():
                return write_article(self.conn, extraction, self.now(), parser)
        self.take(extraction)
        # No savepoint for each article: at each, the full-text indexes would be written out.
        with self.errors():
            return write_article(self.conn, extraction, self.now(), parser, later)

    def take(self, extraction: Extraction | Prepared) -> None:
        """Take over what is known of an article that is about to be written."""
        if isinstance(extraction, Prepared):
            self.memory.prepare(extraction.recognised)

    def count(self, outcome: Outcome, quotes: int = 0) -> None:
        """Count an article in the import that is going on, if one is."""
        if self._run is not None:
            self._run.count(outcome, quotes)

    def note(self, written: Sequence[tuple[Outcome, int]]) -> None:
        """Count a batch, (outcome, quotes) of each article, in the import that is going on, and keep the
        counts in its transaction."""
        run = self._run
        if run is None:
            return
        for outcome, quotes in written:
            run.count(outcome, quotes)
        if self.conn.in_transaction and (run.added or run.updated):
            run.begin(self.conn)
            run.keep(self.conn, None)

    def remember(self, visits: Sequence[Visit]) -> None:
        """Note what to remember of addresses, once everything that came from them is stored."""
        if visits:
            with self.transaction():
                remember(self.conn, visits, self.now())

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything written inside is kept if the block ends, and undone if it raises. Can be nested.

        Writing some hundred articles inside one is faster than each by itself: full-text indexes are
        merged once. Raises `QuoteDatabaseError` as `write` does.
        """
        if self.readonly:
            raise QuoteDatabaseError(f"{self.path}: opened for reading only")
        if self.conn.in_transaction:
            with self.errors(), self.db.atomic():
                yield
            return
        with self.errors():
            self._prepare_to_write()
            # Immediate: take the lock at once, and wait for it, rather than fail halfway through.
            self.conn.execute("begin immediate")
            # Rows may be stored before those they refer to. Once for all: it makes SQLite read every
            # statement anew.
            self.conn.execute("pragma defer_foreign_keys = on")
            try:
                yield
                wordings.settle(self.conn, self.memory)
                recent.settle(self.conn)
                self.conn.execute("commit")
            except BaseException:
                self.db.rollback()
                raise

    @contextmanager
    def import_run(self, arguments: Sequence[str], version: str) -> Iterator[ImportRun]:
        """Record an import in ``imports``: what was asked for, by which version, and what came of it.

        Articles written inside are counted by themselves; ``run.skipped`` and ``run.failed`` are the
        caller's to raise. A run that ends in an exception keeps its counts and has no ``finished``. A run
        that finds everything stored already leaves no record: importing twice changes nothing.
        """
        if self.readonly:
            raise QuoteDatabaseError(f"{self.path}: opened for reading only")
        run = ImportRun(self.now(), version, json.dumps(list(arguments), ensure_ascii=False))
        self._run = run
        try:
            yield run
        except BaseException:
            with suppress(QuoteDatabaseError):
                self._record(run, None)
            raise
        else:
            self._record(run, self.now())
        finally:
            self._run = None

    def _record(self, run: ImportRun, finished: str | None) -> None:
        if not run.id and not run.failed:
            return
        with self.transaction():
            run.begin(self.conn)
            run.keep(self.conn, finished)

    def _prepare_to_write(self) -> None:
        """A write-ahead log while we write: readers are not locked out, and commits need no sync each."""
        if not self.changed and self._tidy:
            self.conn.execute("pragma journal_mode = wal").fetchall()
            self.conn.execute("pragma synchronous = normal")
            # SQLite's own 2 MB hold little of an index: with 64 MB, looking up names takes half the time.
            self.conn.execute("pragma cache_size = -65536")
            # A batch changes thousands of pages: copied into the database after several (128 MB), not each.
            self.conn.execute("pragma wal_autocheckpoint = 32000").fetchall()
        self.changed = True

    def _look_at_file(self, create: bool) -> bool:
        """Whether the file exists; raises if it should, or is not a SQLite file."""
        try:
            if self.path.exists() and not self.path.is_file() and not self.path.is_dir():
                raise QuoteDatabaseError(f"{self.path}: is a device or pipe; choose another file name")
            if self.path.is_dir():
                raise QuoteDatabaseError(f"{self.path}: is a folder; name a database file in it")
            if not self.path.exists():
                if not create:
                    raise QuoteDatabaseError(
                        f"{self.path}: there is no such database; `quotes import {self.path} PATH` makes one"
                    )
                if not self.path.parent.is_dir():
                    raise QuoteDatabaseError(
                        f"{self.path}: the folder {self.path.parent} does not exist; make it"
                    )
                return False
            with self.path.open("rb") as file:
                head = file.read(len(_MAGIC))
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise QuoteDatabaseError(
                f"{self.path}: cannot be opened ({reason}); check the path and the permissions"
            ) from error
        if head and head != _MAGIC:
            raise QuoteDatabaseError(f"{self.path}: is not a SQLite database; choose another file name")
        return True

    def _check_owner(self, existed: bool) -> None:
        """Raise unless the database is empty or ours, and not newer than we are."""
        if not existed:
            return
        names = {name for (name,) in self.conn.execute("select name from sqlite_master")}
        (application,) = self.conn.execute("pragma application_id").fetchone()
        (version,) = self.conn.execute("pragma user_version").fetchone()
        applied: set[str] = set()
        if "_sqlite_migrations" in names:
            sql = "select name from _sqlite_migrations where migration_set = 'quotes'"
            applied = {name for (name,) in self.conn.execute(sql)}
        known = schema.migration_names()
        if not names and not self.readonly:
            return
        # A copy made with .dump loses the pragmas, but not the record of migrations.
        if not applied:
            what = "is empty" if not names else "is the database of another program"
            raise QuoteDatabaseError(f"{self.path}: {what}; choose another file name")
        if (application == schema.APPLICATION_ID and version > schema.VERSION) or applied - known:
            raise QuoteDatabaseError(
                f"{self.path}: was made by a newer version of quotes; upgrade with `pip install -U quotes`"
            )
        if self.readonly and (known - applied or VIEWS.keys() - names):
            raise QuoteDatabaseError(
                f"{self.path}: was made by an older version of quotes; import something into it to upgrade it"
            )

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Turn what SQLite says into one line that names the file and the remedy."""
        try:
            yield
        except sqlite3.OperationalError as error:
            raise QuoteDatabaseError(f"{self.path}: {_remedy(str(error))}") from error
        except sqlite3.DatabaseError as error:
            if isinstance(error, (sqlite3.IntegrityError, sqlite3.ProgrammingError)):
                raise
            raise QuoteDatabaseError(
                f"{self.path}: {error}; it is damaged or not a database: restore it from a copy"
            ) from error


def _remedy(error: str) -> str:
    for sign, remedy in (
        ("full", "the disk is full; free some space and run it again"),
        ("locked", "another program is writing to it; try again when that has finished"),
        ("readonly", "cannot be written; change its permissions or copy it elsewhere"),
        ("unable to open", "cannot be opened; check the permissions of the file and its folder"),
        ("disk I/O", "cannot be read or written; check the disk"),
    ):
        if sign in error:
            return remedy
    return error
