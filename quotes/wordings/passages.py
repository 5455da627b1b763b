"""Where in a speech a quote comes from: the passages of a long text whose words a short one prints.

A quote may skip, stitch together and change words, so equal stretches are looked for and chained: the chain
that explains most of the quote with the fewest and shortest jumps wins. Rare words count for more than
common ones. Linear in the transcript once, and about that of the quote's length for each quote.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import log2
from typing import NamedTuple

from ..model import Span
from .words import Word, words_of

FAR = 15
"""Words. What stands further apart is another passage: printed together it reads as it was not said."""

LEAST = 0.6
"""Share of a quote's words that have to stand in the transcript, in order, for it to come from there."""

_LEAST_WEIGHT = 0.45  # the same by what the words weigh
_COMMONEST = 300  # places of a pair of words that are looked at
_RARE = 8
_MOST_STRETCHES, _LEAST_STRETCHES, _LOOK_BACK = 160, 2, 200
_DEAREST_JUMP, _MARKED = 8.0, 0.3
_SHORT = 500  # words; of a shorter transcript no word's frequency says how rare it is
_AGAIN = 4  # words left over that are worth a second search, since they may be from further up
_END = re.compile(r"[.!?]|\n\s*\n")
# What ends a sentence, group 1 behind it: not a full stop behind a title or an initial.
_SENTENCE_END = re.compile(
    r"(?:(?<!\b[A-Z])(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bDr)[.!?][\"'”’»)\]]*()\s+|()\n\s*\n)"
)
_ELLIPSIS = re.compile(r"…|\.\s?\.\s?\.")


class Stretch(NamedTuple):
    """``size`` words that follow each other in quote and transcript, from word ``i`` of one and ``j``."""

    i: int
    j: int
    size: int


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a quote comes from.

    ``pieces`` are stretches of the transcript in the order of the quote, half-open, in code points: several
    where the quote joins what stands more than `FAR` words apart. ``found`` is the share of the quote's words
    that stand in them. ``left_out`` counts the words between each piece and the next; negative where
    the next stands further up.
    """

    pieces: tuple[Span, ...]
    found: float
    left_out: tuple[int, ...] = ()


class Transcript:
    """A text to look for quotes in: `find` gives the passage that one comes from."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._words = [word for word in words_of(text) if not word.added]
        self._plain = [word.word for word in self._words]
        self._ends: list[tuple[int, int]] | None = None
        self._joined = f" {' '.join(self._plain)} "
        self._counts = Counter(self._plain)
        self._pairs: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._places: dict[str, list[int]] = defaultdict(list)
        for j, word in enumerate(self._plain):
            if self._counts[word] <= _RARE:
                self._places[word].append(j)
            if j:
                self._pairs[self._plain[j - 1], word].append(j - 1)

    def __len__(self) -> int:
        return len(self._plain)

    def find(self, text: str) -> Passage | None:
        """The passage that the words of ``text`` come from; None where less than `LEAST` of them do."""
        found = [word for word in words_of(text) if not word.added]
        words = [word.word for word in found]
        if not words:
            return None
        at = self._joined.find(f" {' '.join(words)} ")
        if at >= 0:
            j = self._joined.count(" ", 0, at)
            return Passage((self._span(j, j + len(words)),), 1.0)
        chain = self._chain(words, 0, len(words), _breaks(text, found))
        chain = self._with_the_rest(words, chain)
        share = sum(stretch.size for stretch in chain) / len(words)
        if share < LEAST or not self._says_something(chain, words):
            return None
        return self._passage(chain, len(words), share)

    def around(self, span: Span) -> Span:
        """The span widened to whole sentences, roughly: abbreviations may end one."""
        if self._ends is None:
            found = _SENTENCE_END.finditer(self.text)
            self._ends = [(match.start(match.lastindex or 1), match.end()) for match in found]
        before = bisect_right(self._ends, (span.start, len(self.text)))
        behind = bisect_left(self._ends, (span.end, 0))
        start = self._ends[before - 1][1] if before else 0
        return Span(start, self._ends[behind][0] if behind < len(self._ends) else len(self.text))

    def _span(self, first: int, last: int) -> Span:
        return Span(self._words[first].start, self._words[last - 1].end)

    def _weight(self, word: str) -> float:
        return 0.25 * log2(1 + max(len(self), _SHORT) / max(1, self._counts[word]))

    def _stretches(self, words: Sequence[str], first: int, last: int) -> list[Stretch]:
        """Maximal equal stretches of two words or more, and single words that the transcript has seldom."""
        found: list[list[int]] = []
        open_at: dict[int, list[int]] = {}  # by diagonal: a stretch that may go on
        for i in range(first, last - 1):
            places = self._pairs.get((words[i], words[i + 1]), ())
            for j in places[:_COMMONEST]:
                going = open_at.get(j - i)
                if going and going[0] + going[2] == i + 1:
                    going[2] += 1
                else:
                    open_at[j - i] = going = [i, j, 2]
                    found.append(going)
        covered = {(i + n, j + n) for i, j, size in found for n in range(size)}
        for i in range(first, last):
            found += [[i, j, 1] for j in self._places.get(words[i], ()) if (i, j) not in covered]
        stretches = [Stretch(*each) for each in found]
        if len(stretches) > _MOST_STRETCHES:
            # Of those that begin with one word of the quote the longest, the same number for every word.
            by_start: dict[int, list[Stretch]] = defaultdict(list)
            for one in sorted(stretches, key=lambda one: (-one.size, one.j)):
                by_start[one.i].append(one)
            each = max(_LEAST_STRETCHES, _MOST_STRETCHES // len(by_start))
            stretches = [one for several in by_start.values() for one in several[:each]]
        return sorted(stretches)

    def _worth(self, stretch: Stretch, words: Sequence[str]) -> float:
        return sum(self._weight(word) for word in words[stretch.i : stretch.i + stretch.size])

    def _chain(self, words: Sequence[str], first: int, last: int, breaks: frozenset[int]) -> list[Stretch]:
        """The stretches, in order on both sides, that explain ``words[first:last]`` best."""
        stretches = self._stretches(words, first, last)
        score: list[float] = []
        before: list[int] = []
        for n, here in enumerate(stretches):
            gained, best, came = self._worth(here, words), 0.0, -1
            for m in range(max(0, n - _LOOK_BACK), n):
                there = stretches[m]
                over = max(there.i + there.size - here.i, there.j + there.size - here.j, 0)
                if over >= here.size or there.i >= here.i or there.j >= here.j:
                    continue
                value = score[m] - _jump(there, here, breaks)
                if over:  # what both have counts once
                    value -= self._worth(here._replace(size=over), words)
                if value > best:
                    best, came = value, m
            score.append(gained + best)
            before.append(came)
        n = max(range(len(score)), key=score.__getitem__, default=-1)
        chain: list[Stretch] = []
        while n >= 0:
            here = stretches[n]
            if chain:  # what overlaps belongs to the later one
                size = min(here.size, chain[-1].i - here.i, chain[-1].j - here.j)
                here = Stretch(here.i, here.j, size)
            chain.append(here)
            n = before[n]
        return chain[::-1]

    def _with_the_rest(self, words: Sequence[str], chain: list[Stretch]) -> list[Stretch]:
        """With what the quote prints from elsewhere: stretches of it that stand in another order."""
        whole = list(chain)
        edges = [(0, 0), *((one.i, one.i + one.size) for one in chain), (len(words), len(words))]
        for (_, start), (end, _) in itertools.pairwise(edges):
            if end - start >= _AGAIN:
                rest = self._chain(words, start, end, frozenset())
                if sum(one.size for one in rest) >= max(_AGAIN, 0.7 * (end - start)):
                    whole += rest
        return sorted(whole)

    def _says_something(self, chain: list[Stretch], words: Sequence[str]) -> bool:
        """Whether the chain is more than chance: by weight, too, where a word unknown here counts most."""
        known = sum(self._worth(one, words) for one in chain)
        longest = max(one.size for one in chain)
        matched = sum(one.size for one in chain)
        return known >= _LEAST_WEIGHT * sum(map(self._weight, words)) and (
            longest >= 4 or (matched >= 3 and matched >= 0.7 * len(words))
        )

    def _passage(self, chain: list[Stretch], size: int, share: float) -> Passage:
        """The chain as stretches of the text, each widened over words that were changed at its ends."""
        groups = [[chain[0]]]
        for one in chain[1:]:
            last = groups[-1][-1]
            between = one.j - (last.j + last.size)
            if between >= 0 and between - (one.i - last.i - last.size) <= FAR:
                groups[-1].append(one)
            else:
                groups.append([one])
        bounds = [[group[0].j, group[-1].j + group[-1].size] for group in groups]
        for _ in range(chain[0].i):
            bounds[0][0] -= not self._ends_before(bounds[0][0])
        for _ in range(size - chain[-1].i - chain[-1].size):
            bounds[-1][1] += not self._ends_before(bounds[-1][1])
        left_out = tuple(b[0] - a[1] for a, b in itertools.pairwise(bounds))
        return Passage(tuple(self._span(*each) for each in bounds), share, left_out)

    def _ends_before(self, j: int) -> bool:
        """Whether a sentence ends before this word, or the text does."""
        return not 0 < j < len(self) or bool(
            _END.search(self.text, self._words[j - 1].end, self._words[j].start)
        )


def _jump(there: Stretch, here: Stretch, breaks: frozenset[int]) -> float:
    """What it costs to go on from one stretch to the next: the more, the more is left out."""
    skipped = abs((here.j - there.j - there.size) - (here.i - there.i - there.size))
    cost = min(_DEAREST_JUMP, 0.5 + 0.6 * log2(1 + skipped)) if skipped else 0.3
    marked = breaks and any(i in breaks for i in range(there.i + 1, here.i + 1))
    return cost * _MARKED if marked else cost


def _breaks(text: str, words: list[Word]) -> frozenset[int]:
    """The words before which an ellipsis stands."""
    return frozenset(
        n
        for n, (one, other) in enumerate(itertools.pairwise(words), 1)
        if other.start - one.end > 1 and _ELLIPSIS.search(text, one.end, other.start)
    )
