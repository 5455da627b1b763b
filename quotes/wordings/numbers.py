"""Numbers in one form: "fifteen per cent" is "15%", "1,000" a thousand, "$2bn" two billion dollars."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache

SMALL = {
    word: value
    for value, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
        sixteen seventeen eighteen nineteen""".split()
    )
}
TENS = {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
} | {"fourty": 40}
SCALES = {
    "hundred": 100,
    "dozen": 12,
    "thousand": 1000,
    "k": 1000,
    "million": 10**6,
    "m": 10**6,
    "mn": 10**6,
    "billion": 10**9,
    "bn": 10**9,
    "trillion": 10**12,
    "tn": 10**12,
}
_STARTS = frozenset(SMALL | TENS | SCALES) | {"a", "an"}
# These scale figures only when they stand right at them: 5m, but not "I'm" or "m".
ABBREVIATED = frozenset({"k", "m", "mn", "bn", "tn"})
_ORDINALS = {"1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth", "5th": "fifth", "6th": "sixth"}
_ORDINALS |= {"7th": "seventh", "8th": "eighth", "9th": "ninth", "10th": "tenth", "11th": "eleventh"}
_ORDINALS |= {"12th": "twelfth"}
_UNITS_OF_ORDINALS = {name: figure for figure, name in _ORDINALS.items() if len(figure) == 3}
UNITS = {name: figure for figure, name in _ORDINALS.items()}
MONTHS = frozenset(
    """january february march april may june july august september october november december""".split()
)
CURRENCIES = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "₹": "rupee", "₽": "ruble"}
# Words that money and shares are counted in, in one form, where they follow a number.
_MEASURES = {"dollars": "dollar", "euros": "euro", "pounds": "pound", "rupees": "rupee", "rubles": "ruble"}
_MEASURES |= {"quid": "pound", "bucks": "dollar", "cents": "cent"}
_LONGEST = 40  # digits; more than that are no number that anybody reads


def is_number(word: str) -> bool:
    """Whether a normalised word is a number: "15", "1.5", "21st", "1990s"."""
    return word[:1].isdigit()


@lru_cache(maxsize=4096)
def figure(token: str) -> str:
    """A token that starts with a digit, in one form: "1,000.50" is "1000.5", "1st" is "first"."""
    if token in _ORDINALS:
        return _ORDINALS[token]
    digits = token.rstrip("abcdefghijklmnopqrstuvwxyz")
    suffix = token[len(digits) :]
    if len(digits) > _LONGEST:
        return token
    whole, *groups = digits.split(",")
    if groups and all(len(group.split(".")[0]) == 3 for group in groups) and 0 < len(whole) <= 3:
        digits = whole + "".join(groups)
    try:
        value = Decimal(digits.replace(",", "."))
    except InvalidOperation:
        return token
    return _plain(value) + suffix


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def may_start(word: str) -> bool:
    """Whether `read` could find a number that starts with this word."""
    return word in _STARTS or word[:1].isdigit()


def read(words: Sequence[str], at: int) -> tuple[str, int] | None:
    """The number that starts at a word, as figures, and how many words it takes; None where there is none.

    ``words`` are folded; figures are in `figure`'s form already. "Two hundred and fifty" is ("250", 4),
    "1.5 million" ("1500000", 2), "twenty first" ("21st", 2), "a hundred" ("100", 2).
    """
    total, group = Decimal(0), Decimal(0)
    n = at
    found, figures, last = False, False, ""
    end = len(words)
    while n < end:
        word = words[n]
        if word in SCALES and (found or _alone(words, n)) and not (word in ABBREVIATED and not figures):
            scale = SCALES[word]
            if scale <= 100:
                group = (group or Decimal(1)) * scale
            else:
                total += (group or Decimal(1)) * scale
                group = Decimal(0)
            last = "scale"
        elif not found and word in ("a", "an") and n + 1 < end and words[n + 1] in SCALES:
            if words[n + 1] in ABBREVIATED:
                return None
            n += 1
            continue
        elif word in SMALL and last in ("", "tens", "scale") and not (last == "tens" and SMALL[word] > 9):
            if last == "scale" and group and SMALL[word] == 0:
                break
            group += SMALL[word]
            last = "small"
        elif word in TENS and last in ("", "scale"):
            group += TENS[word]
            last = "tens"
        elif last == "tens" and word in _UNITS_OF_ORDINALS:
            value = total + group + int(_UNITS_OF_ORDINALS[word][0])
            return _plain(value) + _UNITS_OF_ORDINALS[word][1:], n + 1 - at
        elif not found and is_number(word):
            try:
                group = Decimal(word)
            except InvalidOperation:
                return word, 1
            last, figures = "figures", True
        elif word == "and" and last == "scale" and n + 1 < end and words[n + 1] in SMALL | TENS:
            n += 1
            continue
        else:
            break
        found = True
        n += 1
    if not found:
        return None
    return _plain(total + group), n - at


def _alone(words: Sequence[str], at: int) -> bool:
    """Whether a scale by itself is a number: "a hundred" is, "hundreds" and "the million" are not."""
    return at > 0 and words[at - 1] in ("a", "an") and words[at] not in ABBREVIATED


def measure(word: str) -> str:
    """What is counted, in one form: "dollars" is "dollar"; other words as they are."""
    return _MEASURES.get(word, word)
