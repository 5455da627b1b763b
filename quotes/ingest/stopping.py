"""Ctrl-C and SIGTERM: they end an import between two articles, never in the middle of storing some."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Self


class Stopped(KeyboardInterrupt):
    """Somebody ended the import; ``signum`` is how: SIGINT or SIGTERM."""

    def __init__(self, signum: int = signal.SIGINT) -> None:
        super().__init__()
        self.signum = signum


class Stop:
    """While it is entered, SIGINT and SIGTERM raise `Stopped`: at once or, where `held`, at its end.

    A second signal does not wait. Outside of the main thread nothing is changed.
    """

    def __init__(self) -> None:
        self._holding = False
        self._waiting: int | None = None
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for signum in (signal.SIGINT, signal.SIGTERM):
                self._before[signum] = signal.signal(signum, self._received)
        return self

    def __exit__(self, *_: object) -> None:
        for signum, handler in self._before.items():
            signal.signal(signum, signal.SIG_DFL if handler is None else handler)
        self._before.clear()

    @contextmanager
    def held(self) -> Iterator[None]:
        """What is begun inside is finished before the import ends."""
        self._holding = True
        try:
            yield
        finally:
            self._holding = False
        if self._waiting is not None:
            raise Stopped(self._waiting)

    def _received(self, signum: int, frame: FrameType | None) -> None:
        if self._holding and self._waiting is None:
            self._waiting = signum
        else:
            raise Stopped(signum)
