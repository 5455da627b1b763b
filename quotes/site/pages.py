"""What the pages of our databases need beyond what Datasette gives them: which columns to show first,
and the article, quote or speaker that a row's page is about."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from datasette import hookimpl
from datasette.utils import to_css_class, urlsafe_components
from markupsafe import Markup, escape

from .describe import BRIEF
from .ours import Columns, columns_of, is_ours, only_ours
from .permission import may_review
from .policy import note
from .reading import Reader

if TYPE_CHECKING:
    from datasette.app import Datasette

LISTS = {"speakers": "Speakers", "sources": "Articles"}
"""Tables that every page leads to, and what they are called there."""

WORDINGS = "wordings"
"""The table without which no quotation can be checked."""

OWN_VIEWS = {"quotes_search": "Search", "quotes_check": "Check", "quotes_review": "Review"}
"""Pages of ours at addresses of their own: Datasette's name of the view, and what it is called."""


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
    """Datasette's hook: ``quotes_site`` on every page of a database of ours, ``quotes_front`` for its front
    page, ``quotes_table`` (the columns to show first) and ``metadata`` for tables, and ``quotes_page`` for
    the rows that have a page of their own."""
    if database is None:
        if not only_ours(datasette):
            return None
        note(request, ours=False)
        return partial(_everywhere, datasette, None, None, "", request)
    columns = columns_of(datasette, database)
    if columns is None or request is None:
        return None
    note(request, ours=False)

    async def inner() -> dict[str, Any]:
        here, more = "", {}
        if view_name == "database" and not request.args.get("sql"):
            here, more = "Front page", {"quotes_front": await _front(datasette, database, request)}
        elif table in columns and view_name == "table":
            here = LISTS.get(table, "")
            more = _table(datasette, database, table, columns[table], request)
        elif table in columns and view_name == "row":
            more = {"quotes_page": await _row(datasette, database, table, request)}
        else:
            here = OWN_VIEWS.get(view_name, "")
        if view_name in OWN_VIEWS or any(more.get(key) for key in ("quotes_front", "quotes_page")):
            note(request, ours=True)
        return {**await _everywhere(datasette, database, columns, here, request), **more}

    return inner


async def _everywhere(
    datasette: Datasette, database: str | None, columns: Columns | None, here: str, request: Any
) -> dict[str, Any]:
    """What the frame of every page needs: the database's name, and our pages that it may show."""
    site: dict[str, Any] = {"script": datasette.urls.static_plugins("quotes", "quotes.js"), "here": here}
    if database is not None and columns is not None:
        reader = Reader(datasette, database, request.actor)
        tables = [table for table in LISTS if table in columns]
        readable = reader.has("outlet_months") and await reader.may_read()
        pages = [("Search", reader.page("search"))] if readable else []
        pages += [(LISTS[table], reader.table(table)) for table in tables]
        pages += [("Check", reader.page("check"))] if readable and WORDINGS in columns else []
        if await may_review(datasette, database, request.actor):
            pages.append(("Review", reader.page("review")))
        site |= {
            "home": datasette.urls.database(database),
            "name": database,
            "search": reader.page("search") if readable else "",
            "pages": [("Front page", datasette.urls.database(database)), *pages],
        }
    return {"quotes_site": site}


async def _front(datasette: Datasette, database: str, request: Any) -> dict[str, Any] | None:
    # Not at the top, here and below: Datasette loads its plugins halfway through loading itself, and its
    # start need not wait for what only these pages need.
    from datasette.database import QueryInterrupted

    from .front_page import front_page

    try:
        return await front_page(Reader(datasette, database, request.actor))
    except QueryInterrupted:
        return None  # too slow: Datasette's own page will do


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
            "rows": _rows,
            "fewer": bool(brief) and "_all_columns" in request.args,
        },
    }


def _rows(rows: Iterable[Iterable[dict[str, Any]]], shown: Sequence[str]) -> Markup:
    """The rows of a table's body. Not in the template: each value there passes through four of them."""
    classes = {name: escape(to_css_class(name)) for name in shown}
    out = []
    for row in rows:
        cells = {cell["column"]: cell for cell in row}
        out.append("<tr>\n")
        for name in shown:
            if name in cells:
                cell = cells[name]
                out.append(
                    f'<td class="col-{classes[name]} type-{escape(cell["value_type"])}" '
                    f'data-label="{escape(name)}">{escape(cell["value"])}</td>\n'
                )
        out.append("</tr>\n")
    return Markup("".join(out))


async def _row(datasette: Datasette, database: str, table: str, request: Any) -> dict[str, Any] | None:
    if table not in ("sources", "quotes", "speakers"):
        return None
    from datasette.database import QueryInterrupted

    from .row_pages import row_page

    try:
        return await row_page(
            datasette, database, table, urlsafe_components(request.url_vars["pks"])[0], request
        )
    except QueryInterrupted:
        return None
