"""Reads the annotated texts that the weights are learned from; the texts themselves are never shipped."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

# Where GUM's scheme and CoreNLP's part: CoreNLP tags every "to" TO, and has no tag for a hyphen.
_GUM_TAGS = {"HYPH": ":", "NFP": ":", "ADD": "NN", "GW": None, "AFX": None}


class Tagged(NamedTuple):
    """A sentence: its text, and the spans and Penn tags of its tokens (None: not known)."""

    text: str
    spans: list[tuple[int, int]]
    tags: list[str | None]


class TaggedDocument(NamedTuple):
    """A document's name and its sentences, in order; each sentence has a text and offsets of its own."""

    name: str
    sentences: list[Tagged]


def lines(path: Path) -> Iterator[str]:
    """The lines of a gzipped file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from file


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The JSON objects of a gzipped file of newline-delimited JSON."""
    return map(json.loads, lines(path))


def news_texts(gold: Path) -> dict[str, str]:
    """The texts of a `news-*.jsonl.gz`, by document name."""
    return {row["doc"]: row["text"] for row in rows(gold)}


def news_documents(gold: Path, syntax: Path) -> Iterator[TaggedDocument]:
    """The documents of a `news-*-syntax.jsonl.gz` with the tags CoreNLP gave them."""
    texts = news_texts(gold)
    for row in rows(syntax):
        text = texts[row["doc"]]
        sentences = []
        for tokens in row["sentences"]:
            start, end = tokens[0][0], tokens[-1][1]
            spans = [(token[0] - start, token[1] - start) for token in tokens]
            sentences.append(Tagged(text[start:end], spans, [token[2] for token in tokens]))
        yield TaggedDocument(row["doc"], sentences)


def gum_documents(path: Path) -> Iterator[TaggedDocument]:
    """The documents of a GUM CoNLL-U file, its tags (column 5) mapped to CoreNLP's habits."""
    name = ""
    sentences: list[Tagged] = []
    words: list[tuple[str, str | None, bool]] = []
    glued_until = 0
    glue_after = False
    for line in lines(path):
        if line.startswith("# newdoc id = "):
            if sentences:
                yield TaggedDocument(name, sentences)
            name, sentences = line.split("= ", 1)[1].strip(), []
        elif not line.strip():
            if words:
                sentences.append(_joined(words))
            words, glued_until = [], 0
        elif line[0] != "#":
            fields = line.rstrip("\n").split("\t")
            if "-" in fields[0]:  # a word of several tokens: "don't"
                glued_until = int(fields[0].split("-")[1])
                glue_after = "SpaceAfter=No" in fields[9]
            elif "." not in fields[0]:
                number = int(fields[0])
                glued = number < glued_until or "SpaceAfter=No" in fields[9]
                if number == glued_until:
                    glued = glue_after
                words.append((fields[1], _gum_tag(fields[1], fields[4]), glued))
    if words:
        sentences.append(_joined(words))
    if sentences:
        yield TaggedDocument(name, sentences)


def _gum_tag(word: str, tag: str) -> str | None:
    if tag == "IN" and word.lower() == "to":
        return "TO"
    return _GUM_TAGS.get(tag, tag)


def _joined(words: list[tuple[str, str | None, bool]]) -> Tagged:
    text = ""
    spans = []
    for word, _, glued in words:
        spans.append((len(text), len(text) + len(word)))
        text += word if glued else word + " "
    return Tagged(text.rstrip(), spans, [tag for _, tag, _ in words])
