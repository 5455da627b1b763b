"""Learns the weights of `quotes.speakers.referents`: from marked speakers, and from GUM's chains."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from ..language import analyse
from ..model import Span
from ..speakers.coreference import Resolver
from ..speakers.mentions import MentionRequest
from ..speakers.nominals import SURE
from ..speakers.phrases import Phrase
from ..speakers.referents import Referent, chances
from ..speakers.register import Entity
from ..speakers.roles import Found
from .antecedents import Linked
from .chains import ChainDocument

Weights = Mapping[str, float]
Example = tuple[Sequence[Sequence[str]], list[int], float]
"""The features of every candidate, the last those of nobody; which are right; how much it counts."""
ROUNDS = 3  # what a nominal sees of the ones before it comes from the weights of the last pass
CHAINED = 0.1  # how much a nominal of annotated chains counts
UNKNOWN = 0.5  # and one whose referent is none of the candidates: better left open
_PENALTY = 4.0
_WORDS = re.compile(r"\w+")

Spans = Sequence[Sequence[int]]


class MarkedText(NamedTuple):
    """A text and its quotes: spans of source, content and cue, and the speaker's names.

    No names: the text names nobody for it; None: it is not marked whom it means.
    """

    text: str
    quotes: list[tuple[Spans, Spans, Spans, Sequence[str] | None]]


def marked(paths: Iterable[Path]) -> Iterator[MarkedText]:
    """The texts of JSON lines as `quotes evaluate` reads them; the attributions with ``names`` are marked."""
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                yield MarkedText(
                    row["text"],
                    [
                        (a["source"], a["content"], a["cue"], a.get("names"))
                        for a in row["attributions"]
                        if a["source"]
                    ],
                )


def _spans(pairs: Spans) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in pairs)


def _bears(entity: Entity, names: Sequence[str]) -> bool:
    given = set(_WORDS.findall(entity.display.lower()))
    for name in names:
        parts = _WORDS.findall(name.lower())
        if given and parts and ((given <= set(parts) and parts[-1] in given) or set(parts) <= given):
            return True
    return False


class SourceCollector:
    """Notes the nominal sources of a marked text, resolved by the weights of the last pass."""

    def __init__(self, article: MarkedText) -> None:
        self.names = [quote[3] for quote in article.quotes]
        self.requests = [
            MentionRequest(_spans(source), _spans(content), _spans(cue))
            for source, content, cue, _ in article.quotes
        ]
        self.document = analyse(article.text)

    def collect(self, weights: Weights) -> list[Example]:
        """An example for every nominal source."""
        resolver = Resolver(self.document, self.requests)
        examples: dict[int, Example] = {}
        weight = {
            request: 1.0 / max(1, len(twins))
            for twins in _twins(resolver.tokens).values()
            for request in twins
        }

        def choose(
            phrase: Phrase, found: Sequence[Referent], rows: Sequence[Sequence[str]]
        ) -> tuple[int | None, float]:
            request = resolver.source_tokens.get(phrase.head_at)
            names = None if request is None else self.names[request]
            if request is not None and names is not None:
                good = [n for n, one in enumerate(found) if one.entity.named and _bears(one.entity, names)]
                counts = 1.0 if good or not names else UNKNOWN
                if not good:
                    good = [n for n, one in enumerate(found) if not one.entity.named] + [len(found)]
                examples[phrase.head_at] = rows, good, counts * max(0.5, weight.get(request, 1.0))
            return _best(found, rows, weights)

        resolver._choose = choose  # type: ignore[method-assign]
        resolver.run()
        return list(examples.values())


def _twins(tokens: Sequence[tuple[int, int]]) -> dict[tuple[int, int], list[int]]:
    found: dict[tuple[int, int], list[int]] = {}
    for request, where in enumerate(tokens):
        found.setdefault(where, []).append(request)
    return found


def _best(
    found: Sequence[Referent], rows: Sequence[Sequence[str]], weights: Weights
) -> tuple[int | None, float]:
    likely = chances(rows, weights)
    best = int(np.argmax(likely))
    return (best if best < len(found) else None), likely[best]


class ChainCollector(Linked):
    """Notes the nominals of a text whose chains are annotated."""

    def collect(self, weights: Weights) -> list[Example]:
        """An example for every nominal of which the annotation knows whether the text names whom it means."""
        self.reset()
        self.resolver.phrase_at.clear()
        chains = self.entity_chains()
        named = {c for e, c in chains.items() if self.resolver.register.entities[e].named}
        examples: dict[int, Example] = {}

        def choose(
            phrase: Phrase, found: Sequence[Referent], rows: Sequence[Sequence[str]]
        ) -> tuple[int | None, float]:
            chain = self.chain_of.get(phrase.head_at)
            if chain is not None:
                good = [
                    n
                    for n, one in enumerate(found)
                    if one.entity.named and chains.get(one.entity.id) == chain
                ]
                counts = CHAINED if good or chain not in named else CHAINED * UNKNOWN
                if not good:
                    good = [n for n, one in enumerate(found) if not one.entity.named] + [len(found)]
                examples[phrase.head_at] = rows, good, counts
            return _best(found, rows, weights)

        def nominal(phrase: Phrase) -> Found:
            by_role = resolver._by_role(phrase) if phrase.definite and not phrase.plural else None
            if (by_role is None or by_role[1] not in SURE) and not resolver._weighed(phrase):
                resolver._likeliest(phrase, by_role)  # noted, but in passing not believed
            return Resolver._nominal(resolver, phrase)

        resolver = self.resolver
        resolver._choose = choose  # type: ignore[method-assign]
        resolver._nominal = nominal  # type: ignore[method-assign]
        self.read()
        return list(examples.values())


def fit(examples: Sequence[Example], penalty: float = _PENALTY) -> dict[str, float]:
    """The weights under which the right rows are likeliest, by L-BFGS."""
    numbers: dict[str, int] = {}
    columns, pointers = [], [0]
    for rows, _, _ in examples:
        for row in rows:
            columns += [numbers.setdefault(name, len(numbers)) for name in row]
            pointers.append(len(columns))
    sizes = [len(rows) for rows, _, _ in examples]
    starts = np.cumsum([0, *sizes])[:-1]
    group = np.repeat(np.arange(len(examples)), sizes)
    right = np.zeros(len(group), dtype=bool)
    for start, (_, good, _) in zip(starts, examples, strict=True):
        right[[start + n for n in good]] = True
    importance = np.array([counts for _, _, counts in examples])
    matrix = csr_matrix((np.ones(len(columns)), columns, pointers), shape=(len(group), len(numbers)))

    def loss(weights: Any) -> tuple[float, Any]:
        scores = matrix @ weights
        scores -= np.maximum.reduceat(scores, starts)[group]
        powers = np.exp(scores)
        total = np.add.reduceat(powers, starts)
        mine = np.add.reduceat(powers * right, starts)
        value = -(importance * np.log(mine / total)).sum() + penalty * (weights**2).sum() / 2
        slope = powers / total[group] - powers * right / mine[group]
        return value, matrix.T @ (slope * importance[group]) + penalty * weights

    found = minimize(loss, np.zeros(len(numbers)), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return {name: w for name, n in numbers.items() if (w := round(float(found.x[n]), 3))}


def train(
    articles: Sequence[MarkedText], documents: Sequence[ChainDocument] = (), rounds: int = ROUNDS
) -> dict[str, float]:
    """The weights of the features of nominals' referents."""
    collectors: list[SourceCollector | ChainCollector] = [
        *(SourceCollector(article) for article in articles),
        *(ChainCollector(document) for document in documents),
    ]
    weights: dict[str, float] = {}
    for _ in range(rounds):
        weights = fit([example for collector in collectors for example in collector.collect(weights)])
    return weights


def write(weights: Weights, path: Path) -> None:
    """Write the weights as `quotes.weights.load` reads them, the same bytes every time."""
    data = json.dumps(dict(sorted(weights.items())), separators=(",", ":"), ensure_ascii=False)
    path.write_bytes(gzip.compress(data.encode(), mtime=0))
