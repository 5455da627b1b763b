"""Very many texts recognised by two processes: half of them here, half in one that is started for it."""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Self

from .recognising import Recognised, recognise

# The package that is running here, wherever that is, and nothing that happens to lie in the current folder.
_ROOT = str(Path(__file__).parents[2])
_START = "import sys; sys.path[0] = sys.argv[1]; from quotes.wordings.helping import serve; serve()"


class Helper:
    """`recognise` for lists of texts; a context manager. Without a second core, or where no process can be
    started or it ends, all is done here."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
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
        self.close()

    def close(self) -> None:
        """End the process, whatever it is doing."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def recognise(self, texts: Sequence[str]) -> list[Recognised | None]:
        """What each of the texts is recognised by."""
        half = len(texts) // 2 if self._process else len(texts)
        theirs = texts[half:]
        sent = self._send(theirs)
        ours = [recognise(text) for text in texts[:half]]
        answered = self._receive(len(theirs)) if sent else None
        if answered is None:
            answered = [recognise(text) for text in theirs]
        return ours + answered

    def _send(self, texts: Sequence[str]) -> bool:
        if self._process is None or self._process.stdin is None:
            return False
        try:
            _write(self._process.stdin, list(texts))
        except OSError:
            self.close()
            return False
        return True

    def _receive(self, expected: int) -> list[Recognised | None] | None:
        if self._process is None or self._process.stdout is None:
            return None
        try:
            found = marshal.load(self._process.stdout)
        except (OSError, EOFError, ValueError, TypeError):
            self.close()
            return None
        return [each and Recognised(*each) for each in found] if len(found) == expected else None


def _write(pipe: IO[bytes], what: list[Any]) -> None:
    marshal.dump(what, pipe)
    pipe.flush()


def serve() -> None:
    """What the other process does: lists of texts come in, what they are recognised by goes out."""
    with suppress(EOFError, OSError):
        while True:
            texts = marshal.load(sys.stdin.buffer)
            found = [recognise(text) for text in texts]
            _write(sys.stdout.buffer, [each and tuple(each) for each in found])
