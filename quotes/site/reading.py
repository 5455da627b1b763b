"""Reading one database on behalf of one person: what all our pages share."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from .cells import CHECKED, percent, row_url
from .ours import columns_of, may_see

if TYPE_CHECKING:
    from datasette.app import Datasette

READ = ("sources", "quotes", "speakers", "outlets", "quote_speakers", "appearances", "aliases", "roles")
"""The tables that these pages read; where one is missing or private, Datasette's own pages must do."""

QUOTES = """select quotes.*, speakers.name as speaker, speakers.kind as speaker_kind, relay.name as via,
  sources.title, sources.published, sources.url, sources.path, sources.outlet_id, outlets.name as outlet
from quotes
join sources on sources.id = quotes.source_id
left join speakers on speakers.id = quotes.speaker_id
left join outlets on outlets.id = sources.outlet_id
left join outlets as relay on relay.id = quotes.via_id"""
"""The rows of quotes with all that a page says of them."""


class Reader:
    """Reads one database on behalf of one person."""

    def __init__(self, datasette: Datasette, database: str, actor: Any) -> None:
        self.datasette = datasette
        self.database = database
        self.actor = actor

    async def may_read(self, *more: str) -> bool:
        """Whether the database has all the tables that our pages read, and this person may see them."""
        columns = columns_of(self.datasette, self.database) or {}
        for table in (*READ, *more):
            if table not in columns or not await may_see(self.datasette, self.actor, self.database, table):
                return False
        return True

    def has(self, *tables: str) -> bool:
        """Whether the database has these tables."""
        columns = columns_of(self.datasette, self.database) or {}
        return all(table in columns for table in tables)

    async def rows(
        self, sql: str, parameters: dict[str, Any] | None = None, **more: Any
    ) -> list[dict[str, Any]]:
        """The rows of a SELECT as dicts, within Datasette's time limit."""
        results = await self.datasette.get_database(self.database).execute(
            sql, {**(parameters or {}), **more}
        )
        return [dict(row) for row in results.rows]

    async def rows_within(
        self, milliseconds: int, sql: str, parameters: dict[str, Any]
    ) -> list[dict[str, Any]] | None:
        """The rows of a SELECT as dicts, or None if it takes longer."""
        # Not at the top: Datasette loads its plugins halfway through loading itself.
        from datasette.database import QueryInterrupted

        database = self.datasette.get_database(self.database)
        try:
            results = await database.execute(
                sql, parameters, custom_time_limit=milliseconds, log_sql_errors=False
            )
        except QueryInterrupted:
            return None
        return [dict(row) for row in results.rows]

    def url(self, table: str, key: Any) -> str:
        """The path of a row's page; empty for no row."""
        return "" if key is None else row_url(self.datasette, self.database, table, key)

    def table(self, name: str) -> str:
        """The path of a table's page."""
        return str(self.datasette.urls.table(self.database, name))

    def page(self, name: str) -> str:
        """The path of one of our pages: search, check, review."""
        return page_url(self.datasette, self.database, name)

    def listed(self, quotes: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """Rows of `QUOTES` with the links and words that a list of quotes shows."""
        for quote in quotes:
            quote["url"] = self.url("quotes", quote["id"])
            quote["speaker_url"] = self.url("speakers", quote["speaker_id"])
            quote["source_url"] = self.url("sources", quote["source_id"])
            quote["in_place"] = f"{quote['source_url']}#q-{quote['id']}"
            quote["source_heading"] = heading({**quote, "id": quote["source_id"]})
            quote["certainty"] = percent(quote["confidence"])
            quote["mark"] = CHECKED if quote.get("reviewed") == 1 else ""
        return list(quotes)


def page_url(datasette: Datasette, database: str, name: str) -> str:
    """The path of one of our pages, with the base URL."""
    return f"{datasette.urls.database(database)}/-/{name}"


def heading(source: dict[str, Any]) -> str:
    """What to call an article: its headline or, failing that, its address, its file or its id."""
    return str(source.get("title") or source.get("url") or source.get("path") or f"Article {source['id']}")


def spans(stored: str | None) -> tuple[tuple[int, int], ...]:
    """The spans in a JSON list of pairs; none where the column holds anything else."""
    try:
        found = json.loads(stored or "[]")
    except ValueError:
        return ()
    if not isinstance(found, list):
        return ()
    pairs = (tuple(pair) for pair in found if isinstance(pair, list) and len(pair) == 2)
    return tuple((a, b) for a, b in pairs if isinstance(a, int) and isinstance(b, int))
