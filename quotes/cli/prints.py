"""Prints of words as a person reads them: who printed them, and what differs marked where it stands."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from .terminal import harmless

_INDENT = "  "


def differing(differences: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Each difference in short: −left out, +put in, was → is."""
    for each in differences:
        if each["kind"] == "changed":
            yield f"{each['was']} → {each['now']}"
        else:
            yield f"−{each['was']}" if each["was"] else f"+{each['now']}"


def marked(text: str, differences: Iterable[Mapping[str, Any]]) -> str:
    """A text with its differences in brackets where they stand: We will [−not] sell [31 → 13] boats."""
    found, end = [], 0
    for each, short in sorted(
        zip(differences, differing(differences), strict=True), key=lambda pair: pair[0]["at"]
    ):
        start, stop = each["at"]
        before = text[end:start]
        # What has no place of its own goes between two words, not behind the first one's letters.
        gap = " " if start == stop and before and not before[-1].isspace() else ""
        found.append(f"{before}{gap}[{short}]")
        end = stop
    return "".join(found) + text[end:]


def paragraphs(rows: Iterable[Mapping[str, Any]], width: int) -> Iterator[str]:
    """The lines of prints: under each ``label``, with its flags, who printed what when.

    A row has ``label``, ``flags``, ``text``, ``differences`` (whose ``at`` is in the text), ``outlet``,
    ``published``, ``speaker``, ``id``, and ``origin`` where it is known from whom the outlet has it.
    """

    def heading(row: Mapping[str, Any]) -> str:
        return f"{row['label']}: {', '.join(row['flags'])}" if row["flags"] else str(row["label"])

    for n, (head, group) in enumerate(groupby(rows, heading)):
        if n:
            yield ""
        yield harmless(head)
        for row in group:
            if row.get("id"):
                origin = f" from {row['origin']}" if row.get("origin") else ""
                where = f"{row['outlet'] or 'unknown outlet'}{origin}, {(row['published'] or 'no date')[:10]}"
                yield harmless(f"{_INDENT}{where}: {row['speaker'] or 'nobody known'} ({row['id'][:10]})")
            shown = " ".join(harmless(marked(row["text"], row["differences"])).split())
            yield from textwrap.wrap(
                shown, max(width, 40), initial_indent=_INDENT * 2, subsequent_indent=_INDENT * 2
            )
