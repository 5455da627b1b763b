"""`quotes export`: what a database holds, for other tools."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from ..model import QUOTE_KINDS
from .errors import Problem, complain
from .query import date
from .shards import needs_cluster

if TYPE_CHECKING:
    from ..database import QuoteDatabase
    from ..export import Format

_FORMATS: tuple[Format, ...] = ("nl", "csv", "parquet", "annotations", "tei")


def _export(database: QuoteDatabase, format_: Format, file: BinaryIO, filters: dict[str, Any]) -> int:
    from ..export import export as write_export

    with needs_cluster():
        return write_export(database, format_, file, **filters)


@click.command(
    short_help="Write quotes as JSON lines, CSV, Parquet, W3C Web Annotations or TEI.",
    epilog="""\b
Examples:
  quotes export quotes.db --format csv --output quotes.csv
  quotes export quotes.db --format tei --speaker lindholm --output lindholm.xml
  quotes export quotes.db --format annotations --since 2019-10 | gzip
""",
)
@click.argument("db", metavar="DB")
@click.option(
    "--format",
    "format_",
    type=click.Choice(_FORMATS),
    required=True,
    help="JSON lines, CSV, Parquet, W3C Web Annotations (JSON lines of JSON-LD), or TEI (XML).",
)
@click.option("--output", metavar="FILE", help="Write into FILE, not to standard output.")
@click.option("--speaker", help="Only quotes of this speaker: an id, a name or a part of one.")
@click.option("--outlet", help="Only what this outlet published: its name, id or domain.")
@click.option("--kind", type=click.Choice(QUOTE_KINDS), help="Only quotes of this kind.")
@click.option("--since", callback=date, help="Only what was published on this date or later.")
@click.option("--until", callback=date, help="Only what was published on this date or earlier.")
def export(db: str, format_: Format, output: str | None, **filters: Any) -> None:
    """Write quotes as JSON lines, CSV, Parquet, W3C Web Annotations or TEI.

    DB is a database that `quotes import` or `quotes load` made. Quotes of one article stand together; any
    number of them is written as it is read. A FILE is complete or not there at all.
    """
    from ..database import QuoteDatabase

    if output is None and format_ == "parquet" and sys.stdout.isatty():
        raise click.UsageError("Parquet is nothing for a terminal; give --output FILE or a pipe.")
    with QuoteDatabase(db, create=False, readonly=True) as database:
        if output is None:
            stream = sys.stdout.buffer
            n = _export(database, format_, stream, filters)
            stream.flush()
        else:
            target = Path(output)
            unfinished = target.with_name(f".{target.name}.tmp")
            try:
                with unfinished.open("wb") as file:
                    n = _export(database, format_, file, filters)
                unfinished.replace(target)
            except OSError as error:
                raise Problem(f"{output}: {error.strerror or error}; choose another file") from error
            finally:
                with suppress(OSError):
                    unfinished.unlink(missing_ok=True)
    if not n:
        complain("No quotes found.")
