"""The page of a speaker: names, roles, quotes newest first, when, where, via whom and beside whom."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from . import charts
from .quote_page import corrections
from .reading import QUOTES, Reader

PAGE = 25
"""Quotes that a page shows."""
PAGES = 200
BESIDE = 12
BESIDE_ARTICLES = 500
"""The latest articles in which those are counted who are quoted beside a speaker."""


async def speaker_page(reader: Reader, key: str, request: Any) -> dict[str, Any] | None:
    """What the template needs; None if there is no such speaker."""
    found = await reader.rows("select * from speakers where id = :id", id=key)
    if not found:
        return None
    speaker = found[0]
    number = _number(request.args.get("page") if request else None)
    quotes = await _quotes(reader, key, number)
    months = await reader.rows(
        "select substr(seen, 1, 7) as year_month, count(*) as sources from appearances "
        "where speaker_id = :id and seen is not null group by 1 order by 1",
        id=key,
    )
    label = f"Articles that quote {speaker['name']}"
    chart, drawn = charts.timeline(((m["year_month"], m["sources"]) for m in months), label)
    here = reader.url("speakers", key)
    return {
        "template": "quotes_speaker.html",
        "heading": speaker["name"],
        "speaker": speaker,
        "wikidata": _wikidata(speaker.get("wikidata")),
        "aliases": await reader.rows(
            "select alias from aliases where speaker_id = :id and alias <> :name "
            "order by n desc, alias limit 20",
            id=key,
            name=speaker["name"],
        ),
        "roles": await reader.rows(
            "select role, n, first_seen, last_seen from roles where speaker_id = :id "
            "order by last_seen desc, n desc limit 12",
            id=key,
        ),
        "latest": quotes[:PAGE],
        "number": number,
        "newer": (here if number == 2 else f"{here}?page={number - 1}") if number > 1 else None,
        "older": f"{here}?page={number + 1}" if len(quotes) > PAGE and number < PAGES else None,
        "timeline": chart if len(drawn) > 1 else "",
        "months": drawn,
        "outlets": await _outlets(reader, key),
        "via": await _via(reader, key),
        "beside": await _beside(reader, key),
        "corrections": await corrections(reader, "speakers", key),
        "all_url": f"{reader.page('search')}?{urlencode({'speaker': key})}",
        "feed_url": f"{reader.page('search')}.atom?{urlencode({'speaker': key})}",
    }


def _number(text: str | None) -> int:
    return min(int(text), PAGES) if text and text.isdecimal() and len(text) < 6 and int(text) > 0 else 1


def _wikidata(item: str | None) -> str:
    """The address of a Wikidata item; empty for what is none, whatever stands in the column."""
    known = item is not None and item[:1] == "Q" and item[1:].isascii() and item[1:].isdecimal()
    return f"https://www.wikidata.org/wiki/{item}" if known else ""


async def _quotes(reader: Reader, key: str, number: int) -> list[dict[str, Any]]:
    """One page of the quotes, newest first, and one more if there are more pages.

    Only as many of the latest articles are looked into as can hold the page: each has a quote at least.
    """
    rows = await reader.rows(
        f"""with latest as (
  select distinct source_id, seen from appearances where speaker_id = :id
  order by seen desc, source_id limit :articles
), own as (
  select quotes.id, latest.seen from latest cross join quotes on quotes.source_id = latest.source_id
  where quotes.speaker_id = :id or quotes.id in (
    select quote_id from quote_speakers where quote_id = quotes.id and speaker_id = :id
  )
  order by latest.seen desc, quotes.source_id, quotes.n limit :limit offset :offset
) {QUOTES} join own on own.id = quotes.id order by own.seen desc, quotes.source_id, quotes.n""",
        id=key,
        articles=number * PAGE + 1,
        limit=PAGE + 1,
        offset=(number - 1) * PAGE,
    )
    return reader.listed(rows)


async def _outlets(reader: Reader, key: str) -> list[dict[str, Any]]:
    """Which outlets' articles quote the speaker, and in how many."""
    found = await reader.rows(
        "select outlets.id, outlets.name, counted.sources from ("
        "select outlet_id, count(*) as sources from appearances where speaker_id = :id "
        "and outlet_id is not null group by outlet_id order by 2 desc, 1 limit :n"
        ") as counted join outlets on outlets.id = counted.outlet_id "
        "order by counted.sources desc, outlets.id",
        id=key,
        n=BESIDE,
    )
    search = reader.page("search")
    for outlet in found:
        outlet["url"] = f"{search}?{urlencode({'speaker': key, 'outlet': outlet['id']})}"
        outlet["bar"] = charts.share(outlet["sources"], found[0]["sources"])
    return found


async def _via(reader: Reader, key: str) -> list[dict[str, Any]]:
    """Which outlets are given as having heard the speaker, and how often."""
    found = await reader.rows(
        "select outlets.id, outlets.name, counted.quotes from ("
        "select via_id, count(*) as quotes from quotes where speaker_id = :id and via_id is not null "
        "group by via_id order by 2 desc, 1 limit :n"
        ") as counted join outlets on outlets.id = counted.via_id order by counted.quotes desc, outlets.id",
        id=key,
        n=BESIDE,
    )
    for outlet in found:
        outlet["url"] = f"{reader.page('search')}?{urlencode({'speaker': key, 'via': outlet['id']})}"
    return found


async def _beside(reader: Reader, key: str) -> list[dict[str, Any]]:
    """Named speakers whom the same articles quote, and in how many of them."""
    found = await reader.rows(
        """with latest as (
  select source_id from appearances where speaker_id = :id order by seen desc limit :articles
)
select speakers.id, speakers.name, speakers.role, counted.sources from (
  select appearances.speaker_id, count(*) as sources
  from latest cross join appearances on appearances.source_id = latest.source_id
  where appearances.speaker_id <> :id
  group by 1
) as counted join speakers on speakers.id = counted.speaker_id
where speakers.kind in ('person', 'organisation')
order by counted.sources desc, speakers.quotes desc, speakers.id limit :n""",
        id=key,
        articles=BESIDE_ARTICLES,
        n=BESIDE,
    )
    for speaker in found:
        speaker["url"] = reader.url("speakers", speaker["id"])
    return found
