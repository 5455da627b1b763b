"""Finding quotes by words, speaker, outlet, kind, status, date and confidence, however many there are.

A question that few quotes answer (by its rarest part) is answered in full: counted, sorted, page by page.
One that very many answer is answered from the newest end, some hundred articles at a time, so that the
commonest word takes no longer than a rare one; its counts are of what was looked at, and say so.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from .big import is_big
from .estimates import MOST, Question, estimates
from .matching import highlighted, matching
from .reading import QUOTES, Reader

FEW = 2_000
"""Quotes up to which a question is answered in full."""

WINDOWS = (200, 1_500)
"""Articles looked at from the newest end: at first, and once more if those held too few quotes."""

RANKED = 20_000
"""Quotes with the words up to which they can be sorted by relevance."""

COUNTING_MS = 60
"""Milliseconds for which the quotes of a question are counted in a database that is not big."""

FACETS = ("speaker", "outlet", "kind", "status", "via", "year", "confidence")
BANDS = (90, 75, 50)
"""Percentages of confidence that can be asked for."""
FACET_SIZE = 8


@dataclass
class Answer:
    """One page of quotes (rows of `QUOTES`), and how many there are.

    ``total`` is None where it is not known, ``at_least`` then what is known of it; ``counted`` is how many
    quotes the ``facets`` were counted among. ``after`` is where the next page starts: an offset, or a place
    in time; None if this is the last.
    """

    quotes: list[dict[str, Any]] = field(default_factory=list)
    total: int | None = 0
    counted: int = 0
    facets: dict[str, list[tuple[str, str, int]]] = field(default_factory=dict)
    sort: str = "date"
    after: str | None = None
    ranked: bool = False
    at_least: int = 0


async def find(reader: Reader, question: Question, size: int, at: str = "") -> Answer:
    """The page of ``size`` quotes that starts at ``at`` (an `Answer.after`; empty for the first)."""
    # Not at the top: Datasette loads its plugins halfway through loading itself.
    from datasette.database import QueryInterrupted

    if any(listed == () for listed in (question.speakers, question.outlets, question.via)):
        return Answer()
    estimated = await estimates(reader, question)
    counts = {name: n for name, n in estimated.items() if n is not None}
    fewest = min(counts.values(), default=None)
    if fewest is not None and fewest <= FEW:
        rarest = min(counts, key=lambda name: counts[name])
        try:
            return await _all(reader, question, rarest, counts, size, int(at) if at.isdecimal() else 0)
        except QueryInterrupted:
            pass  # the rows lie too far apart on a slow disk
    try:
        rows = await _rows_with(reader, question.words) if 0 < counts.get("words", 0) <= MOST else None
    except QueryInterrupted:
        rows = None
    answer = await _newest(reader, question, size, at, rows)
    if answer.total is None and not question.confidence and len(estimated) <= 1:
        if not estimated:
            answer.total = await _everything(reader)
        elif "dates" not in estimated and fewest is not None and fewest <= MOST:
            answer.total = fewest
        elif fewest is not None:
            answer.at_least = MOST
    if answer.total is None and not is_big(reader.datasette.get_database(reader.database)):
        answer.total = await _counted(reader, question)
    return answer


async def _counted(reader: Reader, question: Question) -> int | None:
    """How many quotes match, counted one by one; None if that takes long."""
    where, parameters = _conditions(question)
    if question.words:
        where.append(f"quotes.rowid in ({_ROWS['words']})")
        parameters["words"] = question.words
    rows = await reader.rows_within(
        COUNTING_MS,
        "select count(*) as n from quotes join sources on sources.id = quotes.source_id "
        f"where {' and '.join(where) or 'true'}",
        parameters,
    )
    return None if rows is None else int(rows[0]["n"])


async def _rows_with(reader: Reader, words: str) -> set[int]:
    """The numbers of the rows of all quotes that hold these words."""
    found = await reader.rows(f"select json_group_array(row) as found from ({_ROWS['words']})", words=words)
    return set(json.loads(found[0]["found"]))


async def _everything(reader: Reader) -> int:
    return int((await reader.rows("select coalesce(sum(quotes), 0) as n from outlet_months"))[0]["n"])


def _conditions(question: Question) -> tuple[list[str], dict[str, Any]]:
    """The conditions of a question on ``quotes`` and ``sources``, but for the words; the cheap ones first."""
    where: list[str] = []
    parameters: dict[str, Any] = {}
    for column in ("kind", "status"):
        if value := getattr(question, column):
            where.append(f"quotes.{column} = :{column}")
            parameters[column] = value
    if question.confidence:
        where.append("quotes.confidence >= :confidence")
        parameters["confidence"] = question.confidence / 100
    for column, listed in (("quotes.via_id", "via"), ("sources.outlet_id", "outlets")):
        if (value := getattr(question, listed)) is not None:
            where.append(f"{column} in (select value from json_each(:{listed}))")
            parameters[listed] = json.dumps(value)
    if question.speakers is not None:
        among = "(select value from json_each(:speakers))"
        where.append(
            f"(quotes.speaker_id in {among} or exists (select 1 from quote_speakers "
            f"where quote_id = quotes.id and quote_speakers.speaker_id in {among}))"
        )
        parameters["speakers"] = json.dumps(question.speakers)
    if question.since:
        where.append("sources.published >= :since")
        parameters["since"] = question.since
    if question.until:
        # "~" sorts behind all that can follow the start of a date.
        where.append("sources.published <= :until")
        parameters["until"] = f"{question.until}~"
    return where, parameters


_FACTS = (
    "quotes.rowid as row, quotes.kind, quotes.status, quotes.confidence, quotes.speaker_id, quotes.via_id, "
    "sources.outlet_id, sources.published"
)

# How the quotes of a question's rarest part are reached.
_ROWS = {
    "words": "select rowid as row from quotes_fts where quotes_fts match :words",
    "speakers": "select rowid as row from quotes "
    "where speaker_id in (select value from json_each(:speakers)) "
    "union select quotes.rowid from quote_speakers join quotes on quotes.id = quote_id "
    "where quote_speakers.speaker_id in (select value from json_each(:speakers))",
    "outlets": "select quotes.rowid as row from sources cross join quotes on quotes.source_id = sources.id "
    "where outlet_id in (select value from json_each(:outlets))",
    "dates": "select quotes.rowid as row from sources cross join quotes on quotes.source_id = sources.id "
    "where published >= :since and published <= :until",
    "via": "select rowid as row from quotes where via_id in (select value from json_each(:via))",
    "kind": "select rowid as row from quotes where kind = :kind",
    "status": "select rowid as row from quotes where status = :status",
}
_RANKS = "select rowid as row, bm25(quotes_fts) as rank from quotes_fts where quotes_fts match :words"


async def _all(
    reader: Reader, question: Question, rarest: str, counts: dict[str, int], size: int, offset: int
) -> Answer:
    """The answer in full: every quote that matches is fetched in brief, counted and sorted."""
    ranked = "words" in counts and counts["words"] <= RANKED
    where, parameters = _conditions(question)
    by_text = bool(question.words) and rarest != "words"
    condition = f"where {' and '.join(where)}" if where else ""
    found = await reader.rows(
        f"with found as materialized ({_ROWS[rarest]}) "
        f"select {_FACTS}{', quotes.text' if by_text else ''} from found "
        "cross join quotes on quotes.rowid = found.row join sources on sources.id = quotes.source_id "
        f"{condition} order by sources.published desc, sources.rowid desc, quotes.n",
        {"since": "", "until": "~", "words": question.words, **parameters},
    )
    if by_text:
        found = await asyncio.to_thread(matching, found, question.words)
    answer = Answer(total=len(found), counted=len(found), ranked=ranked)
    if ranked and question.sort != "date":
        ranks = {row["row"]: row["rank"] for row in await reader.rows(_RANKS, words=question.words)}
        found.sort(key=lambda row: ranks.get(row["row"], 0))
        answer.sort = "relevance"
    answer.facets = await _facets(reader, found)
    answer.quotes = await _full(reader, [row["row"] for row in found[offset : offset + size]], question.words)
    answer.after = str(offset + size) if offset + size < len(found) else None
    return answer


async def _newest(reader: Reader, question: Question, size: int, at: str, rows: set[int] | None) -> Answer:
    """The newest quotes that match, from a place in time on, looked for in a limited number of articles.

    ``rows`` are those of all quotes that hold the words, where that is known: then only theirs are read.
    """
    place = _place(at)
    found: list[dict[str, Any]] = []
    window: list[dict[str, Any]] = []
    for articles in WINDOWS if rows is None else WINDOWS[1:]:
        window = await _window(reader, question, place, articles + 1)
        more = len(window) > articles
        window = window[:articles]
        # Of the article in which the last page ended, only what follows.
        begun = place is not None and bool(window) and window[0]["at"] == place[1]
        found = await _within(reader, question, window, place[2] if place is not None and begun else -1, rows)
        if len(found) > size or not more:
            break
    answer = Answer(total=None, counted=len(found))
    if place is None and not more:
        answer.total = len(found)
    answer.facets = await _facets(reader, found)
    answer.quotes = await _full(reader, [row["row"] for row in found[:size]], question.words)
    if len(found) > size:
        end = found[size - 1]
        answer.after = _written(window[end["at"]], end["n"])
    elif more:
        answer.after = _written(window[-1], _LAST)
    return answer


async def _within(
    reader: Reader, question: Question, window: list[dict[str, Any]], after: int, rows: set[int] | None
) -> list[dict[str, Any]]:
    """The quotes of these articles that match, but of the first article only those after a number: in brief,
    with ``n`` and ``at``, the place of their article among these."""
    where, parameters = _conditions(question)
    by_text = bool(question.words) and rows is None
    source = "json_each(:window) as newest cross join sources on sources.rowid = newest.value"
    of_article = "cross join quotes on quotes.source_id = sources.id"
    listed = [row["row"] for row in window]
    at = "newest.key as at"
    if rows is not None:
        # Which rows an article's quotes have stands in an index; the rows themselves lie far apart.
        known = await reader.rows(
            f"select json_group_array(quotes.rowid) as rows, {at} from {source} {of_article} "
            "group by newest.key",
            window=json.dumps(listed),
        )
        places = [(row, one["at"]) for one in known for row in json.loads(one["rows"]) if row in rows]
        source = (
            "json_each(:found) as newest cross join quotes on quotes.rowid = newest.value ->> 0 "
            "join sources on sources.id = quotes.source_id"
        )
        of_article, at = "", "newest.value ->> 1 as at"
        parameters["found"] = json.dumps(places)
    found = await reader.rows(
        f"select {_FACTS}{', quotes.text' if by_text else ''}, quotes.n, {at} from {source} {of_article} "
        f"where (at > 0 or quotes.n > :n) {' '.join(f'and {one}' for one in where)} order by at, quotes.n",
        {**parameters, "window": json.dumps(listed)},
        n=after,
    )
    return await asyncio.to_thread(matching, found, question.words) if by_text else found


_LAST = 10**9
Place = tuple[str | None, int, int]
"""Where a page ends: the article's date (None for none) and row, and the quote's number in it."""


async def _window(
    reader: Reader, question: Question, place: Place | None, articles: int
) -> list[dict[str, Any]]:
    """The newest articles from a place on that may hold what is asked for: ``row``, ``day`` and ``at``, the
    row by which those of one day are in order."""
    day, at, tables, where = "sources.published", "sources.rowid", "sources", []
    if question.speakers is not None:
        day, at = "appearances.seen", "appearances.rowid"
        tables = "appearances cross join sources on sources.id = appearances.source_id"
        same = _among("appearances.speaker_id", "speakers", question.speakers)
        # Who goes by two names in an article, or two who are asked for, appear twice: the last one counts.
        where = [
            same,
            "not exists (select 1 from appearances as later where later.source_id = appearances.source_id "
            f"and {same.replace('appearances.', 'later.')} and later.rowid > appearances.rowid)",
        ]
    if question.outlets is not None:
        where.append(_among("sources.outlet_id", "outlets", question.outlets))
    parameters: dict[str, Any] = {
        "speakers": json.dumps(question.speakers),
        "outlets": json.dumps(question.outlets),
        "since": question.since,
        "until": f"{question.until}~",
        "day": place[0] if place else None,
        "row": place[1] if place else None,
    }
    select = f"select sources.rowid as row, {at} as at, {day} as day from {tables} where"
    found: list[dict[str, Any]] = []
    if place is None or place[0] is not None:
        dated = [*where, f"{day} >= :since", f"{day} <= :until"]
        if place is not None:
            dated += [f"{day} <= :day", f"not ({day} = :day and {at} > :row)"]
        found = await reader.rows(
            f"{select} {' and '.join(dated)} order by {day} desc, {at} desc limit :articles",
            parameters,
            articles=articles,
        )
    if len(found) < articles and not question.since and not question.until:
        undated = [*where, f"{day} is null"]
        if place is not None and place[0] is None:
            undated.append(f"{at} <= :row")
        found += await reader.rows(
            f"{select} {' and '.join(undated)} order by {at} desc limit :articles",
            parameters,
            articles=articles - len(found),
        )
    return found


def _among(column: str, name: str, listed: tuple[str, ...]) -> str:
    """A condition on a column; of a single value one that keeps the order of an index."""
    one = len(listed) == 1
    return f"{column} = :{name} ->> 0" if one else f"{column} in (select value from json_each(:{name}))"


def _place(at: str) -> Place | None:
    day, _, rest = at.partition("~")
    row, _, n = rest.partition("~")
    if not all(part.isascii() and part.isdecimal() and len(part) < 16 for part in (row, n)):
        return None
    return (day or None, int(row), int(n))


def _written(article: dict[str, Any], n: int) -> str:
    return f"{article['day'] or ''}~{article['at']}~{n}"


async def _facets(reader: Reader, found: list[dict[str, Any]]) -> dict[str, list[tuple[str, str, int]]]:
    """How many of these quotes have each value: lists of (value, label, n), the most frequent first."""
    columns = {"speaker": "speaker_id", "outlet": "outlet_id", "via": "via_id"}
    facets: dict[str, list[tuple[str, str, int]]] = {}
    for name in FACETS:
        counts: Counter[str] = Counter()
        if name == "year":
            counts.update(row["published"][:4] for row in found if row["published"])
        elif name == "confidence":
            for band in BANDS:
                counts[str(band)] = sum(row["confidence"] >= band / 100 for row in found)
        else:
            column = columns.get(name, name)
            counts.update(row[column] for row in found if row[column])
        most = [(value, n) for value, n in counts.most_common(FACET_SIZE) if n]
        if name in ("year", "confidence"):
            most.sort(reverse=True)
        facets[name] = [(value, value, n) for value, n in most]
    for name, table in (("speaker", "speakers"), ("outlet", "outlets"), ("via", "outlets")):
        keys = [value for value, _, _ in facets[name]]
        names = await reader.rows(
            f"select id, name from {table} where id in (select value from json_each(:keys))",
            keys=json.dumps(keys),
        )
        known = {row["id"]: row["name"] for row in names}
        facets[name] = [(value, known.get(value, value), n) for value, _, n in facets[name]]
    return facets


async def _full(reader: Reader, rows: list[int], words: str) -> list[dict[str, Any]]:
    """The rows of `QUOTES` for these row numbers, in their order, with the words found ``marked``."""
    listed = json.dumps(rows)
    found = await reader.rows(
        QUOTES.replace("select quotes.*", "select quotes.rowid as row, quotes.*", 1)
        + " where quotes.rowid in (select value from json_each(:rows))",
        rows=listed,
    )
    marked = await asyncio.to_thread(highlighted, found, words) if words else {}
    by_row = {row["row"]: {**row, "marked": marked.get(row["row"], row["text"])} for row in found}
    return [by_row[row] for row in rows if row in by_row]
