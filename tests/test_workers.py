"""Several processes parse, one writes: the same rows in the same order, whatever happens to a process."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from contextlib import closing
from functools import partial

import pytest
from click.testing import CliRunner
from database_samples import rows

from quotes import ingest
from quotes.cli import cli
from quotes.database import QuoteDatabase
from quotes.ingest.parsing import Parser, Parsing, size_of
from quotes.ingest.workers import ITEM, WINDOW, Workers, WorkersError
from quotes.model import Article, Extraction
from quotes.pipeline import extract
from quotes.readers import Deferred, Failure, Skipped, read


def size(item):
    return len(item) if isinstance(item, str) else None


def lost(item, code):
    return f"{item} lost ({code})"


def shouted(word):
    """The work: say it louder. Some words are deadly, some take their time."""
    if word == "deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    if word == "slow":
        time.sleep(0.2)
    return word.upper()


def shouted_at_second_try(marker, word):
    if word == "unlucky" and not marker.exists():
        marker.touch()
        os._exit(3)
    return word.upper()


class Unable:
    """Work that no process can even begin: it cannot be unpickled."""

    def __reduce__(self):
        return (os._exit, (9,))

    def __call__(self, word):
        return word


@pytest.mark.parametrize("number", [1, 3])
def test_results_come_in_the_order_of_the_items(number):
    items = ["slow", "a", 1, "b", "slow", "c", None, *map(str, range(200))]
    with Workers(number, shouted, size=size, lost=lost) as workers:
        assert list(workers.results(items)) == [
            item.upper() if isinstance(item, str) else item for item in items
        ]


def test_a_process_that_dies_costs_the_item_it_had_in_hand_and_no_other():
    items = [*map(str, range(30)), "deadly", *map(str, range(30, 60)), "deadly"]
    with Workers(2, shouted, size=size, lost=lost) as workers:
        assert list(workers.results(items)) == [
            "deadly lost (-9)" if item == "deadly" else item for item in items
        ]


def test_what_a_process_died_of_once_is_tried_again(tmp_path):
    with Workers(2, partial(shouted_at_second_try, tmp_path / "tried"), size=size, lost=lost) as workers:
        assert list(workers.results(["a", "unlucky", "b"])) == ["A", "UNLUCKY", "B"]


def test_no_more_is_read_ahead_than_fits_in_the_window():
    taken = 0

    def items():
        nonlocal taken
        for n in range(10 * WINDOW // ITEM):
            taken += 1
            yield str(n)

    with Workers(1, shouted, size=size, lost=lost) as workers:
        for n, _ in enumerate(workers.results(items())):
            assert taken - n <= WINDOW // ITEM + 1
            if n > 100:
                break


def test_processes_that_cannot_start_are_reported(capfd):
    with (
        Workers(1, Unable(), size=size, lost=lost) as workers,
        pytest.raises(WorkersError, match="try --workers 1"),
    ):
        list(workers.results(["a"]))


# Parsing


def page(number):
    """What a reader may defer to the process that parses."""
    if number == 3:
        return Skipped("page 3", "no article in it")
    if number == 4:
        raise ValueError("a bug in a reader")
    return Article(f"“We lost number {number},” Ana Ruiz said.", path=f"page {number}")


def test_what_is_deferred_is_read_where_it_is_parsed():
    items = [Deferred(f"page {n}", page, (n,), size=30_000) for n in range(6)]
    here = list(Parsing(items, Parser(), 1))
    there = list(Parsing(items, Parser(), 2))
    assert here == there
    assert [type(outcome) for outcome in there] == [Extraction] * 3 + [Skipped, Failure, Extraction]
    assert there[4].line.startswith("page 4: cannot be read (ValueError: a bug in a reader)")


def test_little_work_is_done_without_other_processes(monkeypatch):
    def none(*_, **__):
        raise AssertionError("a process was started")

    monkeypatch.setattr("quotes.ingest.parsing.Workers", none)
    texts = [Article(f"“No,” Jo Lee said {n} times.") for n in range(10)]
    assert [outcome.article for outcome in Parsing(texts, Parser(), 4)] == texts


def test_what_has_no_text_is_no_work():
    assert [size_of(item) for item in (Article("four"), Skipped("a", "b"), Failure("a", "b", "c"))] == [
        4, None, None,
    ]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Enough text that other processes are started, about people whom several articles know."""
    root = tmp_path_factory.mktemp("news")
    people = ("Ana Ruiz, the mayor", "Bo Lee, a pilot", "Mayor Ana Maria Ruiz", "Cy Diaz", "Robert Lee")
    for n in range(60):
        who, whom = people[n % 5], people[(n * 3 + 1) % 5]
        text = f"“We counted {n} boats,” said {who}.\n\n“Nobody asked us,” {whom} said on Tuesday.\n\n"
        (root / f"{n:02}.txt").write_text(text + "The river rose that night, and the bridge was shut. " * 60)
    (root / "07b.txt").write_bytes(b"")
    return root


def imported(db, folder, *arguments):
    environment = {"SOURCE_DATE_EPOCH": "0"}
    result = CliRunner().invoke(cli, ["import", str(db), str(folder), "--json", *arguments], env=environment)
    with QuoteDatabase(db, readonly=True) as database:
        return result, rows(database)


def test_rows_do_not_depend_on_the_workers_or_the_batches(tmp_path, folder):
    one, expected = imported(tmp_path / "1.db", folder, "--workers", "1", "--batch-size", "1")
    two, found = imported(tmp_path / "2.db", folder, "--workers", "2", "--batch-size", "17")
    assert found == expected
    assert (one.exit_code, one.stdout, one.stderr) == (two.exit_code, two.stdout, two.stderr)
    assert '"added": 60' in two.stdout
    in_order = "select path from sources order by rowid"
    for db in ("1.db", "2.db"):
        with closing(sqlite3.connect(tmp_path / db)) as connection:
            paths = [path for (path,) in connection.execute(in_order)]
        assert paths == sorted(paths)


def test_an_article_that_kills_its_process_is_named_and_the_rest_is_stored(tmp_path, folder, monkeypatch):
    monkeypatch.setattr("quotes.ingest.Parser", Deadly)
    result, found = imported(tmp_path / "q.db", folder, "--workers", "2")
    assert result.exit_code == 1
    assert [line.split(";")[0] for line in result.stderr.splitlines()] == [
        f"{folder}/07b.txt: empty",
        f"{folder}/31.txt: the process that parsed it died twice (signal 9)",
    ]
    assert len(found["sources"]) == 59


class Deadly(Parser):
    """A parser that one article is too much for, as it is when memory runs out."""

    def __call__(self, item):
        if isinstance(item, Article) and item.doc == "31.txt":
            os.kill(os.getpid(), signal.SIGKILL)
        return super().__call__(item)


def test_the_library_imports_what_readers_give(tmp_path):
    summary = ingest.Summary()
    (tmp_path / "a.txt").write_text("“We lost,” Ana Ruiz said.")
    ingest.import_into(tmp_path / "q.db", read([tmp_path / "a.txt"]), summary, workers=2, batch_size=1)
    assert (summary.done, summary.quotes) == (1, 1)
    (outcome,) = ingest.extractions(read([tmp_path / "a.txt"]))
    assert outcome == extract(outcome.article)
