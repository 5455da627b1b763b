"""How fast the pages of the site are on a database of a million quotes, in one process.

``python tests/benchmarks/site.py [--quotes 1000000] [--database FILE]`` makes the database (invented words
with the frequencies of real ones; kept if a file is named) and prints the median and the 95th percentile of
every page, asked for different rows each time, the first time included. Processor time is that of all
threads, so that it tells how long a page takes on one idle core even where others use it.
"""

from __future__ import annotations

import argparse
import asyncio
import bisect
import itertools
import json
import random
import re
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

from sqlite_utils import Database

from quotes.database import QuoteDatabase, counts, schema, wordings_tables
from quotes.database.ids import fold
from quotes.site.warming import warm

PER_ARTICLE = 5
TIMES = 40
CHANGING = "front page, while somebody writes"
COMMON = "the of and to a in that is was for on it with he as at his by be this had not but from".split()


class Draw:
    """Draws from a list, the n-th entry 1/n as often as the first."""

    def __init__(self, chance: random.Random, entries: list[Any]) -> None:
        self.chance, self.entries = chance, entries
        self.sums = list(itertools.accumulate(1 / n for n in range(1, len(entries) + 1)))

    def __call__(self) -> Any:
        return self.entries[bisect.bisect(self.sums, self.chance.random() * self.sums[-1])]


def made_up(chance: random.Random, syllables: int) -> str:
    return "".join(chance.choice("bdfgklmnprstv") + chance.choice("aeiou") for _ in range(syllables))


def build(path: Path, quotes: int) -> None:
    """A database of ours with so many quotes, a fifth as many articles, a twentieth as many speakers."""
    with sqlite3.connect(path) as conn:
        schema.prepare(Database(conn), "2026-01-01T00:00:00+00:00")
        made = conn.execute(
            "select type, name, sql from sqlite_master where name like 'idx_%' or type = 'trigger'"
        ).fetchall()
        for kind, name, _ in made:
            conn.execute(f"drop {kind} {name}")
        fill(conn, quotes)
        for _, _, sql in made:
            conn.execute(sql)
        for table in schema.SEARCHED:
            conn.execute(f"insert into {table}_fts ({table}_fts) values ('rebuild')")
        counts.recount(conn)
        conn.executescript(
            "update speakers set "
            "quotes = (select count(*) from quotes where speaker_id = speakers.id), "
            "sources = (select count(*) from appearances where speaker_id = speakers.id), "
            "first_seen = (select min(seen) from appearances where speaker_id = speakers.id), "
            "last_seen = (select max(seen) from appearances where speaker_id = speakers.id);"
            "insert into aliases select id, name, lower(replace(name, ' ', '-')), sources from speakers;"
            "insert into roles select speaker_id, role, min(seen), max(seen), count(*) from appearances "
            "where role is not null group by 1, 2;"
        )
        wordings_tables.note_all(conn)
        conn.execute("analyze")
    conn.close()
    QuoteDatabase(path).close()  # finds out which words are the same


def fill(conn: sqlite3.Connection, quotes: int) -> None:
    chance = random.Random(7)
    words = Draw(chance, COMMON + [made_up(chance, chance.randint(2, 4)) for _ in range(40_000)])
    names = [
        f"{made_up(chance, 2)} {made_up(chance, 3)}".title() + (f" {n}" if n % 7 == 0 else "")
        for n in range(quotes // 20)
    ]
    people = [(re.sub("[^a-z0-9]+", "-", fold(name)) + f"-{n}", name) for n, name in enumerate(names)]
    roles = [f"{made_up(chance, 2)} {role}" for role in ("minister", "mayor", "coach") for _ in range(300)]
    outlets = [
        (f"outlet-{n}", f"Outlet {made_up(chance, 2).title()}", f"outlet{n}.example") for n in range(60)
    ]
    speaker, outlet = Draw(chance, people), Draw(chance, outlets)
    insert(conn, "outlets", [dict(zip(("id", "name", "domain"), one, strict=True)) for one in outlets])
    insert(
        conn,
        "speakers",
        [
            {
                "id": key,
                "name": name,
                "sort_name": name,
                "kind": "organisation" if n % 12 == 0 else "person",
                "quotes": 0,
                "sources": 0,
            }
            for n, (key, name) in enumerate(people)
        ],
    )
    tables: dict[str, list[dict[str, Any]]] = {"sources": [], "quotes": [], "appearances": []}
    for number in range(quotes // PER_ARTICLE):
        for table, rows in article(chance, number, words, speaker, outlet, roles).items():
            tables[table] += rows
        if number % 2_000 == 1_999:
            for table, rows in tables.items():
                insert(conn, table, rows)
                rows.clear()
    for table, rows in tables.items():
        insert(conn, table, rows)


def article(
    chance: random.Random, number: int, words: Draw, speaker: Draw, outlet: Draw, roles: list[str]
) -> dict[str, list[dict[str, Any]]]:
    day = f"{chance.randint(2005, 2024)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    source, (outlet_id, _, domain) = f"{number:020x}", outlet()
    text, quotes, seen = "", [], {}
    for n in range(1, PER_ARTICLE + 1):
        key, name = speaker()
        said = f"“{' '.join(words() for _ in range(chance.randint(6, 30)))},”"
        paragraph = f"{said} said {name}. {' '.join(words() for _ in range(20))}."
        start = len(text)
        role = chance.choice(roles) if chance.random() < 0.3 else None
        seen.setdefault(key, (name, role))
        quotes.append(
            {
                "id": f"{number * 10 + n:020x}",
                "source_id": source,
                "n": n,
                "local_id": key,
                "speaker_id": key if chance.random() < 0.9 else None,
                "mention": name,
                "role": role,
                "kind": chance.choices(("direct", "mixed", "indirect"), (4, 2, 6))[0],
                "status": chance.choices(("said", "asked", "denied"), (94, 4, 2))[0],
                "text": said,
                "start": start,
                "end": start + len(said),
                "spans": json.dumps([[start, start + len(said)]]),
                "cue": "said",
                "cue_spans": json.dumps([[start + len(said) + 1, start + len(said) + 5]]),
                "source_spans": json.dumps([[start + len(said) + 6, start + len(said) + 6 + len(name)]]),
                "verb": "say",
                "via_id": outlet()[0] if chance.random() < 0.05 else None,
                "context": paragraph,
                "confidence": round(chance.betavariate(5, 1.5), 3),
                "rule": "trailing",
                "act": "speech",
                "edited": 0,
                "reviewed": 0,
            }
        )
        text += paragraph + "\n\n"
    known = {quote["speaker_id"] for quote in quotes}
    appearances = [
        {
            "source_id": source,
            "local_id": key,
            "speaker_id": key,
            "name": name,
            "role": role,
            "aliases": "[]",
            "outlet_id": outlet_id,
            "seen": day,
        }
        for key, (name, role) in seen.items()
        if key in known
    ]
    row = {
        "id": source,
        "url": f"https://{domain}/{number}",
        "title": " ".join(words() for _ in range(8)).capitalize(),
        "outlet_id": outlet_id,
        "published": day,
        "year_month": day[:7],
        "imported": "2026-01-01T00:00:00+00:00",
        "format": "text",
        "language": "en",
        "words": len(text.split()),
        "sha256": source,
        "text": text,
    }
    return {"sources": [row], "quotes": quotes, "appearances": appearances}


def insert(conn: sqlite3.Connection, table: str, rows: list[dict[str, Any]]) -> None:
    columns = list(schema.TABLES[table])
    names = ", ".join(f'"{column}"' for column in columns)
    sql = f"insert into {table} ({names}) values ({', '.join('?' * len(columns))})"
    conn.executemany(sql, ([row.get(column) for column in columns] for row in rows))


def pages(conn: sqlite3.Connection, name: str) -> dict[str, Iterator[str]]:
    """For each kind of page, addresses without end, of other rows each time."""
    chance = random.Random(3)

    def of(path: str, sql: str) -> Iterator[str]:
        keys = [key for (key,) in conn.execute(sql)]
        chance.shuffle(keys)
        return (path.format(key) for key in itertools.cycle(keys))

    def checked(change: Callable[[list[str]], list[str]]) -> Iterator[str]:
        texts = conn.execute("select text from quotes where rowid % 9001 = 1").fetchall()
        chance.shuffle(texts)
        words = (change(text.strip("“,”").split()) for (text,) in itertools.cycle(texts))
        return (f"{base}/-/check?q={quote_plus(' '.join(some))}" for some in words)

    base, search = f"/{name}", f"/{name}/-/search"
    rare = [
        word
        for (text,) in conn.execute("select text from quotes where rowid % 9973 = 1 limit 60")
        for word in text.strip("“,”").split()[-1:]
    ]
    top = "select id from speakers order by quotes desc limit 40"
    return {
        "front page": itertools.repeat(base),
        CHANGING: itertools.repeat(base),
        "search: nothing asked": itertools.repeat(search),
        "search: the": itertools.repeat(f"{search}?q=the"),
        "search: of the": itertools.repeat(f"{search}?q=of+the"),
        "search: “of the”": itertools.repeat(f"{search}?q=“of+the”"),
        "search: t*": itertools.repeat(f"{search}?q=t*"),
        "search: a rare word": (f"{search}?q={word}" for word in itertools.cycle(rare)),
        "search: the, page 2": itertools.repeat(f"{search}?q=the&next=2015-06-01~1000~1"),
        "search: the, by kind and status": itertools.repeat(f"{search}?q=the&kind=direct&status=denied"),
        "search: a most quoted speaker": of(search + "?speaker={}", top),
        "search: the, by a most quoted speaker": of(search + "?q=the&speaker={}", top),
        "search: the, in an outlet": of(search + "?q=the&outlet={}", "select id from outlets"),
        "search: the, in a year": (
            f"{search}?q=the&year={year}" for year in itertools.cycle(range(2005, 2025))
        ),
        "search: the, surely": itertools.repeat(f"{search}?q=the&confidence=90"),
        "search: via an outlet": of(search + "?via={}", "select id from outlets"),
        "search as JSON": itertools.repeat(f"{search}.json?q=the"),
        "search as a feed": of(search + ".atom?speaker={}", top),
        "an article": of(base + "/sources/{}", "select id from sources where rowid % 3001 = 1"),
        "a quote": of(base + "/quotes/{}", "select id from quotes where rowid % 9001 = 1"),
        "a speaker": of(base + "/speakers/{}", "select id from speakers where rowid % 199 = 1"),
        "a most quoted speaker": of(base + "/speakers/{}", top),
        "a most quoted speaker, page 9": of(base + "/speakers/{}?page=9", top),
        "check: words that are printed so": checked(lambda words: words),
        "check: with a word left out": checked(
            lambda words: words[: len(words) // 2] + words[len(words) // 2 + 1 :]
        ),
        "check: what nobody said": checked(lambda words: words[::-1]),
        "review": itertools.repeat(f"{base}/-/review"),
        "table quotes": itertools.repeat(f"{base}/quotes"),
        "table sources": itertools.repeat(f"{base}/sources"),
        "table speakers": itertools.repeat(f"{base}/speakers?_sort_desc=quotes"),
        "view attributed": itertools.repeat(f"{base}/attributed"),
        "view attributed, searched": itertools.repeat(f"{base}/attributed?_search=the"),
        "view unsure": itertools.repeat(f"{base}/unsure"),
        "view top_speakers": itertools.repeat(f"{base}/top_speakers"),
        "query top-speakers": itertools.repeat(f"{base}/top-speakers"),
        "query who-relays-whom": itertools.repeat(f"{base}/who-relays-whom"),
        "home of Datasette": itertools.repeat("/"),
        # Last: it has them looked for in the background.
        "review: likely duplicates": itertools.repeat(f"{base}/-/review?what=duplicates"),
    }


async def measure(path: Path, only: str, report: Callable[[str], None], asked: int = TIMES) -> None:
    from datasette.app import Datasette

    ds = Datasette([str(path)])
    cookies = {"ds_actor": ds.sign({"a": {"id": "root"}}, "actor")}
    conn = sqlite3.connect(path)
    await ds.client.get("/-/versions.json")
    if (warming := warm(ds)) is not None:  # as a server does when it starts
        warming.join()
    report(f"{'':<40} {'processor time':>26} {'by the clock':>26}")
    report(f"{'page':<40}" + f" {'median':>8} {'95 %':>8} {'most':>8}" * 2 + "   milliseconds")
    for kind, addresses in pages(conn, path.stem).items():
        if only not in kind:
            continue
        took: tuple[list[float], list[float]] = ([], [])
        # Datasette's own page stands in for one of ours that takes too long, and has another policy.
        ours = not kind.startswith(("table", "view", "query", "home"))
        for address in itertools.islice(addresses, asked):
            if kind == CHANGING:
                path.touch()  # so that nothing counted before still holds
            start = time.process_time(), time.perf_counter()
            response = await ds.client.get(address, cookies=cookies)
            for times, now, then in zip(took, (time.process_time(), time.perf_counter()), start, strict=True):
                times.append((now - then) * 1000)
            assert response.status_code == 200, f"{address}: {response.status_code}"
            if ours and "text/html" in response.headers["content-type"]:
                policy = response.headers["content-security-policy"]
                assert "unsafe-inline" not in policy, f"{address} ran into the time limit"
        figures = [
            figure
            for times in took
            for figure in (statistics.median(times), statistics.quantiles(times, n=20)[-1], max(times))
        ]
        report(f"{kind:<40}" + "".join(f" {figure:8.0f}" for figure in figures))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quotes", type=int, default=1_000_000)
    parser.add_argument("--database", type=Path, help="made unless it is there, and kept")
    parser.add_argument("--times", type=int, default=TIMES, help="how often each page is asked for")
    parser.add_argument("--only", default="", help="pages whose name holds this")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.database or Path(folder) / "million.db"
        if not path.exists():
            start = time.perf_counter()
            build(path, options.quotes)
            print(
                f"made in {time.perf_counter() - start:.0f} s, {path.stat().st_size / 1e6:.0f} MB", flush=True
            )
        asyncio.run(measure(path, options.only, lambda line: print(line, flush=True), options.times))


if __name__ == "__main__":
    main()
