"""Very many articles at once: their rows as they come, whose their names are once for all of them.

What comes out is what `QuoteDatabase.write` makes of the same articles, whatever the size of the batches.
A batch is one transaction: killed in the middle of it, the database holds the batches before.
"""

from __future__ import annotations

from contextlib import ExitStack

from ..model import Extraction
from .prepared import Prepared, quotes_in
from .store import QuoteDatabase, QuoteDatabaseError
from .write import Later, Outcome, is_stored, settle_later, write_article

# A batch grows with the database: to decide a name looks at all articles of it, and shall do so seldom. But
# what a batch leaves to be decided is held in memory.
LEAST, MOST = 500, 4_000
_SHARE = 3
_CACHE = 96 * 1024  # KiB


class BulkWriter:
    """Writes articles into a database in batches of ``size``, by default a third of what is stored; a context
    manager. It holds the database's lock from the first article that is new until `finish`."""

    def __init__(self, database: QuoteDatabase, size: int | None = None) -> None:
        self.database = database
        self._size = size
        # Ids are hashes: rows go all over the file, and pages that do not fit are written again and again.
        database.conn.execute(f"pragma cache_size = -{_CACHE}")
        self._transaction = ExitStack()
        self._written: list[tuple[Outcome, int]] = []
        self._n = 0
        self._next()

    def _next(self) -> None:
        """Begin a batch. Where it is small beside what is stored, only what it is evidence for is decided."""
        (stored,) = self.database.conn.execute("select count(*) from sources").fetchone()
        share = stored // _SHARE
        self._most = min(max(LEAST, share), MOST) if self._size is None else self._size
        self._later = Later(everything=self._most >= share)

    @property
    def full(self) -> bool:
        """Whether it is time to `finish` the batch."""
        return self._n >= self._most

    def write(self, extraction: Extraction | Prepared, parser: str | None = None) -> Outcome:
        """Store an article; it is there for good once the batch is finished.

        Raises ValueError for spans outside the text, and the batch goes on. Whatever else is raised, nothing
        of the batch is stored: `QuoteDatabaseError` for what stops everything. Not to be interrupted midway.
        """
        database = self.database
        try:
            outcome = self._stored(database, extraction, parser)
        except ValueError:
            raise
        except BaseException:
            self.undo()
            raise
        self._n += 1
        self._written.append((outcome, quotes_in(extraction)))
        return outcome

    def _stored(
        self, database: QuoteDatabase, extraction: Extraction | Prepared, parser: str | None
    ) -> Outcome:
        if not database.conn.in_transaction:
            # Looked at before any lock is taken: what is stored already leaves the file as it is.
            with database.errors():
                if is_stored(database.conn, extraction, database.now(), parser):
                    return "unchanged"
            self._transaction.enter_context(database.transaction())
        # No savepoint for each article: at each, the full-text index would be written out. What is wrong with
        # an article is found when it is compared, before anything of it is written.
        database.take(extraction)
        with database.errors():
            return write_article(database.conn, extraction, database.now(), parser, self._later)

    def finish(self) -> None:
        """Decide whose the names are, and keep the batch. Raises `QuoteDatabaseError`: then none of it is."""
        written, self._written, self._n = self._written, [], 0
        later = self._later
        transaction, self._transaction = self._transaction, ExitStack()
        with transaction:
            if self.database.conn.in_transaction:
                with self.database.errors():
                    settle_later(self.database.conn, later)
            self.database.note(written)
        self._next()

    def undo(self) -> None:
        """Forget the batch."""
        self._written, self._n, self._later = [], 0, Later(everything=True)
        transaction, self._transaction = self._transaction, ExitStack()
        transaction.__exit__(QuoteDatabaseError, QuoteDatabaseError("undone"), None)
