"""What was printed against what was said: `quotes.wordings.transcripts` on the speech at the Merrow dam."""

from __future__ import annotations

from pathlib import Path

import pytest

from quotes.wordings.passages import Transcript
from quotes.wordings.transcripts import against

SPEECH = (Path(__file__).parent / "wordings" / "speech" / "speech.txt").read_text(encoding="utf-8")
TRANSCRIPT = Transcript(SPEECH)

COMPARED = [
    # (printed, verdict, flags, differences as was/now)
    ("“We will not sell the reservoir,”", "verbatim", [], []),
    ("'A reservoir is not an asset'", "verbatim", [], []),
    ("It leaks. So do I", "verbatim", [], []),
    ("[The reservoir] is a promise that one generation makes to the next", "verbatim", [], []),
    ("thirty-one cracks in the spillway", "verbatim", [], []),
    # The sentence goes on with "not this year", which takes nothing back.
    ("We will not sell the reservoir, not this year, not in ten years", "verbatim", [], []),
    # Two quotations with words of the reporter between them claim nothing of what stands between.
    ("“We will not sell the reservoir,” … “A reservoir is not an asset.”", "verbatim", [], []),
    ("I am ashamed it took my ministry four days to find dry socks", "cut", [], [("that", "")]),
    ("He was paid … in soup", "cut", [], [("in coins and", "")]),
    ("We will sell the reservoir, not this year", "altered", ["negation lost"], [("not", "")]),
    ("Water rates will rise next year", "altered", ["modality changed"], [("may", "will")]),
    ("The inspectors found 13 cracks in the spillway", "altered", ["number changed"], [("31", "13")]),
    ("They slept soundly in the turbine hall", "altered", [], [("", "soundly")]),
    (
        "The dam is a danger to anybody in this valley",
        "cut",
        ["negation lost"],
        [("I do not believe that", "")],
    ),
    ("I have read it twice … and not out of your bills", "cut", ["far apart"], []),
    (
        "They slept in the turbine hall. The north gate has been stuck since the autumn.",
        "altered",
        ["far apart"],
        [],
    ),
    ("The trains will run on time from the first of May on, and all of them", "not said here", [], []),
    ("…", "not said here", [], []),
]


@pytest.mark.parametrize(("printed", "verdict", "flags", "differences"), COMPARED)
def test_print_against_speech(printed: str, verdict: str, flags: list[str], differences: list) -> None:
    (found,) = against(TRANSCRIPT, printed)
    assert (found.verdict, list(found.flags)) == (verdict, flags)
    assert [(each.was, each.now) for each in found.differences] == differences
    assert all(SPEECH[start:end] in found.said for start, end in found.pieces)


def test_of_a_mixed_quote_only_what_stands_in_marks_is_compared() -> None:
    text = "it “held for eighty-one years” and no household “that earns less than the median will pay more”"
    held, pays = against(TRANSCRIPT, text, "mixed")
    assert (held.printed, held.verdict) == ("“held for eighty-one years”", "verbatim")
    # "No household" stands outside of the marks, so that nothing was lost.
    assert (pays.verdict, pays.flags) == ("cut", ())
    assert [(each.was, each.now) for each in pays.differences] == [("a crown", "")]


def test_indirect_speech_vouches_for_no_words() -> None:
    assert list(against(TRANSCRIPT, "that the reservoir would not be sold", "indirect")) == []
