"""What a person reviewed outlives every import: their rows are put in the place of the parser's.

A reviewed quote stays while its words still stand in the text: at the same place, or, where the article
was changed before them, wherever the parser now finds the same words.
"""

from __future__ import annotations

import json
import re
import sqlite3
from typing import cast

from . import ids
from .rows import AppearanceRow, ArticleRows, QuoteRow, QuoteSpeakerRow, date_of, join

# What says where a quote stands; all else is who said it and how, which is what people correct.
_PLACE = (
    "id",
    "source_id",
    "n",
    "start",
    "end",
    "spans",
    "context",
    "cue",
    "cue_spans",
    "mention",
    "source_spans",
)
_LOCAL_END = re.compile(r"-[0-9a-f]{10}(?=(?:-[0-9]+)?$)")


def merge(conn: sqlite3.Connection, new: ArticleRows, old: ArticleRows) -> dict[str, str]:
    """Put the old rows of an article that people reviewed into its new rows, which are changed.

    Only reads the database. Returns the new ids of the reviewed quotes by their old ones; once the rows
    are stored, `follow` has the corrections follow them.
    """
    renamed: dict[str, str] = {}
    protected = _protected(conn, old)
    if protected:
        claimed: set[str] = set()
        for row in protected:
            match = _match(row, new, claimed)
            if match is not None:
                claimed.add(match["id"])
            placed = _placed(row, match, new)
            if placed is None:
                continue
            renamed[row["id"]] = placed["id"]
            for key in [key for key in new.quote_speakers if key[0] == placed["id"]]:
                del new.quote_speakers[key]
            new.quotes[placed["id"]] = placed
            _keep_speakers(conn, new, old, row, placed)
        _nest(new, old, renamed)
        _forget_unused(new)
    return renamed


def _protected(conn: sqlite3.Connection, old: ArticleRows) -> list[QuoteRow]:
    """The stored quotes that people reviewed, or of which they corrected anything."""
    sql = (
        "select item_id from corrections where item_table = 'quotes' and undone is null "
        "and item_id in (select id from quotes where source_id = ?)"
    )
    corrected = {key for (key,) in conn.execute(sql, [old.source["id"]])}
    return [row for row in old.quotes.values() if row["reviewed"] or row["id"] in corrected]


def _match(row: QuoteRow, new: ArticleRows, claimed: set[str]) -> QuoteRow | None:
    """The parser's row for the same words: at the same place or, failing that, the nearest."""
    same = [
        other for other in new.quotes.values() if other["text"] == row["text"] and other["id"] not in claimed
    ]
    return min(
        same,
        key=lambda other: (
            other["id"] != row["id"],
            other["spans"] != row["spans"],
            abs(other["start"] - row["start"]),
            other["n"],
        ),
        default=None,
    )


def _placed(row: QuoteRow, match: QuoteRow | None, new: ArticleRows) -> QuoteRow | None:
    """The reviewed row where it stands now, or None if its words are gone."""
    placed = cast(QuoteRow, dict(row))
    if _still_there(row, new.source["text"]) and (match is None or match["spans"] == row["spans"]):
        placed["source_id"] = new.source["id"]
        if match is not None:
            placed["n"], placed["id"] = match["n"], match["id"]
        elif row["source_id"] != new.source["id"]:
            placed["id"] = ids.quote_id(new.source["id"], json.loads(row["spans"]))
        return placed
    if match is None:
        return None
    for column in _PLACE:
        placed[column] = match[column]  # type: ignore[literal-required]
    return placed


def _still_there(row: QuoteRow, text: str) -> bool:
    """Whether quote, cue and mention stand in the text where the row says."""
    parts = [("spans", row["text"]), ("cue_spans", row["cue"]), ("source_spans", row["mention"])]
    for column, expected in parts:
        spans = json.loads(row[column])  # type: ignore[literal-required]
        if spans and join(text, spans) != expected:
            return False
    return row["context"] in text


def _keep_speakers(
    conn: sqlite3.Connection, new: ArticleRows, old: ArticleRows, row: QuoteRow, placed: QuoteRow
) -> None:
    """Give a reviewed quote its speakers, and the article an appearance of each."""
    several = sorted(
        (link for link in old.quote_speakers.values() if link["quote_id"] == row["id"]),
        key=lambda link: link["n"],
    )
    for link in several:
        key = _here(link["local_id"], new, old)
        _appear(conn, new, old, link["local_id"], key)
        added: QuoteSpeakerRow = {
            "quote_id": placed["id"],
            "local_id": key,
            "speaker_id": link["speaker_id"],
            "n": link["n"],
        }
        new.quote_speakers[placed["id"], key] = added
    first = row["local_id"]
    if row["speaker_id"] and (not first or old.appearances[first]["speaker_id"] != row["speaker_id"]):
        first = row["speaker_id"]  # somebody said so in the table itself
    if row["speaker_id"] is None:
        first = placed["local_id"] = None
    if first:
        placed["local_id"] = key = _here(first, new, old)
        _appear(conn, new, old, first, key)


def _here(local_id: str, new: ArticleRows, old: ArticleRows) -> str:
    """The id of a speaker in the new source: those known only in the old one take the new one's digits."""
    end = _LOCAL_END.search(local_id)
    if end and end.group() == f"-{old.source['id'][: ids.LOCAL_DIGITS]}":
        return f"{local_id[: end.start()]}-{new.source['id'][: ids.LOCAL_DIGITS]}{local_id[end.end() :]}"
    return local_id


def _appear(conn: sqlite3.Connection, new: ArticleRows, old: ArticleRows, old_key: str, key: str) -> None:
    if key in new.appearances:
        return
    speaker_id = old.appearances[old_key]["speaker_id"] if old_key in old.appearances else old_key
    name, kind = conn.execute("select name, kind from speakers where id = ?", [speaker_id]).fetchone()
    blank: AppearanceRow = {
        "source_id": new.source["id"],
        "local_id": key,
        "speaker_id": speaker_id,
        "name": name,
        "role": None,
        "pronouns": None,
        "aliases": "[]",
        "outlet_id": new.source["outlet_id"],
        "seen": date_of(new.source["published"]),
    }
    appearance = old.appearances.get(old_key, blank).copy()
    appearance.update({"source_id": new.source["id"], "local_id": key, "seen": blank["seen"]})
    appearance["outlet_id"] = new.source["outlet_id"]
    new.appearances[key] = appearance
    new.kinds[key] = kind


def _nest(new: ArticleRows, old: ArticleRows, renamed: dict[str, str]) -> None:
    """Let ``nested_in`` of reviewed rows name quotes that are still there."""
    for key in renamed.values():
        outer = new.quotes[key]["nested_in"]
        outer = renamed.get(outer, outer) if outer else None
        if outer is not None and outer not in new.quotes:
            # The outer quote has another id now: find it by its words.
            words = old.quotes[outer]["text"] if outer in old.quotes else None
            outer = next((row["id"] for row in new.quotes.values() if row["text"] == words), None)
        new.quotes[key]["nested_in"] = outer if outer != key else None


def _forget_unused(new: ArticleRows) -> None:
    """Drop appearances of speakers whom only the parser's replaced rows named."""
    used = {row["local_id"] for row in new.quotes.values()}
    used |= {speaker for _, speaker in new.quote_speakers}
    new.appearances = {key: row for key, row in new.appearances.items() if key in used}
    new.kinds = {key: kind for key, kind in new.kinds.items() if key in used}


def follow(conn: sqlite3.Connection, renamed: dict[str, str]) -> None:
    """Let the corrections of quotes name their new ids."""
    conn.executemany(
        "update corrections set item_id = ? where item_table = 'quotes' and item_id = ?",
        [(after, before) for before, after in renamed.items() if before != after],
    )
