"""RSS and Atom -> `Article`s: an entry's full text, if it has one, its summary, or the page it links to."""

from __future__ import annotations

import calendar
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any
from xml.parsers import expat

from ..model import Article
from .addresses import FURTHEST
from .facts import Facts
from .html import decoded, plain
from .outcome import Failure, Item, Skipped, Unreadable, Visit
from .reading import Reading
from .records import understood
from .source import Source

# An entry of so many words holds its article; with less, the page behind it is read where that is asked for.
_FULL_TEXT = 150
_DECLARATION = re.compile(r"^\s{0,99}<\?xml[^<>]{0,300}\?>")
_SUMMARY = "only the summary that the feed gives; --follow reads the page"


def read(source: Source, reading: Reading) -> Iterator[Item]:
    """The entries of a feed that were not read before, as `Source.visit` remembers.

    With ``reading.follow``, the page behind an entry that does not hold its article is fetched. Entities are
    never expanded: a feed that declares any is refused. Raises `Unreadable`.
    """
    text = decoded(source.all(reading.max_size), source.charset)
    _refuse_entities(text)
    feed = _parsed(text, source)
    before = set(source.visit.seen) if source.visit else set()
    seen: list[str] = []
    complete = True
    follow = reading.follow and source.web is not None and source.hops < FURTHEST
    for n, entry in enumerate(feed.entries, 1):
        key = _key(entry, follow)
        name = f"{source.name}, entry {n:,}"
        if key in before:
            seen.append(key)
            yield Skipped(name, "it was read before")
            continue
        good = True
        for item in _entry(entry, n, name, feed.feed, source, reading, follow=follow):
            good = good and not isinstance(item, Failure)
            if isinstance(item, Skipped) and item.reason.startswith("published before"):
                good = False  # another run may ask for older ones
            yield item
        if good:
            seen.append(key)
        complete = complete and good
    if source.visit:
        # What is missing must be asked for again, even if the feed itself does not change.
        etag, modified = (source.visit.etag, source.visit.modified) if complete else (None, None)
        yield Visit(source.visit.address, etag, modified, tuple(dict.fromkeys(seen)))


def _entry(
    entry: Any, n: int, name: str, feed: Any, source: Source, reading: Reading, *, follow: bool
) -> Iterator[Item]:
    link = str(entry.get("link") or "")
    record = str(entry.get("id") or link) or None
    published = _time(entry.get("published_parsed") or dict.get(entry, "updated_parsed"))
    if reading.since and published and published[: len(reading.since)] < reading.since:
        yield Skipped(name, f"published before {reading.since}")
        return
    values, note = understood(
        {
            "title": plain(str(entry.get("title") or "")),
            "url": link,
            "byline": ", ".join(
                filter(None, (str(one.get("name") or "") for one in entry.get("authors", [])))
            )
            or entry.get("author"),
            "published": published,
            "language": entry.get("language") or feed.get("language"),
            "outlet": None if link else feed.get("title"),
        }
    )
    facts = Facts(**values)
    content = max((plain(str(one.value)) for one in entry.get("content", [])), key=len, default="")
    summary = plain(str(entry.get("summary") or ""))
    text = max(content, summary, key=len)
    if follow and facts.url and source.web is not None and len(text.split()) < _FULL_TEXT:
        yield from source.web.read(facts.url, source.hops, facts, record)
        return
    if not any(map(str.isalnum, text)):
        yield Skipped(name, "it holds no text; --follow reads the page" if facts.url else "it holds no text")
        return
    if not content and facts.url:
        note = "; ".join(filter(None, (note, _SUMMARY)))
    made = Article(
        text=text,
        doc=f"{source.doc}/{n}",
        path=source.path,
        format="feed",
        record=record,
        note=note,
    )
    yield facts.applied_to(made)


def _parsed(text: str, source: Source) -> Any:
    import feedparser  # type: ignore[import-untyped]

    headers = {"content-type": "application/xml; charset=utf-8"}
    if source.address:
        headers["content-location"] = source.address
    # A stream, since feedparser would fetch a string that looks like an address.
    data = _DECLARATION.sub("", text.lstrip("\ufeff")).encode("utf-8", "replace")
    try:
        feed = feedparser.parse(io.BytesIO(data), response_headers=headers)
    except Exception as error:  # it promises to raise nothing; some inputs make it
        raise _no_feed(f"{type(error).__name__}") from error
    if not feed.entries and not feed.get("version"):
        raise _no_feed(str(feed.get("bozo_exception") or ""))
    return feed


def _no_feed(why: str) -> Unreadable:
    reason = " ".join(why.split())[:80]
    return Unreadable(
        f"not a feed ({reason})" if reason else "not a feed", "check the address: is it RSS or Atom?"
    )


class _Root(Exception):
    """The root element begins: no entity can be declared any more."""


def _refuse_entities(text: str) -> None:
    """Raise `Unreadable` for XML that declares entities, which may be traps and lead to files of ours."""

    def declared(*_: object) -> None:
        raise Unreadable("declares XML entities, which are never expanded", "ask for a feed without them")

    def begins(*_: object) -> None:
        raise _Root

    parser = expat.ParserCreate()
    parser.EntityDeclHandler = declared
    parser.StartElementHandler = begins
    try:
        parser.Parse(_DECLARATION.sub("", text.lstrip("\ufeff")), True)
    except _Root:
        return
    except expat.ExpatError:
        if "<!entity" in text.lower():
            declared()


def _key(entry: Any, follow: bool) -> str:
    """What an entry is remembered by: its id and when it was changed, and whether its page was read."""
    identity = entry.get("id") or entry.get("link") or f"{entry.get('title')} {entry.get('summary')}"
    # By dict's own get: feedparser's warns where it makes one of the two up from the other.
    when = dict.get(entry, "updated") or dict.get(entry, "published") or ""
    words = f"{identity} {when} {follow}"
    return blake2b(words.encode("utf-8", "replace"), digest_size=8).hexdigest()


def _time(parsed: Any) -> str | None:
    """feedparser's time, which is UTC, as ISO 8601."""
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC).isoformat(timespec="seconds")
    except (TypeError, ValueError, OverflowError, OSError):
        return None
