"""Resolve the source mentions of one article to its speakers: names, nominals and pronouns.

The document is read once from left to right; what was mentioned so far is kept as a list of events of
which a pronoun or a nominal sees only the last few, so the time is linear in the length of the text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from ..language.document import Document
from ..model import MentionKind, Span, Speaker
from . import lexicon
from .lexicon import word_set
from .mentions import MentionRequest, Resolution, Resolved
from .names import Name, Scanner
from .phrases import Phrase, read_phrase
from .pronouns import FIRST_PERSON, OBJECTS, PRONOUNS, Event, PronounClass, antecedent, suits
from .register import Entity, Register

_RELATIVES = frozenset(("who", "which", "that", "whose", "whom"))
_NOUN_TAGS = ("NN", "NNS", "NNP", "NNPS")
_PAST = frozenset(("former", "ex", "then"))
_TIE = 0.15  # points; a smaller lead over the next candidate is no lead
_OPENERS = word_set("DT JJ JJR JJS RB IN CC `` PRP$ VBN UH")
_VERBS = frozenset(("VBD", "VBZ", "VBP", "MD"))

Answer = tuple[tuple[int, ...], str | None, MentionKind, str, float]


def resolve(document: Document, requests: Sequence[MentionRequest]) -> Resolution:
    """Whom each source mention means, within one article.

    ``requests`` may stand in any order; the answer keeps it. Offsets that lie outside the text are
    read as an absent mention. Never raises; time is linear in the text and the number of requests.
    """
    return _Resolver(document, requests).run()


class _Resolver:
    def __init__(self, document: Document, requests: Sequence[MentionRequest]) -> None:
        self.document = document
        self.requests = requests
        self.scanner = Scanner(document)
        self.folded = self.scanner.folded
        self.names = self.scanner.names()
        self.register = Register(self.names)
        self.name_starts = [n.first for n in self.names]
        self.quotation_of = self._quotations()
        self.tokens = [self._tokens(r.spans) for r in requests]
        self.source_tokens = {
            i
            for (a, b), r in zip(self.tokens, requests, strict=True)
            if not r.quoted
            for i in range(a, min(b, a + 40))
        }
        self.events: list[Event] = []
        self.event_at: dict[int, Event] = {}
        self.margin_at: dict[int, float] = {}

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

    def _tokens(self, spans: Sequence[Span]) -> tuple[int, int]:
        """The tokens, half-open, from the first to the end of the last span; (0, 0) for none."""
        if not spans:
            return 0, 0
        start, end = min(s.start for s in spans), max(s.end for s in spans)
        first = bisect_right(self.document.ends, start)
        last = bisect_left(self.document.starts, end)
        return (first, last) if first < last else (0, 0)

    def _read(self) -> None:
        """Go through the text once and note every mention of somebody."""
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
                self._pronoun_event(at, PRONOUNS[low])
            elif tags[at] in ("NN", "NNS", "NNP", "NNPS") and not inside_name[at]:
                behind = (
                    at + 1 < len(tags) and self.document.sentence_of[at + 1] == self.document.sentence_of[at]
                )
                if behind and tags[at + 1] in ("NN", "NNS", "NNP", "NNPS"):
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
        self.event_at.clear()
        self.margin_at.clear()
        self._read()

    def _event(self, first: int, end: int, entities: tuple[int, ...], start: int | None = None) -> Event:
        """An event and how prominent it is, by the words around it."""
        document, tags, folded = self.document, self.document.tags, self.folded
        sentence = document.sentence_of[first]
        start = first if start is None else start
        event = Event(first, end, sentence, document.sentences[sentence].paragraph, entities)
        event.quotation = self.quotation_of[first]
        event.speaker = first in self.source_tokens
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
        verb = behind < last and tags[behind] in _VERBS
        if verb and not event.possessor and not event.modifier and not event.prepositional:
            event.subject = (
                opening
                or tags[before] not in ("VB", "VBG", "VBD", "VBZ", "VBP", "VBN")
                or (folded[before] in ("said", "says", "say"))
            )
        if event.speaker and not event.modifier and not event.possessor:
            event.subject = True
        return event

    def _note(self, event: Event) -> None:
        self.events.append(event)
        self.event_at[event.at] = event

    def _name_event(self, name: Name, index: int) -> None:
        entity = self.register.of_name[index]
        end = name.right if name.right > name.last else name.last
        event = self._event(name.first, name.last, (entity,), name.left)
        if name.headline and not event.speaker:
            return
        if end > name.last and not event.possessor:
            event.modifier = False
            event.subject = event.subject or self._event(name.first, end, (entity,), name.left).subject
        event.full = len(name.keys) > 1
        self._note(event)
        # "Ruiz and Lee": together they are what a following "they" means
        if len(self.events) > 1:
            other = self.events[-2]
            between = self.folded[other.end : name.left]
            if between == ["and"] and not other.pronoun and other.entities != event.entities:
                pair = self._event(name.first, name.last, (*other.entities, entity), other.at)
                pair.plural = True
                pair.subject = event.subject
                self.events.append(pair)

    def _pronoun_event(self, at: int, pronoun: PronounClass) -> None:
        event = self._event(at, at + 1, ())
        event.pronoun = True
        entities, margin = antecedent(
            self.events, self.register.entities, pronoun, event, is_object=self.folded[at] in OBJECTS
        )
        self.margin_at[at] = margin
        event.entities = entities
        self.event_at[at] = event
        if entities:
            if pronoun in ("he", "she") and len(entities) == 1:
                entity = self.register.entities[entities[0]]
                entity.count += 1
                if margin > 0.8 and event.quotation < 0:
                    entity.votes[pronoun] += 1
                    entity.pronouns[pronoun] += 1
            elif pronoun == "they":
                event.plural = True
            self.events.append(event)

    def _phrase_event(self, head: int) -> None:
        """A nominal mention: "the senator", "a spokeswoman for the firm", "officials"."""
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
        if phrase is None or phrase.head_at != head:
            return
        entities, _, _ = self._nominal(phrase)
        if not entities:
            return
        event = self._event(head, head + 1, entities, first)
        event.plural = phrase.plural
        self._note(event)

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
                    if person.kinds["person"] or len(person.keys) > 1 or person.count > 1:
                        person.votes[low] += 1

    # --- nominals -------------------------------------------------------------------------------

    def _nominal(self, phrase: Phrase) -> tuple[tuple[int, ...], str, float]:
        """Whom a phrase without a name of its own means: somebody named, or itself."""
        if phrase.definite and not phrase.plural:
            found = self._by_role(phrase)
            if found is not None:
                return found
        return (self.register.phrase(phrase).id,), phrase.kind, 0.8 if phrase.kind != "unnamed" else 0.7

    def _by_role(self, phrase: Phrase) -> tuple[tuple[int, ...], str, float] | None:
        head = phrase.head
        if head.endswith("year-old"):
            aged = self.register.with_age(head.partition("-")[0])
            return ((aged[0].id,), "age", 0.85) if len(aged) == 1 else None
        if phrase.kind == "organisation":
            return self._by_class(phrase)
        if phrase.kind != "unnamed" or head in lexicon.RELATIONS or phrase.possessor is not None:
            return None
        traits = {
            t for t in phrase.traits if t not in ("the", "this", "that", "former", "then", "ex", "new", "top")
        }
        if any(self.document.tags[i] == "PRP$" for i in range(phrase.first, phrase.head_at)):
            return None
        candidates = [
            e
            for e in self.register.with_noun(head, phrase.first)
            if e.gender is None or phrase.gender is None or e.gender == phrase.gender
        ]
        if phrase.traits & _PAST:
            candidates = [e for e in candidates if e.traits & _PAST]
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

    def _by_class(self, phrase: Phrase) -> tuple[tuple[int, ...], str, float] | None:
        """ "The company", "the ministry": the organisation of that class that was mentioned last."""
        endings = lexicon.ORG_CLASSES.get(phrase.head)
        extra = phrase.traits - {"the", "this", "that"}
        for event in self._back(phrase.first, 80):
            if len(event.entities) != 1:
                continue
            entity = self.register.entities[event.entities[0]]
            if not entity.named or entity.kind != "organisation":
                continue
            fits = phrase.head in entity.nouns or (
                endings is not None and bool(entity.keys) and entity.keys[-1] in endings
            )
            if fits and (not extra or extra <= entity.traits | set(entity.keys)):
                return (entity.id,), "class", 0.65
        return None

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

    # --- the requests ---------------------------------------------------------------------------

    def run(self) -> Resolution:
        self._count_genders()
        self._read()
        self._reread()
        answers: list[Answer | None] = [None] * len(self.requests)
        for index, request in enumerate(self.requests):
            if self.tokens[index] != (0, 0):
                answers[index] = self._answer(index, request)
        for index, request in enumerate(self.requests):
            answer = answers[index]
            if answer is not None and answer[3] == "first person":
                answers[index] = self._first_person(request, answers)
        return self._collect(answers)

    def _answer(self, index: int, request: MentionRequest) -> Answer:
        first, last = self.tokens[index]
        folded, tags = self.folded, self.document.tags
        while first < last - 1 and (not folded[first][:1].isalnum() and folded[first][:1] not in "@'’"):
            first += 1
        while last > first + 1 and not self.document.words[last - 1][-1:].isalnum():
            last -= 1
        low = folded[first]
        if last - first == 1 or (last - first == 2 and tags[last - 1] in ("POS", "RB")):
            if low in FIRST_PERSON:
                return (), None, "pronominal", "first person", 0.0
            if low in PRONOUNS:
                return self._pronoun(first, PRONOUNS[low])
            if low in _RELATIVES and tags[first] in ("WP", "WDT", "IN", "WP$", "DT"):
                return self._relative(first)
            if low in ("you", "your", "yourself"):
                return (), None, "pronominal", "second person", 0.0
            if tags[first] == "POS" and first:
                first, last = first - 1, first
        named = self._named(first, last)
        if named is not None:
            return named
        phrase = read_phrase(self.document, folded, first, last)
        if phrase is None:
            return (), None, "nominal", "unread", 0.0
        if phrase.possessor is None:
            entities, rule, strength = self._nominal(phrase)
        else:
            entities, rule, strength = self._nominal(phrase)
        role = None
        if entities and self.register.entities[entities[0]].named:
            role = self.document.text[self.document.starts[first] : self.document.ends[phrase.head_at]]
            role = None if phrase.kind == "organisation" or len(role.split()) < 3 else role
            role = self._introduced(entities[0], phrase.first)
        return entities, role, "nominal", rule, strength

    def _named(self, first: int, last: int) -> Answer | None:
        """The names that the mention opens with, if a name is its head."""
        folded, words = self.folded, self.document.words
        index = bisect_left(self.name_starts, first)
        if index and self.names[index - 1].last > first:
            index -= 1
        head: Name | None = None
        for at in range(index, min(index + 6, len(self.names))):
            name = self.names[at]
            if name.first >= last:
                break
            opening = min(max(name.left, first), name.first)
            while opening > first and (
                self.document.tags[opening - 1] in _OPENERS
                or words[opening - 1] in ("“", '"', "”", "’s", "'s")
            ):
                if self.document.tags[opening - 1] == "IN" and opening - 1 > first:
                    break
                opening -= 1
            if opening > first and self.document.tags[opening - 1] == "POS" and at > index:
                opening = min(opening, self.names[at - 1].left)  # "the Union Party's Ana Ruiz"
            if opening <= first and not self._modifying(name, last):
                head, index = name, at
                break
        if head is None:
            return self._apposed(first, last) or self._unmarked(first, last)
        entity = self.register.of_name[index]
        entities = [entity]
        # "Ruiz and Lee", "Ruiz, Lee and Diaz"
        at, end = index + 1, head.last
        appositive = head.right
        while at < min(index + 8, len(self.names)) and self.names[at].first < last:
            other = self.names[at]
            between = folded[end : other.left]
            after = folded[appositive : other.left]
            while between and self.document.tags[other.left - 1] in ("DT", "JJ", "CD") and len(between) > 1:
                if between[-1] in ("and", ","):
                    break
                between.pop()
            if self._modifying(other, last):
                break
            joined = between in (["and"], [","], [",", "and"], ["&"], ["or"]) or after in (
                ["and"],
                [",", "and"],
            )
            if joined and other.left >= end and self.register.of_name[at] not in entities:
                if between == [","] and not self._list_goes_on(at, last):
                    break
                entities.append(self.register.of_name[at])
                end, appositive = other.last, other.right
            elif other.first >= appositive:
                break
            at += 1
        role = head.role or self._introduced(entity, head.first)
        strength = 0.97 if len(head.keys) > 1 else 0.93
        return tuple(entities), role, "named", "name" if len(entities) == 1 else "names", strength

    def _apposed(self, first: int, last: int) -> Answer | None:
        """ "Another partner, Ana Ruiz", "two objectors, Ruiz and Lee": names that end the mention."""
        words, folded, tags = self.document.words, self.folded, self.document.tags
        comma = next(
            (i for i in range(first, min(last, first + 12)) if words[i] in (",", "—", "–", "--")), None
        )
        if comma is None or tags[comma - 1] in _NOUN_TAGS[2:]:
            return None
        index = bisect_left(self.name_starts, comma)
        if index >= len(self.names) or self.names[index].left != comma + 1:
            return None
        phrase = read_phrase(self.document, folded, first, comma)
        if phrase is None or phrase.kind not in ("unnamed", "group", "organisation"):
            return None
        entities: list[int] = []
        at = comma
        while index < len(self.names) and self.names[index].first < last and len(entities) < 8:
            name = self.names[index]
            if folded[at : name.left] not in ([","], ["and"], [",", "and"], ["—"], ["–"], ["--"]):
                break
            entities.append(self.register.of_name[index])
            at, index = max(name.last, name.right), index + 1
        if not entities or (at < last and words[at][:1].isalnum() and folded[at] not in _RELATIVES):
            return None
        entity = self.register.entities[entities[0]]
        role = entity.roles[0][1] if entity.roles else None
        if phrase.kind == "unnamed" and len(entities) == 1 and not phrase.plural:
            role = " ".join(
                self.document.text[self.document.starts[first] : self.document.ends[comma - 1]].split()
            )
            role = role[:1].lower() + role[1:] if tags[first] in ("DT", "PRP$", "CD") else role
        return tuple(entities), role, "named", "apposition", 0.9

    def _list_goes_on(self, index: int, last: int) -> bool:
        """Whether an "and" follows among the next names of the mention: then a comma parts a list."""
        end = min(last, self.names[index].last + 12)
        return "and" in self.folded[self.names[index].last : end]

    def _modifying(self, name: Name, last: int) -> bool:
        """Whether the name only modifies a noun of the mention: "Clinton spokesman", "Ruiz's lawyer"."""
        tags = self.document.tags
        at = name.last
        if at >= last:
            return False
        if tags[at] == "POS":
            return at + 1 < last
        if tags[at] == "CC" and tags[last - 1] in ("NNS", "NNPS") and tags[at + 1] not in ("DT", "PRP$"):
            return True  # "House and Senate Republicans"
        return tags[at] in ("NN", "NNS") or (
            tags[at] == "JJ" and at + 1 < last and tags[at + 1] in ("NN", "NNS")
        )

    def _unmarked(self, first: int, last: int) -> Answer | None:
        """A capitalised word that was not read as a name but is one elsewhere in the article."""
        if last - first != 1 or not self.document.words[first][:1].isupper():
            return None
        for entity in self.register._known((self.folded[first],)):
            return (entity.id,), self._introduced(entity.id, first), "named", "name", 0.8
        return None

    def _introduced(self, entity: int, at: int) -> str | None:
        """The role that the article gave last before a token, or else first."""
        roles = self.register.entities[entity].roles
        before = [r for p, r in roles[:8] if p <= at]
        return before[0] if before else (roles[0][1] if roles else None)

    def _pronoun(self, at: int, pronoun: PronounClass) -> Answer:
        event = self.event_at.get(at)
        if event is None or not event.entities:
            return (), None, "pronominal", "no antecedent", 0.0
        margin = self.margin_at.get(at, 0.0)
        if margin < _TIE:
            return (), None, "pronominal", "tie", 0.0
        strength = min(0.9, 0.5 + 0.2 * margin)
        role = self._introduced(event.entities[0], at)
        return event.entities, role, "pronominal", f"pronoun {pronoun}", strength

    def _relative(self, at: int) -> Answer:
        """ "who", "which": whatever stands right before it."""
        behind = at
        while (
            behind > 0 and self.document.words[behind - 1] in (",", "—", "–", "--", "(") and at - behind < 2
        ):
            behind -= 1
        if behind == 0 or self.document.sentence_of[behind - 1] != self.document.sentence_of[at]:
            return (), None, "pronominal", "no antecedent", 0.0
        index = bisect_left(self.name_starts, behind) - 1
        if index >= 0:
            name = self.names[index]
            if name.last == behind or name.right in (behind, at):
                entity = self.register.of_name[index]
                return (entity,), name.role or self._introduced(entity, at), "pronominal", "relative", 0.85
        tags = self.document.tags
        first = behind - 1
        while first > 0 and behind - first < 8 and tags[first] not in ("DT", "PRP$"):
            if tags[first - 1] in _VERBS or tags[first - 1] in ("IN", ",", "VB", "VBG", "TO", "``"):
                break
            first -= 1
        phrase = read_phrase(self.document, self.folded, first, behind)
        if phrase is None:
            return (), None, "pronominal", "no antecedent", 0.0
        entities, _, strength = self._nominal(phrase)
        return entities, None, "pronominal", "relative", strength * 0.8

    def _first_person(self, request: MentionRequest, answers: Sequence[Answer | None]) -> Answer:
        outer = request.outer
        if outer is not None and 0 <= outer < len(answers):
            answer = answers[outer]
            if answer is not None and answer[0]:
                return answer[0], answer[1], "pronominal", "first person", answer[4] * 0.95
        return (), None, "pronominal", "author", 0.0

    # --- speakers -------------------------------------------------------------------------------

    def _collect(self, answers: Sequence[Answer | None]) -> Resolution:
        """Number the speakers in the order they first speak."""
        resolution = Resolution()
        index: dict[int, int] = {}
        for answer in answers:
            if answer is None:
                resolution.mentions.append(Resolved())
                continue
            entities, role, kind, rule, strength = answer
            speakers = []
            for entity in entities:
                if entity not in index:
                    index[entity] = len(resolution.speakers)
                    resolution.speakers.append(_speaker(self.register.entities[entity]))
                speakers.append(index[entity])
            resolution.mentions.append(Resolved(tuple(speakers), role, kind, rule, round(strength, 3)))
        return resolution


def _speaker(entity: Entity) -> Speaker:
    aliases = tuple(form for form, _ in entity.forms.most_common() if form != entity.display)
    pronouns = None
    if entity.pronouns["he"] or entity.pronouns["she"]:
        pronouns = "he" if entity.pronouns["he"] > entity.pronouns["she"] else "she"
    return Speaker(
        name=entity.display,
        kind=entity.kind,
        role=entity.roles[-1][1] if entity.roles else None,
        aliases=aliases,
        pronouns=pronouns,
    )


__all__ = ["resolve", "suits"]
