"""A spaCy pipeline of the shape, and so of the speed, of en_core_web_sm: tok2vec, tagger, parser, ner.

No model is downloaded: layers, widths and numbers of labels are that model's, the weights are our own. They
are trained for a short while, since a parser that has learned nothing ends sentences at random or never, and
is then faster or slower than a real one. By default it learns a few invented sentences; with annotated syntax
it learns that. What it finds is of no use either way: only its time is.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from itertools import groupby, islice
from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import fix_random_seed, load_model_from_config, minibatch
from thinc.api import Config

_WIDTHS = """
[nlp]
lang = "en"
pipeline = ["tok2vec", "tagger", "parser", "ner"]
batch_size = 256

[components]

[components.tok2vec]
factory = "tok2vec"

[components.tok2vec.model]
@architectures = "spacy.Tok2Vec.v2"

[components.tok2vec.model.embed]
@architectures = "spacy.MultiHashEmbed.v2"
width = 96
attrs = ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"]
rows = [5000, 1000, 2500, 2500, 50, 50]
include_static_vectors = false

[components.tok2vec.model.encode]
@architectures = "spacy.MaxoutWindowEncoder.v2"
width = 96
depth = 4
window_size = 1
maxout_pieces = 3

[components.tagger]
factory = "tagger"

[components.tagger.model]
@architectures = "spacy.Tagger.v2"

[components.tagger.model.tok2vec]
@architectures = "spacy.Tok2VecListener.v1"
width = 96
upstream = "tok2vec"

[components.parser]
factory = "parser"

[components.parser.model]
@architectures = "spacy.TransitionBasedParser.v2"
state_type = "parser"
extra_state_tokens = false
hidden_width = 64
maxout_pieces = 2
use_upper = true

[components.parser.model.tok2vec]
@architectures = "spacy.Tok2VecListener.v1"
width = 96
upstream = "tok2vec"

[components.ner]
factory = "ner"

[components.ner.model]
@architectures = "spacy.TransitionBasedParser.v2"
state_type = "ner"
extra_state_tokens = false
hidden_width = 64
maxout_pieces = 2
use_upper = true

[components.ner.model.tok2vec]
@architectures = "spacy.Tok2Vec.v2"

[components.ner.model.tok2vec.embed]
@architectures = "spacy.MultiHashEmbed.v2"
width = 96
attrs = ["NORM", "PREFIX", "SUFFIX", "SHAPE"]
rows = [5000, 1000, 2500, 2500]
include_static_vectors = false

[components.ner.model.tok2vec.encode]
@architectures = "spacy.MaxoutWindowEncoder.v2"
width = 96
depth = 4
window_size = 1
maxout_pieces = 3
"""

# As many labels as the model has: they are the widths of its last layers.
_LABELS = {"tagger": 50, "parser": 45, "ner": 18}

# word, tag, head (0 is the root), relation, entity
_INVENTED = """
The DT 2 det - | mayor NN 6 nsubj - | of IN 2 prep - | Port NNP 5 compound GPE | Linnet NNP 3 pobj GPE | said VBD 0 ROOT - | on IN 6 prep - | Tuesday NNP 7 pobj DATE | that IN 11 mark - | she PRP 11 nsubj - | opposed VBD 6 ccomp - | the DT 13 det - | plan NN 11 dobj - | . . 6 punct -
“ `` 4 punct - | We PRP 4 nsubj - | have VBP 4 aux - | lost VBN 9 ccomp - | everything NN 4 dobj - | , , 9 punct - | ” '' 9 punct - | Hask NNP 9 nsubj PERSON | told VBD 0 ROOT - | reporters NNS 9 dobj - | outside IN 9 prep - | the DT 13 det - | court NN 11 pobj - | . . 9 punct -
Three CD 2 nummod CARDINAL | people NNS 4 nsubjpass - | were VBD 4 auxpass - | killed VBN 0 ROOT - | when WRB 9 advmod - | a DT 7 det - | truck NN 9 nsubj - | suddenly RB 9 advmod - | left VBD 4 advcl - | the DT 12 det - | icy JJ 12 amod - | road NN 9 dobj - | , , 4 punct - | police NN 15 nsubj - | said VBD 4 parataxis - | . . 4 punct -
But CC 7 cc - | Tormund NNP 3 compound ORG | Ltd NNP 7 nsubj ORG | , , 3 punct - | which WDT 6 nsubj - | owns VBZ 3 relcl - | denied VBD 0 ROOT - | having VBG 9 aux - | paid VBN 7 xcomp - | him PRP 9 dative - | $ $ 13 quantmod MONEY | 40 CD 13 compound MONEY | million CD 9 dobj MONEY | in IN 9 prep - | 2014 CD 14 pobj DATE | . . 7 punct -
According VBG 8 prep - | to IN 1 prep - | its PRP$ 5 poss - | annual JJ 5 amod DATE | report NN 2 pobj - | , , 8 punct - | sales NNS 8 nsubj - | rose VBD 0 ROOT - | 12 CD 10 nummod PERCENT | percent NN 8 dobj PERCENT | and CC 8 cc - | profits NNS 13 nsubj - | fell VBD 8 conj - | . . 8 punct -
“ `` 4 punct - | Why WRB 4 advmod - | not RB 4 neg - | ask VB 0 ROOT - | the DT 7 det - | Carrow NNP 7 compound NORP | farmers NNS 4 dobj - | who WP 9 nsubj - | live VBP 7 relcl - | there RB 9 advmod - | ? . 4 punct - | ” '' 4 punct -
Senator NNP 3 compound - | Ines NNP 3 compound PERSON | Varga NNP 10 nsubj PERSON | , , 3 punct - | a DT 7 det - | former JJ 7 amod - | judge NN 3 appos - | , , 3 punct - | has VBZ 10 aux - | promised VBN 0 ROOT - | to TO 12 aux - | vote VB 10 xcomp - | against IN 12 prep - | it PRP 13 pobj - | next JJ 16 amod DATE | week NN 12 npadvmod DATE | . . 10 punct -
It PRP 3 nsubj - | is VBZ 3 cop - | unclear JJ 0 ROOT - | how WRB 5 advmod - | many JJ 6 amod - | ships NNS 8 nsubj - | will MD 8 aux - | reach VB 3 ccomp - | the DT 10 det LOC | Skerries NNPS 8 dobj LOC | before IN 8 prep - | winter NN 11 pobj DATE | ; : 3 punct - | officials NNS 15 nsubj - | blame VBP 3 parataxis - | fog NN 15 dobj - | . . 3 punct -
"""  # noqa: E501

# Of a document, at most: an update is to be short.
_SENTENCES = 15

Row = tuple[str, bool, str, int, str, str]  # word, space behind it, tag, head, relation, entity


def pipeline(syntax: tuple[Path, Path] | None = None, steps: int = 80) -> Any:
    """The pipeline, trained for ``steps`` updates on invented sentences, or on the documents of two files of
    JSON lines with a ``doc`` each: ``sentences`` of [start, end, tag, entity, head, relation] in the one, the
    ``text`` in the other."""
    fix_random_seed(0)
    nlp = load_model_from_config(Config().from_str(_WIDTHS), auto_fill=True)
    found = _annotated(*syntax) if syntax else _invented()
    examples = [_example(nlp, sentences) for sentences in islice(found, 300)]
    for name, width in _LABELS.items():
        _widen(nlp.get_pipe(name), width - len(_labels(examples)[name]))
    optimizer = nlp.initialize(lambda: examples)
    batches = minibatch(_endlessly(examples), 4)
    for batch in islice(batches, steps):
        nlp.update(batch, sgd=optimizer, drop=0.1)
    return nlp


def shape(docs: list[Any]) -> str:
    """What it made of some texts, in a line: it is as slow as a real one where this looks like news."""
    tokens = sum(map(len, docs))
    sentences = sum(1 for doc in docs for _ in doc.sents)
    entities = sum(len(doc.ents) for doc in docs)
    longest = sum(abs(token.i - token.head.i) for doc in docs for token in doc)
    return (
        f"spaCy {spacy.__version__}: {tokens / max(1, sentences):.0f} tokens a sentence, "
        f"{100 * entities / max(1, tokens):.1f} entities in 100 tokens, "
        f"{longest / max(1, tokens):.1f} tokens from a word to its head"
    )


def _labels(examples: list[Example]) -> dict[str, set[str]]:
    tokens = [token for example in examples for token in example.reference]
    return {
        "tagger": {token.tag_ for token in tokens},
        "parser": {token.dep_ for token in tokens},
        "ner": {token.ent_type_ for token in tokens} - {""},
    }


def _widen(component: Any, more: int) -> None:
    for n in range(more):
        component.add_label(f"UNUSED{n}")


def _endlessly(examples: list[Example]) -> Iterator[Example]:
    order = random.Random(0)
    while True:
        yield from order.sample(examples, len(examples))


def _invented() -> Iterator[list[list[Row]]]:
    """Documents of the invented sentences in ever another order."""
    sentences = [
        [_row(*token.split()) for token in line.split(" | ")] for line in _INVENTED.strip().splitlines()
    ]
    order = random.Random(0)
    while True:
        yield order.choices(sentences, k=_SENTENCES)


def _row(word: str, tag: str, head: str, relation: str, entity: str) -> Row:
    return word, True, tag, int(head), relation, entity


def _annotated(syntax: Path, texts: Path) -> Iterator[list[list[Row]]]:
    """The documents of two files of JSON lines, brought together by ``doc``."""
    with gzip.open(texts, "rt", encoding="utf-8") as lines:
        text_of = {document["doc"]: document["text"] for document in map(json.loads, lines)}
    with gzip.open(syntax, "rt", encoding="utf-8") as lines:
        for document in map(json.loads, lines):
            text = text_of[document["doc"]]
            yield [
                [
                    (text[start:end], text[end : end + 1].isspace(), tag, head, relation, entity)
                    for start, end, tag, entity, head, relation in sentence
                ]
                for sentence in document["sentences"][:_SENTENCES]
            ]


def _example(nlp: Any, sentences: list[list[Row]]) -> Example:
    rows = [row for sentence in sentences for row in sentence]
    words, spaces, tags = ([row[column] for row in rows] for column in range(3))
    heads, relations, starts = [], [], []
    for sentence in sentences:
        begin = len(heads)
        for n, (*_, head, relation, _) in enumerate(sentence):
            heads.append(begin + (head - 1 if head else n))
            relations.append(relation if head else "ROOT")
            starts.append(n == 0)
    doc = Doc(
        nlp.vocab, words=words, spaces=spaces, tags=tags, heads=heads, deps=relations, ents=_entities(rows)
    )  # fmt: skip
    return Example(Doc(nlp.vocab, words=words, spaces=spaces), doc)


def _entities(rows: list[Row]) -> list[str]:
    """One label a token: neighbours of the same kind are one entity."""
    labels = []
    for kind, run in groupby(row[5] for row in rows):
        n = len(list(run))
        labels += ["O"] * n if kind in "-O" else [f"B-{kind}"] + [f"I-{kind}"] * (n - 1)
    return labels
