"""Tags: what the shipped weights say, and that our decoding is nltk's, only faster."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.tag.perceptron import PerceptronTagger

from quotes.language import tags
from quotes.language.tags import features_around, features_here, nltk_parameters, normalise, tag
from quotes.language.tokens import tokenize
from quotes.train import tagger as training
from quotes.weights import load

# Each sentence with the tags that matter to a reader of quotes.
TAGGED = [
    ("“/`` We/PRP lost/VBD ,/, ”/'' Ruiz/NNP said/VBD ./.", "curly"),
    ("Ruiz/NNP said/VBD that/IN the/DT bridge/NN was/VBD unsafe/JJ ./.", "that-clause"),
    ("The/DT senator/NN who/WP said/VBD that/IN resigned/VBD ./.", "relative clause"),
    ("She/PRP says/VBZ they/PRP do/VBP n’t/RB know/VB ./.", "present"),
    ("According/VBG to/TO officials/NNS ,/, he/PRP left/VBD ./.", "according to"),
    ("Ruiz/NNP was/VBD quoted/VBN by/IN Reuters/NNP as/IN saying/VBG no/DT ./.", "passive"),
    ("Officials/NNS told/VBD reporters/NNS they/PRP would/MD leave/VB ./.", "told"),
    ("Trump/NNP ’s/POS claim/NN that/IN the/DT vote/NN was/VBD rigged/VBN", "noun cue"),
    ("Obama/NNP Says/VBZ He/PRP Will/MD Leave/VB", "title case"),
    ("OBAMA/NNP SAYS/VBZ HE/PRP WILL/MD LEAVE/VB", "capitals"),
]


@pytest.mark.parametrize("tagged", [sentence for sentence, _ in TAGGED], ids=[name for _, name in TAGGED])
def test_tags(tagged: str) -> None:
    pairs = [pair.rsplit("/", 1) for pair in tagged.split(" ")]
    assert tag([word for word, _ in pairs]) == [penn for _, penn in pairs]


def test_nothing_has_no_tags() -> None:
    assert tag([]) == []


class Nltk(PerceptronTagger):
    """nltk's tagger with our features: its own loop, its own scoring, its own ties."""

    def _get_features(self, i: int, word: str, context: list[str], prev: str, prev2: str) -> dict[str, int]:
        row = [*self.START, *self.words, *self.END]
        found = features_here(word)
        for place, at in (("i-1", i + 1), ("i-2", i), ("i+1", i + 3), ("i+2", i + 4)):
            found += features_around(row[at], place)
        found += [("i-1 tag", prev), ("i-2 tag", prev2), ("i tag+i-2 tag", f"{prev} {prev2}")]
        found += [("i-1 tag+i word", f"{prev} {context[i + 2]}")]
        features: dict[str, int] = defaultdict(int)
        for name, value in found:
            features[f"{name} {value}".strip()] += 1
        return features

    def tags(self, words: Sequence[str]) -> list[str]:
        self.words = [normalise(word) for word in words]
        return [found for _, found in self.tag(self.words)]


@pytest.fixture(scope="module")
def nltks() -> Nltk:
    return Nltk.decode_json_obj(nltk_parameters(load("tagger.json.gz")))


PROSE = """
    “We’re doing really well in our strategy,” the President said, according to Reuters. He wouldn't say when.
    The 45-year-old ex-minister, who'd said in 2019 that 10,000 people left, told CNN/ORC: "No comment."
    MAYOR DENIES REPORT. Mayor Denies Report. @ruiz tweeted at 5:30 p.m. that it's "over" -- again & again…
"""


def test_the_loop_is_nltks_on_prose(nltks: Nltk) -> None:
    for line in PROSE.strip().splitlines():
        starts, ends = tokenize(line)
        words = [line[start:end] for start, end in zip(starts, ends, strict=True)]
        assert tag(words) == nltks.tags(words)


def test_the_loop_is_nltks_on_words_in_any_order(nltks: Nltk) -> None:
    starts, ends = tokenize(PROSE)
    words = [PROSE[start:end] for start, end in zip(starts, ends, strict=True)]
    chance = random.Random(5)
    for _ in range(100):
        some = chance.choices(words, k=chance.randint(1, 12))
        assert tag(some) == nltks.tags(some)


@settings(max_examples=200, deadline=None)
@given(words=st.lists(st.text(min_size=1, max_size=8), max_size=6))
def test_the_loop_is_nltks_on_any_strings(nltks: Nltk, words: list[str]) -> None:
    assert tag(words) == nltks.tags(words)


def test_curly_and_straight_marks_are_one() -> None:
    straight = "He did n't say it 's Trump 's -- ' no ' ...".split(" ")
    curly = "He did n’t say it ’s Trump ’s — ’ no ’ …".split(" ")
    assert tag(straight) == tag(curly)


def test_weights_are_small_and_load_fast() -> None:
    path = Path(tags.__file__).parent.parent / "weights" / "tagger.json.gz"
    assert path.stat().st_size < 3_000_000
    begun = time.perf_counter()
    tags.Tagger(load.__wrapped__("tagger.json.gz"))
    assert time.perf_counter() - begun < 1.5  # 0.1 s on an idle core


def test_words_are_not_kept_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tags, "_KEPT_WORDS", 10)
    ours = tags.Tagger(load("tagger.json.gz"))
    for n in range(100):
        ours.tag([f"word{n}", "x" * 1000])
    assert len(ours._words) <= 12


LESSONS: list[training.Sentence] = [
    (["the", "dog", "barks", "."], ["DT", "NN", "VBZ", "."]),
    (["the", "dogs", "bark", "."], ["DT", "NNS", "VBP", "."]),
    (["dogs", "bark", "the", "zzz"], ["NNS", "VBP", "DT", None]),
]


def test_training_learns_what_it_is_taught() -> None:
    data = training.train(LESSONS, epochs=10, least=3, share=1.0, titled=0, shouted=0).average()
    learned = tags.Tagger(data)
    assert data["only"] == {str(learned.classes.index("DT")): "the"}
    for words, right in LESSONS[:2]:
        assert learned.tag(words) == right
    reference = Nltk.decode_json_obj(nltk_parameters(data))
    assert all(learned.tag(words) == reference.tags(words) for words, _ in LESSONS)


def test_training_gives_the_same_bytes_twice(tmp_path: Path) -> None:
    for name in ("one", "two"):
        training.write(training.train(LESSONS, epochs=3, least=3).average(), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
