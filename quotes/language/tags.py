"""Penn Treebank tags by an averaged perceptron: nltk's features and greedy decoding, done in integers.

The weights are whole numbers, so that the scores of all tags fit side by side into one Python integer,
32 bits each: adding up a token's features is then a handful of additions, whatever the number of tags.
What depends on a word alone is added up once per word and kept. The result is, tag for tag, that of
`nltk.tag.perceptron.PerceptronTagger` with the same weights (`nltk_parameters` gives them to it).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from ..weights import load

_BITS = 32
_WEIGHT = re.compile(r"([A-Za-z])(-?\d+)")
_CODES = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_KEPT_WORDS, _LONGEST_KEPT = 50_000, 50  # bounds the memory: about 1.5 kB a word

# Marks as the Treebank writes them, so that curly and straight text share what was learned.
_MARKS = str.maketrans("’‘ʼ`´", "'''''")
_WHOLE = {"“": "``", "„": "``", "«": "``", "”": "''", "»": "''", "‘": "`", "’": "'", "…": "...", "–": "--"}
_WHOLE |= {"—": "--", "―": "--", "''": "''", "``": "``", "`": "`", ". . .": "..."}


def normalise(word: str) -> str:
    """The word as the weights know it: curly marks and apostrophes, dashes and ellipses in ASCII."""
    if word.isascii():
        return word
    return _WHOLE.get(word) or word.translate(_MARKS)


def context_form(word: str) -> str:
    """nltk's `PerceptronTagger.normalize`: lower case, with hyphenated words, years and figures as one."""
    if "-" in word and word[0] != "-":
        return "!HYPHEN"
    if word.isdigit() and len(word) == 4:
        return "!YEAR"
    if word and word[0].isdigit():
        return "!DIGITS"
    return word.lower()


def shape(form: str) -> str:
    """How a word is written: capitals, letters, figures, hyphens; a constant number of kinds."""
    if form.islower():
        kind = "x"
    elif form[:1].isupper():
        kind = "X" if len(form) == 1 else "XX" if form.isupper() else "Xx"
    else:
        kind = "xX" if form.upper() != form.lower() else "."
    if any(char.isdigit() for char in form):
        kind += "d"
    return kind + "-" if "-" in form[1:] else kind


# What is looked at in the word to tag and in those around it. The names are nltk's; "shape", "suffix2",
# "suffix4" and "tail" are ours: what depends on one word alone costs nothing in `Tagger`.
def features_here(form: str) -> list[tuple[str, str]]:
    """The features of the word itself, by name and value; ``form`` is normalised."""
    lowered = form.lower()
    features = [
        ("bias", ""),
        ("i suffix", form[-3:]),
        ("i pref1", form[:1]),
        ("i word", context_form(form)),
        ("i shape", shape(form)),
        ("i suffix2", lowered[-2:]),
        ("i suffix4", lowered[-4:]),
    ]
    if "-" in form[1:]:
        features.append(("i tail", lowered.rpartition("-")[2]))
    return features


def features_around(form: str, place: str) -> list[tuple[str, str]]:
    """The features that a word gives to its neighbours, to which it stands at ``place``: "i-1", "i+2"."""
    context = context_form(form)
    features = [(f"{place} word", context)]
    if place in ("i-1", "i+1"):
        features += [(f"{place} suffix", context[-3:]), (f"{place} shape", shape(form))]
    return features


class _Word(NamedTuple):
    """What the weights say of one word: its only tag, if it has one, or sums of its features' scores."""

    only: int  # -1 where the context decides
    here: int
    one_before: int  # as the word before the one to tag
    two_before: int
    one_after: int
    two_after: int
    with_tag: dict[int, int]  # the scores together with the tag before


class Tagger:
    """An averaged perceptron with the weights of a tagger.json.gz, as `quotes.train.tagger` writes it."""

    def __init__(self, data: dict[str, Any]) -> None:
        # From Z to A: nltk gives a tie to the tag that comes last in the alphabet.
        self.classes: list[str] = data["classes"]
        self._weights: dict[str, dict[str, str]] = data["weights"]
        self._with_tag: dict[str, dict[str, str]] = data["tag_and_word"]
        self._sums: dict[tuple[str, str], int] = {}
        self._only = {word: int(n) for n, words in data["only"].items() for word in words.split(" ")}
        self._shift = {code: _BITS * n for n, code in enumerate(_CODES[: len(self.classes)])}
        self._unpack = struct.Struct(f"<{len(self.classes)}I").unpack
        self._half = sum(1 << (_BITS * n + _BITS - 1) for n in range(len(self.classes)))
        # Two more than there are tags: what stands before a sentence.
        names = [*self.classes, "-START-", "-START2-"]
        self._tag_numbers = {name: n for n, name in enumerate(names)}
        before = [self._packed("i-1 tag", name) for name in names]
        two_before = [self._packed("i-2 tag", name) for name in names]
        self._history = [
            [
                before[n] + two_before[m] + self._packed("i tag+i-2 tag", f"{one} {two}")
                for m, two in enumerate(names)
            ]
            for n, one in enumerate(names)
        ]
        self._edges = [self._context(word) for word in ("-START-", "-START2-", "-END-", "-END2-")]
        self._words: dict[str, _Word] = {}

    def tag(self, words: Sequence[str]) -> list[str]:
        """The Penn tags of one sentence's words, in linear time."""
        known = self._words
        if len(known) > _KEPT_WORDS:
            known.clear()
        start, start2, end, end2 = self._edges
        row = [start, start2, *(known.get(word) or self._word(word) for word in words), end, end2]
        classes, history, unpack = self.classes, self._history, self._unpack
        size = len(classes) * _BITS // 8
        last, last2 = len(classes), len(classes) + 1  # as if -START- and -START2- were tags
        tags = []
        for two_back, back, here, ahead, two_ahead in zip(
            row, row[1:], row[2:], row[3:], row[4:], strict=False
        ):
            best, total, with_tag = here[0], here[1], here[6]  # by number: names cost a third of the speed
            if best < 0:
                total += back[2] + two_back[3] + ahead[4] + two_ahead[5] + history[last][last2]
                if last in with_tag:
                    total += with_tag[last]
                scores = unpack(total.to_bytes(size, "little"))
                best = scores.index(max(scores))
            tags.append(classes[best])
            last, last2 = best, last
        return tags

    def _word(self, word: str) -> _Word:
        form = normalise(word)
        entry = self._context(form)
        only = self._only.get(form, -1)
        if only >= 0:
            entry = entry._replace(only=only)
        else:
            pairs = self._with_tag.get(context_form(form), {})
            entry = entry._replace(
                here=self._half + self._sum(features_here(form)),
                with_tag={self._tag_numbers[tag]: self._pack(weights) for tag, weights in pairs.items()},
            )
        if len(word) <= _LONGEST_KEPT:
            self._words[word] = entry
        return entry

    def _context(self, form: str) -> _Word:
        back, two_back, ahead, two_ahead = (
            self._sum(features_around(form, place)) for place in ("i-1", "i-2", "i+1", "i+2")
        )
        return _Word(-1, 0, back, two_back, ahead, two_ahead, {})

    def _sum(self, features: list[tuple[str, str]]) -> int:
        return sum(self._packed(name, value) for name, value in features)

    def _packed(self, name: str, value: str) -> int:
        known = self._sums.get((name, value))
        if known is None:
            weights = self._weights.get(name, {}).get(value)
            if weights is None:
                return 0
            known = self._sums[name, value] = self._pack(weights)  # never more than there are weights
        return known

    def _pack(self, weights: str) -> int:
        shift = self._shift
        return sum(int(weight) << shift[code] for code, weight in _WEIGHT.findall(weights))


@cache
def _tagger() -> Tagger:
    return Tagger(load("tagger.json.gz"))


def tag(words: Sequence[str]) -> list[str]:
    """The Penn Treebank tags of one sentence's tokens, as `tokens.tokenize` cuts them; one a word.

    Quotation marks are tagged `` and '', brackets -LRB- and -RRB-, "to" always TO, as CoreNLP does.
    """
    return _tagger().tag(words)


def nltk_parameters(data: dict[str, Any]) -> tuple[dict[str, dict[str, int]], dict[str, str], list[str]]:
    """The weights in the form of nltk's `PerceptronTagger.decode_json_obj`: weights, tagdict, classes.

    nltk's tagger has to be given words that went through `normalise`.
    """
    classes = data["classes"]
    codes = dict(zip(_CODES, classes, strict=False))
    flat = {
        f"{name} {value}" if value else name: w
        for name, values in data["weights"].items()
        for value, w in values.items()
    }
    for word, pairs in data["tag_and_word"].items():
        flat |= {f"i-1 tag+i word {tag} {word}": weights for tag, weights in pairs.items()}
    weights = {
        feature: {codes[code]: int(weight) for code, weight in _WEIGHT.findall(packed)}
        for feature, packed in flat.items()
    }
    tagdict = {word: classes[int(n)] for n, words in data["only"].items() for word in words.split(" ")}
    return weights, tagdict, classes
