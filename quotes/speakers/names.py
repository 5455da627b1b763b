"""A name and what identifies it: its words, folded; which names may mean the same person."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from . import lexicon
from .lexicon import word_set

NameKind = Literal["person", "organisation", "place", "unknown"]

_PERSON_SUFFIXES = ("man", "woman", "person", "ologist", "maker", "keeper", "holder", "writer", "leader")
_NOT_PERSONS = word_set("human german roman woman's layman's leaders'")


@dataclass(slots=True)
class Name:
    """One occurrence of a name: tokens ``first`` to ``last``, in a phrase ``left`` to ``right``.

    ``keys`` are the folded words that identify, ``role`` the description that stands with it here,
    ``nouns`` the folded nouns of that description, ``traits`` all its folded words (places, parties).
    ``definite`` tells that "the" stands before it.
    """

    first: int
    last: int
    left: int
    right: int
    words: tuple[str, ...]
    keys: tuple[str, ...]
    kind: NameKind = "unknown"
    role: str | None = None
    nouns: frozenset[str] = frozenset()
    traits: frozenset[str] = frozenset()
    gender: str | None = None
    nickname: str | None = None
    age: str | None = None
    suffix: str = ""
    definite: bool = False
    handle: bool = False
    headline: bool = False

    @property
    def display(self) -> str:
        """The name as it is shown: its words, without title, nickname or possessive."""
        return " ".join(self.words)


def fold(word: str) -> str:
    """A word in the form that comparisons use: lower case, no accents, no final full stop or ``'s``."""
    if not word.isascii():
        word = (
            word.replace("’", "'").replace("‘", "'").replace("‑", "-").replace("‐", "-").replace("\u00ad", "")
        )
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    word = word.lower()
    if word.endswith("'s"):
        word = word[:-2] or word
    return word.rstrip(".'") or word


def singular(noun: str) -> str:
    """The singular of a folded English noun, by rule: "bodies" -> "body", "men" -> "man"."""
    if noun in ("people", "police", "news", "series", "analysis", "congress", "census", "this"):
        return noun
    if noun.endswith("men"):
        return noun[:-3] + "man"
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if noun.endswith(("sses", "xes", "ches", "shes", "zes")):
        return noun[:-2]
    if noun in ("wives", "lives"):
        return noun[:-3] + "fe"
    if noun.endswith("s") and not noun.endswith(("ss", "us", "is")) and len(noun) > 3:
        return noun[:-1]
    return noun


def is_person_noun(noun: str) -> bool:
    """Whether a folded singular noun says what a person is or does."""
    if noun in lexicon.PERSON_NOUNS:
        return True
    if "-" in noun:
        head, _, tail = noun.rpartition("-")
        if tail in lexicon.PERSON_NOUNS or (head in ("co", "ex", "vice", "then") and tail in lexicon.TITLES):
            return True
        return noun.endswith("year-old")
    return len(noun) > 5 and noun.endswith(_PERSON_SUFFIXES) and noun not in _NOT_PERSONS


def undoubled(word: str) -> str:
    """A word without doubled letters: "Hillary" and "Hilary" are one name, spelt in two ways."""
    return "".join(a for a, b in zip(word, f" {word}", strict=False) if a != b)


def same_given(one: str, other: str) -> bool:
    """Whether two folded given names may be one person's: equal, an initial, or a usual short form."""
    if one == other:
        return True
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    if abs(len(one) - len(other)) == 1 and min(len(one), len(other)) > 4:
        return undoubled(one) == undoubled(other)
    return lexicon.NICKNAMES.get(one, one) == lexicon.NICKNAMES.get(other, other)


def compatible(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether two folded names of two or more words each can name one person.

    The words of one are among those of the other, in any order and with short forms of given names:
    (lopez, guzman) and (ovidio, guzman, lopez), but not (ovidio, guzman) and (joaquin, guzman).
    """
    if len(short) > len(long):
        short, long = long, short
    return all(any(same_given(a, b) for b in long) for a in _solid(short)) and (
        short[-1] in long and (short[0] in long or same_given(short[0], long[0]))
    )


def _solid(keys: Iterable[str]) -> list[str]:
    return [k for k in keys if k not in lexicon.PARTICLES] or list(keys)
