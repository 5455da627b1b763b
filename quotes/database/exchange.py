"""Corrections from one database to another, as JSON lines (see `lines`), and the list of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from . import corrections, pins
from .lines import from_line, to_line
from .store import QuoteDatabase
from .totals import refresh_speaker
from .write import regroup, rewrite_article


@dataclass
class Applied:
    """What came of applying: how many corrections were new, known already, or undone here before."""

    new: int = 0
    known: int = 0
    undone: int = 0
    waiting: int = 0
    problems: list[tuple[int, str]] = field(default_factory=list)


def export(db: QuoteDatabase) -> Iterator[dict[str, Any]]:
    """Every correction that holds, in the order they were made, as `apply` reads it."""
    for correction in corrections.load(db.conn, "undone is null and action is not null and item is not null"):
        yield to_line(correction)


def apply(db: QuoteDatabase, lines: Iterable[str | bytes]) -> Applied:
    """Make the corrections of these lines, all in one transaction; those known here already are left.

    What is not stored yet waits for its article or speaker. A line that is none is noted in ``problems``
    with its number, and the others still go in.
    """
    result = Applied()
    with db.transaction():
        sources: dict[str, None] = {}
        speakers: dict[str, None] = {}
        names: set[str] = set()
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                correction = from_line(line)
            except (ValueError, RecursionError) as error:
                result.problems.append((number, _reason(error)))
                continue
            known = corrections.load(db.conn, "uid = ?", [correction.uid])
            if known:
                result.known += not known[0].undone
                result.undone += bool(known[0].undone)
                continue
            made = corrections.insert(db.conn, correction)
            result.new += 1
            names |= pins.pin(db.conn, made)
            touched = sources if made.item_table == "quotes" else speakers
            touched[made.source_id or made.item_id] = None
        regroup(db.conn, names)
        for source_id in sources:
            for stored in _stored(db.conn, source_id):
                rewrite_article(db.conn, stored)
        for speaker_id in speakers:
            if db.conn.execute("select 1 from speakers where id = ?", [speaker_id]).fetchone():
                refresh_speaker(db.conn, speaker_id, ())
        result.waiting = sum(row["state"] == "waiting" for row in listing(db))
    return result


def _stored(conn: sqlite3.Connection, source_id: str) -> list[str]:
    return [key for (key,) in conn.execute("select id from sources where id = ?", [source_id])]


def listing(db: QuoteDatabase, limit: int | None = None) -> list[dict[str, Any]]:
    """All corrections, the latest first, with what each is of and whether it holds, waits or was undone.

    Keys: the columns of ``corrections``, ``number``, ``of`` (the quote's words or the speaker's name) and
    ``state``: holds, waiting (for its article or speaker), or undone.
    """
    waiting = (
        "case when corrections.undone is not null then 'undone' "
        "when item_table = 'quotes' and not exists (select 1 from sources where id = corrections.source_id) "
        "and corrections.source_id is not null then 'waiting' "
        "when item_table = 'quotes' and not exists (select 1 from quotes where id = item_id) "
        "and not exists (select 1 from corrections as other where other.item_table = 'quotes' "
        "and other.item_id = corrections.item_id and other.action = 'reject' and other.undone is null) "
        "then 'waiting' "
        "when item_table = 'speakers' and not exists (select 1 from speakers where id = item_id) "
        "then 'waiting' else 'holds' end"
    )
    of = (
        "coalesce((select text from quotes where item_table = 'quotes' and id = item_id), "
        "item ->> '$.text', (select name from speakers where item_table = 'speakers' and id = item_id), "
        "item ->> '$.name', item_id)"
    )
    columns = "id, item_table, item_id, column_name, was, now, who, at, why, action, undone, source_id, uid"
    return list(
        db.query(
            f"select id as number, {of} as of, {waiting} as state, {columns} from corrections "
            "order by corrections.id desc limit ?",
            [-1 if limit is None else limit],
        )
    )


def _reason(error: Exception) -> str:
    return "is nested too deeply" if isinstance(error, RecursionError) else str(error)
