"""How two printings of the same words differ: same, part, cut or altered, where, and with what danger."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from ..model import Span
from . import flags
from .alignment import Block, align
from .flags import Flag, Gap
from .words import Word, words_of

VariantKind = Literal["same", "part", "cut", "altered"]
VARIANT_KINDS: tuple[VariantKind, ...] = ("same", "part", "cut", "altered")
DifferenceKind = Literal["left out", "added", "changed", "editor"]

ELLIPSIS = re.compile(r"…|\.\s?\.\s?\.|\[\s*\]")
# More words left out than this, or the end of a sentence among them: what stands beside it stood far apart.
FAR_WORDS = 15
# A negation that is lost with so few words, and without a mark, is a change; with more, it is a cut.
_SILENT = 5
# An editor's brackets stand for at most so many words that were said.
_BRACKETED = 6
_SLIDE = 8  # words


@dataclass(frozen=True, slots=True)
class Difference:
    """One place in which two texts differ, with its span in each (code points, half-open; empty where
    nothing stands there) and its words as printed.

    ``kind``: "left out" of the other text, "added" there, "changed", or "editor" for what an editor's
    brackets account for. ``where`` is "start", "middle" or "end"; ``ellipsis`` tells that a mark of omission
    owns up to it.
    """

    kind: DifferenceKind
    where: Literal["start", "middle", "end"]
    one: Span
    other: Span
    was: str
    now: str
    ellipsis: bool = False


@dataclass(frozen=True, slots=True)
class Variant:
    """How the other text differs from the one.

    ``kind``: "same" words; "part", one is the other trimmed at an end; "cut", one is the other without
    something in the middle; "altered", words were changed. ``shared`` counts the words in common, ``words``
    all of each text. ``flags`` are the differences that change what is said.
    """

    kind: VariantKind
    differences: tuple[Difference, ...]
    flags: tuple[Flag, ...]
    shared: int
    words: tuple[int, int]


def compare(one: str, other: str) -> Variant:
    """How a text differs from another, which it is compared with word by word, in time about linear in both.

    Texts that share nothing are "altered" with ``shared`` 0: whether two texts are one wording at all is
    what `joining.same_wording` tells. Never raises.
    """
    a_all, b_all = words_of(one), words_of(other)
    a, b = _spoken(a_all), _spoken(b_all)
    blocks = align([word.word for word in a], [word.word for word in b])
    blocks = _slid(one, other, a, b, _torn(one, other, a, b, blocks))
    shared = sum(block.size for block in blocks)
    size = (len(a), len(b))
    if not shared:
        same = not a and not b and one == other
        whole = Difference("changed", "middle", Span(0, len(one)), Span(0, len(other)), one, other)
        return Variant("same" if same else "altered", () if same else (whole,), (), 0, size)
    gaps = _gaps(one, other, a, b, blocks)
    differences = []
    found: list[Flag] = []
    for gap in gaps:
        editor = _by_editor(gap, a_all, b_all)
        differences.append(_difference(gap, editor))
        found += flags.of_gap(gap)
        if gap.where == "middle" and _far(gap):
            found.append(flags.flag("far apart", gap))
    found = flags.settled(found)
    return Variant(_kind(differences, found), tuple(differences), tuple(found), shared, size)


def _spoken(words: list[Word]) -> list[Word]:
    return [word for word in words if not word.added] or words


def _gaps(one: str, other: str, a: list[Word], b: list[Word], blocks: list[Block]) -> list[Gap]:
    found = []
    end_a = end_b = 0
    for n, block in enumerate([*blocks, Block(len(a), len(b), 0)]):
        if (block.a > end_a or block.b > end_b) and not _one_word(a[end_a : block.a], b[end_b : block.b]):
            where: Literal["start", "middle", "end"]
            where = "start" if n == 0 else "end" if n == len(blocks) else "middle"
            found.append(Gap(one, other, a, b, (end_a, block.a), (end_b, block.b), where))
        end_a, end_b = block.a + block.size, block.b + block.size
    return found


def _one_word(one: list[Word], other: list[Word]) -> bool:
    """Whether words differ in blanks and hyphens only: subcounty, sub-county."""
    return bool(one and other) and "".join(w.word for w in one) == "".join(w.word for w in other)


def _torn(one: str, other: str, a: list[Word], b: list[Word], blocks: list[Block]) -> list[Block]:
    """A single block cut in two where the shorter text owns up to leaving something out.

    What stands before the ellipsis then comes from earlier on, although it stands there a second time.
    """
    if len(blocks) != 1 or not blocks[0].size or len(a) == len(b):
        return blocks
    flipped = len(a) > len(b)
    long, short, text, printed = (a, b, one, other) if flipped else (b, a, other, one)
    at = blocks[0].a if flipped else blocks[0].b
    if blocks[0].size != len(short):
        return blocks
    for n in range(1, min(len(short), _SLIDE)):
        omitted = ELLIPSIS.search(printed[short[n - 1].end : short[n].start])
        if omitted and not ELLIPSIS.search(text[long[at + n - 1].end : long[at + n].start]):
            head = [word.word for word in short[:n]]
            for start in range(at - n, -1, -1):
                if [word.word for word in long[start : start + n]] == head:
                    pairs = ((start, 0, n), (at + n, n, len(short) - n))
                    return [Block(x, y, size) if flipped else Block(y, x, size) for x, y, size in pairs]
    return blocks


def _slid(one: str, other: str, a: list[Word], b: list[Word], blocks: list[Block]) -> list[Block]:
    """Blocks moved so that what is left out lies where a mark of omission stands, or between clauses.

    Of "the bank told us the bank failed" either "the bank" may be what is kept.
    """
    found = list(blocks)
    for n in range(len(found) - 1):
        left, right = found[n], found[n + 1]
        in_one = right.a > left.a + left.size
        if in_one == (right.b > left.b + left.size):
            continue
        words, text = (a, one) if in_one else (b, other)
        kept, printed = (b, other) if in_one else (a, one)
        start = left.a + left.size if in_one else left.b + left.size
        end = right.a if in_one else right.b
        at = left.b + left.size if in_one else left.a + left.size
        best, best_rank = 0, -1
        for step in range(-min(left.size - 1, _SLIDE), min(right.size - 1, _SLIDE) + 1):
            if step < 0 and any(words[start + i].word != words[end + i].word for i in range(step, 0)):
                continue
            if step > 0 and any(words[start + i].word != words[end + i].word for i in range(step)):
                break
            seam = printed[kept[at + step - 1].end : kept[at + step].start]
            clause = text[words[end + step - 1].end : words[end + step].start].strip()
            rank = 4 * bool(ELLIPSIS.search(seam)) + 2 * bool(clause) + (step == 0)
            if rank > best_rank:
                best, best_rank = step, rank
        found[n] = Block(left.a, left.b, left.size + best)
        found[n + 1] = Block(right.a + best, right.b + best, right.size - best)
    return found


def _by_editor(gap: Gap, a_all: list[Word], b_all: list[Word]) -> bool:
    """Whether what differs is what a text has in brackets, or what the brackets of the other stand for."""
    one, other = gap.spans
    (a0, a1), (b0, b1) = gap.a, gap.b
    for gone, kept, place, words in ((a1 - a0, b1 - b0, other, b_all), (b1 - b0, a1 - a0, one, a_all)):
        if 0 < gone <= _BRACKETED and not kept:
            around = _around(place, words)
            if any(word.added and around[0] <= word.start and word.end <= around[1] for word in words):
                return True
    return False


def _around(place: Span, words: list[Word]) -> tuple[int, int]:
    """From the last spoken word before a place to the first one behind it."""
    before = max((word.end for word in words if not word.added and word.end <= place[0]), default=0)
    after = min((word.start for word in words if not word.added and word.start >= place[1]), default=1 << 60)
    return before, after


def _difference(gap: Gap, editor: bool) -> Difference:
    one, other = gap.spans
    was, now = gap.one[one[0] : one[1]], gap.other[other[0] : other[1]]
    kind: DifferenceKind = "changed" if was and now else "left out" if was else "added"
    omitted = bool(ELLIPSIS.search(gap.one[slice(*gap.seam_one)] + "\n" + gap.other[slice(*gap.seam_other)]))
    return Difference("editor" if editor else kind, gap.where, one, other, was, now, omitted)


def _far(gap: Gap) -> bool:
    (a0, a1), (b0, b1) = gap.a, gap.b
    if min(a1 - a0, b1 - b0) > 0:
        return False
    if max(a1 - a0, b1 - b0) > FAR_WORDS:
        return True
    text, seam = (gap.one, gap.seam_one) if a1 > a0 else (gap.other, gap.seam_other)
    return bool(flags.SENTENCE_END.search(text[slice(*seam)]))


def _kind(differences: list[Difference], found: list[Flag]) -> VariantKind:
    counted = [d for d in differences if d.kind != "editor"]
    if not counted:
        return "same"
    if any(d.kind == "changed" for d in counted):
        return "altered"
    middle = {d.kind for d in counted if d.where == "middle"}
    reversing = {"negation lost", "negation gained", "modality changed", "tense changed"}
    if any(
        f.kind in reversing and f.where == "middle" and not f.ellipsis and f.words <= _SILENT for f in found
    ):
        return "altered"
    if len(middle) > 1:
        # Each lacks something that the other has: cut only where both own up to it.
        return "cut" if all(d.ellipsis for d in counted if d.where == "middle") else "altered"
    return "cut" if middle else "part"
