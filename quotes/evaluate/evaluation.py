"""Counts -> figures, with intervals, and how far confidence can be trusted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from random import Random
from statistics import quantiles

from .comparison import Counts, Mistake, compare
from .rows import FORMS, GoldDocument, Row

# (form, measure, name): ("quoted", "found", "f1"). None is a figure of nothing: a precision of no rows.
Key = tuple[str, str, str]
Figures = dict[Key, float | None]
Interval = tuple[float, float]

MEASURES = ("found", "exact", "relation", "letters", "source", "speaker")
NAMES = ("precision", "recall", "f1", "accuracy")
BINS = 10
# The one figure of a form and measure that has an interval.
_WITH_INTERVAL: dict[tuple[str, str], Key] = {
    (form, measure): (
        form,
        measure,
        "accuracy" if measure == "source" else "recall" if form == "reported" else "f1",
    )
    for form in FORMS
    for measure in ("found", "relation", "source")
}


@dataclass(frozen=True, slots=True)
class Trust:
    """What ``confidence`` is worth, over all predicted rows; a row is right if its relation is.

    ``precision_of_upper_half`` is the relation precision within the more confident half of the rows
    (rounded up to ``upper_half`` rows; of rows level at its edge each counts for its share).
    ``calibration_error`` is the expected calibration error (ECE) over 10 bins of equal width from 0 to 1:
    the distance between mean confidence and share of right rows in a bin, averaged over the rows.
    """

    rows: int
    upper_half: int
    precision_of_upper_half: float
    calibration_error: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All figures, as fractions of 1. ``intervals`` are the 95 % bootstrap intervals of a form and
    measure, of its F1 or, where it has none, of its recall or accuracy; ``trust`` is None where a predicted
    row has no confidence or nothing was predicted."""

    documents: int
    counts: Counts
    figures: Figures
    intervals: dict[tuple[str, str], Interval]
    trust: Trust | None
    mistakes: list[Mistake]
    samples: int
    seed: int

    def drawn(self, n: int) -> dict[str, tuple[int, list[Mistake]]]:
        """For each kind of mistake, in order of the alphabet: how many there are, and at most ``n`` of
        them drawn at random, the same ones for the same seed."""
        kinds: dict[str, list[Mistake]] = {}
        for mistake in self.mistakes:
            kinds.setdefault(mistake.kind, []).append(mistake)
        return {
            kind: (len(kinds[kind]), Random(self.seed).sample(kinds[kind], min(n, len(kinds[kind]))))
            for kind in sorted(kinds)
        }

    def as_dict(self, errors: int = 0) -> dict[str, object]:
        """Everything as JSON has it, with at most ``errors`` mistakes of each kind."""
        out: dict[str, object] = {"documents": self.documents}
        for form in FORMS:
            row: dict[str, object] = {"gold": self.counts[form, "gold"]}
            if form != "reported":
                row["predicted"] = self.counts[form, "predicted"]
            for measure in self.measures(form):
                row[measure] = self._cells(form, measure)
            out[form] = row
        out["confidence"] = asdict(self.trust) if self.trust else None
        out["mistakes"] = {
            kind: {"count": count, "drawn": [_without_kind(mistake) for mistake in mistakes]}
            for kind, (count, mistakes) in self.drawn(errors).items()
        }
        return out | {"samples": self.samples, "seed": self.seed}

    def measures(self, form: str) -> list[str]:
        """The measures taken of a form, in the order of `MEASURES`."""
        return [
            measure for measure in MEASURES if any((form, measure, name) in self.figures for name in NAMES)
        ]

    def _cells(self, form: str, measure: str) -> dict[str, float | Interval | None]:
        cells: dict[str, float | Interval | None] = {
            name: self.figures[form, measure, name] for name in NAMES if (form, measure, name) in self.figures
        }
        if (form, measure) in self.intervals:
            cells["interval"] = self.intervals[form, measure]
        return cells


def evaluate(
    gold: Iterable[GoldDocument],
    predicted: Mapping[str, Sequence[Row]],
    *,
    samples: int = 1000,
    seed: int = 0,
) -> Evaluation:
    """Measure the predicted rows, by document name, against gold; documents without any may be left out.

    Intervals are percentiles over ``samples`` drawings of as many documents, with replacement; none
    for fewer than two. One seed gives the same evaluation each time.
    """
    compared = [compare(document, predicted.get(document.doc, ())) for document in gold]
    per_document = [comparison.counts for comparison in compared]
    counts: Counts = Counter()
    for each in per_document:
        counts.update(each)
    return Evaluation(
        documents=len(compared),
        counts=counts,
        figures=figures(counts),
        intervals=bootstrap(per_document, samples, seed),
        trust=trust([row for comparison in compared for row in comparison.judged]),
        mistakes=[mistake for comparison in compared for mistake in comparison.mistakes],
        samples=samples,
        seed=seed,
    )


def figures(n: Mapping[tuple[str, str], int]) -> Figures:
    """The figures of these counts, as fractions of 1; what is not in ``n`` counts as 0."""
    out: Figures = {}
    for form in FORMS:

        def ratio(a: str, b: str, form: str = form) -> float | None:
            whole = n.get((form, b), 0)
            return n.get((form, a), 0) / whole if whole else None

        for measure in ("found", "exact", "relation"):
            recall = ratio(f"{measure} gold", "gold")
            if form == "reported":
                out[form, measure, "recall"] = recall
            else:
                _enter(out, form, measure, ratio(f"{measure} predicted", "predicted"), recall)
        out[form, "source", "accuracy"] = ratio("relation gold", "found gold")
        if form != "reported":
            precision = ratio("letters precise", "letters predicted")
            _enter(out, form, "letters", precision, ratio("letters recalled", "letters gold"))
        if n.get((form, "named"), 0):
            out[form, "speaker", "accuracy"] = ratio("speaker", "named")
            out[form, "speaker", "recall"] = ratio("speaker", "gold")
    return out


def _enter(out: Figures, form: str, measure: str, precision: float | None, recall: float | None) -> None:
    out[form, measure, "precision"], out[form, measure, "recall"] = precision, recall
    if precision is None or recall is None:
        f1 = None
    else:
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    out[form, measure, "f1"] = f1


def bootstrap(per_document: Sequence[Counts], samples: int, seed: int) -> dict[tuple[str, str], Interval]:
    """95 % percentile intervals, by form and measure, of F1 (found and relation; of reported their recall)
    and of source accuracy, by drawing documents with replacement. A sample in which a figure is one of
    nothing is passed over for it; a figure with fewer than two samples has no interval."""
    random = Random(seed)
    keys = sorted({key for counts in per_document for key in counts})
    columns = {key: [counts[key] for counts in per_document] for key in keys}
    documents = range(len(per_document))
    values: dict[tuple[str, str], list[float]] = {shown: [] for shown in _WITH_INTERVAL}
    for _ in range(samples):
        drawn = random.choices(documents, k=len(documents))
        sample = figures({key: sum(map(column.__getitem__, drawn)) for key, column in columns.items()})
        for shown, key in _WITH_INTERVAL.items():
            if (value := sample[key]) is not None:
                values[shown].append(value)
    cuts = {
        shown: quantiles(found, n=40, method="inclusive") for shown, found in values.items() if len(found) > 1
    }
    return {shown: (every[0], every[-1]) for shown, every in cuts.items()}  # cut at every 2.5 %


def trust(judged: Sequence[tuple[float | None, bool]]) -> Trust | None:
    """What confidence is worth, from (confidence, right) of all predicted rows; see `Trust`."""
    known = [(confidence, right) for confidence, right in judged if confidence is not None]
    if not known or len(known) < len(judged):
        return None
    half = (len(known) + 1) // 2
    return Trust(len(known), half, _precision_of_the_first(half, known), _calibration_error(known))


def _precision_of_the_first(n: int, judged: Sequence[tuple[float, bool]]) -> float:
    """The share of right rows among the ``n`` most confident."""
    right, room = 0.0, n
    for _, level in groupby(sorted(judged, key=_confidence, reverse=True), key=_confidence):
        marks = [mark for _, mark in level]
        taken = min(room, len(marks))
        right += sum(marks) * taken / len(marks)
        room -= taken
    return right / n


def _calibration_error(judged: Sequence[tuple[float, bool]]) -> float:
    gaps = [0.0] * BINS
    for confidence, right in judged:
        gaps[min(int(confidence * BINS), BINS - 1)] += confidence - right
    return sum(map(abs, gaps)) / len(judged)


def _confidence(row: tuple[float, bool]) -> float:
    return row[0]


def _without_kind(mistake: Mistake) -> dict[str, object]:
    return {name: value for name, value in asdict(mistake).items() if name != "kind"}
