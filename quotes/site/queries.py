"""The questions people ask, as queries that Datasette lists under each of our databases.

Where a result names a row ("quote", "speaker", "title") it also has that row's id, which the page turns
into a link (see `cells`). Every query is bounded and runs along an index.
"""

from __future__ import annotations

from typing import NamedTuple


class Query(NamedTuple):
    """A question: its words, its SQL, the parameters it asks for, and the tables that it reads."""

    title: str
    description: str
    sql: str
    tables: tuple[str, ...]
    params: tuple[str, ...] = ()


_QUOTE = """quotes.text as quote,
  speakers.name as speaker,
  quotes.kind,
  relay.name as via,
  sources.title,
  outlets.name as outlet,
  sources.published,
  quotes.confidence,
  quotes.id as quote_id,
  quotes.speaker_id,
  quotes.source_id,
  quotes.via_id,
  sources.outlet_id,
  quotes.reviewed"""

_JOINS = """join sources on sources.id = quotes.source_id
left join speakers on speakers.id = quotes.speaker_id
left join outlets on outlets.id = sources.outlet_id
left join outlets as relay on relay.id = quotes.via_id"""

_ALL = ("quotes", "sources", "speakers", "outlets")

# Every speaker one of whose names begins with the words given, accents and capitals aside, or whose id
# they are. "~" sorts behind all that a folded name can hold in Latin script. The articles that quote a
# speaker stand in "appearances" by date, so that the latest are found without sorting all.
_WHO = """with who as (
  select speaker_id from aliases
  where quotes_fold(:speaker) <> ''
    and folded >= quotes_fold(:speaker) and folded < quotes_fold(:speaker) || '~'
  union
  select id from speakers where id = trim(:speaker)
)"""

_WHERE = """with place as (
  select id from outlets
  where trim(:outlet) <> ''
    and (name like trim(:outlet) || '%' or domain = trim(:outlet) or id = trim(:outlet))
)"""

QUERIES: dict[str, Query] = {
    "top-speakers": Query(
        "Who is quoted most?",
        "Named people and organisations, the most quoted first.",
        """select name as speaker, kind, role, quotes, sources, first_seen, last_seen, id as speaker_id
from speakers
where kind in ('person', 'organisation')
order by quotes desc, id
limit 100""",
        ("speakers",),
    ),
    "quotes-of-a-speaker": Query(
        "What did somebody say?",
        "The latest quotes of one speaker. Give a name, or the beginning of any form of it: "
        "Durazo, Alfonso Dur, lopez obrador.",
        f"""{_WHO},
latest as (
  select distinct source_id from (
    select source_id from appearances
    where speaker_id in (select speaker_id from who)
    order by seen desc
    limit 500
  )
)
select {_QUOTE}
from latest
join quotes on quotes.source_id = latest.source_id
{_JOINS}
where quotes.speaker_id in (select speaker_id from who)
  or exists (
    select 1 from quote_speakers
    where quote_id = quotes.id and quote_speakers.speaker_id in (select speaker_id from who)
  )
order by sources.published desc, quotes.source_id, quotes.n
limit 500""",
        (*_ALL, "aliases", "appearances", "quote_speakers"),
        ("speaker",),
    ),
    "a-speaker-by-month": Query(
        "How often was somebody quoted, month by month?",
        "Articles per month that quote one speaker. Give a name, or the beginning of any form of it.",
        f"""{_WHO}
select substr(seen, 1, 7) as year_month, count(distinct source_id) as sources
from appearances
where speaker_id in (select speaker_id from who) and seen is not null
group by substr(seen, 1, 7)
order by year_month
limit 1000""",
        ("sources", "speakers", "aliases", "appearances"),
        ("speaker",),
    ),
    "who-relays-whom": Query(
        "Who relays whom?",
        "Outlets that others name as the ones who heard it (“…, he said, according to NPR”), and the "
        "speakers whose words they pass on.",
        """select relay.name as via, speakers.name as speaker, said.quotes, said.via_id, said.speaker_id
from (
  select via_id, speaker_id, count(*) as quotes
  from quotes
  where via_id is not null
  group by via_id, speaker_id
  order by quotes desc
  limit 500
) as said
join outlets as relay on relay.id = said.via_id
left join speakers on speakers.id = said.speaker_id
order by said.quotes desc, via, speaker""",
        ("quotes", "speakers", "outlets"),
    ),
    "quotes-of-an-outlet": Query(
        "What did an outlet quote?",
        "The quotes in one outlet's articles, the latest first. Give its name, the beginning of it, or its "
        "domain.",
        f"""{_WHERE},
found as (
  select id from sources where outlet_id in (select id from place) order by published desc limit 500
)
select {_QUOTE}
from found
join quotes on quotes.source_id = found.id
{_JOINS}
order by sources.published desc, quotes.source_id, quotes.n
limit 500""",
        _ALL,
        ("outlet",),
    ),
    "whom-an-outlet-quotes": Query(
        "Whom does an outlet quote?",
        "The speakers in one outlet's latest 5,000 articles, and in how many of them. Give its name, the "
        "beginning of it, or its domain.",
        f"""{_WHERE},
found as (
  select id from sources where outlet_id in (select id from place) order by published desc limit 5000
)
select speakers.name as speaker, speakers.role, counted.sources, counted.speaker_id
from (
  select appearances.speaker_id, count(*) as sources
  from found
  join appearances on appearances.source_id = found.id
  group by appearances.speaker_id
  order by sources desc, appearances.speaker_id
  limit 200
) as counted
join speakers on speakers.id = counted.speaker_id
order by counted.sources desc, counted.speaker_id""",
        ("sources", "speakers", "outlets", "appearances"),
        ("outlet",),
    ),
    "unattributed-quotes": Query(
        "Which quotes have no speaker?",
        "Quotes for which nobody could be found who said them, the latest imported first.",
        f"""select quotes.mention, {_QUOTE}
from quotes
{_JOINS}
where quotes.speaker_id is null
order by quotes.rowid desc
limit 200""",
        _ALL,
    ),
    "unnamed-sources": Query(
        "Who speaks without a name?",
        "Quotes of officials, an aide, people familiar with the matter: speakers whom the article does not "
        "name, the latest imported first.",
        f"""select quotes.mention, {_QUOTE}
from quotes
{_JOINS}
where speakers.kind in ('unnamed', 'group')
order by quotes.rowid desc
limit 200""",
        _ALL,
    ),
    "denied-or-not-said": Query(
        "What was denied, or not said?",
        "Quotes that report what somebody denied or did not say, the latest imported first.",
        f"""select quotes.status, {_QUOTE}
from quotes
{_JOINS}
where quotes.status in ('denied', 'not said')
order by quotes.rowid desc
limit 200""",
        _ALL,
    ),
    "disputed-words": Query(
        "Which words are attributed to different speakers?",
        "The same words in several mouths, with the earliest quote of each speaker. Words that one says "
        "another said, that several said together, or that a person says for an organisation are left out.",
        """select disputes.wording_id, quotes.text as quote, disputes.speaker, disputes.quotes,
  disputes.sources, outlets.name as outlet, sources.published, quotes.id as quote_id,
  disputes.speaker_id, quotes.source_id, sources.outlet_id
from disputes
join quotes on quotes.id = disputes.quote_id
join sources on sources.id = quotes.source_id
left join outlets on outlets.id = sources.outlet_id
order by disputes.wording_id, disputes.first_seen is null, disputes.first_seen, disputes.speaker_id
limit 500""",
        (*_ALL, "wordings", "variants", "quote_speakers"),
    ),
    "least-certain": Query(
        "Which quotes need a second look?",
        "Quotes that nobody has reviewed, the least certain first, with the rule that found them.",
        f"""select quotes.rule, quotes.mention, {_QUOTE}
from quotes
{_JOINS}
where quotes.reviewed = 0
order by quotes.reviewed, quotes.confidence, quotes.rowid
limit 200""",
        _ALL,
    ),
}
