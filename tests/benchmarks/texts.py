"""The texts that the benchmarks read: articles from files, and invented ones of any length."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from pathlib import Path

from quotes import extract
from quotes.model import Article
from quotes.readers import read

SEEDS = Path(__file__).parents[2] / "seeds"

_SYLLABLES = "ba den dor el fen gar hol ine ka lin mar nor ost per ri sen tor ul var wick".split()

# Texts that make careless code look at everything twice: what is repeated, and by what.
NASTY = {
    "one paragraph": "“We lost the bridge,” Ana Ruiz said, and the river rose. ",
    "quotation marks only": "“",
    "one word": "a",
    "said": "said ",
    "open quotations": "“He said ‘no’ and she said ‘yes’ ",
    "names": "Ana Ruiz and Bo Lee met Cy Diaz. ",
    "lines": "“No,” he said.\n\n",
}


def articles(paths: Iterable[str | Path]) -> list[str]:
    """The texts of the files and folders."""
    return [item.text for item in read(paths) if isinstance(item, Article)]


def words(texts: Iterable[str]) -> int:
    """How many words they hold, counted between white space, for every contestant alike."""
    return sum(len(text.split()) for text in texts)


def grown(kind: str, size: int) -> str:
    """A text of ``size`` characters: "news", or one of `NASTY`."""
    if kind == "news":
        return _news(size)
    return (NASTY[kind] * (size // len(NASTY[kind]) + 1))[:size]


def _news(size: int) -> str:
    """The seeds over and over, each time about other people: no real text says one name 5,000 times."""
    seeds = [(text, _people(text)) for text in articles([SEEDS])]
    found: list[str] = []
    length = 0
    while length < size:
        text, people = seeds[len(found) % len(seeds)]
        found.append(_about_others(text, people, len(found)))
        length += len(found[-1]) + 2
    return "\n\n".join(found)[:size]


def _people(text: str) -> set[str]:
    """The words of people's names in a text."""
    names = [speaker.name for speaker in extract(text).speakers if speaker.kind == "person"]
    return {word for name in names for word in name.split()}


def _about_others(text: str, people: set[str], copy: int) -> str:
    """The text with other names: the same one for the same word of the same copy."""
    new = {
        word: "".join(random.Random(f"{word} {copy}").choices(_SYLLABLES, k=3)).capitalize()
        for word in people
    }
    return re.sub(r"\w+", lambda match: new.get(match[0], match[0]), text)
