"""What single columns hold, from what articles say: dates, hosts, names as an index lists them."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from . import ids

_DATE = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01])(?![0-9]))?)?(?![0-9-])")
_PARTICLES = frozenset(
    {"da", "de", "del", "della", "der", "di", "dos", "du", "la", "las", "le", "los", "van", "von"}
)


def tidy(text: str | None) -> str | None:
    """Metadata as stored: without NUL and space around it, and None where nothing is left.

    NUL stays in texts and what is cut from them; elsewhere SQLite's JSON functions would stop at it.
    """
    return ids.clean(text).replace("\0", "").strip() or None if text else None


def date_of(published: str | None) -> str | None:
    """The date (2019-10-18, 2019-10 or 2019) that an ISO 8601 date or time starts with, or None."""
    match = _DATE.match(published or "")
    return match.group() if match else None


def month_of(published: str | None) -> str | None:
    """The year and month (2019-10) that an ISO 8601 date or time starts with, or None."""
    date = date_of(published)
    return date[:7] if date and len(date) >= 7 else None


def domain_of(url: str | None) -> str | None:
    """The host of an http(s) URL, without ``www.``."""
    try:
        parts = urlsplit(url or "")
        host = parts.hostname or ""
    except ValueError:
        return None
    return host.removeprefix("www.") or None if parts.scheme in ("http", "https") else None


def sort_name(name: str, kind: str) -> str:
    """The name as an index lists it: "Cruz, Ana de la"; organisations lose their article."""
    words = name.split()
    if kind != "person" or len(words) < 2:
        return " ".join(words[1:] if len(words) > 1 and words[0].casefold() == "the" else words) or name
    end = len(words) - (words[-1].strip(".,").casefold() in ids.SUFFIXES)
    start = end - 1
    if start < 1:
        return " ".join(words)
    # "Ursula von der Leyen" is listed under L, as British and German indexes have it.
    while start > 1 and words[start - 1] in _PARTICLES:
        start -= 1
    family = words[start:end]
    particles = [word for word in family[:-1] if word in _PARTICLES]
    given = words[:start] + particles + words[end:]
    return f"{family[-1].rstrip(',')}, {' '.join(given)}"


def better_name(old: str | None, new: str) -> str:
    """The better of two spellings of an outlet, whichever came first: not all capitals unless short."""

    def rank(name: str) -> tuple[bool, str]:
        return (name.isupper() and len(name) > 5, name)

    return new if old is None else min(old, new, key=rank)


def best_form(forms: dict[str, int]) -> str:
    """The form that most articles use; of several, the longest; of those, the first in string order."""
    return min(forms, key=lambda form: (-forms[form], -len(form), form))
