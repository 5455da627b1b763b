"""What shards cost: articles a second and core, bytes an article, and how fast they load.

    python tests/benchmarks/shards.py [--articles N] [--keep FOLDER] [--batch-size N] [--workers N]

The articles are invented (`papers.py`: some 280 words, eight quotes, three speakers, of whom few are in many
articles and many in few); one input (JSON lines) holds 250 of them. Shards are made one by one in this
process, so that the rate is that of one core, and loaded into a new database by so many processes.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import tempfile
import threading
import time
from itertools import islice
from pathlib import Path

from many import below, processor_time
from million import World
from papers import Papers

from quotes.ingest import Summary, cores
from quotes.scale.load import load
from quotes.scale.process import process_shard
from quotes.scale.store import Store

_OF_AN_INPUT = 250


def write_inputs(folder: Path, n: int) -> list[Path]:
    """So many articles as JSON lines, the same ones each time."""
    papers = Papers(World(max(1_000, n // 4))).articles(n)
    paths = []
    for first in range(0, n, _OF_AN_INPUT):
        path = folder / f"{first // _OF_AN_INPUT:05}.jsonl"
        lines = [json.dumps(article) + "\n" for article in islice(papers, _OF_AN_INPUT)]
        path.write_text("".join(lines), encoding="utf-8")
        paths.append(path)
    return paths


class Readers(threading.Thread):
    """Looks at the processor time of the processes that read shards, while they run (Linux only)."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.done = threading.Event()
        self._of: dict[int, float] = {}
        self.start()

    def run(self) -> None:
        """Look now and then."""
        while not self.done.wait(0.1):
            self._of |= {pid: spent for pid in below(os.getpid()) if (spent := processor_time(pid))}

    @property
    def seconds(self) -> float:
        """What they have used, as last seen."""
        return sum(self._of.values())


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="What shards cost.")
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--batch-size", type=int)
    parser.add_argument(
        "--workers", type=int, default=cores(), help="processes of a load, the writer included"
    )
    parser.add_argument(
        "--keep", type=Path, help="keep inputs and shards in this folder, or take them from it"
    )
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.keep or Path(temporary)
        inputs, output = folder / "inputs", folder / "shards"
        inputs.mkdir(parents=True, exist_ok=True)
        output.mkdir(exist_ok=True)
        paths = write_inputs(inputs, args.articles)
        begun, made = time.process_time(), 0
        for path in paths:
            made += process_shard(path, output).articles
        seconds = time.process_time() - begun
        size = sum(path.stat().st_size for path in output.iterdir())
        text = sum(path.stat().st_size for path in inputs.iterdir())
        if made:
            print(f"extract: {made:,} articles, {made / seconds:,.0f} articles/s of one core's time")
        print(f"shards: {size / args.articles:,.0f} bytes an article, of {text / args.articles:,.0f} as JSON")
        db = Path(temporary) / "quotes.db"
        store, summary = Store(output), Summary()
        wall, begun = time.perf_counter(), time.process_time()
        shards = [(store, name) for name in store.shards()]
        readers = Readers()
        load(db, shards, summary, batch_size=args.batch_size, workers=args.workers)
        seconds, wall = time.process_time() - begun, time.perf_counter() - wall
        readers.done.set()
        print(
            f"load: {summary.done:,} articles, {summary.quotes:,} quotes; "
            f"{summary.quotes / wall:,.0f} quotes/s by the clock, "
            f"{summary.quotes / seconds:,.0f} of the writer's processor time, "
            f"{summary.quotes / (seconds + readers.seconds):,.0f} of that of all; "
            f"{db.stat().st_size / summary.done:,.0f} bytes an article in the database"
        )
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
        print(f"memory: at most {peak:,.0f} MB in the process that writes (and has parsed, unless kept)")


if __name__ == "__main__":
    sys.exit(main())
