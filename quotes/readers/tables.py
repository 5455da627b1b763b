"""JSON lines, JSON, CSV, TSV and tables of SQLite databases, record by record."""

from __future__ import annotations

import codecs
import csv
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO

from .decode import decode
from .outcome import Item, Unreadable
from .reading import Reading, megabytes
from .records import Records, articles
from .source import Source, seekable, too_long

_CHUNK = 65_536
_BLANK = " \t\r\n"
# A field that runs on for so many documents' length was never closed.
_RUNAWAY = 4


def json_lines(source: Source, reading: Reading) -> Iterator[Item]:
    """One JSON object a line. A line that is none costs that line only."""
    return articles(source, Records(source, reading, "nl"), _json_lines(source, reading), "line")


def _json_lines(source: Source, reading: Reading) -> Iterator[tuple[int, Any]]:
    for n, line in _lines(source, reading.max_size):
        if isinstance(line, Unreadable):
            yield n, line
            continue
        if not line.strip():
            continue
        try:
            yield n, json.loads(line)
        except ValueError as error:
            yield n, Unreadable(f"not JSON ({_reason(error)})", "mend the line or leave it out")
        except RecursionError:
            yield n, Unreadable("lists in lists without end", "leave the line out")


def json_values(source: Source, reading: Reading) -> Iterator[Item]:
    """The objects of a list, the object that a file is, or those of the first list in it."""
    return articles(source, Records(source, reading, "json"), enumerate(_json_values(source, reading), 1))


def _json_values(source: Source, reading: Reading) -> Iterator[Any]:
    text = _Text(source, reading.max_size)
    opening = text.next()
    while opening:
        if opening == "[":
            yield from text.items()
        elif opening == "{":
            yield from _object(text)
        else:
            raise Unreadable("not JSON", "see what it is, or choose another --format")
        opening = text.next()


def _object(text: _Text) -> Iterator[Any]:
    """An object that is an article, or that holds a list of them ({"articles": [{…}]}), which may be long."""
    text.skip()
    record: dict[str, Any] = {}
    listed = False
    while (mark := text.next()) != "}":
        if mark == ",":
            text.skip()
            continue
        key = text.value()
        if not isinstance(key, str) or text.next() != ":":
            raise _not_json(text)
        text.skip()
        if text.next() == "[" and text.after() == "{" and not listed and not _has_text(record):
            listed = True
            yield from text.items()
        else:
            record[key] = text.value()
    text.skip()
    if not listed:
        yield record


def _has_text(record: dict[str, Any]) -> bool:
    return any(key.lower() in ("text", "body", "content") and value for key, value in record.items())


class _Text:
    """JSON that is read value by value, from a stream of which only the value in hand is held."""

    def __init__(self, source: Source, limit: int) -> None:
        head, source = source.peek()
        encoding = _unicode(head) or "utf-8"
        self._file = source.file
        self._decode = codecs.getincrementaldecoder(encoding)("replace").decode
        self._parse = json.JSONDecoder().raw_decode
        self._limit, self._text, self._at, self._ended = limit, "", 0, False
        if self.next() == "\ufeff":
            self.skip()

    def next(self) -> str:
        """The next character that is not blank; "" at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in _BLANK:
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def after(self) -> str:
        """The character behind the one in hand, blanks apart; "" at the end."""
        offset = 1
        while True:
            at = self._at + offset
            if at >= len(self._text):
                if not self._more():
                    return ""
            elif self._text[at] in _BLANK:
                offset += 1
            else:
                return self._text[at]

    def skip(self) -> None:
        """Go past the character in hand."""
        self._at += 1

    def value(self) -> Any:
        """The value that begins here. Raises `Unreadable` for one that is none, or is too long."""
        while True:
            try:
                value, end = self._parse(self._text, self._at)
            except ValueError as error:
                # Perhaps it only goes on: twice as much each time, or long values would be read for ever.
                if not self._more(max(_CHUNK, len(self._text) - self._at)):
                    raise _not_json(self, error) from error
                if len(self._text) - self._at > self._limit * 2 + _CHUNK:
                    raise Unreadable(
                        f"not JSON, or a record of more than {megabytes(self._limit)}",
                        "mend it, or raise --max-size",
                    ) from error
                continue
            except RecursionError as error:
                raise Unreadable("lists in lists without end", "leave the file out") from error
            if end == len(self._text) and self._more():
                continue  # a number may go on
            self._at = end
            return value

    def items(self) -> Iterator[Any]:
        """The values of the list that begins here, one at a time."""
        self.skip()
        while (mark := self.next()) != "]":
            if mark == ",":
                self.skip()
            else:
                yield self.value()
        self.skip()

    def _more(self, n: int = _CHUNK) -> bool:
        if self._ended:
            return False
        data = self._file.read(n)
        self._ended = not data
        text = self._decode(data, self._ended)
        if self._at and not self._ended:
            self._text, self._at = self._text[self._at :], 0
        self._text += text
        return bool(text) or not self._ended


def _not_json(text: _Text, error: ValueError | None = None) -> Unreadable:
    reason = f" ({_reason(error)})" if error else ""
    return Unreadable(f"not JSON from here on{reason}", "mend the file: it may be cut off")


def comma_separated(source: Source, reading: Reading) -> Iterator[Item]:
    """CSV with a heading; semicolons and tabs are told from it."""
    return _separated(source, reading, "csv")


def tab_separated(source: Source, reading: Reading) -> Iterator[Item]:
    """TSV with a heading."""
    return _separated(source, reading, "tsv")


def _separated(source: Source, reading: Reading, form: str) -> Iterator[Item]:
    made = Records(source, reading, form)
    cap = _RUNAWAY * reading.max_size
    csv.field_size_limit(cap + 1)
    begun = _Measured(_lines(source, cap), cap)
    head = next(begun, "")
    separator = "\t" if form == "tsv" else max(",;\t|", key=head.count)
    rows = csv.reader(_chained(head, begun), delimiter=separator, strict=True)
    columns = [name.strip() for name in next(rows, [])]
    if not any(columns):
        raise Unreadable("empty", "put the articles' texts in it or leave it out")
    made.check(columns)
    yield from articles(source, made, _rows(rows, columns, begun, reading), "row")


def _rows(
    rows: Iterator[list[str]], columns: list[str], begun: _Measured, reading: Reading
) -> Iterator[tuple[int, Any]]:
    n = 0
    while True:
        n += 1
        begun.restart()
        try:
            row = next(rows)
        except StopIteration:
            return
        except _Long as error:
            raise Unreadable(
                f"row {n:,} has no end: {error.problem}; what follows was not read",
                "look for a quotation mark that is never closed, or raise --max-size",
            ) from error
        except csv.Error as error:
            problem = f"cannot be told apart from what follows ({error})"
            yield n, Unreadable(problem, "look for a quotation mark that is doubled or closed nowhere")
            continue
        if not row or not any(map(str.strip, row)):
            n -= 1
        elif begun.size > reading.max_size:
            yield n, too_long(megabytes(begun.size), reading.max_size)
        elif len(row) > len(columns):
            yield (
                n,
                Unreadable(
                    f"{len(row)} columns, where the heading has {len(columns)}",
                    "put its text in quotation marks",
                ),
            )
        elif len(row) < len(columns):
            yield n, Unreadable(f"{len(row)} of {len(columns)} columns", "fill in those that are missing")
        else:
            yield n, dict(zip(columns, row, strict=True))


class _Long(Unreadable):
    """A row that goes on and on."""


class _Measured:
    """Lines as text, and how much of them one row took."""

    def __init__(self, lines: Iterator[tuple[int, str | Unreadable]], cap: int) -> None:
        self._lines, self._cap, self.size = lines, cap, 0

    def __iter__(self) -> _Measured:
        return self

    def __next__(self) -> str:
        line = next(self._lines)[1]
        if isinstance(line, Unreadable):
            raise _Long(line.problem, line.remedy)
        self.size += len(line)
        if self.size > self._cap:
            raise _Long(f"over {megabytes(self._cap)}", "")
        return line.replace("\0", "")

    def restart(self) -> None:
        """A new row begins."""
        self.size = 0


def _chained(first: str, rest: Iterator[str]) -> Iterator[str]:
    class Lines:
        """Not a generator: what it raises does not end it."""

        def __init__(self) -> None:
            self.first: str | None = first

        def __iter__(self) -> Iterator[str]:
            return self

        def __next__(self) -> str:
            line, self.first = self.first, None
            return next(rest) if line is None else line

    return Lines()


def _lines(source: Source, limit: int) -> Iterator[tuple[int, str | Unreadable]]:
    """The numbered lines of a stream as text with their ends; one longer than ``limit`` is `Unreadable`.

    Each is decoded by itself: exports are stitched together from files in several encodings.
    """
    head, source = source.peek()
    file: BinaryIO | Any = source.file
    encoding = _unicode(head)
    if encoding:
        file = codecs.getreader(encoding)(file, "replace")
    n = 0
    while line := file.readline(limit + 1):
        n += 1
        if len(line) > limit:
            while line and line[-1:] not in ("\n", b"\n"):
                line = file.readline(_CHUNK)
            yield n, too_long(f"over {megabytes(limit)}", limit)
            continue
        text = line if isinstance(line, str) else _text(line)
        yield n, text.removeprefix("\ufeff") if n == 1 else text


def _text(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return decode(line)
        except Unreadable:
            return line.decode("utf-8", "replace")


def _unicode(head: bytes) -> str | None:
    """UTF-16 or UTF-32, where the first bytes say so."""
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if len(head) > 3 and head[1::2].count(0) > len(head) / 4:
        return "utf-16-le"
    return "utf-16-be" if len(head) > 3 and head[0::2].count(0) > len(head) / 4 else None


def _reason(error: ValueError) -> str:
    reason = getattr(error, "msg", None) or str(error)
    column = getattr(error, "colno", None)
    return f"{reason[:80]}, at character {column:,}" if column else reason[:80]


def sqlite_table(source: Source, reading: Reading) -> Iterator[Item]:
    """A table or view of a SQLite database, which is only read."""
    if source.path is None or not seekable(source.file) or not Path(source.path).is_file():
        data = source.all(max(100_000_000, reading.max_size))
        conn = sqlite3.connect(":memory:")
        conn.deserialize(data)
    else:
        conn = sqlite3.connect(f"{Path(source.path).absolute().as_uri()}?mode=ro", uri=True)
    with closing(conn):
        conn.row_factory = sqlite3.Row
        conn.text_factory = lambda data: data.decode("utf-8", "replace")
        try:
            yield from _table(conn, source, reading)
        except sqlite3.Error as error:
            raise Unreadable(
                f"a SQLite database that cannot be read ({error})", "see whether it is whole and not locked"
            ) from error


def _table(conn: sqlite3.Connection, source: Source, reading: Reading) -> Iterator[Item]:
    found = conn.execute(
        "select name from sqlite_master where type in ('table', 'view') "
        "and name not like 'sqlite@_%' escape '@' and name not like '@_%' escape '@' "
        "and name not like '%@_fts%' escape '@' order by name"
    )
    tables = [name for (name,) in found]
    table = reading.table or (tables[0] if len(tables) == 1 else None)
    if table is None or table not in tables:
        listed = ", ".join(tables[:12]) + (", …" if len(tables) > 12 else "")
        if not tables:
            raise Unreadable("a SQLite database without tables", "leave it out")
        problem = f"has no table “{reading.table}”" if reading.table else "holds a SQLite database"
        raise Unreadable(problem, f"name a table with --from-table: {listed}")
    quoted = '"' + table.replace('"', '""') + '"'
    rows = conn.execute(f"select * from {quoted}")
    made = Records(source, reading, "sqlite")
    made.check([column[0] for column in rows.description])
    yield from articles(source, made, ((n, dict(row)) for n, row in enumerate(rows, 1)), "row")
