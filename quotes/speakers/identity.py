"""Which names, across articles, are one person's: forms of a name, what joins them, what keeps them apart.

Everything here is a function of sets, so that the order in which articles come never changes the result.
The terms are those of record linkage (Fellegi & Sunter 1969): *blocks* hold the names worth comparing,
evidence is counted in points, and contradictions veto. What it costs is bounded by the block, not by the
database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from .careers import NOTHING, Facts, contradict, facts, likeness, same_office_elsewhere, too_young
from .forms import Tie, form, rank, tie

ENOUGH = 2
"""Points of evidence that join what names alone do not."""
_LIFETIME = 60  # years between two articles that quote one person


@dataclass(frozen=True, slots=True)
class Stated:
    """A role that articles state of a name: between which dates, in how many articles. None is no role."""

    role: str | None
    first: str | None
    last: str | None
    n: int

    @property
    def facts(self) -> Facts:
        """What the role says."""
        return facts(self.role) if self.role else NOTHING


@dataclass(slots=True)
class Person:
    """A full name, or one of the people who share it: what articles say of them.

    ``id`` is the name's id, with a suffix for all but the most quoted of several people of one name;
    ``claims`` are the ids of names that articles give as their other names.
    """

    id: str
    name: str
    stated: tuple[Stated, ...] = ()
    claims: frozenset[str] = frozenset()
    local_id: str = ""

    def __post_init__(self) -> None:
        self.local_id = self.local_id or self.id


def _year(date: str | None) -> int | None:
    return int(date[:4]) if date else None


def apart(one: Stated, other: Stated) -> Literal["", "soft", "hard"]:
    """Whether two roles cannot be one person's: never ("hard"), or hardly ("soft")."""
    a, b = one.facts, other.facts
    years = [_year(one.first), _year(one.last), _year(other.first), _year(other.last)]
    if None not in years:
        gap = max(years[2] - years[1], years[0] - years[3])  # type: ignore[operator]
        if gap >= _LIFETIME:
            return "hard"
    if same_office_elsewhere(a, b) or too_young(a, years[0], b, years[2]):
        return "hard"
    return "soft" if contradict(a, b) else ""


Company = Callable[[Iterable[str | None], Iterable[str | None]], bool]
"""Whether articles with roles of the first kind and of the second share an outlet or further speakers."""


def split(name: Person, company: Company) -> list[Person]:
    """The people who share a full name, most often just one.

    Roles that contradict each other are different people's, unless the same outlet or other speakers of
    the same articles tie them together. Articles that state no role go with most of the others of their
    time. The most quoted keeps the name's id; the others get their field of work, place or time behind
    it.
    """
    stated = sorted(name.stated, key=lambda s: (s.role or "", s.first or ""))
    alike = _union(len(stated), lambda i, j: not apart(stated[i], stated[j]))
    if len(alike) < 2:
        return [name]
    groups = _retie([[stated[i] for i in group] for group in alike], company)
    # A role that says nothing belongs to nobody in particular.
    telling = [
        g for g in groups if any(s.facts.fields or s.facts.age is not None for s in g) or _dated(g, groups)
    ]
    if len(telling) < 2:
        return [name]
    rest = [s for g in groups if g not in telling for s in g]
    ordered = sorted(telling, key=lambda g: (-sum(s.n for s in g), _suffix(g, telling)))
    ordered[0] = ordered[0] + rest
    people = [Person(name.id, name.name, tuple(ordered[0]), name.claims, name.id)]
    for group in ordered[1:]:
        people.append(
            Person(f"{name.id}_{_suffix(group, telling)}", name.name, tuple(group), frozenset(), name.id)
        )
    return people


def _dated(group: list[Stated], groups: list[list[Stated]]) -> bool:
    """Whether a group without a telling role is a lifetime away from all others."""
    return all(apart(s, o) == "hard" for g in groups if g is not group for s in group for o in g)


def _retie(groups: list[list[Stated]], company: Company) -> list[list[Stated]]:
    """Join again what only fields of work set apart, where company ties it together."""

    def tied(i: int, j: int) -> bool:
        if any(apart(a, b) == "hard" for a in groups[i] for b in groups[j]):
            return False
        return company([s.role for s in groups[i]], [s.role for s in groups[j]])

    return [[s for i in g for s in groups[i]] for g in _union(len(groups), tied)]


def _union(n: int, joined: Callable[[int, int], bool]) -> list[list[int]]:
    """The connected components of 0 to n - 1, each sorted, in the order of their least members."""
    parent = list(range(n))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i in range(n):
        for j in range(i):
            if root(i) != root(j) and joined(i, j):
                parent[max(root(i), root(j))] = min(root(i), root(j))
    result: dict[int, list[int]] = {}
    for i in range(n):
        result.setdefault(root(i), []).append(i)
    return list(result.values())


def _suffix(group: list[Stated], groups: list[list[Stated]]) -> str:
    """What tells one of several people of one name from the others: field, place, or decade."""

    def kinds(g: list[Stated]) -> tuple[list[str], list[str], list[str]]:
        return (
            sorted({f for s in g for f in s.facts.fields}),
            sorted({n for s in g for n in s.facts.names}),
            sorted({f"{d[:3]}0s" for s in g for d in (s.first,) if d}),
        )

    own = kinds(group)
    others = [kinds(g) for g in groups if g is not group]
    for which in range(3):
        new = [value for value in own[which] if not any(value in other[which] for other in others)]
        if new:
            return "".join(c if c.isalnum() else "-" for c in new[0])
    return "other"


def evidence(one: Person, other: Person, company: Callable[[], bool]) -> int:
    """Points that two names' roles and company give for their being one person's; -1 for a contradiction."""
    points, conflict = 0, ""
    for a in one.stated:
        for b in other.stated:
            conflict = max(conflict, {"": "", "soft": "a", "hard": "b"}[apart(a, b)])
            points = max(points, likeness(a.facts, b.facts))
    if conflict == "b":
        return -1
    if conflict and not company():
        return -1
    return points if points >= ENOUGH else points + (ENOUGH if company() else 0)


@dataclass(slots=True)
class Group:
    """Names that are one person's: the id of the row, and why each name is in it, by name id."""

    id: str
    members: dict[str, Tie] = field(default_factory=dict)


def gather(
    people: Sequence[Person],
    company: Callable[[Person, Person], bool],
    pinned: Mapping[str, str],
) -> list[Group]:
    """Which of the people are one, as far as their names, roles and company tell.

    ``pinned`` are the speakers that somebody has said names belong to, by name id: names pinned to
    different speakers are never joined. What fits two who are not one joins neither, unless only one of
    them has evidence. The group of names is called by the first of them in the order of `rank`, or by
    whoever claims the others.
    """
    people = sorted(people, key=lambda p: p.id)
    at = {p.id: i for i, p in enumerate(people)}
    ties: dict[tuple[int, int], Tie] = {}
    points: dict[tuple[int, int], int] = {}
    for i, a in enumerate(people):
        for j in range(i):
            b = people[j]
            how = _how(a, b)
            if not how or _kept_apart(a, b, pinned):
                continue
            found = evidence(a, b, lambda a=a, b=b: company(a, b))  # type: ignore[misc]
            if found < 0 or (how == "short name" and found < ENOUGH):
                continue
            ties[j, i], points[j, i] = how, found
    # A name that fits two who contradict each other says which it is by evidence, or joins neither.
    rivals: dict[int, set[int]] = {}
    for i, j in ties:
        rivals.setdefault(i, set()).add(j)
        rivals.setdefault(j, set()).add(i)
    admitted = []
    for (i, j), how in ties.items():
        if how == "alias" or all(
            _prevails((i, j), (min(x, k), max(x, k)), points)
            for x, y in ((i, j), (j, i))
            for k in rivals[x]
            if k != y and (min(k, y), max(k, y)) not in ties
        ):
            admitted.append((i, j))
    order = {"same name": 0, "alias": 1, "middle name": 2, "short name": 3}
    admitted.sort(key=lambda e: (order[ties[e]], -points[e], people[e[0]].id, people[e[1]].id))
    clusters = [{i} for i in range(len(people))]
    of = list(range(len(people)))
    for i, j in admitted:
        if of[i] == of[j] or not _fit(clusters[of[i]], clusters[of[j]], people, ties, pinned):
            continue
        gone = of[j]
        for k in clusters[gone]:
            of[k] = of[i]
        clusters[of[i]] |= clusters[gone]
        clusters[gone] = set()
    return [_group([people[i] for i in sorted(c)], pinned, at, ties) for c in clusters if c]


def _how(a: Person, b: Person) -> Tie:
    if a.local_id == b.local_id:
        return ""
    if a.local_id in b.claims or b.local_id in a.claims:
        return "alias"
    return tie(a.name, b.name)


def _prevails(edge: tuple[int, int], rival: tuple[int, int], points: dict[tuple[int, int], int]) -> bool:
    return points[edge] >= ENOUGH and points[edge] > points.get(rival, 0)


def _kept_apart(a: Person, b: Person, pinned: Mapping[str, str]) -> bool:
    one, other = pinned.get(a.id), pinned.get(b.id)
    return one is not None and other is not None and one != other


def _fit(
    one: set[int],
    other: set[int],
    people: list[Person],
    ties: dict[tuple[int, int], Tie],
    pinned: Mapping[str, str],
) -> bool:
    """Whether no name of one group contradicts a name of the other."""
    for i in one:
        for j in other:
            a, b = people[i], people[j]
            if _kept_apart(a, b, pinned) or a.local_id == b.local_id:
                return False
            if (min(i, j), max(i, j)) not in ties and _different(a.name, b.name):
                return False
    return True


def _different(one: str, other: str) -> bool:
    """Whether two names of the same family name cannot be one person's."""
    a, b = form(one), form(other)
    if a is None or b is None or a.family != b.family:
        return False
    return not tie(one, other)


def _group(
    members: list[Person], pinned: Mapping[str, str], at: Mapping[str, int], ties: dict[tuple[int, int], Tie]
) -> Group:
    targets = sorted({pinned[p.id] for p in members if p.id in pinned})
    claimed = {c for p in members for c in p.claims}
    free = [p for p in members if p.local_id not in claimed] or members
    best = min(free, key=lambda p: (p.id != p.local_id, *rank(p.name), p.id))
    group = Group(targets[0] if targets else best.id)
    for p in members:
        hows = [
            ties.get((min(at[p.id], at[q.id]), max(at[p.id], at[q.id])), "") for q in members if q is not p
        ]
        group.members[p.id] = "same name" if p is best else next((h for h in hows if h), "same name")
    return group
