"""Articles of our own with the quotes and their speakers marked in the text itself, and their reader.

One file, one or more articles, each begun by a line of ``#`` and a title-like id::

    # harbour-fire
    outlet: The Port Gazette
    published: 2024-03-05

    ⟦c1 “We lost the shed,”⟧ ⟦k1 said⟧ ⟦s1 Ana Ruiz, the harbour master⟧. ⟦s2 She⟧ ⟦k2 added⟧ that ⟦c2 nobody
    was hurt⟧.
    ---
    1 Ana Ruiz
    2 Ana Ruiz
    ---

``⟦c1 …⟧`` is content of quote 1, ``⟦k1 …⟧`` its cue, ``⟦s1 …⟧`` its source mention; brackets nest, one quote
may have several of each, and ``⟦s1,2 …⟧`` belongs to two quotes. Below the first ``---`` each quote has a
line: its number and the full name of whoever speaks; ``A | B`` are two forms of one name that are equally
right, ``A; B`` two speakers, ``- words`` somebody the article does not name ("- a spokesman for Norlake").
``@key`` at the end of a line says who that is across articles, where the name alone does not.
Header lines (outlet, published, url, title, byline) and the blank line that ends them may be left out.
Lines of the text are paragraphs: nothing is joined or wrapped.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_OPEN = re.compile(r"⟦([cks])(\d+(?:,\d+)*) ")
_LABEL = re.compile(r"(\d+) (.+)")
_HEADER = re.compile(r"(outlet|published|url|title|byline): (.+)")


@dataclass
class Row:
    """One marked quote: spans as `score.py` has them, and who speaks.

    ``names`` are equally right forms of the first speaker's name, empty where the article names nobody;
    ``others`` the names of further speakers; ``key`` who it is across articles.
    """

    content: list[list[int]] = field(default_factory=list)
    cue: list[list[int]] = field(default_factory=list)
    source: list[list[int]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    key: str | None = None


@dataclass
class Marked:
    """An article without its marks: offsets of ``rows`` are code points of ``text``."""

    doc: str
    text: str
    rows: dict[int, Row]
    header: dict[str, str]


class MarkError(ValueError):
    """What is wrong with a file, and where."""


def read(path: Path) -> Iterator[Marked]:
    """The articles of a file. Raises `MarkError` where marks and labels do not fit together."""
    blocks = re.split(r"^# +(\S+)[ \t]*\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for doc, block in zip(blocks[1::2], blocks[2::2], strict=True):
        try:
            yield _article(doc, block)
        except MarkError as error:
            raise MarkError(f"{path}: {doc}: {error}") from None


def _article(doc: str, block: str) -> Marked:
    parts = re.split(r"^---[ \t]*$\n?", block, flags=re.MULTILINE)
    if len(parts) < 2:
        raise MarkError("has no line --- before its labels")
    lines = parts[0].lstrip("\n").split("\n")
    header: dict[str, str] = {}
    while lines and (match := _HEADER.fullmatch(lines[0].strip())):
        header[match[1]] = match[2]
        lines.pop(0)
    text, rows = _strip("\n".join(lines).strip("\n"))
    labels = parts[1].strip().splitlines()
    for line in labels:
        match = _LABEL.fullmatch(line.strip())
        if not match or int(match[1]) not in rows:
            raise MarkError(f"label {line!r} is not of a marked quote")
        _label(rows[int(match[1])], match[2])
    if len(labels) != len(rows):
        raise MarkError(f"{len(rows)} quotes are marked, {len(labels)} have labels")
    for n, row in rows.items():
        if not row.content or not row.source:
            raise MarkError(f"quote {n} lacks its content or source mention")
    return Marked(doc, text, dict(sorted(rows.items(), key=lambda item: item[1].content)), header)


def _strip(marked: str) -> tuple[str, dict[int, Row]]:
    """The text without its marks, and the spans they marked."""
    text, at = "", 0
    rows: dict[int, Row] = {}
    stack: list[tuple[str, list[int], int]] = []
    while at < len(marked):
        match = _OPEN.match(marked, at)
        if match:
            stack.append((match[1], [int(n) for n in match[2].split(",")], len(text)))
            at = match.end()
        elif marked[at] == "⟧":
            if not stack:
                raise MarkError(f"⟧ closes nothing after {text[-30:]!r}")
            letter, numbers, start = stack.pop()
            for n in numbers:
                row = rows.setdefault(n, Row())
                {"c": row.content, "k": row.cue, "s": row.source}[letter].append([start, len(text)])
            at += 1
        elif marked[at] == "⟦":
            raise MarkError(f"⟦ opens nothing known after {text[-30:]!r}")
        else:
            text += marked[at]
            at += 1
    if stack:
        raise MarkError(f"⟦ is not closed: {text[stack[-1][2] : stack[-1][2] + 30]!r}")
    return text, rows


def _label(row: Row, label: str) -> None:
    label, _, key = label.partition(" @")
    row.key = key.strip() or None
    if not label.startswith("-"):
        first, *others = [part.strip() for part in label.split(";")]
        row.names = [name.strip() for name in first.split("|")]
        row.others = others


def main() -> None:
    """`python -m tests.marked FILE…`: say what is wrong with each, or how much it holds."""
    failed = False
    for path in map(Path, sys.argv[1:]):
        try:
            articles = list(read(path))
        except MarkError as error:
            failed = True
            print(error)
        else:
            print(f"{path}: {len(articles)} articles, {sum(len(a.rows) for a in articles)} quotes")
    sys.exit(failed)


if __name__ == "__main__":
    main()
