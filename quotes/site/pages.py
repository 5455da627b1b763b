"""What the pages of our databases need beyond what Datasette gives them: which columns to show first,
and the article, quote or speaker that a row's page is about."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from datasette import hookimpl
from datasette.utils import urlsafe_components

from .describe import BRIEF
from .ours import columns_of, is_ours, only_ours

if TYPE_CHECKING:
    from datasette.app import Datasette


@hookimpl
def extra_css_urls(database: str | None, datasette: Datasette) -> list[str]:
    """Datasette's hook: our style sheet, on the pages of our databases; on those that belong to no
    database (the front page) only where all databases are ours."""
    mine = only_ours(datasette) if database is None else is_ours(datasette, database)
    return [datasette.urls.static_plugins("quotes", "quotes.css")] if mine else []


@hookimpl
def extra_template_vars(
    database: str | None, table: str | None, view_name: str, request: Any, datasette: Datasette
) -> Callable[[], Awaitable[dict[str, Any]]] | None:
    """Datasette's hook: ``quotes_table`` (the columns to show first) and ``metadata`` for tables,
    ``quotes_page`` for the rows that have a page of their own."""
    columns = columns_of(datasette, database)
    if columns is None or database is None or table is None or table not in columns or request is None:
        return None

    async def inner() -> dict[str, Any]:
        if view_name == "table":
            return _table(datasette, database, table, columns[table], request)
        if view_name == "row":
            return {"quotes_page": await _row(datasette, database, table, request)}
        return {}

    return inner


def _table(
    datasette: Datasette, database: str, table: str, present: list[str], request: Any
) -> dict[str, Any]:
    metadata = dict(datasette.table_metadata(database, table))
    datasette.update_with_inherited_metadata(metadata)
    # Taken out, because Datasette prints the meaning of every column above the table; ours goes below.
    meanings = metadata.pop("columns", {})
    brief = [column for column in BRIEF.get(table, ()) if column in present]
    chosen = any(argument in request.args for argument in ("_col", "_all_columns"))
    return {
        "metadata": metadata,
        "quotes_table": {
            "brief": [] if chosen else brief,
            "meanings": meanings,
            "fewer": bool(brief) and "_all_columns" in request.args,
        },
    }


async def _row(datasette: Datasette, database: str, table: str, request: Any) -> dict[str, Any] | None:
    if table not in ("sources", "quotes", "speakers"):
        return None
    # Not at the top: Datasette loads its plugins halfway through loading itself, and its start need not
    # wait for what only these pages need.
    from datasette.database import QueryInterrupted

    from .row_pages import Reader

    reader = Reader(datasette, database, request.actor)
    try:
        return await reader.page(table, urlsafe_components(request.url_vars["pks"])[0])
    except QueryInterrupted:
        return None  # too slow: Datasette's own page will do
