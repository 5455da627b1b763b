"""`quotes search` and `stats`: what a database holds, as rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import click

from ..model import QUOTE_KINDS
from .errors import complain
from .output import output_options, print_rows, table_wanted

# A table has room for what one looks for; data has the rest of the row as well.
_QUOTE_COLUMNS = ("id", "speaker", "text", "outlet", "date")
_MORE_QUOTE_COLUMNS = (
    *("id", "text", "kind", "status", "speaker_id", "speaker", "speaker_kind", "role", "mention", "cue"),
    *("via", "addressee", "medium", "confidence", "title", "url", "outlet", "published", "source_id"),
    "reviewed",
)

limit_option = click.option(
    "--limit", type=click.IntRange(min=0), default=50, show_default=True, help="At most so many; 0 is all."
)


def date(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """A whole date in any form, or a year or a month as 2019 or 2019-10."""
    from ..readers import iso_date

    if value is None or re.fullmatch(r"\d{4}|\d{4}-(?:0[1-9]|1[0-2])", value.strip()):
        return value and value.strip()
    try:
        return iso_date(value)[:10]
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@click.command(
    short_help="Find quotes by their words, speaker, outlet and date.",
    epilog="""\b
Examples:
  quotes search quotes.db shootout
  quotes search quotes.db '"did well"' --speaker obrador
  quotes search quotes.db --outlet Reuters --kind direct --since 2019-10 --csv
""",
)
@click.argument("db", metavar="DB")
@click.argument("words", metavar="[WORDS]...", nargs=-1)
@click.option("--speaker", help="Only quotes of this speaker: an id, a name or a part of one.")
@click.option("--outlet", help="Only what this outlet published: its name, id or domain.")
@click.option("--kind", type=click.Choice(QUOTE_KINDS), help="Only quotes of this kind.")
@click.option("--since", callback=date, help="Only what was published on this date or later.")
@click.option("--until", callback=date, help="Only what was published on this date or earlier.")
@limit_option
@output_options
def search(db: str, words: tuple[str, ...], limit: int, fmt: str | None, **filters: Any) -> None:
    """Find quotes that hold all the WORDS, the best match first.

    DB is a database that `quotes import` made. Words are found in any of their forms; put double
    quotation marks round a phrase, and * at the end of a word's beginning. Without WORDS, every quote is
    found that the options let through, the latest first. A date may be a year (2019) or a month (2019-10).
    In tables, ✓ stands before the words of quotes that a person has checked or corrected.
    """
    from ..database import QuoteDatabase
    from ..database import search as questions

    with QuoteDatabase(db, readonly=True) as database:
        found = questions.search(database, " ".join(words), **filters, limit=limit + 1 if limit else None)
        if table_wanted(fmt):
            found = [_in_brief(row) for row in found]
        print_rows(found[: limit or None], _QUOTE_COLUMNS, fmt, more=_MORE_QUOTE_COLUMNS)
        remark(found, limit, "quotes")


@click.command(
    short_help="Count what a database holds.",
    epilog="""\b
Examples:
  quotes stats quotes.db
  quotes stats quotes.db --csv
""",
)
@click.argument("db", metavar="DB")
@output_options
def stats(db: str, fmt: str | None) -> None:
    """Count what a database holds: sources, quotes by kind and status, outlets, months, top speakers.

    Where several sources print the same text, as papers do with what an agency sends, "once" counts them
    and each of their quotes only once.

    DB is a database that `quotes import` made.
    """
    from ..database import QuoteDatabase
    from ..database import search as questions

    with QuoteDatabase(db, readonly=True) as database:
        found = ({"once": None, **row} for row in _counts(questions.stats(database)))
        columns = ("of", "what", "count", "once")
        print_rows(({column: row[column] for column in columns} for row in found), columns, fmt)


def _in_brief(row: dict[str, Any]) -> dict[str, Any]:
    """A quote for a table: of its id as much as `quotes show` needs, of the time only the date; what a
    person has reviewed has a mark."""
    text = f"✓ {row['text']}" if row["reviewed"] else row["text"]
    return {**row, "id": row["id"][:10], "text": text, "date": (row["published"] or "")[:10]}


def remark(found: list[dict[str, Any]], limit: int, what: str) -> None:
    """A word on stderr where there are more than were asked for, or none."""
    if not found:
        complain(f"No {what} found.")
    if limit and len(found) > limit:
        complain(f"There are more {what}; --limit {limit * 10} shows more of them, --limit 0 all.")


def _counts(stats: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The nested counts as flat rows: what kind of thing, which one, how many."""
    for name, value in stats.items():
        if name.startswith("by_") and isinstance(value, dict):
            for what, count in value.items():
                yield {"of": name.removeprefix("by_").replace("_", " "), "what": what, "count": count}
        elif name.endswith("_once"):
            continue
        elif name in ("first", "last"):
            yield {"of": "published", "what": name, "count": value}
        elif not isinstance(value, (dict, list)):
            yield {"of": "all", "what": name, "count": value, "once": stats.get(f"{name}_once")}
    for row in stats["by_outlet"]:
        yield {"of": "outlet", "what": row["outlet"], "count": row["quotes"]}
    for row in stats["top_speakers"]:
        yield {"of": "speaker", "what": row["name"], "count": row["quotes"], "once": row["quotes_once"]}
