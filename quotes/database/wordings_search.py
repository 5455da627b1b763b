"""Questions about wordings: what prints some words, in which order, by which way, and in whose mouth.

Everything takes a connection (`QuoteDatabase.conn`, or the one Datasette hands out) and only reads.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..wordings.features import features
from ..wordings.fingerprints import key_of
from ..wordings.joining import reach
from ..wordings.lexicon import COMMON
from ..wordings.variants import Variant, compare
from ..wordings.words import normal_words, words_of
from . import wordings_graph, wordings_links
from .rows import date_of, outlet_id

# Of a wording that everybody prints, so many quotes are looked at; of a search, so many variants.
MOST_QUOTES, _MOST_VARIANTS = 2_000, 200
_PHRASE = 40  # words that are looked for as one phrase

_PRINTED = """select quotes.id, quotes.text, quotes.kind, quotes.status, quotes.speaker_id,
  speakers.name as speaker, quotes.role, quotes.via_id, relay.name as via, quotes.nested_in,
  quotes.wording_id, quotes.variant_id, quotes.source_id, sources.wire_id, sources.agency, sources.title,
  sources.url, sources.outlet_id, outlets.name as outlet, sources.published
from quotes
join sources on sources.id = quotes.source_id
left join speakers on speakers.id = quotes.speaker_id
left join outlets on outlets.id = sources.outlet_id
left join outlets as relay on relay.id = quotes.via_id
"""


@dataclass(frozen=True, slots=True)
class Printing:
    """One quote that prints a wording: its row (the columns of `prints`), how it differs from the fullest
    variant (`wordings.variants.compare`), and the id of the quote it was taken from, where credits tell."""

    row: dict[str, Any]
    variant: Variant
    came_by: str | None = None


@dataclass(frozen=True, slots=True)
class History:
    """Who printed a wording, the earliest first; undated ones come last.

    ``independent`` counts the outlets that had it by themselves: printings of one wire text, those of one
    outlet, and what is credited to another that has it, count once.
    """

    wording: dict[str, Any]
    printings: tuple[Printing, ...]
    independent: int


@dataclass(frozen=True, slots=True)
class Side:
    """A speaker of a misattributed wording, with the quotes that say so, the earliest first."""

    speaker_id: str
    speaker: str
    quotes: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Misattribution:
    """One wording in the mouths of several speakers, none of whom quotes another; the first to be printed
    comes first."""

    wording_id: str
    text: str
    sides: tuple[Side, ...]


def prints(conn: sqlite3.Connection, text: str, most: int = 500) -> list[dict[str, Any]]:
    """The quotes that may print these words, whole, in part or edited: what `checking.weigh` weighs.

    A dict each: id, text, kind, status, speaker_id, speaker, role, via_id, via, nested_in, wording_id,
    variant_id, source_id, wire_id, agency, title, url, outlet_id, outlet, published, and ``speakers``, the
    ids of all of its speakers. Those with exactly these words come first, then by how much they share.
    """
    words = normal_words(text)
    key = key_of(words)
    if key is None:
        return []
    own = features(words)
    near = wordings_links.weighed(wordings_links.Buckets(conn), own) if own else {}
    near.pop(key, None)
    variants = [key, *sorted(near, key=lambda variant: (-near[variant], variant))[:_MOST_VARIANTS]]
    found: list[dict[str, Any]] = []
    for variant in variants:
        if len(found) < most:
            sql = f"{_PRINTED} where quotes.variant_id = ? order by sources.published, quotes.id limit ?"
            found += _rows(conn, sql, [variant, most - len(found)])
    if not own and len(found) < most:
        known = {row["id"] for row in found}
        found += [row for row in holding(conn, text, most - len(found)) if row["id"] not in known]
    _add_speakers(conn, found)
    return found


def holding(conn: sqlite3.Connection, text: str, most: int = 100) -> list[dict[str, Any]]:
    """Quotes in which words stand in a row, by full-text search, as `prints` has them; none for no words, or
    common ones alone. It finds a stretch of set phrases, which `prints` passes over."""
    words = words_of(text)
    if len(words) > _PHRASE or all(word.word in COMMON for word in words):
        return []
    phrase = '"' + text[words[0].start : words[-1].end].replace('"', " ").replace("\0", " ") + '"'
    sql = f"{_PRINTED} where quotes.rowid in (select rowid from quotes_fts where quotes_fts match ? limit ?)"
    found = _rows(conn, sql, [phrase, most])
    _add_speakers(conn, found)
    return found


def history(conn: sqlite3.Connection, wording_id: str) -> History | None:
    """The printings of a wording in order, the way they came by, and how many are independent; None if there
    is no such wording."""
    wording = _rows(conn, "select * from wordings where id = ?", [wording_id])
    if not wording:
        return None
    rows = _of_wording(conn, wording_id)
    came = _ways(rows)
    printings = tuple(
        Printing(row, compare(wording[0]["text"], row["text"]), came.get(row["id"])) for row in rows
    )
    return History(wording[0], printings, _independent(rows, came))


def misattributions(conn: sqlite3.Connection, wording_id: str | None = None) -> Iterator[Misattribution]:
    """Wordings, or the one, under several speakers, those in most sources first.

    Not one who quotes another (the words stand in a quote of his that has a speaker of its own, or he is the
    outlet that relays them), nor those who said it together. Sides whose words have nothing in common are
    not set against each other.
    """
    where = "where speakers > 1" + (" and id = ?" if wording_id else "")
    parameters = [wording_id] if wording_id else []
    sql = f"select id, text from wordings {where} order by sources desc, id"
    for key, text in conn.execute(sql, parameters).fetchall():
        sides = _sides(conn, key)
        if len(sides) > 1:
            yield Misattribution(key, text, tuple(sides))


def _sides(conn: sqlite3.Connection, wording_id: str) -> list[Side]:
    rows = _of_wording(conn, wording_id)
    _add_speakers(conn, rows)
    outer = {row["nested_in"] for row in rows} - {None}
    relays = {row["via_id"] for row in rows} - {None}
    sides: dict[str, list[dict[str, Any]]] = {}
    together: set[frozenset[str]] = set()
    for row in rows:
        together |= {frozenset((row["speaker_id"], other)) for other in row["speakers"]}
        known = wordings_graph.known(row["speaker_id"])
        if known and row["id"] not in outer and outlet_id(row["speaker"]) not in relays:
            sides.setdefault(known, []).append(row)
    fullest = {
        who: max(rows, key=lambda row: (len(row["text"]), row["id"]))["text"] for who, rows in sides.items()
    }
    words = {who: normal_words(text) for who, text in fullest.items()}

    def against(one: str, other: str) -> bool:
        return frozenset((one, other)) not in together and reach(words[one], words[other]) == "anyone"

    kept = [who for who in sides if any(who != other and against(who, other) for other in sides)]
    return [Side(who, sides[who][0]["speaker"], tuple(sides[who])) for who in kept]


def _ways(rows: Sequence[dict[str, Any]]) -> dict[str, str]:
    """For each quote that another relays, the earliest quote of that outlet, or of the same wire text."""
    first: dict[str, dict[str, Any]] = {}
    texts: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row["outlet_id"]:
            first.setdefault(row["outlet_id"], row)
        if row["wire_id"]:
            texts.setdefault(row["wire_id"], row)
    found = {}
    for row in rows:
        credited = row["via_id"] or outlet_id(row["agency"])
        for source in (first.get(credited or ""), texts.get(row["wire_id"] or "")):
            if source and source["source_id"] != row["source_id"] and not _later(source, row):
                found[row["id"]] = source["id"]
                break
    return found


def _later(one: dict[str, Any], other: dict[str, Any]) -> bool:
    a, b = date_of(one["published"]), date_of(other["published"])
    return a is not None and b is not None and a > b


def _independent(rows: Sequence[dict[str, Any]], came: dict[str, str]) -> int:
    """How many groups of sources there are that do not depend on each other."""
    above: dict[str, str] = {}

    def top(key: str) -> str:
        while above.get(key, key) != key:
            key = above[key]
        return key

    source = {row["id"]: f"source {row['source_id']}" for row in rows}
    for row in rows:
        here = source[row["id"]]
        tied = [f"wire {row['wire_id']}"] if row["wire_id"] else []
        credited = row["via_id"] or outlet_id(row["agency"]) or row["outlet_id"]
        tied += [f"outlet {credited}"] if credited else []
        tied += [source[came[row["id"]]]] if row["id"] in came else []
        for other in tied:
            above[top(other)] = top(here)
    return len({top(key) for key in source.values()})


def _of_wording(conn: sqlite3.Connection, wording_id: str) -> list[dict[str, Any]]:
    sql = f"{_PRINTED} where quotes.wording_id = ? limit {MOST_QUOTES}"
    rows = _rows(conn, sql, [wording_id])
    # A year alone is later than the days in it that are known.
    return sorted(
        rows, key=lambda row: ((date_of(row["published"]) or "9999") + "~", row["published"] or "", row["id"])
    )


def _rows(conn: sqlite3.Connection, sql: str, parameters: Sequence[Any]) -> list[dict[str, Any]]:
    cursor = conn.execute(sql, parameters)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _add_speakers(conn: sqlite3.Connection, rows: Sequence[dict[str, Any]]) -> None:
    """All the speakers of each row, under ``speakers``."""
    for row in rows:
        several = conn.execute(
            "select speaker_id from quote_speakers where quote_id = ? order by n", [row["id"]]
        )
        first = [row["speaker_id"]] if row["speaker_id"] else []
        row["speakers"] = list(dict.fromkeys([*first, *(who for (who,) in several)]))
