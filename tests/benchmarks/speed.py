"""How fast the parser is, stage by stage, beside nltk doing a part of the same work in the same run.

    python tests/benchmarks/speed.py [FILE…]

Prints words a second on one core, from raw text, and how many times longer nltk's own tokenizer and tagger
take than the whole parser. Without files it reads `seeds/`; every text is read as it is, one after the other,
until some 100,000 words have passed.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from nltk.tag.perceptron import PerceptronTagger
from nltk.tokenize import NLTKWordTokenizer

from quotes.attribution import attribute
from quotes.language import analyse
from quotes.language.tags import nltk_parameters
from quotes.model import Article
from quotes.pipeline import extract
from quotes.readers import read
from quotes.weights import load

WORDS = 100_000


def texts(paths: list[str]) -> list[str]:
    """The texts of the files, over and over until they hold enough words."""
    found = [item.text for item in read(paths) if isinstance(item, Article)]
    words = sum(len(text.split()) for text in found)
    return found * max(1, WORDS // max(1, words))


def seconds(work: Callable[[str], object], corpus: list[str]) -> float:
    """The better of two passes over the corpus."""
    best = float("inf")
    for _ in range(2):
        begun = time.perf_counter()
        for text in corpus:
            work(text)
        best = min(best, time.perf_counter() - begun)
    return best


def nltk_tags(tagger: PerceptronTagger) -> Callable[[str], object]:
    """nltk's tokenizer and tagger, with our weights, over the lines of a text."""
    tokenizer = NLTKWordTokenizer()

    def work(text: str) -> None:
        for line in text.splitlines():
            tagger.tag(tokenizer.tokenize(line))

    return work


def main() -> None:
    """Print the table."""
    corpus = texts(sys.argv[1:] or [str(Path(__file__).parents[2] / "seeds")])
    words = sum(len(text.split()) for text in corpus)
    tagger = PerceptronTagger.decode_json_obj(nltk_parameters(load("tagger.json.gz")))
    documents = {text: analyse(text) for text in corpus}
    whole = seconds(extract, corpus)
    rows = [
        ("the whole parser", whole),
        ("  language: paragraphs to tags", seconds(analyse, corpus)),
        ("  attribution", seconds(lambda text: attribute(documents[text]), corpus)),
        ("nltk: tokenizer and tagger alone", seconds(nltk_tags(tagger), corpus)),
    ]
    print(f"{words:,} words")
    for name, taken in rows:
        print(f"{name:34} {words / taken:10,.0f} words/s {taken / whole:8.2f} of the whole parser's time")


if __name__ == "__main__":
    main()
