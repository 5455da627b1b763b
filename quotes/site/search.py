"""Full-text search on the views of quotes, which have no index of their own that Datasette could find."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datasette import hookimpl

from .describe import VIEW_ROWS
from .ours import columns_of, is_ours

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.filters import FilterArguments

SEARCHED = "quotes_fts"


@hookimpl(trylast=True)
def filters_from_request(
    request: Any, database: str, table: str, datasette: Datasette
) -> FilterArguments | None:
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
    return FilterArguments(
        [
            "id in (select quotes.id from quotes_fts join quotes on quotes.rowid = quotes_fts.rowid "
            "where quotes_fts match escape_fts(:search))"
        ],
        {"search": words},
        [f'search matches "{words}"'],
        {"supports_search": True, "search": words},
    )


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
