"""A trained field's scores: a wide part (templates, linear) and a deep part (embeddings, two hidden layers).

Cheng et al. 2016, "Wide & Deep Learning", put before a linear-chain CRF. The first hidden layer is a sum of
parts (what a token's surroundings give, what a cue's give, what the token is to the cue), so that each part
is worked out once a token, once a cue, and once a pair of both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .crf import Array, Rows, Template

_DENSE, _INDEXED = 1 << 16, 1 << 22
Places = list[tuple[str, int]]


class Wide:
    """Weights of templates, looked up by id.

    Where few ids are possible the table holds the weights, where more are the weights' numbers; where even
    that would be too large the ids are searched for.
    """

    def __init__(
        self, templates: Sequence[Template], keys: Sequence[Array], weights: Sequence[Array]
    ) -> None:
        self.templates = templates
        self._tables: list[tuple[Array | None, Array | None, Array]] = []
        for template, key, weight in zip(templates, keys, weights, strict=True):
            width = weight.shape[1]
            if template.size <= _DENSE:
                dense = np.zeros((template.size, width), dtype=np.float32)
                dense[key] = weight
                self._tables.append((None, None, dense))
                continue
            padded = np.vstack([weight, np.zeros((1, width), dtype=np.float32)])
            if template.size <= _INDEXED and len(key) < 1 << 16:
                numbers = np.full(template.size, len(key), dtype=np.uint16)
                numbers[key] = np.arange(len(key))
                self._tables.append((numbers, None, padded))
            else:
                self._tables.append((None, np.append(key, template.size), padded))

    def scores(self, rows: Rows) -> Array:
        """The sum of the weights of each row's features, by label, in the order of ``rows``."""
        total: Array | None = None
        for template, (numbers, keys, table) in zip(self.templates, self._tables, strict=True):
            at = template.ids(rows)
            if numbers is not None:
                at = numbers.take(at)
            elif keys is not None:
                ids = at
                at = np.searchsorted(keys, ids)
                at[keys[at] != ids] = len(keys) - 1
            found = table.take(at, axis=0)
            total = found if total is None else np.add(total, found, out=total)
        assert total is not None
        return total


@dataclass(slots=True)
class Part:
    """One summand of the first hidden layer: embeddings of columns at offsets, times a matrix."""

    places: Places
    embeddings: Mapping[str, Array]
    matrix: Array

    def __call__(self, columns: Mapping[str, Array], rows: Array | None = None) -> Array:
        """For every row, or only for ``rows``, its sum. Beyond the columns' ends stands id 0."""
        if rows is not None:
            return self._few(columns, rows)
        n = len(next(iter(columns.values())))
        # One row a dimension, so that a shifted column is copied in one piece.
        x = np.empty((self.matrix.shape[0], n), dtype=np.float32)
        wide: dict[str, Array] = {}
        here = 0
        for name, offset in self.places:
            known = wide.get(name)
            if known is None:
                embedding = self.embeddings[name]
                known = np.empty((embedding.shape[1], n + 2 * _FAR), dtype=np.float32)
                known[:, :_FAR] = known[:, n + _FAR :] = embedding[0][:, None]
                known[:, _FAR : n + _FAR] = embedding.take(columns[name], axis=0).T
                wide[name] = known
            x[here : here + len(known)] = known[:, _FAR + offset : _FAR + offset + n]
            here += len(known)
        return x.T @ self.matrix

    def _few(self, columns: Mapping[str, Array], rows: Array) -> Array:
        found = []
        padded = {name: np.pad(columns[name], _FAR) for name in {name for name, _ in self.places}}
        for name, offset in self.places:
            found.append(self.embeddings[name].take(padded[name].take(_FAR + offset + rows), axis=0))
        return np.concatenate(found, axis=1) @ self.matrix


_FAR = 8


@dataclass(slots=True)
class Network:
    """One trained model: its parts, upper layers, wide part and the scores of label pairs."""

    parts: dict[str, Part]
    bias: Array
    second: tuple[Array, Array]
    last: tuple[Array, Array]
    wide: Wide
    moves: Array

    def top(self, hidden: Array) -> Array:
        """Label scores from the sums of the first hidden layer, which is changed."""
        hidden += self.bias
        np.maximum(hidden, 0, out=hidden)
        matrix, bias = self.second
        upper = hidden @ matrix
        upper += bias
        np.maximum(upper, 0, out=upper)
        matrix, bias = self.last
        return upper @ matrix + bias


def network(
    name: str, meta: Mapping[str, Any], arrays: Mapping[str, Array], sizes: dict[str, int]
) -> Network:
    """The model ``name`` of a bundle (see `quotes.train.bundle`)."""
    own = meta[name]
    templates = [Template(text, sizes) for text in own["templates"]]
    counts = own["counts"]
    keys, weights = arrays[f"{name}.keys"].astype(np.int64), arrays[f"{name}.weights"].astype(np.float32)
    weights *= np.float32(own["scale"])
    split = np.cumsum(counts)[:-1]
    wide = Wide(templates, [np.cumsum(k) for k in np.split(keys, split)], np.split(weights, split))

    def real(key: str) -> Array:
        return arrays[f"{name}.{key}"].astype(np.float32)

    parts = {}
    for part, places in own["parts"].items():
        columns = {column for column, _ in places}
        embeddings = {column: real(f"{own['tables'][part]}.{column}") for column in columns}
        parts[part] = Part(
            [(column, offset) for column, offset in places], embeddings, real(f"{part}.matrix")
        )
    return Network(
        parts=parts,
        bias=real("bias"),
        second=(real("second.matrix"), real("second.bias")),
        last=(real("last.matrix"), real("last.bias")),
        wide=wide,
        moves=real("moves"),
    )
