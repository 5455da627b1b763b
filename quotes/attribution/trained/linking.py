"""The second model: the content and the source of one cue, among the tokens round it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ...language import Document
from .columns import Columns
from .crf import Array, Layout, Rows, marginals
from .network import Network, Places
from .relative import RELATIVE_SIZES, relative_columns, windows
from .tagging import CONTENT, CUE, OUTSIDE, SOURCE, places

TEMPLATES = """
    distance@0; distance@0 tag@0; distance@0 quotation@0; cnext distance@0; clemma distance@0
    ctag cclass distance@0
    side@0 word@-2; side@0 word@-1; side@0 word@0; side@0 word@1; side@0 word@2; side@0 tag@0; side@0 rule@0
    side@0 tag@-1 tag@0 tag@1; side@0 chunk@0 after@0 before@0; side@0 left@0; side@0 own@0 quotation@0
    side@0 quotation@-1 quotation@0; step@0 place@0 side@0; clemma cnext side@0 step@0; cquot side@0 tag@0
    between@0 tag@0; between@0 shape@0; between@0 tag@-1 tag@0; between@0 tag@0 tag@1; between@0 word@-1
    between@0 word@0; between@0 chunk@0 after@0; between@0 left@0; between@0 right@0; between@-1 between@0
    between@0 quotation@0; clemma between@0; cnext between@0; cprev between@0
    own@0 tag@0; own@0 between@0; own@-1 own@0; own@0 own@1
    tie@0 chunk@0 shape@0; tie@0 after@0 ctag; tie@0 ctag; tie@0 clemma; tie@-1 tie@0 tag@0; tie@0 tie@1 tag@0
"""

_TOKEN = {
    "word": 2,
    "lemma": 1,
    "tag": 3,
    "shape": 1,
    "class": 2,
    "quotation": 2,
    "rule": 2,
    "rule_name": 0,
    "place": 0,
    "chunk": 1,
    "after": 1,
    "before": 1,
    "sentence": 0,
    "left": 0,
    "right": 0,
}
_CUE = {name: far for name, far in _TOKEN.items() if name != "shape"}
_RELATIVE = {"side": 0, "distance": 0, "between": 1, "step": 1, "own": 2, "tie": 1}

PARTS: dict[str, Places] = {"token": places(_TOKEN), "cue": places(_CUE), "relative": places(_RELATIVE)}
_OF_CUE = (
    ("clemma", "lemma", 0),
    ("ctag", "tag", 0),
    ("cclass", "class", 0),
    ("cnext", "tag", 1),
    ("cprev", "tag", -1),
    ("cquot", "quotation", 1),
)
_AT_ONCE = 20_000
"""Rows that are worked on together, to bound memory."""


def sizes(of_tokens: dict[str, int]) -> dict[str, int]:
    """How many ids each column has, those of the cue and the relative ones included."""
    return {**of_tokens, **RELATIVE_SIZES, **{name: of_tokens[column] for name, column, _ in _OF_CUE}}


@dataclass(slots=True)
class Windows:
    """Cues with their windows as rows: ``cue`` is the number of each row's cue, -1 in padding."""

    heads: list[int]
    spans: list[tuple[int, int]]
    rows: Rows
    cue: Array


def windows_of(document: Document, columns: Columns, heads: list[int]) -> Windows:
    """The windows round the head tokens of cues, which are in order, and their columns."""
    spans = windows(document, columns, heads)
    layout = Layout.of(spans, len(columns.words))
    number = layout.numbers()
    head = np.array(heads, dtype=np.int64)[number]
    found = {name: np.append(ids, 0)[layout.tokens] for name, ids in columns.ids.items()}
    found.update(relative_columns(document, columns, heads, head, layout))
    for name, column, offset in _OF_CUE:
        padded = np.concatenate(([0], columns.ids[column], [0]))
        found[name] = np.where(number >= 0, padded[head + 1 + offset], 0)
    return Windows(heads, spans, Rows(layout, found), number)


@dataclass(slots=True)
class Linked:
    """What the model makes of one cue, token by token from ``first`` on.

    ``labels`` are the likeliest; the lists are the probabilities of content, of content that begins, of cue
    and of source. ``certainty`` is the product of the probabilities of the likeliest kinds.
    """

    head: int
    first: int
    labels: list[int]
    content: list[float]
    begins: list[float]
    cue: list[float]
    source: list[float]
    certainty: float

    @property
    def last(self) -> int:
        """Where the window ends, exclusive."""
        return self.first + len(self.labels)


def linked(network: Network, document: Document, columns: Columns, heads: list[int]) -> Iterator[Linked]:
    """Content and source of each cue, given by its head token; the heads are in order."""
    if not heads:
        return
    token = network.parts["token"](columns.ids)
    about = network.parts["cue"](columns.ids, np.array(heads, dtype=np.int64))
    size = max(1, _AT_ONCE // 60)
    for begin in range(0, len(heads), size):
        yield from _linked(
            network, windows_of(document, columns, heads[begin : begin + size]), token, about[begin:]
        )


def _linked(network: Network, found: Windows, token: Array, about: Array) -> Iterator[Linked]:
    layout = found.rows.layout
    order = layout.order
    hidden = network.parts["relative"](found.rows.columns)[order]
    hidden += token[layout.tokens[order]]
    hidden += about[found.cue[order]]
    scores = network.wide.scores(found.rows)[order] + network.top(hidden)
    p = np.zeros((len(layout.tokens), scores.shape[1]), dtype=np.float32)
    p[order] = marginals(layout, scores, network.moves)
    labels, surest = likeliest(p)
    sums = np.concatenate(([0.0], np.cumsum(np.log(np.maximum(surest, 1e-9)))))
    content = (p[:, CONTENT[0]] + p[:, CONTENT[1]]).tolist()
    cue = (p[:, CUE[0]] + p[:, CUE[1]]).tolist()
    source = (p[:, SOURCE[0]] + p[:, SOURCE[1]]).tolist()
    begins, named = p[:, CONTENT[0]].tolist(), labels.tolist()
    for k, head in enumerate(found.heads):
        a = int(layout.starts[k])
        b = a + int(layout.lengths[k])
        certainty = float(np.exp(sums[b] - sums[a]))
        yield Linked(
            head, found.spans[k][0], named[a:b], content[a:b], begins[a:b], cue[a:b], source[a:b], certainty
        )


_KINDS = np.array([OUTSIDE, CONTENT, CUE, SOURCE])


def likeliest(p: Array) -> tuple[Array, Array]:
    """The likeliest label of each row and its kind's probability: first the kind, then whether it begins."""
    kinds = np.stack([p[:, 0], p[:, 1] + p[:, 2], p[:, 3] + p[:, 4], p[:, 5] + p[:, 6]], axis=1)
    best = kinds.argmax(axis=1)
    rows = np.arange(len(p))
    begin, inside = _KINDS[best, 0], _KINDS[best, 1]
    return np.where(p[rows, begin] > p[rows, inside], begin, inside), kinds[rows, best]
