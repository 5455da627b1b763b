"""The front page of a database: how much there is, who is quoted most, when, and who relays whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

from . import charts
from .reading import QUOTES, Reader
from .remembering import State, state_of

if TYPE_CHECKING:
    from datasette.database import Database

COUNTED = ("outlet_months", "outlet_relays")
"""The tables of stored counts that this page reads besides what all pages read."""

MOST_QUOTED = 12
LATEST = 8
LATEST_ARTICLES = 40
RELAYS = 24

_made: WeakKeyDictionary[Database, tuple[State | None, dict[str, Any]]] = WeakKeyDictionary()


async def front_page(reader: Reader) -> dict[str, Any] | None:
    """What the template needs; None where a table is missing or private: Datasette's own page must do."""
    if not await reader.may_read(*COUNTED):
        return None
    database = reader.datasette.get_database(reader.database)
    state = state_of(database)
    known, page = _made.get(database, (None, {}))
    if state is None or state != known:
        page = await _make(reader)
        _made[database] = (state, page)
    return page


async def _make(reader: Reader) -> dict[str, Any]:
    totals = (
        await reader.rows(
            "select coalesce(sum(sources), 0) as sources, coalesce(sum(quotes), 0) as quotes, "
            "(select count(*) from speakers) as speakers, "
            "(select count(distinct outlet_id) from outlet_months where outlet_id <> '') as outlets, "
            "(select min(published) from sources) as first, (select max(published) from sources) as last "
            "from outlet_months"
        )
    )[0]
    months = await reader.rows(
        "select year_month, sum(quotes) as quotes from outlet_months where year_month <> '' "
        "group by 1 order by 1"
    )
    chart, drawn = charts.timeline(((m["year_month"], m["quotes"]) for m in months), "Quotes over time")
    return {
        "totals": totals,
        "first": (totals["first"] or "")[:10],
        "last": (totals["last"] or "")[:10],
        "most_quoted": await _most_quoted(reader),
        "timeline": chart,
        "months": drawn,
        "search": reader.page("search"),
        "speakers": f"{reader.table('speakers')}?{urlencode({'_sort_desc': 'quotes'})}",
        "sources": f"{reader.table('sources')}?{urlencode({'_sort_desc': 'published'})}",
        **await _relays(reader),
        "latest": await _latest(reader),
    }


async def _most_quoted(reader: Reader) -> list[dict[str, Any]]:
    """Of each kind by the index, then the most of both."""
    one = (
        "select * from (select id, name, kind, role, quotes, sources from speakers where kind = '{}' "
        "order by quotes desc limit :n)"
    )
    both = f"{one.format('person')} union all {one.format('organisation')} order by quotes desc, id limit :n"
    found = await reader.rows(both, n=MOST_QUOTED)
    for speaker in found:
        speaker["url"] = reader.url("speakers", speaker["id"])
        speaker["bar"] = charts.share(speaker["quotes"], found[0]["quotes"])
    return found


async def _relays(reader: Reader) -> dict[str, Any]:
    links = await reader.rows(
        "select counted.outlet_id, counted.via_id, counted.quotes, "
        "coalesce(outlets.name, 'Unknown outlet') as outlet, relay.name as via "
        "from (select * from outlet_relays where quotes > 0 and outlet_id <> via_id "
        "order by quotes desc, via_id, outlet_id limit :n) as counted "
        "left join outlets on outlets.id = counted.outlet_id "
        "join outlets as relay on relay.id = counted.via_id "
        "order by counted.quotes desc, counted.via_id, counted.outlet_id",
        n=RELAYS,
    )
    for link in links:
        link["url"] = (
            f"{reader.page('search')}?{urlencode({'via': link['via_id'], 'outlet': link['outlet_id']})}"
        )
        link["outlet_url"] = reader.url("outlets", link["outlet_id"] or None)
        link["via_url"] = reader.url("outlets", link["via_id"])
    return {
        "relays": links,
        "relay_chart": charts.relays([(link["outlet"], link["via"], link["quotes"]) for link in links]),
    }


async def _latest(reader: Reader) -> list[dict[str, Any]]:
    """The surest direct quote of each of the latest articles, or its surest of another kind."""
    return reader.listed(
        await reader.rows(
            f"""with latest as (
  select id from sources where published is not null order by published desc, rowid desc limit :articles
), ranked as (
  select quotes.id, row_number() over (
    partition by quotes.source_id order by quotes.kind = 'direct' desc, quotes.confidence desc, quotes.n
  ) as place
  from latest cross join quotes on quotes.source_id = latest.id where quotes.speaker_id is not null
)
{QUOTES} where quotes.id in (select id from ranked where place = 1)
order by sources.published desc, sources.rowid desc limit :most""",
            articles=LATEST_ARTICLES,
            most=LATEST,
        )
    )
