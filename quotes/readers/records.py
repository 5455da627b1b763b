"""Records with columns -> `Article`s: which column holds what, told by its name or by the user."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from ..model import Article
from .facts import Facts, checked
from .outcome import Broken, Failure, Item, Skipped, Unreadable
from .reading import Reading
from .source import Source, too_long

# The usual names of columns, best first, without the "_", "-" and capitals that they may have.
USUAL: dict[str, tuple[str, ...]] = {
    name: tuple(words.split())
    for name, words in {
        "text": "text body fulltext articletext articlebody maintext bodytext plaintext content contents "
        "contenttext contenthtml article story transcript document",
        "title": "title headline heading head headlinemain",
        "url": "url link canonicalurl weburl articleurl sourceurl originalurl permalink address uri",
        "outlet": "outlet publication publisher sitename source sourcename newspaper media site domain",
        "published": "published date pubdate publishedat publisheddate publicationdate datepublished "
        "publishdate publishedon pubtime datetime created createdat timestamp",
        "byline": "byline author authors creator writer",
        "language": "language lang languagecode",
        "id": "id articleid docid documentid recordid guid uuid uid doc key",
    }.items()
}
_PLAIN = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W_]")
_MARKUP = re.compile(r"<(?:/p|/div|br\s{0,9}/?|/h[1-6]|/li)\s{0,9}>", re.IGNORECASE)
_EPOCH = re.compile(r"-?[0-9]{9,10}(?:\.[0-9]{1,9})?|[0-9]{12,13}")
_PARTIAL = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2]))?")
# How many ids are remembered to tell that one comes twice: hashes, some 30 MB of them.
_MOST_IDS = 300_000
# So many at the beginning that cannot be read, and the rest is not worth a line each.
_PATIENCE = 10


class Records:
    """Turns the records of one source into articles."""

    def __init__(self, source: Source, reading: Reading, form: str) -> None:
        self._source, self._reading, self._form = source, reading, form
        self._ids: set[bytes] = set()

    def check(self, columns: list[str]) -> None:
        """Raise `Unreadable` if a table with these columns has none with texts, or none that was named."""
        for field, column in self._reading.columns.items():
            if not column.startswith("=") and column not in columns:
                raise Unreadable(
                    f"has no column “{column}”", f"choose one with --{field}: {_listed(columns)}"
                )
        if "text" not in self._reading.columns and not any(map(_holds_text, columns)):
            raise _no_text(columns)

    def article(self, record: Any, n: int, name: str) -> Article | Skipped:
        """What record ``n`` gives, which messages call ``name``. Raises `Unreadable`."""
        if not isinstance(record, Mapping):
            raise Unreadable("not an object with columns", "give each article as {…}")
        values, used = self._values(record)
        text = _paragraphs(values.pop("text", None))
        if not _WORD.search(text):
            column = self._reading.columns.get("text")
            if (column in record) if column else any(map(_holds_text, record)):
                return Skipped(name, "its text is empty")
            raise _no_text(list(record))
        if len(text) > self._reading.max_size:
            raise too_long(f"{len(text) / 1e6:,.1f} MB", self._reading.max_size)
        if _MARKUP.search(text):
            from .html import plain

            text = plain(text)
        own_id = _words(values.pop("id", None))
        if own_id and self._met(own_id):
            raise Unreadable(
                f"its id “{own_id[:80]}” was another record's already", "give every record an id of its own"
            )
        facts, note = understood(values)
        path = self._source.path
        article = Article(
            text=_stored(text),
            doc=f"{self._source.doc}/{own_id or n}",
            path=f"{path}/{own_id}" if path and own_id else path,
            format=self._form,
            record=own_id or None,
            extra=_extra(record, used) if self._reading.extra else None,
            note=note,
        )
        return Facts(**facts).applied_to(article)

    def _values(self, record: Mapping[str, Any]) -> tuple[dict[str, Any], set[str]]:
        """The value of each field that the record has one for, and the columns they stand in."""
        values: dict[str, Any] = {}
        used: set[str] = set()
        plain = {_plain(column): column for column in reversed(list(record))}
        for field, usual in USUAL.items():
            named = self._reading.columns.get(field)
            if named is not None and named.startswith("="):
                values[field] = named[1:]
                continue
            for column in [named] if named is not None else [plain.get(name) for name in usual]:
                value = None if column is None else _at(record, column)
                if column is not None and value not in (None, "", [], {}) and column not in used:
                    values[field] = value
                    used.add(column)
                    break
        return values, used

    def _met(self, own_id: str) -> bool:
        key = blake2b(own_id.encode("utf-8", "replace"), digest_size=8).digest()
        if key in self._ids:
            return True
        if len(self._ids) < _MOST_IDS:
            self._ids.add(key)
        return False


def articles(
    source: Source, made: Records, records: Iterable[tuple[int, Any]], each: str = "record"
) -> Iterator[Item]:
    """The articles of numbered records, of which those that could not be read are `Unreadable`s.

    What is wrong with one is a `Failure`; but where nothing comes of the first ten, the rest is left.
    ``each`` is what messages call a record. Raises `Unreadable`.
    """
    held: list[Failure] | None = []  # told one by one only if there is anything good among them
    for n, record in records:
        name = f"{source.name}, {each} {n:,}"
        try:
            if isinstance(record, Unreadable):
                raise record
            item: Item = made.article(record, n, name)
        except Broken:
            raise
        except Unreadable as error:
            item = Failure(name, error.problem, error.remedy)
            if held is not None:
                held.append(item)
                if len(held) == _PATIENCE:
                    problem = f"none of the first {_PATIENCE} {each}s can be read, the last: {error.problem}"
                    raise Unreadable(problem, error.remedy) from error
                continue
        yield from held or ()
        held = None
        yield item
    yield from held or ()


def understood(values: Mapping[str, Any]) -> tuple[dict[str, str], str | None]:
    """Values of `Facts`, checked, and a note on those that make no sense, which are left out."""
    facts: dict[str, str] = {}
    wrong = []
    for name, value in values.items():
        words = _words(value)
        if not words:
            continue
        if name == "published":
            words = _date(words)
        try:
            kept = getattr(checked({name: words}), name)
        except ValueError as error:
            if not (name == "published" and _PARTIAL.fullmatch(words)):
                wrong.append(str(error).partition(";")[0])
                continue
            kept = words
        if kept:
            facts[name] = kept
    return facts, "; ".join(wrong) or None


def _date(words: str) -> str:
    """Seconds or milliseconds since 1970 as a date; anything else as it is."""
    if not _EPOCH.fullmatch(words):
        return words
    seconds = float(words) / (1000 if len(words.partition(".")[0].lstrip("-")) > 10 else 1)
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def _words(value: Any) -> str:
    """A value as words: the name of an object that has one, the items of a list."""
    if isinstance(value, Mapping):
        return _words(next((value[key] for key in ("name", "title", "main", "$oid") if value.get(key)), None))
    if isinstance(value, list):
        return ", ".join(filter(None, map(_words, value[:20])))
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(_stored(str(value)).split())[:2_000]


def _paragraphs(value: Any) -> str:
    """A text, or a list of paragraphs as one."""
    if isinstance(value, list):
        return "\n\n".join(filter(None, map(_paragraphs, value)))
    if isinstance(value, Mapping):
        return _paragraphs(next((value[key] for key in ("text", "body", "value") if value.get(key)), None))
    if isinstance(value, bytes):
        from .decode import decode

        return decode(value)
    return value if isinstance(value, str) else ""


def _stored(text: str) -> str:
    """JSON can spell halves of characters that nothing can store."""
    return text.encode("utf-8", "replace").decode() if not text.isascii() else text


def _at(record: Mapping[str, Any], column: str) -> Any:
    """The value of a column; "article.body" may be one inside another."""
    if column in record:
        return record[column]
    value: Any = record
    for part in column.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(part)
    return value


def _extra(record: Mapping[str, Any], used: set[str]) -> str | None:
    others = {
        column: value
        for column, value in record.items()
        if column not in used and value not in (None, "") and not isinstance(value, bytes)
    }
    return _stored(json.dumps(others, ensure_ascii=False, default=str)) if others else None


def _plain(column: str) -> str:
    return _PLAIN.sub("", str(column)).casefold()


def _holds_text(column: str) -> bool:
    return _plain(column) in USUAL["text"]


def _no_text(columns: list[str]) -> Unreadable:
    return Unreadable("no column is known to hold a text", f"name it with --text: {_listed(columns)}")


def _listed(columns: list[str]) -> str:
    names = ", ".join(str(column)[:40] for column in columns[:12])
    return f"{names}, …" if len(columns) > 12 else names or "there are none"
