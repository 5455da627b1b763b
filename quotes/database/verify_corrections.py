"""Proof that what people corrected holds: every correction against the quote or speaker it is of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from . import items
from .corrections import Correction, load
from .store import QuoteDatabase


class Problem(NamedTuple):
    """One row that fails: its table, its id (or key), and what is wrong with it."""

    table: str
    id: str
    message: str


def check_corrections(db: QuoteDatabase) -> Iterator[Problem]:
    """Every correction that holds and whose quote is stored says what the quote says, or that it is out."""
    last: dict[tuple[str, str], Correction] = {}
    where = "item_table = 'quotes' and undone is null and action is not null and item is not null"
    for correction in load(db.conn, where):
        last[correction.item_id, correction.action or ""] = correction
    for (key, action), correction in last.items():
        quote = next(iter(db.query("select * from quotes where id = ?", [key])), None)
        if quote is None:
            continue
        if action == "reject":
            yield Problem("quotes", key, f"was rejected by correction {correction.id}, but is there")
        elif not _holds(quote, correction):
            yield Problem(
                "quotes", key, f"{correction.column_name} is not what correction {correction.id} says"
            )
        elif not quote["reviewed"]:
            yield Problem("quotes", key, f"was corrected by correction {correction.id}, but is not reviewed")
    given = (
        "select 1 from corrections where item_table = 'speakers' and item_id = ? and now = ? "
        "and action in ('rename', 'alias') and undone is null"
    )
    for row in db.query("select speaker_id, alias from aliases where n < 1"):
        if db.conn.execute(given, [row["speaker_id"], row["alias"]]).fetchone() is None:
            yield Problem("aliases", f"{row['speaker_id']},{row['alias']}", "no article and nobody gives it")


def _holds(quote: dict[str, Any], correction: Correction) -> bool:
    if correction.action in ("kind", "status"):
        return bool(quote[correction.action] == correction.now)
    if correction.action == "speaker":
        item = correction.item or {}
        to = items.speaker_here(item.get("to"), item["source_id"], quote["source_id"])
        return bool(quote["local_id"] == (to and to["local_id"]))
    return True
