"""Fingerprints of texts: a key that texts of the same words share, and hashes that similar texts share.

They are the same in every process and on every machine, and fit SQLite's integers (63 bits), so that they can
be stored. For whole articles (wire copies) as for quotes::

    exact_key(text)          # equal for two texts of the same words, whatever their case, marks and spelling
    smallest_hashes(text)    # up to four numbers; two copies that were edited a little share at least one

Store a row per hash in a table ``(h, id) WITHOUT ROWID``; whatever shares a hash with a new text is a
candidate, to be looked at (with rapidfuzz, say) before it counts as a copy. Two texts of which a part ``s``
of all shingles (`shingles`) is common share one of the four smallest with a probability of about
1 - (1 - s) ** 4.
Of a short stretch inside a long text they say nothing: that is what `features.py` is for.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from hashlib import blake2b
from heapq import nsmallest
from struct import unpack

from .words import normal_words

SHINGLE, KEPT = 4, 4


def stable_hash(text: str) -> int:
    """A number from 0 to 2 ** 63 - 1 that is the same wherever it is computed."""
    data = text.encode() if text.isascii() else text.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big") >> 1


def stable_hashes(texts: Collection[str]) -> set[int]:
    """The `stable_hash` of each, in half the time."""
    try:
        found = [blake2b(text.encode(), digest_size=8).digest() for text in texts]
    except UnicodeEncodeError:
        return set(map(stable_hash, texts))
    return {number >> 1 for number in unpack(f">{len(found)}Q", b"".join(found))}


def exact_key(text: str) -> int | None:
    """What texts of the same words share: the hash of `normal_words`; None for a text without any."""
    return key_of(normal_words(text))


def key_of(words: Sequence[str]) -> int | None:
    """`exact_key` of words that are normalised already."""
    return stable_hash(" ".join(words)) if words else None


def shingles(words: Sequence[str], size: int = SHINGLE) -> set[str]:
    """Every ``size`` words that follow each other; of fewer words, all of them as one."""
    if len(words) <= size:
        return {" ".join(words)} if words else set()
    return {" ".join(words[n : n + size]) for n in range(len(words) - size + 1)}


def smallest_hashes(text: str, size: int = SHINGLE, kept: int = KEPT) -> tuple[int, ...]:
    """The smallest hashes of a text's shingles, in order: at most ``kept``, none for a text without words."""
    return hashes_of(normal_words(text), size, kept)


def hashes_of(words: Sequence[str], size: int = SHINGLE, kept: int = KEPT) -> tuple[int, ...]:
    """`smallest_hashes` of words that are normalised already."""
    return tuple(nsmallest(kept, map(stable_hash, shingles(words, size))))
