"""An `Extraction` as plain records, one a quote: what `quotes extract` prints and the scorer reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from .model import Extraction


class Record(TypedDict):
    """One quote. Spans are half-open, in code points into the article's text."""

    doc: str
    n: int
    kind: str
    content: list[list[int]]
    text: str
    cue: list[list[int]]
    source: list[list[int]]
    speaker: str | None
    speaker_kind: str | None
    role: str | None
    via: str | None
    addressee: str | None
    medium: str | None
    status: str
    confidence: float
    nested_in: int | None
    act: str
    verb: str | None
    rule: str
    runner_up: str | None


def records(extraction: Extraction) -> Iterator[Record]:
    """The quotes of an article in their order; ``speaker`` is the first where a quote has several."""
    for quote in extraction.quotes:
        speaker = extraction.speakers[quote.speakers[0]] if quote.speakers else None
        yield Record(
            doc=extraction.article.doc,
            n=quote.n,
            kind=quote.kind,
            content=[list(span) for span in quote.content],
            text=extraction.words(quote.content),
            cue=[list(span) for span in quote.cue],
            source=[list(span) for span in quote.source.spans] if quote.source else [],
            speaker=speaker.name if speaker else None,
            speaker_kind=speaker.kind if speaker else None,
            role=quote.role,
            via=quote.via,
            addressee=quote.addressee,
            medium=quote.medium,
            status=quote.status,
            confidence=round(quote.confidence, 4),
            nested_in=quote.nested_in,
            act=quote.act,
            verb=quote.verb,
            rule=quote.rule,
            runner_up=extraction.words((quote.runner_up,)) if quote.runner_up else None,
        )
