"""`quotes import`: documents in, rows out, and a word on what was found."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .errors import complain
from .options import parser_options
from .output import as_json, table_lines, write
from .terminal import on_terminal, terminal_width

if TYPE_CHECKING:
    from ..ingest import Summary
    from ..model import Options
    from ..readers import Facts, Failure


def _checked(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    from ..readers import checked

    if value is None or parameter.name is None:
        return value
    if not value.strip():
        raise click.BadParameter("it is empty")
    try:
        return getattr(checked({parameter.name: value}), parameter.name)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@click.command(
    "import",
    short_help="Find the quotes in documents and keep them in a database.",
    epilog="""\b
Examples:
  quotes import quotes.db seeds/
  quotes import quotes.db seeds/ --attitudes --min-confidence 0.8
  quotes import quotes.db article.txt --outlet Reuters --published "18 October 2019"
  pbpaste | quotes import quotes.db - --url https://example.com/article
""",
)
@click.argument("db", metavar="DB")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--title", callback=_checked, help="Title of the document (of one only, as the next four).")
@click.option("--url", callback=_checked, help="Web address of the document: http or https.")
@click.option("--outlet", callback=_checked, help="Who published the document.")
@click.option("--published", callback=_checked, help="When it was published: any date; kept as ISO 8601.")
@click.option("--byline", callback=_checked, help="Who wrote the document.")
@parser_options
@click.option("--dry-run", is_flag=True, help="Read and parse, report, and leave the database alone.")
@click.option("-s", "--silent", is_flag=True, help="No progress, no summary; failures are still named.")
@click.option("--json", "as_json_", is_flag=True, help="Output: the summary as one JSON object.")
@click.pass_context
def import_(
    ctx: click.Context,
    db: str,
    paths: tuple[str, ...],
    dry_run: bool,
    silent: bool,
    as_json_: bool,
    options: Options,
    **facts: str | None,
) -> None:
    """Find the quotes in documents and keep them in a database.

    DB is created if it does not exist. PATH is a file, a folder (all files below it, in sorted order)
    or - for standard input. Importing a document again changes nothing; importing a changed one, or with
    another --engine, --attitudes or --min-confidence, replaces its quotes. A document may open with front
    matter: lines such as "outlet: Reuters" between two lines of "---"; the options below override it.

    What cannot be read is named on stderr, the rest is imported, and the exit code is 1.
    """
    from ..ingest import Summary
    from ..readers import Facts

    known = Facts(**facts)
    if known and (len(paths) > 1 or Path(paths[0]).is_dir()):
        given = " and ".join(f"--{name}" for name, value in facts.items() if value)
        raise click.UsageError(
            f"{given} would hold for every document; give it with a single file or -, or use front matter."
        )
    summary = Summary()
    try:
        _run(db, paths, options, known, dry_run, silent, summary)
    except KeyboardInterrupt:
        done = sum(summary.outcomes[name] for name in ("added", "updated", "unchanged"))
        kept = "nothing was written" if dry_run else f"the {done:,} documents before are in the database"
        complain(f"Interrupted; {kept}.")
        ctx.exit(130)
    if as_json_:
        write(as_json(summary.as_dict()))
    elif not silent:
        _print_summary(summary, None if dry_run else db)
    if summary.outcomes["failed"]:
        ctx.exit(1)


def _run(
    db: str,
    paths: tuple[str, ...],
    options: Options,
    facts: Facts,
    dry_run: bool,
    silent: bool,
    summary: Summary,
) -> None:
    from ..ingest import database_files, import_into, ingest
    from ..readers import count

    skip = database_files(db)
    length = count(paths, skip=skip) if not silent and _watched() else 0
    with _progress(length) as step:

        def told(failure: Failure) -> None:
            complain(failure.line)

        if dry_run:
            ingest(
                paths,
                None,
                options=options,
                facts=facts,
                skip=skip,
                on_failure=told,
                on_item=step,
                summary=summary,
            )
        else:
            import_into(db, paths, summary, options=options, facts=facts, on_failure=told, on_item=step)


def _watched() -> bool:
    return sys.stderr.isatty()


@contextmanager
def _progress(length: int) -> Iterator[Callable[[], None]]:
    """A bar on stderr for so many items; none for none."""
    bar = click.progressbar(length=length, label="Importing", file=sys.stderr) if length else None
    with bar or nullcontext():
        yield (lambda: bar.update(1)) if bar else (lambda: None)


def _print_summary(summary: Summary, db: str | None) -> None:
    """What became of the documents, what they hold, and the line that opens the database."""
    from ..ingest import OUTCOMES
    from ..model import QUOTE_KINDS

    counts = [f"{summary.outcomes[name]:,} {name}" for name in (*OUTCOMES[:3], "parsed", *OUTCOMES[3:])]
    wanted = OUTCOMES if db else ("parsed", *OUTCOMES[3:])
    write(", ".join(count for count in counts if count.split()[1] in wanted))
    if not any(summary.outcomes[name] for name in (*OUTCOMES[:3], "parsed")):
        return  # nothing was found, and there is nothing to open
    limit = terminal_width() if on_terminal() else None
    kinds = [{"kind": kind, "quotes": summary.kinds[kind]} for kind in QUOTE_KINDS]
    speakers = [
        {"speaker": name, "kind": kind, "quotes": quotes} for name, kind, quotes in summary.top_speakers()
    ]
    write("")
    for line in table_lines([*kinds, {"kind": "all", "quotes": summary.quotes}], ("kind", "quotes"), limit):
        write(line)
    if speakers:
        write("")
        for line in table_lines(speakers, ("speaker", "kind", "quotes"), limit):
            write(line)
    write("")
    write(f"datasette {shlex.quote(db)}" if db else "Nothing was written: this was a dry run.")
