"""One document's gold rows and predicted rows, paired and counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from .letters import numbered, shared, size, united
from .rows import GoldDocument, Measured, Row, measured, words

# (form, what is counted): ("quoted", "found gold") are the quoted gold rows that were found.
Counts = Counter[tuple[str, str]]

_LONGEST = 160
_NAME = re.compile(r"[^\W\d_][\w’'.-]*")


@dataclass(frozen=True, slots=True)
class Mistake:
    """A row that went wrong. ``kind`` is "source", or "missed" or "spurious" and the form of the content.

    ``source`` and ``cue`` are those of the row; where the source is wrong these are gold's, and
    ``predicted`` is the source mention that was predicted or, without one, the speaker.
    """

    kind: str
    doc: str
    content: str
    source: str
    cue: str
    predicted: str | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of one document. ``judged`` has, for each predicted row that was counted, its confidence
    and whether its relation is right: whether it is paired, and its source is the paired row's."""

    counts: Counts = field(default_factory=Counter)
    judged: list[tuple[float | None, bool]] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)


def compare(document: GoldDocument, predicted_rows: Iterable[Row]) -> Comparison:
    """Pair the gold rows of a document with the rows predicted for it, and count."""
    text = document.text
    numbers = numbered(text)
    gold, predicted = measured(text, numbers, document.rows), measured(text, numbers, predicted_rows)
    result = Comparison()
    n = result.counts
    for row in gold:
        n.update((form, "gold") for form in row.forms(reported=True))
    for row in predicted:
        n.update((form, "predicted") for form in row.forms())
    paired: set[int] = set()
    right_at: dict[int, bool] = {}
    for g, p, overlap in _pairs(gold, predicted):
        paired.add(g)
        right = right_at[p] = _source_right(text, gold[g], predicted[p])
        _count_pair(n, text, gold[g], predicted[p], exact=overlap == 1, right=right)
        if not right:
            instead = words(text, predicted[p].row.source) or predicted[p].row.speaker
            result.mistakes.append(_mistake("source", document, gold[g], instead))
    result.mistakes.extend(
        _mistake(f"missed {row.form}", document, row) for g, row in enumerate(gold) if g not in paired
    )
    for p, row in enumerate(predicted):
        result.judged.append((row.row.confidence, right_at.get(p, False)))
        if p not in right_at:
            result.mistakes.append(_mistake(f"spurious {row.form}", document, row))
    _count_letters(n, gold, predicted)
    return result


def _pairs(gold: Sequence[Measured], predicted: Sequence[Measured]) -> Iterator[tuple[int, int, float]]:
    """Pair rows one to one, best overlap first: (index in gold, index in predicted, intersection over
    union of their letters)."""
    sizes = [size(row.letters) for row in predicted]
    candidates = []
    for g, row in enumerate(gold):
        first, last, wanted = row.letters[0][0], row.letters[-1][1], size(row.letters)
        for p, other in enumerate(predicted):
            if other.letters[0][0] >= last or other.letters[-1][1] <= first:
                continue
            common = shared(row.letters, other.letters)
            overlap = common / (wanted + sizes[p] - common)
            if overlap >= 0.5:
                candidates.append((-overlap, g, p))
    taken_gold: set[int] = set()
    taken_predicted: set[int] = set()
    for negative, g, p in sorted(candidates):
        if g not in taken_gold and p not in taken_predicted:
            taken_gold.add(g)
            taken_predicted.add(p)
            yield g, p, -negative


def _count_pair(n: Counts, text: str, gold: Measured, predicted: Measured, exact: bool, right: bool) -> None:
    for side, forms in (("gold", gold.forms(reported=True)), ("predicted", predicted.forms())):
        for form in forms:
            n[form, f"found {side}"] += 1
            n[form, f"exact {side}"] += exact
            n[form, f"relation {side}"] += right
    if gold.row.names is not None:
        speaker = _speaker_right(gold.row.names, gold, predicted)
        for form in gold.forms():
            n[form, "named"] += 1
            n[form, "speaker"] += speaker


def _count_letters(n: Counts, gold: Sequence[Measured], predicted: Sequence[Measured]) -> None:
    """Letters count as right inside any content of the other side, of whichever form."""

    def inside(rows: Sequence[Measured], form: str) -> tuple[tuple[int, int], ...]:
        return united(stretch for row in rows if form in row.forms() for stretch in row.letters)

    all_gold, all_predicted = inside(gold, "all"), inside(predicted, "all")
    for form in ("quoted", "indirect", "all"):
        wanted, given = inside(gold, form), inside(predicted, form)
        n[form, "letters gold"] += size(wanted)
        n[form, "letters predicted"] += size(given)
        n[form, "letters recalled"] += shared(wanted, all_predicted)
        n[form, "letters precise"] += shared(given, all_gold)


def _source_right(text: str, gold: Measured, predicted: Measured) -> bool:
    if not gold.source and not predicted.source:
        return not predicted.row.speaker
    if shared(gold.source, predicted.source):
        return True
    said = predicted.row.speaker or words(text, predicted.row.source)
    return not _names(words(text, gold.row.source)).isdisjoint(_names(said))


def _names(phrase: str) -> set[str]:
    """The capitalised words of three letters or more, in lower case."""
    return {word.lower() for word in _NAME.findall(phrase) if word[0].isupper() and len(word) > 2}


def _speaker_right(names: tuple[str, ...], gold: Measured, predicted: Measured) -> bool:
    """Whether the speaker's words are all words of one of the names, its last among them, or the other
    way round; where gold has no name, whether the mentions overlap."""
    if not names:
        return bool(shared(gold.source, predicted.source))
    said = set(re.findall(r"\w+", (predicted.row.speaker or "").lower()))
    for name in names:
        parts = re.findall(r"\w+", name.lower())
        if said and ((said <= set(parts) and parts[-1] in said) or set(parts) <= said):
            return True
    return False


def _mistake(kind: str, document: GoldDocument, row: Measured, predicted: str | None = None) -> Mistake:
    content, source, cue = (
        words(document.text, spans) for spans in (row.row.content, row.row.source, row.row.cue)
    )
    return Mistake(kind, document.doc, content[:_LONGEST], source, cue, predicted)
