"""Where in a speech a quote comes from: `quotes.wordings.passages`, on the speech at the Merrow dam."""

from __future__ import annotations

from pathlib import Path

import pytest

from quotes.wordings.passages import FAR, Transcript

SPEECH = (Path(__file__).parent / "wordings" / "speech" / "speech.txt").read_text(encoding="utf-8")
TRANSCRIPT = Transcript(SPEECH)

PASSAGES = [
    # As it was said, trimmed, in house style.
    ("A reservoir is not an asset.", ["A reservoir is not an asset"]),
    ("“paid in coins and in soup”", ["paid in coins and in soup"]),
    ("THIRTY-ONE CRACKS IN THE SPILLWAY", ["31 cracks in the spillway"]),
    ("it has held for 81 years", ["it has held for eighty-one years"]),
    # Something left out, with an ellipsis and without.
    (
        "We will not sell the reservoir … to anybody who measures water in dollars",
        [
            "We will not sell the reservoir, not this year, not in ten years, and not to anybody who "
            "measures water in dollars"
        ],
    ),
    (
        "My grandfather was paid in soup",
        ["My grandfather poured concrete for this dam. He was paid in coins and in soup"],
    ),
    # Words changed, at the ends, too.
    ("We shall never sell the reservoir, not this year", ["We will not sell the reservoir, not this year"]),
    ("It’s a very large offer.", ["It is a large offer"]),
    (
        "She does not believe that the dam is a danger to anyone in the valley",
        ["I do not believe that the dam is a danger to anybody in this valley"],
    ),
    # What stands far apart, and in another order.
    (
        "I have read it twice … and not out of your bills",
        ["I have read it twice", "and not out of your bills"],
    ),
    (
        "They slept in the turbine hall. The north gate has been stuck since the autumn.",
        ["They slept in the turbine hall", "The north gate has been stuck since the autumn"],
    ),
    # The nearest of several places.
    ("It leaks. So do I", ["It leaks. So do I"]),
]


@pytest.mark.parametrize(("quote", "expected"), PASSAGES)
def test_the_passage_that_a_quote_comes_from(quote: str, expected: list[str]) -> None:
    found = TRANSCRIPT.find(quote)
    assert found is not None
    assert [SPEECH[start:end] for start, end in found.pieces] == expected
    assert len(found.left_out) == len(found.pieces) - 1
    assert all(abs(words) > FAR or words < 0 for words in found.left_out)


@pytest.mark.parametrize(
    "quote",
    [
        "",
        "…",
        "No comment.",
        "The budget will be balanced by the end of the decade, whatever the opposition says.",
        "I do not say that the railways are to be closed by the summer.",
        "of the dam and of the",
        "水库不是资产",
        "المياه ليست للبيع",
        "soup " * 300,
    ],
)
def test_what_was_not_said_has_no_passage(quote: str) -> None:
    assert TRANSCRIPT.find(quote) is None


def test_a_quote_without_spaces_or_from_right_to_left_is_found() -> None:
    said = (
        "朋友们，水库不是资产。它是一代人对下一代人的承诺。\n\nقال الوزير إن المياه ليست للبيع في هذا الوادي."
    )
    transcript = Transcript(said)
    for quote in ("水库不是资产", "المياه ليست للبيع"):
        found = transcript.find(quote)
        assert found is not None and [said[a:b] for a, b in found.pieces] == [quote]


def test_the_sentences_round_a_passage() -> None:
    start = SPEECH.index("the dam is a danger")
    around = TRANSCRIPT.around(TRANSCRIPT.find("the dam is a danger to anybody").pieces[0])
    assert around.start < start
    assert SPEECH[slice(*around)] == "I do not believe that the dam is a danger to anybody in this valley."


@pytest.mark.parametrize("said", ["", "   \n\n ", "…", "Yes."])
def test_a_transcript_of_nothing(said: str) -> None:
    assert Transcript(said).find("We will not sell the reservoir") is None


def test_words_that_stand_everywhere_are_looked_for_in_some_places_only() -> None:
    transcript = Transcript("to be or not to be that is the question " * 3_000)
    found = transcript.find("To be or not to be? That is a question.")
    assert found is not None and found.found > 0.6
