"""Find the names in a document: runs of capitalised words, cut where a title ends and a name begins."""

from __future__ import annotations

from ..language.document import Document
from . import lexicon
from .context import Context
from .lexicon import word_set
from .names import Name, NameKind, fold, is_person_noun, singular
from .words import AMBIGUOUS, CLOSING, OPENING

_LONGEST = 14  # tokens of a name with its titles
_MEDIA = word_set(
    "newspaper daily weekly tabloid magazine website broadcaster channel blog publisher network"
)
_AGES = frozenset(("old", "poor", "former"))
_TRUE_TITLES = word_set("king queen judge bishop pope prince princess duke cardinal justice general major")


class Scanner(Context):
    """The names of one document, found in one pass over its tokens.

    No name goes on over one of the tokens ``cues``: in "Ana Ruiz Finds It Odd" that tells where it ends.
    """

    def __init__(self, document: Document, cues: frozenset[int] = frozenset()) -> None:
        super().__init__(document)
        self._cues = cues

    def names(self) -> list[Name]:
        """All names in the order they stand in the text; of two that overlap, the outer only."""
        found: list[Name] = []
        at, count = 0, len(self.document.words)
        while at < count:
            if not self._opens(at):
                at += 1
                continue
            end, nickname = self._run(at)
            name = self._build(at, end, nickname)
            if name is not None and not self._is_nickname(at, end):
                found.append(name)
            at = max(end, at + 1)
        return found

    # --- runs of capitalised words -------------------------------------------------------------

    def _opens(self, at: int) -> bool:
        if self.document.words[at][:1] == "@" and len(self.document.words[at]) > 2:
            return True
        if self._nameable(at):
            return True
        return (
            self.folded[at] in lexicon.OPENING_PARTICLES
            and self.document.words[at].islower()
            and self._same(at, at + 1)
            and self._nameable(at + 1)
            and not self._nameable(at - 1)
        )

    def _run(self, start: int) -> tuple[int, tuple[int, int] | None]:
        """Where the run of name tokens that opens at ``start`` ends; the tokens of a nickname in marks."""
        words, folded = self.document.words, self.folded
        if words[start][:1] == "@":
            return start + 1, None
        nickname: tuple[int, int] | None = None
        joined = False
        at = start + 1
        while at - start < _LONGEST and self._same(start, at):
            low = folded[at]
            if words[at - 1].endswith(("'s", "’s")):
                break
            if at in self._cues or (
                self.document.tags[at] in ("VBD", "VBZ") and self.loud[self.document.sentence_of[start]]
            ):
                break  # "Ana Ruiz Denied It"
            if (
                self._nameable(at)
                or (low in lexicon.PARTICLES and words[at].islower() and self._particles(at))
                or (
                    low in ("1st", "2nd", "3rd")
                    and self._same(at, at + 1)
                    and folded[at + 1] in lexicon.TITLES
                )
            ):
                at += 1
            elif low == "&" and self._nameable(at + 1):
                at += 2
            elif words[at] in OPENING or words[at] == "(":
                close = self._nickname(at)
                if close is None:
                    break
                nickname, at = (at + 1, close), close + 2
            elif (
                low in ("of", "for", "on")
                and folded[at - 1] in lexicon.ORG_HEADS
                and not self._titled(start, at)
            ):
                ahead = at + 2 if self._same(at, at + 1) and folded[at + 1] == "the" else at + 1
                if not (self._same(start, ahead) and self._nameable(ahead)):
                    break
                joined, at = True, ahead + 1
            elif low == "and" and joined and self._same(start, at + 1) and self._nameable(at + 1):
                end = at + 2
                while end - at < 4 and self._same(start, end) and self._nameable(end):
                    end += 1
                if folded[end - 1] not in lexicon.ORG_HEADS and folded[end - 1] not in lexicon.COMPLEMENTS:
                    break
                at = end
            elif words[at] == "," and self._same(start, at + 1) and self._suffix(at + 1):
                at += 2
            else:
                break
        return at, nickname

    def _suffix(self, at: int) -> bool:
        return (
            self.folded[at] in ("jr", "sr", "inc", "ltd", "llc", "iii")
            and self.document.words[at][:1].isupper()
        )

    def _particles(self, at: int) -> bool:
        """Whether a name goes on behind the particles that stand here."""
        for ahead in (at + 1, at + 2):
            if not self._same(at, ahead):
                return False
            if self._nameable(ahead):
                return True
            if self.folded[ahead] not in lexicon.PARTICLES:
                return False
        return False

    def _nickname(self, at: int) -> int | None:
        """The closing mark of a nickname that opens at ``at`` inside a name, else None."""
        words = self.document.words
        closing = {")"} if words[at] == "(" else CLOSING
        for close in range(at + 2, at + 5):
            if not self._same(at, close):
                return None
            if words[close] in closing:
                inner = words[at + 1 : close]
                if all(w[:1].isupper() or (w.islower() and w.isalpha() and len(w) < 4) for w in inner):
                    return (
                        close
                        if (inner[0][:1].isupper() or inner[0] == "the") and self._nameable(close + 1)
                        else None
                    )
                return None
        return None

    def _is_nickname(self, start: int, end: int) -> bool:
        """Whether the run is a nickname in marks right before the name it belongs to."""
        words = self.document.words
        return (
            end - start < 4
            and self._same(start, start - 1)
            and words[start - 1] in OPENING
            and self._same(start, end + 1)
            and words[end] in CLOSING
            and self._nameable(end + 1)
        )

    def _titled(self, start: int, end: int) -> bool:
        return any(self.folded[i] in lexicon.TITLES for i in range(start, end))

    # --- from a run to a name -------------------------------------------------------------------

    def _build(self, start: int, end: int, nickname: tuple[int, int] | None) -> Name | None:
        document, folded, words = self.document, self.folded, self.document.words
        if words[start][:1] == "@":
            return Name(
                start, end, start, end, (words[start],), (fold(words[start][1:]),), "unknown", handle=True
            )
        skip = range(nickname[0] - 1, nickname[1] + 1) if nickname else range(0)
        first = self._after_titles(start, end, skip)
        if first is None:
            return None
        first = self._after_complements(first, end)
        if first >= end:
            return None
        if first == start:
            first = self._after_party(start, end)
        inside = [i for i in range(first, end) if i not in skip]
        suffix = ""
        while len(inside) > 1 and (folded[inside[-1]] in lexicon.SUFFIXES or words[inside[-1]] == ","):
            suffix = folded[inside.pop()] if words[inside[-1]] != "," else (inside.pop(), suffix)[1]
        # "Joaquin Guzman AFP / STR": a credit, not a name
        while len(inside) > 1 and folded[inside[-1]] in lexicon.AGENCIES and words[inside[-1]].isupper():
            if all(words[i].isupper() for i in inside):
                break
            end = inside.pop()
        if not inside:
            return None
        shown = tuple(_bare(words[i]) for i in inside if words[i] != ",")
        keys = tuple(folded[i] for i in inside if words[i] != ",")
        name = Name(first, end, first, end, shown, keys, suffix=suffix)
        name.headline = self.loud[document.sentence_of[start]]
        if suffix in ("jr", "sr", "ii", "iii", "iv"):
            name.words += (words[end - 1].rstrip(".") + ("." if suffix in ("jr", "sr") else ""),)
            name.kind = "person"
        if nickname:
            name.nickname = _bare(
                document.text[document.starts[nickname[0]] : document.ends[nickname[1] - 1]]
            )
            name.kind = "person"
        else:
            self._leading_nickname(name)
        if name.kind == "unknown":
            name.kind = self._kind(name)
        self._look_left(name, start)
        self._look_right(name)
        if name.kind == "organisation" and name.left == name.first:
            at = name.first - 1
            if self._same(first, at) and folded[at] in lexicon.NATIONALITIES and words[at][:1].isupper():
                name.first = name.left = at  # "the American Federation of Teachers"
                name.words, name.keys = (words[at], *name.words), (folded[at], *name.keys)
        before = name.left - 1
        name.definite = (self._same(first, before) and folded[before] == "the") or folded[name.left] == "the"
        if self._same(first, end) and document.tags[end] in ("NN", "NNS"):
            name.definite = False  # "the Ruiz campaign"
        if name.kind == "unknown" and (
            (name.definite and len(keys) > 1)
            or (self._same(first, before) and folded[before] in _MEDIA and words[before].islower())
        ):
            name.kind = "organisation"  # "the newspaper Le Matin"
        return name

    def _after_titles(self, start: int, end: int, skip: range) -> int | None:
        """The first token behind the last title in the run; None where the run is nothing but a title."""
        folded, words = self.folded, self.document.words
        last = end - 1
        while last > start and folded[last] in lexicon.SUFFIXES:
            last -= 1
        if (
            folded[last] in lexicon.ORG_HEADS
            and not any(
                folded[i] in lexicon.TITLES or folded[i] in lexicon.HONORIFICS for i in range(start, last)
            )
            and (last > start or not self._role_word(last))
        ):
            return start  # "Lee Foundation", "Reporters Committee": a body, whatever its words mean
        for at in range(last - 1, start - 1, -1):
            if words[at] == ",":
                return start if not self._role_word(start) else at + 1
            if at not in skip and self._role_word(at) and self._names_follow(at, last):
                low = folded[at]
                if low in AMBIGUOUS and not (
                    (at == start and low in _TRUE_TITLES) or (at > start and self._modifies(at - 1))
                ):
                    continue
                return at + 1
        if self._behind_the(start) and (
            (last == start and folded[last].endswith(("man", "woman")) and is_person_noun(folded[last]))
            or (folded[last] in ("democrat", "republican", "socialist") and words[last][1:].islower())
        ):
            return None  # "the Dutchman", "the Texas Republican"
        if self._role_word(last):
            alone = last == start
            initial = last > start and len(words[last - 1].rstrip(".")) == 1
            if initial:
                return start  # "David A. Handler"
            opens = self.document.sentences[self.document.sentence_of[start]].first == start
            if alone and opens and folded[last] in _TRUE_TITLES and folded[last] != "king":
                return None  # "Justice vows to stay"
            if folded[last] in AMBIGUOUS:
                modified = self._modifies(last - 1) or (
                    alone
                    and self._same(last, last - 1)
                    and (
                        self.document.tags[last - 1] in ("DT", "JJ", "PRP$", "POS")
                        or not words[last][:1].isupper()
                    )
                )
                return None if modified else start
            if (
                self._behind_the(start)
                and not alone
                and not self._modifies(last - 1)
                and folded[last] not in lexicon.TITLES
            ):
                return start  # "the Daily Caller"
            return None if alone or len(words[last].rstrip(".")) > 2 else start
        if self._people(last) and (
            last == start or self.document.tags[last] == "NNPS" or self._modifies(last - 1)
        ):
            return None
        return start

    def _behind_the(self, at: int) -> bool:
        return self._same(at, at - 1) and self.folded[at - 1] == "the"

    def _names_follow(self, at: int, last: int) -> bool:
        return any(w[:1].isupper() or w[:3] == "al-" for w in self.document.words[at + 1 : last + 1])

    def _after_complements(self, first: int, end: int) -> int:
        """Skip "State" in "Secretary of State William Galvin"."""
        folded = self.folded
        at = first - 1
        if self._same(first, at) and folded[at] == "the":
            at -= 1
        if not self._same(first, at) or folded[at] not in ("of", "for", "and", "&"):
            return first
        steps = 0
        while steps < 6 and self._same(first, at - 1):
            at -= 1
            steps += 1
            if self._role_word(at) or is_person_noun(folded[at]) or folded[at] in ("office", "department"):
                break
            if folded[at] not in lexicon.COMPLEMENTS and folded[at] not in ("of", "for", "and", "the", ","):
                return first
        else:
            return first
        behind = first
        while behind < end and (folded[behind] in lexicon.COMPLEMENTS or folded[behind] in lexicon.PLACES):
            behind += 1
        if behind == end and folded[end : end + 1] == ["and"] and self._same(first, end + 1):
            return end if folded[end + 1] in lexicon.COMPLEMENTS else first
        if behind == end and not (
            folded[first] in lexicon.COMPLEMENTS and folded[first] not in lexicon.ORG_HEADS
        ):
            return first
        return behind

    def _after_party(self, start: int, end: int) -> int:
        """Skip "Republican" or "French" before a name of a person."""
        folded = self.folded
        if folded[end - 1] in lexicon.ORG_HEADS or singular(folded[end - 1]) in lexicon.ORG_HEADS:
            return start
        at = start
        while at < end - 1 and (
            (folded[at] in _AGES and at < end - 2)
            or singular(folded[at]) in lexicon.PARTIES
            or (folded[at] in lexicon.NATIONALITIES and at < end - 2)
        ):
            at += 1
        return at

    def _leading_nickname(self, name: Name) -> None:
        """``“El Chapo” Guzman``: marks and one to three capitalised words right before the name."""
        words, at = self.document.words, name.first - 1
        if not self._same(name.first, at) or words[at] not in CLOSING:
            return
        for opening in range(at - 2, at - 5, -1):
            if not self._same(name.first, opening):
                return
            if words[opening] in OPENING and words[opening] != words[at - 1]:
                if all(w[:1].isupper() and w[-1:].isalpha() for w in words[opening + 1 : at]):
                    name.nickname = " ".join(words[opening + 1 : at])
                    name.kind, name.left = "person", opening
                    if self._unlikely_given(opening - 1) and self._same(opening, opening - 1):
                        name.first = name.left = opening - 1
                        name.words = (words[opening - 1], *name.words)
                        name.keys = (self.folded[opening - 1], *name.keys)
                return

    def _kind(self, name: Name) -> NameKind:
        """What the words of a name alone say it names."""
        keys, words = name.keys, name.words
        last = keys[-1]
        joined = "".join(keys)
        if any(k in ("of", "for") for k in keys[1:-1]):
            return "organisation"
        if len(keys) == 2 and keys[0] in lexicon.NATIONALITIES:
            return "organisation"
        if len(keys) == 1:
            if last in lexicon.KNOWN_ORGS or last in lexicon.BODIES:
                return "organisation"
            if last in lexicon.PLACES:
                return "place"
            if last in lexicon.ORG_HEADS and name.first and self.folded[name.first - 1] == "the":
                return "organisation"
            bare = words[0].replace(".", "").replace("/", "")
            if bare.isupper() and 2 <= len(bare) <= 6 and not name.headline:
                return "organisation"
            return "unknown"
        if last in lexicon.ORG_HEADS or singular(last) in lexicon.ORG_HEADS or "&" in keys:
            return "organisation"
        if any(
            k in ("university", "ministry", "department", "institute", "college", "committee") for k in keys
        ):
            return "organisation"
        if keys[0] in lexicon.ORG_NOT_PERSON_STARTS or " ".join(keys) in (
            "white house",
            "islamic state",
            "super pac",
        ):
            return "organisation"
        if (
            keys[0] in lexicon.PLACE_STARTS
            and len(keys) == 2
            and words[0] in ("New", "North", "South", "West", "East")
        ):
            return "place"
        if all(k in lexicon.PLACES or k in lexicon.PLACE_STARTS for k in keys) or (
            len(keys) == 2 and keys[0] in lexicon.PLACES and last in ("city", "county")
        ):
            return "place"
        if any(len(w.rstrip(".")) == 1 and w[:1].isupper() for w in words[:-1]):
            return "person"
        if any(w.islower() and w in lexicon.PARTICLES for w in words):
            return "person"
        return "organisation" if joined in lexicon.KNOWN_ORGS else "unknown"

    # --- what stands around a name ----------------------------------------------------------------


def _bare(word: str) -> str:
    """A word without the possessive ending that a tokenizer may have left on it."""
    for ending in ("'s", "’s"):
        if word.endswith(ending) and len(word) > 2:
            return word[:-2]
    return word
