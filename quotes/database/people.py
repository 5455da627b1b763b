"""Whom a person means who names a speaker: by id, by name or by any other form of it."""

from __future__ import annotations

import re
import sqlite3
from typing import Any, NamedTuple

from . import ids
from .fields import tidy
from .rows import ArticleRows

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+(?:_[a-z0-9-]+)?|[a-z0-9-]+_[a-z0-9-]+")
_MOST_LISTED = 5


class CorrectionError(ValueError):
    """Why something cannot be corrected, in one line that says what to do."""


class Known(NamedTuple):
    """A speaker: id, name, kind and role."""

    id: str
    name: str
    kind: str
    role: str | None


def find(conn: sqlite3.Connection, wanted: str) -> list[Known]:
    """The speakers that an id or a name means, any form of it; capitals and accents do not matter."""
    wanted = ids.clean(wanted).strip()
    row = conn.execute("select id, name, kind, role from speakers where id = ?", [wanted]).fetchone()
    if row:
        return [Known(*row)]
    folded = ids.fold(wanted)
    found = conn.execute(
        "select id, name, kind, role from speakers where id in ("
        "select id from speakers where name = :wanted collate nocase "
        "union select speaker_id from aliases where alias = :wanted or (folded = :folded and :folded > '')"
        ") order by quotes desc, id",
        {"wanted": wanted, "folded": folded},
    )
    return [Known(*row) for row in found]


def usual(conn: sqlite3.Connection, name: str, kind: str) -> str:
    """The name of the speaker whom most articles mean by a name: "Barack Obama" for "Obama"; else itself."""
    found = conn.execute(
        "select speakers.name from aliases join speakers on speakers.id = speaker_id "
        "where folded = ? and alias = ? and kind = ? order by n desc, speaker_id limit 1",
        [ids.fold(name), name, kind],
    ).fetchone()
    return str(found[0]) if found else name


def the_one(conn: sqlite3.Connection, wanted: str) -> Known:
    """The one speaker that an id or name means. Raises `CorrectionError` for none and for several."""
    found = find(conn, wanted)
    if not found:
        raise CorrectionError(f"no speaker is called {wanted!r}; `quotes speakers` lists them")
    return _only(found, wanted)


def _only(found: list[Known], wanted: str) -> Known:
    if len(found) > 1:
        listed = [f"{known.id} ({known.role or known.kind})" for known in found[:_MOST_LISTED]]
        more = f" and {len(found) - _MOST_LISTED} more" if len(found) > _MOST_LISTED else ""
        raise CorrectionError(
            f"several speakers are called {wanted!r}: {', '.join(listed)}{more}; give an id"
        )
    return found[0]


def speaker_of_quote(conn: sqlite3.Connection, wanted: str, rows: ArticleRows) -> tuple[dict[str, Any], bool]:
    """Whom a quote of an article is to be given to, as `items` keeps speakers, and whether they are new.

    Groups, documents and unnamed speakers are their article's own: those of others are not meant. Raises
    `CorrectionError` where it is not clear who is meant.
    """
    here = {row["speaker_id"] for row in rows.appearances.values()}
    found = [
        known for known in find(conn, wanted) if known.kind in ("person", "organisation") or known.id in here
    ]
    if found:
        known = _only(found, wanted)
        local_id = _local_id(conn, known, rows)
        return {"id": known.id, "local_id": local_id, "name": known.name, "kind": known.kind,
                "role": _role(rows, known.id)}, False  # fmt: skip
    name = tidy(wanted) or ""
    if not ids.fold(name):
        raise CorrectionError(f"{wanted!r} is no name; give a speaker's id or name, or none")
    if _ID.fullmatch(name):
        raise CorrectionError(
            f"no speaker has the id {name}; `quotes speakers` lists them; a new one needs a name as written"
        )
    key = ids.speaker_id(name, "person", rows.source["id"])
    if conn.execute("select 1 from speakers where id = ?", [key]).fetchone():
        raise CorrectionError(f"{name!r} may be the speaker {key}; give that id")
    return {"id": key, "local_id": key, "name": name, "kind": "person", "role": None}, True


def _local_id(conn: sqlite3.Connection, known: Known, rows: ArticleRows) -> str:
    """The local id by which a quote of this article is somebody's, whatever else the article says of them."""
    if known.kind not in ("person", "organisation"):
        return min(row["local_id"] for row in rows.appearances.values() if row["speaker_id"] == known.id)
    if known.id in rows.appearances:
        own = rows.appearances[known.id]["speaker_id"] == known.id
    else:
        name = conn.execute("select speaker_id, people from names where id = ?", [known.id]).fetchone()
        own = ids.is_global(known.id) and name == (known.id, 1)
    return known.id if own else known.id + ids.BY_HAND


def _role(rows: ArticleRows, speaker_id: str) -> str | None:
    said = [row for row in rows.appearances.values() if row["speaker_id"] == speaker_id and row["role"]]
    said.sort(key=lambda row: (row["local_id"] != speaker_id, row["local_id"]))
    return said[0]["role"] if said else None
