"""Which speaker a person has said a name means: what corrections pin, and what is left when one is undone.

The table ``pins`` follows from ``corrections``: of those that hold, the last that names a name decides.
"""

from __future__ import annotations

import sqlite3

from . import ids
from .corrections import Correction, load

Pin = tuple[str, str, str]
"""A local id, the article it is said of ("" for all), and the speaker."""


def of_correction(correction: Correction) -> list[Pin]:
    """What a correction pins.

    A full name or a handle given as an alias means the speaker, whichever article it stands in; so does the
    local id of a quote that was given to a speaker, where it is no name's. A merge pins the names of the
    speaker that is no more, a split the names or articles that are somebody else's, and those that stay.
    """
    item = correction.item or {}
    if correction.action in ("merge", "split"):
        return [(local_id, source_id, speaker) for local_id, source_id, speaker in item.get("pins", ())]
    if correction.action == "speaker" and item["to"] and item["to"]["local_id"].endswith(ids.BY_HAND):
        return [(item["to"]["local_id"], "", str(correction.now))]
    if correction.action == "alias" and correction.now and ids.known_everywhere(correction.now, item["kind"]):
        local_id = ids.speaker_id(correction.now, item["kind"], "")
        return [(local_id, "", correction.item_id)] if local_id != correction.item_id else []
    return []


def pin(conn: sqlite3.Connection, correction: Correction) -> set[str]:
    """Note what a correction says names mean; returns the local ids that may mean somebody else now."""
    found = of_correction(correction)
    conn.executemany(
        "insert or replace into pins (local_id, source_id, speaker_id, correction_id) values (?, ?, ?, ?)",
        [(*one, correction.id) for one in found],
    )
    return {local_id for local_id, _, _ in found}


def unpin(conn: sqlite3.Connection, correction: Correction) -> set[str]:
    """Forget what `pin` noted, and note again what corrections that still hold say; returns as it does."""
    gone = {(local_id, source_id) for local_id, source_id, _ in of_correction(correction)}
    conn.executemany("delete from pins where local_id = ? and source_id = ?", sorted(gone))
    if gone:
        for other in load(conn, "action in ('merge', 'split', 'alias', 'speaker') and undone is null"):
            for local_id, source_id, speaker in of_correction(other):
                if (local_id, source_id) in gone:
                    conn.execute(
                        "insert or replace into pins (local_id, source_id, speaker_id, correction_id) "
                        "values (?, ?, ?, ?)",
                        [local_id, source_id, speaker, other.id],
                    )
    return {local_id for local_id, _ in gone}


def follow(conn: sqlite3.Connection, before: str, after: str) -> set[str]:
    """Let what was said of an article, and of the speakers who are its own, follow it to its new id.

    Returns the local ids that may mean somebody else now.
    """
    old, new = (f"-{source[: ids.LOCAL_DIGITS]}" for source in (before, after))
    joined = "correction_id in (select id from corrections where action in ('merge', 'split'))"
    changed = conn.execute(
        f"select local_id from pins where speaker_id like ? and {joined}", [f"%{old}%"]
    ).fetchall()
    conn.execute(f"update pins set source_id = ? where source_id = ? and {joined}", [after, before])
    for column in ("local_id", "speaker_id"):
        conn.execute(
            f"update or replace pins set {column} = replace({column}, ?, ?) "
            f"where {column} like ? and {joined}",
            [old, new, f"%{old}%"],
        )
    # Both ids are hex digits: nothing else in the JSON can be mistaken for them.
    for column in ("item", "now", "was", "item_id"):
        conn.execute(
            f"update corrections set {column} = replace(replace({column}, ?, ?), ?, ?) "
            f"where action in ('merge', 'split') and ({column} like ? or {column} like ?)",
            [before, after, old, new, f"%{before}%", f"%{old}%"],
        )
    return {key.replace(old, new) for (key,) in changed}
