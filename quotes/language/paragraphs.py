"""Paragraphs: the lines of a text, or its blocks where the text was wrapped by hand."""

from __future__ import annotations

import re

from ..model import Span

# What Python's and Unicode's line ends have in common with what editors write.
_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_BLOCK_BREAK = re.compile(r"\n[ \t\r]*\n|\r[ \t]*\r|\u2029|\f")
_FINAL = frozenset(".!?:;”\"’'»)…")


def paragraphs(text: str) -> list[Span]:
    """The paragraphs of a text as spans without surrounding white space, in order.

    A paragraph is a line. Where the text is wrapped by hand (most lines that are followed by another
    without a blank line between are 50 to 100 characters long and stop in mid-sentence) it is a block
    of lines between blank ones.
    """
    lines = [span for match in _LINE.finditer(text) if (span := _strip(text, *match.span())) is not None]
    if not _is_wrapped(text, lines):
        return lines
    blocks = []
    start = 0
    for match in _BLOCK_BREAK.finditer(text):
        blocks.append(_strip(text, start, match.start()))
        start = match.end()
    blocks.append(_strip(text, start, len(text)))
    return [block for block in blocks if block is not None]


def _strip(text: str, start: int, end: int) -> Span | None:
    while start < end and (text[start].isspace() or text[start] == "\ufeff"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] == "\ufeff"):
        end -= 1
    return Span(start, end) if start < end else None


def _is_wrapped(text: str, lines: list[Span]) -> bool:
    followed = broken = 0
    for line, following in zip(lines, lines[1:], strict=False):
        gap = text[line.end : following.start]
        if gap.count("\n") > 1 or "\u2029" in gap:
            continue
        followed += 1
        broken += 50 <= line.end - line.start <= 100 and text[line.end - 1] not in _FINAL
    return followed >= 3 and broken >= 0.7 * followed
