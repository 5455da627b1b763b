"""Paragraphs: the lines of a text, or its blocks where the text was wrapped by hand."""

from __future__ import annotations

import re
from itertools import pairwise

from ..model import Span

# What Python's and Unicode's line ends have in common with what editors write.
_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_FINAL = frozenset(".!?:;”\"’'»)…")


def paragraphs(text: str) -> list[Span]:
    """The paragraphs of a text as spans without surrounding white space, in order.

    A paragraph is a line, and the lines that go on in mid-sentence where it breaks off. Where the whole
    text is wrapped by hand (most lines that another follows without a blank one between are 50 to 100
    characters long and stop in mid-sentence) it is a block of lines, up to a blank or an indented one.
    """
    lines = [span for match in _LINE.finditer(text) if (span := _strip(text, *match.span())) is not None]
    wrapped = _is_wrapped(text, lines)
    found: list[Span] = []
    for line in lines:
        if found and _continues(text, found[-1], line, wrapped):
            found[-1] = Span(found[-1].start, line.end)
        else:
            found.append(line)
    return found


def _continues(text: str, before: Span, line: Span, wrapped: bool) -> bool:
    """Whether a line belongs to the paragraph of the line before it."""
    gap = text[before.end : line.start]
    if gap.count("\n") + gap.count("\r") - gap.count("\r\n") != 1 or len(gap) > 200:
        return False
    if wrapped:
        return not gap.endswith(("  ", "\t"))
    last = text[before.end - 1]
    return (last.isalnum() or last in ",;-–—'’&") and text[line.start].islower()


def _strip(text: str, start: int, end: int) -> Span | None:
    while start < end and (text[start].isspace() or text[start] == "\ufeff"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] == "\ufeff"):
        end -= 1
    return Span(start, end) if start < end else None


def _is_wrapped(text: str, lines: list[Span]) -> bool:
    followed = broken = 0
    for line, following in pairwise(lines):
        gap = text[line.end : following.start]
        if gap.count("\n") > 1 or "\u2029" in gap:
            continue
        if line.end - line.start > 100:
            return False
        followed += 1
        broken += line.end - line.start >= 50 and text[line.end - 1] not in _FINAL
    return followed >= 3 and broken >= 0.5 * followed
