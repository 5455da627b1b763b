"""All that is known of one speaker, as an entry in a reference book has it: `entry` gathers it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from ..speakers.forms import form, organisation_base
from . import ids, people
from .fields import date_of
from .search import Queries
from .store import QuoteDatabase

_MOST = 8
_MOST_NAMESAKES = 12
_QUOTES = 5
_LATEST = 300  # quotes that the ones to show are chosen from
_UNSURE = 0.5
_SHORT, _LONG = 40, 300  # letters of a quote that says something and can be read at a glance
_DETERMINERS = frozenset(("the", "a", "an", "his", "her", "its", "their"))

# Alone or with others.
_OWN = (
    "select id from quotes where speaker_id = :id "
    "union select quote_id from quote_speakers where speaker_id = :id"
)


def entry(db: QuoteDatabase, wanted: str) -> dict[str, Any]:
    """All that is known of the speaker that an id, name or alias means.

    The row of ``speakers``, and: ``outlets`` (a number), ``kinds`` (quotes by kind), ``unsure`` (quotes of
    a confidence below one half), ``roles`` in order of time, ``aliases``, ``joined`` (the names that are
    this speaker's, and why), ``people`` (how many there are of the name), ``published_by``, ``relayed_by``,
    ``told`` (addressees), ``beside`` (who is quoted in the same articles), ``topics``, ``corrections``,
    ``reviewed`` (quotes that a person has checked), ``namesakes``, ``unresolved`` (articles that give no
    more than the surname), ``article`` (for who is known in one article only) and ``chosen`` (some quotes,
    the latest first).

    Raises `CorrectionError` for nobody or several.
    """
    known = people.the_one(db.conn, wanted)
    key = {"id": known.id}
    row = _all(db, "select * from speakers where id = :id", key)[0]
    forms = _all(db, "select alias, n from aliases where speaker_id = :id order by n desc, alias", key)
    published = _all(
        db,
        "select outlets.id, outlets.name, count(*) as quotes, count(distinct sources.id) as sources "
        f"from quotes join sources on sources.id = source_id join outlets on outlets.id = outlet_id "
        f"where quotes.id in ({_OWN}) group by outlets.id order by quotes desc, sources desc, outlets.id",
        key,
    )
    joined = _joined(db, key)
    return {
        **row,
        "outlets": len(published),
        "kinds": _counted(db, "kind", key),
        "unsure": _all(
            db,
            f"select count(*) as n from quotes where id in ({_OWN}) and reviewed = 0 and confidence < :low",
            {**key, "low": _UNSURE},
        )[0]["n"],
        "roles": _roles(db, key),
        "aliases": [form for form in forms if form["alias"] != row["name"]],
        "joined": joined,
        "people": max((name["people"] for name in joined), default=1),
        "published_by": published[:_MOST],
        "relayed_by": _all(
            db,
            "select outlets.id, outlets.name, count(*) as quotes from quotes join outlets "
            f"on outlets.id = via_id where quotes.id in ({_OWN}) "
            "group by outlets.id order by quotes desc, outlets.id limit :most",
            {**key, "most": _MOST},
        ),
        "told": [{"name": name, "quotes": n} for name, n in _counted(db, "addressee", key).items()][:_MOST],
        "beside": _beside(db, key),
        "topics": _topics(db, key),
        "corrections": _all(
            db,
            "select id as number, action, item_id, was, now, who, at, why from corrections "
            "where item_table = 'speakers' and undone is null and (item_id = :id "
            "or (action in ('merge', 'split') and :id in (was, now))) order by id",
            key,
        ),
        "reviewed": _all(db, f"select count(*) as n from quotes where id in ({_OWN}) and reviewed = 1", key)[
            0
        ]["n"],
        "namesakes": _namesakes(db, row, joined),
        "unresolved": _unresolved(db, row),
        "article": _article(db, key) if row["kind"] not in ("person", "organisation") else None,
        "chosen": _chosen(db, key),
    }


def _all(db: Queries, sql: str, params: dict[str, Any]) -> list[dict[str, Any]]:
    return list(db.query(sql, params))


def _counted(db: Queries, column: str, key: dict[str, Any]) -> dict[str, int]:
    """How many of a speaker's quotes have each value of a column (named here, never by a user)."""
    sql = f"select {column} as value, count(*) as n from quotes where id in ({_OWN}) group by 1"
    rows = [row for row in db.query(sql, key) if row["value"] is not None]
    return {row["value"]: row["n"] for row in sorted(rows, key=lambda row: (-row["n"], row["value"]))}


def _beside(db: Queries, key: dict[str, Any]) -> list[dict[str, Any]]:
    """Who is quoted in the same articles most; not an article's own "city council"."""
    rows = db.query(
        "select speakers.id, speakers.name, speakers.role, count(distinct other.source_id) as sources, "
        "speakers.kind from appearances as own join appearances as other on other.source_id = own.source_id "
        "join speakers on speakers.id = other.speaker_id where own.speaker_id = :id "
        "and other.speaker_id <> :id and speakers.kind in ('person', 'organisation') "
        "group by speakers.id order by 4 desc, speakers.quotes desc, speakers.id limit 50",
        key,
    )
    return [row for row in rows if row["kind"] == "person" or ids.is_global(row["id"])][:_MOST]


def bare_role(role: str) -> str:
    """A role without the article or possessive that its sentence gave it: "its secretary" -> secretary."""
    words = role.split()
    return " ".join(words[1:] if len(words) > 1 and words[0].casefold() in _DETERMINERS else words)


def _roles(db: Queries, key: dict[str, Any]) -> list[dict[str, Any]]:
    """The roles in order of time; "Mayor" and "the mayor" are one, in the form that most articles print."""
    rows = _all(
        db,
        "select role, first_seen, last_seen, n from roles where speaker_id = :id order by n desc, role",
        key,
    )
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        role = bare_role(row["role"])
        same = found.setdefault(ids.fold(role) or role, {**row, "role": role, "n": 0})
        dates = [same["first_seen"], row["first_seen"], same["last_seen"], row["last_seen"]]
        dated = [date for date in dates if date]
        same["first_seen"], same["last_seen"] = (min(dated), max(dated)) if dated else (None, None)
        same["n"] += row["n"]
    return sorted(found.values(), key=lambda r: (r["first_seen"] or "9999", r["last_seen"] or "", r["role"]))


def _joined(db: Queries, key: dict[str, Any]) -> list[dict[str, Any]]:
    """The names that are the speaker's, each with why it is and in how many articles.

    Those that articles give no more of than a surname are one.
    """
    rows = _all(
        db,
        "select names.id, max(appearances.name) as name, names.people, case when names.id in "
        "(select local_id from pins where speaker_id = :id) then 'by hand' else names.why end as why, "
        "count(distinct source_id) as sources from appearances join names on names.id = local_id "
        "where appearances.speaker_id = :id group by names.id order by sources desc, names.id",
        key,
    )
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        name = row["id"] if ids.is_global(row["id"]) else ids.without_source(row["id"])
        same = found.setdefault((name, row["why"]), {**row, "id": name, "people": 1, "sources": 0})
        same["sources"] += row["sources"]
        same["people"] = max(same["people"], row["people"])
    return sorted(found.values(), key=lambda row: (-row["sources"], row["id"], row["why"]))


def _topics(db: Queries, key: dict[str, Any]) -> list[dict[str, Any]]:
    rows = db.query(
        "select distinct source_id, topics from appearances where speaker_id = :id and topics is not null",
        key,
    )
    counts = Counter(topic for row in rows for topic in row["topics"].split(",") if topic)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [{"topic": topic, "sources": n} for topic, n in ranked[:_MOST]]


def _namesakes(db: Queries, row: dict[str, Any], joined: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Who may be taken for the speaker, and why: the same name, a surname, an acronym."""
    found: dict[str, dict[str, Any]] = {}

    def add(rows: Iterable[dict[str, Any]], why: str) -> None:
        for other in rows:
            if other["id"] != row["id"]:
                found.setdefault(other["id"], {**other, "why": why})

    columns = "speakers.id, speakers.name, speakers.kind, speakers.role, speakers.quotes"
    key = {"id": row["id"]}
    add(
        db.query(
            f"select {columns} from (select distinct other.speaker_id as other_id "
            "from (select distinct local_id from appearances where speaker_id = :id) as own "
            "join appearances as other on other.local_id = own.local_id) "
            "join speakers on speakers.id = other_id where other_id <> :id "
            "order by speakers.quotes desc, speakers.id limit 20",
            key,
        ),
        "same name",
    )
    add(
        db.query(
            f"select {columns} from aliases as own join aliases as other on other.folded = own.folded "
            "join speakers on speakers.id = other.speaker_id where own.speaker_id = :id "
            "and own.alias = :name and other.speaker_id <> :id and own.folded > '' "
            "and speakers.kind in ('person', 'organisation') "
            "group by speakers.id order by speakers.quotes desc, speakers.id limit 20",
            {**key, "name": row["name"]},
        ),
        "same name",
    )
    parts = form(row["name"]) if row["kind"] == "person" else None
    if parts is not None:
        rows = db.query(
            f"select distinct {columns} from name_blocks join names on names.id = name_id "
            "join speakers on speakers.id = names.speaker_id where block = :block "
            "order by speakers.quotes desc, speakers.id limit 200",
            {"block": f"* {parts.family}"},
        )
        alike = [(other, form(other["name"])) for other in rows]
        add((other for other, its in alike if its and its.family == parts.family), "same surname")
    if row["kind"] == "organisation":
        names = [name["id"] for name in joined]
        for name in names[:_MOST]:
            add(
                db.query(
                    f"select distinct {columns} from claims join names on names.id = name_id "
                    "join speakers on speakers.id = names.speaker_id where claimed = :name",
                    {"name": name},
                ),
                "same abbreviation",
            )
    return list(found.values())[:_MOST_NAMESAKES]


def _unresolved(db: Queries, row: dict[str, Any]) -> int:
    """How many articles quote somebody by the speaker's surname alone, and nothing tells whom."""
    parts = form(row["name"]) if row["kind"] == "person" else None
    word = parts.family if parts else organisation_base(row["name"])
    if row["kind"] not in ("person", "organisation") or not word:
        return 0
    rows = db.query(
        "select count(*) as n from name_blocks join names on names.id = name_id "
        "where block = :block and kind = :kind and names.speaker_id = names.id and names.id <> :id",
        {"block": f"bare {word}", "kind": row["kind"], "id": row["id"]},
    )
    return next(iter(rows))["n"]


def _article(db: Queries, key: dict[str, Any]) -> dict[str, Any] | None:
    rows = _all(
        db,
        "select source_id, title, path, url, published, outlets.name as outlet from appearances "
        "join sources on sources.id = source_id left join outlets on outlets.id = sources.outlet_id "
        "where speaker_id = :id order by sources.id limit 2",
        key,
    )
    return rows[0] if len(rows) == 1 else None


def _chosen(db: Queries, key: dict[str, Any]) -> list[dict[str, Any]]:
    """A handful of quotes: the best of each of the latest articles, then the next best of these."""
    rows = _all(
        db,
        "select quotes.id, quotes.text, quotes.kind, status, act, confidence, reviewed, via.name as via, "
        "outlets.name as outlet, published, title, path, url, source_id, quotes.n from quotes "
        "join sources on sources.id = source_id left join outlets on outlets.id = sources.outlet_id "
        f"left join outlets as via on via.id = via_id where quotes.id in ({_OWN}) "
        "order by published is null, published desc, source_id, quotes.n limit :latest",
        {**key, "latest": _LATEST},
    )
    articles: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        articles.setdefault(row["source_id"], []).append(row)
    for own in articles.values():
        own.sort(key=_worth)
    chosen: list[dict[str, Any]] = []
    texts: set[str] = set()
    turn = 0
    while len(chosen) < _QUOTES and any(turn < len(own) for own in articles.values()):
        for own in articles.values():
            if turn < len(own) and len(chosen) < _QUOTES and ids.fold(own[turn]["text"]) not in texts:
                chosen.append(own[turn])
                texts.add(ids.fold(own[turn]["text"]))
        turn += 1
    order = {source: at for at, source in enumerate(articles)}
    chosen.sort(key=lambda row: (order[row["source_id"]], row["n"]))
    return [{**row, "date": date_of(row["published"])} for row in chosen]


def _worth(row: dict[str, Any]) -> tuple[object, ...]:
    """Sorts quotes: what was surely said, in the speaker's own words, at a length that can be read."""
    unsure = not row["reviewed"] and row["confidence"] < _UNSURE
    kinds = {"direct": 0, "mixed": 1}
    readable = _SHORT <= len(row["text"]) <= _LONG
    return (unsure, row["act"] != "speech", not readable, kinds.get(row["kind"], 2), -row["confidence"])
