"""The addresses of our own pages, below ``/-/`` of each database, and who is let in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from datasette import hookimpl

from .front_page import COUNTED
from .ours import is_ours
from .reading import Reader

if TYPE_CHECKING:
    from datasette.app import Datasette

OLDER = "This database was made by an older version of quotes; `quotes import` brings it up to date"
DATABASE = r"^/(?P<database>[^/]+)/-/"


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Awaitable[Any]]]]:
    """Datasette's hook: our pages."""
    return [
        (DATABASE + r"search(\.(?P<format>json|csv|atom))?$", search),
        (DATABASE + r"check(\.(?P<format>json))?$", check),
        (DATABASE + r"review$", review),
    ]


async def search(datasette: Datasette, request: Any) -> Any:
    """Search over quotes, as a page, as JSON or CSV, and as a feed."""
    from .search_page import search_page

    return await search_page(await reader_for(datasette, request), request)


async def check(datasette: Datasette, request: Any) -> Any:
    """Whether the database holds some words, as a page and as JSON."""
    from .check_page import check_page

    return await check_page(await reader_for(datasette, request), request)


async def review(datasette: Datasette, request: Any) -> Any:
    """Review, for whom the plugin's permission allows it."""
    from .review_page import review_page

    return await review_page(await reader_for(datasette, request), request)


async def reader_for(datasette: Datasette, request: Any) -> Reader:
    """A reader of the database that the address names, for whoever asks.

    Raises Datasette's NotFound where it is no database of ours, and Forbidden where it may not be read.
    """
    from datasette.utils import tilde_decode
    from datasette.utils.asgi import Forbidden, NotFound

    try:
        name = datasette.get_database(route=tilde_decode(request.url_vars["database"])).name
    except KeyError:
        raise NotFound("Database not found") from None
    if not is_ours(datasette, name):
        raise NotFound("This is no database of quotes")
    reader = Reader(datasette, name, request.actor)
    if not reader.has(*COUNTED):
        raise NotFound(OLDER)
    if not await reader.may_read():
        raise Forbidden("You may not see all the tables that this page reads")
    return reader
