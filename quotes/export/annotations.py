"""Quotes as W3C Web Annotations (https://www.w3.org/TR/annotation-model/), one JSON-LD object a line.

Each stretch of a quote's words is a target, selected twice over: by its position in the text as it is stored,
and by the words themselves with what stands around them, which finds them in the page as it is published.
"""

from __future__ import annotations

import json
from typing import Any, BinaryIO

from .. import __version__
from .select import Selection, Source

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32  # code points before and after


def write(selection: Selection, file: BinaryIO) -> None:
    """One annotation a line."""
    for source in selection.sources():
        for quote in source.quotes:
            file.write(json.dumps(annotation(source, quote), ensure_ascii=False).encode() + b"\n")


def annotation(source: Source, quote: dict[str, Any]) -> dict[str, Any]:
    """The annotation of a quote: who said it, and where it stands."""
    return {
        "@context": CONTEXT,
        "id": f"urn:x-quotes:{quote['id']}",
        "type": "Annotation",
        "motivation": "identifying",
        "generator": {"type": "Software", "name": f"quotes {__version__}"},
        "body": _bodies(quote),
        "target": [_target(source, start, end) for start, end in quote["spans"]],
    }


def _bodies(quote: dict[str, Any]) -> list[dict[str, Any]]:
    bodies = []
    if quote["speaker"]:
        bodies.append(_text("identifying", quote["speaker"]))
        if quote["role"]:
            bodies.append(_text("describing", quote["role"]))
    elif quote["mention"]:
        bodies.append(_text("identifying", quote["mention"]))
    for tag in (quote["kind"], quote["status"], quote["act"]):
        bodies.append(_text("tagging", tag))
    return bodies


def _text(purpose: str, value: str) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain"}


def _target(source: Source, start: int, end: int) -> dict[str, Any]:
    text = source.row["text"]
    return {
        "type": "SpecificResource",
        "source": source.row["url"] or f"urn:x-quotes:source:{source.row['id']}",
        "selector": [
            {"type": "TextPositionSelector", "start": start, "end": end},
            {
                "type": "TextQuoteSelector",
                "exact": text[start:end],
                "prefix": text[max(0, start - AROUND) : start],
                "suffix": text[end : end + AROUND],
            },
        ],
    }
