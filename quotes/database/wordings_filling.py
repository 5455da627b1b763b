"""The wordings of a large database that has none yet: what is written is the same, in a tenth of the passes.

Quotes are read in the order in which they lie in the file, into a table of their own (``wording_filling``);
from it variants and features are written in the order of their keys, so that no page is written twice. Only
then are variants linked, each pair once, since all features are known; and at last gathered into wordings.

Each step is one transaction, and how far it came is in ``wording_changes`` as one row with neither quote nor
text: whoever opens the database next goes on, and two programs may take turns.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from ..wordings.helping import Helper, recognised
from ..wordings.joining import REACHES, reach
from . import wordings_links
from .wordings_graph import Graph, Link, Row, known
from .wordings_memory import Memory

# Quotes to a transaction when they are read, linked and gathered.
READ, LINKED, GATHERED = 12_000, 20_000, 50_000
_TOGETHER = 2_000
# How much of the reading another process does.
_HELPED = 0.7
_STEPS = ("read", "link", "gather")
_SHARES = (0.45, 0.4, 0.15)  # of the time that each takes

Refresh = Callable[[sqlite3.Connection, set[str]], None]
_INDEX = "create index if not exists idx_quotes_variant_id_speaker_id on quotes (variant_id, speaker_id)"
_TABLE = """create table wording_filling (
  id integer primary key, variant_id integer not null, speaker_id text not null, reach integer not null,
  words integer not null, said text not null, size integer not null, features text not null
)"""
# Variants before each of some that share enough features with it; those that too many have do not count.
_NEAR = """select later.variant_id, later.said, earlier.variant_id
from wording_filling as later
cross join json_each(later.features) as own
cross join variant_features as earlier on feature = own.value and earlier.variant_id < later.variant_id
where later.id > ? and later.id <= ?
  and not exists (select 1 from wording_filling_common where feature = own.value)
group by later.id, earlier.variant_id
having count(*) >= ? * min(later.size, earlier.features)"""


def begin(conn: sqlite3.Connection) -> None:
    """Note that the database is to be filled, in the caller's transaction: no quote has a wording yet."""
    # Nothing is counted yet: neither quotes that came with a variant nor what became of such.
    conn.execute("delete from wording_changes where quote_id is null")
    conn.execute("update quotes set variant_id = 0 where variant_id <> 0")
    conn.execute(_TABLE)
    # Made again when every quote has its variant: in one go, in order.
    conn.execute("drop index if exists idx_quotes_variant_id_speaker_id")
    conn.execute("insert into wording_changes (variant_id, speaker_id) values (0, 'read')")


def under_way(conn: sqlite3.Connection) -> bool:
    """Whether a filling has begun and not ended."""
    return _at(conn) is not None


def go_on(conn: sqlite3.Connection, helper: Helper, refresh: Refresh) -> float:
    """Take the next step, in the caller's transaction; which share of the whole is done then. ``refresh``
    counts wordings anew."""
    at = _at(conn)
    if at is None:
        return 1.0
    _, step, last = at
    if step == "read":
        done = _read(conn, last, helper)
    else:
        done = _link(conn, last, helper) if step == "link" else _gather(conn, last, refresh)
    before = sum(_SHARES[: _STEPS.index(step)])
    return before + _SHARES[_STEPS.index(step)] * done


def _at(conn: sqlite3.Connection) -> tuple[int, str, int] | None:
    """The row that says how far it came, the step to take, and the last row that this step has done."""
    # From the end: before it are all the quotes.
    sql = (
        "select id, speaker_id, variant_id from wording_changes where quote_id is null and text is null "
        "order by id desc limit 1"
    )
    found = conn.execute(sql).fetchone()
    return (found[0], found[1], found[2]) if found else None


def _note(conn: sqlite3.Connection, step: str | None, last: int = 0) -> None:
    at = _at(conn)
    if step is None:
        conn.execute("delete from wording_changes where id = ?", [at[0] if at else None])
    else:
        sql = "update wording_changes set speaker_id = ?, variant_id = ? where id = ?"
        conn.execute(sql, [step, last, at[0] if at else None])


def _read(conn: sqlite3.Connection, last: int, helper: Helper) -> float:
    """Recognise some quotes; after the last of them, write variants and features."""
    rows = conn.execute(
        "select wording_changes.id, quotes.rowid, quotes.text, quotes.speaker_id, quotes.variant_id "
        "from wording_changes left join quotes on quotes.id = quote_id "
        "where quote_id is not null order by wording_changes.id limit ?",
        [READ],
    ).fetchall()
    if not rows:
        _write(conn)
        _note(conn, "link")
        return 1.0
    conn.execute("delete from wording_changes where quote_id is not null and id <= ?", [rows[-1][0]])
    found: list[tuple[int, str, int, int, str, int, str]] = []
    variants: list[tuple[int, int]] = []
    here = list({row[1]: row for row in rows if row[1] is not None and not row[4]}.values())
    texts = [row[2] for row in here]
    alone = len(here) if helper.alone else int((1 - _HELPED) * len(here))
    theirs = helper.start(recognised, texts[alone:])
    ours = recognised(texts[:alone])
    for (_, rowid, _, speaker_id, _), each in zip(here, [*ours, *theirs()], strict=True):
        if each is not None:
            key, said, level, own = each
            variants.append((key, rowid))
            size = said.count(" ") + 1
            found.append((key, known(speaker_id), level, size, said, len(own), json.dumps(own)))
    conn.executemany("update quotes set variant_id = ? where rowid = ?", variants)
    conn.executemany(
        "insert into wording_filling (variant_id, speaker_id, reach, words, said, size, features) "
        "values (?, ?, ?, ?, ?, ?, ?)",
        found,
    )
    _note(conn, "read", last + len(rows))
    (first, end) = conn.execute("select min(id), max(id) from wording_changes").fetchone()
    left = end - first if first is not None else 0
    return 0.8 * (last + len(rows)) / (last + len(rows) + left)


def _write(conn: sqlite3.Connection) -> None:
    """Variants and features of all that was read."""
    conn.execute(_INDEX)
    conn.execute(
        "insert into variants (id, speaker_id, reach, words, quotes) "
        "select variant_id, speaker_id, reach, words, count(*) from wording_filling "
        "group by variant_id, speaker_id order by variant_id, speaker_id"
    )
    conn.execute("create index idx_wording_filling_variant_id on wording_filling (variant_id)")
    first = "select min(id) from wording_filling group by variant_id"
    conn.execute(f"delete from wording_filling where id not in ({first})")
    conn.execute(
        "insert into variant_features (feature, variant_id, features) "
        "select value, variant_id, size from wording_filling, json_each(features) order by 1, 2"
    )
    conn.execute("create table wording_filling_common (feature integer primary key)")
    many = f"select feature from variant_features group by feature having count(*) > {wordings_links.MOST}"
    conn.execute(f"insert into wording_filling_common {many}")


def _link(conn: sqlite3.Connection, last: int, helper: Helper) -> float:
    """Link some variants with all those that have lesser ids, half of them in each of two processes."""
    (end,) = conn.execute("select max(id) from wording_filling").fetchone()
    if end is None or last >= end:
        _note(conn, "gather")
        return 1.0
    (path,) = (file for _, name, file in conn.execute("pragma database_list") if name == "main")
    until = min(last + LINKED, end)
    half = until if helper.alone or not path else (last + until) // 2
    # Nothing has been written in this transaction, so that the other process may read beside it.
    theirs = helper.start(near_links, [(path, half, until)]) if half < until else None
    links = _links(conn, last, half)
    if theirs is not None:
        try:
            links += theirs()[0]
        except sqlite3.Error:  # the file cannot be opened once more: it was moved, say
            links += _links(conn, half, until)
    Graph(conn).link(links)
    _note(conn, "link", until)
    return until / end


def near_links(given: Sequence[tuple[str, int, int]]) -> list[list[Link]]:
    """The links of the variants in some rows of the file's table: its path, the row before them, the last."""
    found = []
    for path, start, until in given:
        conn = sqlite3.connect(f"{Path(path).as_uri()}?mode=ro", uri=True, isolation_level=None)
        try:
            found.append(_links(conn, start, until))
        finally:
            conn.close()
    return found


def _links(conn: sqlite3.Connection, start: int, until: int) -> list[Link]:
    links: list[Link] = []
    memory = _Said()
    for before in range(start, until, _TOGETHER):
        parameters = (before, min(before + _TOGETHER, until), wordings_links.SHARED)
        near = conn.execute(_NEAR, parameters).fetchall()
        memory.load(conn, {other for *_, other in near})
        own, words = None, [""]
        for variant, said, other in near:
            if variant != own:
                own, words = variant, said.split(" ")
            who = reach(words, memory.words(conn, other))
            if who is not None:
                links.append((variant, other, REACHES.index(who)))
    return links


class _Said(Memory):
    """Words of variants, from the table that they were read into."""

    def fetch(self, conn: sqlite3.Connection, variants: str) -> Iterator[tuple[int, str]]:
        sql = "select variant_id, said from json_each(?) cross join wording_filling on variant_id = value"
        yield from conn.execute(sql, [variants])


def _gather(conn: sqlite3.Connection, last: int, refresh: Refresh) -> float:
    """Gather what hangs together with some variants."""
    (end,) = conn.execute("select max(id) from wording_filling").fetchone()
    if end is None or last >= end:
        _note(conn, None)
        conn.execute("drop table wording_filling")
        conn.execute("drop table wording_filling_common")
        return 1.0
    sql = "select variant_id from wording_filling where id > ? and id <= ?"
    some = [variant for (variant,) in conn.execute(sql, [last, last + GATHERED])]
    graph = Graph(conn)
    graph.load(some)
    alone: set[Row] = set()
    for variant in some:
        rows = graph.rows(variant)
        if len(rows) > 1 or graph.links(variant) or any(row.quotes > 1 for row in rows.values()):
            alone |= {(variant, who) for who, row in rows.items() if row.wording is None}
    refresh(conn, graph.regroup(alone))
    _note(conn, "gather", last + GATHERED)
    return min((last + GATHERED) / end, 1.0)
