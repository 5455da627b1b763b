"""Who is probably one, and who is probably several: what is suggested, and what is not any more."""

from __future__ import annotations

import csv
import io
import json
import shlex
from itertools import count

import pytest
from click.testing import CliRunner
from database_samples import extraction, person, said

from quotes.cli import cli
from quotes.database import QuoteDatabase, curate, exchange, joining
from quotes.database.apart import suggest_apart
from quotes.database.suggest import suggest
from quotes.model import Speaker
from quotes.speakers.suspicion import known, names_alike

_NUMBERS = count()


def article(*speakers: Speaker, year=2020, outlet="The Herald", words="One."):
    n = next(_NUMBERS)
    return extraction(
        words,
        *(said(f"What I said is {n} {speaker.name}", speaker) for speaker in speakers),
        url=f"https://x.org/{n}",
        outlet=outlet,
        published=f"{year}-05-04",
    )


def org(name: str) -> Speaker:
    return Speaker(name, "organisation", None, ())


def stored(path, *articles):
    with QuoteDatabase(path) as db:
        for one in articles:
            db.write(one)
    return path


def suggested(path, kind=None):
    with QuoteDatabase(path, readonly=True) as db:
        return suggest(db, kind)


NAMES = [
    # One name, another, and what is said of them; None where they are two.
    ("person", "Ana Ruiz", "Ana Ruíz", "both are called Ana Ruiz"),
    ("person", "Mary Ann Lee", "Maryann Lee", "one name, written otherwise"),
    ("person", "Ana M. Ruiz", "Ana Ruiz", "differ by a middle name"),
    ("person", "Bill Hadley", "William Hadley", "forms of one name"),
    ("person", "Henry Ashdown", "Henry Ashdown III", "differ by “iii”"),
    ("person", "Cristobal Castaneda", "Cristobal Castanedo", "differ by a letter or two"),
    ("person", "Gwendolyn Hart", "Gwendolin Hart", "forms of one name"),
    ("person", "Winston Hart", "Wenston Hart", "forms of one name"),
    ("person", "Bridget Hart", "Bridgit Hart", "forms of one name"),
    ("person", "Wei Zhang", "Zhang Wei", "same words in another order"),
    ("person", "Lopez Obrador", "Andres Manuel Lopez Obrador", "share the surnames"),
    ("person", "Ruiz", "Ana Ruiz", "share the surname"),
    ("person", "Ana Ruiz", "Eva Ruiz", None),
    ("person", "Ana Ruiz", "Ana Reyes", None),
    ("person", "John Grant", "John Brant", None),
    ("person", "Henry Ashdown II", "Henry Ashdown III", None),
    ("person", "George H. Bush", "George W. Bush", None),
    ("organisation", "GEF", "Grain Exporters’ Federation", "first letters"),
    ("organisation", "Ministry of Health", "health ministry", "same words"),
    ("organisation", "Norlake Power", "Norlake Power and Light", "among the other's"),
    ("organisation", "Consolidated Dockworkers", "Consolidated Dockworker", "letter or two"),
    ("organisation", "Boilermakers Local 14", "Boilermakers Local 15", None),
    ("organisation", "Norlake Power", "Brockley Partners", None),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "one", "other", "words"), NAMES, ids=[f"{n[1]}, {n[2]}" for n in NAMES])
def test_names_that_may_be_ones(kind, one, other, words):
    for a, b in ((one, other), (other, one)):
        found = names_alike(known(a, kind), known(b, kind), kind)
        if words is None:
            assert found is None
        else:
            assert found is not None and (words in found.words or words.startswith("both are"))


DUPLICATES = {
    "misspelt, with the same role": (
        article(person("Cristobal Castaneda", "mayor of Culiacan")),
        article(person("Cristobal Castanedo", "mayor of Culiacan"), outlet="Courier"),
    ),
    "misspelt, beside the same people": (
        article(person("Cristobal Castaneda"), person("Jo Lee")),
        article(person("Cristobal Castanedo"), person("Jo Lee"), outlet="Courier"),
    ),
    "an acronym, quoted beside the same": (
        article(org("Grain Exporters Federation"), person("Jo Lee")),
        article(org("GEF"), person("Jo Lee")),
    ),
}
TWO = {
    "names alone": (
        article(person("Ana Castaneda"), outlet="A"),
        article(person("Ana Castanedo"), outlet="B"),
    ),
    "he and she": (
        article(Speaker("Jean Castaneda", "person", "mayor of Lima", (), "he")),
        article(Speaker("Jean Castanedo", "person", "mayor of Lima", (), "she")),
    ),
    "quoted in one article": (
        article(person("Ana Castaneda", "mayor of Lima"), person("Ana Castanedo", "mayor of Lima")),
    ),
    "mayors of two cities": (
        article(person("Ana Castaneda", "mayor of Lima")),
        article(person("Ana Castanedo", "mayor of Quito")),
    ),
    "a lifetime between": (
        article(person("Ana Castaneda", "mayor of Lima"), year=1930),
        article(person("Ana Castanedo", "mayor of Lima"), year=2020),
    ),
}


@pytest.mark.parametrize("case", DUPLICATES)
def test_two_rows_that_are_probably_one(tmp_path, case):
    (found,) = suggested(stored(tmp_path / "q.db", *DUPLICATES[case]))
    assert found.kind == "duplicate" and found.arguments == ("merge", *found.speakers)
    assert found.score >= 5 and len(found.why) >= 2


@pytest.mark.parametrize("case", TWO)
def test_what_rules_it_out(tmp_path, case):
    assert suggested(stored(tmp_path / "q.db", *TWO[case])) == []


def test_the_fuller_and_more_quoted_name_is_kept(tmp_path):
    path = stored(
        tmp_path / "q.db",
        article(person("Cristobal Castanedo", "mayor of Culiacan")),
        article(person("Cristobal Castaneda", "mayor of Culiacan")),
        article(person("Cristobal Castaneda", "mayor of Culiacan")),
    )
    assert suggested(path)[0].speakers == ("cristobal-castanedo", "cristobal-castaneda")


def test_more_evidence_comes_first(tmp_path):
    path = stored(
        tmp_path / "q.db",
        *DUPLICATES["misspelt, with the same role"],
        article(person("Konstantin Warwick", "judge from Ohio"), person("Jo Lee"), outlet="X"),
        article(person("Konstantin Warvick", "judge from Ohio"), person("Jo Lee"), outlet="X"),
    )
    one, other = suggested(path)
    assert "konstantin-warwick" in one.speakers and one.score > other.score


def he(name, role=None):
    return Speaker(name, "person", role, (), "he")


def she(name, role=None):
    return Speaker(name, "person", role, (), "she")


MIX_UPS = {
    "he and she": (
        (article(he("Robin Vale")), article(he("Robin Vale")), article(she("Robin Vale"), outlet="B"),
         article(she("Robin Vale"), outlet="B")),
        "articles say he and she",
    ),
    "half a century between": (
        (article(person("Robin Vale"), year=1950), article(person("Robin Vale"), year=2000)),
        "50 years between articles (1950, 2000)",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", MIX_UPS)
def test_one_row_that_is_probably_several(tmp_path, case):
    articles, words = MIX_UPS[case]
    (found,) = suggested(stored(tmp_path / "q.db", *articles), "mix-ups")
    assert (found.kind, found.speakers, found.why[0]) == ("mix-up", ("robin-vale",), words)
    assert found.arguments[:2] == ("split", "robin-vale")


def test_a_career_is_no_mix_up(tmp_path):
    roles = [("student", 2001), ("lawyer", 2008), ("mayor of Lima", 2015), ("senator", 2022)]
    articles = [article(he("Robin Vale", role), year=year) for role, year in roles]
    assert suggested(stored(tmp_path / "q.db", *articles)) == []


def run(*arguments, code=0):
    result = CliRunner().invoke(cli, [*arguments])
    assert result.exit_code == code, result.output
    return result


@pytest.fixture
def db(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QUOTES_WHO", "eva")
    stored("q.db", *DUPLICATES["misspelt, with the same role"], *MIX_UPS["he and she"][0])
    return "q.db"


def test_each_prints_the_command_that_accepts_it_and_then_is_gone(db):
    rows = json.loads(run("speakers", "suggest", db).stdout)
    assert [row["kind"] for row in rows] == ["duplicate", "mix-up"]
    for row in rows:
        assert run(*shlex.split(row["command"])[1:]).exit_code == 0
    again = run("speakers", "suggest", db)
    assert (again.stdout, again.stderr) == ("[]\n", "Nothing to suggest.\n")
    with QuoteDatabase(db, readonly=True) as database:
        said_he = {row["id"] for row in database.query("select id from speakers where pronouns = 'he'")}
        said_she = {row["id"] for row in database.query("select id from speakers where pronouns = 'she'")}
    assert said_he | said_she == {"robin-vale", "robin-vale_2"} and not said_he & said_she


def test_what_a_person_took_back_is_not_suggested_again(db):
    with QuoteDatabase(db) as database:
        joining.merge(database, "cristobal-castanedo", "cristobal-castaneda")
        curate.undo(database)
    assert suggested(db, "duplicates") == []


def test_a_wrong_suggestion_is_dismissed_until_that_is_undone(db):
    before = [row["kind"] for row in json.loads(run("speakers", "suggest", db).stdout)]
    one = run("speakers", "dismiss", db, "cristobal-castaneda", "cristobal-castanedo", "--why", "brothers")
    assert one.stdout == "dismiss Cristobal Castaneda: not cristobal-castanedo (number 1)\n"
    again = run("speakers", "dismiss", db, "cristobal-castanedo", "cristobal-castaneda")
    assert "that was said already" in again.stderr
    (left,) = json.loads(run("speakers", "suggest", db).stdout)
    assert left["speakers"] == ["robin-vale"]
    assert run("speakers", "dismiss", db, "robin-vale").stdout.endswith(": one, not several (number 2)\n")
    assert json.loads(run("speakers", "suggest", db).stdout) == []
    assert "is one, not several (eva" in run("speakers", "show", db, "robin-vale").stdout
    exported = run("corrections", "export", db).stdout
    with QuoteDatabase("other.db") as other:
        assert exchange.apply(other, exported.splitlines()).new == 2
    assert run("verify", db).exit_code == 0
    run("undo", db, "2")
    assert [row["kind"] for row in json.loads(run("speakers", "suggest", db).stdout)] == before[1:]
    assert run("speakers", "dismiss", db, "robin-vale", "robin-vale", code=1).stderr.count(
        "one speaker already"
    )


def test_lists_in_all_forms(db):
    rows = list(csv.DictReader(io.StringIO(run("speakers", "suggest", db, "--csv").stdout)))
    assert rows[0]["names"] == "Cristobal Castaneda, Cristobal Castanedo"
    assert "; the same role: mayor of Culiacan" in rows[0]["why"]
    table = run("speakers", "suggest", db, "--table", "--limit", "1", "--kind", "mix-ups").stdout
    assert table.splitlines()[0].split() == ["kind", "score", "speakers", "why", "command"]
    limited = run("speakers", "suggest", db, "--limit", "1")
    assert len(json.loads(limited.stdout)) == 1
    assert limited.stderr == "There are more suggestions; --limit 10 shows more of them, --limit 0 all.\n"


def test_on_a_terminal_each_is_a_paragraph(db, monkeypatch):
    monkeypatch.setattr("quotes.cli.suggest.on_terminal", lambda: True)
    lines = run("speakers", "suggest", db, "--kind", "duplicates").stdout.splitlines()
    assert lines[0].startswith("Cristobal Castaneda (cristobal-castaneda) and Cristobal Castanedo")
    assert lines[-2] == "  quotes speakers merge q.db cristobal-castaneda cristobal-castanedo"


def test_another_process_suggests_the_same(db, tmp_path, monkeypatch):
    # Whatever lies in the folder where the server runs is not taken for a module of ours.
    (tmp_path / "json.py").write_text("raise SystemExit('not this one')")
    monkeypatch.chdir(tmp_path)
    with QuoteDatabase(db, readonly=True) as stored:
        there = suggest(stored, "duplicates", 5)
    assert there and suggest_apart(str(db), "duplicates", 5) == there
    with pytest.raises(RuntimeError, match="nowhere"):
        suggest_apart(str(tmp_path / "nowhere.db"), "duplicates", 5)
