"""Work done by a process beside this one, while this one works as well: for what concerns very many texts."""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import IO, Any, Self

from .recognising import recognise

# The package that is running here, wherever that is, and nothing that happens to lie in the current folder.
_ROOT = str(Path(__file__).parents[2])
_START = "import sys; sys.path[0] = sys.argv[1]; from quotes.wordings.helping import serve; serve()"


def recognised(texts: Sequence[str]) -> list[tuple[Any, ...] | None]:
    """What each text is recognised by: the values of a `Recognised`, or None."""
    return [found and tuple(found) for found in map(recognise, texts)]


class Helper:
    """A process that works; a context manager. Without a second core, or where no process can be started, or
    when it ends, all is done here.

    Work is a function of this package that takes a list and gives a list of as many results, all of them
    numbers, strings, None, lists or tuples of such.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        # It writes and reads the pipes, so that neither side waits for the other to read.
        self._thread = ThreadPoolExecutor(1)
        if (os.cpu_count() or 1) > 1 and sys.executable:
            with suppress(OSError):
                self._process = subprocess.Popen(
                    [sys.executable, "-c", _START, _ROOT],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.kill()
        self._thread.shutdown()
        if self._process is not None:
            for pipe in (self._process.stdin, self._process.stdout):
                with suppress(OSError):
                    pipe and pipe.close()
            self._process.wait()

    @property
    def alone(self) -> bool:
        """Whether there is no process that helps."""
        return self._process is None or self._process.poll() is not None

    def start(self, work: Callable[[Any], list[Any]], items: Sequence[Any]) -> Callable[[], list[Any]]:
        """Give it work and go on; what comes back waits for the results."""
        if self.alone:
            return lambda: work(items)
        answer = self._thread.submit(self._ask, work, items)

        def results() -> list[Any]:
            found = answer.result()
            return work(items) if found is None else found

        return results

    def _ask(self, work: Callable[[Any], list[Any]], items: Sequence[Any]) -> list[Any] | None:
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            return None
        try:
            _write(process.stdin, (work.__module__, work.__name__, list(items)))
            found = marshal.load(process.stdout)
        except (OSError, EOFError, ValueError, TypeError):
            process.kill()
            return None
        return found if isinstance(found, list) and len(found) == len(items) else None


def _write(pipe: IO[bytes], what: Any) -> None:
    marshal.dump(what, pipe)
    pipe.flush()


def serve() -> None:
    """What the other process does: work comes in, results go out."""
    with suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            module, name, items = marshal.load(sys.stdin.buffer)
            _write(sys.stdout.buffer, getattr(import_module(module), name)(items))
