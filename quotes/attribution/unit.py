"""`Unit`: a stretch of text that one set of rules looks at, with each quotation as a single item.

A unit is a sentence, or several that one quotation runs through. Seen from outside, a quotation is one
symbol in it, whatever it holds: ``“A. B,” Ruiz said`` is ``Q Ruiz said``. Seen from inside, the words of a
quotation make units of their own, in which the quotations one level deeper are the symbols.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from ..language import Document, Quotation
from ..model import Span

LONGEST = 600
"""No unit has more items: the rules look at pairs of items, and must not do so over a whole book."""

QUOTATION = "Q"
"""The tag of an item that stands for a quotation."""


class Unit:
    """Parallel lists over the items of a unit; ``end`` offsets are exclusive.

    ``low`` holds the lower-cased word with ASCII apostrophes (a quotation's is empty), ``tag`` its Penn
    tag or `QUOTATION`, ``quotation`` the `Quotation` or None.
    """

    __slots__ = ("document", "end", "low", "paragraph", "quotation", "start", "tag", "token", "word")

    def __init__(self, document: Document, paragraph: int) -> None:
        self.document = document
        self.paragraph = paragraph
        self.start: list[int] = []
        self.end: list[int] = []
        self.word: list[str] = []
        self.low: list[str] = []
        self.tag: list[str] = []
        self.token: list[int] = []
        self.quotation: list[Quotation | None] = []

    def __len__(self) -> int:
        return len(self.tag)

    def add_word(self, token: int) -> None:
        """Append a token of the document as an item."""
        document = self.document
        self.start.append(document.starts[token])
        self.end.append(document.ends[token])
        word = document.words[token]
        self.word.append(word)
        self.low.append(word.lower().replace("’", "'"))
        self.tag.append(document.tags[token])
        self.token.append(token)
        self.quotation.append(None)

    def add_quotation(self, quotation: Quotation, token: int) -> None:
        """Append a quotation as one item; ``token`` is its first."""
        self.start.append(quotation.start)
        self.end.append(quotation.end)
        self.word.append("")
        self.low.append("")
        self.tag.append(QUOTATION)
        self.token.append(token)
        self.quotation.append(quotation)

    def extend(self, other: Unit) -> None:
        """Append the items of the unit that follows."""
        for name in ("start", "end", "word", "low", "tag", "token", "quotation"):
            getattr(self, name).extend(getattr(other, name))

    def part(self, first: int, last: int) -> Unit:
        """The items ``first`` to ``last`` as a unit of their own."""
        part = Unit(self.document, self.paragraph)
        for name in ("start", "end", "word", "low", "tag", "token", "quotation"):
            setattr(part, name, getattr(self, name)[first:last])
        return part

    def span(self, first: int, last: int) -> Span:
        """The text span of the items ``first`` to ``last``, half-open."""
        return Span(self.start[first], self.end[last - 1])

    def text(self, first: int, last: int) -> str:
        """The text of the items ``first`` to ``last``, half-open."""
        return self.document.text[self.start[first] : self.end[last - 1]]

    def quoted_words(self, item: int) -> int:
        """How many words a quotation holds."""
        quotation = self.quotation[item]
        return 0 if quotation is None else len(self.document.text[quotation.start : quotation.end].split())

    def __repr__(self) -> str:
        words = (w if w else f"{{{self.text(i, i + 1)}}}" for i, w in enumerate(self.word))
        return f"Unit({' '.join(words)})"


def paragraph_units(document: Document) -> Iterator[list[Unit]]:
    """The units of each paragraph in turn, at the outermost level."""
    quotations = [q for q in document.quotations if q.depth == 0]
    first = at = 0
    for number, paragraph in enumerate(document.paragraphs):
        last = bisect_left(document.starts, paragraph.end, first)
        here = []
        while at < len(quotations) and quotations[at].start < paragraph.end:
            here.append(quotations[at])
            at += 1
        yield units(document, number, first, last, here)
        first = last


def inside_of(document: Document, quotation: Quotation) -> list[Quotation]:
    """The quotations directly within a quotation."""
    at = bisect_left(document.quotations, (quotation.start + 1,))
    found = []
    while at < len(document.quotations) and document.quotations[at].start < quotation.end:
        if document.quotations[at].depth == quotation.depth + 1:
            found.append(document.quotations[at])
        at += 1
    return found


def inner_units(
    document: Document, quotation: Quotation, paragraph: int, inner: list[Quotation]
) -> list[Unit]:
    """The units inside a quotation; ``inner`` are the quotations directly within it."""
    first = bisect_left(document.starts, quotation.start + 1)
    last = bisect_left(document.starts, quotation.end)
    while (
        last > first and document.ends[last - 1] >= quotation.end and not _is_word(document.words[last - 1])
    ):
        last -= 1
    return units(document, paragraph, first, last, inner)


def _stops(document: Document, token: int, quotations: list[Quotation], at: int) -> bool:
    """Whether a full stop stands between words and the quotation that begins at ``token``: he said. “B.”"""
    if at >= len(quotations) or document.starts[token] < quotations[at].start:
        return False
    if at and document.starts[token - 1] < quotations[at - 1].end:  # “A.”“B,” he said
        return document.text[quotations[at - 1].end - 2] in ".?!"
    return document.words[token - 1] in (".", "?", "!")


def _is_word(word: str) -> bool:
    return any(c.isalnum() for c in word)


def units(
    document: Document, paragraph: int, first: int, last: int, quotations: list[Quotation]
) -> list[Unit]:
    """Cut the tokens ``first`` to ``last`` into units, each of ``quotations`` one item."""
    found: list[Unit] = []
    unit = Unit(document, paragraph)
    at = 0
    token = first
    while token < last:
        start = document.starts[token]
        if at < len(quotations) and start >= quotations[at].start:
            quotation = quotations[at]
            at += 1
            opening = token
            while token < last and document.starts[token] < quotation.end:
                token += 1
            if token == opening:  # no token of its own: pure marks that the tokenizer joined elsewhere
                continue
            unit.add_quotation(quotation, opening)
        else:
            unit.add_word(token)
            token += 1
        if token < last and (
            len(unit) >= LONGEST
            or document.sentence_of[token] != document.sentence_of[token - 1]
            or _stops(document, token, quotations, at)
        ):
            found.append(unit)
            unit = Unit(document, paragraph)
    if len(unit):
        found.append(unit)
    return found
