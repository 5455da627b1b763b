"""Reads who is who in annotated texts, to learn from and to measure on: GUM's entities, CoreNLP's chains."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from .corpora import lines, rows

_MARK = re.compile(r"\((\d+)(?:\[\d+/\d+\])?-([a-z]+)-[^()]*(\))?|(\d+)(?:\[\d+/\d+\])?\)")
_SAYING = frozenset(
    """say tell add ask note argue claim explain write announce report declare state insist warn reply answer
    suggest admit believe think know recall describe""".split()
)


class ChainMention(NamedTuple):
    """A mention: its span and that of its head token in code points, and the chain it belongs to."""

    start: int
    end: int
    head: int
    chain: int


class Request(NamedTuple):
    """A source mention: spans of mention, content and cue."""

    source: tuple[tuple[int, int], ...]
    content: tuple[tuple[int, int], ...]
    cue: tuple[tuple[int, int], ...]


class ChainDocument(NamedTuple):
    """A text with its mentions and its quotes. ``gold`` tells that somebody marked them, not CoreNLP."""

    name: str
    text: str
    mentions: list[ChainMention]
    requests: list[Request]
    gold: bool


def news(gold: Path, syntax: Path, without: frozenset[str] = frozenset()) -> Iterator[ChainDocument]:
    """The documents of a `news-*.jsonl.gz` with CoreNLP's chains, but those named in ``without``."""
    analysed = {row["doc"]: row for row in rows(syntax) if row["doc"] not in without}
    for row in rows(gold):
        if row["doc"] not in analysed:
            continue
        found = analysed[row["doc"]]
        mentions = []
        for chain, members in enumerate(found["chains"]):
            for number, first, last, _ in members:
                tokens = found["sentences"][number][first:last]
                if tokens:
                    outside = (t for t in tokens if not first < t[4] <= last)
                    head = next(outside, tokens[-1])
                    mentions.append(ChainMention(tokens[0][0], tokens[-1][1], head[0], chain))
        requests = [
            Request(*(tuple((a, b) for a, b in spans) for spans in (r["source"], r["content"], r["cue"])))
            for r in row["attributions"]
            if r["source"]
        ]
        yield ChainDocument(row["doc"], row["text"], mentions, requests, gold=False)


class _Token(NamedTuple):
    start: int
    end: int
    head: int
    relation: str
    lemma: str


def gum(path: Path) -> Iterator[ChainDocument]:
    """GUM's documents, with the subjects of verbs of saying as source mentions."""
    reader = _Gum("")
    for line in lines(path):
        if line.startswith("# newdoc id = "):
            if reader.text:
                yield reader.document()
            reader = _Gum(line.split("= ", 1)[1].strip())
        else:
            reader.line(line.rstrip("\n"))
    yield reader.document()


class _Gum:
    """One document of GUM, line by line."""

    def __init__(self, name: str) -> None:
        self.name, self.text = name, ""
        self.mentions: list[ChainMention] = []
        self.requests: list[Request] = []
        self.sentence: list[_Token] = []
        self.open: list[tuple[int, int]] = []  # chain, first token
        self.closed: list[tuple[int, int, int]] = []  # chain, first, last token
        self.glued_until, self.glue_after = 0, False

    def document(self) -> ChainDocument:
        """What was read."""
        self._end()
        return ChainDocument(self.name, self.text, self.mentions, self.requests, gold=True)

    def line(self, line: str) -> None:
        """Read one line."""
        if not line:
            self._end()
        elif line.startswith("# newpar") and not line.startswith("# newpar_block"):
            self.text = self.text.rstrip() + ("\n" if self.text else "")
        elif not line.startswith("#"):
            self._token(line.split("\t"))

    def _token(self, fields: list[str]) -> None:
        if "-" in fields[0]:
            self.glued_until = int(fields[0].split("-")[1])
            self.glue_after = "SpaceAfter=No" in fields[9]
            return
        if "." in fields[0]:
            return
        number = int(fields[0])
        glued = number < self.glued_until or "SpaceAfter=No" in fields[9]
        if number == self.glued_until:
            glued = self.glue_after
        start = len(self.text)
        self.text += fields[1] + ("" if glued else " ")
        self.sentence.append(_Token(start, start + len(fields[1]), int(fields[6]), fields[7], fields[2]))
        entity = next((f[7:] for f in fields[9].split("|") if f.startswith("Entity=")), "")
        for match in _MARK.finditer(entity):
            if match[1] and match[3]:
                self.closed.append((int(match[1]), number, number))
            elif match[1]:
                self.open.append((int(match[1]), number))
            else:
                at = next(
                    (i for i in range(len(self.open) - 1, -1, -1) if self.open[i][0] == int(match[4])), None
                )
                if at is not None:
                    chain, first = self.open.pop(at)
                    self.closed.append((chain, first, number))

    def _below(self, verb: int) -> tuple[tuple[int, int], ...]:
        """The words of the clauses that are what a verb says."""
        found = []
        for number in range(1, len(self.sentence) + 1):
            at, steps = number, 0
            while at and steps < 40:
                token = self.sentence[at - 1]
                if token.head == verb and token.relation in ("ccomp", "parataxis"):
                    found.append((self.sentence[number - 1].start, self.sentence[number - 1].end))
                    break
                at, steps = token.head, steps + 1
        return tuple(found)

    def _end(self) -> None:
        heads: dict[int, tuple[int, int]] = {}  # head token -> span of its largest mention
        for chain, first, last in self.closed:
            tokens = self.sentence[first - 1 : last]
            at = next(
                (i for i in range(first, last + 1) if not first <= self.sentence[i - 1].head <= last), last
            )
            span = tokens[0].start, tokens[-1].end
            self.mentions.append(ChainMention(*span, self.sentence[at - 1].start, chain))
            heads[at] = max(heads.get(at, span), span, key=lambda s: s[1] - s[0])
        for number, token in enumerate(self.sentence, 1):
            if token.relation == "nsubj" and number in heads:
                verb = self.sentence[token.head - 1]
                if verb.lemma in _SAYING:
                    content = self._below(token.head)
                    self.requests.append(Request((heads[number],), content, ((verb.start, verb.end),)))
        self.sentence, self.open, self.closed = [], [], []
        self.glued_until = 0
