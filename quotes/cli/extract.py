"""`quotes extract`: documents in, quotes out, no database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from .errors import complain
from .options import parser_options
from .output import as_json, write
from .reader_options import Asked, reader_options

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
  quotes extract seeds/ --output shards/ --scheduler local
""",
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@reader_options
@parser_options
@click.option("--output", metavar="DIR", help="Write Parquet into DIR instead, a file for each file.")
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="With --output, work on this Dask cluster; `local` starts one here.  [default: none, one by one]",
)
@click.option("--workers", type=click.IntRange(1, 1000), help="Processes of a local cluster.")
@click.option("--replace", is_flag=True, help="With --output, make anew what is there already.")
@click.option("-s", "--silent", is_flag=True, help="With --output, no progress and no summary.")
@click.option("--json", "as_json_", is_flag=True, help="With --output, the summary as one JSON object.")
def extract(
    paths: tuple[str, ...],
    options: Options,
    asked: Asked,
    output: str | None,
    **how: Any,
) -> None:
    """Find the quotes in documents and print them as newline-delimited JSON.

    PATH is a file, a folder (all files below it, in sorted order), a web address or - for standard input,
    and may hold whatever `quotes import` reads. No database is needed or touched. One line of JSON is
    printed for each quote; its offsets count code points into the document's text, the end not included.

    With --output, each file becomes one Parquet file (a shard) with its articles and their quotes, which
    `quotes load` turns into a database; a PATH may then be a pattern or an address too, such as
    's3://bucket/crawl/*.warc.gz', and so may DIR. Shards that are there already are left as they are, so that
    the same command goes on where it was stopped. See docs/scale.md.

    What cannot be read is named on stderr, the rest is read, and the exit code is 1.
    """
    if output is not None:
        from .shards import extract_to_shards

        if asked.is_special:
            raise click.UsageError("With --output, every file is read as what it is: leave out how to read.")
        extract_to_shards(paths, output, options=options, **how)
        return
    given = [f"--{name.removesuffix('_').replace('as_', '')}" for name, value in how.items() if value]
    if given:
        raise click.UsageError(f"{' and '.join(given)} needs --output DIR.")
    from ..ingest import extractions
    from ..model import Extraction
    from ..readers import Failure
    from ..records import records

    asked, facts = asked.settle(paths)
    if facts:
        raise click.UsageError(f"--{next(iter(asked.given))} names a column, but {paths[0]} is no table.")
    failed = False
    for item in extractions(asked.items(paths), options=options):
        if isinstance(item, Extraction):
            for record in records(item):
                write(as_json(record))
        elif isinstance(item, Failure):
            failed = True
            complain(item.line)
    if failed:
        raise click.exceptions.Exit(1)
