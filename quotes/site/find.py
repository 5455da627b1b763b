"""Finding quotes by words, speaker, outlet, kind, status, date and confidence, however many there are.

A question that few quotes answer (by its rarest part) is answered in full: counted, sorted, page by page.
One that very many answer is answered from the newest end, some hundred articles at a time, so that the
commonest word takes no longer than a rare one; its counts are of what was looked at, and say so.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import Any

from datasette.utils import sqlite3

from .reading import QUOTES, Reader

FEW = 2_000
"""Quotes up to which a question is answered in full."""

WINDOWS = (400, 1_500)
"""Articles looked at from the newest end: at first, and once more if those held too few quotes."""

MOST = 200_000
"""Quotes up to which the parts of a question are counted one by one."""

ESTIMATING_MS = 40
"""Milliseconds that counting a part may take; what takes longer is taken for very common."""

RANKED = 20_000
"""Quotes with the words up to which they can be sorted by relevance."""

FACETS = ("speaker", "outlet", "kind", "status", "via", "year", "confidence")
BANDS = (90, 75, 50)
"""Percentages of confidence that can be asked for."""
FACET_SIZE = 8


@dataclass(frozen=True)
class Question:
    """What is asked: FTS5's expression for the words, ids of speakers, outlets and relaying outlets (None
    for any), kind, status, dates (or the start of one), the least confidence in percent, and the order."""

    words: str = ""
    speakers: tuple[str, ...] | None = None
    outlets: tuple[str, ...] | None = None
    via: tuple[str, ...] | None = None
    kind: str = ""
    status: str = ""
    since: str = ""
    until: str = ""
    confidence: int = 0
    sort: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is asked for."""
        return replace(self, sort="") == Question()


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
    counts = await _estimates(reader, question)
    fewest = min(counts.values(), default=None)
    if fewest is not None and fewest <= FEW:
        rarest = min(counts, key=lambda name: counts[name])
        try:
            return await _all(reader, question, rarest, counts, size, int(at) if at.isdecimal() else 0)
        except QueryInterrupted:
            pass  # the rows lie too far apart on a slow disk
    answer = await _newest(reader, question, size, at)
    if answer.total is None and not question.confidence and len(counts) <= 1:
        if not counts:
            answer.total = await _everything(reader)
        elif "dates" not in counts and fewest is not None and fewest < MOST:
            answer.total = fewest
        else:
            answer.at_least = min(fewest or 0, MOST)
    return answer


async def _everything(reader: Reader) -> int:
    return int((await reader.rows("select coalesce(sum(quotes), 0) as n from outlet_months"))[0]["n"])


async def _estimates(reader: Reader, question: Question) -> dict[str, int]:
    """How many quotes each part of a question has, by the name of the part; dates by whole months."""
    parts: list[tuple[str, str, dict[str, Any]]] = []
    if question.words:
        some = "select rowid from quotes_fts where quotes_fts match :words"
        parts.append(("words", f"select count(*) from ({some} limit {MOST})", {"words": question.words}))
    if question.speakers is not None:
        among = "select sum(quotes) from speakers where id in (select value from json_each(:speakers))"
        parts.append(("speakers", among, {"speakers": json.dumps(question.speakers)}))
    if question.outlets is not None:
        among = (
            "select sum(quotes) from outlet_months where outlet_id in (select value from json_each(:outlets))"
        )
        parts.append(("outlets", among, {"outlets": json.dumps(question.outlets)}))
    if question.via is not None:
        among = "select sum(quotes) from outlet_relays where via_id in (select value from json_each(:via))"
        parts.append(("via", among, {"via": json.dumps(question.via)}))
    for column in ("kind", "status"):
        if value := getattr(question, column):
            some = f"select 1 from quotes where {column} = :{column} limit {MOST}"
            parts.append((column, f"select count(*) from ({some})", {column: value}))
    if question.since or question.until:
        bounds = {"since": question.since[:7], "until": f"{question.until[:7]}~"}
        among = (
            "select sum(quotes) from outlet_months where year_month <> '' and year_month >= :since "
            "and year_month <= :until"
        )
        parts.append(("dates", among, bounds))
    found = {}
    for name, sql, parameters in parts:
        rows = await reader.rows_within(ESTIMATING_MS, sql, parameters)
        found[name] = MOST if rows is None else int(next(iter(rows[0].values())) or 0)
    return found


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


async def _newest(reader: Reader, question: Question, size: int, at: str) -> Answer:
    """The newest quotes that match, from a place in time on, looked for in a limited number of articles."""
    place = _place(at)
    where, parameters = _conditions(question)
    found: list[dict[str, Any]] = []
    window: list[dict[str, Any]] = []
    for articles in WINDOWS:
        window = await _window(reader, question, place, articles + 1)
        more = len(window) > articles
        window = window[:articles]
        # Of the article in which the last page ended, only what follows.
        begun = place is not None and bool(window) and window[0]["at"] == place[1]
        found = await reader.rows(
            f"select {_FACTS}{', quotes.text' if question.words else ''}, quotes.n, newest.key as at "
            "from json_each(:window) as newest "
            "cross join sources on sources.rowid = newest.value "
            "cross join quotes on quotes.source_id = sources.id "
            f"where (newest.key > 0 or quotes.n > :n) {' '.join(f'and {one}' for one in where)} "
            "order by newest.key, quotes.n limit :most",
            {**parameters, "window": json.dumps([row["row"] for row in window])},
            n=place[2] if place is not None and begun else -1,
            most=-1,
        )
        if question.words:
            found = await asyncio.to_thread(matching, found, question.words)
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


def matching(found: list[dict[str, Any]], words: str) -> list[dict[str, Any]]:
    """Those of the rows (``row``, ``text``) whose text holds the words.

    They are indexed anew, in memory: for some thousand rows this takes as long for a common word, or the
    beginning of many words, as for a rare one, which asking the database's own index row by row does not.
    """
    with closing(_index("content=''", found)) as index:
        rows = {row for (row,) in index.execute("select rowid from one where one match ?", [words])}
    return [row for row in found if row["row"] in rows]


def highlighted(found: list[dict[str, Any]], words: str) -> dict[int, str]:
    """The texts of these rows with `OPEN` and `CLOSE` round the words, by row; of those that hold them."""
    with closing(_index("", found)) as index:
        sql = "select rowid, highlight(one, 0, ?, ?) from one where one match ?"
        return dict(index.execute(sql, [OPEN, CLOSE, words]))


def _index(option: str, found: list[dict[str, Any]]) -> Any:
    # Not at the top: the schema loads sqlite-utils.
    from ..database.schema import FTS_TOKENIZE

    index = sqlite3.connect(":memory:")
    options = ", ".join(filter(None, ("text", option, f'tokenize="{FTS_TOKENIZE}"')))
    index.execute(f"create virtual table one using fts5({options})")
    rows = ((row["row"], row["text"]) for row in found)
    index.executemany("insert into one (rowid, text) values (?, ?)", rows)
    return index


OPEN, CLOSE = "\ufdd0", "\ufdd1"
"""What stands round a word that was found: code points that no text should hold; if one does, no harm."""


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
