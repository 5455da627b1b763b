"""`Options`: what is kept of what an engine found, and what becomes of the rest of the extraction."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

import quotes
from quotes.attribution import Relation
from quotes.cli import cli
from quotes.model import Span
from quotes.pipeline import extract

TEXT = (
    "Ana Ruiz, the mayor, hopes that Bo Lee, who said Cy Diaz shouted “no”, will stay. “We lost,” she said."
)


def span(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def relations() -> list[Relation]:
    """Somebody hopes something in which somebody says something in which somebody shouts; then a quote."""
    hopes = Relation(
        content=[span("that Bo Lee, who said Cy Diaz shouted “no”, will stay")],
        cue=[span("hopes")],
        verb="hope",
        source=span("Ana Ruiz, the mayor,"),
        confidence=0.8,
    )
    said = Relation(
        content=[span("Cy Diaz shouted “no”")], verb="say", source=span("Bo Lee"), outer=hopes, confidence=0.4
    )
    shouted = Relation(
        content=[span("“no”")], verb="shout", source=span("Cy Diaz"), outer=said, confidence=0.9
    )
    lost = Relation(content=[span("“We lost,”")], verb="say", source=span("she"), confidence=0.6)
    lost.runner_up = span("Bo Lee")
    return [hopes, said, shouted, lost]


@pytest.fixture(autouse=True)
def engine(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """An engine that finds the relations above, whatever it reads; the names it was asked for by."""
    asked: list[str] = []

    def attribute(document: object, engine: str) -> list[Relation]:
        asked.append(engine)
        return relations()

    monkeypatch.setattr("quotes.pipeline.attribute", attribute)
    return asked


def kept(**options) -> list[tuple]:
    """Number, verb, first speaker, the quote it stands in and who relays it, of each quote."""
    extraction = quotes.extract(TEXT, **options)
    speakers = extraction.speakers
    assert {index for quote in extraction.quotes for index in quote.speakers} == set(range(len(speakers)))
    return [
        (q.n, q.verb, speakers[q.speakers[0]].name.split()[0], q.nested_in, q.via) for q in extraction.quotes
    ]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (
            {"attitudes": True},
            [
                (1, "hope", "Ana", None, None),
                (2, "say", "Bo", 1, "Ana Ruiz"),
                (3, "shout", "Cy", 2, "Bo Lee"),
                (4, "say", "Ana", None, None),
            ],
        ),
        # what stands in an attitude was said for all that, and nobody relays it
        ({}, [(1, "say", "Bo", None, None), (2, "shout", "Cy", 1, "Bo Lee"), (3, "say", "Ana", None, None)]),
        # of three, one inside the other, the middle one goes
        (
            {"attitudes": True, "min_confidence": 0.5},
            [
                (1, "hope", "Ana", None, None),
                (2, "shout", "Cy", 1, "Ana Ruiz"),
                (3, "say", "Ana", None, None),
            ],
        ),
        # the two around it go
        ({"min_confidence": 0.5}, [(1, "shout", "Cy", None, None), (2, "say", "Ana", None, None)]),
        ({"min_confidence": 0.9}, [(1, "shout", "Cy", None, None)]),
        ({"min_confidence": 0.95}, []),
    ],
)
def test_what_is_kept_is_counted_anew_and_what_stands_in_it_is_kept_for_itself(options, expected):
    assert kept(**options) == expected


def test_whom_a_pronoun_means_does_not_hang_on_what_is_kept():
    assert kept(min_confidence=0.5)[-1][2] == "Ana"  # she is named in the attitude only
    assert [speaker.name for speaker in quotes.extract(TEXT, min_confidence=0.9).speakers] == ["Cy Diaz"]


def test_a_confidence_that_the_engine_gives_stands_as_it_is():
    found = {quote.verb: quote.confidence for quote in quotes.extract(TEXT, attitudes=True).quotes[:3]}
    assert found == {"hope": 0.8, "say": 0.4, "shout": 0.9}


def test_the_mention_that_came_second_is_told():
    assert [quote.runner_up for quote in quotes.extract(TEXT).quotes] == [None, None, span("Bo Lee")]


def test_the_engine_is_the_one_asked_for(engine, tmp_path):
    quotes.extract(TEXT)
    quotes.extract(TEXT, engine="rules")
    (tmp_path / "a.txt").write_text(TEXT)
    CliRunner().invoke(cli, ["extract", str(tmp_path), "--engine", "rules"])
    assert engine == ["trained", "rules", "rules"]


def test_keywords_and_options_ask_for_the_same():
    assert quotes.extract(TEXT, attitudes=True) == extract(TEXT, quotes.Options(attitudes=True))


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"engine": "magic"}, "engine is 'magic', not one of trained, rules"),
        ({"min_confidence": 97}, "min_confidence is 97, not between 0 and 1"),
        ({"min_confidence": float("nan")}, "min_confidence is nan, not between 0 and 1"),
    ],
)
def test_what_cannot_be_asked_is_refused(options, problem):
    with pytest.raises(ValueError, match=problem):
        quotes.extract("", **options)


@pytest.mark.parametrize(
    ("arguments", "verbs"),
    [
        ([], ["say", "shout", "say"]),
        (["--attitudes"], ["hope", "say", "shout", "say"]),
        (["--min-confidence", "0.5"], ["shout", "say"]),
    ],
)
def test_extract_has_the_options(arguments, verbs, tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    result = CliRunner().invoke(cli, ["extract", str(tmp_path), *arguments])
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, len(verbs))
    assert [json.loads(line)["n"] for line in result.stdout.splitlines()] == list(range(1, len(verbs) + 1))


@pytest.mark.parametrize("arguments", [["--min-confidence", "97"], ["--engine", "magic"]])
def test_extract_refuses_what_cannot_be_asked(arguments):
    assert CliRunner().invoke(cli, ["extract", "-", *arguments]).exit_code == 2
