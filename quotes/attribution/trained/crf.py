"""Linear-chain conditional random fields over integer columns: features, scores, decoding, in numpy.

Lafferty, McCallum and Pereira 2001. A model's features are *templates*: combinations of columns at offsets
("tag@-1 tag@0"), each of which gives every row one integer; a row's score is the sum of its integers'
weights, looked up for whole arrays at once. All sequences of an article are decoded side by side, one step of
numpy for each place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
PAD = 4
"""Edge rows behind every sequence (and before the first): the farthest a template may look."""


class Template:
    """Columns at offsets, as "tag@-1 tag@0"; ``sizes`` says how many ids every column has."""

    def __init__(self, text: str, sizes: dict[str, int]) -> None:
        self.text = text
        self.parts: list[tuple[str, int]] = []
        self.radix: list[int] = []
        for part in text.split():
            name, _, offset = part.partition("@")
            self.parts.append((name, int(offset or 0)))
            self.radix.append(sizes[name])
        self.size = 1
        for radix in self.radix:
            self.size *= radix

    def ids(self, rows: Rows) -> Array:
        """One integer a row, below ``size``."""
        (name, offset), *rest = self.parts
        found = rows.column(name, offset)
        for (name, offset), radix in zip(rest, self.radix[1:], strict=True):
            found = found * radix + rows.column(name, offset)
        return found


@dataclass(slots=True)
class Layout:
    """Sequences laid end to end: which token each row is (``edge`` for padding), and where sequences begin.

    ``order`` lists the rows time-major: the first row of every sequence, longest sequence first, then the
    second row of every sequence that has one …; ``counts`` says how many sequences are left at each step.
    """

    tokens: Array
    starts: Array
    lengths: Array
    order: Array
    counts: list[int]

    @classmethod
    def of(cls, sequences: Sequence[tuple[int, int]], edge: int) -> Layout:
        """Lay out half-open token ranges."""
        firsts = np.array([a for a, _ in sequences], dtype=np.int64)
        lengths = np.array([b - a for a, b in sequences], dtype=np.int64)
        starts = PAD + np.concatenate(([0], np.cumsum(lengths + PAD)[:-1])) if len(sequences) else lengths
        total = int(PAD + (lengths + PAD).sum())
        tokens = np.full(total, edge, dtype=np.int64)
        within = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        rows = np.repeat(starts, lengths) + within
        tokens[rows] = np.repeat(firsts, lengths) + within
        longest_first = np.argsort(-lengths, kind="stable")
        place = np.empty(len(sequences), dtype=np.int64)
        place[longest_first] = np.arange(len(sequences))
        order = rows[np.lexsort((np.repeat(place, lengths), within))]
        counts = np.bincount(within).tolist() if len(within) else []
        return cls(tokens, starts, lengths, order, counts)

    def numbers(self) -> Array:
        """Which sequence each row belongs to, -1 in padding."""
        found = np.full(len(self.tokens), -1, dtype=np.int64)
        for number, (start, length) in enumerate(
            zip(self.starts.tolist(), self.lengths.tolist(), strict=True)
        ):
            found[start : start + length] = number
        return found


class Rows:
    """Columns laid out as sequences, `EDGE` (0) where there is no token, shifted on demand."""

    def __init__(self, layout: Layout, columns: dict[str, Array]) -> None:
        self.layout = layout
        self.columns = columns
        self._shifted: dict[tuple[str, int], Array] = {}

    def column(self, name: str, offset: int) -> Array:
        """A column, each row showing what stands ``offset`` rows further on."""
        if not offset:
            return self.columns[name]
        known = self._shifted.get((name, offset))
        if known is None:
            column = self.columns[name]
            known = np.zeros_like(column)
            if offset > 0:
                known[:-offset] = column[offset:]
            else:
                known[-offset:] = column[:offset]
            self._shifted[name, offset] = known
        return known


def marginals(layout: Layout, scores: Array, moves: Array) -> Array:
    """The probability of every label at every row: the forward-backward algorithm, scaled row by row.

    ``scores`` has a row of label scores for each entry of ``layout.order``, as has the result; ``moves`` are
    the scores of one label following another.
    """
    if not len(scores):
        return scores
    exp = np.exp(scores - scores.max(axis=1, keepdims=True))
    exp_moves = np.exp(moves)
    back_moves = np.ascontiguousarray(exp_moves.T)
    offsets = [0, *np.cumsum(layout.counts).tolist()]
    forward, backward = np.empty_like(exp), np.ones_like(exp)
    previous = exp[: layout.counts[0]]
    for t, m in enumerate(layout.counts):
        here = exp[offsets[t] : offsets[t + 1]]
        if t:
            here = (previous[:m] @ exp_moves) * here
        previous = forward[offsets[t] : offsets[t + 1]]
        np.divide(here, here.sum(axis=1, keepdims=True), out=previous)
    for t in range(len(layout.counts) - 2, -1, -1):
        a, b, c = offsets[t], offsets[t + 1], offsets[t + 2]
        ahead = (backward[b:c] * exp[b:c]) @ back_moves
        np.divide(ahead, ahead.sum(axis=1, keepdims=True), out=backward[a : a + c - b])
    forward *= backward
    forward /= forward.sum(axis=1, keepdims=True)
    return forward


def spans_of(labels: Sequence[int], begin: int, inside: int) -> Iterator[tuple[int, int]]:
    """The half-open runs of one kind of label; one that goes on without a beginning begins there."""
    first = -1
    for k, label in enumerate(labels):
        if label == begin or (label == inside and first < 0):
            if first >= 0:
                yield first, k
            first = k
        elif label != inside and first >= 0:
            yield first, k
            first = -1
    if first >= 0:
        yield first, len(labels)
