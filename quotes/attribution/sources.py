"""The source mention of a cue: its subject, before it, after it, or further up the sentence."""

from __future__ import annotations

from .cues import Cue
from .lexicon import MEDIA, MUTE, TIME_NOUNS
from .phrases import FINITE, base, is_noun, mention
from .unit import QUOTATION, Unit

_CLAUSE_OPENERS = frozenset(
    """that because although though while if whether than unless like as when where why how since so lest
    whereas once until after before but and or yet""".split()
)
_HARD = frozenset("; : — – -- - ( ) [ ] -lrb- -rrb-".split())
_DASH = frozenset("— – --".split())
_WH = frozenset("who which that whose whom".split())
_ADJUNCT_TAGS = frozenset("IN TO WRB VBG VBN RB CC RBR WP WDT UH".split())
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
    if low[end - 1] in _DASH:
        opening = next((k for k in range(end - 2, max(floor - 1, end - 30), -1) if low[k] in _DASH), -1)
        start = phrase_start(unit, opening, floor) if opening > floor else None
        return (start, end - 1) if start is not None else None
    if low[end - 1] == ",":
        start = _before_apposition(unit, end - 1, floor)
        if start is None:
            return None
        return start, end - 1
    left = max(floor, end - _FARTHEST)
    start = phrase_start(unit, end, left)
    if start is None:
        return None
    return start, end


def _strip_adjuncts(unit: Unit, end: int, floor: int) -> int:
    """Leave out what stands between subject and verb: "Ruiz on Tuesday said", "the firm in a statement said"."""
    low, tag = unit.low, unit.tag
    for _ in range(3):
        k = end
        while k > floor and (tag[k - 1] in ("NNP", "NN", "NNS", "CD", "JJ", "DT", "RB") and end - k < 4):
            k -= 1
            if low[k] in TIME_NOUNS and k > floor:
                j = k
                while j > floor and (
                    tag[j - 1] in ("DT", "JJ") or low[j - 1] in TIME_NOUNS or low[j - 1] in ("late", "early", "last", "later", "earlier")
                ):
                    j -= 1
                if j > floor and tag[j - 1] == "IN" and low[j - 1] in ("on", "in", "at", "by", "during"):
                    j -= 1
                if j > floor and (is_noun(tag[j - 1]) or tag[j - 1] in ("PRP", "WP") or low[j - 1] in (",", ")")):
                    end = j
                    break
        else:
            break
        if end == k + 0 and k == end:
            continue
    # "in a statement"
    if end - floor >= 4 and tag[end - 1] == "NN" and low[end - 1] in MEDIA and low[end - 2] in ("a", "an", "his", "her", "its", "their") and low[end - 3] in ("in", "on", "during"):
        end -= 3
    return end


def phrase_start(unit: Unit, end: int, floor: int) -> int | None:
    """Where the noun phrase that ends at item ``end`` begins, its of-phrases and relative clauses included."""
    tag, low = unit.tag, unit.low
    if tag[end - 1] == "PRP" or tag[end - 1] in ("WP", "EX") or low[end - 1] in ("who", "which", "that"):
        if low[end - 1] in ("him", "her", "them", "me", "us", "himself", "themselves") and tag[end - 1] == "PRP":
            return None
        return end - 1
    k = end
    noun_seen = False
    verb_seen = False
    while k > floor:
        t, w = tag[k - 1], low[k - 1]
        if t == QUOTATION:
            if unit.quoted_words(k - 1) <= 4 and k < end and k - 2 >= floor and (is_noun(tag[k - 2]) or tag[k - 2] in ("DT", "JJ", "PRP$")):
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
            relative = _relative_before(unit, k - 1, floor)
            if relative is None:
                break
            k = relative
            continue
        if t == "VB" or (t == "TO" and k < end and tag[k] == "VB"):
            verb_seen = True
            k -= 1
            continue
        if t in ("VBN", "VBG"):
            if k - 2 >= floor and (is_noun(tag[k - 2]) or low[k - 2] == ")" or tag[k - 2] in ("DT", "NNS", "RB", "JJ", "PRP$", "CD", "POS")):
                k -= 1
                continue
            break
        if w in _CLAUSE_OPENERS and t in ("IN", "CC", "WRB", "RB", "WDT"):
            if w in ("and", "or") and noun_seen and k - 2 >= floor and (
                is_noun(tag[k - 2]) or tag[k - 2] == "PRP" or low[k - 2] == ")"
            ) and not _verb_before(unit, k - 1, floor):
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
    while k < end and (tag[k] in ("RB", "CC", "UH", "RBR", "MD", "POS", "RP") or low[k] in ("then", "meanwhile")) and base(unit, k) == k:
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
    del verb_seen
    return k


def _opens_with_time(unit: Unit, first: int, end: int) -> bool:
    """An hour later Ruiz said: a time phrase that runs into the subject."""
    stop = base(unit, first)
    if stop <= first or stop >= end or not any(unit.low[k] in TIME_NOUNS for k in range(first, stop)):
        return False
    return unit.low[stop] in ("later", "earlier", "ago", "after", "before") or unit.tag[stop] in ("RB", "RBR", "JJ")


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


def _relative_before(unit: Unit, verb: int, floor: int) -> int | None:
    """The item of the relative pronoun that governs the finite verb, if there is one close by."""
    for k in range(verb - 1, max(floor - 1, verb - 6), -1):
        if unit.tag[k] in ("WP", "WDT", "WP$") or (unit.low[k] in ("who", "that") and unit.tag[k] == "WDT"):
            return k if k > floor and (is_noun(unit.tag[k - 1]) or unit.low[k - 1] in ("those", "one", "people")) else None
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
        if number == 0 and not last:
            if low[start] in _WH or _is_appositive(unit, start, end):
                continue
            # "X, Ruiz, said": odd comma; take the segment as it is
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
    if tag[start] in ("VBN", "VBG", "CD", "JJ", "JJS") or low[start] in ("now", "then", "himself", "herself", "once", "also"):
        return True
    if tag[start] in ("DT", "PRP$", "NN", "NNS", "NNP", "NNPS", "IN", "RB"):
        return True
    return low[start] in ("and", "or") and end - start < 8


def _could_be_named(unit: Unit, start: int, end: int) -> bool:
    """Whether the segment ends in a noun phrase that an apposition may follow."""
    if start >= end:
        return False
    tag, low = unit.tag[end - 1], unit.low[end - 1]
    if low in TIME_NOUNS or low.isdigit():
        return False
    if unit.tag[start] in ("IN", "WRB", "VBG", "TO", "RB", "CC") and unit.low[start] not in ("and", "but"):
        return False
    return (is_noun(tag) or low in (")", "-rrb-")) and not any(
        unit.tag[k] in FINITE and _relative_before(unit, k, start) is None for k in range(start, end)
    )


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
    return (i, end) if end > i else None


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
        if opener in ("that", "because", "if", "when", "while", "as", "than", "which", "who", "what", "how", "where", "why", "after", "before", "since", "though", "although", "whose"):
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
