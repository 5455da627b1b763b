"""The page of an article: its text with every quote marked in place, and who is quoted beside it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from .article import Mark, colours, render
from .cells import percent, web_link
from .reading import QUOTES, Reader, heading, spans

TEXT_LIMIT = 300_000
"""Code points of an article that its page shows."""

QUOTE_LIMIT = 3_000
"""Quotes of an article that its page marks."""


async def source_page(reader: Reader, key: str, request: Any) -> dict[str, Any] | None:
    """What the template needs; None if there is no such article."""
    sources = await reader.rows(
        "select sources.*, outlets.name as outlet from sources "
        "left join outlets on outlets.id = sources.outlet_id where sources.id = :id",
        id=key,
    )
    if not sources:
        return None
    source = sources[0]
    quotes = await reader.rows(
        f"{QUOTES} where quotes.source_id = :id order by quotes.n limit :limit", id=key, limit=QUOTE_LIMIT
    )
    counted = await reader.rows("select count(*) as n from quotes where source_id = :id", id=key)
    palette = colours(quote["speaker_id"] for quote in quotes)
    text = source["text"]
    marks = [mark(reader, quote, palette) for quote in quotes]
    return {
        "template": "quotes_source.html",
        "heading": heading(source),
        "source": source,
        "outlet_url": reader.url("outlets", source["outlet_id"]),
        "web": web_link(source["url"] or ""),
        "article": render(text[:TEXT_LIMIT], [*marks, *(part for quote in quotes for part in parts(quote))]),
        "left_out": max(0, len(text) - TEXT_LIMIT),
        "quotes": counted[0]["n"],
        "unmarked": counted[0]["n"] - len(quotes),
        "legend": _legend(reader, quotes, palette),
    }


def _legend(reader: Reader, quotes: list[dict[str, Any]], palette: dict[str, int]) -> list[dict[str, Any]]:
    counts = Counter(quote["speaker_id"] for quote in quotes)
    legend = []
    for key in dict.fromkeys(quote["speaker_id"] for quote in quotes):
        own = [quote for quote in quotes if quote["speaker_id"] == key]
        legend.append(
            {
                "name": own[0]["speaker"],
                "role": next((quote["role"] for quote in own if quote["role"]), None),
                "url": reader.url("speakers", key),
                "colour": palette.get(key),
                "count": counts[key],
                "quotes": [(quote["n"], f"#q-{quote['id']}") for quote in own[:12]],
            }
        )
    # Whoever is unknown comes last, whatever they said first.
    return sorted(legend, key=lambda entry: entry["name"] is None)


def mark(reader: Reader, quote: dict[str, Any], palette: dict[str, int]) -> Mark:
    """The mark of a quote (a row of `QUOTES`) in its article."""
    via = f", via {quote['via']}" if quote["via"] else ""
    status = "" if quote["status"] == "said" else f", {quote['status']}"
    label = f"{quote['speaker'] or 'Speaker unknown'}{via}, {quote['kind']}{status}"
    checked = ", reviewed by a person" if quote["reviewed"] == 1 else ""
    several = "" if quote["mention"] in (None, quote["speaker"]) else f"“{quote['mention']}”"
    facts = (
        ("", quote["role"]),
        ("named as ", several),
        ("introduced by ", quote["cue"] and f"“{quote['cue']}”"),
        ("to ", quote["addressee"]),
        ("in ", quote["medium"]),
        ("via ", quote["via"]),
        ("", quote["kind"]),
        ("", None if quote["status"] == "said" else quote["status"]),
        ("", f"{percent(quote['confidence'])} certain"),
        ("", "reviewed by a person" if checked else None),
    )
    return Mark(
        id=quote["id"],
        n=quote["n"],
        kind=quote["kind"],
        spans=spans(quote["spans"]),
        colour=palette.get(quote["speaker_id"]),
        label=f"{label}, {percent(quote['confidence'])}{checked}",
        href=reader.url("quotes", quote["id"]),
        checked=bool(checked),
        who=quote["speaker"] or "Speaker unknown",
        facts=tuple(f"{before}{fact}" for before, fact in facts if fact),
    )


def parts(quote: dict[str, Any]) -> list[Mark]:
    """The marks of a quote's cue and of the words that name its speaker."""
    return [
        Mark(f"{quote['id']}-{kind}", quote["n"], kind, spans(quote[column]), None, kind, "")
        for kind, column in (("cue", "cue_spans"), ("mention", "source_spans"))
    ]
