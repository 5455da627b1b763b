"""The words that introduce what somebody says, by what they take.

Drawn up from the verbs that stand in cues of PolNeAR's train part at least a third of the time, and
completed by hand from grammars of reporting verbs; only word lists, no text.
"""

from __future__ import annotations

import re

# One syllable with one short vowel before one consonant: shrug, beg, chat.
_DOUBLING = re.compile(r"[^aeiou]*(?:qu)?[aeiou][bdgmnprt]")

IRREGULAR = {
    "say": ("says", "said", "said", "saying"),
    "tell": ("tells", "told", "told", "telling"),
    "write": ("writes", "wrote", "written", "writing"),
    "find": ("finds", "found", "found", "finding"),
    "show": ("shows", "showed", "shown", "showing"),
    "swear": ("swears", "swore", "sworn", "swearing"),
    "read": ("reads", "read", "read", "reading"),
    "think": ("thinks", "thought", "thought", "thinking"),
    "go": ("goes", "went", "gone", "going"),
    "begin": ("begins", "began", "begun", "beginning"),
    "speak": ("speaks", "spoke", "spoken", "speaking"),
    "forbid": ("forbids", "forbade", "forbidden", "forbidding"),
    "deny": ("denies", "denied", "denied", "denying"),
    "reply": ("replies", "replied", "replied", "replying"),
    "cry": ("cries", "cried", "cried", "crying"),
    "testify": ("testifies", "testified", "testified", "testifying"),
    "certify": ("certifies", "certified", "certified", "certifying"),
    "clarify": ("clarifies", "clarified", "clarified", "clarifying"),
    "specify": ("specifies", "specified", "specified", "specifying"),
    "prophesy": ("prophesies", "prophesied", "prophesied", "prophesying"),
    "imply": ("implies", "implied", "implied", "implying"),
    "worry": ("worries", "worried", "worried", "worrying"),
    "query": ("queries", "queried", "queried", "querying"),
    "notify": ("notifies", "notified", "notified", "notifying"),
    "identify": ("identifies", "identified", "identified", "identifying"),
    "admit": ("admits", "admitted", "admitted", "admitting"),
    "quip": ("quips", "quipped", "quipped", "quipping"),
    "quit": ("quits", "quit", "quit", "quitting"),
    "nod": ("nods", "nodded", "nodded", "nodding"),
    "grin": ("grins", "grinned", "grinned", "grinning"),
    "sob": ("sobs", "sobbed", "sobbed", "sobbing"),
    "blog": ("blogs", "blogged", "blogged", "blogging"),
    "dub": ("dubs", "dubbed", "dubbed", "dubbing"),
    "snap": ("snaps", "snapped", "snapped", "snapping"),
    "pen": ("pens", "penned", "penned", "penning"),
    "slam": ("slams", "slammed", "slammed", "slamming"),
    "rebut": ("rebuts", "rebutted", "rebutted", "rebutting"),
    "refer": ("refers", "referred", "referred", "referring"),
    "infer": ("infers", "inferred", "inferred", "inferring"),
    "put": ("puts", "put", "put", "putting"),
    "sing": ("sings", "sang", "sung", "singing"),
    "retell": ("retells", "retold", "retold", "retelling"),
    "know": ("knows", "knew", "known", "knowing"),
    "hear": ("hears", "heard", "heard", "hearing"),
    "hold": ("holds", "held", "held", "holding"),
    "feel": ("feels", "felt", "felt", "feeling"),
    "see": ("sees", "saw", "seen", "seeing"),
    "signal": ("signals", "signaled", "signaled", "signaling"),
    "rule": ("rules", "ruled", "ruled", "ruling"),
    "foresee": ("foresees", "foresaw", "foreseen", "foreseeing"),
    "understand": ("understands", "understood", "understood", "understanding"),
    "come": ("comes", "came", "come", "coming"),
}

# Verbs that take a clause or a quotation as what is said.
SAY = {"make clear"} | set(
    """
    say tell add write note state explain argue claim insist announce declare acknowledge admit concede
    conclude contend assert maintain allege confirm reveal disclose recall recount remark observe
    comment reply respond answer report suggest indicate warn caution predict stress emphasize emphasise
    reiterate testify tweet retweet post email text proclaim boast complain lament joke quip muse vow
    pledge promise swear assure inform notify remind advise recommend propose urge demand order command
    instruct ask wonder inquire enquire question query continue interject counter retort shout yell
    scream whisper mutter murmur chant exclaim cry agree estimate find show rule deny dispute imply hint
    signal speculate confess opine mention repeat retell narrate attest certify clarify specify
    elaborate volunteer venture reckon theorize theorise surmise guess forecast prophesy foresee project
    calculate determine charge affirm reaffirm aver avow protest object fret grumble gripe grouse moan
    groan bemoan marvel rejoin echo point cite blog message cable wire telegraph signal announce
    pronounce plead beg implore beseech entreat urge counsel preach threaten brag gush enthuse crow
    gloat rant vent fume thunder bellow bark snap growl snarl hiss stutter stammer mumble croak rasp
    drawl intone chime joke deadpan tease taunt jeer conclude remark posit postulate
    hypothesize stipulate assess describe surmise vow reason rationalize fib demur hazard caution
    divulge mandate decree reassure warn apologize apologise mouth holler""".split()
)
# Verbs of belief that journalists use as reporting verbs only with a quotation beside them.
MANNER = set(
    """
    smile offer crack laugh grin sigh shrug nod chuckle giggle beam wink frown grimace scoff sneer sob weep
    gasp pant snort sniff interrupt cut break jump pipe smirk bristle blurt sing go put think know feel
    believe hope explode erupt stutter read open close start finish end sum admonish scold chide berate
    praise thank greet congratulate address appeal challenge press push speak talk rail lash reflect
    reminisce recite pen issue release publish caption title headline publicize conclude summarize
    summarise blast slam hit attack criticize criticise mock ridicule defend dismiss denounce condemn
    accuse describe call label dub brand characterize characterise quote""".split()
)
# Verbs whose object is judged in the words that follow: "called the plan “a cruel joke”".
JUDGE = set(
    """
    identify call describe label dub brand characterize characterise term portray denounce blast slam
    criticize
    criticise condemn decry deride dismiss mock ridicule hail praise tout accuse blame refer cite quote
    bash rip attack assail lambast lambaste chide rebuke rebut reject defend deem depict liken compare
    credit thank applaud welcome""".split()
)
ASK = set("ask wonder inquire enquire question query".split())
ORDER = set(
    "order command instruct urge demand beg implore beseech entreat plead direct mandate decree forbid "
    "admonish".split()
)
DENY = set("deny dispute refute rebut reject disavow".split())
# Verbs whose next noun phrase is who is spoken to, not what is said.
ADDRESSED = set(
    """
    tell inform notify remind assure reassure advise warn ask urge order command instruct beg implore
    beseech entreat promise caution admonish counsel text email message teach persuade convince
    challenge direct forbid encourage press taunt tease plead""".split()
)
# Verbs whose infinitive is what is asked or promised: "urged him to resign", "vowed to fight".
TO_INFINITIVE = set(
    """
    urge order command instruct beg implore beseech entreat advise ask tell warn remind promise pledge
    vow threaten swear demand counsel caution claim recommend propose offer challenge encourage direct
    forbid agree plead""".split()
)
# Verbs that take what is said as a plain noun phrase: "announced a deal".
NOUN_OBJECT = set(
    """announce deny describe reveal predict promise propose suggest acknowledge confirm demand recommend
    allege estimate disclose admit forecast stress emphasize emphasise note mention explain question urge
    dispute concede""".split()
)
GERUND_OBJECT = set("deny admit propose suggest recommend recall describe mention acknowledge report".split())
# Documents and results speak through these; people hardly do.
# The marks that interrupt a sentence.
DASHES = frozenset("— – --".split())
# "X may announce", "if asked, X would say"
HYPOTHETICAL = set("would could might may should will 'll ’ll 'd ’d shall can must".split())
NEGATION = set("not n't n’t never neither nor hardly".split())
AUXILIARY = set(
    """
    be am is are was were been being 's ’s 're ’re 'm ’m have has had having 've ’ve 'd ’d do does did
    will would shall should may might can could must 'll ’ll wo ca""".split()
)

MEDIA = {
    word: medium
    for medium, words in {
        "statement": "statement statements communique communiqué readout",
        "tweet": "tweet tweets twitter",
        "post": "post posts facebook instagram telegram blog weibo tiktok",
        "interview": "interview interviews",
        "speech": "speech speeches address remarks sermon eulogy keynote",
        "report": "report reports study survey paper analysis review audit",
        "letter": "letter letters memo memorandum note",
        "email": "email e-mail emails e-mails",
        "press conference": "conference briefing",
        "press release": "release",
        "court filing": "filing complaint lawsuit affidavit indictment petition brief motion testimony",
        "book": "book memoir autobiography",
        "article": "article column op-ed editorial essay",
        "message": "message text messages",
        "phone call": "call",
        "video": "video clip",
        "broadcast": "broadcast podcast program programme show",
        "ruling": "ruling opinion judgment judgement verdict",
    }.items()
    for word in words.split()
}

TIME_NOUNS = set(
    """
    monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays
    fridays saturdays sundays today yesterday tomorrow tonight morning afternoon evening night noon
    midnight day week weekend month year january february march april may june july august september
    october november december jan. feb. mar. apr. jun. jul. aug. sept. sep. oct. nov. dec. hour minute
    moment time spring summer autumn fall winter a.m. p.m. past days weeks months years hours minutes
    earlier later ago recently""".split()
)

# Who is spoken to rather than speaking, where an infinitive or participle follows.
ADDRESSEES = set("reporters journalists lawmakers supporters voters viewers readers crowd audience".split())

# What shows things without saying them: never a source.
MUTE = set(
    """
    picture pictures image images photo photos photograph photographs footage video videos evidence sign
    signs clue clues scene scenes trace traces smoke silence experience history hint hints symptom
    symptoms look glance wreckage satellite weather sky fact facts thing things""".split()
)


# "said" in the languages whose quotations English papers leave as they are.
FOREIGN = (
    "dit déclaré affirmé expliqué ajouté estimé sagte sagt erklärte meinte fügte dijo afirmó declaró añadió "
    "disse afirmou ha-detto"
).split()


def verb_forms(lemma: str) -> tuple[str, str, str, str]:
    """Third person, past, past participle and -ing form of a verb."""
    if lemma in IRREGULAR:
        return IRREGULAR[lemma]
    if _DOUBLING.fullmatch(lemma):
        double = lemma + lemma[-1]
        return lemma + "s", double + "ed", double + "ed", double + "ing"
    third = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else "s")
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return lemma[:-1] + "ies", lemma[:-1] + "ied", lemma[:-1] + "ied", lemma + "ing"
    if lemma.endswith("e"):
        return third, lemma + "d", lemma + "d", (lemma if lemma.endswith("ee") else lemma[:-1]) + "ing"
    return third, lemma + "ed", lemma + "ed", lemma + "ing"


def _build() -> dict[str, str]:
    forms: dict[str, str] = {}
    for lemma in sorted(
        SAY - {"make clear"} | MANNER | JUDGE | ASK | ORDER | DENY | ADDRESSED | TO_INFINITIVE | NOUN_OBJECT
    ):
        for form in (lemma, *verb_forms(lemma)):
            forms.setdefault(form, lemma)
    forms.update({"signalled": "signal", "signalling": "signal", "labelled": "label", "labelling": "label"})
    forms.update(dict.fromkeys(FOREIGN, "say"))
    # Forms shared by two verbs belong to the one that reports.
    forms.update({"found": "find", "felt": "feel", "put": "put"})
    return forms


LEMMAS: dict[str, str] = _build()
"""Every form of every verb above, lower case, with its lemma."""
