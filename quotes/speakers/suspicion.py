"""What speaks for two speakers' being one, and for one's being several: points, each with its reason.

The parser joins and parts speakers where the evidence is enough; here it is weighed where it is not quite,
for a person to decide. Everything is a function of what articles state (`statements.Stated`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from .careers import contradict, facts, likeness, same_office_elsewhere, too_young
from .forms import Form, form, organisation_base, sound, tie, usual
from .names import fold
from .statements import Stated, differ_in_gender, impossible, points

ENOUGH = 5
"""Points from which a suspicion is worth a person's time."""
_CLOSE = 86  # of 100: names that differ by a letter in eight
_SMALL_WORDS = frozenset("of the and for de la a an in on to".split())
_MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class Suspect:
    """A speaker: the names that articles use, as printed, and what they state, an article each."""

    id: str
    name: str
    kind: str
    stated: tuple[Stated, ...] = ()
    claims: frozenset[str] = frozenset()
    """Folded names that articles give as other names of theirs."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence: how much it counts, and what it is."""

    points: int
    words: str


def name_keys(one: Known, kind: str) -> set[str]:
    """The blocks of a name: two names that share none are not compared. More than `forms.blocks` has, so
    that names misspelt, turned round or shortened to two surnames meet as well."""
    name, parts = one.name, one.form
    if kind == "organisation":
        words = [word for word in organisation_base(name).split() if word not in _SMALL_WORDS]
        keys = {f"org {word}" for word in words}
        keys.add("acronym " + ("".join(word[0] for word in words) if len(words) > 1 else "".join(words)))
        return keys
    if parts is None:
        return {f"bare {fold(name)}"} if name and " " not in name else set()
    initials = {parts.given[0], one.sound[:1]}
    if one.usual != parts.given:
        initials |= {one.usual[0], sound(one.usual)[:1]}
    keys = {f"{i} {word}" for i in initials for word in parts.words[1:] if len(word) > 1}
    keys.add(f"{one.usual} {sound(parts.family)}~")
    keys.add("both " + " ".join(sorted(parts.words[-2:])))
    return keys


@dataclass(frozen=True, slots=True)
class Known:
    """A name taken apart once, for all its comparisons."""

    name: str
    folded: str
    form: Form | None
    usual: str = ""
    sound: str = ""


def known(name: str, kind: str) -> Known:
    """Take a name apart."""
    parts = form(name) if kind == "person" else None
    if parts is None:
        return Known(name, fold_all(name), None)
    return Known(name, fold_all(name), parts, usual(parts.given), sound(parts.given))


def names_alike(one: Known, other: Known, kind: str) -> Reason | None:
    """How two names may be one's, or None if they hardly can."""
    if one.folded == other.folded:
        return Reason(2, f"both are called {one.name}")
    if kind == "organisation":
        return _organisations(one.name, other.name)
    a, b = one.form, other.form
    if a is None or b is None:
        bare, full = (one, b) if a is None else (other, a)
        if full is not None and bare.folded == full.family:
            return Reason(1, f"{_both(one, other)} share the surname")
        return None
    if a.suffix and b.suffix and a.suffix != b.suffix:
        return None
    same = one.usual == other.usual or one.sound == other.sound
    slip, joined = False, "".join(a.words) == "".join(b.words)
    if a.family == b.family and not joined:
        slip = not same and a.given[0] == b.given[0] and _misspelt(a.given, b.given)
        if not (same or slip or 1 in (len(a.given), len(b.given)) or a.words[-2:] == b.words[-2:]):
            return None
    elif not joined and not (a.family in b.words and b.family in a.words):
        left_out = len(a.words) != len(b.words) and a.given == b.given
        written = same and _misspelt(a.family, b.family)
        if not (left_out or written):
            return None
    return _forms(one, other, a, b, same, slip)


def _forms(one: Known, other: Known, a: Form, b: Form, same: bool, slip: bool) -> Reason | None:
    both = _both(one, other)
    how = tie(one.name, other.name)
    if how == "same name":
        return Reason(4, f"{both} are one name, written otherwise")
    if how == "middle name":
        return Reason(3, f"{both} differ by a middle name")
    if how == "short name":
        only = a.suffix != b.suffix and a.words == b.words
        return Reason(
            3, f"{both} differ by “{a.suffix or b.suffix}”" if only else f"{both} are forms of one name"
        )
    if sorted(a.words) == sorted(b.words):
        return Reason(3, f"{both} have the same words in another order")
    short, long = sorted((a.words, b.words), key=len)
    if len(short) < len(long) and short == long[-len(short) :]:
        return Reason(3, f"{both} share the surnames")
    if a.middle and b.middle and a.middle != b.middle:
        return None
    if slip or (same and _misspelt(a.family, b.family)):
        return Reason(2 if slip else 3, f"{both} differ by a letter or two")
    return None


def _both(one: Known, other: Known) -> str:
    return f"“{one.name}” and “{other.name}”"


def _misspelt(one: str, other: str) -> bool:
    """Whether two words differ by a slip: one letter of five to eight, two of more."""
    shorter = min(len(one), len(other))
    return (
        shorter > 4
        and one[0] == other[0]
        and OSA.distance(one, other, score_cutoff=2) <= (1 if shorter < 9 else 2)
    )


def _organisations(one: str, other: str) -> Reason | None:
    both = f"“{one}” and “{other}”"
    bases = [organisation_base(name) for name in (one, other)]
    words = [[word for word in base.split() if word not in _SMALL_WORDS] for base in bases]
    short, long = sorted(words, key=len)
    if not short:
        return None
    if sorted(short) == sorted(long):
        return Reason(3, f"{both} have the same words")
    if len(short) == 1 and len(long) > 1 and short[0] == "".join(word[0] for word in long):
        return Reason(3, f"{both}: the one is the first letters of the other")
    if fuzz.ratio(bases[0], bases[1], score_cutoff=_CLOSE + 4) and not _digits_differ(*bases):
        return Reason(3, f"{both} differ by a letter or two")
    if set(short) < set(long) and len(short[0]) > 2:
        return Reason(2 if len(short) > 1 else 1, f"{both}: the words of one are among the other's")
    return None


def _digits_differ(one: str, other: str) -> bool:
    """Whether two names have different numbers in them: Local 14 is not Local 15."""
    return [c for c in one if c.isdigit()] != [c for c in other if c.isdigit()]


def fold_all(name: str) -> str:
    """A name's words, folded."""
    if name.isascii() and "." not in name and "'" not in name:
        return " ".join(name.replace("-", " ").lower().split())
    return " ".join(fold(word) for word in name.replace("-", " ").split())


def one_person(a: Suspect, b: Suspect, alike: Reason, called: Mapping[str, str], rare: bool) -> list[Reason]:
    """What speaks for and against two speakers' being one; empty where something rules it out.

    ``called`` are the names of other speakers and outlets by id; ``rare`` tells that few have such a name.
    """
    if differ_in_gender(a.stated, b.stated) or {s.key for s in a.stated} & {s.key for s in b.stated}:
        return []  # he and she, or an article that quotes both
    if any(impossible(x, y) for x in a.stated for y in b.stated):
        return []
    found = [alike]
    if rare:
        found.append(Reason(1, "hardly anybody else has the name"))
    if fold_all(a.name) in b.claims or fold_all(b.name) in a.claims:
        found.append(Reason(3, "an article gives one name for the other"))
    found += _roles(a, b)
    found += _shared(a, b, called)
    return found


def _roles(a: Suspect, b: Suspect) -> list[Reason]:
    pairs = [(x, y) for x in a.stated for y in b.stated if x.role and y.role]
    best = max(pairs, key=lambda pair: likeness(pair[0].facts, pair[1].facts), default=None)
    alike = likeness(best[0].facts, best[1].facts) if best else 0
    same = [x.role for x, y in pairs if fold_all(str(x.role)) == fold_all(str(y.role))]
    if same and alike:
        return [Reason(max(alike, 2), f"the same role: {same[0]}")]
    if best and alike:
        return [Reason(min(alike, 2), f"roles alike: {best[0].role}; {best[1].role}")]
    for x, y in pairs:
        if contradict(x.facts, y.facts):
            return [Reason(-3, f"but roles that hardly fit: {x.role}; {y.role}")]
    return []


def _shared(a: Suspect, b: Suspect, called: Mapping[str, str]) -> list[Reason]:
    found = []
    company = _all(s.company for s in a.stated) & _all(s.company for s in b.stated)
    if company:
        found.append(Reason(min(len(company), 2), f"quoted beside the same: {_listed(company, called)}"))
    story = _all(s.story for s in a.stated) & _all(s.story for s in b.stated)
    story -= set(fold_all(f"{a.name} {b.name}").split())
    if story:
        found.append(Reason(min(len(story), 2), f"articles with the same rare words: {_listed(story, {})}"))
    outlets = _all({s.outlet} for s in a.stated if s.outlet) & _all({s.outlet} for s in b.stated if s.outlet)
    if outlets:
        found.append(Reason(1, f"quoted by the same outlet: {_listed(outlets, called)}"))
    years = [s.years for side in (a, b) for s in side.stated if s.years]
    if years and max(y[1] for y in years) - min(y[0] for y in years) >= 30:
        found.append(Reason(-1, "but their articles lie decades apart"))
    return found


def _all(sets: Iterable[Iterable[str]]) -> set[str]:
    return {value for values in sets for value in values}


def _listed(values: Iterable[str], called: Mapping[str, str]) -> str:
    names = sorted(called.get(value, value) for value in values)
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more


def several(suspect: Suspect) -> tuple[list[Reason], list[Stated]]:
    """What speaks for one speaker's being several, and what articles state of the lesser one, or nothing."""
    said = suspect.stated
    worst: list[Reason] = []
    seeds: tuple[Stated, Stated] | None = None
    for x, y in combinations(said, 2):
        reasons = _odds(x, y)
        if sum(r.points for r in reasons) > sum(r.points for r in worst):
            worst, seeds = reasons, (x, y)
    if seeds is None:
        return [], []
    first, second = _sides(said, *seeds)
    lesser, greater = sorted((first, second), key=lambda side: (sum(s.n for s in side), side is second))
    n = sum(s.n for s in lesser)
    if n > 1:
        worst.append(Reason(1, f"{n} articles on the one side, {sum(s.n for s in greater)} on the other"))
    elif sum(s.n for s in greater) > 8:
        worst.append(Reason(-1, "but it is one article against many"))
    if not any(points(x, y) or (x.outlet and x.outlet == y.outlet) for x in lesser for y in greater):
        worst.append(Reason(1, "and they share no outlet, role, company or story"))
    return worst, lesser


def _sides(said: Sequence[Stated], one: Stated, other: Stated) -> tuple[list[Stated], list[Stated]]:
    """What articles state, on the side of either of two that do not fit; what fits both goes with more."""
    sides: tuple[list[Stated], list[Stated]] = ([one], [other])
    rest = [s for s in said if s is not one and s is not other]
    free = []
    for s in rest:
        near = [_near(s, one), _near(s, other)]
        if near[0] == near[1]:
            free.append(s)
        else:
            sides[near[1] > near[0]].append(s)
    larger = max(sides, key=lambda side: sum(s.n for s in side))
    larger += free
    return sides


def _near(s: Stated, seed: Stated) -> int:
    pronouns = 2 if s.pronouns and s.pronouns == seed.pronouns else 0
    return points(s, seed) + pronouns - 2 * sum(reason.points for reason in _odds(s, seed))


def _odds(x: Stated, y: Stated) -> list[Reason]:
    """Why two articles hardly state this of one person."""
    found = []
    if {x.pronouns, y.pronouns} == {"he", "she"}:
        found.append(Reason(3, "articles say he and she"))
    a, b = x.years, y.years
    if a and b:
        apart = max(b[0] - a[1], a[0] - b[1])
        if apart >= 45:
            found.append(Reason(5, f"{apart} years between articles ({_year(x)}, {_year(y)})"))
        elif apart >= 25 and not points(x, y):
            found.append(Reason(3, f"{apart} years between articles that share nothing"))
        if x.age is not None and y.age is not None and abs((a[0] - x.age) - (b[0] - y.age)) > 2:
            found.append(Reason(5, f"{x.age} years old in {_year(x)}, {y.age} in {_year(y)}"))
        elif too_young(x.facts, x.age, a[0], y.facts, y.age, b[0]):
            found.append(Reason(5, f"too young: {_role(x)} in {_year(x)}, {_role(y)} in {_year(y)}"))
    if same_office_elsewhere(x.facts, y.facts):
        found.append(Reason(4, f"one office in two places: {x.role}; {y.role}"))
    elif contradict(x.facts, y.facts):
        found.append(Reason(4, f"roles that hardly fit: {x.role}; {y.role}"))
    elif a and b and abs(a[0] - b[0]) <= 1 and contradict(x.facts, y.facts, at_once=True):
        found.append(Reason(3, f"roles that hardly fit at one time: {x.role}; {y.role}"))
    elif x.facts.heads and y.facts.heads and not x.facts.heads & y.facts.heads and not points(x, y):
        found.append(Reason(1, f"another role: {x.role}; {y.role}"))
    return found


def unfit(one: str, other: str) -> bool:
    """Whether two roles are hardly one person's, at one time or ever."""
    a, b = facts(one), facts(other)
    return same_office_elsewhere(a, b) or contradict(a, b, at_once=True)


def _year(s: Stated) -> str:
    return (s.first or "")[:4]


def _role(s: Stated) -> str:
    return s.role or (f"{s.age} years old" if s.age is not None else "no role")
