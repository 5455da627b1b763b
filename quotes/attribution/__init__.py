"""`Document` -> relations: the content, cue and source mention of every quote, by rules."""

from __future__ import annotations

from ..language import Document
from .engine import attribute
from .relation import Relation

__all__ = ["Document", "Relation", "attribute"]
