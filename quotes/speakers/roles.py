"""Whom a role means by what the article says: the only one it gave that role, age, or class."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from ..language.document import Document
from . import lexicon
from .phrases import Phrase
from .ranking import EVENTS, Event
from .register import Entity, Register

_PAST = frozenset(("former", "ex", "then"))
_IDLE = lexicon.word_set("the this that former then ex new top old longtime veteran")

Found = tuple[tuple[int, ...], str, float]
"""Entities, the rule that found them, and how far to trust it."""


class Roles:
    """The rules that go by roles; `Reader` fills in what they look at."""

    document: Document
    folded: list[str]
    register: Register
    events: list[Event]

    def _by_role(self, phrase: Phrase) -> Found | None:
        head = phrase.head
        if head.endswith("year-old"):
            aged = self.register.with_age(head.partition("-")[0])
            return ((aged[0].id,), "age", 0.85) if len(aged) == 1 else None
        if phrase.kind == "organisation":
            return self._by_class(phrase)
        if phrase.kind != "unnamed":
            return None
        if phrase.possessor is not None or head in lexicon.RELATIONS or self._owned(phrase):
            return self._relation(phrase)
        traits = {t for t in phrase.traits if t not in _IDLE}
        candidates = self._agreeing(phrase, self.register.with_noun(head, phrase.first))
        if phrase.traits & _PAST and candidates:
            candidates = [e for e in candidates if e.traits & _PAST]
            if not candidates:
                return (self.register.phrase(phrase).id,), "former", 0.6
        before = [e for e in candidates if e.first < phrase.first]
        if traits:
            wanted = {lexicon.STATES.get(t, t) for t in traits}
            fitting = [e for e in before or candidates if wanted <= e.traits | e.nouns]
            if not fitting and head not in lexicon.VAGUE_NOUNS:
                fitting = [e for e in before if wanted & e.traits]
            if len(fitting) == 1:
                return (fitting[0].id,), "role", 0.8
            candidates = fitting
            before = [e for e in fitting if e.first < phrase.first]
        if not candidates:
            return None
        if len(candidates) == 1:
            return (candidates[0].id,), "role" if before else "role later", 0.75 if before else 0.6
        pool = before or candidates
        recent = self._latest(pool, phrase.first)
        if recent is None:
            return ((pool[0].id,), "role", 0.5) if len(pool) == 1 else ((), "role tie", 0.0)
        return (recent.id,), "nearest role", 0.55

    def _owned(self, phrase: Phrase) -> bool:
        """Whether a possessive pronoun says whose the role is: "her lawyer"."""
        return any(self.document.tags[i] == "PRP$" for i in range(phrase.first, phrase.head_at))

    def _agreeing(self, phrase: Phrase, entities: Sequence[Entity]) -> list[Entity]:
        """Those of the gender that the noun shows, if any."""
        gender = phrase.gender
        return [e for e in entities if e.gender is None or gender is None or e.gender == gender]

    def _relation(self, phrase: Phrase) -> Found | None:
        """ "Her husband", "the son", "London's mayor": the only one whom the article has introduced so."""
        candidates = self._agreeing(phrase, self.register.with_noun(phrase.head, phrase.first))
        candidates = [e for e in candidates if e.named]
        if phrase.possessor is not None:
            owner = set(self.folded[phrase.first : phrase.possessor]) - {"the"}
            candidates = [e for e in candidates if owner & e.traits and not owner & set(e.keys)]
        return ((candidates[0].id,), "relation", 0.75) if len(candidates) == 1 else None

    def _by_class(self, phrase: Phrase) -> Found | None:
        """ "The company", "the ministry": the organisation of that class that was mentioned last."""
        endings = lexicon.ORG_CLASSES.get(phrase.head)
        extra = phrase.traits - {"the", "this", "that"}
        for event in self._back(phrase.first, 80):
            if len(event.entities) != 1:
                continue
            entity = self.register.entities[event.entities[0]]
            if not entity.named or entity.kind != "organisation":
                continue
            fits = (
                phrase.head in entity.nouns
                or phrase.head in (*entity.keys[-1:], *entity.keys[:1])
                or (endings is not None and bool(entity.keys) and entity.keys[-1] in endings)
            )
            if fits and (not extra or extra <= entity.traits | set(entity.keys)):
                return (entity.id,), "class", 0.65
        return None

    @staticmethod
    def _before(events: list[Event], at: int) -> list[Event]:
        """As many of the events before a token as a pronoun looks back to, the nearest last."""
        end = bisect_left(events, at, key=lambda event: event.at)
        return events[max(0, end - EVENTS) : end]

    def _back(self, at: int, count: int) -> Iterator[Event]:
        """The last ``count`` mentions before a token, the nearest first."""
        end = bisect_left(self.events, at, key=lambda event: event.at)
        return (self.events[i] for i in range(end - 1, max(-1, end - 1 - count), -1))

    def _latest(self, pool: Sequence[Entity], at: int) -> Entity | None:
        """Whoever of the pool was mentioned last, if that was lately."""
        wanted = {e.id for e in pool}
        for event in self._back(at, 80):
            if len(event.entities) == 1 and event.entities[0] in wanted and not event.modifier:
                return self.register.entities[event.entities[0]]
        return None
