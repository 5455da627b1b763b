"""Noun phrases without a name at their head: their head noun, their number, and what kind they are."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..language.document import Document
from ..model import SpeakerKind
from . import lexicon
from .lexicon import word_set
from .names import is_person_noun, singular

_LONGEST = 14
_DEFINITE = word_set("the this that these those")
_STOPS = frozenset((",", ";", ":", ".", "!", "?", "—", "–", "--", "(", ")", "…", "“", "”", '"', "``", "''"))
_MARKS = frozenset(("“", "”", '"', "``", "''"))
_RELATIVE = word_set("who whom whose which that where when")
_QUANTIFIERS = word_set(
    """one some many most few several all each both none any half majority minority dozens hundreds
    thousands scores millions lot lots number plurality handful group bunch host couple percent
    % third quarter two-thirds percentage army crowd coalition generation band pair trio member"""
)
_PERSON_ENDINGS = ("er", "or", "ist", "ian", "ant", "ee", "eer", "ess")


_BODY_ENDINGS = ("ery", "ity", "ship", "hood", "ium", "tion", "sion")


@dataclass(slots=True)
class Phrase:
    """A noun phrase: tokens ``first`` to ``last``, the folded singular of its ``head`` noun.

    ``label`` is the phrase as a speaker's name: without article, relative clause and what a comma
    parts. ``traits`` are the folded words before the head (places, parties, "former").
    """

    first: int
    last: int
    head_at: int
    head: str
    kind: SpeakerKind
    plural: bool
    definite: bool
    label: str
    key: str
    traits: frozenset[str]
    possessor: int | None = None

    @property
    def gender(self) -> str | None:
        """The gender that the head noun shows: "spokeswoman"."""
        return lexicon.GENDERED.get(self.head)


def read_phrase(document: Document, folded: list[str], first: int, last: int) -> Phrase | None:
    """The noun phrase in the tokens ``first`` to ``last`` (half-open), None where there is no noun."""
    tags, words = document.tags, document.words
    if folded[first : first + 2] in (["at", "least"], ["at", "most"]) and first + 2 < last:
        first += 2
    while first < last and (
        words[first] in _STOPS
        or (tags[first] in ("CC", "RB", "IN", "TO", "''", "``", "EX") and folded[first] != "no")
    ):
        first += 1
    while last > first and (words[last - 1] in _STOPS or tags[last - 1] in ("POS", "``", "''")):
        last -= 1
    if first >= last:
        return None
    head = _head(document, folded, first, min(last, first + _LONGEST))
    if head is None:
        return None
    low = folded[head]
    one = singular(low)
    tag = tags[head]
    plural = tag in ("NNS", "NNPS") or (tag == "NNP" and one != low and is_person_noun(one))
    if low in lexicon.GROUP_NOUNS:
        plural = low not in lexicon.UNNAMED_WORDS
    kind = _kind(low, one, plural, tags[first], words[head], folded[first], tag)
    if (
        one in _QUANTIFIERS
        and folded[head + 1 : head + 2] == ["of"]
        and head + 2 < last
        and kind != "unnamed"
    ):
        kind, plural = "group", True
    end = _end(document, folded, head, last)
    possessor = next((i for i in range(head - 1, first, -1) if tags[i] == "POS"), None)
    start = first
    definite = folded[first] in _DEFINITE or tags[first] == "PRP$" or possessor is not None
    if folded[first] == "the" and start < head:
        start += 1
    label = " ".join(document.text[document.starts[start] : document.ends[end - 1]].split())
    opening = singular(folded[start])
    noun = words[start + 1].islower() if start + 1 < end else opening in lexicon.GROUP_NOUNS
    noun = noun and (opening in lexicon.ORG_NOUNS or opening in lexicon.GROUP_NOUNS)
    common = (noun or tags[start] not in ("NNP", "NNPS")) and not words[start][1:2].isupper()
    if common and not (
        opening in lexicon.NATIONALITIES or opening in lexicon.PARTIES or opening in lexicon.PLACES
    ):
        label = label[:1].lower() + label[1:]
    key = " ".join(folded[i] for i in range(start, end) if tags[i] not in ("DT", "POS"))
    return Phrase(
        first,
        last,
        head,
        one if plural or tag != "NN" else low,
        kind,
        plural,
        definite,
        label,
        key or label.lower(),
        frozenset(folded[first:head]),
        possessor,
    )


def _head(document: Document, folded: list[str], first: int, last: int) -> int | None:
    """The head of a phrase: the last noun, number or pronoun-like word before what follows the noun."""
    tags, words = document.tags, document.words
    head = None
    if folded[first] in lexicon.GROUP_NOUNS and tags[first + 1 : first + 2] in (
        ["VBN"],
        ["VBG"],
        ["IN"],
        ["WP"],
    ):
        return first  # "those hired by the firm", "most of the voters"
    closed = first
    for at in range(first, last):
        tag = tags[at]
        if at < closed:
            continue
        if words[at] in _MARKS and head is None and at > first:
            closed = next((i for i in range(at + 1, min(last, at + 8)) if words[i] in _MARKS), at) + 1
            if closed < last and closed > at + 1:
                continue  # the “Avatar” star
        if words[at] == "," and head is None and at + 1 < last and tags[at + 1] == "JJ":
            continue
        if words[at] in _STOPS or (folded[at] in _RELATIVE and at > first):
            break
        if tag.startswith("NN") or words[at] == "%":
            head = at
        elif tag in ("CD", "JJ", "JJR", "JJS", "DT", "PDT", "VBN", "VBG", "FW", "RB", "PRP$", "RBR", "RBS"):
            if tag in ("VBN", "VBG") and head is not None:
                break
            if head is None or (tag == "JJ" and not (at > first and tags[at - 1].startswith("NN"))):
                continue
            if tag in ("DT", "PRP$"):
                break
        elif tag == "POS":
            head = None
        elif tag == "HYPH" or (tag == "CC" and head is None):
            continue
        else:
            break
    if head is not None:
        return head
    # "many", "the accused", "two": no noun at all
    for at in range(first, last):
        if words[at] in _STOPS or tags[at] in ("IN", "TO"):
            break
        if tags[at] in ("CD", "JJ", "JJS", "JJR", "DT", "VBN", "PDT", "RB"):
            head = at
    return head


def as_source(phrase: Phrase) -> Phrase:
    """The phrase as one that something is attributed to: what the lists do not know is no mere thing then.

    "The brewery said" speaks for itself; of other unknown nouns a person is likelier than a document.
    """
    if phrase.kind != "document" or phrase.head in lexicon.DOCUMENTS:
        return phrase
    speaks_as_one = phrase.head.endswith(_BODY_ENDINGS)
    return replace(phrase, kind="organisation" if speaks_as_one else "unnamed")


def _end(document: Document, folded: list[str], head: int, last: int) -> int:
    """Where the label of the phrase ends: before a relative clause, a comma, or a verb."""
    tags, words = document.tags, document.words
    end = head + 1
    for at in range(head + 1, min(last, head + _LONGEST)):
        if words[at] in _STOPS or tags[at] in ("VBD", "VBZ", "VBP", "MD", "WDT", "WP", "TO"):
            break
        if folded[at] in _RELATIVE or (
            tags[at] in ("VBG", "VBN") and tags[at - 1] != "IN" and at == head + 1
        ):
            break
        end = at + 1
    while end > head + 1 and (tags[end - 1] in ("IN", "DT", "CC", "RB", "POS", "JJ")):
        end -= 1
    return end


def _kind(
    low: str, one: str, plural: bool, tag: str, word: str, opening: str, tag_of_head: str
) -> SpeakerKind:
    if low in lexicon.UNNAMED_WORDS:
        return "unnamed"
    if low in lexicon.GROUP_NOUNS or low in ("%",) or low.isdigit():
        return "group"
    if plural:
        return "document" if one in lexicon.DOCUMENTS or low in lexicon.DOCUMENTS else "group"
    if one in lexicon.RELATIONS or is_person_noun(low) or low in lexicon.TITLES:
        return "unnamed"
    if opening == "the" and low in lexicon.NATIONALITIES:
        return "group" if low.endswith(("sh", "ch", "ese", "ss")) else "unnamed"
    if low in lexicon.DOCUMENTS:
        return "document"
    if low in lexicon.ORG_NOUNS or low in lexicon.ORG_HEADS:
        return "organisation"
    if word[:1].isupper():
        return "organisation"
    if low == "each" or (opening in ("a", "an") and tag_of_head in ("JJ", "VBN")):
        return "unnamed"
    if opening == "one" and low not in lexicon.DOCUMENTS:
        return "unnamed"
    if tag == "CD" or opening in ("many", "some", "most", "few", "several", "both", "all", "others"):
        return "group"
    if len(low) > 5 and low.endswith(_PERSON_ENDINGS):
        return "unnamed"
    return "document"
