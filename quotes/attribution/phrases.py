"""Noun phrases over the items of a unit: where a mention begins and ends.

Base phrases are runs of tags as in Abney's chunks; what follows them (of-phrases, appositions, relative
clauses) is read on by rule, since PolNeAR's source spans take titles and appositions along.
"""

from __future__ import annotations

from .lexicon import LEMMAS, MEDIA, SAY, TIME_NOUNS
from .unit import QUOTATION, Unit

_MODIFIERS = frozenset("DT PDT PRP$ CD JJ JJR JJS NN NNS NNP NNPS POS FW $ # HYPH ADD GW AFX NFP".split())
_HEADS = frozenset("NN NNS NNP NNPS PRP CD EX FW DT JJ ADD WP WDT VBG".split())
_NOUNS = frozenset("NN NNS NNP NNPS".split())
FINITE = frozenset("VBD VBZ VBP MD".split())
_ADVERBS = frozenset(["RB", "RBR"])
_ATTACHING = frozenset(
    """of for from at with in to on by about between among within inside near behind under over against
    across""".split()
)
_RELATIVE = frozenset("who which that whose whom".split())
_LONGEST = 60  # items that one mention may span; bounds the time and stops runaway appositions
_APPOSITIVE = frozenset(
    "DT PRP$ NN NNS NNP NNPS JJ JJS CD WP WP$ WDT VBN VBG RB IN RBS PDT JJR VBD POS".split()
)


def is_noun(tag: str) -> bool:
    """Whether a tag is a noun's."""
    return tag in _NOUNS


def is_time(unit: Unit, start: int, end: int) -> bool:
    """Whether the noun phrase ``start`` to ``end`` is nothing but a time: last week; not Amara May."""
    if end <= start or end - start > 5:
        return False
    times = 0
    for k in range(start, end):
        if unit.low[k] in TIME_NOUNS:
            times += 1
        elif unit.tag[k] not in ("DT", "CD", "JJ", "RB", "JJR", "PRP$", ",") and not unit.low[k].isdigit():
            return False
    return times > 0


def finite_follows(unit: Unit, i: int) -> bool:
    """Whether a finite verb stands at item ``i``, adverbs before it aside."""
    while i < len(unit) and unit.tag[i] in _ADVERBS:
        i += 1
    return i < len(unit) and unit.tag[i] in FINITE


def clause_begins(unit: Unit, i: int) -> bool:
    """Whether a subject or an adverb ("then was drawn") with its finite verb stands at item ``i``."""
    end = base(unit, i)
    return (end > i or (i < len(unit) and unit.tag[i] in _ADVERBS)) and finite_follows(unit, end)


def base(unit: Unit, i: int) -> int:
    """The end of the base noun phrase that starts at item ``i``; ``i`` itself where none does."""
    n = len(unit)
    if i >= n:
        return i
    tag = unit.tag
    possessive = unit.low[i] == "her" and i + 1 < n and tag[i + 1] in ("NN", "NNS", "JJ")
    if tag[i] in ("PRP", "EX", "WP") and not possessive:
        return i + 1
    head = i  # behind the last item that may end the phrase
    for j in range(i, min(n, i + _LONGEST)):
        if (j == i and possessive) or tag[j] in _MODIFIERS:
            if _opens_another(unit, i, j):
                break
            if _is_head(unit, i, j):
                head = j + 1
        elif not _is_inside(unit, i, j):
            break
    return head


def _opens_another(unit: Unit, i: int, j: int) -> bool:
    """Whether item ``j`` begins a noun phrase of its own rather than go on with that from ``i``."""
    tag = unit.tag
    if j == i:
        return tag[j] == "POS"
    if tag[j] in ("DT", "PDT", "PRP$"):
        return tag[j - 1] not in ("DT", "PDT", "CD", "IN", "RB")
    # told the network | two people were hurt
    return tag[j] == "CD" and tag[j - 1] in ("NN", "NNS") and not unit.low[j][:1].isdigit()


def _is_head(unit: Unit, i: int, j: int) -> bool:
    """Whether the noun phrase from item ``i`` may end with item ``j``."""
    t = unit.tag[j]
    if t in _NOUNS or t in ("CD", "FW", "ADD"):
        return True
    if j == i:
        return unit.low[j] in _QUANTITIES or (t == "DT" and unit.low[j] in _PRONOUN_DETERMINERS)
    if t not in ("JJ", "JJS") or unit.tag[i] != "DT":
        return False
    following = unit.tag[j + 1] if j + 1 < len(unit) else ""  # the accused
    return following not in _MODIFIERS and following not in ("VBG", "VBN")


def _is_inside(unit: Unit, i: int, j: int) -> bool:
    """Whether item ``j``, no noun and no modifier by itself, stands inside the noun phrase from ``i``."""
    tag, low = unit.tag, unit.low
    if j + 1 >= len(unit):
        return False
    t, following = tag[j], tag[j + 1]
    before = tag[j - 1] if j > i else ""
    if t in ("VBN", "VBG"):  # the growing debt
        return bool(before) and before not in _NOUNS and following in _MODIFIERS and following not in _OPENERS
    if t in ("RB", "RBR", "RBS"):  # very old houses
        return j - i < 3 and following in ("JJ", "CD", "VBN", "JJR", "DT")
    if low[j] in _PARTICLES:  # Ana de la Cruz, van der Berg
        return (
            following in ("NNP", "FW", "DT") if before in ("NNP", "FW") else not before and following == "NNP"
        )
    if t == QUOTATION:  # Joaquin “El Chapo” Guzman; the so-called “experts”
        inner = unit.text(j, j + 1).rstrip("\"”’'»")
        return (
            before in _MODIFIERS
            and following in _NOUNS
            and unit.quoted_words(j) <= 4
            and not inner.endswith((",", ".", "?", "!"))
        )
    return low[j] in ("&", "n'", ".") and before == "NNP" and following == "NNP"  # Marks & Spencer


_OPENERS = frozenset("DT PRP$ PDT POS".split())
_PARTICLES = frozenset(
    "de van von der den da di del della dos la le el al bin ibn ben ter ten du af zu".split()
)
_QUANTITIES = frozenset("several many others few most more".split())
_PRONOUN_DETERMINERS = frozenset(
    "this that these those all both some many any each another either neither".split()
)


def mention(unit: Unit, i: int, limit: int, *, closing: bool) -> int:
    """The end of the mention that starts at ``i``: base phrase plus all that belongs to it.

    ``closing`` tells that the mention stands after its cue, at the end of the clause ("said Ruiz, the
    mayor of Lima"): appositions and relative clauses then run on to the next boundary. Ends at
    ``limit`` at the latest; returns ``i`` where no noun phrase starts.
    """
    end = base(unit, i)
    if end == i:
        return i
    limit = min(limit, i + _LONGEST, len(unit))
    if end > limit:
        return limit
    tag, low = unit.tag, unit.low
    while end < limit:
        t, w = tag[end], low[end]
        if t == "POS" or (w == "'s" and end + 1 < limit and tag[end + 1] in _MODIFIERS and t != "VBZ"):
            following = base(unit, end + 1)
            end = following if following > end + 1 else end + 1
        elif t in ("IN", "TO") and w in _ATTACHING and not _starts_adjunct(unit, end):
            following = base(unit, end + 1)
            if following == end + 1:
                break
            end = following
        elif t == "CC" and w in ("and", "or", "&"):
            following = base(unit, end + 1)
            if following == end + 1:
                break
            if following < limit and (tag[following] in FINITE or tag[following] == QUOTATION):
                break  # "said Ruiz, and Lee left"
            end = following
        elif w == "(" or t == "-LRB-":
            closed = next(
                (k for k in range(end + 1, min(limit, end + 12)) if tag[k] == "-RRB-" or low[k] == ")"), 0
            )
            if not closed:
                break
            end = closed + 1
        elif (closing and t in ("WP", "WDT", "WP$") and w in _RELATIVE) or (
            closing
            and (t in ("VBN", "VBG", "JJ") or w == "close")
            and w not in ("saying", "adding")
            and (t == "VBN" or (end + 1 < limit and tag[end + 1] in ("IN", "TO")))
        ):
            end = _relative_end(unit, end, limit)
        elif closing and w == "," and end + 1 < limit:
            following = _apposition_end(unit, end, limit)
            if following == end:
                break
            end = following
        else:
            break
    return min(end, limit)


def _starts_adjunct(unit: Unit, i: int) -> bool:
    """Whether the preposition at ``i`` opens a time or medium phrase: "on Tuesday", "in a statement"."""
    end = base(unit, i + 1)
    if end == i + 1:
        return True
    heads = unit.low[i + 1 : end]
    if unit.low[i] in ("of", "for", "from") and unit.low[i] != "for":
        return False
    if is_time(unit, i + 1, end):
        return True
    if heads[-1].isdigit() and len(heads[-1]) == 4 and unit.low[i] == "in":
        return True
    return unit.low[i] in ("in", "on", "during", "at", "by", "to", "with") and heads[-1] in MEDIA | {
        "reporters": ""
    }


def _relative_end(unit: Unit, i: int, limit: int) -> int:
    """Where the relative clause or participle phrase at ``i`` ends: at a comma, a mark or the limit."""
    k = i + 1
    while k < limit and unit.low[k] not in (",", ";", ":", "--", "—", "–", ".") and unit.tag[k] != QUOTATION:
        k += 1
    return k


def _apposition_end(unit: Unit, comma: int, limit: int) -> int:
    """The end of the apposition after a comma, or ``comma`` where what follows is not one."""
    i = comma + 1
    tag, low = unit.tag, unit.low
    t = tag[i]
    if t not in _APPOSITIVE or t == QUOTATION:
        return comma
    if (
        t == "VBG"
        or (t == "IN" and low[i] not in ("of", "from", "like"))
        or (
            t == "RB"
            and low[i] not in ("now", "then", "also", "who", "currently", "formerly", "himself", "herself")
        )
    ):
        return comma
    if t in ("WP", "WDT") and any(_tells(low[k]) for k in range(i + 1, min(i + 4, limit))):
        return comma
    if low[i] in ("according", "adding", "saying", "after", "who's"):
        return comma
    if t == "VBD":
        return comma
    k = i
    while k < limit and tag[k] != QUOTATION and low[k] not in (";", ":", "—", "–", "--"):
        if low[k] == "," and k > i and _ends_apposition(unit, k + 1, limit):
            break
        k += 1
    while k > i and low[k - 1] in (",", "."):
        k -= 1
    # an apposition is no clause: "said Ruiz, the mayor, and Lee left"
    return k if k > i else comma


def _ends_apposition(unit: Unit, i: int, limit: int) -> bool:
    """Whether what stands behind a comma, at item ``i``, belongs to the apposition before it no more."""
    if i >= limit:
        return True
    if unit.tag[i] == "CC":
        return unit.low[i] != "and" or not _is_list(unit, i)
    return unit.tag[i] in ("VBG", "IN", "RB", "PRP", QUOTATION, "MD", "VBD", "VBZ")


def _is_list(unit: Unit, conjunction: int) -> bool:
    end = base(unit, conjunction + 1)
    return end > conjunction + 1 and (end >= len(unit) or unit.tag[end] not in FINITE)


def _tells(word: str) -> bool:
    """Whether a word is a verb of saying, with what is said to follow: “…,” said Lee, who noted that …"""
    lemma = LEMMAS.get(word)
    return lemma in SAY and lemma not in ("ask", "decline", "request", "write")
