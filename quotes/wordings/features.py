"""What a text is recognised by in another that holds some of its words: hashes of neighbouring telling words.

Telling words do more than hold sentences together (`lexicon.FUNCTION` has the rest). From each of them on, as
many as it takes to make two words and `LETTERS` letters are one feature, whatever stands between them. So a
stretch of a long text has the same features as the stretch by itself, whichever "not" or "will" was changed;
short, frequent words need company to count, and texts in any language have features of about the same rarity.
"""

from __future__ import annotations

from collections.abc import Sequence

from .fingerprints import stable_hashes
from .lexicon import FUNCTION

LETTERS = 9
# These are kept for every place of a text, since a short stretch of a long one must share some. Of very long
# texts no more than so many: the smallest, which are spread evenly.
MOST = 20_000
# A letter of a script that writes words with one or two counts for several.
_DENSE, _DENSE_FROM = 4, "\u2e80"


def features(words: Sequence[str]) -> tuple[int, ...]:
    """The different features of normalised words, in the order of their numbers; none for fewer than two
    telling words of `LETTERS` letters together."""
    telling = [word for word in words if word not in FUNCTION]
    sizes = list(map(len, telling))
    if telling and max(telling) >= _DENSE_FROM:
        sizes = [len(word) * _DENSE if word >= _DENSE_FROM else len(word) for word in telling]
    found: set[str] = set()
    last = len(telling) - 1
    for n in range(last):
        end = n + 1
        letters = sizes[n] + sizes[end]
        if letters >= LETTERS:
            found.add(f"{telling[n]} {telling[end]}")
            continue
        while letters < LETTERS and end < last:
            end += 1
            letters += sizes[end]
        if letters >= LETTERS:
            found.add(" ".join(telling[n : end + 1]))
    return tuple(sorted(stable_hashes(found))[:MOST])
