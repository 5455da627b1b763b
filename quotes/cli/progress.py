"""How far a long command has come: a bar on stderr with rate and time left, for a person only."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Any, Self

import click


def watched() -> bool:
    """Whether a person looks at stderr."""
    return sys.stderr.isatty()


class Progress:
    """A bar for so many documents; none for none. It shows how many a second were done lately."""

    def __init__(self, length: int, label: str = "Importing") -> None:
        self._done, self._begun = 0, time.monotonic()
        self._bar: Any = None
        if length:
            self._bar = click.progressbar(
                length=length,
                label=label,
                file=sys.stderr,
                show_pos=True,
                item_show_func=lambda _: self._rate(),
                update_min_steps=1,
            )

    def __enter__(self) -> Self:
        if self._bar:
            self._bar.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.__exit__(kind, error, trace)

    def step(self) -> None:
        """Another document is done."""
        self._done += 1
        if self._bar:
            self._bar.update(1)

    def _rate(self) -> str:
        seconds = time.monotonic() - self._begun
        return f"{self._done / seconds:,.1f} a second" if seconds > 1 and self._done else ""
