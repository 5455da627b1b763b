"""`quotes speakers show`: a speaker as an entry in a reference book."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from database_samples import extraction, person, said

from quotes.cli import cli
from quotes.cli.entry import day, wrapped
from quotes.database import QuoteDatabase, curate, joining
from quotes.model import Speaker

MAYOR = person("Ana Ruiz", "the mayor of Lima", "Ruiz")
LEE, UNION = person("Jo Lee", "its secretary"), Speaker("Dockers United", "organisation", None, ())


def article(n: int, *lines, outlet="The Herald", published=None, title=None):
    return extraction(
        f"{n}.",
        *lines,
        url=f"https://x.org/{n}",
        outlet=outlet,
        published=published or f"2024-0{n}-05",
        title=title or f"Headline {n}",
    )


ARTICLES = (
    article(1, said("The bridge will open in spring, whatever it costs us", MAYOR), said("No", LEE)),
    article(
        2,
        said("We lost the election", person("Ana Ruiz", "Mayor of Lima"), confidence=0.4),
        said("They owe us two years of wages", UNION),
        outlet="Courier",
    ),
    article(3, said("I am now a minister", person("Ana Ruiz", "minister of works")), said("Fine", LEE)),
    article(4, said("My brother is out", person("Ruiz")), outlet="Elsewhere Times"),
    article(5, said("We won the race by two lengths", person("Carlos Ruiz", "cox")), outlet="Oar"),
)


@pytest.fixture
def db(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    with QuoteDatabase("q.db") as database:
        for one in ARTICLES:
            database.write(one)
    return "q.db"


def run(*arguments, code=0):
    result = CliRunner().invoke(cli, ["speakers", "show", "q.db", *arguments])
    assert result.exit_code == code, result.output
    return result


def fact(label: str, wanted="ana-ruiz") -> str:
    """What stands behind a label, its lines joined."""
    lines = run(wanted).stdout.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(f"{label} "))
    rest = [line.strip() for line in lines[start + 1 :]]
    last = next(i for i, line in enumerate(lines[start + 1 :]) if not line.startswith("    "))
    return " ".join([lines[start].removeprefix(label).strip(), *rest[:last]])


def test_the_entry_opens_with_who_it_is_how_often_and_when(db):
    assert run("ana-ruiz").stdout.splitlines()[:4] == [
        "Ana Ruiz",
        "========",
        "Minister of works (person). Quoted 3 times in 3 articles of 2 outlets, January 2024 to March 2024.",
        "",
    ]


FACTS = [
    # Roles stand in the order of time; "the mayor" and "Mayor" are one.
    (
        "Roles",
        "Mayor of Lima (January 2024 to February 2024, 2 articles); "
        "minister of works (5 March 2024, 1 article)",
    ),
    ("Also called", "Ruiz (1 article)"),
    ("Quoted by", "The Herald (2 quotes); Courier (1 quote)"),
    ("Quoted with", "in 2 articles: Jo Lee (secretary); in 1 article: Dockers United"),
    ("Words", "3 direct; 1 unsure"),
    ("Namesakes", "Carlos Ruiz, cox (same surname, 1 quote); the Ruiz of 1 article without a fuller name"),
    ("Id", "ana-ruiz"),
]  # fmt: skip


@pytest.mark.parametrize(("label", "text"), FACTS, ids=[label for label, _ in FACTS])
def test_the_facts_follow(db, label, text):
    assert fact(label) == text


def test_a_handful_of_quotes_by_article_the_latest_first(db):
    quotes = run("ana-ruiz").stdout.partition("\nQuotes\n")[2]
    lines = [line for line in quotes.splitlines() if line]
    assert [line for line in lines if not line.startswith(" ")] == [
        "Headline 3, The Herald, 5 March 2024",
        "Headline 2, Courier, 5 February 2024",
        "Headline 1, The Herald, 5 January 2024",
    ]
    # How sure the parser is of a quote is said where it is not.
    assert next(line for line in lines if "conf" in line).startswith("  “We lost the election,” (conf")


def test_of_many_quotes_the_telling_ones_are_shown_and_how_to_see_all(db):
    with QuoteDatabase("q.db") as database:
        lines = [said(f"Word {n} of what I have to say about the whole affair", LEE) for n in range(8)]
        database.write(article(6, said("Hm", LEE), *lines))
    shown = run("Jo Lee").stdout
    assert "\nSome of the quotes\n" in shown
    assert "Hm" not in shown
    assert shown.endswith("\nAll 11: quotes search q.db --speaker jo-lee\n")


def test_what_people_corrected_is_said_with_who_and_why(db):
    with QuoteDatabase("q.db") as database:
        curate.set_role(database, "ana-ruiz", "senator", who="eva", why="elected")
        curate.add_alias(database, "ana-ruiz", "La Jefa", who="eva")
        curate.link_wikidata(database, "ana-ruiz", "Q42", who="eva")
    assert run("ana-ruiz").stdout.splitlines()[2].startswith("Senator (person).")
    assert fact("Roles").endswith("; senator (a person said so)")
    assert fact("Also called") == "Ruiz (1 article); La Jefa (a person said so)"
    corrected = fact("Corrected")
    assert corrected.startswith("role senator, was minister of works (eva, ")
    assert "number 1: elected); alias La Jefa (eva, " in corrected
    assert fact("Wikidata") == "https://www.wikidata.org/wiki/Q42"


def test_what_was_merged_and_split_is_said_of_both(db):
    with QuoteDatabase("q.db") as database:
        joining.merge(database, "jo-lee", "carlos-ruiz", who="eva")
        joining.split(database, "ana-ruiz", roles=["minister of works"], who="eva")
    assert fact("Corrected", "carlos-ruiz").startswith("jo-lee merged into carlos-ruiz (eva, ")
    assert "Jo Lee (2 articles): a person said so" in fact("Names joined", "carlos-ruiz")
    for one, other in (("ana-ruiz", "ana-ruiz_2"), ("ana-ruiz_2", "ana-ruiz")):
        assert fact("Corrected", one).startswith("ana-ruiz_2 split off ana-ruiz (eva, ")
        assert f" [{other}]" in fact("Namesakes", one).partition(";")[0]


def test_names_that_were_joined_say_why(db):
    with QuoteDatabase("q.db") as database:
        database.write(article(6, said("It rained", person("Ana M. Ruiz", "mayor of Lima"))))
    assert fact("Names joined", "ana-ruiz").startswith("Ana M. Ruiz (1 article): the same but for a middle")


def test_people_of_one_name_point_to_each_other(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with QuoteDatabase("q.db") as database:
        database.write(article(1, said("Vote for me", person("John Grant", "senator from Ohio"))))
        database.write(article(2, said("I swam well", person("John Grant", "swimmer"))))
        one, other = (row["id"] for row in database.query("select id from speakers order by id"))
    for key, namesake in ((one, other), (other, one)):
        shown = " ".join(run(key).stdout.split())
        assert "One of 2 people of this name." in shown and "Names joined" not in shown
        assert f"(same name, 1 quote) [{namesake}]" in fact("Namesakes", key)


def test_who_is_known_in_one_article_only_has_its_headline(db):
    with QuoteDatabase("q.db") as database:
        database.write(article(6, said("We do not know", Speaker("officials", "group", None, ()))))
    assert fact("Known from", "officials") == "this article only: Headline 6, The Herald, 5 June 2024"


def test_a_speaker_without_anything_else_is_still_an_entry(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with QuoteDatabase("q.db") as database:
        database.write(extraction(said("Yes", person("Jo Lee"))))
    assert run("jo-lee").stdout.startswith(
        "Jo Lee\n======\nPerson. Quoted once in 1 article, without a date.\n\nWords          1 direct\n"
    )


def test_programs_get_all_of_it(db):
    found = json.loads(run("Ana Ruiz", "--json").stdout)
    assert found["id"] == "ana-ruiz" and found["quotes"] == 3 and found["outlets"] == 2
    assert [role["role"] for role in found["roles"]] == ["Mayor of Lima", "minister of works"]
    assert [row["id"] for row in found["beside"]] == ["jo-lee", "dockers-united_org"]
    assert len(found["chosen"]) == 3 and found["unresolved"] == 1


@pytest.mark.parametrize(
    ("wanted", "error"),
    [
        ("Eva", "Error: q.db: no speaker is called 'Eva'; `quotes speakers` lists them\n"),
        ("ruiz", "Error: q.db: several speakers are called 'ruiz': ana-ruiz (minister of works), "),
    ],
)
def test_nobody_and_several_are_one_line(db, wanted, error):
    assert run(wanted, code=1).stderr.startswith(error)


def test_nothing_acts_on_the_terminal(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with QuoteDatabase("q.db") as database:
        database.write(extraction(said("Yes\x1b[2J", person("Jo Lee", "chief\x1b[31m")), title="A\x1b[0m"))
    assert "\x1b" not in run("jo-lee").stdout


@pytest.mark.parametrize("columns", ["40", "80", "200"])
def test_no_line_is_wider_than_the_terminal(db, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", columns)
    assert max(map(len, run("ana-ruiz").stdout.splitlines())) <= min(int(columns), 100)


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2025-11-04", "4 November 2025"),
        ("2025-11-04T10:00:00", "4 November 2025"),
        ("2025-11", "November 2025"),
        ("2025", "2025"),
        ("2025-13", "2025-13"),
        ("yesterday", "yesterday"),
        (None, ""),
    ],
)
def test_dates_are_written_out(date, words):
    assert day(date) == words


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("one two three", ["> one two", "  three"]),
        ("一二 三四 五六", ["> 一二", "  三四", "  五六"]),
        ("a-word-of-endless-length b", ["> a-word-of-endless-length", "  b"]),
    ],
)
def test_words_are_wrapped_by_what_they_take_on_the_terminal(text, lines):
    assert wrapped(text, 9, "> ", "  ") == lines
