"""Who is who in one article: every name and phrase is filed under the entity that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from ..model import SpeakerKind
from . import lexicon
from .names import Name, NameKind, compatible, fold, undoubled
from .phrases import Phrase

# "the Agency" is none in particular; "the Post" is the Washington Post.
_GENERIC = lexicon.ORG_HEADS - lexicon.ORG_CLASSES["newspaper"]
# What only says that a name is a firm's: "Exxon Mobil" is "Exxon Mobil Corp."
_LEGAL = lexicon.word_set("inc corp co ltd llc plc gmbh ag sa nv llp lp company corporation group holdings")
_LOOK = 10  # entities that one word is compared with, the latest first, whatever the article's length

_Key = TypeVar("_Key", bound=str)


class Tally(dict[_Key, int]):
    """Counts by key, 0 for what was never counted: a `Counter` that costs next to nothing to make."""

    def __missing__(self, key: _Key) -> int:
        return 0

    def most_common(self) -> list[tuple[_Key, int]]:
        """Keys and counts, the highest first, then in the order they were first counted."""
        return sorted(self.items(), key=lambda item: -item[1])


@dataclass(slots=True)
class Entity:
    """Somebody or something that the article speaks of, with all that it says of them.

    ``votes`` count what gender the text shows: titles and nouns weigh more than pronouns. ``roles``
    are (token, text) in the order of the text. ``phrase`` is set for those without a name.
    """

    id: int
    keys: tuple[str, ...] = ()
    display: str = ""
    kinds: Tally[NameKind] = field(default_factory=Tally)
    phrase: Phrase | None = None
    nouns: set[str] = field(default_factory=set)
    traits: set[str] = field(default_factory=set)
    votes: Tally[str] = field(default_factory=Tally)
    pronouns: Tally[str] = field(default_factory=Tally)
    roles: list[tuple[int, str]] = field(default_factory=list)
    forms: Tally[str] = field(default_factory=Tally)
    ages: set[str] = field(default_factory=set)
    first: int = 0
    latest: int = -1
    count: int = 0
    short: int = 0
    definite: bool = False
    family: bool = False

    @property
    def gender(self) -> str | None:
        """ "he" or "she" where the text shows one clearly, else None."""
        he, she = self.votes["he"], self.votes["she"]
        if he >= 2 and he >= 3 * she:
            return "he"
        if she >= 2 and she >= 3 * he:
            return "she"
        return None

    @property
    def kind(self) -> SpeakerKind:
        """The kind of speaker, from the phrase or from the weight of what stood with the names."""
        if self.phrase is not None:
            return self.phrase.kind
        if self.family:
            return "group"
        person, body = self.kinds["person"], self.kinds["organisation"] + self.kinds["place"]
        if person or body:
            return "person" if person >= body else "organisation"
        if self.votes["he"] + self.votes["she"] > 1:
            return "person"
        return "organisation" if self.definite and len(self.keys) == 1 else "person"

    @property
    def personal(self) -> bool:
        """Whether "he" or "she" may mean it."""
        if self.phrase is not None:
            return self.phrase.kind == "unnamed" and not self.phrase.plural
        if self.kinds["person"]:
            return True
        return not (self.kinds["organisation"] or self.kinds["place"]) and not self.definite

    @property
    def named(self) -> bool:
        """Whether it has a name."""
        return self.phrase is None


class Register:
    """The entities of one article, found by name, by acronym, by role and by age.

    ``sentence_of`` has the sentence of every token. ``given`` are log odds of "he" to "she" by folded given
    name: who of two is meant, never what is shown.
    """

    def __init__(self, names: list[Name], given: Mapping[str, float], sentence_of: list[int]) -> None:
        self.entities: list[Entity] = []
        self.of_name: list[int] = [-1] * len(names)
        self._by_keys: dict[tuple[str, ...], int] = {}
        self._by_word: dict[str, list[int]] = {}
        self._acronyms: dict[str, int] = {}
        self._by_noun: dict[str, list[tuple[int, int]]] = {}
        self._by_age: dict[str, list[tuple[int, int]]] = {}
        self._phrases: dict[str, int] = {}
        self._names = names
        self._given = given
        self._sentence_of = sentence_of
        for index, name in enumerate(names):
            if name.nickname and len(name.keys) > 1:
                self._file(index, self._full(name))
        for index, name in enumerate(names):
            if len(name.keys) > 1 and not name.headline and self.of_name[index] < 0:
                self._file(index, self._full(name))
        for index, name in enumerate(names):
            if name.headline and len(name.keys) > 1 and self.of_name[index] < 0:
                self._file(index, self._from_headline(name))
        for index, name in enumerate(names):
            if self.of_name[index] >= 0:
                self._touch(self.entities[self.of_name[index]], name)
            else:
                self._file(index, self._short(name, index))
                self._touch(self.entities[self.of_name[index]], name, short=True)

    # --- names --------------------------------------------------------------------------------------

    def _new(self, name: Name) -> Entity:
        entity = Entity(len(self.entities), name.keys, name.display, first=name.first)
        self.entities.append(entity)
        self._by_keys.setdefault(name.keys, entity.id)
        for key in dict.fromkeys(name.keys):
            self._by_word.setdefault(key, []).append(entity.id)
        if len(name.keys) > 1 and name.kind != "person":
            initials = "".join(k[0] for k, w in zip(name.keys, name.words, strict=False) if w[:1].isupper())
            if len(initials) > 1:
                self._acronyms.setdefault(initials, entity.id)
        return entity

    def known(self, words: Iterable[str]) -> Iterator[Entity]:
        """The entities with one of these folded words in their name, the latest first; never many."""
        seen: set[int] = set()
        for word in words:
            filed = self._by_word.get(word, ())
            for entity in (*filed[-_LOOK:], *filed[:2]):
                if entity not in seen:
                    seen.add(entity)
                    yield self.entities[entity]

    def _full(self, name: Name) -> Entity:
        exact = self._by_keys.get(name.keys)
        if exact is not None and not self._parted(name, self.entities[exact]):
            return self.entities[exact]
        best: Entity | None = None
        for entity in self.known((" ".join(name.keys),)):
            return entity  # a nickname of two words
        if len(name.keys) == 2 and len(name.keys[0].rstrip(".")) == 1:
            for entity in self.known((name.keys[1],)):
                if f"nickname:{name.keys[0][:1]}" in entity.traits and entity.keys[-1] == name.keys[1]:
                    return entity  # "B. Ruiz" of Ana “Boots” Ruiz
        if name.kind in ("person", "unknown"):
            for entity in self.known((name.keys[-1], name.keys[0])):
                bodily = entity.kinds["organisation"] and not entity.kinds["person"]
                if len(entity.keys) < 2 or bodily or self._parted(name, entity):
                    continue
                if compatible(name.keys, entity.keys) and (best is None or entity.latest > best.latest):
                    best = entity
        else:
            for entity in self.known((name.keys[0],)):
                shared = min(len(name.keys), len(entity.keys))
                if shared < 2 or entity.keys[:shared] != name.keys[:shared] or entity.kinds["person"]:
                    continue
                if name.keys[-1] in _LEGAL or entity.kinds["organisation"] or entity.definite:
                    best = entity  # but not "Muhammad Ali" and "the Muhammad Ali Center"
        return best or self._new(name)

    def _parted(self, name: Name, entity: Entity) -> bool:
        """Whether title or suffix shows that the name is not this entity's: father and son, Mr. and Mrs."""
        if name.gender and entity.gender and name.gender != entity.gender:
            return True
        suffixes = {self._names_suffix(name.suffix)} - {""}
        known = {t for t in entity.traits if t.startswith("suffix:")}
        return bool(suffixes and known and not suffixes & known)

    @staticmethod
    def _names_suffix(suffix: str) -> str:
        return f"suffix:{suffix}" if suffix else ""

    def _from_headline(self, name: Name) -> Entity:
        for size in range(len(name.keys) - 1, 1, -1):  # "Ana Ruiz Sent Eva Lee A Message"
            begins = self._by_keys.get(name.keys[:size])
            if begins is not None:
                return self.entities[begins]
        for entity in self.known((name.keys[-1], name.keys[0])):
            if len(entity.keys) > 1 and compatible(name.keys, entity.keys):
                return entity
        # of "Ruiz Denies Bribes" only a word that the article itself uses as a name counts
        for key in name.keys[: 1 if len(name.keys) == 2 else None]:
            for entity in self.known((key,)):
                if entity.keys[-1] == key and name.kind != "organisation":
                    return entity
        return self._new(name)

    def _short(self, name: Name, index: int) -> Entity:
        """The entity that a single word names: a surname, a first name, an acronym, a firm's first word."""
        word = name.keys[0]
        if name.handle:
            return self._handle(name)
        acronym = self._acronyms.get(word.replace(".", ""))
        if acronym is not None and name.words[0].replace(".", "").isupper() and len(word) > 1:
            return self.entities[acronym]
        if name.definite and word.endswith("s") and self._is_surname(word[:-1]):
            family = self._known_or_new(name)
            family.family = True
            return family
        best, best_score = None, 0.0
        barred = self._named_next(index, word)
        for entity in self.known((word,)):
            score = self._fits(name, word, entity)
            if entity.id == barred:
                score /= 4  # "Clinton said of Hillary Clinton": hardly herself
            if score > best_score:
                best, best_score = entity, score
        if best is None:
            best = self._by_nickname(name) or self._new(name)
        return best

    def _named_next(self, index: int, word: str) -> int:
        """The entity that is named in full, by the same surname, behind a bare one in its sentence; or -1."""
        start = self._names[index].first
        for at in range(index + 1, min(index + 4, len(self._names))):
            name = self._names[at]
            if self._sentence_of[name.first] != self._sentence_of[start]:
                break
            if len(name.keys) > 1 and name.keys[-1] == word:
                return self.of_name[at]
        return -1

    def _fits(self, name: Name, word: str, entity: Entity) -> float:
        """How well a single word names the entity, in points; 0: not at all."""
        keys = entity.keys
        if keys == ("state", "department") and word == "state" and not name.role:
            return 2.5
        if len(keys) > 1 and (word in lexicon.BODIES or (name.definite and word in _GENERIC)):
            return 0.0
        if name.suffix and len(keys) > 1 and self._names_suffix(name.suffix) not in entity.traits:
            return 0.0  # "Clint Jr." is not his father, "King Saleh II" no bin Saleh
        if len(keys) == 1:
            score = 2.0
        elif keys[-1] == word and (
            name.definite or entity.kinds["person"] or not entity.kinds["organisation"]
        ):
            score = 4.0
        elif entity.kind == "organisation":
            if keys[0] != word and not (name.definite and keys[-1] == word):
                return 0.0
            score = 2.0 if word not in lexicon.PLACES and word not in lexicon.NATIONALITIES else 0.0
            if name.kind == "person":
                return 0.0
        else:
            score = 3.0 if keys[0] == word else 2.5
        if name.kind in ("place", "organisation") and entity.kinds["person"] and name.kind != "unknown":
            return 0.0 if (len(keys) > 1 and keys[-1] != word) or name.kind == "place" else score / 2
        if name.gender and entity.gender and name.gender != entity.gender:
            return 0.0
        if name.gender and entity.kinds["organisation"] and not entity.kinds["person"]:
            return 0.0
        related = entity.nouns & lexicon.RELATIONS and not name.gender
        if len(keys) > 1 and entity.forms[entity.display] < 2 and related:
            score -= 1.5  # "his nephew, Bill Nixon" is not whom the article calls Nixon
        if name.gender and entity.gender == name.gender:
            score += 3.0
        elif name.gender and len(keys) > 1:
            odds = self._given.get(keys[0], 0.0)  # of "Mrs. Lee", Jane and Robert: hardly Robert
            score += max(-2.0, min(2.0, odds if name.gender == "he" else -odds))
        if name.nouns and name.nouns & entity.nouns:
            score += 2.0
        if entity.latest < 0:
            score -= 1.5  # named in full only later
        else:
            score += max(0.0, 1.0 - (name.first - entity.latest) / 400)
        return score + min(entity.short, 8) * 0.3

    def _is_surname(self, word: str) -> bool:
        return len(word) > 3 and any(e.keys[-1] == word and len(e.keys) > 1 for e in self.known((word,)))

    def _known_or_new(self, name: Name) -> Entity:
        exact = self._by_keys.get(name.keys)
        return self._new(name) if exact is None else self.entities[exact]

    def _handle(self, name: Name) -> Entity:
        """A handle belongs to the person whose surname it ends in, or whose whole name it holds."""
        exact = self._by_keys.get(name.keys)
        if exact is not None:
            return self.entities[exact]
        handle = "".join(c for c in name.keys[0] if c.isalpha())
        for start in range(max(0, len(handle) - 14), max(1, len(handle) - 2)):
            for entity in self.known((handle[start:],)):
                given = entity.keys[0]
                if entity.keys[-1] == handle[start:] and (
                    start == 0 or handle[:start][-1:] == given[:1] or given in handle
                ):
                    return entity
        return self._new(name)

    def _by_nickname(self, name: Name) -> Entity | None:
        full = lexicon.NICKNAMES.get(name.keys[0])
        if full is None:
            return None
        return next((e for e in self.known((full,)) if e.keys[0] == full and e.kinds["person"]), None)

    def _file(self, index: int, entity: Entity) -> None:
        name = self._names[index]
        self.of_name[index] = entity.id
        weight = 2 if len(name.keys) > 1 else 1
        if name.kind == "person" or (name.kind != "unknown" and (weight == 2 or len(entity.keys) == 1)):
            entity.kinds[name.kind] += weight
        entity.definite = entity.definite or (name.definite and not name.role and len(name.keys) == 1)
        if len(name.keys) > len(entity.keys) and not name.headline:
            for key in name.keys:
                if key not in entity.keys:
                    self._by_word.setdefault(key, []).append(entity.id)
            self._by_keys.setdefault(name.keys, entity.id)
            entity.keys, entity.display = name.keys, name.display
        elif sum(not c.isascii() for c in name.display) > sum(not c.isascii() for c in entity.display):
            if name.keys == entity.keys:
                entity.display = name.display
        elif entity.display.isupper() and name.keys == entity.keys:
            entity.display = name.display
        elif (
            name.keys != entity.keys
            and [*map(undoubled, name.keys)] == [*map(undoubled, entity.keys)]
            and entity.forms[name.display] + 1 >= entity.forms[entity.display]
        ):
            entity.keys, entity.display = name.keys, name.display  # the usual spelling
        if name.suffix:
            entity.traits.add(self._names_suffix(name.suffix))
        if name.gender:
            entity.votes[name.gender] += 5
        for noun in name.nouns:
            if noun not in entity.nouns:
                entity.nouns.add(noun)
                self._by_noun.setdefault(noun, []).append((name.first, entity.id))
        entity.traits |= name.traits
        if name.role:
            entity.roles.append((name.first, name.role))
        if name.age:
            entity.ages.add(name.age)
            self._by_age.setdefault(name.age, []).append((name.first, entity.id))
        entity.forms[name.display] += 1
        if name.nickname:
            entity.forms[name.nickname] += 1
            entity.traits.add(f"nickname:{fold(name.nickname)[:1]}")
            key = " ".join(fold(word) for word in name.nickname.split())
            self._by_word.setdefault(key, []).append(entity.id)

    def _touch(self, entity: Entity, name: Name, short: bool = False) -> None:
        entity.latest = name.first
        entity.first = min(entity.first, name.first)
        entity.count += 1
        entity.short += short

    # --- phrases ------------------------------------------------------------------------------------

    def with_noun(self, noun: str, at: int) -> list[Entity]:
        """The entities that the article gave this role, those introduced last before ``at`` first."""
        filed = self._by_noun.get(noun, [])
        before = [e for position, e in filed[-4 * _LOOK :] if position < at][::-1]
        later = [e for position, e in filed[:_LOOK] if position >= at]
        return [self.entities[e] for e in dict.fromkeys((*before[:_LOOK], *later))]

    def with_age(self, age: str) -> list[Entity]:
        """The entities whose age the article gives so."""
        return [self.entities[e] for e in dict.fromkeys(e for _, e in self._by_age.get(age, [])[:_LOOK])]

    def phrase(self, phrase: Phrase) -> Entity:
        """The entity of a phrase that names nobody: the same words are the same entity."""
        key = f"{phrase.kind}:{phrase.key}"
        known = self._phrases.get(key)
        if known is not None:
            return self.entities[known]
        entity = Entity(len(self.entities), (), phrase.label, phrase=phrase, first=phrase.first)
        self.entities.append(entity)
        self._phrases[key] = entity.id
        entity.nouns.add(phrase.head)
        entity.traits |= phrase.traits
        if phrase.gender:
            entity.votes[phrase.gender] += 5
        return entity
