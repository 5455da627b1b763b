"""The forms of a name across articles: its parts, what blocks it is compared in, how two forms may be one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from . import lexicon
from .lexicon import word_set
from .names import fold

ENOUGH = 2
"""Points of evidence that join what names alone do not."""
Tie = Literal["", "same name", "middle name", "short name", "alias"]

_SHORT = dict(
    pair.split("=")
    for pair in """
    pepe=jose paco=francisco pancho=francisco kiko=francisco nacho=ignacio chuy=jesus beto=alberto
    manny=manuel manolo=manuel lupe=guadalupe lalo=eduardo memo=guillermo quique=enrique
    kike=enrique tono=antonio concha=concepcion lola=dolores nando=fernando santi=santiago
    chema=jose zeca=jose ze=jose xico=francisco sasha=aleksandr misha=mikhail volodya=vladimir
    dima=dmitri kolya=nikolai lizzie=elizabeth eliza=elizabeth betty=elizabeth bess=elizabeth
    libby=elizabeth kitty=katherine cathy=katherine catherine=katherine kathleen=katherine
    molly=mary polly=mary nell=helen nellie=helen ellie=eleanor harry=henry hank=henry hal=henry
    al=albert bertie=albert gus=august archie=archibald frank=francis fran=frances mandy=amanda
    sandy=alexandra lexi=alexandra abby=abigail gabby=gabriella vinny=vincent walt=walter
    wally=walter lenny=leonard len=leonard leo=leonard stan=stanley norm=norman nate=nathaniel
    nat=nathaniel zach=zachary ollie=oliver toby=tobias jo=joanna joan=joanna""".split()
)
_FIRMS = word_set("inc incorporated corp corporation co company ltd limited llc plc llp lp gmbh ag sa nv")
_GENERIC = word_set(
    """city county town village district regional local central national state federal ministry department
    council court police commission board committee authority office government parliament hospital
    university school bank company union health education fire transport works planning interior
    defence defense finance justice foreign affairs culture environment agriculture energy labour
    labor high supreme magistrates crown municipal council's chamber commerce of and for the public
    service services agency labour trade house assembly senate harbour harbor port coastguard coast
    guard navy army air force football club"""
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


# Names of which folding leaves all but the capitals as it is: most, and many are taken apart.
_PLAIN = re.compile("[A-Za-z0-9 ,-]*")
_PLAIN_WORDS = re.compile("[A-Za-z0-9 &-]*")
_SPELT = str.maketrans({"x": "ks", "c": "k", "q": "k", "y": "i", "w": "v", "j": "i"})
_VOWELS = str.maketrans("", "", "aeiou")
_DOUBLED = re.compile(r"(.)\1+", re.DOTALL)


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
    spaced = name.replace(",", " ").replace("-", " ")
    if _PLAIN.fullmatch(name):
        words = spaced.lower().split()
    else:
        for word in spaced.split():
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
    return _SHORT.get(given) or lexicon.NICKNAMES.get(given, given)


@lru_cache(maxsize=65536)
def sound(given: str) -> str:
    """What is left of a name when it is spelt in another alphabet: its first letter and its consonants.

    Aleksandr and Alexander are both "alksndr", Mohammed and Muhammad "mhmd".
    """
    word = given.replace("ph", "f").replace("th", "t").translate(_SPELT)
    return _DOUBLED.sub(r"\1", word[:1] + word[1:].translate(_VOWELS))


def blocks(name: str) -> tuple[str, ...]:
    """The blocks of a full name: its first initial with each further word, and each further word alone.

    Two names that share no block of the first kind are never compared. The second kind is what a bare
    surname is looked up by.
    """
    parts = form(name)
    if parts is None:
        return ()
    further = [word for word in parts.words[1:] if len(word) > 1]
    initials = {sound(parts.given)[0], sound(usual(parts.given))[0]}
    return tuple(
        dict.fromkeys([f"{i} {w}" for i in sorted(initials) for w in further] + [f"* {w}" for w in further])
    )


@lru_cache(maxsize=16384)
def organisation_base(name: str) -> str:
    """What identifies an organisation: its folded words without "the" and "Inc."."""
    if _PLAIN_WORDS.fullmatch(name):
        words = name.lower().split()
    else:
        folded = (fold(word.strip("“”\"'(),")) for word in name.split())
        words = [word for word in folded if word]
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
        full = (long.given, *long.middle)
        left_out = len(short.family) > 1 and (
            short.words == full or (not short.middle and short.words == (full[0], full[-1]))
        )
        return "short name" if left_out else ""
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
    return "short name" if len(sound(short.given)) > 2 and sound(short.given) == sound(long.given) else ""


def least(one: str, other: str) -> int:
    """How many points of evidence two forms need that differ by more than a middle name.

    A usual short form or another spelling of the given name needs some, an initial, a surname left out or
    a suffix needs more.
    """
    a, b = form(one), form(other)
    if a is None or b is None or a.suffix != b.suffix or a.family != b.family:
        return ENOUGH
    return ENOUGH


def akin(one: str, other: str) -> bool:
    """Whether the words of one form are among the other's, or the two are forms of one name."""
    a, b = ({fold(word) for word in name.split()} for name in (one, other))
    return a <= b or b <= a or bool(tie(one, other))


def _agree(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether the middle names of two names do not contradict each other."""
    short, long = sorted((short, long), key=len)
    if any(len(word) == 1 for word in (*short, *long)):
        # George W. is not George H. W.
        return all(
            a == b or (1 in (len(a), len(b)) and a[0] == b[0]) for a, b in zip(short, long, strict=False)
        )
    return set(short) <= set(long)


def rank(name: str) -> tuple[object, ...]:
    """Sorts the forms of one name, the one that names the row first: Bill Clinton before W. J. Clinton."""
    parts = form(name)
    if parts is None:
        return (1, len(name), name)
    return (0, len(parts.given) == 1, len(parts.words), bool(parts.suffix), len(name), name)
