"""All that a text is recognised by, worked out once: where an article is parsed, or when it is written."""

from __future__ import annotations

from typing import NamedTuple

from .features import features
from .fingerprints import stable_hash
from .joining import REACHES, reach_of
from .words import normal_words


class Recognised(NamedTuple):
    """What a text is recognised by; a function of the text alone, for one version of this package.

    ``key`` is that of `fingerprints.exact_key`; ``words`` are the normalised words, with a blank between
    them; ``reach`` is the place of `joining.reach_of` in `joining.REACHES`; ``features`` are those of
    `features.features`, in order. Numbers have 63 bits.
    """

    key: int
    words: str
    reach: int
    features: tuple[int, ...]


def recognise(text: str) -> Recognised | None:
    """What a text is recognised by; None for a text without any words."""
    words = normal_words(text)
    if not words:
        return None
    joined = " ".join(words)
    return Recognised(stable_hash(joined), joined, REACHES.index(reach_of(words)), features(words))
