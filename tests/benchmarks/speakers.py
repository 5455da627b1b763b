"""How long it takes to find out who an article's speakers are, in a database of a million quotes.

    python tests/benchmarks/speakers.py FILE [--quotes N] [--add N]

FILE is made if it is not there (6 minutes): quotes of an invented world (`million.py`) over ten years
of 60 outlets. Its rows are those that `QuoteDatabase.write` would have made article by article, only
inserted table by table. Then articles are written one by one: random ones, and those that are hardest.
"resolving" is all that has to do with who is who (`identities.settle`, `names.register`,
`identities.refresh`); the rest of "writing" stores rows and full-text indexes. Times are the
processor's. Memory is the resident set, after each tenth of the articles.
"""

from __future__ import annotations

import argparse
import random
import resource
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from million import FIRST_DAY, QUOTES_PER_ARTICLE, YEARS, World, quoting

from quotes.database import QuoteDatabase, identities, ids, names, statements
from quotes.database.rows import ArticleRows, article_to_rows, outlet_id, source_to_row
from quotes.database.schema import TABLES
from quotes.database.totals import recount_forms, refresh_speaker
from quotes.model import Extraction, Speaker

WHEN = "2026-01-02T12:00:00+00:00"
PER_SPEAKER = 11
"""Quotes for each full name; bare surnames and short forms make up the rest of a tenth as many speakers."""


def rows_of(extraction: Extraction) -> ArticleRows:
    """The rows of an article of which nothing is stored."""
    article = extraction.article
    return article_to_rows(extraction, source_to_row(article, "en", outlet_id(article.outlet), WHEN))


def build(path: Path, quotes: int) -> None:
    """Make the database, saying how far it is."""
    begun = time.perf_counter()
    world = World(quotes // PER_SPEAKER)
    with QuoteDatabase(path) as db:
        conn = db.conn
        conn.execute("pragma journal_mode = off")
        conn.execute("pragma synchronous = off")
        conn.execute("pragma foreign_keys = off")
        conn.execute("pragma cache_size = -1000000")
        later = conn.execute(
            "select type, name, sql from sqlite_master where type in ('index', 'trigger') and sql is not null"
        ).fetchall()
        conn.execute("begin")
        for kind, name, _ in later:
            conn.execute(f"drop {kind} {name}")
        insert_all(conn, world.articles(quotes // QUOTES_PER_ARTICLE))
        say("rows", begun)
        for _, _, sql in later:
            conn.execute(sql)
        for table in ("quotes", "sources", "speakers"):
            conn.execute(f"insert into {table}_fts ({table}_fts) values ('rebuild')")
        say("indexes", begun)
        conn.execute("commit")
        conn.execute("analyze")
        conn.execute("begin")
        identify(conn, begun)
        conn.execute("commit")
        db.changed = True
        say("done", begun)


def insert_all(conn: sqlite3.Connection, extractions: Iterable[Extraction]) -> None:
    """The rows of the articles, in portions, and the names, blocks and claims of all."""
    portions: dict[str, list[list[Any]]] = {table: [] for table in ("sources", "appearances", "quotes")}
    seen: dict[str, tuple[str, str]] = {}
    claims: dict[tuple[str, str], int] = {}
    outlets: dict[str, str] = {}

    def flush() -> None:
        for table, rows in portions.items():
            insert(conn, table, rows)
            rows.clear()

    for n, extraction in enumerate(extractions, 1):
        rows = rows_of(extraction)
        outlets.update(rows.outlets)
        portions["sources"].append(list(rows.source.values()))
        for key, appearance in rows.appearances.items():
            kind = rows.kinds[key]
            portions["appearances"].append(list(appearance.values()))
            seen.setdefault(key, (appearance["name"], kind))
            for claimed in names._claims(appearance, kind):
                claims[key, claimed] = claims.get((key, claimed), 0) + 1
        portions["quotes"] += [list(quote.values()) for quote in rows.quotes.values()]
        if n % 5_000 == 0:
            flush()
    flush()
    insert(conn, "outlets", [[key, name, f"{key.split('-')[0]}.example"] for key, name in outlets.items()])
    insert(
        conn, "speakers", [[k, n, n, kind, *[None] * 3, 0, 0, None, None] for k, (n, kind) in seen.items()]
    )
    named = {key: kind for key, (name, kind) in seen.items() if ids.has_name(name, kind)}
    alone = {True: "same name", False: "alone"}
    insert(conn, "names", [[k, kind, k, 1, alone[ids.is_global(k)]] for k, kind in named.items()])
    insert(conn, "name_blocks", [[b, k] for k, kind in named.items() for b in names._blocks(k, kind)])
    insert(conn, "claims", [[*key, n] for key, n in claims.items()])


def insert(conn: sqlite3.Connection, table: str, rows: list[list[Any]]) -> None:
    """Rows whose values are in the order of the table's columns."""
    marks = ", ".join("?" * len(TABLES[table]))
    conn.executemany(f"insert into {table} values ({marks})", rows)


def identify(conn: sqlite3.Connection, begun: float) -> None:
    """Find out who is who in the whole database, and count everything."""
    everybody = [key for (key,) in conn.execute("select id from names order by id")]
    many = "select local_id from appearances group by 1 having count(*) > ?"
    for (key,) in conn.execute(many, [statements.FEW]).fetchall():
        if ids.is_global(key):
            statements.recount(conn, key)
    identities.refresh(conn, everybody)
    say("identities", begun)
    for (key,) in conn.execute("select id from speakers").fetchall():
        recount_forms(conn, key)
        refresh_speaker(conn, key, ())
    say("counts", begun)


def say(what: str, begun: float) -> None:
    """How long it has taken until now."""
    print(f"  {what:12}{time.perf_counter() - begun:8.0f} s{memory():8.0f} MB", flush=True)


def memory() -> float:
    """Megabytes that the process holds, where the system tells; else the most it ever held."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1e6
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


class Watch:
    """Adds up the time that some functions of modules take."""

    def __init__(self, *functions: tuple[Any, str]) -> None:
        self.seconds = 0.0
        for module, name in functions:
            setattr(module, name, self._timed(getattr(module, name)))

    def _timed(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any) -> Any:
            begun = time.process_time()
            try:
                return function(*args)
            finally:
                self.seconds += time.process_time() - begun

        return timed


def hard(
    world: World, conn: sqlite3.Connection, n: int, start: int
) -> Iterator[tuple[str, list[Extraction]]]:
    """Articles that are harder than others, by what makes them so."""
    rng = random.Random(start)
    top = conn.execute(
        "select id from speakers where kind = 'person' order by quotes desc, id limit 1"
    ).fetchone()[0]
    known = next(known for known in world.people if ids.slug(known.name) == ids.fold_id(top))
    shared = conn.execute(
        "select claimed from claims join names on names.id = claimed "
        "group by claimed order by count(*) desc, claimed limit 1"
    ).fetchone()
    acronym = ids.words_of(shared[0]).upper() if shared else "NBC"
    for what, make in {
        "the most quoted person": lambda: Speaker(known.name, "person", known.roles[0], (known.bare,)),
        "the most quoted person's surname": lambda: Speaker(known.bare, "person"),
        "Smith": lambda: Speaker("Smith", "person"),
        "Smith with a role": lambda: Speaker("Smith", "person", rng.choice(known.roles)),
        "James Smith": lambda: Speaker("James Smith", "person", None, ("Smith",)),
        "J. Smith": lambda: Speaker("J. Smith", "person", None, ("Smith",)),
        f"{acronym}, an acronym of several": lambda: Speaker(acronym, "organisation"),
    }.items():
        made = []
        for i in range(n):
            other = rng.choices(world.people, cum_weights=world.weights)[0]
            cast = [make(), Speaker(other.name, other.kind)]  # type: ignore[arg-type]
            day = FIRST_DAY + timedelta(days=rng.randrange(365 * YEARS))
            outlet = rng.choice(world.outlets)
            made.append(quoting(rng, cast, rng.sample(world.words, 8), outlet, day, f"{start}-{what}-{i}"))
        yield what, made


def measure(db: QuoteDatabase, watch: Watch, what: str, articles: Iterable[Extraction]) -> None:
    """Write the articles, and print what it took."""
    whole, resolving, held = [], [], []
    articles = list(articles)
    for extraction in articles:
        watch.seconds = 0.0
        begun = time.process_time()
        db.write(extraction)
        whole.append(1000 * (time.process_time() - begun))
        resolving.append(1000 * watch.seconds)
        held.append(memory())
    step = max(1, len(held) // 10)
    grew = f"{held[step - 1]:.0f} – {held[-1]:.0f}"
    print(f"{what:38}{len(whole):5}{_figures(whole)}{_figures(resolving)}{grew:>14}", flush=True)


def _figures(values: list[float]) -> str:
    values = sorted(values)
    return f"{statistics.median(values):9.1f}{values[int(0.95 * (len(values) - 1))]:8.1f}{values[-1]:8.1f}"


def main() -> None:
    """Make the database if it is not there, add articles, print."""
    parser = argparse.ArgumentParser(description="Who is who, in a database of a million quotes.")
    parser.add_argument("file", type=Path, metavar="FILE", help="the database; made if it is not there")
    parser.add_argument(
        "--quotes", type=int, default=1_000_000, help="in the database when it was new (1,000,000)"
    )
    parser.add_argument(
        "--add", type=int, default=300, help="random articles to add (300); hard ones: a tenth"
    )
    args = parser.parse_args()

    if not args.file.exists():
        build(args.file, args.quotes)
    with QuoteDatabase(args.file) as db:
        counts = {
            t: db.conn.execute(f"select count(*) from {t}").fetchone()[0] for t in ("quotes", "speakers")
        }
        articles = db.conn.execute("select count(*) from sources").fetchone()[0]
        print(f"{counts['quotes']:,} quotes of {counts['speakers']:,} speakers in {articles:,} articles")
        world = World(args.quotes // PER_SPEAKER)
        watch = Watch((identities, "settle"), (names, "register"), (identities, "refresh"))
        print(f"{'milliseconds an article':43}{'writing':>9}{'95 %':>8}{'worst':>8}{'resolving':>9}"
              f"{'95 %':>8}{'worst':>8}{'MB':>14}")  # fmt: skip
        db.write(next(iter(world.articles(1, -articles))))  # the file's first pages are read
        measure(db, watch, "random", world.articles(args.add, articles))
        for what, made in hard(world, db.conn, max(3, args.add // 10), articles):
            measure(db, watch, what, made)


if __name__ == "__main__":
    main()
