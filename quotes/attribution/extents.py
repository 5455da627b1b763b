"""Extents: where content that stands after or before its cue begins and ends."""

from __future__ import annotations

from .cues import Cue
from .lexicon import DASHES, SAY
from .phrases import base, clause_begins
from .unit import QUOTATION, Unit

_DASHES = DASHES | {"-"}


def end_after(
    unit: Unit, start: int, limit: int, cue: Cue, cues: list[Cue], kind: str, *, subordinate: bool = False
) -> int:
    """Where content that begins at item ``start`` after its cue ends (exclusive).

    At the unit's final stop; before "and said", ", adding", ", according to", a semicolon, a dash that a new
    statement follows. ``kind`` is the complement's; ``subordinate`` tells that the cue stands in a clause
    that a main clause follows ("When Lee said he was tired, Ruiz left").
    """
    later = {c.first: c for c in cues if c.first > start}
    low = unit.low
    depth = 0
    end = limit
    for k in range(start, limit):
        if low[k] in ("(", "-lrb-"):
            depth += 1
        elif low[k] in (")", "-rrb-"):
            depth -= 1
            if depth < 0:
                end = k
                break
        elif not depth and (
            _ends_statement(unit, k, start, limit, cue, later)
            or (kind == "noun" and _ends_object(unit, k, start))
            or (subordinate and low[k] == "," and clause_begins(unit, k + 1))
        ):
            end = k
            break
    while end > start and unit.tag[end - 1] != QUOTATION and low[end - 1] in _TRAILING:
        end -= 1
    return end


def _ends_statement(unit: Unit, k: int, start: int, limit: int, cue: Cue, later: dict[int, Cue]) -> bool:
    """Whether content goes no further than item ``k``, whatever its kind."""
    word, low = unit.low[k], unit.low
    following = low[k + 1] if k + 1 < limit else ""
    if (
        k > start
        and unit.tag[k - 1] == QUOTATION
        and closes_with_stop(unit, k - 1)
        and clause_begins(unit, k)
    ):
        return True  # to fight “the knife-wielding,” many in the audience left
    if following in ("according", "to") and k <= start + 2 and low[start] == "that":
        return False  # that, according to Lee, …
    if word == ";" or (word == "according" and following == "to"):
        return True
    if not following:
        return False
    if word == ",":
        return (
            following in ("according", "compared")
            or (unit.tag[k + 1] == "VBG" and following in _TAIL_PARTICIPLES)
            or _tag_follows(unit, k, limit, later)
            or (following in _JOINING and (k + 2 in later or _same_subject_verb(unit, k + 2, cue)))
        )
    if word in ("and", "but") and k > start:
        second = later.get(k + 1)
        if second is not None and second.form == cue.form and second.lemma in SAY:
            return True
        return word == "but" and _same_subject_verb(unit, k + 1, cue)
    if word in _DASHES and k > start and (word != "-" or _spaced(unit, k)):
        # between two dashes stands a parenthesis; behind the last one, maybe a new statement
        return _dashes(unit, start, k) + _dashes(unit, k + 1, limit) == 0 and clause_begins(unit, k + 1)
    return False


def _dashes(unit: Unit, first: int, last: int) -> int:
    """How many of the items ``first`` to ``last`` are dashes between spaces."""
    return sum(unit.low[k] in _DASHES and _spaced(unit, k) for k in range(first, last))


def _ends_object(unit: Unit, k: int, start: int) -> bool:
    """Whether a noun phrase that is what was said goes no further than item ``k``."""
    if unit.low[k] == "," and k + 1 < len(unit):
        return unit.low[k + 1] not in ("and", "or") and unit.tag[k + 1] not in _LISTED
    return k > start + 1 and unit.tag[k] in ("IN", "WRB") and unit.low[k] in _CIRCUMSTANCES


_OFTEN_PART_OF_CONTENT = frozenset("was were had is has did does".split())
_LISTED = frozenset("JJ NN NNS NNP CD".split())
_TRAILING = frozenset(", . ; : ! ? — – --".split())
_JOINING = frozenset("and but though although while".split())
_CIRCUMSTANCES = frozenset("during after before while when because on amid despite at".split())
_TAIL_PARTICIPLES = frozenset(
    """
    adding stating saying noting citing calling referring telling arguing explaining warning claiming
    suggesting insisting describing accusing stressing vowing pledging promising urging asking writing quoting
    declaring acknowledging pointing drawing prompting sparking deeming recalling""".split()
)


def _same_subject_verb(unit: Unit, i: int, cue: Cue) -> bool:
    """Whether a finite verb of the cue's own tense begins at ``i``: "said X but declined …"."""
    k = i
    while k < len(unit) and unit.tag[k] == "RB":
        k += 1
    if k >= len(unit) or cue.form not in ("VBD", "VBZ") or unit.tag[k] != cue.form:
        return False
    return unit.low[k] not in _OFTEN_PART_OF_CONTENT


def _tag_follows(unit: Unit, comma: int, limit: int, later: dict[int, Cue]) -> bool:
    """Whether a comma opens another attribution: ", Ruiz added", ", Reuters reported", ", and Lee said …"."""
    i = comma + 1
    if unit.low[i] in ("and", "but", "while", "whereas", "though"):
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
    between_dashes = _dashes(unit, floor, end) > 1
    k = end - 1
    while k >= floor:
        if low[k] in (";",):
            break
        if (
            low[k] in (":", "—", "–", "--")
            and not between_dashes
            and (end - k > 4 or dateline_end(unit) == k + 1)
        ):
            break
        k -= 1
    start = k + 1
    while start < end - 1 and (
        low[start] in ("but", "and", "so", "yet", "or", "still", ",", "meanwhile", "however", "also")
        or (unit.tag[start] not in (QUOTATION,) and not any(c.isalnum() or c in "$#@" for c in low[start]))
    ):
        start += 1
    return start
