"""Words a second from raw text to quotes, engine by engine and stage by stage, beside nltk and spaCy.

    python tests/benchmarks/speed.py [--spacy] [FOLDER…]

All contestants read the same texts in one run, in turns, several times, and each one's best time for every
portion of the texts counts: a machine that is busy for a while slows all of them or none. Processor time is
counted, with one thread each. Weights are loaded and caches are warm.

spaCy (`pip install -e '.[benchmark]'`) runs a pipeline of its small model's shape, see `spacy_shaped.py`, on
many texts at once (`nlp.pipe`). With --syntax it learns annotated syntax instead of invented sentences.
"""

from __future__ import annotations

import argparse
import gc
import os
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

# Before anything loads a library that starts threads.
os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"))

from nltk.tag.perceptron import PerceptronTagger
from nltk.tokenize import NLTKWordTokenizer
from texts import SEEDS, articles, words

from quotes.attribution import attribute
from quotes.language import analyse
from quotes.language.tags import nltk_parameters
from quotes.model import ENGINES, Options
from quotes.pipeline import extract
from quotes.weights import load


@dataclass
class Contestant:
    """``work`` is timed over a portion of the texts, or over what ``prepare`` makes of each of them first."""

    name: str
    work: Callable[[list[Any]], object]
    prepare: Callable[[str], Any] | None = None
    seconds: float = 0.0


def each(work: Callable[[Any], object]) -> Callable[[list[Any]], object]:
    """The work on one text, for a portion of them."""
    return lambda portion: deque(map(work, portion), maxlen=0)


def nltk_alone() -> Callable[[str], object]:
    """nltk's tokenizer and tagger, with our weights, over the lines of a text."""
    tokenizer = NLTKWordTokenizer()
    tagger = PerceptronTagger.decode_json_obj(nltk_parameters(load("tagger.json.gz")))

    def work(text: str) -> None:
        for line in text.splitlines():
            tagger.tag(tokenizer.tokenize(line))

    return work


def portions(corpus: list[str], size: int) -> Iterator[list[str]]:
    """The texts in portions of some ``size`` words."""
    portion: list[str] = []
    for text in corpus:
        portion.append(text)
        if words(portion) >= size:
            yield portion
            portion = []
    if portion:
        yield portion


def race(contestants: list[Contestant], corpus: list[str], rounds: int, size: int = 20_000) -> None:
    """Let them read the corpus in turns, and note how long each one took at its best."""
    for contestant in contestants:
        once(contestant, corpus[:2])
    gc.collect()
    gc.freeze()  # else every contestant's garbage collection walks through all the others' models
    for portion in portions(corpus, size):
        best = dict.fromkeys(range(len(contestants)), float("inf"))
        for _ in range(rounds):
            for n, contestant in enumerate(contestants):
                best[n] = min(best[n], once(contestant, portion))
        for n, contestant in enumerate(contestants):
            contestant.seconds += best[n]


def once(contestant: Contestant, portion: list[str]) -> float:
    """The processor time of one pass."""
    prepared = [contestant.prepare(text) for text in portion] if contestant.prepare else portion
    gc.collect()
    begun = time.process_time()
    contestant.work(prepared)
    return time.process_time() - begun


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Words a second from raw text to quotes.")
    parser.add_argument("paths", nargs="*", default=[SEEDS], metavar="FOLDER", help="articles (seeds/)")
    parser.add_argument("--engine", action="append", choices=ENGINES, help="only this one (repeatable)")
    parser.add_argument("--spacy", action="store_true", help="let spaCy run too")
    parser.add_argument("--syntax", nargs=2, type=Path, metavar=("SYNTAX", "TEXTS"), help="what it learns")
    parser.add_argument("--rounds", type=int, default=3, help="times everybody reads everything (3)")
    parser.add_argument("--words", type=int, default=100_000, help="repeat the texts up to here (100,000)")
    args = parser.parse_args()

    found = articles(args.paths)
    corpus = found * max(1, args.words // max(1, words(found)))
    language = Contestant("  language: paragraphs to tags", each(analyse))
    engines = {
        engine: (
            Contestant(f"quotes, {engine}", each(partial(extract, options=Options(engine)))),
            Contestant("  attribution", each(partial(attribute, engine=engine)), prepare=analyse),
        )
        for engine in args.engine or ENGINES
    }
    others = [Contestant("nltk: tokenizer and tagger", each(nltk_alone()))]
    if args.spacy or args.syntax:
        import spacy_shaped

        nlp = spacy_shaped.pipeline(args.syntax)
        print(spacy_shaped.shape(list(nlp.pipe(corpus[:20]))))
        others.append(
            Contestant(
                "spaCy: tok2vec, tagger, parser, ner", lambda portion: deque(nlp.pipe(portion), maxlen=0)
            )
        )
    race([language, *(one for pair in engines.values() for one in pair), *others], corpus, args.rounds)
    report(words(corpus), engines, language, others)


def report(
    total: int,
    engines: dict[str, tuple[Contestant, Contestant]],
    language: Contestant,
    others: list[Contestant],
) -> None:
    """A line for each contestant and stage, with its time as a multiple of each engine's."""
    rows = []
    for whole, attribution in engines.values():
        rows += [(one.name, one.seconds) for one in (whole, language, attribution)]
        # By subtraction, since resolving speakers starts from what only the pipeline makes of relations.
        rows.append(("  speakers, and the rest", whole.seconds - language.seconds - attribution.seconds))
    rows += [(other.name, other.seconds) for other in others]
    print(f"\n{total:9,} words{'':21}{'words/s':>10}" + "".join(f"{'× ' + engine:>11}" for engine in engines))
    for name, seconds in rows:
        rate = f"{total / seconds:10,.0f}" if seconds > 0 else f"{'–':>10}"
        multiples = "".join(f"{seconds / whole.seconds:11.2f}" for whole, _ in engines.values())
        print(f"{name:36}{rate}{multiples}")


if __name__ == "__main__":
    main()
