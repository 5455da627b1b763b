"""The trained engine: what the rules found, judged, corrected and completed by the models."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator

from ...language import Document, Sentence
from ...model import Span
from ..cues import Cue, find_cues, verb_group
from ..details import medium_of
from ..engine import attribute as by_rules
from ..relation import BY_MODEL_ALONE, Relation
from ..unit import units
from .bundle import Bundle, bundle
from .candidates import Candidate, Range, alike, candidates, is_fixed, overlap, tidied
from .columns import columns, lemma_of, tokens_of
from .judging import judge_features
from .selection import chosen, printed_words

LONGEST = 6000
"""Documents of more tokens are worked on in blocks of so many, cut between paragraphs, to bound memory."""
_AGREES = 0.75
"""Contents that share so much are the same, but for their ends, and these the rules draw more carefully."""
_BEGINS = 3
"""A content that begins within so many tokens of the rules' begins where theirs does."""


def attribute(document: Document) -> list[Relation]:
    """Every relation of a document, ordered by where its content begins, each with its confidence."""
    relations = by_rules(document)
    weights = bundle()
    kept: list[Relation] = []
    for block in blocks(document):
        low, high = block.starts[0], block.ends[-1]
        here = [r for r in relations if r.outer is None and low <= r.start < high]
        kept += _kept(block, here, weights)
    kept += _nested([r for r in relations if r.outer is not None], kept)
    kept.sort(key=lambda r: (r.start, -r.end))
    return kept


def blocks(document: Document) -> Iterator[Document]:
    """The document itself or, if it is long, runs of its paragraphs as documents over the same text."""
    n = len(document.words)
    if not n:
        return
    if n <= LONGEST:
        yield document
        return
    first = 0  # a sentence's number
    sentences = document.sentences
    for number, sentence in enumerate(sentences):
        full = sentence.last - sentences[first].first >= LONGEST
        closes = number + 1 == len(sentences) or sentences[number + 1].paragraph != sentence.paragraph
        if (full and (closes or sentence.last - sentences[first].first >= 2 * LONGEST)) or (
            number + 1 == len(sentences)
        ):
            if sentence.last > sentences[first].first:
                yield _block(document, first, number + 1)
            first = number + 1


def _block(document: Document, first: int, last: int) -> Document:
    own = document.sentences[first:last]
    a, b = own[0].first, own[-1].last
    start, end = document.starts[a], document.ends[b - 1]
    low = bisect_left(document.quotations, (start,))
    high = bisect_left(document.quotations, (end,))
    return Document(
        document.text,
        paragraphs=document.paragraphs,
        sentences=[Sentence(s.start, s.end, s.first - a, s.last - a, s.paragraph) for s in own],
        starts=document.starts[a:b],
        ends=document.ends[a:b],
        words=document.words[a:b],
        tags=document.tags[a:b],
        sentence_of=[k - first for k in document.sentence_of[a:b]],
        quotations=document.quotations[low:high],
    )


def _kept(document: Document, relations: list[Relation], weights: Bundle) -> list[Relation]:
    """The relations of one block that are worth a row."""
    assert weights.judge is not None
    seen = columns(document, relations, weights.vocabulary)
    found, evidence = candidates(document, seen, weights.tagging, weights.linking)
    judge_features(document, seen, found, evidence)
    probabilities = weights.judge.probabilities([c.features for c in found])
    kept = []
    cues: dict[int, dict[int, tuple[Cue, str | None]]] = {}
    taken: set[int] = set()
    for number in chosen(found, probabilities, printed_words(document, seen)):
        candidate = found[number]
        if candidate.by_model:
            candidate.content = tidied(document, seen, candidate.content, taken) or candidate.content
        taken.update(k for first, last in candidate.content for k in range(first, last))
        relation = _relation(document, candidate, cues)
        if not is_fixed(relation):  # the judge has seen none of these that are right
            relation.confidence = weights.judge.confidence(float(probabilities[number]))
        relation.runner_up = _span(document, candidate.second)
        kept.append(relation)
    return kept


def _span(document: Document, tokens: Range | None) -> Span | None:
    return None if tokens is None else Span(document.starts[tokens[0]], document.ends[tokens[1] - 1])


def _relation(
    document: Document, candidate: Candidate, cues: dict[int, dict[int, tuple[Cue, str | None]]]
) -> Relation:
    """A candidate as a relation: the rules' own, corrected, where they have one of the same cue."""
    relation = candidate.relation
    if relation is not None and not candidate.by_model:
        return relation
    content = [Span(document.starts[a], document.ends[b - 1]) for a, b in candidate.content]
    source = _span(document, candidate.source)
    if relation is None:
        sentence = document.sentence_of[candidate.head]
        if sentence not in cues:
            cues[sentence] = _cues_of(document, sentence)
        cue, medium = cues[sentence].get(candidate.head, (None, None))
        tag, word = document.tags[candidate.head], document.words[candidate.head].lower()
        return Relation(
            content=content,
            cue=[Span(document.starts[a], document.ends[b - 1]) for a, b in candidate.cue],
            verb=cue.lemma if cue is not None else lemma_of(word) if tag.startswith("VB") else word,
            source=source,
            status=cue.status if cue is not None else "said",
            medium=medium,
            rule=BY_MODEL_ALONE,
            paragraph=document.sentences[sentence].paragraph,
        )
    if not _is_redrawn(document, candidate, relation):
        own = _tokens(document, relation)
        if (
            own
            and abs(own[0][0] - candidate.content[0][0]) <= _BEGINS
            and own[0][0] < candidate.content[0][1]
        ):
            content[0] = Span(document.starts[own[0][0]], content[0].end)
        relation.content = content
        relation.rule += ", content by model"
    if not _same(source, relation.source) and not (relation.source is None and _is_it(document, candidate)):
        relation.rule += ", source by model"
        relation.source, relation.antecedent, relation.inherits = source, None, None
    return relation


def _tokens(document: Document, relation: Relation) -> list[Range]:
    return [(a, b) for a, b in tokens_of(document, list(relation.content)) if a < b]


def _is_redrawn(document: Document, candidate: Candidate, relation: Relation) -> bool:
    """Whether the rules' content is the candidate's, only with its ends drawn more carefully.

    The cue is a noun, the two nearly agree, or the candidate takes in whom the words are said to, or it is a
    quotation with something from beside the cue.
    """
    own = _tokens(document, relation)
    if relation.rule.startswith("noun"):
        return True
    if alike(candidate.content, own) >= _AGREES:
        return True
    if relation.addressee is not None and alike(candidate.content, tokens_of(document, [relation.addressee])):
        return True
    rest = [span for span in candidate.content if span not in own]
    return len(rest) + len(own) == len(candidate.content) and not any(
        next(document.overlapping(document.starts[a], document.ends[b - 1]), None) for a, b in rest
    )


def _is_it(document: Document, candidate: Candidate) -> bool:
    """Whether the source is the subject of "it is said"."""
    source = candidate.source
    return source is not None and [w.lower() for w in document.words[slice(*source)]] == ["it"]


def _same(one: Span | None, two: Span | None) -> bool:
    """Whether two mentions are one: they begin or end together, or share half of the second."""
    if one is None or two is None:
        return one is two
    shared = min(one.end, two.end) - max(one.start, two.start)
    return one.start == two.start or one.end == two.end or 2 * shared >= two.end - two.start


def _cues_of(document: Document, sentence: int) -> dict[int, tuple[Cue, str | None]]:
    """The verbs of a sentence by token, with the status their groups give them, and the medium they name."""
    bounds = document.sentences[sentence]
    found: dict[int, tuple[Cue, str | None]] = {}
    for unit in units(document, bounds.paragraph, bounds.first, bounds.last, []):
        for cue in find_cues(unit):
            found[unit.token[cue.verb]] = (cue, medium_of(unit, cue, None))
        for item, tag in enumerate(unit.tag):
            if tag.startswith("VB") and unit.token[item] not in found:
                cue = verb_group(unit, item, lemma_of(unit.low[item]), tag)
                found[unit.token[item]] = (cue, None)
    return found


def _nested(inner: list[Relation], kept: list[Relation]) -> list[Relation]:
    """The relations inside others whose holder was kept: each is given to the smallest that holds it.

    One that shares its words with a quote it does not stand in is a quote of its own already, and goes.
    """
    found: list[Relation] = []
    holders = sorted(kept, key=_begin)
    for relation in sorted(inner, key=lambda r: r.start - r.end):  # the longest first: they may hold others
        at = bisect_right(holders, relation.start, key=_begin)
        near = holders[max(0, at - _NEAR) : at + _NEAR]
        shares = [(holder, overlap(holder.content, relation.content)) for holder in near]
        own = sum(end - start for start, end in relation.content)
        size = relation.end - relation.start
        around = [h for h, n in shares if n >= own and size < _INNER * (h.end - h.start)]
        if around and all(n < 0.5 * own or h in around for h, n in shares):
            relation.outer = min(around, key=lambda h: h.end - h.start)
            found.append(relation)
            insort(holders, relation, key=_begin)
    return found


_NEAR = 40
"""How many quotes before and behind another one may hold it, to bound the time."""
_INNER = 0.8
"""What is nearly as long as what holds it is the same quote."""


def _begin(relation: Relation) -> int:
    return relation.start
