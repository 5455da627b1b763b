"""The trained parameters, as data files, and the one loader that opens them by name."""

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
