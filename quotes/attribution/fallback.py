"""Quotations that no cue of reporting claims: whose words a clause's verb makes them, or nobody's."""

from __future__ import annotations

import re

from .contents import closes_with_stop
from .lexicon import LEMMAS
from .phrases import FINITE, is_noun
from .relation import Relation
from .sources import main_subject, subject_before
from .statements import Statements
from .unit import QUOTATION, Unit

_VERBS = frozenset("VB VBD VBG VBN VBP VBZ".split())
_SMALL = frozenset("a an and as at but by for from in into is it nor of on or so the to up with".split())
_FEWEST = 3  # shorter ones are scare quotes, titles and nicknames more often than not
_WORD = re.compile(r"[^\W\d_][\w’'.-]*")


def uncued(statements: Statements) -> None:
    """Give every quotation that is nobody's content yet to the clause it stands in."""
    unit = statements.unit
    for q in range(len(unit)):
        if unit.tag[q] != QUOTATION or statements.taken[q]:
            continue
        if is_name(unit, q):
            continue
        verb = _governing_verb(statements, q)
        if verb is None:
            continue
        words = unit.quoted_words(q)
        reporting = unit.low[verb] in LEMMAS
        if words < (1 if reporting else _FEWEST):
            continue
        _attribute(statements, q, verb)


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
    if len(words) <= 5 and before_tag in ("DT", "PRP$", "POS", "JJ", "NNP") and is_noun(after_tag) and not closes_with_stop(unit, q):
        return len(words) <= 3
    titled = all(w[0].isupper() or w in _SMALL for w in words) and len(words) > 1
    return titled and len(words) <= 9 and not text.rstrip("\"”’'").endswith(("!", "?"))


def _governing_verb(statements: Statements, q: int) -> int | None:
    """The nearest verb to the left in the quotation's clause."""
    unit = statements.unit
    for k in range(q - 1, max(-1, q - 30), -1):
        if statements.taken[k]:
            return None
        if unit.tag[k] in _VERBS and unit.low[k] not in ("'s", "been", "be"):
            return k
        if unit.low[k] in (";",):
            return None
    return None


def _attribute(statements: Statements, q: int, verb: int) -> None:
    unit = statements.unit
    first = verb
    while first and unit.tag[first - 1] in ("RB", "MD", "VBD", "VBZ", "VBP", "VBN", "VB", "TO") and verb - first < 5 and not statements.taken[first - 1]:
        first -= 1
    source = None
    if unit.tag[verb] in FINITE or unit.tag[first] in FINITE:
        source = subject_before(unit, first, 0)
    if source is None:
        source = main_subject(unit, verb + (unit.tag[verb] in FINITE), 0)
    if source is None:
        return
    start = verb + 1
    while start < q and unit.low[start] in (",", ":"):
        start += 1
    end = q + 1
    while end < statements.limit and unit.tag[end] == QUOTATION:
        end += 1
    if not closes_with_stop(unit, q):
        while end < statements.limit and not statements.taken[end] and unit.low[end] not in (",", ";", ":", "—", "–", "--"):
            end += 1
    if any(statements.taken[start:end]):
        return
    statements.taken[start:end] = b"\x01" * (end - start)
    statements.found.append(
        Relation(
            content=[unit.span(start, end)],
            cue=[unit.span(verb, verb + 1)],
            verb=LEMMAS.get(unit.low[verb], unit.low[verb]),
            source=unit.span(*source),
            rule="clause",
            paragraph=unit.paragraph,
        )
    )
