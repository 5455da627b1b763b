"""`Document`: a text cut into paragraphs, sentences and tagged tokens, its quotation marks paired."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from ..model import Span


class Sentence(NamedTuple):
    """A sentence: its span in the text, its tokens ``first`` to ``last`` (half-open), its paragraph."""

    start: int
    end: int
    first: int
    last: int
    paragraph: int


class Quotation(NamedTuple):
    """A stretch between quotation marks, the marks included.

    ``closed`` is False where the closing mark is missing and the paragraph's end stands in for it.
    ``depth`` is 0 for a quotation in the running text, 1 for one inside that, and so on.
    ``group`` is shared by the stretches of one quotation that runs over several paragraphs, each of
    which opens it anew.
    """

    start: int
    end: int
    closed: bool
    depth: int
    group: int


@dataclass(slots=True)
class Document:
    """A text and its analysis; parallel lists, one entry a token, for speed.

    ``starts``/``ends`` are code point offsets of the tokens, ``words`` their text with curly marks and
    apostrophes as they stand, ``tags`` Penn Treebank tags, ``sentence_of`` the sentence's index.
    """

    text: str
    paragraphs: list[Span] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    sentence_of: list[int] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)

    def paragraph_at(self, offset: int) -> int:
        """The index of the paragraph that holds an offset, or of the last one that begins before it."""
        return max(0, bisect_right(self.paragraphs, offset, key=lambda p: p.start) - 1)

    def overlapping(self, start: int, end: int) -> Iterator[Quotation]:
        """The quotations that share text with ``start`` to ``end``, in order."""
        at = bisect_right(self.quotations, start, key=lambda q: q.start)
        while at and (self.quotations[at - 1].depth or self.quotations[at - 1].start >= start):
            at -= 1
        at = max(0, at - 1)  # the last outermost one that begins before: the only one that can reach in
        while at < len(self.quotations) and self.quotations[at].start < end:
            if self.quotations[at].end > start:
                yield self.quotations[at]
            at += 1
