"""Quotes as TEI P5 (https://tei-c.org/guidelines/p5/): a corpus of articles with ``<said who="#…">``.

The text nodes of an article's ``<body>`` are its text, to the letter, so that every offset can be counted
in them. Elements may not overlap, and a paragraph ends what stands in it: a quote that runs through several,
that is interrupted, or that crosses another one, is several ``<said>`` elements chained by @next and @prev.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator
from itertools import chain
from typing import Any, BinaryIO, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from .. import __version__
from .select import Selection, Source

NAMESPACE = "http://www.tei-c.org/ns/1.0"
_TITLE = "Quotations and their speakers"
# What XML 1.0 cannot hold, however it is written.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_START = (
    "A-Za-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NOT_IN_NAME = re.compile(f"[^{_START}0-9._\xb7\u0300-\u036f\u203f\u2040-]")
_NAME_START = re.compile(f"[{_START}]")
_LINE = re.compile(r"[^\r\n]+")
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


class Part(NamedTuple):
    """A stretch of a quote that is one element; ``n`` counts the parts of its quote from 1."""

    start: int
    end: int
    quote: int
    n: int


def write(selection: Selection, file: BinaryIO) -> None:
    """A ``teiCorpus``: everybody who is quoted in its header, and a ``TEI`` for each article."""
    file.write(b'<?xml version="1.0" encoding="UTF-8"?>\n')
    file.write(f'<teiCorpus xmlns="{NAMESPACE}">\n'.encode())
    for line in chain(_corpus_header(selection), _texts(selection)):
        file.write(line.encode())
    file.write(b"</teiCorpus>\n")


def _texts(selection: Selection) -> Iterator[str]:
    for source in selection.sources():
        yield from _text(source)


def _corpus_header(selection: Selection) -> Iterator[str]:
    yield f"<teiHeader>\n<fileDesc>\n<titleStmt><title>{_TITLE}</title></titleStmt>\n"
    yield f"<publicationStmt><p>Exported by quotes {escape(__version__)}.</p></publicationStmt>\n"
    yield "<sourceDesc><p>The articles that follow.</p></sourceDesc>\n</fileDesc>\n"
    open_ = False
    for speaker in selection.speakers():
        if not open_:
            yield "<profileDesc>\n<particDesc>\n<listPerson>\n"
            open_ = True
        yield _person(speaker)
    if open_:
        yield "</listPerson>\n</particDesc>\n</profileDesc>\n"
    yield "</teiHeader>\n"


def _person(speaker: dict[str, Any]) -> str:
    """A speaker: a group of persons where it is one, or a body, since TEI ascribes words to persons."""
    element = "person" if speaker["kind"] in ("person", "unnamed") else "personGrp"
    role = f"<occupation>{_escaped(speaker['role'])}</occupation>" if speaker["role"] else ""
    known = f'<idno type="Wikidata">{_escaped(speaker["wikidata"])}</idno>' if speaker["wikidata"] else ""
    name = f"<persName>{_escaped(speaker['name'])}</persName>"
    return f"<{element}{_attribute('xml:id', xml_id(speaker['id']))}>{name}{role}{known}</{element}>\n"


def _text(source: Source) -> Iterator[str]:
    row = source.row
    title = _escaped(row["title"] or row["path"] or row["url"] or row["id"])
    yield f"<TEI{_attribute('xml:id', 'source-' + row['id'])}>\n<teiHeader>\n<fileDesc>\n"
    yield f"<titleStmt><title>{title}</title></titleStmt>\n"
    yield "<publicationStmt><p>Part of this corpus.</p></publicationStmt>\n"
    yield f"<sourceDesc><bibl><title>{title}</title>{_bibl(row)}</bibl></sourceDesc>\n</fileDesc>\n"
    if row["language"] and _LANGUAGE.fullmatch(row["language"]):
        language = f"<language{_attribute('ident', row['language'])}>{_escaped(row['language'])}</language>"
        yield f"<profileDesc><langUsage>{language}</langUsage></profileDesc>\n"
    yield "</teiHeader>\n<text><body>"
    yield from _body(source)
    yield "</body></text>\n</TEI>\n"


def _bibl(row: dict[str, Any]) -> str:
    found = f"<author>{_escaped(row['byline'])}</author>" if row["byline"] else ""
    found += f"<publisher>{_escaped(row['outlet'])}</publisher>" if row["outlet"] else ""
    if row["published"]:
        when = _DATE.match(row["published"])
        found += f"<date{_attribute('when', when[0]) if when else ''}>{_escaped(row['published'])}</date>"
    return found + (f"<ref{_attribute('target', row['url'])}/>" if row["url"] else "")


def _body(source: Source) -> Iterator[str]:
    text: str = source.row["text"]
    paragraphs = [(m.start(), m.end()) for m in _LINE.finditer(text) if m.group().strip(" \t")]
    found = parts([quote["spans"] for quote in source.quotes], paragraphs)
    count = [0] * len(source.quotes)
    for part in found:
        count[part.quote] += 1
    position, at = 0, 0
    for start, end in paragraphs or [(len(text), len(text))]:
        yield _escaped(text[position:start]) + "<p>"
        position = start
        open_: list[Part] = []
        while at < len(found) and found[at].start < end:
            part = found[at]
            at += 1
            while open_ and open_[-1].end <= part.start:
                yield _escaped(text[position : open_[-1].end]) + "</said>"
                position = open_.pop().end
            yield _escaped(text[position : part.start]) + _said(source, part, count[part.quote])
            position = part.start
            open_.append(part)
        while open_:
            yield _escaped(text[position : open_[-1].end]) + "</said>"
            position = open_.pop().end
        yield _escaped(text[position:end]) + "</p>"
        position = end
    yield _escaped(text[position:])


def parts(quotes: list[list[list[int]]], paragraphs: list[tuple[int, int]]) -> list[Part]:
    """The quotes' spans cut so that each part lies in one paragraph and of two parts one holds the other or
    they are apart; in the order in which their elements open."""
    waiting: list[tuple[int, int, int]] = []
    for quote, spans in enumerate(quotes):
        for start, end in spans:
            for first, last in paragraphs:
                if max(first, start) < min(end, last):
                    waiting.append((max(start, first), -min(end, last), quote))
    heapq.heapify(waiting)
    count = [0] * len(quotes)
    found: list[Part] = []
    open_: list[int] = []
    while waiting:
        start, minus_end, quote = heapq.heappop(waiting)
        end = -minus_end
        while open_ and open_[-1] <= start:
            open_.pop()
        if open_ and open_[-1] < end:  # it would reach out of the one it begins in
            heapq.heappush(waiting, (open_[-1], -end, quote))
            end = open_[-1]
        open_.append(end)
        count[quote] += 1
        found.append(Part(start, end, quote, count[quote]))
    return found


def _said(source: Source, part: Part, of: int) -> str:
    quote = source.quotes[part.quote]
    attributes = _attribute("xml:id", _part_id(quote, part.n, of))
    who = source.speakers.get(quote["id"])
    if who:
        attributes += _attribute("who", " ".join(f"#{xml_id(speaker)}" for speaker in who))
    attributes += _attribute("direct", "false" if quote["kind"] == "indirect" else "true")
    if part.n < of:
        attributes += _attribute("next", "#" + _part_id(quote, part.n + 1, of))
    if part.n > 1:
        attributes += _attribute("prev", "#" + _part_id(quote, part.n - 1, of))
    return f"<said{attributes}>"


def _part_id(quote: dict[str, Any], n: int, of: int) -> str:
    return f"quote-{quote['id']}" + (f".{n}" if of > 1 else "")


def xml_id(speaker_id: str) -> str:
    """A speaker's id as a name in XML: itself, but for what no such name may hold."""
    name = _NOT_IN_NAME.sub(lambda match: f"_x{ord(match[0]):x}_", speaker_id)
    return name if _NAME_START.match(name) else f"_{name}"


def _escaped(text: str) -> str:
    r"""Text for XML: what it cannot hold becomes U+FFFD, one for one, and \r survives the reader."""
    return escape(_FORBIDDEN.sub("\ufffd", text), {"\r": "&#13;"})


def _attribute(name: str, value: str) -> str:
    return f" {name}={quoteattr(_FORBIDDEN.sub(chr(0xFFFD), value))}"
