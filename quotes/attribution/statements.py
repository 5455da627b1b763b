"""Statements: the relations of one unit whose cue is a verb, with content before it, after it or round it."""

from __future__ import annotations

from typing import NamedTuple

from ..model import Span
from .contents import (
    dateline_end,
    closes_with_stop,
    complement,
    end_after,
    end_of_quotation,
    skip_adjuncts,
    start_before,
)
from .cues import Cue, find_cues
from .details import medium_of
from .naming import is_name
from .outlets import is_outlet
from .phrases import FINITE, base, is_noun, mention
from .relation import Relation
from .lexicon import ADDRESSEES, MEDIA, TIME_NOUNS
from .sources import is_mute, main_subject, phrase_start, subject_after, subject_before
from .unit import QUOTATION, Unit

_DASHES = frozenset("— – --".split())
_ENDS = frozenset(". ! ? ; :".split())
# Verbs whose object in marks may as well be a title.
_OF_WORKS = frozenset("read write publish sing release recite open close show call name dub quote cite".split())
_RELATIVES = frozenset("who which that".split())


class Quoting(NamedTuple):
    """“quoted … as saying”: its two parts, and the items of who quotes."""

    cue: list[Span]
    outlet: tuple[int, int] | None


class Statements:
    """Finds the relations of a unit; ``taken`` marks the items that are content already."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.cues = find_cues(unit)
        self.taken = bytearray(len(unit))
        self.used = bytearray(len(unit))  # cues and source mentions
        self.found: list[Relation] = []
        self.quoting: Quoting | None = None
        self.relayed: list[tuple[int, int, Span]] = []  # items, and who relays what they hold
        self.limit = _without_final_stop(unit)
        self.first = dateline_end(unit)

    # -- the two passes ------------------------------------------------------------------------

    def run(self) -> list[Relation]:
        """All relations with verbs as cues: tags at the end first, since they govern all before them."""
        for cue in reversed(self.cues):
            if self._is_tag(cue):
                self._tag(cue)
        for cue in self.cues:
            if not self.taken[cue.verb] and not self.used[cue.verb]:
                self._leading(cue)
        for first, last, outlet in self.relayed:
            start, end = self.unit.span(first, last)
            for relation in self.found:
                if start <= relation.start < end:
                    relation.via = outlet
        return self.found

    # -- trailing and interrupting cues ---------------------------------------------------------

    def _is_tag(self, cue: Cue) -> bool:
        return (cue.says or cue.manner) and not cue.infinitive and not cue.participle and cue.finite

    def _tag(self, cue: Cue) -> None:
        """“…,” Ruiz said · “…,” said Ruiz · …, Ruiz said · “…,” Ruiz said, “…” """
        if self.taken[cue.verb]:
            return
        unit = self.unit
        inverted = self._inverted(cue)
        if inverted is not None:
            source, edge, after = inverted, cue.first, inverted[1]
        else:
            subject = subject_before(unit, cue.first, self.first)
            if subject is None or unit.low[subject[0]] in _RELATIVES:
                return
            source, edge, after = subject, subject[0], cue.last
        edge = self._skip_openers(edge)
        before = edge - 1
        if before < 0:
            return
        quoted = unit.tag[before] == QUOTATION or (
            before > 0 and unit.low[before] in (",", *_DASHES, ".", "?", "!") and unit.tag[before - 1] == QUOTATION
        )
        if not quoted and unit.low[before] not in (",", *_DASHES):
            return
        if inverted is None:
            after, addressee = skip_adjuncts(unit, cue, self.limit)
            kind = complement(unit, cue, after, self.limit)
        else:
            addressee = None
            kind = "quote" if self._quotation_follows(after) else ""
        if quoted and kind not in ("that", "quote") and (cue.says or kind == ""):
            kind = ""  # “…,” she added when …; “…,” they told lawmakers on a visit
        if kind and kind != "quote":
            return
        if unit.tag[edge] == "EX" or is_mute(unit, source):
            return
        if not quoted and (not cue.says or not self._is_bare(cue, after, inverted is not None)):
            return
        end = before if unit.tag[before] != QUOTATION else before + 1
        start = start_before(unit, end, self._floor(end))
        if start >= end or any(self.taken[start:end]):
            return
        has_quotation = any(unit.tag[k] == QUOTATION for k in range(start, end))
        has_clause = any(unit.tag[k] in FINITE for k in range(start, end))
        if quoted and unit.tag[end - 1 if unit.tag[end - 1] == QUOTATION else before - 1] == QUOTATION:
            q = end - 1
            while q > start and unit.tag[q] != QUOTATION:
                q -= 1
            if not closes_with_stop(unit, q) and unit.low[before] not in (",", *_DASHES) and inverted is None and kind == "":
                return  # the quotation is the subject's own: “Duke” Ruiz said
            if self._has_own_cue(start, q):
                return
            start = self._start_of_mixed(start, q)
        elif not has_quotation and kind == "quote" and not self._goes_on_in_marks(start, after):
            return
        if self._relays(cue, source, start, end, inverted is not None):
            return
        if not has_quotation and unit.tag[start] in ("IN", "WRB") and "," not in unit.low[start:end]:
            if not (unit.tag[start] == "IN" and unit.low[start] in ("in", "on", "at", "under", "for", "by", "with", "from")):
                return  # After he left, Ruiz said …: the clause before is no content
        spans = [self._content_span(start, end)]
        whole = has_clause or (has_quotation and unit.tag[start] not in ("IN", "VBG", "VBN", "WRB", "TO"))
        rest = self._rest(cue, after, kind, whole, quoted)
        if not (has_clause or has_quotation) and rest is None:
            return
        if not has_quotation and unit.tag[start] in ("IN", "WRB", "VBN", "VBG", "TO") and rest is None and not has_clause:
            return
        taken = [(start, end)]
        if rest is not None:
            spans.append(self._content_span(*rest))
            taken.append(rest)
        for a, b in taken:
            self.taken[a:b] = b"\x01" * (b - a)
        rule = "tag" if inverted is None else "inverted tag"
        self._add(cue, spans, source, addressee, rule)

    def _is_bare(self, cue: Cue, after: int, inverted: bool) -> bool:
        """Whether nothing follows a tag that could be its object: …, Ruiz said on Friday."""
        unit = self.unit
        if inverted or after >= self.limit:
            return True
        return unit.low[after] in (",", ")", ";", *_DASHES) or (
            unit.tag[after] in ("IN", "RB", "WRB") and cue.lemma in ("say", "tell", "write", "add", "report", "testify", "announce", "argue", "claim")
        )

    def _relays(self, cue: Cue, source: tuple[int, int], start: int, end: int, inverted: bool) -> bool:
        """…, Ruiz said, Reuters reported: the outlet relays what stands before, which has its own speaker."""
        unit = self.unit
        name = unit.text(*source)
        if cue.lemma not in ("report", "say", "write") or not (
            is_outlet(name) or (cue.lemma == "report" and unit.tag[source[0]] in ("NNP", "NNPS"))
        ):
            return False
        own = [c for c in self.cues if start <= c.verb < end and c.says and not c.infinitive]
        if not own or (subject_before(unit, own[-1].first, start) is None and self._inverted(own[-1]) is None):
            return False
        self.relayed.append((start, end, unit.span(*source)))
        first, last = (cue.first, source[1]) if inverted else (source[0], cue.last)
        self.used[first:last] = b"\x01" * (last - first)
        self.limit = min(self.limit, end)
        return True

    def _skip_openers(self, edge: int) -> int:
        """Back over "as" and "and" before the tag's subject: ", as Ruiz said"."""
        unit = self.unit
        if edge > 0 and unit.low[edge - 1] in ("as", "and", "but", "then") and edge > 1 and unit.low[edge - 2] == ",":
            return edge - 1
        return edge

    def _inverted(self, cue: Cue) -> tuple[int, int] | None:
        """The source after the cue: “…,” said Ruiz; …, said Ruiz."""
        unit = self.unit
        p = cue.first - 1
        if p < 0 or cue.form == "VBG":
            return None
        quoted = unit.tag[p] == QUOTATION or (p > 0 and unit.low[p] in (",", *_DASHES) and unit.tag[p - 1] == QUOTATION)
        if not quoted and (unit.low[p] != "," or cue.addressed or not cue.says):
            return None
        source = subject_after(unit, cue, self.limit)
        if source is None:
            return None
        following = source[1]
        if following < self.limit and unit.tag[following] in FINITE:
            return None
        if quoted and unit.tag[p] == QUOTATION and p > 0 and not closes_with_stop(unit, p):
            return None  # argued that “liberals” allowed …
        if not quoted:
            if following < self.limit and unit.low[following] not in (",", "in", "on", "during", "at"):
                return None
            if not any(
                unit.tag[k] in FINITE or unit.quoted_words(k) > 2 for k in range(self._floor(p), p)
            ):
                return None
            if subject_before(unit, cue.first, 0) is not None and unit.tag[cue.last] not in ("NNP", "DT", "NN", "PRP", "NNS"):
                return None
        if cue.lemma in ("tell", "ask") and unit.tag[source[0]] == "PRP":
            return None
        return source

    def _floor(self, end: int) -> int:
        """The first item that content ending at ``end`` may reach back to: behind other content and cues."""
        k = end - 1
        while k >= self.first and not self.taken[k] and not self.used[k]:
            k -= 1
        return k + 1

    def _goes_on_in_marks(self, start: int, i: int) -> bool:
        """Some of them, he said, “shook my hand”: a clause whose predicate stands in marks."""
        unit = self.unit
        if unit.low[i] != "," or unit.tag[start] in ("IN", "WRB", "RB", "VBG", "VBN", "TO", "CC"):
            return False
        return unit.text(i + 1, i + 2).lstrip("\"“”'‘’`")[:1].islower()

    def _has_own_cue(self, start: int, q: int) -> bool:
        """Whether the quotation at item ``q`` follows a cue of its own: When Lee shouted, “…,” Ruiz said"""
        low = self.unit.low
        edge = q - 1 if q > start and low[q - 1] in (",", ":") else q
        return any(c.last == edge and c.says for c in self.cues if start < c.verb < q)

    def _start_of_mixed(self, start: int, q: int) -> int:
        """Where content begins whose last quotation, at item ``q``, stands right before the tag.

        Words before the quotation belong to it unless they are a statement of their own.
        """
        unit = self.unit
        if q == start:
            return start
        if closes_with_stop(unit, q) and unit.tag[q - 1] != QUOTATION:
            if unit.low[q - 1] in (":",) or (unit.low[q - 1] == "," and unit.quoted_words(q) > 6 and unit.document.text[unit.start[q] + 1].isupper()):
                return q
        return start

    def _quotation_follows(self, i: int) -> bool:
        unit = self.unit
        if i >= self.limit:
            return False
        if unit.tag[i] == QUOTATION:
            return True
        return unit.low[i] in (",", ":", *_DASHES) and i + 1 < self.limit and unit.tag[i + 1] == QUOTATION

    def _rest(self, cue: Cue, i: int, kind: str, complete: bool, quoted: bool) -> tuple[int, int] | None:
        """The items where content goes on after an interrupting tag, if it does."""
        unit = self.unit
        if i >= self.limit:
            return None
        if kind == "quote":
            q = i if unit.tag[i] == QUOTATION else i + 1
            end = self._run_of_quotations(q, cue)
            return q, end
        if quoted and (q := self._resumed(cue, i)):
            return q, self._run_of_quotations(q, cue)
        if unit.low[i] != "," or i + 2 >= self.limit or (quoted and complete):
            return None
        following = unit.tag[i + 1]
        if following in ("VBG", "WP", "WDT", "VBN") and complete:
            return None
        if unit.low[i + 1] in ("according", "adding", "as") and complete:
            return None
        if complete and following not in ("CC", "IN", "TO"):
            return None
        end = end_after(unit, i + 1, self.limit, cue, self.cues, "clause")
        return (i + 1, end) if end > i + 1 else None

    def _resumed(self, cue: Cue, i: int) -> int:
        """The quotation that goes on after a longer tag: “…,” Ruiz wrote in a letter to the court, “and …”"""
        unit = self.unit
        for q in range(i, self.limit):
            if self.taken[q] or self.used[q]:
                return 0
            if unit.tag[q] != QUOTATION:
                continue
            if unit.low[q - 1] != "," or any(c.last in (q - 1, q) and c.says for c in self.cues if c is not cue):
                return 0
            first = unit.document.text[unit.start[q] + 1 : unit.start[q] + 3].lstrip("'’‘")
            return q if first[:1].islower() or first.startswith("I") else 0
        return 0

    def _run_of_quotations(self, q: int, cue: Cue) -> int:
        return end_of_quotation(self.unit, q, self.limit, cue, self.cues)

    # -- leading cues -----------------------------------------------------------------------------

    def _leading(self, cue: Cue) -> None:
        """Ruiz said (that) … · Ruiz said: “…” · Ruiz told Lee … · …, saying … · and added …"""
        unit = self.unit
        i, addressee = skip_adjuncts(unit, cue, self.limit)
        kind = complement(unit, cue, i, self.limit)
        if not kind or (not cue.says and kind not in ("quote", "infinitive", "noun", "gerund")):
            return
        if kind == "quote" and not cue.says and not self._may_introduce(cue, i):
            return
        if kind == "quote" and unit.low[i] != ":" and (i > cue.last or cue.lemma in _OF_WORKS):
            q = i if unit.tag[i] == QUOTATION else i + 1
            if is_name(unit, q):
                return
        start = i
        if kind == "quote":
            start = i if unit.tag[i] == QUOTATION else i + 1
            end = self._run_of_quotations(start, cue)
        elif kind == "colon":
            start = i + 1
            end = end_after(unit, start, self.limit, cue, self.cues, kind)
        else:
            end = end_after(unit, start, self.limit, cue, self.cues, kind)
        if end <= start or any(self.taken[start:end]):
            end = next((k for k in range(start, end) if self.taken[k]), end)
            while end > start and unit.low[end - 1] in (",", "and", "but"):
                end -= 1
            if end - start < 2 and kind != "quote":
                return
            if end <= start:
                return
        if unit.low[len(unit) - 1] == "?" and unit.tag[0] in ("WP", "WRB") and cue.verb < 3:
            return  # Who said “never”?
        source, rule = self.source(cue)
        if cue.passive and self.quoting is not None:
            pass
        elif cue.passive:
            source, addressee, rule = self._passive(cue, i, source)
            if rule == "":
                return
        elif source is None and kind not in ("quote", "that"):
            return
        if source is not None and (unit.tag[source[0]] == "EX" or is_mute(unit, source)):
            return
        self.taken[start:end] = b"\x01" * (end - start)
        spans = [self._content_span(start, end)]
        self._add(cue, spans, source, addressee, f"{rule} {kind}".strip())

    def _may_introduce(self, cue: Cue, i: int) -> bool:
        """Whether a verb of manner stands right before the quotation, as “smiled: “…”” does."""
        unit = self.unit
        if unit.low[i] in (":", ","):
            return True
        return unit.tag[i] == QUOTATION and i == cue.last

    def source(self, cue: Cue) -> tuple[tuple[int, int] | None, str]:
        """The items of a leading cue's source mention, if it has one, and the name of the rule that found it."""
        unit = self.unit
        subject = subject_before(unit, cue.first, self.first)
        if cue.participle or cue.infinitive or not cue.finite:
            if cue.first and unit.low[cue.first - 1] == "as" and (quoted := self._quoted_as(cue)) is not None:
                return quoted, "quoted as saying"
            if cue.participle and subject is not None and unit.low[cue.first - 1] != "," and unit.tag[subject[1] - 1] in ("PRP$", "PRP"):
                return subject, "subject"
            nearest = self._adjacent(cue)
            if nearest is not None:
                return nearest, "adjacent"
            main = main_subject(unit, cue.first, 0)
            if self.found and main is None:
                return self._last_source(), "shared"
            if main is not None:
                return main, "participle"
            if subject is not None and cue.form != "VB":
                return subject, "subject"
            return self._following_subject(cue), "participle"
        if subject is not None:
            return subject, "subject"
        if self.found and self._last_source() is not None and unit.tag[cue.first - 1] != "WP":
            return self._last_source(), "shared"
        main = main_subject(unit, cue.first, 0)
        if main is None and unit.tag[cue.first - 1] == "CC":
            end = mention(unit, 0, cue.first, closing=True)
            main = (0, end) if end and unit.tag[0] not in ("IN", "EX") else None
        return main, "shared"

    def _adjacent(self, cue: Cue) -> tuple[int, int] | None:
        """Who does what a participle or infinitive right behind a noun phrase says.

        "with Maddow asking", "22 percent saying", "led Republicans to say"; but not "issued a statement saying".
        """
        unit = self.unit
        end = cue.first
        if not end or not (is_noun(unit.tag[end - 1]) or unit.low[end - 1] == ")"):
            return None
        if unit.low[end - 1] in MEDIA or unit.low[end - 1] in TIME_NOUNS or unit.low[end - 1] in ADDRESSEES:
            return None
        start = phrase_start(unit, end, 0)
        if start is None:
            return None
        before = unit.tag[start - 1] if start else ""
        if cue.participle:
            return (start, end) if before in ("IN", "") and unit.low[start - 1] in ("with", "of", "about") or before == "" else None
        return (start, end) if cue.infinitive and before in ("VBD", "VBZ", "VBG", "VB", "VBN", "VBP") else None

    def _following_subject(self, cue: Cue) -> tuple[int, int] | None:
        """The subject of the main clause after a participle that opens the sentence: "Saying …, Ruiz left"."""
        unit = self.unit
        if cue.first > 1:
            return None
        for k in range(cue.last, self.limit):
            if unit.low[k] == ",":
                end = base(unit, k + 1)
                if end > k + 1 and end < self.limit and unit.tag[end] in FINITE:
                    return k + 1, end
        return None

    def _quoted_as(self, cue: Cue) -> tuple[int, int] | None:
        """was quoted by Reuters as saying · Reuters quoted Ruiz as saying: who is quoted, and by whom."""
        unit = self.unit
        as_ = cue.first - 1
        for k in range(as_ - 1, max(-1, as_ - 14), -1):
            if unit.low[k] not in ("quoted", "cited", "quotes", "quoting"):
                continue
            first = k
            while first and (unit.tag[first - 1] in ("VBD", "VBZ", "VBN", "VBP", "RB", "MD") or unit.low[first - 1] in ("been", "being")):
                first -= 1
            subject = subject_before(unit, first, self.first)
            passive = any(w in ("was", "were", "is", "are", "been", "being") for w in unit.low[first:k])
            if passive:
                outlet = (k + 2, as_) if unit.low[k + 1] == "by" and k + 2 < as_ else None
                quoted = subject
            else:
                outlet = subject if unit.low[k] != "quoting" else main_subject(unit, first, self.first)
                quoted = (k + 1, as_) if base(unit, k + 1) > k + 1 else None
            self.quoting = Quoting([unit.span(first, k + 1), unit.span(as_, cue.last)], outlet)
            self.used[first : cue.last] = b"\x01" * (cue.last - first)
            return quoted
        return None

    def _passive(
        self, cue: Cue, i: int, subject: tuple[int, int] | None
    ) -> tuple[tuple[int, int] | None, tuple[int, int] | None, str]:
        """was told by Lee that …: the by-phrase speaks, the subject is spoken to."""
        unit = self.unit
        addressee = subject if cue.addressed else None
        for k in range(cue.last, min(i + 1, self.limit)):
            if unit.low[k] == "by":
                end = mention(unit, k + 1, self.limit, closing=False)
                if end > k + 1:
                    return (k + 1, end), addressee, "passive by"
        if cue.lemma == "quote":
            return None, None, ""
        return None, addressee, "passive"

    def _last_source(self) -> tuple[int, int] | None:
        return getattr(self, "_latest", None)

    def _content_span(self, start: int, end: int) -> Span:
        return self.unit.span(start, end)

    def _add(
        self,
        cue: Cue,
        spans: list[Span],
        source: tuple[int, int] | None,
        addressee: tuple[int, int] | None,
        rule: str,
    ) -> None:
        unit = self.unit
        self._latest = source
        relation = Relation(
            content=sorted(spans),
            cue=self.quoting.cue if self.quoting is not None else [unit.span(cue.first, cue.last)],
            verb=cue.lemma,
            status=cue.status,
            rule=rule,
            paragraph=unit.paragraph,
            medium=medium_of(unit, cue, source),
        )
        if self.quoting is not None:
            if self.quoting.outlet is not None:
                relation.via = unit.span(*self.quoting.outlet)
            self.quoting = None
        if cue.passive and source is not None and unit.low[source[0]] == "it":
            source = None  # it is said
        if source is not None:
            relation.source = unit.span(*source)
            self.used[source[0] : source[1]] = b"\x01" * (source[1] - source[0])
            if source[1] - source[0] == 1 and unit.low[source[0]] in _RELATIVES and unit.tag[source[0]] in ("WP", "WDT"):
                relation.antecedent = _antecedent(unit, source[0])
        if addressee is not None:
            relation.addressee = unit.span(*addressee)
        self.used[cue.first : cue.last] = b"\x01" * (cue.last - cue.first)
        self.found.append(relation)


def _antecedent(unit: Unit, pronoun: int) -> Span | None:
    """The noun phrase a relative pronoun stands for."""
    end = pronoun
    if end and unit.low[end - 1] == ",":
        end -= 1
    if not end or not (is_noun(unit.tag[end - 1]) or unit.low[end - 1] in (")", "those", "one")):
        return None
    start = phrase_start(unit, end, 0)
    return unit.span(start, end) if start is not None and start < end else None


def _without_final_stop(unit: Unit) -> int:
    limit = len(unit)
    while limit and unit.tag[limit - 1] != QUOTATION and unit.low[limit - 1] in (".", "!", "?", "…"):
        limit -= 1
    return limit
