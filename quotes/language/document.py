"""`Document`: a text cut into paragraphs, sentences and tagged tokens, its quotation marks paired."""

from __future__ import annotations

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
