"""Speech or attitude: what a cue tells of. ``lemma: cue`` where the cue has a verb that engines know."""

from __future__ import annotations

import pytest

import quotes
from quotes.attribution.acts import act_of
from quotes.attribution.lexicon import LEMMAS

SPEECH = [
    # verbs of reporting, in any form and company
    *("said", "says", "has said", "told", "wrote", "announced", "claimed", "denied", "asked", "ordered"),
    *("warned", "promised", "vowed", "predicted", "suggested", "is telling", "did not say", "tweeted"),
    *("acknowledged", "has repeatedly said", "were asked", "made clear", "makes it very clear", "wondered"),
    *("pointed out", "shows", "found", "estimated", "determined", "agreed", "ruled", "confessed"),
    # phrases and nouns
    *("according to", "reportedly", ":", "in a statement", "criticism of", "questions about", "denial"),
    # what is thought or wanted, put in words
    *("expressed concern", "voiced support for", "raised doubts", "has announced plans", "said he believes"),
    *("has made no secret of", "spoke of her hopes", "is expected to announce"),
    # what no list knows judges, offers or asks for something
    *("blasted", "offered", "requested", "attacked", "ticked off", "referring to"),
    # words that are verbs of attitude only now and then
    *("pushed back", "fired back", "things like", "in a lengthy, long post", "went back", "shot back"),
    "",
]
ATTITUDE = [
    # belief and knowledge
    *("believes", "thinks", "don’t think", "is convinced", "remain confident", "knew", "sees", "considered"),
    *("is expected", "was seen as", "is known for", "learned", "doubt", "is determined", "were persuaded"),
    # emotion
    *("hopes", "had hoped", "fears", "worried", "am glad", "are wary of", "is most proud of"),
    *("like", "don't like"),
    # intention
    *("wants", "didn't want", "plans", "is planning", "eyes", "seeks", "sought", "refused", "is eager"),
    "declined to support",
    *("would like", "should like to"),
    *("decided", "prefers", "preferred", "means", "long", "is mulling"),
    # support
    *("backs", "back", "to back", "support", "has supported", "opposes", "endorsed", "voted against"),
    *("in favor of", "supporter of", "opposition to", "the backing"),
    # seeming
    *("seems", "seemed to", "appears", "looks like", "sounded", "seemingly"),
    # nouns
    *("belief", "concern", "plan", "in the hope of", "’s position", "views of", "decision", "willingness"),
]  # fmt: skip


@pytest.mark.parametrize("cue", SPEECH)
def test_somebody_says_it(cue):
    assert act_of(None, cue, quoted=False) == "speech"


@pytest.mark.parametrize("cue", ATTITUDE)
def test_somebody_has_it_in_mind(cue):
    assert act_of(None, cue, quoted=False) == "attitude"


@pytest.mark.parametrize("cue", [*SPEECH, *ATTITUDE])
def test_what_is_printed_in_marks_was_said(cue):
    assert act_of(None, cue, quoted=True) == "speech"


@pytest.mark.parametrize(
    ("lemma", "cue", "act"),
    [
        ("believe", "believes", "attitude"),
        ("back", "will back", "attitude"),
        ("look", "looking forward", "attitude"),
        ("say", "’s saying", "speech"),
        ("find", "finds", "speech"),
        ("believe", "said to believe", "speech"),
        ("determine", "is determined", "attitude"),
        ("savage", "savaged", "speech"),
    ],
)
def test_the_lemma_helps(lemma, cue, act):
    assert act_of(lemma, cue, quoted=False) == act


@pytest.mark.parametrize(
    "verb", "say tell write announce claim deny ask order warn promise vow predict suggest".split()
)
def test_a_plain_verb_of_reporting_is_speech_in_all_its_forms(verb):
    forms = [form for form, lemma in LEMMAS.items() if lemma == verb]
    assert len(forms) >= 4
    assert {act_of(verb, form, quoted=False) for form in forms} == {"speech"}
    assert {act_of(None, form, quoted=False) for form in forms} == {"speech"}


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("Ana Ruiz said the bridge was safe.", ["speech"]),
        ("Ana Ruiz and Bo Lee guessed that the bridge was safe.", ["attitude"]),
        ("“The bridge is safe,” Ana Ruiz believes.", ["speech"]),
        ("Ana Ruiz said she believes that the bridge is safe.", ["speech"]),
    ],
)
def test_in_a_text(text, acts):
    assert [quote.act for quote in quotes.extract(text, attitudes=True, engine="rules").quotes] == acts
    said = [quote.act for quote in quotes.extract(text, engine="rules").quotes]
    assert said == [act for act in acts if act == "speech"]
