"""What stands around a name: titles and roles before it, party, age and apposition behind it."""

from __future__ import annotations

from . import lexicon
from .careers import common_words
from .lexicon import word_set
from .names import Name, fold, is_person_noun, singular
from .words import AMBIGUOUS, CLOSING, NAME_TAGS, OPENING, Words

_LEFT = 12  # tokens of a role before a name
_RIGHT = 25  # tokens of an apposition
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_PHRASE_END = frozenset((",", ";", ":", ".", "!", "?", "—", "–", "--", "(", ")", "-LRB-", "-RRB-", "…", "|"))
_RELATIVE = word_set("who whom whose which that where when")
_STOP_LEFT = word_set("yesterday today tomorrow tonight morning afternoon evening night week month year")


class Context(Words):
    """Reads the surroundings of a name; every look to the left or right is bounded."""

    def _look_left(self, name: Name, run: int) -> None:
        """Titles and roles before the name: "Mexican security secretary", "Sen."."""
        folded, tags = self.folded, self.document.tags
        at = name.first - 1
        if name.nickname and self._same(name.first, at) and self.document.words[at] in CLOSING:
            while at > 0 and name.first - at < 6 and self.document.words[at - 1] not in OPENING:
                at -= 1
            at -= 2
        if not self._same(name.first, at):
            return
        if (
            tags[at] == "NNS"
            and folded[at] not in lexicon.HONORIFICS
            and not (self._same(name.first, name.last) and folded[name.last] in ("and", ","))
        ):
            return  # "experts Lee and Diaz", but not "refugees Lee"
        inside = name.first > run  # the run itself opens with a title
        head = singular(folded[at])
        titled = inside or (is_person_noun(head) and (tags[at].startswith("NN") or tags[at] == "JJ"))
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
        comma = left - 1
        if (
            self._same(left, comma - 1)
            and self.document.words[comma] == ","
            and tags[comma - 1] == "NN"
            and is_person_noun(folded[comma - 1])
        ):
            name.nouns |= {folded[comma - 1]}  # "her husband, state Rep. Grant Lee"

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
            if low == "&" and back < at and self._same(back, back - 1):
                continue  # "Calder & Voss spokeswoman"
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
            if words[at] in _PHRASE_END or (words[at] in OPENING and at > start and tags[at] != "POS"):
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
        person = is_person_noun(noun) and noun not in AMBIGUOUS - {
            "head",
            "star",
            "judge",
            "justice",
            "general",
        }
        person = person or (noun in lexicon.TITLES and words[head].isupper())
        indefinite = folded[start] in ("a", "an") or tags[start] == "PRP$"
        if tags[start] in NAME_TAGS and head + 1 < end and tags[head + 1] == "POS":
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
            tags[head] in NAME_TAGS
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
            and self.document.tags[start] in NAME_TAGS
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

    def _unlikely_given(self, at: int) -> bool:
        """Whether a word that was not read as a name may be a given one: "Now Raymond “Boots” Lee"."""
        word, low = self.document.words[at], self.folded[at]
        if at < 0 or not word.istitle() or not word.isalpha() or low in lexicon.TITLES:
            return False
        return (
            self.document.tags[at] in ("VB", "VBP", "VBN", "NN", "FW", "UH")
            and not is_person_noun(low)
            and low not in common_words()
        )
