"""What was printed against what was said: the quotes of a speaker, compared with a speech."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

from ..wordings.passages import Transcript
from ..wordings.transcripts import against
from ..wordings.variants import Difference
from .search import Queries

_QUOTES = """select quotes.id, quotes.text, quotes.kind, quotes.speaker_id, speakers.name as speaker,
  relay.name as via, sources.id as source_id, sources.title, sources.url, outlets.name as outlet,
  sources.published
from quotes
join sources on sources.id = quotes.source_id
left join speakers on speakers.id = quotes.speaker_id
left join outlets on outlets.id = sources.outlet_id
left join outlets as relay on relay.id = quotes.via_id
where quotes.kind in ('direct', 'mixed') and (
  quotes.speaker_id in (select value from json_each(:speakers))
  or quotes.id in (
    select quote_id from quote_speakers where speaker_id in (select value from json_each(:speakers))
  )
)
order by sources.published is null, sources.published, quotes.source_id, quotes.n"""


def compared(db: Queries, text: str, speaker_ids: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The direct and mixed quotes of speakers against a transcript of what they said, the earliest first.

    A dict for each quote, and for a mixed one each stretch of it in quotation marks: ``verdict``,
    ``flags``, ``printed`` and ``said`` (see `wordings.transcripts.Comparison`), ``at`` (where the passage's
    pieces stand in the transcript: a list of [start, end], in code points), ``differences`` (between
    ``said`` and ``printed``; see below), and of the quote ``id``, ``speaker``, ``speaker_id``, ``via``,
    ``outlet``, ``published``, ``title``, ``url`` and ``source_id``.
    """
    transcript = Transcript(text)
    for quote in db.query(_QUOTES, {"speakers": json.dumps(list(speaker_ids))}):
        for found in against(transcript, quote.pop("text"), quote.pop("kind")):
            yield {
                "verdict": found.verdict,
                "flags": list(found.flags),
                "printed": found.printed,
                "said": found.said or None,
                "at": [list(piece) for piece in found.pieces],
                "differences": differences(found.differences, "other"),
                **quote,
            }


def differences(found: Iterable[Difference], of: Literal["one", "other"]) -> list[dict[str, Any]]:
    """Differences as data, without an editor's own: ``kind``, ``where``, ``was``, ``now``, and ``at``, the
    stretch of the one text or the other that they concern (half-open; empty where nothing stands there)."""
    return [
        {
            "kind": each.kind,
            "where": each.where,
            "was": each.was,
            "now": each.now,
            "at": list(each.one if of == "one" else each.other),
        }
        for each in found
        if each.kind != "editor"
    ]
