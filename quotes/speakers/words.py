"""The tokens of a document, folded, and what a single one of them can be: part of a name, a title."""

from __future__ import annotations

from ..language.document import Document
from . import lexicon
from .lexicon import word_set
from .names import fold, singular

OPENING = frozenset("“\"‘'«„`") | {"``"}
CLOSING = frozenset("”\"’'»“") | {"''"}
NAME_TAGS = frozenset(("NNP", "NNPS"))
_LOOSE_TAGS = word_set("JJ JJR JJS NN NNS VBN VBG VB VBP VBD VBZ FW CD RB UH LS SYM")
# Surnames and given names that are also titles or jobs: a title only before a name, or after a modifier.
AMBIGUOUS = word_set(
    """king judge bishop pope dean baker page cook hunter mason porter guy christian major marshal
    cardinal carpenter butcher weaver potter prince duke earl baron miner singer star noble kid
    champion hawk dove shepherd gardener barber tailor carter fisher painter keeper ranger rider
    winner moody general justice independent queen brewer driver farmer player walker skipper
    trapper barker butler ward lord head"""
)
# Adjectives that open sentences, by themselves and by their endings.
_OPENERS = word_set(
    """many few several most other such more some big poor old young new early late next last best good
    great same own second high low black white red green blue real true whole full small large long
    short rich wise lucky"""
)
_ADJECTIVES = (
    "al",
    "ic",
    "ive",
    "ous",
    "ful",
    "less",
    "ish",
    "able",
    "ible",
    "ed",
    "ary",
    "ant",
    "ese",
    "based",
)
# Words that open sentences right before names, and that some taggers take for names there.
_BEFORE_NAMES = word_set(
    """both using unlike like wherever whenever whoever certainly maybe perhaps instead despite during among
    against under over about indeed clearly earlier later again once never nor than without within
    including regarding concerning given besides beyond behind until toward towards even only did"""
)
_NAMES_IN_ING = word_set("sterling irving manning harding channing fleming golding browning downing spalding")
# Words that stay small in a headline in capitals.
_SMALL = word_set("the and for with from but nor off out per via into over than that who not are was")


class Words:
    """The tokens of one document; ``folded`` holds each of them folded, ``loud`` the headlines."""

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
            return tag in NAME_TAGS and any(c.isupper() for c in word) and initial.isalpha()
        if low in lexicon.KNOWN_ORGS and word.isupper() and len(word) > 1:
            return True
        if len(word) == 2 and word[1] == "." and tag in NAME_TAGS:
            return True
        if low in lexicon.NOT_NAMES and len(word) > 2 and word.isupper():
            # the WHO, but not in a headline in capitals
            beside = words[at - 1 : at] + words[at + 1 : at + 2]
            return not any(w.isupper() and len(w) > 1 for w in beside)
        if low == "watch" and tag in NAME_TAGS and at and self._same(at, at - 1):
            return words[at - 1][:1].isupper()  # "Judicial Watch"
        if low in lexicon.NOT_NAMES and not (low in ("will", "mark", "drew", "may") and tag in NAME_TAGS):
            # but "Ian Read, its chief executive"
            given = low == "read" and tag in NAME_TAGS and at > 0 and self.document.tags[at - 1] in NAME_TAGS
            return given and self._same(at, at - 1) and self._nameable(at - 1)
        if low in lexicon.CALENDAR and not (
            low in lexicon.MONTHS_THAT_ARE_NAMES and tag in NAME_TAGS and not self._dated(at)
        ):
            return False
        if self._opening_noun(at, low) or self._before_full_name(at, low):
            return False
        if tag in NAME_TAGS:
            return True
        if tag not in _LOOSE_TAGS or low in lexicon.NATIONALITIES:
            return False
        starts = self.document.sentences[self.document.sentence_of[at]].first == at
        if starts and word.isupper() and len(word) > 1 and self._label(at):
            return True
        if starts or words[at - 1] in OPENING or words[at - 1] in (":", "—", "–", "--"):
            follows = self._same(at, at + 1) and self.document.tags[at + 1] in NAME_TAGS
            if not follows or not words[at + 1][:1].isupper():
                return False
            return tag in ("NN", "FW", "VB", "UH") or (tag in ("JJ", "VBG", "NNS") and self._given(at))
        if tag in ("NN", "NNS", "FW", "JJ", "VBG") or self.document.tags[at - 1] in NAME_TAGS:
            return True
        return (
            tag == "RB" and words[at - 1][:1].isupper() and self.document.tags[at - 1] in ("NNS", "JJ", "NN")
        )

    def _label(self, at: int) -> bool:
        """Whether words in capitals and a colon open the sentence here: a transcript's "ANA RUIZ:"."""
        words = self.document.words
        for ahead in range(at + 1, at + 5):
            if not self._same(at, ahead):
                return False
            if words[ahead] == ":":
                return ahead > at + 1
            if not words[ahead].isupper():
                return False
        return False

    def _given(self, at: int) -> bool:
        """Whether an adjective at a sentence's start may be a given name: "Astrid Nyqvist"."""
        low, follower = self.folded[at], singular(self.folded[at + 1])
        one = singular(low)
        if one != low and (
            one in lexicon.PERSON_NOUNS or one in lexicon.DOCUMENTS or one in lexicon.ORG_NOUNS
        ):
            return False
        if low in _OPENERS or low in lexicon.TITLE_MODIFIERS or low in lexicon.PARTIES:
            return False
        if low.endswith(_ADJECTIVES) or follower in lexicon.PERSON_NOUNS or follower in lexicon.TITLES:
            return False
        return follower not in lexicon.ORG_HEADS and follower not in lexicon.NATIONALITIES

    def _opening_noun(self, at: int, low: str) -> bool:
        """Whether a common noun has its capital only because a sentence starts with it: "Police said"."""
        sentence = self.document.sentences[self.document.sentence_of[at]]
        if at != sentence.first and self.document.words[at - 1] not in OPENING:
            return False
        if self._same(at, at + 1) and self.document.words[at + 1][:1].isupper():
            return False
        one = singular(low)
        return (
            low in lexicon.GROUP_NOUNS
            or one in lexicon.DOCUMENTS
            or (one != low and one in lexicon.PERSON_NOUNS)
        )

    def _before_full_name(self, at: int, low: str) -> bool:
        """Whether a word has its capital only because it opens a sentence, and a full name follows it:
        "Using Ted Cruz", "Unlike Hillary Clinton"."""
        tags, words = self.document.tags, self.document.words
        sentence = self.document.sentences[self.document.sentence_of[at]]
        if at != sentence.first and words[at - 1] not in OPENING:
            return False
        verb = tags[at] == "VBG" and len(low) > 4 and low not in _NAMES_IN_ING
        if low not in _BEFORE_NAMES and not verb:
            return False
        return all(
            self._same(at, ahead) and tags[ahead] in NAME_TAGS and words[ahead][:1].isupper()
            for ahead in (at + 1, at + 2)
        )

    def _dated(self, at: int) -> bool:
        """Whether a month's or weekday's name is a date: a figure or "in" stands beside it."""
        beside = self.document.words[at + 1] if self._same(at, at + 1) else ""
        before = self.folded[at - 1] if self._same(at, at - 1) else ""
        return (
            beside[:1].isdigit()
            or before[:1].isdigit()
            or before in ("in", "on", "since", "until", "last", "by")
        )

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
            if low in ("da", "ag", "pm", "coo", "mp", "vp"):
                return self.document.words[at].isupper()
            return low != "del" or self.document.words[at].endswith(".")
        if low.startswith(("then-", "ex-", "co-", "vice-", "former-")):
            low = low.partition("-")[2]
            return low in lexicon.TITLES or low in lexicon.PERSON_NOUNS
        if low in lexicon.PERSON_NOUNS or ("-" in low and low.rpartition("-")[2] in lexicon.PERSON_NOUNS):
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
            or (self._role_word(at) and low not in AMBIGUOUS)
        )

    def _text(self, first: int, last: int) -> str:
        """The text of the tokens, white space collapsed, the first article in small letters."""
        document = self.document
        words = document.text[document.starts[first] : document.ends[last - 1]].split()
        if words and words[0] in ("The", "A", "An", "His", "Her", "Their", "Its", "My", "Our"):
            words[0] = words[0].lower()
        return " ".join(words)


def _is_loud(document: Document, first: int, last: int) -> bool:
    """Whether a sentence is a headline in capitals, where a capital says nothing."""
    words = document.words[first:last] if last - first < 40 else document.words[first : first + 40]
    letters = [w for w in words if w[:1].isalpha() and len(w) > 2 and w not in _SMALL]
    return len(letters) > 3 and sum(w[0].isupper() for w in letters) > 0.8 * len(letters)
