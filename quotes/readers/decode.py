"""Bytes -> text: which encoding a file is in, and whether it is text at all."""

from __future__ import annotations

import codecs

from .outcome import Unreadable

# The longer mark first: UTF-32's begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Windows-1252 as browsers read it: its five undefined bytes stand for themselves, as in Latin-1.
_CP1252 = "".join(
    bytes([byte]).decode("cp1252") if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(byte)
    for byte in range(256)
)
# Controls that text has no use for: all but tab, the line ends, form feed and escape.
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b")) + b"\x7f"
_SAMPLE = 65_536


def decode(data: bytes) -> str:
    """The text of a file, every character kept: line ends as they are, only a byte order mark dropped.

    In this order: a byte order mark (UTF-8, UTF-16, UTF-32); UTF-16 without one, told by its null
    bytes; UTF-8; UTF-8 with a few broken bytes, which become U+FFFD; Windows-1252, of which Latin-1 is
    a part as far as text goes. Raises `Unreadable` for anything that is not text. Linear in the length.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            # UTF-16 whose first character is a null looks like UTF-32; only the right one decodes.
            if encoding == "utf-32-le" and not _decodes(data[len(mark) :], encoding):
                continue
            return _strictly(data[len(mark) :], encoding)
    if unmarked := _unmarked_utf16(data):
        return _strictly(data, unmarked)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        _refuse_binary(data, tolerated=0.01)
        return _damaged_utf8(data) or codecs.charmap_decode(data, "strict", _CP1252)[0]
    _refuse_binary(data, tolerated=0.1)
    return text


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        name = encoding[:6].upper().rstrip("-")
        raise Unreadable(f"damaged {name} (at byte {error.start:,})", "save it again as UTF-8") from error


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _unmarked_utf16(data: bytes) -> str | None:
    """Western text in UTF-16 has a null in every other byte, always on the same side."""
    sample = data[: _SAMPLE if len(data) > _SAMPLE else len(data) // 2 * 2]
    if len(sample) < 4:
        return None
    pairs = len(sample) / 2
    first, second = sample[0::2].count(0) / pairs, sample[1::2].count(0) / pairs
    if second > 0.5 and first < 0.1:
        return "utf-16-le"
    if first > 0.5 and second < 0.1:
        return "utf-16-be"
    return None


def _damaged_utf8(data: bytes) -> str | None:
    """UTF-8 cut or spoilt in places: more of its many-byte characters are whole than broken."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(1 for character in text[:_SAMPLE] if character > "\x7f" and character != "\ufffd")
    return text if whole > broken else None


def _refuse_binary(data: bytes, tolerated: float) -> None:
    """A few stray controls are a matter for the parser; many mean that this is no text."""
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls > max(8, tolerated * len(data)):
        raise Unreadable("a binary file, not text", "save the document as plain text in UTF-8")
