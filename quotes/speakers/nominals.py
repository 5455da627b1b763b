"""Whom a noun phrase means: somebody the article gave that role, whoever is spoken of, or nobody named."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from ..language.document import Document
from . import lexicon
from .names import is_person_noun
from .phrases import Phrase
from .pronouns import Ranker
from .ranking import EVENTS, Event, candidates
from .register import Entity, Register

_PAST = frozenset(("former", "ex", "then"))
# Nouns for organisations of which a name seldom says that they are one.
_BODIES = (lexicon.ORG_CLASSES["company"], lexicon.ORG_CLASSES["group"])
_PARTIES = frozenset(lexicon.PARTIES.values())
_IDLE = lexicon.word_set("the this that former then ex new top old longtime veteran")

Found = tuple[tuple[int, ...], str, float]
"""Entities, the rule that found them, and how far to trust it."""

# How far a mention that means nobody named may be trusted to mean itself: groups and documents almost
# always do, "the mayor" and "the company" may be somebody whom the article has named.
_ITSELF = {"group": 0.95, "document": 0.95, "organisation": 0.88, "unnamed": 0.8, "person": 0.8}

_LIKELY = 0.6  # how likely somebody must be to be named for a role that the article gave nobody
_NEVER = -20.0
# What a role says for and against somebody, as log odds beside those of a pronoun in its place.
_POINTS = {"alike": 2.5, "trait": 1.0, "other": -0.5, "unknown": -1.0, "phrase": 3.0, "nobody": -1.0}


class Nominals:
    """Resolves phrases by what was read so far; `Reader` fills in what these are."""

    document: Document
    folded: list[str]
    register: Register
    events: list[Event]
    people: list[Event]
    source_tokens: dict[int, int]
    ranker: Ranker

    def _event(self, first: int, end: int, entities: tuple[int, ...], start: int | None = None) -> Event:
        raise NotImplementedError

    def _nominal(self, phrase: Phrase) -> Found:
        """Whom a phrase without a name of its own means: somebody named, or itself."""
        if phrase.definite and not phrase.plural:
            found = self._by_role(phrase)
            if found is None and phrase.head_at in self.source_tokens:
                found = self._by_salience(phrase)
            if found is not None:
                return found
        return (self.register.phrase(phrase).id,), phrase.kind, _ITSELF[phrase.kind]

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

    def _by_salience(self, phrase: Phrase) -> Found | None:
        """ "The businessman said": nobody was called so; whoever is spoken of, if one stands out."""
        if phrase.kind != "unnamed" or phrase.possessor is not None or self._owned(phrase):
            return None
        head = phrase.head
        if not (is_person_noun(head) or head in lexicon.NATIONALITIES) or self.folded[phrase.first] != "the":
            return None
        behind = self.folded[phrase.head_at + 1 : phrase.last]
        if behind and not (behind[0] == "of" and lexicon.COMPLEMENTS.issuperset(behind[1:])):
            return None  # "the man who sold it" is introduced by that
        here = self._event(phrase.head_at, phrase.head_at + 1, (), phrase.first)
        here.case = 0
        events = self._before(self.people, phrase.first)
        found = candidates(events, self.register.entities, "one", here)
        alike = lexicon.ALIKE.get(head, frozenset())
        traits = {lexicon.STATES.get(t, lexicon.PARTIES.get(t, t)) for t in phrase.traits if t not in _IDLE}
        if head in lexicon.PARTIES:
            traits.add(lexicon.PARTIES[head])
        past = bool(phrase.traits & _PAST)
        aged = head.endswith("year-old")
        vague = aged or head in lexicon.VAGUE_NOUNS or head in lexicon.NATIONALITIES
        points = []
        for key in found:
            entity = self.register.entities[key[0]]
            if entity.phrase is not None:
                points.append(_POINTS["phrase"] if entity.phrase.head == head else _NEVER)
                continue
            if phrase.gender and entity.gender not in (None, phrase.gender):
                points.append(_NEVER)
                continue
            if past and head in entity.nouns and not entity.traits & _PAST:
                points.append(_NEVER)  # who is president is not the former one
                continue
            known = entity.traits | entity.nouns
            if traits & _PARTIES and known & _PARTIES and not traits & known & _PARTIES:
                points.append(_NEVER)
                continue
            score = _POINTS["trait"] * len(traits & known)
            if alike & entity.nouns or head in entity.nouns:
                score += _POINTS["alike"]
            elif entity.nouns and not vague:
                score += _POINTS["other"]
            if not entity.kinds["person"] and not entity.gender:
                score += _POINTS["unknown"]
            if aged and entity.ages:
                score = _NEVER
            points.append(score)
        if not found:
            return None
        chances = self.ranker.chances(
            found, self.register.entities, "one", here, [*points, _POINTS["nobody"]]
        )
        best = max(range(len(found)), key=chances.__getitem__)
        key = list(found)[best]
        if chances[best] < _LIKELY or not self.register.entities[key[0]].named:
            return None
        return key, "salience", min(0.8, chances[best])

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
        if phrase.head_at in self.source_tokens and phrase.last == phrase.head_at + 1:
            return self._salient_body(phrase)
        return None

    def _salient_body(self, phrase: Phrase) -> Found | None:
        """ "The company said": the organisation that is spoken of, if its name does not say what it is."""
        if lexicon.ORG_CLASSES.get(phrase.head) not in _BODIES or self.folded[phrase.first] != "the":
            return None
        here = self._event(phrase.head_at, phrase.head_at + 1, (), phrase.first)
        here.case = 0
        found = candidates(self._before(self.events, phrase.first), self.register.entities, "it", here)
        points = []
        for key in found:
            entity = self.register.entities[key[0]]
            alien = entity.keys[-1:] and entity.keys[-1] in lexicon.ORG_HEADS
            other = alien or not entity.named or not entity.kinds["organisation"]
            points.append(_NEVER if other else 0.0)
        if not points or max(points) < 0:
            return None
        chances = self.ranker.chances(found, self.register.entities, "it", here, [*points, 0.0])
        best = max(range(len(found)), key=chances.__getitem__)
        if chances[best] < _LIKELY:
            return None
        return list(found)[best], "salience", min(0.7, chances[best])

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
