"""Very many articles into one database: whether memory stays flat, and the last are as fast as the first.

    python tests/benchmarks/many.py [--articles N] [--minutes M] [--workers N] [--engine rules]

Invented articles (`papers.py`: some 280 words, eight quotes, three speakers) are read as JSON lines from a
pipe, written as fast as they are taken. After so many minutes the import is ended as Ctrl-C ends it. Every
tenth of the articles that went in is a row: how many a second, and the memory of the process that writes and
of the largest one that parses, without what they share. Linux only.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import IO

from million import World
from papers import Papers

_SECONDS = 2.0


def memory(pid: int) -> float:
    """The megabytes that a process holds for itself, by the system's own account; 0 if it is gone."""
    try:
        for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
            if line.startswith("RssAnon"):
                return int(line.split()[1]) / 1e3
    except OSError:
        pass
    return 0.0


def below(pid: int) -> list[int]:
    """The processes that a process has started, and those that they have."""
    found = []
    try:
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for child in (thread / "children").read_text(encoding="ascii").split():
                found += [int(child), *below(int(child))]
    except OSError:
        pass
    return found


def processor_time(pid: int) -> float:
    """The seconds of processor time that a process has used, without its children; 0 if it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def stored(db: Path) -> int:
    """How many articles are in the database by now, as the import itself counts them."""
    try:
        with closing(sqlite3.connect(f"{db.absolute().as_uri()}?mode=ro", uri=True)) as conn:
            return int(conn.execute("select coalesce(sum(added), 0) from imports").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def feed(pipe: IO[str], n: int) -> None:
    """Write the articles until nobody takes any more."""
    try:
        with pipe:
            for article in Papers(World(max(1_000, n // 4))).articles(n):
                pipe.write(json.dumps(article) + "\n")
    except OSError:
        pass


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Memory and rate over very many articles.")
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--engine", default="trained")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        db = Path(folder) / "quotes.db"
        command = [sys.executable, "-m", "quotes", "import", str(db), "-", "--format", "nl", "-s"]
        command += ["--workers", str(args.workers), "--engine", args.engine]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert process.stdin is not None
        threading.Thread(target=feed, args=(process.stdin, args.articles), daemon=True).start()
        begun = time.monotonic()
        samples: list[tuple[float, int, float, float]] = []
        while process.poll() is None:
            time.sleep(_SECONDS)
            if time.monotonic() - begun > args.minutes * 60:
                process.send_signal(signal.SIGINT)
                process.wait()
            workers = max((memory(pid) for pid in below(process.pid)), default=0.0)
            samples.append((time.monotonic() - begun, stored(db), memory(process.pid), workers))
        report([sample for sample in samples if sample[1] and sample[2]], db.stat().st_size)


def report(samples: list[tuple[float, int, float, float]], size: int) -> None:
    """Ten rows."""
    total = samples[-1][1]
    print(f"{total:,} articles in {samples[-1][0]:.0f} s; {size / 1e6:,.0f} MB\n")
    print(f"{'articles':>10}{'a second':>10}{'writer, MB':>12}{'largest parser, MB':>20}")
    last = samples[0]
    for tenth in range(1, 11):
        here = next(sample for sample in samples if sample[1] >= total * tenth / 10)
        between = [sample for sample in samples if last[0] <= sample[0] <= here[0]]
        rate = (here[1] - last[1]) / ((here[0] - last[0]) or 1)
        writer, parser = (max(sample[n] for sample in between) for n in (2, 3))
        print(f"{here[1]:10,}{rate:10.1f}{writer:12.0f}{parser:20.0f}")
        last = here


if __name__ == "__main__":
    main()
