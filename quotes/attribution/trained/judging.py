"""The judge: how likely each candidate is to be a quote with the right content and source.

A reranker over the candidates of a document, as in Collins and Koo 2005: gradient-boosted trees over what the
two fields and the rules say of a candidate and of its rivals, then isotonic calibration.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from math import log

import numpy as np

from ...language import Document
from .candidates import BY_MODEL, Candidate, Evidence, Range, alike
from .columns import Columns, rule_number, tokens_of
from .crf import Array


class _Seen:
    """The columns that features are made of, as lists: single numbers are read out of these much faster."""

    def __init__(self, columns: Columns) -> None:
        self.tag: list[int] = columns.ids["tag"].tolist()
        self.verb_class: list[int] = columns.ids["class"].tolist()
        self.place: list[int] = columns.ids["place"].tolist()
        self.quoted: list[int] = columns.quotations.tolist()
        self.sentence: list[int] = columns.sentence_of.tolist()
        self.words = columns.words


def judge_features(
    document: Document, columns: Columns, found: Sequence[Candidate], evidence: Evidence
) -> None:
    """Fill in the features of every candidate of a document."""
    if not found:
        return
    seen = _Seen(columns)
    weights = [
        max(evidence.cue[k] for a, b in c.cue for k in range(a, b)) if c.cue and c.head >= 0 else 0.0
        for c in found
    ]
    rivals = _Rivals(found)
    for number, candidate in enumerate(found):
        candidate.features = [
            *_by_model(candidate, evidence),
            *_by_form(document, candidate, seen, evidence, weights[number]),
            *_by_rules(document, candidate),
            *_by_rivals(candidate, found, rivals, weights),
        ]


_FAR = 400
"""Contents are compared over so many tokens of each span, to bound the time."""


def _by_model(candidate: Candidate, evidence: Evidence) -> list[float]:
    """How sure the two fields are of cue, content and source."""
    content, source, size = candidate.content, candidate.source, max(1, candidate.size)
    sums = evidence.content_sums
    tagged_content = sum(sums[b] - sums[a] for a, b in content) / size
    edges = sum(evidence.content[a] + evidence.content[b - 1] for a, b in content) / (2 * len(content))
    tagged_source = max(evidence.source[source[0] : source[1]]) if source is not None else 0.0
    link = candidate.link
    if link is None:
        return [tagged_content, edges, tagged_source, *[-1.0] * 10]
    low, p = link.first, link.content
    n = len(p)
    ranges = [(max(a - low, 0), min(b - low, n)) for a, b in content]
    ranges = [(a, b) for a, b in ranges if a < b]
    mean = least = begins = ends = rise = fall = share = -1.0
    if ranges:
        rows = [x for a, b in ranges for x in p[a:b]]
        total = sum(rows)
        mean, least = total / len(rows), min(rows)
        a, b = ranges[0][0], ranges[-1][1]
        begins = link.begins[a]
        ends = 1 - (p[b] - link.begins[b]) if b < n else 1.0
        rise = p[a] - (p[a - 1] if a else 0.0)
        fall = p[b - 1] - (p[b] if b < n else 0.0)
        share = total / max(1e-6, sum(p))
    if source is None:
        source_is = 1 - max(link.source)
    else:
        source_is = max(link.source[max(0, source[0] - low) : max(0, source[1] - low)], default=-1.0)
    return [
        tagged_content,
        edges,
        tagged_source,
        link.certainty,
        mean,
        least,
        begins,
        ends,
        rise,
        fall,
        share,
        source_is,
        link.cue[link.head - low],
    ]


def _by_form(
    document: Document, candidate: Candidate, seen: _Seen, evidence: Evidence, weight: float
) -> list[float]:
    """What the cue, the content and the source look like, and how they stand to each other."""
    content, source, head = candidate.content, candidate.source, candidate.head
    size = max(1, candidate.size)
    first, last = content[0][0], content[-1][1]
    anchor = head if head >= 0 else first
    tags, quoted, n = seen.tag, seen.quoted, len(seen.tag)
    here = document.sentences[seen.sentence[anchor]]
    sentence_size = max(1, here.last - here.first)
    low, high = min(anchor, first), max(anchor, last)
    before = after = False
    gap, in_marks = 1 << 30, 0
    for a, b in content:
        before, after = before or b <= anchor, after or a > anchor
        gap = min(gap, anchor - b if b <= anchor else abs(a - anchor))
        in_marks += quoted[b] - quoted[a]
    row = [
        candidate.way,
        weight,
        tags[head] if head >= 0 else -1,
        seen.verb_class[head] if head >= 0 else -1,
        quoted[anchor + 1] - quoted[anchor],
        seen.place[anchor],
        tags[anchor + 1] if anchor + 1 < n else -1,
        tags[anchor - 1] if anchor else -1,
        log(size),
        len(content),
        seen.sentence[last - 1] - seen.sentence[first],
        in_marks / size,
        quoted[first + 1] - quoted[first],
        quoted[last] - quoted[last - 1],
        seen.words[first].lower() == "that",
        before,
        after,
        before and after,
        min(gap, 60),
        evidence.cue_sums[high] - evidence.cue_sums[low],
        sentence_size,
        size / sentence_size,
        here.paragraph == 0,
        seen.sentence[anchor],
        tags[first],
        tags[last - 1],
        tags[first - 1] if first else -1,
        tags[last] if last < n else -1,
        last >= here.last - 1,
        min(first - here.first, 100),
    ]
    if source is None:
        return [float(x) for x in (*row, *[-1] * 9)]
    a, b = source
    row += [
        min(b - a, 40),
        min(a - anchor if a > anchor else anchor - b + 1, 100),
        a > anchor,
        tags[b - 1],
        tags[a],
        tags[a - 1] if a else -1,
        tags[b] if b < n else -1,
        any(c < b and a < d for c, d in content),
        seen.sentence[a] - seen.sentence[anchor],
    ]
    return [float(x) for x in row]


def _by_rules(document: Document, candidate: Candidate) -> list[float]:
    """What the rules made of the same cue."""
    relation = candidate.relation
    if relation is None:
        return [-1.0, -1.0, -1.0, 0.0]
    agrees = same = -1.0
    if candidate.link is not None:
        agrees = alike(candidate.content, tokens_of(document, list(relation.content)))
        same = float(candidate.second is None)
    return [float(rule_number(relation.rule)), agrees, same, float(relation.via is not None)]


class _Rivals:
    """What each cue's candidate by the model covers, and each without a cue: (start, end, number)."""

    def __init__(self, found: Sequence[Candidate]) -> None:
        self.ranges: dict[int, list[Range]] = {}
        order = []
        for number, candidate in enumerate(found):
            if candidate.way == BY_MODEL or candidate.head < 0:  # one for each cue
                ranges = [(a, min(b, a + _FAR)) for a, b in candidate.content]
                self.ranges[number] = ranges
                order.append((ranges[0][0], ranges[-1][1], number))
        self.order = sorted(order)
        self.longest = max((end - start for start, end, _ in order), default=0)

    def near(self, start: int, end: int) -> Iterator[int]:
        """The numbers of those that may share a token with ``start`` to ``end``."""
        at = bisect_left(self.order, (start - self.longest,))
        while at < len(self.order) and self.order[at][0] < end:
            if self.order[at][1] > start:
                yield self.order[at][2]
            at += 1


def _by_rivals(
    candidate: Candidate, found: Sequence[Candidate], rivals: _Rivals, weights: Sequence[float]
) -> list[float]:
    """The cues that want some of the same words."""
    head, size, content, source = candidate.head, candidate.size, candidate.content, candidate.source
    own = [(a, min(b, a + _FAR)) for a, b in content]
    number = 0
    strong = inside = around = 0.0
    same_source = False
    start, end = own[0][0], own[-1][1]
    if 0 <= head < start or head >= end:
        start, end = min(start, head), max(end, head + 1)
    for k in rivals.near(start, end):
        rival = found[k]
        if rival.head == head:
            continue
        theirs, weight = rivals.ranges[k], weights[k]
        shared = 0
        for a, b in own:
            for c, d in theirs:
                if a < d and c < b:
                    shared += min(b, d) - max(a, c)
        if shared:
            number += 1
            if weight > strong and shared >= 0.2 * min(size, rival.size):
                strong = weight
            if weight > inside and any(a <= rival.head < b for a, b in content):
                inside = weight
            same_source = same_source or (source is not None and rival.source == source)
        if weight > around and any(a <= head < b for a, b in theirs):
            around = weight
    return [float(number), strong, inside, around, float(same_source)]


class Judge:
    """Boosted trees as arrays, and the calibration of what they say."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self.feature = arrays["judge.feature"].astype(np.int64)
        self.threshold = arrays["judge.threshold"].astype(np.float32)
        self.left = arrays["judge.left"].astype(np.int64)
        self.right = arrays["judge.right"].astype(np.int64)
        self.value = arrays["judge.value"].astype(np.float64)
        self.depth = int(arrays["judge.depth"])
        self.baseline = float(arrays["judge.baseline"])
        self.raw = arrays["judge.raw"].astype(np.float64)
        self.calibrated = arrays["judge.calibrated"].astype(np.float64)
        width = self.feature.shape[1]
        base = (np.arange(len(self.feature)) * width)[:, None]
        self._roots = base[:, 0]
        self._children = np.stack([self.left + base, self.right + base], axis=-1).ravel()

    def probabilities(self, features: Sequence[Sequence[float]]) -> Array:
        """How likely each row of features is a right relation, before calibration."""
        if not len(features):
            return np.zeros(0)
        x = np.array(features, dtype=np.float32)
        rows, width = x.shape
        feature, threshold = self.feature.ravel(), self.threshold.ravel()
        flat = x.ravel()
        base = (np.arange(rows) * width)[:, None]
        node = np.broadcast_to(self._roots, (rows, len(self._roots)))
        for _ in range(self.depth):  # leaves point to themselves
            right = flat.take(base + feature.take(node)) > threshold.take(node)
            node = self._children.take(2 * node + right)
        total = self.value.ravel().take(node).sum(axis=1) + self.baseline
        return 1 / (1 + np.exp(-total))

    def confidence(self, probability: float) -> float:
        """The share of chosen relations that are right where the trees give this probability."""
        return float(np.interp(probability, self.raw, self.calibrated))
