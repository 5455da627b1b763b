"""Which language a text is in, as far as one must know to leave it unparsed: by its commonest words.

Short texts and close calls count as English: to parse a text in vain does less harm than to refuse it.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")
# Code points looked at: the beginning, and as many from the middle.
_SAMPLE = 6_000
_FEWEST_WORDS, _FEWEST_FOR_UNKNOWN = 25, 150

# Words that make up a tenth to a third of any text in their language, and little of one in another.
COMMON: dict[str, frozenset[str]] = {
    code: frozenset(words.split())
    for code, words in {
        "en": "the of and to in is was that for on it with as at by be this have from or had not are but "
        "they his her an were which their said who will has we would been there when more if out up "
        "about than into them can its you he she i my our your what how did do could should also "
        "after before",
        "de": "der die das und ist nicht von den dem des ein eine einen einem einer mit sich auf für auch "
        "es wie nach bei aus noch über zu im am sei wird werden wurde hat haben sie er wir ich dass "
        "sagte oder aber zum zur vor nur durch gegen sind war bis",
        "fr": "le la les des du un une et est dans que qui pour par sur pas au aux ce cette il elle ils "
        "elles nous vous je se sont ont été avec mais ou où plus son sa ses leur leurs ne en ces être "
        "fait dit était",
        "es": "el la los las de del que y en un una por con para se su sus no es al lo como más pero ha han "
        "fue este esta son entre cuando muy sin sobre también era ser hay dijo porque desde todo ya",
        "it": "il lo gli di del della dei delle che è e un una per con non in nel nella sono si dal dalla "
        "al alla come più ha hanno anche ma questo questa era stato essere ai sul sulla le la loro ci "
        "da",
        "pt": "o os as de do da dos das que e em um uma para com não por no na nos nas se ao mais como mas "
        "foi é são ser sua seu ele ela disse também pelo pela até já entre quando está tem",
        "nl": "de het een en van dat niet op te zijn met voor er aan hij zij ook als maar om bij naar uit "
        "nog worden wordt werd heeft hebben deze dit door over tot ze wij ik haar hun wel kan zegt",
        "sv": "och att det som en på är av för med till den har de inte om ett han hon men var jag sig från "
        "vi så kan när ska säger efter också vid eller än nu",
        "da": "og at det som en på er af for med til den har de ikke om et han hun men var jeg sig fra vi "
        "så kan når skal siger efter også ved eller end nu blev",
        "no": "og at det som en på er av for med til den har de ikke om et han hun men var jeg seg fra vi "
        "så kan når skal sier etter også ved eller enn nå ble",
        "fi": "ja on ei se että hän oli ovat mutta myös kun tai joka mukaan sanoo kuin niin ole olla vuoden "
        "hänen sekä jos vain nyt en he ne tämä",
        "pl": "i w na z się nie że do to jest o jak po od za przez dla są by tym co ale oraz jego który "
        "która które był była było tylko może już przed pod",
        "cs": "a v se na je že z o do s i k ve pro za by jako ale jeho od po které který která není jsou "
        "byl byla bylo také jen už podle před",
        "hu": "a az és hogy nem is egy ez volt van meg csak azt már még ki el mint de ha vagy lesz szerint "
        "után mondta lehet",
        "ro": "și în de la a cu pe că nu este din un o pentru care mai sau au fost dar se sa să ca prin "
        "sunt după al ale lui",
        "tr": "ve bir bu için da de ile olarak daha çok gibi olan ne var o ancak sonra kadar en değil dedi "
        "ise her ki mi",
        "id": "dan yang di ini itu dengan untuk dari tidak dalam akan pada ke adalah juga oleh saya mereka "
        "ada kata bisa telah sebagai atau karena kami",
        "vi": "và của là có không trong cho được với các một những đã người này khi đến tại về từ ông bà",
    }.items()
}  # fmt: skip
NAMES: dict[str, str] = {
    "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "pt": "Portuguese", "nl": "Dutch",
    "sv": "Swedish", "da": "Danish", "no": "Norwegian", "fi": "Finnish", "pl": "Polish", "cs": "Czech",
    "hu": "Hungarian", "ro": "Romanian", "tr": "Turkish", "id": "Indonesian", "vi": "Vietnamese",
    "ru": "Russian", "uk": "Ukrainian", "ar": "Arabic", "he": "Hebrew", "el": "Greek", "zh": "Chinese",
    "ja": "Japanese", "ko": "Korean", "hi": "Hindi", "th": "Thai",
}  # fmt: skip
# A script that one language, or hardly more, is written in.
_SCRIPTS: tuple[tuple[re.Pattern[str], str | None], ...] = (
    (re.compile(r"[\u3040-\u30ff]"), "ja"),
    (re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf]"), "zh"),
    (re.compile(r"[\uac00-\ud7af\u1100-\u11ff]"), "ko"),
    (re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]"), "el"),
    (re.compile(r"[\u0590-\u05ff]"), "he"),
    (re.compile(r"[\u0600-\u06ff\u0750-\u077f]"), "ar"),
    (re.compile(r"[\u0900-\u097f]"), "hi"),
    (re.compile(r"[\u0e00-\u0e7f]"), "th"),
    (re.compile(r"[\u0400-\u052f]"), None),
)
_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")

UNKNOWN = "und"
"""What ISO 639 calls a language that could not be told."""


def tongue(text: str) -> str | None:
    """The language of a text: "en" or another ISO 639-1 code; `UNKNOWN` for one that is surely not English
    but not known; None where it could not be told, as for short texts. Looks at some 12,000 characters."""
    middle = max(_SAMPLE, len(text) // 2)
    sample = text[:_SAMPLE] + " " + text[middle : middle + _SAMPLE]
    letters, latin = len(_LETTER.findall(sample)), len(_LATIN.findall(sample))
    if letters >= _FEWEST_WORDS and latin < letters / 2:
        return _by_script(sample, letters)
    words = [word.lower() for word in _WORD.findall(sample)]
    if len(words) < _FEWEST_WORDS:
        return None
    shares = {code: sum(word in common for word in words) / len(words) for code, common in COMMON.items()}
    english = shares.pop("en")
    best = max(shares, key=shares.__getitem__)
    if english < 0.12 and shares[best] > 0.18 and shares[best] > 2 * english:
        return best
    if english < 0.02 and len(words) >= _FEWEST_FOR_UNKNOWN:
        return UNKNOWN
    return "en" if english > 0.2 and english > shares[best] else None


def is_foreign(code: str | None) -> bool:
    """Whether `tongue` is sure that a text is not English."""
    return code not in (None, "en")


def name_of(code: str) -> str:
    """The language's English name: "German"; "another language" where it is not known."""
    return NAMES.get(code, "another language")


def _by_script(sample: str, letters: int) -> str:
    for pattern, code in _SCRIPTS:
        if len(pattern.findall(sample)) > letters / (10 if code == "ja" else 3):
            if code is not None:
                return code
            lower = sample.lower()
            if any(letter in lower for letter in "іїєґ"):
                return "uk"
            return "ru" if "ы" in lower or "э" in lower else UNKNOWN
    return UNKNOWN
