"""The first model: content, cue and source of every token, whichever quote they belong to."""

from __future__ import annotations

import numpy as np

from .columns import Columns
from .crf import Array, Layout, Rows, marginals
from .network import Network, Places

LABELS = ("O", "BC", "IC", "BK", "IK", "BS", "IS")
OUTSIDE, CONTENT, CUE, SOURCE = (0, 0), (1, 2), (3, 4), (5, 6)
"""The labels of both models: nothing, and the first and the further tokens of content, cue and source."""

TEMPLATES = """
    word@-2; word@-1; word@0; word@1; word@2; lemma@-1 word@0; lemma@0 word@1
    tag@-3; tag@-2 tag@-1; tag@-1 tag@0; tag@0 tag@1; tag@1 tag@2; tag@-2 tag@-1 tag@0; tag@-1 tag@0 tag@1
    tag@0 tag@1 tag@2; shape@-1 shape@0 shape@1
    lemma@0 tag@-1; lemma@0 tag@0; lemma@0 tag@1; lemma@-1 tag@0; lemma@0 rule@0; lemma@0 quotation@-1
    lemma@0 quotation@1; rule@0 word@0; rule@0 lemma@-1; lemma@-2; lemma@1
    quotation@-1 quotation@0; quotation@0 tag@0; rule@-1 rule@0; rule@0 rule@1; rule@0 tag@0; rule_name@-1
    rule_name@0; rule_name@1; rule@0 quotation@0; place@0 tag@0; place@0 shape@0; place@0 quotation@0
    chunk@0 after@0 before@0; chunk@0 tag@0 after@0; chunk@1 after@1; right@0 chunk@0 after@0
    left@0 right@0; left@0 tag@0; right@0 tag@0; left@0 rule@0; sentence@0 tag@0; sentence@0 rule@0
    sentence@0 place@0
"""
"""The combinations of columns that have weights of their own."""

_AROUND = {
    "word": 2,
    "lemma": 1,
    "tag": 3,
    "shape": 1,
    "class": 3,
    "quotation": 3,
    "rule": 3,
    "rule_name": 1,
    "place": 1,
    "chunk": 2,
    "after": 1,
    "before": 1,
    "sentence": 0,
    "left": 0,
    "right": 0,
}


def places(around: dict[str, int]) -> Places:
    """Every column at every offset up to the given one, on both sides."""
    return [(name, offset) for name, far in around.items() for offset in range(-far, far + 1)]


PARTS: dict[str, Places] = {"token": places(_AROUND)}


def template_texts(text: str) -> list[str]:
    """The templates of a list that is parted by semicolons and lines."""
    return [part.strip() for line in text.splitlines() for part in line.split(";") if part.strip()]


def rows_of(columns: Columns) -> Rows:
    """A document's columns, laid out in its sequences."""
    layout = Layout.of(columns.sequences, len(columns.words))
    return Rows(layout, {name: np.append(ids, 0)[layout.tokens] for name, ids in columns.ids.items()})


def tagged(network: Network, columns: Columns) -> Array:
    """The probability of every label at every token: an array of tokens by `LABELS`."""
    rows = rows_of(columns)
    layout = rows.layout
    deep = network.top(network.parts["token"](columns.ids))
    tokens = layout.tokens[layout.order]
    scores = network.wide.scores(rows)[layout.order] + deep[tokens]
    found = np.zeros((len(columns.words), len(LABELS)), dtype=np.float32)
    found[tokens] = marginals(layout, scores, network.moves)
    return found
