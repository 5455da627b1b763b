"""Resolve the source mentions of one article to its speakers: names, nominals and pronouns.

The document is read once from left to right; what was mentioned so far is kept as a list of events of
which a pronoun or a nominal sees only the last few, so the time is linear in the length of the text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from ..language.document import Document
from ..model import MentionKind, Speaker
from .lexicon import CALENDAR, NATIONALITIES, ORG_NOUNS, word_set
from .mentions import MentionRequest, Resolution, Resolved
from .names import Name, is_person_noun
from .other_names import SIGNS, other_names
from .phrases import as_source, read_phrase
from .pronouns import FIRST_PERSON, PRONOUNS
from .ranking import PronounClass
from .reading import VERBS, Reader
from .register import Entity
from .words import OPENING

_RELATIVES = frozenset(("who", "which", "that", "whose", "whom"))
_NOUN_TAGS = ("NN", "NNS", "NNP", "NNPS")
_LIKELY = 0.5  # how likely an antecedent must be to be named
_MARKS = frozenset(("“", "”", '"', "``", "''", "‘", "’"))
_ARTICLES = frozenset(("the", "a", "an"))
_COMPOUND = frozenset(("NN", "NNP", "JJ"))
_CLOSING = frozenset(("”", '"', "''"))
_STOPS = frozenset((",", "(", "—", "–", "--"))
_OPENERS = word_set("DT JJ JJR JJS RB IN CC `` PRP$ VBN UH VB")

Answer = tuple[tuple[int, ...], str | None, MentionKind, str, float]


def resolve(document: Document, requests: Sequence[MentionRequest]) -> Resolution:
    """Whom each source mention means, within one article.

    ``requests`` may stand in any order; the answer keeps it. Offsets that lie outside the text are
    read as an absent mention. Never raises; time is linear in the text and the number of requests.
    """
    return Resolver(document, requests).run()


class Resolver(Reader):
    """Answers the requests from what was read."""

    def run(self) -> Resolution:
        """Read the document and answer every request."""
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
            elif answer is not None and request.quoted and answer[3].startswith("pronoun"):
                answers[index] = self._third_person(index, request, answers, answer)
        return self._collect(answers)

    def _answer(self, index: int, request: MentionRequest) -> Answer:
        first, last = self.tokens[index]
        folded, tags = self.folded, self.document.tags
        while first < last - 1 and (not folded[first][:1].isalnum() and folded[first][:1] not in "@'’"):
            first += 1
        while last > first + 1 and not any(c.isalnum() for c in self.document.words[last - 1][:3]):
            last -= 1
        low = folded[first]
        named = self._named(first, last)
        if named is not None and self.document.words[first].isupper() and low in _RELATIVES:
            return named  # the WHO
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
        if low in PRONOUNS and folded[first + 1 : first + 2] == ["and"]:
            return self._pronoun(first, PRONOUNS[low])  # "he and Ruiz"
        named = self._named(first, last)
        if named is not None:
            return named
        phrase = read_phrase(self.document, folded, first, last)
        if phrase is None or phrase.head in CALENDAR or phrase.head in _ARTICLES:
            return (), None, "nominal", "unread", 0.0  # days and months say nothing
        entities, rule, strength = self._nominal(as_source(phrase))
        role = None
        if entities and self.register.entities[entities[0]].named:
            role = self._introduced(entities[0], phrase.first)
        return entities, role, "nominal", rule, strength

    def _named(self, first: int, last: int) -> Answer | None:
        """The names that the mention opens with, if a name is its head."""
        folded = self.folded
        index = bisect_left(self.name_starts, first)
        if index and self.names[index - 1].last > first:
            index -= 1
        head: Name | None = None
        for at in range(index, min(index + 6, len(self.names))):
            name = self.names[at]
            if name.first >= last:
                break
            if at + 1 < len(self.names) and self.names[at + 1].left <= name.first:
                continue  # "Belmarian" in "Belmarian harbour secretary Ana Ruiz"
            if self._in_a_title(first, name, last):
                continue
            if self._opening(first, at, last) <= first and not self._modifying(at, last):
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
            if folded[end : other.left] == ["of"] and other.last < last:
                end, at = other.last, at + 1  # "Sens. Ruiz of Texas and Lee of Maine"
                appositive = max(appositive, end)
                continue
            between = folded[end : other.left]
            after = folded[appositive : other.left]
            while (
                "and" in between
                and self.document.tags[other.left - 1] in ("DT", "JJ", "CD")
                and len(between) > 1
            ):
                if between[-1] in ("and", ","):
                    break
                between.pop()
            if self._modifying(at, last):
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

    def _opening(self, first: int, at: int, last: int) -> int:
        """Where what belongs to a name begins on its left: articles, adjectives, whose it is, what it is."""
        tags, words, folded = self.document.tags, self.document.words, self.folded
        name = self.names[at]
        opening = min(max(name.left, first), name.first)
        while opening > first:
            before, other = opening - 1, self.names[at - 1] if at else None
            if words[before] == ")" and words[before - 2 : before - 1] == ["("] and tags[before - 3] == "NNP":
                opening = before - 3  # "Belmar County (Ariz.) Sheriff Ana Ruiz"
                while opening > first and tags[opening - 1] == "NNP":
                    opening -= 1
                continue
            if other is not None and tags[before] == "POS" and first < other.last == before:
                opening, at = max(other.left, first), at - 1  # "the Union Party's Ana Ruiz"
                continue
            if words[before] in _CLOSING and (title := self._title(first, before)) is not None:
                opening = title  # "“Tall Is Beautiful” star Ana Ruiz"
                continue
            if tags[before] in _OPENERS or words[before] in ("“", '"', "”", "’s", "'s"):
                if tags[before] == "IN" and before > first:
                    break
            elif opening != name.left or not self._says_what(before) or not self._ends(name.last, last):
                break  # but "the newspaper Le Matin", "venture capitalist Ana Ruiz"
            else:
                while before > first and tags[before - 1] == "NN" and words[before - 1].islower():
                    before -= 1
                if before > first and folded[before - 1] in NATIONALITIES:
                    before -= 1
            opening = before
        return opening

    def _title(self, first: int, close: int) -> int | None:
        """The first token of a title in marks that close before a name, inside a mention."""
        opened = range(close - 2, max(first - 1, close - 12, 0) - 1, -1)
        return next((i for i in opened if self.document.words[i] in OPENING), None)

    def _ends(self, at: int, last: int) -> bool:
        """Whether a mention ends here, or goes on with what a comma or bracket parts from it."""
        return at >= last or self.document.words[at] in _STOPS

    def _says_what(self, at: int) -> bool:
        """Whether the noun before a name says what it names: an organisation, or a person by their work."""
        noun = self.folded[at]
        work = is_person_noun(noun) or noun in ORG_NOUNS
        return work and self.document.tags[at] == "NN" and self.document.words[at].islower()

    def _apposed(self, first: int, last: int) -> Answer | None:
        """ "Another partner, Ana Ruiz", "two objectors, Ruiz and Lee": names that end the mention."""
        words, folded, tags = self.document.words, self.folded, self.document.tags
        comma = next(
            (i for i in range(first, min(last, first + 12)) if words[i] in (",", "—", "–", "--")), None
        )
        if comma is None or tags[comma - 1] in _NOUN_TAGS[2:]:
            return None
        index = bisect_left(self.name_starts, comma)
        while index + 1 < len(self.names) and self.names[index + 1].left <= self.names[index].first:
            index += 1  # "Texas" in "his running mate, Texas Gov. Ana Ruiz"
        if index >= len(self.names) or self.names[index].left != comma + 1:
            return None
        phrase = read_phrase(self.document, folded, first, comma)
        if phrase is None or as_source(phrase).kind not in ("unnamed", "group", "organisation"):
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
        if as_source(phrase).kind == "unnamed" and len(entities) == 1 and not phrase.plural:
            role = " ".join(
                self.document.text[self.document.starts[first] : self.document.ends[comma - 1]].split()
            )
            role = role[:1].lower() + role[1:] if tags[first] in ("DT", "PRP$", "CD") else role
        return tuple(entities), role, "named", "apposition", 0.9

    def _list_goes_on(self, index: int, last: int) -> bool:
        """Whether an "and" follows among the next names of the mention: then a comma parts a list."""
        end = min(last, self.names[index].last + 12)
        return "and" in self.folded[self.names[index].last : end]

    def _modifying(self, index: int, last: int) -> bool:
        """Whether the name only modifies a noun of the mention: "Clinton spokesman", "Ruiz's lawyer"."""
        tags, name = self.document.tags, self.names[index]
        at = name.last
        if at >= last:
            return False
        if at + 1 == last and self.folded[at] in name.nouns:
            return False  # "The Times newspaper"
        if tags[at] == "POS":
            return at + 1 < last
        if tags[at] == "CC" and tags[last - 1] in ("NNS", "NNPS"):
            # "House and Senate Republicans"
            return tags[at + 1] == "NNP" and all(tag in _COMPOUND for tag in tags[at + 1 : last - 1])
        if is_person_noun(self.folded[at]) and self.document.words[at].islower():
            return True  # "the England forward"
        return tags[at] in ("NN", "NNS") or (
            tags[at] == "JJ" and at + 1 < last and tags[at + 1] in ("NN", "NNS")
        )

    def _unmarked(self, first: int, last: int) -> Answer | None:
        """A capitalised word that was not read as a name but is one elsewhere in the article."""
        if last - first != 1 or not self.document.words[first][:1].isupper():
            return None
        for entity in self.register.known((self.folded[first],)):
            return (entity.id,), self._introduced(entity.id, first), "named", "name", 0.8
        return None

    def _in_a_title(self, first: int, name: Name, last: int) -> bool:
        """Whether marks that hold the name close before the mention goes on: "“Orange” star Ana Ruiz"."""
        words = self.document.words
        before = range(max(first - 1, 0, name.left - 4), name.left)
        if not any(words[i] in _MARKS for i in before):
            return False
        close = next((i for i in range(name.last, min(last, name.last + 8)) if words[i] in _MARKS), last)
        return close + 1 < last and words[close + 1][:1].isalpha() and words[close + 1].islower()

    def _introduced(self, entity: int, at: int) -> str | None:
        """The role that the article gave last before a token, or else first."""
        roles = self.register.entities[entity].roles
        before = [r for p, r in roles[:8] if p <= at]
        return before[0] if before else (roles[0][1] if roles else None)

    def _pronoun(self, at: int, pronoun: PronounClass) -> Answer:
        event = self.event_at.get(at)
        if event is None or not event.entities:
            return (), None, "pronominal", "no antecedent", 0.0
        chance = self.chance_at.get(at, 0.0)
        if chance < _LIKELY:
            return (), None, "pronominal", "tie", 0.0
        role = self._introduced(event.entities[0], at)
        return event.entities, role, "pronominal", f"pronoun {pronoun}", min(chance, 0.95)

    def _relative(self, at: int) -> Answer:
        """ "who", "which": whatever stands right before it."""
        behind = at
        while (
            behind > 0 and self.document.words[behind - 1] in (",", "—", "–", "--", "(") and at - behind < 2
        ):
            behind -= 1
        if behind == 0 or self.document.sentence_of[behind - 1] != self.document.sentence_of[at]:
            return (), None, "pronominal", "no antecedent", 0.0
        if self.folded[behind - 1] in CALENDAR:
            return (), None, "pronominal", "no antecedent", 0.0  # "the trove released on Thursday, which"
        index = bisect_left(self.name_starts, behind) - 1
        if index >= 0:
            name = self.names[index]
            if name.last == behind or name.right in (behind, at):
                entity = self.register.of_name[index]
                return (entity,), name.role or self._introduced(entity, at), "pronominal", "relative", 0.85
        tags = self.document.tags
        first = behind - 1
        while first > 0 and behind - first < 8 and tags[first] not in ("DT", "PRP$"):
            if tags[first - 1] in VERBS or tags[first - 1] in ("IN", ",", "VB", "VBG", "TO", "``"):
                break
            first -= 1
        phrase = read_phrase(self.document, self.folded, first, behind)
        if phrase is None:
            return (), None, "pronominal", "no antecedent", 0.0
        entities, _, strength = self._nominal(as_source(phrase))
        return entities, None, "pronominal", "relative", strength * 0.8

    def _first_person(self, request: MentionRequest, answers: Sequence[Answer | None]) -> Answer:
        outer = request.outer
        if outer is not None and 0 <= outer < len(answers):
            answer = answers[outer]
            if answer is not None and answer[0]:
                return answer[0], answer[1], "pronominal", "first person", answer[4] * 0.95
        return (), None, "pronominal", "author", 0.0

    def _third_person(
        self, index: int, request: MentionRequest, answers: Sequence[Answer | None], answer: Answer
    ) -> Answer:
        """ "He" in a quote is not the one who is quoted."""
        outer = (
            answers[request.outer]
            if request.outer is not None and 0 <= request.outer < len(answers)
            else None
        )
        at = self.tokens[index][0]
        here = self.event_at.get(at)
        if outer is None or here is None or not set(answer[0]) & set(outer[0]):
            return answer
        earlier = self._before(self.events, at)
        pronoun = PRONOUNS[self.folded[at]]
        entities, chance = self.ranker.antecedent(
            earlier, self.register.entities, pronoun, here, barred=frozenset(outer[0])
        )
        if chance < _LIKELY:
            return (), None, "pronominal", "no antecedent", 0.0
        strength = min(chance, 0.8)
        return entities, self._introduced(entities[0], at), "pronominal", f"pronoun {pronoun}", strength

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
        _add_other_names(resolution.speakers, self.document.text)
        return resolution


def _add_other_names(speakers: list[Speaker], text: str) -> None:
    """Give the speakers the further names that the text says they have."""
    if not any(sign in text for sign in SIGNS):
        return
    by_name = {speaker.name: n for n, speaker in enumerate(speakers) if speaker.kind == "person"}
    for name, other in other_names(text):
        at = by_name.get(name)
        if at is not None and other not in speakers[at].aliases:
            speakers[at] = replace(speakers[at], aliases=(*speakers[at].aliases, other))


def _speaker(entity: Entity) -> Speaker:
    aliases = tuple(form for form, _ in entity.forms.most_common() if form != entity.display)
    pronouns = None
    if entity.pronouns["he"] or entity.pronouns["she"]:
        pronouns = "he" if entity.pronouns["he"] > entity.pronouns["she"] else "she"
    display = entity.display
    if display.isupper() and entity.kind == "person" and len(display) > 3:
        display = display.title()  # a transcript's RUIZ
    return Speaker(
        name=display,
        kind=entity.kind,
        role=entity.roles[-1][1] if entity.roles else None,
        aliases=aliases,
        pronouns=pronouns,
        age=_age(entity),
    )


def _age(entity: Entity) -> int | None:
    """The years of age that the article gives, if it gives just one figure."""
    ages = {int(age) for age in entity.ages if age.isdecimal() and len(age) <= 3}
    return ages.pop() if len(ages) == 1 else None
