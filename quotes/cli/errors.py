"""What goes wrong, in one line: no command prints a traceback."""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from .terminal import harmless


class Problem(click.ClickException):
    """An error that the user can do something about: one line on stderr, exit code 1."""

    def format_message(self) -> str:
        """The line, with nothing in it that a terminal would obey."""
        return harmless(self.message)


class Commands(click.Group):
    """A group whose commands end with one line whatever happens, and with 130 when interrupted.

    QUOTES_DEBUG=1 in the environment shows the traceback instead.
    """

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Understand the arguments, and answer --help and --version; see the class."""
        with _one_line():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; see the class."""
        _print_anything()
        with _one_line():
            return super().invoke(ctx)


@contextmanager
def _one_line() -> Iterator[None]:
    try:
        yield
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except KeyboardInterrupt:
        complain("Interrupted.")
        raise click.exceptions.Exit(130) from None
    except Exception as error:
        if os.environ.get("QUOTES_DEBUG"):
            raise
        if isinstance(error, OSError) and error.errno == errno.EPIPE:
            raise  # click ends in silence when nobody reads on
        raise Problem(_line(error)) from error


def complain(line: str) -> None:
    """One line on stderr; on a terminal it takes the place of a half-drawn progress bar."""
    line = harmless(line)
    if sys.stderr.isatty():
        line = "\r\x1b[K" + line
    click.echo(line, err=True, color=True)


def _line(error: Exception) -> str:
    import sqlite3  # only now: help must be quick

    from ..database import QuoteDatabaseError

    if isinstance(error, QuoteDatabaseError):
        return str(error)
    if isinstance(error, sqlite3.Error):
        return f"The database: {error}; `quotes verify` tells whether it is sound"
    if isinstance(error, OSError):
        if error.errno == errno.ENOSPC and not error.filename:
            _abandon_stdout()
            return "The disk is full; free some space and run the same command again"
        return f"{error.filename or 'Input or output'}: {error.strerror or error}"
    if isinstance(error, MemoryError):
        return "Out of memory; try with fewer documents"
    reason = " ".join(str(error).split())[:200]
    return (
        f"Unexpected {type(error).__name__} ({reason}); please report it "
        "with what QUOTES_DEBUG=1 in the environment shows"
    )


def _print_anything() -> None:
    r"""Where the terminal's encoding has no such letter, print it as ``\u201c`` rather than fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _abandon_stdout() -> None:
    """Let go of what could not be written, or Python complains of it once more when it ends."""
    try:
        if sys.stdout.fileno() == 1:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    except (OSError, ValueError):
        pass
