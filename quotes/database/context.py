"""The paragraphs round a quote, as they are stored with it."""

from __future__ import annotations

from ..model import Quote

# Code points. A document may be one line: its paragraph, stored with every quote, would fill the disk.
CONTEXT_LIMIT = 5_000
_AROUND, _LONGEST_WORD = 1_000, 40


def context_of(quote: Quote, text: str) -> str:
    """The paragraphs that a quote stands in or, of more than `CONTEXT_LIMIT` code points, what stands
    around content, cue and mention, cut between words."""
    start, end = quote.context
    if end - start > CONTEXT_LIMIT:
        parts = (*quote.content, *quote.cue, *(quote.source.spans if quote.source else ()))
        inside = [span for span in parts if start <= span[0] and span[1] <= end]
        first = min((span[0] for span in inside), default=start)
        last = max((span[1] for span in inside), default=start)
        if first - _AROUND > start:
            blank = text.find(" ", first - _AROUND, first - _AROUND + _LONGEST_WORD)
            start = max(blank + 1, first - _AROUND)
        if last + _AROUND < end:
            blank = text.rfind(" ", last + _AROUND - _LONGEST_WORD, last + _AROUND)
            end = blank if blank >= 0 else last + _AROUND
    return text[start:end]
