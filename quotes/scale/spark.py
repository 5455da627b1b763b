"""The unit of work as Spark's ``mapInPandas`` calls it; see docs/scale.md. Spark is not needed here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

from ..model import DEFAULTS, Options
from .process import process_shard

RESULT = "input string, shard string, status string, articles long, quotes long, skipped long, failed long"
"""The schema of what `in_pandas` gives, as Spark writes it."""


def in_pandas(
    output: str, options: Options = DEFAULTS, replace: bool = False
) -> Callable[[Iterator[Any]], Iterator[Any]]:
    """A function for ``DataFrame.mapInPandas(…, schema=RESULT)``: it makes a shard in ``output`` of every
    path or address in the column ``input``, and gives what became of each as `process_shard` says it."""

    def shards(frames: Iterator[Any]) -> Iterator[Any]:
        import pandas as pd

        names = [column.split()[0] for column in RESULT.split(", ")]
        for frame in frames:
            results = [
                asdict(process_shard(one, output, options=options, replace=replace)) for one in frame["input"]
            ]
            yield pd.DataFrame(results, columns=names)

    return shards
