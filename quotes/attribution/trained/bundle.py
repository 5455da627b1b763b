"""The engine's weights: one file of arrays and a description, opened once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from ...weights import load_arrays
from . import linking
from .columns import Vocabulary
from .crf import Array
from .judging import Judge
from .network import Network, network

FILE = "engine.npz"


@dataclass(slots=True)
class Bundle:
    """What the engine needs: the vocabulary, the two fields and the judge (None while it is trained)."""

    vocabulary: Vocabulary
    tagging: Network
    linking: Network
    judge: Judge | None

    @classmethod
    def of(cls, arrays: Mapping[str, Array]) -> Bundle:
        """Unpack the arrays of a weight file."""
        meta = json.loads(bytes(np.asarray(arrays["meta"])))
        known = Vocabulary(meta["words"], meta["lemmas"])
        judge = Judge(arrays) if "judge.feature" in arrays else None
        return cls(
            vocabulary=known,
            tagging=network("tagging", meta, arrays, known.sizes),
            linking=network("linking", meta, arrays, linking.sizes(known.sizes)),
            judge=judge,
        )


@cache
def bundle() -> Bundle:
    """The weights that are installed."""
    return Bundle.of(load_arrays(FILE))
