"""Trains the judge on candidates of documents that the fields have not seen, and calibrates it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..attribution.trained.bundle import Bundle
from ..attribution.trained.candidates import Candidate, candidates
from ..attribution.trained.columns import columns
from ..attribution.trained.crf import Array
from ..attribution.trained.judging import judge_features
from ..attribution.trained.selection import chosen, printed_words
from .confidence import letters, names
from .engine import Annotated

FOLDS = 5
SETTINGS: dict[str, Any] = {
    "max_iter": 150,
    "max_depth": 6,
    "learning_rate": 0.09,
    "min_samples_leaf": 40,
    "l2_regularization": 2.0,
    "max_features": 0.4,
    "random_state": 0,
}


@dataclass(slots=True)
class Judged:
    """A document's candidates and which of them are right."""

    found: list[Candidate]
    right: list[bool]
    printed: list[bool]


def judged(item: Annotated, bundle: Bundle) -> Judged:
    """The candidates that a bundle finds in an annotated document, compared with the annotations.

    Right is what the scorer calls a relation: half of the letters shared, and the source overlaps, shares a
    capitalised word, or is missing on both sides.
    """
    document, text = item.document, item.document.text
    seen = columns(document, item.relations, bundle.vocabulary)
    found, evidence = candidates(document, seen, bundle.tagging, bundle.linking)
    judge_features(document, seen, found, evidence)
    gold = []
    for row in item.gold["attributions"]:
        source = row.get("source") or []
        gold.append((letters(text, row["content"]), letters(text, source), names(text, source)))
    right = []
    for candidate in found:
        spans = [(document.starts[a], document.ends[b - 1]) for a, b in candidate.content]
        source = candidate.source
        span = [(document.starts[source[0]], document.ends[source[1] - 1])] if source is not None else []
        content, mention, words = letters(text, spans), letters(text, span), names(text, span)
        right.append(
            any(
                2 * len(content & wanted) >= len(content | wanted) > 0
                and ((not mention and not who) or bool(mention & who) or bool(words & called))
                for wanted, who, called in gold
            )
        )
        candidate.link = None  # the arrays would fill memory
    return Judged(found, right, printed_words(document, seen))


def _fitted(x: Array, y: Array) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(**SETTINGS).fit(x, y)


def _matrix(documents: Sequence[Judged]) -> tuple[Array, Array]:
    x = np.array([c.features for d in documents for c in d.found], dtype=np.float64)
    return x, np.array([right for d in documents for right in d.right])


def train(documents: Sequence[Judged]) -> tuple[dict[str, Array], list[Array]]:
    """The judge's arrays, and for each document the probabilities of a judge that has not seen it."""
    from sklearn.isotonic import IsotonicRegression

    held_out: list[Array] = [np.zeros(0)] * len(documents)
    for fold in range(FOLDS):
        model = _fitted(*_matrix([d for n, d in enumerate(documents) if n % FOLDS != fold]))
        for n in range(fold, len(documents), FOLDS):
            if documents[n].found:
                held_out[n] = model.predict_proba(_matrix([documents[n]])[0])[:, 1]
    raw, right = [], []
    for document, p in zip(documents, held_out, strict=True):
        for k in chosen(document.found, p, document.printed):
            raw.append(float(p[k]))
            right.append(document.right[k])
    if not raw:
        raise ValueError("nothing is likely enough to be a quote: the judge needs more annotated texts")
    isotonic = IsotonicRegression(out_of_bounds="clip").fit(raw, right)
    model = _fitted(*_matrix(documents))
    arrays = trees(model)
    arrays["judge.raw"] = np.asarray(isotonic.X_thresholds_, dtype=np.float32)
    arrays["judge.calibrated"] = np.asarray(isotonic.y_thresholds_, dtype=np.float32)
    return arrays, held_out


def trees(model: Any) -> dict[str, Array]:
    """The trees of a scikit-learn `HistGradientBoostingClassifier` as arrays; leaves point to themselves."""
    nodes = [predictors[0].nodes for predictors in model._predictors]
    width = max(len(n) for n in nodes)
    shape = (len(nodes), width)
    feature, left, right = (np.zeros(shape, dtype=np.int16) for _ in range(3))
    threshold, value = np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=np.float32)
    depth = 0
    for k, own in enumerate(nodes):
        n = len(own)
        leaf = own["is_leaf"].astype(bool)
        feature[k, :n] = np.where(leaf, 0, own["feature_idx"])
        threshold[k, :n] = np.where(leaf, 0, own["num_threshold"])
        left[k, :n] = np.where(leaf, np.arange(n), own["left"])
        right[k, :n] = np.where(leaf, np.arange(n), own["right"])
        value[k, :n] = own["value"]
        depth = max(depth, int(own["depth"].max()))
    return {
        "judge.feature": feature.astype(np.int8),
        "judge.threshold": threshold,
        "judge.left": left,
        "judge.right": right,
        "judge.value": value,
        "judge.depth": np.array(depth),
        "judge.baseline": np.array(float(model._baseline_prediction.ravel()[0])),
    }
