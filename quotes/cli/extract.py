"""`quotes extract`: documents in, quotes out, no database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .errors import complain
from .options import parser_options
from .output import as_json, write

if TYPE_CHECKING:
    from ..model import Options


@click.command(
    short_help="Print the quotes in documents as JSON, without a database.",
    epilog="""\b
Examples:
  quotes extract seeds/
  curl -s https://example.com/article.txt | quotes extract -
  quotes extract seeds/ --attitudes --min-confidence 0.8
  quotes extract seeds/ | jq -r 'select(.speaker != null) | .speaker'
""",
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@parser_options
def extract(paths: tuple[str, ...], options: Options) -> None:
    """Find the quotes in documents and print them as newline-delimited JSON.

    PATH is a file, a folder (all files below it, in sorted order) or - for standard input. No database
    is needed or touched. One line of JSON is printed for each quote; its offsets count code points into
    the document's text, the end not included.

    What cannot be read is named on stderr, the rest is read, and the exit code is 1.
    """
    from ..ingest import extractions
    from ..model import Extraction
    from ..readers import Failure, read
    from ..records import records

    failed = False
    for item in extractions(read(paths), options=options):
        if isinstance(item, Extraction):
            for record in records(item):
                write(as_json(record))
        elif isinstance(item, Failure):
            failed = True
            complain(item.line)
    if failed:
        raise click.exceptions.Exit(1)
