"""The page of a quote: its words large, in their paragraph, how they were attributed, who else has them."""

from __future__ import annotations

from typing import Any

from .article import Mark, colours, render
from .cells import CHECKED_TITLE, percent
from .ours import columns_of, may_see
from .reading import QUOTES, Reader, heading
from .source_page import mark, parts

ELSEWHERE = 50
"""Other articles with the same words that the page lists."""


async def quote_page(reader: Reader, key: str, request: Any) -> dict[str, Any] | None:
    """What the template needs; None if there is no such quote."""
    found = await reader.rows(f"{QUOTES} where quotes.id = :id", id=key)
    if not found:
        return None
    quote = found[0]
    source_url = reader.url("sources", quote["source_id"])
    elsewhere = await _elsewhere(reader, quote)
    speakers = await _speakers_of(reader, quote)
    title = heading({**quote, "id": quote["source_id"]})
    return {
        "template": "quotes_quote.html",
        "heading": "Quote",
        "quote": quote,
        "source_heading": title,
        "source_url": source_url,
        "in_place": f"{source_url}#q-{quote['id']}",
        "via_url": reader.url("outlets", quote["via_id"]),
        "outlet_url": reader.url("outlets", quote["outlet_id"]),
        "confidence": percent(quote["confidence"]),
        "speakers": speakers,
        "context": await _context(reader, quote),
        "around": await _around(reader, quote),
        "elsewhere": elsewhere,
        "corrections": await corrections(reader, "quotes", quote["id"]),
        "checked": CHECKED_TITLE,
        "colour": next(iter(colours([quote["speaker_id"]]).values()), None),
        "cite": _citation(quote, speakers, title),
        "permalink": reader.datasette.absolute_url(request, reader.url("quotes", key)) if request else "",
    }


def _citation(quote: dict[str, Any], speakers: list[dict[str, Any]], title: str) -> str:
    """A line to print under the words: who, where, when, and at what address."""
    who = " and ".join(speaker["name"] for speaker in speakers) or quote["mention"] or "speaker unknown"
    via = f", via {quote['via']}" if quote["via"] else ""
    where = [f"“{title}”" if quote["title"] else title, quote["outlet"], (quote["published"] or "")[:10]]
    address = quote["url"] if (quote["url"] or "").lower().startswith(("http://", "https://")) else ""
    parts = [part for part in (*where, address if address != title else "") if part]
    return f"{who}{via}, in {', '.join(parts)}"


async def _speakers_of(reader: Reader, quote: dict[str, Any]) -> list[dict[str, Any]]:
    rows = await reader.rows(
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
    return [{**row, "url": reader.url("speakers", row["id"])} for row in rows]


async def _context(reader: Reader, quote: dict[str, Any]) -> Any:
    """The paragraph of the quote, with the quote, its cue and its mention marked."""
    stored = await reader.rows(
        "select sources.text from sources where sources.id = :id", id=quote["source_id"]
    )
    context = quote["context"]
    text = stored[0]["text"] if stored else ""
    offset = text.find(context, max(0, quote["end"] - len(context)))
    if not context or not 0 <= offset <= quote["start"]:
        return None
    marks = [mark(reader, quote, colours([quote["speaker_id"]])), *parts(quote)]
    return render(context, shifted(marks, offset))


def shifted(marks: list[Mark], offset: int) -> list[Mark]:
    """The marks for a part of the text that starts at ``offset``; without links and cards."""
    return [
        Mark(
            one.id,
            one.n,
            one.kind,
            tuple((start - offset, end - offset) for start, end in one.spans),
            one.colour,
            one.label,
            "",
        )
        for one in marks
    ]


async def corrections(reader: Reader, table: str, key: str) -> list[dict[str, Any]]:
    """What people said of a row and not undone since, the latest first, if everybody may know."""
    columns = columns_of(reader.datasette, reader.database) or {}
    if "undone" not in columns.get("corrections", ()) or not await may_see(
        reader.datasette, reader.actor, reader.database, "corrections"
    ):
        return []
    return await reader.rows(
        "select action, column_name, was, now, who, at, why from corrections "
        "where item_table = :table and item_id = :id and undone is null order by id desc limit 50",
        table=table,
        id=key,
    )


async def _around(reader: Reader, quote: dict[str, Any]) -> list[dict[str, str]]:
    """Links to the quotes before and after, around and inside this one."""
    rows = await reader.rows(
        "select id, n, nested_in, text from quotes where source_id = :source and n in (:before, :after) "
        "union select id, n, nested_in, text from quotes "
        "where source_id = :source and (nested_in = :id or id = :outer) order by n",
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
        links.append({"what": what, "text": row["text"], "url": reader.url("quotes", row["id"])})
    return links


async def _elsewhere(reader: Reader, quote: dict[str, Any]) -> list[dict[str, Any]]:
    """The quotes of other articles with the same wording, the earliest first."""
    if quote["wording_id"] is None:
        return []
    rows = await reader.rows(
        f"{QUOTES} where quotes.wording_id = :wording and quotes.id <> :id "
        "order by sources.published is null, sources.published, quotes.source_id, quotes.n limit :limit",
        wording=quote["wording_id"],
        id=quote["id"],
        limit=ELSEWHERE,
    )
    return reader.listed(rows)
