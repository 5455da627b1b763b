"""Likely duplicates of speakers for the review page: looked for in the background, kept until an import.

A page of a small database waits for them. In a big one looking takes seconds: it happens in another process,
the page says that it is under way, and asks the browser to come back.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

from .big import is_big
from .reading import Reader

if TYPE_CHECKING:
    from datasette.database import Database

    from ..database.suggest import Suggestion

PATIENCE = 0.2
"""Seconds that a page of a database that is not big waits for the suggestions."""
COME_BACK = 2
"""Seconds after which a browser asks again, with or without scripts, while they are being looked for."""
MOST = 500

_found: WeakKeyDictionary[Database, tuple[int, asyncio.Task[list[Suggestion]]]] = WeakKeyDictionary()


async def duplicate(reader: Reader, after: str) -> dict[str, Any]:
    """What the template needs of the likeliest pair from number ``after`` on: ``pair``, None if there is
    none, and ``looking`` if they are still being looked for."""
    try:
        suggested = await _suggested(reader)
    except Exception as error:  # whatever went wrong in the background is said, and the page stands
        return {"pair": None, "looking": False, "failed": str(error)}
    if suggested is None:
        return {"pair": None, "looking": True}
    start = int(after) if after.isdecimal() and len(after) < 9 else 0
    said = await reader.rows(
        "select action, item_id, was, now from corrections where action in ('merge', 'split') "
        "or (action = 'dismiss' and undone is null)"
    )
    decided = {
        key for row in said if row["action"] != "dismiss" for key in (row["item_id"], row["was"], row["now"])
    }
    apart = [{row["item_id"], row["now"]} for row in said if row["action"] == "dismiss"]
    for number, one in enumerate(suggested[start:], start):
        if decided & set(one.speakers) or set(one.speakers) in apart:
            continue
        sides = [await _side(reader, key) for key in one.speakers]
        if all(sides):
            skip = urlencode({"what": "duplicates", "after": number + 1})
            return {
                "pair": sides,
                "why": one.why,
                "looking": False,
                "left": len(suggested) - number,
                "skip": f"{reader.page('review')}?{skip}",
            }
    return {"pair": None, "looking": False}


async def _side(reader: Reader, key: str) -> dict[str, Any] | None:
    """One of the two: the speaker, other names, roles, and some of the latest words."""
    found = await reader.rows("select * from speakers where id = :id", id=key)
    if not found:
        return None
    aliases = await reader.rows(
        "select alias from aliases where speaker_id = :id order by n desc, alias limit 6", id=key
    )
    roles = await reader.rows("select role from roles where speaker_id = :id order by n desc limit 4", id=key)
    words = await reader.rows(
        "select quotes.text from (select source_id, seen from appearances where speaker_id = :id "
        "order by seen desc limit 3) as latest join quotes on quotes.source_id = latest.source_id "
        "where quotes.speaker_id = :id order by latest.seen desc limit 3",
        id=key,
    )
    return {
        **found[0],
        "url": reader.url("speakers", key),
        "aliases": [row["alias"] for row in aliases],
        "roles": [row["role"] for row in roles],
        "words": [row["text"] for row in words],
    }


async def _suggested(reader: Reader) -> list[Suggestion] | None:
    """The suggestions, or None while they are being looked for."""
    database = reader.datasette.get_database(reader.database)
    stamp = (await reader.rows("select coalesce(max(id), 0) as n from imports"))[0]["n"]
    known = _found.get(database)
    if known is None or known[0] != stamp or (known[1].done() and known[1].exception()):
        look = _look_apart if is_big(database) else _look
        task = asyncio.get_running_loop().create_task(asyncio.to_thread(look, str(database.path)))
        known = _found[database] = (stamp, task)
    if not is_big(database):
        await asyncio.wait([known[1]], timeout=PATIENCE)
    return known[1].result() if known[1].done() else None


def _look(path: str) -> list[Suggestion]:
    from ..database.store import QuoteDatabase
    from ..database.suggest import suggest

    with QuoteDatabase(path, readonly=True) as db:
        return suggest(db, "duplicates", MOST)


def _look_apart(path: str) -> list[Suggestion]:
    from ..database.apart import suggest_apart

    return suggest_apart(path, "duplicates", MOST)
