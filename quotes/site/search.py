"""Full-text search on the views of quotes, which have no index of their own that Datasette could find."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TYPE_CHECKING, Any

from datasette import hookimpl
from datasette.utils import escape_sqlite

from .describe import VIEW_ROWS
from .ours import columns_of, is_ours
from .reading import Reader

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.filters import FilterArguments

SEARCHED = "quotes_fts"

FEW = 20_000
FEW_MS = 100
"""Matches up to which they are looked up first, and milliseconds that counting them may take."""

_FOUND = (
    "select quotes.id from quotes_fts join quotes on quotes.rowid = quotes_fts.rowid "
    "where quotes_fts match escape_fts(:search)"
)


@hookimpl(trylast=True)
def filters_from_request(
    request: Any, database: str, table: str, datasette: Datasette
) -> FilterArguments | Awaitable[FilterArguments] | None:
    """Datasette's hook: search the words of the quotes that a view lists.

    Comes last, because Datasette's own search says that the view cannot be searched.
    """
    columns = columns_of(datasette, database)
    if columns is None or VIEW_ROWS.get(table) != "quotes" or SEARCHED not in columns:
        return None
    # Not at the top: Datasette loads its plugins halfway through loading itself.
    from datasette.filters import FilterArguments

    words = request.args.get("_search")
    if not words:
        return FilterArguments([], extra_context={"supports_search": True})

    async def inner() -> FilterArguments:
        reader = Reader(datasette, database, request.actor)
        some = (
            "select count(*) as n from (select 1 from quotes_fts "
            f"where quotes_fts match escape_fts(:search) limit {FEW + 1})"
        )
        counted = await reader.rows_within(FEW_MS, some, {"search": words})
        # Of few, all are found before the view's rows are; of many, the view's rows are tried one by one.
        few = counted is not None and counted[0]["n"] <= FEW
        return FilterArguments(
            [f"id in ({_FOUND})" if few else f"exists ({_FOUND} and quotes.id = {escape_sqlite(table)}.id)"],
            {"search": words},
            [f'search matches "{words}"'],
            {"supports_search": True, "search": words},
        )

    return inner()


@hookimpl
def prepare_connection(conn: Any, database: str, datasette: Datasette) -> None:
    """Datasette's hook: the SQL function ``quotes_fold``, by which names are looked up whatever their
    accents, capitals and hyphens."""
    if not is_ours(datasette, database):
        return
    conn.create_function("quotes_fold", 1, _fold, deterministic=True)


def _fold(text: Any) -> str:
    # Not at the top: the database package may load sqlite-utils.
    from ..database.ids import fold

    return fold(str(text or ""))
