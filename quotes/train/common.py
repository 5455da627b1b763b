"""Which words are common in news: those say nothing of which story an article tells."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from ..speakers.topics import content_words

LEAST = 9  # of 756 articles


def train(texts: Iterable[str]) -> list[str]:
    """The words that at least `LEAST` of the texts hold, sorted."""
    found = Counter(word for text in texts for word in {word for word, _ in content_words(text)})
    return sorted(word for word, n in found.items() if n >= LEAST)


def write(words: list[str], path: Path) -> None:
    """Write the words as one JSON string, a blank between two."""
    path.write_text(json.dumps(" ".join(words), ensure_ascii=False) + "\n", encoding="utf-8")
