"""`Document` -> relations: the content, cue and source mention of every quote."""

from __future__ import annotations

from ..language import Document
from ..model import Engine
from .engine import attribute as by_rules
from .relation import BY_MODEL_ALONE, Relation

__all__ = ["BY_MODEL_ALONE", "Document", "Relation", "attribute"]


def attribute(document: Document, engine: Engine = "rules") -> list[Relation]:
    """Every relation of a document as an engine finds them, ordered by where its content begins."""
    if engine == "rules":
        return by_rules(document)
    from .trained.engine import attribute as trained  # here, since the rules need no numpy

    return trained(document)
