"""Complements: what follows a cue, and whether it can be what is said.

Between a cue and its content may stand dates, places, media and whoever is spoken to.
"""

from __future__ import annotations

from .cues import Cue
from .lexicon import ASK, GERUND_OBJECT, MEDIA, NOUN_OBJECT, ORDER, SAY, TO_INFINITIVE
from .phrases import FINITE, base, clause_begins, finite_follows, is_time
from .unit import QUOTATION, Unit

_AFTER_ADDRESSEE = frozenset(["", ".", "that", "to", ",", ":", "not", "whether", "if"])
_WH = frozenset("whether if how why what who when where whom which whose".split())
_STOPS = frozenset(". ! ? ; :".split())
_NEEDS_CLAUSE = frozenset(
    """announce answer calculate charge cite claim command conclude confirm continue cry declare deny describe
    determine echo email find maintain mention message note object order point post project propose question
    reason repeat report reveal rule show signal cable state stress suggest text threaten pledge vow
    wire""".split()
)
_OPEN_QUESTIONS = frozenset("explain specify clarify disclose reveal".split())
_ASKS_OR_TELLS = ASK | set(
    """say tell explain describe show wonder reveal disclose suggest question specify clarify indicate recall
    elaborate inform note write""".split()
)
_PART_OF_CONTENT = frozenset("not there never only even just more so".split())
_TO_WHOM = frozenset(
    "say write explain add confirm declare announce apologize apologise reply respond".split()
)
_OF_TOPIC = frozenset("about by of at on against with for over to as into".split())
_ADJUNCT_PREPOSITIONS = frozenset(
    "to in on at during of by from after before with via through about over".split()
)


def skip_adjuncts(unit: Unit, cue: Cue, limit: int) -> tuple[int, tuple[int, int] | None]:
    """The item where the content may begin after a cue, and the addressee's items if one stands between.

    Passes over adverbs, dates, "in a statement", "to reporters", and parentheses between commas.
    """
    i = cue.last
    addressee = None
    if cue.addressed and i < limit and not cue.passive:
        end = base(unit, i)
        if (
            end > i
            and unit.tag[i] not in ("WP", "EX")
            and unit.low[i] not in ("that", "those", "this", "all")
            and not is_time(unit, i, end)
        ):
            end = _with_of(unit, end, limit)
            after = unit.low[end] if end < limit else ""
            if (
                cue.lemma in ("tell", "inform", "notify", "remind", "assure", "reassure", "ask")
                or after in _AFTER_ADDRESSEE
                or (end < limit and (unit.tag[end] == QUOTATION or clause_begins(unit, end)))
            ):
                clause = finite_follows(unit, end)
                if not clause or cue.lemma == "tell":
                    addressee = (i, end)
                    i = end
    for _ in range(6):
        if i >= limit:
            break
        tag, low = unit.tag[i], unit.low[i]
        if tag in ("RB", "RBR", "RP") and low not in _PART_OF_CONTENT:
            i += 1
            continue
        end = base(unit, i)
        if end > i and is_time(unit, i, end) and not finite_follows(unit, end):
            i = end
            continue
        if tag in ("IN", "TO") and low in _ADJUNCT_PREPOSITIONS:
            end = base(unit, i + 1)
            if (
                low == "to"
                and end > i + 1
                and addressee is None
                and cue.lemma in _TO_WHOM
                and not is_time(unit, i + 1, end)
            ):
                after = unit.low[end] if end < len(unit) else "."
                if after in (".", ",", "in", "on", "after", "during", "at"):
                    addressee = (i + 1, end)
            if end > i + 1 and _content_follows(unit, _with_of(unit, end, limit), limit):
                if low == "to" and addressee is None and not is_time(unit, i + 1, end):
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
        if (
            end < limit
            and unit.low[end] in ("of", "at", "in", "on", "for", "from", "with", "and")
            and unit.tag[end] in ("IN", "CC")
        ):
            following = base(unit, end + 1)
            if unit.low[end] in ("in", "on", "at") and (
                is_time(unit, end + 1, following) or unit.low[following - 1] in MEDIA
            ):
                break
            if following > end + 1 and following < limit and unit.tag[following] not in FINITE:
                end = following
                continue
        break
    return end


def _content_follows(unit: Unit, i: int, limit: int) -> bool:
    if i >= limit:
        return False
    if unit.low[i] == "to" and i + 1 < limit and unit.tag[i + 1] == "VB":
        return True
    if unit.low[i] in ("that", ":", ",") or unit.low[i] in _WH or unit.tag[i] == QUOTATION:
        return True
    if unit.tag[i] in ("IN", "TO"):
        end = base(unit, i + 1)
        return end > i + 1 and _content_follows(unit, end, limit)
    end = base(unit, i)
    if end > i and is_time(unit, i, end):
        return _content_follows(unit, end, limit)
    return end > i and finite_follows(unit, end)


def _parenthesis(unit: Unit, comma: int, limit: int) -> int:
    """The closing comma of a short parenthesis after a cue that "that" follows; 0 if there is none."""
    for k in range(comma + 2, min(limit - 1, comma + 14)):
        if unit.tag[k] == QUOTATION or unit.low[k] in _STOPS:
            return 0
        if unit.low[k] == "," and unit.tag[k + 1] == QUOTATION and k - comma < 6:
            return k if unit.tag[comma + 1] in ("RB", "IN") else 0
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
    if low == "that" and (
        tag == "IN" or (tag in ("DT", "WDT", "NN", "RB") and _has_finite(unit, i + 1, limit))
    ):
        return "that"
    if low in _WH:
        if (
            low == "when"
            and lemma not in ASK
            and cue.status not in ("not said", "hypothetical")
            and lemma not in _OPEN_QUESTIONS
        ):
            return ""
        if cue.status == "not said":
            return "question"
        if lemma in _ASKS_OR_TELLS:
            return "question"
        if low in ("what", "how", "when", "where", "who", "why") and _has_finite(unit, i + 1, limit):
            return "question"
    if lemma == "ask" and low == "not" and i + 1 < limit and unit.tag[i + 1] == "TO":
        return ""  # asked not to be named
    if lemma == "say" and low in ("yes", "no") and i + 1 >= limit:
        return "clause"
    if tag == "TO":
        follows = next(
            (unit.tag[k] for k in range(i + 1, min(limit, i + 4)) if unit.tag[k] not in ("RB", QUOTATION)), ""
        )
        ordered = cue.last < i and lemma in ORDER and follows in ("NN", "VBP", "JJ")
        marked = i + 1 < limit and unit.tag[i + 1] == QUOTATION  # promised to “bomb” them
        return "infinitive" if lemma in TO_INFINITIVE and (follows == "VB" or ordered or marked) else ""
    if (tag == "VBG" or (tag == "NN" and low.endswith("ing") and lemma == "deny")) and lemma in GERUND_OBJECT:
        return "gerund"
    if low in (",", ".", ")", ";", "?", "!") or tag in ("CC",):
        return ""
    if tag == "IN" and low in _OF_TOPIC and lemma not in ("say", "add", "write", "tell", "note"):
        return ""
    if lemma == "continue":
        return ""
    if lemma in SAY and _clause_at(unit, i, limit, strict=lemma in _NEEDS_CLAUSE or cue.form == "VBN"):
        return "clause"
    if (
        lemma in NOUN_OBJECT
        and cue.finite
        and not cue.passive
        and base(unit, i) > i
        and tag not in ("WP", "EX")
    ):
        return "noun"
    return ""


def _has_finite(unit: Unit, i: int, limit: int) -> bool:
    return any(unit.tag[k] in FINITE or unit.tag[k] == QUOTATION for k in range(i, limit))


def _clause_at(unit: Unit, i: int, limit: int, *, strict: bool) -> bool:
    """Whether a clause with a subject and a finite verb begins at ``i``."""
    tag = unit.tag[i]
    end = base(unit, i)
    if tag in ("PRP", "EX"):
        reach = 9 if end < limit and unit.low[end] == "and" else 4  # "he and other leaders are …"
        return (
            end < limit
            and unit.low[end] != ","
            and (finite_follows(unit, end) or _has_finite(unit, end, min(limit, end + reach)))
        )
    if strict and tag in ("IN", "VBN", "VBG", "RB", "WRB", "TO"):
        # "stated given the size of the crowd, they had to go"
        commas = (k for k in range(i + 1, min(limit, i + 25)) if unit.low[k] == ",")
        return any(_clause_at(unit, k + 1, limit, strict=True) for k in commas if k + 1 < limit)
    if strict:
        k = end if end > i or tag != "JJ" else i + 1  # "navy and Coast Guard crews were …"
        while (
            k < limit
            and (unit.tag[k] in ("IN", "TO") or unit.low[k] in ("and", "or"))
            and base(unit, k + 1) > k + 1
        ):
            k = base(unit, k + 1)
        return i < k < limit and (finite_follows(unit, k) or unit.low[k] == ",")
    if (
        tag in ("IN", "RB", "WRB", "TO", "VBG", "VBN", "UH", "CD", "JJ", "``", "MD", "RBR", "EX", "(")
        or end > i
        or tag in FINITE
    ):
        return _has_finite(unit, i, limit)
    return False
