"""Which words of one text stand in another, in order: matching blocks, in time about linear in the length."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from .lexicon import COMMON

_GRAM = 3
# Between anchors, stretches up to this many pairs of words are compared word by word.
_SMALL = 40_000
# Blocks of so many common words, between larger changes, are there by chance.
_CHANCE, _CHANGED = 2, 3


class Block(NamedTuple):
    """``size`` words that follow each other in both texts, from word ``a`` of one and ``b`` of the other."""

    a: int
    b: int
    size: int


def align(a: Sequence[str], b: Sequence[str]) -> list[Block]:
    """The blocks that two lists of normalised words share, in order and without overlap."""
    if list(a) == list(b):
        return [Block(0, 0, len(a))] if a else []
    at = find(a, b)
    if at is not None:
        return [Block(at, 0, len(b))]
    at = find(b, a)
    if at is not None:
        return [Block(0, at, len(a))]
    found = []
    end_a = end_b = 0
    for block in [*_anchors(a, b), Block(len(a), len(b), 0)]:
        found += _between(a, b, end_a, block.a, end_b, block.b)
        if block.size:
            found.append(block)
        end_a, end_b = block.a + block.size, block.b + block.size
    return _without_chance(a, _merged(found), len(a), len(b))


def find(words: Sequence[str], part: Sequence[str]) -> int | None:
    """Where a stretch of words first stands in others, or None."""
    if not part or len(part) > len(words):
        return None
    # As strings, so that the search runs in C: every word is between blanks.
    text = f" {' '.join(words)} "
    at = text.find(f" {' '.join(part)} ")
    return text.count(" ", 0, at) if at >= 0 else None


def _anchors(a: Sequence[str], b: Sequence[str]) -> list[Block]:
    """Stretches around trigrams that stand once in each text, as many as are in the same order."""
    once_a, once_b = _once(a), _once(b)
    pairs = sorted((at, once_b[gram]) for gram, at in once_a.items() if gram in once_b)
    found: list[Block] = []
    for at, other in _rising(pairs):
        last = found[-1] if found else Block(0, 0, 0)
        if at < last.a + last.size:
            continue  # inside the block before
        first_a, first_b = at, other
        while (
            first_a > last.a + last.size and first_b > last.b + last.size and a[first_a - 1] == b[first_b - 1]
        ):
            first_a, first_b = first_a - 1, first_b - 1
        if first_b < last.b + last.size:
            continue
        size = at - first_a
        while first_a + size < len(a) and first_b + size < len(b) and a[first_a + size] == b[first_b + size]:
            size += 1
        found.append(Block(first_a, first_b, size))
    return found


def _once(words: Sequence[str]) -> dict[tuple[str, ...], int]:
    seen: dict[tuple[str, ...], int] = {}
    for n in range(len(words) - _GRAM + 1):
        gram = tuple(words[n : n + _GRAM])
        seen[gram] = -1 if gram in seen else n
    return {gram: n for gram, n in seen.items() if n >= 0}


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs that rises on both sides (patience sorting)."""
    tops: list[int] = []
    at_top: list[int] = []
    before: list[int] = []
    for n, (_, b) in enumerate(pairs):
        pile = bisect_left(tops, b)
        before.append(at_top[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(b)
            at_top.append(n)
        else:
            tops[pile], at_top[pile] = b, n
    found = []
    n = at_top[-1] if at_top else -1
    while n >= 0:
        found.append(pairs[n])
        n = before[n]
    return found[::-1]


def _between(a: Sequence[str], b: Sequence[str], a0: int, a1: int, b0: int, b1: int) -> list[Block]:
    """The blocks of what lies between two anchors."""
    if a0 == a1 or b0 == b1:
        return []
    if (a1 - a0) * (b1 - b0) > _SMALL:
        # Repetitive, or changed throughout: bit by bit, in C.
        alike = LCSseq.opcodes(a[a0:a1], b[b0:b1])
        return [
            Block(a0 + o.src_start, b0 + o.dest_start, o.src_end - o.src_start)
            for o in alike
            if o.tag == "equal"
        ]
    matcher = SequenceMatcher(None, a[a0:a1], b[b0:b1], autojunk=False)
    return [Block(a0 + i, b0 + j, size) for i, j, size in matcher.get_matching_blocks() if size]


def _merged(blocks: list[Block]) -> list[Block]:
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if last and (last.a + last.size, last.b + last.size) == (block.a, block.b):
            found[-1] = Block(last.a, last.b, last.size + block.size)
        else:
            found.append(block)
    return found


def _without_chance(a: Sequence[str], blocks: list[Block], len_a: int, len_b: int) -> list[Block]:
    """Drop blocks of a few common words that stand far from the rest, or between larger changes."""

    def gap(left: Block | None, right: Block | None) -> tuple[int, int]:
        start = (left.a + left.size, left.b + left.size) if left else (0, 0)
        end = (right.a, right.b) if right else (len_a, len_b)
        return end[0] - start[0], end[1] - start[1]

    found = list(blocks)
    n = 0
    while n < len(found) and len(found) > 1:
        block = found[n]
        left = found[n - 1] if n else None
        right = found[n + 1] if n + 1 < len(found) else None
        words = a[block.a : block.a + block.size]
        weak = block.size <= _CHANCE and all(word in COMMON for word in words)
        before, after = gap(left, block), gap(block, right)
        if weak and left is None:
            drop = max(after) > _CHANCE and before != (0, 0)
        elif weak and right is None:
            drop = max(before) > _CHANCE and after != (0, 0)
        else:
            one_sided = (before[0] == after[0] == 0) or (before[1] == after[1] == 0)
            drop = weak and not one_sided and min(max(before), max(after)) >= _CHANGED
        if drop:
            del found[n]
            n = max(n - 1, 0)
        else:
            n += 1
    return found
