"""A text with three quotes in it, and rows made from words instead of offsets."""

from __future__ import annotations

from quotes.evaluate import Row
from quotes.model import Span

TEXT = (
    "“We lost the bridge,” Ana Ruiz said. Mayor Ruiz said that it would be built again. "
    "Her deputy hopes for rain. No one else spoke."
)
# (content, cue, source), each given by its words; one quoted, one reported, one that is merely indirect.
LOST = ("“We lost the bridge,”", "said", "Ana Ruiz")
BUILT = ("that it would be built again", "said", "Mayor Ruiz")
RAIN = ("for rain", "hopes", "Her deputy")


def spans(words: str) -> tuple[Span, ...]:
    """Where the words stand; parts with something left out between them are joined by " … "."""
    parts = words.split(" … ") if words else []
    return tuple(Span(TEXT.index(part), TEXT.index(part) + len(part)) for part in parts)


def row(content: str, cue: str = "", source: str = "", **more: object) -> Row:
    return Row(spans(content), spans(cue), spans(source), **more)  # type: ignore[arg-type]


GOLD = [row(*LOST), row(*BUILT), row(*RAIN)]
