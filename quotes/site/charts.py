"""Charts drawn on the server, as SVG that takes its colours from the style sheet and needs no script."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from markupsafe import Markup

WIDTH = 600
HEIGHT = 150
MOST_MONTHS = 240
"""Months that a timeline shows one by one; a longer one counts by years."""
MOST_BARS = 400

ROW = 26
MOST_RELAYS = 12


def timeline(months: Iterable[tuple[str, int]], label: str) -> tuple[Markup, list[tuple[str, int]]]:
    """Bars over time from counts by month (2024-05), and the same counts as drawn, for a table beside it.

    Months without anything in between are drawn empty. ``label`` says what is counted, for screen readers.
    """
    counts: dict[str, int] = defaultdict(int)
    for month, n in months:
        if len(month) >= 7 and month[:4].isdecimal() and month[5:7].isdecimal():
            counts[month[:7]] += n
    if not counts:
        return Markup(""), []
    first, last = (_number(month) for month in (min(counts), max(counts)))
    if last - first >= MOST_MONTHS:
        by_year: dict[str, int] = defaultdict(int)
        for month, n in counts.items():
            by_year[month[:4]] += n
        years = range(first // 12, last // 12 + 1)
        known = sorted(by_year) if len(years) > MOST_BARS else [f"{year:04}" for year in years]
        bars = [(year, by_year.get(year, 0)) for year in known[-MOST_BARS:]]
    else:
        names = [f"{at // 12:04}-{at % 12 + 1:02}" for at in range(first, last + 1)]
        bars = [(name, counts.get(name, 0)) for name in names]
    return _bars(bars, label), [bar for bar in bars if bar[1]]


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _bars(bars: Sequence[tuple[str, int]], label: str) -> Markup:
    most = max(n for _, n in bars)
    step = WIDTH / max(len(bars), 12)
    drawn = []
    for at, (name, n) in enumerate(bars):
        height = max(HEIGHT * n / most, 1.5) if n else 0
        if height:
            drawn.append(
                Markup(
                    '<rect x="{:.2f}" y="{:.2f}" width="{:.2f}" height="{:.2f}">'
                    "<title>{}: {:,}</title></rect>"
                ).format(at * step, HEIGHT - height, max(step * 0.82, 0.5), height, name, n)
            )
    marks, free = [], 0.0
    for at, (name, _) in enumerate(bars):
        x = at * step
        if (at == 0 or len(name) == 4 or name.endswith("-01")) and x >= free and x < WIDTH - 30:
            text = name if at == 0 and len(bars) <= 12 else name[:4]
            marks.append(Markup('<text x="{:.1f}" y="{}">{}</text>').format(x, HEIGHT + 19, text))
            free = x + (90 if len(text) > 4 else 62)
    return Markup(
        '<svg class="q-chart q-timeline" viewBox="0 0 {} {}" role="img" aria-label="{}">'
        '<line x1="0" y1="{}" x2="{}" y2="{}"/>{}{}</svg>'
    ).format(
        WIDTH,
        HEIGHT + 26,
        f"{label}, {bars[0][0]} to {bars[-1][0]}; at most {most:,}",
        HEIGHT,
        WIDTH,
        HEIGHT,
        Markup("").join(drawn),
        Markup("").join(marks),
    )


def share(n: int, most: int) -> Markup:
    """A bar for one number among others, to stand in a table beside the number itself."""
    return Markup(
        '<svg class="q-chart q-share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect x="0" y="0" width="{:.1f}" height="8"/></svg>'
    ).format(max(100 * n / most, 1) if most else 0)


def relays(links: Sequence[tuple[str, str, int]]) -> Markup:
    """Who relays whom, as lines from who publishes (left) to whom they name (right), from (left, right, n).

    The widest line is the most frequent. Only the largest links are drawn; nothing for no links.
    """
    links = sorted(links, key=lambda link: -link[2])[: MOST_RELAYS * 2]
    sides: list[list[str]] = []
    for side in (0, 1):
        totals: dict[str, int] = defaultdict(int)
        for link in links:
            totals[str(link[side])] += link[2]
        sides.append(sorted(totals, key=lambda name: -totals[name])[:MOST_RELAYS])
    shown = [link for link in links if link[0] in sides[0] and link[1] in sides[1]]
    if not shown:
        return Markup("")
    # Whoever lost all their links to the limit of the other side is not drawn without one.
    sides = [[name for name in sides[i] if any(name == link[i] for link in shown)] for i in (0, 1)]
    most, height = max(n for _, _, n in shown), ROW * max(map(len, sides)) + 6

    def y(side: int, name: str) -> float:
        return ROW * (sides[side].index(name) + 0.5) + 3 + (height - 6 - ROW * len(sides[side])) / 2

    lines = [
        Markup(
            '<path d="M190 {0:.1f}C270 {0:.1f} 330 {1:.1f} 410 {1:.1f}" stroke-width="{2:.1f}">'
            "<title>{3} via {4}: {5:,}</title></path>"
        ).format(y(0, left), y(1, right), 1.2 + 9 * n / most, left, right, n)
        for left, right, n in shown
    ]
    names = [
        Markup('<text x="{}" y="{:.1f}" text-anchor="{}">{}</text>').format(
            182 if side == 0 else 418, y(side, name) + 5, "end" if side == 0 else "start", _short(name)
        )
        for side in (0, 1)
        for name in sides[side]
    ]
    return Markup(
        '<svg class="q-chart q-relays" viewBox="0 0 {} {:.0f}" role="img" aria-label="{}">{}{}</svg>'
    ).format(
        WIDTH,
        height,
        f"Lines from {len(sides[0])} outlets to the {len(sides[1])} that they give as their source",
        Markup("").join(lines),
        Markup("").join(names),
    )


def _short(name: str) -> str:
    return name if len(name) <= 24 else f"{name[:23]}…"
