"""Learns the tagger's weights: nltk's averaged perceptron, with all the tags of a feature in one integer."""

from __future__ import annotations

import gzip
import json
import random
import struct
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from ..language.tags import _CODES, context_form, features_around, features_here, normalise
from ..language.tokens import tokenize
from .corpora import Tagged

Sentence = tuple[list[str], list[str | None]]
"""Words and their tags; None where the tag is not known."""

TAG_NAMES = ("i-1 tag", "i-2 tag", "i tag+i-2 tag")
_SMALL = frozenset(
    ("a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "vs", "with")
)
EPOCHS = 12
_BITS, _LONG = 32, 64


def aligned(sentence: Tagged) -> Sentence:
    """The sentence as our tokenizer cuts it, each token with the tag of the corpus's token of that span.

    A token that the corpus cut otherwise has no tag, except that one which only lacks a full stop, or
    has one more, keeps its tag.
    """
    tags = dict(zip(sentence.spans, sentence.tags, strict=True))
    starts, ends = tokenize(sentence.text)
    words, found = [], []
    for start, end in zip(starts, ends, strict=True):
        words.append(normalise(sentence.text[start:end]))
        found.append(tags.get((start, end)) or tags.get((start, end + 1)) or tags.get((start, end - 1)))
    return words, found


def is_headline(sentence: Sentence) -> bool:
    """Whether most words have a capital: what CoreNLP calls a name there need not be one."""
    longer = [word for word in sentence[0] if word.isalpha() and len(word) > 3]
    return len(longer) > 3 and sum(word[0].isupper() for word in longer) > 0.7 * len(longer)


def with_headlines(sentences: Sequence[Sentence], titled: float, shouted: float, seed: int) -> list[Sentence]:
    """The sentences, and a share of them again in Title Case and in CAPITALS, with the same tags."""
    chance = random.Random(seed)
    result = list(sentences)
    for words, tags in sentences:
        draw = chance.random()
        if draw < titled:
            result.append(([w if w in _SMALL else w[:1].upper() + w[1:] for w in words], tags))
        elif draw < titled + shouted:
            result.append(([w.upper() for w in words], tags))
    return result


def only_tags(sentences: Iterable[Sentence], least: int, share: float) -> dict[str, str]:
    """The words that (almost) always have one tag: seen ``least`` times, ``share`` of them with it."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for words, tags in sentences:
        for word, tag in zip(words, tags, strict=True):
            if tag is not None:
                counts[word][tag] += 1
    result = {}
    for word, tags_of in counts.items():
        tag, times = min(tags_of.items(), key=lambda item: (-item[1], item[0]))
        if tags_of.total() >= least and times >= share * tags_of.total():
            result[word] = tag
    return result


class Trainer:
    """An averaged perceptron in training. Weights are lists of integers, one field of bits a tag."""

    def __init__(self, classes: list[str], only: dict[str, str]) -> None:
        self.classes = classes
        self.only = {word: classes.index(tag) for word, tag in only.items()}
        self.features: dict[tuple[str, str], int] = {}
        self.weights: list[int] = []
        self.moments: list[int] = []  # each update times the moment it came, for the average
        self.steps = 0
        self._half = sum(1 << (_BITS * n + _BITS - 1) for n in range(len(classes)))
        self._names = [*classes, "-START-", "-START2-"]
        self._history = {
            (n, m): (
                self._feature("i-1 tag", one),
                self._feature("i-2 tag", two),
                self._feature("i tag+i-2 tag", f"{one} {two}"),
            )
            for n, one in enumerate(self._names)
            for m, two in enumerate(self._names)
        }
        self._numbers = {tag: n for n, tag in enumerate(classes)}
        self._known: dict[tuple[str, str], tuple[int, ...]] = {}
        self._pairs: dict[str, dict[int, int]] = {}

    def _feature(self, name: str, value: str) -> int:
        number = self.features.setdefault((name, value), len(self.weights))
        if number == len(self.weights):
            self.weights.append(0)
            self.moments.append(0)
        return number

    def prepare(self, sentence: Sentence) -> list[tuple[int, int, str, tuple[int, ...]]]:
        """The sentence in numbers: the right tag (-1: not known), the only tag (-1: several), the word's
        context form, and the features that depend on words alone."""
        words, tags = sentence
        row = ["-START-", "-START2-", *words, "-END-", "-END2-"]
        rows = []
        for n, (word, tag) in enumerate(zip(words, tags, strict=True)):
            only = self.only.get(word, -1)
            features: tuple[int, ...] = ()
            if only < 0:
                features = self._here(word)
                for place, at in (("i-1", n + 1), ("i-2", n), ("i+1", n + 3), ("i+2", n + 4)):
                    features += self._around(row[at], place)
            rows.append((-1 if tag is None else self._numbers[tag], only, context_form(word), features))
        return rows

    def _here(self, form: str) -> tuple[int, ...]:
        known = self._known.get((form, ""))
        if known is None:
            known = tuple(self._feature(name, value) for name, value in features_here(form))
            self._known[form, ""] = known
        return known

    def _around(self, form: str, place: str) -> tuple[int, ...]:
        known = self._known.get((form, place))
        if known is None:
            known = tuple(self._feature(name, value) for name, value in features_around(form, place))
            self._known[form, place] = known
        return known

    def learn(self, sentence: list[tuple[int, int, str, tuple[int, ...]]]) -> tuple[int, int]:
        """One pass over a sentence; returns how many tags were right, and of how many."""
        weights, moments, history, pairs = self.weights, self.moments, self._history, self._pairs
        unpack = struct.Struct(f"<{len(self.classes)}I").unpack
        size = len(self.classes) * _BITS // 8
        before, before2 = len(self.classes), len(self.classes) + 1
        right = known = 0
        for truth, guess, form, static in sentence:
            if guess < 0:
                pair = pairs.setdefault(form, {})
                with_tag = pair.get(before)
                if with_tag is None:
                    with_tag = pair[before] = self._feature("i-1 tag+i word", f"{self._names[before]} {form}")
                features = (with_tag, *history[before, before2], *static)
                scores = unpack((self._half + sum([weights[f] for f in features])).to_bytes(size, "little"))
                guess = scores.index(max(scores))
                if truth >= 0:
                    self.steps += 1
                    if guess != truth:
                        change = (1 << _BITS * truth) - (1 << _BITS * guess)
                        moment = ((1 << _LONG * truth) - (1 << _LONG * guess)) * self.steps
                        for f in features:
                            weights[f] += change
                            moments[f] += moment
            known += truth >= 0
            right += guess == truth
            before2 = before
            before = guess
        return right, known

    def average(self, scale: float = 20, least: int = 2) -> dict[str, Any]:
        """The content of tagger.json.gz: averaged weights times ``scale``, rounded; those nearer to zero
        than ``least`` are left out."""
        fields = struct.Struct(f"<{len(self.classes)}I").unpack
        long_fields = struct.Struct(f"<{len(self.classes)}Q").unpack
        half = sum(1 << (_LONG * n + _LONG - 1) for n in range(len(self.classes)))
        data: dict[str, dict[str, str]] = {name: {} for name in TAG_NAMES}
        pairs: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for (name, value), number in sorted(self.features.items()):
            if not self.moments[number] and not self.weights[number]:
                continue
            now = fields((self.weights[number] + self._half).to_bytes(len(self.classes) * 4, "little"))
            past = long_fields((self.moments[number] + half).to_bytes(len(self.classes) * 8, "little"))
            packed = ""
            for n, (last, moment) in enumerate(zip(now, past, strict=True)):
                weight = last - (1 << 31) - (moment - (1 << 63)) / max(1, self.steps)
                rounded = round(weight * scale)
                if abs(rounded) >= least:
                    packed += f"{_CODES[n]}{rounded}"
            if packed and name == "i-1 tag+i word":
                tag, word = value.split(" ", 1)
                pairs[word][tag] = packed
            elif packed:
                data.setdefault(name, {})[value] = packed
        by_tag: defaultdict[int, list[str]] = defaultdict(list)
        for word, n in sorted(self.only.items()):
            by_tag[n].append(word)
        return {
            "classes": self.classes,
            "only": {str(n): " ".join(words) for n, words in sorted(by_tag.items())},
            "weights": data,
            "tag_and_word": dict(pairs),
        }


def train(
    sentences: Sequence[Sentence],
    *,
    epochs: int = EPOCHS,
    least: int = 20,
    share: float = 0.997,
    titled: float = 0.1,
    shouted: float = 0.06,
    seed: int = 2,
) -> Trainer:
    """A trainer that has gone over the sentences, and headlines made of them, ``epochs`` times."""
    classes = sorted({tag for _, tags in sentences for tag in tags if tag is not None}, reverse=True)
    only = {word: tag for word, tag in only_tags(sentences, least, share).items() if " " not in word}
    trainer = Trainer(classes, only)
    rows = [trainer.prepare(sentence) for sentence in with_headlines(sentences, titled, shouted, seed)]
    chance = random.Random(seed)
    for epoch in range(epochs):
        chance.shuffle(rows)
        right = known = 0
        for row in rows:
            sentence_right, sentence_known = trainer.learn(row)
            right += sentence_right
            known += sentence_known
        print(f"epoch {epoch + 1}: {right / known:.4f} right while learning", file=sys.stderr, flush=True)
    return trainer


def write(data: dict[str, Any], path: Path) -> None:
    """Write tagger.json.gz, the same bytes for the same weights."""
    packed = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    with path.open("wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as zipped:
        zipped.write(packed)
