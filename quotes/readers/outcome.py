"""What a reader hands back besides articles: what failed, what was passed over, what is left for later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..model import Article


class Unreadable(Exception):
    """A document cannot be read: ``problem`` says why, ``remedy`` what its owner can do about it.

    Both are pieces of one line, without the file's name, without a full stop.
    """

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}; {remedy}")
        self.problem = problem
        self.remedy = remedy


class Broken(Unreadable):
    """A stream cannot be read any further, and neither can whatever it holds.

    ``stream`` is the one that broke: whoever opened it answers for it, everybody inside lets it pass.
    """

    def __init__(self, problem: str, remedy: str, stream: object) -> None:
        super().__init__(problem, remedy)
        self.stream = stream


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that should have been read and could not be."""

    path: str
    problem: str
    remedy: str

    @property
    def line(self) -> str:
        """One line for a person: the file, what is wrong with it, what to do."""
        return f"{self.path}: {self.problem}; {self.remedy}"


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something met on the way that is deliberately not read, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Deferred:
    """A document that is found but not yet taken apart, so that whoever parses it, in another process
    perhaps, does that as well.

    ``read`` is a function of a module (it must be picklable) and ``arguments`` what it is called with, for
    instance the bytes of a page; ``name`` is the path or address for messages, ``size`` roughly how many
    characters of text are to be expected.
    """

    name: str
    read: Callable[..., Article | Failure | Skipped]
    arguments: tuple[object, ...] = ()
    size: int = 5_000

    def __call__(self) -> Article | Failure | Skipped:
        """Read it. `Unreadable` is turned into a `Failure`."""
        try:
            return self.read(*self.arguments)
        except Unreadable as error:
            return Failure(self.name, error.problem, error.remedy)


@dataclass(frozen=True, slots=True)
class Visit:
    """What to remember of an address until next time, once all that came from it is stored.

    ``etag`` and ``modified`` are what the server sent, to ask with whether anything has changed since;
    ``seen`` are the ids of a feed's entries.
    """

    address: str
    etag: str | None = None
    modified: str | None = None
    seen: tuple[str, ...] = ()


Item = Article | Deferred | Failure | Skipped | Visit
