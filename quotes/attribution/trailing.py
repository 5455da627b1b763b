"""Trailing and interrupting cues: content that stands before its cue, or round it."""

from __future__ import annotations

from .complements import complement, skip_adjuncts
from .cues import Cue
from .extents import closes_with_stop, end_after, end_of_quotation, start_before
from .lexicon import DASHES
from .outlets import is_outlet
from .phrases import FINITE, clause_begins
from .sources import is_mute, subject_after, subject_before
from .statements import RELATIVES, Items, Statements
from .unit import QUOTATION

_OPENING_CLAUSES = frozenset("when as even while although though after before because since".split())
_SUBORDINATORS = ("IN", "WRB")
_ADJUNCTS = frozenset("in on at under for by with from".split())
_ENDING_IN_ADJUNCTS = frozenset("say tell write add report testify announce argue claim".split())


def trailing(statements: Statements) -> None:
    """“…,” Ruiz said · “…,” said Ruiz · …, Ruiz said · “…,” Ruiz said, “…”

    From the last cue to the first, since a cue at the end governs all that stands before it.
    """
    for cue in reversed(statements.cues):
        if (cue.says or cue.manner) and cue.finite and not cue.participle and not statements.taken[cue.verb]:
            _tag(statements, cue)


def _tag(statements: Statements, cue: Cue) -> None:
    unit = statements.unit
    inverted = _inverted(statements, cue)
    source = inverted or subject_before(unit, cue.first, statements.first)
    if source is None or (not inverted and unit.low[source[0]] in RELATIVES):
        return
    edge = _skip_openers(statements, cue.first if inverted else source[0])
    before = edge - 1
    if before < 0 or unit.tag[edge] == "EX" or is_mute(unit, source):
        return
    quoted = unit.tag[before] == QUOTATION or (
        before > 0 and unit.low[before] in (",", *DASHES, ".", "?", "!") and unit.tag[before - 1] == QUOTATION
    )
    if not quoted and unit.low[before] not in (",", *DASHES):
        return
    addressee = None
    if inverted:
        after = inverted[1]
        own = unit.tag[after - 1] in (
            "DT",
            "JJ",
            "PRP$",
            "IN",
            "POS",
        )  # said Lee, who wore a “Make Peace” hat
        kind = "" if own or statements.quotation_at(after) is None else "quote"
    else:
        after, addressee = skip_adjuncts(unit, cue, statements.limit)
        kind = complement(unit, cue, after, statements.limit)
    if quoted and kind not in ("that", "quote") and (cue.says or kind == ""):
        kind = ""  # “…,” she added when …; “…,” they told lawmakers on a visit
    if kind and kind != "quote":
        return
    if not quoted and not (cue.says and (inverted or _is_bare(statements, cue, after))):
        return
    content = _content_before(statements, cue, before, quoted, bool(inverted), kind, after)
    if content is None or _relays(statements, cue, source, content, bool(inverted)):
        return
    parts = _with_rest(statements, cue, content, after, kind, quoted)
    if parts:
        statements.add(cue, parts, source, addressee, "inverted tag" if inverted else "tag")


def _content_before(
    statements: Statements, cue: Cue, before: int, quoted: bool, inverted: bool, kind: str, after: int
) -> Items | None:
    """The items of the content that ends at item ``before``, or None where none does."""
    unit = statements.unit
    end = before if unit.tag[before] != QUOTATION else before + 1
    start = start_before(unit, end, statements.floor(end))
    if start >= end or not statements.is_free((start, end)):
        return None
    has_quotation = any(unit.tag[k] == QUOTATION for k in range(start, end))
    if quoted and QUOTATION in (unit.tag[end - 1], unit.tag[before - 1]):
        q = end - 1
        while q > start and unit.tag[q] != QUOTATION:
            q -= 1
        if (
            not closes_with_stop(unit, q)
            and unit.low[before] not in (",", *DASHES)
            and not inverted
            and not kind
        ):
            return None  # the quotation is the subject's own: “Duke” Ruiz said
        if _has_own_cue(statements, start, q):
            return None
        outside = unit.tag[before] != QUOTATION and not closes_with_stop(unit, q)
        if outside and not inverted and not kind and not _is_bare(statements, cue, after):
            return None  # After the talk of “rapists”, Ruiz wrote a letter
        start = _start_of_mixed(statements, start, q)
    elif not has_quotation and kind == "quote" and not _goes_on_in_marks(statements, start, after):
        return None
    if (
        not has_quotation
        and unit.tag[start] in _SUBORDINATORS
        and "," not in unit.low[start:end]
        and unit.low[start] not in _ADJUNCTS
        and not (after < statements.limit and unit.low[after] == "," and clause_begins(unit, after + 1))
    ):
        return None  # After he left, Ruiz said …: the clause before is no content
    return start, end


def _with_rest(
    statements: Statements, cue: Cue, content: Items, after: int, kind: str, quoted: bool
) -> list[Items]:
    """The content with what of it follows the tag; empty where what stands before is no statement at all."""
    unit = statements.unit
    start, end = content
    has_quotation = any(unit.tag[k] == QUOTATION for k in range(start, end))
    has_clause = any(unit.tag[k] in FINITE for k in range(start, end))
    adverbial = unit.tag[start] in ("IN", "VBG", "VBN", "WRB", "TO")
    rest = _rest(statements, cue, after, kind, has_clause or (has_quotation and not adverbial), quoted)
    if rest is not None:
        return [content, rest]
    return [content] if has_clause or has_quotation else []


def _is_bare(statements: Statements, cue: Cue, after: int) -> bool:
    """Whether nothing follows a tag that could be its object: …, Ruiz said on Friday."""
    unit = statements.unit
    if after >= statements.limit or unit.low[after] in (",", ")", ";", *DASHES):
        return True
    return unit.tag[after] in ("IN", "RB", "WRB") and cue.lemma in _ENDING_IN_ADJUNCTS


def _relays(statements: Statements, cue: Cue, source: Items, content: Items, inverted: bool) -> bool:
    """…, Ruiz said, Reuters reported: the outlet relays what stands before, which has its own speaker."""
    unit = statements.unit
    if cue.lemma not in ("report", "say", "write"):
        return False
    if not is_outlet(unit.text(*source)) and not (
        cue.lemma == "report" and "NNP" in unit.tag[source[0] : source[1]]
    ):
        return False
    own = [c for c in statements.cues if content[0] <= c.verb < content[1] and c.says and not c.infinitive]
    if not own or not (subject_before(unit, own[-1].first, content[0]) or _inverted(statements, own[-1])):
        return False
    statements.relay(content, source)
    statements.use((cue.first, source[1]) if inverted else (source[0], cue.last))
    return True


def _skip_openers(statements: Statements, edge: int) -> int:
    """Back over "as" and "and" before the tag's subject: ", as Ruiz said"."""
    low = statements.unit.low
    opens = edge > 1 and low[edge - 1] in ("as", "and", "but", "then") and low[edge - 2] == ","
    return edge - 1 if opens else edge


def _inverted(statements: Statements, cue: Cue) -> Items | None:
    """The source after the cue: “…,” said Ruiz; …, said Ruiz."""
    unit = statements.unit
    p = cue.first - 1
    if p < 0 or cue.form == "VBG":
        return None
    quoted = unit.tag[p] == QUOTATION or (
        p > 0 and unit.low[p] in (",", *DASHES) and unit.tag[p - 1] == QUOTATION
    )
    if not quoted and (unit.low[p] != "," or cue.addressed or not cue.says):
        return None
    source = subject_after(unit, cue, statements.limit)
    if source is None or (cue.lemma in ("tell", "ask") and unit.tag[source[0]] == "PRP"):
        return None
    following = source[1]
    if following < statements.limit and unit.tag[following] in FINITE:
        return None
    if quoted:
        # argued that “liberals” allowed …: no comma, no stop
        return None if unit.tag[p] == QUOTATION and p > 0 and not closes_with_stop(unit, p) else source
    if following < statements.limit and unit.low[following] not in (",", "in", "on", "during", "at"):
        return None
    if not any(unit.tag[k] in FINITE or unit.quoted_words(k) > 2 for k in range(statements.floor(p), p)):
        return None
    if subject_before(unit, cue.first) and unit.tag[cue.last] not in ("NNP", "DT", "NN", "PRP", "NNS"):
        return None
    return source


def _goes_on_in_marks(statements: Statements, start: int, i: int) -> bool:
    """Some of them, he said, “shook my hand”: a clause whose predicate stands in marks."""
    unit = statements.unit
    if unit.low[i] != "," or unit.tag[start] in ("IN", "WRB", "RB", "VBG", "VBN", "TO", "CC"):
        return False
    return unit.text(i + 1, i + 2).lstrip("\"“”'‘’`")[:1].islower()


def _has_own_cue(statements: Statements, start: int, q: int) -> bool:
    """Whether the quotation at item ``q`` follows a cue of its own: When Lee shouted, “…,” Ruiz said"""
    low = statements.unit.low
    edge = q - 1 if q > start and low[q - 1] in (",", ":") else q
    subordinate = low[start] in _OPENING_CLAUSES
    return any(
        (c.last == edge and c.says)
        or (c.participle and edge - c.last < 4)
        or (subordinate and c.says and c.finite and "that" in low[c.last : edge])
        for c in statements.cues
        if start < c.verb < q
    )


def _start_of_mixed(statements: Statements, start: int, q: int) -> int:
    """Where content begins whose last quotation, at item ``q``, stands right before the tag.

    Words before the quotation belong to it unless they are a statement of their own.
    """
    unit = statements.unit
    if q == start or not closes_with_stop(unit, q) or unit.tag[q - 1] == QUOTATION:
        return start
    dash = unit.low[q - 1] in DASHES or (unit.low[q - 1] == "-" and unit.end[q - 1] < unit.start[q])
    if unit.low[q - 1] == ":" or (dash and unit.text(q, q + 1)[1:2].isupper()):
        return q
    begins_anew = unit.quoted_words(q) > 6 and unit.document.text[unit.start[q] + 1].isupper()
    return q if unit.low[q - 1] == "," and begins_anew else start


def _rest(statements: Statements, cue: Cue, i: int, kind: str, complete: bool, quoted: bool) -> Items | None:
    """The items where content goes on after an interrupting tag, if it does.

    ``complete`` tells that what stands before is a statement by itself.
    """
    unit, limit = statements.unit, statements.limit
    q = statements.quotation_at(i) if kind == "quote" else _resumed(statements, cue, i) if quoted else None
    if q is not None:
        return q, end_of_quotation(unit, q, limit, cue, statements.cues)
    if i + 2 >= limit or unit.low[i] != "," or (quoted and complete):
        return None
    following = unit.tag[i + 1]
    if complete and (following not in ("CC", "IN", "TO") or unit.low[i + 1] in ("according", "as")):
        return None
    end = end_after(unit, i + 1, limit, cue, statements.cues, "clause")
    return (i + 1, end) if end > i + 1 else None


def _resumed(statements: Statements, cue: Cue, i: int) -> int | None:
    """The quotation that goes on after a longer tag: “…,” Ruiz wrote in a letter to the court, “and …”"""
    unit = statements.unit
    for q in range(i, statements.limit):
        if statements.taken[q] or statements.used[q]:
            return None
        if unit.tag[q] != QUOTATION:
            continue
        cued = any(c.last in (q - 1, q) and c.says for c in statements.cues if c is not cue)
        if unit.low[q - 1] != "," or cued:
            return None
        first = unit.document.text[unit.start[q] + 1 : unit.start[q] + 3].lstrip("'’‘")
        return q if first[:1].islower() or first.startswith("I") else None
    return None
