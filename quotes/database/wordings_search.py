"""What prints some words: the quotes that come into question, for `checking` to weigh.

Everything takes a connection (`QuoteDatabase.conn`, or the one Datasette hands out) and only reads.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from ..wordings.features import features
from ..wordings.fingerprints import key_of
from ..wordings.lexicon import COMMON
from ..wordings.words import normal_words, words_of
from . import wordings_links

_MOST_VARIANTS = 200
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
