"""`quotes import`: what it stores, what it says of it, and what it says when it cannot."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from quotes.cli import cli
from quotes.database import QuoteDatabase
from quotes.ingest import Summary
from quotes.model import Article, Extraction, Options, Quote, Speaker
from quotes.pipeline import extract

SEED = Path(__file__).parent.parent / "seeds" / "000_22f8e7120dd248bd.txt"
INTERRUPTED = (
    "Interrupted; the {} documents before are in the database; the same command goes on from there.\n"
)
RUIZ = "LIMA – Ana Ruiz, the mayor, said: “We lost.”\n"


def quotes(*arguments, **options):
    return CliRunner().invoke(cli, [str(argument) for argument in arguments], **options)


def rows(db, sql):
    with closing(sqlite3.connect(db)) as connection:
        return connection.execute(sql).fetchall()


def sources(db):
    return rows(
        db,
        "select sources.title, url, outlets.name, published, byline from sources "
        "left join outlets on outlets.id = outlet_id",
    )


@pytest.fixture
def db(tmp_path):
    return tmp_path / "quotes.db"


@pytest.fixture
def folder(tmp_path):
    """Three articles, of which the last has front matter."""
    root = tmp_path / "articles"
    root.mkdir()
    (root / "a.txt").write_text(RUIZ)
    (root / "b.txt").write_text("“No,” said Jo Lee. “Never.”\n")
    (root / "c.txt").write_text(
        "---\ntitle: Yes\noutlet: The Herald\ndate: 18 Oct 2019\n---\n“Yes,” Kim Roe said.\n"
    )
    return root


def test_a_document_its_counts_its_quotes_and_the_line_that_opens_the_database(db):
    result = quotes("import", db, SEED)
    lines = result.stdout.splitlines()
    assert (result.exit_code, result.stderr) == (0, "")
    assert lines[0] == "1 added, 0 updated, 0 unchanged, 0 skipped, 0 failed"
    assert lines[-1] == f"datasette {db}"
    counted = {
        name: int(n) for name, n in re.findall(r"^(direct|mixed|indirect|all) +(\d+)$", result.stdout, re.M)
    }
    found = dict(rows(db, "select kind, count(*) from quotes group by kind"))
    assert counted == {kind: found.get(kind, 0) for kind in ("direct", "mixed", "indirect")} | {
        "all": sum(found.values())
    }
    assert re.search(r"^Alfonso Durazo +person +3$", result.stdout, re.M)


def test_importing_again_changes_nothing_and_says_so(db, folder):
    stored = (
        "select 'q', id, text, speaker_id from quotes union all select 's', id, text, imported from sources"
    )
    quotes("import", db, folder)
    before = rows(db, stored)
    again = json.loads(quotes("import", db, folder, "--json").stdout)
    assert (again["added"], again["updated"], again["unchanged"], rows(db, stored)) == (0, 0, 3, before)


def test_a_changed_document_is_updated(db, folder):
    quotes("import", db, folder)
    (folder / "a.txt").write_text(RUIZ + "\n“We will be back,” Ruiz said.\n")
    summary = json.loads(quotes("import", db, folder, "--json").stdout)
    assert {name: summary[name] for name in ("added", "updated", "unchanged")} == {
        "added": 0, "updated": 1, "unchanged": 2,
    }  # fmt: skip
    assert len(rows(db, "select 1 from sources")) == 3


def test_the_summary_as_json(db, folder):
    (folder / "d.txt").touch()
    (folder / ".hidden").touch()
    result = quotes("import", db, folder, "--json")
    summary = json.loads(result.stdout)
    assert {name: summary[name] for name in ("added", "updated", "unchanged", "skipped", "failed")} == {
        "added": 3, "updated": 0, "unchanged": 0, "skipped": 1, "failed": 1,
    }  # fmt: skip
    assert summary["quotes"] == sum(summary["kinds"].values()) == len(rows(db, "select 1 from quotes"))
    assert {"name": "Ana Ruiz", "kind": "person", "quotes": 1} in summary["speakers"]


def test_the_summary_names_speakers_as_the_database_does(db, folder):
    (folder / "a.txt").write_text("Mayor Ana Ruiz lost.\n\n“We lost,” Ana Ruiz, the mayor of Lima, said.\n")
    (folder / "e.txt").write_text("“We will be back,” Ana B. Ruiz, the mayor of Lima, said.\n")
    summary = json.loads(quotes("import", db, folder, "--json").stdout)
    ruiz = [one for one in summary["speakers"] if "Ruiz" in one["name"]]
    assert ruiz == [{"name": "Ana Ruiz", "kind": "person", "quotes": 2}]
    assert rows(db, "select name, quotes from speakers where name like '%Ruiz'") == [("Ana Ruiz", 2)]


def test_silent_says_nothing_but_what_failed(db, folder):
    assert quotes("import", db, folder, "-s").output == ""
    result = quotes("import", db, "missing.txt", "--silent")
    assert (result.exit_code, result.stdout, result.stderr) == (
        1, "", "missing.txt: no such file or folder; check the spelling\n",
    )  # fmt: skip


def test_a_run_is_recorded_with_its_counts(db, folder):
    quotes("import", db, folder, "missing.txt")
    ((arguments, *counts),) = rows(db, "select arguments, added, skipped, failed from imports")
    assert (json.loads(arguments), counts) == ([str(folder), "missing.txt"], [3, 0, 1])


# What the rules find in it: a quote, and a guess.
GUESS = "“We lost,” Ana Ruiz said.\n\nBo Lee and Jo Day guessed that the bridge was safe.\n"


def test_other_options_replace_the_quotes_and_the_same_ones_change_nothing(db, tmp_path):
    (tmp_path / "a.txt").write_text(GUESS)
    both = ["“We lost,”", "that the bridge was safe"]
    for arguments, outcome, found in (
        ([], "added", both[:1]),
        (["--attitudes"], "updated", both),
        (["--attitudes"], "unchanged", both),
        (["--attitudes", "--min-confidence", "0.9"], "updated", both[:1]),
        ([], "unchanged", both[:1]),
        (["--min-confidence", "1.0"], "updated", []),
    ):
        before = db.read_bytes() if db.exists() else b""
        result = quotes("import", db, tmp_path / "a.txt", "--json", "--engine", "rules", *arguments)
        summary = json.loads(result.stdout)
        assert (summary[outcome], summary["quotes"]) == (1, len(found)), arguments
        assert [text for (text,) in rows(db, "select text from quotes order by n")] == found
        # Of what other options find the same in, only they are noted.
        assert (db.read_bytes() == before) == (outcome == "unchanged" and bool(arguments))
        assert quotes("verify", db).exit_code == 0
        if outcome != "unchanged":  # else the run left no record
            ((asked,),) = rows(db, "select arguments from imports order by id desc limit 1")
            assert json.loads(asked) == [str(tmp_path / "a.txt"), "--engine", "rules", *arguments]


def test_a_reviewed_quote_stays_whatever_is_asked_for(db, tmp_path):
    (tmp_path / "a.txt").write_text(GUESS)
    quotes("import", db, tmp_path / "a.txt", "--engine", "rules", "--attitudes")
    with closing(sqlite3.connect(db)) as connection:
        connection.execute("update quotes set reviewed = 1 where act = 'attitude'")
        connection.commit()
    quotes("import", db, tmp_path / "a.txt", "--engine", "rules", "--min-confidence", "1")
    assert rows(db, "select text from quotes") == [("that the bridge was safe",)]
    assert quotes("verify", db).exit_code == 0


def test_what_is_known_of_a_document(db, folder):
    facts = {
        "--title": "No", "--url": "https://example.com/no", "--outlet": "Reuters",
        "--published": "October 18, 2019", "--byline": "Jo Lee",
    }  # fmt: skip
    result = quotes("import", db, folder / "b.txt", *[word for pair in facts.items() for word in pair])
    assert result.exit_code == 0
    assert sources(db) == [("No", "https://example.com/no", "Reuters", "2019-10-18", "Jo Lee")]


def test_options_override_front_matter(db, folder):
    quotes("import", db, folder / "c.txt", "--outlet", "Reuters")
    assert sources(db) == [("Yes", None, "Reuters", "2019-10-18", None)]


def test_standard_input_may_be_the_single_document(db):
    result = quotes("import", db, "-", "--url", "https://example.com/a", input=RUIZ.encode("utf-16"))
    assert (result.exit_code, [row[1] for row in sources(db)]) == (0, ["https://example.com/a"])


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ([], "Error: Missing argument 'PATH...'."),
        (["b.txt", "--published", "someday"], "“someday” is not a date; write it like 2019-10-18"),
        (["b.txt", "--published", "Friday"], "lacks a day, month or year"),
        (["b.txt", "--url", "javascript:alert(1)"], "must begin with http:// or https://"),
        (["b.txt", "--title", " "], "it is empty"),
        (["b.txt", "c.txt", "--url", "https://example.com"], "--url would hold for every document"),
        ([".", "--title", "One", "--outlet", "Two"], "--title and --outlet would hold for every document"),
        (["b.txt", "--nonsense"], "No such option"),
        (["b.txt", "--min-confidence", "97"], "97.0 is not in the range 0<=x<=1"),
        (["b.txt", "--engine", "magic"], "'magic' is not one of 'trained', 'rules'"),
    ],
)
def test_misuse_is_told_before_anything_is_done(db, folder, monkeypatch, arguments, error):
    monkeypatch.chdir(folder)
    result = quotes("import", db, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert error in " ".join(result.stderr.split())
    assert not db.exists()


def test_a_dry_run_reports_and_touches_nothing(db, folder):
    result = quotes("import", db, folder, "--dry-run")
    assert result.stdout.startswith("3 parsed, 0 skipped, 0 failed\n")
    assert result.stdout.endswith("\nNothing was written: this was a dry run.\n")
    assert json.loads(quotes("import", db, folder, "--dry-run", "--json").stdout)["parsed"] == 3
    assert not db.exists()


def test_a_dry_run_leaves_a_database_as_it_is(db, folder):
    quotes("import", db, folder / "a.txt")
    before = (db.read_bytes(), db.stat().st_mtime_ns)
    quotes("import", db, folder, "--dry-run")
    assert (db.read_bytes(), db.stat().st_mtime_ns) == before


def test_the_database_may_lie_among_the_documents(folder):
    db = folder / "quotes.db"
    for outcome in (
        "3 added, 0 updated, 0 unchanged, 0 skipped",
        "0 added, 0 updated, 3 unchanged, 0 skipped",
    ):
        result = quotes("import", db, folder)
        assert (result.exit_code, result.stdout.splitlines()[0]) == (0, f"{outcome}, 0 failed")


def test_the_last_line_can_be_pasted(tmp_path):
    db = tmp_path / "my quotes.db"
    assert quotes("import", db, SEED).stdout.splitlines()[-1] == f"datasette '{db}'"


# What goes wrong


def test_bad_documents_are_named_and_the_rest_is_imported(db, folder):
    (folder / "0-binary").write_bytes(bytes(range(256)) * 4)
    (folder / "0-empty").touch()
    (folder / "0-latin").write_bytes("Señor Núñez said “no”.\n".encode("cp1252"))
    (folder / "0-utf16").write_bytes(RUIZ.replace("LIMA", "QUITO").encode("utf-16"))
    with (folder / "0-giant").open("wb") as giant:
        giant.write(b"word " * 10_000_000)
    started = time.monotonic()
    result = quotes("import", db, folder)
    assert time.monotonic() - started < 20
    assert result.exit_code == 1
    assert result.stdout.startswith("5 added, 0 updated, 0 unchanged, 0 skipped, 3 failed\n")
    assert [line.removeprefix(f"{folder}/") for line in result.stderr.splitlines()] == [
        "0-binary: a binary file, not text; save the document as plain text in UTF-8",
        "0-empty: empty; put the article's text in it or leave it out",
        "0-giant: 50.0 MB, more than the 10 MB an article may have; split it into articles or "
        "raise --max-size",
    ]


def test_an_article_that_fails_midway_leaves_nothing_behind(db, folder, monkeypatch):
    def parser(article: Article, options: Options) -> Extraction:
        if article.doc != "b.txt":
            return extract(article, options)
        beyond = Quote(n=1, kind="direct", content=((0, 10**6),), speakers=(0,))  # type: ignore[arg-type]
        return Extraction(article, (beyond,), (Speaker("Jo Lee", "person"),))

    monkeypatch.setattr("quotes.ingest.parsing.extract", parser)
    result = quotes("import", db, folder)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"{folder}/b.txt: cannot be stored (")
    assert result.stderr.count("\n") == 1
    assert [Path(path).name for (path,) in rows(db, "select path from sources order by path")] == [
        "a.txt",
        "c.txt",
    ]


def test_a_database_that_is_none_or_not_ours_is_refused_and_left_alone(tmp_path, folder):
    text, other = tmp_path / "notes.txt", tmp_path / "other.db"
    text.write_text("Not a database, but long enough to be one.")
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("create table birds (id integer primary key)")
    for path, problem in (
        (text, "is not a SQLite database; choose another file name"),
        (other, "is the database of another program; choose another file name"),
        (folder, "is a folder; name a database file in it"),
        (tmp_path / "no" / "q.db", f"the folder {tmp_path}/no does not exist; make it"),
    ):
        before = path.read_bytes() if path.is_file() else None
        result = quotes("import", path, folder)
        assert (result.exit_code, result.stdout, result.stderr) == (1, "", f"Error: {path}: {problem}\n")
        assert (path.read_bytes() if path.is_file() else None) == before


def test_a_full_disk_stops_the_import_with_one_line_and_keeps_what_was_done(db, folder, monkeypatch):
    """SQLite says the same of a database that has reached its page limit as of a full disk."""
    quotes("import", db, folder / "a.txt")
    opened = QuoteDatabase.__init__

    def small(self, *arguments, **options):
        opened(self, *arguments, **options)
        self.conn.execute("pragma max_page_count = 1")  # as small as it is now

    monkeypatch.setattr(QuoteDatabase, "__init__", small)
    (folder / "b.txt").write_text("“No,” said Jo Lee.\n" * 3000)
    result = quotes("import", db, folder / "b.txt", folder / "c.txt")
    assert (result.exit_code, result.stdout, result.stderr) == (
        1, "", f"Error: {db}: the disk is full; free some space and run it again\n",
    )  # fmt: skip
    assert [Path(path).name for (path,) in rows(db, "select path from sources")] == ["a.txt"]


@contextmanager
def without_roots_rights() -> Iterator[Path]:
    """A new folder, owned by nobody, and nobody's rights while the block lasts; nothing new for others."""
    with tempfile.TemporaryDirectory() as name:
        root = os.geteuid() == 0
        if root:
            shutil.chown(name, 65534)
            os.seteuid(65534)
        try:
            yield Path(name)
        finally:
            if root:
                os.seteuid(0)


def test_paths_without_permission(monkeypatch):
    with without_roots_rights() as folder:
        (folder / "a.txt").write_text(RUIZ)
        (folder / "locked.txt").write_text(RUIZ)
        (folder / "locked.txt").chmod(0)
        (folder / "locked").mkdir(mode=0)
        result = quotes("import", folder / "q.db", folder)
        remedy = "permission denied; give yourself the right to read it, for instance with chmod"
        assert result.exit_code == 1
        assert result.stdout.startswith("1 added, 0 updated, 0 unchanged, 0 skipped, 2 failed\n")
        assert result.stderr == f"{folder}/locked: {remedy}\n{folder}/locked.txt: {remedy}\n"


def test_a_database_that_cannot_be_written():
    with without_roots_rights() as folder:
        db = folder / "q.db"
        quotes("import", db, "-", input=RUIZ)
        db.chmod(0o400)
        folder.chmod(0o500)
        result = quotes("import", db, "-", input="“No,” Jo Lee said.")
        folder.chmod(0o700)
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr.startswith(f"Error: {db}: cannot be ")
        assert result.stderr.count("\n") == 1


def test_interrupted_in_the_middle(db, folder, monkeypatch):
    def parser(article: Article, options: Options) -> Extraction:
        if article.doc == "c.txt":
            raise KeyboardInterrupt
        return extract(article, options)

    monkeypatch.setattr("quotes.ingest.parsing.extract", parser)
    result = quotes("import", db, folder)
    assert (result.exit_code, result.stdout) == (130, "")
    assert result.stderr == INTERRUPTED.format(2)
    assert len(rows(db, "select 1 from sources")) == 2
    assert quotes("import", db, folder / "a.txt").exit_code == 0  # nothing is locked or half-written
    dry = quotes("import", db, folder, "--dry-run")
    assert (dry.exit_code, dry.stderr.strip()) == (130, "Interrupted; nothing was written.")


def test_interrupted_by_a_signal(db):
    importing = subprocess.Popen(
        [sys.executable, "-m", "quotes", "import", str(db), "-"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    while not db.exists():  # it now waits for its standard input
        assert importing.poll() is None
        time.sleep(0.02)
    time.sleep(0.3)
    importing.send_signal(signal.SIGINT)
    out, err = importing.communicate(timeout=20)
    assert (importing.returncode, out) == (130, "")
    assert err == INTERRUPTED.format(0)


def test_progress_is_for_a_person_on_stderr_only(db, folder, monkeypatch):
    steps: list[int] = []

    class Bar:
        def __init__(self, length, file, **options):
            assert file is sys.stderr
            steps.append(-length)

        def __enter__(self):
            return self

        def __exit__(self, *_):
            pass

        def update(self, n):
            steps.append(n)

    monkeypatch.setattr("click.progressbar", Bar)
    quotes("import", db, folder)
    assert steps == []
    monkeypatch.setattr("quotes.cli.import_.watched", lambda: True)
    quotes("import", db, folder, "missing.txt")
    size = sum(path.stat().st_size for path in folder.iterdir())
    assert steps[0] == -size == -sum(steps[1:])  # by bytes, whatever the files hold
    assert len(steps) == 1 + 4
    quotes("import", db, folder, "--limit", "2")
    assert steps[5:] == [-2, 1, 1]
    quotes("import", db, folder, "--silent")
    assert len(steps) == 8
    counting = quotes("import", db, "-", input=RUIZ)  # of unknown length: a line that counts
    assert "Importing  1 documents, " in counting.stderr


def test_a_name_that_would_act_on_a_terminal_is_shown_instead(db):
    result = quotes("import", db, "\x1b]0;gone\x07.txt")
    assert result.stderr == "␛]0;gone␇.txt: no such file or folder; check the spelling\n"


def test_the_summary_forgets_rare_speakers_before_they_fill_memory():
    summary = Summary()
    article = Article("x")
    frequent = Extraction(article, (Quote(1, "direct", (), speakers=(0,)),) * 3, (Speaker("Ana", "person"),))
    summary.found(frequent)
    for start in range(0, 30_000, 1000):
        speakers = tuple(Speaker(f"Nr {n}", "person") for n in range(start, start + 1000))
        many = tuple(Quote(n + 1, "direct", (), speakers=(n,)) for n in range(1000))
        summary.found(Extraction(article, many, speakers))
    assert len(summary.speakers) <= 21_000
    assert (summary.top_speakers(1), summary.quotes) == ([("Ana", "person", 3)], 30_003)


def test_a_file_whose_name_is_not_utf_8_is_imported(tmp_path):
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    Path(os.fsdecode(path)).write_text("“We lost,” Ana Ruiz said.\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "quotes", "import", "quotes.db", path, path + b"2"],
        capture_output=True, cwd=tmp_path, check=False,
    )  # fmt: skip
    assert done.stdout.startswith(b"1 added, 0 updated, 0 unchanged, 0 skipped, 1 failed")
    assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)
    with QuoteDatabase(tmp_path / "quotes.db", readonly=True) as database:
        (source,) = database.query("select path from sources")
        (run,) = database.query("select arguments from imports")
    assert source["path"] == json.loads(run["arguments"])[0]
    assert source["path"].endswith(r"caf\xe9.txt")


def test_a_quote_of_two_speakers_counts_for_both():
    summary = Summary()
    speakers = (Speaker("Ana", "person"), Speaker("Lee", "person"))
    quotes_of_both = (Quote(1, "direct", (), speakers=(0, 1)), Quote(2, "direct", (), speakers=(0, 0)))
    summary.found(Extraction(Article("x"), quotes_of_both, speakers))
    assert summary.top_speakers() == [("Ana", "person", 2), ("Lee", "person", 1)]
    assert summary.quotes == 2


def test_where_nothing_could_be_read_no_table_of_nothing_is_printed(db, tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    result = quotes("import", db, tmp_path / "empty.txt")
    assert (result.exit_code, result.stdout) == (
        1, "0 added, 0 updated, 0 unchanged, 0 skipped, 1 failed\n  1 failed: empty\n",
    )  # fmt: skip
