"""Wordings at scale: how long they take to find in a database without them, memory, and a question's time.

    python tests/benchmarks/wordings.py DATABASE [--keep COPY]

The database, of this or an older version, is copied first. "Found" is what an upgrade does: every quote is
looked at once. "Asked" takes quotes of the database at random and looks for the variants that share enough
features with them, first without and then with the comparison of words.
"""

from __future__ import annotations

import argparse
import random
import resource
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from quotes.database import QuoteDatabase, wordings, wordings_tables
from quotes.database.wordings_links import Buckets, candidates
from quotes.database.wordings_memory import Memory
from quotes.wordings.features import features
from quotes.wordings.joining import reach
from quotes.wordings.words import normal_words

ASKED = 1000


def forget(db: QuoteDatabase) -> None:
    """Leave the database as one that knew no wordings."""
    for table in wordings_tables.TABLES:
        db.conn.execute(f"delete from {table}")
    for (trigger,) in db.conn.execute(
        "select name from sqlite_master where type = 'trigger' and name like '%worded%'"
    ).fetchall():
        db.conn.execute(f"drop trigger {trigger}")
    db.conn.execute("update quotes set variant_id = null, wording_id = null where variant_id is not null")
    wordings_tables.create(db.conn)
    wordings_tables.note_all(db.conn)


def peak() -> float:
    """Megabytes held at most until now."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def main() -> None:
    """Copy, find, ask, print."""
    parser = argparse.ArgumentParser(description="Wordings at scale.")
    parser.add_argument("database", type=Path)
    parser.add_argument("--keep", type=Path, help="where to leave the copy")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        copy = options.keep or Path(folder) / "copy.db"
        shutil.copy(options.database, copy)
        with QuoteDatabase(copy, on_upgrade=lambda done, total: None) as db:
            forget(db)
            (quotes,) = db.conn.execute("select count(*) from quotes").fetchone()
            before = db.conn.execute("pragma page_count").fetchone()[0]
            begun = time.perf_counter()
            wordings.catch_up(db.conn, lambda done, total: print(f"{done:,} of {total:,}", file=sys.stderr))
            taken = time.perf_counter() - begun
            pages = db.conn.execute("pragma page_count").fetchone()[0] - before
            print(f"{'quotes':24}{quotes:12,}")
            print(f"{'found in':24}{taken:12.1f} s")
            print(f"{'on disk':24}{pages * 4096 / 1e6:12.0f} MB")
            print(f"{'held at most':24}{peak():12.0f} MB")
            for table in ("wordings", "variants", "variant_features", "variant_links"):
                (rows,) = db.conn.execute(f"select count(*) from {table}").fetchone()
                print(f"{table:24}{rows:12,}")
            asked(db)


def asked(db: QuoteDatabase) -> None:
    """How long it takes to find what shares features with a quote, and what is the same wording."""
    rng = random.Random(6)
    (last,) = db.conn.execute("select max(rowid) from quotes").fetchone()
    rows = (
        db.conn.execute("select text from quotes where rowid >= ?", [rng.randint(1, last)]).fetchone()
        for _ in range(ASKED)
    )
    found, compared = [], []
    for (text,) in rows:
        begun = time.perf_counter()
        words = normal_words(text)
        near = candidates(Buckets(db.conn), features(words))
        found.append(time.perf_counter() - begun)
        for variant in near:
            reach(words, Memory().words(db.conn, variant))
        compared.append(time.perf_counter() - begun)
    for name, times in (("asked, median", found), ("and compared", compared)):
        print(f"{name:24}{1000 * statistics.median(times):12.2f} ms")


if __name__ == "__main__":
    main()
