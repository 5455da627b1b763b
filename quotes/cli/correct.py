"""`quotes correct`, `undo` and `corrections`: what people put right, and how it is kept."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from ..model import QUOTE_KINDS, STATUSES
from .errors import Problem, complain
from .listing import Listing
from .output import as_json, output_options, print_rows, table_wanted, write
from .progress import upgrading
from .terminal import cut, harmless

if TYPE_CHECKING:
    from ..database import QuoteDatabase
    from ..database.curate import Done

_COLUMNS = ("number", "at", "who", "action", "of", "was", "now", "state")
_MORE_COLUMNS = (
    *("number", "state", "action", "of", "was", "now", "who", "at", "why", "undone"),
    *("item_table", "item_id", "column_name", "source_id", "uid"),
)
_WORDS = 60


def said_by(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command ``--who`` and ``--why``; who is by default $QUOTES_WHO or the login name."""

    @click.option("--who", envvar="QUOTES_WHO", help="Who says so; else $QUOTES_WHO or your login name.")
    @click.option("--why", help="The reason, in your words.")
    @wraps(function)
    def command(*arguments: Any, who: str | None, **options: Any) -> Any:
        return function(*arguments, who=who or _login_name(), **options)

    return command


def _login_name() -> str | None:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return None


@contextmanager
def opened(db: str, readonly: bool = False) -> Iterator[QuoteDatabase]:
    """A database that is there; what cannot be corrected in it is a problem of one line that names it."""
    from ..database import QuoteDatabase
    from ..database.people import CorrectionError

    with QuoteDatabase(db, create=False, readonly=readonly, on_upgrade=upgrading()) as database:
        try:
            yield database
        except CorrectionError as error:
            raise Problem(f"{db}: {error}") from error


def report(done: Done) -> None:
    """Say what was corrected, a line each, and by which number it can be undone."""
    of = cut(harmless(" ".join(done.item.split())), _WORDS)
    if done.new_speaker:
        write(f"New speaker: {harmless(done.new_speaker)}")
    for correction in done.corrections:
        change = ""
        if correction.action not in ("accept", "reject"):
            was = f"{correction.was or 'none'} → " if correction.action not in ("alias", "dismiss") else ""
            change = harmless(f": {was}{correction.now or 'none'}")
        if correction.action == "dismiss":
            change = harmless(f": not {correction.now}") if correction.now else ": one, not several"
        state = "undone" if correction.undone else f"number {correction.id}"
        write(f"{correction.action} {of}{change} ({state})")
    if not done.corrections:
        complain(f"{of}: that was said already; nothing changed.")


@click.command(
    short_help="Put right what a quote says, or take it out.",
    epilog="""\b
Examples:
  quotes correct quotes.db 3f2a5c --speaker "Jo Lee" --why "he is quoted by Ruiz"
  quotes correct quotes.db 3f2a5c --kind mixed --status denied
  quotes correct quotes.db 3f2a5c --reject
""",
)
@click.argument("db", metavar="DB")
@click.argument("quote", metavar="QUOTE")
@click.option("--speaker", help="Who said it: an id, a name, a new person's name, or none.")
@click.option("--kind", type=click.Choice(QUOTE_KINDS), help="Of what kind it is.")
@click.option("--status", type=click.Choice(STATUSES), help="Whether it was said, asked, denied, ….")
@click.option("--accept", is_flag=True, help="It is right as it is.")
@click.option("--reject", is_flag=True, help="It is no quote: take it out.")
@said_by
def correct(db: str, quote: str, **said: Any) -> None:
    """Put right what a quote says, for good: no import changes it again, whatever the parser finds.

    DB is a database that `quotes import` made; QUOTE is the quote's id, as `quotes search` lists it, or at
    least 6 digits of its beginning. Several options are several corrections. A rejected quote is out of
    every list and count; `quotes undo` brings it back.
    """
    from ..database.curate import correct_quote

    if not (
        said["speaker"] is not None or said["kind"] or said["status"] or said["accept"] or said["reject"]
    ):
        raise click.UsageError("Say what is right: --speaker, --kind, --status, --accept or --reject.")
    with opened(db) as database:
        report(correct_quote(database, quote, **said))


@click.command(
    short_help="Undo a correction.",
    epilog="""\b
Examples:
  quotes undo quotes.db
  quotes undo quotes.db 12
""",
)
@click.argument("db", metavar="DB")
@click.argument("number", metavar="[NUMBER]", type=click.IntRange(min=1), required=False)
def undo(db: str, number: int | None) -> None:
    """Undo the last correction, or the one of this number: what was there before is there again.

    DB is a database that `quotes import` made; NUMBER is that of `quotes corrections`. One that a later
    correction rests on is undone after that.
    """
    from ..database import curate

    with opened(db) as database:
        report(curate.undo(database, number))


@click.command(
    cls=Listing,
    short_help="List what people corrected; export and apply it.",
    epilog="""\b
Examples:
  quotes corrections quotes.db
  quotes corrections export quotes.db corrections.jsonl
""",
)
@click.argument("db", metavar="DB")
@click.option(
    "--limit", type=click.IntRange(min=0), default=50, show_default=True, help="At most so many; 0 is all."
)
@output_options
def corrections(db: str, limit: int, fmt: str | None) -> None:
    """List the corrections of a database, the latest first: whether they hold, were undone, or wait for
    their article to be imported.

    DB is a database that `quotes import` made.
    """
    from ..database.exchange import listing

    with opened(db, readonly=True) as database:
        found = listing(database, limit + 1 if limit else None)
        if table_wanted(fmt):
            found = [{**row, "at": row["at"][:10]} for row in found]
        print_rows(found[: limit or None], _COLUMNS, fmt, more=_MORE_COLUMNS)
    if not found:
        complain("No corrections found.")
    if limit and len(found) > limit:
        complain(f"There are more corrections; --limit {limit * 10} shows more of them, --limit 0 all.")


@corrections.others.command(
    short_help="Write the corrections that hold, as JSON lines.",
    epilog="""\b
Examples:
  quotes corrections export quotes.db > corrections.jsonl
  quotes corrections export quotes.db corrections.jsonl
""",
)
@click.argument("db", metavar="DB")
@click.argument("file", metavar="[FILE]", required=False)
def export(db: str, file: str | None) -> None:
    """Write the corrections of a database that hold as JSON lines, in the order they were made.

    DB is a database that `quotes import` made. FILE is written whole or not at all; without one, or
    with -, the lines go to standard output.
    """
    from ..database.exchange import export as lines_of

    with opened(db, readonly=True) as database:
        if file in (None, "-"):
            for line in lines_of(database):
                write(as_json(line))
            return
        assert file is not None
        count = _write_whole(file, (as_json(line) + "\n" for line in lines_of(database)))
        complain(f"{count:,} correction{'' if count == 1 else 's'} written to {file}")


def _write_whole(file: str, lines: Iterator[str]) -> int:
    """Write a file beside its place first, so that a half-written one never stands there."""
    import os
    from pathlib import Path

    path = Path(file)
    if path.exists() and not path.is_file():
        raise Problem(f"{file}: is no file; name one to write to")
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    count = 0
    try:
        with beside.open("w", encoding="utf-8") as out:
            for line in lines:
                out.write(line)
                count += 1
        beside.replace(path)
    except OSError as error:
        raise Problem(f"{file}: cannot be written ({error.strerror or error})") from error
    finally:
        beside.unlink(missing_ok=True)
    return count


@corrections.others.command(
    short_help="Make the corrections of a file of JSON lines.",
    epilog="""\b
Examples:
  quotes corrections apply quotes.db corrections.jsonl
  quotes corrections export old.db | quotes corrections apply new.db -
""",
)
@click.argument("db", metavar="DB")
@click.argument("file", metavar="FILE")
def apply(db: str, file: str) -> None:
    """Make the corrections of a file that `quotes corrections export` wrote, all at once.

    DB is a database of quotes; if there is none, an empty one is made. FILE may be - for standard input.
    Corrections that are known already are left as they are; those of articles that are not there yet
    wait for them. Lines that are none are named on stderr, the others still go in, and the exit code is 1.
    """
    from ..database import QuoteDatabase
    from ..database.exchange import apply as apply_lines

    try:
        lines = sys.stdin.buffer.read() if file == "-" else _read(file)
    except OSError as error:
        raise Problem(f"{file}: cannot be read ({error.strerror or error})") from error
    with QuoteDatabase(db, on_upgrade=upgrading()) as database:
        result = apply_lines(database, lines.split(b"\n"))
    for number, reason in result.problems:
        complain(f"{'standard input' if file == '-' else file}, line {number}: {reason}; left out")
    counts = [(result.new, "new"), (result.known, "known already"), (result.undone, "undone here before")]
    said = ", ".join(f"{count:,} {what}" for count, what in counts if count or what == "new")
    waiting = f"; {result.waiting:,} wait for their articles" if result.waiting else ""
    write(f"Corrections: {said}{waiting}")
    if result.problems:
        raise click.exceptions.Exit(1)


def _read(file: str) -> bytes:
    from pathlib import Path

    return Path(file).read_bytes()
