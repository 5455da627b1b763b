"""Proof that a database says nothing its texts do not: every row against the text and hash it came from."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from ..model import ACTS, QUOTE_KINDS, SPEAKER_KINDS, STATUSES
from . import counts, ids, statements, totals
from .corrections import corrected_values
from .fields import date_of, month_of
from .rows import join, outlet_id
from .schema import KEYS, SEARCHED, TABLES
from .store import QuoteDatabase
from .verify_corrections import Problem, check_corrections
from .verify_wires import check_wires
from .verify_wordings import check_wordings

# Two people credited with one stretch of text are told apart by a counter; nobody needs more than this.
_MOST_OCCURRENCES = 100


def verify(db: QuoteDatabase) -> Iterator[Problem]:
    """Every problem of a database, as it is found; none if all is well.

    Checks the file itself, foreign keys, each source against its hash, each quote's spans against the
    text, every id, every stored count and date against a recount, the links between printings of one
    text, and the full-text indexes. Reads one
    article at a time. A file that SQLite cannot read on is itself a problem, and ends the checks; so do
    values of another type than their column's.
    """
    try:
        yield from _check_file(db.conn)
        mistyped = list(_check_types(db.conn))
        yield from mistyped
        if mistyped:
            yield Problem("", "", "the rest was not checked, since values are not of their columns' types")
            return
        for source in db.query("select * from sources order by id"):
            yield from _check_source(source)
            yield from _check_quotes(db, source)
        yield from _check_speakers(db)
        yield from _check_counts(db)
        yield from check_corrections(db)
        yield from _check_outlets(db)
        yield from (Problem(*found) for found in check_wires(db))
        yield from check_wordings(db.conn)
        yield from _check_search(db)
    except sqlite3.DatabaseError as error:
        yield Problem("", "", f"the file cannot be read on: {error}")


def _check_file(conn: sqlite3.Connection) -> Iterator[Problem]:
    for (message,) in conn.execute("pragma integrity_check"):
        if message != "ok":
            yield Problem("", "", message)
    for table, rowid, parent, _ in conn.execute("pragma foreign_key_check"):
        found = conn.execute(f'select * from "{table}" where rowid = ?', [rowid])
        key = str(found.fetchone()[0]) if rowid is not None else ""
        yield Problem(table, key, f"refers to a row of {parent} that does not exist")


# What SQLite may call the values of a column; whether one may be empty, the tables themselves say.
_STORED_AS = {str: ("text", "null"), int: ("integer", "null"), float: ("real", "integer", "null")}


def _check_types(conn: sqlite3.Connection) -> Iterator[Problem]:
    """SQLite takes any value in any column: the rows that hold text for a number, or bytes for text."""
    for table, columns in TABLES.items():
        key = KEYS.get(table, "id")
        keys = [key] if isinstance(key, str) else list(key)
        names = ", ".join([*keys, *(f'typeof("{column}")' for column in columns)])
        wrong = " or ".join(
            f'typeof("{column}") not in ({", ".join(repr(name) for name in _STORED_AS[type_])})'
            for column, type_ in columns.items()
        )
        for row in conn.execute(f"select {names} from {table} where {wrong}"):
            for (column, type_), found in zip(columns.items(), row[len(keys) :], strict=True):
                if found not in _STORED_AS[type_]:
                    key = ",".join(map(str, row[: len(keys)]))
                    yield Problem(table, key, f"{column} is of type {found}, not {_STORED_AS[type_][0]}")


def _check_source(source: dict[str, Any]) -> Iterator[Problem]:
    def problem(message: str) -> Problem:
        return Problem("sources", source["id"], message)

    if ids.text_hash(source["text"]) != source["sha256"]:
        yield problem("the text is not the one that was imported: its SHA-256 differs")
    if ids.source_id(source["url"], source["text"]) != source["id"]:
        yield problem(f"the id is not that of its {'URL' if source['url'] else 'text'}")
    if len(source["text"].split()) != source["words"]:
        yield problem(f"words is {source['words']}, but the text has {len(source['text'].split())}")
    if month_of(source["published"]) != source["year_month"]:
        yield problem(f"year_month is {source['year_month']}, but it was published {source['published']}")


def _check_quotes(db: QuoteDatabase, source: dict[str, Any]) -> Iterator[Problem]:
    quotes = {row["id"]: row for row in db.query("select * from quotes where source_id = ?", [source["id"]])}
    speakers: set[str] = set()
    for quote in quotes.values():
        links = list(
            db.query("select n, speaker_id from quote_speakers where quote_id = ? order by n", [quote["id"]])
        )
        several, numbers = [row["speaker_id"] for row in links], [row["n"] for row in links]
        speakers |= {quote["speaker_id"], *several} - {None}
        messages = [*_wrong_spans(quote, source), *_wrong_values(quote), *_wrong_nesting(quote, quotes)]
        if several and (several[0] != quote["speaker_id"] or numbers != list(range(1, len(several) + 1))):
            messages.append("speaker_id and quote_speakers do not agree")
        for message in messages:
            yield Problem("quotes", quote["id"], message)
    appearing = {
        row["speaker_id"]
        for row in db.query("select speaker_id from appearances where source_id = ?", [source["id"]])
    }
    for speaker in sorted(appearing ^ speakers):
        which = (
            "does not quote this speaker" if speaker in appearing else "quotes this speaker, but has no row"
        )
        yield Problem("appearances", f"{source['id']},{speaker}", f"the article {which}")


def _wrong_spans(quote: dict[str, Any], source: dict[str, Any]) -> Iterator[str]:
    text = source["text"]
    spans: dict[str, list[tuple[int, int]]] = {}
    for column, said in (("spans", "text"), ("cue_spans", "cue"), ("source_spans", "mention")):
        try:
            spans[column] = [(start, end) for start, end in json.loads(quote[column])]
            inside = all(0 <= start <= end <= len(text) for start, end in spans[column])
        except (TypeError, ValueError):
            yield f"{column} is not a list of [start, end]: {quote[column]}"
            return
        if not inside:
            yield f"{column} {quote[column]} does not lie in a text of {len(text)} characters"
        elif spans[column] and join(text, spans[column]) != quote[said]:
            yield f"{said} is not what stands at {column} {quote[column]}"
        elif column == "cue_spans" and quote["cue"] and not spans[column]:
            yield "cue stands nowhere: cue_spans is empty"
    if not spans["spans"]:
        yield "spans is empty"
        return
    if (quote["start"], quote["end"]) != (spans["spans"][0][0], spans["spans"][-1][1]):
        yield f"start and end are {quote['start']} and {quote['end']}, but spans is {quote['spans']}"
    # Looked for around the quote first: going through a long text for each of its quotes takes minutes.
    size = len(quote["context"])
    near = text.find(quote["context"], max(0, quote["end"] - size), quote["start"] + size)
    if near < 0 and quote["context"] not in text:
        yield "context does not stand in the text"
    if quote["runner_up"] and quote["runner_up"] not in quote["context"] and quote["runner_up"] not in text:
        yield "runner_up does not stand in the text"
    possible = range(1, _MOST_OCCURRENCES + 1)
    if not any(ids.quote_id(source["id"], spans["spans"], n) == quote["id"] for n in possible):
        yield "the id is not that of its source and spans"


def _wrong_values(quote: dict[str, Any]) -> Iterator[str]:
    for column, allowed in (("kind", QUOTE_KINDS), ("status", STATUSES), ("act", ACTS)):
        if quote[column] not in allowed:
            yield f"{column} is {quote[column]}, not one of {', '.join(allowed)}"
    if not 0 <= quote["confidence"] <= 1:
        yield f"confidence is {quote['confidence']}, not between 0 and 1"


def _wrong_nesting(quote: dict[str, Any], quotes: dict[str, dict[str, Any]]) -> Iterator[str]:
    if quote["nested_in"] is None:
        return
    outer = quotes.get(quote["nested_in"])
    if outer is None:
        yield "nested_in is a quote of another article"
        return
    if not outer["start"] <= quote["start"] <= quote["end"] <= outer["end"]:
        yield f"nested_in is {outer['id']}, but it does not stand in that quote"
    seen = {quote["id"]}
    while outer is not None:
        if outer["id"] in seen:
            yield "nested_in goes round in a circle"
            return
        seen.add(outer["id"])
        outer = quotes.get(outer["nested_in"])


def _corrected(db: QuoteDatabase, table: str) -> dict[str, set[str]]:
    """The columns that people corrected, by row: what they say need not follow from the texts."""
    result: dict[str, set[str]] = {}
    sql = "select item_id, column_name from corrections where item_table = ? and undone is null"
    for row in db.query(sql, [table]):
        result.setdefault(row["item_id"], set()).add(row["column_name"])
    return result


def _check_speakers(db: QuoteDatabase) -> Iterator[Problem]:
    corrected = _corrected(db, "speakers")
    for row in db.query("select * from speakers order by id"):
        key, by_hand = row["id"], corrected.get(row["id"], set())
        if row["kind"] not in SPEAKER_KINDS:
            yield Problem("speakers", key, f"kind is {row['kind']}, not one of {', '.join(SPEAKER_KINDS)}")
            continue
        named = ids.is_global(key) and not key.startswith("_") and not by_hand
        if named and not _may_be_called(db, row["name"], key):
            yield Problem("speakers", key, f"the id is not that of the {row['kind']} {row['name']}")
        said = corrected_values(db.conn, "speakers", key).keys() if by_hand else set()
        for column, value in totals.speaker_totals(db.conn, key, "name" in by_hand).items():
            if column not in by_hand - said and row[column] != value:
                yield Problem("speakers", key, f"{column} is {row[column]}, but a recount gives {value}")


def _may_be_called(db: QuoteDatabase, name: str, key: str) -> bool:
    """Whether a speaker's name is that of the id, or one that an article calls the speaker by."""
    own = ids.fold_id(key)
    if own in (ids.slug(name), ids.fold_id(ids.slug(name))):
        return True
    called = "select 1 from appearances where speaker_id = ? and name = ? limit 1"
    return db.conn.execute(called, [key, name]).fetchone() is not None


# What is counted across articles: what is stored, against what the appearances add up to.
_RECOUNTS = {
    "aliases": """with counted as (
        select speaker_id, form as alias, count(*) as n from (
          select source_id, speaker_id, name as form from appearances
          union
          select source_id, speaker_id, value
          from appearances, json_each(iif(json_valid(appearances.aliases), appearances.aliases, '[]'))
        ) group by speaker_id, form
      )
      select speaker_id, alias, {side}.n from {left} left join {right} using (speaker_id, alias)
      where coalesce({right}.n, 0) <> {left}.n""",
    "roles": """with counted as (
        select speaker_id, role, count(distinct source_id) as n,
          min(seen) as first_seen, max(seen) as last_seen
        from appearances where role is not null group by speaker_id, role
      )
      select speaker_id, role, {side}.n from {left} left join {right} using (speaker_id, role)
      where {right}.n is not {left}.n
         or {right}.first_seen is not {left}.first_seen or {right}.last_seen is not {left}.last_seen""",
}


def _check_counts(db: QuoteDatabase) -> Iterator[Problem]:
    for source, speaker in db.conn.execute(
        "select source_id, speaker_id from appearances "
        "where iif(json_valid(aliases), json_type(aliases), '') <> 'array'"
    ):
        yield Problem("appearances", f"{source},{speaker}", "aliases is not a JSON list")
    for table, sql in _RECOUNTS.items():
        reported = set()
        for left, right in ((table, "counted"), ("counted", table)):
            for speaker, form, _ in db.conn.execute(sql.format(side=left, left=left, right=right)):
                if (speaker, form) not in reported:
                    reported.add((speaker, form))
                    yield Problem(table, f"{speaker},{form}", "the count or dates differ from a recount")
    for table, key in counts.wrong(db.conn):
        yield Problem(table, key, "the count differs from a recount")
    for name in statements.wrong(db.conn):
        yield Problem("statements", name, "the counts differ from a recount")
    for row in db.query("select speaker_id, alias, folded from aliases"):
        if ids.fold(row["alias"]) != row["folded"]:
            yield Problem("aliases", f"{row['speaker_id']},{row['alias']}", "folded is not its folded form")
    dates = "select source_id, speaker_id, seen, published from appearances join sources on id = source_id"
    for row in db.query(dates):
        if date_of(row["published"]) != row["seen"]:
            key = f"{row['source_id']},{row['speaker_id']}"
            yield Problem(
                "appearances", key, f"seen is {row['seen']}, but it was published {row['published']}"
            )


def _check_outlets(db: QuoteDatabase) -> Iterator[Problem]:
    corrected = _corrected(db, "outlets")
    for row in db.query("select * from outlets order by id"):
        if row["id"] in corrected:
            continue
        if outlet_id(row["name"]) != row["id"]:
            yield Problem("outlets", row["id"], f"the id is not that of {row['name']}")
        domain = totals.outlet_domain(db.conn, row["id"])
        if domain != row["domain"]:
            yield Problem("outlets", row["id"], f"domain is {row['domain']}, but its articles say {domain}")


def _check_search(db: QuoteDatabase) -> Iterator[Problem]:
    """The full-text indexes against their tables."""
    if not db.readonly:
        yield from _check_indexes(db.conn)
        return
    # SQLite has this check written as an INSERT; what may not be written is copied, to disk, not memory.
    with closing(sqlite3.connect("", isolation_level=None)) as copy:
        db.conn.backup(copy)
        yield from _check_indexes(copy)


def _check_indexes(conn: sqlite3.Connection) -> Iterator[Problem]:
    for table in SEARCHED:
        try:
            # Rank 1 compares the index with the table it is of, not only with itself.
            conn.execute(f"insert into {table}_fts ({table}_fts, rank) values ('integrity-check', 1)")
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            yield Problem(f"{table}_fts", "", f"the full-text index is not that of {table}; rebuild it")
