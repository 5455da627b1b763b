"""What stands on the page of an article, of a quote, and of a speaker."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from .article import Mark, hues, render
from .cells import CHECKED, CHECKED_TITLE, percent, row_url, web_link
from .ours import columns_of, may_see

if TYPE_CHECKING:
    from datasette.app import Datasette

READ = ("sources", "quotes", "speakers", "outlets", "quote_speakers", "appearances", "aliases", "roles")
"""The tables that these pages read; where one is missing or private, Datasette's own pages must do."""

TEXT_LIMIT = 300_000
"""Code points of an article that its page shows."""

QUOTE_LIMIT = 3_000
"""Quotes of an article that its page marks."""

LATEST = 25
"""Quotes that a speaker's page shows."""

_QUOTES = """select quotes.*, speakers.name as speaker, speakers.kind as speaker_kind, relay.name as via,
  sources.title, sources.published, outlets.name as outlet
from quotes
join sources on sources.id = quotes.source_id
left join speakers on speakers.id = quotes.speaker_id
left join outlets on outlets.id = sources.outlet_id
left join outlets as relay on relay.id = quotes.via_id"""


class Reader:
    """Reads one database on behalf of one person."""

    def __init__(self, datasette: Datasette, database: str, actor: Any) -> None:
        self.datasette = datasette
        self.database = database
        self.actor = actor

    async def page(self, table: str, key: str) -> dict[str, Any] | None:
        """What the template of the row's page needs; None if there is no such row or it may not be shown."""
        columns = columns_of(self.datasette, self.database) or {}
        for needed in READ:
            if needed not in columns or not await may_see(self.datasette, self.actor, self.database, needed):
                return None
        make = {"sources": self._source, "quotes": self._quote, "speakers": self._speaker}[table]
        found = await make(key)
        return None if found is None else {"table": table, **found}

    async def _rows(self, sql: str, **parameters: Any) -> list[dict[str, Any]]:
        results = await self.datasette.get_database(self.database).execute(sql, parameters)
        return [dict(zip(results.columns, row, strict=True)) for row in results.rows]

    def _url(self, table: str, key: Any) -> str:
        return "" if key is None else row_url(self.datasette, self.database, table, key)

    async def _source(self, key: str) -> dict[str, Any] | None:
        sources = await self._rows(
            "select sources.*, outlets.name as outlet from sources "
            "left join outlets on outlets.id = sources.outlet_id where sources.id = :id",
            id=key,
        )
        if not sources:
            return None
        source = sources[0]
        quotes = await self._rows(
            f"{_QUOTES} where quotes.source_id = :id order by quotes.n limit :limit",
            id=key,
            limit=QUOTE_LIMIT,
        )
        counted = await self._rows("select count(*) as n from quotes where source_id = :id", id=key)
        colours = hues(quote["speaker_id"] for quote in quotes)
        text = source["text"]
        return {
            "template": "quotes_source.html",
            "heading": heading(source),
            "source": source,
            "outlet_url": self._url("outlets", source["outlet_id"]),
            "web": web_link(source["url"] or ""),
            "article": render(text[:TEXT_LIMIT], [self._mark(quote, colours) for quote in quotes]),
            "left_out": max(0, len(text) - TEXT_LIMIT),
            "quotes": counted[0]["n"],
            "unmarked": counted[0]["n"] - len(quotes),
            "legend": self._legend(quotes, colours),
        }

    def _legend(self, quotes: list[dict[str, Any]], colours: dict[str, float]) -> list[dict[str, Any]]:
        counts = Counter(quote["speaker_id"] for quote in quotes)
        legend = []
        for key in dict.fromkeys(quote["speaker_id"] for quote in quotes):
            own = [quote for quote in quotes if quote["speaker_id"] == key]
            legend.append(
                {
                    "name": own[0]["speaker"],
                    "role": next((quote["role"] for quote in own if quote["role"]), None),
                    "url": self._url("speakers", key),
                    "hue": colours.get(key),
                    "count": counts[key],
                    "quotes": [(quote["n"], f"#q-{quote['id']}") for quote in own[:12]],
                }
            )
        # Whoever is unknown comes last, whatever they said first.
        return sorted(legend, key=lambda entry: entry["name"] is None)

    def _mark(self, quote: dict[str, Any], colours: dict[str, float]) -> Mark:
        via = f", via {quote['via']}" if quote["via"] else ""
        status = "" if quote["status"] == "said" else f", {quote['status']}"
        label = f"{quote['speaker'] or 'Speaker unknown'}{via}, {quote['kind']}{status}"
        checked = ", reviewed by a person" if quote["reviewed"] == 1 else ""
        return Mark(
            id=quote["id"],
            n=quote["n"],
            kind=quote["kind"],
            spans=spans(quote["spans"]),
            hue=colours.get(quote["speaker_id"]),
            label=f"{label}, {percent(quote['confidence'])}{checked}",
            href=self._url("quotes", quote["id"]),
            checked=bool(checked),
        )

    async def _quote(self, key: str) -> dict[str, Any] | None:
        found = await self._rows(f"{_QUOTES} where quotes.id = :id", id=key)
        if not found:
            return None
        quote = found[0]
        source_url = self._url("sources", quote["source_id"])
        return {
            "template": "quotes_quote.html",
            "heading": "Quote",
            "quote": quote,
            "source_heading": heading({**quote, "id": quote["source_id"]}),
            "source_url": source_url,
            "in_place": f"{source_url}#q-{quote['id']}",
            "via_url": self._url("outlets", quote["via_id"]),
            "confidence": percent(quote["confidence"]),
            "speakers": await self._speakers_of(quote),
            "context": await self._context(quote),
            "around": await self._around(quote),
            "corrections": await self._corrections(quote),
            "checked": CHECKED_TITLE,
            "hue": next(iter(hues([quote["speaker_id"]]).values()), None),
        }

    async def _speakers_of(self, quote: dict[str, Any]) -> list[dict[str, Any]]:
        rows = await self._rows(
            "select speakers.id, speakers.name, speakers.kind, speakers.role from quote_speakers "
            "join speakers on speakers.id = quote_speakers.speaker_id "
            "where quote_speakers.quote_id = :id order by quote_speakers.n",
            id=quote["id"],
        )
        if not rows and quote["speaker_id"] is not None:
            name = quote["speaker"] or quote["speaker_id"]
            rows = [{"id": quote["speaker_id"], "name": name, "kind": quote["speaker_kind"], "role": None}]
        if rows and quote["role"]:
            rows[0]["role"] = quote["role"]
        return [{**row, "url": self._url("speakers", row["id"])} for row in rows]

    async def _context(self, quote: dict[str, Any]) -> Any:
        """The paragraph of the quote, with the quote, its cue and its mention marked."""
        stored = await self._rows(
            "select sources.text from sources where sources.id = :id", id=quote["source_id"]
        )
        context = quote["context"]
        text = stored[0]["text"] if stored else ""
        offset = text.find(context, max(0, quote["end"] - len(context)))
        if not context or not 0 <= offset <= quote["start"]:
            return None
        colours = hues([quote["speaker_id"]])
        marks = [self._mark(quote, colours)]
        for kind, column in (("cue", "cue_spans"), ("mention", "source_spans")):
            identity = f"{quote['id']}-{kind}"
            marks.append(Mark(identity, quote["n"], kind, spans(quote[column]), None, kind, ""))
        shifted = [
            Mark(
                mark.id,
                mark.n,
                mark.kind,
                tuple((start - offset, end - offset) for start, end in mark.spans),
                mark.hue,
                mark.label,
                "",
            )
            for mark in marks
        ]
        return render(context, shifted)

    async def _corrections(self, quote: dict[str, Any]) -> list[dict[str, Any]]:
        """What people said of the quote and not undone since, the latest first, if everybody may know."""
        columns = columns_of(self.datasette, self.database) or {}
        if "undone" not in columns.get("corrections", ()) or not await may_see(
            self.datasette, self.actor, self.database, "corrections"
        ):
            return []
        return await self._rows(
            "select action, column_name, was, now, who, at, why from corrections "
            "where item_table = 'quotes' and item_id = :id and undone is null order by id desc limit 50",
            id=quote["id"],
        )

    async def _around(self, quote: dict[str, Any]) -> list[dict[str, str]]:
        """Links to the quotes before and after, around and inside this one."""
        rows = await self._rows(
            "select id, n, nested_in, text from quotes where source_id = :source and n in (:before, :after) "
            "union select id, n, nested_in, text from quotes where nested_in = :id or id = :outer order by n",
            source=quote["source_id"],
            before=quote["n"] - 1,
            after=quote["n"] + 1,
            id=quote["id"],
            outer=quote["nested_in"],
        )
        links = []
        for row in rows:
            if row["id"] == quote["nested_in"]:
                what = "stands inside"
            elif row["nested_in"] == quote["id"]:
                what = "contains"
            else:
                what = "before it" if row["n"] < quote["n"] else "after it"
            links.append({"what": what, "text": row["text"], "url": self._url("quotes", row["id"])})
        return links

    async def _speaker(self, key: str) -> dict[str, Any] | None:
        found = await self._rows("select * from speakers where id = :id", id=key)
        if not found:
            return None
        latest = await self._rows(
            f"""with latest as (
  select source_id from appearances where speaker_id = :id order by seen desc limit :limit
) {_QUOTES} where quotes.source_id in (select source_id from latest) and (
  quotes.speaker_id = :id
  or quotes.id in (select quote_id from quote_speakers where quote_id = quotes.id and speaker_id = :id)
)
order by sources.published desc, quotes.source_id, quotes.n limit :limit""",
            id=key,
            limit=LATEST,
        )
        for quote in latest:
            quote["url"] = self._url("quotes", quote["id"])
            quote["in_place"] = f"{self._url('sources', quote['source_id'])}#q-{quote['id']}"
            quote["source_heading"] = heading({**quote, "id": quote["source_id"]})
            quote["mark"] = CHECKED if quote["reviewed"] == 1 else ""
        table = self.datasette.urls.table(self.database, "quotes")
        return {
            "template": "quotes_speaker.html",
            "heading": found[0]["name"],
            "speaker": found[0],
            "aliases": await self._rows(
                "select alias from aliases where speaker_id = :id and alias <> :name "
                "order by n desc, alias limit 20",
                id=key,
                name=found[0]["name"],
            ),
            "roles": await self._rows(
                "select role, n, first_seen, last_seen from roles where speaker_id = :id "
                "order by n desc limit 20",
                id=key,
            ),
            "latest": latest,
            "all_url": f"{table}?{urlencode({'speaker_id__exact': key})}",
        }


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
