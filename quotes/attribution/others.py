"""Cues that are no verbs: "according to", and nouns such as "claim that"."""

from __future__ import annotations

from .extents import closes_with_stop, start_before
from .outlets import is_outlet
from .phrase_starts import phrase_start
from .phrases import FINITE, base, mention
from .statements import Statements
from .unit import QUOTATION

_MARKS = frozenset(", . ; : ( ) — – --".split())
_NOUNS = frozenset(
    """
    claim claims statement statements assertion assertions allegation allegations suggestion suggestions
    warning warnings promise promises pledge vow argument arguments announcement declaration contention
    accusation accusations charge insistence remark remarks comment comments prediction predictions
    complaint admission acknowledgment acknowledgement acknowledgement revelation denial denials reports
    report proposal""".split()
)


def according_to(statements: Statements) -> None:
    """According to Ruiz, … · …, according to Ruiz · “…,” Lee said, according to NPR"""
    unit = statements.unit
    low = unit.low
    for i in range(len(unit) - 2):
        if low[i] != "according" or low[i + 1] != "to" or statements.taken[i]:
            continue
        if "that" in unit.low[max(0, i - 2) : i] and any(c.verb < i for c in statements.cues):
            continue  # said that, according to Lee, …: part of what is said
        leading = i <= 2 or unit.low[i - 1] in ("that", "and", "but")
        end = (
            _leading_source(statements, i + 2)
            if leading
            else mention(unit, i + 2, statements.limit, closing=True)
        )
        while end == i + 2 or (
            end < statements.limit and unit.tag[end] in ("NN", "NNS", "VBG") and end - i < 12
        ):
            # a mis-tagged noun phrase: read on to the next mark
            end += 1
            if end >= statements.limit or unit.low[end] in _MARKS or unit.tag[end] == QUOTATION:
                break
            if (following := mention(unit, end, statements.limit, closing=True)) > end:
                end = following
        if end > statements.limit:
            continue
        source = (i + 2, end)
        before = i - 1
        if before >= 0 and low[before] == ",":
            before -= 1
        start = start_before(unit, before + 1, statements.floor(before + 1)) if before >= 0 else 0
        has_before = (
            before >= start
            and before >= 0
            and any(
                unit.tag[k] in FINITE or unit.tag[k] in ("VBN", QUOTATION) for k in range(start, before + 1)
            )
        )
        if has_before and _relayed(statements, start, before + 1, unit.text(*source)):
            statements.relay((start, before + 1), source)
            statements.use((i, end))
            continue
        spans = None
        if (
            not has_before
            and not leading
            and before - start >= 0
            and unit.tag[start] not in ("IN", "RB", "WRB", "CC")
            and low[i - 1] == ","
        ):
            # The bridge, according to Ruiz, was unsafe
            after = end + 1 if end < statements.limit and low[end] == "," else end
            if after < statements.limit:
                spans = [(start, before + 1), (after, statements.limit)]
        if has_before:
            first, last = start, before + 1
        else:
            first = end + 1 if end < statements.limit and low[end] == "," else end
            last = next((k for k in range(first, statements.limit) if low[k] == ";"), statements.limit)
        if not has_before and first < last and unit.tag[first] == QUOTATION and closes_with_stop(unit, first):
            last = first + 1  # According to Ruiz, “…,” which means that …
        spans = spans or [(first, last)]
        if any(b <= a or not statements.is_free((a, b)) for a, b in spans):
            continue
        statements.keep(spans, (i, i + 2), source, "according to", "according to")
        statements.use((i, end))


def _leading_source(statements: Statements, i: int) -> int:
    """The end of the source in "According to Ruiz, a baker, …": the comma that the statement follows."""
    unit = statements.unit
    limit = statements.limit
    commas = [k for k in range(i + 1, min(limit, i + 40)) if unit.low[k] == ","][:4]
    for number, comma in enumerate(commas):
        following = commas[number + 1] if number + 1 < len(commas) else None
        if following is None:
            return comma
        between = unit.tag[comma + 1 : following]
        appositive = unit.tag[comma + 1] in ("DT", "NN", "JJ", "WP", "NNP", "PRP$", "VBN", "CD") and (
            unit.tag[comma + 1] == "WP" or not any(t in FINITE for t in between)
        )
        rest = any(unit.tag[k] in FINITE for k in range(following + 1, limit))
        if not ((appositive and rest and base(unit, comma + 1) > comma + 1) or unit.tag[comma + 1] == "WP"):
            return comma
    return mention(unit, i, limit, closing=False)


def _relayed(statements: Statements, start: int, end: int, name: str) -> bool:
    """Whether what stands before "according to" is itself somebody's statement with its cue."""
    unit = statements.unit
    own = [c for c in statements.cues if start <= c.verb < end and c.says and c.finite and not c.passive]
    if not own:
        return False
    if is_outlet(name) or own[-1].last >= end - 1:
        return True
    beside = [c for c in own if statements.quotation_at(c.last) is not None]
    behind = [
        c for c in own if any(unit.tag[k] == QUOTATION for k in range(max(start, c.first - 8), c.first))
    ]
    return bool(beside or behind)


def noun_cues(statements: Statements) -> None:
    """Ruiz’s claim that …"""
    unit = statements.unit
    for i in range(1, len(unit) - 2):
        if unit.low[i] not in _NOUNS or not unit.tag[i].startswith("NN"):
            continue
        that = next((k for k in range(i + 1, min(len(unit) - 1, i + 8)) if unit.low[k] == "that"), 0)
        if not that or (that > i + 1 and unit.low[i + 1] != "by"):
            continue
        if statements.taken[i] or statements.used[i]:
            continue
        source = _by_phrase(statements, i)
        if source is not None:
            pass
        elif unit.tag[i - 1] == "PRP$":
            source = (i - 1, i)
        else:
            k = i - 1
            while k > 0 and unit.tag[k] in ("JJ", "NN", "RB", "VBN") and i - k < 4:
                k -= 1
            if unit.tag[k] == "PRP$":
                source = (k, k + 1)
            elif unit.tag[k] == "POS" and k:
                start = phrase_start(unit, k, 0)
                if start is not None:
                    source = (start, k)
        if source is None:
            continue
        end = _end_of_that_clause(statements, that, source[0])
        statements.keep([(that, end)], (i, i + 1), source, "noun", unit.low[i].rstrip("s"))


def _by_phrase(statements: Statements, i: int) -> tuple[int, int] | None:
    """The warning by Moyo that …"""
    unit = statements.unit
    if unit.low[i + 1] != "by":
        return None
    end = base(unit, i + 2)
    return (i + 2, end) if end > i + 2 and end < len(unit) and unit.low[end] == "that" else None


def _end_of_that_clause(statements: Statements, that: int, source: int) -> int:
    """Where the clause of a noun ends: before the main verb where the noun is its subject."""
    unit = statements.unit
    is_subject = not any(unit.tag[k] in FINITE for k in range(source))
    verbs = 0
    end = that + 1
    while end < statements.limit and unit.low[end] not in (",", ";", "—", "–") and not statements.taken[end]:
        if unit.tag[end] in FINITE and unit.tag[end - 1] not in FINITE:
            verbs += 1
            if is_subject and verbs == 2 and unit.tag[end - 1] not in ("PRP", "WP", "WDT"):
                break
        end += 1
    return end
