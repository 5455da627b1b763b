"""The rule engine: units to relations, paragraph by paragraph."""

from __future__ import annotations

from ..language import Document
from ..model import Span
from .fallback import uncued
from .others import according_to, noun_cues
from .relation import Relation
from .statements import Statements
from .unit import QUOTATION, Unit, paragraph_units


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
    pending: list[Span] = []
    for unit in units:
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
        found.extend(sorted(here, key=lambda r: r.start))
    if pending:
        last = previous[-1] if previous else None
        if last is not None and not found and _goes_on(last) and pending[0].start - last.end < 400:
            last.content.extend(pending)
        else:
            found.append(_floating(pending, units[0].paragraph, [*previous, *found]))
    return found


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
