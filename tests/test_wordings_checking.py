"""Words weighed against the prints that come into question: `quotes.wordings.checking`."""

from __future__ import annotations

import pytest

from quotes.wordings.checking import Print, weigh

VANCE, ORR = frozenset({"vance"}), frozenset({"orr"})
WHOLE = (
    "“We will not sell the reservoir, not this year, not in ten years, and not to anybody who measures water "
    "in dollars,”"
)
DOUBT = "“I do not believe that the dam is a danger to anybody in this valley,”"
PRINTS = [
    Print("wire", WHOLE, VANCE),
    Print("doubt", DOUBT, VANCE),
    Print("review", WHOLE, ORR),
    Print("orr", "“Vance told us, ‘We will not sell the reservoir, ever,’ and then she had lunch,”", ORR),
    Print("nested", "‘We will not sell the reservoir, ever,’", VANCE, inside="orr"),
    Print("thanks", "“Thank you very much,”", ORR),
    Print("nobody", "“The gate has been stuck since the autumn and nobody has oiled it,”"),
]

WEIGHED = [
    # (words, speaker, answer, keys of the matches, keys of the others, flags)
    (WHOLE, "vance", "verbatim", ["wire"], ["review"], []),
    (WHOLE.upper().replace("“", '"'), None, "verbatim", ["wire"], ["review"], []),
    ("not to anybody who measures water in dollars", "vance", "part", ["wire"], ["review"], []),
    ("the dam is a danger to anybody in this valley", None, "part", ["doubt"], [], ["negation lost"]),
    (WHOLE.replace("not sell", "sell"), "vance", "altered", ["wire"], ["review"], ["negation lost"]),
    (
        WHOLE.replace("ten years", "two years"),
        "vance",
        "altered",
        ["wire", "nested"],
        ["review"],
        ["number changed"],
    ),
    (DOUBT[:-2] + ", and nor do the engineers.", None, "altered", ["doubt"], [], []),
    (DOUBT, "orr", "somebody else's", ["doubt"], [], []),
    ("The gate has been stuck since the autumn", "vance", "somebody else's", ["nobody"], [], []),
    # Orr only quotes these words; they are Vance's, who said more of them elsewhere.
    ("We will not sell the reservoir, ever", "orr", "somebody else's", ["nested"], [], []),
    # Everyday words prove nothing of somebody else.
    ("Thank you very much.", "orr", "verbatim", ["thanks"], [], []),
    ("Thank you very much.", "vance", "not found", [], [], []),
    ("The trams will run on Sundays.", None, "not found", [], [], []),
    ("", None, "not found", [], [], []),
    ("…", "vance", "not found", [], [], []),
]


@pytest.mark.parametrize(("words", "speaker", "answer", "matches", "others", "flags"), WEIGHED)
def test_what_the_prints_say(words, speaker, answer, matches, others, flags) -> None:
    found = weigh(words, PRINTS, speaker and {speaker})
    assert found.answer == answer
    assert [match.print.key for match in found.matches] == matches
    assert [match.print.key for match in found.others] == others
    assert [flag.kind for match in found.matches[:1] for flag in match.variant.flags] == flags


@pytest.mark.parametrize(
    ("words", "sound"),
    [
        (WHOLE, True),
        ("not in ten years, and not to anybody", True),
        ("the dam is a danger to anybody", False),
    ],
)
def test_what_may_be_printed_so(words: str, sound: bool) -> None:
    assert weigh(words, PRINTS, {"vance"}).sound == sound


def test_a_denied_word_put_in_is_altered_though_the_rest_is_printed() -> None:
    found = weigh("We will never, ever sell the reservoir, not this year, not in ten years", PRINTS)
    assert found.answer == "altered"
    assert ("not", "never, ever") in [(each.was, each.now) for each in found.matches[0].variant.differences]
