"""Proof that wordings follow from the quotes: every variant, feature, link and wording against a recount."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from ..wordings.features import features
from ..wordings.fingerprints import key_of
from ..wordings.joining import REACHES, reach, reach_of
from ..wordings.words import normal_words
from . import recent, wordings
from .verify_corrections import Problem
from .wordings_graph import Graph, known, linked
from .wordings_links import Buckets, candidates

_DIFFER = "the count differs from a recount"


def check_wordings(conn: sqlite3.Connection) -> Iterator[Problem]:
    """Every problem of the wordings, one quote and one variant at a time."""
    if wordings.pending(conn):
        yield Problem("wording_changes", "", "quotes were changed without their wordings; import anything")
        return
    yield from _check_quotes(conn)
    yield from _check_counts(conn)
    yield from _check_variants(conn)
    found = {key for (key,) in conn.execute("select distinct wording_id from variants")} - {None}
    stored = {key for (key,) in conn.execute("select id from wordings")}
    for key in sorted(found ^ stored):
        yield Problem("wordings", key, "has no variant" if key in stored else "has no row")
    for key in sorted(found & stored):
        expected = wordings.counted(conn, [key])[key]
        row = conn.execute(f"select {', '.join(expected)} from wordings where id = ?", [key]).fetchone()
        for (name, value), now in zip(expected.items(), row, strict=True):
            if now != value:
                yield Problem("wordings", key, f"{name} is {now}, but a recount gives another")


def _check_quotes(conn: sqlite3.Connection) -> Iterator[Problem]:
    for key, text, variant in conn.execute("select id, text, variant_id from quotes order by id"):
        if variant != key_of(normal_words(text)):
            yield Problem("quotes", key, "variant_id is not that of its words")


def _check_counts(conn: sqlite3.Connection) -> Iterator[Problem]:
    """Variants against the quotes: how many by whom, and of which wording."""
    counted: dict[tuple[int, str], tuple[int, set[str | None]]] = {}
    for variant, speaker, wording, n in conn.execute(
        "select variant_id, speaker_id, wording_id, count(*) from quotes where variant_id is not null "
        "group by 1, 2, 3"
    ):
        quotes, of = counted.get((variant, known(speaker)), (0, set()))
        counted[variant, known(speaker)] = (quotes + n, of | {wording})
    for variant, speaker, quotes, wording in conn.execute(
        "select id, speaker_id, quotes, wording_id from variants order by id, speaker_id"
    ):
        n, of = counted.pop((variant, speaker), (0, set()))
        if n != quotes:
            yield Problem("variants", f"{variant},{speaker}", f"quotes: {_DIFFER}")
        elif of != {wording}:
            yield Problem(
                "variants", f"{variant},{speaker}", f"wording_id is {wording}, but its quotes differ"
            )
    for variant, speaker in sorted(counted):
        yield Problem("variants", f"{variant},{speaker}", "quotes have it, but it has no row")


def _check_variants(conn: sqlite3.Connection) -> Iterator[Problem]:
    """Features, links and what hangs together, from the words of each variant."""
    graph = Graph(conn)
    total = 0
    for variant, text, level, size in conn.execute(
        "select variants.id, text, reach, words from variants join quotes on quotes.variant_id = variants.id "
        "group by variants.id order by variants.id"
    ).fetchall():
        words = normal_words(text)
        own = features(words)
        total += len(own)
        if (level, size) != (REACHES.index(reach_of(words)), len(words)):
            yield Problem("variants", str(variant), "reach or words are not those of its words")
        stored = linked(conn, variant)
        near = candidates(Buckets(conn), own, variant)
        for other in sorted(stored.keys() | near):
            row = conn.execute("select text from quotes where variant_id = ? limit 1", [other]).fetchone()
            who = reach(words, normal_words(row[0])) if row and other in near else None
            if stored.get(other) != (None if who is None else REACHES.index(who)):
                yield Problem("variant_links", f"{variant},{other}", "the link is not what the words say")
    kept = sum(
        conn.execute(f"select count(*) from {table}").fetchone()[0]
        for table in recent.both("variant_features")
    )
    if kept != total:
        yield Problem("variant_features", "", f"there are {kept} features, but a recount gives {total}")
    for variant, speaker in conn.execute("select id, speaker_id from variants order by 1, 2").fetchall():
        expected, together = graph.wording_of((variant, speaker))
        if (variant, speaker) == min(together):
            for row in sorted(together):
                if graph.wording(row) != expected:
                    yield Problem("variants", f"{row[0]},{row[1]}", "wording_id is not that of its links")
