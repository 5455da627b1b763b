"""What the second model looks at: the tokens round one cue, each seen from that cue."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...language import Document
from .columns import Columns, Ints, tokens_of
from .crf import Layout

RELATIVE_SIZES: dict[str, int] = {
    "side": 4,
    "distance": 28,
    "between": 3 * 3 * 2 * 3 * 2 * 2 + 1,
    "step": 7,
    "own": 9,
    "tie": 9,
}
"""How many ids each relative column has: which side of the cue (1 left, 2 the cue, 3 right), how far, what
stands between (commas, quotation, finite verbs, breaks, "that"), sentences from the cue, the label that the
rule with this very cue gives the token (8: the cue has no rule), how its noun phrase touches the cue."""

_BUCKETS = np.array([0, 1, 2, 3, 4, 5, 6, 7, 7, 8, 8, 8, 9, 9, 9, 9, 10, 10, 10, 10, 10, 10, 10, 10])
_FARTHEST = 120
"""Tokens of a window on either side of its cue, at most."""


def windows(document: Document, columns: Columns, cues: list[int]) -> list[tuple[int, int]]:
    """For each cue the tokens its quote may stand in: its sentence, and neighbours that hold quotations."""
    held = columns.quotations
    sentences = document.sentences
    bounds: dict[int, tuple[int, int]] = {}
    found = []
    sequence = 0
    sequences = columns.sequences
    for cue in cues:
        while sequences[sequence][1] <= cue:
            sequence += 1
        first, last = sequences[sequence]
        here = document.sentence_of[cue]
        if here not in bounds:
            low = high = here
            while low > 0 and sentences[low - 1].first >= first and _holds(held, sentences[low - 1]):
                low -= 1
                if cue - sentences[low].first > _FARTHEST:
                    break
            while (
                high + 1 < len(sentences)
                and sentences[high + 1].last <= last
                and _holds(held, sentences[high + 1])
            ):
                high += 1
                if sentences[high].last - cue > _FARTHEST:
                    break
            bounds[here] = sentences[low].first, sentences[high].last
        a, b = bounds[here]
        found.append((max(a, first, cue - _FARTHEST), min(b, last, cue + _FARTHEST)))
    return found


def _holds(sums: Ints, sentence: Any) -> bool:
    return bool(sums[sentence.last] > sums[sentence.first])


def relative_columns(
    document: Document, columns: Columns, cues: list[int], cue: Ints, layout: Layout
) -> dict[str, Ints]:
    """The relative columns of a layout of windows; ``cue`` is the head token of every row's cue.

    They are 0 where a row is padding.
    """
    edge = len(columns.words)
    tokens = layout.tokens
    real = tokens < edge
    token = np.where(real, tokens, 0)
    gap = token - cue
    side = np.where(gap < 0, 1, np.where(gap > 0, 3, 2))
    far = np.abs(gap)
    bucket = np.where(far < len(_BUCKETS), _BUCKETS[np.minimum(far, len(_BUCKETS) - 1)], 11 + (far >= 40))
    distance = np.where(gap < 0, 1 + bucket, 14 + bucket)
    low = np.where(gap < 0, token + 1, cue + 1)
    high = np.where(gap < 0, cue, token)
    low = np.minimum(low, high)

    def between(sums: Ints, most: int) -> Ints:
        return np.minimum(sums[high] - sums[low], most)

    pattern = side - 1
    for sums, most in (
        (columns.commas, 2),
        (columns.quotations, 1),
        (columns.finite, 2),
        (columns.breaks, 1),
        (columns.thats, 1),
    ):
        pattern = pattern * (most + 1) + between(sums, most)
    pattern = pattern + 1
    step = 4 + np.clip(columns.sentence_of[token] - columns.sentence_of[cue], -2, 2)
    begins, ends = columns.chunk_start[token], columns.chunk_end[token]
    group = columns.group_start[cue]
    chunked = columns.ids["chunk"][token] > 1
    tie = np.select(
        [
            chunked & (ends == group),
            chunked & (begins == cue + 1),
            chunked & (ends < group) & (gap < 0),
            chunked & (gap > 0),
            (token >= group) & (token < cue),
        ],
        [2, 3, 4, 5, 6],
        1,
    )
    tie = np.where(chunked & (ends == group - 1) & (gap < 0), 7, tie)
    own = np.full(len(tokens), 8, dtype=np.int64)
    for k, head in enumerate(cues):
        relation = columns.own.get(head)
        if relation is None:
            continue
        start, length = int(layout.starts[k]), int(layout.lengths[k])
        first = int(tokens[start])
        own[start : start + length] = 1
        source = [relation.source] if relation.source is not None else []
        for spans, label in ((relation.content, 2), (source, 6), (relation.cue, 4)):
            for a, b in tokens_of(document, list(spans)):
                a, b = max(a - first, 0), min(b - first, length)
                if a < b:
                    own[start + a : start + b] = label + 1
                    own[start + a] = label
    found = {
        "side": side,
        "distance": distance,
        "between": pattern,
        "step": step,
        "own": own,
        "tie": tie,
    }
    for ids in found.values():
        ids[~real] = 0
    return found
