"""An Atom feed (RFC 4287) of a search: tells when somebody is quoted again."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from .article import clean
from .reading import Reader, heading

NEVER = "1970-01-01T00:00:00Z"


def feed(reader: Reader, request: Any, title: str, query: str, quotes: list[dict[str, Any]]) -> str:
    """The feed of these quotes (rows of `QUOTES`); ``query`` is the search as the end of an address."""
    ds = reader.datasette

    def absolute(path: str) -> str:
        return str(ds.absolute_url(request, path))

    here = absolute(f"{reader.page('search')}.atom" + (f"?{query}" if query else ""))
    page = absolute(reader.page("search") + (f"?{query}" if query else ""))
    entries = [_entry(reader, quote, absolute) for quote in quotes]
    updated = max((time(quote["published"]) for quote in quotes), default=NEVER)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<title>{_text(title)}</title>\n<id>{escape(here)}</id>\n<updated>{updated}</updated>\n"
        f'<link rel="self" type="application/atom+xml" href={quoteattr(here)}/>\n'
        f'<link rel="alternate" type="text/html" href={quoteattr(page)}/>\n'
        f"<author><name>{_text(reader.database)}</name></author>\n{''.join(entries)}</feed>\n"
    )


def _entry(reader: Reader, quote: dict[str, Any], absolute: Any) -> str:
    address = absolute(reader.url("quotes", quote["id"]))
    who = quote["speaker"] or "Speaker unknown"
    words = " ".join(quote["text"].split())
    title = f"{who}: {words if len(words) <= 120 else words[:119] + '…'}"
    where = ", ".join(filter(None, (heading({**quote, "id": quote["source_id"]}), quote["outlet"])))
    via = f" via {quote['via']}" if quote["via"] else ""
    return (
        f"<entry>\n<title>{_text(title)}</title>\n<id>{escape(address)}</id>\n"
        f"<updated>{time(quote['published'])}</updated>\n<link href={quoteattr(address)}/>\n"
        f"<author><name>{_text(who)}</name></author>\n"
        f'<content type="text">{_text(quote["text"])}\n\n{_text(who + via)}, in {_text(where)}</content>\n'
        "</entry>\n"
    )


def _text(text: str) -> str:
    """Text for XML, which can hold no control characters, nor surrogates and noncharacters."""
    kept = "".join(c for c in text if not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")
    return str(clean(kept))


def time(published: str | None) -> str:
    """A date, or the start of one, as Atom wants it: 2024-05-03T00:00:00Z."""
    text = published or ""
    day = (text[:10] + "-01-01"[len(text[:10]) - 4 :]) if len(text[:10]) in (4, 7) else text[:10]
    if len(day) != 10 or day[4] != "-" or not day.replace("-", "").isdecimal():
        return NEVER
    rest = text[10:]
    if len(rest) >= 9 and rest[0] == "T" and rest[3] == rest[6] == ":":
        return day + (rest if rest[-1] == "Z" or "+" in rest or "-" in rest else f"{rest}Z")
    return f"{day}T00:00:00Z"
