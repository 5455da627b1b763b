"""How time and memory grow with the length of one document: linear means the same time for every kilobyte.

    python tests/benchmarks/growth.py [--largest CHARACTERS] [KIND…]

"news" is the seeds over and over, each time about other people; the other kinds are what makes careless code
look at everything twice. The last column of a kind's largest document is how many times longer a kilobyte
takes there than in one a hundredth as long: about 1 where time is linear. Processor time is counted; every
kind and engine has a process of its own, so that its peak of memory is its own.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import resource
import sys
import time
from collections.abc import Iterator

from texts import NASTY, grown

from quotes.model import ENGINES, Engine, Options
from quotes.pipeline import extract

STEP = 10
SMALLEST = 1_000
NEWS_LARGEST, NASTY_LARGEST = 10_000_000, 1_000_000
# A document that is read faster than this is read again, up to `PASSES` times: the best one counts.
SECONDS, PASSES = 1.0, 3


def sizes(largest: int) -> Iterator[int]:
    """From the smallest to the largest."""
    size = SMALLEST
    while size <= largest:
        yield size
        size *= STEP


def measure(kind: str, engine: Engine, largest: int) -> list[tuple[int, float, float]]:
    """Characters, seconds and megabytes held at most until then, of each document."""
    options = Options(engine)
    extract(grown(kind, SMALLEST), options)  # weights are loaded, once for all sizes
    found = []
    for size in sizes(largest):
        text = grown(kind, size)
        best = float("inf")
        for _ in range(PASSES):
            gc.collect()
            begun = time.process_time()
            extract(text, options)
            taken = time.process_time() - begun
            best = min(best, taken)
            if taken > SECONDS:
                break
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        found.append((size, best, held / (1e6 if sys.platform == "darwin" else 1e3)))  # macOS counts bytes
    return found


def main() -> None:
    """Print the table, kind by kind."""
    parser = argparse.ArgumentParser(description="Growth of time and memory with a document's length.")
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"of: news, {', '.join(NASTY)} (all)")
    parser.add_argument("--engine", action="append", choices=ENGINES, help="only this one (repeatable)")
    parser.add_argument("--largest", type=int, help="characters (10,000,000 of news, 1,000,000 of others)")
    args = parser.parse_args()

    print(f"{'':30}{'characters':>11}{'seconds':>9}{'ms/KB':>8}{'peak MB':>9}{'ratio':>7}")
    with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        for engine in args.engine or ENGINES:
            for kind in args.kinds or ["news", *NASTY]:
                largest = args.largest or (NEWS_LARGEST if kind == "news" else NASTY_LARGEST)
                report(f"{engine}: {kind}", pool.apply(measure, (kind, engine, largest)))


def report(name: str, measured: list[tuple[int, float, float]]) -> None:
    """A line for each size."""
    milliseconds = [1e6 * seconds / size for size, seconds, _ in measured]
    for n, (size, seconds, held) in enumerate(measured):
        ratio = f"{milliseconds[n] / milliseconds[n - 2]:7.2f}" if n == len(measured) - 1 and n > 1 else ""
        print(f"{name if not n else '':30}{size:11,}{seconds:9.2f}{milliseconds[n]:8.2f}{held:9,.0f}{ratio}")


if __name__ == "__main__":
    main()
