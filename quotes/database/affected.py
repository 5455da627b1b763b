"""Which articles' own names (`bare`) a change concerns: those for which it is evidence, and no others.

An article that quotes John Smith can only say who the Smith of another article is if the two share an
outlet, a story, a role or company, or contradict each other. To look for that is cheap; to decide is not.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ..speakers.forms import organisation_base
from ..speakers.statements import Stated, compared
from . import bare, ids, names
from .bare import Bare
from .changes import Change, Moves, Touch

# With more articles of a name in other hands, all bare ones of the surname are decided anew.
_MOST_MOVED = 50


def refresh(
    conn: sqlite3.Connection,
    decided: Iterable[str],
    own: Iterable[str],
    touches: Sequence[Touch] | None,
    moves: Moves,
) -> None:
    """Decide anew whose articles' own names are: these, and those that what has changed is evidence for.

    ``decided`` are the names whose speakers were decided, ``touches`` what has changed; None for anything.
    """
    own = set(own)
    if touches is None:
        everything = {key for name in decided for block in _blocks(name) for key in _all(conn, block)}
        bare.refresh(conn, own | everything, own | everything, moves)
        return
    found: set[str] = set()
    fresh = sorted({name for touch in touches for name in touch.fresh})
    for (block, full), n in Counter(pair for name in fresh for pair in _blocks(name).items()).items():
        # Whether there is anybody of that name at all, or one organisation, concerns every bare one; of
        # those that are counted here, so many may have come, or gone, just now.
        few = n + (1 if full.startswith("org ") else 0)
        sql = "select 1 from name_blocks where block = ? limit ?"
        if len(conn.execute(sql, [full, few + 1]).fetchall()) <= few:
            found |= _all(conn, block)
    changes = [(*one, _blocks(one[0].local_id)) for one in _changes(conn, touches, moves)]
    inhabited = _inhabited(conn, {block for *_, blocks in changes for block in blocks})
    for change, company, blocks in changes:
        for block in blocks:
            if block in inhabited:
                found |= set(_concerned(conn, block, change, company))
    for name, sources in sorted(moves.moved.items()):
        if name.endswith("_org") or len(sources) > _MOST_MOVED:
            for block in _blocks(name):
                found |= _all(conn, block)
    bare.refresh(conn, own | found, own, moves)


def _blocks(name: str) -> dict[str, str]:
    """The blocks of the bare names that may mean this one, and the block of full names of each."""
    if not ids.is_global(name):
        return {}
    words = ids.words_of(name)
    if name.endswith("_org"):
        base = organisation_base(words)
        return {f"bare {base}": f"org {base}"}
    return {f"bare {word}": f"* {word}" for word in words.split()[1:] if len(word) > 1}


def _all(conn: sqlite3.Connection, block: str) -> set[str]:
    return {key for (key,) in conn.execute("select name_id from name_blocks where block = ?", [block])}


def _inhabited(conn: sqlite3.Connection, blocks: set[str]) -> set[str]:
    """Those of these blocks that hold any name."""
    sql = "select value from json_each(?) where exists (select 1 from name_blocks where block = value)"
    return {block for (block,) in conn.execute(sql, [json.dumps(sorted(blocks))])}


def _changes(
    conn: sqlite3.Connection, touches: Sequence[Touch], moves: Moves
) -> Iterator[tuple[Change, set[str]]]:
    """What people's names state that changed or moved, and who else is named in these articles."""
    for touch in touches:
        for change in touch.changes:
            if ids.is_global(change.local_id) and not change.local_id.endswith("_org"):
                yield change, set(touch.names) - {change.local_id}
    for name, sources in sorted(moves.moved.items()):
        if name.endswith("_org") or not ids.is_global(name) or len(sources) > _MOST_MOVED:
            continue
        for source in sorted(sources):
            sql = "select role, seen, seen, 1, age, pronouns, topics, outlet_id, story from appearances "
            *said, story = conn.execute(
                f"{sql} where source_id = ? and local_id = ?", [source, name]
            ).fetchone()
            sql = "select local_id from appearances where source_id = ? and local_id <> ?"
            company = {key for (key,) in conn.execute(sql, [source, name])}
            yield Change(name, source, names.said_of(said, story=names.words(story)), True), company


def _concerned(conn: sqlite3.Connection, block: str, change: Change, company: set[str]) -> Iterator[str]:
    """The bare names of a block that a change is evidence for, or against."""
    one = change.stated
    known = sorted(key for key in company if ids.is_global(key))
    sql = "select name_id from name_blocks join appearances on local_id = name_id "
    sql += "where block = ? and outlet_id = ?"
    if one.first is None:
        rows = conn.execute(sql, [block, one.outlet]).fetchall()
    else:
        rows = conn.execute(f"{sql} and seen is null", [block, one.outlet]).fetchall()
        joined = f"{bare.COLUMNS} join name_blocks on name_id = local_id where block = ? and {bare.NEARBY}"
        here = [block, one.first, one.first, one.outlet, one.first, one.first]
        for row in conn.execute(joined, here).fetchall():
            near = bare.bare_of(row)
            same_outlet = one.outlet is not None and near.stated.outlet == one.outlet
            if same_outlet or _may_be_told(near.stated, one) or _together(conn, near, known):
                yield near.local_id
    for (key,) in rows:
        yield key
    if change.new_role:
        sql = "select name_id, role from name_blocks join appearances on local_id = name_id where block = ?"
        for key, role in conn.execute(f"{sql} and role is not null", [block]).fetchall():
            roles = compared(role, one.role)
            if roles.likeness or roles.same_office_elsewhere:
                yield key


def _may_be_told(here: Stated, one: Stated) -> bool:
    """Whether an article of the same two months says who is meant, or who is not."""
    return bool(
        not here.story.isdisjoint(one.story)
        or (here.pronouns and one.pronouns)
        or compared(here.role, one.role).contradict
    )


def _together(conn: sqlite3.Connection, here: Bare, others: list[str]) -> bool:
    marks = ", ".join("?" * len(others))
    sql = f"select 1 from appearances where source_id = ? and local_id in ({marks}) limit 1"
    return bool(others) and conn.execute(sql, [here.source_id, *others]).fetchone() is not None
