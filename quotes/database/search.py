"""Questions to a database: find words, list speakers, show one quote in its context, count it all.

Every function takes anything with ``query(sql, params)``: our `QuoteDatabase` or sqlite-utils' `Database`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, Protocol

from ..model import QUOTE_KINDS, SPEAKER_KINDS
from . import ids
from .fields import date_of

Order = Literal["quotes", "sources", "name", "first_seen", "last_seen"]
_ORDERS: dict[str, str] = {
    "quotes": "quotes desc, sources desc, id",
    "sources": "sources desc, quotes desc, id",
    "name": "sort_name collate nocase, id",
    "first_seen": "first_seen is null, first_seen, id",
    "last_seen": "last_seen desc, id",
}
# A term, or a phrase in straight or curly double quotation marks that may be left open; * asks for a prefix.
_TERM = re.compile(r'["“”„]([^"“”„]*)(?:["“”„](\*?)|$)|([^\s"“”„]+)')

# SQLite refuses patterns that are longer than 50,000 bytes; no name comes near.
_LONGEST = 1000


class Queries(Protocol):
    """Something that answers SELECT statements with dicts."""

    def query(self, sql: str, params: Any = ...) -> Iterable[dict[str, Any]]:
        """The rows of a SELECT."""


class NotFoundError(LookupError):
    """No quote, or more than one, has the id that was asked for."""


def match_expression(words: str) -> str:
    """What people type, as an FTS5 expression that can never be a syntax error.

    Each term is quoted, a phrase in double quotation marks stays one, a trailing ``*`` asks for a prefix;
    all of them must be found. Terms without a letter or digit are left out; empty if none is left.
    """
    terms = []
    for phrase, phrase_star, term in _TERM.findall(ids.clean(words).replace("\0", " ")):
        star = phrase_star or ("*" if term.endswith("*") else "")
        plain = " ".join((phrase or term).replace("*", " ").split())
        # FTS5 sees letters, numbers and private characters; a phrase of none of them matches nothing.
        if any(unicodedata.category(c)[0] in "LN" or unicodedata.category(c) == "Co" for c in plain):
            terms.append(f'"{plain}"{star}')
    return " ".join(terms)


def search(
    db: Queries,
    words: str = "",
    *,
    speaker: str | None = None,
    outlet: str | None = None,
    kind: str | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: int | None = 20,
    offset: int = 0,
) -> list[dict[str, Any]]:
    """Rows of ``attributed`` whose quotes hold the words, the best match first; all quotes for no words.

    ``speaker`` is an id, name or alias (`speaker_ids`), ``outlet`` the id, name or domain of who published,
    ``since`` and ``until`` are dates or the start of one (2019, 2019-10), both inclusive. Without words
    the latest come first. Raises ValueError for an unknown kind or something that is no date.
    """
    where: list[str] = []
    params: dict[str, Any] = {"limit": -1 if limit is None else limit, "offset": offset}
    tables = "quotes join attributed on attributed.id = quotes.id"
    order = (
        "attributed.published is null, attributed.published desc, attributed.source_id, quotes.n, quotes.id"
    )
    if words.strip():
        params["words"] = match_expression(words)
        if not params["words"]:
            return []
        tables = f"quotes_fts join quotes on quotes.rowid = quotes_fts.rowid {tables.removeprefix('quotes ')}"
        where.append("quotes_fts match :words")
        order = f"quotes_fts.rank, {order}"
    more, values = conditions(db, speaker=speaker, outlet=outlet, kind=kind, since=since, until=until)
    where += more
    params |= values
    condition = f"where {' and '.join(where)}" if where else ""
    sql = f"select attributed.* from {tables} {condition} order by {order} limit :limit offset :offset"
    return list(db.query(sql, params))


def conditions(
    db: Queries,
    *,
    speaker: str | None = None,
    outlet: str | None = None,
    kind: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> tuple[list[str], dict[str, Any]]:
    """What rows of ``quotes`` joined to ``attributed`` must fulfil, as SQL, and its parameters."""
    where: list[str] = []
    params: dict[str, Any] = {}
    if speaker is not None:
        params["speakers"] = json.dumps(speaker_ids(db, speaker))
        listed = "(select value from json_each(:speakers))"
        several = f"select quote_id from quote_speakers where speaker_id in {listed}"
        where.append(f"(quotes.speaker_id in {listed} or quotes.id in ({several}))")
    if outlet is not None:
        params["outlets"] = json.dumps(outlet_ids(db, outlet))
        where.append("attributed.outlet_id in (select value from json_each(:outlets))")
    if kind is not None:
        params["kind"] = _one_of(kind, QUOTE_KINDS)
        where.append("quotes.kind = :kind")
    for name, comparison, date in (("since", ">=", since), ("until", "<=", until)):
        if date is not None:
            params[name] = _date(date)
            where.append(
                f"attributed.published glob '[0-9][0-9][0-9][0-9]*' and "
                f"substr(attributed.published, 1, length(:{name})) {comparison} :{name}"
            )
    return where, params


def speakers(
    db: Queries,
    like: str | None = None,
    *,
    kind: str | None = None,
    limit: int | None = 20,
    offset: int = 0,
    order: Order = "quotes",
) -> list[dict[str, Any]]:
    """Rows of ``speakers``, the most quoted first or by ``order``.

    ``like`` is any part of an id, name or alias; capitals and accents do not matter. Raises ValueError
    for an unknown kind or order.
    """
    where: list[str] = []
    params: dict[str, Any] = {"limit": -1 if limit is None else limit, "offset": offset}
    if like:
        folded = ids.fold(like)[:_LONGEST]
        params |= {"like": ids.clean(like), "folded": f"%{folded}%" if folded else ""}
        where.append(
            "(id = :like or name = :like or id like :folded"
            " or id in (select speaker_id from aliases where folded like :folded))"
        )
    if kind is not None:
        params["kind"] = _one_of(kind, SPEAKER_KINDS)
        where.append("kind = :kind")
    condition = f"where {' and '.join(where)}" if where else ""
    by = _ORDERS[_one_of(order, tuple(_ORDERS))]
    return list(
        db.query(f"select * from speakers {condition} order by {by} limit :limit offset :offset", params)
    )


def speaker_ids(db: Queries, wanted: str) -> list[str]:
    """The ids of the speakers that an id, name or alias means; capitals and accents do not matter.

    If nobody is called exactly so, the speakers one of whose names holds these words: "Durazo" finds
    Alfonso Durazo. Speakers known only within their article share names: "officials" means all of them.
    """
    folded = ids.fold(wanted)
    exact = (
        "select id from speakers where id = :wanted or name = :wanted collate nocase "
        "union select speaker_id from aliases where alias = :wanted or (folded = :folded and :folded > '') "
        "order by 1"
    )
    found = [row["id"] for row in db.query(exact, {"wanted": ids.clean(wanted), "folded": folded})]
    if found or not folded:
        return found
    part = "select distinct speaker_id from aliases where '-' || folded || '-' like :part order by 1"
    return [row["speaker_id"] for row in db.query(part, {"part": f"%-{folded[:_LONGEST]}-%"})]


def outlet_ids(db: Queries, wanted: str) -> list[str]:
    """The ids of the outlets that an id, name or domain means, with or without "The"."""
    slug = ids.slug(wanted).removeprefix("the-")
    sql = "select id from outlets where id in (:wanted, :slug) or domain = :domain order by 1"
    domain = ids.clean(wanted).casefold().strip().removeprefix("www.")
    params = {"wanted": ids.clean(wanted), "slug": slug, "domain": domain}
    return [row["id"] for row in db.query(sql, params)]


def show(db: Queries, quote_id: str) -> dict[str, Any]:
    """One quote and all that is known of it, by its id or the start of it.

    Keys: ``quote`` (its row of ``quotes`` and of ``attributed``, spans as lists), ``source`` (its row,
    without the text), ``context`` (see `_context`), ``speakers`` (their rows, in order), ``nested`` (the
    rows of the quotes that stand in it), ``outer`` (of the one it stands in, or None) and ``corrections``.
    Raises `NotFoundError` if no quote, or more than one, has such an id.
    """
    key = full_id(db, quote_id)
    quote = _first(db, "select * from quotes where id = ?", [key])
    quote = _with_spans(quote) | _first(db, "select * from attributed where id = ?", [key])
    source = _first(db, "select * from sources where id = ?", [quote["source_id"]])
    several = (
        "select speakers.* from quote_speakers join speakers on speakers.id = speaker_id where quote_id = ?"
    )
    spoke = list(db.query(f"{several} order by n", [key]))
    if not spoke:
        spoke = list(db.query("select * from speakers where id = ?", [quote["speaker_id"]]))
    related = "select attributed.* from attributed join quotes on quotes.id = attributed.id where"
    outer = list(db.query(f"{related} quotes.id = ?", [quote["nested_in"]]))
    corrections = "select * from corrections where item_table = 'quotes' and item_id = ? order by id"
    return {
        "quote": quote,
        "source": {column: value for column, value in source.items() if column != "text"},
        "context": _context(quote, source["text"]),
        "speakers": spoke,
        "nested": list(db.query(f"{related} quotes.nested_in = ? order by quotes.n", [key])),
        "outer": outer[0] if outer else None,
        "corrections": list(db.query(corrections, [key])),
    }


# The words of a quote, whatever marks a paper prints them in.
_SAME_WORDS = """trim(replace(replace(replace(replace(replace(lower(quotes.text),
  '“', '"'), '”', '"'), '’', char(39)), '‘', char(39)), '  ', ' '), ' .,;:!?-–—"' || char(39))"""


def stats(db: Queries, top: int = 10) -> dict[str, Any]:
    """How much there is of everything.

    Totals: ``sources``, ``words``, ``outlets``, ``speakers``, ``quotes``, ``attributed``, ``unattributed``,
    ``reviewed``, ``first`` and ``last`` (dates). ``sources_once`` counts the printings of one text once, and
    ``quotes_once`` a quote that several of them hold; so does ``quotes_once`` of a speaker. Counts by value,
    the largest first: ``by_kind``, ``by_status``, ``by_speaker_kind``, ``by_month`` (in order; quotes). Lists
    of dicts, ``top`` long: ``by_outlet`` (outlet, sources, quotes) and ``top_speakers`` (rows of the view).
    """
    totals = _first(
        db,
        """select (select count(*) from sources) as sources,
          (select coalesce(sum(words), 0) from sources) as words,
          (select count(*) from outlets) as outlets,
          (select count(*) from speakers) as speakers,
          (select count(*) from quotes) as quotes,
          (select count(speaker_id) from quotes) as attributed,
          (select count(*) from quotes where speaker_id is null) as unattributed,
          (select count(*) from quotes where reviewed) as reviewed,
          (select min(substr(published, 1, 10)) from sources where published glob :date) as first,
          (select max(substr(published, 1, 10)) from sources where published glob :date) as last""",
        {"date": "[0-9][0-9][0-9][0-9]*"},
    )
    by_outlet = """select outlets.name as outlet, count(distinct sources.id) as sources,
        count(quotes.id) as quotes
      from sources left join outlets on outlets.id = sources.outlet_id
      left join quotes on quotes.source_id = sources.id
      group by outlets.id order by 3 desc, 2 desc, 1 limit ?"""
    by_month = """select year_month as value, count(*) as n from quotes
      join sources on sources.id = source_id where year_month is not null group by 1 order by 1"""
    printed = _first(
        db,
        "select count(*) as copies, count(distinct wire_id) as wires from sources where wire_id is not null",
        {},
    )
    top_speakers = [dict(row) for row in db.query("select * from top_speakers limit ?", [top])]
    for row in top_speakers:
        row["quotes_once"] = row["quotes"] - _repeated(db, "speaker_id = :speaker", {"speaker": row["id"]})
    return totals | {
        "sources_once": totals["sources"] - printed["copies"] + printed["wires"],
        "quotes_once": totals["quotes"] - _repeated(db),
        "by_kind": _counts(db, "select kind as value, count(*) as n from quotes group by 1"),
        "by_status": _counts(db, "select status as value, count(*) as n from quotes group by 1"),
        "by_speaker_kind": _counts(db, "select kind as value, count(*) as n from speakers group by 1"),
        "by_month": {row["value"]: row["n"] for row in db.query(by_month)},
        "by_outlet": list(db.query(by_outlet, [top])),
        "top_speakers": top_speakers,
    }


def _repeated(db: Queries, which: str = "true", params: Mapping[str, Any] | None = None) -> int:
    """How many quotes are those of another printing of the same text."""
    sql = f"""select coalesce(sum(n) - sum(most), 0) as repeated from (
      select sum(n) as n, max(n) as most from (
        select wire_id, {_SAME_WORDS} as words, count(*) as n
        from sources join quotes on quotes.source_id = sources.id
        where wire_id is not null and {which} group by wire_id, words, sources.id
      ) group by wire_id, words
    )"""
    return int(_first(db, sql, params or {})["repeated"])


def _one_of(value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise ValueError(f"{value} is not one of {', '.join(allowed)}")
    return value


def _date(text: str) -> str:
    text = text.strip()
    if date_of(text) != text:
        raise ValueError(f"{text} is not a date: write 2019, 2019-10 or 2019-10-18")
    return text


def _first(db: Queries, sql: str, params: Sequence[Any] | Mapping[str, Any]) -> dict[str, Any]:
    return next(iter(db.query(sql, params)))


def _counts(db: Queries, sql: str) -> dict[str, int]:
    return {
        row["value"]: row["n"] for row in sorted(db.query(sql), key=lambda row: (-row["n"], row["value"]))
    }


def full_id(db: Queries, start: str) -> str:
    """The id of the one quote whose id starts so. Raises `NotFoundError` for none and for several."""
    start = start.strip().lower()
    found: list[str] = []
    if re.fullmatch("[0-9a-f]{1,20}", start):
        # "g" follows every hex digit: a range, so that the index finds it.
        sql = "select id from quotes where id >= ? and id < ? order by id limit 3"
        found = [row["id"] for row in db.query(sql, [start, start + "g"])]
    if not found:
        raise NotFoundError(f"no quote has an id that starts with {start!r}")
    if len(found) > 1:
        which = ", ".join(found)
        raise NotFoundError(f"several quotes have ids that start with {start!r} ({which}): give more of it")
    return found[0]


def _with_spans(quote: dict[str, Any]) -> dict[str, Any]:
    return quote | {column: json.loads(quote[column]) for column in ("spans", "cue_spans", "source_spans")}


def _context(quote: dict[str, Any], text: str) -> dict[str, Any]:
    """Where the quote stands: ``text``, its ``start`` and ``end`` in the article, and within that text

    ``content``, ``cue`` and ``mention``: lists of [start, end], to underline. It is the stored context,
    widened to whole lines where cue or mention stand outside of it.
    """
    parts = {"content": quote["spans"], "cue": quote["cue_spans"], "mention": quote["source_spans"]}
    first = min(start for start, _ in _flat(parts.values()))
    last = max(end for _, end in _flat(parts.values()))
    size = len(quote["context"])
    # The stored context may occur twice; the one that holds the quote ends at or after it.
    start = text.rfind(quote["context"], max(0, quote["end"] - size), quote["start"] + size) if size else -1
    end = start + size
    if start < 0:
        start, end = quote["start"], quote["end"]
    if start < 0 or first < start or last > end or not size:
        start = text.rfind("\n", 0, min(first, start)) + 1
        found = text.find("\n", max(last, end))
        end = found if found >= 0 else len(text)
    shifted = {name: [[a - start, b - start] for a, b in spans] for name, spans in parts.items()}
    return {"text": text[start:end], "start": start, "end": end, **shifted}


def _flat(lists: Iterable[list[list[int]]]) -> Iterator[list[int]]:
    for spans in lists:
        yield from spans
