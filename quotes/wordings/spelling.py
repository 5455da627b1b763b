"""One spelling for words that are printed in several: contractions, clippings, British and American forms.

The result is a key to compare by, never shown: "advise" and "realise" both get their z.
"""

from __future__ import annotations

import re
import unicodedata

# Spoken fillers, which some papers print and others leave out.
FILLERS = frozenset({"uh", "um", "er", "erm", "uhm", "hmm"})

_WHOLE = {
    "cannot": ("can", "not"),
    "can't": ("can", "not"),
    "won't": ("will", "not"),
    "shan't": ("shall", "not"),
    "ain't": ("is", "not"),
    "let's": ("let", "us"),
    "y'all": ("you", "all"),
    "gonna": ("going", "to"),
    "wanna": ("want", "to"),
    "gotta": ("got", "to"),
    "kinda": ("kind", "of"),
    "gimme": ("give", "me"),
    "lemme": ("let", "me"),
    "dunno": ("do", "not", "know"),
    "alright": ("all", "right"),
    "mum": ("mom",),
    "mums": ("moms",),
    "maths": ("math",),
    "okay": ("ok",),
    "em": ("them",),
    "cuz": ("because",),
    "'cause": ("because",),
    "til": ("until",),
    "till": ("until",),
    "thru": ("through",),
    "tho": ("though",),
    "whilst": ("while",),
    "amongst": ("among",),
    "amidst": ("amid",),
    "learnt": ("learned",),
    "burnt": ("burned",),
    "dreamt": ("dreamed",),
    "leapt": ("leaped",),
    "spoilt": ("spoiled",),
    "spelt": ("spelled",),
    "smelt": ("smelled",),
    "pct": ("percent",),
    "percentage": ("percentage",),
    "centre": ("center",),
    "theatre": ("theater",),
    "metre": ("meter",),
    "litre": ("liter",),
    "kilometre": ("kilometer",),
    "centimetre": ("centimeter",),
    "millimetre": ("millimeter",),
    "fibre": ("fiber",),
    "calibre": ("caliber",),
    "sombre": ("somber",),
    "lustre": ("luster",),
    "spectre": ("specter",),
    "meagre": ("meager",),
    "sabre": ("saber",),
    "centred": ("centered",),
    "dialogue": ("dialog",),
    "catalogue": ("catalog",),
    "analogue": ("analog",),
    "monologue": ("monolog",),
    "defence": ("defense",),
    "offence": ("offense",),
    "licence": ("license",),
    "pretence": ("pretense",),
    "practise": ("practice",),
    "practised": ("practiced",),
    "practising": ("practicing",),
    "programme": ("program",),
    "cheque": ("check",),
    "grey": ("gray",),
    "tyre": ("tire",),
    "plough": ("plow",),
    "mould": ("mold",),
    "odour": ("odor",),
    "sceptic": ("skeptic",),
    "sceptical": ("skeptical",),
    "scepticism": ("skepticism",),
    "aluminium": ("aluminum",),
    "manoeuvre": ("maneuver",),
    "paediatric": ("pediatric",),
    "paediatrician": ("pediatrician",),
    "anaemia": ("anemia",),
    "foetus": ("fetus",),
    "foetal": ("fetal",),
    "ageing": ("aging",),
    "judgement": ("judgment",),
    "acknowledgement": ("acknowledgment",),
    "fulfil": ("fulfill",),
    "enrol": ("enroll",),
    "enrolment": ("enrollment",),
    "skilful": ("skillful",),
    "wilful": ("willful",),
    "instalment": ("installment",),
    "moustache": ("mustache",),
    "pyjamas": ("pajamas",),
    "jewellery": ("jewelry",),
    "draught": ("draft",),
    "aeroplane": ("airplane",),
    "cosy": ("cozy",),
    "storey": ("story",),
    "nothin": ("nothing",),
    "somethin": ("something",),
    "goin": ("going",),
    "doin": ("doing",),
    "comin": ("coming",),
    "gettin": ("getting",),
    "talkin": ("talking",),
    "lookin": ("looking",),
    "tryin": ("trying",),
    "makin": ("making",),
    "sayin": ("saying",),
    "livin": ("living",),
    "workin": ("working",),
    "ol": ("old",),
}
_PLURALS = """centre theatre metre litre kilometre fibre spectre dialogue catalogue defence offence licence
    programme cheque tyre plough mould sceptic judgement instalment odour""".split()
_WHOLE |= {word + "s": (_WHOLE[word][0] + "s",) for word in _PLURALS}

# "It's" may be "it has"; whichever it is, both sides of a comparison get the same word. 's after any other
# word is a possessive.
_WITH_IS = frozenset(
    """it that he she there here what who where how when why this everything nothing something everybody
    nobody somebody everyone someone one""".split()
)
_ENDINGS = {"n't": "not", "'re": "are", "'ll": "will", "'ve": "have", "'d": "would", "'m": "am"}

_LL = re.compile(
    r"((?:un)?(?:travel|cancel|label|model|signal|counsel|fuel|level|marvel|quarrel|rival|total|channel|funnel"
    r"|dial|tunnel|panel|equal|initial|libel|shovel|towel|unravel|pencil|duel|grovel|bedevil))"
    r"l(ed|ing|er|ers|or|ors|ings)"
)
_OUR = re.compile(r"([a-z]{3,})our(|s|ed|ing|able|ably|ite|ites|al|hood|hoods|ful|less|er|ers)")
_ISE = re.compile(r"([a-z]{3,})(i|y)s(e|ed|es|ing|er|ers|ation|ations|ational)")
_WARDS = re.compile(r"(to|after|for|back|up|down|in|out|on)wards")
# Accents of alphabetic scripts, the vowel points of Hebrew and Arabic, and the Arabic filler stroke.
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u200c-\u200f\xad]")
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "＇": "'", "‘": "'", "`": "'", "´": "'"})


def fold(token: str) -> str:
    """A token without case, width and accents: "Café" and "CAFE" are one; apostrophes are straight."""
    token = token.translate(_APOSTROPHES)
    if token.isascii():
        return token.lower()
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", token)).casefold()


def respell(token: str) -> tuple[str, ...]:
    """The words that a token stands for, in one spelling: ("do", "not") for "Don’t"; none for "uh"."""
    word = fold(token)
    if word in FILLERS or not word:
        return ()
    if word in _WHOLE:
        return _WHOLE[word]
    if "'" in word:
        for ending, meant in _ENDINGS.items():
            if word.endswith(ending) and len(word) > len(ending):
                return (*respell(word[: -len(ending)]), meant)
        base, _, rest = word.rpartition("'")
        if rest == "s" and base in _WITH_IS:
            return (base, "is")
        word = word.replace("'", "")
        return (word,) if word else ()
    if not word.isascii() or len(word) < 6:
        return (word,)
    return (_one_spelling(word),)


def _one_spelling(word: str) -> str:
    if match := _WARDS.fullmatch(word):
        return f"{match[1]}ward"
    if match := _LL.fullmatch(word):
        return match[1] + match[2]
    if match := _OUR.fullmatch(word):
        return f"{match[1]}or{match[2]}"
    if match := _ISE.fullmatch(word):
        return f"{match[1]}{match[2]}z{match[3]}"
    return word
