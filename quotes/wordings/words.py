"""A text as the words that it is compared by, each with where it stands.

Left out are case, accents, marks, punctuation, spaces, ellipses, "[sic]", spoken fillers and what editors add
in brackets; contractions, spelling variants and numbers get one form. Offsets are code points, half-open.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from . import numbers
from .spelling import fold, respell


class Word(NamedTuple):
    """A normalised word and where it stands; ``added`` if an editor put it there in brackets."""

    word: str
    start: int
    end: int
    added: bool = False


_make = tuple.__new__  # what Word(...) calls, without the detour

# Vowel signs and other marks that belong to words but are no letters to `re`.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1-\u05c2\u05c4-\u05c5\u05c7\u0610-\u061a\u064b-\u065f"
    "\u0670\u06d6-\u06ed\u0711-\u074a\u0900-\u0963\u0966-\u0dff\u0f18-\u0fbc\u102b-\u103e\u17b4-\u17d3"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u200c-\u200d"
)
# Scripts without spaces between words: every letter is a word.
_UNSPACED = (
    "\u0e00-\u0e7f\u0e80-\u0eff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
# 1,000.50, 60 000, 21st, 1990s; SI groups of thousands by blanks of any width.
_FIGURES = r"(?:\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?![\d.])|\d+(?:[.,]\d+)*)(?:st|nd|rd|th|s)?(?!\d)"
_LETTER = rf"(?:[^\W_]|[{_MARKS}])"
_TOKEN = re.compile(
    rf"(?:[^\W\d_]\.){{2,}}|[{_UNSPACED}]|{_FIGURES}|"
    rf"(?:(?![{_UNSPACED}]){_LETTER})+(?:['’ʼ＇](?:(?![{_UNSPACED}]){_LETTER})+)*|[%&$€£¥₹₽\[\]]",
    re.IGNORECASE,
)
# The same for texts of the Latin alphabet and common marks, four times as fast.
_PLAIN = re.compile(
    rf"(?:[^\W\d_]\.){{2,}}|{_FIGURES}|[^\W_]+(?:['’][^\W_]+)*|[%&$€£¥\[\]]",
    re.IGNORECASE,
)
_IS_PLAIN = re.compile("[\x00-\u02bb\u2010-\u2027\u20ac]*")
_BLANKS = re.compile("[ \u00a0\u2009\u202f]")
_SIC = re.compile(r"[\[(]\s*sic\s*[\])]", re.IGNORECASE)
_NUMERIC = frozenset(numbers.SMALL | numbers.TENS | numbers.SCALES)


def words_of(text: str) -> list[Word]:
    """The words of a text in order; empty for one without letters and digits."""
    sic = [match.span() for match in _SIC.finditer(text)] if "sic" in text.lower() else []
    found: list[Word] = []
    special = ""
    for match in (_PLAIN if _IS_PLAIN.fullmatch(text) else _TOKEN).finditer(text):
        parts, kind = _read(match[0])
        start, end = match.span()
        if sic and any(a <= start and end <= b for a, b in sic):
            continue
        if kind not in special:
            special += kind
        if len(parts) == 1:
            found.append(_make(Word, (parts[0], start, end, False)))
        else:
            found += _cut(parts, start, end)
    if "[" in special:
        found = _without_brackets(found)
    return _counted(found) if "1" in special else found


@lru_cache(maxsize=1 << 16)
def _read(token: str) -> tuple[tuple[str, ...], str]:
    """A token's words, and what has to be looked at once all are known: "1" numbers, "[" brackets."""
    if token[-1] == "." and len(token) > 2:  # U.S., a.m.
        return (fold(token.replace(".", "")),), ""
    if token[0].isdigit():
        return (numbers.figure(_BLANKS.sub("", token.lower())),), "1"
    if token in "[]":
        return (token,), "["
    if token in "%&":
        return ("percent" if token == "%" else "and",), ""
    if token in numbers.CURRENCIES:
        return (token,), "1"
    parts = respell(token)
    return parts, "1" if parts and parts[-1] in _NUMERIC else ""


def normal_words(text: str) -> list[str]:
    """The words that a text is compared by, without what editors added, unless that is all there is."""
    # Most texts have nothing but words: then where they stand need not be known.
    joined = " ".join(filter(None, map(_stretches.__getitem__, text.split())))
    if _NUMBER not in joined and _PLACED not in joined:
        return joined.split(" ") if joined else []
    if _PLACED not in joined and not _GROUP.search(text):
        words = joined.replace(_NUMBER, "").split(" ")
        if numbers.ABBREVIATED.isdisjoint(words):
            return [w.word for w in _counted([_make(Word, (word, 0, 0, False)) for word in words])]
    found = words_of(text)
    return [w.word for w in found if not w.added] or [w.word for w in found]


# What stands before the words of a stretch without spaces: that there are numbers among them, or that it
# takes the whole text to tell them.
_NUMBER, _PLACED = "\n", "\r"
_GROUP = re.compile(r"\d[ \u00a0\u2009\u202f]\d{3}")  # the only words with spaces inside
_SIC_ALONE = re.compile(r"(?:^|[\[(])sic(?:$|[\])])", re.IGNORECASE)


class _Stretches(dict[str, str]):
    """The words of stretches of text without spaces, with a blank between them; those met before are kept."""

    _KEPT, _LONGEST = 1 << 16, 64

    def __missing__(self, stretch: str) -> str:
        tokens = (_PLAIN if _IS_PLAIN.fullmatch(stretch) else _TOKEN).findall(stretch)
        read = list(map(_read, tokens))
        words = " ".join(word for parts, _ in read for word in parts)
        if any(kind == "[" for _, kind in read) or _SIC_ALONE.search(stretch):
            words = _PLACED
        elif any(kind for _, kind in read):
            words = _NUMBER + words
        if len(stretch) <= self._LONGEST:
            if len(self) >= self._KEPT:
                self.clear()
            self[stretch] = words
        return words


_stretches = _Stretches()


def _cut(parts: tuple[str, ...], start: int, end: int) -> list[Word]:
    """A contraction's words, each with a stretch of it of its own: do|n't, gon|na."""
    found = []
    for n, part in enumerate(parts):
        last = n == len(parts) - 1
        stop = end if last else min(start + len(part), end - (len(parts) - 1 - n))
        stop = max(stop, start)
        found.append(Word(part, start, stop))
        start = stop
    return found


def _without_brackets(tokens: list[Word]) -> list[Word]:
    """Brackets inside a word are taken out of it ("[W]e" is "we"); words all in brackets are marked."""
    found: list[Word] = []
    inside = any_closed = False
    glued = -1  # the end of a bracket that stands right behind a word, or of one that closes
    opened = 0
    for token in tokens:
        if token.word == "[":
            inside, opened = True, len(found)
            glued = token.end if found and found[-1].end == token.start else -1
            continue
        if token.word == "]":
            inside, any_closed = False, True
            glued = token.end if found and (found[-1].end == token.start or glued == token.start) else -1
            continue
        if glued == token.start and found:
            before = found.pop()
            found.append(Word(before.word + token.word, before.start, token.end))
        else:
            found.append(Word(token.word, token.start, token.end, inside))
        glued = -1
    if inside and any_closed is False:
        # A bracket that is never closed says nothing.
        found[opened:] = [word._replace(added=False) for word in found[opened:]]
    return found


def _counted(tokens: list[Word]) -> list[Word]:
    """Numbers of several words as one, and currencies behind them: "$2 million" is 2000000 dollar."""
    words = [token.word for token in tokens]
    if not numbers.ABBREVIATED.isdisjoint(words):
        words = [_of_figures(tokens, n) for n in range(len(tokens))]
    found: list[Word] = []
    n, money = 0, ""
    while n < len(tokens):
        token = tokens[n]
        if token.word in numbers.CURRENCIES:
            money = numbers.CURRENCIES[token.word]
            n += 1
            continue
        read = numbers.read(words, n) if numbers.may_start(words[n]) else None
        if read is None:
            found.append(token)
            n, money = n + 1, ""
            continue
        value, taken = read
        last = tokens[n + taken - 1]
        if (day := _day(value)) and n + taken < len(tokens) and words[n + taken] in numbers.MONTHS:
            # 14 March is March 14.
            found.append(Word(words[n + taken], token.start, token.start, token.added))
            found.append(Word(day, token.start, tokens[n + taken].end, token.added))
            n, money = n + taken + 1, ""
            continue
        if found and found[-1].word in numbers.MONTHS and _day(value):
            value = _day(value)
        found.append(Word(value, token.start, last.end, token.added))
        n += taken
        if money:
            found.append(Word(money, last.end, last.end, token.added))
        elif n < len(tokens) and numbers.measure(words[n]) != words[n]:
            found.append(tokens[n]._replace(word=numbers.measure(words[n])))
            n += 1
        elif words[n : n + 2] == ["per", "cent"]:
            found.append(Word("percent", tokens[n].start, tokens[n + 1].end, tokens[n].added))
            n += 2
        money = ""
    return found


def _of_figures(tokens: list[Word], n: int) -> str:
    """A token's word; an abbreviation counts as a number only right behind figures: 5m, but not 5 m."""
    word = tokens[n].word
    if word in numbers.ABBREVIATED and not (n and tokens[n - 1].end == tokens[n].start):
        return f"{word} "
    return word


def _day(value: str) -> str:
    """The day of a month that a number is, else nothing: "14" for 14th."""
    digits = numbers.UNITS.get(value, value).removesuffix("th").removesuffix("st")
    digits = digits.removesuffix("nd").removesuffix("rd")
    return digits if digits.isascii() and digits.isdigit() and 0 < int(digits[:3]) <= 31 else ""
