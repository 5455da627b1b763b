"""Two speakers who are one, one who is several, and wrong suggestions of it: said by people, for good.

What is said is said of names: those of the speaker who is no more mean the other from now on, in these
articles and in all that come. It holds whatever the articles say later, until it is undone.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from ..model import SpeakerKind
from . import corrections, ids, people, pins
from .corrections import Correction
from .curate import Done
from .fields import tidy
from .people import CorrectionError, Known
from .pins import Pin
from .store import QuoteDatabase
from .totals import refresh_speaker
from .write import regroup

_KINDS: tuple[SpeakerKind, ...] = ("person", "organisation")


def merge(db: QuoteDatabase, one: str, into: str, *, who: str | None = None, why: str | None = None) -> Done:
    """Let everything that one speaker said be another's, and whatever names mean the one mean the other.

    Both are ids, names or other forms. Raises `CorrectionError` where it is not clear who is meant, or they
    are the same already.
    """
    with db.transaction():
        gone, kept = people.the_one(db.conn, one), people.the_one(db.conn, into)
        if gone.id == kept.id:
            raise CorrectionError(f"{one!r} and {into!r} are one speaker already: {kept.id}")
        if not ids.is_global(kept.id) and (ids.is_global(gone.id) or gone.kind != kept.kind):
            raise CorrectionError(
                f"{kept.id} is known in one article only; merge it into {gone.id}, the other way round"
            )
        names = sorted({*_names(db.conn, gone.id), *_names(db.conn, kept.id)})
        said: list[Pin] = [(name, "", kept.id) for name in names]
        said += [(name, source, kept.id) for name, source in _single(db.conn, gone.id)]
        return _said(db, "merge", kept, gone.id, kept.id, said, who, why)


def split(
    db: QuoteDatabase,
    speaker: str,
    *,
    names: Sequence[str] = (),
    sources: Sequence[str] = (),
    roles: Sequence[str] = (),
    to: str | None = None,
    who: str | None = None,
    why: str | None = None,
) -> Done:
    """Let some of what a speaker said be somebody else's.

    What goes are the ``names`` that articles use, or the articles: ``sources`` by id (or its first six
    digits or more), URL or path, and those that state one of the ``roles``. ``to`` is whose it becomes: a
    speaker's id or name, or a new name; by default the name's own speaker, or another of the same name.
    Raises `CorrectionError` where nothing or everything would go.
    """
    with db.transaction():
        known = people.the_one(db.conn, speaker)
        conn = db.conn
        going = [_name_of(conn, known, name) for name in names]
        articles = {key for source in sources for key in _articles(conn, known, source)}
        articles |= {key for role in roles for key in _with_role(conn, known, role)}
        if not going and not articles:
            raise CorrectionError("say what goes: names, articles or roles")
        all_names = _names(conn, known.id)
        if going and set(going) >= set(all_names):
            raise CorrectionError(f"{known.id} has no other name; rename it, or merge it into another")
        whose = _whose(conn, known, going, to)
        said: list[Pin] = [(name, "", whose if name in going else known.id) for name in all_names]
        rows = conn.execute("select local_id, source_id from appearances where speaker_id = ?", [known.id])
        said += [(name, source, whose) for name, source in sorted(rows) if source in articles]
        if not going and len(articles) >= _count(conn, known.id):
            raise CorrectionError(f"these are all the articles of {known.id}; rename it, or merge it")
        return _said(db, "split", known, None, whose, said, who, why)


def dismiss(
    db: QuoteDatabase,
    speaker: str,
    other: str | None = None,
    *,
    who: str | None = None,
    why: str | None = None,
) -> Done:
    """Note that two speakers are two, or without ``other`` that a speaker is one, whatever `suggest` thinks.

    Whose their names are stays as it is. What was said already is not said twice. Raises `CorrectionError`
    where it is not clear who is meant.
    """
    with db.transaction():
        known = people.the_one(db.conn, speaker)
        apart = people.the_one(db.conn, other) if other is not None else None
        if apart is not None and apart.id == known.id:
            raise CorrectionError(f"{speaker!r} and {other!r} are one speaker already: {known.id}")
        now = apart.id if apart else None
        held = corrections.of_item(db.conn, "speakers", known.id)
        held += corrections.of_item(db.conn, "speakers", now) if now else []
        if any(c.action == "dismiss" and {c.item_id, c.now} == {known.id, now} for c in held):
            return Done((), known.name)
        return _said(db, "dismiss", known, None, now, [], who, why)


def _said(
    db: QuoteDatabase,
    action: str,
    about: Known,
    was: str | None,
    now: str | None,
    said: list[Pin],
    who: str | None,
    why: str | None,
) -> Done:
    item: dict[str, Any] = {"id": about.id, "name": about.name, "kind": about.kind}
    item |= {"pins": [list(one) for one in said]} if said else {}
    correction = Correction(action, "speakers", about.id, was, now, tidy(who), db.now(), tidy(why), item)
    made = corrections.insert(db.conn, correction)
    regroup(db.conn, pins.pin(db.conn, made))
    for key in (about.id, was, now):
        if key and db.conn.execute("select 1 from speakers where id = ?", [key]).fetchone():
            refresh_speaker(db.conn, key, ())
    return Done((made,), about.name)


def _names(conn: sqlite3.Connection, speaker_id: str) -> list[str]:
    """The local ids that mean a speaker, in stored articles or because somebody said so, and the own one."""
    rows = conn.execute(
        "select local_id from appearances where speaker_id = :id "
        "union select local_id from pins where speaker_id = :id and source_id = ''",
        {"id": speaker_id},
    )
    single = {name for name, _ in _single(conn, speaker_id)}
    whole = {name for (name,) in conn.execute("select id from names where speaker_id = ?", [speaker_id])}
    found = {key for (key,) in rows} - (single - whole)
    return sorted(found | {speaker_id})


def _single(conn: sqlite3.Connection, speaker_id: str) -> list[tuple[str, str]]:
    """Names that mean the speaker in some articles only: most of their articles mean somebody else."""
    rows = conn.execute(
        "select local_id, source_id from appearances join names on names.id = local_id "
        "where appearances.speaker_id = :id and names.speaker_id <> :id",
        {"id": speaker_id},
    )
    return sorted(rows.fetchall())


def _name_of(conn: sqlite3.Connection, known: Known, name: str) -> str:
    """The local id of one of a speaker's names. Raises `CorrectionError` if no article uses it."""
    for key in (name.strip(), *(ids.speaker_id(name.strip(), kind, "") for kind in _KINDS)):
        held = "select 1 from appearances where speaker_id = ? and local_id = ? limit 1"
        if conn.execute(held, [known.id, key]).fetchone():
            return key
    rows = conn.execute("select distinct name from appearances where speaker_id = ? order by 1", [known.id])
    shown = ", ".join(row[0] for row in rows.fetchmany(8))
    raise CorrectionError(f"no article calls {known.id} {name!r} in full; they use {shown}")


def _articles(conn: sqlite3.Connection, known: Known, source: str) -> list[str]:
    wanted = source.strip()
    rows = conn.execute(
        "select source_id from appearances join sources on sources.id = source_id where speaker_id = :id "
        "and (sources.id = :wanted or sources.url = :wanted or sources.path = :wanted "
        "or (length(:wanted) >= 6 and substr(sources.id, 1, length(:wanted)) = :wanted))",
        {"id": known.id, "wanted": wanted},
    )
    found = sorted({key for (key,) in rows})
    if not found:
        raise CorrectionError(f"{known.id} is not quoted in an article {source!r}; give its id, URL or path")
    return found


def _with_role(conn: sqlite3.Connection, known: Known, role: str) -> list[str]:
    rows = conn.execute(
        "select source_id from appearances where speaker_id = ? and role = ? collate nocase",
        [known.id, role.strip()],
    )
    found = sorted({key for (key,) in rows})
    if not found:
        raise CorrectionError(
            f"no article gives {known.id} the role {role!r}; `quotes speakers show` lists them"
        )
    return found


def _count(conn: sqlite3.Connection, speaker_id: str) -> int:
    sql = "select count(distinct source_id) from appearances where speaker_id = ?"
    return int(conn.execute(sql, [speaker_id]).fetchone()[0])


def _whose(conn: sqlite3.Connection, known: Known, going: list[str], to: str | None) -> str:
    """The id of whoever gets what goes."""
    if to is not None:
        found = people.find(conn, to)
        if len(found) > 1:
            return people.the_one(conn, to).id
        if found:
            if found[0].id == known.id:
                raise CorrectionError(f"{to!r} is the same speaker; name another, or none for a new one")
            return found[0].id
        name = tidy(to) or ""
        if not ids.fold(name):
            raise CorrectionError(f"{to!r} is no name")
        return ids.slug(name) + ("_org" if known.kind == "organisation" else "")
    if going and going[0] != known.id:
        return going[0]
    base, n = ids.fold_id(known.id), 2
    while conn.execute(
        "select 1 from speakers where id = :id union select 1 from pins where speaker_id = :id",
        {"id": f"{base}_{n}"},
    ).fetchone():
        n += 1
    return f"{base}_{n}"
