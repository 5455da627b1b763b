"""Rows on standard output: an aligned table, CSV, TSV, a JSON array or newline-delimited JSON."""

from __future__ import annotations

import csv
import functools
import io
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, TypeVar

import click

from .terminal import cut, harmless, on_terminal, terminal_width, width

Row = Mapping[str, Any]
Command = TypeVar("Command", bound=Callable[..., Any])

FORMATS = {
    "table": "an aligned table (the default on a terminal)",
    "csv": "CSV",
    "tsv": "TSV, tab-separated",
    "nl": "newline-delimited JSON",
    "json": "a JSON array (the default in a pipe or file)",
}
# Numbers, and dates and times, which are no use cut off.
_FIGURE = re.compile(r"[-+]?\d[\d.,:T+-]*")
# Columns that are never cut, and those that get twice the room.
_WHOLE, _WIDE = {"id", "command"}, {"text", "why"}
_GAP = "  "
_NARROWEST = 8
# JSON leaves these alone, terminals and readers of lines do not.
_UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def output_options(command: Command) -> Command:
    """Add ``-t/--table --csv --tsv --nl --json``; the command gets the name chosen as ``fmt``, or None."""

    @functools.wraps(command)
    def with_format(*arguments: Any, **options: Any) -> Any:
        chosen = [name for name in FORMATS if options.pop(name)]
        if len(chosen) > 1:
            raise click.UsageError(f"Choose one of {' and '.join('--' + name for name in chosen)}.")
        return command(*arguments, fmt=chosen[0] if chosen else None, **options)

    wrapped: Any = with_format
    for name, meaning in reversed(FORMATS.items()):
        names = ("-t", "--table") if name == "table" else (f"--{name}",)
        wrapped = click.option(*names, name, is_flag=True, help=f"Output: {meaning}.")(wrapped)
    return wrapped


def write(text: str, end: str = "\n") -> None:
    """Write to standard output as it is; flushed, so that a reader gets each line when it is there."""
    click.echo(text + end, nl=False, color=True)


def as_json(value: object) -> str:
    """One line of JSON that is safe to print: what a terminal would obey is escaped, letters are not."""
    ascii_only = "utf" not in (getattr(sys.stdout, "encoding", None) or "utf-8").lower()
    text = json.dumps(value, ensure_ascii=ascii_only)
    return _UNSAFE_IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def table_wanted(fmt: str | None) -> bool:
    """Whether `print_rows` prints a table for this choice."""
    return fmt == "table" or (fmt is None and on_terminal())


def print_rows(
    rows: Iterable[Row], columns: Sequence[str], fmt: str | None = None, more: Sequence[str] = ()
) -> None:
    """Print the rows, each with the values of these columns, in this order; ``more`` are the columns for
    all formats but the table, where they are not the same.

    ``fmt`` is one of `FORMATS`; None means a table on a terminal and a JSON array elsewhere. Tables
    are cut to the terminal's width, and only there. All but tables are written row by row.
    """
    fmt = "table" if table_wanted(fmt) else fmt or "json"
    columns = columns if fmt == "table" else more or columns
    picked = ({column: row[column] for column in columns} for row in rows)
    if fmt == "table":
        for line in table_lines(picked, columns, terminal_width() if on_terminal() else None):
            write(line)
    elif fmt in ("csv", "tsv"):
        for line in _separated(picked, columns, "excel" if fmt == "csv" else "excel-tab"):
            write(line, end="")
    elif fmt == "nl":
        for row in picked:
            write(as_json(row))
    else:
        _print_array(picked)


def _print_array(rows: Iterator[Row]) -> None:
    """An array of one object a line, as sqlite-utils prints it; a row is held back for its comma."""
    first = next(rows, None)
    if first is None:
        write("[]")
        return
    held = "[" + as_json(first)
    for row in rows:
        write(held + ",")
        held = " " + as_json(row)
    write(held + "]")


def _separated(rows: Iterable[Row], columns: Sequence[str], dialect: str) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, dialect)
    terminal = on_terminal()
    for cells in chain([columns], (row.values() for row in rows)):
        writer.writerow([_cell(value) for value in cells])
        line = buffer.getvalue()
        yield harmless(line, keep="\t\r\n") if terminal else line
        buffer.seek(0)
        buffer.truncate()


def _cell(value: object) -> object:
    return as_json(value) if isinstance(value, (list, dict)) else value


def table_lines(rows: Iterable[Row], columns: Sequence[str], limit: int | None = None) -> Iterator[str]:
    """The lines of a table: names, a rule, one line a row; figures to the right.

    ``limit`` is the greatest width of a line in columns: the widest cells are cut until it is kept.
    Nothing for no rows. Figures and ids are never cut.
    """
    cells = [[_shown(row[column]) for column in columns] for row in rows]
    if not cells:
        return
    figures = [
        all(text == "" or _FIGURE.fullmatch(text) for text in column) for column in zip(*cells, strict=True)
    ]
    widths = [max(map(width, column)) for column in zip(columns, *cells, strict=True)]
    if limit is not None:
        weights = [
            0 if figure or column in _WHOLE else 2 if column in _WIDE else 1
            for figure, column in zip(figures, columns, strict=True)
        ]
        widths = _narrowed(widths, weights, limit - len(_GAP) * (len(columns) - 1))
    for line in chain([list(columns), ["-" * size for size in widths]], cells):
        padded = []
        for text, size, right in zip(line, widths, figures, strict=True):
            text = cut(text, size)
            blank = " " * (size - width(text))
            padded.append(blank + text if right else text + blank)
        yield _GAP.join(padded).rstrip()


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_shown, value))
    return " ".join(harmless(str(value)).split())


def _narrowed(widths: list[int], weights: list[int], room: int) -> list[int]:
    """The widths, the greatest cut to a common measure times their weight until they fit; weight 0 is kept.

    Below `_NARROWEST` a cell says nothing any more: then the line is longer than the room.
    """
    for cap in range(max(widths), _NARROWEST - 1, -1):
        cut_to = [
            min(size, cap * weight) if weight else size for size, weight in zip(widths, weights, strict=True)
        ]
        if sum(cut_to) <= room:
            break
    return cut_to
