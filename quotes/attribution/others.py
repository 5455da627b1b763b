"""Cues that are no verbs: "according to", and nouns such as "claim that"."""

from __future__ import annotations

from .contents import start_before
from .phrases import FINITE, mention
from .relation import Relation
from .sources import phrase_start
from .statements import Statements
from .unit import QUOTATION

_MARKS = frozenset(", . ; : ( ) — – --".split())
_NOUNS = frozenset(
    """claim claims statement statements assertion assertions allegation allegations suggestion suggestions
    warning warnings promise promises pledge vow argument arguments announcement declaration contention
    accusation accusations charge insistence remark remarks comment comments prediction predictions complaint
    admission acknowledgment acknowledgement acknowledgement revelation denial denials reports report
    proposal""".split()
)


def according_to(statements: Statements) -> None:
    """According to Ruiz, … · …, according to Ruiz · “…,” Lee said, according to NPR"""
    unit = statements.unit
    low = unit.low
    for i in range(len(unit) - 2):
        if low[i] != "according" or low[i + 1] != "to" or statements.taken[i]:
            continue
        end = mention(unit, i + 2, statements.limit, closing=True)
        while end == i + 2 or (end < statements.limit and unit.tag[end] in ("NN", "NNS", "VBG") and end - i < 12):
            # a mis-tagged noun phrase: read on to the next mark
            end += 1
            if end >= statements.limit or unit.low[end] in _MARKS or unit.tag[end] == QUOTATION:
                break
        if end > statements.limit:
            continue
        source = (i + 2, end)
        cue = unit.span(i, i + 2)
        before = i - 1
        if before >= 0 and low[before] == ",":
            before -= 1
        start = start_before(unit, before + 1, statements._floor(before + 1)) if before >= 0 else 0
        has_before = before >= start and before >= 0 and any(
            unit.tag[k] in FINITE or unit.tag[k] in ("VBN", QUOTATION) for k in range(start, before + 1)
        )
        if has_before and _relayed(statements, start, before + 1):
            statements.relayed.append((start, before + 1, unit.span(*source)))
            statements.used[i:end] = b"\x01" * (end - i)
            statements.limit = min(statements.limit, before + 1)
            continue
        if has_before:
            first, last = start, before + 1
        else:
            first = end + 1 if end < statements.limit and low[end] == "," else end
            last = statements.limit
            stop = next((k for k in range(first, last) if low[k] == ";"), last)
            last = stop
        if last - first < 1 or any(statements.taken[first:last]):
            continue
        statements.taken[first:last] = b"\x01" * (last - first)
        statements.used[i:end] = b"\x01" * (end - i)
        statements.found.append(
            Relation(
                content=[unit.span(first, last)],
                cue=[cue],
                verb="according to",
                source=unit.span(*source),
                rule="according to",
                paragraph=unit.paragraph,
            )
        )


def _relayed(statements: Statements, start: int, end: int) -> bool:
    """Whether what stands before "according to" is itself somebody's quotation with its cue."""
    unit = statements.unit
    quoted = any(unit.tag[k] == QUOTATION for k in range(start, end))
    return quoted and any(start <= c.verb < end and c.says for c in statements.cues)


def noun_cues(statements: Statements) -> None:
    """Ruiz’s claim that …"""
    unit = statements.unit
    for i in range(1, len(unit) - 2):
        if unit.low[i] not in _NOUNS or unit.low[i + 1] != "that" or unit.tag[i + 1] != "IN":
            continue
        if statements.taken[i] or statements.used[i]:
            continue
        source = None
        if unit.tag[i - 1] == "PRP$":
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
        end = i + 1
        while end < statements.limit and unit.low[end] not in (",", ";", "—", "–") and not statements.taken[end]:
            end += 1
        statements.taken[i + 1 : end] = b"\x01" * (end - i - 1)
        statements.found.append(
            Relation(
                content=[unit.span(i + 1, end)],
                cue=[unit.span(i, i + 1)],
                verb=unit.low[i].rstrip("s"),
                source=unit.span(*source),
                rule="noun",
                paragraph=unit.paragraph,
            )
        )
