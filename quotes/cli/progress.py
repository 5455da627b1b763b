"""How far a long command has come: a bar on stderr with rate and time left, for a person only."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, BinaryIO, Self

import click

from .terminal import cut, terminal_width

_EVERY = 0.25  # seconds


def watched() -> bool:
    """Whether a person looks at stderr."""
    return sys.stderr.isatty()


def upgrading(*, wanted: bool = True) -> Callable[[int, int], None]:
    """A line for a person while a database of an older version is brought up to date: `QuoteDatabase` tells
    how many of its quotes are done, of how many."""
    begun, wanted = time.monotonic(), wanted and watched()

    def told(done: int, total: int) -> None:
        seconds = time.monotonic() - begun
        left = f", {seconds * (total - done) / done:,.0f} s left" if done and seconds > 2 else ""
        line = f"Looking for the same words in stored quotes: {done:,} of {total:,}{left}"
        shown = cut(line, terminal_width() - 1) if done < total else ""
        click.echo(f"\r\x1b[K{shown}", nl=False, err=True, color=True)

    return told if wanted else lambda done, total: None


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


class ReadingProgress:
    """A bar for so many bytes of files to be read (`opened` is told of each) or, with ``limit``, for so many
    documents; where neither is known, a line that counts. It shows how many documents a second are done.

    Where it is not ``wanted``, nothing is shown.
    """

    def __init__(self, size: int | None, limit: int | None = None, *, wanted: bool = True) -> None:
        self._wanted, self._by_bytes = wanted, limit is None
        self._done, self._begun, self._shown = 0, time.monotonic(), 0.0
        self._before, self._file, self._its_size = 0, None, 0
        self._position = 0
        self._bar: Any = None
        if wanted and (limit or size):
            self._bar = click.progressbar(
                length=limit or size,
                label="Importing",
                file=sys.stderr,
                item_show_func=lambda _: self._rate(),
            )

    _file: BinaryIO | None

    def __enter__(self) -> Self:
        if self._bar:
            self._bar.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.__exit__(kind, error, trace)
        elif self._shown:
            click.echo("\r\x1b[K", nl=False, err=True, color=True)

    def opened(self, file: BinaryIO) -> None:
        """The next file is being read."""
        self._before += self._its_size
        try:
            self._file, self._its_size = file, os.fstat(file.fileno()).st_size
        except (OSError, ValueError, AttributeError):
            self._file, self._its_size = None, 0

    def step(self) -> None:
        """Another document is done."""
        self._done += 1
        if self._bar:
            now = self._read() if self._by_bytes else self._done
            self._bar.update(max(0, now - self._position))
            self._position = max(now, self._position)
        elif self._wanted and time.monotonic() - self._shown > _EVERY:
            self._shown = time.monotonic()
            click.echo(f"\r\x1b[KImporting  {self._rate()}", nl=False, err=True, color=True)

    def _read(self) -> int:
        """How many bytes have been read of all files so far."""
        if self._file is None:
            return self._before
        try:
            return self._before + min(self._file.tell(), self._its_size)
        except (OSError, ValueError):  # it is closed: all of it was read
            return self._before + self._its_size

    def _rate(self) -> str:
        seconds = time.monotonic() - self._begun
        return f"{self._done:,} documents, {self._done / seconds:,.1f} a second" if seconds else ""
