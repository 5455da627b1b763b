"""Leading cues: content that stands after its cue."""

from __future__ import annotations

from .complements import complement, skip_adjuncts
from .cues import Cue
from .extents import end_after, end_of_quotation
from .implied import passive_source, source_of
from .naming import is_name
from .sources import is_mute, is_subordinate
from .statements import Items, Statements
from .unit import QUOTATION

# Verbs whose object in marks may as well be a title.
_OF_WORKS = frozenset(
    "read write publish sing release recite open close show call name dub quote cite".split()
)


def leading(statements: Statements) -> None:
    """Ruiz said (that) … · Ruiz said: “…” · Ruiz told Lee … · …, saying … · and added …"""
    for cue in statements.cues:
        if not statements.taken[cue.verb] and not statements.used[cue.verb]:
            _lead(statements, cue)


def _lead(statements: Statements, cue: Cue) -> None:
    unit = statements.unit
    i, addressee = skip_adjuncts(unit, cue, statements.limit)
    kind = complement(unit, cue, i, statements.limit)
    if not kind or (not cue.says and kind not in ("quote", "infinitive", "noun", "gerund")):
        return
    if unit.low[-1] == "?" and unit.tag[0] in ("WP", "WRB") and cue.verb < 3:
        return  # Who said “never”?
    content = _content_after(statements, cue, i, kind)
    if content is None:
        return
    source, rule = source_of(statements, cue)
    if cue.passive and (
        cue.lemma == "find" or (kind == "clause" and not cue.addressed and not _is_it(statements, cue))
    ):
        return  # was found: …; was retweeted 3,200 times
    if (cue.passive or _is_absolute(cue)) and statements.quoting is None:
        source, addressee, rule = passive_source(statements, cue, i, source)
    unheard = cue.passive or _is_absolute(cue) or kind in ("quote", "that")  # it may do without a source
    if source is None and not (rule and unheard):
        return
    if source is not None and (unit.tag[source[0]] == "EX" or is_mute(unit, source)):
        return
    statements.add(cue, [content], source, addressee, f"{rule} {kind}")


def _is_it(statements: Statements, cue: Cue) -> bool:
    """It was announced …"""
    return cue.first > 0 and statements.unit.low[cue.first - 1] == "it"


def _is_absolute(cue: Cue) -> bool:
    """Asked whether he would run, Ruiz said …: a participle whose subject is spoken to."""
    return cue.form == "VBN" and not cue.finite and cue.lemma in ("ask", "tell")


def _content_after(statements: Statements, cue: Cue, i: int, kind: str) -> Items | None:
    """The items of the content that begins at item ``i`` behind the cue, as far as they are free."""
    unit, limit = statements.unit, statements.limit
    if kind == "quote":
        q = statements.quotation_at(i)
        if q is None or not _introduces(statements, cue, i, q):
            return None
        start, end = q, end_of_quotation(unit, q, limit, cue, statements.cues)
    else:
        start = i + 1 if kind == "colon" else i
        in_clause = is_subordinate(unit, cue)
        end = end_after(unit, start, limit, cue, statements.cues, kind, subordinate=in_clause)
    if statements.is_free((start, end)):
        return (start, end) if end > start else None
    end = next(k for k in range(start, end) if statements.taken[k])
    while end > start and unit.low[end - 1] in (",", "and", "but"):
        end -= 1
    return (start, end) if end - start >= (1 if kind == "quote" else 2) else None


def _introduces(statements: Statements, cue: Cue, i: int, q: int) -> bool:
    """Whether the cue introduces the quotation at item ``q`` as speech.

    A verb of manner does right before it (smiled: “…”); a verb of reading may be followed by a title.
    """
    unit = statements.unit
    if not cue.says and unit.low[i] not in (":", ",") and not (unit.tag[i] == QUOTATION and i == cue.last):
        return False
    far = i > cue.last or cue.lemma in _OF_WORKS
    return unit.low[i] == ":" or not far or not is_name(unit, q)
