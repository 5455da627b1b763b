"""The speakers of our own articles, hard on purpose, are told at least as well as they were."""

from __future__ import annotations

import pytest

from quotes.model import Speaker
from tests.speaker_gold import ARTICLES, articles, end_to_end, mention_kind, of_mentions, outcome, table

# Percent of the rows of each kind of mention that are right, and of all rows with a wrong name.
GIVEN_MENTIONS = {"named": 96.0, "pronominal": 66.0, "nominal": 55.5}
END_TO_END = {"named": 94.0, "pronominal": 71.0, "nominal": 54.5}
WRONG = {"given": 7.8, "end to end": 7.5}

FILES = sorted(ARTICLES.glob("*.txt"))


@pytest.mark.skipif(not FILES, reason="the articles are not there")
@pytest.mark.parametrize(
    ("measure", "floors", "ceiling"),
    [(of_mentions, GIVEN_MENTIONS, WRONG["given"]), (end_to_end, END_TO_END, WRONG["end to end"])],
)
def test_no_figure_falls_under_its_floor(measure, floors, ceiling) -> None:
    counts = table([one for article in articles(FILES) for one in measure(article)])
    for kind, floor in floors.items():
        assert 100 * counts[kind]["right"] / counts[kind]["rows"] >= floor, (kind, counts[kind])
    assert 100 * counts["all"]["wrong"] / counts["all"]["rows"] <= ceiling, counts["all"]


@pytest.mark.parametrize(
    ("mention", "names", "kind"),
    [
        ("he", ["Ana Ruiz"], "pronominal"),
        ("Ms. Ruiz", ["Ana Ruiz"], "named"),
        ("the mayor", ["Ana Ruiz"], "nominal"),
        ("she", [], "nobody named"),
    ],
)
def test_kinds_of_mention(mention: str, names: list[str], kind: str) -> None:
    assert mention_kind(mention, names) == kind


RUIZ = Speaker("Ana Ruiz", "person")


@pytest.mark.parametrize(
    ("mention", "names", "speaker", "expected"),
    [
        ("she", ["Ana Ruiz"], RUIZ, "right"),
        ("she", ["Ana María Ruiz"], RUIZ, "right"),
        ("she", ["Eva Lee"], RUIZ, "wrong"),
        ("she", ["Eva Lee"], None, "none"),
        ("she", ["Eva Lee"], Speaker("mayor", "unnamed"), "none"),
        ("she", [], RUIZ, "wrong"),
        ("she", [], None, "right"),
        ("an aide to Ana Ruiz", [], RUIZ, "right"),
        ("the clerk", [], Speaker("clerk", "unnamed"), "right"),
    ],
)
def test_outcomes(mention: str, names: list[str], speaker: Speaker | None, expected: str) -> None:
    assert outcome(mention, names, speaker) == expected
