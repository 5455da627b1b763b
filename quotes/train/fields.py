"""Trains the two wide-and-deep fields of the attribution engine, with PyTorch; exports plain arrays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from ..attribution.trained.crf import Array, Layout, Rows, Template
from ..attribution.trained.network import Places

DIMENSIONS = {
    "word": 32,
    "lemma": 24,
    "tag": 12,
    "rule_name": 12,
    "left": 8,
    "right": 8,
    "after": 8,
    "before": 8,
    "distance": 16,
    "between": 24,
    "own": 8,
    "tie": 8,
}
SMALL = 6
"""Width of the embeddings of the columns that are not listed above."""
RARE = 3
"""Features of the wide part that are seen less often have no weight."""


@dataclass(slots=True)
class Example:
    """One document, for one field.

    ``wide`` holds the ids of each template, row by row; ``parts`` the ids of each part's places (see
    `shifted`); ``rows`` which of these every row looks at (None: its own); ``labels`` the right label.
    """

    layout: Layout
    wide: list[Array]
    parts: dict[str, Array]
    rows: dict[str, Array | None]
    labels: Array


@dataclass(slots=True)
class Spec:
    """The shape of a field: its templates' texts, column sizes, parts, and which parts share embeddings."""

    templates: list[str]
    sizes: dict[str, int]
    parts: dict[str, Places]
    tables: dict[str, str]
    hidden: int
    upper: int
    labels: int = 7


def wide_ids(spec: Spec, rows: Rows) -> list[Array]:
    """The ids of every template of a field."""
    return [Template(text, spec.sizes).ids(rows) for text in spec.templates]


class Field(torch.nn.Module):
    """The field as PyTorch trains it; `quotes.attribution.trained.network` is what runs."""

    def __init__(self, spec: Spec, keys: list[Array], drop: float) -> None:
        super().__init__()
        self.spec, self.keys = spec, keys
        counts = [len(k) + 1 for k in keys]  # id 0: not seen often enough
        self.register_buffer(
            "shift", torch.tensor(np.concatenate(([0], np.cumsum(counts)[:-1]))), persistent=False
        )
        self.wide = torch.nn.EmbeddingBag(sum(counts), spec.labels, mode="sum")
        torch.nn.init.zeros_(self.wide.weight)
        self.tables = torch.nn.ModuleDict()
        self.first = torch.nn.ModuleDict()
        for part, places in spec.parts.items():
            name = spec.tables[part]
            if name not in self.tables:
                self.tables[name] = torch.nn.ModuleDict()
            table = self.tables[name]
            for column in dict.fromkeys(column for column, _ in places):
                if column not in table:
                    table[column] = torch.nn.Embedding(spec.sizes[column], DIMENSIONS.get(column, SMALL))
                    torch.nn.init.normal_(table[column].weight, 0, 0.2)
            width = sum(table[column].embedding_dim for column, _ in places)
            self.first[part] = torch.nn.Linear(width, spec.hidden, bias=False)
        self.bias = torch.nn.Parameter(torch.zeros(spec.hidden))
        self.second = torch.nn.Linear(spec.hidden, spec.upper)
        self.last = torch.nn.Linear(spec.upper, spec.labels)
        self.drop, self.drop_input = torch.nn.Dropout(drop), torch.nn.Dropout(0.15)
        self.moves = torch.nn.Parameter(torch.zeros(spec.labels, spec.labels))

    def forward(self, wide: Any, parts: dict[str, Any], rows: dict[str, Any]) -> Any:
        """The scores of all labels at every row of a batch."""
        hidden: Any = self.bias
        for part, places in self.spec.parts.items():
            table = self.tables[self.spec.tables[part]]
            x = torch.cat([table[column](parts[part][:, k]) for k, (column, _) in enumerate(places)], 1)
            summed = self.first[part](self.drop_input(x))
            hidden = hidden + (summed if rows[part] is None else summed[rows[part]])
        hidden = self.drop(torch.relu(hidden))
        hidden = self.drop(torch.relu(self.second(hidden)))
        if self.training:
            wide = wide * (torch.rand(wide.shape) > 0.1)
        return self.last(hidden) + self.wide(wide + self.shift)


@dataclass(slots=True)
class Batch:
    """Some documents' rows in time-major order, as the field takes them."""

    layout: Layout
    wide: Array
    parts: dict[str, Array]
    rows: dict[str, Array | None]
    labels: Array


def frequent(examples: Sequence[Example], rare: int = RARE) -> list[Array]:
    """For each template the ids that are seen often enough, in order."""
    found = []
    for number in range(len(examples[0].wide)):
        ids, counts = np.unique(np.concatenate([e.wide[number] for e in examples]), return_counts=True)
        found.append(ids[counts >= rare])
    return found


def _looked_up(keys: Array, ids: Array) -> Array:
    if not len(keys):
        return np.zeros(len(ids), dtype=np.int32)
    at = np.minimum(np.searchsorted(keys, ids), len(keys) - 1)
    return np.where(keys[at] == ids, at + 1, 0).astype(np.int32)


def shifted(columns: dict[str, Array], places: Places, rows: Array | None = None) -> Array:
    """The ids of each place, one column a place, at every row or at ``rows``; 0 beyond the ends."""
    at = np.arange(len(next(iter(columns.values())))) if rows is None else rows
    padded = {name: np.pad(columns[name], 8) for name in {name for name, _ in places}}
    return np.stack([padded[name][8 + o + at] for name, o in places], 1).astype(np.int32)


def batches(examples: Sequence[Example], keys: list[Array], spec: Spec, size: int) -> list[Batch]:
    """The examples in random groups of ``size``, always the same."""
    order = np.random.default_rng(1).permutation(len(examples))
    found = []
    for begin in range(0, len(order), size):
        group = [examples[i] for i in order[begin : begin + size]]
        base, sequences = 0, []
        bases = dict.fromkeys(spec.parts, 0)
        rows: dict[str, list[Array]] = {part: [] for part in spec.parts}
        for example in group:
            layout = example.layout
            for start, length in zip(layout.starts.tolist(), layout.lengths.tolist(), strict=True):
                sequences.append((base + start, base + start + length))
            for part in spec.parts:
                own = example.rows[part]
                if own is not None:
                    rows[part].append(own + bases[part])
                bases[part] += len(example.parts[part])
            base += len(layout.tokens)
        layout = Layout.of(sequences, base)
        at = layout.tokens[layout.order]
        wide = [
            _looked_up(k, np.concatenate([e.wide[number] for e in group])[at])
            for number, k in enumerate(keys)
        ]
        parts = {part: np.concatenate([e.parts[part] for e in group]) for part in spec.parts}
        looks: dict[str, Array | None] = {}
        for part in spec.parts:
            if rows[part]:
                looks[part] = np.concatenate(rows[part])[at]
            else:
                parts[part] = parts[part][at]
                looks[part] = None
        labels = np.concatenate([e.labels for e in group])[at]
        found.append(Batch(layout, np.stack(wide, 1), parts, looks, labels))
    return found


def expectations(scores: Array, layout: Layout, moves: Array) -> tuple[Array, Array, float]:
    """The probability of every label at every row, the expected number of every pair, and log Z."""
    largest = scores.max(axis=1)
    exp, exp_moves = np.exp(scores - largest[:, None]), np.exp(moves)
    offsets = [0, *np.cumsum(layout.counts).tolist()]
    forward, backward = np.empty_like(exp), np.ones_like(exp)
    total = float(largest.sum())
    for t, m in enumerate(layout.counts):
        a, b = offsets[t], offsets[t + 1]
        alpha = (forward[offsets[t - 1] : offsets[t - 1] + m] @ exp_moves) * exp[a:b] if t else exp[a:b]
        scale = alpha.sum(axis=1)
        forward[a:b] = alpha / scale[:, None]
        total += float(np.log(scale).sum())
    pairs = np.zeros_like(exp_moves)
    done = 0
    for t in range(len(layout.counts) - 1, -1, -1):
        a, b = offsets[t], offsets[t + 1]
        if done:
            ahead = backward[b : b + done] * exp[b : b + done]
            backward[a : a + done] = ahead @ exp_moves.T
            z = (forward[a : a + done] * backward[a : a + done]).sum(axis=1)
            pairs += exp_moves * ((forward[a : a + done] / z[:, None]).T @ ahead)
        backward[a:b] /= backward[a:b].sum(axis=1, keepdims=True)
        done = b - a
    marginals = forward * backward
    return marginals / marginals.sum(axis=1, keepdims=True), pairs, total


def train(
    examples: Sequence[Example],
    spec: Spec,
    *,
    epochs: int,
    size: int = 6,
    rate: float = 2e-3,
    drop: float = 0.4,
    log: Callable[[str], None] = print,
) -> Field:
    """A field that fits the examples: Adam on the log likelihood, the same result from the same input."""
    torch.manual_seed(0)
    torch.set_num_threads(1)
    keys = frequent(examples)
    field = Field(spec, keys, drop)
    groups = batches(examples, keys, spec, size)
    lower = [p for name, p in field.named_parameters() if not name.startswith("wide")]
    optimizer = torch.optim.Adam([{"params": lower}, {"params": [field.wide.weight]}])
    random = np.random.default_rng(0)
    steps, step = epochs * len(groups), 0
    field.train()
    for epoch in range(epochs):
        loss = rows = 0.0
        for number in random.permutation(len(groups)).tolist():
            batch = groups[number]
            now = rate * min(1, (step + 1) / 100) * max(0.02, 1 - step / steps)
            optimizer.param_groups[0]["lr"], optimizer.param_groups[1]["lr"] = now, 2 * now
            loss += _step(field, optimizer, batch)
            rows += len(batch.labels)
            step += 1
        log(f"  pass {epoch + 1} of {epochs}: loss {loss / rows:.4f} a token")
    field.eval()
    return field


def _long(array: Array) -> Any:
    return torch.from_numpy(array.astype(np.int64))


def _step(field: Field, optimizer: Any, batch: Batch) -> float:
    scores = field(
        _long(batch.wide),
        {part: _long(ids) for part, ids in batch.parts.items()},
        {part: None if at is None else _long(at) for part, at in batch.rows.items()},
    )
    plain = scores.detach().numpy().astype(np.float64)
    moves = field.moves.detach().numpy().astype(np.float64)
    gradient, pairs, log_z = expectations(plain, batch.layout, moves)
    labels, counts = batch.labels, batch.layout.counts
    n = len(labels)
    gold = float(plain[np.arange(n), labels].sum())
    gradient[np.arange(n), labels] -= 1
    offsets = [0, *np.cumsum(counts).tolist()]
    for t in range(1, len(counts)):
        before = labels[offsets[t - 1] : offsets[t - 1] + counts[t]]
        here = labels[offsets[t] : offsets[t + 1]]
        np.subtract.at(pairs, (before, here), 1)
        gold += float(moves[before, here].sum())
    optimizer.zero_grad(set_to_none=True)
    scores.backward(torch.from_numpy((gradient / n).astype(np.float32)))
    field.moves.grad = torch.from_numpy((pairs / n).astype(np.float32))
    optimizer.step()
    return log_z - gold


LEAST = 0.02
"""Weights of the wide part below this do not matter: features all of whose weights are lower are dropped."""


def exported(field: Field, name: str) -> tuple[dict[str, Any], dict[str, Array]]:
    """The field as a description and arrays, for `quotes.attribution.trained.network.network`."""
    spec = field.spec
    arrays: dict[str, Array] = {}
    table = field.wide.weight.detach().numpy()
    scale = float(np.abs(table).max()) / 127 or 1.0
    begin, keys, weights, counts = 0, [], [], []
    for key in field.keys:
        own = table[begin + 1 : begin + 1 + len(key)]
        begin += len(key) + 1
        kept = np.abs(own).max(axis=1, initial=0) >= LEAST
        keys.append(np.diff(key[kept], prepend=0))  # small numbers compress well
        weights.append(np.round(own[kept] / scale).astype(np.int8))
        counts.append(int(kept.sum()))
    arrays[f"{name}.keys"] = np.concatenate(keys).astype(np.int64)
    arrays[f"{name}.weights"] = np.concatenate(weights)
    for group, tables in field.tables.items():
        for column, embedding in tables.items():
            arrays[f"{name}.{group}.{column}"] = embedding.weight.detach().numpy().astype(np.float16)
    for part, linear in field.first.items():
        arrays[f"{name}.{part}.matrix"] = linear.weight.detach().numpy().T.astype(np.float16)
    arrays[f"{name}.bias"] = field.bias.detach().numpy()
    for layer in ("second", "last"):
        linear = getattr(field, layer)
        arrays[f"{name}.{layer}.matrix"] = np.ascontiguousarray(linear.weight.detach().numpy().T)
        arrays[f"{name}.{layer}.bias"] = linear.bias.detach().numpy()
    arrays[f"{name}.moves"] = field.moves.detach().numpy()
    meta = {
        "templates": spec.templates,
        "counts": counts,
        "scale": scale,
        "parts": {part: [list(place) for place in places] for part, places in spec.parts.items()},
        "tables": spec.tables,
    }
    return meta, arrays
