"""Where the words of a quote that a person reviewed stand in a text that may have changed since.

First where they stood, then where their paragraph went, then where the parser finds the same words, then
wherever else they stand. The parser may cut the same quote a little differently: more than half is enough.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from .context import CONTEXT_LIMIT
from .items import Item
from .rows import GAP, QuoteRow, join

Spans = list[tuple[int, int]]
LEAST = 12
"""Code points: shorter words stand in many places by accident."""


def spans_of(row: QuoteRow) -> Spans:
    """The stretches of a row's words."""
    return [(start, end) for start, end in json.loads(row["spans"])]


def same_place(item: Item, text: str) -> Spans | None:
    """Where the words of an item stand, if they or their paragraph say so for certain."""
    own: Spans = [(start, end) for start, end in item["spans"]]
    start, context = item.get("context_start"), item.get("context")
    if start is None or not context:
        return own if join(text, own) == item["text"] else None
    if text.startswith(context, start) and join(text, own) == item["text"]:
        return own
    places: list[Spans] = []
    at = text.find(context)
    while at >= 0 and len(places) < 100:
        shifted = shift(own, at - start)
        if shifted[0][0] >= 0 and join(text, shifted) == item["text"]:
            places.append(shifted)
        at = text.find(context, at + 1)
    if places:
        return min(places, key=lambda spans: abs(spans[0][0] - own[0][0]))
    return own if join(text, own) == item["text"] else None


def anywhere(item: Item, text: str) -> Spans | None:
    """The nearest place where the words of an item stand, stretch by stretch; None for few words or none."""
    if len(item["text"]) < LEAST:
        return None
    first, *others = _stretches(item)
    starts: list[int] = []
    at = text.find(first)
    while at >= 0 and len(starts) < 1000:
        starts.append(at)
        at = text.find(first, at + 1)
    for start in sorted(starts, key=lambda start: abs(start - item["spans"][0][0])):
        spans = [(start, start + len(first))]
        for other in others:
            next_start = text.find(other, spans[-1][1])
            if next_start < 0:
                break
            spans.append((next_start, next_start + len(other)))
        else:
            return spans
    return None


def _stretches(item: Item) -> list[str]:
    words: str = item["text"]
    result, at = [], 0
    for start, end in item["spans"]:
        result.append(words[at : at + end - start])
        at += end - start + len(GAP)
    return result


def shift(spans: Iterable[Sequence[int]], by: int) -> Spans:
    """Spans, so many code points further on."""
    return [(start + by, end + by) for start, end in spans]


def overlap(one: Spans, other: Spans) -> float:
    """Which share of the longer of two quotes both have in common, from 0 to 1."""
    common = sum(max(0, min(b, d) - max(a, c)) for a, b in one for c, d in other)
    longest = max(sum(end - start for start, end in spans) for spans in (one, other))
    return common / longest if longest else 0.0


def paragraph(text: str, start: int, end: int) -> tuple[int, str]:
    """Where the lines that hold a stretch of text start, and what they say; of endless lines, the stretch."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = last if last >= 0 else len(text)
    if last - first > CONTEXT_LIMIT:
        first, last = start, end
    return first, text[first:last]
