"""Tags put right that a tagger gets wrong for words it has not seen: names above all.

Classes to which no new words are added (prepositions, conjunctions, pronouns …) are lists here; an unknown
word that was given such a tag is a noun. A capitalised word between names is a name.
"""

from __future__ import annotations

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
_VERBAL = frozenset("VB VBD VBN VBP VBZ VBG RB".split())
_TITLE_CASE = 0.6  # a sentence with more capitalised words is a headline: capitals tell nothing in it


def mend(words: Sequence[str], tags: list[str]) -> list[str]:
    """The tags of a sentence's words, put right; the list is changed in place and returned."""
    capitals = None
    for i, (word, tag) in enumerate(zip(words, tags, strict=True)):
        closed = _CLOSED.get(tag)
        if closed is not None:
            if word.lower().replace("’", "'") not in closed and word[0].isalpha() and len(word) > 1:
                tags[i] = "NNP" if word[0].isupper() else "NN"
            continue
        if tag not in _VERBAL or not word[0].isupper() or i + 1 >= len(tags) or tags[i + 1] != "NNP":
            continue
        if (i and tags[i - 1] != "NNP") or (not i and tag != "VBZ"):
            continue
        if capitals is None:
            letters = [w for w in words if w[:1].isalpha()]
            capitals = sum(w[0].isupper() for w in letters) / max(1, len(letters))
        if capitals < _TITLE_CASE and (not i or words[i - 1][0].isupper()):
            tags[i] = "NNP"
    return tags
