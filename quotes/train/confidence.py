"""How often each rule of attribution is right: counted on annotated news, kept as `confidence.json`.

Right means what the project's scorer calls a relation: the content shares at least half of its letters
with an annotated one (intersection over union), and the two source mentions overlap, share a capitalised
word, or are both absent.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from ..attribution import Relation, attribute
from ..attribution.confidence import key
from ..language import analyse
from ..pipeline import content_kind

PRIOR = 8
"""How many imagined cases of the average rate every rule starts from."""

_NAME = re.compile(r"[^\W\d_][\w’'.-]*")


def letters(text: str, spans: Iterable[Sequence[int]]) -> frozenset[int]:
    """The offsets of the letters and digits that the spans cover."""
    return frozenset(i for start, end in spans for i in range(start, end) if text[i].isalnum())


def names(text: str, spans: Iterable[Sequence[int]]) -> set[str]:
    """The capitalised words of three letters or more in the spans, lower-cased."""
    words = (w for start, end in spans for w in _NAME.findall(text[start:end]))
    return {w.lower() for w in words if w[0].isupper() and len(w) > 2}


def is_right(text: str, gold: dict[str, Any], relation: Relation) -> bool:
    """Whether the source of a relation is the annotated one's."""
    source = relation.source
    if source is None and relation.inherits is not None:
        source = relation.inherits.source
    found = [source] if source is not None else []
    wanted = gold.get("source") or []
    a, b = letters(text, wanted), letters(text, found)
    if not a and not b:
        return True
    return bool(a & b) or bool(names(text, wanted) & names(text, found))


def judged(document: dict[str, Any]) -> list[tuple[str, bool]]:
    """For every relation found in a document: what its rate is filed under, and whether it is right."""
    text = document["text"]
    analysed = analyse(text)
    relations = attribute(analysed)
    gold = [(letters(text, row["content"]), row) for row in document["attributions"]]
    found = [letters(text, relation.content) for relation in relations]
    pairs = []
    for g, (wanted, _) in enumerate(gold):
        for r, got in enumerate(found):
            shared = len(wanted & got)
            if shared and shared >= 0.5 * len(wanted | got):
                pairs.append((-shared / len(wanted | got), g, r))
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for _, g, r in sorted(pairs):
        if g not in taken and r not in partner:
            taken.add(g)
            partner[r] = g
    rows = []
    for r, relation in enumerate(relations):
        if relation.outer is not None or relation.verbatim:
            continue  # PolNeAR marks nothing inside other contents, and neither transcripts nor signatures
        right = r in partner and is_right(text, gold[partner[r]][1], relation)
        rows.append((key(relation.rule, content_kind(analysed, relation)), right))
    return rows


def train(documents: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The share of right relations by rule and kind, drawn towards the average where cases are few."""
    seen: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for document in documents:
        for name, is_ in judged(document):
            seen[name] += 1
            right[name] += is_
    average = sum(right.values()) / max(1, sum(seen.values()))
    rates = {
        name: round((right[name] + PRIOR * average) / (n + PRIOR), 3) for name, n in sorted(seen.items())
    }
    return {"default": round(average, 3), "rules": rates}


def write(rates: dict[str, Any], path: Path) -> None:
    """Write the rates as readable JSON, one rule a line."""
    path.write_text(json.dumps(rates, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
