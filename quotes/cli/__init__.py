"""The commands. Each parses its arguments, calls one function and prints what it gives."""

from __future__ import annotations

import click

from .. import __version__, lean

lean.start()

from . import (  # noqa: E402
    check,
    correct,
    entry,
    evaluate,
    export,
    extract,
    import_,
    load,
    query,
    show,
    speakers,
    suggest,
    verify,
    wordings,
)
from .errors import Commands  # noqa: E402


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="""\b
Examples:
  quotes import quotes.db seeds/
  quotes search quotes.db shootout
  datasette quotes.db
""",
)
@click.version_option(__version__, prog_name="quotes")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Who said what, where, and who says so: quotations in news, found and kept in SQLite.

    Tables are aligned on a terminal; in a pipe or a file, rows are JSON unless you ask otherwise.
    Errors go to stderr. The exit code is 1 if anything failed and 2 if a command was not understood.
    """
    lean.collect_seldom()
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


for command in (
    import_.import_,
    extract.extract,
    load.load,
    export.export,
    query.search,
    speakers.speakers,
    show.show,
    check.check,
    wordings.wording,
    wordings.disputes,
    correct.correct,
    correct.undo,
    correct.corrections,
    query.stats,
    verify.verify,
    evaluate.evaluate,
):
    cli.add_command(command)
for of_speakers in (entry.show, suggest.suggest):
    speakers.speakers.others.add_command(of_speakers)

__all__ = ["cli"]
