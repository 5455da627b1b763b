"""What is compared: the rows of gold and of predictions, and the form each content has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..model import Span
from .letters import Letters, covered

FORMS = ("quoted", "indirect", "reported", "all")

_MARK = re.compile("[\"“”„«»‟]|''|``")
# The scorer's own list: with another one, "reported" would be another figure.
_REPORTING = re.compile(
    r"\b(?:according to|acknowledg\w+|add(?:s|ed|ing)?|admit\w*|advis\w+|alleg\w+|announc\w+|argu\w+|"
    r"ask(?:s|ed|ing)?|assert\w*|caution\w*|claim\w*|comment(?:s|ed|ing)?|complain\w*|conced\w+|"
    r"conclud\w+|confirm\w*|contend\w*|declar\w+|den(?:y|ies|ied|ying)|describ\w+|estimat\w+|"
    r"explain\w*|insist\w*|maintain(?:s|ed|ing)?|mention\w*|not(?:e|es|ed|ing)|point(?:s|ed|ing) out|"
    r"predict\w*|promis\w+|quot\w+|recall\w*|remark\w*|repl(?:y|ies|ied|ying)|report(?:s|ed|ing)?|"
    r"respond\w*|reveal\w*|sa(?:y|ys|id|ying)|state[sd]?|stat(?:ing)|stress\w*|suggest\w*|tell(?:s|ing)?|"
    r"told|testif\w+|tweet\w*|urg\w+|warn\w*|writ\w+|wrote)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One quote, annotated or predicted. Spans are half-open, in code points into the document's text.

    Gold has ``names``, the names of the speaker, where these were annotated (empty: it has none);
    predictions have ``speaker``, its name or None, and may have a ``confidence`` between 0 and 1.
    """

    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    names: tuple[str, ...] | None = None
    speaker: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A document, by its name, with every quote that annotators found in it."""

    doc: str
    text: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """A row with the letters of its content and of its source, and the forms it is counted under."""

    row: Row
    letters: Letters
    source: Letters
    form: str
    reported: bool

    def forms(self, *, reported: bool = False) -> tuple[str, ...]:
        """The forms it is counted under; "reported" only where asked for, since it splits gold alone."""
        return (self.form, "all", "reported") if reported and self.reported else (self.form, "all")


def measured(text: str, numbers: list[int], rows: Iterable[Row]) -> list[Measured]:
    """The rows whose content has a letter, in their order; the others are nothing to find."""
    found = []
    for row in rows:
        letters = covered(numbers, row.content)
        if letters:
            form = _form(text, row)
            reported = form == "indirect" and bool(_REPORTING.search(words(text, row.cue)))
            found.append(Measured(row, letters, covered(numbers, row.source), form, reported))
    return found


def words(text: str, spans: Iterable[Span]) -> str:
    """The text of the spans, joined by blanks."""
    return " ".join(text[start:end] for start, end in spans)


def _form(text: str, row: Row) -> str:
    """A mark right before or behind the content counts as its own."""
    marked = any(_MARK.search(text[max(start - 1, 0) : end + 1]) for start, end in row.content)
    return "quoted" if marked else "indirect"
