"""The views: `attributed`, the one to query, and one per question that people ask.

Each view is a mapping of its columns to SQL expressions, and the rest of the statement; `sql` joins the
two, so that the columns can be described and tested without asking SQLite.
"""

from __future__ import annotations

from typing import NamedTuple


class View(NamedTuple):
    """The columns (name to SQL expression), in order, and what follows them from ``FROM`` on."""

    columns: dict[str, str]
    rest: str

    @property
    def sql(self) -> str:
        """The SELECT statement."""
        return (
            "select\n  " + ",\n  ".join(f'{e} as "{c}"' for c, e in self.columns.items()) + "\n" + self.rest
        )


def _of(table: str, *columns: str) -> dict[str, str]:
    return {column: f'{table}."{column}"' for column in columns}


# Left joins throughout: a quote without a speaker, an outlet or a date is still a quote.
_JOINED = """from quotes
join sources on sources.id = quotes.source_id
left join speakers on speakers.id = quotes.speaker_id
left join outlets on outlets.id = sources.outlet_id
left join outlets as relay on relay.id = quotes.via_id"""

_SPEAKER = {"speaker_id": "quotes.speaker_id", "speaker": "speakers.name"}
_SOURCE = {
    "source_id": "quotes.source_id",
    "title": "sources.title",
    "url": "sources.url",
    "outlet": "outlets.name",
    "published": "sources.published",
}

# Counted by ids first and named afterwards: the other way round, SQLite tries every outlet with every
# speaker. A quote with several speakers counts for each; quote_speakers repeats the first as number 1.
_RELAYED = """from (
  select via_id as outlet_id, speaker_id, count(*) as quotes, count(distinct source_id) as sources
  from quotes where via_id is not null
  group by via_id, speaker_id
) as counted
join outlets on outlets.id = counted.outlet_id
left join speakers on speakers.id = counted.speaker_id
order by counted.quotes desc, counted.outlet_id, counted.speaker_id"""

_PUBLISHED = """from (
  select sources.outlet_id, said.speaker_id, count(*) as quotes, count(distinct sources.id) as sources
  from (
    select source_id, speaker_id from quotes where speaker_id is not null
    union all
    select quotes.source_id, quote_speakers.speaker_id
    from quote_speakers join quotes on quotes.id = quote_speakers.quote_id
    where quote_speakers.n > 1
  ) as said
  cross join sources on sources.id = said.source_id
  where sources.outlet_id is not null
  group by sources.outlet_id, said.speaker_id
) as counted
join outlets on outlets.id = counted.outlet_id
join speakers on speakers.id = counted.speaker_id
order by counted.quotes desc, counted.outlet_id, counted.speaker_id"""

_COUNTED = {
    "outlet_id": "counted.outlet_id",
    "outlet": "outlets.name",
    "speaker_id": "counted.speaker_id",
    "speaker": "speakers.name",
    "quotes": "counted.quotes",
    "sources": "counted.sources",
}

# The known speakers of wordings that have several, each with their quotes; not whoever only quotes the words,
# whose own quote holds the one of whoever said them. A bare column beside min() is of the row that has it.
_SAID = """(
  select quotes.wording_id, quotes.speaker_id, speakers.name as speaker, speakers.kind,
    count(*) as quotes, count(distinct quotes.source_id) as sources,
    min(coalesce(sources.published, '~')) as earliest, quotes.id as quote_id
  from wordings
  join quotes on quotes.wording_id = wordings.id
  join sources on sources.id = quotes.source_id
  join speakers on speakers.id = quotes.speaker_id
  where wordings.speakers > 1 and speakers.kind in ('person', 'organisation')
    and (quotes.variant_id, quotes.speaker_id) in (select id, speaker_id from variants)
    and not exists (
      select 1 from quotes as inside
      where inside.nested_in = quotes.id and inside.wording_id = quotes.wording_id
    )
  group by quotes.wording_id, quotes.speaker_id
)"""

# People speak for organisations, so that only speakers of one kind contradict each other. An outlet that
# others name as the one who heard it has not said it.
_DISPUTED = f"""from wordings
join {_SAID} as said on said.wording_id = wordings.id
where exists (
  select 1 from {_SAID} as other
  where other.wording_id = said.wording_id and other.speaker_id <> said.speaker_id and other.kind = said.kind
    and not exists (
      select 1 from quotes as joint
      join quote_speakers as one on one.quote_id = joint.id and one.speaker_id = said.speaker_id
      join quote_speakers as two on two.quote_id = joint.id and two.speaker_id = other.speaker_id
      where joint.wording_id = said.wording_id
    )
    and not exists (
      select 1 from quotes as relayed join outlets on outlets.id = relayed.via_id
      where relayed.wording_id = said.wording_id and outlets.name in (said.speaker, other.speaker)
    )
)"""

VIEWS: dict[str, View] = {
    "attributed": View(
        _of("quotes", "id", "text", "kind", "status", "act")
        | _SPEAKER
        | {"speaker_kind": "speakers.kind"}
        | _of("quotes", "role", "mention", "cue", "verb", "via_id")
        | {"via": "relay.name"}
        | _of("quotes", "addressee", "medium", "confidence", "rule", "runner_up", "edited", "reviewed")
        | _of("quotes", "nested_in", "context", "source_id")
        | {
            "title": "sources.title",
            "url": "sources.url",
            "outlet_id": "sources.outlet_id",
            "outlet": "outlets.name",
            "byline": "sources.byline",
            "published": "sources.published",
            "year_month": "sources.year_month",
        },
        _JOINED,
    ),
    "top_speakers": View(
        _of("speakers", "id", "name", "kind", "role", "quotes", "sources", "first_seen", "last_seen"),
        "from speakers\nwhere speakers.kind in ('person', 'organisation')\n"
        "order by speakers.quotes desc, speakers.id",
    ),
    "relays": View(_COUNTED, _RELAYED),
    "outlet_speakers": View(_COUNTED, _PUBLISHED),
    "unattributed": View(
        _of("quotes", "id", "text", "kind", "status", "mention", "context", "confidence", "reviewed")
        | _SOURCE,
        f"{_JOINED}\nwhere quotes.speaker_id is null",
    ),
    "unnamed_sources": View(
        _of("quotes", "id", "text", "kind", "status")
        | _SPEAKER
        | {"speaker_kind": "speakers.kind"}
        | _of("quotes", "mention", "context", "reviewed")
        | _SOURCE,
        f"{_JOINED}\nwhere speakers.kind in ('unnamed', 'group')",
    ),
    "disputes": View(
        {"wording_id": "wordings.id", "text": "wordings.text"}
        | _of("said", "speaker_id", "speaker", "kind", "quotes", "sources")
        | {"first_seen": "nullif(said.earliest, '~')", "quote_id": "said.quote_id"},
        _DISPUTED,
    ),
    "unsure": View(
        _of("quotes", "id", "text", "kind")
        | _SPEAKER
        | _of("quotes", "mention", "confidence", "rule", "context")
        | _SOURCE,
        f"{_JOINED}\nwhere quotes.reviewed = 0\norder by quotes.confidence, quotes.rowid",
    ),
}
