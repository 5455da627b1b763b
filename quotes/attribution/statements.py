"""`Statements`: what is known of one unit while its relations are being found.

The rules that find them stand in `trailing`, `leading`, `others` and `fallback`; each marks the items it
uses here, so that none is used twice.
"""

from __future__ import annotations

from typing import NamedTuple

from ..model import Span
from .cues import Cue, find_cues
from .details import medium_of
from .extents import dateline_end
from .lexicon import DASHES
from .phrase_starts import phrase_start
from .phrases import is_noun
from .relation import Relation
from .unit import QUOTATION, Unit

RELATIVES = frozenset("who which that".split())
Items = tuple[int, int]
"""A half-open range of a unit's items."""


class Quoting(NamedTuple):
    """“quoted … as saying”: its two parts, and the items of who quotes."""

    cue: list[Span]
    outlet: Items | None


class Statements:
    """The state of one unit: ``taken`` marks the items that are content, ``used`` cues and source mentions.

    ``first`` and ``limit`` bound the items that rules look at: behind a dateline, before the final stop and
    before what merely relays. ``relayed`` holds items, and the span of the outlet that relays what begins
    in them; ``latest`` is the source of the relation found last.
    """

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.cues = find_cues(unit)
        self.taken = bytearray(len(unit))
        self.used = bytearray(len(unit))
        self.found: list[Relation] = []
        self.quoting: Quoting | None = None
        self.relayed: list[tuple[int, int, Span]] = []
        self.latest: Items | None = None
        self.limit = _without_final_stop(unit)
        self.first = dateline_end(unit)

    def take(self, items: Items) -> None:
        """Mark items as content."""
        self.taken[items[0] : items[1]] = b"\x01" * (items[1] - items[0])

    def use(self, items: Items) -> None:
        """Mark items as a cue or a source mention."""
        self.used[items[0] : items[1]] = b"\x01" * (items[1] - items[0])

    def is_free(self, items: Items) -> bool:
        """Whether none of the items is content yet."""
        return not any(self.taken[items[0] : items[1]])

    def floor(self, end: int) -> int:
        """The first item that content ending at ``end`` may reach back to: behind other content and cues."""
        k = end - 1
        while k >= self.first and not self.taken[k] and not self.used[k]:
            k -= 1
        return k + 1

    def quotation_at(self, i: int) -> int | None:
        """The quotation at item ``i``, or behind the comma, colon or dash there; None where there is none."""
        unit = self.unit
        if i < self.limit and unit.tag[i] == QUOTATION:
            return i
        if (
            i + 1 < self.limit
            and unit.low[i] in (",", ":", "...", "…", *DASHES)
            and unit.tag[i + 1] == QUOTATION
        ):
            return i + 1
        return None

    def relay(self, items: Items, outlet: Items) -> None:
        """Note that an outlet relays what stands in ``items``, which has a speaker of its own."""
        self.relayed.append((*items, self.unit.span(*outlet)))
        self.limit = min(self.limit, items[1])

    def add(
        self, cue: Cue, content: list[Items], source: Items | None, addressee: Items | None, rule: str
    ) -> None:
        """Keep a relation with a verb as its cue, and mark its items."""
        unit = self.unit
        relation = Relation(
            content=sorted(unit.span(*items) for items in content),
            cue=[unit.span(cue.first, cue.last)],
            verb=cue.lemma,
            status=cue.status,
            rule=rule,
            paragraph=unit.paragraph,
            medium=medium_of(unit, cue, source),
        )
        for items in content:
            self.take(items)
        self.use((cue.first, cue.last))
        if self.quoting is not None:
            relation.cue = self.quoting.cue
            if self.quoting.outlet is not None:
                relation.via = unit.span(*self.quoting.outlet)
            self.quoting = None
        self.latest = source
        if cue.passive and source is not None and unit.low[source[0]] == "it":
            source = None  # it is said
        if source is not None:
            relation.source = unit.span(*source)
            self.use(source)
            first, last = source
            if last - first == 1 and unit.low[first] in RELATIVES and unit.tag[first] in ("WP", "WDT"):
                relation.antecedent = _antecedent(unit, first)
        if addressee is not None:
            relation.addressee = unit.span(*addressee)
        self.found.append(relation)

    def keep(
        self, content: list[Items], cue: Items, source: Items, rule: str, verb: str | None = None
    ) -> None:
        """Keep a relation whose cue is no reporting verb, and mark its content."""
        unit = self.unit
        for items in content:
            self.take(items)
        self.found.append(
            Relation(
                content=[unit.span(*items) for items in content],
                cue=[unit.span(*cue)],
                verb=verb,
                source=unit.span(*source),
                rule=rule,
                paragraph=unit.paragraph,
            )
        )

    def finish(self) -> list[Relation]:
        """The relations found, with the outlets that relay them."""
        for first, last, outlet in self.relayed:
            start, end = self.unit.span(first, last)
            for relation in self.found:
                if start <= relation.start < end:
                    relation.via = outlet
        return self.found


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
