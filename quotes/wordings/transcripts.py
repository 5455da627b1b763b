"""What was printed against what was said: a quote compared with the passage of a speech it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ..language.marks import pair_marks
from ..language.paragraphs import paragraphs
from ..model import QuoteKind, Span
from .passages import Transcript
from .variants import Difference, compare

Verdict = Literal["verbatim", "cut", "altered", "not said here"]
VERDICTS: tuple[Verdict, ...] = ("altered", "cut", "verbatim", "not said here")
"""From the worst on; what is not in the transcript may well have been said elsewhere."""

GAP = " … "
# Where a quotation ends and another begins, as the parser joins them: “A,” she said. “B.”
_APART = re.compile(r"[”\"’'] … [“\"‘'\[]")


@dataclass(frozen=True, slots=True)
class Comparison:
    """How print differs from speech.

    ``verdict``: "verbatim", also where less was printed than the sentence said; "cut", something was left
    out in the middle, or in front of it words that deny it; "altered", words were changed, moved or put in;
    "not said here". ``said`` is the passage, its ``pieces`` (half-open, in code points of the transcript)
    joined by " … ", or the sentences round it where words that deny it were left out. ``flags`` name what
    changes the meaning: those of `variants.Variant`, "far apart" where words are joined that were not said
    together. ``differences`` are those between ``said`` and ``printed``, without an editor's own.
    """

    verdict: Verdict
    printed: str
    said: str = ""
    pieces: tuple[Span, ...] = ()
    flags: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()


def against(transcript: Transcript, text: str, kind: QuoteKind = "direct") -> Iterator[Comparison]:
    """A quote compared with the transcript: all of a direct one, of a mixed one each stretch that stands
    in quotation marks. Indirect speech vouches for no words: nothing is compared."""
    for printed in vouched(text, kind):
        yield _compared(transcript, printed, text)


def vouched(text: str, kind: QuoteKind) -> list[str]:
    """What of a quote's text a paper vouches for: what stands in quotation marks."""
    if kind == "direct":
        return [text]
    if kind == "indirect":
        return []
    return [text[q.start : q.end] for q in pair_marks(text, paragraphs(text)) if q.depth == 0]


def _compared(transcript: Transcript, printed: str, text: str) -> Comparison:
    passage = transcript.find(printed)
    if passage is None:
        return Comparison("not said here", printed)
    said = GAP.join(transcript.text[start:end] for start, end in passage.pieces)
    variant = compare(said, printed)
    flags: list[str] = [flag.kind for flag in variant.flags]
    differences = [each for each in variant.differences if each.kind != "editor"]
    joins = len(passage.pieces) - 1 > len(_APART.findall(printed))
    moved = joins and any(words < 0 for words in passage.left_out)
    verdict: Verdict = "verbatim"
    if moved or variant.kind == "altered" or any(each.kind in ("added", "changed") for each in differences):
        verdict = "altered"
    elif joins or any(each.where == "middle" for each in differences):
        verdict = "cut"
    if joins:
        flags.append("far apart")
    elif len(passage.pieces) == 1:
        sentences = transcript.text[slice(*transcript.around(passage.pieces[0]))]
        trimmed = _denial_trimmed(sentences, text)
        flags += trimmed
        if trimmed and verdict == "verbatim":
            verdict, said = "cut", sentences
            differences = [each for each in compare(said, printed).differences if each.kind != "editor"]
    return Comparison(verdict, printed, said, passage.pieces, tuple(dict.fromkeys(flags)), tuple(differences))


def _denial_trimmed(sentences: str, text: str) -> list[str]:
    """The flags of negations that stand round a passage, in its own sentences, and govern what was printed.

    ``text`` is all of the quote: what stands there outside of quotation marks denies, too.
    """
    return [
        flag.kind
        for flag in compare(sentences, text).flags
        if flag.kind == "negation lost" and flag.where != "middle"
    ]
