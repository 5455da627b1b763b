"""`quotes check`: whether words were printed, or said, as somebody has them."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from .errors import Problem, complain
from .output import output_options, print_rows, table_wanted

ALTERED, NOT_FOUND = 3, 4
_TRANSCRIPT_TABLE = ("verdict", "flags", "differs", "printed", "outlet", "date", "id")
_TRANSCRIPT_COLUMNS = (
    *("verdict", "flags", "printed", "said", "at", "differences", "id", "speaker", "speaker_id"),
    *("via", "outlet", "published", "title", "url", "source_id"),
)


@click.command(
    short_help="Check words against what was printed, or print against a speech.",
    epilog="""\b
Examples:
  quotes check quotes.db --transcript speech.txt --speaker "Ana Ruiz"
""",
)
@click.argument("db", metavar="DB")
@click.option("--speaker", help="Who is said to have said it: an id, a name or a part of one.")
@click.option(
    "--transcript",
    metavar="FILE",
    help="Compare this speech or press release with every quote of the speaker.",
)
@click.option("--all", "everything", is_flag=True, help="With --transcript: also what was printed as said.")
@output_options
@click.pass_context
def check(
    ctx: click.Context,
    db: str,
    speaker: str | None,
    transcript: str | None,
    everything: bool,
    fmt: str | None,
) -> None:
    """Check whether words were printed, or said, as somebody has them.

    DB is a database that `quotes import` made. With --transcript, a FILE with what the speaker said (text or
    a web page, - for standard input) is compared with every quotation of that speaker, and what was printed
    differently is listed, the worst first: altered, then cut. Flags name what changes the meaning: a
    negation lost, a number or a name changed, "may" made "will", words joined that stood far apart.

    The exit code is 0 if all is as it was said or printed, 3 if anything was altered, cut or is somebody
    else's, and 4 if nothing was found.
    """
    if not transcript:
        raise click.UsageError("Give --transcript FILE.")
    if not speaker:
        raise click.UsageError("--transcript needs --speaker: whose quotes to compare it with.")
    ctx.exit(_against_transcript(db, transcript, speaker, everything, fmt))


def _against_transcript(db: str, path: str, speaker: str, everything: bool, fmt: str | None) -> int:
    from ..database import QuoteDatabase
    from ..database.search import speaker_ids
    from ..database.transcripts import compared
    from ..wordings.transcripts import VERDICTS

    text = _text_of(path)
    with QuoteDatabase(db, readonly=True) as database:
        ids = speaker_ids(database, speaker)
        if not ids:
            raise Problem(f"{db}: nobody is called “{speaker}”; `quotes speakers` lists who is quoted")
        rows = list(compared(database, text, ids))
    counts = Counter(row["verdict"] for row in rows)
    rows = [row for row in rows if everything or row["verdict"] in ("altered", "cut")]
    rows.sort(key=lambda row: (VERDICTS.index(row["verdict"]), not row["flags"]))
    if table_wanted(fmt):
        rows = [_in_brief(row) for row in rows]
    print_rows(rows, _TRANSCRIPT_TABLE, fmt, more=_TRANSCRIPT_COLUMNS)
    there = sum(counts.values()) - counts["not said here"]
    complain(
        f"{there:,} quotations from this transcript: {counts['verbatim']:,} verbatim, {counts['cut']:,} cut, "
        f"{counts['altered']:,} altered; {counts['not said here']:,} of {speaker} are not from it"
    )
    return ALTERED if counts["altered"] + counts["cut"] else 0 if there else NOT_FOUND


def _text_of(path: str) -> str:
    """The text of a document of any kind that `quotes import` reads."""
    from ..readers import Unreadable, read_bytes

    data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    name = "standard input" if path == "-" else path
    try:
        text = read_bytes(data, name).text
    except Unreadable as error:
        raise Problem(f"{name}: {error}") from error
    if not text.strip():
        raise Problem(f"{name}: holds no text; give the words that were spoken")
    return text


def _in_brief(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **row,
        "id": row["id"][:10],
        "date": (row["published"] or "")[:10],
        "differs": "; ".join(_differing(row["differences"])),
    }


def _differing(differences: Iterable[Mapping[str, str]]) -> Iterator[str]:
    """Each difference in short: −left out, +put in, was → is."""
    for each in differences:
        if each["kind"] == "changed":
            yield f"{each['was']} → {each['now']}"
        else:
            yield f"−{each['was']}" if each["was"] else f"+{each['now']}"
