"""Which texts hold the words looked for, and where: told by an index of just these texts, made in memory."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from datasette.utils import sqlite3

OPEN, CLOSE = "\ufdd0", "\ufdd1"
"""What stands round a word that was found: code points that no text should hold; if one does, no harm."""


def matching(found: list[dict[str, Any]], words: str) -> list[dict[str, Any]]:
    """Those of the rows (``row``, ``text``) whose text holds the words.

    They are indexed anew, in memory: for some thousand rows this takes as long for a common word, or the
    beginning of many words, as for a rare one, which asking the database's own index row by row does not.
    """
    with closing(_index("content=''", found)) as index:
        rows = {row for (row,) in index.execute("select rowid from one where one match ?", [words])}
    return [row for row in found if row["row"] in rows]


def highlighted(found: list[dict[str, Any]], words: str) -> dict[int, str]:
    """The texts of these rows with `OPEN` and `CLOSE` round the words, by row; of those that hold them."""
    with closing(_index("", found)) as index:
        sql = "select rowid, highlight(one, 0, ?, ?) from one where one match ?"
        return dict(index.execute(sql, [OPEN, CLOSE, words]))


def _index(option: str, found: list[dict[str, Any]]) -> Any:
    # Not at the top: the schema loads sqlite-utils.
    from ..database.schema import FTS_TOKENIZE

    index = sqlite3.connect(":memory:")
    options = ", ".join(filter(None, ("text", option, f'tokenize="{FTS_TOKENIZE}"')))
    index.execute(f"create virtual table one using fts5({options})")
    rows = ((row["row"], row["text"]) for row in found)
    index.executemany("insert into one (rowid, text) values (?, ?)", rows)
    return index
