"""A database's quotes for other tools: JSON lines, CSV, Parquet, W3C Web Annotations, TEI."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, BinaryIO, Literal, get_args

from ..database import QuoteDatabase
from .select import Selection

Format = Literal["nl", "csv", "parquet", "annotations", "tei"]
FORMATS: tuple[Format, ...] = get_args(Format)


def export(db: QuoteDatabase, format: Format, file: BinaryIO, **filters: Any) -> int:
    """Write the quotes that the filters let through into an open file, article by article; how many.

    ``filters`` are ``speaker``, ``outlet``, ``kind``, ``since`` and ``until``, as `database.search.search`
    has them. One article is in memory at a time. What is written is of one moment, whoever else writes
    into the database meanwhile. Raises ValueError for a filter that makes no sense.
    """
    with Selection(db, **filters) as selection:
        _writer(format)(selection, file)
        return selection.n


def _writer(format: Format) -> Callable[[Selection, BinaryIO], None]:
    if format == "tei":
        from .tei import write as write_tei

        return write_tei
    if format == "annotations":
        from .annotations import write as write_annotations

        return write_annotations
    from . import tables

    writers: Mapping[str, Callable[[Selection, BinaryIO], None]] = {
        "nl": tables.write_nl,
        "csv": tables.write_csv,
        "parquet": tables.write_parquet,
    }
    return writers[format]
