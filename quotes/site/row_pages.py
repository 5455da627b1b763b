"""Which page of ours a row has: an article, a quote, a speaker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .quote_page import quote_page
from .reading import Reader
from .source_page import source_page
from .speaker_page import speaker_page

if TYPE_CHECKING:
    from datasette.app import Datasette

PAGES = {"sources": source_page, "quotes": quote_page, "speakers": speaker_page}


async def row_page(
    datasette: Datasette, database: str, table: str, key: str, request: Any
) -> dict[str, Any] | None:
    """What the template of a row's page needs; None if there is no such row or it may not be shown."""
    reader = Reader(datasette, database, request.actor)
    if not await reader.may_read():
        return None
    found = await PAGES[table](reader, key, request)
    return None if found is None else {"table": table, **found}
