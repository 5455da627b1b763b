"""Quotation marks, told from apostrophes, inches and each other, and paired.

Marks of one family close each other whatever their shape ("We lost.”): printed news mixes them. A
paragraph that opens a quotation without closing it hands it on to the next one if that opens anew, as
printers' custom has it; else the quotation ends with its paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from ..model import Span
from .document import Quotation

_MARK = re.compile(r"''|``|[\"“”„‟«»‹›'‘’‚‛`]")
_SINGLE = frozenset("'‘’‚‛`‹›")
_OPENING_CONTEXT = frozenset('([{-–—―/:|>“„«‘‚"`*_')
_CLOSING_PUNCTUATION = frozenset(",.!?…—–-;:)]")
# Words that lose their beginning: the apostrophe before them opens nothing.
_CLIPPED = re.compile(
    r"(?:em|til|tis|twas|twill|cause|cos|bout|round|neath|n|nother|sup|\d0s|\d\ds?)\b", re.I
)
_DROPPED_G = re.compile(r"[a-z]{2,}in$", re.I)
_MOST_CLOSERS = 40  # how many possible ends of a single-marked quotation are looked at, so as to stay linear
_FEET = re.compile(r"\d ?['’′] ?\d{1,2}(?:[.½¼¾]\d*)?$")


class _Open:
    """A quotation that is not closed yet."""

    __slots__ = ("end", "group", "mark", "start")

    def __init__(self, start: int, mark: str, group: int, end: int = -1) -> None:
        self.start, self.mark, self.group, self.end = start, mark, group, end


def pair_marks(text: str, paragraphs: list[Span]) -> list[Quotation]:
    """Every quotation of the text, marks included, ordered by start; nested ones follow their outer one."""
    found: list[Quotation] = []
    carried: _Open | None = None
    groups = 0
    for number, paragraph in enumerate(paragraphs):
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        pairer = _Pairer(text, paragraph, carried, groups, following)
        carried = pairer.run()
        groups = pairer.groups
        found.extend(pairer.found)
    found.sort(key=lambda q: (q.start, -q.end))
    return found


class _Pairer:
    """One left-to-right pass over the marks of one paragraph, with a stack of what is open."""

    def __init__(
        self, text: str, span: Span, carried: _Open | None, groups: int, following: Span | None
    ) -> None:
        self.text, self.start, self.end = text, span.start, span.end
        self.carried, self.groups, self.following = carried, groups, following
        self.found: list[Quotation] = []
        self.stack: list[_Open] = []
        self.marks = [m.span() for m in _MARK.finditer(text, self.start, self.end)]
        self.double_at = [i for i, (a, b) in enumerate(self.marks) if text[a:b] not in _SINGLE]
        self.closers = [
            a
            for a, b in self.marks
            if text[a:b] in "'’" and not self._before(a).isspace() and not self._after(b).isalnum()
        ]

    def _before(self, i: int) -> str:
        return self.text[i - 1] if i > self.start else " "

    def _after(self, j: int) -> str:
        return self.text[j] if j < self.end else " "

    def _looks_open(self, i: int, j: int) -> bool:
        before = self._before(i)
        return (before.isspace() or before in _OPENING_CONTEXT) and not self._after(j).isspace()

    def _looks_closed(self, i: int, j: int) -> bool:
        after = self._after(j)
        return not self._before(i).isspace() and not after.isalnum()

    def run(self) -> _Open | None:
        """Pair the marks; return what the next paragraph continues, if any."""
        for index, (i, j) in enumerate(self.marks):
            mark = self.text[i:j]
            if mark in _SINGLE:
                self._single(i, j, mark)
            else:
                self._double(index, i, j, mark)
        return self._finish()

    # -- double marks -------------------------------------------------------------------------

    def _double(self, index: int, i: int, j: int, mark: str) -> None:
        depth = self._innermost_double()
        is_open = depth is not None
        if self._is_measure(i, j, mark, is_open):
            return
        opener = self.stack[depth].mark if depth is not None else ""
        match mark:
            case "„" | "‟" | "``":
                opens = True
            case "“":
                opens = not (
                    opener == "„" or (is_open and self._looks_closed(i, j) and not self._looks_open(i, j))
                )
            case "”":
                opens = not is_open and self._looks_open(i, j)
            case "«":
                opens = opener != "»"
            case "»":
                opens = not is_open and self._looks_open(i, j)
            case _:
                opens = self._straight_opens(i, j, is_open)
        if not opens:
            if depth is not None:
                self._close(depth, j)
            return
        if depth is not None and not self._is_nested(index):
            self._give_up(depth, i)
        self._open(i, mark)

    def _straight_opens(self, i: int, j: int, is_open: bool) -> bool:
        looks_open, looks_closed = self._looks_open(i, j), self._looks_closed(i, j)
        if is_open:
            return looks_open and not looks_closed
        return looks_open or not looks_closed

    def _is_measure(self, i: int, j: int, mark: str, is_open: bool) -> bool:
        """Inches: 5'10", and a 6” pipe, where nothing is open that the mark could close."""
        if mark not in '"”' and mark != "''":
            return False
        if not self._before(i).isdigit():
            return False
        return not is_open or _FEET.search(self.text, max(self.start, i - 8), i) is not None

    def _is_nested(self, index: int) -> bool:
        """Whether the opening mark at hand starts a quotation inside the open one: two that close follow."""
        at = bisect_right(self.double_at, index)
        following = [self.marks[k] for k in self.double_at[at : at + 2]]
        return len(following) == 2 and all(
            self.text[a:b] in ("”", "»") or (self._looks_closed(a, b) and not self._looks_open(a, b))
            for a, b in following
        )

    def _innermost_double(self) -> int | None:
        for depth in range(len(self.stack) - 1, max(-1, len(self.stack) - 9), -1):
            if self.stack[depth].mark not in _SINGLE:
                return depth
        return None

    # -- single marks -------------------------------------------------------------------------

    def _single(self, i: int, j: int, mark: str) -> None:
        if mark in "‹›":
            if self.stack and self.stack[-1].mark in "‹›":
                self._close(len(self.stack) - 1, j)
            elif self._looks_open(i, j):
                self._open(i, mark)
            return
        if self.stack and self.stack[-1].end == i:
            self._close(len(self.stack) - 1, j)
            return
        if mark == "’" or not self._looks_open(i, j) or (self.stack and self.stack[-1].mark in _SINGLE):
            return
        if _CLIPPED.match(self.text, j):
            return
        end = self._closing_single(j)
        continues = end < 0 and mark == "‘" and self._looks_open(i, j) and self._goes_on("‘")
        if end >= 0 or continues:
            self._open(i, mark, end)

    def _closing_single(self, after: int) -> int:
        """Where a single-marked quotation ends: the first mark that is no plural's or dropped letter's."""
        limit = self.end
        if self._innermost_double() is not None:
            following_double = bisect_right(self.double_at, bisect_right(self.marks, (after, after)) - 1)
            if following_double < len(self.double_at):
                limit = self.marks[self.double_at[following_double]][0] + 1
        weak = -1
        at = bisect_right(self.closers, after)
        for i in self.closers[at : at + _MOST_CLOSERS]:
            if i >= limit:
                break
            before, following = self.text[i - 1], self._after(i + 1)
            doubtful = (
                before in "sSzx" or _DROPPED_G.search(self.text, max(self.start, i - 12), i) is not None
            )
            if not doubtful or following in _CLOSING_PUNCTUATION or i + 1 >= self.end:
                return i
            if weak < 0:
                weak = i
        return weak

    # -- the stack ----------------------------------------------------------------------------

    def _open(self, i: int, mark: str, end: int = -1) -> None:
        group = -1
        if self.carried is not None and i == self.start and self._same_family(self.carried.mark, mark):
            group = self.carried.group
        self.carried = None
        if group < 0:
            group = self.groups
            self.groups += 1
        self.stack.append(_Open(i, mark, group, end))

    def _close(self, depth: int, j: int) -> None:
        """Close the quotation at this depth; what is open inside it ends with it, unmarked."""
        while len(self.stack) > depth + 1:
            inner = self.stack.pop()
            if inner.mark not in _SINGLE:
                self._emit(inner, j - 1, False, len(self.stack))
        self._emit(self.stack.pop(), j, True, len(self.stack))

    def _give_up(self, depth: int, i: int) -> None:
        """An opening mark where a closing one was due: the open quotation ends before it."""
        while len(self.stack) > depth:
            unclosed = self.stack.pop()
            self._emit(unclosed, i, False, len(self.stack))

    def _emit(self, opened: _Open, end: int, closed: bool, depth: int) -> None:
        while end > opened.start and self.text[end - 1].isspace():
            end -= 1
        if end - opened.start > 1:
            self.found.append(Quotation(opened.start, end, closed, depth, opened.group))

    def _finish(self) -> _Open | None:
        bottom = self.stack[0] if self.stack else None
        goes_on = bottom is not None and self._goes_on(bottom.mark)
        while self.stack:
            opened = self.stack.pop()
            self._emit(opened, self.end, goes_on and opened is bottom, len(self.stack))
        return bottom if goes_on else None

    def _goes_on(self, mark: str) -> bool:
        return self.following is not None and self._same_family(
            mark, self.text[self.following.start : self.following.start + 2]
        )

    @staticmethod
    def _same_family(mark: str, other: str) -> bool:
        if mark in _SINGLE:
            return other[:1] in ("‘", "'") and other[:2] != "''"
        return other[:1] in '"“„«‟”' or other[:2] in ("''", "``")
