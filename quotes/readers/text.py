"""Plain text -> `Article`: front matter, and a headline where the first line is one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Article
from .decode import decode
from .facts import checked
from .outcome import Unreadable
from .reading import Reading
from .source import Source

# Other words that people use for the facts we keep.
_ALIASES = {"date": "published", "author": "byline", "lang": "language", "publisher": "outlet"}
_LONGEST_FRONT_MATTER = 20_000
_LONGEST_TITLE = 200
_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|\Z)")
_PAIR = re.compile(r"([A-Za-z][\w-]*)[ \t]*:(?:[ \t]+|\Z)(.*)")
_INITIALS_LAST = re.compile(r"\b(?:[A-Za-z]\.){2,}\Z")
_WORD = re.compile(r"[^\W_]")


def read(source: Source, reading: Reading) -> Iterator[Article]:
    """The one article of a plain text. Raises `Unreadable`."""
    yield article(decode(source.all(reading.max_size)), source.doc, source.path)


def article(text: str, doc: str = "", path: str | None = None) -> Article:
    r"""Make an `Article` of a plain text.

    ``Article.text`` is the text to the letter: no line end is translated and no white space trimmed,
    so that every offset can be proved against the file. Only front matter is left out: a leading
    ``---`` line, lines of ``key: value``, and a closing ``---`` line, the line end of which is the
    last character that goes; title, url, outlet, byline (author), published (date) and language
    (lang) are understood, other keys are passed over. Without a title there, the first line is taken
    for one where it looks like a headline; it stays part of the text.

    Raises `Unreadable` for a text without a single letter or figure, and for front matter whose date
    or address makes no sense.
    """
    values, start = front_matter(text)
    body = text[start:]
    if not _WORD.search(body):
        raise Unreadable(
            "empty" if not text else "holds no words", "put the article's text in it or leave it out"
        )
    try:
        facts = checked({**values, "title": values.get("title") or headline(body)})
    except ValueError as error:
        problem, _, remedy = str(error).partition("; ")
        raise Unreadable(f"front matter: {problem}", remedy) from error
    return facts.applied_to(Article(text=body, doc=doc, path=path, format="text"))


def front_matter(text: str) -> tuple[dict[str, str], int]:
    """The values of a text's front matter by the names of `Facts`, and the offset at which it ends.

    ({}, 0) where there is none: a leading ``---`` that is never closed, or that stands over anything
    but ``key: value`` lines, comments and indented lists, is part of the text.
    """
    first = _LINE.match(text, 0, _LONGEST_FRONT_MATTER)
    if first is None or first[1].rstrip() != "---" or not first[2]:
        return {}, 0
    values: dict[str, str] = {}
    at = first.end()
    while at < min(len(text), _LONGEST_FRONT_MATTER):
        match = _LINE.match(text, at)
        if match is None:
            break
        line, at = match[1], match.end()
        if line.rstrip() in ("---", "..."):
            return (values, at) if values else ({}, 0)
        pair = _PAIR.match(line)
        if pair:
            key = pair[1].lower()
            values[_ALIASES.get(key, key)] = _unquoted(pair[2].strip())
        elif line.strip() and not line.startswith((" ", "\t", "#", "- ")):
            break
    return {}, 0


def headline(text: str) -> str | None:
    """The first line of a text if it looks like a headline, else None.

    A headline is short, stands over further text, and does not end as a sentence does; the first line
    of a paragraph broken at a fixed width is none.
    """
    start = _WORD.search(text)
    if start is None:
        return None
    line_start = max(text.rfind("\n", 0, start.start()), text.rfind("\r", 0, start.start())) + 1
    match = _LINE.match(text, line_start, line_start + _LONGEST_TITLE + 2)
    if match is None or not match[2] or not _WORD.search(text, match.end()):
        return None
    line = match[1].strip()
    ending = line.rstrip("\"”’')] ")
    if len(line) > _LONGEST_TITLE or (
        ending.endswith((".", ",", ";", ":")) and not _INITIALS_LAST.search(ending)
    ):
        return None
    return None if _continues(line, text[match.end() : match.end() + 1000]) else line


def _continues(line: str, following: str) -> bool:
    """Whether the text goes on in the next line as one sentence: mid-word case, or a fixed width."""
    lines = [match[1].strip() for match in _LINE.finditer(following)][:2]
    if not lines or not lines[0]:
        return False
    if lines[0][0].islower():
        return True
    fixed_width = 50 <= len(line) <= 100 and len(lines[0]) <= 100 and len(lines) > 1 and bool(lines[1])
    return fixed_width and not lines[0].endswith((".", "!", "?", "”", '"', "’"))


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value
