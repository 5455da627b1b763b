"""What people corrected, as the table ``corrections`` keeps it: a row holds until it is undone."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from . import ids

QUOTE_ACTIONS = ("accept", "reject", "speaker", "kind", "status")
SPEAKER_ACTIONS = ("rename", "set-role", "alias", "link", "merge", "split", "dismiss")
# The column that each kind of correction changes.
COLUMNS = {
    "accept": "reviewed",
    "reject": "id",
    "speaker": "speaker_id",
    "kind": "kind",
    "status": "status",
    "rename": "name",
    "set-role": "role",
    "alias": "alias",
    "link": "wikidata",
    "merge": "names",
    "split": "names",
    "dismiss": "suggestion",
}
_ORDER = (
    *("id", "item_table", "item_id", "column_name", "was", "now", "who", "at", "why"),
    *("action", "undone", "source_id", "item", "uid"),
)


@dataclass(frozen=True)
class Correction:
    """One row of ``corrections``: what a person said of a quote or speaker.

    ``item`` is what was corrected as it was before any correction: see `items` for quotes; of a speaker,
    ``id``, ``name`` and ``kind``. It is None for what older versions stored. ``id`` is 0 until inserted.
    """

    action: str | None
    item_table: str
    item_id: str
    was: str | None
    now: str | None
    who: str | None
    at: str
    why: str | None
    item: dict[str, Any] | None
    column_name: str = ""
    source_id: str | None = None
    uid: str | None = None
    undone: str | None = None
    id: int = 0


def load(conn: sqlite3.Connection, where: str, parameters: Sequence[Any] = ()) -> list[Correction]:
    """The corrections that a condition holds for, in the order they were made."""
    found = conn.execute(f"select {', '.join(_ORDER)} from corrections where {where} order by id", parameters)
    result = []
    for row in found:
        values: dict[str, Any] = dict(zip(_ORDER, row, strict=True))
        values["item"] = json.loads(values["item"]) if values["item"] else None
        result.append(Correction(**values))
    return result


def insert(conn: sqlite3.Connection, correction: Correction) -> Correction:
    """Store a correction; returns it with its number, its column and the id it goes by everywhere."""
    column = correction.column_name or COLUMNS.get(correction.action or "", correction.action or "")
    uid = correction.uid or _new_uid(conn, correction)
    values = {
        **{name: getattr(correction, name) for name in _ORDER if name != "id"},
        "column_name": column,
        "uid": uid,
        "item": json.dumps(correction.item, ensure_ascii=False) if correction.item is not None else None,
    }
    cursor = conn.execute(
        f"insert into corrections ({', '.join(values)}) values ({', '.join('?' * len(values))})",
        list(values.values()),
    )
    return replace(correction, id=cursor.lastrowid or 0, uid=uid, column_name=column)


def uid_of(correction: Correction, occurrence: int = 1) -> str:
    """20 hex digits that name a correction by what it says; ``occurrence`` tells repetitions apart."""
    said = [correction.action, correction.item_table, correction.item_id, correction.now]
    words = json.dumps([*said, correction.who, correction.at, correction.why, occurrence], ensure_ascii=True)
    return hashlib.sha256(words.encode()).hexdigest()[: ids.ID_DIGITS]


def _new_uid(conn: sqlite3.Connection, correction: Correction) -> str:
    occurrence = 1
    while is_known(conn, uid := uid_of(correction, occurrence)):
        occurrence += 1
    return uid


def is_known(conn: sqlite3.Connection, uid: str) -> bool:
    """Whether a correction of this name is here, be it undone."""
    return conn.execute("select 1 from corrections where uid = ?", [uid]).fetchone() is not None


def of_item(conn: sqlite3.Connection, table: str, item_id: str) -> list[Correction]:
    """The corrections of one row that hold, in the order they were made."""
    return load(conn, "item_table = ? and item_id = ? and undone is null", [table, item_id])


def of_sources(conn: sqlite3.Connection, source_ids: Iterable[str]) -> list[Correction]:
    """The corrections of the quotes of these articles that hold, in the order they were made."""
    wanted = sorted(set(source_ids))
    found = load(conn, f"source_id in ({', '.join('?' * len(wanted))}) and undone is null", wanted)
    return [correction for correction in found if correction.item_table == "quotes"]


def corrected_columns(conn: sqlite3.Connection, table: str, item_id: str) -> set[str]:
    """The columns of a row that people have corrected, and not undone since."""
    sql = "select column_name from corrections where item_table = ? and item_id = ? and undone is null"
    return {column for (column,) in conn.execute(sql, [table, item_id])}


def corrected_values(conn: sqlite3.Connection, table: str, item_id: str) -> dict[str, str | None]:
    """What people last said that columns of a row hold, and not undone since; see `corrected_columns`."""
    sql = (
        "select column_name, now from corrections where item_table = ? and item_id = ? "
        "and undone is null and action is not null order by id"
    )
    return dict(conn.execute(sql, [table, item_id]).fetchall())


def given_names(conn: sqlite3.Connection, speaker_id: str) -> set[str]:
    """The names and other forms that people gave a speaker, whether or not an article uses them."""
    sql = (
        "select now from corrections where item_table = 'speakers' and item_id = ? "
        "and action in ('rename', 'alias') and undone is null"
    )
    return {name for (name,) in conn.execute(sql, [speaker_id]) if name}
