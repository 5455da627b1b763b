"""A quote as a correction keeps it: an object that finds the quote again, or puts it back, in any database.

Its keys are those of `_COPIED`, and ``id``, ``source_id``, ``url``, ``spans``, ``cue_spans`` and
``source_spans`` (lists), ``via`` (an outlet's name), ``context_start`` (where the context starts in the
article), ``holds`` (the ids of quotes nested in it) and ``speakers``: what the article calls them. Of one
written by hand, ``id``, ``source_id``, ``text`` and ``spans`` are enough.
"""

from __future__ import annotations

import json
import sqlite3
from typing import Any, cast

from . import ids
from .fields import date_of
from .rows import AppearanceRow, ArticleRows, QuoteRow, SourceRow, about, outlet_id

Item = dict[str, Any]

_COPIED = (
    *("n", "text", "kind", "status", "act", "mention", "cue", "verb", "role", "addressee", "medium"),
    *("context", "confidence", "rule", "nested_in", "edited", "reviewed", "runner_up"),
)
_SPANS = ("spans", "cue_spans", "source_spans")
KEYS = (*_COPIED, *_SPANS, "via", "context_start", "holds", "speakers")
"""The keys of a whole item, beside ``id``, ``source_id`` and ``url``."""


def of_quote(conn: sqlite3.Connection, rows: ArticleRows, quote_id: str) -> Item:
    """What to keep of a quote of an article's rows."""
    row = rows.quotes[quote_id]
    via = rows.outlets.get(row["via_id"] or "")
    if via is None and row["via_id"]:
        (via,) = conn.execute("select name from outlets where id = ?", [row["via_id"]]).fetchone()
    size = len(row["context"])
    start = rows.source["text"].find(
        row["context"], max(0, row["end"] - size), max(row["start"] + size, row["end"])
    )
    several = sorted(
        (link for link in rows.quote_speakers.values() if link["quote_id"] == quote_id),
        key=lambda link: link["n"],
    )
    keys: list[str] = [link["local_id"] for link in several]
    first = row["local_id"]
    if row["speaker_id"] and (not first or rows.appearances[first]["speaker_id"] != row["speaker_id"]):
        first = row["speaker_id"]  # somebody said so in the table itself
    if first and row["speaker_id"] and first not in keys:
        keys = [first]
    return {
        "id": quote_id,
        "source_id": rows.source["id"],
        "url": rows.source["url"],
        **{column: row[column] for column in _COPIED},  # type: ignore[literal-required]
        **{column: json.loads(row[column]) for column in _SPANS},  # type: ignore[literal-required]
        "via": via,
        "context_start": start if start >= 0 else None,
        "speakers": [_speaker(conn, rows, key) for key in keys],
        "holds": [key for key, other in rows.quotes.items() if other["nested_in"] == quote_id],
    }


def _speaker(conn: sqlite3.Connection, rows: ArticleRows, local_id: str) -> dict[str, Any]:
    appearance = rows.appearances.get(local_id)
    if appearance is None:
        name, kind = conn.execute("select name, kind from speakers where id = ?", [local_id]).fetchone()
        said: Item = {"role": None, "pronouns": None, "age": None, "aliases": []}
        return {"local_id": local_id, "name": name, "kind": kind, **said}
    return {
        "local_id": local_id,
        "name": appearance["name"],
        "kind": rows.kinds[local_id],
        "role": appearance["role"],
        "pronouns": appearance["pronouns"],
        "age": appearance["age"],
        "aliases": json.loads(appearance["aliases"]),
    }


def in_order(item: Item) -> Item:
    """The keys of an item that mean something, always in one order."""
    return {key: item[key] for key in ("id", "source_id", "url", *KEYS) if key in item}


def is_whole(item: Item) -> bool:
    """Whether an item holds all that a quote's row needs."""
    return all(key in item for key in (*_COPIED, *_SPANS, "via", "speakers"))


def to_row(item: Item) -> QuoteRow:
    """The row of a whole item, where it stood when it was kept; its speakers are left for later."""
    row: dict[str, Any] = {column: item[column] for column in _COPIED}
    row |= {column: ids.spans_json(item[column]) for column in _SPANS}
    row |= {
        "id": item["id"],
        "source_id": item["source_id"],
        "local_id": None,
        "speaker_id": None,
        "start": item["spans"][0][0],
        "end": item["spans"][-1][1],
        "via_id": outlet_id(item["via"]),
        "wording_id": None,
        "variant_id": None,
    }
    return cast(QuoteRow, row)


def moved(item: Item, row: QuoteRow, source: SourceRow, context_start: int | None) -> Item:
    """The item of a quote that stands elsewhere now; what it says stays."""
    place = ("id", "n", "text", "mention", "cue", "context", "runner_up", "nested_in")
    return {
        **item,
        **{column: row[column] for column in place},  # type: ignore[literal-required]
        **{column: json.loads(row[column]) for column in _SPANS},  # type: ignore[literal-required]
        "source_id": source["id"],
        "url": source["url"],
        "context_start": context_start,
        "speakers": [speaker_here(said, item["source_id"], source["id"]) for said in item["speakers"]],
    }


def speaker_here(said: Item | None, before: str, after: str) -> Item | None:
    """What is said of a speaker, in a source that has another id now: who is known in it alone follows it."""
    if said is None:
        return None
    local_id = said["local_id"]
    name, digits = ids.without_source(local_id), f"-{before[: ids.LOCAL_DIGITS]}"
    if name != local_id and local_id[len(name) :].startswith(digits):
        local_id = f"{name}-{after[: ids.LOCAL_DIGITS]}{local_id[len(name) + len(digits) :]}"
    return {**said, "local_id": local_id}


def appear(rows: ArticleRows, said: dict[str, Any]) -> str:
    """Let a speaker appear in an article's rows, as the item says if they do not; returns the local id."""
    key: str = said["local_id"]
    if key not in rows.appearances:
        topics, story = about(rows.source["text"])
        appearance: AppearanceRow = {
            "source_id": rows.source["id"],
            "local_id": key,
            "speaker_id": key,
            "name": said["name"],
            "role": said.get("role"),
            "pronouns": said.get("pronouns"),
            "aliases": json.dumps(said.get("aliases", []), ensure_ascii=False),
            "age": said.get("age"),
            "topics": topics,
            "story": story,
            "outlet_id": rows.source["outlet_id"],
            "seen": date_of(rows.source["published"]),
        }
        rows.appearances[key] = appearance
        rows.kinds[key] = said["kind"]
    return key
