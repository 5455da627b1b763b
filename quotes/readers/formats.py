"""Which format a document is in: told from its content first, then from its name.

A reader for a further format registers here by its name in ``_BY_CONTENT`` and ``_BY_NAME``, and in
`quotes.readers` with the function that reads it.
"""

from __future__ import annotations

import re
from pathlib import PurePath

from .outcome import Unreadable

# What a file of each format begins with. Bytes, since it must be known before the encoding is.
_BY_SIGNATURE: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"SQLite format 3\0", "a SQLite database"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office document"),
    (b"{\\rtf", "RTF"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x7fELF", "a program"),
    (b"WARC/", "WARC"),
)
_BY_CONTENT: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\s{0,99}<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE), "HTML"),
    (re.compile(r"\s{0,99}<(?:\?xml|rss|feed)\b", re.IGNORECASE), "XML"),
    (re.compile(r"\s{0,99}(?:\{\s{0,99}(?:\"|\})|\[\s{0,99}\{)"), "JSON"),
)
_BY_NAME: dict[str, str] = {
    **dict.fromkeys((".html", ".htm", ".xhtml"), "HTML"),
    **dict.fromkeys((".xml", ".rss", ".atom"), "XML"),
    **dict.fromkeys((".json", ".jsonl", ".ndjson"), "JSON"),
    **dict.fromkeys((".csv", ".tsv"), "CSV"),
}
_REMEDIES: dict[str, str] = {
    "HTML": "save the page as plain text",
    "XML": "save each article as plain text",
    "JSON": "save the text of each record as a file of its own",
    "CSV": "save the text of each row as a file of its own",
    "WARC": "save the text of each page as a file of its own",
    "a gzip archive": "unpack it first",
    "a bzip2 archive": "unpack it first",
    "an xz archive": "unpack it first",
}


def refuse_foreign_bytes(data: bytes) -> None:
    """Raise `Unreadable` for content that begins like a known format that is not text."""
    for signature, name in _BY_SIGNATURE:
        if data.startswith(signature):
            raise _cannot_read(name)


def format_of(text: str, name: str) -> str:
    """The format of a document, from its text and, if that does not tell, its name: "text" if nothing
    speaks for another. Raises `Unreadable` for the formats that no reader reads as yet."""
    known = next((kind for pattern, kind in _BY_CONTENT if pattern.match(text)), None)
    known = known or _BY_NAME.get(PurePath(name).suffix.lower())
    if known:
        raise _cannot_read(known)
    return "text"


def _cannot_read(name: str) -> Unreadable:
    remedy = _REMEDIES.get(name, "save the document as plain text")
    return Unreadable(f"holds {name}, which cannot be read yet", remedy)
