"""From the paths a user names to the files behind them, each with the short name it goes by."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .facts import web_address
from .outcome import Failure, Skipped, Unreadable

STDIN = "-"
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{1,30})://")


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read. ``doc`` is its path below the folder that was named, or its own name; for
    standard input both are ``-`` and ``stdin`` is True; of a web address both are that ``address``.
    ``named`` is False for what was found in a folder."""

    path: Path
    doc: str
    stdin: bool = False
    address: str | None = None
    named: bool = True


def printable(path: str | os.PathLike[str]) -> str:
    r"""A path as text that any output and any database takes: bytes that are not UTF-8 become ``\xff``."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def find(
    paths: Iterable[str | os.PathLike[str]], *, skip: Collection[Path] = ()
) -> Iterator[Found | Failure | Skipped]:
    """Find the files behind the paths: a file is itself, a folder all files below it in sorted order.

    Inside folders, names that begin with a full stop are `Skipped`, and so are folders that were already
    entered through another path, so that links cannot lead round in circles; the files of ``skip`` are
    passed over without a word.
    Pipes, sockets and devices are told by their type, never opened. ``-`` is handed back as it is, as
    a `Found` of that name. Nothing is raised: what cannot be reached is a `Failure`.
    """
    avoided = {identity for path in skip if (identity := _identity(path))}
    for name in paths:
        if name == STDIN:
            yield Found(Path(STDIN), STDIN, stdin=True)
            continue
        if scheme := _SCHEME.match(os.fspath(name)):
            yield _address(printable(name), scheme[1])
            continue
        path = Path(name)
        try:
            if not os.fspath(name):  # to pathlib, nothing is the current folder
                raise Unreadable("no such file or folder", "check the spelling")
            mode = _stat(path).st_mode
            if stat.S_ISDIR(mode):
                yield from _below(path, avoided)
            elif _identity(path) in avoided:
                yield Skipped(printable(path), "it is the database itself")
            else:
                _insist_on_a_file(mode)
                yield Found(path, printable(path.name))
        except Unreadable as error:
            yield Failure(printable(name), error.problem, error.remedy)


def _address(name: str, scheme: str) -> Found | Failure:
    try:
        return Found(Path(name), name, address=web_address(name))
    except ValueError:
        problem = f"an address that begins with {scheme}://, not http:// or https://"
        return Failure(name, problem, "give a web address or a file")


def _below(folder: Path, avoided: Collection[tuple[int, int]]) -> Iterator[Found | Failure | Skipped]:
    """Everything in a folder and its sub-folders. A list of iterators, since folders may nest deeper
    than Python calls."""
    entered = {_identity(folder)}
    met = 0
    names = [_names(folder)]
    folders = [folder]
    while names:
        name = next(names[-1], None)
        if name is None:
            names.pop()
            folders.pop()
            continue
        path = folders[-1] / name
        met += 1
        try:
            if name.startswith("."):
                yield Skipped(printable(path), "its name begins with a full stop")
                continue
            mode = _stat(path).st_mode
            identity = _identity(path)
            if stat.S_ISDIR(mode):
                met -= 1
                if identity in entered:
                    yield Skipped(printable(path), "the folder it leads to was read already")
                    continue
                inside = _names(path)
                entered.add(identity)
                names.append(inside)
                folders.append(path)
            elif identity not in avoided:
                _insist_on_a_file(mode)
                yield Found(path, printable(path.relative_to(folder).as_posix()), named=False)
        except Unreadable as error:
            yield Failure(printable(path), error.problem, error.remedy)
    if not met:
        raise Unreadable("the folder holds no files", "name a folder with documents in it")


def _names(folder: Path) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            return iter(sorted(entry.name for entry in entries))
    except OSError as error:
        raise unreachable(error) from error


def _stat(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except (OSError, ValueError) as error:  # ValueError: a null byte in the name
        if isinstance(error, FileNotFoundError) and path.is_symlink():
            target = printable(path.readlink())
            raise Unreadable(
                f"a link to {target}, which does not exist", "mend or remove the link"
            ) from error
        raise unreachable(error) from error


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino


def _insist_on_a_file(mode: int) -> None:
    for test, kind in (
        (stat.S_ISFIFO, "a named pipe"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISCHR, "a device"),
        (stat.S_ISBLK, "a device"),
    ):
        if test(mode):
            raise Unreadable(f"{kind}, not a file", "pipe its contents in and name - as the path")


def unreachable(error: OSError | ValueError) -> Unreadable:
    """The operating system's refusal, in our words."""
    if isinstance(error, FileNotFoundError):
        return Unreadable("no such file or folder", "check the spelling")
    if isinstance(error, PermissionError):
        return Unreadable("permission denied", "give yourself the right to read it, for instance with chmod")
    if isinstance(error, ValueError):
        return Unreadable("a name with a null byte, which no file has", "check the spelling")
    reason = error.strerror or str(error)
    return Unreadable(f"cannot be opened ({reason})", "check the path and the disk it is on")
