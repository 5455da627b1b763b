"""Failures kept in a file, so that what failed can be tried again: one JSON object a line."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import IO, Self

from ..readers import Failure


class FailureFile:
    """A file of failures, written as they come: ``{"path": …, "problem": …, "remedy": …}``.

    With ``after`` it is put in its place only once it is closed without an error, so that the failures of
    the last time stay until all of them have been tried again. Use it as a context manager. Raises OSError.
    """

    def __init__(self, path: str | os.PathLike[str], *, after: bool = False) -> None:
        self.path = Path(path)
        self._written = self.path.with_name(self.path.name + ".part") if after else self.path
        self._file: IO[str] | None = None

    def __enter__(self) -> Self:
        self._file = self._written.open("w", encoding="utf-8", buffering=1)
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if self._file is not None:
            self._file.close()
            if self._written != self.path:
                if kind is None:
                    self._written.replace(self.path)
                else:
                    self._written.unlink()

    def add(self, failure: Failure) -> None:
        """Keep a failure."""
        if self._file is not None:
            self._file.write(json.dumps(asdict(failure), ensure_ascii=False) + "\n")


def failed_paths(path: str | os.PathLike[str]) -> list[str]:
    """The paths and addresses in a file of failures, each once. Raises OSError, and ValueError, in one line,
    for a file that is none."""
    found: dict[str, None] = {}
    with Path(path).open(encoding="utf-8") as file:
        for n, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                found[str(json.loads(line)["path"])] = None
            except (ValueError, KeyError, TypeError):
                raise ValueError(
                    f"{path}: line {n} is not a failure as --errors keeps them; name the documents"
                ) from None
    return list(found)
