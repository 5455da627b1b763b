"""`quotes check`: whether words were printed, or said, as somebody has them."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from .errors import Problem, complain
from .output import output_options, print_rows, write
from .prints import differing, paragraphs
from .terminal import harmless, on_terminal, terminal_width

ALTERED, NOT_FOUND = 3, 4
_TABLE = ("answer", "flags", "differs", "speaker", "text", "outlet", "date", "id")
_COLUMNS = (
    *("words", "asked", "answer", "sound", "kind", "flags", "differences", "sources", "evidence", "others"),
    "otherwise",
)
_TRANSCRIPT_TABLE = ("verdict", "flags", "differs", "printed", "outlet", "date", "id")
_TRANSCRIPT_COLUMNS = (
    *("verdict", "flags", "printed", "said", "at", "differences", "id", "speaker", "speaker_id"),
    *("via", "outlet", "published", "title", "url", "source_id"),
)


@click.command(
    short_help="Check words against what was printed, or print against a speech.",
    epilog="""\b
Examples:
  quotes check quotes.db "We will build it again" --speaker Castellan
  quotes check quotes.db --file quotations.txt --nl
  quotes check quotes.db --transcript speech.txt --speaker "Ana Ruiz"
""",
)
@click.argument("db", metavar="DB")
@click.argument("words", metavar="[WORDS]...", nargs=-1)
@click.option("--speaker", help="Who is said to have said it: an id, a name or a part of one.")
@click.option(
    "--file",
    "path",
    metavar="FILE",
    help="Check each line of a file; - is standard input. Behind a tab, a line may name its own speaker.",
)
@click.option(
    "--transcript",
    metavar="FILE",
    help="Compare this speech or press release with every quote of the speaker.",
)
@click.option("--all", "everything", is_flag=True, help="With --transcript: also what was printed as said.")
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=10,
    show_default=True,
    help="At most so many quotes as evidence; 0 is all.",
)
@output_options
@click.pass_context
def check(
    ctx: click.Context,
    db: str,
    words: tuple[str, ...],
    speaker: str | None,
    path: str | None,
    transcript: str | None,
    everything: bool,
    limit: int,
    fmt: str | None,
) -> None:
    """Check whether words were printed, or said, as somebody has them.

    DB is a database that `quotes import` made. The WORDS are looked up among its quotes, with --speaker
    among those of one speaker first. The answer is "verbatim", "part" (more was printed before or behind),
    "altered" (words were changed, put in, or left out in the middle), "somebody else's" (only others are
    quoted so) or "not found"; the evidence is the quotes that print it, the earliest first, with what
    differs word by word. Flags name what changes the meaning: a negation lost, a number or a name changed,
    "may" made "will", words joined that stood far apart, words that are only paraphrased.

    With --transcript, a FILE with what the speaker said (text or a web page, - for standard input) is
    compared with every quotation of that speaker instead, and what was printed differently is listed, the
    worst first.

    The exit code is 0 if all is as it was printed or said: verbatim or part, with no flag. It is 3 if
    anything is altered, cut, flagged, somebody else's, or printed otherwise by more articles; else 4 if
    anything was not found.
    """
    if sum((bool(words), path is not None, transcript is not None)) != 1:
        raise click.UsageError("Give WORDS, --file FILE or --transcript FILE: one of the three.")
    if transcript is None:
        ctx.exit(_against_print(db, _asked(words, path, speaker), limit, fmt, path is None))
    if not speaker:
        raise click.UsageError("--transcript needs --speaker: whose quotes to compare it with.")
    ctx.exit(_against_transcript(db, transcript, speaker, everything, fmt))


def _asked(words: tuple[str, ...], path: str | None, speaker: str | None) -> Iterator[tuple[str, str | None]]:
    """The words to be checked, and who is said to have said them; lines as they come in."""
    if path is None:
        yield " ".join(words), speaker
        return
    # Bytes that are no UTF-8 are no reason to stop: such words are not found.
    with click.open_file(path, encoding="utf-8-sig", errors="replace") as lines:
        for line in lines:
            text, _, named = line.strip().partition("\t")
            if text.strip():
                yield text.strip(), named.strip() or speaker


def _against_print(
    db: str, asked: Iterable[tuple[str, str | None]], limit: int, fmt: str | None, single: bool
) -> int:
    from ..database import QuoteDatabase
    from ..database.checking import check as look_up
    from ..database.search import speaker_ids

    answers: Counter[str] = Counter()
    unsound = 0

    def findings() -> Iterator[dict[str, Any]]:
        nonlocal unsound
        for words, speaker in asked:
            ids = speaker_ids(database, speaker) if speaker else None
            if speaker and not ids:
                complain(f"{db}: nobody is called “{speaker}”; `quotes speakers` lists who is quoted")
            found = look_up(database, words, ids, limit)
            answers[found["answer"]] += 1
            unsound += found["answer"] != "not found" and not found["sound"]
            yield {"words": words, "asked": speaker, **found}

    with QuoteDatabase(db, readonly=True) as database:
        if fmt is None and on_terminal():
            for n, found in enumerate(findings()):
                if not single:
                    write(("\n" if n else "") + harmless(found["words"]))
                for line in paragraphs(_evidence(found), terminal_width()):
                    write(line)
        elif fmt == "table":
            rows = (_in_brief(row) for found in findings() for row in _evidence(found))
            print_rows(rows, _TABLE if single else ("words", *_TABLE), "table")
        else:
            print_rows(findings(), _COLUMNS, fmt)
    if sum(answers.values()) > 1:
        complain(", ".join(f"{n:,} {answer}" for answer, n in answers.most_common()))
    return ALTERED if unsound else NOT_FOUND if answers["not found"] else 0


def _evidence(found: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """A finding as rows of a table: the quotes that are its evidence, who else has it, who otherwise."""
    named = (("evidence", found["answer"]), ("others", "also"), ("otherwise", "otherwise"))
    rows = [{"answer": answer, **row} for key, answer in named for row in found[key]]
    if not rows:
        nothing = dict.fromkeys(("speaker", "outlet", "published", "id"), "")
        rows = [
            {**nothing, "answer": found["answer"], "flags": [], "text": found["words"], "differences": []}
        ]
    for row in rows:
        yield {"words": found["words"], "label": row["answer"], **row}


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
    if fmt is None and on_terminal():
        shown = ({**row, "label": row["verdict"], "text": row["printed"]} for row in rows)
        for line in paragraphs(shown, terminal_width()):
            write(line)
    else:
        rows = [_in_brief(row) for row in rows] if fmt == "table" else rows
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
        "differs": "; ".join(differing(row["differences"])),
    }
