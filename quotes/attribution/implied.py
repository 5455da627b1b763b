"""Implied sources: whose saying it is where the cue has no subject of its own."""

from __future__ import annotations

from .cues import Cue
from .lexicon import ADDRESSEES, MEDIA, TIME_NOUNS
from .phrase_starts import phrase_start
from .phrases import FINITE, base, is_noun, mention
from .sources import main_subject, subject_before
from .statements import Items, Quoting, Statements

# What people hold up or wear: what is on it speaks for itself.
_WRITTEN_ON = frozenset(
    "sign signs banner banners poster posters placard placards sticker shirt t-shirt t-shirts".split()
)
_BE = frozenset("was were is are been being".split())


def source_of(statements: Statements, cue: Cue) -> tuple[Items | None, str]:
    """The items of a leading cue's source mention, if it has one, and the name of the rule that found it."""
    unit = statements.unit
    subject = subject_before(unit, cue.first, statements.first)
    if cue.finite and not cue.participle and not cue.infinitive:
        if subject is not None:
            return subject, "subject"
        if statements.latest is not None and unit.tag[cue.first - 1] != "WP":
            return statements.latest, "shared"
        return _coordinated(statements, cue), "shared"
    before = unit.low[cue.first - 1] if cue.first else ""
    if before == "as" and (quoted := _quoted_as(statements, cue)) is not None:
        return quoted, "quoted as saying"
    if before == "," and statements.latest is not None and statements.latest[1] == cue.first - 1:
        return statements.latest, "shared"  # “…,” said Ruiz, suggesting that …
    if (
        cue.participle
        and subject is not None
        and before != ","
        and unit.tag[subject[1] - 1] in ("PRP$", "PRP")
    ):
        return subject, "subject"
    if (nearest := _adjacent(statements, cue)) is not None:
        return nearest, "adjacent"
    main = main_subject(unit, cue.first)
    if main is not None:
        return main, "participle"
    if statements.found:
        return statements.latest, "shared"
    if subject is not None and cue.form != "VB":
        return subject, "subject"
    return _following_subject(statements, cue), "participle"


def _coordinated(statements: Statements, cue: Cue) -> Items | None:
    """The subject of the verb that the cue is coordinated with: Ruiz left and said …"""
    unit = statements.unit
    main = main_subject(unit, cue.first)
    if main is None and unit.tag[cue.first - 1] == "CC" and unit.tag[0] not in ("IN", "EX"):
        end = mention(unit, 0, cue.first, closing=True)
        return (0, end) if end else None
    return main


def _adjacent(statements: Statements, cue: Cue) -> Items | None:
    """Who does what a participle or infinitive right behind a noun phrase says.

    "with Maddow asking", "22 percent saying", "led Republicans to say"; but not "issued a statement saying".
    """
    unit = statements.unit
    end = cue.first
    if not end or not (is_noun(unit.tag[end - 1]) or unit.tag[end - 1] == "CD" or unit.low[end - 1] == ")"):
        return None
    if cue.participle and unit.low[end - 1] in _WRITTEN_ON:
        start = phrase_start(unit, end, 0)
        return (start, end) if start is not None else None
    if unit.low[end - 1] in MEDIA or unit.low[end - 1] in ADDRESSEES:
        return None
    if unit.low[end - 1] in TIME_NOUNS and unit.word[end - 1].islower():
        return None
    start = phrase_start(unit, end, 0)
    if start is None:
        return None
    before = unit.tag[start - 1] if start else ""
    if cue.participle:
        fits = not start or (before == "IN" and unit.low[start - 1] in ("with", "of", "about"))
    else:
        fits = cue.infinitive and before.startswith("VB")
    return (start, end) if fits else None


def _following_subject(statements: Statements, cue: Cue) -> Items | None:
    """The subject of the main clause after a participle that opens the sentence: "Saying …, Ruiz left"."""
    unit = statements.unit
    if cue.first > 1:
        return None
    for k in range(cue.last, statements.limit):
        if unit.low[k] == ",":
            end = base(unit, k + 1)
            if k + 1 < end < statements.limit and unit.tag[end] in FINITE:
                return k + 1, end
    return None


def _quoted_as(statements: Statements, cue: Cue) -> Items | None:
    """was quoted by Reuters as saying · Reuters quoted Ruiz as saying: who is quoted (by whom is kept)."""
    unit = statements.unit
    as_ = cue.first - 1
    for k in range(as_ - 1, max(-1, as_ - 14), -1):
        if unit.low[k] not in ("quoted", "cited", "quotes", "quoting"):
            continue
        first = k
        while first and (
            unit.tag[first - 1] in ("VBD", "VBZ", "VBN", "VBP", "RB", "MD") or unit.low[first - 1] in _BE
        ):
            first -= 1
        subject = subject_before(unit, first, statements.first)
        if any(word in _BE for word in unit.low[first:k]):
            outlet = (k + 2, as_) if unit.low[k + 1] == "by" and k + 2 < as_ else None
            quoted = subject
        else:
            outlet = subject if unit.low[k] != "quoting" else main_subject(unit, first, statements.first)
            quoted = (k + 1, as_) if base(unit, k + 1) > k + 1 else None
        statements.quoting = Quoting([unit.span(first, k + 1), unit.span(as_, cue.last)], outlet)
        statements.use((first, cue.last))
        return quoted
    return None


def passive_source(
    statements: Statements, cue: Cue, i: int, subject: Items | None
) -> tuple[Items | None, Items | None, str]:
    """was told by Lee that …: the by-phrase speaks, the subject is spoken to.

    Returns source, addressee and rule; the rule is empty where the passive is no attribution.
    """
    unit = statements.unit
    addressee = subject if cue.addressed else None
    for k in range(cue.last, min(i + 1, statements.limit)):
        if unit.low[k] == "by":
            end = mention(unit, k + 1, statements.limit, closing=False)
            if end > k + 1:
                return (k + 1, end), addressee, "passive by"
    return None, addressee, "" if cue.lemma == "quote" else "passive"
