"""Sentences of a paragraph, each example as it should be cut, with a bar at every cut."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.language.sentences import LONGEST, parameters, split_sentences
from quotes.weights import load

CUTS = [
    "We lost. |They won.",
    "We lost! |They won? |Nobody knows.",
    # a closing mark stays with what it closes
    "“We lost.” |Ruiz left.",
    '"We lost." |Ruiz left.',
    "''We lost.'' |''Really?'' |Ruiz left.",
    "Ruiz left. |“We lost,” she said.",
    "Ruiz left. |''We lost,'' she said.",
    "He said: ‘We lost.’ |She left.",
    "(He left.) |She stayed.",
    "He left.[5] |She stayed.",
    "He left. ” |She stayed.",
    "„Es ist vorbei.“ |Er ging.",
    # the sentence goes on after the quotation
    "“Yes!” she said.",
    "“Why now?” asked Lee.",
    "“Yes!” “No!” they shouted.".replace("“No", "|“No"),
    "“No …” he said.",
    "“Go!,” the mayor said. |He left.",
    "The band Wham! played.",
    "He wrote for Yahoo! News in May.",
    # abbreviations
    "Mr. Ruiz and Mrs. Lee met Gov. Cruz. |They left.",
    "''Mr. Khan made a sacrifice,'' he said.",
    "Sen. Durbin, D-Ill., said no.",
    "Sen. Durbin (D-Ill.) said no. |He left.",
    "The U.S. troops left. |The U.S. Senate met.",
    "He lives in the U.S. |The troops left.",
    "“They are in the U.S.” |He left.",
    "He left at 8 p.m. |The bus came.",
    "He left at 8 a.m. today.",
    "He was born on Nov. 8. |She was not.",
    "“It ends on Nov. 8.” |He left.",
    "See No. 5 for more. |He said no. |Trump said yes.",
    "Acme Inc. said so. |It runs Lee & Co. in Peru.",
    "LA CROSSE, Wisc. — Gov. Pence spoke.",
    # initials
    "It was J. K. Rowling who said it.",
    "J. Smith met Cheryl D. Mills and John F. Kennedy.",
    "There is no plan B. |He left.",
    "He fought in World War I. |Soldiers died.",
    # ellipses
    "I … I don't know … I'm lost … I’ve no idea.",
    "He left… |Then he came back.",
    "He left ... and came back.",
    "The years . . . journalists had. |It ended. . . . |It began.",
    "“… We lost.” |It was over.",
    "It ended…. |It's over. . . . |Her time came.",
    # figures and domains
    "It rose 5.5 percent to 10.25. |See example.com for more.",
    # nothing to cut
    "Headline Without a Stop",
    "...",
    "“”",
]


@pytest.mark.parametrize("cut", CUTS)
def test_cuts(cut: str) -> None:
    text = cut.replace("|", "")
    assert [text[start:end] for start, end in split_sentences(text)] == [s.strip() for s in cut.split("|")]


def test_offsets_are_into_the_whole_text() -> None:
    assert split_sentences("Title\nWe lost. They won.\n", 6, 24) == [(6, 14), (15, 24)]
    assert split_sentences("  \n ") == []


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("abA. .!?…'\"“”‘’)(1[]\n\u00a0,")) | st.text())
def test_any_string_is_covered_in_order(text: str) -> None:
    at = 0
    for start, end in split_sentences(text):
        assert not text[at:start].strip(), "something that is not white space was left out"
        assert at <= start < end
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()


@pytest.mark.parametrize("unit", ["word ", "x", "“never ends", "a, b; "])
def test_what_never_ends_is_cut_at_white_space(unit: str) -> None:
    text = unit * (3 * LONGEST // len(unit))
    sentences = split_sentences(text)
    assert len(sentences) >= 3
    assert max(end - start for start, end in sentences) <= LONGEST
    if " " in unit:
        assert all(end == len(text.rstrip()) or text[end] == " " for _, end in sentences)


def test_a_short_sentence_before_one_that_never_ends_changes_nothing() -> None:
    text = "We lost. The " + "word " * LONGEST
    assert split_sentences(text)[0] == (0, 8)


@pytest.mark.parametrize(
    "unit", ["a. ", "…", '"', "!", "x!", '." ', ".[1]", "A. ", "“x.” ", "Mr. ", ".« ", "'. "]
)
def test_time_is_linear(unit: str) -> None:
    split_sentences("Load what is loaded once. Yes.")

    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        begun = time.process_time()
        split_sentences(text)
        return time.process_time() - begun

    assert seconds(320_000) < 24 * seconds(40_000) + 0.1  # eight times as long; quadratic would be 64


def test_the_parameters_are_punkts() -> None:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

    params = parameters(load("punkt.json"))
    assert {"mr", "u.s", "sen", "d-md"} <= params.abbrev_types
    assert "trump" not in params.sent_starters
    assert list(PunktSentenceTokenizer(params).span_tokenize("Gov. Lee left. He did.")) == [(0, 14), (15, 22)]
