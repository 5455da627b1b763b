"""Text for a terminal: nothing in it that acts, and as wide as it looks."""

from __future__ import annotations

import os
import re
import shutil
import sys
import unicodedata

# What a terminal would obey: the control characters, and marks that turn the direction of what follows.
_ACTIVE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_INVISIBLE = ("Mn", "Me", "Cf")
ELLIPSIS = "…"


def harmless(text: str, keep: str = "") -> str:
    """The text with every character that a terminal would obey shown instead: ESC as ``␛``.

    Line ends and tabs become blanks unless they are in ``keep``; direction marks go; what has no
    picture becomes U+FFFD.
    """
    return _ACTIVE.sub(lambda match: match[0] if match[0] in keep else _picture(match[0]), text)


def _picture(character: str) -> str:
    if character in "\t\n\v\f\r\x85\u2028\u2029":
        return " "
    if character < " ":
        return chr(0x2400 + ord(character))
    if character == "\x7f":
        return "␡"
    return "" if "\u202a" <= character <= "\u2069" else "\ufffd"


def width(text: str) -> int:
    """How many columns a text takes on a terminal: wide characters two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.category(character) in _INVISIBLE:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut(text: str, columns: int) -> str:
    """The text in at most so many columns; where something is left out, "…" is its last character."""
    if width(text) <= columns:
        return text
    kept, used = [], 0
    for character in text:
        used += _columns(character)
        if used > columns - 1:
            break
        kept.append(character)
    return "".join(kept).rstrip() + ELLIPSIS if columns > 0 else ""


def on_terminal() -> bool:
    """Whether a person reads standard output as it is written."""
    try:
        return sys.stdout.isatty()
    except ValueError:  # closed
        return False


def colours() -> bool:
    """Whether to highlight: only on a terminal, and never against the reader's wish (no-color.org)."""
    return on_terminal() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def terminal_width() -> int:
    """Columns of the terminal; COLUMNS overrides, 80 where nothing tells."""
    return shutil.get_terminal_size().columns
