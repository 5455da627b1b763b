"""Cues: the verbs of a unit that may introduce what somebody says, with their verb groups and status."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Status
from .lexicon import (
    ADDRESSED,
    ASK,
    AUXILIARY,
    DENY,
    FOREIGN,
    HYPOTHETICAL,
    LEMMAS,
    MANNER,
    NEGATION,
    ORDER,
    SAY,
)
from .unit import QUOTATION, Unit

_VERB_TAGS = frozenset("VB VBD VBG VBN VBP VBZ".split())
_ALWAYS = frozenset(["said", "says", "told", "wrote", "tweeted", "added", *FOREIGN])
_ISSUING = frozenset("publish release issue write pen read title show".split())
_MAKE = frozenset("make makes made making".split())
_CLAUSE_BOUNDS = frozenset([",", ":", ".", "-LRB-", "-RRB-", "``", "''", QUOTATION])
_BE = frozenset("was were is are been be being 's 're".split())
# What a reporting infinitive may hang on: went on to say, used to say.
_LEADING_ON = frozenset("on continued continues seemed appeared began have has had used".split())
_BETWEEN = frozenset("RB RBR RBS MD".split())
# Verbs that a reporting infinitive hangs on: "went on to say", "declined to say".
_REFUSING = frozenset(
    """refuse refused refuses refusing decline declined declines declining fail failed fails failing forgot
    stopped""".split()
)
_PLANNING = frozenset(
    """
    expected expects plan plans planned want wants wanted hope hopes hoped going intend intends intended
    likely set due scheduled prepare prepared preparing ready need needs needed about able try tries
    tried trying supposed""".split()
)


@dataclass(slots=True)
class Cue:
    """A verb that may introduce content; ``first`` to ``last`` (half-open) are the items of its group.

    ``form`` is the verb's Penn tag; ``infinitive`` tells that it follows "to", ``passive`` that it is
    one ("was told"), ``participle`` that it is an -ing form with no auxiliary.
    """

    verb: int
    first: int
    last: int
    lemma: str
    form: str
    status: Status
    infinitive: bool = False
    passive: bool = False
    participle: bool = False
    finite: bool = True

    @property
    def says(self) -> bool:
        """Whether the verb takes a clause as what is said."""
        return self.lemma in SAY

    @property
    def manner(self) -> bool:
        """Whether it is a verb of manner, which introduces speech only right beside marks."""
        return self.lemma in MANNER

    @property
    def addressed(self) -> bool:
        """Whether the noun phrase behind it may be who is spoken to."""
        return self.lemma in ADDRESSED


def find_cues(unit: Unit) -> list[Cue]:
    """Every verb of the unit that may be a cue, in order."""
    found = []
    for i, low in enumerate(unit.low):
        lemma = LEMMAS.get(low)
        if lemma is None:
            if low in _MAKE and (last := _clear_after(unit, i)):
                cue = verb_group(unit, i, "make clear", unit.tag[i])
                cue.last = last
                found.append(cue)
            continue
        tag = unit.tag[i]
        if tag in ("VBN", "JJ") and lemma not in _ISSUING and _is_past(unit, i):
            tag = unit.tag[i] = "VBD"
        if tag in ("NNS", "NN", "VBN", "JJ") and _is_verb_by_company(unit, i, lemma):
            tag = unit.tag[i] = "VBZ" if low.endswith("s") else "VBD"
        if tag not in _VERB_TAGS and low not in _ALWAYS:
            continue
        if _is_modifier(unit, i, tag) or _is_auxiliary_use(unit, i, lemma):
            continue
        found.append(verb_group(unit, i, lemma, tag))
    return found


def _clear_after(unit: Unit, i: int) -> int:
    """The end of "clear" behind a form of "make": made clear that, made it clear that; 0 where it is none."""
    k = i + 2 if i + 2 < len(unit) and unit.low[i + 1] == "it" else i + 1
    return k + 1 if k < len(unit) and unit.low[k] == "clear" else 0


def _is_past(unit: Unit, i: int) -> bool:
    """Whether a form tagged as a participle is its clause's past tense: Ali called on them to “stand up”.

    There is a subject before it, no auxiliary, no "by" behind it, and no finite verb in its clause.
    """
    if not i or unit.tag[i - 1] not in ("NNP", "NNPS", "PRP", "NN", "NNS"):
        return False
    if i + 1 < len(unit) and unit.low[i + 1] == "by":
        return False
    if unit.tag[i] == "JJ" and unit.tag[i - 1] not in ("NNP", "PRP"):
        return False  # the alleged fraud; but Ruiz alleged fraud was common
    for step in (-1,) if unit.tag[i] == "JJ" else (-1, 1):
        k = i + step
        while 0 <= k < len(unit) and unit.tag[k] not in _CLAUSE_BOUNDS:
            if unit.tag[k] in ("VBD", "VBZ", "VBP", "MD") or unit.low[k] in AUXILIARY:
                return False
            k += step
    return True


def _is_verb_by_company(unit: Unit, i: int, lemma: str) -> bool:
    """Whether a reporting verb that was tagged as a noun or participle stands where only a verb does.

    Pickett denies that … · “…,” the nurse whispers. · Lee says: “…”
    """
    if not i or lemma not in SAY or unit.low[i] == lemma or unit.low[i].endswith("ing"):
        return False
    before, after = unit.tag[i - 1], unit.low[i + 1] if i + 1 < len(unit) else "."
    following = unit.tag[i + 1] if i + 1 < len(unit) else "."
    if before not in ("NNP", "PRP", ",", "NN", "WP") or (before == "," and unit.tag[i] in ("VBN", "JJ")):
        return False
    if before in ("NNP", "PRP", ",", "WP") and (after in ("that", ":") or following in (QUOTATION, "VBG")):
        return True
    if after == "," and before == "NNP" and i > 1 and unit.low[i - 2] == ",":
        return True  # Democrats, Frank notes, applaud …
    return (
        after in (".", ",")
        and before in ("NN", "NNP", "PRP")
        and any(unit.tag[k] == QUOTATION for k in range(max(0, i - 6), i))
    )


def _is_modifier(unit: Unit, i: int, tag: str) -> bool:
    """A participle that stands before its noun: "the alleged fraud", "reported earnings"."""
    if tag not in ("VBN", "VBG") or i + 1 >= len(unit):
        return False
    before = unit.tag[i - 1] if i else ""
    return unit.tag[i + 1] in ("NN", "NNS") and before in ("DT", "PRP$", "JJ", "POS", "IN", "CD")


def _is_auxiliary_use(unit: Unit, i: int, lemma: str) -> bool:
    """Verbs that report only in some company or form: "point out", "went"."""
    following = unit.low[i + 1] if i + 1 < len(unit) else ""
    if lemma == "point":
        return following not in ("out", "to")
    return lemma == "go" and unit.tag[i] == "VBN"  # gone


def verb_group(unit: Unit, i: int, lemma: str, tag: str) -> Cue:
    """The verb at item ``i`` with its auxiliaries, and the status that they give it."""
    low, tags = unit.low, unit.tag
    first, negated, hypothetical, passive, infinitive = i, False, False, False, False
    helped = False
    k = i - 1
    while k >= 0 and i - k < 9:
        word = low[k]
        if tags[k] in ("NNP", "NNPS"):
            break  # May said, Will told
        if word in NEGATION:
            negated = True
        elif word in HYPOTHETICAL:
            hypothetical = hypothetical or word not in ("can", "'d", "must")
        elif word in AUXILIARY:
            if tag in ("VBN", "VBD") and word in _BE:
                passive = True
        elif word == "to" and k == first - 1:
            infinitive = True
            j = k - 1
            if j >= 0 and low[j] in _REFUSING:
                negated = True
            elif j >= 0 and low[j] in _PLANNING:
                hypothetical = True
            elif j < 0 or low[j] not in _LEADING_ON:
                break
            if j >= 0:
                helped = helped or unit.tag[j] in ("VBD", "VBZ", "VBP", "VBN")
                k = j
                if low[j] == "on" and j and low[j - 1] in ("went", "goes", "go", "going"):
                    k = j - 1
        elif tags[k] in _BETWEEN:
            pass
        else:
            break
        first = k
        k -= 1
    if tag == "VBN" and first == i:
        # "has in the past described"
        for j in range(i - 1, max(-1, i - 7), -1):
            if low[j] in ("has", "have", "had", "was", "were", "is", "are"):
                first = j
                passive = low[j] in ("was", "were", "is", "are")
                break
            if tags[j] not in ("IN", "DT", "NN", "NNS", "JJ", "RB", "CD", "NNP"):
                break
    while (
        first < i
        and tags[first] in ("RB", "RBR", "RBS")
        and low[first] not in NEGATION
        and low[first] in ("now", "then", "when", "so", "instead")
    ):
        first += 1
    last = i + 1
    while last < len(unit) and (
        (low[last] in ("out", "on", "back", "up", "in", "that") and tags[last] == "RP")
        or (lemma == "point" and low[last] == "out")
    ):
        last += 1
    status: Status = "said"
    if negated:
        status = "not said"
    elif hypothetical:
        status = "hypothetical"
    elif lemma in DENY:
        status = "denied"
    elif lemma in ASK:
        status = "asked"
    elif lemma in ORDER:
        status = "ordered"
    if low[i] in FOREIGN and first == i and i and low[i - 1] in ("a", "ha", "hat"):
        first = i - 1
    helped = helped or any(
        w in AUXILIARY or t in ("VBD", "VBZ", "VBP", "MD")
        for w, t in zip(low[first:i], tags[first:i], strict=True)
    )
    participle = tag == "VBG" and not helped
    finite = helped or tag in ("VBD", "VBZ", "VBP") or tag not in _VERB_TAGS
    return Cue(i, first, last, lemma, tag, status, infinitive and not helped, passive, participle, finite)
