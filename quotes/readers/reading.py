"""What is asked of the readers: `Reading`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from .outcome import Visit

FORMATS = ("text", "html", "feed", "nl", "json", "csv", "tsv", "sqlite", "warc", "urls")
"""The formats by the names that ``--format`` takes; "urls" is a list of addresses, one a line."""
RECORDS = ("nl", "json", "csv", "tsv", "sqlite")
"""Those whose documents are records with columns."""

# No article comes near it: the King James Bible has 4.5 million characters.
MAX_BYTES = 10_000_000
_SIZE = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,6})?)\s*([kmgt]?)b?", re.IGNORECASE)
_FACTORS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}


def _forgetful(address: str) -> Visit | None:
    return None


def _indifferent(file: BinaryIO) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Reading:
    """How documents are to be read.

    ``format`` is one of `FORMATS`, or None to tell it from content and name. ``columns`` names the column
    of each field of a record (text, title, url, outlet, published, byline, language, id); of those it does
    not name, usual names are recognised. ``table`` is the one to read of a SQLite database; ``extra`` keeps
    the other columns. ``max_size`` is how many bytes a document, record or page may have; ``max_unpacked``
    how many a compressed file or archive may hold altogether: without it, 200 times what it takes
    itself, since text packed more tightly than that is a trap.

    Of feeds, ``follow`` reads the pages that entries link to, and entries from before ``since`` (ISO 8601)
    are passed over. ``timeout`` and ``delay`` (between two requests of one host) are seconds;
    ``memory`` tells what to remember of an address, from a `Visit` earlier. ``opened`` is told of each file
    that is read from now on, whose position then tells how far.
    """

    format: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    table: str | None = None
    extra: bool = False
    max_size: int = MAX_BYTES
    max_unpacked: int | None = None
    follow: bool = False
    since: str | None = None
    timeout: float = 20.0
    delay: float = 1.0
    agent: str | None = None
    memory: Callable[[str], Visit | None] = _forgetful
    opened: Callable[[BinaryIO], None] = _indifferent

    def __post_init__(self) -> None:
        if self.format is not None and self.format not in FORMATS:
            raise ValueError(f"format is {self.format!r}, not one of {', '.join(FORMATS)}")


DEFAULT = Reading()


def size(text: str) -> int:
    """Bytes from "500k", "20 MB", "1.5g" or a plain number. Raises ValueError."""
    match = _SIZE.fullmatch(text.strip())
    if not match or not float(match[1]):
        raise ValueError(f"“{text[:30]}” is not a size; write it like 20MB or 1.5GB")
    return int(float(match[1]) * _FACTORS[match[2].lower()])


def megabytes(n: float) -> str:
    """A number of bytes for a person."""
    return f"{n / 1e6:,.1f} MB"
