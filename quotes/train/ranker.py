"""Learns the weights of `quotes.speakers.ranking` from annotated chains, and given names' he and she."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from math import log
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from ..speakers.pronouns import Antecedent, Ranker
from ..speakers.ranking import (
    GROUPS,
    SIZE,
    Candidates,
    Event,
    PronounClass,
    candidates,
    features,
    probabilities,
)
from .antecedents import Linked
from .chains import ChainDocument

Weights = list[list[float]]
Example = tuple[list[list[int]], list[int], float]
"""Rows of features, the last those of nobody; which rows are right; how much it counts."""
SILVER = 0.5  # how much a pronoun counts that CoreNLP resolved
NOBODY = 0.08  # and one whose antecedent is not among the candidates, which is rare in news
ROUNDS = 3  # passes: what a pronoun sees of the ones before it comes from the weights of the last pass
DOUBTFUL = 0.1  # what the last pass thought less likely than this of CoreNLP's answers is left out
_PENALTY = 1.0


class Collector(Linked):
    """Reads a document, its pronouns resolved by weights (or by the annotation), and notes each."""

    def __init__(self, annotated: ChainDocument) -> None:
        super().__init__(annotated)
        self.gold = annotated.gold
        self.examples: dict[int, tuple[int, Example]] = {}
        self.weights: Weights | None = None
        self.given: Mapping[str, float] = {}
        self.spans = {(self.token(m.start), self.token(m.end - 1)): m.chain for m in annotated.mentions}
        self.chains = self.entity_chains()
        self.resolver._antecedent = self.antecedent  # type: ignore[method-assign]

    def collect(self, weights: Weights | None, given: Mapping[str, float]) -> list[tuple[int, Example]]:
        """(group, example) of every pronoun of which the annotation knows whom it means."""
        self.weights, self.given = weights, given
        self.resolver.ranker = Ranker(weights or [[0.0] * SIZE] * 3, given)
        self.examples.clear()
        self.reset()
        self.read()
        return list(self.examples.values())

    def right(self, key: tuple[int, ...], event: Event, chain: int) -> bool:
        """Whether a candidate is of the chain."""
        entity = self.resolver.register.entities[key[0]]
        if len(key) > 1:
            return any(
                self.spans.get((i, event.end - 1)) == chain for i in range(max(0, event.at - 12), event.at)
            )
        if entity.phrase is not None:
            at = event.at if not event.pronoun else entity.phrase.head_at
            return self.chain_of.get(at) == chain
        return self.chains.get(key[0]) == chain

    def antecedent(self, pronoun: PronounClass, event: Event) -> Antecedent:
        """Stands in for `Reader._antecedent`."""
        register = self.resolver.register
        events = self.resolver.people if pronoun in ("he", "she") else self.resolver.events
        found: Candidates = candidates(events, register.entities, pronoun, event)
        if not found:
            return (), 0.0
        rows = features(found, register.entities, pronoun, event, self.given)
        keys = list(found)
        chain = self.chain_of.get(event.at)
        good = (
            [] if chain is None else [n for n, k in enumerate(keys) if self.right(k, found[k].event, chain)]
        )
        if not self.gold and pronoun in ("he", "she"):
            good = [n for n in good if register.entities[keys[n][0]].named]
        if chain is not None and (good or self.gold):
            importance = (1.0 if good else NOBODY) if self.gold else SILVER
            example = rows, good or [len(keys)], importance
            self.examples[event.at] = GROUPS[pronoun], example
        if self.weights is not None and not self.gold and event.at in self.examples:
            chances = probabilities(rows, self.weights[GROUPS[pronoun]])
            if sum(chances[n] for n in good) < DOUBTFUL:
                del self.examples[event.at]
        if self.weights is None:
            return (keys[good[0]], 1.0) if good else ((), 0.0)
        chances = probabilities(rows, self.weights[GROUPS[pronoun]])[:-1]
        best = int(np.argmax(chances))
        return keys[best], chances[best]


def fit(examples: Sequence[Example], penalty: float = _PENALTY) -> list[float]:
    """The weights under which the right rows are likeliest, by L-BFGS."""
    rows = [row for example in examples for row in example[0]]
    starts = np.cumsum([0, *(len(e[0]) for e in examples)])[:-1]
    group = np.repeat(np.arange(len(examples)), [len(e[0]) for e in examples])
    good = np.zeros(len(rows), dtype=bool)
    for start, example in zip(starts, examples, strict=True):
        good[[start + n for n in example[1]]] = True
    importance = np.array([e[2] for e in examples])
    pointers = np.cumsum([0, *(len(row) for row in rows)])
    columns = np.array([i for row in rows for i in row])
    matrix = csr_matrix((np.ones(len(columns)), columns, pointers), shape=(len(rows), SIZE))

    def loss(weights: Any) -> tuple[float, Any]:
        scores = matrix @ weights
        scores -= np.maximum.reduceat(scores, starts)[group]
        powers = np.exp(scores)
        total = np.add.reduceat(powers, starts)
        mine = np.add.reduceat(powers * good, starts)
        value = -(importance * np.log(mine / total)).sum() + penalty * (weights**2).sum() / 2
        slope = powers / total[group] - powers * good / mine[group]
        return value, matrix.T @ (slope * importance[group]) + penalty * weights

    found = minimize(loss, np.zeros(SIZE), jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return [round(float(w), 3) for w in found.x]


def name_votes(linked: Linked) -> Counter[tuple[str, str]]:
    """(folded given name, "he" or "she") of the persons with a full name whose chains show which."""
    register = linked.resolver.register
    shown: dict[int, Counter[str]] = {}
    for at, chain in linked.chain_of.items():
        low = linked.resolver.folded[at]
        if low in ("he", "him", "his", "she", "her"):
            shown.setdefault(chain, Counter())["he" if low[0] == "h" and low != "her" else "she"] += 1
    chains = linked.entity_chains()
    votes: Counter[tuple[str, str]] = Counter()
    for entity in register.entities:
        if len(entity.keys) < 2 or not entity.named or entity.kinds["organisation"]:
            continue
        n = Counter(shown.get(chains.get(entity.id, -2), {}))
        for gender in ("he", "she"):
            n[gender] += entity.votes[gender] if entity.votes[gender] >= 5 else 0
        (best, most), *rest = n.most_common()
        if most > 1 and most >= 3 * (rest[0][1] if rest else 0):
            votes[entity.keys[0], best] += 1
    return votes


def odds(votes: Counter[tuple[str, str]], own: Counter[tuple[str, str]]) -> dict[str, float]:
    """Log odds of "he" to "she" by given name, but for what one document adds itself."""
    names = {name for name, _ in votes}
    found = {}
    for name in names:
        he, she = (votes[name, g] - own[name, g] for g in ("he", "she"))
        if he or she:
            found[name] = round(log((he + 0.3) / (she + 0.3)), 2)
    return found


def write(weights: Weights, given: Mapping[str, float], path: Path) -> None:
    """Write the weights as `quotes.weights.load` reads them, the same bytes every time."""
    kept = dict(sorted(given.items()))
    data = json.dumps({"weights": weights, "given": kept}, separators=(",", ":"), ensure_ascii=False)
    path.write_bytes(gzip.compress(data.encode(), mtime=0))


def train(documents: Sequence[ChainDocument], rounds: int = ROUNDS) -> tuple[Weights, dict[str, float]]:
    """The weights of the three groups of pronouns, and the given names' odds."""
    collectors = [Collector(document) for document in documents]
    own = [name_votes(collector) for collector in collectors]
    votes: Counter[tuple[str, str]] = Counter()
    for n in own:
        votes.update(n)
    weights: Weights | None = None
    for _ in range(rounds):
        examples: list[list[Example]] = [[], [], []]
        everybody = odds(votes, Counter())
        for collector, mine in zip(collectors, own, strict=True):
            changed = odds(
                Counter({k: v for k, v in votes.items() if (k[0], "he") in mine or (k[0], "she") in mine}),
                mine,
            )
            given = {**everybody, **changed}
            for name, _ in mine:
                if name not in changed:
                    given.pop(name, None)
            for group, example in collector.collect(weights, given):
                examples[group].append(example)
        weights = [fit(group) for group in examples]
    return weights or [], odds(votes, Counter())
