"""Wordings at scale: how long they take to find in a database without them, memory, and a question's time.

    python tests/benchmarks/wordings.py --quotes 1000000 [--keep FILE]
    python tests/benchmarks/wordings.py --database FILE [--keep COPY]

A database of so many invented quotes is made as versions before wordings left it, or a copy of one that is
given is brought to that. "Found" is what opening it for writing does: every quote is looked at once. Then
quotes drawn at random are asked about: "asked" looks for variants that share enough features, "compared"
compares their words as well, "checked" is what `quotes check` does with the words as they are, with one
left out, and with one changed.

Invented words are as frequent as those of 12,000 quotes in real articles (half are function words; of the
rest the most frequent is 1 %). One statement in twenty has a set phrase in it; one in seven is printed by
two to six papers, half of them in part, edited, or with another speaker.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import resource
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import accumulate
from pathlib import Path
from typing import Any

from million import invented, zipf

from quotes.database import QuoteDatabase, wordings_tables
from quotes.database.checking import check
from quotes.database.wordings_links import Buckets, candidates
from quotes.database.wordings_memory import Memory
from quotes.wordings.features import features
from quotes.wordings.joining import reach
from quotes.wordings.lexicon import FUNCTION
from quotes.wordings.words import normal_words

ASKED = 1000
VOCABULARY, PHRASES, PEOPLE, PER_SOURCE = 80_000, 300, 20_000, 5


class Talk:
    """What everybody says: the same for the same number of quotes."""

    def __init__(self, quotes: int) -> None:
        self.rng = random.Random(6)
        self.quotes = quotes
        self.words = invented(self.rng, VOCABULARY, 3)
        self.weights = zipf(VOCABULARY, 8)
        self.small = sorted(FUNCTION)
        self.rng.shuffle(self.small)
        self.of_small = zipf(len(self.small), 3)
        self.phrases = [self.rng.sample(self.words[:5_000], 3) for _ in range(PHRASES)]
        self.of_phrases = zipf(PHRASES, 2)
        self.people = list(accumulate(1 / (rank + 20) for rank in range(PEOPLE)))

    def statement(self) -> list[str]:
        """Words that somebody says, nineteen on the average."""
        rng = self.rng
        size = min(max(2, int(rng.lognormvariate(2.75, 0.6))), 400)
        small = rng.choices(self.small, cum_weights=self.of_small, k=size)
        large = rng.choices(self.words, cum_weights=self.weights, k=size)
        said = [a if rng.random() < 0.48 else b for a, b in zip(small, large, strict=True)]
        if rng.random() < 0.05:
            at = rng.randrange(size)
            said[at:at] = rng.choices(self.phrases, cum_weights=self.of_phrases)[0]
        return said

    def printed(self, said: list[str]) -> list[str]:
        """The same as another paper prints it."""
        rng = self.rng
        what, at = rng.randrange(8), rng.randrange(len(said))
        if what == 0:
            return said[at:] if len(said) - at > 3 else said
        if what == 1:
            return [*said[:at], *said[at + 1 :]]
        if what == 2:
            return [*said[:at], *rng.choices(self.words, cum_weights=self.weights), *said[at + 1 :]]
        return [word.capitalize() for word in said] if what == 3 else said

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Text and speaker of each quote."""
        made, rng = 0, self.rng
        waiting: list[tuple[str, str]] = []
        while made < self.quotes:
            said = self.statement()
            (who,) = rng.choices(range(PEOPLE), cum_weights=self.people)
            waiting.append((f"“{' '.join(said)},”", f"p-{who}"))
            for _ in range(rng.randint(1, 5) if rng.random() < 0.15 else 0):
                by = f"p-{rng.randrange(PEOPLE)}" if rng.random() < 0.1 else f"p-{who}"
                waiting.append((f"“{' '.join(self.printed(said)) or 'x'},”", by))
            while len(waiting) > 3_000 or (waiting and made + len(waiting) >= self.quotes):
                yield waiting.pop(rng.randrange(len(waiting)))
                made += 1
                if made == self.quotes:
                    return


def make(path: Path, quotes: int) -> None:
    """A database of invented quotes, without wordings."""
    with QuoteDatabase(path) as db:
        conn = db.conn
        forget(conn)
        conn.execute("begin")
        conn.executemany(
            "insert into speakers (id, name, sort_name, kind, quotes, sources) "
            "values (?, ?, ?, 'person', 0, 0)",
            ((f"p-{n}", f"Person {n}", f"Person {n}") for n in range(PEOPLE)),
        )
        for n, (text, who) in enumerate(Talk(quotes)):
            source = f"{n // PER_SOURCE:040x}"
            if n % PER_SOURCE == 0:
                day = f"20{n % 20:02}-{n % 12 + 1:02}-{n % 28 + 1:02}"
                conn.execute(
                    "insert into sources (id, path, published, year_month, imported, format, words, sha256, "
                    "text) values (?, ?, ?, ?, '2026', 'text', 0, ?, '')",
                    [source, f"{n}.txt", day, day[:7], source],
                )
            conn.execute(
                'insert into quotes (id, source_id, n, local_id, speaker_id, text, start, "end", context, '
                "kind, status, spans, cue_spans, source_spans, confidence, rule, act, edited, reviewed) "
                "values (?, ?, ?, ?, ?, ?, 0, ?, ?, "
                "'direct', 'said', '[]', '[]', '[]', 0.9, 'trailing', 'speech', 0, 0)",
                [
                    f"{(n * 0x9E3779B97F4A7C15) % 2**64:016x}{n:08x}",
                    *(source, n % PER_SOURCE, who, who, text, len(text), text),
                ],
            )
        conn.execute("commit")
        db.changed = True


def forget(conn: sqlite3.Connection) -> None:
    """Leave the database as one of version 9, which knew no wordings."""
    sql = "select name from sqlite_master where type = 'trigger' and name like '%worded%'"
    for (trigger,) in conn.execute(sql).fetchall():
        conn.execute(f"drop trigger {trigger}")
    conn.execute("drop view if exists disputes")
    for table in wordings_tables.TABLES:
        conn.execute(f"drop table if exists {table}")
    conn.execute("drop index if exists idx_quotes_variant_id_speaker_id")
    conn.execute("update quotes set variant_id = null, wording_id = null where variant_id is not null")
    conn.execute("delete from _sqlite_migrations where name = 'add_wordings'")
    conn.execute("pragma user_version = 9")


def fill(path: Path) -> dict[str, float]:
    """Open the database; how long it took, what was held, and what is in it then."""
    with sqlite3.connect(path) as conn:
        forget(conn)
        (before,) = conn.execute("pragma page_count").fetchone()
    conn.close()
    (cpu, begun), told = (cpu_time(), time.perf_counter()), [0.0]

    def on_upgrade(done: int, total: int) -> None:
        if time.perf_counter() - told[0] > 5:
            told[0] = time.perf_counter()
            print(f"{done:,} of {total:,} after {told[0] - begun:.0f} s", file=sys.stderr)

    with QuoteDatabase(path, on_upgrade=on_upgrade) as db:
        taken = {"found in, s": time.perf_counter() - begun, "of which CPU, s": cpu_time() - cpu}
        (pages,) = db.conn.execute("pragma page_count").fetchone()
        tables = ("quotes", "variants", "variant_features", "variant_links", "wordings")
        rows = {table: db.conn.execute(f"select count(*) from {table}").fetchone()[0] for table in tables}
    unit = 1e6 if sys.platform == "darwin" else 1e3
    own, helper = (
        resource.getrusage(who).ru_maxrss / unit for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    held = {"held at most, MB": own, "and by the helper, MB": helper}
    return rows | taken | held | {"more on disk, MB": (pages - before) * 4096 / 1e6}


def cpu_time() -> float:
    """Seconds of this process; of those that it started, once they have ended."""
    return sum(os.times()[:4])


def apart(work: Callable[..., Any], *given: object) -> Any:
    """Work done in a process of its own, so that its memory is its own."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *given).result()


def ask(path: Path) -> dict[str, float]:
    """How long questions take: medians in ms, and what 95 % of the checks stay under."""
    rng = random.Random(6)
    times: dict[str, list[float]] = {"asked": [], "compared": [], "checked": []}
    with QuoteDatabase(path, readonly=True) as db:
        (last,) = db.conn.execute("select max(rowid) from quotes").fetchone()
        for _ in range(ASKED):
            sql = "select text from quotes where rowid >= ?"
            (text,) = db.conn.execute(sql, [rng.randint(1, last)]).fetchone()
            begun = time.perf_counter()
            words = normal_words(text)
            near = candidates(Buckets(db.conn), features(words))
            times["asked"].append(time.perf_counter() - begun)
            memory = Memory()
            memory.load(db.conn, near)
            for variant in near:
                reach(words, memory.words(db.conn, variant))
            times["compared"].append(time.perf_counter() - begun)
            said = text.split()
            at = rng.randrange(len(said))
            for asked in (said, [*said[:at], *said[at + 1 :]], [*said[:at], "umbrella", *said[at + 1 :]]):
                begun = time.perf_counter()
                check(db, " ".join(asked))
                times["checked"].append(time.perf_counter() - begun)
    found = {f"{name}, median ms": 1000 * statistics.median(each) for name, each in times.items()}
    found["checked, 95 % under, ms"] = 1000 * sorted(times["checked"])[int(0.95 * len(times["checked"]))]
    return found


def main() -> None:
    """Make or copy, find, ask, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--quotes", type=int, help="make a database of so many")
    which.add_argument("--database", type=Path, help="take a copy of this one")
    parser.add_argument("--keep", type=Path, help="where to leave the result")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.keep or Path(folder) / "copy.db"
        if options.database:
            shutil.copy(options.database, path)
        else:
            apart(make, path, options.quotes)
        for name, figure in (apart(fill, path) | ask(path)).items():
            print(f"{name:28}{figure:14,.{0 if figure > 100 else 2}f}")


if __name__ == "__main__":
    main()
