"""What people corrected, read from the table ``corrections``: a row holds until it is undone."""

from __future__ import annotations

import sqlite3


def corrected_columns(conn: sqlite3.Connection, table: str, item_id: str) -> set[str]:
    """The columns of a row that people have corrected, and not undone since."""
    sql = "select column_name from corrections where item_table = ? and item_id = ? and undone is null"
    return {column for (column,) in conn.execute(sql, [table, item_id])}
