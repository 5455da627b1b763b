"""Peak memory of `quotes extract`, and how long the first text waits for the weights.

    python tests/benchmarks/memory.py [FOLDER…]

Every row is a process of its own, and its memory what the system says was the most it ever held, so this
needs a Unix. The bare interpreter is there for scale.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

from texts import SEEDS

from quotes.model import ENGINES

# Prints the seconds that importing nltk takes, apart as it brings all of scipy along where that is installed,
# and the seconds that the first text then takes longer than the next, which go into loading weights.
_FIRST = """
import sys, time
from quotes.model import Options
from quotes.pipeline import extract
options = Options(sys.argv[1])
def seconds(work):
    begun = time.process_time()
    work()
    return time.process_time() - begun
def text():
    extract("“We lost,” Ana Ruiz, the mayor of Lima, said on Tuesday.", options)
def library():
    import nltk
print(seconds(library), seconds(text) - min(seconds(text) for _ in range(5)))
"""


def peak(arguments: list[str]) -> float:
    """The megabytes that Python held at most while it ran with these arguments."""
    process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"python {' '.join(arguments)}: exit code {process.returncode}")
    return usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)  # macOS counts bytes


def waiting(engine: str, runs: int) -> tuple[float, float]:
    """The seconds of processor time that a new process spends on importing nltk and on loading weights."""
    found = []
    for _ in range(runs):
        ran = subprocess.run([sys.executable, "-c", _FIRST, engine], stdout=subprocess.PIPE, check=True)
        found.append([float(seconds) for seconds in ran.stdout.split()])
    library, weights = (min(column) for column in zip(*found, strict=True))
    return library, weights


def main() -> None:
    """Print the two tables."""
    parser = argparse.ArgumentParser(description="Peak memory, and the time it takes to load the weights.")
    parser.add_argument("paths", nargs="*", default=[str(SEEDS)], metavar="FOLDER", help="articles (seeds/)")
    parser.add_argument("--engine", action="append", choices=ENGINES, help="only this one (repeatable)")
    parser.add_argument("--runs", type=int, default=3, help="the best of so many first texts (3)")
    args = parser.parse_args()
    engines = args.engine or ENGINES

    rows = {
        "the bare interpreter": ["-c", "pass"],
        "import quotes": ["-c", "import quotes"],
        "import nltk": ["-c", "import nltk"],
    } | {
        f"quotes extract --engine {engine}": ["-m", "quotes", "extract", "--engine", engine, *args.paths]
        for engine in engines
    }
    print(f"{'':36}{'peak, MB':>10}")
    for name, arguments in rows.items():
        print(f"{name:36}{peak(arguments):10,.0f}")
    print(f"\n{'before the first text, in seconds':36}{'nltk':>10}{'weights':>10}")
    for engine in engines:
        library, weights = waiting(engine, args.runs)
        print(f"{engine:36}{library:10.2f}{weights:10.2f}")


if __name__ == "__main__":
    main()
