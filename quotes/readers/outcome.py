"""What a reader hands back for a document that gives no article."""

from __future__ import annotations

from dataclasses import dataclass


class Unreadable(Exception):
    """A document cannot be read: ``problem`` says why, ``remedy`` what its owner can do about it.

    Both are pieces of one line, without the file's name, without a full stop.
    """

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}; {remedy}")
        self.problem = problem
        self.remedy = remedy


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
