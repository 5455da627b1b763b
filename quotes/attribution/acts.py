"""Speech or attitude: whether a cue says that somebody said something, or only what they think or want.

The lists were drawn up by hand beside the counts of the cues in PolNeAR's train part. They call 20 in 100 of
the cues there an attitude whose content stands without marks, and 1 in 100 of those whose content stands in
marks: what is printed in marks was hardly ever only thought.
"""

from __future__ import annotations

import re

from ..model import Act
from .lexicon import ASK, AUXILIARY, DENY, NEGATION, NOUN_OBJECT, ORDER, SAY, verb_forms

_WORD = re.compile(r"'?[^\W\d_]+")

# What people have in mind, not what they say: belief, knowledge, emotion, intention, support, seeming.
ATTITUDE_VERBS = set(
    """
    believe disbelieve think rethink suppose presume assume guess imagine envision envisage suspect doubt
    distrust mistrust trust expect anticipate consider reconsider deem regard view see perceive
    know understand misunderstand realize realise recognize recognise remember forget learn discover notice
    sense feel hear
    hope fear worry dread love hate like dislike enjoy admire respect resent regret envy loathe detest abhor
    despise relish cherish crave yearn long care mind sympathize sympathise
    want need wish desire intend plan aim seek try attempt prefer choose decide opt hesitate mull eye
    contemplate ponder strive refuse decline resist resolve aspire mean prepare lean await
    support back endorse oppose favor favour disfavor embrace side vote accept tolerate approve
    disapprove disagree
    seem appear look sound tend resemble""".split()
)
_IRREGULAR = {
    "choose": ("chooses", "chose", "chosen", "choosing"),
    "prefer": ("prefers", "preferred", "preferred", "preferring"),
    "seek": ("seeks", "sought", "sought", "seeking"),
    "mean": ("means", "meant", "meant", "meaning"),
    "forget": ("forgets", "forgot", "forgotten", "forgetting"),
    "rethink": ("rethinks", "rethought", "rethought", "rethinking"),
    "plan": ("plans", "planned", "planned", "planning"),
    "opt": ("opts", "opted", "opted", "opting"),
    "misunderstand": ("misunderstands", "misunderstood", "misunderstood", "misunderstanding"),
}
ATTITUDE_NOUNS = set(
    """
    belief beliefs conviction convictions opinion opinions view views thought thoughts assumption assumptions
    expectation expectations impression impressions perception perceptions suspicion suspicions doubt doubts
    skepticism scepticism confidence trust faith certainty knowledge awareness understanding sense consensus
    hope hopes fear fears concern concerns worry worries anxiety anxieties dread anger outrage frustration
    enthusiasm excitement interest feeling feelings sentiment mood love hatred dislike disdain contempt
    admiration respect sympathy relief regret disappointment optimism pessimism pride envy hostility
    plan plans intention intentions intent goal goals aim aims ambition ambitions dream dreams desire desires
    wish wishes decision decisions willingness unwillingness reluctance readiness determination inclination
    refusal preference preferences
    support backing opposition resistance approval disapproval endorsement endorsements allegiance loyalty
    favor favour stance stances position positions vote votes ballot ballots
    supporter supporters backer backers opponent opponents proponent proponents fan fans believer
    believers skeptic skeptics sceptic sceptics""".split()
)
ATTITUDE_ADJECTIVES = set(
    """
    convinced confident sure unsure certain uncertain aware unaware skeptical sceptical doubtful suspicious
    hopeful optimistic pessimistic concerned worried afraid fearful scared anxious nervous wary uneasy
    uncomfortable comfortable glad happy unhappy pleased delighted thrilled excited proud grateful relieved
    angry upset furious outraged incensed shocked surprised startled alarmed disappointed disillusioned
    dismayed frustrated impressed amused annoyed baffled puzzled jealous sorry satisfied dissatisfied
    enthusiastic sympathetic supportive favorable favourable
    willing unwilling ready eager keen reluctant hesitant loath interested uninterested inclined
    disinclined poised desperate likely unlikely
    apparently seemingly presumably""".split()
)
# These report where they stand alone, and tell of a mind where they stand behind "is" or "remains".
_STATES = frozenset("determined persuaded resigned undecided divided bent".split())
_LINKS = frozenset(
    "be is are am was were been being 's 're 'm become becomes became remain remains remained get gets got "
    "feel feels felt seem seems seemed".split()
)

# With these, what stands beside them is put in words: expressed concern, announced plans, has spoken of hope.
_UTTERING = set(
    """
    express voice utter articulate convey communicate speak talk discuss address proclaim raise air register
    underline underscore outline restate publish issue tout criticize criticise accuse praise denounce
    condemn defend describe call dub label blame mock reject dismiss thank""".split()
)
_UTTERING_IRREGULAR = {"speak": ("speaks", "spoke", "spoken", "speaking")}
_UTTERED = re.compile(r"\bma(?:ke|kes|de|king) (?:\w+ ){0,2}(?:clear|known|plain|secret)\b")

# As adverbs, prepositions or nouns these are no verbs: pushed back, words like, a long letter, by means of.
_ONLY_AS_VERB = frozenset("back like long mean means side sound mind".split())


def _forms(lemmas: set[str], irregular: dict[str, tuple[str, str, str, str]]) -> frozenset[str]:
    return frozenset(form for lemma in lemmas for form in (lemma, *irregular.get(lemma, verb_forms(lemma))))


_SAYING = (SAY | ASK | ORDER | DENY | _UTTERING) - ATTITUDE_VERBS - {"make clear"}
_SAYS = _forms(_SAYING, _UTTERING_IRREGULAR)
_MINDS = ((_forms(ATTITUDE_VERBS, _IRREGULAR) - _ONLY_AS_VERB) | ATTITUDE_NOUNS | ATTITUDE_ADJECTIVES) - _SAYS


# What is said may be put as a noun behind these: announced a deal, told a joke.
_TAKES_NOUN = (SAY | NOUN_OBJECT | {"according to"}) - set(
    "respond reply comment answer remark point".split()
)


def act_of(lemma: str | None, cue: str, quoted: bool, clause: bool = True) -> Act:
    """Whether a cue tells of speech or of an attitude.

    ``lemma`` is the cue's verb in its dictionary form, where it has one; ``cue`` its words as printed;
    ``quoted`` tells that most of the content stands in quotation marks, ``clause`` that it holds a verb or
    something in marks.

    Words in marks are somebody's words, printed, whatever verb stands beside them ("he believes “in
    miracles”"): speech. So is what a word of saying introduces, even beside one of thinking ("expressed
    hope"). Any other cue with a word of the lists above is an attitude. A cue that no list knows is speech:
    in PolNeAR's train part such cues judge, offer or ask for something (blasted, offered, requested) or are
    deeds (signed, passed), and are hardly ever what somebody thinks. A content without a verb is what
    somebody is for or against, not what they say, unless the cue is one that takes words as its object.
    """
    if quoted:
        return "speech"
    if not clause and lemma is not None and lemma not in _TAKES_NOUN:
        return "attitude"
    words = _WORD.findall(cue.lower().replace("’", "'").replace("n't", " not"))
    if not (_STATES.isdisjoint(words) or _LINKS.isdisjoint(words)):
        return "attitude"
    if lemma in _SAYING or not _SAYS.isdisjoint(words) or _UTTERED.search(" ".join(words)):
        return "speech"
    heavy = [word for word in words if word not in AUXILIARY and word not in NEGATION and word != "to"]
    alone = len(heavy) == 1 and heavy[0] in _ONLY_AS_VERB
    return "attitude" if lemma in ATTITUDE_VERBS or alone or not _MINDS.isdisjoint(words) else "speech"
