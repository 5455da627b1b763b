"""Which format a document is in: told from its content first, then from what the server or its name says."""

from __future__ import annotations

import codecs
import json
import re
from pathlib import PurePath

from .outcome import Unreadable

# What a file of each format that nothing here reads begins with.
_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office document"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "an image, sound or film"),
    (b"\x7fELF", "a program"),
    (b"PAR1", "Parquet"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
)
_BEFORE = r"(?:\s|\ufeff|<!--.{0,4000}?-->|<\?xml[^<>]{0,200}\?>){0,50}"
_HTML = re.compile(_BEFORE + r"<(?:!doctype\s+html|html|head|body|meta|title)\b", re.IGNORECASE | re.DOTALL)
_FEED = re.compile(r"<(?:\w{1,10}:)?(?:rss|feed|rdf)[\s>]", re.IGNORECASE)
_XML = re.compile(r"(?:\s|\ufeff){0,99}<(?:\?xml|!--|!DOCTYPE|!ENTITY|rss|feed|rdf:)", re.IGNORECASE)
_JSON = re.compile(r"\s{0,99}(?:\{\s{0,99}(?:\"|\}|\Z)|\[\s{0,99}\{)")
_ADDRESS = re.compile(r"https?://\S+\Z", re.IGNORECASE)
_BY_NAME: dict[str, str] = {
    **dict.fromkeys((".html", ".htm", ".xhtml"), "html"),
    **dict.fromkeys((".rss", ".atom", ".rdf"), "feed"),
    **dict.fromkeys((".jsonl", ".ndjson", ".nl"), "nl"),
    ".json": "json",
    ".csv": "csv",
    **dict.fromkeys((".tsv", ".tab"), "tsv"),
    ".warc": "warc",
    ".urls": "urls",
}
_BY_MIME: dict[str, str] = {
    **dict.fromkeys(("text/html", "application/xhtml+xml"), "html"),
    **dict.fromkeys(("application/rss+xml", "application/atom+xml", "application/rdf+xml"), "feed"),
    **dict.fromkeys(("application/x-ndjson", "application/jsonl", "application/x-jsonlines"), "nl"),
    "application/json": "json",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/warc": "warc",
}
_REMEDIES = {
    "XML": "save each article as plain text",
    "Parquet": "turn it into CSV or JSON lines, for instance with DuckDB",
    "a 7z archive": "unpack it first",
    "a RAR archive": "unpack it first",
}


def format_of(head: bytes, name: str = "", mime: str | None = None) -> str:
    """The format of a document (`reading.FORMATS`) that begins with ``head``: "text" if nothing speaks for
    another. Raises `Unreadable` for formats that no reader reads."""
    for signature, what in _FOREIGN:
        if head.startswith(signature):
            raise cannot_read(what)
    if head.startswith(b"SQLite format 3\0"):
        return "sqlite"
    if head.startswith(b"WARC/"):
        return "warc"
    named = _BY_NAME.get(PurePath(name).suffix.lower())
    text = _roughly(head)
    if _HTML.match(text):
        return "html"
    if _XML.match(text):
        if _FEED.search(text):
            return "feed"
        if "<html" in text[:4000].lower():
            return "html"
        if named == "feed":
            return named  # whose reader says what is wrong with it
        raise cannot_read("XML")
    if _JSON.match(text) and named not in ("csv", "tsv"):
        return _json_or_lines(text, named)
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    whole = lines if len(head) < 8_000 else lines[:-1]  # the last may be cut
    if whole and all(map(_ADDRESS.match, whole)):
        return "urls"
    return _BY_MIME.get(mime or "") or named or "text"


def is_named_like_records(name: str) -> bool:
    """Whether a file's name, packed or not, is that of a table of records."""
    path = PurePath(name)
    if path.suffix.lower() in (".gz", ".bz2", ".xz", ".zst"):
        path = path.with_suffix("")
    return _BY_NAME.get(path.suffix.lower()) in ("nl", "json", "csv", "tsv") or (
        path.suffix.lower() in (".db", ".sqlite", ".sqlite3")
    )


def cannot_read(what: str) -> Unreadable:
    """The refusal of a known format."""
    remedy = _REMEDIES.get(what, "save the document as plain text")
    return Unreadable(f"holds {what}, which cannot be read", remedy)


def _json_or_lines(text: str, named: str | None) -> str:
    """Whether JSON is one record a line or one value altogether."""
    if text.lstrip().startswith("["):
        return "json"
    first, end, _ = text.lstrip().partition("\n")
    if not end:
        return named if named in ("json", "nl") else "nl"
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return "nl" if named == "nl" else "json"
    return "nl"


def _roughly(head: bytes) -> str:
    """The beginning as text, well enough to recognise a format by."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "replace")
    for encoding, odd in (("utf-16-le", head[1:200:2]), ("utf-16-be", head[0:200:2])):
        if len(odd) > 3 and odd.count(0) > len(odd) / 2:
            return head.decode(encoding, "replace")
    return head.decode("latin-1")
