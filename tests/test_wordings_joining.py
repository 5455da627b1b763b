"""What is one wording, and who must have said it; measured on pairs of which half was never looked at."""

from __future__ import annotations

import pytest

from quotes.wordings.features import features
from quotes.wordings.joining import reach, same_wording
from quotes.wordings.variants import compare
from quotes.wordings.words import normal_words
from tests.wording_pairs import Verdict, figures, pairs

LONG = "The harbour was promised to the fishermen in writing, and now the ink is running with the oil."
# One text, another, and who must say both to make them one wording.
REACHES = [
    (LONG, LONG.upper(), "anyone"),
    (LONG, "and now the ink is running with the oil", "unknown"),
    (LONG, "running with the oil", "speaker"),
    (LONG, LONG.replace("and now", "but today"), "anyone"),
    (LONG, LONG.replace("was promised", "was never promised"), "anyone"),
    ("No comment.", "no comment", "speaker"),
    ("Thank you very much!", "Thank you very much", "speaker"),
    ("Our thoughts and prayers are with the victims and their families.",) * 2 + ("speaker",),
    ("A journey of a thousand miles begins with a single step.",) * 2 + ("speaker",),
    ("The fire destroyed 14 homes in an hour.", "The fire destroyed 40 homes in an hour.", "speaker"),
    ("We will win.", "They lost the harbour in the flood.", None),
    ("I will not raise taxes on the poor.", "I will not cut spending on the schools.", None),
    ("Winds of 115 miles an hour hit Dorrin at noon.", "Winds of 90 miles an hour hit Ferris at dusk.", None),
    ("Taxes are too high for small shops here.", "Rents are too low for big banks there.", None),
    ("", "", None),
    ("…", LONG, None),
]


@pytest.mark.parametrize(("one", "other", "who"), REACHES)
def test_who_must_say_two_texts_to_make_them_one_wording(one: str, other: str, who: str | None) -> None:
    a, b = normal_words(one), normal_words(other)
    assert (reach(a, b), reach(b, a)) == (who, who)
    assert same_wording(one, other, same_speaker=True) == (who is not None)
    assert same_wording(one, other, same_speaker=None) == (who in ("anyone", "unknown"))
    assert same_wording(one, other, same_speaker=False) == (who == "anyone")


def test_a_stretch_has_features_of_the_whole_and_so_has_an_edited_copy() -> None:
    whole = set(features(normal_words(LONG)))
    for start in range(0, 10):
        stretch = set(features(normal_words(" ".join(LONG.split()[start : start + 8]))))
        assert stretch & whole
    edited = LONG.replace("was promised", "will never have been promised").replace("in writing", "twice")
    assert len(set(features(normal_words(edited))) & whole) > len(whole) / 2
    assert features(normal_words("it is what it is and we do not")) == ()


FLAGS = {"negation lost": "negation", "negation gained": "negation", "number changed": "number",
         "name changed": "name", "modality changed": "modality", "tense changed": "modality",
         "far apart": "join"}  # fmt: skip
# Measured in November 2026, in per cent. Half b was not looked at while the engine was made.
FLOORS = {"a": (99, 98, 98), "b": (99, 95, 96)}


@pytest.mark.parametrize("half", FLOORS)
def test_the_pairs_that_newspapers_might_print(half: str) -> None:
    judged = []
    for pair in pairs(half):
        one, other = pair.a.text, pair.b.text
        same = same_wording(one, other, same_speaker=pair.a.speaker == pair.b.speaker)
        variant = compare(one, other)
        flags = frozenset(FLAGS[flag.kind] for flag in variant.flags)
        judged.append((pair, Verdict(same, variant.kind, flags) if same else Verdict(False)))
    found = figures(judged)
    precision, recall, kind = FLOORS[half]
    assert found.precision >= precision
    assert found.recall >= recall
    assert found.kind >= kind
    for flag in ("negation", "number"):
        wanted, _, rightly = found.flags[flag]
        assert rightly == wanted, flag
