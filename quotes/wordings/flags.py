"""What is dangerous about a difference: a negation, number or name that is not the same, a verb less sure.

Similarity will not tell: a sentence and its negation are 99 % alike.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from ..model import Span
from .lexicon import (
    ASIDES,
    COMMON,
    CONDITIONS,
    MODALS,
    MONTHS_AND_DAYS,
    NEGATORS,
    ONLY,
    OPPOSITES,
    PAST,
    PREFIXES,
    PRESENT,
    QUANTITIES,
    TENSES,
    TITLES,
)
from .numbers import is_number
from .words import Word

FlagKind = Literal[
    "negation lost",
    "negation gained",
    "number changed",
    "name changed",
    "modality changed",
    "tense changed",
    "far apart",
]
FLAG_KINDS: tuple[FlagKind, ...] = (
    "negation lost",
    "negation gained",
    "number changed",
    "name changed",
    "modality changed",
    "tense changed",
    "far apart",
)
_EXCEPT = frozenset({"unless", "without", "except", "but"})
SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s|$)")
# The last is where the parser joined two quotations: “A,” … “B.”
_CLAUSE_END = re.compile(
    r"[.!?;:—–]|,\s*(?:but|and|so|because|which|while|although|though)\b|(?:,?[”\"’'])?\s?…\s[“\"‘'\[]",
    re.IGNORECASE,
)
# Words left out, or put in, that may be a verb's: "will", "have to".
_SHORT = 4
# A negation so many words from another of the other kind only moved.
_MOVED = 6


@dataclass(frozen=True, slots=True)
class Flag:
    """What is dangerous, where it stands in both texts (code points, half-open), and what it was and is.

    ``where`` and ``ellipsis`` are of the place as `variants.Difference` has them; ``words`` counts those that
    differ there, of the text that has more of them.
    """

    kind: FlagKind
    one: Span
    other: Span
    was: str
    now: str
    where: Literal["start", "middle", "end"] = "middle"
    ellipsis: bool = False
    words: int = 0


@dataclass
class Gap:
    """A place in which two texts differ: words ``a[0]`` to ``a[1]`` of the one, ``b[0]`` to ``b[1]`` of the
    other, between words that both have."""

    one: str
    other: str
    words_a: Sequence[Word]
    words_b: Sequence[Word]
    a: tuple[int, int]
    b: tuple[int, int]
    where: Literal["start", "middle", "end"]

    @cached_property
    def spans(self) -> tuple[Span, Span]:
        """Where the words of either text stand; empty, where the place is, if there are none."""
        return _span(self.words_a, self.a), _span(self.words_b, self.b)

    @cached_property
    def seam_one(self) -> tuple[int, int]:
        """From the end of the word before the place to the start of the word behind it."""
        return _seam(self.one, self.words_a, self.a)

    @cached_property
    def seam_other(self) -> tuple[int, int]:
        """The same in the other text."""
        return _seam(self.other, self.words_b, self.b)

    def sides(self) -> tuple[list[str], list[str]]:
        """The normalised words of either text."""
        return [w.word for w in self.words_a[slice(*self.a)]], [w.word for w in self.words_b[slice(*self.b)]]


def _span(words: Sequence[Word], part: tuple[int, int]) -> Span:
    start, end = part
    if start < end:
        return Span(words[start].start, words[end - 1].end)
    at = words[start - 1].end if start else words[0].start if words else 0
    return Span(at, at)


def _seam(text: str, words: Sequence[Word], part: tuple[int, int]) -> tuple[int, int]:
    start, end = part
    return (words[start - 1].end if start else 0, words[end].start if end < len(words) else len(text))


def flag(kind: FlagKind, gap: Gap) -> Flag:
    """A flag for all of a place."""
    one, other = gap.spans
    was, now = gap.one[slice(*one)], gap.other[slice(*other)]
    omitted = re.search(r"…|\.\s?\.\s?\.", gap.other[slice(*gap.seam_other)] + gap.one[slice(*gap.seam_one)])
    return Flag(
        kind, one, other, was, now, gap.where, bool(omitted), max(gap.a[1] - gap.a[0], gap.b[1] - gap.b[0])
    )


def of_gap(gap: Gap) -> list[Flag]:
    """What is dangerous about one place, whether its words were changed, left out or added."""
    was, now = gap.sides()
    changed = bool(was and now)
    if changed:
        kinds = [_negation(was, now), _number(was, now), _name(gap), _modality(was, now), _tense(was, now)]
        return [flag(kind, gap) for kind in kinds if kind]
    governing = _governing(gap)
    kept, lost = ([], governing) if now else (governing, [])
    found: list[FlagKind | None] = []
    if gap.where == "middle":
        found = [_negation(kept, lost)]
        if len(was) + len(now) <= _SHORT:
            found.append(_modality(kept, lost))
    elif _count(governing) and not _goes_on(gap):
        found = ["negation gained" if now else "negation lost"]
    return [flag(kind, gap) for kind in found if kind]


def _goes_on(gap: Gap) -> bool:
    """Whether what was trimmed is of a list of denials whose rest denies by itself: “not now, | not ever”."""
    words, (start, end) = (gap.words_a, gap.a) if gap.a[1] > gap.a[0] else (gap.words_b, gap.b)
    if gap.where == "start":
        return end < len(words) and words[end].word in NEGATORS
    behind = [word.word for word in words[start : start + 2]]
    denied = any(word.word in NEGATORS for word in words[:start])
    return denied and any(word in NEGATORS for word in behind) and not set(behind) & _EXCEPT


def _governing(gap: Gap) -> list[str]:
    """Of words that only one text has, those of clauses that stand in both: others govern nothing there."""
    in_one = gap.a[1] > gap.a[0]
    text = gap.one if in_one else gap.other
    words, (start, end) = (gap.words_a, gap.a) if in_one else (gap.words_b, gap.b)
    if gap.where == "end":
        near = [w for w in words[start : start + 2] if w.word in CONDITIONS]
        stop = text[words[start - 1].end : words[start].start] if start else ""
        return [] if SENTENCE_END.search(stop + " ") or ";" in stop else [w.word for w in near]
    clauses: list[list[Word]] = [[]]
    for n in range(start, end):
        clauses[-1].append(words[n])
        if n + 1 < end and _breaks(text, words, n):
            clauses.append([])
    last_breaks = end > start and end < len(words) and _breaks(text, words, end - 1)
    if gap.where == "start":
        kept = [] if last_breaks else clauses[-1]
        # "No, we will" denies nothing that follows.
        return [w.word for w in kept if text[w.end : w.end + 1] != ","]
    first_breaks = start > 0 and _breaks(text, words, start - 1)
    if _is_aside(text, words, start, end):
        return []
    if len(clauses) == 1:
        # A whole clause that was put in between governs nothing, unless it is short.
        return [] if first_breaks and last_breaks and end - start > 4 else [w.word for w in clauses[0]]
    return [w.word for w in ([] if first_breaks else clauses[0]) + ([] if last_breaks else clauses[-1])]


def _is_aside(text: str, words: Sequence[Word], start: int, end: int) -> bool:
    """Whether words between two commas or dashes are a sentence of their own: ", as I will not deny,"."""
    if not 0 < start < end < len(words) or words[start].word not in ASIDES:
        return False
    before, after = (
        text[words[start - 1].end : words[start].start],
        text[words[end - 1].end : words[end].start],
    )
    return any(mark in before for mark in ",—–-(") and any(mark in after for mark in ",—–-)")


def _breaks(text: str, words: Sequence[Word], n: int) -> bool:
    """Whether a clause ends behind a word."""
    if n + 1 >= len(words):
        return True
    return bool(_CLAUSE_END.match(text[words[n].end : words[n + 1].end].lstrip("\"'”’»)] ")))


def _count(words: Sequence[str]) -> int:
    """How many words deny; "not only" denies nothing."""
    return sum(
        word in NEGATORS and not (n + 1 < len(words) and words[n + 1] in ONLY) for n, word in enumerate(words)
    )


def _negation(was: Sequence[str], now: Sequence[str]) -> FlagKind | None:
    if (before := _count(was)) != (after := _count(now)):
        return "negation lost" if before > after else "negation gained"
    for word in was:
        for other in now:
            if word == other:
                continue
            if frozenset((word, other)) in OPPOSITES:
                return (
                    "negation lost" if other in ("always", "with", "in", "for", "if") else "negation gained"
                )
            if _prefixed(word, other):
                return "negation lost"
            if _prefixed(other, word):
                return "negation gained"
    return None


def _prefixed(word: str, base: str) -> bool:
    """Whether a word denies another: unhappy happy, disagree agree, hopeless hopeful."""
    if len(base) > 3 and any(word == prefix + base for prefix in PREFIXES):
        return True
    return word.endswith("less") and len(word) > 6 and base in (word[:-4] + "ful", word[:-4])


def _numeric(words: Sequence[str]) -> list[str]:
    return [w for w in words if (is_number(w) and w != "1") or w in QUANTITIES]


def _number(was: Sequence[str], now: Sequence[str]) -> FlagKind | None:
    before, after = _numeric(was), _numeric(now)
    if sorted(before) == sorted(after):
        return None
    return "number changed" if (before and after) or len(was) + len(now) <= 8 else None


def _names(gap: Gap, side: int) -> set[str]:
    """The words with capitals that name somebody or something."""
    text, words, (start, end) = (
        (gap.one, gap.words_a, gap.a) if side == 0 else (gap.other, gap.words_b, gap.b)
    )
    found = set()
    for n in range(start, end):
        word = words[n]
        printed = text[word.start : word.end]
        capital = printed[:1].isupper() and word.word not in TITLES and word.word not in COMMON
        if capital or word.word in MONTHS_AND_DAYS - {"may", "march"}:
            found.add(word.word)
    return found


def _is_lower(gap: Gap) -> bool:
    """Whether a text has no capitals to go by, or nothing else: a headline, a transcript."""
    for text, words in ((gap.one, gap.words_a), (gap.other, gap.words_b)):
        capitals = sum(text[w.start : w.start + 1].isupper() for w in words)
        if len(words) > 4 and not 0 < capitals <= 0.7 * len(words):
            return True
    return False


def _name(gap: Gap) -> FlagKind | None:
    one, other = _names(gap, 0), _names(gap, 1)
    if one == other or _is_lower(gap):
        return None
    was, now = gap.sides()
    # What a sentence begins with has a capital anyway: a name only where the other text has one there, too.
    start_one, start_other = _begins(gap.one, gap.seam_one[0]), _begins(gap.other, gap.seam_other[0])
    if start_one and was[0] in one and start_other and now[0] in other:
        one, other = _unless_plain(one, was[0], gap), _unless_plain(other, now[0], gap)
    else:
        one -= {was[0]} if start_one else set()
        other -= {now[0]} if start_other else set()
    one, other = one - other, other - one
    return "name changed" if one and other else None


def _unless_plain(names: set[str], first: str, gap: Gap) -> set[str]:
    """Names without a word that a sentence begins with and that is written small elsewhere."""
    small = {
        w.word
        for text, words in ((gap.one, gap.words_a), (gap.other, gap.words_b))
        for w in words
        if w.word == first and text[w.start : w.start + 1].islower()
    }
    return names - small


def _begins(text: str, at: int) -> bool:
    """Whether a sentence begins behind a place."""
    before = text[:at].rstrip()
    return not before or bool(SENTENCE_END.search(text[max(at - 3, 0) : at + 3]))


def _modality(was: Sequence[str], now: Sequence[str]) -> FlagKind | None:
    before = sorted({MODALS[w] for w in was if w in MODALS})
    after = sorted({MODALS[w] for w in now if w in MODALS})
    must = {"have", "has", "need", "needs"}
    before += ["must"] if "to" in was and must & set(was) and "must" not in before else []
    after += ["must"] if "to" in now and must & set(now) and "must" not in after else []
    return "modality changed" if sorted(before) != sorted(after) else None


def _tense(was: Sequence[str], now: Sequence[str]) -> FlagKind | None:
    past, present = set(was) & PAST, set(was) & PRESENT
    past_now, present_now = set(now) & PAST, set(now) & PRESENT
    if (past and present_now and not past_now) or (present and past_now and not present_now):
        return "tense changed"
    for word in was:
        for other in now:
            if word == other:
                continue
            if frozenset((word, other)) in TENSES or _inflected(word, other) or _inflected(other, word):
                return "tense changed"
    return None


def _inflected(past: str, present: str) -> bool:
    """Whether one word is the past of a regular verb and the other its present: raised raises."""
    if not past.endswith("ed") or len(past) < 5 or present.endswith("ed"):
        return False
    stems = {past[:-2], past[:-1], past[:-3] + "y" if past.endswith("ied") else past[:-2]}
    if len(past) > 5 and past[-3] == past[-4]:
        stems.add(past[:-3])
    return any(present in (stem, stem + "s", stem + "es", stem[:-1] + "ies") for stem in stems)


def settled(found: list[Flag]) -> list[Flag]:
    """Flags without those that cancel out: a negation lost here and gained a few words on only moved."""
    left = list(found)
    for lost in [f for f in found if f.kind == "negation lost"]:
        for gained in [f for f in left if f.kind == "negation gained"]:
            near = abs(lost.one[0] - gained.one[0]) <= 5 * _MOVED
            if near and lost in left:
                left.remove(lost)
                left.remove(gained)
                break
    return list(dict.fromkeys(left))
