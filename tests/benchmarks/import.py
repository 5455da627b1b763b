"""How fast an import is on one and on two workers, beside a bare loop over `extract`, and once more.

    python tests/benchmarks/import.py [--rounds N] [--workers N…] [FOLDER…]

Every contestant is a process of its own that reads the same documents from disk, in turns; the best round of
each counts. All of them start Python and load the weights; the first line says how long that takes. Seconds
are those of the wall clock, since workers are there to shorten them, and of processor time, that of workers
included (looked up while they run: Linux only): what the database costs is how much more of it an import with
one worker takes than the bare loop; on a busy machine it tells more than the clock.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from many import below, processor_time
from texts import SEEDS

# Both print how many articles they saw. The loop is all that the import does but for the database.
_LOOP = """
import sys
from quotes.pipeline import extract
from quotes.readers import read
print(sum(1 for item in read(sys.argv[1:]) if hasattr(item, "text") and extract(item)))
"""
_NOTHING = """
from quotes.pipeline import extract
extract("“No,” Jo Lee said.")
"""
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@dataclass
class Contestant:
    """What is run, and the best seconds it took: by the clock, and of processor time."""

    name: str
    command: list[str]
    fresh: bool = True
    wall: float = float("inf")
    processor: float = float("inf")
    articles: int = field(default=0)


def run(command: list[str]) -> tuple[str, float, float]:
    """What a command printed, and the seconds it took."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *command], stdout=subprocess.PIPE, text=True, env=os.environ | _ONE_THREAD
    )
    assert process.stdout is not None
    of_others: dict[int, float] = {}
    status, usage = None, None
    while status is None:
        of_others |= {pid: seconds for pid in below(process.pid) if (seconds := processor_time(pid))}
        ended, code, usage = os.wait4(process.pid, os.WNOHANG)
        if ended:
            status = code
        else:
            time.sleep(0.03)
    wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"python {' '.join(command)}: exit code {process.returncode}")
    assert usage is not None
    return process.stdout.read(), wall, usage.ru_utime + usage.ru_stime + sum(of_others.values())


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Imports beside a bare loop over extract.")
    parser.add_argument("paths", nargs="*", default=[str(SEEDS)], metavar="FOLDER", help="articles (seeds/)")
    parser.add_argument("--rounds", type=int, default=2, help="the best of so many counts (2)")
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2], help="1 2")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        db = str(Path(folder) / "quotes.db")
        importing = ["-m", "quotes", "import", db, *args.paths, "--json"]
        loop = Contestant("a bare loop over extract", ["-c", _LOOP, *args.paths], fresh=False)
        imports = [
            Contestant(f"import, {n} worker{'s' * (n > 1)}", [*importing, "--workers", str(n)])
            for n in args.workers
        ]
        again = Contestant("import again, unchanged", importing, fresh=False)
        everyone = [loop, *imports, again]
        start = float("inf")
        for _ in range(args.rounds):
            start = min(start, run(["-c", _NOTHING])[1])
            for contestant in everyone:
                if contestant.fresh:
                    Path(db).unlink(missing_ok=True)
                out, wall, processor = run(contestant.command)
                counts = json.loads(out)
                contestant.articles = (
                    counts if isinstance(counts, int) else counts["added"] + counts["unchanged"]
                )
                contestant.wall = min(contestant.wall, wall)
                contestant.processor = min(contestant.processor, processor)
    report(everyone, start)


def report(everyone: list[Contestant], start: float) -> None:
    """A line each; ``start`` is what Python and the weights take before the first text, by the clock."""
    first = everyone[0]
    print(f"{first.articles:,} articles; {start:.2f} s of all go into starting Python and loading weights")
    print(f"\n{'':28}{'seconds':>9}{'articles/s':>12}{'speed, × loop':>15}{'CPU, s':>12}{'× loop':>8}")
    for one in everyone:
        speed, cost = first.wall / one.wall, one.processor / first.processor
        print(
            f"{one.name:28}{one.wall:9.2f}{one.articles / one.wall:12.1f}{speed:15.2f}"
            f"{one.processor:12.2f}{cost:8.2f}"
        )


if __name__ == "__main__":
    main()
