"""The rule engine: units to relations, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Iterator

from ..language import Document
from ..model import Span
from .complements import complement, skip_adjuncts
from .cues import find_cues
from .fallback import uncued
from .implied import source_of
from .layouts import Layouts
from .leading import leading
from .others import according_to, noun_cues
from .outlets import is_outlet
from .phrases import base
from .relation import Relation
from .sources import is_mute, main_subject, subject_before
from .statements import Statements
from .trailing import trailing
from .unit import QUOTATION, Unit, inner_units, inside_of, paragraph_units


def attribute(document: Document) -> list[Relation]:
    """Every relation of a document, ordered by where its content begins."""
    layouts = Layouts(document)
    paragraphs = Paragraphs(layouts)
    for number, units in enumerate(paragraph_units(document)):
        paragraphs.read(number, units)
    found = paragraphs.finish()
    found.sort(key=lambda r: (r.start, -r.end))
    return found


# Verbs that make a fragment in marks no quotation of its own: said that she felt “lost”.
_SHOWING = frozenset("show find feel offer think know believe hope indicate suggest put go".split())
_AGENTS = ("er", "or", "ist", "man", "woman", "men", "women", "ian", "ant", "mayor", "people", "ers", "ors")


class Paragraphs:
    """Reads the paragraphs in turn and keeps what one hands on to the next.

    ``last`` is the relation that a quotation in a paragraph of its own goes on from, ``lead`` one whose cue
    ended the paragraph before ("Ruiz said:"), ``waiting`` quotations that an unclosed mark hands on.
    """

    def __init__(self, layouts: Layouts) -> None:
        self.layouts = layouts
        self.found = list(layouts.relations)
        self.last: Relation | None = None
        self.lead: Relation | None = None
        self.waiting: list[tuple[Span, int]] = []
        self.before: Unit | None = None  # the unit before the one at hand
        self.opening = True  # whether the unit at hand is its paragraph's first
        self.ended_quoted = False  # whether the paragraph before ended in content of `last`

    def read(self, number: int, units: list[Unit]) -> None:
        """Take in the units of one paragraph."""
        if number in self.layouts.used:
            self._settle_waiting()
            self.last = self.lead = None
            if number in self.layouts.questions:
                self.found += [relation for unit in units for relation in unit_relations(unit)]
            else:
                self._inside_layout(units)
            return
        here: list[Relation] = []
        pending = list(self.waiting)
        self.waiting = []
        self.opening = True
        for unit in _joined(units):
            if _only_quotations(unit):
                spans = [
                    (unit.span(k, k + 1), q.group) for k, q in enumerate(unit.quotation) if q is not None
                ]
                self._quotation_alone(unit, spans, here, pending)
            else:
                self._sentence(unit, here, pending)
                self.before = unit
            self.opening = False
        if pending:
            groups = {q.group for q in units[-1].quotation if q is not None} if units else set()
            if pending[-1][1] in groups and _goes_on_next(units[-1]):
                self.waiting = pending
            else:
                self._float(pending, here)
        # the first may be the last paragraph's, which goes on here
        self.found += here[1:] if here and here[0] is self.last else here
        if here:
            self.last = here[-1]
        self.ended_quoted = bool(here) and bool(units) and here[-1].end >= units[-1].start[0]
        self.lead = _lead(units[-1], here) if units else None

    def _inside_layout(self, units: list[Unit]) -> None:
        """Quotations inside what a lay-out gives: in an interview's answer, above all."""
        for unit in units:
            outer = self.layouts.holding(unit.start[0], unit.end[-1])
            for relation in _quotations_in(unit) if outer is not None else ():
                relation.outer = outer
                self.found.append(relation)

    def _quotation_alone(
        self, unit: Unit, spans: list[tuple[Span, int]], here: list[Relation], pending: list[tuple[Span, int]]
    ) -> None:
        if here and not pending:
            here[-1].content.extend(span for span, _ in spans)
        elif self.lead is not None and not pending and not here:
            self.lead.content = [span for span, _ in spans]
            here.append(self.lead)
            self.lead = None
        elif (
            self.last is not None
            and not here
            and not pending
            and self.ended_quoted
            and self.opening
            and _near(self.last, spans[0][0])
        ):
            self.last.content.extend(span for span, _ in spans)
            here.append(self.last)
        else:
            pending.extend(spans)

    def _sentence(self, unit: Unit, here: list[Relation], pending: list[tuple[Span, int]]) -> None:
        found = unit_relations(unit)
        if pending and found:
            first = min(found, key=lambda r: r.start)
            if unit.tag[0] == QUOTATION and first.start <= unit.start[0]:
                first.content[:0] = [span for span, _ in pending]
            else:
                self._float(pending, here)
            pending.clear()
        for relation in found:
            self.found.extend(_inside_clause(unit, relation))
        here.extend(sorted(found, key=lambda r: r.start))

    def _float(self, pending: list[tuple[Span, int]], here: list[Relation]) -> None:
        """Quotations in nobody's mouth: the subject of the sentence before, or whoever was quoted last."""
        relation = Relation(content=[span for span, _ in pending], rule="floating")
        quoted = here[-1] if here else self.last
        if self.before is not None and not (quoted is not None and quoted.end >= self.before.start[0]):
            subject = main_subject(self.before, len(self.before))
            if subject is not None and subject[0] <= 2 and _may_be_somebody(self.before, subject):
                relation.source = self.before.span(*subject)
                relation.rule = "floating subject"
        if relation.source is None:
            relation.inherits = quoted
        here.append(relation)

    def _settle_waiting(self) -> None:
        if self.waiting:
            self._float(self.waiting, self.found)
            self.waiting = []

    def finish(self) -> list[Relation]:
        """All that was found, and what is quoted inside it."""
        self._settle_waiting()
        document = self.layouts.document
        text = document.text
        self.found = [r for r in self.found if any(c.isalnum() for a, b in r.content for c in text[a:b])]
        outermost = [relation for relation in self.found if relation.outer is None]
        return self.found + [inner for outer in outermost for inner in _inside_marks(document, outer)]


def _may_be_somebody(unit: Unit, subject: tuple[int, int]) -> bool:
    """Whether a subject may be who says the next sentence: a name, a pronoun, a person by the noun's form."""
    head = base(unit, subject[0]) - 1
    if head < subject[0] or is_mute(unit, subject):
        return False
    word = unit.low[head]
    return unit.tag[head] in ("NNP", "NNPS") or word in ("he", "she", "they") or word.endswith(_AGENTS)


def _near(last: Relation, span: Span) -> bool:
    return span.start - last.end < 400


def _goes_on_next(unit: Unit) -> bool:
    """Whether the unit's last quotation has no closing mark of its own: the next paragraph goes on."""
    quotation = unit.quotation[-1]
    if quotation is None:
        return False
    text = unit.document.text
    return quotation.closed and text[quotation.end - 1] not in "\"”’'»“"


def _lead(unit: Unit, here: list[Relation]) -> Relation | None:
    """The relation that a paragraph's end opens: Ruiz said: ¶ “…”"""
    if unit.low[-1] != ":":
        return None
    cues = [c for c in find_cues(unit) if c.says]
    if not cues:
        return None
    cue = cues[-1]
    source, _ = source_of(Statements(unit), cue)
    if source is None or any(r.start >= unit.start[cue.last - 1] for r in here):
        return None
    return Relation(
        content=[],
        cue=[unit.span(cue.first, cue.last)],
        verb=cue.lemma,
        source=unit.span(*source),
        status=cue.status,
        rule="lead",
        paragraph=unit.paragraph,
    )


def _inside_clause(unit: Unit, outer: Relation) -> list[Relation]:
    """Quotations that somebody reports in what somebody else says: Lee said Ruiz told him “run”.

    Only what stands in marks of its own, unless an outlet reports what somebody said.
    """
    found: list[Relation] = []
    text = unit.document.text
    by_outlet = outer.verb == "report" and outer.source is not None and is_outlet(text[slice(*outer.source)])
    for start, end in outer.content:
        items = [k for k in range(len(unit)) if start <= unit.start[k] and unit.end[k] <= end]
        quotations = sum(unit.tag[k] == QUOTATION for k in items)
        if by_outlet and items:
            relayed = [r for r in unit_relations(unit.part(items[0], items[-1] + 1)) if r.source is not None]
            for relation in relayed:
                relation.via = outer.source
            found += relayed
        elif quotations and len(items) > quotations + 1:
            found += _quotations_in(unit.part(items[0], items[-1] + 1))
    return _nested(found, outer)


def _inside_marks(document: Document, outer: Relation) -> list[Relation]:
    """Quotations inside the quotations of a relation: “He told me ‘run’,” Lee said."""
    found: list[Relation] = []
    for start, end in outer.content:
        for quotation in document.overlapping(start, end):
            if quotation.depth or quotation.start < start or quotation.end > end:
                continue
            inner = inside_of(document, quotation)
            if inner:
                for unit in _joined(inner_units(document, quotation, outer.paragraph, inner)):
                    found += _quotations_in(unit)
    return _nested(found, outer)


def _nested(found: list[Relation], outer: Relation) -> list[Relation]:
    """The relations that are a part of another's content, marked as such."""
    for relation in found:
        relation.outer = outer
    return [r for r in found if r.end - r.start < 0.8 * (outer.end - outer.start)]


def _quotations_in(unit: Unit) -> list[Relation]:
    """The relations of a unit whose whole content stands in marks and has a source."""
    spans = {(s, e) for s, e, q in zip(unit.start, unit.end, unit.quotation, strict=True) if q is not None}
    found = []
    for relation in _with_verbs(unit):
        opening = next((span for span in spans if span[0] == relation.start), None)
        if opening is not None and len(relation.content) == 1:
            relation.content = [Span(*opening)]  # “He told me ‘run’ twice”
        if relation.verb in _SHOWING:
            continue
        if relation.source is not None and all(tuple(span) in spans for span in relation.content):
            found.append(relation)
    return found


def _joined(units: list[Unit]) -> Iterator[Unit]:
    """Put a tag that the sentence splitter cut off back behind its quotation: “Yes!” | Ruiz said."""
    held: Unit | None = None
    for unit in units:
        if held is not None:
            if held.tag[-1] == QUOTATION and unit.tag[0] != QUOTATION and _is_bare_tag(unit):
                held.extend(unit)
                continue
            yield held
        held = unit
    if held is not None:
        yield held


def _is_bare_tag(unit: Unit) -> bool:
    """Whether a unit is only a source and its cue: Ruiz said on Friday."""
    start = base(unit, 0)
    if start == 0 or unit.tag[0] == "EX":
        return False
    cues = [c for c in find_cues(unit) if c.says and c.form in ("VBD", "VBZ")]
    if not cues or cues[0].first > 25:
        return False
    cue = cues[0]
    subject = subject_before(unit, cue.first, 0)
    if subject is None or subject[0] != 0:
        return False
    after, _ = skip_adjuncts(unit, cue, len(unit))
    kind = complement(unit, cue, after, len(unit))
    return kind == "" and (
        after >= len(unit)
        or unit.low[after] in (".", ",", "in", "on", "at", "after", "of", "as", "when", "while", "during")
    )


def _only_quotations(unit: Unit) -> bool:
    quoted = False
    for k, tag in enumerate(unit.tag):
        if tag == QUOTATION:
            quoted = True
        elif any(c.isalnum() for c in unit.low[k]):
            return False
    return quoted


def unit_relations(unit: Unit) -> list[Relation]:
    """The relations of one unit."""
    statements = Statements(unit)
    according_to(statements)
    trailing(statements)
    leading(statements)
    noun_cues(statements)
    uncued(statements)
    return statements.finish()


def _with_verbs(unit: Unit) -> list[Relation]:
    """The relations of a unit whose cues are verbs."""
    statements = Statements(unit)
    trailing(statements)
    leading(statements)
    return statements.finish()
