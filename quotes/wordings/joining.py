"""Whether two texts print the same words, and who must have said them for that: what makes a wording.

Everything is decided from normalised words (`words.normal_words`), so that any two quotes with the same words
are treated alike. Who may be joined is one of three, each of which holds for those before it as well:

- "speaker": only what one speaker says. Short phrases, and stretches of a few words.
- "unknown": also where one of the two names nobody.
- "anyone": also two speakers, which makes it a misattribution, or one who quotes the other. Long and telling.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import ceil
from typing import Literal

from rapidfuzz.distance import LCSseq
from rapidfuzz.fuzz import ratio

from .alignment import Block, align
from .lexicon import COMMON, EVERYDAY
from .numbers import is_number
from .words import normal_words

Reach = Literal["speaker", "unknown", "anyone"]
REACHES: tuple[Reach, ...] = ("speaker", "unknown", "anyone")

# The least words, and telling words that are in no everyday phrase, that belong together whoever says them.
_ANYONE, _TELLING_ANYONE = 12, 4
_LONG = 16  # words, of which one telling word fewer will do
_UNKNOWN, _TELLING_UNKNOWN = 8, 3
# Of the shorter text, the least share of words, and of telling words, that stand in the longer one in order.
_NEAR, _NEAR_TELLING = 0.72, 0.6
_CLOSE = 0.78  # with fewer telling words, but no figures that differ
_LEAST, _NEAR_TELLING_PLAIN, _KEPT = 0.6, 0.5, 2  # below these, none is near
_NEAR_ANYONE, _NEAR_TELLING_ANYONE = 0.88, 0.8
# Two texts of which one ends where the other goes on share at least so many words in a row.
_OVERLAP = 8
# Names so much alike are one, misspelt.
_MISSPELT = 75
_GRAM = 3


def reach_of(words: Sequence[str]) -> Reach:
    """Who must say exactly these words to make it the same wording."""
    if len(words) < _UNKNOWN:
        return "speaker"
    telling = _telling(words, everyday=False)
    return _reach(len(words), telling)


def _reach(words: int, telling: int) -> Reach:
    if words >= _ANYONE and telling >= _TELLING_ANYONE - (words >= _LONG):
        return "anyone"
    return "unknown" if words >= _UNKNOWN and telling >= _TELLING_UNKNOWN else "speaker"


def reach(one: Sequence[str], other: Sequence[str]) -> Reach | None:
    """Who must say these two to make them one wording; None if nobody can. The order does not matter."""
    if not one or not other:
        return None
    a, b = (one, other) if len(one) >= len(other) else (other, one)
    # Most have little in common, and are not worth a look at the order of their words.
    there = set(a)
    least = ceil(_LEAST * len(b))
    if sum(map(there.__contains__, b)) < least:
        return None
    shared = LCSseq.similarity(a, b, score_cutoff=least)
    if shared < least:
        return None
    if len(a) == len(b):
        a, b = sorted((list(a), list(b)))
        if a == b:
            return reach_of(a)
        there = set(a)
    # What `_is_near` asks for can only be less than what stands anywhere, in order or not.
    if shared < len(b):
        facts = [word for word in b if word not in COMMON]
        if sum(map(there.__contains__, facts)) < max(_KEPT, _NEAR_TELLING_PLAIN * len(facts)):
            return None
        if shared < _OVERLAP and shared / len(b) < _NEAR:
            return None
    blocks = align(a, b)
    shared = sum(block.size for block in blocks)
    telling = _telling(b)
    said = [word for block in blocks for word in b[block.b : block.b + block.size]]
    kept = _telling(said)
    longest = max(block.size for block in blocks)
    changes = _changes(a, b, blocks)
    if not telling and shared < len(b):
        return None
    words, tells = shared / len(b), kept / max(telling, 1)
    if not _is_near(len(b), words, tells, changes, longest, kept):
        return None
    distinct = _telling(said, everyday=False)
    if words >= _NEAR_ANYONE and tells >= _NEAR_TELLING_ANYONE:
        return _reach(shared, distinct)
    return "speaker"


def same_wording(one: str, other: str, *, same_speaker: bool | None) -> bool:
    """Whether two texts are one wording. ``same_speaker`` is None where one of them names nobody.

    In time about linear in their length.
    """
    who = reach(normal_words(one), normal_words(other))
    if who is None:
        return False
    return bool(same_speaker) or who == "anyone" or (who == "unknown" and same_speaker is None)


class _Changes:
    """Telling words in the place of others: how many places, how many with figures, how many words that are
    not misspellings of each other."""

    __slots__ = ("figures", "hard", "places")

    def __init__(self) -> None:
        self.figures = self.hard = self.places = 0


def _changes(a: Sequence[str], b: Sequence[str], blocks: Sequence[Block]) -> _Changes:
    found = _Changes()
    end_a = end_b = 0
    for block in [*blocks, Block(len(a), len(b), 0)]:
        was = [word for word in a[end_a : block.a] if word not in COMMON]
        now = [word for word in b[end_b : block.b] if word not in COMMON]
        if was and now:
            found.places += 1
            found.figures += any(map(is_number, was)) and any(map(is_number, now))
            alike = sum(any(ratio(x, y) >= _MISSPELT for x in was) for y in now)
            found.hard += max(min(len(was), len(now)) - alike, 0)
        end_a, end_b = block.a + block.size, block.b + block.size
    return found


def _is_near(size: int, words: float, tells: float, changes: _Changes, longest: int, kept: int) -> bool:
    if words == 1 and not changes.places:
        # All of the shorter one, in order: in one piece, or in pieces that say enough.
        return size >= 2 and (kept >= 1 or size >= 4) and (longest == size or kept >= 2)
    if longest >= _OVERLAP and kept >= 3 and not changes.hard and tells >= 0.5:
        return True
    plain = words >= _CLOSE and tells >= 0.5 and not changes.figures and size >= _UNKNOWN
    if words < _NEAR or (tells < _NEAR_TELLING and not plain) or size < 4 or kept < 2:
        return False
    # Two facts or more that differ are another fact, in the same formula.
    if changes.figures and changes.hard > 1 and changes.places > 1:
        return False
    return changes.hard <= max(2, round(0.34 * kept / max(tells, 0.01)))


def _telling(words: Sequence[str], everyday: bool = True) -> int:
    """How many words tell something; without ``everyday``, only those that are in no everyday phrase."""
    if everyday or _everyday_words().isdisjoint(words):
        return sum(word not in COMMON for word in words)
    grams = _everyday()
    telling = [word not in COMMON for word in words]
    for n, gram in enumerate(zip(words, words[1:], words[2:], strict=False)):
        if gram in grams:
            telling[n : n + _GRAM] = [False] * _GRAM
    return sum(telling)


@cache
def _everyday() -> frozenset[tuple[str, ...]]:
    """Every three words in a row of an everyday phrase, but for those that are anybody's: "we have to"."""
    found = set()
    for phrase in EVERYDAY:
        words = normal_words(phrase)
        found |= {tuple(words[n : n + _GRAM]) for n in range(len(words) - _GRAM + 1)}
    return frozenset(gram for gram in found if not all(word in COMMON for word in gram))


@cache
def _everyday_words() -> frozenset[str]:
    """The words of which each of these three words has at least one."""
    return frozenset(word for gram in _everyday() for word in gram if word not in COMMON)
