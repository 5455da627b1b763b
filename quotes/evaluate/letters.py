"""Sets of the letters of a text, kept as stretches: what is inside a content, and what two contents share.

Letters and digits are numbered through the text, all else is left out, so that two spans which differ in
their marks and blanks only are the same stretch. A set is a tuple of half-open stretches in order, none of
which touch; operations take time linear in the number of stretches, however long these are.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate

Letters = tuple[tuple[int, int], ...]


def numbered(text: str) -> list[int]:
    """How many letters and digits stand before each offset of the text: ``len(text) + 1`` numbers."""
    return list(accumulate(map(str.isalnum, text), initial=0))


def covered(numbers: list[int], spans: Iterable[tuple[int, int]]) -> Letters:
    """The letters inside any of the spans, given in code points; ``numbers`` are those of `numbered`."""
    return united((numbers[start], numbers[end]) for start, end in spans)


def united(stretches: Iterable[tuple[int, int]]) -> Letters:
    """The letters of all the stretches, which may be in any order, overlap or be empty."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if start >= end:
            continue
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)


def size(letters: Letters) -> int:
    """How many letters there are."""
    return sum(end - start for start, end in letters)


def shared(a: Letters, b: Letters) -> int:
    """How many letters are in both."""
    n = i = j = 0
    while i < len(a) and j < len(b):
        n += max(0, min(a[i][1], b[j][1]) - max(a[i][0], b[j][0]))
        if a[i][1] < b[j][1]:
            i += 1
        else:
            j += 1
    return n
