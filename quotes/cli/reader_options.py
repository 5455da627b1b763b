"""The options of every command that reads: which format, which columns, how large, how to ask servers."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from ..readers import Facts, Item, Reading

# Spelt out, since importing them would make `quotes --help` slow; tests compare them with the readers'.
FORMATS = ("text", "html", "feed", "nl", "json", "csv", "tsv", "sqlite", "warc", "urls")
# Of a single document these are facts, of a table the columns that hold them.
_FACTS = ("title", "url", "outlet", "published", "byline")
_COLUMNS = (*_FACTS, "text", "id")


def _size(context: click.Context, parameter: click.Parameter, value: str | None) -> int | None:
    from ..readers.reading import size

    try:
        return None if value is None else size(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def _not_blank(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not value.strip():
        raise click.BadParameter("it is empty")
    return value


_OPTIONS = (
    click.option(
        "--format",
        "format_",
        type=click.Choice(FORMATS),
        help="What the documents are.  [default: told from their content, then their name]",
    ),
    click.option("--title", callback=_not_blank, help="Title of the document; of a table, its column."),
    click.option("--url", callback=_not_blank, help="Web address of the document; of a table, its column."),
    click.option("--outlet", callback=_not_blank, help="Who published the document; of a table, its column."),
    click.option(
        "--published", callback=_not_blank, help="When it was published: any date; of a table, its column."
    ),
    click.option("--byline", callback=_not_blank, help="Who wrote the document; of a table, its column."),
    click.option("--text", callback=_not_blank, help="The column of a table that holds the texts."),
    click.option("--id", "id_", callback=_not_blank, help="The column of a table that holds ids."),
    click.option("--from-table", "table", metavar="TABLE", help="Which table of a SQLite database to read."),
    click.option("--extra", is_flag=True, help="Keep the other columns of a table too, as JSON."),
    click.option(
        "--urls",
        multiple=True,
        metavar="FILE",
        help="Read the web addresses in FILE, one a line; may be repeated.",
    ),
    click.option("--follow", is_flag=True, help="Read the pages that the entries of a feed link to."),
    click.option(
        "--delay",
        type=click.FloatRange(0, 3600),
        default=1.0,
        show_default=True,
        help="Seconds between two requests to one web server.",
    ),
    click.option(
        "--timeout",
        type=click.FloatRange(0.1, 3600),
        default=20.0,
        show_default=True,
        help="Seconds to wait for a web server.",
    ),
    click.option(
        "--user-agent", metavar="NAME", callback=_not_blank, help="What to tell web servers who you are."
    ),
    click.option(
        "--max-size",
        metavar="SIZE",
        callback=_size,
        default="10MB",
        show_default=True,
        help="Refuse documents, records and pages larger than this.",
    ),
    click.option(
        "--max-unpacked",
        metavar="SIZE",
        callback=_size,
        help="Refuse packed files that hold more than this.  [default: 200 times their size]",
    ),
)


@dataclass(frozen=True)
class Asked:
    """What a command was asked to read, and how. ``given`` are the values of `_COLUMNS`, as given."""

    reading: Reading
    given: dict[str, str]
    urls: tuple[str, ...] = ()

    @property
    def is_special(self) -> bool:
        """Whether anything was asked for that is not the default."""
        from ..readers import Reading

        return bool(self.given or self.urls) or self.reading != Reading()

    def settle(self, paths: Sequence[str]) -> tuple[Asked, Facts]:
        """What the options mean for these paths: columns of tables, or facts of a single document.

        Raises click's UsageError and BadParameter where they mean nothing.
        """
        from ..readers import Facts, checked

        if not self.given:
            return self, Facts()
        if self._are_records(paths):
            return replace(self, reading=replace(self.reading, columns=self.given)), Facts()
        names = " and ".join(f"--{name}" for name in self.given)
        # "=The Herald" says that it is meant for all of them; two articles never share an address or title.
        for_all = all(value.startswith("=") for value in self.given.values()) and not (
            self.given.keys() & {"url", "title"}
        )
        if not for_all and (len(paths) + len(self.urls) > 1 or self.urls or Path(paths[0]).is_dir()):
            raise click.UsageError(
                f"{names} would hold for every document; give it with a single file or -, or use front "
                "matter. Columns can be named for tables only; --outlet =NAME holds for all."
            )
        wrong = [f"--{name}" for name in self.given if name not in _FACTS]
        if wrong:
            raise click.UsageError(
                f"{' and '.join(wrong)} names a column, but {paths[0]} is no table; "
                "if it is one, say so with --format."
            )
        values = {}
        for name, value in self.given.items():
            value = value.removeprefix("=")
            try:
                values[name] = getattr(checked({name: value}), name)
            except ValueError as error:
                raise click.BadParameter(str(error), param_hint=f"--{name}") from error
        return self, Facts(**values)

    def items(self, paths: Sequence[str], skip: Collection[Path] = ()) -> Iterator[Item]:
        """What the readers find behind the paths and in the lists of addresses."""
        from ..readers import read

        return chain(
            read(paths, self.reading, skip=skip),
            read(self.urls, replace(self.reading, format="urls")) if self.urls else (),
        )

    def _are_records(self, paths: Sequence[str]) -> bool:
        from ..readers import RECORDS, Found, find, holds_records

        if self.reading.format:
            return self.reading.format in RECORDS
        files = [item for item in find(paths) if isinstance(item, Found)] if paths else []
        return bool(files) and not self.urls and all(map(holds_records, files))


def reader_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of the readers, as one argument ``asked``."""

    @wraps(function)
    def command(
        *args: Any,
        format_: str | None,
        table: str | None,
        extra: bool,
        urls: tuple[str, ...],
        follow: bool,
        delay: float,
        timeout: float,
        user_agent: str | None,
        max_size: int,
        max_unpacked: int | None,
        id_: str | None,
        **others: Any,
    ) -> Any:
        from ..readers import Reading

        named = {name: others.pop(name) for name in (*_FACTS, "text")} | {"id": id_}
        reading = Reading(
            format=format_,
            table=table,
            extra=extra,
            max_size=max_size,
            max_unpacked=max_unpacked,
            follow=follow,
            timeout=timeout,
            delay=delay,
            agent=user_agent,
        )
        given = {
            # What a shell passed that is not UTF-8 is no column's name.
            name: os.fsencode(value).decode("utf-8", "replace")
            for name, value in named.items()
            if value is not None
        }
        return function(*args, asked=Asked(reading, given, urls), **others)

    for option in reversed(_OPTIONS):
        command = option(command)
    return command
