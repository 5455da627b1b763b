"""`quotes load`: the rows of an import, whatever order the shards come in and however often."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from quotes.cli import cli
from quotes.database import QuoteDatabase
from quotes.database.schema import TABLES
from quotes.scale.inputs import input_of
from quotes.scale.load import found_shards, partition_path
from quotes.scale.process import process_shard

OUTLETS = ("Reuters", "The Daily Post", "Lima Times")
PEOPLE = ("Ana Ruiz", "Ana María Ruiz", "Bo Lee", "Carl Diaz", "Mayor Diaz", "Dana O'Neil")
ROLES = ("the mayor of Lima", "a lawyer", "the mayor of Quito", "a coach")


def documents(folder: Path, n: int, seed: int = 1) -> Path:
    """Articles in which people of few names speak again and again, by surname alone at times."""
    chance = random.Random(seed)
    folder.mkdir(exist_ok=True)
    for i in range(n):
        year = chance.choice(("2019", "2020", "2020"))
        head = f"---\nurl: https://e.org/{i}\noutlet: {chance.choice(OUTLETS)}\n"
        lines = []
        for _ in range(chance.randint(1, 4)):
            name = chance.choice(PEOPLE)
            lines.append(f"“We lost {chance.randint(1, 99)} games,” {name}, {chance.choice(ROLES)}, said.")
            lines.append(f"“Ask me again,” {name.split()[-1]} said, according to {chance.choice(OUTLETS)}.")
        text = "\n\n".join(lines)
        dated = f"published: {year}-0{chance.randint(1, 9)}-11\n" if chance.random() < 0.9 else ""
        (folder / f"{i:03}.txt").write_text(f"{head}{dated}---\n{text}\n")
    return folder


def shards(folder: Path, output: Path) -> Path:
    output.mkdir(exist_ok=True)
    for path in sorted(folder.iterdir()):
        process_shard(input_of(path), output)
    return output


def quotes(*arguments):
    return CliRunner().invoke(cli, [*map(str, arguments)])


def rows(path: Path) -> dict[str, list[tuple]]:
    """All rows of all tables but `imports`."""
    with QuoteDatabase(path, readonly=True) as db:
        return {
            table: sorted(db.conn.execute(f"select * from {table}").fetchall(), key=repr)
            for table in TABLES
            if table != "imports"
        }


@pytest.fixture(autouse=True)
def fixed_clock(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")


@pytest.fixture(scope="module")
def imported(tmp_path_factory) -> Path:
    """A folder with documents, their shards, and a plain import of them."""
    folder = tmp_path_factory.mktemp("load")
    documents(folder / "in", 40)
    shards(folder / "in", folder / "shards")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "0")
        assert quotes("import", folder / "plain.db", folder / "in", "--workers", "1").exit_code == 0
    return folder


def test_the_seeds_by_way_of_shards_are_the_seeds(tmp_path):
    shards(Path("seeds"), tmp_path / "shards")
    done = quotes("load", tmp_path / "a.db", tmp_path / "shards")
    assert done.exit_code == 0 and done.stdout.startswith("9 added, 0 updated, 0 unchanged")
    assert rows(tmp_path / "a.db") == rows(Path("quotes.db"))
    assert quotes("verify", tmp_path / "a.db").exit_code == 0


@pytest.mark.parametrize("batch_size", ["1", "7", "500"])
@pytest.mark.parametrize("seed", [1, 2])
def test_any_order_gives_the_rows_of_an_import(seed, batch_size, imported, tmp_path):
    paths = sorted((imported / "shards").glob("*.parquet"))
    random.Random(seed).shuffle(paths)
    assert quotes("load", tmp_path / "a.db", *paths, "--batch-size", batch_size).exit_code == 0
    assert rows(tmp_path / "a.db") == rows(imported / "plain.db")


def test_loading_again_changes_nothing_not_a_byte(imported, tmp_path):
    quotes("load", tmp_path / "a.db", imported / "shards")
    before = (tmp_path / "a.db").read_bytes()
    done = quotes("load", tmp_path / "a.db", imported / "shards", "--json")
    assert json.loads(done.stdout)["unchanged"] == 40
    assert (tmp_path / "a.db").read_bytes() == before


def test_shards_may_be_added_to_what_was_imported(imported, tmp_path):
    first = sorted((imported / "in").iterdir())[:15]
    quotes("import", tmp_path / "a.db", *first, "--workers", "1")
    done = quotes("load", tmp_path / "a.db", imported / "shards", "--json")
    assert json.loads(done.stdout)["added"] == 25
    assert rows(tmp_path / "a.db") == rows(imported / "plain.db")


def test_words_are_found_and_the_rows_are_proved(imported, tmp_path):
    quotes("load", tmp_path / "a.db", imported / "shards")
    assert quotes("verify", tmp_path / "a.db").exit_code == 0
    for db in ("a.db", imported / "plain.db"):
        found = quotes("search", tmp_path / db, "games", "--limit", "0", "--json")
        assert len(json.loads(found.stdout)) > 40
    with QuoteDatabase(tmp_path / "a.db") as db:
        for table in ("quotes", "sources", "speakers"):
            db.conn.execute(f"insert into {table}_fts ({table}_fts, rank) values ('integrity-check', 1)")


def test_a_partition_for_each_year_that_datasette_serves_together(imported, tmp_path):
    done = quotes("load", tmp_path / "news.db", imported / "shards", "--partition", "year")
    names = ["news-2019.db", "news-2020.db", "news-undated.db"]
    assert sorted(path.name for path in tmp_path.iterdir()) == names
    assert done.stdout.splitlines()[-1] == "datasette " + " ".join(str(tmp_path / name) for name in names)
    parts = [rows(tmp_path / name)["sources"] for name in names]
    # Printings of one text are linked within a file: wire_id, the last column, may differ.
    whole = rows(imported / "plain.db")["sources"]
    assert sorted(row[:-1] for part in parts for row in part) == sorted(row[:-1] for row in whole)
    assert {row[6][:4] for row in parts[0]} == {"2019"}
    assert partition_path(Path("a/news.db"), "2019-10") == Path("a/news-2019.db")
    assert partition_path(Path("news"), "soon") == Path("news-undated")


async def test_datasette_serves_the_years_together(imported, tmp_path):
    from datasette.app import Datasette

    quotes("load", tmp_path / "news.db", imported / "shards", "--partition", "year")
    site = Datasette([str(path) for path in sorted(tmp_path.glob("*.db"))])
    for name in ("news-2019", "news-2020"):
        assert (await site.client.get(f"/{name}/quotes.json?_size=1")).status_code == 200


def test_bad_shards_are_one_line_each_and_the_rest_is_loaded(imported, tmp_path):
    folder = tmp_path / "shards"
    folder.mkdir()
    good = sorted((imported / "shards").glob("*.parquet"))[:3]
    for path in good:
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "a.parquet").write_bytes(good[0].read_bytes()[:900])
    (folder / "b.parquet").write_bytes(b"")
    (folder / ".c.parquet.1f.tmp").write_bytes(b"half")
    (tmp_path / "empty").mkdir()
    empty, *missing = nothing = (tmp_path / "empty", tmp_path / "no", folder / "x.parquet")
    done = quotes("load", tmp_path / "a.db", folder, *nothing)
    lines = done.stderr.splitlines()
    assert done.exit_code == 1 and len(lines) == 5
    assert lines[0] == f"{empty}: holds no shards; name a folder that `quotes extract --output` made"
    assert lines[1:3] == [f"{path}: no such file; check the spelling" for path in missing]
    assert all("not a whole Parquet file" in line for line in lines[3:])
    assert done.stdout.startswith("3 added")


def test_shards_behind_a_protocol(imported, tmp_path):
    address = f"file://{imported / 'shards'}"
    assert len(list(found_shards([address]))) == 40
    assert quotes("load", tmp_path / "a.db", address).exit_code == 0
    assert rows(tmp_path / "a.db")["quotes"] == rows(imported / "plain.db")["quotes"]


def test_killed_midway_the_same_command_goes_on(imported, tmp_path):
    """The process ends, without a word, in the middle of its third batch."""
    code = """
import os, sys
from quotes.cli import cli
from quotes.database import write
store, n = write._store, 0
def deadly(*rows):
    global n
    n += 1
    if n == 13:
        os._exit(9)
    store(*rows)
write._store = deadly
cli()
"""
    command = ["load", str(tmp_path / "a.db"), str(imported / "shards"), "--batch-size", "5"]
    killed = subprocess.run([sys.executable, "-c", code, *command], env=os.environ, check=False)
    assert killed.returncode == 9
    with QuoteDatabase(tmp_path / "a.db") as db:
        assert db.conn.execute("select count(*) from sources").fetchone() == (10,)
    assert quotes(*command).exit_code == 0
    assert rows(tmp_path / "a.db") == rows(imported / "plain.db")
