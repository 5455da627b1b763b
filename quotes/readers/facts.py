"""What is known about a document besides its text, checked: title, address, outlet, byline, date."""

from __future__ import annotations

import dataclasses
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from ..model import Article

# The zones RFC 822 names; any other abbreviation is ambiguous the world over.
_ZONES = {
    name: hours * 3600
    for name, hours in {
        "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
    }.items()
}  # fmt: skip
# "en", "en-GB", "en_US": the first two letters are ISO 639-1; a language's name is passed over.
_NO_NAME = re.compile(r"^(?:(?:www|m|amp|mobile|edition|rss|feeds?)[0-9]?\.)+")
_OUTLETS = {
    "abcnews.go.com": "ABC News", "aljazeera.com": "Al Jazeera", "apnews.com": "Associated Press",
    "axios.com": "Axios", "bbc.co.uk": "BBC", "bbc.com": "BBC", "bloomberg.com": "Bloomberg",
    "bostonglobe.com": "The Boston Globe", "breitbart.com": "Breitbart", "buzzfeednews.com": "BuzzFeed News",
    "cbsnews.com": "CBS News", "chicagotribune.com": "Chicago Tribune", "cnbc.com": "CNBC", "cnn.com": "CNN",
    "dailymail.co.uk": "Daily Mail", "economist.com": "The Economist", "foxnews.com": "Fox News",
    "ft.com": "Financial Times", "huffpost.com": "HuffPost", "independent.co.uk": "The Independent",
    "latimes.com": "Los Angeles Times", "miamiherald.com": "The Miami Herald", "msnbc.com": "MSNBC",
    "nbcnews.com": "NBC News", "newsweek.com": "Newsweek", "newyorker.com": "The New Yorker",
    "npr.org": "NPR", "nytimes.com": "The New York Times", "pbs.org": "PBS", "politico.com": "Politico",
    "propublica.org": "ProPublica", "reuters.com": "Reuters", "salon.com": "Salon", "sky.com": "Sky News",
    "slate.com": "Slate", "telegraph.co.uk": "The Telegraph", "theatlantic.com": "The Atlantic",
    "theguardian.com": "The Guardian", "thehill.com": "The Hill", "thetimes.co.uk": "The Times",
    "time.com": "Time", "usatoday.com": "USA Today", "vox.com": "Vox", "wsj.com": "The Wall Street Journal",
    "washingtonpost.com": "The Washington Post",
}  # fmt: skip
_LANGUAGE = re.compile(r"([A-Za-z]{2})(?:[-_]|\Z)")
# Two days that share nothing: whatever a date leaves out shows as a difference between the two.
_ONE_DAY, _ANOTHER_DAY = datetime(2000, 1, 1), datetime(1996, 12, 2, 13)


@dataclass(frozen=True, slots=True)
class Facts:
    """Metadata of one document; None where unknown. ``published`` is ISO 8601, ``url`` http(s)."""

    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    byline: str | None = None
    published: str | None = None
    language: str | None = None

    def __bool__(self) -> bool:
        return any(dataclasses.astuple(self))

    def applied_to(self, article: Article) -> Article:
        """The article with these facts in place of what it said itself; what is None stays as it was. Who
        published it is told from its address where nobody says."""
        known = {name: value for name, value in dataclasses.asdict(self).items() if value is not None}
        made = dataclasses.replace(article, **known) if known else article
        if made.url and not made.outlet:
            return dataclasses.replace(made, outlet=outlet_of(made.url))
        return made


def checked(values: Mapping[str, str | None]) -> Facts:
    """`Facts` from what somebody wrote, by field name. Raises ValueError naming what is wrong."""
    given = {
        # What a shell passed that is not UTF-8 can be neither printed nor stored as it is.
        name: " ".join(value.encode("utf-8", "surrogateescape").decode("utf-8", "replace").split())
        for name, value in values.items()
        if name in Facts.__dataclass_fields__ and value and value.strip()
    }
    if "published" in given:
        given["published"] = iso_date(given["published"])
    if "url" in given:
        given["url"] = web_address(given["url"])
    if "language" in given:
        code = _LANGUAGE.match(given.pop("language"))
        given |= {"language": code[1].lower()} if code else {}
    return Facts(**given)


def iso_date(text: str) -> str:
    """A date, or date and time, in ISO 8601, from any form that dateutil reads.

    "18 October 2019" -> "2019-10-18"; "Oct 18, 2019 9:30 pm EDT" -> "2019-10-18T21:30:00-04:00".
    A date of figures alone that could be read both ways is read month first, as dateutil does. Raises
    ValueError where day, month or year is missing, since today's would be made up, and for nonsense.
    """
    # Imported late: it takes a tenth of what `quotes --help` may take.
    from dateutil import parser  # type: ignore[import-untyped]

    text = text.strip()
    refusal = f"“{text[:60]}” is not a date; write it like 2019-10-18"
    if not text or len(text) > 100:
        raise ValueError(refusal)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a time zone nobody knows is a warning only
            one = parser.parse(text, default=_ONE_DAY, tzinfos=_ZONES)
            another = parser.parse(text, default=_ANOTHER_DAY, tzinfos=_ZONES)
    except Exception as error:  # dateutil documents two types and raises half a dozen
        raise ValueError(refusal) from error
    if one.date() != another.date():
        raise ValueError(f"“{text}” lacks a day, month or year; write it like 2019-10-18")
    if one.hour != another.hour:
        return one.date().isoformat()
    return one.isoformat(timespec="seconds")


def web_address(text: str) -> str:
    """The address as given if it is an http or https one; ValueError otherwise."""
    address = text.strip()
    try:
        parts = urlsplit(address)
        good = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        good = False
    if not good or any(character.isspace() or not character.isprintable() for character in address):
        raise ValueError(f"“{text[:200]}” is not a web address; it must begin with http:// or https://")
    return address


def outlet_of(url: str) -> str | None:
    """Who publishes at an address: the name of a well-known outlet, else the host: "herald.example"."""
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return None
    host = _NO_NAME.sub("", host)
    parts = host.split(".")
    for start in range(len(parts) - 1):
        if name := _OUTLETS.get(".".join(parts[start:])):
            return name
    # An address of figures, or of this machine, names nobody.
    return host if len(parts) > 1 and not parts[-1].isdigit() and ":" not in host else None
