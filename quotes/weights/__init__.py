"""The trained parameters, as data files, and the loaders that open them by name."""

from __future__ import annotations

import gzip
import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> Any:
    """The content of the weight file ``name`` ("punkt.json", "tagger.json.gz"), parsed and kept.

    Callers share the one object and must not change it. Raises FileNotFoundError for a name that is
    not installed, ValueError for a file that does not hold JSON.
    """
    data = files(__name__).joinpath(name).read_bytes()
    return json.loads(gzip.decompress(data) if name.endswith(".gz") else data)


def load_arrays(name: str) -> dict[str, Any]:
    """The arrays of the weight file ``name`` ("engine.npz") by their names.

    Raises FileNotFoundError for a name that is not installed, ValueError for a file that holds no arrays.
    Nothing in the file is executed: pickled objects are refused.
    """
    import numpy

    with files(__name__).joinpath(name).open("rb") as file, numpy.load(file, allow_pickle=False) as found:
        return dict(found)
