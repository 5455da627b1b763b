"""The shard: one Parquet file with the extractions of one input, a row an article.

The columns are the fields of `model.Article` and `model.Extraction`, nested lists of structs where they
nest, made from the dataclasses themselves so that none can be forgotten; docs/scale.md describes them.
Two columns of every quote are there for whoever queries shards as they are, and passed over on the way
back: ``text``, its words, and ``speaker``, the name of who said them.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, Literal, Self

import pyarrow as pa
import pyarrow.parquet as pq

from ..database.ids import clean
from ..model import Article, Extraction, Quote, Span
from ..readers import Unreadable

SCHEMA_VERSION = 1
"""Raised when a column changes its meaning or goes. Readers take what is older."""

# Names of `Extraction`'s own fields where `Article` has one of the same name.
_RENAMED = {"outlet": "credited_outlet", "language": "detected_language"}
_KEY = b"quotes"
# A row group holds so many articles or so many characters at most: what a reader must hold at once.
_ROWS, _CHARACTERS = 250, 2_000_000
_ROWS_AT_ONCE = 100
# Where least and greatest of a row group help somebody to skip it; of texts they would only take room.
_SORTABLE = ["doc", "path", "url", "outlet", "published", "language"]

Row = dict[str, Any]
Codec = Callable[[Any], Any]


def to_row(extraction: Extraction) -> Row:
    """The row of an article, as `schema` has it. Lone surrogates, which neither Parquet nor a database can
    hold, become U+FFFD as they do on import; all else comes back from `from_row` as it was."""
    article = extraction.article
    row = {name: encode(getattr(article, name)) for name, (_, encode, _) in _fields(Article).items()}
    for name, (_, encode, _) in _fields(Extraction).items():
        if name not in ("article", "quotes"):
            row[_RENAMED.get(name, name)] = encode(getattr(extraction, name))
    row["quotes"] = [_quote_row(extraction, quote) for quote in extraction.quotes]
    row["text"] = row.pop("text")
    return row


def _quote_row(extraction: Extraction, quote: Quote) -> Row:
    row = _struct_of(Quote, quote)
    row["text"] = clean(extraction.words(quote.content))
    row["speaker"] = clean(extraction.speakers[quote.speakers[0]].name) if quote.speakers else None
    return row


def from_row(row: Mapping[str, Any]) -> Extraction:
    """The extraction of a row. What a row of an older schema lacks gets its default."""
    article = _made(Article, row)
    fields = {name: row[_RENAMED[name]] for name in _RENAMED if _RENAMED[name] in row}
    fields |= {name: row[name] for name in _fields(Extraction) if name not in _RENAMED and name in row}
    fields.pop("article", None)
    return _made(Extraction, fields, article=article)


@lru_cache(maxsize=1)
def schema() -> pa.Schema:
    """The columns of a shard; the text is the last, so that a look at the first ones is a short one."""
    columns = {name: kind for name, (kind, _, _) in _fields(Article).items() if name != "text"}
    for name, (kind, _, _) in _fields(Extraction).items():
        if name not in ("article", "quotes"):
            columns[_RENAMED.get(name, name)] = kind
    quote = [(name, kind) for name, (kind, _, _) in _fields(Quote).items()]
    columns["quotes"] = pa.list_(pa.struct([*quote, ("text", pa.string()), ("speaker", pa.string())]))
    columns["text"] = pa.string()
    return pa.schema(list(columns.items()))


class ShardWriter:
    """Writes extractions into a Parquet file, some hundred at a time.

    ``facts`` go into the file's metadata beside the version of the schema: `shard_facts` reads them.
    A context manager: the file is complete once the block ends, and closed, but no shard, if it raises.
    """

    def __init__(self, path: Path, facts: Mapping[str, object]) -> None:
        noted = json.dumps({"schema": SCHEMA_VERSION, **facts}, ensure_ascii=False, sort_keys=True)
        self._schema = schema().with_metadata({_KEY: noted.encode()})
        self._writer = pq.ParquetWriter(
            path, self._schema, compression="zstd", compression_level=6, write_statistics=_SORTABLE
        )
        self._rows: list[Row] = []
        self._characters = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._flush()
        finally:
            self._writer.close()

    def write(self, extraction: Extraction) -> None:
        """Add an article. Raises pyarrow's errors where something is not of its column's type."""
        self._rows.append(to_row(extraction))
        self._characters += len(extraction.article.text)
        if len(self._rows) >= _ROWS or self._characters >= _CHARACTERS:
            self._flush()

    def _flush(self) -> None:
        if self._rows:
            self._writer.write_batch(pa.RecordBatch.from_pylist(self._rows, schema=self._schema))
        self._rows, self._characters = [], 0


def shard_facts(file: BinaryIO | Path) -> dict[str, Any]:
    """What a shard says of itself: ``schema``, ``version`` (of quotes), ``input``, ``options``.

    Raises `Unreadable` for what is no shard of ours, or one that a newer version wrote.
    """
    with _opened(file) as shard:
        return _facts(shard)


def parts_of(file: BinaryIO | Path) -> list[int]:
    """How many articles each part of a shard has, for whoever reads it part by part. Raises as
    `shard_facts` does."""
    with _opened(file) as shard:
        _facts(shard)
        return [shard.metadata.row_group(n).num_rows for n in range(shard.num_row_groups)]


def read_shard(file: BinaryIO | Path, part: int | None = None) -> Iterator[Extraction]:
    """The extractions of a shard, or of one part of it, in the order in which they were written, some hundred
    in memory at once.

    Raises `Unreadable` as `shard_facts` does, and for a shard that is damaged.
    """
    with _opened(file) as shard:
        _facts(shard)
        known = set(schema().names)
        columns = [name for name in shard.schema_arrow.names if name in known]
        parts = None if part is None else [part]
        try:
            for batch in shard.iter_batches(batch_size=_ROWS_AT_ONCE, row_groups=parts, columns=columns):
                for row in batch.to_pylist():
                    yield from_row(row)
        except (pa.ArrowException, OSError) as error:
            raise _damaged(error) from error


def _opened(file: BinaryIO | Path) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(file)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise _damaged(error) from error


def _damaged(error: Exception) -> Unreadable:
    reason = " ".join(str(error).split())[:100]
    return Unreadable(
        f"not a whole Parquet file ({reason})", "remove it and run the same `quotes extract` again"
    )


def _facts(shard: pq.ParquetFile) -> dict[str, Any]:
    noted = (shard.schema_arrow.metadata or {}).get(_KEY)
    if noted is None:
        raise Unreadable("a Parquet file, but no shard of quotes", "name a folder that `quotes extract` made")
    facts: dict[str, Any] = json.loads(noted)
    if facts["schema"] > SCHEMA_VERSION:
        raise Unreadable("written by a newer version of quotes", "upgrade with `pip install -U quotes`")
    return facts


@lru_cache
def _fields(cls: type) -> dict[str, tuple[pa.DataType, Codec, Codec]]:
    """A dataclass's fields: the type of the column, and what turns values into cells and back."""
    hints = typing.get_type_hints(cls)
    return {field.name: _codec(hints[field.name]) for field in dataclasses.fields(cls)}


def _codec(hint: Any) -> tuple[pa.DataType, Codec, Codec]:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        (inner,) = (one for one in arguments if one is not type(None))
        kind, encode, decode = _codec(inner)
        return kind, _unless_none(encode), _unless_none(decode)
    if hint is str or origin is Literal:
        return pa.string(), clean, _same
    if hint in _PLAIN:
        return _PLAIN[hint](), _same, _same
    if hint is Span:
        span = pa.struct([("start", pa.int64()), ("end", pa.int64())])
        return span, _span_cell, lambda cell: Span(cell["start"], cell["end"])
    if origin is tuple:
        kind, encode, decode = _codec(arguments[0])
        return (
            pa.list_(kind),
            lambda values: [encode(value) for value in values],
            lambda cells: tuple(decode(cell) for cell in cells),
        )
    if dataclasses.is_dataclass(hint):
        cls = typing.cast(type, hint)
        fields = [(name, kind) for name, (kind, _, _) in _fields(cls).items()]
        return pa.struct(fields), lambda value: _struct_of(cls, value), lambda cell: _made(cls, cell)
    # Anything else is kept as JSON.
    return pa.string(), _json_cell, json.loads


_PLAIN = {int: pa.int64, float: pa.float64, bool: pa.bool_}


def _same(value: Any) -> Any:
    return value


def _unless_none(convert: Codec) -> Codec:
    return lambda value: None if value is None else convert(value)


def _span_cell(span: Span) -> Row:
    return {"start": span[0], "end": span[1]}


def _json_cell(value: Any) -> str:
    return clean(json.dumps(value, ensure_ascii=False))


def _struct_of(cls: type, value: Any) -> Row:
    return {name: encode(getattr(value, name)) for name, (_, encode, _) in _fields(cls).items()}


def _made(cls: type, cells: Mapping[str, Any], **given: Any) -> Any:
    fields = _fields(cls)
    return cls(
        **{name: decode(cells[name]) for name, (_, _, decode) in fields.items() if name in cells}, **given
    )
