"""The folder that shards are kept in, on a disk or behind any protocol of fsspec."""

from __future__ import annotations

import json
import os
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from ..readers import Failure
from .inputs import filesystem, is_address

FAILURES = ".failures.jsonl"
_UNFINISHED = ".tmp"


class Store:
    """A folder of shards and, beside each, the failures of its input. Nothing half-written ever has a
    shard's name: what is written is written elsewhere first and then renamed or uploaded as a whole."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.folder = os.fspath(folder)
        self._remote = filesystem(self.folder) if is_address(self.folder) else None

    def make(self) -> None:
        """Make the folder if there is none. Raises OSError."""
        if self._remote:
            files, path = self._remote
            files.makedirs(path, exist_ok=True)
        else:
            Path(self.folder).mkdir(parents=True, exist_ok=True)

    def address(self, name: str) -> str:
        """Where a file of the folder is, to be told to a person."""
        return f"{self.folder.rstrip('/')}/{name}"

    def has(self, name: str) -> bool:
        """Whether there is such a file."""
        if self._remote:
            files, path = self._remote
            return bool(files.exists(f"{path}/{name}"))
        return (Path(self.folder) / name).exists()

    @contextmanager
    def opened(self, name: str) -> Iterator[BinaryIO]:
        """The file, open for reading, with random access."""
        if self._remote:
            files, path = self._remote
            with files.open(f"{path}/{name}", "rb") as file:
                yield file
        else:
            with (Path(self.folder) / name).open("rb") as file:
                yield file

    @contextmanager
    def written(self, name: str) -> Iterator[Path]:
        """A file to write, which gets its name, whole and on the disk, when the block ends; if that raises,
        there is none. What stood under the name is replaced."""
        if self._remote:
            files, path = self._remote
            with tempfile.TemporaryDirectory(prefix="quotes-") as folder:
                yield Path(folder) / name
                files.put_file(str(Path(folder) / name), f"{path}/{name}")
            return
        target = Path(self.folder) / name
        unfinished = target.with_name(f".{name}.{uuid.uuid4().hex[:8]}{_UNFINISHED}")
        try:
            yield unfinished
            with unfinished.open("rb+") as file:
                os.fsync(file.fileno())
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)

    def write_failures(self, shard: str, failures: Iterable[Failure]) -> None:
        """Keep the failures of a shard's input beside it, or remove what was kept if there are none."""
        name = shard + FAILURES
        lines = [json.dumps(_as_dict(failure), ensure_ascii=False) for failure in failures]
        if lines:
            with self.written(name) as path:
                path.write_text("\n".join(lines) + "\n", encoding="utf-8", errors="backslashreplace")
        else:
            self.remove(name)

    def remove(self, name: str) -> None:
        """Remove a file of the folder if it is there."""
        if self._remote:
            files, path = self._remote
            with suppress(FileNotFoundError):
                files.rm_file(f"{path}/{name}")
        else:
            (Path(self.folder) / name).unlink(missing_ok=True)

    def shards(self) -> list[str]:
        """The names of the shards, sorted."""
        return sorted(
            name for name in self._names() if name.endswith(".parquet") and not name.startswith(".")
        )

    def sweep(self, shards: Iterable[str]) -> None:
        """Remove what workers that were killed left of these shards. Only while none of them is written."""
        if self._remote:
            return  # its unfinished files are in the workers' temporary folders
        ours = set(shards)
        for name in self._names():
            if name.startswith(".") and name.endswith(_UNFINISHED):
                shard = name[1:].removesuffix(_UNFINISHED).rsplit(".", 1)[0].removesuffix(FAILURES)
                if shard in ours:
                    (Path(self.folder) / name).unlink(missing_ok=True)

    def _names(self) -> list[str]:
        if self._remote:
            files, path = self._remote
            return [entry.rsplit("/", 1)[-1] for entry in files.ls(path, detail=False)]
        return [path.name for path in Path(self.folder).iterdir()]


def _as_dict(failure: Failure) -> dict[str, Any]:
    return {"path": failure.path, "problem": failure.problem, "remedy": failure.remedy}
