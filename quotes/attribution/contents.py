"""Contents: where what somebody says begins and ends, before a cue, after it, or round it."""

from __future__ import annotations

from .cues import Cue
from .lexicon import ADDRESSED, ASK, GERUND_OBJECT, ORDER, LEMMAS, MEDIA, NOUN_OBJECT, SAY, TIME_NOUNS, TO_INFINITIVE
from .phrases import FINITE, base, is_noun
from .unit import QUOTATION, Unit

_WH = frozenset("whether if how why what who when where whom which whose".split())
_DASHES = frozenset("— – -- -".split())
_STOPS = frozenset(". ! ? ; :".split())
_OPEN_QUESTIONS = frozenset("explain specify clarify disclose reveal know".split())
_NEEDS_CLAUSE = frozenset(
    """show find point read report determine rule offer cry reason allow order charge stress
    calculate project repeat relate cite echo push press begin conclude continue call text message email
    post answer pose object object vow threaten command note sing signal cable wire""".split()
)
_TO_WHOM = frozenset("say write explain add confirm declare announce apologize apologise reply respond".split())
_OF_TOPIC = frozenset("about of at on against with for over to as into".split())
_ADJUNCT_PREPOSITIONS = frozenset("to in on at during of by from after before with via through about".split())


def skip_adjuncts(unit: Unit, cue: Cue, limit: int) -> tuple[int, tuple[int, int] | None]:
    """The item where the content may begin after a cue, and the addressee's items if one stands between.

    Passes over adverbs, dates, "in a statement", "to reporters", and parentheses between commas.
    """
    i = cue.last
    addressee = None
    if cue.addressed and i < limit and not cue.passive:
        end = base(unit, i)
        if end > i and unit.low[i] not in ("that", "those", "this", "there", "all") and not _time(unit, i, end):
            end = _with_of(unit, end, limit)
            after = unit.low[end] if end < limit else ""
            if cue.lemma in ("tell", "inform", "notify", "remind", "assure", "reassure", "ask") or after in (
                "", ".", "that", "to", ",", ":", "not", "whether", "if",
            ) or (end < limit and unit.tag[end] == QUOTATION):
                clause = _finite_follows(unit, i, end)
                if not clause or cue.lemma == "tell":
                    addressee = (i, end)
                    i = end
    for _ in range(6):
        if i >= limit:
            break
        tag, low = unit.tag[i], unit.low[i]
        if tag in ("RB", "RBR", "RP") and low not in ("not", "there", "never", "only", "even", "just", "more", "so"):
            i += 1
            continue
        end = base(unit, i)
        if end > i and _time(unit, i, end) and not _finite_follows(unit, i, end):
            i = end
            continue
        if tag in ("IN", "TO") and low in _ADJUNCT_PREPOSITIONS:
            end = base(unit, i + 1)
            if low == "to" and end > i + 1 and addressee is None and cue.lemma in _TO_WHOM and not _time(unit, i + 1, end):
                after = unit.low[end] if end < len(unit) else "."
                if after in (".", ",", "in", "on", "after", "during", "at"):
                    addressee = (i + 1, end)
            if end > i + 1 and _content_follows(unit, _with_of(unit, end, limit), limit):
                if low == "to" and addressee is None and not _time(unit, i + 1, end):
                    addressee = (i + 1, end)
                i = _with_of(unit, end, limit)
                continue
        if low == "," and (closing := _parenthesis(unit, i, limit)):
            i = closing + 1
            continue
        break
    return i, addressee


def _with_of(unit: Unit, end: int, limit: int) -> int:
    """Read on over "of …", "at …" and a closing relative phrase of a noun phrase that ends at ``end``."""
    for _ in range(3):
        if end < limit and unit.low[end] in ("of", "at", "in", "on", "for", "from", "with", "and") and unit.tag[end] in ("IN", "CC"):
            following = base(unit, end + 1)
            if unit.low[end] in ("in", "on", "at") and (
                _time(unit, end + 1, following) or unit.low[following - 1] in MEDIA
            ):
                break
            if following > end + 1 and following < limit and unit.tag[following] not in FINITE:
                end = following
                continue
        break
    return end


def _time(unit: Unit, start: int, end: int) -> bool:
    last = unit.low[end - 1]
    return (last in TIME_NOUNS or last.isdigit()) and any(unit.low[k] in TIME_NOUNS for k in range(start, end))


def _finite_follows(unit: Unit, start: int, end: int) -> bool:
    """Whether the noun phrase ``start`` to ``end`` is itself the subject of a clause."""
    k = end
    while k < len(unit) and unit.tag[k] in ("RB", "RBR"):
        k += 1
    return k < len(unit) and unit.tag[k] in FINITE


def _content_follows(unit: Unit, i: int, limit: int) -> bool:
    if i >= limit:
        return False
    if unit.low[i] in ("that", ":", ",") or unit.low[i] in _WH or unit.tag[i] == QUOTATION:
        return True
    if unit.tag[i] in ("IN", "TO"):
        end = base(unit, i + 1)
        return end > i + 1 and _content_follows(unit, end, limit)
    end = base(unit, i)
    if end > i and _time(unit, i, end):
        return _content_follows(unit, end, limit)
    return end > i and _finite_follows(unit, i, end)


def _parenthesis(unit: Unit, comma: int, limit: int) -> int:
    """The closing comma of a short parenthesis after a cue that "that" or a mark follows; 0 if there is none."""
    for k in range(comma + 2, min(limit - 1, comma + 14)):
        if unit.tag[k] == QUOTATION or unit.low[k] in _STOPS:
            return 0
        if unit.low[k] == "," and unit.low[k + 1] == "that":
            return k
    return 0


def complement(unit: Unit, cue: Cue, i: int, limit: int) -> str:
    """What kind of content begins at item ``i`` after the cue.

    One of ``quote`` (a quotation, after a comma or colon or directly), ``that``, ``question``, ``clause``,
    ``infinitive``, ``gerund``, ``noun``, ``colon``, or the empty string for none.
    """
    if i >= limit:
        return ""
    tag, low = unit.tag[i], unit.low[i]
    if tag == QUOTATION:
        return "quote"
    if low in (",", ":", "...", "…", "--", "—", "–") and i + 1 < limit and unit.tag[i + 1] == QUOTATION:
        return "quote"
    lemma = cue.lemma
    if low == ":" and (lemma in SAY) and i + 1 < limit:
        return "colon"
    if lemma not in SAY and lemma not in NOUN_OBJECT and lemma not in TO_INFINITIVE:
        return ""
    if low == "that" and tag in ("IN", "DT", "WDT", "NN", "RB"):
        if tag == "IN" or _has_finite(unit, i + 1, limit):
            return "that"
    if low in _WH:
        if low == "when" and lemma not in ASK and cue.status not in ("not said", "hypothetical") and lemma not in _OPEN_QUESTIONS:
            return ""
        if cue.status == "not said":
            return "question"
        if lemma in ASK or lemma in ("say", "tell", "explain", "describe", "show", "know", "wonder", "reveal", "disclose", "suggest", "discuss", "question", "specify", "clarify", "indicate", "recall", "elaborate", "inform", "note", "write"):
            return "question"
        if low in ("what", "how", "when", "where", "who", "why") and _has_finite(unit, i + 1, limit):
            return "question"
    if lemma == "ask" and low == "not" and i + 1 < limit and unit.tag[i + 1] == "TO":
        return ""  # asked not to be named
    if lemma == "say" and low in ("yes", "no") and i + 1 >= limit:
        return "clause"
    if tag == "TO":
        follows = next((unit.tag[k] for k in range(i + 1, min(limit, i + 4)) if unit.tag[k] not in ("RB", QUOTATION)), "")
        ordered = cue.last < i and lemma in ORDER and follows in ("NN", "VBP", "JJ")
        return "infinitive" if lemma in TO_INFINITIVE and (follows == "VB" or ordered) else ""
    if (tag == "VBG" or (tag == "NN" and low.endswith("ing") and lemma == "deny")) and lemma in GERUND_OBJECT:
        return "gerund"
    if low in (",", ".", ")", ";", "?", "!") or tag in ("CC",):
        return ""
    if tag == "IN" and low in _OF_TOPIC and lemma not in ("say", "add", "write", "tell", "note"):
        return ""
    if lemma in ("continue", "open", "finish"):
        return ""
    if lemma in SAY and _clause_at(unit, i, limit, strict=lemma in _NEEDS_CLAUSE or cue.form == "VBN"):
        return "clause"
    if lemma in NOUN_OBJECT and base(unit, i) > i and tag not in ("WP", "EX"):
        return "noun"
    return ""


def _has_finite(unit: Unit, i: int, limit: int) -> bool:
    return any(unit.tag[k] in FINITE or unit.tag[k] == QUOTATION for k in range(i, limit))


def _clause_at(unit: Unit, i: int, limit: int, *, strict: bool) -> bool:
    """Whether a clause with a subject and a finite verb begins at ``i``."""
    tag = unit.tag[i]
    end = base(unit, i)
    if tag in ("PRP", "EX"):
        return end < limit and unit.low[end] != "," and (_finite_follows(unit, i, end) or _has_finite(unit, end, min(limit, end + 4)))
    if strict:
        k = end
        while k < limit and unit.tag[k] in ("IN", "TO") and base(unit, k + 1) > k + 1:
            k = base(unit, k + 1)
        return end > i and k < limit and (_finite_follows(unit, i, k) or unit.low[k] == ",")
    if tag in ("IN", "RB", "WRB", "TO", "VBG", "VBN", "UH", "CD", "JJ", "``", "MD", "RBR", "EX", "(") or end > i or tag in FINITE:
        return _has_finite(unit, i, limit)
    return False


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
        elif w == ";":
            break
        elif w in ("according",) and k + 1 < limit and low[k + 1] == "to":
            break
        elif w == "," and k + 1 < limit:
            if low[k + 1] == "according":
                break
            if tag[k + 1] == "VBG" and (low[k + 1] in _TAIL_PARTICIPLES):
                break
            if _tag_follows(unit, k, limit, later):
                break
            if low[k + 1] in ("and", "but", "though", "although", "while") and k + 2 < limit and (
                k + 2 in later or _same_subject_verb(unit, k + 2, cue)
            ):
                break
            if kind == "noun" and low[k + 1] not in ("and", "or") and tag[k + 1] not in ("JJ", "NN", "NNS", "NNP", "CD"):
                break
        elif w in ("and", "but") and k + 1 < limit and k > start:
            following = later.get(k + 1)
            if following is not None and following.form == cue.form and following.lemma in SAY:
                break
            if w == "but" and _same_subject_verb(unit, k + 1, cue):
                break
        elif w in _DASHES and k > start and (w != "-" or _spaced(unit, k)) and _statement_follows(unit, k + 1, limit):
            break
        elif kind == "noun" and tag[k] in ("IN", "WRB") and w in (
            "during", "after", "before", "while", "when", "because", "on", "as", "amid", "despite", "at",
        ) and k > start + 1:
            break
        k += 1
    while k > start and (low[k - 1] in (",", ".", ";", "—", "–", "--") or low[k - 1] in _STOPS) and tag[k - 1] != QUOTATION:
        k -= 1
    return k


_TAIL_PARTICIPLES = frozenset(
    """adding saying noting citing calling referring telling arguing explaining warning claiming suggesting
    insisting describing accusing stressing vowing pledging promising urging asking writing quoting declaring
    acknowledging pointing drawing prompting sparking deeming recalling""".split()
)


def _same_subject_verb(unit: Unit, i: int, cue: Cue) -> bool:
    """Whether a finite verb of the cue's own tense begins at ``i``: "said X but declined …"."""
    k = i
    while k < len(unit) and unit.tag[k] == "RB":
        k += 1
    return k < len(unit) and cue.form in ("VBD", "VBZ") and unit.tag[k] == cue.form and unit.low[k] not in (
        "was", "were", "had", "is", "has", "did", "does",
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


def _statement_follows(unit: Unit, i: int, limit: int) -> bool:
    return True if i < limit else False


def end_of_quotation(unit: Unit, q: int, limit: int, cue: Cue, cues: list[Cue]) -> int:
    """Where content that begins with the quotation at item ``q`` after its cue ends.

    A quotation that closes with a comma or a stop is the whole content; a fragment goes on with the words
    and fragments that complete its clause.
    """
    if closes_with_stop(unit, q):
        return q + 1
    k = q + 1
    if k >= limit or unit.low[k] in (",", ".", ";", ":", "?", "!", ")") or unit.tag[k] in ("CC",) and not _more(unit, k, limit):
        return k
    if unit.quoted_words(q) >= 12:
        return q + 1
    return end_after(unit, q, limit, cue, cues, "quote")


def _more(unit: Unit, k: int, limit: int) -> bool:
    return any(unit.tag[j] == QUOTATION for j in range(k, min(limit, k + 5)))


def closes_with_stop(unit: Unit, q: int) -> bool:
    """Whether the quotation at item ``q`` ends in a stop or comma of its own, or one stands right behind it."""
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
        if unit.tag[k] not in ("NNP", "NNPS", "CD", ",", "-LRB-", "-RRB-", "NN", ":", "IN", "POS", "JJ", ".") and unit.low[k] != "/":
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


__all__ = [
    "ADDRESSED", "LEMMAS", "MEDIA", "closes_with_stop", "complement", "dateline_end", "end_after", "end_of_quotation", "is_noun",
    "skip_adjuncts", "start_before",
]
