"""`quotes import`: documents in, rows out, and a word on what was found."""

from __future__ import annotations

import re
import shlex
import signal
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from .errors import Problem, complain
from .options import parser_options
from .output import as_json, table_lines, write
from .progress import ReadingProgress, upgrading, watched
from .reader_options import Asked, reader_options
from .terminal import on_terminal, terminal_width

if TYPE_CHECKING:
    from ..ingest import Readable, Summary
    from ..model import Options
    from ..readers import Failure

_REASONS = 10
_AGO = re.compile(r"(\d{1,5})([hdwmy])")
_HOURS = {"h": 1, "d": 24, "w": 7 * 24, "m": 30 * 24, "y": 365 * 24}


def _since(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """A date in any form, a year or month, or how long ago: 7d."""
    from ..readers import iso_date

    if value is None or re.fullmatch(r"\d{4}|\d{4}-(?:0[1-9]|1[0-2])", value.strip()):
        return value and value.strip()
    if ago := _AGO.fullmatch(value.strip().lower()):
        hours = int(ago[1]) * _HOURS[ago[2]]
        return (datetime.now(UTC) - timedelta(hours=hours)).date().isoformat()
    try:
        return iso_date(value)[:10]
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
  quotes import quotes.db https://example.com/2026/05/bridge.html
  quotes import quotes.db https://example.com/feed.xml --follow --since 7d
  quotes import quotes.db news.csv --text body --outlet paper --extra
  sqlite-utils rows news.db articles --nl | quotes import quotes.db - --format nl
  quotes import quotes.db archive/ --errors failed.jsonl
  quotes import quotes.db --retry failed.jsonl
""",
)
@click.argument("db", metavar="DB")
@click.argument("paths", metavar="PATH...", nargs=-1)
@reader_options
@parser_options
@click.option(
    "--workers",
    type=click.IntRange(1, 1000),
    help="Parse in so many processes.  [default: as many as there are cores]",
)
@click.option(
    "--batch-size",
    type=click.IntRange(1, 10_000),
    help="Store so many articles at a time.  [default: 50, later 800]",
)
@click.option("--limit", type=click.IntRange(min=1), help="Stop after so many documents.")
@click.option(
    "--since", callback=_since, help="Skip what was published earlier: a date, or 7d for seven days ago."
)
@click.option("--replace", is_flag=True, help="Parse again what is stored already, unchanged or not.")
@click.option("--resume", is_flag=True, help="Parse only what is not stored yet, by any version.")
@click.option("--errors", metavar="FILE", help="Keep what failed in FILE, one JSON object a line.")
@click.option("--retry", metavar="FILE", help="Import what failed before, as --errors kept it.")
@click.option("--dry-run", is_flag=True, help="Read and parse, report, and leave the database alone.")
@click.option("-s", "--silent", is_flag=True, help="No progress, no summary; failures are still named.")
@click.option("--json", "as_json_", is_flag=True, help="Output: the summary as one JSON object.")
@click.pass_context
def import_(
    ctx: click.Context,
    db: str,
    paths: tuple[str, ...],
    options: Options,
    workers: int | None,
    batch_size: int | None,
    limit: int | None,
    since: str | None,
    replace: bool,
    resume: bool,
    errors: str | None,
    retry: str | None,
    dry_run: bool,
    silent: bool,
    as_json_: bool,
    asked: Asked,
) -> None:
    """Find the quotes in documents and keep them in a database.

    DB is created if it does not exist. PATH is a file, a folder (all files below it, in sorted order), a
    web address or - for standard input. It may hold a text or a page, a table of articles (CSV, TSV, JSON,
    JSON lines, SQLite), a feed, a WARC, a list of addresses, or an archive of such: docs/import.md says what
    becomes of each. Importing a document again changes nothing, and takes little time; importing a
    changed one, or with another --engine, --attitudes or --min-confidence, replaces its quotes. A document
    may open with front matter: lines such as "outlet: Reuters" between two lines of "---"; the options
    below override it.

    What cannot be read is named on stderr, the rest is imported, and the exit code is 1. Ctrl-C stores what
    is in hand and ends with exit code 130; the same command then goes on from there, as it does after any
    other end.
    """
    from ..ingest import Stopped, Summary, WorkersError

    if replace and resume:
        raise click.UsageError("--replace parses again what is stored, --resume does not; choose one.")
    if retry:
        paths = (*paths, *_failed_before(retry))
    elif not paths and not asked.urls:
        raise click.UsageError("Missing argument 'PATH...'.")
    asked, known = asked.settle(paths)
    summary = Summary()
    run = _Run(db, paths, asked, dry_run, limit, silent, errors, retry, summary)
    try:
        run(
            options=options,
            facts=known,
            since=since,
            workers=workers,
            **({} if dry_run else {"replace": replace, "resume": resume, "batch_size": batch_size}),
        )
    except WorkersError as error:
        raise Problem(f"{error}; what was stored before is in the database") from error
    except KeyboardInterrupt as stopped:
        done = f"the {summary.done:,} documents before are in the database"
        kept = f"{done}; the same command goes on from there"
        if dry_run:
            kept = "nothing was written"
        complain(f"Interrupted; {kept}.")
        terminated = isinstance(stopped, Stopped) and stopped.signum == signal.SIGTERM
        ctx.exit(143 if terminated else 130)
    if as_json_:
        write(as_json(summary.as_dict()))
    elif not silent:
        print_summary(summary, [] if dry_run else [db])
    if summary.outcomes["failed"]:
        ctx.exit(1)


def _failed_before(retry: str) -> list[str]:
    from ..ingest.failures import failed_paths

    try:
        return failed_paths(retry)
    except (OSError, ValueError) as error:
        reason = f"{retry}: {error.strerror}" if isinstance(error, OSError) else str(error)
        raise Problem(f"{reason}; check the spelling" if isinstance(error, OSError) else reason) from error


class _Run:
    """One import: from where, into what, and who is told."""

    def __init__(
        self,
        db: str,
        paths: tuple[str, ...],
        asked: Asked,
        dry_run: bool,
        limit: int | None,
        silent: bool,
        errors: str | None,
        retry: str | None,
        summary: Summary,
    ) -> None:
        self.db, self.paths, self.asked, self.dry_run, self.limit = db, paths, asked, dry_run, limit
        self.silent, self.errors, self.retry, self.summary = silent, errors, retry, summary

    def __call__(self, *, workers: int | None, **how: object) -> None:
        from .. import ingest
        from ..ingest.failures import FailureFile
        from ..readers import printable, size

        skip = ingest.database_files(self.db)
        wanted = not self.silent and watched()
        known = size(self.paths, skip=skip) if wanted and not self.asked.urls else None
        progress = ReadingProgress(known, self.limit, wanted=wanted)
        items: Iterable[Readable] = self._asked(how, progress).items(self.paths, skip)
        if self.limit:
            items = ingest.limited(items, self.limit)
        with ExitStack() as stack:
            kept = None
            if self.errors:
                again = bool(self.retry) and _same_file(self.errors, self.retry or "")
                kept = stack.enter_context(FailureFile(self.errors, after=again))

            def failed(failure: Failure) -> None:
                complain(failure.line)
                if kept:
                    kept.add(failure)

            stack.enter_context(progress)
            upgraded = upgrading(wanted=not self.silent)
            how["watch"] = ingest.Watch(failed=failed, done=progress.step, upgraded=upgraded)
            how["workers"] = workers or ingest.cores()
            if self.dry_run:
                ingest.dry_run(items, self.summary, **how)  # type: ignore[arg-type]
                return
            arguments = [*map(printable, self.paths)]
            arguments += [word for file in self.asked.urls for word in ("--urls", printable(file))]
            ingest.import_into(self.db, items, self.summary, arguments=arguments, **how)  # type: ignore[arg-type]

    def _asked(self, how: Mapping[str, object], progress: ReadingProgress) -> Asked:
        """What to read, with what the database remembers of addresses, unless all is to be read again."""
        from ..database.fetches import Memory

        since = cast("str | None", how["since"])
        reading = replace(self.asked.reading, since=since, opened=progress.opened)
        if not how.get("replace"):
            reading = replace(reading, memory=Memory(self.db))
        return replace(self.asked, reading=reading)


def _same_file(one: str, other: str) -> bool:
    return Path(one).exists() and Path(other).exists() and Path(one).samefile(other)


def print_summary(summary: Summary, dbs: Sequence[str]) -> None:
    """What became of the documents, what they hold, and the line that opens the databases."""
    from ..ingest import OUTCOMES
    from ..model import QUOTE_KINDS

    counts = [f"{summary.outcomes[name]:,} {name}" for name in (*OUTCOMES[:3], "parsed", *OUTCOMES[3:])]
    wanted = OUTCOMES if dbs else ("parsed", *OUTCOMES[3:])
    write(", ".join(count for count in counts if count.split()[1] in wanted))
    for outcome in OUTCOMES[3:]:
        reasons = summary.why(outcome)
        for reason, n in [*reasons.items()][:_REASONS]:
            write(f"  {n:,} {outcome}: {reason}")
        if len(reasons) > _REASONS:
            write(f"  {outcome} for {len(reasons) - _REASONS:,} other reasons, see stderr or --errors FILE")
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
    write(shlex.join(["datasette", *dbs]) if dbs else "Nothing was written: this was a dry run.")
