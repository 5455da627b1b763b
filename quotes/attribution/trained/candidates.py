"""What may be a quote: for every likely cue the content and source the model sees, and those of the rules."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from ...language import Document
from ..lexicon import MUTE
from ..relation import Relation
from .columns import Columns, head_of_cue, tokens_of
from .crf import Array, spans_of
from .linking import Linked, linked
from .network import Network
from .tagging import CONTENT, CUE, SOURCE, tagged

Range = tuple[int, int]
"""A half-open range of tokens."""
LIKELY = 0.12
"""A token is looked at as a cue from this probability on."""
BY_MODEL, BY_RULE, WITHOUT_CUE, OTHER = 0, 1, 2, 3
SURE = 0.25
"""Cues less probable than this have no further candidates."""
DOUBT = 0.08
"""Where the probability of content falls or rises by so much, an other content may end or begin."""


@dataclass(slots=True)
class Candidate:
    """Content, cue and source that may be one quote; ``head`` is the cue's token, -1 where it has none.

    ``relation`` is what the rules made of the same cue, ``way`` who drew the content (`BY_MODEL` …),
    ``second`` the source that came second, ``features`` what the judge looks at.
    """

    head: int
    cue: list[Range]
    content: list[Range]
    source: Range | None
    relation: Relation | None
    way: int
    link: Linked | None = None
    second: Range | None = None
    features: list[float] = field(default_factory=list)

    @property
    def by_model(self) -> bool:
        """Whether the content is the models', not the rules'."""
        return self.way in (BY_MODEL, OTHER)

    @property
    def size(self) -> int:
        """How many tokens the content holds."""
        return sum(last - first for first, last in self.content)


@dataclass(slots=True)
class Evidence:
    """What the tagging model says of a document: probabilities, and their sums before each token."""

    cue: list[float]
    content: list[float]
    source: list[float]
    content_sums: list[float]
    cue_sums: list[float]

    @classmethod
    def of(cls, marginals: Array) -> Evidence:
        """Gather the probabilities of both labels of a kind."""
        content, cue, source = (marginals[:, a] + marginals[:, b] for a, b in (CONTENT, CUE, SOURCE))
        return cls(
            cue.tolist(),
            content.tolist(),
            source.tolist(),
            [0.0, *np.cumsum(content, dtype=np.float64).tolist()],
            [0.0, *np.cumsum(cue, dtype=np.float64).tolist()],
        )


def overlap(one: Sequence[Range], two: Sequence[Range]) -> int:
    """How much two contents share, in tokens or characters, whichever the ranges count."""
    return sum(max(0, min(b, d) - max(a, c)) for a, b in one for c, d in two)


def alike(one: Sequence[Range], two: Sequence[Range]) -> float:
    """Intersection over union of two contents."""
    shared = overlap(one, two)
    return shared / max(1, sum(b - a for a, b in one) + sum(d - c for c, d in two) - shared)


def likely_heads(document: Document, columns: Columns, marginals: Array) -> list[int]:
    """The head tokens of everything that may be a cue: to the model, or to a rule."""
    cue = marginals[:, CUE[0]] + marginals[:, CUE[1]]
    likely = np.flatnonzero(cue >= LIKELY).tolist()
    opening = marginals[:, CUE[0]] > marginals[:, CUE[1]]
    heads = set(columns.own)
    run: list[int] = []
    for token in [*likely, -1]:
        if run and (token != run[-1] + 1 or opening[token]):
            head = head_of_cue(document.words, document.tags, run)
            if head is not None and not any(k in columns.own for k in run):
                heads.add(head)
            run = []
        run.append(token)
    return sorted(heads)


def _without_own_cue(columns: Columns) -> Iterator[Relation]:
    """The rules' relations that have no cue: quotations in nobody's mouth, headlines, lay-outs."""
    own = {id(relation) for relation in columns.own.values()}
    for relation in columns.relations:
        if relation.outer is None and id(relation) not in own:
            yield relation


def source_of_relation(relation: Relation) -> tuple[int, int] | None:
    """The source mention of a relation as a span, or of the one it inherits it from."""
    seen = 0
    while relation.source is None and relation.inherits is not None and seen < 50:
        relation = relation.inherits
        seen += 1
    return relation.source


def candidates(
    document: Document, columns: Columns, tagging: Network, linking: Network
) -> tuple[list[Candidate], Evidence]:
    """Every candidate of a document, those of one cue side by side."""
    if not columns.words:
        return [], Evidence.of(np.zeros((0, 7), dtype=np.float32))
    marginals = tagged(tagging, columns)
    evidence = Evidence.of(marginals)
    heads = likely_heads(document, columns, marginals)
    found: list[Candidate] = []
    for link in linked(linking, document, columns, heads):
        probability = max(evidence.cue[max(0, link.head - 2) : link.head + 3])
        found.extend(_of_cue(document, columns, link, probability))
    for relation in _without_own_cue(columns):
        content = _merged(tokens_of(document, list(relation.content)))
        span = source_of_relation(relation)
        source = _range(document, span)
        if content:
            cue = tokens_of(document, list(relation.cue))
            found.append(Candidate(-1, cue, content, source, relation, WITHOUT_CUE))
    return found, evidence


def _range(document: Document, span: tuple[int, int] | None) -> Range | None:
    if span is None:
        return None
    first, last = tokens_of(document, [span])[0]
    return (first, last) if first < last else None


def _merged(ranges: list[Range]) -> list[Range]:
    found: list[Range] = []
    for first, last in sorted(ranges):
        if first >= last:
            continue
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found


def _of_cue(
    document: Document, columns: Columns, link: Linked, cue_probability: float
) -> Iterator[Candidate]:
    first = link.first
    relation = columns.own.get(link.head)
    own = _merged(tokens_of(document, list(relation.content))) if relation is not None else []
    content = [(first + a, first + b) for a, b in spans_of(link.labels, *CONTENT)]
    last = link.last
    content += [(a, b) for a, b in own if b <= first or a >= last]  # what the rules join from elsewhere
    content = _merged([_whole(document, span) for span in content])
    content = [trimmed for span in content if (trimmed := _trimmed(document, columns, span))]
    cue = [(first + a, first + b) for a, b in spans_of(link.labels, *CUE)]
    near = [(a, b) for a, b in cue if a <= link.head < b]
    cue = near or [(link.head, link.head + 1)]
    sources = [(first + a, first + b) for a, b in spans_of(link.labels, *SOURCE)]
    source = max(sources, key=lambda s: _mass(link, s), default=None)
    by_rule = _range(document, source_of_relation(relation)) if relation is not None else None
    second = by_rule if by_rule is not None and not _touch(by_rule, source) else None
    if relation is None and any(a <= k < b for a, b in cue for k in columns.own):
        return  # a part of a rule's cue, which has candidates of its own
    if relation is None and not _is_plausible(document, columns, link.head, content, source):
        return
    if content:
        yield Candidate(link.head, cue, content, source, relation, BY_MODEL, link, second)
    if content and cue_probability >= SURE:
        for changed in _other_contents(link, content):
            if changed != own:
                yield Candidate(link.head, cue, changed, source, relation, OTHER, link, second)
    if content and cue_probability >= SURE and (doubted := _other_source(link, source)) is not None:
        yield Candidate(link.head, cue, content, doubted, relation, OTHER, link, source)
    # What relays, or is a lay-out, the rules know and PolNeAR does not: see `selection`.
    if relation is not None and own and (own != content or second is not None or is_fixed(relation)):
        other = source if source is not None and not _touch(source, by_rule) else None
        own_cue = tokens_of(document, list(relation.cue))
        yield Candidate(link.head, own_cue, own, by_rule, relation, BY_RULE, link, other)


_STOPS = frozenset(", . ; : ! ? — – -- - ...".split())
_CITING = frozenset("cite cites cited citing".split())
_SMALL = frozenset("a an and at by for from in into is its of on or that the to up with".split())


def _trimmed(document: Document, columns: Columns, span: Range) -> Range | None:
    """A span of content without the stops at its ends that no quotation holds; None where nothing is left."""
    first, last = span
    words, quoted = document.words, columns.quotations
    while first < last and words[first] in _STOPS and quoted[first + 1] == quoted[first]:
        first += 1
    while first < last and words[last - 1] in _STOPS and quoted[last] == quoted[last - 1]:
        last -= 1
    return (first, last) if first < last else None


def tidied(document: Document, columns: Columns, content: list[Range], taken: set[int]) -> list[Range]:
    """Content without tokens that are taken, with quotations whole or left out, and without stray marks."""
    found = []
    for first, last in content:
        for quotation in document.overlapping(document.starts[first], document.ends[last - 1]):
            if quotation.depth:
                continue
            ((a, b),) = tokens_of(document, [(quotation.start, quotation.end)])
            shared = min(b, last) - max(a, first)
            if 2 * shared >= b - a:
                first, last = min(first, a), max(last, b)
            elif a < first < b:
                first = b
            elif a < last < b:
                last = a
        run = first
        for token in range(first, last + 1):
            if token == last or token in taken:
                if run < token and (trimmed := _trimmed(document, columns, (run, token))):
                    found.append(trimmed)
                run = token + 1
    return [
        (a, b) for a, b in _merged(found) if any(word[0].isalnum() for word in document.words[a:b] if word)
    ]


def _is_plausible(
    document: Document, columns: Columns, head: int, content: list[Range], source: Range | None
) -> bool:
    """Whether what no rule found may be a quote.

    Not a title or nickname in marks, a piece of a quotation, a question for who said it, what a picture
    shows, whom an article cites, a comment that was declined, or what somebody was asked before they answer
    ("Asked about …").
    """
    words = document.words
    if words[head] == "Asked":
        return False
    quoted = any(columns.quotations[b] > columns.quotations[a] for a, b in content)
    if words[head].lower() in _CITING and not quoted and content and words[content[0][0]] != "that":
        return False
    if source is not None:
        closing = words[document.sentences[document.sentence_of[source[0]]].last - 1]
        if words[source[0]] in ("Who", "What", "Which") and closing == "?":
            return False
        if any(word.lower() in MUTE for word in words[slice(*source)]):
            return False
    if [word.lower() for a, b in content for word in words[a:b]][-2:] in (["to", "comment"], ["comment"]):
        return False
    for first, last in content:
        if columns.quotations[last] == columns.quotations[first]:
            continue
        start, end = document.starts[first], document.ends[last - 1]
        for quotation in document.overlapping(start, end):
            if not quotation.depth and (quotation.start < start or quotation.end > end):
                return False
            inside = document.text[quotation.start : quotation.end].strip("\"“”„«»‟'‘’`.,").split()
            if inside and all(w[0].isupper() or w[0].isdigit() or w.lower() in _SMALL for w in inside):
                return False
    return True


def is_fixed(relation: Relation) -> bool:
    """Whether a relation is the rules' alone: an outlet relays it, or the lay-out marks it."""
    return relation.via is not None or relation.verbatim


def _other_contents(link: Linked, content: list[Range]) -> Iterator[list[Range]]:
    """The content with another end, or another beginning: the two likeliest ends, the likeliest beginning."""
    p, head = link.content, link.head - link.first
    n = len(p)
    first, last = content[-1][0] - link.first, content[-1][1] - link.first
    if first >= 0 and last <= n:
        falls = [(p[k] - (p[k + 1] if k + 1 < n else 0.0), k) for k in range(first, n) if p[k] >= DOUBT]
        likely = [(-fall, k) for fall, k in falls if fall >= DOUBT and k != last - 1]
        for _, end in sorted(likely)[:2]:
            if not first <= head <= end:
                yield [*content[:-1], (content[-1][0], link.first + end + 1)]
    first, last = content[0][0] - link.first, content[0][1] - link.first
    if first >= 0 and last <= n:
        rises = [(p[k] - (p[k - 1] if k else 0.0), k) for k in range(last) if p[k] >= DOUBT]
        likely = [(-rise, k) for rise, k in rises if rise >= DOUBT and k != first]
        for _, begin in sorted(likely)[:1]:
            if not begin <= head < last:
                yield [(link.first + begin, content[0][1]), *content[1:]]


def _other_source(link: Linked, source: Range | None) -> Range | None:
    """The likeliest source mention beside the best one."""
    p = link.source
    if source is not None:
        a, b = source[0] - link.first, source[1] - link.first
        p = [*p[:a], *([0.0] * (b - a)), *p[b:]]
    most = max(p)
    if most < DOUBT:
        return None
    first = last = p.index(most)
    while first > 0 and p[first - 1] >= 0.5 * most:
        first -= 1
    while last + 1 < len(p) and p[last + 1] >= 0.5 * most:
        last += 1
    return link.first + first, link.first + last + 1


def _touch(one: Range | None, two: Range | None) -> bool:
    return one is not None and two is not None and one[0] < two[1] and two[0] < one[1]


def _mass(link: Linked, span: Range) -> float:
    return sum(link.source[span[0] - link.first : span[1] - link.first])


def _whole(document: Document, span: Range) -> Range:
    """A range of content with the whole of a quotation that it covers nearly all of."""
    first, last = span
    starts = document.starts
    text_first, text_last = starts[first], document.ends[last - 1]
    for quotation in document.overlapping(text_first, text_last):
        if quotation.depth:
            continue
        a, b = bisect_left(starts, quotation.start), bisect_left(starts, quotation.end)
        shared = min(b, last) - max(a, first)
        if shared >= 0.75 * (b - a) and (a, b) != (first, last):
            first, last = min(first, a), max(last, b)
    return first, last
