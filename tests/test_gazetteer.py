"""`quotes speakers link --gazetteer`: who on a list is linked, who is not, and why."""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path

import pytest
from click.testing import CliRunner
from database_samples import extraction, person, said

from quotes.cli import cli
from quotes.database import QuoteDatabase, curate, gazetteer
from quotes.database.verify import verify
from quotes.model import Speaker

_NUMBERS = count()
HEADER = "name,aliases,wikidata,description\n"


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QUOTES_WHO", "eva")


def store(*speakers: Speaker) -> None:
    """A database in which each of these is quoted, in an article each."""
    with QuoteDatabase("q.db") as db:
        for speaker in speakers:
            n = next(_NUMBERS)
            db.write(extraction("One.", said(f"What I said is {n}", speaker), url=f"https://x.org/{n}"))


def run(text: str | bytes, *options, code=0):
    with Path("g.csv").open("wb") as file:
        file.write(text if isinstance(text, bytes) else text.encode())
    result = CliRunner().invoke(cli, ["speakers", "link", "q.db", "--gazetteer", "g.csv", *options])
    assert result.exit_code == code, result.output
    with QuoteDatabase("q.db") as db:
        assert list(verify(db)) == []
    return result


def links() -> dict[str, str]:
    with QuoteDatabase("q.db", readonly=True) as db:
        rows = db.query("select id, wikidata from speakers where wikidata is not null order by id")
        return {row["id"]: row["wikidata"] for row in rows}


DURAZO = person("Alfonso Durazo", "security secretary", "Durazo")
ACME = Speaker("Acme", "organisation", None, ())

LINKED = {
    "by name": ("Alfonso Durazo,,Q1,", {"alfonso-durazo": "Q1"}),
    "without accents and capitals": ("ALFONSO DURAZÓ,,Q1,", {"alfonso-durazo": "Q1"}),
    "by alias": ("Alfonso Durazo Montaño,El Jefe;Alfonso Durazo,Q1,", {"alfonso-durazo": "Q1"}),
    "by alias after a bar": ("Alfonso Durazo Montaño,El Jefe|Alfonso Durazo,Q1,", {"alfonso-durazo": "Q1"}),
    "by address": ("Alfonso Durazo,,https://www.wikidata.org/wiki/Q1,", {"alfonso-durazo": "Q1"}),
    "an organisation": ("Acme,,q2,company", {"acme_org": "Q2"}),
    "a description that fits": ("Alfonso Durazo,,Q1,politician", {"alfonso-durazo": "Q1"}),
    "not by surname": ("Durazo,,Q1,", {}),
    "not against the roles": ("Alfonso Durazo,,Q1,Olympic swimmer", {}),
}


@pytest.mark.parametrize("case", LINKED)
def test_who_is_linked(case):
    store(DURAZO, ACME)
    line, expected = LINKED[case]
    run(HEADER + line + "\n")
    assert links() == expected


def test_json_lines_have_the_same_keys():
    store(DURAZO, ACME)
    rows = [
        {"name": "Alfonso Durazo Montaño", "aliases": ["Alfonso Durazo"], "wikidata": "Q1"},
        {"name": "Acme Corporation", "aliases": "Acme; Acme Corp", "wikidata": "Q2", "description": "firm"},
    ]
    run("\n".join(json.dumps(row) for row in rows))
    assert links() == {"acme_org": "Q2", "alfonso-durazo": "Q1"}


BETWEEN = [
    # The role, the descriptions of two entries of the name, and whose item it is.
    ("senator from Ohio", "American politician", "American swimmer", "Q1"),
    ("swimmer", "American politician", "American swimmer", "Q2"),
    ("senator from Ohio", "senator from Iowa", "senator from Ohio", "Q2"),
    ("senator from Ohio", "politician", "politician", None),
    (None, "American politician", "American swimmer", None),
    ("senator from Ohio", "", "", None),
]


@pytest.mark.parametrize(("role", "one", "other", "item"), BETWEEN)
def test_the_description_decides_between_entries_of_one_name(role, one, other, item):
    store(person("John Grant", role))
    done = run(f"{HEADER}John Grant,,Q1,{one}\nJohn Grant,,Q2,{other}\n")
    assert links() == ({"john-grant": item} if item else {})
    if item is None:
        assert "ambiguous John Grant (john-grant): Q1 (line 2), Q2 (line 3): several entries" in done.stdout


def test_the_description_decides_between_speakers_of_one_name():
    store(person("John Grant", "senator from Ohio"), person("John Grant", "swimmer"))
    run(f"{HEADER}John Grant,,Q1,American swimmer\n")
    with QuoteDatabase("q.db", readonly=True) as db:
        roles = [row["role"] for row in db.query("select role from speakers where wikidata = 'Q1'")]
    assert roles == ["swimmer"]


def test_an_item_of_two_speakers_is_for_a_person_to_decide():
    store(person("Bill Hadley"), person("William Hadley"))
    done = run(f"{HEADER}William Hadley,Bill Hadley,Q1,\n")
    assert links() == {}
    assert "bill-hadley may be meant as well; if they are one, merge them" in done.stdout


def test_a_link_that_is_there_stays():
    store(DURAZO, ACME)
    with QuoteDatabase("q.db") as db:
        curate.link_wikidata(db, "alfonso-durazo", "Q9")
    done = run(f"{HEADER}Alfonso Durazo,,Q1,\nAlphonse Durazo,Acme,Q9,\n")
    assert links() == {"alfonso-durazo": "Q9"}
    assert "other Alfonso Durazo (alfonso-durazo): Q1 (line 2): linked to Q9 already" in done.stdout
    assert "alfonso-durazo is linked to Q9; if they are one, merge them" in done.stdout


def test_the_report_counts_and_running_again_changes_nothing():
    store(DURAZO, ACME, person("Jo Lee"))
    text = f"{HEADER}Alfonso Durazo,,Q1,politician\nEva Luna,,Q3,\n"
    assert run(text).stdout == (
        "link Alfonso Durazo (alfonso-durazo): Q1, politician\n"
        "Speakers: linked 1, already linked 0, linked to another item 0, ambiguous 0, not on the list 2, "
        "on the list and never quoted 1\n"
    )
    assert run(text).stdout.startswith("Speakers: linked 0, already linked 1, ")
    found = json.loads(run(text, "--json").stdout)
    assert (found["linked"], found["known"], found["entries_not_found"]) == (0, 1, 1)
    assert found["matches"][0]["entries"][0]["line"] == 2


def test_each_link_is_a_correction_that_can_be_undone():
    store(DURAZO)
    run(f"{HEADER}Alfonso Durazo,,Q1,\n")
    (row,) = json.loads(CliRunner().invoke(cli, ["corrections", "q.db"]).stdout)
    assert (row["action"], row["now"], row["who"], row["why"]) == ("link", "Q1", "eva", "gazetteer g.csv")
    CliRunner().invoke(cli, ["undo", "q.db"])
    assert links() == {}


def test_a_dry_run_says_it_and_changes_nothing():
    store(DURAZO)
    done = run(f"{HEADER}Alfonso Durazo,,Q1,\n", "--dry-run")
    assert links() == {} and "Speakers: would be linked 1, " in done.stdout


BAD = [
    ("Jo Lee,,Q0,", "'Q0' is no Wikidata item; give its number, as Q42"),
    ("Jo Lee,,42,", "'42' is no Wikidata item; give its number, as Q42"),
    ("Jo Lee,,,", "gives Jo Lee no wikidata"),
    (",,Q5,", "has no name"),
    ("“”,,Q5,", "has no name"),
    ("Jo Lee,Q5", "has 2 fields, and the first line names 4"),
    ('"Jo Lee,,Q5,', "is not CSV (a quotation mark is left open)"),
    (b"Jo L\xe9e,,Q5,", "is not UTF-8"),
]
BAD_JSON = [
    ('{"name": "Jo Lee"', "is not JSON"),
    ('["Jo Lee"]', "is not a JSON object"),
    ('{"name": 5, "wikidata": "Q5"}', "name is 5, not text"),
    ('{"name": "Jo Lee", "wikidata": "Q5", "aliases": 5}', "aliases are neither text nor a list of texts"),
]


@pytest.mark.parametrize(("line", "reason"), BAD, ids=[reason for _, reason in BAD])
def test_a_bad_line_is_named_and_all_others_count(line, reason):
    store(DURAZO, ACME)
    line = line if isinstance(line, bytes) else line.encode()
    text = f"{HEADER}Alfonso Durazo,,Q1,\n".encode() + line + b"\r\nAcme,,Q2,\n"
    assert run(text, code=1).stderr == f"g.csv, line 3: {reason}; left out\n"
    assert links() == {"acme_org": "Q2", "alfonso-durazo": "Q1"}


@pytest.mark.parametrize(("line", "reason"), BAD_JSON, ids=[reason for _, reason in BAD_JSON])
def test_a_bad_line_of_json_is_named_and_all_others_count(line, reason):
    store(DURAZO)
    done = run(f'{{"name": "Alfonso Durazo", "wikidata": "Q1"}}\n\n{line}\n', code=1)
    assert done.stderr == f"g.csv, line 3: {reason}; left out\n"
    assert links() == {"alfonso-durazo": "Q1"}


def test_an_item_given_twice_is_nobodys():
    store(DURAZO, ACME)
    done = run(f"{HEADER}Alfonso Durazo,,Q1,\nAcme,,Q1,\n", code=1)
    assert links() == {}
    assert done.stderr.splitlines() == [
        f"g.csv, line {n}: Q1 is given more than once, in lines 2 and 3; give it to one name; left out"
        for n in (2, 3)
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is empty"),
        ("Alfonso Durazo,Q1\n", "has no column name and wikidata; its first line must name the columns, "),
        ("name,description\n", "has no column wikidata; its first line must name the columns, "),
    ],
)
def test_what_is_no_gazetteer_is_one_line(text, reason):
    store(DURAZO)
    assert run(text, code=1).stderr.startswith(f"Error: g.csv: {reason}")


def test_a_file_that_is_not_there_is_one_line():
    store(DURAZO)
    result = CliRunner().invoke(cli, ["speakers", "link", "q.db", "--gazetteer", "none.csv"])
    assert result.exit_code == 1
    assert result.stderr == "Error: none.csv: cannot be read (No such file or directory)\n"


@pytest.mark.parametrize(
    "arguments", [[], ["a"], ["a", "Q1", "--gazetteer", "g.csv"], ["a", "Q1", "--dry-run"], ["--json"]]
)
def test_either_a_speaker_and_an_item_or_a_list(arguments):
    store(DURAZO)
    assert CliRunner().invoke(cli, ["speakers", "link", "q.db", *arguments]).exit_code == 2


def test_a_byte_order_mark_and_other_columns_do_no_harm():
    read = gazetteer.read("\ufeffid,Wikidata,Name\r\n1,Q1,Jo Lee\r\n".encode())
    assert [(entry.line, entry.name, entry.wikidata) for entry in read.entries] == [(2, "Jo Lee", "Q1")]
