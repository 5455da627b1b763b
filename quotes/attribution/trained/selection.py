"""Which candidates become quotes: the surest first."""

from __future__ import annotations

from collections.abc import Sequence

from ...language import Document
from .candidates import BY_RULE, WITHOUT_CUE, Candidate, is_fixed
from .columns import Columns, tokens_of
from .crf import Array

FLOOR, QUOTED_FLOOR = 0.15, 0.25
"""What is less probable than this is not worth a row, whatever the user asks for; without and with marks."""
RULES = 0.1
"""How much likelier than the rules' a model's reading of a cue must be: theirs has the better ends."""
OVERLAP = 0.2
"""The share of a content's tokens that may belong to surer quotes already."""


def chosen(found: Sequence[Candidate], probabilities: Array, printed: Sequence[bool]) -> list[int]:
    """The numbers of the candidates to keep, the surest first.

    Every cue makes one quote at most, and a quote shares few of its words with surer ones (PolNeAR's contents
    never overlap; `candidates.tidied` gives what is shared to the surer).
    What relays a quote, or is one by its lay-out, comes first: the rules know these and PolNeAR does not.
    ``printed`` tells of every token whether it stands in a quotation of some length: these are somebody's
    words, so that what the rules make of them comes last, however unlikely, where nothing else did.
    """
    rank = [p + RULES * (c.way == BY_RULE) for p, c in zip(probabilities.tolist(), found, strict=True)]
    order = sorted(range(len(found)), key=lambda k: (not _fixed(found[k]), -rank[k], k))
    taken: set[int] = set()
    heads: set[int] = set()
    kept, unlikely = [], []

    def take(number: int) -> None:
        candidate = found[number]
        tokens = [k for first, last in candidate.content for k in range(first, last)]
        if candidate.head in heads or sum(k in taken for k in tokens) > OVERLAP * len(tokens):
            return
        taken.update(tokens)
        if candidate.head >= 0:
            heads.add(candidate.head)
        kept.append(number)

    for number in order:
        floor = QUOTED_FLOOR if _any(printed, found[number], taken) else FLOOR
        if probabilities[number] >= floor or _fixed(found[number]):
            take(number)
        elif floor == QUOTED_FLOOR and found[number].way == WITHOUT_CUE:
            unlikely.append(number)
    for number in unlikely:
        if _any(printed, found[number], taken):
            take(number)
    return kept


def _any(printed: Sequence[bool], candidate: Candidate, taken: set[int]) -> bool:
    return any(printed[k] and k not in taken for first, last in candidate.content for k in range(first, last))


def printed_words(document: Document, columns: Columns) -> list[bool]:
    """Of every token, whether it stands in a quotation of four words or more, or in a short sentence."""
    held = [False] * len(columns.words)
    for quotation in document.quotations:
        if not quotation.depth:
            ((first, last),) = tokens_of(document, [(quotation.start, quotation.end)])
            words = sum(word[0].isalnum() for word in columns.words[first:last])
            if words >= 4 or (words > 1 and document.text[quotation.end - 2] in ".?!"):
                held[first:last] = [True] * (last - first)
    return held


def _fixed(candidate: Candidate) -> bool:
    relation = candidate.relation
    return relation is not None and not candidate.by_model and is_fixed(relation)
