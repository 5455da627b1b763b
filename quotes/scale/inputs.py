"""What a job reads and where its shards go: files, folders, patterns and addresses that fsspec opens."""

from __future__ import annotations

import glob
import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..readers import STDIN, Failure, Skipped, printable
from ..readers.paths import find

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+(?:::|://)")
_UNSAFE = re.compile(r"[^\w.-]+", re.ASCII)
_LONGEST_STEM, _DIGITS = 60, 16


@dataclass(frozen=True, slots=True)
class Input:
    """One thing to read. ``location`` is an absolute path or an address (``s3://bucket/a.warc.gz``);
    ``name`` is what the user called it, which becomes `Article.path`, and ``doc`` its short name."""

    location: str
    name: str
    doc: str

    @property
    def shard(self) -> str:
        """The name of its shard, which depends on the location and nothing else."""
        stem = _UNSAFE.sub("-", self.location.rstrip("/").rsplit("/", 1)[-1])[-_LONGEST_STEM:].strip("-.")
        digest = hashlib.sha256(os.fsencode(self.location)).hexdigest()[:_DIGITS]
        return f"{stem}-{digest}.parquet"


def input_of(path: str | os.PathLike[str]) -> Input:
    """The input at a path or an address, whatever it may turn out to be."""
    name = os.fspath(path)
    if is_address(name):
        return Input(name, name, name.rsplit("/", 1)[-1])
    here = Path(name)
    return Input(os.fspath(here.absolute()), printable(here), printable(here.name))


def is_address(path: str) -> bool:
    """Whether a path names a protocol: ``s3://…``, ``memory://…``, ``zip::s3://…``."""
    return _ADDRESS.match(path) is not None


def inputs(paths: Iterable[str]) -> Iterator[Input | Failure | Skipped]:
    """The inputs behind the paths: a file is one, a folder as many as there are files in it, a pattern
    (``crawl/*.warc.gz``) whatever fits it. Nothing is raised for a bad path: it is a `Failure`."""
    for path in paths:
        if path == STDIN:
            yield Failure("standard input", "has no place of its own", "put it into a file")
        elif is_address(path):
            yield from _remote(path)
        elif not os.path.lexists(path) and glob.has_magic(path):
            found = sorted(glob.glob(path, recursive=True))  # noqa: PTH207 - of any root
            if not found:
                yield Failure(path, "no file fits the pattern", "check the spelling")
            yield from _local(found)
        else:
            yield from _local([path])


def _local(paths: Iterable[str]) -> Iterator[Input | Failure | Skipped]:
    for item in find(paths):
        if isinstance(item, (Failure, Skipped)):
            yield item
        else:
            yield Input(os.fspath(item.path.absolute()), printable(item.path), item.doc)


def _remote(address: str) -> Iterator[Input | Failure | Skipped]:
    try:
        files, path = filesystem(address)
        if glob.has_magic(path):
            found = sorted(files.glob(path))
        elif files.isdir(path):
            found = sorted(files.find(path))
        else:
            found = [path]
        folder = path if len(found) != 1 or found[0] != path else path.rpartition("/")[0]
        for one in found:
            location = address if one == path else files.unstrip_protocol(one)
            doc = one.removeprefix(folder).lstrip("/") if not glob.has_magic(path) else one.rsplit("/", 1)[-1]
            yield Input(location, location, doc)
        if not found:
            yield Failure(address, "no file fits the address", "check the spelling")
    except Exception as error:  # of whatever library stands behind the protocol
        yield refused(address, error)


def filesystem(address: str) -> tuple[Any, str]:
    """fsspec's file system for an address, and the address's path in it."""
    from fsspec.core import url_to_fs

    found: tuple[Any, str] = url_to_fs(address)
    return found


def refused(name: str, error: BaseException) -> Failure:
    """Why something could not be opened, in our words."""
    if isinstance(error, FileNotFoundError):
        return Failure(name, "no such file", "check the spelling")
    if isinstance(error, PermissionError):
        return Failure(name, "permission denied", "check the rights, or the keys that the workers have")
    reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return Failure(name, f"cannot be opened ({reason})", "check the address and what its protocol needs")


@contextmanager
def local_copy(one: Input) -> Iterator[Path]:
    """The input as a file on this machine, for as long as the block runs: itself, or a copy of it.

    A copy, since readers may go back and forth in a file, and since a connection that breaks midway must not
    look like the end of it. Raises what fsspec raises.
    """
    if not is_address(one.location):
        yield Path(one.location)
        return
    files, path = filesystem(one.location)
    with tempfile.TemporaryDirectory(prefix="quotes-") as folder:
        copy = Path(folder) / (path.rstrip("/").rsplit("/", 1)[-1] or "input")
        files.get_file(path, os.fspath(copy))
        yield copy
