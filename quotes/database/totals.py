"""What is counted from other rows: a speaker's numbers, dates, name and role; an outlet's domain.

Counted anew rather than added up, so that one wrong figure does not stay wrong; each is read from an
index alone, which takes under a millisecond for a speaker with ten thousand quotes.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any

from . import ids, tables
from .corrections import corrected_columns, corrected_values, given_names
from .fields import best_form, domain_of, sort_name
from .rows import AppearanceRow, ArticleRows

AGREED = 4
_COUNTS = """select
  (select count(*) from quotes where speaker_id = :id)
    + (select count(*) from quote_speakers where speaker_id = :id and n > 1 and not exists (
      select 1 from quote_speakers as before
      where before.quote_id = quote_speakers.quote_id and before.speaker_id = :id
        and before.n < quote_speakers.n)),
  (select count(distinct source_id) from appearances where speaker_id = :id),
  (select min(seen) from appearances where speaker_id = :id),
  (select max(seen) from appearances where speaker_id = :id)"""


def latest(conn: sqlite3.Connection, speaker_id: str, column: str) -> str | None:
    """What the latest article that says it gives as a speaker's role or pronouns.

    Articles without a date count as the earliest; of several on one day the greatest source id decides.
    """
    best: tuple[tuple[str, str], str] | None = None
    value = ""
    # From one value to the next, and to the end of each, by the index: a speaker has few roles, but may
    # have thousands of appearances.
    following = f"select min({column}) from appearances where speaker_id = ? and {column} > ?"
    last = (
        f"select coalesce(seen, ''), source_id from appearances where speaker_id = ? and {column} = ? "
        "order by seen desc, source_id desc limit 1"
    )
    while (value := conn.execute(following, [speaker_id, value]).fetchone()[0]) is not None:
        when = conn.execute(last, [speaker_id, value]).fetchone()
        if best is None or when > best[0]:
            best = (when, value)
    return best[1] if best else None


def usual_role(conn: sqlite3.Connection, speaker_id: str) -> str | None:
    """The latest role that articles agree on, since they also call people what nobody else does.

    Of those who are much written about that is one that at least the square root of as many articles give as
    give the most frequent role; where no role has `AGREED` articles, what the latest article gives.
    """
    rows = conn.execute(
        "select role, coalesce(last_seen, ''), n from roles where speaker_id = ? and n > 1", [speaker_id]
    ).fetchall()
    most = max((n for *_, n in rows), default=0)
    if most < AGREED:
        return latest(conn, speaker_id, "role")
    return str(max((last, n, role) for role, last, n in rows if n * n >= most)[2])


def display_name(conn: sqlite3.Connection, speaker_id: str, kind: str) -> str | None:
    """The form of a speaker's full name that most articles use, or None if no article has them."""
    forms: dict[str, int] = dict(
        conn.execute("select alias, n from aliases where speaker_id = ?", [speaker_id])
    )
    own = ids.fold_id(speaker_id)
    full = {form: n for form, n in forms.items() if ids.slug(form) == own}
    if not full:
        names = conn.execute("select distinct name from appearances where speaker_id = ?", [speaker_id])
        full = {name: forms.get(name, 1) for (name,) in names}
    return best_form(full) if full else None


def speaker_totals(conn: sqlite3.Connection, speaker_id: str, name_is_right: bool = False) -> dict[str, Any]:
    """What the other tables say that a stored speaker's row should hold, by column.

    ``name_is_right`` if a person corrected the name; it then stays. What people said otherwise goes first.
    """
    name, kind = conn.execute("select name, kind from speakers where id = ?", [speaker_id]).fetchone()
    said = corrected_values(conn, "speakers", speaker_id)
    if said.get("name"):
        name = said["name"]
    elif not name_is_right:
        name = display_name(conn, speaker_id, kind) or name
    quotes, sources, first_seen, last_seen = conn.execute(_COUNTS, {"id": speaker_id}).fetchone()
    return {
        "name": name,
        "sort_name": sort_name(name, kind),
        "role": usual_role(conn, speaker_id),
        "pronouns": latest(conn, speaker_id, "pronouns"),
        "quotes": quotes,
        "sources": sources,
        "first_seen": first_seen,
        "last_seen": last_seen,
        **{column: said[column] for column in ("role", "wikidata") if column in said},
    }


def make_speakers(conn: sqlite3.Connection, articles: Iterable[ArticleRows], alone: Collection[str]) -> None:
    """Make the rows of speakers each of whom one of these articles quotes and no other, and those of the
    roles it states, as `refresh_speaker` would once the article is there."""
    speakers = []
    for rows in articles:
        new = sorted(key for key in rows.appearances if key in alone)
        counts = Counter(quote["local_id"] for quote in rows.quotes.values()) if new else Counter()
        counts.update(link["local_id"] for link in rows.quote_speakers.values() if link["n"] > 1)
        speakers += [
            _of_one_article(rows.appearances[key], ids.kind_of(key, rows.kinds[key]), counts[key])
            for key in new
        ]
    tables.insert(conn, "speakers", speakers)
    roles = [{**speaker, "speaker_id": speaker["id"], "n": 1} for speaker in speakers if speaker["role"]]
    tables.insert(conn, "roles", roles)


def _of_one_article(appearance: AppearanceRow, kind: str, quotes: int) -> dict[str, Any]:
    key, name, seen = appearance["speaker_id"], appearance["name"], appearance["seen"]
    if appearance["aliases"] != "[]":
        forms = [name, *json.loads(appearance["aliases"])]
        full = dict.fromkeys((form for form in forms if ids.slug(form) == ids.fold_id(key)), 1)
        name = best_form(full or {name: 1})
    return {
        "id": key,
        "name": name,
        "sort_name": sort_name(name, kind),
        "kind": kind,
        "role": appearance["role"],
        "pronouns": appearance["pronouns"],
        "wikidata": None,
        "quotes": quotes,
        "sources": 1,
        "first_seen": seen,
        "last_seen": seen,
    }


def refresh_speaker(conn: sqlite3.Connection, speaker_id: str, roles: Iterable[str]) -> None:
    """Count a speaker's row, and the rows of these roles, anew; delete the speaker if nobody is left.

    Columns that people corrected stay; what they said of a speaker who is deleted waits for the next one of
    that id. A speaker stays of whom something was corrected in the tables themselves.
    """
    for role in sorted(set(roles)):
        _refresh_role(conn, speaker_id, role)
    by_hand = corrected_columns(conn, "speakers", speaker_id)
    _give_names(conn, speaker_id)
    kept = by_hand - corrected_values(conn, "speakers", speaker_id).keys()
    values = speaker_totals(conn, speaker_id, "name" in by_hand)
    if not values["sources"] and not values["quotes"] and not kept:
        conn.execute("delete from aliases where speaker_id = ?", [speaker_id])
        conn.execute("delete from speakers where id = ?", [speaker_id])
        return
    names = ", ".join(values)
    stored = conn.execute(f"select {names} from speakers where id = ?", [speaker_id]).fetchone()
    # Naming only what changed leaves the full-text index alone when counts change.
    changed = [
        column
        for column, before in zip(values, stored, strict=True)
        if column not in kept and values[column] != before
    ]
    if changed:
        changes = ", ".join(f"{column} = ?" for column in changed)
        new = [values[column] for column in changed]
        conn.execute(f"update speakers set {changes} where id = ?", [*new, speaker_id])


def _give_names(conn: sqlite3.Connection, speaker_id: str) -> None:
    """Let a speaker be found by the names that people gave, though no article uses them."""
    conn.execute("delete from aliases where speaker_id = ? and n < 1", [speaker_id])
    conn.executemany(
        "insert into aliases (speaker_id, alias, folded, n) values (?, ?, ?, 0) on conflict do nothing",
        [(speaker_id, name, ids.fold(name)) for name in sorted(given_names(conn, speaker_id))],
    )


def recount_forms(conn: sqlite3.Connection, speaker_id: str) -> None:
    """Count anew the forms of a speaker's name, and the roles, after articles came from or went to others."""
    for table in ("aliases", "roles"):
        conn.execute(f"delete from {table} where speaker_id = ?", [speaker_id])
    forms = conn.execute(
        "select form, count(distinct source_id) from ("
        "select source_id, name as form from appearances where speaker_id = :id union all "
        "select source_id, value from appearances, json_each(appearances.aliases) where speaker_id = :id"
        ") group by form",
        {"id": speaker_id},
    ).fetchall()
    conn.executemany(
        "insert into aliases (speaker_id, alias, folded, n) values (?, ?, ?, ?)",
        ([speaker_id, form, ids.fold(form), n] for form, n in forms),
    )
    conn.execute(
        "insert into roles (speaker_id, role, first_seen, last_seen, n) "
        "select speaker_id, role, min(seen), max(seen), count(distinct source_id) from appearances "
        "where speaker_id = ? and role is not null group by role",
        [speaker_id],
    )


def _refresh_role(conn: sqlite3.Connection, speaker_id: str, role: str) -> None:
    n, first_seen, last_seen = conn.execute(
        "select count(distinct source_id), min(seen), max(seen) from appearances "
        "where speaker_id = ? and role = ?",
        [speaker_id, role],
    ).fetchone()
    if not n:
        conn.execute("delete from roles where speaker_id = ? and role = ?", [speaker_id, role])
        return
    conn.execute(
        "insert into roles (speaker_id, role, first_seen, last_seen, n) values (?, ?, ?, ?, ?) "
        "on conflict (speaker_id, role) do update set "
        "first_seen = excluded.first_seen, last_seen = excluded.last_seen, n = excluded.n",
        [speaker_id, role, first_seen, last_seen, n],
    )


def better_domain(one: str | None, other: str | None) -> str | None:
    """The shorter of two domains, of equally long ones the first in string order."""
    return min(filter(None, (one, other)), key=lambda domain: (len(domain), domain), default=None)


def refresh_outlet(
    conn: sqlite3.Connection, outlet_id: str, gained: str | None = None, lost: str | None = None
) -> None:
    """Bring an outlet's domain up to date, or delete the outlet if nothing refers to it.

    ``gained`` is the domain of an article it now has, ``lost`` that of one it may no longer have.
    """
    row = conn.execute("select domain from outlets where id = ?", [outlet_id]).fetchone()
    if row is None:
        return
    used = (
        "exists (select 1 from sources where outlet_id = ?) or exists (select 1 from quotes where via_id = ?)"
    )
    (kept,) = conn.execute(f"select {used}", [outlet_id] * 2).fetchone()
    by_hand = corrected_columns(conn, "outlets", outlet_id)
    if not kept and not by_hand:
        conn.execute("delete from outlets where id = ?", [outlet_id])
        return
    domain = better_domain(row[0], gained)
    if lost is not None and lost == domain:
        domain = outlet_domain(conn, outlet_id)
    if domain != row[0] and not by_hand:
        conn.execute("update outlets set domain = ? where id = ?", [domain, outlet_id])


def outlet_domain(conn: sqlite3.Connection, outlet_id: str) -> str | None:
    """The shortest domain of all the articles of an outlet."""
    best: str | None = None
    for (url,) in conn.execute("select url from sources where outlet_id = ?", [outlet_id]):
        best = better_domain(best, domain_of(url))
    return best
