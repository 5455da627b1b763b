"""Corrections by people: made, undone and listed. Each is a row of ``corrections``, and one transaction.

What a quote is corrected to is worked out by `reviewed`, from what it was before any correction and the
corrections that hold, here as at every import.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..model import QUOTE_KINDS, STATUSES
from . import corrections, ids, items, people, pins
from .corrections import COLUMNS, Correction
from .fields import tidy
from .items import Item
from .lines import WIKIDATA
from .people import CorrectionError as CorrectionError
from .search import NotFoundError, full_id
from .store import QuoteDatabase
from .totals import refresh_speaker
from .write import regroup, rewrite_article, stored_rows

LEAST_DIGITS = 6


@dataclass(frozen=True)
class Done:
    """What came of it: the corrections made, of which item, and who became a speaker by them."""

    corrections: tuple[Correction, ...]
    item: str
    new_speaker: str | None = None


def correct_quote(
    db: QuoteDatabase,
    quote: str,
    *,
    speaker: str | None = None,
    kind: str | None = None,
    status: str | None = None,
    accept: bool = False,
    reject: bool = False,
    who: str | None = None,
    why: str | None = None,
) -> Done:
    """Correct a quote, by its id or the first digits of it: one correction for each thing that is said.

    ``speaker`` is an id, a name, a new person's name, or "none". ``reject`` takes the quote out. What a
    person said already is not said twice. Raises `CorrectionError` for what cannot be, and then changes
    nothing.
    """
    _one_of(kind, QUOTE_KINDS)
    _one_of(status, STATUSES)
    if reject and (speaker is not None or kind or status or accept):
        raise CorrectionError("a quote that is rejected cannot be corrected as well; do one of them")
    with db.transaction():
        key = quote_of(db, quote)
        rows = stored_rows(db.conn, _source_of(db.conn, key))
        row, made = rows.quotes[key], []
        before = corrections.of_item(db.conn, "quotes", key)
        kept = [c.item for c in before if c.item]
        base: Item = kept[0] if kept else items.of_quote(db.conn, rows, key)
        base = {name: value for name, value in base.items() if name != "to"}
        last = {c.action: c.now for c in before}
        new_speaker = None

        def make(action: str, was: str | None, now: str | None, item: Item = base) -> None:
            if action in last and last[action] == now:
                return
            here = rows.source["id"]
            said = (was, now, tidy(who), db.now(), tidy(why), item)
            made.append(corrections.insert(db.conn, Correction(action, "quotes", key, *said, source_id=here)))

        if speaker is not None:
            to, is_new = None, False
            if speaker.strip().casefold() != "none":
                to, is_new = people.speaker_of_quote(db.conn, speaker, rows)
            links = [link for link in rows.quote_speakers.values() if link["quote_id"] == key]
            names = [link["speaker_id"] for link in sorted(links, key=lambda link: link["n"])]
            was = ", ".join(names) or row["speaker_id"]
            make("speaker", was, to["id"] if to else None, {**base, "to": to})
            new_speaker = to["name"] if to and is_new else None
        if kind is not None:
            make("kind", row["kind"], kind)
        if status is not None:
            make("status", row["status"], status)
        if accept and not row["reviewed"]:
            make("accept", "0", "1")
        if reject:
            make("reject", row["text"], None)
        for correction in made:
            pins.pin(db.conn, correction)
        if made:
            rewrite_article(db.conn, rows.source["id"])
    return Done(tuple(made), row["text"], new_speaker)


def quote_of(db: QuoteDatabase, quote: str) -> str:
    """The id of the quote that starts with these digits. Raises `CorrectionError` if it is not just one."""
    start = quote.strip().lower()
    if len(start) < LEAST_DIGITS:
        raise CorrectionError(
            f"{quote!r} is too short; give at least {LEAST_DIGITS} digits of the quote's id"
        )
    try:
        return full_id(db, start)
    except NotFoundError as error:
        out = corrections.load(
            db.conn,
            "item_table = 'quotes' and action = 'reject' and undone is null and substr(item_id, 1, ?) = ?",
            [len(start), start],
        )
        if out:
            raise CorrectionError(
                f"{quote} was rejected; undo number {out[-1].id} to bring it back"
            ) from error
        raise CorrectionError(f"{error}; `quotes search` lists the ids") from error


def rename(
    db: QuoteDatabase, speaker: str, name: str, *, who: str | None = None, why: str | None = None
) -> Done:
    """Give a speaker, by id or name, another name. Raises `CorrectionError`."""
    new = tidy(name)
    if not new or not ids.fold(new):
        raise CorrectionError(f"{name!r} is no name")
    return _correct_speaker(db, speaker, "rename", new, who, why)


def set_role(
    db: QuoteDatabase, speaker: str, role: str, *, who: str | None = None, why: str | None = None
) -> Done:
    """Say what a speaker's role is; "none" for no role. Raises `CorrectionError`."""
    new = tidy(role)
    if not new:
        raise CorrectionError("the role is empty; write none for no role")
    return _correct_speaker(db, speaker, "set-role", None if new.casefold() == "none" else new, who, why)


def add_alias(
    db: QuoteDatabase, speaker: str, alias: str, *, who: str | None = None, why: str | None = None
) -> Done:
    """Let a speaker be found by another form of the name, too. Raises `CorrectionError`."""
    new = tidy(alias)
    if not new or not ids.fold(new):
        raise CorrectionError(f"{alias!r} is no name")
    return _correct_speaker(db, speaker, "alias", new, who, why)


def link_wikidata(
    db: QuoteDatabase, speaker: str, item: str, *, who: str | None = None, why: str | None = None
) -> Done:
    """Link a speaker to an item of Wikidata: Q42, or its address. Raises `CorrectionError`."""
    match = WIKIDATA.fullmatch(item.strip())
    if match is None:
        raise CorrectionError(f"{item!r} is no Wikidata item; give its number, as Q42")
    return _correct_speaker(db, speaker, "link", match[1].upper(), who, why)


def _correct_speaker(
    db: QuoteDatabase, speaker: str, action: str, now: str | None, who: str | None, why: str | None
) -> Done:
    with db.transaction():
        known, made = people.the_one(db.conn, speaker), []
        held = corrections.of_item(db.conn, "speakers", known.id)
        same = [c.now for c in held if c.action == action]
        if not (now in same if action == "alias" else same and same[-1] == now):
            was = None
            if action != "alias":
                (was,) = db.conn.execute(
                    f"select {COLUMNS[action]} from speakers where id = ?", [known.id]
                ).fetchone()
            item = {"id": known.id, "name": known.name, "kind": known.kind}
            correction = Correction(
                action, "speakers", known.id, was, now, tidy(who), db.now(), tidy(why), item
            )
            made.append(corrections.insert(db.conn, correction))
            regroup(db.conn, pins.pin(db.conn, made[0]))
            refresh_speaker(db.conn, known.id, ())
    return Done(tuple(made), known.name)


def undo(db: QuoteDatabase, number: int | None = None) -> Done:
    """Undo the last correction, or the one of this number: what was there before is there again.

    Raises `CorrectionError` if there is none, or another one rests on it.
    """
    with db.transaction():
        correction = _to_undo(db.conn, number)
        later = [c for c in _of_same(db.conn, correction) if c.id > correction.id]
        if later:
            numbers = " and ".join(str(c.id) for c in later)
            raise CorrectionError(
                f"correction {correction.id} cannot be undone while {numbers} rests on it; undo that first"
            )
        db.conn.execute("update corrections set undone = ? where id = ?", [db.now(), correction.id])
        if correction.item_table == "quotes":
            _undo_of_quote(db.conn, correction)
        else:
            _undo_of_speaker(db.conn, correction)
    return Done((replace(correction, undone=db.now()),), called(correction))


def called(correction: Correction) -> str:
    """What a correction is of, in words: the quote's own, or the speaker's name."""
    item = correction.item or {}
    return str(item.get("text") or item.get("name") or correction.item_id)


def _to_undo(conn: sqlite3.Connection, number: int | None) -> Correction:
    if number is None:
        found = corrections.load(
            conn, "id = (select max(id) from corrections where undone is null and action is not null)"
        )
        if not found:
            raise CorrectionError("there is no correction to undo")
    else:
        found = corrections.load(conn, "id = ?", [number])
        if not found:
            raise CorrectionError(f"there is no correction {number}; `quotes corrections` lists them")
    correction = found[0]
    if correction.undone:
        raise CorrectionError(f"correction {correction.id} was undone already, on {correction.undone}")
    if correction.action not in COLUMNS or correction.item is None:
        raise CorrectionError(f"correction {correction.id} was not made by a command; it cannot be undone")
    return correction


def _of_same(conn: sqlite3.Connection, correction: Correction) -> list[Correction]:
    """The corrections that hold of what a correction changed, and so take the place of it."""
    held = corrections.of_item(conn, correction.item_table, correction.item_id)
    if correction.action in ("merge", "split"):
        own = {one[:2] for one in pins.of_correction(correction)}
        later = corrections.load(conn, "action in ('merge', 'split', 'alias') and undone is null")
        return [c for c in later if own & {one[:2] for one in pins.of_correction(c)}]
    same = [c for c in held if c.column_name == correction.column_name or c.action == "reject"]
    return [c for c in same if c.action not in ("alias", "dismiss") or c.now == correction.now]


def _undo_of_quote(conn: sqlite3.Connection, correction: Correction) -> None:
    pins.unpin(conn, correction)
    stored = conn.execute("select 1 from sources where id = ?", [correction.source_id]).fetchone()
    if stored and correction.item and correction.source_id:
        rewrite_article(conn, correction.source_id, [correction.item])


def _undo_of_speaker(conn: sqlite3.Connection, correction: Correction) -> None:
    key = correction.item_id
    regroup(conn, pins.unpin(conn, correction))
    if not conn.execute("select 1 from speakers where id = ?", [key]).fetchone():
        return
    if correction.action == "link":
        held = corrections.corrected_values(conn, "speakers", key)
        before = held.get("wikidata", correction.was)
        conn.execute("update speakers set wikidata = ? where id = ?", [before, key])
    refresh_speaker(conn, key, ())


def _one_of(value: str | None, allowed: Sequence[str]) -> None:
    if value is not None and value not in allowed:
        raise CorrectionError(f"{value} is not one of {', '.join(allowed)}")


def _source_of(conn: sqlite3.Connection, quote_id: str) -> str:
    found: Any = conn.execute("select source_id from quotes where id = ?", [quote_id]).fetchone()
    return str(found[0])
