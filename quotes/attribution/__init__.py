"""`Document` -> relations: the content, cue and source mention of every quote."""

from __future__ import annotations

from collections.abc import Callable

from ..language import Document
from ..model import Engine
from .engine import attribute as by_rules
from .relation import Relation

__all__ = ["Document", "Relation", "attribute"]

# The trained engine is yet to come: until it does, the rules answer for both.
_ENGINES: dict[Engine, Callable[[Document], list[Relation]]] = {"trained": by_rules, "rules": by_rules}


def attribute(document: Document, engine: Engine = "rules") -> list[Relation]:
    """Every relation of a document as an engine finds them, ordered by where its content begins."""
    return _ENGINES[engine](document)
