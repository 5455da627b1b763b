"""Whom a noun phrase means: somebody the article gave that role, whoever is spoken of, or nobody named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from . import lexicon
from .phrases import Phrase
from .pronouns import Ranker
from .ranking import Event, PronounClass, candidates
from .referents import (
    WINDOW,
    Asked,
    Referent,
    chances,
    features,
    installed,
    referents,
    sort_of,
)
from .roles import Found, Roles
from .scanner import Scanner

# How far a mention that means nobody named may be trusted to mean itself: groups and documents almost
# always do, "the mayor" and "the company" may be somebody whom the article has named.
_ITSELF = {"group": 0.95, "document": 0.95, "organisation": 0.88, "unnamed": 0.8, "person": 0.8}

_NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS"))
SURE = frozenset(("role", "age", "relation"))
"""Rules whose answer is not weighed."""

_LIKELY = 0.45  # how likely somebody must be to be named for a nominal that is a source


class Nominals(Roles):
    """Resolves phrases by what was read so far; `Reader` fills in what these are."""

    people: list[Event]
    scanner: Scanner
    tokens: list[tuple[int, int]]
    event_at: dict[int, Event]
    source_tokens: dict[int, int]
    phrase_at: dict[int, tuple[int, Phrase] | None]
    ranker: Ranker

    def _event(self, first: int, end: int, entities: tuple[int, ...], start: int | None = None) -> Event:
        raise NotImplementedError

    def _nominal(self, phrase: Phrase) -> Found:
        """Whom a phrase without a name of its own means: somebody named, or itself."""
        found = self._by_role(phrase) if phrase.definite and not phrase.plural else None
        if (found is None or found[1] not in SURE) and self._weighed(phrase):
            found = self._likeliest(phrase, found)
        if found is not None:
            return found
        return (self.register.phrase(phrase).id,), phrase.kind, _ITSELF[phrase.kind]

    def _weighed(self, phrase: Phrase) -> bool:
        """Whether it is weighed who is meant: of a source. In passing, only a role that is sure counts."""
        request = self.source_tokens.get(phrase.head_at)
        if request is None:
            return False
        tags = self.document.tags  # "a spokeswoman for the mayor" is not about the mayor
        return not any(tags[i] in _NOUNS for i in range(self.tokens[request][0], phrase.first))

    def _likeliest(self, phrase: Phrase, by_role: Found | None) -> Found | None:
        """Whom of those the article names the phrase means, if that is likely."""
        sort = sort_of(phrase)
        if sort is None or not (phrase.definite or self._bare(phrase)) or self._is_name(phrase):
            return by_role
        after = self.folded[phrase.head_at + 1 : phrase.last]
        asked = Asked(
            phrase,
            sort,
            self._owner(phrase),
            phrase.head_at in self.source_tokens,
            bool(after) and not (after[0] == "of" and lexicon.COMPLEMENTS.issuperset(after[1:])),
            self.ranker.given,
        )
        inside = {  # "Trump's running mate" is not Trump
            entity
            for at in range(phrase.first, phrase.head_at)
            if at in self.event_at
            for entity in self.event_at[at].entities
        }
        found = referents(asked, self._back(phrase.first, WINDOW), self.register, inside)
        if not found:
            return by_role
        here = self._event(phrase.head_at, phrase.head_at + 1, (), phrase.first)
        rows = features(asked, found, here, self._salience(phrase, sort, here))
        rule = by_role[1] if by_role else "none"
        ruled = by_role[0][0] if by_role and by_role[0] else -1
        for one, row in zip(found, rows, strict=False):
            row.append(f"rule {rule}" if one.entity.id == ruled else f"not by rule {ruled >= 0}")
        rows[-1].append(f"nobody by rule {rule}")
        best, chance = self._choose(phrase, found, rows)
        if best is None or chance < _LIKELY or not found[best].entity.named:
            return None
        return (found[best].entity.id,), "nominal", min(0.9, chance)

    def _salience(self, phrase: Phrase, sort: str, here: Event) -> dict[int, float]:
        """How likely a pronoun in its place would mean each entity."""
        pronoun: PronounClass = "it" if sort == "body" else "one"
        here.case = 0 if here.speaker else 1
        events = self._before(self.events if sort == "body" else self.people, phrase.first)
        found = candidates(events, self.register.entities, pronoun, here)
        if not found:
            return {}
        likely = self.ranker.chances(found, self.register.entities, pronoun, here)
        return {key[0]: chance for key, chance in zip(found, likely, strict=False) if len(key) == 1}

    def _choose(
        self, phrase: Phrase, found: Sequence[Referent], rows: Sequence[Sequence[str]]
    ) -> tuple[int | None, float]:
        """The likeliest of the candidates (None: nobody), and how likely."""
        likely = chances(rows, self._nominal_weights())
        best = max(range(len(likely)), key=likely.__getitem__)
        return (best if best < len(found) else None), likely[best]

    @staticmethod
    def _nominal_weights() -> Mapping[str, float]:
        return installed()

    def _owner(self, phrase: Phrase) -> frozenset[str] | None:
        """The words that say whose it is, none for a pronoun, None where nothing does."""
        if phrase.possessor is not None:
            return frozenset(self.folded[phrase.first : phrase.possessor]) - {"the"}
        return frozenset() if self._owned(phrase) else None

    def _bare(self, phrase: Phrase) -> bool:
        """Whether no article stands before it, as in a headline: "Saudi prince mocks Trump"."""
        if phrase.head in lexicon.UNNAMED_WORDS:
            return False
        return self.document.tags[phrase.first] not in ("DT", "CD", "PDT", "PRP")

    def _is_name(self, phrase: Phrase) -> bool:
        """Whether the noun belongs to a name that was not read as one: "the Tarn Prosecutor's Office"."""
        word = self.document.words[phrase.head_at]
        if word.islower() or self.scanner.loud[self.document.sentence_of[phrase.head_at]]:
            return False
        return phrase.head_at > phrase.first and not (
            phrase.head in lexicon.PARTIES or phrase.head in lexicon.NATIONALITIES
        )
