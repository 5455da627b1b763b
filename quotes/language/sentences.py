"""Sentences of a paragraph: nltk's Punkt with parameters of our own, put right round quotation marks.

Punkt decides at each full stop, question and exclamation mark. What it cannot know is put right after it:
closing marks and brackets stay with the sentence they close, “Yes!” *she said* is one sentence, and a
sentence may end after an abbreviation with a closing mark (“in the U.S.” He left).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from .. import lean
from ..weights import load

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

LONGEST = 20_000
"""No sentence is longer, in code points: whatever goes on without an end for longer is cut at white space."""

_TO_ASCII = str.maketrans("“”„‟«»‘’‚‛´>…", '""""""\'\'\'\'\'".')
_MARKS = re.compile(r"''|(?<!\w)'|\.(?:\s\.){2,}|\.{2,}+")

_CLOSING = re.compile(r"(?:[”’»)\]}\"'“]|\[\d{1,3}\])*")
_SPACED_CLOSING = re.compile(r"\s+[”’»)\]}]+(?=\s|\Z)")
_SPACE = re.compile(r"\s*+")
_TRAILING = "\"').]}?!,;:"
_CACHED_CONTEXTS = 50_000


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The sentences of one paragraph, ``text[start:end]``, as half-open spans in code points of ``text``.

    They stand in order, do not overlap, neither begin nor end with white space, and cover all that is
    not white space. The text is read in stretches of `LONGEST` code points, each beginning where a
    sentence does, so that the time is linear in the length whatever the text. A sentence that fills more
    than half of its stretch and does not end there is cut at the stretch's last white space, or at its very
    end where there is none: each stretch gets at least half of its length done.
    """
    if end is None:
        end = len(text)
    sentences: list[tuple[int, int]] = []
    start = _skip_space(text, start, end)
    while end - start > LONGEST:
        pieces = _pieces(text, start, start + LONGEST)
        sentences += pieces[:-1]
        start, cut = pieces[-1][0], start + LONGEST
        if cut - start < LONGEST // 2:
            continue
        last = cut
        while cut > start + LONGEST // 4 and not text[cut - 1].isspace():
            cut -= 1
        if cut == start + LONGEST // 4:
            cut = last
        sentences.append(_without_space(text, start, cut))
        start = _skip_space(text, cut, end)
    return sentences + _pieces(text, start, end)


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences of a stretch short enough to be read whole."""
    start, end = _without_space(text, start, end)
    pieces: list[tuple[int, int]] = []
    begin = start
    for stop in _boundaries(text, start, end):
        if stop <= begin:
            continue
        following = _skip_space(text, stop, end)
        if following < end and not _continues(text, begin, stop, following, end):
            pieces.append((begin, stop))
            begin = following
    if begin < end:
        pieces.append((begin, end))
    return pieces


def _boundaries(text: str, start: int, end: int) -> Iterator[int]:
    """Where sentences may end, closing marks included, in ascending order."""
    stretch = text[start:end]
    if not _HAS_STOP.search(stretch):
        return
    breaks = [piece[1] for piece in _splitter().span_tokenize(plain(stretch), False)]
    breaks[-1:] = []
    breaks += [match.end() for match in _ELLIPSIS.finditer(stretch)]
    # After an abbreviation Punkt looks at the closing mark, not at the word behind it.
    breaks += [match.end(1) for match in _STOP_IN_MARKS.finditer(stretch)]
    reached = start
    for at in sorted(set(breaks)):
        if start + at <= reached:  # among the closing marks of the one before
            continue
        closed = _CLOSING.match(text, start + at, end)
        reached = closed.end() if closed else start + at
        spaced = _SPACED_CLOSING.match(text, reached, end)
        if spaced:
            reached = spaced.end()
        yield reached


def plain(text: str) -> str:
    """The text as Punkt reads it best, one character for one: its rules know ASCII marks only, take an
    apostrophe before a word for a part of it, and a row of full stops for the ends of sentences."""
    return _MARKS.sub(_plain_mark, text.translate(_TO_ASCII))


def _plain_mark(match: re.Match[str]) -> str:
    return ('"' if match[0][0] == "'" else "~") * len(match[0])


_ELLIPSIS = re.compile(r"\.(?:\s\.){2,}|[.…]{2,}+")
_HAS_STOP = re.compile(r"[.!?…]")
_STOP_IN_MARKS = re.compile(r"([.!?…])[\"'”’]+\s+[“‘\"'(]*[A-Z]")


def _continues(text: str, begin: int, stop: int, following: int, end: int) -> bool:
    """Whether ``text[following:end]`` goes on with the sentence ``text[begin:stop]``."""
    word = _FIRST_WORD.match(text, following, end)
    if word is None:
        return not any(char.isalnum() for char in text[following : min(end, following + 40)])
    first = word.group(1)
    if first[0].islower() and not any(char.isupper() for char in first[1:3]):
        # Lower case starts a sentence only where the one before did too: tweets, poems.
        return not (text[stop - 1] in ".!?" and text[begin].islower())
    before = text[max(begin, stop - 24) : stop]
    if before[0] in "“\"'‘(.…" and not any(char.isalnum() for char in before):
        return True  # “… We lost
    if (first[0].isdigit() and _NUMBERED.search(before)) or _SHOUTED.search(before):
        return True
    if text[following] in "-–—(" and _PLACE.search(before):
        return True
    if first[0].isupper():
        if text[word.start(1) + 1 : word.end(1) + 1] == "." and _INITIAL.search(before):
            return True  # J. K. Rowling
        if _NAME_AHEAD.search(before) or _OPENING_INITIAL.fullmatch(text, begin, stop):
            return not _starts_sentences(first)
    if _SPACED_ELLIPSIS.search(before):
        return first.rstrip("'’mdvel") == "I" or not _starts_sentences(first)
    return False


def _starts_sentences(word: str) -> bool:
    return re.split("['’]", word.lower(), maxsplit=1)[0] in load("punkt.json")["starters"]


_INITIAL = re.compile(r"\b[A-Z]\.\Z")
_OPENING_INITIAL = re.compile(r"[^\w\s]{0,4}[A-Z]\.")  # J. Smith
_FIRST_WORD = re.compile(r"[^\w\s]{0,20}+(\w[\w'’]{0,20}+)")
_NUMBERED = re.compile(r"\b(?:[Nn]os?|[Ff]igs?|[Aa]rt|[Vv]ol|[Cc]h|[Ss]ec|[Ee]q|pp?)\.\Z")
# A title, or the initial of a middle name, asks for a name.
_NAME_AHEAD = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Sgt|Col|Capt|Adm|Rev|Hon|Pres|vs|[A-Z][\w.'’-]* [A-HJ-Z])\.\Z"
)
_PLACE = re.compile(r", [A-Z][a-z]{1,4}\.\Z")  # LA CROSSE, Wisc. —
_SPACED_ELLIPSIS = re.compile(r"(?<!\.)\s(?:…|\.\.\.|\.\s\.\s\.)\Z")
# Names that end in a mark of exclamation.
_SHOUTED = re.compile(r"\b(?:Yahoo|Jeopardy|E|Oklahoma)!\Z")


def _without_space(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _skip_space(text: str, at: int, end: int) -> int:
    match = _SPACE.match(text, at, end)
    return match.end() if match else at


def _punkt() -> Any:
    with lean.importing("nltk"):
        from nltk.tokenize import punkt
    return punkt


@cache
def _splitter() -> PunktSentenceTokenizer:
    """Punkt with the parameters we ship, its answers remembered: the same contexts come back often."""
    punkt = _punkt()

    class Splitter(punkt.PunktSentenceTokenizer):  # type: ignore[name-defined]
        def __init__(self, params: PunktParameters) -> None:
            super().__init__(params, lang_vars=language_vars())
            self._known: dict[str, bool] = {}

        def text_contains_sentbreak(self, text: str) -> bool:
            # "Nov. 8.”": the question is the stop after "Nov", not the one after "8".
            words = text.split(None, 1)
            if len(words) == 2:
                text = f"{words[0]} {words[1].rstrip(_TRAILING) or words[1]}"
            known = self._known.get(text)
            if known is None:
                known = super().text_contains_sentbreak(text)
                if len(text) < 80:
                    if len(self._known) >= _CACHED_CONTEXTS:
                        self._known.clear()
                    self._known[text] = known
            return known

    return Splitter(parameters(load("punkt.json")))


@cache
def language_vars() -> Any:
    """Punkt's own patterns, compiled by `re`: nltk's wrapper gives up after five seconds by the clock,
    which a machine asleep or overloaded can make of any text."""
    names = _punkt().PunktLanguageVars()
    words, contexts = names._word_tokenizer_re(), names.period_context_re()
    names._re_word_tokenizer = re.compile(words.pattern, re.VERBOSE)
    names._re_period_context = re.compile(contexts.pattern, re.VERBOSE)
    return names


def parameters(weights: dict[str, Any]) -> PunktParameters:
    """nltk's `PunktParameters` from the content of punkt.json."""
    params: PunktParameters = _punkt().PunktParameters()
    params.abbrev_types.update(weights["abbreviations"])
    params.collocations.update(map(tuple, weights["collocations"]))
    params.sent_starters.update(weights["starters"])
    for flags, words in weights["orthography"].items():
        for word in words.split():
            params.ortho_context[word] = int(flags)
    return params
