"""Quotes as rows: JSON lines, CSV, Parquet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO

from .select import Selection

_ROWS = 2000
_NUMBERS = {"n": int, "start": int, "end": int, "edited": int, "reviewed": int, "confidence": float}


def write_nl(selection: Selection, file: BinaryIO) -> None:
    """One JSON object a line; spans are lists of [start, end]."""
    for quote in selection.quotes():
        file.write(json.dumps(quote, ensure_ascii=False).encode() + b"\n")


def write_csv(selection: Selection, file: BinaryIO) -> None:
    """A line of names and a line for each quote; spans are JSON."""
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    try:
        writer = csv.writer(text)
        columns = selection.columns()
        writer.writerow(columns)
        for quote in selection.quotes():
            cells = (quote[column] for column in columns)
            writer.writerow([json.dumps(cell) if isinstance(cell, list) else cell for cell in cells])
    finally:
        text.detach()


def write_parquet(selection: Selection, file: BinaryIO) -> None:
    """A row group for some thousand quotes; spans are lists of {start, end}."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    span = pa.list_(pa.struct([("start", pa.int64()), ("end", pa.int64())]))
    kinds = {int: pa.int64(), float: pa.float64()}
    fields = [
        (name, span if name.endswith("spans") else kinds.get(_NUMBERS.get(name, str), pa.string()))
        for name in selection.columns()
    ]
    schema = pa.schema(fields)
    quotes = selection.quotes()
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        while rows := list(map(_with_structs, islice(quotes, _ROWS))):
            writer.write_batch(pa.RecordBatch.from_pylist(rows, schema=schema))


def _with_structs(quote: dict[str, Any]) -> dict[str, Any]:
    return quote | {name: list(_structs(quote[name])) for name in quote if name.endswith("spans")}


def _structs(spans: list[list[int]]) -> Iterator[dict[str, int]]:
    for start, end in spans:
        yield {"start": start, "end": end}
