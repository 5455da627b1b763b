"""`quotes extract --output`: many inputs into Parquet shards, here or on a cluster."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import click

from .errors import Problem, complain
from .output import as_json, write
from .progress import Progress, watched

if TYPE_CHECKING:
    from ..model import Options


@contextmanager
def needs_cluster() -> Iterator[None]:
    """Say what is missing where the extra is not installed."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] not in ("pyarrow", "fsspec", "distributed", "dask"):
            raise
        raise Problem(f"This needs {error.name}; install it with: pip install 'quotes[cluster]'") from error


@needs_cluster()
def extract_to_shards(
    paths: tuple[str, ...],
    output: str,
    *,
    options: Options,
    scheduler: str | None,
    workers: int | None,
    replace: bool,
    silent: bool,
    as_json_: bool,
) -> None:
    """Make the shards, name what fails on stderr, and say at the end what was done."""
    from ..readers import Failure
    from ..scale.cluster import JobError, run
    from ..scale.inputs import Input, inputs

    counts: Counter[str] = Counter()
    ones: list[Input] = []
    for item in inputs(paths):
        if isinstance(item, Input):
            ones.append(item)
        elif isinstance(item, Failure):
            counts["failed"] += 1
            complain(item.line)
    bar = Progress(len(ones) if not silent and watched() else 0, "Extracting")
    job = run(ones, output, scheduler=scheduler, workers=workers, options=options, replace=replace)
    try:
        with bar as progress, closing(job) as results:
            for result in results:
                counts[result.status] += 1
                counts["articles"] += result.articles
                counts["quotes"] += result.quotes
                counts["skipped documents"] += result.skipped
                counts["failed documents"] += result.failed if result.status == "written" else 0
                for line in result.problems:
                    complain(line)
                progress.step()
    except KeyboardInterrupt:
        done = counts["written"] + counts["there"]
        kept = f"{done:,} of {len(ones):,} shards are there; the same command goes on from there"
        complain(f"Interrupted; {kept}.")
        raise click.exceptions.Exit(130) from None
    except JobError as error:
        raise Problem(str(error)) from error
    names = ("written", "there", "failed", "articles", "quotes", "skipped documents", "failed documents")
    if as_json_:
        write(as_json({name.replace(" ", "_"): counts[name] for name in names}))
    elif not silent:
        shards = ", ".join(f"{counts[name]:,} {name}" for name in ("written", "there", "failed"))
        write(f"{shards}: {counts['articles']:,} articles with {counts['quotes']:,} quotes")
        for name in names[5:]:
            if counts[name]:
                write(f"  {counts[name]:,} {name}")
    if counts["failed"] or counts["failed documents"]:
        raise click.exceptions.Exit(1)
