"""Triggers for full-text indexes: sqlite-utils' own fire on every update, also where only counts change."""

from __future__ import annotations


def triggers(table: str, columns: tuple[str, ...]) -> list[str]:
    """SQL that keeps the index of a table's columns true."""
    names = ", ".join(columns)
    old = ", ".join(f"old.{column}" for column in columns)
    new = ", ".join(f"new.{column}" for column in columns)
    insert = f"insert into {table}_fts (rowid, {names}) values (new.rowid, {new});"
    delete = f"insert into {table}_fts ({table}_fts, rowid, {names}) values ('delete', old.rowid, {old});"
    return [
        f"create trigger {table}_ai after insert on {table} begin {insert} end",
        f"create trigger {table}_ad after delete on {table} begin {delete} end",
        f"create trigger {table}_au after update of {names} on {table} begin {delete} {insert} end",
    ]
