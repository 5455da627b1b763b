"""Find the names in a document and what stands with each: title, role, apposition, party, nickname, age.

One pass over the tokens; every look to the left or right of a name is bounded, so the time is linear.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ..language.document import Document
from . import lexicon
from .lexicon import word_set

NameKind = Literal["person", "organisation", "place", "unknown"]

_LONGEST = 14  # tokens of a name with its titles
_LEFT = 12  # tokens of a role before a name
_RIGHT = 25  # tokens of an apposition
_OPENING = frozenset("“\"‘'«„`") | {"``"}
_CLOSING = frozenset("”\"’'»“") | {"''"}
_NAME_TAGS = frozenset(("NNP", "NNPS"))
_LOOSE_TAGS = word_set("JJ JJR JJS NN NNS VBN VBG VB VBP VBD VBZ FW CD RB UH LS SYM")
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_PHRASE_END = frozenset((",", ";", ":", ".", "!", "?", "—", "–", "--", "(", ")", "-LRB-", "-RRB-", "…", "|"))
_RELATIVE = word_set("who whom whose which that where when")
# Surnames and given names that are also titles or jobs: a title only before a name, or after a modifier.
_AMBIGUOUS = word_set("""king judge bishop pope dean baker page cook hunter mason porter guy christian major marshal cardinal
    carpenter butcher weaver potter prince duke earl baron miner singer star noble kid champion hawk dove
    shepherd gardener barber tailor carter fisher painter keeper ranger rider winner moody general justice
    independent queen brewer driver farmer player walker skipper trapper barker butler ward lord head""")
_TRUE_TITLES = word_set("king queen judge bishop pope prince princess duke cardinal justice general major")
_STOP_LEFT = word_set("yesterday today tomorrow tonight morning afternoon evening night week month year")
_PERSON_SUFFIXES = ("man", "woman", "person", "ologist", "maker", "keeper", "holder", "writer", "leader")
_NOT_PERSONS = word_set("human german roman woman's layman's leaders'")


@dataclass(slots=True)
class Name:
    """One occurrence of a name: tokens ``first`` to ``last``, in a phrase ``left`` to ``right``.

    ``keys`` are the folded words that identify, ``role`` the description that stands with it here,
    ``nouns`` the folded nouns of that description, ``traits`` all its folded words (places, parties).
    ``definite`` tells that "the" stands before it.
    """

    first: int
    last: int
    left: int
    right: int
    words: tuple[str, ...]
    keys: tuple[str, ...]
    kind: NameKind = "unknown"
    role: str | None = None
    nouns: frozenset[str] = frozenset()
    traits: frozenset[str] = frozenset()
    gender: str | None = None
    nickname: str | None = None
    age: str | None = None
    suffix: str = ""
    definite: bool = False
    handle: bool = False
    headline: bool = False

    @property
    def display(self) -> str:
        """The name as it is shown: its words, without title, nickname or possessive."""
        return " ".join(self.words)


def fold(word: str) -> str:
    """A word in the form that comparisons use: lower case, no accents, no final full stop or ``'s``."""
    if not word.isascii():
        word = (
            word.replace("’", "'").replace("‘", "'").replace("‑", "-").replace("‐", "-").replace("\u00ad", "")
        )
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    word = word.lower()
    if word.endswith("'s"):
        word = word[:-2] or word
    return word.rstrip(".'") or word


def singular(noun: str) -> str:
    """The singular of a folded English noun, by rule: "bodies" -> "body", "men" -> "man"."""
    if noun in ("people", "police", "news", "series", "analysis", "congress", "census", "this"):
        return noun
    if noun.endswith("men"):
        return noun[:-3] + "man"
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if noun.endswith(("sses", "xes", "ches", "shes", "zes")):
        return noun[:-2]
    if noun in ("wives", "lives"):
        return noun[:-3] + "fe"
    if noun.endswith("s") and not noun.endswith(("ss", "us", "is")) and len(noun) > 3:
        return noun[:-1]
    return noun


def is_person_noun(noun: str) -> bool:
    """Whether a folded singular noun says what a person is or does."""
    if noun in lexicon.PERSON_NOUNS:
        return True
    if "-" in noun:
        head, _, tail = noun.rpartition("-")
        if tail in lexicon.PERSON_NOUNS or (head in ("co", "ex", "vice", "then") and tail in lexicon.TITLES):
            return True
        return noun.endswith("year-old")
    return len(noun) > 5 and noun.endswith(_PERSON_SUFFIXES) and noun not in _NOT_PERSONS


class Scanner:
    """The names of one document. ``folded`` holds every token folded; others may read it."""

    def __init__(self, document: Document) -> None:
        self.document = document
        cache: dict[str, str] = {}
        self.folded: list[str] = []
        for word in document.words:
            known = cache.get(word)
            if known is None:
                known = cache[word] = fold(word)
            self.folded.append(known)
        self.loud = [_is_loud(document, s.first, s.last) for s in document.sentences]

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
            if name is not None:
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

    def _same(self, a: int, b: int) -> bool:
        """Whether both tokens exist and stand in the same sentence."""
        of = self.document.sentence_of
        return 0 <= b < len(of) and 0 <= a < len(of) and of[a] == of[b]

    def _nameable(self, at: int) -> bool:
        """Whether the token can be part of a name by its form and its tag."""
        words = self.document.words
        if not 0 <= at < len(words):
            return False
        word, tag, low = words[at], self.document.tags[at], self.folded[at]
        initial = word[:1]
        if not initial.isupper():
            # al-Assad, d'Estaing, iPhone
            return tag in _NAME_TAGS and any(c.isupper() for c in word) and initial.isalpha()
        if low in lexicon.KNOWN_ORGS and word.isupper() and len(word) > 1:
            return True
        if len(word) == 2 and word[1] == "." and tag in _NAME_TAGS:
            return True
        if low in lexicon.NOT_NAMES and len(word) > 2 and word.isupper():
            # the WHO, but not in a headline in capitals
            beside = words[at - 1 : at] + words[at + 1 : at + 2]
            return not any(w.isupper() and len(w) > 1 for w in beside)
        if low in lexicon.NOT_NAMES and not (low in ("will", "mark", "drew") and tag in _NAME_TAGS):
            return False
        if low in lexicon.CALENDAR and not (
            low in lexicon.MONTHS_THAT_ARE_NAMES and tag in _NAME_TAGS and not self._dated(at)
        ):
            return False
        if tag in _NAME_TAGS:
            return True
        if tag not in _LOOSE_TAGS or low in lexicon.NATIONALITIES:
            return False
        starts = self.document.sentences[self.document.sentence_of[at]].first == at
        if starts or words[at - 1] in _OPENING or words[at - 1] in (":", "—", "–", "--"):
            follows = self._same(at, at + 1) and self.document.tags[at + 1] in _NAME_TAGS
            return follows and tag in ("NN", "FW", "VB", "UH") and words[at + 1][:1].isupper()
        return tag in ("NN", "NNS", "FW", "JJ") or self.document.tags[at - 1] in _NAME_TAGS

    def _dated(self, at: int) -> bool:
        """Whether a month's or weekday's name is a date: a figure or "in" stands beside it."""
        beside = self.document.words[at + 1] if self._same(at, at + 1) else ""
        before = self.folded[at - 1] if self._same(at, at - 1) else ""
        return (
            beside[:1].isdigit()
            or before[:1].isdigit()
            or before in ("in", "on", "since", "until", "last", "by")
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
            elif words[at] in _OPENING or words[at] == "(":
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
        closing = {")"} if words[at] == "(" else _CLOSING
        for close in range(at + 2, at + 5):
            if not self._same(at, close):
                return None
            if words[close] in closing:
                inner = words[at + 1 : close]
                if all(w[:1].isupper() or (w.islower() and w.isalpha() and len(w) < 4) for w in inner):
                    return close if inner[0][:1].isupper() and self._nameable(close + 1) else None
                return None
        return None

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
        first = self._after_titles(start, end)
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
        before = name.left - 1
        name.definite = (self._same(first, before) and folded[before] == "the") or folded[name.left] == "the"
        if self._same(first, end) and document.tags[end] in ("NN", "NNS"):
            name.definite = False  # "the Ruiz campaign"
        if name.kind == "unknown" and name.definite and len(keys) > 1:
            name.kind = "organisation"
        return name

    def _after_titles(self, start: int, end: int) -> int | None:
        """The first token behind the last title in the run; None where the run is nothing but a title."""
        folded, words = self.folded, self.document.words
        last = end - 1
        while last > start and folded[last] in lexicon.SUFFIXES:
            last -= 1
        if folded[last] in lexicon.ORG_HEADS and not any(
            folded[i] in lexicon.TITLES or folded[i] in lexicon.HONORIFICS for i in range(start, last)
        ):
            # "President Lee Foundation", "Reporters Without Borders": a body, whatever its words mean
            if last > start or not self._role_word(last):
                return start
        for at in range(last - 1, start - 1, -1):
            if words[at] == ",":
                return start if not self._role_word(start) else at + 1
            if self._role_word(at) and self._names_follow(at, last):
                low = folded[at]
                if low in _AMBIGUOUS and not (
                    (at == start and low in _TRUE_TITLES) or (at > start and self._modifies(at - 1))
                ):
                    continue
                return at + 1
        if self._role_word(last):
            alone = last == start
            if folded[last] in _AMBIGUOUS:
                modified = self._modifies(last - 1) or (
                    alone
                    and self._same(last, last - 1)
                    and (
                        self.document.tags[last - 1] in ("DT", "JJ", "PRP$", "POS")
                        or not words[last][:1].isupper()
                    )
                )
                return None if modified else start
            return None if alone or len(words[last].rstrip(".")) > 2 else start
        if self._people(last) and (
            last == start or self.document.tags[last] == "NNPS" or self._modifies(last - 1)
        ):
            return None
        return start

    def _names_follow(self, at: int, last: int) -> bool:
        return any(w[:1].isupper() for w in self.document.words[at + 1 : last + 1])

    def _people(self, at: int) -> bool:
        """Whether the token is a plural of persons: "Republicans", "Iranians", "the British"."""
        low = self.folded[at]
        one = singular(low)
        if one != low and (
            one in lexicon.NATIONALITIES or one in lexicon.PERSON_NOUNS or one in lexicon.PARTIES
        ):
            return True
        return low in lexicon.NATIONALITIES or low in ("democratic", "republican")

    def _role_word(self, at: int) -> bool:
        low = self.folded[at]
        if low in lexicon.TITLES or low in lexicon.HONORIFICS:
            return (low != "del" and low != "ag") or self.document.words[at].endswith(".")
        if low.startswith(("then-", "ex-", "co-", "vice-", "former-")):
            low = low.partition("-")[2]
            return low in lexicon.TITLES or low in lexicon.PERSON_NOUNS
        if low in lexicon.PERSON_NOUNS:
            return True
        # "reporters Jo Lee and Al Day", but "Communications Workers of America" is one name
        return self.document.words[at].islower() and singular(low) in lexicon.PERSON_NOUNS

    def _modifies(self, at: int) -> bool:
        if at < 0:
            return False
        low = self.folded[at]
        return (
            low in lexicon.TITLE_MODIFIERS
            or low in lexicon.NATIONALITIES
            or low in lexicon.PLACES
            or low in lexicon.PARTIES
            or (self._role_word(at) and low not in _AMBIGUOUS)
        )

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
            singular(folded[at]) in lexicon.PARTIES or (folded[at] in lexicon.NATIONALITIES and at < end - 2)
        ):
            at += 1
        return at

    def _leading_nickname(self, name: Name) -> None:
        """``“El Chapo” Guzman``: marks and one to three capitalised words right before the name."""
        words, at = self.document.words, name.first - 1
        if not self._same(name.first, at) or words[at] not in _CLOSING:
            return
        for opening in range(at - 2, at - 5, -1):
            if not self._same(name.first, opening):
                return
            if words[opening] in _OPENING and words[opening] != words[at - 1]:
                if all(w[:1].isupper() and w[-1:].isalpha() for w in words[opening + 1 : at]):
                    name.nickname = " ".join(words[opening + 1 : at])
                    name.kind = "person"
                return

    def _kind(self, name: Name) -> NameKind:
        """What the words of a name alone say it names."""
        keys, words = name.keys, name.words
        last = keys[-1]
        joined = "".join(keys)
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
        if all(k in lexicon.PLACES or k in lexicon.PLACE_STARTS for k in keys):
            return "place"
        if any(len(w.rstrip(".")) == 1 and w[:1].isupper() for w in words[:-1]):
            return "person"
        if any(w.islower() and w in lexicon.PARTICLES for w in words):
            return "person"
        return "organisation" if joined in lexicon.KNOWN_ORGS else "unknown"

    # --- what stands around a name ----------------------------------------------------------------

    def _look_left(self, name: Name, run: int) -> None:
        """Titles and roles before the name: "Mexican security secretary", "Sen."."""
        folded, tags = self.folded, self.document.tags
        at = name.first - 1
        if name.nickname and self._same(name.first, at) and self.document.words[at] in _CLOSING:
            while at > 0 and name.first - at < 6 and self.document.words[at - 1] not in _OPENING:
                at -= 1
            at -= 2
        if not self._same(name.first, at):
            return
        if tags[at] == "NNS" and not (
            self._same(name.first, name.last) and folded[name.last] in ("and", ",")
        ):
            return  # "experts Lee and Diaz", but not "refugees Lee"
        inside = name.first > run  # the run itself opens with a title
        head = singular(folded[at])
        titled = inside or (is_person_noun(head) and tags[at].startswith("NN"))
        if not inside and not titled and self._complement_role(at):
            titled = True
        if not titled or (name.kind == "organisation" and not inside and not self._role_word(at)):
            self._before_comma(name)
            return
        left, honorifics = self._role_start(at), 0
        heads: set[str] = set()
        end = at
        # "Sen. Dr." and "Mr." are forms of address: no role by themselves
        while end >= left and folded[end] in lexicon.HONORIFICS:
            name.gender = name.gender or lexicon.HONORIFICS[folded[end]]
            honorifics += 1
            end -= 1
        for i in range(left, end + 1):
            low = folded[i]
            heads.update(lexicon.TITLES.get(low, ()))
            if is_person_noun(singular(low)) and tags[i].startswith("NN"):
                heads.add(singular(low))
        plain = singular(folded[end]) if end >= left else ""
        name.gender = name.gender or lexicon.GENDERED.get(plain)
        if honorifics or heads or inside:
            name.kind = "person"
        name.left = left
        if end >= left:
            name.role = self._text(left, end + 1)
            name.nouns = frozenset(heads)
            name.traits = frozenset(folded[left : end + 1])

    def _complement_role(self, at: int) -> bool:
        """Whether "secretary of state" (in small letters) ends at this token."""
        folded = self.folded
        if folded[at] not in lexicon.COMPLEMENTS:
            return False
        for back in range(at - 1, at - 5, -1):
            if not self._same(at, back):
                return False
            if folded[back] == "of":
                return self._same(at, back - 1) and is_person_noun(singular(folded[back - 1]))
            if folded[back] not in lexicon.COMPLEMENTS and folded[back] != "and":
                return False
        return False

    def _role_start(self, at: int) -> int:
        """The first token of the role that ends at ``at``."""
        folded, tags = self.folded, self.document.tags
        left = at
        for back in range(at, max(at - _LEFT, -1), -1):
            if not self._same(at, back):
                break
            tag, low = tags[back], folded[back]
            if back < at and folded[back + 1] in lexicon.HONORIFICS and not is_person_noun(singular(low)):
                break
            if (
                low in ("of", "for")
                and self._role_word(back + 1)
                and self.document.words[back + 1][:1].isupper()
            ):
                break  # "a veteran of President Clinton's campaign"
            if low in lexicon.CALENDAR or low in _STOP_LEFT:
                break
            if tag in ("DT", "PRP$"):
                if self._same(back, back - 1) and folded[back - 1] in ("of", "for"):
                    continue
                left = back if low not in ("this", "that", "these", "those", "both", "all") else left
                break
            if (
                tag.startswith("NN")
                or tag in ("JJ", "JJR", "JJS", "POS", "CD", "VBN", "FW")
                or low
                in (
                    "then",
                    "acting",
                    "outgoing",
                    "incoming",
                    "longtime",
                    "leading",
                    "retired",
                    "sitting",
                    "former",
                    "ex",
                )
            ):
                if (
                    tag in ("CD", "VBN")
                    and self._same(back, back - 1)
                    and tags[back - 1] in ("VBD", "IN", "VBZ")
                ):
                    break
                left = back
                continue
            if (
                low in ("of", "for")
                and self._same(back, back - 1)
                and is_person_noun(singular(folded[back - 1]))
            ):
                if any(is_person_noun(singular(folded[i])) for i in range(back + 1, at + 1)):
                    break  # "the son of kingpin Lee" is not Lee
                continue
            if (
                low == "and"
                and is_person_noun(folded[back - 1])
                and any(is_person_noun(folded[i]) for i in range(back + 1, at + 1))
            ):
                continue  # "comedian and actor Lee"
            if (
                low in ("and", "&")
                and folded[back + 1] in lexicon.COMPLEMENTS
                and folded[back - 1] in lexicon.COMPLEMENTS
            ):
                continue
            break
        while left < at and (tags[left] == "POS" or self.document.words[left][:1] in "'’"):
            left += 1
        return left

    def _before_comma(self, name: Name) -> None:
        """A role that a comma parts from the name it introduces: "her lawyer, Ana Ruiz,"."""
        folded, tags, words = self.folded, self.document.tags, self.document.words
        at = name.first - 1
        if words[at] != "," or not self._same(at, at - 1) or name.kind in ("organisation", "place"):
            return
        behind = words[name.last] if self._same(at, name.last) else "."
        if (
            behind not in _PHRASE_END
            and folded[name.last if self._same(at, name.last) else at] not in _RELATIVE
        ):
            return
        head = at - 1
        # the head may have a complement: "the head of the union, Ana Ruiz,"
        left = None
        for back in range(head, max(head - _LEFT, -1), -1):
            if not self._same(at, back) or tags[back] in _FINITE or words[back] in _PHRASE_END:
                break
            if is_person_noun(folded[back]) and tags[back].startswith("NN"):
                start = self._role_start(back)
                if tags[start] in ("DT", "PRP$") or any(tags[i] == "POS" for i in range(start, back)):
                    owned = tags[start] == "PRP$" or any(tags[i] == "POS" for i in range(start, back))
                    if folded[start] not in ("a", "an") and (owned or folded[back] not in lexicon.RELATIONS):
                        left, noun = start, folded[back]
                break
        if left is None:
            return
        name.left, name.kind = left, "person"
        name.role = self._text(left, head + 1)
        name.nouns = frozenset((noun,))
        name.traits = frozenset(folded[left : head + 1])
        name.gender = name.gender or lexicon.GENDERED.get(noun)

    def _look_right(self, name: Name) -> None:
        """Party tag, age and apposition behind the name."""
        folded, words = self.folded, self.document.words
        self._classed(name)
        at = self._party(name)
        if (
            self._same(name.first, at + 2)
            and words[at] == "("
            and words[at + 1][:1] == "@"
            and words[at + 2] == ")"
        ):
            name.nickname = name.nickname or words[at + 1]
            at += 3
        if not self._same(name.first, at) or words[at] not in (",", "—", "–", "--", "("):
            name.right = max(name.right, at if at > name.last else name.right)
            self._copula(name, at)
            return
        inner = at + 1
        if self._same(name.first, inner) and words[inner].isdigit() and 1 < int(words[inner][:4]) < 120:
            close = inner + 1
            if self._same(name.first, close) and words[close] in (",", ")", ".", "—", "–"):
                name.age, name.kind, name.right = words[inner], "person", close
                inner = close + 1
        state = self.document.words[inner] if self._same(name.first, inner) else ""
        if (
            name.kind == "unknown"
            and words[at] == ","
            and (
                ("." in state[:-1] and fold(state) in lexicon.PLACES)
                or (fold(state) in lexicon.STATES and state[:1].isupper())
            )
        ):
            name.kind = "place"  # "Neptune, N.J."
        self._apposition(name, inner)
        if folded[name.left] in ("mr", "mrs", "ms"):
            name.kind = "person"

    def _classed(self, name: Name) -> None:
        """ "Family Circle magazine": the noun behind a name tells what it names."""
        at = name.last
        if (
            self._same(name.first, at)
            and self.document.tags[at] == "NN"
            and name.kind in ("unknown", "organisation")
        ):
            noun = self.folded[at]
            if noun in ("magazine", "newspaper", "network", "website", "airline", "agency", "station"):
                name.kind = "organisation"
                name.nouns |= {noun}

    def _party(self, name: Name) -> int:
        """Read "(D-Calif.)" or ", R-Maine," behind the name; returns the token behind it."""
        words, at = self.document.words, name.last
        if not self._same(name.first, at + 1) or words[at] not in ("(", ",", "["):
            return at
        tag = words[at + 1]
        if len(tag) < 3 or tag[0] not in "DRI" or tag[1] not in "-–‐‑" or not tag[2].isupper():
            return at
        state = fold(tag[2:])
        name.traits |= {lexicon.PARTIES[tag[0].lower()], lexicon.STATES.get(state, state)}
        name.nouns |= {lexicon.PARTIES[tag[0].lower()]}
        name.kind = "person"
        end = at + 2
        while self._same(name.first, end) and words[end] in (".", ")", ",", "]") and end - at < 4:
            end += 1
            if words[end - 1] in (")", ",", "]"):
                break
        name.right = end
        return end if words[end - 1] in (")", "]") else end - 1

    def _segment(self, name: Name, start: int) -> tuple[int, bool]:
        """The end of the phrase that opens at ``start``, and whether it ends as an apposition may."""
        words, folded, tags = self.document.words, self.folded, self.document.tags
        for at in range(start, start + _RIGHT):
            if not self._same(name.first, at):
                return at, True
            if words[at] in _PHRASE_END or (words[at] in _OPENING and at > start and tags[at] != "POS"):
                return at, True
            if folded[at] in _RELATIVE and at > start:
                return at, True
            if tags[at] in _FINITE:
                # "Ruiz, a former aide to Lee has said": the comma is missing
                return at, folded[start] in ("a", "an") and at - start > 3
        return start + _RIGHT, False

    def _head(self, start: int, end: int) -> int | None:
        """The head noun of the phrase: the last noun before its first preposition or verb."""
        tags, folded = self.document.tags, self.folded
        head = None
        for at in range(start, end):
            tag = tags[at]
            if tag.startswith("NN"):
                head = at
            elif tag in ("IN", "TO", "WDT", "WP", "CC", "VBG") and head is not None:
                break
            elif tag == "RB" and folded[at] in ("not",):
                return None
        return head

    def _apposition(self, name: Name, start: int) -> None:
        if name.kind == "place" or not self._same(name.first, start):
            return
        tags, folded, words = self.document.tags, self.folded, self.document.words
        if tags[start] not in ("DT", "PRP$", "JJ", "NN", "NNP", "VBN", "CD", "JJS", "RB", "NNPS", "VBG"):
            return
        end, closed = self._segment(name, start)
        if not closed or end == start:
            return
        head = self._head(start, end)
        if head is None:
            return
        noun = folded[head]
        person = is_person_noun(noun) and noun not in _AMBIGUOUS - {
            "head",
            "star",
            "judge",
            "justice",
            "general",
        }
        person = person or (noun in lexicon.TITLES and words[head].isupper())
        indefinite = folded[start] in ("a", "an") or tags[start] == "PRP$"
        if tags[start] in _NAME_TAGS and head + 1 < end and tags[head + 1] == "POS":
            return
        if name.kind == "organisation" or (
            not person and noun in lexicon.ORG_NOUNS and folded[start] in ("a", "an", "the")
        ):
            if noun in lexicon.ORG_NOUNS:
                name.kind, name.role, name.right = "organisation", self._text(start, end), end
                name.nouns |= {noun}
                name.traits |= frozenset(folded[start:end])
            return
        if not person and not (
            indefinite and tags[head] == "NN" and noun not in lexicon.DOCUMENTS and name.kind == "person"
        ):
            return
        if (
            tags[head] in _NAME_TAGS
            and words[head][:1].isupper()
            and end - start > 1
            and self._named_list(start, head)
        ):
            return
        name.kind = "person"
        name.right = end
        if noun not in lexicon.RELATIONS or name.role is None:
            name.role = self._text(start, end)
        name.nouns |= {noun, *lexicon.TITLES.get(noun, ())}
        name.nouns |= (
            {
                singular(folded[i])
                for i in range(start, end)
                if tags[i] == "NN" and is_person_noun(singular(folded[i]))
            }
            if " and " in f" {self.document.text[self.document.starts[start] : self.document.ends[end - 1]]} "
            else set()
        )
        name.traits |= frozenset(folded[start:end])
        name.gender = name.gender or lexicon.GENDERED.get(noun)

    def _named_list(self, start: int, head: int) -> bool:
        """Whether the words from ``start`` are the next name of a list, not an apposition."""
        return (
            head + 1 < len(self.folded)
            and self._nameable(head + 1)
            and self.document.tags[start] in _NAME_TAGS
        )

    def _copula(self, name: Name, at: int) -> None:
        """ "Lee is the mayor": the nouns may be referred to later, the words are not shown as a role."""
        folded, tags = self.folded, self.document.tags
        if not self._same(name.first, at + 2) or folded[at] not in ("is", "was", "became", "remains"):
            return
        if tags[at + 1] != "DT" or folded[at + 1] not in ("a", "an", "the"):
            return
        end, _ = self._segment(name, at + 1)
        head = self._head(at + 1, end)
        if head is not None and is_person_noun(folded[head]):
            name.nouns |= {folded[head]}
            name.traits |= frozenset(folded[at + 2 : head + 1])
            name.gender = name.gender or lexicon.GENDERED.get(folded[head])
            if name.kind == "unknown":
                name.kind = "person"

    def _text(self, first: int, last: int) -> str:
        """The text of the tokens, white space collapsed, the first article in small letters."""
        document = self.document
        words = document.text[document.starts[first] : document.ends[last - 1]].split()
        if words and words[0] in ("The", "A", "An", "His", "Her", "Their", "Its", "My", "Our"):
            words[0] = words[0].lower()
        return " ".join(words)


def _bare(word: str) -> str:
    """A word without the possessive ending that a tokenizer may have left on it."""
    for ending in ("'s", "’s"):
        if word.endswith(ending) and len(word) > 2:
            return word[:-2]
    return word


def _is_loud(document: Document, first: int, last: int) -> bool:
    """Whether a sentence is a headline in capitals, where a capital says nothing."""
    words = document.words[first:last] if last - first < 40 else document.words[first : first + 40]
    letters = [w for w in words if w[:1].isalpha() and len(w) > 3]
    return len(letters) > 3 and sum(w[0].isupper() for w in letters) > 0.8 * len(letters)


def same_given(one: str, other: str) -> bool:
    """Whether two folded given names may be one person's: equal, an initial, or a usual short form."""
    if one == other:
        return True
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    return lexicon.NICKNAMES.get(one, one) == lexicon.NICKNAMES.get(other, other)


def compatible(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether two folded names of two or more words each can name one person.

    The words of one are among those of the other, in any order and with short forms of given names:
    (lopez, guzman) and (ovidio, guzman, lopez), but not (ovidio, guzman) and (joaquin, guzman).
    """
    if len(short) > len(long):
        short, long = long, short
    return all(any(same_given(a, b) for b in long) for a in _solid(short)) and (
        short[-1] in long and (short[0] in long or same_given(short[0], long[0]))
    )


def _solid(keys: Iterable[str]) -> list[str]:
    return [k for k in keys if k not in lexicon.PARTICLES] or list(keys)
