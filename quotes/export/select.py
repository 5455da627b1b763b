"""Which quotes are exported, in which order: those of one article together, articles by their ids."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Self

from ..database import QuoteDatabase
from ..database.search import conditions

# All that the database says of a quote, but for the paragraph around it; spans as JSON.
_MORE = ("n", "start", "end", "spans", "cue_spans", "source_spans")
_SPANS = ("spans", "cue_spans", "source_spans")
_LEFT_OUT = ("context", "via_id", "outlet_id", "year_month", "rule")


@dataclass(frozen=True)
class Source:
    """An article and those of its quotes that are exported, in order, spans as lists of [start, end].

    ``speakers`` gives the ids of each quote's speakers, the first of several first, by the quote's id.
    """

    row: dict[str, Any]
    quotes: list[dict[str, Any]]
    speakers: dict[str, list[str]]


class Selection:
    """The quotes that filters let through, as they stand at one moment; a context manager."""

    def __init__(self, db: QuoteDatabase, **filters: Any) -> None:
        self.n = 0
        self._db = db
        where, self._params = conditions(db, **filters)
        condition = f"where {' and '.join(where)}" if where else ""
        self._from = f"from quotes join attributed on attributed.id = quotes.id {condition}"

    def __enter__(self) -> Self:
        self._db.conn.execute("begin")  # one moment for all that is read
        return self

    def __exit__(self, *_: object) -> None:
        self._db.conn.execute("rollback")

    def quotes(self) -> Iterator[dict[str, Any]]:
        """The quotes, each a dict of all that `columns` names."""
        more = ", ".join(f'quotes."{column}"' for column in _MORE)
        order = "order by quotes.source_id, quotes.n, quotes.id"
        for row in self._db.query(f"select attributed.*, {more} {self._from} {order}", self._params):
            self.n += 1
            for column in _SPANS:
                row[column] = json.loads(row[column])
            for column in _LEFT_OUT:
                del row[column]
            yield row

    def sources(self) -> Iterator[Source]:
        """The articles that the quotes stand in, one at a time."""
        for source_id, quotes in groupby(self.quotes(), key=lambda quote: quote["source_id"]):
            sql = (
                "select sources.*, outlets.name as outlet from sources "
                "left join outlets on outlets.id = outlet_id where sources.id = ?"
            )
            (row,) = self._db.query(sql, [source_id])
            speakers: dict[str, list[str]] = {}
            several = (
                "select quote_id, quote_speakers.speaker_id from quotes "
                "join quote_speakers on quote_id = quotes.id where source_id = ? "
                "order by quote_id, quote_speakers.n"
            )
            for one in self._db.query(several, [source_id]):
                speakers.setdefault(one["quote_id"], []).append(one["speaker_id"])
            found = list(quotes)
            for quote in found:
                if quote["speaker_id"]:
                    speakers.setdefault(quote["id"], [quote["speaker_id"]])
            yield Source(row, found, speakers)

    def speakers(self) -> Iterator[dict[str, Any]]:
        """The rows of ``speakers`` of everybody who says one of the quotes, by id."""
        sql = (
            f"with chosen as (select quotes.id, quotes.speaker_id {self._from}) "
            "select * from speakers where id in (select speaker_id from chosen) or id in ("
            "select quote_speakers.speaker_id from chosen join quote_speakers on quote_id = chosen.id"
            ") order by id"
        )
        yield from self._db.query(sql, self._params)

    def columns(self) -> list[str]:
        """The names of a quote's columns, in order."""
        cursor = self._db.conn.execute(f"select attributed.* {self._from} limit 0", self._params)
        names = [column[0] for column in cursor.description]
        return [name for name in [*names, *_MORE] if name not in _LEFT_OUT]
