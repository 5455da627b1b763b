"""Web pages -> `Article`s: the text without what stands round it, and what the page says of itself."""

from __future__ import annotations

import codecs
import logging
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from ..model import Article
from .decode import decode
from .facts import Facts
from .outcome import Deferred, Skipped, Unreadable
from .reading import Reading
from .records import understood
from .source import Source

_DECLARED = re.compile(
    rb"""<(?:meta\b[^<>]{0,200}?\bcharset|\?xml\b[^<>]{0,100}?\bencoding)"""
    rb"""\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(r"""<html\b[^<>]{0,500}?\blang\s{0,9}=\s{0,9}["']?([A-Za-z-]{2,20})""", re.IGNORECASE)
_TIME = re.compile(
    r"""<meta\b[^<>]{0,200}?["']article:published_time["'][^<>]{0,100}?"""
    r"""content\s{0,9}=\s{0,9}["']([^"'<>]{8,40})["']""",
    re.IGNORECASE,
)
_LINK = re.compile(r"<link\b[^<>]{0,2000}>", re.IGNORECASE)
_CANONICAL = re.compile(r"""\brel\s{0,9}=\s{0,9}["']?canonical\b""", re.IGNORECASE)
_HREF = re.compile(r"""\bhref\s{0,9}=\s{0,9}["']?([^"'<>\s]{1,1500})""", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_NO_TEXT = re.compile(
    r"<(?:script|style)\b[^<>]{0,2000}>[^<]{0,100000}</(?:script|style)>|<!--[^<>]{0,9999}-->"
)
_SENTENCE_END = re.compile(r"[.!?…]['\"’”)\]]{0,3}$")
_WORD = re.compile(r"[^\W_]+")
# Fewer words than this are a caption, a notice or a paywall's first line.
_FEWEST_WORDS = 25
_HTML_BLOCKS = frozenset(
    "address article aside blockquote br dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr li main nav ol p pre section table td th tr ul".split()
)
_NOT_TEXT = frozenset(("script", "style", "noscript", "iframe", "template", "svg", "head"))


def read(source: Source, reading: Reading) -> Iterator[Deferred]:
    """A page, to be taken apart by whoever parses it. Raises `Unreadable` for one that is too long."""
    yield page(
        source.all(reading.max_size),
        source.name,
        source.doc,
        source.path,
        source.address,
        source.charset,
        source.facts,
        source.record,
    )


def page(
    data: bytes,
    name: str,
    doc: str,
    path: str | None,
    address: str | None = None,
    charset: str | None = None,
    facts: Facts | None = None,
    record: str | None = None,
    form: str = "html",
) -> Deferred:
    """A page from its bytes. ``address`` is where it was found, ``charset`` what the server declared;
    ``facts`` are what is known of it from elsewhere and hold where the page says nothing; ``form`` is the
    format of what it was found in."""
    return Deferred(
        name, article, (data, name, doc, path, address, charset, facts, record, form), size=len(data) // 12
    )


def article(
    data: bytes,
    name: str,
    doc: str = "",
    path: str | None = None,
    address: str | None = None,
    charset: str | None = None,
    facts: Facts | None = None,
    record: str | None = None,
    form: str = "html",
) -> Article | Skipped:
    """The article of a page, with its headline as the first paragraph; see `page`.

    Comments, navigation and lists of links are left out. A page without an article is `Skipped`. Raises
    `Unreadable` for bytes that are no text.
    """
    markup = decoded(data, charset)
    found = _extracted(markup, address)
    paragraphs = [line.strip() for line in (found.text if found else "").splitlines() if line.strip()]
    reason = _no_article(paragraphs)
    if found is None or reason:
        return Skipped(name, f"no article on this page: {reason}")
    title = found.title
    if title and paragraphs[0] != title and title not in paragraphs[:3]:
        paragraphs.insert(0, title)
    known, note = understood(
        {
            "title": title,
            "byline": (found.author or "").replace("; ", ", "),
            "published": _published(markup, found.date),
            "outlet": _site(found.sitename, address or found.url),
            "language": _first(_LANGUAGE, markup[:20_000]),
        }
    )
    known["url"] = canonical(_says(markup) or found.url, address) or ""
    said = Facts(**{key: value for key, value in known.items() if value})
    made = Article(text="\n\n".join(paragraphs), doc=doc, path=path, format=form, record=record, note=note)
    return said.applied_to((facts or Facts()).applied_to(made))


def canonical(said: str | None, address: str | None) -> str | None:
    """The address a page gives for itself, if it may: another site's articles are not its to replace."""
    if address is None:
        return _checked(said)
    own = _checked(urljoin(address, said)) if said else None
    if own is None:
        return address
    here, there = _host(address), _host(own)
    if here != there and not here.endswith("." + there) and not there.endswith("." + here):
        return address
    # A page that names the front page as its own address says nothing.
    return address if urlsplit(own).path in ("", "/") and not urlsplit(own).query else own


def _says(markup: str) -> str | None:
    """The address in a page's <link rel="canonical">."""
    for tag in _LINK.findall(markup[:500_000]):
        if _CANONICAL.search(tag) and (address := _HREF.search(tag)):
            return unescape(address[1]).strip()
    return None


def _checked(address: str | None) -> str | None:
    from .facts import web_address

    try:
        return web_address(address) if address else None
    except ValueError:
        return None


def _host(address: str) -> str:
    host = (urlsplit(address).hostname or "").lower()
    return re.sub(r"^(?:www|m|amp|mobile|edition)\.", "", host)


def decoded(data: bytes, charset: str | None = None) -> str:
    """The text of a page: by its byte order mark, what the server or the page itself declares, or what its
    bytes look like. Raises `Unreadable` for what is no text."""
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return decode(data)
    declared = _DECLARED.search(data[:4_096])
    for encoding in (charset, declared[1].decode("ascii") if declared else None):
        if not encoding:
            continue
        try:
            # Browsers read Latin-1 as Windows-1252, and so must we: it is what is meant.
            name = codecs.lookup(encoding).name
            if name in ("iso8859-1", "ascii"):
                break
            return data.decode(name)
        except (LookupError, UnicodeError):
            continue
    return decode(data)


def plain(markup: str) -> str:
    """The text of a piece of HTML, a paragraph a line; for texts that are known to be an article."""
    from lxml import html  # type: ignore[import-untyped]

    pieces: list[str] = []
    try:
        root = html.fromstring(f"<div>{markup}</div>")
        # A walk of our own: markup may nest deeper than Python calls.
        for event, element in _events(root):
            tag = element.tag if isinstance(element.tag, str) else ""
            if tag in _HTML_BLOCKS:
                pieces.append("\n")
            if event == "end":
                pieces.append(_blank(element.tail))
            elif tag and tag not in _NOT_TEXT:
                pieces.append(_blank(element.text))
    except Exception:  # lxml's own errors, and ValueError for control characters
        pieces = []
    text = "".join(pieces)
    if not text.strip():  # what lxml gives up on, such as markup that nests without end
        text = unescape(_TAG.sub(" ", _NO_TEXT.sub(" ", markup)))
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return "\n\n".join(filter(None, lines))


def _events(root: Any) -> Iterator[tuple[str, Any]]:
    from lxml import etree

    skipped = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            if not skipped:
                yield "end", element
            continue
        if element.tag in _NOT_TEXT:
            skipped += 1 if event == "start" else -1
            if not skipped:
                yield "end", element
        elif not skipped:
            yield event, element


def _blank(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")


def _extracted(markup: str, address: str | None) -> Any:
    """What trafilatura makes of a page; None for nothing at all."""
    import trafilatura

    for name in ("trafilatura", "htmldate", "courlan", "readability", "justext"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what is wrong with a page is told by us
    try:
        return trafilatura.bare_extraction(
            markup,
            url=address,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    except RecursionError as error:
        raise Unreadable("a page that nests too deep", "save its text as plain text") from error


def _no_article(paragraphs: list[str]) -> str | None:
    """Why these paragraphs are no article, if they are none."""
    if not paragraphs:
        return "it has no text"
    words = sum(len(_WORD.findall(line)) for line in paragraphs)
    sentences = [line for line in paragraphs if _SENTENCE_END.search(line) and len(line) > 40]
    if words < _FEWEST_WORDS:
        return f"only {words} words"
    if not sentences or (len(paragraphs) > 8 and len(sentences) < len(paragraphs) / 5):
        return "only headings and links"
    return None


def _published(markup: str, date: str | None) -> str | None:
    """The page's date, with the time if its metadata gives one for the same day."""
    time = _first(_TIME, markup[:200_000])
    return time if time and date and time.startswith(date) else date or time


def _site(name: str | None, address: str | None) -> str | None:
    """The site's name, unless it is only its address."""
    if not name or name.lower().removeprefix("www.") == _host(address or ""):
        return None
    return str(name).lstrip("@")


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return match[1] if match else None


__all__ = ["article", "canonical", "decoded", "page", "plain", "read"]
