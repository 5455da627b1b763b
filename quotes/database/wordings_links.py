"""Which variants are linked: those that share enough features, and print the same words.

A feature that more than `MOST` variants have says too little, and does not count. When one more variant
makes it so, or one less brings it back, the links it stands for are made anew: what is linked depends on the
variants that there are, not on the order of imports.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, islice, product

from ..wordings.features import features
from ..wordings.joining import REACHES, reach
from . import recent
from .wordings_graph import Graph, Link, Row, linked
from .wordings_memory import Memory

# A feature of more variants than this is a set phrase of the language or of the day.
MOST = 200
# The least share of the features of the variant with fewer of them that both have.
SHARED = 0.25
# Variants whose candidates are gathered before their words are compared; features to a statement that asks
# for them, and rows to one that writes them.
_TOGETHER, _ASKED, _ROWS = 2_000, 20_000, 100
_PARTS = recent.both("variant_features")


class Buckets:
    """Which variants have a feature, with how many features each; asked once where many have it."""

    _OFTEN = 10

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn
        self._kept: dict[int, list[tuple[int, int]]] = {}
        each = recent.parts(conn, "variant_features")
        of = [f"select variant_id, features from {table} where feature = :feature" for table in each]
        self._sql = f"{' union all '.join(of)} limit {MOST + 1}"

    def of(self, feature: int) -> list[tuple[int, int]]:
        """Variants and their numbers of features; none for a feature that does not count."""
        kept = self._kept.get(feature)
        if kept is not None:
            return kept
        found = self._conn.execute(self._sql, {"feature": feature}).fetchall()
        if len(found) > MOST:
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
    return {variant: n for variant, n in shared.items() if n >= SHARED * min(least, sizes[variant])}


def link(
    conn: sqlite3.Connection,
    graph: Graph,
    added: Mapping[int, Sequence[int]],
    gone: Mapping[int, Sequence[int]],
    memory: Memory,
) -> set[Row]:
    """Note the features of variants that came, forget those of variants that went, and link anew what that
    changes. Returns rows whose wording may have changed."""
    graph.unlink(
        (variant, other, level) for variant in gone for other, level in linked(conn, variant).items()
    )
    fewer = Counter(chain.from_iterable(gone.values()))
    less = sorted((feature, variant) for variant, own in gone.items() for feature in own)
    for table in _PARTS if less else ():
        conn.executemany(f"delete from {table} where feature = ? and variant_id = ?", less)
    more = Counter(chain.from_iterable(added.values()))
    asked = sorted(more.keys() | fewer.keys())
    held = _held(conn, asked)
    # Most features nobody else has.
    several = {feature: n + held.get(feature, 0) for feature, n in more.items() if n > 1 or feature in held}
    holders: dict[int, list[int]] = {feature: [] for feature in several}
    shared: dict[int, set[int]] = {}
    for variant, own in added.items():
        if its := holders.keys() & own:
            shared[variant] = its
            for feature in its:
                holders[feature].append(variant)
    near = _near(conn, added, shared, {each: holders[each] for each, n in several.items() if n <= MOST})
    _note(conn, asked, added, holders)
    changed = set(_links(conn, near, memory, added))
    graph.link(changed)
    anew: set[int] = set()
    for feature in several.keys() | fewer.keys():
        left = held.get(feature, 0)
        before, now = left + fewer[feature], left + more[feature]
        if (before > MOST) != (now > MOST):
            anew |= _crossed(conn, graph, feature, back=now <= MOST)
    buckets = Buckets(conn)
    for variant in sorted(anew - added.keys()):
        changed |= _relink(conn, graph, buckets, variant, memory)
    return {row for each in changed for row in graph.between(*each)}


def _note(
    conn: sqlite3.Connection,
    ordered: Iterable[int],
    added: Mapping[int, Sequence[int]],
    holders: Mapping[int, Sequence[int]],
) -> None:
    """Note the features of variants that are new, in order. ``holders`` are those of them that have a
    feature, of those that are not one variant's alone."""
    alone: dict[int, int] = {}
    for variant, own in added.items():
        alone.update(dict.fromkeys(own, variant))
    # Numbers in one list: so many tuples would have Python look for garbage again and again.
    values: list[int] = []
    for feature in ordered:
        if feature in holders:
            for variant in sorted(holders[feature]):
                values += feature, variant, len(added[variant])
        elif feature in alone:
            variant = alone[feature]
            values += feature, variant, len(added[variant])
    size = recent.size(conn, "variant_features")
    into = recent.into("variant_features", size, len(values) // 3)
    step = 3 * _ROWS
    for start in range(0, len(values), step):
        some = values[start : start + step]
        conn.execute(_noting(into, len(some) // 3), some)


@cache
def _noting(table: str, rows: int) -> str:
    values = ", ".join(["(?, ?, ?)"] * rows)
    return f"insert into {table} (feature, variant_id, features) values {values}"


def _held(conn: sqlite3.Connection, asked: Iterable[int]) -> dict[int, int]:
    """How many stored variants have each of these features, if any has it; not counted beyond `MOST` + 1."""
    each = [f"select count(*) from (select 1 from {table} where feature = value limit {MOST + 1})"
            for table in _PARTS]  # fmt: skip
    held = " + ".join(f"({one})" for one in each)
    sql = f"select value, {held} as held from json_each(?) where held > 0"
    return {feature: min(n, MOST + 1) for some in _parts(asked) for feature, n in conn.execute(sql, [some])}


def _parts(numbers: Iterable[int]) -> Iterator[str]:
    """Numbers as JSON, not too many at once."""
    source = iter(numbers)
    while part := list(islice(source, _ASKED)):
        yield json.dumps(part)


def _near(
    conn: sqlite3.Connection,
    added: Mapping[int, Sequence[int]],
    shared: Mapping[int, Iterable[int]],
    holders: Mapping[int, Sequence[int]],
) -> dict[int, list[int]]:
    """The variants, stored or new, that new ones have enough features in common with. ``shared`` are the
    features of each that others have as well, ``holders`` the new variants that have those that count."""
    buckets = {feature: list(variants) for feature, variants in holders.items()}
    sizes = {variant: len(added[variant]) for variant in shared}
    for some, table in product(_parts(sorted(buckets)), _PARTS):
        sql = f"select feature, variant_id, features from json_each(?) cross join {table} on feature = value"
        for feature, variant, size in conn.execute(sql, [some]):
            buckets[feature].append(variant)
            sizes[variant] = size
    found: dict[int, list[int]] = {}
    for variant, its in shared.items():
        counts = Counter(chain.from_iterable([buckets[feature] for feature in its if feature in buckets]))
        enough = SHARED * sizes[variant]
        near = [other for other, n in counts.items() if n >= enough or n >= SHARED * sizes[other]]
        if near:
            found[variant] = near
    return found


def _links(
    conn: sqlite3.Connection,
    near: Mapping[int, Sequence[int]],
    memory: Memory,
    added: Collection[int],
) -> Iterator[Link]:
    """The links of variants that are ``added`` with those near them that come before them or were there."""
    source = iter(sorted(near))
    while some := list(islice(source, _TOGETHER)):
        asked = {
            variant: [other for other in near[variant] if other < variant or other not in added]
            for variant in some
        }
        memory.load(conn, {*some, *chain.from_iterable(asked.values())})
        for variant, found in asked.items():
            words = memory.words(conn, variant) if found else []
            for other in found:
                who = reach(words, memory.words(conn, other))
                if who is not None:
                    yield variant, other, REACHES.index(who)


def _crossed(conn: sqlite3.Connection, graph: Graph, feature: int, back: bool) -> set[int]:
    """The variants to link anew since a feature has come to count again, or does not count any more."""
    here = {
        variant
        for table in _PARTS
        for (variant,) in conn.execute(f"select variant_id from {table} where feature = ?", [feature])
    }
    if back:
        return here
    graph.load(here)
    return {variant for variant in here if not here.isdisjoint(graph.links(variant))}


def _relink(
    conn: sqlite3.Connection, graph: Graph, buckets: Buckets, variant: int, memory: Memory
) -> set[Link]:
    """Link a stored variant with all that it belongs with, and no others; the links that came or went."""
    words = memory.words(conn, variant)
    stored = graph.links(variant)
    near = candidates(buckets, features(words), variant)
    gone = [(variant, other, level) for other, level in stored.items() if other not in near]
    new: list[Link] = []
    for other in sorted(near - stored.keys()):
        who = reach(words, memory.words(conn, other))
        if who is not None:
            new.append((variant, other, REACHES.index(who)))
    graph.unlink(gone)
    graph.link(new)
    return {*gone, *new}
