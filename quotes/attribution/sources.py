"""The source mention of a cue: its subject, before it, after it, or further up the sentence."""

from __future__ import annotations

from .cues import Cue
from .lexicon import DASHES, MEDIA, MUTE, TIME_NOUNS
from .phrase_starts import phrase_start, relative_before
from .phrases import FINITE, base, is_noun, is_time, mention
from .unit import QUOTATION, Unit

_SUBORDINATING = frozenset("when as after if while because although though since asked told".split())
_ALSO_NAMES = frozenset("may april june august march day summer spring winter".split())
_WHEN = frozenset("late early last later earlier".split())
_WH = frozenset("who which that whose whom".split())
_FARTHEST = 80  # items looked back over for a subject


def subject_before(unit: Unit, verb: int, floor: int = 0) -> tuple[int, int] | None:
    """The noun phrase that is the subject of the verb group starting at item ``verb``.

    Looks no further back than ``floor``. Returns item indexes, half-open, or None.
    """
    tag, low = unit.tag, unit.low
    end = verb
    while end > floor and tag[end - 1] in ("RB", "RBR", "RBS", "MD") and low[end - 1] not in ("n't", "not"):
        end -= 1
    end = _strip_adjuncts(unit, end, floor)
    if end <= floor:
        return None
    if low[end - 1] in DASHES:
        opening = next((k for k in range(end - 2, max(floor - 1, end - 30), -1) if low[k] in DASHES), -1)
        start = phrase_start(unit, opening, floor) if opening > floor else None
        return (start, end - 1) if start is not None else None
    if low[end - 1] == ",":
        start = _before_apposition(unit, end - 1, floor)
        if start is None:
            return None
        return start, end - 1
    left = max(floor, end - _FARTHEST)
    start = phrase_start(unit, end, left)
    if start is None or _is_only_time(unit, start, end):
        return None
    return start, end


def _strip_adjuncts(unit: Unit, end: int, floor: int) -> int:
    """Leave out what stands between subject and verb: Ruiz on Tuesday said, the firm in a statement said."""
    low, tag = unit.low, unit.tag
    while (start := _time_before(unit, end, floor)) is not None:
        end = start
    if (
        end - floor >= 4
        and tag[end - 1] == "NN"
        and low[end - 1] in MEDIA
        and low[end - 2] in ("a", "an", "his", "her", "its", "their")
        and low[end - 3] in ("in", "on", "during")
    ):
        end -= 3
    return end


def _time_before(unit: Unit, end: int, floor: int) -> int | None:
    """Where a time phrase that ends at item ``end`` behind a noun begins: "(Ruiz) late on Tuesday"."""
    low, tag = unit.low, unit.tag
    for k in range(end - 1, max(floor, end - 5), -1):
        if tag[k] not in ("NNP", "NN", "NNS", "CD", "JJ", "DT", "RB"):
            return None
        if low[k] not in TIME_NOUNS:
            continue
        if low[k] in _ALSO_NAMES and not (k > floor and tag[k - 1] == "IN"):
            return None  # Amara May said
        start = k
        while start > floor and (
            tag[start - 1] in ("DT", "JJ") or low[start - 1] in TIME_NOUNS or low[start - 1] in _WHEN
        ):
            start -= 1
        if start > floor and tag[start - 1] == "IN" and low[start - 1] in ("on", "in", "at", "by", "during"):
            start -= 1
        if start > floor and (
            is_noun(tag[start - 1]) or tag[start - 1] in ("PRP", "WP") or low[start - 1] in (",", ")")
        ):
            return start
    return None


def _before_apposition(unit: Unit, comma: int, floor: int) -> int | None:
    """The start of the subject of ``Ruiz, the mayor of Lima, said``: ``comma`` is the last one."""
    low, tag = unit.low, unit.tag
    commas = [comma]
    k = comma - 1
    depth = 0
    while k >= max(floor, comma - _FARTHEST):
        w = low[k]
        if w in (")", "-rrb-"):
            depth += 1
        elif w in ("(", "-lrb-"):
            if depth == 0:
                break
            depth -= 1
        elif depth == 0:
            if w == ",":
                commas.append(k)
            elif w in (";", ":", "—", "–", "--") or (tag[k] == QUOTATION and unit.quoted_words(k) > 4):
                break
        k -= 1
    boundary = k + 1
    edges = [*commas, boundary - 1]
    # segments from right to left: (start, end)
    segments = [(edges[i + 1] + 1, edges[i]) for i in range(len(edges) - 1)]
    for number, (start, end) in enumerate(segments):
        if start >= end:
            continue
        last = number + 1 >= len(segments)
        if not last and tag[start] in ("VBG", "VBN") and _could_be_named(unit, *segments[number + 1]):
            continue  # Ruiz, sitting beside Lee, said
        if number == 0 and not last and (low[start] in _WH or _is_appositive(unit, start, end)):
            continue
        first = phrase_start(unit, end, start)
        if first is None:
            if number > 3:
                return None
            continue
        if (
            not last
            and number < 3
            and first == start
            and _is_appositive(unit, start, end)
            and _could_be_named(unit, *segments[number + 1])
        ):
            continue
        return first
    return None


def _is_appositive(unit: Unit, start: int, end: int) -> bool:
    """Whether a segment between commas describes what stands before it."""
    tag, low = unit.tag, unit.low
    if low[start] in _WH or tag[start] in ("WP", "WDT", "WP$"):
        return True
    if tag[start] in ("VBN", "VBG", "CD", "JJ", "JJS") or low[start] in (
        "now",
        "then",
        "himself",
        "herself",
        "once",
        "also",
    ):
        return True
    if tag[start] in ("DT", "PRP$", "NN", "NNS", "NNP", "NNPS", "IN", "RB"):
        return True
    return low[start] in ("and", "or") and end - start < 8


def _could_be_named(unit: Unit, start: int, end: int) -> bool:
    """Whether the segment ends in a noun phrase that an apposition may follow."""
    if start >= end:
        return False
    tag, low = unit.tag[end - 1], unit.low[end - 1]
    if is_time(unit, start, end) or low.isdigit():
        return False
    if unit.tag[start] in ("IN", "WRB", "VBG", "TO", "RB", "CC") and unit.low[start] not in ("and", "but"):
        return False
    return (is_noun(tag) or low in (")", "-rrb-")) and not any(
        unit.tag[k] in FINITE and relative_before(unit, k, start) is None for k in range(start, end)
    )


def is_subordinate(unit: Unit, cue: Cue) -> bool:
    """Whether the cue stands in a clause that opens the unit and that a main clause follows."""
    return unit.low[0] in _SUBORDINATING and not any(unit.low[k] == "," for k in range(cue.verb))


def is_mute(unit: Unit, source: tuple[int, int]) -> bool:
    """Whether a noun phrase names what cannot speak: "Pictures of the scene indicated …"."""
    end = min(base(unit, source[0]), source[1])
    return end > source[0] and is_noun(unit.tag[end - 1]) and unit.low[end - 1] in MUTE


def subject_after(unit: Unit, cue: Cue, limit: int) -> tuple[int, int] | None:
    """The noun phrase after an inverted cue: "said Ruiz, the mayor of Lima"."""
    i = cue.last
    while i < limit and unit.tag[i] in ("RB",) and i - cue.last < 2:
        i += 1
    if i >= limit or (unit.tag[i] == "PRP" and unit.low[i] in ("him", "them", "it", "me", "us")):
        return None
    end = mention(unit, i, limit, closing=True)
    return (i, end) if end > i and not _is_only_time(unit, i, base(unit, i)) else None


def _is_only_time(unit: Unit, start: int, end: int) -> bool:
    """Whether a would-be subject is a time, and not somebody called May or Day."""
    is_surname = end - start == 1 and unit.low[start] in _ALSO_NAMES and unit.word[start][:1].isupper()
    return is_time(unit, start, end) and not is_surname


def main_subject(unit: Unit, before: int, floor: int = 0) -> tuple[int, int] | None:
    """The subject of the last main verb before an item: whose doing a participle ("…, saying") is."""
    tag = unit.tag
    fallback = None
    finite = FINITE
    if not any(tag[k] in FINITE for k in range(max(floor, before - _FARTHEST), before)):
        finite = frozenset(["VBN"])  # "The bishop left" with a tagger's slip
    for k in range(before - 1, max(floor - 1, before - _FARTHEST), -1):
        if tag[k] not in finite:
            continue
        if k and tag[k - 1] in finite:
            continue
        found = subject_before(unit, k, floor)
        if found is None:
            continue
        start = found[0]
        opener = unit.low[start - 1] if start > floor else ""
        if unit.low[found[0]] in _WH and tag[found[0]] in ("WDT", "WP"):
            fallback = fallback or found
            continue
        if opener in (
            "that",
            "because",
            "if",
            "when",
            "while",
            "as",
            "than",
            "which",
            "who",
            "what",
            "how",
            "where",
            "why",
            "after",
            "before",
            "since",
            "though",
            "although",
            "whose",
        ):
            fallback = fallback or found
            continue
        if _is_object_clause(unit, start, floor):
            fallback = fallback or found
            continue
        return found
    return fallback


def _is_object_clause(unit: Unit, start: int, floor: int) -> bool:
    """Whether the clause that begins at ``start`` follows a verb directly: "said [he] was tired"."""
    return start > floor and unit.tag[start - 1] in ("VBD", "VBZ", "VBP", "VB", "VBG", "NN", "NNS", "VBN")
