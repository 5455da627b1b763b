"""Read a document once from left to right: every mention of somebody becomes an event, with its entity."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from ..language.document import Document
from ..model import Span
from . import lexicon
from .mentions import MentionRequest
from .names import Name
from .nominals import Nominals
from .phrases import Phrase, read_phrase
from .pronouns import PRONOUNS, Antecedent, case_of, installed
from .ranking import Event, PronounClass
from .register import Entity, Register
from .scanner import Scanner

_EQUATING = frozenset(
    ("as", "is", "was", "are", "were", "be", "been", "being", "become", "became", "becoming")
)
_RELATIVES = frozenset(("who", "whom", "whose", "which"))
_NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS"))
VERBS = frozenset(("VBD", "VBZ", "VBP", "MD"))

_AGAINST = 1.5  # log odds; a pronoun alone in its sentence is not the only name's, if that is hardly its like
_SURE = 0.8  # how likely an antecedent must be for the pronoun to tell its gender


class Reader(Nominals):
    """The events of one document and whom each means. A pronoun sees only the last few."""

    def __init__(self, document: Document, requests: Sequence[MentionRequest]) -> None:
        self.document = document
        self.requests = requests
        self.scanner = Scanner(document, self._cues())
        self.folded = self.scanner.folded
        self.names = self.scanner.names()
        self.ranker = installed()
        self.register = Register(self.names, self.ranker.given, document.sentence_of)
        self.name_starts = [n.first for n in self.names]
        self.quotation_of = self._quotations()
        self.step_of = self._steps()
        self.paragraph_first = {s.paragraph: s.first for s in reversed(document.sentences)}
        self.tokens = [self._tokens(r.spans) for r in requests]
        self.source_tokens = {  # token -> request
            i: n
            for n, ((a, b), r) in enumerate(zip(self.tokens, requests, strict=True))
            if not r.quoted
            for i in range(a, min(b, a + 40))
        }
        self.content_tokens = self._contents()
        self.events: list[Event] = []
        self.people: list[Event] = []  # those of the events that "he" or "she" may go back to
        self.event_at: dict[int, Event] = {}
        self.chance_at: dict[int, float] = {}
        self.phrase_at: dict[int, tuple[int, Phrase] | None] = {}

    def _cues(self) -> frozenset[int]:
        """The first token of every cue that stands behind its source."""
        found = set()
        for request in self.requests:
            if request.cue and request.spans and request.cue[0].start >= request.spans[-1].end:
                found.add(self._tokens(request.cue[:1])[0])
        return frozenset(found)

    # --- reading the document -------------------------------------------------------------------

    def _quotations(self) -> list[int]:
        """For every token the outermost quotation that it stands in, -1 outside of all."""
        starts = self.document.starts
        inside = [-1] * len(starts)
        for quotation in self.document.quotations:
            if quotation.depth:
                continue
            for at in range(bisect_left(starts, quotation.start), bisect_left(starts, quotation.end)):
                inside[at] = quotation.group
        return inside

    def _contents(self) -> dict[int, int]:
        """The request whose content each token stands in."""
        inside: dict[int, int] = {}
        for n, request in enumerate(self.requests):
            for span in request.content:
                first, last = self._tokens((span,))
                inside.update(dict.fromkeys(range(first, last), n))
        return inside

    def _steps(self) -> list[float]:
        """How far along each sentence is, counting little those that are nothing but quotation."""
        steps, step = [], 0.0
        for sentence in self.document.sentences:
            inside = self.quotation_of[sentence.first : sentence.last]
            if not inside or min(inside) < 0:
                step += 1.0
            else:
                step += 0.3
            steps.append(step)
        return steps

    def _tokens(self, spans: Sequence[Span]) -> tuple[int, int]:
        """The tokens, half-open, from the first to the end of the last span; (0, 0) for none."""
        if not spans:
            return 0, 0
        start, end = min(s.start for s in spans), max(s.end for s in spans)
        first = bisect_right(self.document.ends, start)
        last = bisect_left(self.document.starts, end)
        return (first, last) if first < last else (0, 0)

    def _read(self, again: bool = False) -> None:
        """Go through the text once and note every mention of somebody; "it" and "they" only ``again``."""
        tags, folded, words = self.document.tags, self.folded, self.document.words
        name_at = {n.first: i for i, n in enumerate(self.names)}
        inside_name = [False] * (len(words) + 1)
        for name in self.names:
            for at in range(name.left, name.last):
                inside_name[at] = True
        for at in range(len(words)):
            index = name_at.get(at)
            if index is not None:
                self._name_event(self.names[index], index)
                continue
            low = folded[at]
            if low in PRONOUNS and tags[at] in ("PRP", "PRP$", "NN", "NNP"):
                if again or PRONOUNS[low] in ("he", "she"):
                    self._pronoun_event(at, PRONOUNS[low])
            elif tags[at] in _NOUNS and not inside_name[at] and low not in lexicon.CALENDAR:
                behind = (
                    at + 1 < len(tags) and self.document.sentence_of[at + 1] == self.document.sentence_of[at]
                )
                if behind and tags[at + 1] in _NOUNS:
                    continue
                self._phrase_event(at)

    def _reread(self) -> None:
        """Read again, now that the pronouns of the whole text have shown who is "he" and who "she"."""
        for entity in self.register.entities:
            entity.count = 0
            entity.pronouns.clear()
        for index in self.register.of_name:
            self.register.entities[index].count += 1
        self.events.clear()
        self.people.clear()
        self.chance_at.clear()
        self._read(again=True)

    def _event(self, first: int, end: int, entities: tuple[int, ...], start: int | None = None) -> Event:
        """An event and how prominent it is, by the words around it."""
        document, tags, folded = self.document, self.document.tags, self.folded
        sentence = document.sentence_of[first]
        start = first if start is None else start
        event = Event(first, end, self.step_of[sentence], document.sentences[sentence].paragraph, entities)
        event.quotation = self.quotation_of[first]
        event.source = self.source_tokens.get(first, -1)
        event.speaker = event.source >= 0
        event.content = self.content_tokens.get(first, -1)
        event.opens = start == self.paragraph_first[event.paragraph]
        last = document.sentences[sentence].last
        behind = end
        if behind < last and tags[behind] == "POS":
            event.possessor = True
        elif behind < last and tags[behind] in ("NN", "NNS") and not document.words[end - 1].endswith(","):
            event.modifier = True
        while behind < last and (
            (tags[behind] in ("RB", ",", "CC") and behind - end < 4) or folded[behind] in ("who",)
        ):
            behind += 1
        before = start - 1
        while before >= document.sentences[sentence].first and tags[before] in (
            "DT",
            "JJ",
            "CD",
            "NN",
            "NNP",
            "POS",
        ):
            if start - before > 4:
                break
            before -= 1
        opening = before < document.sentences[sentence].first
        event.prepositional = (
            not opening
            and tags[before] in ("IN", "TO")
            and folded[before]
            not in (
                "that",
                "as",
                "while",
                "because",
                "if",
                "after",
                "before",
                "since",
                "when",
            )
        )
        verb = behind < last and tags[behind] in VERBS
        if verb and not event.possessor and not event.modifier and not event.prepositional:
            event.subject = (
                opening
                or tags[before] not in ("VB", "VBG", "VBD", "VBZ", "VBP", "VBN")
                or (folded[before] in ("said", "says", "say"))
            )
        if opening and behind > end and document.words[end] == "," and not event.possessor:
            event.subject = True  # "Ruiz, a lawyer based in Lima, …"
        if folded[max(before - 1, 0) : start] == ["as", "for"]:
            event.subject, event.prepositional = True, False
        if event.speaker:
            if event.modifier or event.possessor or self._aside(event, start):
                event.speaker = False  # "his lawyer said"
            else:
                event.subject = True
        return event

    def _aside(self, event: Event, start: int) -> bool:
        """Whether it only describes the source: "his lawyer", "Rao, who replaced Ruiz", "an aide to Ruiz"."""
        first, last = self.tokens[event.source]
        if self.document.tags[event.at] == "PRP$":
            return last - first > 1
        if start <= first:
            return False
        event.nested = any(low in _RELATIVES for low in self.folded[max(first, start - 20) : start])
        return event.nested or event.prepositional

    def _note(self, event: Event) -> None:
        self.events.append(event)
        if all(self.register.entities[e].personal for e in event.entities):
            self.people.append(event)

    def _in_brackets(self, name: Name) -> bool:
        """Whether it is all there is in brackets: the agency of a dateline, an acronym."""
        words = self.document.words
        return name.first > 0 and words[name.first - 1] == "(" and words[name.last : name.last + 1] == [")"]

    def _name_event(self, name: Name, index: int) -> None:
        entity = self.register.of_name[index]
        end = name.right if name.right > name.last else name.last
        event = self.event_at.get(name.first)
        if event is None:
            event = self._event(name.first, name.last, (entity,), name.left)
            if end > name.last and not event.possessor:
                event.modifier = False
                event.subject = event.subject or self._event(name.first, end, (entity,), name.left).subject
            event.full = len(name.keys) > 1
            if index:
                before = self.names[index - 1]
                event.nested = event.nested or name.first < before.right
            self.event_at[name.first] = event
        if (name.headline or self._in_brackets(name)) and not event.speaker:
            return
        self._note(event)
        # "Ruiz and Lee": together they are what a following "they" means
        if len(self.events) > 1:
            other = self.events[-2]
            between = self.folded[other.end : name.left]
            if between == ["and"] and not other.pronoun and other.entities != event.entities:
                pair = self._event(name.first, name.last, (*other.entities, entity), other.at)
                pair.plural = True
                pair.subject = event.subject
                self._note(pair)

    def _pronoun_event(self, at: int, pronoun: PronounClass) -> None:
        event = self.event_at.get(at)
        if event is None:
            event = self.event_at[at] = self._event(at, at + 1, ())
            event.pronoun = True
            event.form = pronoun
            event.case = case_of(self.folded[at], self.document.tags[at], event.speaker)
            event.plural = pronoun == "they"
        event.entities, chance = self._antecedent(pronoun, event)
        self.chance_at[at] = chance
        if not event.entities:
            return
        if pronoun in ("he", "she") and len(event.entities) == 1:
            entity = self.register.entities[event.entities[0]]
            entity.count += 1
            if chance > _SURE and event.quotation < 0 and not self._unlike(entity, pronoun):
                entity.votes[pronoun] += 1
                entity.pronouns[pronoun] += 1
        self._note(event)

    def _antecedent(self, pronoun: PronounClass, event: Event) -> Antecedent:
        """Whom a pronoun means, by what was read before it."""
        events = self.people if pronoun in ("he", "she") else self.events
        return self.ranker.antecedent(events, self.register.entities, pronoun, event)

    def _phrase_event(self, head: int) -> None:
        """A nominal mention: "the senator", "a spokeswoman for the firm", "officials"."""
        if head not in self.phrase_at:  # the text is read twice
            self.phrase_at[head] = self._phrase_before(head)
        found = self.phrase_at[head]
        if found is None:
            return
        first, phrase = found
        if phrase.kind == "unnamed" and not phrase.plural and head not in self.source_tokens:
            # "as head of the committee", "he was the winner": no mention of somebody else
            before = self.folded[first - 1] if first else ""
            if before in _EQUATING or (first == head and not phrase.definite):
                return
        entities, _, _ = self._nominal(phrase)
        if not entities:
            return
        event = self.event_at.get(head)
        if event is None:
            event = self.event_at[head] = self._event(head, head + 1, entities, first)
            event.plural = phrase.plural
        event.entities = entities
        self._note(event)

    def _phrase_before(self, head: int) -> tuple[int, Phrase] | None:
        """The noun phrase that ends in a noun, and its first token."""
        tags, folded = self.document.tags, self.folded
        first = head
        floor = self.document.sentences[self.document.sentence_of[head]].first
        while first > floor and head - first < 8:
            tag = tags[first - 1]
            if tag in ("DT", "PRP$"):
                first -= 1
                break
            if not (
                tag.startswith(("NN", "JJ", "CD", "POS", "VBN")) and folded[first - 1] not in ("said", "told")
            ):
                break
            first -= 1
        phrase = read_phrase(self.document, folded, first, head + 1)
        return None if phrase is None or phrase.head_at != head else (first, phrase)

    def _unlike(self, entity: Entity, pronoun: str) -> bool:
        """Whether hardly anybody of that given name is so called: no ground to think it of this one."""
        odds = self.ranker.given.get(entity.keys[0], 0.0) if entity.keys else 0.0
        return (odds if pronoun == "he" else -odds) < -_AGAINST

    # --- gender, before anything is resolved -----------------------------------------------------

    def _count_genders(self) -> None:
        """Let unambiguous pronouns vote: one person in the sentence so far, or in the one before."""
        document, entities = self.document, self.register.entities
        at_name = 0
        recent: list[tuple[int, int]] = []  # (sentence, entity)
        for at, low in enumerate(self.folded):
            while at_name < len(self.names) and self.names[at_name].first <= at:
                entity = self.register.of_name[at_name]
                if entities[entity].personal and self.quotation_of[self.names[at_name].first] < 0:
                    recent.append((document.sentence_of[self.names[at_name].first], entity))
                at_name += 1
            if low in ("he", "she") and self.quotation_of[at] < 0:
                here = document.sentence_of[at]
                near = {e for s, e in recent[-6:] if s == here} or {
                    e for s, e in recent[-6:] if s == here - 1
                }
                if len(near) == 1:
                    person = entities[near.pop()]
                    if self._unlike(person, low):
                        continue
                    if person.kinds["person"] or len(person.keys) > 1 or person.count > 1:
                        person.votes[low] += 1
