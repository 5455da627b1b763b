"""A document as columns of small integers, one row a token: all that the trained models look at.

What a model needs of a token is looked up once, by word, and kept; the rest is arithmetic on whole columns.
Every column is padded with `EDGE` entries where a sequence ends (see `crf`), so ids begin at 1.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...language import Document
from ...language.tags import normalise
from ..lexicon import ASK, JUDGE, LEMMAS, MANNER, SAY
from ..relation import Relation

Ints = np.ndarray[Any, np.dtype[np.int64]]
EDGE = 0

TAGS = (
    "$ '' , -LRB- -RRB- . : CC CD DT EX FW IN JJ JJR JJS LS MD NN NNP NNPS NNS PDT POS PRP PRP$ RB RBR RBS "
    "RP SYM TO UH VB VBD VBG VBN VBP VBZ WDT WP WP$ WRB `` #"
).split()
_TAG = {tag: n for n, tag in enumerate(TAGS, 1)}
_FINITE = np.array([False, *(tag in ("VBD", "VBZ", "VBP", "MD") for tag in TAGS), False])
_GROUP = np.array([False, *(tag[:2] in ("VB", "MD", "RB", "TO") for tag in TAGS), False])
_PHRASAL = frozenset("$ # CD DT EX JJ JJR JJS NN NNP NNPS NNS PDT POS PRP PRP$ WP WP$ WDT".split())
_NOUNISH = np.array([False, *(tag in _PHRASAL for tag in TAGS), False])
_OPENS = np.array([False, *(tag in "DT PRP PRP$ EX WP WDT WP$ PDT".split() for tag in TAGS), False])
_MARKS = {",": 1, ";": 2, ":": 2, "—": 2, "–": 2, "--": 2, "-": 2, ".": 3, "?": 3, "!": 3}
_LABELS = {"content": 1, "cue": 3, "source": 5}
_FAMILIES = (
    "adjacent inverted participle passive quoted shared subject tag according floating headline lead name "
    "noun"
).split()
_COMPLEMENTS = "clause infinitive question quote that colon gerund noun".split()
SIZES: dict[str, int] = {
    "tag": len(TAGS) + 2,
    "shape": 12,
    "class": 8,
    "quotation": 12,
    "rule": 8,
    "rule_name": 8 * 16 * 9,
    "place": 10,
    "chunk": 4,
    "after": len(TAGS) + 2,
    "before": len(TAGS) + 2,
    "left": 40,
    "right": 40,
    "sentence": 10,
}
"""How many ids each column has, `EDGE` included; "word" and "lemma" depend on the vocabulary."""


@dataclass(slots=True)
class Columns:
    """The columns of a document by name, each of as many entries as tokens, and what is derived from them.

    ``sequences`` are half-open ranges of tokens: paragraphs, cut at sentences where they are very long.
    ``own`` maps the head token of a rule's cue to the rule's relation.
    """

    ids: dict[str, Ints]
    sentence_of: Ints
    sequences: list[tuple[int, int]]
    relations: list[Relation]
    own: dict[int, Relation]
    commas: Ints
    quotations: Ints
    finite: Ints
    breaks: Ints
    thats: Ints
    group_start: Ints
    chunk_start: Ints
    chunk_end: Ints
    words: list[str]


def shape(word: str) -> int:
    """How a word is written, as an id."""
    first = word[0]
    if first.isupper():
        if len(word) == 1:
            return 1
        return 2 if word.isupper() else 3
    if first.islower():
        return 4
    if first.isdigit():
        return 5
    if word in "\"“”''``":
        return 6
    if word in "‘’`'":
        return 7
    if word in ",.;:":
        return 8
    return 9


def _verb_class(lemma: str) -> int:
    if lemma in ASK:
        return 4
    if lemma in SAY:
        return 1
    if lemma in JUDGE:
        return 2
    if lemma in MANNER:
        return 3
    return 5


def lemma_of(word: str) -> str:
    """The verb a lower-case word form may belong to: from the word lists, else by its ending."""
    known = LEMMAS.get(word)
    if known:
        return known
    if len(word) > 4:
        if word.endswith("ies") or word.endswith("ied"):
            return word[:-3] + "y"
        for ending in ("ing", "ed"):
            if word.endswith(ending):
                stem = word[: -len(ending)]
                if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "ls":
                    stem = stem[:-1]
                return stem.rstrip("e")
        if word.endswith("es"):
            return word[:-2].rstrip("e")
        if word.endswith("s") and not word.endswith("ss"):
            return word[:-1].rstrip("e")
    return word.rstrip("e") if len(word) > 3 else word


class Vocabulary:
    """Words and verb lemmas that have ids of their own; the rest share id 1."""

    def __init__(self, words: list[str], lemmas: list[str]) -> None:
        self.words = {word: n for n, word in enumerate(words, 2)}
        self.lemmas = {lemma: n for n, lemma in enumerate(lemmas, 2)}
        self.sizes = {**SIZES, "word": len(words) + 2, "lemma": len(lemmas) + 2}
        self._known: dict[str, tuple[int, int, int, int]] = {}

    def rows(self, words: list[str]) -> Ints:
        """Word, shape, lemma and verb class of each word, one row a word."""
        known = self._known
        if len(known) > 50_000:
            known.clear()
        return np.array([known.get(word) or self._row(word) for word in words], dtype=np.int64).reshape(-1, 4)

    def _row(self, word: str) -> tuple[int, int, int, int]:
        low = normalise(word).lower()
        lemma = LEMMAS.get(low)
        row = (
            self.words.get(low, 1),
            shape(word),
            self.lemmas.get(lemma_of(low), 1),
            1 + (_verb_class(lemma) if lemma else 0),
        )
        if len(word) <= 50:
            self._known[word] = row
        return row


def head_of_cue(words: list[str], tags: list[str], tokens: list[int]) -> int | None:
    """The token that stands for a cue: its last verb (no auxiliary), else its last noun, else its first."""
    heads = [k for k in tokens if tags[k].startswith("VB") and words[k].lower() not in _AUXILIARIES]
    heads = heads or [k for k in tokens if tags[k].startswith("NN")] or tokens[:1]
    return heads[-1] if heads else None


_AUXILIARIES = frozenset("is are was were be been being has have had having do does did 's ’s".split())


def tokens_of(document: Document, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The half-open token ranges that begin inside the spans."""
    return [(bisect_left(document.starts, start), bisect_left(document.starts, end)) for start, end in spans]


LONGEST = 300


def sequences_of(document: Document) -> list[tuple[int, int]]:
    """Paragraphs as token ranges, cut before a sentence where they would be longer than `LONGEST`."""
    found: list[tuple[int, int]] = []
    paragraph = -1
    for sentence in document.sentences:
        first, last = sentence.first, sentence.last
        if first == last:
            continue
        if sentence.paragraph == paragraph and last - found[-1][0] <= LONGEST:
            found[-1] = (found[-1][0], last)
            continue
        paragraph = sentence.paragraph
        while last - first > LONGEST:
            found.append((first, first + LONGEST))
            first += LONGEST
        found.append((first, last))
    return found


def columns(document: Document, relations: list[Relation], vocabulary: Vocabulary) -> Columns:
    """The columns of a document, of which the rules found ``relations``."""
    n = len(document.words)
    words = document.words
    rows = vocabulary.rows(words)
    tag = np.array([_TAG.get(t, len(TAGS) + 1) for t in document.tags], dtype=np.int64)
    sentence_of = np.array(document.sentence_of, dtype=np.int64)
    sizes = np.array([s.last - s.first for s in document.sentences], dtype=np.int64)
    firsts = np.array([s.first for s in document.sentences], dtype=np.int64)
    at = np.arange(n)
    quotation = _quotation_states(document, n)
    rule, rule_name, own = _rule_labels(document, relations, n)
    classes = rows[:, 3]

    place = np.full(n, 2, dtype=np.int64)
    if n:
        place[firsts[sizes > 0]] = 1
        place[(firsts + sizes - 1)[sizes > 0]] = 3
    title = _titles(document)
    if n:
        place += 3 * title[sentence_of]

    has_quotation = _any_by(sentence_of, quotation > 1, len(sizes))
    has_rule = _any_by(sentence_of, rule > 1, len(sizes))
    has_cue = _any_by(sentence_of, classes == 2, len(sizes))
    sentence = (1 + has_quotation + 2 * has_rule + 4 * has_cue)[sentence_of] if n else at

    nounish = _NOUNISH[tag]
    opens = _OPENS[tag]
    before = np.concatenate(([False], nounish[:-1])) if n else nounish
    same = np.concatenate(([False], sentence_of[1:] == sentence_of[:-1])) if n else nounish
    starts = nounish & (~before | ~same | opens)
    chunk_start = np.maximum.accumulate(np.where(starts, at, -1)) if n else at
    chunk_start = np.where(nounish, chunk_start, at)
    stops = ~nounish | starts
    following = np.concatenate((stops[1:], [True])) if n else nounish
    chunk_end = np.minimum.accumulate(np.where(following, at + 1, n + 1)[::-1])[::-1] if n else at
    chunk = np.where(nounish, np.where(starts, 2, 3), 1)
    edged = np.concatenate((tag, [EDGE, EDGE]))
    after = edged[np.minimum(chunk_end, n)]
    ahead = np.where(chunk_start > 0, edged[chunk_start - 1], EDGE)

    group = _GROUP[tag]
    group_start = at.copy()
    if n:
        begins = ~np.concatenate(([False], group[:-1] & same[1:] if n > 1 else group[:-1]))
        group_start = np.maximum.accumulate(np.where(begins, at, -1))

    marks = np.array([_MARKS.get(word, 0) for word in words], dtype=np.int64)
    that = np.array([word == "that" for word in words], dtype=bool)
    ids = {
        "word": rows[:, 0],
        "shape": rows[:, 1],
        "lemma": rows[:, 2],
        "class": classes,
        "tag": tag,
        "quotation": quotation,
        "rule": rule,
        "rule_name": rule_name,
        "place": place,
        "chunk": chunk,
        "after": after,
        "before": ahead,
        "sentence": sentence,
        "left": _nearest(classes, sentence_of, tag, at),
        "right": _nearest(classes[::-1], sentence_of[::-1], tag[::-1], at)[::-1],
    }
    return Columns(
        ids=ids,
        sentence_of=sentence_of,
        sequences=sequences_of(document),
        relations=relations,
        own=own,
        commas=_sums(marks == 1),
        quotations=_sums(quotation > 1),
        finite=_sums(_FINITE[tag]),
        breaks=_sums(marks >= 2),
        thats=_sums(that),
        group_start=group_start,
        chunk_start=chunk_start,
        chunk_end=chunk_end,
        words=words,
    )


def _sums(mask: Any) -> Ints:
    """How many are true before each place: ``sums[j] - sums[i]`` of them stand in i to j."""
    return np.concatenate(([0], np.cumsum(mask)))


def _any_by(group: Ints, mask: Any, groups: int) -> Ints:
    found = np.zeros(groups, dtype=np.int64)
    found[group[mask]] = 1
    return found


def _nearest(classes: Ints, sentence_of: Ints, tag: Ints, at: Ints) -> Ints:
    """The class and rough distance of the nearest verb before each token, in its sentence, 12 tokens at most.

    Given the columns backwards it looks behind each token.

    Verbs of the word lists count, and any finite verb (class 7); ids up to 5 * 7 + 1.
    """
    if not len(at):
        return at
    kind = np.where(classes > 1, classes - 1, np.where(_FINITE[tag], 7, 0))
    last = np.maximum.accumulate(np.where(kind > 0, at, -1))
    last = np.concatenate(([-1], last[:-1]))
    gap = at - last
    good = (last >= 0) & (gap <= 12) & (sentence_of[np.maximum(last, 0)] == sentence_of)
    return np.where(good, 1 + np.minimum(4, (gap - 1) // 3) * 7 + kind[np.maximum(last, 0)], 1)


def _quotation_states(document: Document, n: int) -> Ints:
    """In which length of quotation each token stands: 1 none; short, medium, long; first, inside, last."""
    state = np.ones(n, dtype=np.int64)
    for quotation in document.quotations:
        if quotation.depth:
            continue
        first = bisect_left(document.starts, quotation.start)
        last = bisect_left(document.starts, quotation.end)
        size = last - first
        base = 2 + 3 * ((size > 6) + (size > 11))
        state[first:last] = base
        if size:
            state[first] = base + 1
            state[last - 1] = base + 2
    return state


def _rule_labels(
    document: Document, relations: list[Relation], n: int
) -> tuple[Ints, Ints, dict[int, Relation]]:
    label = np.ones(n, dtype=np.int64)
    name = np.ones(n, dtype=np.int64)
    own: dict[int, Relation] = {}
    for relation in relations:
        if relation.outer is not None:
            continue
        number = rule_number(relation.rule)
        source = [relation.source] if relation.source is not None else []
        for part, spans in (("content", relation.content), ("cue", relation.cue), ("source", source)):
            for first, last in tokens_of(document, list(spans)):
                label[first:last] = 2 + _LABELS[part]
                label[first : first + 1] = 1 + _LABELS[part]
                name[first:last] = 1 + 8 * number + _LABELS[part]
                if part == "cue" and first < last:
                    head = head_of_cue(document.words, document.tags, list(range(first, last)))
                    if head is not None:
                        own.setdefault(head, relation)
    return label, name, own


def rule_number(rule: str) -> int:
    """A small id for the name of a rule: its first word's and its last one's."""
    first, last = rule.partition(" ")[0], rule.rpartition(" ")[2]
    family = _FAMILIES.index(first) + 1 if first in _FAMILIES else 0
    taken = _COMPLEMENTS.index(last) + 1 if last in _COMPLEMENTS else 0
    return 9 * family + taken


def _titles(document: Document) -> Ints:
    """1 for sentences of a paragraph without a closing mark (headlines, captions), 2 for the first one's."""
    kinds = np.zeros(len(document.sentences), dtype=np.int64)
    for k, sentence in enumerate(document.sentences):
        paragraph = document.paragraphs[sentence.paragraph]
        if sentence.paragraph == 0:
            kinds[k] = 2
        elif document.text[paragraph.end - 1] not in ".!?…\"”’'":
            kinds[k] = 1
    return kinds
