"""`python -m quotes.train`: rebuild the weight files from the annotated texts, and print the figures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from ..language.sentences import split_sentences
from ..language.tags import Tagger
from ..language.tokens import tokenize
from . import common, confidence, corpora, punkt, tagger

WEIGHTS = Path(__file__).parent.parent / "weights"
HELD_OUT = 10
"""Every tenth document of GUM is kept from the tagger that is measured, then given to the one shipped."""


def token_agreement(documents: Sequence[corpora.TaggedDocument]) -> float:
    """F1 of our tokens' spans against the corpus's, its sentences taken as they are; between 0 and 1."""
    right = ours = theirs = 0
    for document in documents:
        for sentence in document.sentences:
            spans = set(zip(*tokenize(sentence.text), strict=True))
            right += len(spans & set(sentence.spans))
            ours += len(spans)
            theirs += len(sentence.spans)
    return 2 * right / max(1, ours + theirs)


def sentence_agreement(documents: Sequence[corpora.TaggedDocument]) -> float:
    """The share of the corpus's sentences that come out whole when put into a line with the next one."""
    right = seen = 0
    for document in documents:
        for one, two in zip(document.sentences, document.sentences[1:], strict=False):
            if "\n" not in one.text and "\n" not in two.text and one.text[-1:] in ".!?\"'”’":
                seen += 1
                right += split_sentences(f"{one.text} {two.text}")[0] == (0, len(one.text))
    return right / max(1, seen)


def tag_accuracy(trained: Tagger, sentences: Sequence[tagger.Sentence]) -> float:
    """The share of the known tags that the tagger gives too."""
    right = known = 0
    for words, tags in sentences:
        for found, tag in zip(trained.tag(words), tags, strict=True):
            known += tag is not None
            right += found == tag
    return right / max(1, known)


PARTS = ["punkt", "tagger", "common", "antecedents", "nominals", "confidence", "engine"]


@click.command()
@click.option(
    "--gold", type=click.Path(exists=True, path_type=Path), required=True, help="news-train.jsonl.gz"
)
@click.option(
    "--syntax", type=click.Path(exists=True, path_type=Path), required=True, help="news-train-syntax…"
)
@click.option("--gum", type=click.Path(exists=True, path_type=Path), required=True, help="gum-rest.conllu.gz")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=WEIGHTS, show_default=True)
@click.option("--epochs", default=tagger.EPOCHS, show_default=True, help="Passes over the tagged texts.")
@click.option("--without", multiple=True, help="A news document that antecedents are not learned from.")
@click.option(
    "--speakers",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="JSON lines whose attributions have names, for nominals; without any these stay as they are.",
)
@click.argument("parts", nargs=-1, type=click.Choice(PARTS))
def main(
    gold: Path,
    syntax: Path,
    gum: Path,
    out: Path,
    epochs: int,
    without: tuple[str, ...],
    speakers: tuple[Path, ...],
    parts: tuple[str, ...],
) -> None:
    """Rebuild PARTS (all by default), the same bytes from the same texts.

    \b
    python -m quotes.train --gold ../shared/gold/news-train.jsonl.gz \\
        --syntax ../shared/gold/news-train-syntax.jsonl.gz --gum ../shared/gold/gum-rest.conllu.gz

    Where news-dev.jsonl.gz and news-dev-syntax.jsonl.gz stand beside the training texts, the figures on
    them are printed too; nothing is learned from them.
    """
    out.mkdir(parents=True, exist_ok=True)
    gum_documents = list(corpora.gum_documents(gum))
    dev = [gold.with_name("news-dev.jsonl.gz"), syntax.with_name("news-dev-syntax.jsonl.gz")]
    dev_documents = list(corpora.news_documents(*dev)) if all(path.exists() for path in dev) else []
    if not parts or "punkt" in parts:
        texts = list(corpora.news_texts(gold).values())
        texts += [" ".join(sentence.text for sentence in document.sentences) for document in gum_documents]
        punkt.write(punkt.train(texts), out / "punkt.json")
    if not parts or "tagger" in parts:
        train_tagger(list(corpora.news_documents(gold, syntax)), gum_documents, dev_documents, out, epochs)
    if not parts or "common" in parts:
        common.write(common.train(corpora.news_texts(gold).values()), out / "common.json")
    if not parts or "antecedents" in parts:
        train_antecedents(gold, syntax, gum, set(without), out / "antecedents.json.gz")
    if speakers and (not parts or "nominals" in parts):
        train_nominals(speakers, gum, out / "nominals.json.gz")
    if not parts or "confidence" in parts:
        # Counted with the weights that are installed: after a change of the others, run it once more.
        rates = confidence.train(corpora.rows(gold))
        confidence.write(rates, out / "confidence.json")
        click.echo(
            f"news-train: relations that are right {rates['default']:.3f}, {len(rates['rules'])} rules"
        )
    if not parts or "engine" in parts:
        from . import bundle  # here, since the other parts need no PyTorch

        # Trained on what the tagger and the rules make of the texts: like the rates, after all the others.
        path = out / "engine.npz"
        bundle.write(bundle.train(list(corpora.rows(gold)), click.echo), path)
        click.echo(f"{path.name}: {path.stat().st_size:,} bytes")
        if dev[0].exists():
            click.echo("news-dev: run `quotes evaluate --attitudes` on it in a new process, for the figures")
    if dev_documents:
        click.echo(f"news-dev: tokens as CoreNLP's, F1 {token_agreement(dev_documents):.4f}")
        click.echo(
            f"news-dev: pairs of sentences cut as CoreNLP does {sentence_agreement(dev_documents):.4f}"
        )


def train_antecedents(gold: Path, syntax: Path, gum: Path, without: set[str], path: Path) -> None:
    """Learn the weights, write them, and show how they do on every sixth of the documents they have seen."""
    from . import antecedents, chains, ranker  # here, since the other parts need no SciPy

    documents = [*chains.gum(gum), *chains.news(gold, syntax, frozenset(without))]
    ranker.write(*ranker.train(documents), path)
    click.echo(f"{path.name}: {path.stat().st_size:,} bytes")
    for line in antecedents.report(antecedents.measure(documents[::6])):
        click.echo(line)


def train_nominals(speakers: Sequence[Path], gum: Path, path: Path) -> None:
    """Learn the weights from texts whose speakers are marked and from GUM, and write them."""
    from . import chains, nominals

    nominals.write(nominals.train(list(nominals.marked(speakers)), list(chains.gum(gum))), path)
    click.echo(f"{path.name}: {path.stat().st_size:,} bytes")


def train_tagger(
    news: list[corpora.TaggedDocument],
    gum: list[corpora.TaggedDocument],
    dev: list[corpora.TaggedDocument],
    out: Path,
    epochs: int,
) -> None:
    """Measure a tagger that has not seen a tenth of GUM, then train and write the one that has."""
    parts = ([d for n, d in enumerate(gum) if n % HELD_OUT], gum[::HELD_OUT], gum)
    rest, held_out, everything = (_sentences(documents) for documents in parts)
    silver = [sentence for sentence in _sentences(news) if not tagger.is_headline(sentence)]
    measured = Tagger(tagger.train(silver + rest, epochs=epochs).average())
    click.echo(f"GUM, every tenth document held out: {tag_accuracy(measured, held_out):.4f}")
    data = tagger.train(silver + everything, epochs=epochs).average()
    path = out / "tagger.json.gz"
    tagger.write(data, path)
    if dev:
        click.echo(f"news-dev, CoreNLP's tags: {tag_accuracy(Tagger(data), _sentences(dev)):.4f}")
    click.echo(f"{path.name}: {path.stat().st_size:,} bytes")


def _sentences(documents: Sequence[corpora.TaggedDocument]) -> list[tagger.Sentence]:
    return [tagger.aligned(sentence) for document in documents for sentence in document.sentences]


if __name__ == "__main__":
    main()
