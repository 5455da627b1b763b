"""The same words across articles: which quotes are one wording, kept true with every transaction.

A *variant* is what quotes of the same normalised words have in common (`wordings.fingerprints.exact_key`), by
speaker. Variants that print the same words, whole, in part, or edited, are linked (`wordings.joining.reach`);
a *wording* is what hangs together by links and holds at least two quotes. All of it is a function of the
quotes that are stored: any order of imports, removals and corrections gives the same rows.

Triggers note what changed (`wordings_tables`), `settle` looks at it before a transaction ends. What one
article changes touches the variants that it shares features with (features that too many variants have do not
count), and the quotes of wordings that gain or lose members.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from ..wordings.helping import Helper
from ..wordings.recognising import Recognised
from . import wordings_filling, wordings_links
from .fields import date_of
from .wordings_graph import Graph, Row, Stored, known
from .wordings_memory import Memory

# Changes that are looked at together; of an older database, in one transaction.
CHUNK = 20_000
# A database without wordings that has so many quotes is filled in passes of its own.
LARGE = 20_000
_ASKED = 500  # ids to a statement


@dataclass
class _Changes:
    """What a chunk of changes comes to: ``fresh`` quotes get a variant, those that ``arrived`` have one."""

    counts: defaultdict[Row, int] = field(default_factory=lambda: defaultdict(int))
    recognised: dict[int, Recognised] = field(default_factory=dict)
    arrived: dict[str, Row] = field(default_factory=dict)
    fresh: list[tuple[str, Row]] = field(default_factory=list)
    wordings: set[str] = field(default_factory=set)


def settle(conn: sqlite3.Connection, memory: Memory | None = None) -> None:
    """Bring wordings in line with the quotes that have come, gone or changed; in the caller's transaction."""
    memory = memory or Memory()
    while settle_some(conn, CHUNK, memory):
        pass
    memory.settled()


def catch_up(conn: sqlite3.Connection, told: Callable[[int, int], None]) -> None:
    """Look at the quotes of a database that an older version made, in transactions of their own.

    ``told`` hears how many are done, of how many. What is cut short goes on when it is called again.
    """
    memory = Memory()
    left = total = pending(conn)
    with ExitStack() as stack:
        helper: Helper | None = None
        while left:
            share = 0.0
            conn.execute("begin immediate")
            try:
                if _is_new(conn, left):
                    wordings_filling.begin(conn)
                if wordings_filling.under_way(conn):
                    helper = helper or stack.enter_context(Helper())
                    share = wordings_filling.go_on(conn, helper, refresh)
                else:
                    settle_some(conn, CHUNK, memory)
                    memory.settled()
                conn.execute("commit")
            except BaseException:
                conn.execute("rollback")
                raise
            left = pending(conn)
            told(int(share * total) if share and left else total - left, total)


def _is_new(conn: sqlite3.Connection, changes: int) -> bool:
    """Whether to fill the database from the start."""
    if changes < LARGE or wordings_filling.under_way(conn):
        return False
    return conn.execute("select 1 from variants limit 1").fetchone() is None


def pending(conn: sqlite3.Connection) -> int:
    """How many changes there are to look at."""
    (found,) = conn.execute("select count(*) from wording_changes").fetchone()
    return int(found)


def settle_some(conn: sqlite3.Connection, limit: int, memory: Memory) -> int:
    """The same for so many changes at most; how many it were."""
    rows = conn.execute(
        "select id, quote_id, variant_id, speaker_id, text from wording_changes order by id limit ?", [limit]
    ).fetchall()
    if not rows:
        return 0
    conn.execute("delete from wording_changes where id <= ?", [rows[-1][0]])
    changes = _read(conn, rows, memory)
    _apply(conn, changes, memory)
    return len(rows)


def _read(
    conn: sqlite3.Connection, rows: Iterable[tuple[int, str | None, int, str | None, str]], memory: Memory
) -> _Changes:
    changes = _Changes()
    asked: dict[str, None] = {}
    claims: list[tuple[str, int, str | None]] = []
    for _, quote_id, variant_id, speaker_id, text in rows:
        if quote_id is None:
            changes.counts[variant_id, known(speaker_id)] -= 1
            if recognised := memory.recognised(text):
                changes.recognised.setdefault(variant_id, recognised)
        elif not variant_id:
            asked[quote_id] = None
        elif recognised := memory.variant(variant_id):
            changes.recognised[variant_id] = recognised
            row = changes.arrived[quote_id] = variant_id, known(speaker_id)
            changes.counts[row] += 1
        else:
            claims.append((quote_id, variant_id, speaker_id))
    for claim in claims:
        if _is_claimed(conn, changes, memory, *claim):
            asked[claim[0]] = None
    wanted = list(asked)
    for start in range(0, len(wanted), _ASKED):
        some = wanted[start : start + _ASKED]
        marks = ", ".join("?" * len(some))
        sql = f"select id, text, speaker_id, variant_id, wording_id from quotes where id in ({marks})"
        for quote_id, text, speaker_id, variant_id, wording_id in conn.execute(sql, some):
            if variant_id:  # only its article's date has changed
                changes.wordings |= {wording_id} - {None}
                continue
            recognised = memory.recognised(text)
            if recognised is None:
                sql = "update quotes set wording_id = null, variant_id = null where id = ?"
                conn.execute(sql, [quote_id])
                continue
            row = recognised.key, known(speaker_id)
            changes.recognised[recognised.key] = recognised
            changes.counts[row] += 1
            changes.fresh.append((quote_id, row))
    return changes


def _is_claimed(
    conn: sqlite3.Connection,
    changes: _Changes,
    memory: Memory,
    quote_id: str,
    variant_id: int,
    speaker_id: str | None,
) -> bool:
    """Whether a quote that somebody else put in with a variant is to be looked at like one without. One that
    has changed or gone since was counted out: it is counted in for that."""
    sql = "update quotes set variant_id = 0 where id = ? and variant_id = ?"
    if conn.execute(sql, [quote_id, variant_id]).rowcount:
        return True
    sql = "select text from wording_changes where quote_id is null and variant_id = ? and text is not null"
    if variant_id not in changes.recognised:
        out = conn.execute(f"{sql} limit 1", [variant_id]).fetchone()
        recognised = memory.recognised(out[0]) if out else None
        if recognised is None:  # nor was that noted
            conn.execute("update quotes set variant_id = 0 where id = ?", [quote_id])
            return True
        changes.recognised[variant_id] = recognised
    changes.counts[variant_id, known(speaker_id)] += 1
    return False


def _apply(conn: sqlite3.Connection, changes: _Changes, memory: Memory) -> None:
    """Count variants in and out, link those that are new, and find out what hangs together now."""
    graph = Graph(conn)
    recognised = changes.recognised
    for each in recognised.values():
        memory.keep(each.key, each.words)
    touched = sorted(changes.counts)
    variants = {variant for variant, _ in touched}
    graph.load(variants)
    existed = {variant for variant in variants if graph.rows(variant)}
    before: dict[Row, Stored] = {}
    counts: dict[Row, int] = {}
    dirty: set[Row] = set()
    for row in touched:
        quotes = changes.counts[row]
        was = graph.row(row) if row[0] in existed else None
        if was is not None:
            before[row] = was
            if quotes and was.wording:
                changes.wordings.add(was.wording)
            quotes += was.quotes
            if quotes <= 0:
                dirty |= graph.near(row)  # while its links are there
        counts[row] = quotes
    graph.count(counts, recognised)
    exist = {variant for variant in variants if graph.rows(variant)}
    added = {variant: recognised[variant].features for variant in exist - existed}
    gone = {variant: recognised[variant].features for variant in existed - exist}
    dirty |= wordings_links.link(conn, graph, added, gone, memory)
    for row, quotes in counts.items():
        was = before.get(row)
        if quotes <= 0:
            continue
        if was is None:
            # By far the most are the only ones to say so.
            if quotes > 1 or not graph.is_alone(row):
                dirty |= {row, *graph.near(row)}
        elif was.wording is None or quotes < was.quotes:
            dirty.add(row)
    changes.wordings |= graph.regroup(dirty)
    fresh = [(row[0], graph.wording(row), quote_id) for quote_id, row in changes.fresh]
    arrived = [
        (wording, quote_id) for quote_id, row in changes.arrived.items() if (wording := graph.wording(row))
    ]
    conn.executemany("update quotes set wording_id = ? where id = ?", arrived)
    conn.executemany(
        "update quotes set variant_id = ?, wording_id = ? where id = ?",
        fresh,
    )
    changes.wordings |= {wording for _, wording, _ in fresh if wording} | {wording for wording, _ in arrived}
    refresh(conn, changes.wordings)


_COLUMNS = ("text", "words", "quotes", "variants", "speakers", "sources", "first_seen", "last_seen")


def refresh(conn: sqlite3.Connection, wording_ids: Iterable[str]) -> None:
    """Count wordings anew: their rows follow from the quotes that have their ids."""
    source = iter(sorted(wording_ids))
    while some := list(islice(source, _ASKED)):
        rows = counted(conn, some)
        conn.executemany("delete from wordings where id = ?", ([key] for key in some if key not in rows))
        conn.executemany(
            f"insert into wordings (id, {', '.join(_COLUMNS)}) values (?{', ?' * len(_COLUMNS)}) "
            f"on conflict (id) do update set {', '.join(f'{name} = excluded.{name}' for name in _COLUMNS)}",
            ([key, *row.values()] for key, row in rows.items()),
        )


def counted(conn: sqlite3.Connection, wording_ids: Collection[str]) -> dict[str, dict[str, Any]]:
    """What the rows of wordings say but for their ids, counted from quotes; only those that have any."""
    asked = json.dumps(list(wording_ids))
    variants: dict[str, list[tuple[int, str, int, int]]] = {}
    sql = (
        "select wording_id, variants.id, speaker_id, words, quotes from json_each(?) "
        "cross join variants indexed by idx_variants_wording_id on wording_id = value"
    )
    for key, *variant in conn.execute(sql, [asked]):
        variants.setdefault(key, []).append(tuple(variant))
    published: dict[str, dict[str, str | None]] = {}
    # By this index, whatever the statistics say: they are of a time when quotes had no wordings.
    sql = (
        "select wording_id, sources.id, published from json_each(?) "
        "cross join quotes indexed by idx_quotes_wording_id on wording_id = value "
        "cross join sources on sources.id = source_id"
    )
    for key, source_id, date in conn.execute(sql, [asked]):
        published.setdefault(key, {})[source_id] = date
    return {key: _row(conn, key, rows, published.get(key, {})) for key, rows in variants.items()}


def _row(
    conn: sqlite3.Connection,
    key: str,
    rows: list[tuple[int, str, int, int]],
    published: Mapping[str, str | None],
) -> dict[str, Any]:
    _, fullest = min((-words, variant) for variant, _, words, _ in rows)
    text = conn.execute(
        "select text from quotes indexed by idx_quotes_variant_id_speaker_id "
        "where variant_id = ? and wording_id = ? order by length(text) desc, text limit 1",
        [fullest, key],
    ).fetchone()
    seen = [date for each in published.values() if (date := date_of(each))]
    values = (
        text[0] if text else "",
        max(words for _, _, words, _ in rows),
        sum(quotes for *_, quotes in rows),
        len({variant for variant, *_ in rows}),
        len({speaker for _, speaker, *_ in rows} - {""}),
        len(published),
        min(seen, default=None),
        max(seen, default=None),
    )
    return dict(zip(_COLUMNS, values, strict=True))
