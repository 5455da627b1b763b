"""Kill an import at random moments, let it go on, and compare every table with an import that nobody killed.

    python tests/benchmarks/kills.py [--kills N] [--workers N] [--seed N] [FOLDER…]

The import is started over and over on the same database with the same command, and killed (SIGKILL: no
handler runs) after a random part of the time that a whole import takes, until it has been killed so often;
then it may finish. Whenever it has finished by itself, it begins again with an empty database. In between,
`quotes verify` must find nothing; "stored" is how many articles it held when the import was killed.
"""

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from texts import SEEDS

from quotes.database import TABLES

# What differs between any two runs: when, and how often.
_OF_RUNS = ("imports",)


def importing(db: Path, folders: list[str], workers: int) -> subprocess.Popen[bytes]:
    """Start an import; the clock is fixed, so that rows can be compared."""
    command = [sys.executable, "-m", "quotes", "import", str(db), *folders, "-s", "--workers", str(workers)]
    return subprocess.Popen(command, env=os.environ | {"SOURCE_DATE_EPOCH": "0"}, stderr=subprocess.DEVNULL)


def contents(db: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables that an import fills, in order."""
    with closing(sqlite3.connect(db)) as conn:
        return {
            table: sorted(conn.execute(f"select * from {table}").fetchall(), key=repr)
            for table in TABLES
            if table not in _OF_RUNS
        }


def stored(db: Path) -> int:
    """How many articles a database holds, which may not exist yet."""
    try:
        with closing(sqlite3.connect(f"{db.absolute().as_uri()}?mode=ro", uri=True)) as conn:
            return int(conn.execute("select count(*) from sources").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def differences(one: Path, other: Path) -> int:
    """How many rows only one of two databases holds."""
    here, there = contents(one), contents(other)
    return sum(len(set(map(repr, here[table])) ^ set(map(repr, there[table]))) for table in here)


def sound(db: Path) -> bool:
    """Whether every row can be proved."""
    if not db.exists() or not stored(db):
        return True
    return subprocess.run([sys.executable, "-m", "quotes", "verify", str(db)], check=False).returncode == 0


def forget(db: Path) -> None:
    """Remove a database and what lies beside it."""
    for path in db.parent.glob(db.name + "*"):
        path.unlink()


def main() -> int:
    """Print what became of each kill; the exit code tells whether anything differs."""
    parser = argparse.ArgumentParser(description="Kills at random moments of an import.")
    parser.add_argument("paths", nargs="*", default=[str(SEEDS)], metavar="FOLDER", help="articles (seeds/)")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    wrong = kills = 0
    with tempfile.TemporaryDirectory() as name:
        whole, db = Path(name) / "whole.db", Path(name) / "killed.db"
        begun = time.monotonic()
        importing(whole, args.paths, args.workers).wait()
        longest = time.monotonic() - begun
        print(f"{stored(whole):,} articles in {longest:.1f} s; {args.workers} workers\n")
        print(f"{'kill':>4}{'after, s':>10}{'stored':>8}{'sound':>7}")
        while kills < args.kills:
            process = importing(db, args.paths, args.workers)
            after = rng.uniform(0, longest)
            try:
                process.wait(after)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                kills += 1
                good = sound(db)
                wrong += not good
                print(f"{kills:4}{after:10.2f}{stored(db):8,}{'yes' if good else 'NO':>7}", flush=True)
                continue
            wrong += (found := differences(whole, db))
            print(f"finished: {found} rows differ", flush=True)
            forget(db)
        importing(db, args.paths, args.workers).wait()
        wrong += (found := differences(whole, db))
        rows = sum(map(len, contents(whole).values()))
        print(f"finished: {found} rows differ\n{kills} kills; {rows:,} rows compared, {wrong} wrong")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
