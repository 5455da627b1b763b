"""The forms of a name across articles: its parts, what blocks it is compared in, how two forms may be one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from . import lexicon
from .lexicon import word_set
from .names import fold

Tie = Literal["", "same name", "middle name", "short name", "alias"]

_FIRMS = word_set("inc incorporated corp corporation co company ltd limited llc plc llp lp gmbh ag sa nv")
_GENERIC = word_set(
    """city county town village district regional local central national state federal ministry department
    council court police commission board committee authority office government parliament hospital university
    school bank company union health education fire transport works planning interior defence defense finance
    justice foreign affairs culture environment agriculture energy labour labor high supreme magistrates crown
    municipal council's chamber commerce of and for the public service services agency labour trade house
    assembly senate harbour harbor port coastguard coast guard navy army air force football club"""
)
# Bodies that every reader of a country's news knows by a name of common words.
_KNOWN = frozenset(
    {
        "state department",
        "justice department",
        "department of justice",
        "department of state",
        "department of defense",
        "defense department",
        "department of energy",
        "energy department",
        "department of agriculture",
        "agriculture department",
        "department of education",
        "education department",
        "commerce department",
        "department of commerce",
        "labor department",
        "department of labor",
        "interior department",
        "transportation department",
        "house of commons",
        "house of lords",
        "coast guard",
        "federal bank",
        "the senate",
        "senate",
        "federal government",
    }
)


@dataclass(frozen=True, slots=True)
class Form:
    """A person's full name in its parts, folded: ``given`` is the first word, ``family`` the last.

    ``middle`` are the words between, particles left out, ``suffix`` "jr", "ii" and the like.
    """

    given: str
    middle: tuple[str, ...]
    family: str
    suffix: str

    @property
    def words(self) -> tuple[str, ...]:
        """Every word but the suffix."""
        return (self.given, *self.middle, self.family)


@lru_cache(maxsize=65536)
def form(name: str) -> Form | None:
    """The parts of a full name, or None for a name of a single word, a handle or no Latin letters."""
    words: list[str] = []
    suffix = ""
    for word in name.replace(",", " ").replace("-", " ").split():
        low = fold(word.strip("“”\"'()"))
        pieces = low.split(".") if "." in low and all(len(p) <= 1 for p in low.split(".")) else [low]
        words += [piece for piece in pieces if piece]
    if len(words) > 1 and words[-1] in ("jr", "sr", "ii", "iii", "iv"):
        suffix = words.pop()
    solid = [word for word in words if word not in lexicon.PARTICLES]
    solid = solid if len(solid) > 1 else words
    if len(solid) < 2 or name.startswith("@"):
        return None
    return Form(solid[0], tuple(solid[1:-1]), solid[-1], suffix)


def usual(given: str) -> str:
    """The long form of a short given name: bill -> william."""
    return lexicon.NICKNAMES.get(given, given)


def blocks(name: str) -> tuple[str, ...]:
    """The blocks of a full name: its first initial with each further word, and each further word alone.

    Two names that share no block of the first kind are never compared. The second kind is what a bare
    surname is looked up by.
    """
    parts = form(name)
    if parts is None:
        return ()
    further = [word for word in parts.words[1:] if len(word) > 1]
    initials = {parts.given[0], usual(parts.given)[0]}
    return tuple(
        dict.fromkeys([f"{i} {w}" for i in sorted(initials) for w in further] + [f"* {w}" for w in further])
    )


def organisation_base(name: str) -> str:
    """What identifies an organisation: its folded words without "the" and "Inc."."""
    words = [fold(word.strip("“”\"'(),")) for word in name.split()]
    words = [word for word in words if word]
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    while len(words) > 1 and words[-1] in _FIRMS:
        words.pop()
    return " ".join(words)


def is_generic(name: str) -> bool:
    """Whether an organisation's name says what it is but not which: "the City Council"."""
    base = organisation_base(name)
    return base not in _KNOWN and all(word in _GENERIC for word in base.split())


@lru_cache(maxsize=65536)
def tie(one: str, other: str) -> Tie:
    """How two full names may be one person's, "" if they cannot be.

    "same name": the same words, perhaps written otherwise; "middle name": one leaves out what stands
    between given name and family name; "short name": initials, usual short forms, a second surname left
    out, or a suffix that only one has.
    """
    a, b = form(one), form(other)
    if a is None or b is None or (a.suffix and b.suffix and a.suffix != b.suffix):
        return ""
    short, long = sorted((a, b), key=lambda f: (len(f.words), f.words))
    if short.words == long.words or "".join(short.words) == "".join(long.words):
        return "same name" if a.suffix == b.suffix else "short name"
    if short.family != long.family:
        # Ovidio Guzmán for Ovidio Guzmán López: the second surname left out.
        if short.middle or len(long.middle) < 1 or short.family != long.middle[-1]:
            return ""
        return "short name" if short.given == long.given and len(short.family) > 1 else ""
    if not _agree(short.middle, long.middle):
        return ""
    if short.given == long.given:
        if len(short.given) == 1 and short.middle != long.middle:
            return "short name"
        return "middle name" if a.suffix == b.suffix else "short name"
    if usual(short.given) == usual(long.given):
        return "short name"
    # "R. Kowalczyk", "J. K. Larkin": an initial for a name.
    if len(short.given) == 1 or len(long.given) == 1:
        return "short name" if short.given[0] == long.given[0] else ""
    if len(short.given) == 1 and long.middle and short.given == long.middle[0][0]:
        return "short name"
    # One letter more or less in a transliteration.
    return "short name" if _one_apart(short.given, long.given) else ""


def _agree(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether the middle names of two names do not contradict each other."""
    short, long = sorted((short, long), key=len)
    if any(len(word) == 1 for word in (*short, *long)):
        # George W. is not George H. W.
        return all(
            a == b or (1 in (len(a), len(b)) and a[0] == b[0]) for a, b in zip(short, long, strict=False)
        )
    return set(short) <= set(long)


def _one_apart(one: str, other: str) -> bool:
    if min(len(one), len(other)) < 5 or abs(len(one) - len(other)) > 1 or one[0] != other[0]:
        return False
    at = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    shorter, longer = sorted((one[at:], other[at:]), key=len)
    return shorter == longer[1:] if len(shorter) < len(longer) else shorter[1:] == longer[1:]


def rank(name: str) -> tuple[object, ...]:
    """Sorts the forms of one name, the one that names the row first: Bill Clinton before W. J. Clinton."""
    parts = form(name)
    if parts is None:
        return (1, len(name), name)
    return (0, len(parts.given) == 1, len(parts.words), bool(parts.suffix), len(name), name)
