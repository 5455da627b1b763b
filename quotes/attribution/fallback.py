"""Quotations that no cue of reporting claims: whose words a clause's verb makes them, or nobody's."""

from __future__ import annotations

from .extents import closes_with_stop
from .lexicon import LEMMAS
from .naming import is_name
from .phrases import FINITE, base
from .sources import main_subject, subject_before
from .statements import Statements
from .unit import QUOTATION

_VERBS = frozenset("VB VBD VBG VBN VBP VBZ".split())
_FEWEST = 3  # shorter ones are scare quotes, titles and nicknames more often than not


def uncued(statements: Statements) -> None:
    """Give every quotation that is nobody's content yet to the clause it stands in."""
    unit = statements.unit
    if unit.low[-1] == "?" and unit.tag[0] in ("WP", "WRB"):
        return  # Who said “never”?
    for q in range(len(unit)):
        if unit.tag[q] != QUOTATION or statements.taken[q]:
            continue
        if is_name(unit, q):
            continue
        if _named_before_colon(statements, q):
            continue
        verb = _governing_verb(statements, q)
        if verb is None:
            continue
        words = unit.quoted_words(q)
        reporting = unit.low[verb] in LEMMAS
        if words < (1 if reporting else _FEWEST):
            continue
        _attribute(statements, q, verb)


def _named_before_colon(statements: Statements, q: int) -> bool:
    """Philip Bump: “…” at the start of a line or after a dash."""
    unit = statements.unit
    if q < 2 or unit.low[q - 1] not in (":", "—", "–", "--"):
        return False
    start = q - 2
    while (
        start > 0
        and unit.tag[start - 1] in ("NNP", "NNPS", "POS", "NN", "-RRB-", "-LRB-", ".", "CD")
        and q - start < 9
    ):
        start -= 1
    if unit.low[0] == "from" and q < 25 and base(unit, 1) > 1 and unit.low[q - 1] == ":":
        start = 1  # From Ana Ruiz, the mayor of Lima: “…”
    elif unit.tag[q - 2] not in ("NNP", "NNPS", "-RRB-") or base(unit, start) == start:
        return False
    if start > 0 and unit.low[start - 1] not in ("-", "—", "–", "--", ")", "]", "*", "•", "from"):
        return False
    statements.keep([(q, q + 1)], (q - 1, q), (start, q - 1), "name and colon")
    return True


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
    while (
        first
        and unit.tag[first - 1] in ("RB", "MD", "VBD", "VBZ", "VBP", "VBN", "VB", "TO")
        and verb - first < 5
        and not statements.taken[first - 1]
    ):
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
        while (
            end < statements.limit
            and not statements.taken[end]
            and unit.low[end] not in (",", ";", ":", "—", "–", "--")
            and not (unit.tag[end] == "CC" and end + 1 < len(unit) and unit.tag[end + 1] in FINITE)
        ):
            end += 1
    if statements.is_free((start, end)):
        lemma = LEMMAS.get(unit.low[verb], unit.low[verb])
        statements.keep([(start, end)], (verb, verb + 1), source, "clause", lemma)
