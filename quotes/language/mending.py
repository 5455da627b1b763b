"""Tags put right that a tagger gets wrong for words it has not seen: names above all.

Classes to which no new words are added (prepositions, conjunctions, pronouns …) are lists here; an unknown
word that was given such a tag is a noun. A capitalised word between names is a name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_CLOSED = {
    tag: frozenset(words.split())
    for tag, words in {
        "IN": """
            aboard about above across after against ago albeit all along alongside although amid
            amidst among amongst apart around as aside astride at atop barring because before behind
            below beneath beside besides between beyond both but by cause 'cause circa concerning
            considering de despite down during either en except excluding following for from given if
            in including inside instead into lest like minus near next notwithstanding of off on once
            onto opposite out outside over past pending per plus provided regarding respecting round
            save since so than that though through throughout 'til till to toward towards under
            underneath unless unlike until unto up upon upside v v. versus via vs vs. w/ whereas
            whether while whilst with within without worth yet a ahead de di du la le von van""",
        "CC": """
            & 'n' and but either et less minus n't neither nor or plus so times v. versus vs. yet n
            ’n’ not""",
        "DT": """
            a all an another any both each either every half la le many neither no some such that the
            them these this those d' el les da""",
        "PDT": "all both half many nary quite such",
        "MD": """
            'd 'll ca can could dare ma may might must need ought shall should will wo would d ll ’d
            ’ll cannot""",
        "PRP": """
            'em 's he her hers herself him himself i it itself me mine myself one oneself ours
            ourselves she t' theirs them themselves they thou thee us we y' ya y'all you yours
            yourself yourselves ’em ’s""",
        "PRP$": "her his its my our their thy your mine whose",
        "WP": "that what whatever who whoever whom whosoever whomever what-",
        "WP$": "whose",
        "WDT": "that what whatever which whichever wh-",
        "WRB": "how however whence whenever where whereby wherein wherever whether why when whereupon how's",
        "TO": "to na ta",
        "EX": "there",
        "RP": """
            about across ahead along apart around aside at away back before behind by down even for
            forth in of off on open out over past round through to together under up upon with""",
        "UH": """
            ah aha alas amen anyway aw aye bam bang boy bravo bye cheers congratulations dear eh er
            god gee goodbye gosh great ha hallelujah hell hello hey hi hmm ho hooray howdy huh hurrah
            hush indeed like lo man mm my nah nay no nope oh ok okay oops ouch ow phew please right
            say shucks sorry sure thanks uh uh-huh um wait welcome well whoa wow yea yeah yep yes
            yikes yo yup""",
    }.items()
}
# What else a name may have been taken for beside another one: Will Tanaka, Amara May, Grace Long.
_MISTAKEN = frozenset("VB VBD VBN VBP VBZ VBG RB RBR JJ JJR JJS MD NN NNS IN UH CC DT PRP".split())
_FIRST_MISTAKEN = frozenset("VB VBZ VBD VBN MD UH".split())
_PARTICLE_NAME = re.compile(r"(?:al|el|ibn|bin|ben|abu|ad|ar|as|ash|at|az|an)-[A-Z]|[dl]['’][A-Z]|mc[A-Z]")
_TITLE_CASE = 0.6  # a sentence with more capitalised words is a headline: capitals tell nothing in it


def mend(words: Sequence[str], tags: list[str]) -> list[str]:
    """The tags of a sentence's words, put right; the list is changed in place and returned."""
    for i, word in enumerate(words):
        closed = _CLOSED.get(tags[i])
        if (
            closed is not None
            and word[0].isalpha()
            and len(word) > 1
            and word.lower().replace("’", "'") not in closed
        ):
            tags[i] = "NNP" if word[0].isupper() else "NN"
        elif _PARTICLE_NAME.match(word):
            tags[i] = "NNP"
    doubtful = [i for i, word in enumerate(words) if word[0].isupper() and tags[i] in _MISTAKEN]
    letters = sum(word[0].isalpha() for word in words) if doubtful else 0
    if letters and sum(word[0].isupper() for word in words) < _TITLE_CASE * letters:
        for order in (doubtful, reversed(doubtful)):  # one name's word may tell the next, on either side
            for i in order:
                if tags[i] != "NNP" and _beside_a_name(words, tags, i):
                    tags[i] = "NNP"
    return tags


def _beside_a_name(words: Sequence[str], tags: list[str], i: int) -> bool:
    """Whether a capitalised word that is tagged as something else is a part of the name beside it.

    The first word of a sentence is capitalised in any case: there only verbs before a name are doubted.
    Of adjectives, only one behind a name ("Grace Long") is: "the Republican John Day" has one before.
    """
    tag = tags[i]
    following = i + 1 < len(tags) and tags[i + 1] == "NNP" and words[i + 1][:1].isupper()
    if not i:
        first, _, second = words[0].partition("-")
        hyphenated = second[:1].isupper() and first.lower() not in _PREFIXES  # Jean-Luc Lindqvist
        return following and (tag in _FIRST_MISTAKEN or hyphenated)
    if tag not in _MISTAKEN or len(words[i]) < 2:
        return False
    if tag == "MD":  # no auxiliary has a capital in mid-sentence: Will Tanaka, whatever Tanaka was taken for
        return i + 1 < len(words) and words[i + 1][:1].isupper() and words[i + 1] != "I"
    before = tags[i - 1] == "NNP" and words[i - 1][:1].isupper()
    if tag == "NN" and words[i - 1][:1].isupper() and words[i - 1].isalpha():
        return True
    if tag in ("NN", "NNS", "JJ", "JJR", "JJS", "DT", "PRP"):
        ends = i + 1 < len(tags) and not words[i + 1][:1].isupper() and tags[i + 1] not in _NOUNS
        return before and ends and tag in ("JJ", "JJR", "NN")
    return following or before


_PREFIXES = frozenset(
    "anti pro then ex non pre post former mid self vice co all long neo pan inter trans".split()
)
_NOUNS = frozenset("NN NNS NNP NNPS".split())
