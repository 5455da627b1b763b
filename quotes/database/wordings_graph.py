"""Variants as a graph: which are linked, and what hangs together.

Two variants are candidates if they share enough features. A feature that more than `MOST` variants have says
too little, and does not count. When one more variant makes it so, or one less brings it back, the links it
stands for are made anew: what is linked depends on the variants that there are, not on the order of imports.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ..wordings.features import features
from ..wordings.fingerprints import stable_hash
from ..wordings.joining import REACHES, reach
from . import ids
from .wordings_memory import Memory

# A feature of more variants than this is a set phrase of the language or of the day.
MOST = 200
# The least share of the features of the variant with fewer of them that both have.
_SHARED = 0.25
SPEAKER, UNKNOWN, ANYONE = (REACHES.index(who) for who in ("speaker", "unknown", "anyone"))


Row = tuple[int, str]
"""A variant by a speaker, as ``variants`` has it; the speaker is "" for nobody known across articles."""


class Stored(NamedTuple):
    """What ``variants`` says of a row."""

    reach: int
    quotes: int
    wording: str | None


def known(speaker_id: str | None) -> str:
    """Who said something, for telling whether it is one speaker; "" for nobody known across articles."""
    return speaker_id if speaker_id and ids.is_global(speaker_id) else ""


def linked(conn: sqlite3.Connection, variant: int) -> dict[int, int]:
    """The variants that one is linked with, and who must say both for that."""
    return dict(
        conn.execute("select other_id, reach from variant_links where variant_id = ?", [variant]).fetchall()
    )


class Buckets:
    """Which variants have a feature, with how many features each; asked once where many have it."""

    _OFTEN = 10

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn
        self._kept: dict[int, list[tuple[int, int]]] = {}
        self.full: set[int] = set()

    def of(self, feature: int) -> list[tuple[int, int]]:
        """Variants and their numbers of features; none for a feature that does not count (see ``full``)."""
        kept = self._kept.get(feature)
        if kept is not None:
            return kept
        sql = f"select variant_id, features from variant_features where feature = ? limit {MOST + 1}"
        found = self._conn.execute(sql, [feature]).fetchall()
        if len(found) > MOST:
            self.full.add(feature)
            found = []
            self._kept[feature] = found
        elif len(found) > self._OFTEN:
            self._kept[feature] = found
        return found


def candidates(buckets: Buckets, own: Sequence[int], without: int | None = None) -> set[int]:
    """The stored variants that share enough of these features to be looked at."""
    return weighed(buckets, own).keys() - {without}


def weighed(buckets: Buckets, own: Sequence[int]) -> dict[int, int]:
    """The same, with how many features each shares."""
    shared: Counter[int] = Counter()
    sizes: dict[int, int] = {}
    for feature in own:
        bucket = buckets.of(feature)
        sizes.update(bucket)
        shared.update([variant for variant, _ in bucket])
    least = len(own)
    return {variant: n for variant, n in shared.items() if n >= _SHARED * min(least, sizes[variant])}


def link(
    conn: sqlite3.Connection,
    graph: Graph,
    added: Mapping[int, Sequence[int]],
    gone: Mapping[int, Sequence[int]],
    memory: Memory,
) -> set[Row]:
    """Note the features of variants that came, forget those of variants that went, and link anew what that
    changes. Returns rows whose wording may have changed."""
    for variant in gone:
        for other in linked(conn, variant):
            _unlink(conn, variant, other)
    fewer = Counter(feature for own in gone.values() for feature in own)
    more = Counter(feature for own in added.values() for feature in own)
    conn.executemany(
        "delete from variant_features where feature = ? and variant_id = ?",
        sorted((feature, variant) for variant, own in gone.items() for feature in own),
    )
    conn.executemany(
        "insert into variant_features (feature, variant_id, features) values (?, ?, ?)",
        sorted((feature, variant, len(own)) for variant, own in added.items() for feature in own),
    )
    buckets = Buckets(conn)
    changed: set[tuple[int, int, int]] = set()
    for variant in sorted(added):
        changed |= _relink(conn, buckets, variant, added[variant], memory, old=False)
    anew: set[int] = set()
    for feature in fewer.keys() | (more.keys() & buckets.full):
        anew |= _crossed(conn, feature, more[feature] - fewer[feature])
    for variant in sorted(anew - added.keys()):
        own = features(memory.words(conn, variant))
        changed |= _relink(conn, buckets, variant, own, memory, old=True)
    return {row for one, other, level in changed for row in graph.between(one, other, level)}


def _crossed(conn: sqlite3.Connection, feature: int, change: int) -> set[int]:
    """The variants to link anew since a feature has come to count, or does not count any more."""
    if not change:
        return set()
    limit = MOST + abs(change) + 1
    bucket = conn.execute(
        f"select variant_id from variant_features where feature = ? limit {limit}", [feature]
    ).fetchall()
    before = len(bucket) - change
    if len(bucket) <= MOST < before:
        return {variant for (variant,) in bucket}
    if before <= MOST < len(bucket):
        here = {variant for (variant,) in bucket}
        return {variant for variant in here if linked(conn, variant).keys() & here}
    return set()


def _relink(
    conn: sqlite3.Connection,
    buckets: Buckets,
    variant: int,
    own: Sequence[int],
    memory: Memory,
    old: bool,
) -> set[tuple[int, int, int]]:
    """Link a variant with all that it belongs with, and no others; returns the links that came or went."""
    words = memory.words(conn, variant)
    stored = linked(conn, variant)
    near = candidates(buckets, own, variant)
    changed: set[tuple[int, int, int]] = set()
    if old:
        for other in sorted(stored.keys() - near):
            _unlink(conn, variant, other)
            changed.add((variant, other, stored[other]))
    for other in sorted(near - stored.keys()):
        who = reach(words, memory.words(conn, other))
        if who is not None:
            level = REACHES.index(who)
            conn.executemany(
                "insert into variant_links (variant_id, other_id, reach) values (?, ?, ?)",
                [(variant, other, level), (other, variant, level)],
            )
            changed.add((variant, other, level))
    return changed


def _unlink(conn: sqlite3.Connection, one: int, other: int) -> None:
    sql = "delete from variant_links where variant_id = ? and other_id = ?"
    conn.executemany(sql, [(one, other), (other, one)])


class Graph:
    """Rows of ``variants`` and what hangs together among them, each row read once."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn
        self._rows: dict[Row, Stored | None] = {}

    def forget(self) -> None:
        """Read anew what has been written meanwhile."""
        self._rows.clear()

    def exists(self, variant: int) -> bool:
        """Whether any quote is this variant."""
        sql = "select 1 from variants where id = ? limit 1"
        return self._conn.execute(sql, [variant]).fetchone() is not None

    def row(self, row: Row) -> Stored | None:
        """What is stored of a row, or None."""
        if row not in self._rows:
            sql = "select reach, quotes, wording_id from variants where id = ? and speaker_id = ?"
            found = self._conn.execute(sql, row).fetchone()
            self._rows[row] = Stored(*found) if found else None
        return self._rows[row]

    def wording(self, row: Row) -> str | None:
        """The wording of a row that is stored."""
        stored = self.row(row)
        return stored.wording if stored else None

    def _speakers(self, variant: int) -> list[str]:
        sql = "select speaker_id from variants where id = ?"
        return [who for (who,) in self._conn.execute(sql, [variant])]

    def _joined(self, who: str, other: int, level: int) -> Iterator[Row]:
        """The rows of a variant that belong to a row by this speaker, over a link of this reach."""
        if level == ANYONE or (level == UNKNOWN and not who):
            speakers = self._speakers(other)
        else:
            speakers = [who] if level == SPEAKER else [who, ""]
        for speaker in speakers:
            if (speaker or level > SPEAKER) and self.row((other, speaker)) is not None:
                yield other, speaker

    def near(self, row: Row) -> set[Row]:
        """The rows that a row belongs to directly; it need not be there any more itself."""
        variant, who = row
        level = self._conn.execute("select reach from variants where id = ? limit 1", [variant]).fetchone()
        found = set(self._joined(who, variant, level[0])) if level else set()
        for other, reach_ in linked(self._conn, variant).items():
            found.update(self._joined(who, other, reach_))
        return found - {row}

    def between(self, one: int, other: int, level: int) -> set[Row]:
        """The rows of two variants that a link between them concerns."""
        found: set[Row] = set()
        for who in self._speakers(one):
            here = set(self._joined(who, other, level))
            found |= here | ({(one, who)} if here else set())
        return found

    def name(self, row: Row) -> str:
        """What a wording is called if this is the least of its rows."""
        variant, who = row
        stored = self.row(row)
        anyone = stored is not None and stored.reach == ANYONE
        return f"{variant if anyone else stable_hash(f'{variant} {who}'):016x}"

    def regroup(self, rows: Iterable[Row]) -> set[str]:
        """Find what hangs together with each of these rows now, and give it the id of its wording.

        Returns the wordings that gained or lost something.
        """
        done: set[Row] = set()
        changed: set[str] = set()
        for start in sorted(rows):
            if start in done or self.row(start) is None:
                continue
            wording, together = self.wording_of(start)
            done |= together
            for row in sorted(together):
                before = self.wording(row)
                if before != wording:
                    changed |= {key for key in (before, wording) if key}
                    self._give(row, wording)
        return changed

    def wording_of(self, start: Row) -> tuple[str | None, set[Row]]:
        """The id of the wording that a stored row belongs to by its links, if any, and all of its rows."""
        together = self._component(start)
        first = self.row(start)
        quotes = sum(stored.quotes for row in together if (stored := self.row(row)))
        # Nobody known said it, in a few words: each time somebody else, perhaps.
        apart = len(together) == 1 and first is not None and first.reach == SPEAKER and not start[1]
        return None if quotes < 2 or apart else min(map(self.name, together)), together

    def _component(self, start: Row) -> set[Row]:
        found, queue = {start}, [start]
        while queue:
            new = self.near(queue.pop()) - found
            found |= new
            queue += new
        return found

    def _give(self, row: Row, wording: str | None) -> None:
        """Give a row, and its quotes, to a wording."""
        variant, who = row
        conn = self._conn
        sql = "update variants set wording_id = ? where id = ? and speaker_id = ?"
        conn.execute(sql, [wording, variant, who])
        stored = self._rows[row]
        self._rows[row] = stored._replace(wording=wording) if stored else None
        if who:
            sql = "update quotes set wording_id = ? where variant_id = ? and speaker_id = ?"
            conn.execute(sql, [wording, variant, who])
            return
        quotes = conn.execute("select id, speaker_id from quotes where variant_id = ?", [variant]).fetchall()
        conn.executemany(
            "update quotes set wording_id = ? where id = ?",
            [(wording, key) for key, speaker in quotes if not known(speaker)],
        )
