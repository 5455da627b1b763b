"""Trains the whole attribution engine from annotated news: two fields, and a judge of what they propose."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ..attribution.trained.bundle import Bundle
from ..attribution.trained.columns import Vocabulary
from ..attribution.trained.crf import Array
from . import fields, judge
from .engine import annotated, columns_of, linking_example, specs, tagging_example, vocabulary

TAGGING_PASSES, LINKING_PASSES = 4, 5
"""Passes over the documents: by the loss on a fifth of them that was held out, more would overfit."""


def train(gold: Sequence[dict[str, Any]], log: Callable[[str], None] = print) -> dict[str, Array]:
    """The arrays of an engine that has learned from annotated documents (some 15 minutes for 756 articles).

    The judge learns from what fields propose that have not seen the document: the documents are parted in
    `judge.FOLDS`, and for each part the fields are trained on the others (jackknifing). The same arrays come
    from the same documents.
    """
    items = [annotated(row) for row in gold]
    words, lemmas = vocabulary(items)
    known = Vocabulary(words, lemmas)
    for_tagging, for_linking = specs(known)
    columns = [columns_of(item, known) for item in items]
    tagging = [tagging_example(i, c, for_tagging) for i, c in zip(items, columns, strict=True)]
    linking = [linking_example(i, c, for_linking) for i, c in zip(items, columns, strict=True)]

    def fitted(numbers: Sequence[int]) -> dict[str, Array]:
        own = [tagging[n] for n in numbers]
        one = fields.train(own, for_tagging, epochs=TAGGING_PASSES, size=8, log=log)
        pairs = [example for n in numbers if (example := linking[n]) is not None]
        two = fields.train(pairs, for_linking, epochs=LINKING_PASSES, size=6, log=log)
        first, arrays = fields.exported(one, "tagging")
        second, more = fields.exported(two, "linking")
        meta = {"words": words, "lemmas": lemmas, "tagging": first, "linking": second}
        return {"meta": np.frombuffer(json.dumps(meta).encode(), dtype=np.uint8), **arrays, **more}

    seen: dict[int, judge.Judged] = {}
    for fold in range(judge.FOLDS):
        log(f"fold {fold + 1} of {judge.FOLDS}")
        bundle = Bundle.of(fitted([n for n in range(len(items)) if n % judge.FOLDS != fold]))
        for n in range(fold, len(items), judge.FOLDS):
            seen[n] = judge.judged(items[n], bundle)
    log("all documents")
    arrays = fitted(range(len(items)))
    trees, _ = judge.train([seen[n] for n in range(len(items))])
    return {**arrays, **trees}


def write(arrays: dict[str, Array], path: Path) -> None:
    """Write the arrays as one compressed file, without pickles."""
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]
