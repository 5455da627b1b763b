"""An article's text with its quotes marked in place, as HTML.

The only way text gets into the page is through `clean`, which escapes it. Spans may nest, overlap or
touch, be empty or point outside the text: whatever they are, the elements come out well nested.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from ..language.paragraphs import paragraphs

COLOURS = 24
"""How many colours the style sheet has for speakers, as classes ``q-c0`` and so on; then they come again."""

PARTS = ("cue", "mention")
"""Kinds of marks that are no quotes: they have no number, no colour, and are underlined on demand."""

_CONTROLS = {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n\r"}


@dataclass(frozen=True, slots=True)
class Mark:
    """One quote to be marked: where its words stand, and what to say about it.

    ``spans`` are half-open code points into the text, ``colour`` the number of its speaker's colour
    (None where the speaker is unknown), ``label`` a line such as "Ana Ruiz, direct, 97 %", ``href``
    the page of the quote (empty for none). ``checked`` if a person has reviewed it. ``who`` and ``facts``
    stand on the card that opens over its number; without facts there is none.
    """

    id: str
    n: int
    kind: str
    spans: tuple[tuple[int, int], ...]
    colour: int | None
    label: str
    href: str
    checked: bool = False
    who: str = ""
    facts: tuple[str, ...] = ()


Piece = tuple[int, int, Mark]
"""A stretch of a quote within one paragraph: from, to (half-open), and the quote."""


def colours(names: Iterable[str | None]) -> dict[str, int]:
    """A colour for each name, by number, in the order in which the names first come; None gets none."""
    found: dict[str, int] = {}
    for name in names:
        if name is not None and name not in found:
            found[name] = len(found) % COLOURS
    return found


def clean(text: str) -> Markup:
    """The text escaped for HTML, control characters (which HTML cannot hold) shown as pictures of them."""
    return escape(text.translate(_CONTROLS))


def render(text: str, marks: Sequence[Mark], start: int = 0, end: int | None = None) -> Markup:
    """``text[start:end]`` as paragraphs of HTML with every mark in its place.

    The first stretch of a quote carries the id ``q-<id>``; after its last stands a numbered link to its
    page. A quote that crosses another, or a paragraph's end, is closed there and opened anew.
    """
    blocks = [
        (max(first, start), min(stop, len(text) if end is None else end))
        for first, stop in paragraphs(text)
        if stop > start and (end is None or first < end)
    ]
    pieces = _pieces(blocks, marks)
    ends: list[dict[str, int]] = [{} for _ in blocks]
    finished: set[str] = set()
    for number in reversed(range(len(blocks))):
        for _, stop, mark in pieces[number]:
            if mark.id not in finished:
                ends[number][mark.id] = max(stop, ends[number].get(mark.id, 0))
        finished.update(ends[number])
    seen: set[str] = set()
    out: list[Markup] = []
    for number, (first, stop) in enumerate(blocks):
        out.append(Markup('<p dir="auto">'))
        out.extend(_paragraph(text, first, stop, pieces[number], seen, ends[number]))
        out.append(Markup("</p>\n"))
    return Markup("").join(out)


def _pieces(blocks: list[tuple[int, int]], marks: Sequence[Mark]) -> list[list[Piece]]:
    """The stretches of the marks in each block, cut at its ends."""
    firsts = [first for first, _ in blocks]
    pieces: list[list[Piece]] = [[] for _ in blocks]
    for mark in marks:
        for start, end in mark.spans:
            number = max(bisect_right(firsts, start) - 1, 0)
            while number < len(blocks) and blocks[number][0] < end:
                first, stop = max(start, blocks[number][0]), min(end, blocks[number][1])
                if first < stop:
                    pieces[number].append((first, stop, mark))
                number += 1
    return pieces


def _paragraph(
    text: str, first: int, stop: int, pieces: list[Piece], seen: set[str], ends: dict[str, int]
) -> Iterator[Markup]:
    """One paragraph's text with its stretches; ``ends`` tells where the quotes that end here end."""
    opening: dict[int, list[Piece]] = defaultdict(list)
    for piece in pieces:
        opening[piece[0]].append(piece)
    stack: list[Piece] = []
    at = first
    for edge in sorted({edge for piece in pieces for edge in piece[:2]}):
        yield clean(text[at:edge])
        at = edge
        kept: list[Piece] = []
        ended: dict[str, Mark] = {}
        while any(piece[1] <= edge for piece in stack):
            piece = stack.pop()
            yield _close(piece[2])
            if piece[1] > edge:
                kept.append(piece)
            elif ends.get(piece[2].id) == edge:
                ended[piece[2].id] = piece[2]
        yield from (_reference(mark) for mark in ended.values() if mark.href)
        # The longest goes outermost, so that what is nested stays inside.
        longest = sorted(opening[edge], key=lambda piece: (-piece[1], piece[2].n))
        for piece in [*reversed(kept), *longest]:
            yield _open(piece[2], len(stack), seen)
            stack.append(piece)
    yield clean(text[at:stop])


def _open(mark: Mark, depth: int, seen: set[str]) -> Markup:
    if mark.kind in PARTS:
        return Markup('<span class="q-part q-{}">').format(mark.kind)
    identity = Markup("") if mark.id in seen else Markup(' id="q-{}"').format(mark.id)
    seen.add(mark.id)
    colour = "q-nobody" if mark.colour is None else f"q-c{mark.colour}"
    css = f"q q-{mark.kind} q-depth-{min(depth, 3)} {colour}"
    return Markup('<mark{} class="{}" data-n="{}" title="{}">').format(identity, css, mark.n, mark.label)


def _close(mark: Mark) -> Markup:
    return Markup("</span>") if mark.kind in PARTS else Markup("</mark>")


def _reference(mark: Mark) -> Markup:
    tick = "✓" if mark.checked else ""
    link = Markup('<a class="q-ref" href="{}" aria-label="Quote {}: {}">{}{}</a>').format(
        mark.href, mark.n, mark.label, mark.n, tick
    )
    if not mark.facts:
        return link
    # Shown while the number has the pointer or the focus; its words are in the link's label already.
    facts = Markup("").join(Markup("<span>{}</span>").format(fact) for fact in mark.facts)
    card = Markup('<span class="q-card" aria-hidden="true"><span class="q-who" dir="auto">{}</span>{}</span>')
    return Markup('<span class="q-ref-at">{}{}</span>').format(link, card.format(mark.who, facts))
