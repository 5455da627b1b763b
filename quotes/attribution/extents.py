"""Extents: where content that stands after or before its cue begins and ends."""

from __future__ import annotations

from .cues import Cue
from .lexicon import SAY
from .phrases import base
from .unit import QUOTATION, Unit

_STOPS = frozenset(". ! ? ; :".split())
_DASHES = frozenset("— – -- -".split())


def end_after(unit: Unit, start: int, limit: int, cue: Cue, cues: list[Cue], kind: str) -> int:
    """Where content that begins at item ``start`` after its cue ends (exclusive).

    At the unit's final stop; before "and said", ", adding", ", according to", a dash or semicolon that a new
    statement follows.
    """
    later = {c.first: c for c in cues if c.first > start}
    low, tag = unit.low, unit.tag
    k = start
    depth = 0
    while k < limit:
        w = low[k]
        if w in ("(", "-lrb-"):
            depth += 1
        elif w in (")", "-rrb-"):
            if depth == 0:
                break
            depth -= 1
        elif depth:
            pass
        elif w == ";" or (w in ("according",) and k + 1 < limit and low[k + 1] == "to"):
            break
        elif w == "," and k + 1 < limit:
            if low[k + 1] == "according":
                break
            if tag[k + 1] == "VBG" and (low[k + 1] in _TAIL_PARTICIPLES):
                break
            if _tag_follows(unit, k, limit, later):
                break
            if (
                low[k + 1] in ("and", "but", "though", "although", "while")
                and k + 2 < limit
                and (k + 2 in later or _same_subject_verb(unit, k + 2, cue))
            ):
                break
            if (
                kind == "noun"
                and low[k + 1] not in ("and", "or")
                and tag[k + 1] not in ("JJ", "NN", "NNS", "NNP", "CD")
            ):
                break
        elif w in ("and", "but") and k + 1 < limit and k > start:
            following = later.get(k + 1)
            if following is not None and following.form == cue.form and following.lemma in SAY:
                break
            if w == "but" and _same_subject_verb(unit, k + 1, cue):
                break
        elif (w in _DASHES and k > start and (w != "-" or _spaced(unit, k)) and k + 1 < limit) or (
            kind == "noun"
            and tag[k] in ("IN", "WRB")
            and w
            in (
                "during",
                "after",
                "before",
                "while",
                "when",
                "because",
                "on",
                "as",
                "amid",
                "despite",
                "at",
            )
            and k > start + 1
        ):
            break
        k += 1
    while (
        k > start
        and (low[k - 1] in (",", ".", ";", "—", "–", "--") or low[k - 1] in _STOPS)
        and tag[k - 1] != QUOTATION
    ):
        k -= 1
    return k


_TAIL_PARTICIPLES = frozenset(
    """
    adding saying noting citing calling referring telling arguing explaining warning claiming suggesting
    insisting describing accusing stressing vowing pledging promising urging asking writing quoting
    declaring acknowledging pointing drawing prompting sparking deeming recalling""".split()
)


def _same_subject_verb(unit: Unit, i: int, cue: Cue) -> bool:
    """Whether a finite verb of the cue's own tense begins at ``i``: "said X but declined …"."""
    k = i
    while k < len(unit) and unit.tag[k] == "RB":
        k += 1
    return (
        k < len(unit)
        and cue.form in ("VBD", "VBZ")
        and unit.tag[k] == cue.form
        and unit.low[k]
        not in (
            "was",
            "were",
            "had",
            "is",
            "has",
            "did",
            "does",
        )
    )


def _tag_follows(unit: Unit, comma: int, limit: int, later: dict[int, Cue]) -> bool:
    """Whether a comma opens another attribution: ", Ruiz added", ", Reuters reported", ", and Lee said …"."""
    i = comma + 1
    if unit.low[i] in ("and", "but"):
        i += 1
    if i >= limit:
        return False
    if unit.low[i] == "as" and unit.tag[i] == "IN":
        i += 1
    end = base(unit, i)
    while end < limit and unit.tag[end] in ("RB", "RBR"):
        end += 1
    cue = later.get(end)
    if end == i or cue is None or cue.lemma not in SAY:
        return False
    return cue.form in ("VBD", "VBZ", "VBP") and not cue.infinitive


def _spaced(unit: Unit, k: int) -> bool:
    """Whether white space stands on both sides of an item: a hyphen that serves as a dash."""
    return 0 < k < len(unit) - 1 and unit.end[k - 1] < unit.start[k] and unit.end[k] < unit.start[k + 1]


def end_of_quotation(unit: Unit, q: int, limit: int, cue: Cue, cues: list[Cue]) -> int:
    """Where content that begins with the quotation at item ``q`` after its cue ends.

    A quotation that closes with a comma or a stop is the whole content; a fragment goes on with the words
    and fragments that complete its clause.
    """
    if closes_with_stop(unit, q):
        return q + 1
    k = q + 1
    if (
        k >= limit
        or unit.low[k] in (",", ".", ";", ":", "?", "!", ")")
        or (unit.tag[k] in ("CC",) and not _more(unit, k, limit))
    ):
        return k
    if unit.quoted_words(q) >= 12:
        return q + 1
    return end_after(unit, q, limit, cue, cues, "quote")


def _more(unit: Unit, k: int, limit: int) -> bool:
    return any(unit.tag[j] == QUOTATION for j in range(k, min(limit, k + 5)))


def closes_with_stop(unit: Unit, q: int) -> bool:
    """Whether the quotation at item ``q`` ends in a stop, a comma or a dash of its own."""
    text = unit.document.text
    k = unit.end[q] - 1
    while k > unit.start[q] and text[k] in "\"”’'»“ \u00a0":
        k -= 1
    return text[k] in ".,!?…—–" or (text[k] == "-")


def dateline_end(unit: Unit) -> int:
    """The item after a dateline's dash ("LIMA, May 4 (Reuters) –"), or 0 where the unit has none."""
    if not unit.word or not unit.word[0].isupper() or len(unit.word[0]) < 3:
        return 0
    for k in range(1, min(len(unit), 16)):
        if unit.low[k] in _DASHES:
            return k + 1 if unit.low[k] != "-" or _spaced(unit, k) else 0
        if (
            unit.tag[k] not in ("NNP", "NNPS", "CD", ",", "-LRB-", "-RRB-", "NN", ":", "IN", "POS", "JJ", ".")
            and unit.low[k] != "/"
        ):
            return 0
    return 0


def start_before(unit: Unit, end: int, floor: int) -> int:
    """Where content that ends before item ``end`` begins: the unit's start or what bounds the clause."""
    low = unit.low
    k = end - 1
    while k >= floor:
        if low[k] in (";",):
            break
        if low[k] in (":", "—", "–", "--") and (end - k > 4 or dateline_end(unit) == k + 1):
            break
        k -= 1
    start = k + 1
    while start < end - 1 and (
        low[start] in ("but", "and", "so", "yet", "or", "still", ",", "meanwhile", "however", "also")
        or (unit.tag[start] not in (QUOTATION,) and not any(c.isalnum() or c in "$#@" for c in low[start]))
    ):
        start += 1
    return start
