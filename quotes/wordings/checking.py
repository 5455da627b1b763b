"""Whether words were printed as somebody has them: they and the prints that come into question, weighed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from .joining import reach, reach_of
from .variants import Variant, compare
from .words import normal_words

Answer = Literal["verbatim", "part", "altered", "somebody else's", "not found"]
ANSWERS: tuple[Answer, ...] = ("verbatim", "part", "altered", "somebody else's", "not found")


PARAPHRASED = "only paraphrased"
_LEVELS = ANSWERS[:3]
_ALTERED = _LEVELS.index("altered")


@dataclass(frozen=True, slots=True)
class Print:
    """A quote that may print the words: ``key`` is whatever names it, ``speakers`` are ids, ``inside`` is
    the key of the quote it stands in, ``quoted`` what of its text stands in quotation marks; None is all."""

    key: str
    text: str
    speakers: frozenset[str] = frozenset()
    inside: str | None = None
    quoted: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A print of the words, and how the words asked about differ from it. ``whose`` tells whether it is by
    the speaker named, if one was; ``quoted`` whether it vouches for the words, or only reports what was
    said."""

    print: Print
    variant: Variant
    whose: bool
    quoted: bool = True

    @property
    def flags(self) -> tuple[str, ...]:
        """What is dangerous about the words: the variant's flags, and that nobody quotes them so."""
        found = tuple(flag.kind for flag in self.variant.flags)
        return found if self.quoted else (*found, PARAPHRASED)

    @property
    def rank(self) -> tuple[int, int, int, int]:
        """The better the smaller: by what it is evidence for, then by how much is as printed."""
        words = sum(self.variant.words) - 2 * self.variant.shared
        return _level(self), len(self.flags), words, len(self.variant.differences)


@dataclass(frozen=True, slots=True)
class Finding:
    """What the prints say of some words.

    ``answer``: "verbatim"; "part" of what was printed; "altered", words were changed, left out in the middle
    or put in; "somebody else's", only others than the one named are quoted so; "not found". ``matches`` are
    the prints that say it, in the order given, altered ones from the nearest on. ``others`` are prints as
    good or better under other speakers than the one named, or than the best match's where nobody was named;
    ``otherwise`` are prints of the words, by those who said them, that are flagged in another way.
    """

    answer: Answer
    matches: tuple[Match, ...] = ()
    others: tuple[Match, ...] = ()
    otherwise: tuple[Match, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether the words may be printed so: they are verbatim or part, and nothing that changes their
        meaning was left out."""
        return self.answer in ("verbatim", "part") and not self.matches[0].flags


def weigh(text: str, prints: Iterable[Print], speakers: Collection[str] | None = None) -> Finding:
    """What the prints say of a text; ``speakers`` are the ids of whoever is said to have said it, or None.

    Short and everyday phrases are evidence only under the speaker named, or where nobody was.
    """
    asked = normal_words(text)
    near = [match for each in prints if (match := _match(text, asked, each, speakers))]
    found = [match for match in _without_outer(near) if match.whose or _telling(match, asked, near)]
    if not found:
        return Finding("not found")
    first = min(found, key=lambda match: match.rank)
    named = first.print.speakers if speakers is None else set(speakers)
    same: list[Match] = []
    others: list[Match] = []
    for match in found:
        mine = bool(match.print.speakers & named) or (speakers is None and match is first)
        (same if mine else others).append(match)
    # Words that stand under somebody else as they are, and under the one named only changed, are not theirs.
    if not same or min(map(_level, same)) == _ALTERED > min(map(_level, others), default=_ALTERED):
        return Finding("somebody else's", _best(others))
    best = _best(same)
    level = _level(best[0])
    also = tuple(each for each in others if each.print.speakers and _level(each) <= level)
    otherwise = tuple(each for each in same if _level(each) == _ALTERED > level and each.variant.flags)
    return Finding(_LEVELS[level], best, also, otherwise)


def _level(match: Match) -> int:
    return _LEVELS.index(_answer(match.variant))


def _best(found: list[Match]) -> tuple[Match, ...]:
    """The matches that say what the best one says, as they were given; altered ones from the nearest on."""
    level = min(match.rank[:2] for match in found)
    if level[0] == _ALTERED:
        return tuple(sorted(found, key=lambda match: match.rank))
    return tuple(match for match in found if match.rank[:2] == level)


def _answer(variant: Variant) -> Answer:
    if variant.kind == "same":
        return "verbatim"
    counted = {each.kind for each in variant.differences} - {"editor"}
    # Words that nobody printed, even if only at an end, are put into somebody's mouth.
    return "part" if variant.kind == "part" and counted <= {"left out"} else "altered"


def _match(text: str, asked: Sequence[str], one: Print, speakers: Collection[str] | None) -> Match | None:
    if reach(normal_words(one.text), asked) is None:
        return None
    whose = speakers is None or bool(one.speakers & set(speakers))
    quoted = one.quoted is None or any(reach(normal_words(part), asked) for part in one.quoted)
    return Match(one, compare(one.text, text), whose, quoted)


def _telling(match: Match, asked: Sequence[str], near: Iterable[Match]) -> bool:
    """Whether words are long and rare enough to be somebody else's, or stand in what the one named says."""
    if any(each.whose and each.print.key == match.print.inside for each in near):
        return True
    if _answer(match.variant) != "altered" and reach_of(asked) != "speaker":
        return True
    who = reach(normal_words(match.print.text), asked)
    return who == "anyone" or (who == "unknown" and not match.print.speakers)


def _without_outer(found: list[Match]) -> list[Match]:
    """Without prints in which somebody only quotes the words: the quote inside is by whoever said them."""
    best: dict[str, int] = {}
    for match in found:
        if match.print.inside is not None:
            rank = match.rank[0]
            best[match.print.inside] = min(rank, best.get(match.print.inside, rank))
    return [match for match in found if match.rank[0] < best.get(match.print.key, 9)]
