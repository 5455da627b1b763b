"""What is asked of a search, and about how many quotes each part of it has."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import Any

from .big import is_big
from .reading import Reader

MOST = 50_000
"""Quotes up to which the parts of a question are counted one by one."""

ESTIMATING_MS = 25
"""Milliseconds that counting a part may take. Not less: up to 20, Datasette looks at the clock so often that
counting takes many times as long."""

# To find the words that begin so, all their quotes are put in order before the first one is known.
_SHORT_PREFIX = re.compile(r'(?:^| )"[a-z]{1,2}"\*', re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Question:
    """What is asked: FTS5's expression for the words, ids of speakers, outlets and relaying outlets (None
    for any), kind, status, dates (or the start of one), the least confidence in percent, and the order."""

    words: str = ""
    speakers: tuple[str, ...] | None = None
    outlets: tuple[str, ...] | None = None
    via: tuple[str, ...] | None = None
    kind: str = ""
    status: str = ""
    since: str = ""
    until: str = ""
    confidence: int = 0
    sort: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is asked for."""
        return replace(self, sort="") == Question()


async def estimates(reader: Reader, question: Question) -> dict[str, int | None]:
    """How many quotes each part of a question has, by the name of the part; dates by whole months.

    More than `MOST` where there are more than are counted, None where counting takes too long.
    """
    parts: list[tuple[str, str, dict[str, Any]]] = []
    found: dict[str, int | None] = {}
    big = is_big(reader.datasette.get_database(reader.database))
    if big and _SHORT_PREFIX.search(question.words):
        found["words"] = None
    elif question.words:
        some = f"select rowid from quotes_fts where quotes_fts match :words limit {MOST + 1}"
        parts.append(("words", f"select count(*) from ({some})", {"words": question.words}))
    if question.speakers is not None:
        among = "select sum(quotes) from speakers where id in (select value from json_each(:speakers))"
        parts.append(("speakers", among, {"speakers": json.dumps(question.speakers)}))
    if question.outlets is not None:
        among = (
            "select sum(quotes) from outlet_months where outlet_id in (select value from json_each(:outlets))"
        )
        parts.append(("outlets", among, {"outlets": json.dumps(question.outlets)}))
    if question.via is not None:
        among = "select sum(quotes) from outlet_relays where via_id in (select value from json_each(:via))"
        parts.append(("via", among, {"via": json.dumps(question.via)}))
    for column in ("kind", "status"):
        if value := getattr(question, column):
            some = f"select 1 from quotes where {column} = :{column} limit {MOST + 1}"
            parts.append((column, f"select count(*) from ({some})", {column: value}))
    if question.since or question.until:
        bounds = {"since": question.since[:7], "until": f"{question.until[:7]}~"}
        among = (
            "select sum(quotes) from outlet_months where year_month <> '' and year_month >= :since "
            "and year_month <= :until"
        )
        parts.append(("dates", among, bounds))
    for name, sql, parameters in parts:
        rows = await reader.rows_within(ESTIMATING_MS, sql, parameters)
        found[name] = None if rows is None else int(next(iter(rows[0].values())) or 0)
    return found
