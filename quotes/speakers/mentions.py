"""What a caller asks and what it is answered: mentions of sources in, speakers out."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..model import MentionKind, Span, Speaker


@dataclass(frozen=True, slots=True)
class MentionRequest:
    """A source mention to be resolved, in code points of the document's text.

    ``spans`` is the mention, empty where the quote has none; ``content`` and ``cue`` are the quote's.
    ``quoted`` tells that the mention stands inside another quote, where the first person means that
    quote's speaker; ``outer`` is the index of the request whose content holds this one.
    """

    spans: tuple[Span, ...]
    content: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    quoted: bool = False
    outer: int | None = None


@dataclass(frozen=True, slots=True)
class Resolved:
    """Whom one request means.

    ``speakers`` are indexes into `Resolution.speakers`, empty where nobody could be told; ``role`` is
    what stands with the mention or else what introduced its first speaker; ``kind`` is None where
    there was no mention; ``rule`` names how it was resolved, ``strength`` (0 to 1) how far to trust it.
    """

    speakers: tuple[int, ...] = ()
    role: str | None = None
    kind: MentionKind | None = None
    rule: str = "no mention"
    strength: float = 0.0


@dataclass(frozen=True, slots=True)
class Resolution:
    """The speakers of one article, in the order they first speak, and an answer to every request."""

    speakers: list[Speaker] = field(default_factory=list)
    mentions: list[Resolved] = field(default_factory=list)
