"""The whole parser as one pure function: text -> `Extraction`."""

from __future__ import annotations

from .model import Article, Extraction


def extract(text: str | Article) -> Extraction:
    """Find every quote in a text and who said it. Total: any string gives an `Extraction`."""
    article = text if isinstance(text, Article) else Article(text=text)
    return Extraction(article=article)
