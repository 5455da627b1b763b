"""What articles state of a name, and what two such statements say of whether they are of one person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from .careers import NOTHING, Facts, contradict, facts, likeness, same_office_elsewhere, strangers, too_young
from .forms import ENOUGH

LIFETIME = 60  # years between two articles that quote one person
EVERYWHERE = 8  # articles


@dataclass(frozen=True, slots=True)
class Stated:
    """What some articles state alike of a name: role, age, pronouns; what they are about, where and when.

    ``first`` and ``last`` are the dates of the earliest and latest, ``n`` how many they are. ``company``
    are the other speakers of these articles who are known everywhere, ``story`` the rare words that tell
    what the articles are about (`topics.story`), without those of the name itself; ``pronouns`` of
    several articles are joined by commas; by the members of ``key`` the caller finds the articles again.
    Worked out from these: ``facts``, what the role says; ``about``, the fields
    of work of the role or, without one, those that the articles are about; ``years``, those of the
    earliest and the latest article, where they have dates; ``aged``, whether anything tells an age.
    """

    role: str | None
    first: str | None
    last: str | None
    n: int
    age: int | None = None
    pronouns: str | None = None
    topics: str | None = None
    outlet: str | None = None
    company: frozenset[str] = frozenset()
    story: frozenset[str] = frozenset()
    key: tuple[object, ...] = ()
    facts: Facts = field(init=False, repr=False, compare=False)
    about: frozenset[str] = field(init=False, repr=False, compare=False)
    years: tuple[int, int] | None = field(init=False, repr=False, compare=False)
    aged: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        known = facts(self.role) if self.role else NOTHING
        years = (int(self.first[:4]), int(self.last[:4])) if self.first and self.last else None
        object.__setattr__(self, "facts", known)
        object.__setattr__(self, "about", known.fields or _topics(self.topics))
        object.__setattr__(self, "years", years)
        aged = self.age is not None or known.age is not None or "youth" in known.fields
        object.__setattr__(self, "aged", aged)


def about(role: str | None, topics: str | None) -> frozenset[str]:
    """What an article that says this of somebody is about: see `Stated`."""
    return (facts(role).fields if role else None) or _topics(topics)


@lru_cache(maxsize=4096)
def _topics(topics: str | None) -> frozenset[str]:
    return frozenset((topics or "").split(",")) - {""}


class Roles(NamedTuple):
    """What two roles say of whether one person has both; see the functions of `careers`."""

    likeness: int
    same_office_elsewhere: bool
    contradict: bool
    contradict_at_once: bool


_NO_ROLES = Roles(0, False, False, False)


@lru_cache(maxsize=32768)
def _compared(one: str, other: str) -> Roles:
    a, b = facts(one), facts(other)
    return Roles(
        likeness(a, b), same_office_elsewhere(a, b), contradict(a, b), contradict(a, b, at_once=True)
    )


def compared(one: str | None, other: str | None) -> Roles:
    """What two roles say; None is no role, which says nothing."""
    return _compared(one, other) if one and other else _NO_ROLES


def impossible(one: Stated, other: Stated) -> bool:
    """Whether dates, ages or offices say that these are two people."""
    if compared(one.role, other.role).same_office_elsewhere:
        return True
    a, b = one.years, other.years
    if a is None or b is None:
        return False
    if max(b[0] - a[1], a[0] - b[1]) >= LIFETIME:
        return True
    if not (one.aged or other.aged):
        return False
    return too_young(one.facts, one.age, a[0], other.facts, other.age, b[0])


def conflict(one: Stated, other: Stated) -> bool:
    """Whether hardly anybody does what both roles say, or not within a year where the dates are that near."""
    roles = compared(one.role, other.role)
    return roles.contradict or (roles.contradict_at_once and _at_once(one, other))


def unlikely(one: Stated, other: Stated) -> bool:
    """Whether what they do says that these are hardly one person."""
    if conflict(one, other):
        return True
    return not (one.facts.fields and other.facts.fields) and strangers(one.about, other.about)


def _at_once(one: Stated, other: Stated) -> bool:
    a, b = one.years, other.years
    return a is not None and b is not None and max(b[0] - a[1], a[0] - b[1]) <= 1


def differ_in_gender(one: Iterable[Stated], other: Iterable[Stated]) -> bool:
    """Whether articles call the one only "he" and the other only "she"."""
    a, b = ({p for s in said if s.pronouns for p in s.pronouns.split(",")} for said in (one, other))
    return (a, b) in (({"he"}, {"she"}), ({"she"}, {"he"}))


def points(one: Stated, other: Stated) -> int:
    """What speaks for their being one person, beyond the name: role, company, story, outlet and field."""
    found = compared(one.role, other.role).likeness
    if one.company and not one.company.isdisjoint(other.company):
        found += ENOUGH
    if one.story and not one.story.isdisjoint(other.story):
        found += min(len(one.story & other.story), ENOUGH)
    return found + (_same_outlet(one, other) and not one.about.isdisjoint(other.about))


def _same_outlet(one: Stated, other: Stated) -> bool:
    return one.outlet is not None and one.outlet == other.outlet


def _weak(one: Stated, other: Stated) -> bool:
    return bool(_same_outlet(one, other) or not one.about.isdisjoint(other.about) or points(one, other))


def _strong(one: Stated, other: Stated) -> bool:
    return bool(
        compared(one.role, other.role).likeness
        or not one.company.isdisjoint(other.company)
        or (not one.story.isdisjoint(other.story) and len(one.story & other.story) >= ENOUGH)
    )


def evidence(one: Sequence[Stated], other: Sequence[Stated]) -> int:
    """The most points that what articles say of two names gives; -1 where anything says they are two.

    Articles err, and parsers: what single articles say of a role counts for nothing against it where
    they are no more than one in `EVERYWHERE` of the name.
    """
    if differ_in_gender(one, other):
        return -1
    ours, theirs = _kinds(one), _kinds(other)
    odd: tuple[set[int], set[int]] = (set(), set())
    for i, a in enumerate(ours):
        for j, b in enumerate(theirs):
            if impossible(a, b):
                return -1
            if conflict(a, b):
                odd[0].add(i)
                odd[1].add(j)
    if odd[0] and not _slips(one, ours, odd[0]) and not _slips(other, theirs, odd[1]):
        return -1
    best = max((compared(a.role, b.role).likeness for a in ours for b in theirs), default=0)
    # Only those that share a speaker, a word or an outlet with any of the other name can add to that.
    near = _sharing(one, other)
    if near:
        best = max([best, *(points(a, b) for b in _sharing(other, near) for a in near)])
    return best


def _kinds(stated: Sequence[Stated]) -> list[Stated]:
    """One of each kind that role, age and years tell apart: nothing else can veto."""
    return list({(s.role, s.age, s.years): s for s in stated}.values())


def _slips(stated: Sequence[Stated], kinds: Sequence[Stated], odd: Iterable[int]) -> bool:
    """Whether these kinds of what is said of a name are each said in one article, among very many others."""
    said: dict[object, int] = {}
    for s in stated:
        kind = (s.role, s.age, s.years)
        said[kind] = said.get(kind, 0) + s.n
    counts = [said[s.role, s.age, s.years] for s in map(kinds.__getitem__, odd)]
    return max(counts) == 1 and sum(counts) * EVERYWHERE <= sum(said.values())


def _sharing(one: Sequence[Stated], other: Sequence[Stated]) -> list[Stated]:
    company = frozenset().union(*(s.company for s in other))
    story = frozenset().union(*(s.story for s in other))
    outlets = {s.outlet for s in other} - {None}
    return [
        s
        for s in one
        if s.outlet in outlets or not s.company.isdisjoint(company) or not s.story.isdisjoint(story)
    ]


class Pairs:
    """All the pairs of some statements of one name: ties, and what says that a pair is not one person's.

    Sets of statements are masks: bit i is ``stated[i]``.
    """

    def __init__(self, stated: Sequence[Stated]) -> None:
        self.stated = stated
        masks: dict[tuple[object, ...], int] = {}
        samples: list[Stated] = []
        for i, s in enumerate(stated):
            kind = (s.role, s.age, s.years)
            if kind not in masks:
                samples.append(s)
            masks[kind] = masks.get(kind, 0) | 1 << i
        kinds = list(zip(samples, masks.values(), strict=True))
        self.impossible = [0] * len(stated)
        self.conflict = [0] * len(stated)
        for at, (one, ours) in enumerate(kinds):
            for other, theirs in kinds[: at + 1]:
                for found, matrix in (
                    (impossible(one, other), self.impossible),
                    (conflict(one, other), self.conflict),
                ):
                    if found:
                        for i in _bits(ours):
                            matrix[i] |= theirs & ~(1 << i)
                        for i in _bits(theirs):
                            matrix[i] |= ours & ~(1 << i)

    def tied(self, ties: Sequence[bool]) -> list[int]:
        """Groups of what is tied together, strong ties (True) first, none with an impossible pair in it."""
        stated = self.stated
        groups = [1 << i for i in range(len(stated))]
        bad, odd = list(self.impossible), list(self.conflict)
        of = list(range(len(stated)))
        hardly: dict[tuple[int, int], bool] = {}
        for strong in ties:
            tie = _strong if strong else _weak
            for i in range(len(stated)):
                for j in range(i):
                    to, gone = of[j], of[i]
                    if to == gone or groups[to] & bad[gone] or (not strong and groups[to] & odd[gone]):
                        continue
                    if not tie(stated[i], stated[j]):
                        continue
                    if not strong:  # what they share is little: not of those who are hardly one
                        both = groups[to], groups[gone]
                        if both not in hardly:
                            hardly[both] = self.two(*both)
                        if hardly[both]:
                            continue
                    for k in _bits(groups[gone]):
                        of[k] = to
                    groups[to] |= groups[gone]
                    bad[to] |= bad[gone]
                    odd[to] |= odd[gone]
                    groups[gone] = 0
        return [group for group in groups if group]

    def articles(self, group: int) -> int:
        """In how many articles the statements of a group are."""
        return sum(self.stated[i].n for i in _bits(group))

    def two(self, one: int, other: int) -> bool:
        """Whether two groups are two people: impossible as one, or unlikely where nothing ties them."""
        if any(other & (self.impossible[i] | self.conflict[i]) for i in _bits(one)):
            return True
        # Whoever is quoted everywhere is quoted on everything.
        if self.articles(one) >= EVERYWHERE:
            return False
        return any(unlikely(self.stated[i], self.stated[j]) for i in _bits(one) for j in _bits(other))

    def of(self, group: int) -> list[Stated]:
        """The statements of a group, in their order."""
        return [self.stated[i] for i in _bits(group)]


def _bits(mask: int) -> Iterable[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
