"""Which names, across articles, are one person's: forms of a name, what joins them, what keeps them apart.

Everything here is a function of sets, so that the order in which articles come never changes the result.
The terms are those of record linkage (Fellegi & Sunter 1969): *blocks* hold the names worth comparing,
evidence is counted in points, and contradictions veto. What it costs is bounded by the block, not by the
database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .forms import ENOUGH, Tie, form, least, rank, tie
from .statements import EVERYWHERE, LIFETIME, Pairs, Stated, evidence


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


def is_shared(name: str, others: Sequence[str]) -> bool:
    """Whether a name may be short for any of several who are not one: George Bush, of George W. and H. W."""
    near = [other for other in others if other != name and tie(name, other)]
    return any(_different(one, other) for i, one in enumerate(near) for other in near[:i])


def split(name: Person, shared: bool = False) -> list[Person]:
    """The people who share a full name, most often just one.

    What role, company, outlet or topic tie together is one person's, unless dates, ages or offices
    make that impossible; of the rest what contradicts the others is another's, and of a ``shared`` name
    (`is_shared`) all that nothing ties. The most quoted keeps the name's id, the others get their field of
    work, their place or their time behind it.
    """
    if len(name.stated) < 2:
        return [name]
    stated = sorted(
        name.stated,
        key=lambda s: (s.role or "", s.first or "", s.outlet or "", s.topics or "", str(s.key)),
    )
    pairs = Pairs(stated)
    groups = pairs.tied((True,) if shared else (True, False))
    if len(groups) < 2:
        return [name]

    def first(group: int) -> Stated:
        return pairs.of(group)[0]

    groups.sort(
        key=lambda g: (-pairs.articles(g), first(g).role or "", first(g).first or "", str(first(g).key))
    )
    at_odds = [not shared and any(pairs.two(a, b) for b in groups if b is not a) for a in groups]
    masks: list[int] = []
    for group in [g for g, odd in zip(groups, at_odds, strict=True) if odd]:
        fits = [i for i, person in enumerate(masks) if not pairs.two(person, group)]
        if fits:
            masks[fits[0]] |= group
        else:
            masks.append(group)
    for group in [g for g, odd in zip(groups, at_odds, strict=True) if not odd]:
        about = _about(pairs.of(group))
        alike = [i for i, person in enumerate(masks) if not about.isdisjoint(_about(pairs.of(person)))]
        if not shared and (len(masks) < 2 or len(alike) == 1 or _dominates([pairs.of(p) for p in masks])):
            if masks:
                masks[alike[0] if alike else 0] |= group
            else:
                masks = [group]
        else:
            masks.append(group)  # nobody knows which of them
    people = [pairs.of(person) for person in masks]
    if _dominates(people):
        people = _without_slips(people)
    if len(people) < 2:
        return [name]
    result = [Person(name.id, name.name, tuple(people[0]), name.claims, name.id)]
    for other in people[1:]:
        suffix, n = _suffix(other, people), 1
        while any(p.id == f"{name.id}_{suffix}" for p in result):
            n += 1
            suffix = f"{suffix.rstrip('-0123456789')}-{n}"
        result.append(Person(f"{name.id}_{suffix}", name.name, tuple(other), frozenset(), name.id))
    return result


def _without_slips(people: list[list[Stated]]) -> list[list[Stated]]:
    """Give single articles to whom everybody else means, unless a lifetime lies between: articles err."""
    first, *others = people
    kept = []
    for other in others:
        years = [s.years for s in first if s.years]
        own = other[0].years
        far = own is not None and years and min(abs(own[0] - y[0]) for y in years) >= LIFETIME
        if sum(s.n for s in other) > 1 or far:
            kept.append(other)
        else:
            first = first + other
    return [first, *kept]


def _dominates(people: list[list[Stated]]) -> bool:
    """Whether the first of several people of one name is whom everybody means by it."""
    first, *others = sorted((sum(s.n for s in p) for p in people), reverse=True)
    return first >= EVERYWHERE and first >= 4 * sum(others) and sum(s.n for s in people[0]) == first


def _about(group: Iterable[Stated]) -> frozenset[str]:
    return frozenset().union(*(s.about for s in group))


def _suffix(group: list[Stated], groups: list[list[Stated]]) -> str:
    """What tells one of several people of one name from the others: field, place, or decade."""

    def kinds(g: list[Stated]) -> tuple[list[str], list[str], list[str], list[str]]:
        return (
            sorted({f for s in g for f in s.facts.fields}),
            sorted(_about(g)),
            sorted({n for s in g for n in s.facts.names}),
            sorted({f"{d[:3]}0s" for s in g for d in (s.first,) if d}),
        )

    own = kinds(group)
    others = [kinds(g) for g in groups if g is not group]
    for which in range(4):
        new = [value for value in own[which] if not any(value in other[which] for other in others)]
        if new:
            return "".join(c if c.isalnum() else "-" for c in new[0])
    return "other"


@dataclass(slots=True)
class Group:
    """Names that are one person's: the id of the row, and why each name is in it, by name id."""

    id: str
    members: dict[str, Tie] = field(default_factory=dict)


def gather(
    people: Sequence[Person],
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
    known: dict[tuple[int, int], int] = {}
    for i, a in enumerate(people):
        for j in range(i):
            b = people[j]
            how = _how(a, b)
            if not how or _kept_apart(a, b, pinned):
                continue
            found = evidence(a.stated, b.stated)
            if found < (least(a.name, b.name) if how == "short name" else 0):
                continue
            ties[j, i], known[j, i] = how, found
    # A name that fits two who contradict each other says which it is by evidence, or joins neither.
    rivals: dict[int, set[int]] = {}
    for i, j in ties:
        rivals.setdefault(i, set()).add(j)
        rivals.setdefault(j, set()).add(i)
    admitted = []
    for (i, j), how in ties.items():
        if _of_two_generations(i, j, people):
            continue
        if how == "alias" or all(
            _prevails((i, j), (min(x, k), max(x, k)), known)
            for x, y in ((i, j), (j, i))
            for k in rivals[x]
            if k != y and (min(k, y), max(k, y)) not in ties and _two_people(people[k], people[y])
        ):
            admitted.append((i, j))
    order = {"same name": 0, "alias": 1, "middle name": 2, "short name": 3}
    admitted.sort(key=lambda e: (order[ties[e]], -known[e], people[e[0]].id, people[e[1]].id))
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


def _prevails(edge: tuple[int, int], rival: tuple[int, int], known: dict[tuple[int, int], int]) -> bool:
    return known[edge] >= ENOUGH and known[edge] > known.get(rival, 0)


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


def _of_two_generations(i: int, j: int, people: Sequence[Person]) -> bool:
    """Whether a name without "Jr." stands between two generations, so that it may be either's."""
    a, b = form(people[i].name), form(people[j].name)
    if a is None or b is None or a.suffix == b.suffix:
        return False
    plain = people[j if a.suffix else i].name
    near = [form(person.name) for person in people if tie(plain, person.name)]
    return len({parts.suffix for parts in near if parts is not None} - {""}) > 1


def _two_people(a: Person, b: Person) -> bool:
    return _different(a.name, b.name) or evidence(a.stated, b.stated) < 0


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
