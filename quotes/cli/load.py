"""`quotes load`: shards in, rows out."""

from __future__ import annotations

import click

from .errors import complain
from .import_ import print_summary
from .output import as_json, write
from .progress import Progress, upgrading, watched
from .shards import needs_cluster


@click.command(
    short_help="Turn the shards that `quotes extract --output` made into a database.",
    epilog="""\b
Examples:
  quotes load quotes.db shards/
  quotes load archive.db s3://bucket/shards --partition year
""",
)
@click.argument("db", metavar="DB")
@click.argument("folders", metavar="DIR...", nargs=-1, required=True)
@click.option(
    "--partition",
    type=click.Choice(["year"]),
    help="One database for each year, DB with the year in its name: for archives too large for one file.",
)
@click.option(
    "--batch-size",
    type=click.IntRange(1, 10_000),
    help="Store so many articles at a time.  [default: a third of DB]",
)
@click.option("-s", "--silent", is_flag=True, help="No progress, no summary; failures are still named.")
@click.option("--json", "as_json_", is_flag=True, help="Output: the summary as one JSON object.")
@needs_cluster()
def load(
    db: str,
    folders: tuple[str, ...],
    partition: str | None,
    batch_size: int | None,
    silent: bool,
    as_json_: bool,
) -> None:
    """Turn the shards that `quotes extract --output` made into a database.

    DB is created if it does not exist. DIR is a folder of shards or one of them, here or at an address such
    as s3://bucket/shards. The rows are those that `quotes import` of the same documents makes, in whatever
    order shards come. Loading a shard again changes nothing; stopped midway, the same command goes on.

    What cannot be read is named on stderr, the rest is loaded, and the exit code is 1.
    """
    from ..ingest import Summary, cores
    from ..readers import Failure
    from ..scale import load as loading

    summary = Summary()

    def failed(failure: Failure) -> None:
        complain(failure.line)

    shards = []
    for item in loading.found_shards(folders):
        if isinstance(item, Failure):
            summary.without("failed", item.problem)
            failed(item)
        else:
            shards.append(item)
    try:
        with Progress(len(shards) if not silent and watched() else 0, "Loading") as progress:
            paths = loading.load(
                db,
                shards,
                summary,
                arguments=folders,
                partition="year" if partition else None,
                batch_size=batch_size,
                workers=cores(),
                watch=loading.Watch(failed, progress.step, upgrading(wanted=not silent)),
            )
    except KeyboardInterrupt:
        kept = (
            f"the {summary.done:,} articles before are in the database; the same command goes on from there"
        )
        complain(f"Interrupted; {kept}.")
        raise click.exceptions.Exit(130) from None
    if as_json_:
        write(as_json(summary.as_dict()))
    elif not silent:
        print_summary(summary, [str(path) for path in paths])
    if summary.outcomes["failed"]:
        raise click.exceptions.Exit(1)
