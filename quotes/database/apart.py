"""Suggestions looked for in a process of their own, so that whoever serves pages meanwhile is not held up.

In a large database, looking keeps an interpreter busy for seconds, and collecting its garbage stops every
other thread for a quarter of a second at a time.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict
from typing import Any, get_args

from .store import QuoteDatabase
from .suggest import Kind, Suggestion, suggest

# Isolated (-I), so that no module is taken from the folder where the server was started.
_CHILD = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from quotes.database.apart import answer; answer(*sys.argv[2:])"
)
_NICE = 10


def suggest_apart(path: str, kind: Kind, limit: int) -> list[Suggestion]:
    """What `suggest` answers for the database in this file, read only, from another process of low priority.

    Raises RuntimeError, with the last line that the process wrote, where it fails.
    """
    command = [sys.executable, "-I", "-c", _CHILD, json.dumps(sys.path), path, kind, str(limit)]
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr.strip().rpartition("\n")[2] or f"exit code {done.returncode}")
    return [_suggestion(one) for one in json.loads(done.stdout)]


def _suggestion(row: dict[str, Any]) -> Suggestion:
    # JSON has lists for tuples.
    lists = {name: tuple(value) for name, value in row.items() if isinstance(value, list)}
    return Suggestion(**{**row, **lists})


def answer(path: str, kind: str, limit: str) -> None:
    """Print the suggestions as JSON: what the other process does."""
    if hasattr(os, "nice"):
        os.nice(_NICE)
    (wanted,) = (known for known in get_args(Kind) if known == kind)
    with QuoteDatabase(path, readonly=True) as db:
        print(json.dumps([asdict(one) for one in suggest(db, wanted, int(limit))]))
