"""Wire copy: the same text in several sources, linked, so that what forty papers print counts once.

Two sources print the same text if most words of the shorter one stand in the longer one in the same order,
and the longer one is not much longer. Candidates share some of the smallest hashes of their shingles, four
words in a row, which are kept in ``fingerprints``. Sources that are linked by such pairs, directly
or by way of others, bear the same ``wire_id``: the id of the one that was published first. So it depends on
which articles are stored, never on the order in which they came.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any
from zlib import crc32

from rapidfuzz.distance import LCSseq

from . import recent
from .rows import SourceRow

KEPT, SHARED = 8, 2
"""Hashes kept of each text, and how many of them two texts must share to be compared."""
_LEAST = 30  # words: of shorter texts too many look alike
OF_SHORTER, OF_LONGER = 0.8, 0.4
"""Parts of the words of the shorter and the longer text that must be common to both, in order."""
# Templates and boilerplate may share hashes with very many texts that are not the same.
_MOST_CANDIDATES = 500
_OFTEN = 100  # a hash of more texts than this is a set phrase's
# Odd numbers of 64 bits, one for each word of a shingle.
_FACTORS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93)
_PARTS = recent.both("fingerprints")
_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """The words of an article as they are compared: faster, and rougher, than those of quotes."""
    return _WORD.findall(text.lower())


@lru_cache(maxsize=2)  # asked for when a text is stored, and when others like it are looked for
def fingerprint(text: str) -> tuple[int, ...]:
    """The hashes that a text is found by: `KEPT`, or none for a text that is too short to tell."""
    words = words_of(text)
    if len(words) < _LEAST:
        return ()
    import numpy as np  # not at the top: Datasette's start need not wait for it

    # As `wordings.fingerprints.hashes_of`, in a tenth of the time: an article has very many shingles.
    numbers = {word: crc32(word.encode()) for word in set(words)}
    each = np.fromiter(map(numbers.__getitem__, words), np.uint64, len(words))
    mixed: Any = sum(
        each[n : len(words) - len(_FACTORS) + n + 1] * np.uint64(factor) for n, factor in enumerate(_FACTORS)
    )
    mixed = (mixed ^ (mixed >> np.uint64(32))) * np.uint64(_FACTORS[0])
    ordered = np.sort(mixed >> np.uint64(1))
    different = np.append(True, ordered[1:] != ordered[:-1])  # in a tenth of the time that np.unique takes
    return tuple(ordered[different][:KEPT].tolist())


def same_text(one: str, other: str) -> bool:
    """Whether two articles are printings of one text."""
    words = sorted((words_of(one), words_of(other)), key=len)
    least = max(OF_SHORTER * len(words[0]), OF_LONGER * len(words[1]))
    return LCSseq.similarity(*words, score_cutoff=int(least)) >= least > 0


def refresh(
    conn: sqlite3.Connection,
    old: SourceRow | None,
    new: SourceRow,
    known: tuple[int, ...] | None = None,
) -> None:
    """Bring the links of a source that was just stored in place of ``old`` up to date; ``known`` is the
    fingerprint of its text, if it is known."""
    moved = old is not None and old["id"] != new["id"]
    same = old is not None and old["sha256"] == new["sha256"]
    if same and old is not None and not moved and old["published"] == new["published"]:
        return
    others: set[str] = set()
    if old is not None:
        others = _members(conn, old["wire_id"]) - {old["id"], new["id"]}
        if moved or not same:
            forget(conn, old["id"], old["text"])
    hashes: tuple[int, ...] = ()
    if old is None or moved or not same:
        hashes = fingerprint(new["text"]) if known is None else known
    if hashes:
        into = recent.into("fingerprints", recent.size(conn, "fingerprints"))
        conn.executemany(f"insert into {into} (h, source_id) values (?, ?)", [(h, new["id"]) for h in hashes])
    if same:
        _label(conn, {new["id"], *others})
        return
    for group in groups(conn, others):
        _label(conn, group)
    group = {new["id"]}
    for key, wire_id in printings(conn, new["id"], new["text"], hashes=hashes):
        if key not in group:
            group |= _members(conn, wire_id) | {key}
    group.add(new["id"])
    if len(group) > 1 or new["wire_id"] is not None:
        _label(conn, group)


def forget(conn: sqlite3.Connection, source_id: str, text: str) -> None:
    """Let nothing be found by the text that a source had."""
    hashes = [(h, source_id) for h in fingerprint(text)]
    for table in _PARTS:
        conn.executemany(f"delete from {table} where h = ? and source_id = ?", hashes)


def link_all(conn: sqlite3.Connection) -> None:
    """Link the sources of a database in which nothing is linked yet."""
    for (source_id,) in conn.execute("select id from sources order by id").fetchall():
        cursor = conn.execute("select * from sources where id = ?", [source_id])
        row: Any = dict(zip((column[0] for column in cursor.description), cursor.fetchone(), strict=True))
        refresh(conn, None, row)


def printings(
    conn: sqlite3.Connection,
    source_id: str,
    text: str,
    among: Collection[str] | None = None,
    hashes: Sequence[int] | None = None,
) -> Iterator[tuple[str, str | None]]:
    """Id and wire id of the sources that print a text, whose ``hashes`` may be known already; of those of one
    wire, at least one is among them."""
    hashes = fingerprint(text) if hashes is None else hashes
    if not hashes:
        return
    # The hashes of a source are all in one of the two.
    found = [each for table in _PARTS for each in _sharing(conn, table, source_id, hashes)]
    candidates = [key for _, key in sorted(found) if among is None or key in among]
    linked: set[str] = set()
    for key in candidates[:_MOST_CANDIDATES]:
        there, wire_id = conn.execute("select text, wire_id from sources where id = ?", [key]).fetchone()
        # Of one wire, one printing is enough; when a wire is being taken apart, nothing is known of it.
        if (among is not None or wire_id not in linked) and same_text(text, there):
            linked |= {wire_id} - {None}
            yield key, wire_id


def _sharing(
    conn: sqlite3.Connection, table: str, source_id: str, hashes: Sequence[int]
) -> list[tuple[int, str]]:
    """How many of the hashes each other source has, if `SHARED`, as a negative number, and its id."""
    # A set phrase may be in one text of fifteen; whoever shares two hashes shares another one as well.
    sql = f"select 1 from {table} where h = ? limit {_OFTEN + 1}"
    often = [h for h in hashes if len(conn.execute(sql, [h]).fetchall()) > _OFTEN]
    if len(often) >= SHARED:
        often = []
    rare = [h for h in hashes if h not in often]
    found = conn.execute(
        f"select source_id, count(*) from {table} where h in ({', '.join('?' * len(rare))}) "
        "and source_id <> ? group by source_id",
        [*rare, source_id],
    ).fetchall()
    sql = f"select count(*) from {table} where h = ? and source_id = ?"
    shared = [(-n - sum(conn.execute(sql, [h, key]).fetchone()[0] for h in often), key) for key, n in found]
    return [(n, key) for n, key in shared if -n >= SHARED]


def groups(conn: sqlite3.Connection, ids: Iterable[str]) -> Iterator[set[str]]:
    """Sources by what links them with each other, and with nothing else."""
    remaining = set(ids)
    while remaining:
        group, queue = set(), [min(remaining)]
        remaining -= set(queue)
        while queue:
            here = queue.pop()
            group.add(here)
            (text,) = conn.execute("select text from sources where id = ?", [here]).fetchone()
            near = [key for key, _ in printings(conn, here, text, remaining)]
            remaining -= set(near)
            queue += near
        yield group


def _members(conn: sqlite3.Connection, wire_id: str | None) -> set[str]:
    if wire_id is None:
        return set()
    return {key for (key,) in conn.execute("select id from sources where wire_id = ?", [wire_id])}


def _label(conn: sqlite3.Connection, group: set[str]) -> None:
    """Let sources be one wire, or a source none where it is alone."""
    first = None
    if len(group) > 1:
        published = {
            key: conn.execute("select published from sources where id = ?", [key]).fetchone()[0]
            for key in group
        }
        first = first_of(published)
    conn.executemany(
        "update sources set wire_id = ? where id = ? and wire_id is not ?",
        [(first, key, first) for key in sorted(group)],
    )


def first_of(published: dict[str, str | None]) -> str:
    """Which of several printings was first, by id and date: those without a date come last."""
    return min(published, key=lambda key: (published[key] or "9999", key))
