"""`quotes wording` and `disputes`: the same words everywhere, and in whosever mouth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import click

from .errors import Problem, complain
from .output import output_options, print_rows, table_wanted, write
from .prints import differing, paragraphs
from .query import limit_option
from .terminal import harmless, on_terminal, terminal_width

_PRINTS = ("date", "outlet", "from", "speaker", "kind", "flags", "differs", "text", "id")
_MORE_PRINTS = (
    *("wording_id", "id", "text", "quoted", "kind", "flags", "differences", "speaker_id", "speaker"),
    *("origin", "outlet", "published", "title", "url", "source_id"),
)
_DISPUTES = ("wording_id", "speaker", "sources", "date", "outlet", "text", "id")
_MORE_DISPUTES = (
    *(
        "wording_id",
        "text",
        "speaker_id",
        "speaker",
        "quotes",
        "sources",
        "first_seen",
        "quote_id",
        "printed",
    ),
    *("outlet", "published", "title", "url"),
)


@click.command(
    short_help="Show words in all the ways in which they were printed.",
    epilog="""\b
Examples:
  quotes wording quotes.db 1b5e1b1a
  quotes wording quotes.db "We will build it again"
""",
)
@click.argument("db", metavar="DB")
@click.argument("words", metavar="WORDS...", nargs=-1, required=True)
@output_options
def wording(db: str, words: tuple[str, ...], fmt: str | None) -> None:
    """Show a wording with all its prints, the earliest first: who printed it when, from whom they had it, and
    how each differs from the fullest.

    DB is a database that `quotes import` made. WORDS are looked up as `quotes check` does, or are the id of
    a wording or of a quote that has it, or enough of its beginning. "from" is the outlet or agency that an
    article names, or whose text it prints; outlets that have it from nobody else are independent.
    """
    from ..database import QuoteDatabase
    from ..database.checking import check as look_up
    from ..database.search import NotFoundError
    from ..database.variants import wording as all_prints
    from ..database.variants import wording_id

    given = " ".join(words)
    with QuoteDatabase(db, readonly=True) as database:
        try:
            key = wording_id(database, given)
        except NotFoundError as error:
            evidence = look_up(database, given)["evidence"]
            key = next((row["wording_id"] for row in evidence if row["wording_id"]), "")
            if not key:
                raise Problem(f"{db}: {error}; `quotes search` finds quotes by their words") from error
        found = all_prints(database, key)
    prints = [{**row, "wording_id": key} for row in found["prints"]]
    if table_wanted(fmt):
        write(harmless(found["text"]))
        write(
            f"{found['quotes']:,} quotes in {found['variants']:,} variants, {found['sources']:,} articles of "
            f"{found['outlets']:,} outlets, {found['independent']:,} of them independent; "
            f"first {found['first_seen'] or 'at an unknown date'}; wording {key}"
        )
        write("")
    if fmt is None and on_terminal():
        for line in paragraphs(({**row, "label": row["kind"]} for row in prints), terminal_width()):
            write(line)
        return
    if fmt == "table":
        prints = [_print_in_brief(row) for row in prints]
    print_rows(prints, _PRINTS, fmt, more=_MORE_PRINTS)


@click.command(
    short_help="List words that are attributed to different speakers.",
    epilog="""\b
Examples:
  quotes disputes quotes.db
  quotes disputes quotes.db --nl --limit 0
""",
)
@click.argument("db", metavar="DB")
@limit_option
@output_options
def disputes(db: str, limit: int, fmt: str | None) -> None:
    """List wordings that are attributed to different speakers, with how many articles say so and the
    earliest.

    DB is a database that `quotes import` made. Left out are words that one speaker says another said, words
    of several speakers together, and those of a person who may speak for an organisation. There is a row
    for each speaker of each wording.
    """
    from ..database import QuoteDatabase
    from ..database.variants import disputes as disputed

    with QuoteDatabase(db, readonly=True) as database:
        found = list(islice(disputed(database), limit + 1 if limit else None))
    rows = (row for one in found[: limit or None] for row in _speakers(one))
    if table_wanted(fmt):
        rows = (
            {**row, "text": row["printed"], "date": (row["published"] or "")[:10], "id": row["quote_id"][:10]}
            for row in rows
        )
    print_rows(rows, _DISPUTES, fmt, more=_MORE_DISPUTES)
    if not found:
        complain("No words are attributed to different speakers.")
    elif limit and len(found) > limit:
        complain(f"There are more wordings; --limit {limit * 10} shows more of them, --limit 0 all.")


def _speakers(one: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for row in one["speakers"]:
        yield {"wording_id": one["wording_id"], "text": one["text"], **row}


def _print_in_brief(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **row,
        "id": row["id"][:10],
        "date": (row["published"] or "")[:10],
        "from": row["origin"],
        "differs": "; ".join(differing(row["differences"])),
    }
