"""The rule engine: units to relations, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Iterator

from ..language import Document
from ..model import Span
from .contents import complement, skip_adjuncts
from .cues import find_cues
from .fallback import uncued
from .others import according_to, noun_cues
from .phrases import base
from .relation import Relation
from .sources import subject_before
from .statements import Statements
from .unit import QUOTATION, Unit, inner_units, inside_of, paragraph_units


def attribute(document: Document) -> list[Relation]:
    """Every relation of a document, ordered by where its content begins."""
    found: list[Relation] = []
    previous: list[Relation] = []
    for units in paragraph_units(document):
        here = _paragraph(document, units, previous)
        found.extend(here)
        previous = here
    found.sort(key=lambda r: (r.start, -r.end))
    return found


def _paragraph(document: Document, units: list[Unit], previous: list[Relation]) -> list[Relation]:
    found: list[Relation] = []
    nested: list[Relation] = []
    pending: list[Span] = []
    for unit in _joined(units):
        if _only_quotations(unit):
            spans = [unit.span(k, k + 1) for k in range(len(unit)) if unit.tag[k] == QUOTATION]
            if found and _goes_on(found[-1]):
                found[-1].content.extend(spans)
            else:
                pending.extend(spans)
            continue
        here = unit_relations(unit)
        if pending and here:
            first = min(here, key=lambda r: r.start)
            if first.start <= unit.start[0] + 1 or unit.tag[0] == QUOTATION:
                first.content[:0] = pending
            else:
                found.append(_floating(pending, unit.paragraph, [*previous, *found]))
            pending = []
        for relation in here:
            nested.extend(_inside(unit, relation))
        found.extend(sorted(here, key=lambda r: r.start))
    if pending:
        last = previous[-1] if previous else None
        if last is not None and not found and _goes_on(last) and pending[0].start - last.end < 400:
            last.content.extend(pending)
        else:
            found.append(_floating(pending, units[0].paragraph, [*previous, *found]))
    return found + nested


def _inside(unit: Unit, outer: Relation) -> list[Relation]:
    """Quotations that somebody reports inside what somebody else says.

    Lee said Ruiz told him “run”; “He told me ‘run’,” Lee said. Only what stands in marks of its own.
    """
    found: list[Relation] = []
    for start, end in outer.content:
        items = [k for k in range(len(unit)) if start <= unit.start[k] and unit.end[k] <= end]
        if not items:
            continue
        first, last = items[0], items[-1] + 1
        quotations = [k for k in items if unit.tag[k] == QUOTATION]
        if quotations and last - first > len(quotations) + 1:
            found.extend(_quotations_in(unit.part(first, last)))
        for k in quotations:
            quotation = unit.quotation[k]
            inner = inside_of(unit.document, quotation) if quotation is not None else []
            if quotation is not None and inner:
                for part in inner_units(unit.document, quotation, unit.paragraph, inner):
                    found.extend(_quotations_in(part))
    for relation in found:
        relation.outer = outer
    return [r for r in found if r.end - r.start < 0.8 * (outer.end - outer.start)]


def _quotations_in(unit: Unit) -> list[Relation]:
    """The relations of a unit whose whole content stands in marks and has a source."""
    spans = {(s, e) for s, e, q in zip(unit.start, unit.end, unit.quotation, strict=True) if q is not None}
    found = []
    for relation in Statements(unit).run():
        opening = next((span for span in spans if span[0] == relation.start), None)
        if opening is not None and len(relation.content) == 1:
            relation.content = [Span(*opening)]  # “He told me ‘run’ twice”
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
    return kind == "" and (after >= len(unit) or unit.low[after] in (".", ",", "in", "on", "at", "after", "of", "as", "when", "while", "during"))


def _only_quotations(unit: Unit) -> bool:
    quoted = False
    for k, tag in enumerate(unit.tag):
        if tag == QUOTATION:
            quoted = True
        elif any(c.isalnum() for c in unit.low[k]):
            return False
    return quoted


def _goes_on(relation: Relation) -> bool:
    return True


def _floating(spans: list[Span], paragraph: int, before: list[Relation]) -> Relation:
    """A quotation in nobody's mouth: whoever was quoted last is the likeliest."""
    return Relation(
        content=list(spans), rule="floating", paragraph=paragraph, inherits=before[-1] if before else None
    )


def unit_relations(unit: Unit) -> list[Relation]:
    """The relations of one unit."""
    statements = Statements(unit)
    according_to(statements)
    statements.run()
    noun_cues(statements)
    uncued(statements)
    return statements.found
