"""Where a noun phrase begins, read leftwards from its end: of-phrases, relative clauses, lists of names."""

from __future__ import annotations

from .phrases import FINITE, base, is_noun, is_time
from .unit import QUOTATION, Unit

_OBJECTS = frozenset("him her them me us himself herself themselves".split())
_CLAUSE_OPENERS = frozenset(
    """
    that because although though while if whether than unless like as when where why how since so lest
    whereas once until after before but and or yet""".split()
)
_HARD = frozenset("; : — – -- - ( ) [ ] -lrb- -rrb-".split())


def _part_of(unit: Unit, end: int, floor: int) -> int | None:
    """The start of "one of them", "almost half of us" that ends at item ``end``; None for a bare object."""
    start = end - 2
    if start <= floor or unit.low[start] != "of":
        return None
    while start > floor and unit.tag[start - 1] in ("CD", "NN", "NNS", "DT", "JJ", "JJS", "RB", "PDT"):
        start -= 1
    return start if start < end - 2 else None


def phrase_start(unit: Unit, end: int, floor: int) -> int | None:
    """Where the noun phrase that ends at item ``end`` begins, with its of-phrases and relative clauses."""
    tag, low = unit.tag, unit.low
    if tag[end - 1] == "PRP" or tag[end - 1] in ("WP", "EX") or low[end - 1] in ("who", "which", "that"):
        if tag[end - 1] == "PRP" and low[end - 1] in _OBJECTS:
            return _part_of(unit, end, floor)
        return end - 1
    k = end
    noun_seen = False
    while k > floor:
        t, w = tag[k - 1], low[k - 1]
        if t == QUOTATION:
            if (
                unit.quoted_words(k - 1) <= 4
                and k < end
                and k - 2 >= floor
                and (is_noun(tag[k - 2]) or tag[k - 2] in ("DT", "JJ", "PRP$"))
            ):
                k -= 1
                continue
            break
        if w in _HARD or w == ",":
            if w == ")" and (opening := _opening(unit, k - 1, floor)) is not None and k - 1 > opening:
                k = opening
                continue
            if w == "," and _inside_name(unit, k - 1, end):
                k -= 1
                continue
            break
        if t in FINITE:
            relative = relative_before(unit, k - 1, floor)
            if relative is None:
                break
            k = relative
            continue
        if t == "VB" or (t == "TO" and k < end and tag[k] == "VB"):
            k -= 1
            continue
        if t in ("VBN", "VBG"):
            if k - 2 >= floor and (
                is_noun(tag[k - 2])
                or low[k - 2] == ")"
                or tag[k - 2] in ("DT", "NNS", "RB", "JJ", "PRP$", "CD", "POS")
            ):
                k -= 1
                continue
            break
        if w in _CLAUSE_OPENERS and t in ("IN", "CC", "WRB", "RB", "WDT"):
            if (
                w in ("and", "or")
                and noun_seen
                and k - 2 >= floor
                and (is_noun(tag[k - 2]) or tag[k - 2] == "PRP" or low[k - 2] == ")")
                and not _verb_before(unit, k - 1, floor)
            ):
                k -= 1
                continue
            if w in ("after", "before", "since", "until", "like", "as", "than") and t == "IN":
                # adjunct that runs into the subject: "After the vote Ruiz said"
                return _last_base(unit, k, end)
            break
        if w in ("``", "''", '"'):
            break
        if is_noun(t) or t in ("PRP", "CD"):
            noun_seen = True
        if t in ("WP", "WDT"):
            break
        if t == "UH" or t == "LS":
            break
        k -= 1
    while (
        k < end
        and (tag[k] in ("RB", "CC", "UH", "RBR", "MD", "POS", "RP") or low[k] in ("then", "meanwhile"))
        and base(unit, k) == k
    ):
        k += 1
    if k >= end:
        return None
    if tag[k] in ("IN", "TO", "VBN", "VBG", "VB") and not (tag[k] in ("VBN", "VBG") and base(unit, k) > k):
        start = _last_base(unit, k, end)
        return start
    if _opens_with_time(unit, k, end):
        return _last_base(unit, k, end)
    if base(unit, k) == k and tag[k] not in ("VBN", "VBG", "PRP", "RBR"):
        return _last_base(unit, k, end)
    return k


def _opens_with_time(unit: Unit, first: int, end: int) -> bool:
    """An hour later Ruiz said: a time phrase that runs into the subject."""
    stop = base(unit, first)
    if stop <= first or stop >= end or not is_time(unit, first, stop):
        return False
    return unit.low[stop] in ("later", "earlier", "ago", "after", "before") or unit.tag[stop] in (
        "RB",
        "RBR",
        "JJ",
    )


def _last_base(unit: Unit, first: int, end: int) -> int | None:
    """The start of the last base noun phrase before ``end``, with the of-phrases that lead to it."""
    k = first
    found: list[tuple[int, int]] = []
    while k < end:
        j = base(unit, k)
        if j > k:
            found.append((k, min(j, end)))
            k = j
        else:
            k += 1
    if not found:
        return None
    start = found[-1][0]
    for (a, b), (c, _) in zip(reversed(found[:-1]), reversed(found[1:]), strict=False):
        if c - b == 1 and unit.low[b] in ("of", "for") and c == start and unit.tag[first] != unit.tag[b]:
            start = a
        else:
            break
    return start


def _opening(unit: Unit, closing: int, floor: int) -> int | None:
    for k in range(closing - 1, max(floor - 1, closing - 12), -1):
        if unit.low[k] in ("(", "-lrb-"):
            return k
    return None


def _inside_name(unit: Unit, comma: int, end: int) -> bool:
    """Whether the comma belongs to a name or a list: "Ruiz, Jr. said", "Ruiz, Lee and Diaz said"."""
    following = unit.low[comma + 1] if comma + 1 < end else ""
    if following.rstrip(".") in ("jr", "sr", "inc", "ltd", "llc", "iii"):
        return True
    if not comma or not is_noun(unit.tag[comma - 1]):
        return False
    # a list of noun phrases whose last member follows "and"
    k = comma + 1
    for _ in range(6):
        j = base(unit, k)
        if j == k:
            return False
        if j < end and unit.low[j] == "and":
            return base(unit, j + 1) >= end
        if j < end and unit.low[j] == ",":
            k = j + 1
            if k < end and unit.low[k] == "and":
                return base(unit, k + 1) >= end
            continue
        return False
    return False


def relative_before(unit: Unit, verb: int, floor: int) -> int | None:
    """The item of the relative pronoun that governs the finite verb, if there is one close by."""
    for k in range(verb - 1, max(floor - 1, verb - 6), -1):
        if unit.tag[k] in ("WP", "WDT", "WP$") or (unit.low[k] in ("who", "that") and unit.tag[k] == "WDT"):
            return (
                k
                if k > floor and (is_noun(unit.tag[k - 1]) or unit.low[k - 1] in ("those", "one", "people"))
                else None
            )
        if unit.low[k] in (",", ";", ":"):
            return None
    return None


def _verb_before(unit: Unit, end: int, floor: int) -> bool:
    """Whether a finite verb stands between the clause's beginning and ``end``."""
    for k in range(end - 1, max(floor - 1, end - 25), -1):
        if unit.tag[k] in FINITE:
            return True
        if unit.low[k] in (",", ";", ":", "—", "–", "--") or unit.tag[k] == QUOTATION:
            return False
    return False
