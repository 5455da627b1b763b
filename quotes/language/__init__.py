"""Text -> `Document`: paragraphs, sentences, tagged tokens and paired quotation marks, all with offsets."""

from __future__ import annotations

from .document import Document, Quotation, Sentence
from .marks import pair_marks
from .mending import mend
from .paragraphs import paragraphs
from .sentences import split_sentences
from .tags import tag
from .tokens import tokenize

__all__ = ["Document", "Quotation", "Sentence", "analyse", "pair_marks", "paragraphs"]


def analyse(text: str) -> Document:
    """Cut a text into paragraphs, sentences and tagged tokens, and pair its quotation marks.

    Any string will do; the time is linear in its length. Offsets are code points into ``text`` as given.
    """
    document = Document(text, paragraphs=paragraphs(text))
    for number, paragraph in enumerate(document.paragraphs):
        for start, end in split_sentences(text, paragraph.start, paragraph.end):
            starts, ends = tokenize(text, start, end)
            words = [text[a:b] for a, b in zip(starts, ends, strict=True)]
            first = len(document.words)
            document.starts += starts
            document.ends += ends
            document.words += words
            document.tags += mend(words, tag(words))
            document.sentence_of += [len(document.sentences)] * len(words)
            document.sentences.append(Sentence(start, end, first, len(document.words), number))
    document.quotations = pair_marks(text, document.paragraphs)
    return document
