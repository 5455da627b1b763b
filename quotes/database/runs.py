"""The record of an import: the row of ``imports`` that says what was asked for, and what came of it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .write import Outcome


@dataclass
class ImportRun:
    """The counts of one import; `QuoteDatabase.write` counts articles, the caller what never became one."""

    started: str
    version: str
    arguments: str
    id: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    failed: int = 0
    quotes: int = 0

    def count(self, outcome: Outcome, quotes: int) -> None:
        """Count an article that was written, and its quotes if it was new or had changed."""
        setattr(self, outcome, getattr(self, outcome) + 1)
        self.quotes += quotes if outcome != "unchanged" else 0

    def begin(self, conn: sqlite3.Connection) -> None:
        """Make the row of a run that changes something, in the transaction of its first change."""
        if not self.id:
            cursor = conn.execute(
                "insert into imports (started, version, arguments, added, updated, unchanged, skipped, "
                "failed, quotes) values (?, ?, ?, 0, 0, 0, 0, 0, 0)",
                [self.started, self.version, self.arguments],
            )
            self.id = cursor.lastrowid or 0

    def keep(self, conn: sqlite3.Connection, finished: str | None) -> None:
        """Store the counts, and when it was finished."""
        counts = [self.added, self.updated, self.unchanged, self.skipped, self.failed, self.quotes]
        conn.execute(
            "update imports set finished = ?, added = ?, updated = ?, unchanged = ?, skipped = ?, "
            "failed = ?, quotes = ? where id = ?",
            [finished, *counts, self.id],
        )
