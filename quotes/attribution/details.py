"""What else an attribution tells: in what it was said, and which outlet relays it."""

from __future__ import annotations

from .cues import Cue
from .lexicon import MEDIA
from .phrases import base
from .unit import Unit

_BY_VERB = {
    "tweet": "tweet",
    "retweet": "tweet",
    "email": "email",
    "text": "message",
    "message": "message",
    "post": "post",
    "blog": "post",
    "testify": "testimony",
}
_FARTHEST = 14


def medium_of(unit: Unit, cue: Cue, source: tuple[int, int] | None) -> str | None:
    """The kind of text or occasion that the words stand in: "statement", "tweet", "interview" …"""
    if cue.lemma in _BY_VERB:
        return _BY_VERB[cue.lemma]
    for i in range(cue.last, min(len(unit), cue.last + _FARTHEST)):
        if unit.low[i] in ("in", "on", "during", "via", "at", "through") and unit.tag[i] == "IN":
            medium = _medium_at(unit, i + 1)
            if medium:
                return medium
        elif unit.low[i] in (":", ";", "that") or unit.quotation[i] is not None:
            break
    # "In a statement, the firm said"
    for i in range(min(8, source[0] if source else cue.first)):
        if unit.low[i] in ("in", "on", "during", "via", "at") and unit.tag[i] == "IN":
            medium = _medium_at(unit, i + 1)
            if medium:
                return medium
    if source and unit.low[source[1] - 1] in MEDIA and cue.lemma in ("say", "read", "state"):
        return MEDIA[unit.low[source[1] - 1]]
    return None


def _medium_at(unit: Unit, i: int) -> str | None:
    end = base(unit, i)
    if end == i:
        return None
    return MEDIA.get(unit.low[end - 1])
