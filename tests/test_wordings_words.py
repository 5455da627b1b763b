"""The words that texts are compared by: what two printings of the same words may differ in."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.wordings.fingerprints import exact_key, smallest_hashes, stable_hash, stable_hashes
from quotes.wordings.words import normal_words, words_of

SAME = [
    ("We will WIN.", "“we will win”"),
    ("We’re done — don’t ask!", "we are done, do not ask"),
    ("I can't, I won't, I cannot", "I can not; I will not; I can not"),
    ("That's it, let's go", "that is it. Let us go"),
    ("We need … more time", "We need more time"),
    ("We need . . . more time", "We need [...] more time"),
    ("they was [sic] late", "they was late"),
    ("they was (sic) late", "they was late"),
    ("[W]e walk[ed] home", "We walked home"),
    ("We owe it to [the] people", "We owe it to people"),
    ("It's, uh, over", "It is over"),
    ("a well-known fact", "a well known fact"),
    ("the Café de Flore", "THE CAFE DE FLORE"),
    ("The U.S. and the U.K.", "the US and the UK"),
    ("at 5 a.m.", "at five am"),
    ("15 percent", "15%"),
    ("fifteen per cent", "15 pct"),
    ("1,000 people", "1000 people"),
    ("a thousand people", "1,000 people"),
    ("two hundred and fifty-one days", "251 days"),
    ("$2bn", "two billion dollars"),
    ("£1.5 million", "1,500,000 pounds"),
    ("the 1st and the 21st", "the first and the twenty-first"),
    ("two dozen eggs", "24 eggs"),
    ("our neighbours' favourite colour", "our neighbors’ favorite color"),
    ("They realised it was cancelled in the centre", "they realized it was canceled in the center"),
    ("the defence programme has travelled", "the defense program has traveled"),
    ("I'm gonna go towards 'em", "I am going to go toward them"),
    ("قال الرَّئيس", "قال الرئيس"),
    ("Straße", "STRASSE"),
    ("आपका स्वागत है", "आपका  स्वागत — है"),
]

DIFFERENT = [
    ("We will win", "We will not win"),
    ("15 percent", "50 percent"),
    ("15 percent", "15 points"),
    ("$15", "€15"),
    ("1.5 million", "15 million"),
    ("five metres, 5 m", "5,000,000"),
    ("twenty five", "twenty, fifty"),
    ("we filed it", "we filled it"),
    ("the million", "1,000,000"),
    ("a hundred", "hundreds"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_is_printed_differently_is_the_same_words(one: str, other: str) -> None:
    assert normal_words(one) == normal_words(other)
    assert exact_key(one) == exact_key(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_other_words_are_not(one: str, other: str) -> None:
    assert exact_key(one) != exact_key(other)


@pytest.mark.parametrize("text", ["", " … ", "!!!", "👍", "[…]", "“ ”", "\x00"])
def test_a_text_without_words_has_no_key(text: str) -> None:
    assert (exact_key(text), smallest_hashes(text)) == (None, ())


def test_every_word_says_where_it_stands() -> None:
    text = "“I don’t owe [the] people two hundred and fifty dollars,”"
    assert [(w.word, text[w.start : w.end]) for w in words_of(text)] == [
        ("i", "I"),
        ("do", "do"),
        ("not", "n’t"),
        ("owe", "owe"),
        ("the", "the"),
        ("people", "people"),
        ("250", "two hundred and fifty"),
        ("dollar", "dollars"),
    ]
    assert [w.word for w in words_of(text) if w.added] == ["the"]


def test_scripts_without_spaces_are_read_by_the_letter() -> None:
    assert normal_words("我们会赢。") == ["我", "们", "会", "赢"]


@given(st.text(alphabet=st.characters() | st.sampled_from("[]()’'.,$%19ao \u0301"), max_size=80))
def test_any_text_has_words_that_lie_in_it_in_order(text: str) -> None:
    at = 0
    for word in words_of(text):
        assert word.word and at <= word.start <= word.end <= len(text)
        at = word.start
    assert smallest_hashes(text) == tuple(sorted(smallest_hashes(text)))


# What numbers, brackets and marks do to the words around them.
PIECES = """sic [sic] (SIC) ſic [ ] [W]e 60 000 5 m 5m $2bn $ one hundred a million U.S. a.m. don’t 我们 café
    3rd 10% % k March 14 per cent dollars twenty-one 1990s - … ' _ ٣ ² \ud800 \u200c we said""".split()


@given(
    st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=9),
    st.sampled_from(" \u00a0\n") | st.just(""),
)
def test_words_are_the_same_whether_it_is_asked_where_they_stand(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    found = words_of(text)
    assert normal_words(text) == ([w.word for w in found if not w.added] or [w.word for w in found])


def test_many_are_hashed_as_one_is() -> None:
    for texts in (["we will", "win", "我们"], ["\ud800", "a"], []):
        assert stable_hashes(texts) == {stable_hash(text) for text in texts}


def test_hashes_are_the_same_in_every_process() -> None:
    code = (
        "from quotes.wordings.fingerprints import exact_key, smallest_hashes; "
        "print(exact_key('We will win'), smallest_hashes('a b c d e'))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split(maxsplit=1) == [
        str(exact_key("we will win!")),
        f"{smallest_hashes('A b, c d e')}\n",
    ]


def test_copies_that_were_edited_a_little_share_a_hash() -> None:
    text = " ".join(f"word{n} other{n * 7}" for n in range(300))
    edited = text.replace("word7 ", "changed ").replace("other21 ", "")
    assert exact_key(text) != exact_key(edited)
    assert set(smallest_hashes(text)) & set(smallest_hashes(edited))
    assert not set(smallest_hashes(text)) & set(smallest_hashes(text.replace("word", "term")))
