"""Gold and predictions from files of newline-delimited JSON, every span checked against its text."""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from ..model import Span
from ..readers import STDIN, printable
from ..readers.paths import unreachable
from .rows import GoldDocument, Row

_GZIP = b"\x1f\x8b"
_GOLD = 'every line of GOLD must be {"doc": …, "text": …, "attributions": [{"content": [[start, end]], …}]}'
_PREDICTED = "every line must be a quote as `quotes extract` prints it"
_SPANS = "spans are [[start, end], …] in code points into the document's text, the end not included"


class MalformedError(Exception):
    """A file that cannot be used, in one line: its name, what is wrong with it, what to do."""


class _Wrong(Exception):
    """What is wrong in a line, before it is known which."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}; {remedy}")


def read_gold(path: str) -> list[GoldDocument]:
    """The annotated documents of a file (``-``: standard input), which may be gzipped.

    A line is ``{"doc": str, "text": str, "attributions": [{"content": [[start, end], …], "cue": …,
    "source": …, "names": [str, …]}]}``, all but "content" of an attribution optional. Raises
    `MalformedError`, also for a file without documents or without attributions.
    """
    documents: dict[str, GoldDocument] = {}

    def add(line: Mapping[str, Any]) -> None:
        doc, text = (_value(line, key, str, "a string", _GOLD) for key in ("doc", "text"))
        if doc in documents:
            raise _Wrong(f"the document {_brief(doc)} for the second time", "give each a name of its own")
        rows = [
            _gold_row(attribution, text)
            for attribution in _value(line, "attributions", list, "a list", _GOLD)
        ]
        documents[doc] = GoldDocument(doc, text, tuple(rows))

    _read(path, add, _GOLD)
    if not any(document.rows for document in documents.values()):
        what = "no attributions" if documents else "no documents"
        raise MalformedError(f"{_name(path)}: it holds {what}, and there is nothing to measure by; {_GOLD}")
    return list(documents.values())


def read_predictions(paths: Sequence[str], gold: Iterable[GoldDocument]) -> dict[str, list[Row]]:
    """The predicted rows of all the files (``-``: standard input), by the name of their document.

    A line is a quote as `quotes extract` prints it; of its keys "doc" and "content" must be there, "source",
    "speaker", "cue" and "confidence" are used, others are passed over. Raises `MalformedError`, also
    for a document that gold does not have, and for files without a single quote.
    """
    texts = {document.doc: document.text for document in gold}
    rows: dict[str, list[Row]] = {}
    for path in paths:
        _read(path, lambda line: _add(rows, line, texts), _PREDICTED)
    if not rows:
        names = ", ".join(map(_name, paths))
        raise MalformedError(f"{names}: no predicted quotes in it; {_PREDICTED}")
    return rows


def predictions(records: Iterable[Mapping[str, Any]], gold: Iterable[GoldDocument]) -> dict[str, list[Row]]:
    """The rows of quotes as the parser gives them (`quotes.records`), by the name of their document."""
    texts = {document.doc: document.text for document in gold}
    rows: dict[str, list[Row]] = {}
    for record in records:
        _add(rows, record, texts)
    return rows


def _add(rows: dict[str, list[Row]], line: Mapping[str, Any], texts: Mapping[str, str]) -> None:
    doc = _value(line, "doc", str, "a string", _PREDICTED)
    if doc not in texts:
        raise _Wrong(f"GOLD has no document {_brief(doc)}", "name the documents as GOLD does")
    rows.setdefault(doc, []).append(_predicted_row(line, texts[doc]))


def _gold_row(values: object, text: str) -> Row:
    if not isinstance(values, dict):
        raise _Wrong("an attribution that is no object", _GOLD)
    names = _value(values, "names", list, "a list of strings", _GOLD, optional=True)
    if names is not None and not all(isinstance(name, str) for name in names):
        raise _Wrong('"names" is not a list of strings', _GOLD)
    content, cue, source = _spans_of(values, text, _GOLD)
    return Row(content, cue, source, names=None if names is None else tuple(names))


def _predicted_row(values: Mapping[str, Any], text: str) -> Row:
    speaker = _value(values, "speaker", str, "a string or null", _PREDICTED, optional=True)
    confidence = _value(values, "confidence", (int, float), "a number or null", _PREDICTED, optional=True)
    if confidence is not None and not 0 <= confidence <= 1:
        raise _Wrong(f'"confidence" is {confidence}', "it must be between 0 and 1")
    content, cue, source = _spans_of(values, text, _PREDICTED)
    return Row(content, cue, source, speaker=speaker, confidence=confidence)


def _spans_of(values: Mapping[str, Any], text: str, remedy: str) -> Iterator[tuple[Span, ...]]:
    """Content, cue and source."""
    for key in ("content", "cue", "source"):
        spans = _value(values, key, list, "a list of spans", remedy, optional=key != "content")
        yield tuple(_span(span, key, text) for span in spans or ())


def _span(value: object, key: str, text: str) -> Span:
    if not (isinstance(value, list) and len(value) == 2 and all(type(offset) is int for offset in value)):
        raise _Wrong(f'"{key}" holds {_brief(value)}, which is no span', _SPANS)
    start, end = value
    if not 0 <= start <= end <= len(text):
        raise _Wrong(f'"{key}" holds {_brief(value)}, outside the text of {len(text):,} characters', _SPANS)
    return Span(start, end)


def _value(
    values: Mapping[str, Any],
    key: str,
    kind: type | tuple[type, ...],
    what: str,
    remedy: str,
    optional: bool = False,
) -> Any:
    """The value of a key, of this kind; None for null and for no value where it is optional."""
    value = values.get(key)
    if value is None and optional:
        return None
    if key not in values:
        raise _Wrong(f'no "{key}"', remedy)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise _Wrong(f'"{key}" is not {what}', remedy)
    return value


def _read(path: str, add: Callable[[Mapping[str, Any]], None], remedy: str) -> None:
    """Hand every object of a file to ``add``; whatever is wrong with one is told with its line."""
    number = 0
    try:
        with _opened(path) as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    add(_object(line, first=number == 1, remedy=remedy))
    except _Wrong as error:
        raise MalformedError(f"{_name(path)}, line {number:,}: {error}") from error
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise MalformedError(f"{_name(path)}: damaged gzip; compress or download it again") from error
    except (OSError, ValueError) as error:
        raise MalformedError(f"{_name(path)}: {unreachable(error)}") from error


def _object(line: bytes, first: bool, remedy: str) -> Mapping[str, Any]:
    try:
        value = json.loads(line.decode("utf-8-sig" if first else "utf-8"))
    except UnicodeDecodeError as error:
        raise _Wrong("not UTF-8", "save the file as UTF-8") from error
    except json.JSONDecodeError as error:
        raise _Wrong(f"not JSON ({error.msg} at column {error.colno:,})", remedy) from error
    except (ValueError, RecursionError) as error:  # a number too long, objects too deep
        raise _Wrong(f"not JSON that can be read ({error})", remedy) from error
    if not isinstance(value, dict):
        raise _Wrong("not a JSON object", remedy)
    return value


@contextmanager
def _opened(path: str) -> Iterator[Iterable[bytes]]:
    """The lines of a file, unpacked where it is gzipped, whatever its name."""
    if path == STDIN:
        if sys.stdin is None:
            raise MalformedError("standard input: it is closed; pipe a file in or name one")
        yield _unpacked(sys.stdin.buffer)
    else:
        with Path(path).open("rb") as file:
            yield _unpacked(file)


def _unpacked(file: BinaryIO) -> Iterable[bytes]:
    start = file.peek(2)[:2] if hasattr(file, "peek") else b""
    return gzip.open(file, "rb") if start == _GZIP else file


def _name(path: str) -> str:
    return "standard input" if path == STDIN else printable(path)


def _brief(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:59] + "…"
