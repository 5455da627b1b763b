"""Ids: hashes of what a row identifies, or readable slugs; the same on every machine, in every order.

A slug holds only letters, digits and hyphens, so whatever follows an underscore was added here and no
name can imitate it.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from ..model import SpeakerKind
from ..speakers.forms import is_generic
from ..speakers.lexicon import PARTICLES

ID_DIGITS = 20
# Enough that the "officials" of two articles in a million do not meet.
LOCAL_DIGITS = 10
SLUG_LENGTH = 80
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
# U+0300 to U+036F: what is left of a Latin, Greek or Cyrillic letter's accent. The vowel signs of
# other scripts are letters, and stay.
_ACCENTS = re.compile("[\u0300-\u036f]+")
_APOSTROPHES = re.compile("['‘’ʼ`´]+")
_ASCII_GAPS = re.compile("[^a-z0-9]+")
# "Trump’s campaign", "Mr. Sanders’ campaign": whose it is, before a common noun; not "McDonald’s".
_POSSESSIVE = re.compile("(?<=[A-Za-z])(?:['’]s|(?<=s)['’])(?= [a-z])")
_HONORIFIC = re.compile(r"^(?:Mr|Mrs|Ms|Dr)\.? (?=[A-Z])")
_SURROGATES = re.compile("[\ud800-\udfff]")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_UNSPACED = re.compile("[\u3400-\u9fff\uac00-\ud7a3][\u3400-\u9fff\uac00-\ud7a3]")
# Behind a speaker's id: the local id of those to whom a person gave a quote, where the id is no name's.
BY_HAND = "_by-hand"
_LIKE_LOCAL = re.compile(r"-[0-9a-f]{10}(-[0-9]+)?$")


def clean(text: str) -> str:
    """The text with each lone surrogate, which no database can store, replaced by U+FFFD.

    One code point for one, so that every offset stays. NUL and all other characters stay.
    """
    if text.isascii():
        return text
    return _SURROGATES.sub("\ufffd", text)


def _digest(text: str, digits: int = ID_DIGITS) -> str:
    return hashlib.sha256(clean(text).encode()).hexdigest()[:digits]


def text_hash(text: str) -> str:
    """SHA-256 of the text as UTF-8, 64 hex digits."""
    return hashlib.sha256(clean(text).encode()).hexdigest()


def source_id(url: str | None, text: str) -> str:
    """20 hex digits that identify a source: by its URL or, failing that, by its text."""
    return _digest(f"url:{url}" if url else f"text:{text}")


def spans_json(spans: Iterable[tuple[int, int]]) -> str:
    """Spans as they are stored: ``[[917, 1043], [1050, 1061]]``."""
    return f"[{', '.join([f'[{int(start)}, {int(end)}]' for start, end in spans])}]"


def quote_id(source: str, spans: Iterable[tuple[int, int]], occurrence: int = 1) -> str:
    """20 hex digits that identify a quote by its source and spans.

    ``occurrence`` counts the quotes of one source that have the very same spans, from 1: two people can
    be credited with the same words.
    """
    key = f"{source} {spans_json(spans)}"
    return _digest(key if occurrence == 1 else f"{key} {occurrence}")


def fold(text: str) -> str:
    """Letters and digits of the text in lower case without accents, with a hyphen for each gap.

    ``"Cristobal Castañeda"`` gives ``"cristobal-castaneda"``; letters of other scripts are kept; text
    without a letter or digit gives the empty string.
    """
    if text.isascii():
        return "-".join(_ASCII_GAPS.sub(" ", _APOSTROPHES.sub("", text.lower())).split())
    plain = unicodedata.normalize("NFKD", clean(text)).casefold().translate(_LETTERS)
    plain = unicodedata.normalize("NFKC", _ACCENTS.sub("", unicodedata.normalize("NFKD", plain)))
    plain = _APOSTROPHES.sub("", plain)
    kept = [c if unicodedata.category(c)[0] in "LMN" else " " for c in plain]
    return "-".join("".join(kept).split())


def slug(name: str) -> str:
    """A readable id for a name, never empty.

    A name without letters or digits gets an underscore and a hash, an endless one is cut and gets a hash.
    """
    folded = fold(name)
    if not folded:
        return "_" + _digest(f"name:{clean(name)}", 10)
    if len(folded) > SLUG_LENGTH:
        return f"{folded[: SLUG_LENGTH - 11].rstrip('-')}_{_digest(f'name:{folded}', 10)}"
    return folded


def known_everywhere(name: str, kind: str) -> bool:
    """Whether a name alone says who is meant, whichever article it stands in.

    The full name of a person or a handle does, and the name of an organisation. A bare surname may be
    anybody's, "the company" any company, "the City Council" any city's, and so may groups, documents and
    whoever is not named.
    """
    if kind == "organisation":
        return has_name(name, kind) and not is_generic(name)
    words = [word for word in name.split() if word.strip(".,").casefold() not in SUFFIXES]
    words = [word for word in words if word not in PARTICLES] or words[:1]
    # Chinese, Japanese and Korean names are full without a space.
    return kind == "person" and (len(words) > 1 or name.startswith("@") or _UNSPACED.search(name) is not None)


def has_name(name: str, kind: str) -> bool:
    """Whether a speaker is called by a name at all: "the company" is not, "Norlake" and "Ruiz" are."""
    if kind == "organisation":
        return any(word[:1].isupper() or word[:1].isdigit() for word in _plain_words(name))
    return kind == "person"


@lru_cache(maxsize=1 << 13)
def is_global(local_id: str) -> bool:
    """Whether an id is of a name that is `known_everywhere`, not of one article's own speaker."""
    return _LIKE_LOCAL.search(local_id) is None


def kind_of(speaker_id: str, kind: str) -> str:
    """The kind of a speaker by the id, where it tells; else the kind that is given."""
    if not is_global(speaker_id):
        return kind
    return "organisation" if "_org" in speaker_id else "person"


def without_source(local_id: str) -> str:
    """The name in the id of one article's own speaker: ``ruiz`` of ``ruiz-3fa2c1d0e9-2``."""
    return _LIKE_LOCAL.sub("", local_id)


def fold_id(key: str) -> str:
    """The slug of the name in a speaker's id, without what was added to tell it from others."""
    return without_source(key).partition("_")[0] or key


def words_of(local_id: str) -> str:
    """The words of the name that an id was made of, folded: "alfonso durazo"."""
    return fold_id(local_id).replace("-", " ")


def _plain_words(name: str) -> list[str]:
    words = name.split()
    return words[1:] if len(words) > 1 and words[0].casefold() == "the" else words


def speaker_id(name: str, kind: SpeakerKind, source: str, occurrence: int = 1) -> str:
    """The id that one article gives a speaker: the same everywhere for who is `known_everywhere`.

    ``alfonso-durazo`` is a person, ``reuters_org`` an organisation, so that a person and an organisation
    of one name stay two; ``officials-3fa2c1d0e9`` are the officials of the source whose id starts with
    3fa2c1d0e9, ``durazo-3fa2c1d0e9`` is whom that article calls nothing but Durazo, and ``occurrence``
    tells several in one article apart (``officials-3fa2c1d0e9-2``).
    ``trump-campaign_org`` is both Trump’s campaign and the Trump campaign.
    A person whose name happens to end like that is marked: ``agent-1234567890_person``.
    """
    base = slug(name)
    if known_everywhere(name, kind):
        if kind == "organisation":
            plain, whose = _POSSESSIVE.subn("", name)
            return (slug(_HONORIFIC.sub("", plain)) if whose else base) + "_org"
        return base + "_person" if _LIKE_LOCAL.search(base) else base
    local = f"{base}-{source[:LOCAL_DIGITS]}"
    return local if occurrence == 1 else f"{local}-{occurrence}"
