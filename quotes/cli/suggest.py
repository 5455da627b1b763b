"""`quotes speakers suggest`: speakers who are probably one, and speakers who are probably several."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from .correct import opened
from .entry import wrapped
from .errors import complain
from .output import output_options, print_rows, write
from .query import limit_option
from .terminal import colours, harmless, on_terminal, terminal_width

if TYPE_CHECKING:
    from ..database.suggest import Suggestion

_COLUMNS = ("kind", "score", "speakers", "why", "command")
_MORE_COLUMNS = ("kind", "score", "speakers", "names", "quotes", "why", "command")


@click.command(
    "suggest",
    short_help="List likely duplicates and mix-ups.",
    epilog="""\b
Examples:
  quotes speakers suggest quotes.db
  quotes speakers suggest quotes.db --kind duplicates --limit 0 --csv
""",
)
@click.argument("db", metavar="DB")
@click.option(
    "--kind",
    type=click.Choice(["duplicates", "mix-ups"]),
    help="Only speakers who may be one, or only those who may be several.",
)
@limit_option
@output_options
def suggest(db: str, kind: Any, limit: int, fmt: str | None) -> None:
    """List speakers who are probably one (duplicates), and speakers who are probably several (mix-ups), the
    likeliest first: with what speaks for it and against it, and the command that puts it right.

    DB is a database that `quotes import` made. The score adds up the evidence; from 5 points on something is
    listed. Nothing is changed. What a person has merged, split or dismissed, or
    undone, is not suggested again. On a
    terminal, each is a paragraph unless an option asks for something else.
    """
    from ..database.suggest import suggest as look

    with opened(db, readonly=True) as database:
        found = look(database, kind, limit + 1 if limit else None)
    shown = found[: limit or None]
    if fmt is None and on_terminal():
        for line in _paragraphs(db, shown, terminal_width(), colours()):
            write(line)
    else:
        rows = [_row(db, one, fmt in (None, "json", "nl")) for one in shown]
        print_rows(rows, _COLUMNS, fmt, more=_MORE_COLUMNS)
    if not found:
        complain("Nothing to suggest.")
    if limit and len(found) > limit:
        complain(f"There are more suggestions; --limit {limit * 10} shows more of them, --limit 0 all.")


def command_of(db: str, one: Suggestion) -> str:
    """The command that puts right what is suggested."""
    action, *arguments = one.arguments
    return shlex.join(["quotes", "speakers", action, db, *arguments])


def _row(db: str, one: Suggestion, lists: bool) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "score": one.score,
        "speakers": list(one.speakers) if lists else ", ".join(one.speakers),
        "names": list(one.names) if lists else ", ".join(one.names),
        "quotes": one.quotes,
        "why": list(one.why) if lists else "; ".join(one.why),
        "command": command_of(db, one),
    }


def _paragraphs(db: str, found: list[Suggestion], room: int, colour: bool) -> Iterator[str]:
    for one in found:
        named = [f"{name} ({key})" for name, key in zip(one.names, one.speakers, strict=True)]
        what = "are probably one" if len(named) > 1 else "is probably several"
        head = harmless(f"{' and '.join(named)} {what} [{one.score}]")
        for line in wrapped(head, room):
            yield click.style(line, bold=True) if colour else line
        for why in one.why:
            yield from wrapped(harmless(why), room, "  - ", "    ")
        yield f"  {harmless(command_of(db, one))}"
        yield ""
