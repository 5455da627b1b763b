"""What the fields of the engine learn from: annotated documents as columns, labels and windows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..attribution import attribute
from ..attribution.relation import Relation
from ..attribution.trained import linking, tagging
from ..attribution.trained.columns import Columns, Vocabulary, columns, head_of_cue, lemma_of, tokens_of
from ..attribution.trained.crf import Array
from ..language import Document, analyse
from ..language.tags import normalise
from .fields import Example, Spec, shifted, wide_ids

SELDOM = 4
"""Words and lemmas that are seen less often share one id."""


@dataclass(slots=True)
class Annotated:
    """A document with its annotations, its analysis and what the rules find in it."""

    gold: dict[str, Any]
    document: Document
    relations: list[Relation]


def annotated(gold: dict[str, Any]) -> Annotated:
    """Analyse an annotated text."""
    document = analyse(gold["text"])
    return Annotated(gold, document, attribute(document))


def vocabulary(documents: list[Annotated]) -> tuple[list[str], list[str]]:
    """The words and verb lemmas that are seen often enough, in alphabetical order."""
    words: dict[str, int] = {}
    lemmas: dict[str, int] = {}
    for item in documents:
        for word, tag in zip(item.document.words, item.document.tags, strict=True):
            low = normalise(word).lower()
            words[low] = words.get(low, 0) + 1
            if tag.startswith("VB"):
                lemma = lemma_of(low)
                lemmas[lemma] = lemmas.get(lemma, 0) + 1
    return (
        sorted(word for word, n in words.items() if n >= SELDOM),
        sorted(lemma for lemma, n in lemmas.items() if n >= SELDOM),
    )


def specs(known: Vocabulary, hidden: int = 64, upper: int = 32) -> tuple[Spec, Spec]:
    """The shapes of the tagging and of the linking field."""
    texts = tagging.template_texts
    return (
        Spec(texts(tagging.TEMPLATES), known.sizes, tagging.PARTS, {"token": "near"}, hidden, upper),
        Spec(
            texts(linking.TEMPLATES),
            linking.sizes(known.sizes),
            linking.PARTS,
            {"token": "near", "cue": "near", "relative": "relative"},
            hidden,
            upper,
        ),
    )


def columns_of(item: Annotated, known: Vocabulary) -> Columns:
    """The columns of an annotated document."""
    return columns(item.document, item.relations, known)


def _parts(row: dict[str, Any]) -> list[tuple[list[Any], tuple[int, int]]]:
    return [
        (row["content"], tagging.CONTENT),
        (row.get("cue") or [], tagging.CUE),
        (row.get("source") or [], tagging.SOURCE),
    ]


def tagging_example(item: Annotated, seen: Columns, spec: Spec) -> Example:
    """All attributions of a document as labels of its tokens."""
    labels = np.zeros(len(seen.words) + 1, dtype=np.int64)
    for row in item.gold["attributions"]:
        for spans, (begin, inside) in _parts(row):
            for first, last in tokens_of(item.document, spans):
                labels[first:last] = inside
                labels[first : min(first + 1, last)] = begin
    rows = tagging.rows_of(seen)
    tokens = rows.layout.tokens
    return Example(
        layout=rows.layout,
        wide=wide_ids(spec, rows),
        parts={"token": shifted(seen.ids, spec.parts["token"])},
        rows={"token": np.minimum(tokens, len(seen.words) - 1)},
        labels=labels[tokens],
    )


def heads_of(item: Annotated) -> dict[int, dict[str, Any]]:
    """The attributions of a document by the head token of their cues, in order."""
    found: dict[int, dict[str, Any]] = {}
    document = item.document
    for row in item.gold["attributions"]:
        tokens = [k for first, last in tokens_of(document, row.get("cue") or []) for k in range(first, last)]
        head = head_of_cue(document.words, document.tags, tokens)
        if head is not None:
            found.setdefault(head, row)
    return dict(sorted(found.items()))


def linking_example(item: Annotated, seen: Columns, spec: Spec) -> Example | None:
    """Each attribution of a document as labels of the tokens round its cue; None where there is none."""
    heads = heads_of(item)
    if not heads:
        return None
    found = linking.windows_of(item.document, seen, list(heads))
    layout = found.rows.layout
    labels = np.zeros(len(layout.tokens), dtype=np.int64)
    for k, row in enumerate(heads.values()):
        (first, last), start = found.spans[k], int(layout.starts[k])
        own: Array = np.zeros(last - first, dtype=np.int64)
        for spans, (begin, inside) in _parts(row):
            for a, b in tokens_of(item.document, spans):
                a, b = max(a, first) - first, min(b, last) - first
                if a < b:
                    own[a:b] = inside
                    own[a] = begin
        labels[start : start + len(own)] = own
    at = np.array(list(heads), dtype=np.int64)
    return Example(
        layout=layout,
        wide=wide_ids(spec, found.rows),
        parts={
            "token": shifted(seen.ids, spec.parts["token"]),
            "cue": shifted(seen.ids, spec.parts["cue"], at),
            "relative": shifted(found.rows.columns, spec.parts["relative"]),
        },
        rows={
            "token": np.minimum(layout.tokens, len(seen.words) - 1),
            "cue": np.maximum(found.cue, 0),
            "relative": np.arange(len(layout.tokens)),
        },
        labels=labels,
    )
