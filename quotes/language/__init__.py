"""Text -> `Document`: paragraphs, sentences, tagged tokens and paired quotation marks, all with offsets."""

from __future__ import annotations

from .document import Document, Quotation, Sentence
from .marks import pair_marks
from .paragraphs import paragraphs

__all__ = ["Document", "Quotation", "Sentence", "analyse", "pair_marks", "paragraphs"]
