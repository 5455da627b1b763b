"""Quotation marks that quote nobody: titles, nicknames, and words held at arm's length."""

from __future__ import annotations

import re

from .extents import closes_with_stop
from .phrases import is_noun
from .unit import Unit

_SMALL = frozenset("a an and as at but by for from in into is it nor of on or so the to up with".split())
_WORD = re.compile(r"[^\W\d_][\w’'.-]*")


def is_name(unit: Unit, q: int) -> bool:
    """Whether a quotation is a title, a nickname or a word held at arm's length rather than speech."""
    text = unit.text(q, q + 1)
    words = _WORD.findall(text)
    before = unit.low[q - 1] if q else ""
    before_tag = unit.tag[q - 1] if q else ""
    after_tag = unit.tag[q + 1] if q + 1 < len(unit) else ""
    if not words:
        return True
    if before in ("so-called", "dubbed", "titled", "entitled", "nicknamed", "named", "hashtag"):
        return True
    if len(words) <= 4 and before_tag in ("NNP", "NNPS") and after_tag in ("NNP", "NNPS"):
        return True
    if (
        len(words) <= 5
        and before_tag in ("DT", "PRP$", "POS", "JJ", "NNP")
        and is_noun(after_tag)
        and not closes_with_stop(unit, q)
    ):
        return len(words) <= 3
    titled = all(w[0].isupper() or w in _SMALL for w in words) and len(words) > 1
    return titled and len(words) <= 9 and not text.rstrip("\"”’'").endswith(("!", "?"))
