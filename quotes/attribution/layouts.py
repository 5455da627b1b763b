"""Lay-outs that attribute without a verb: transcripts, headlines with a colon or a dash, signed quotations.

They are told from whole paragraphs, before any sentence is looked into.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from ..language import Document
from ..model import Span
from .relation import Relation

_LABEL = re.compile(
    r"(?P<label>[QA]|(?:[A-ZÀ-Þ][A-ZÀ-Þ.'’-]*)(?:[ \u00a0](?:[A-ZÀ-Þ][A-ZÀ-Þ.'’-]*|[A-Z]\.))"
    r"{0,4}|[A-ZÀ-Þ][\w.'’-]+(?:[ \u00a0][A-ZÀ-Þ][\w.'’-]+){0,3})(?: \([^()\n]{1,40}\))?[:.](?=\s)\s*"
)
_NO_SPEAKER = frozenset(
    """
    text photo photos video audio update updates updated correction editor editors note related more
    read watch listen live breaking time full-time half-time share source sources credit caption graphic
    map table chart follow contact summary topic topics tags subject date where when what who why how
    result results score lineup goals advertisement disclaimer address phone email fax website web
    opinion analysis comment editorial review interview exclusive explainer""".split()
)
_HEADLINE = re.compile(r"(?P<source>[^\s:“”\"‘][^:“”\"‘\n]{1,60}?):\s+(?P<content>\S[^\n]*)")
_NO_HEADLINE_SOURCE = _NO_SPEAKER | frozenset(
    """
    the latest watch photos gallery profile timeline obituary recap preview q&a factbox fact check poll
    polls podcast newsletter memo explained election debate campaign transcript trump clinton 2016""".split()
)
_SIGNED = re.compile(r"\s*(?:[—–―]|--)\s?(?P<name>[^\W\d_][^\n“”\"]{1,90})")
_MOST_HEADLINE_WORDS = 24


class Layouts:
    """The relations that lay-outs give, and the paragraphs that are used up by them."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.relations: list[Relation] = []
        self.used: set[int] = set()
        self.questions: set[int] = set()  # of an interviewer: used, but read as any other prose
        self._transcript()
        self._headline()
        self._signed()
        self.starts = sorted((relation.start, n) for n, relation in enumerate(self.relations))

    def holding(self, start: int, end: int) -> Relation | None:
        """The transcript's relation whose content holds a stretch of text."""
        at = bisect_right(self.starts, start, key=lambda item: item[0]) - 1
        if at < 0:
            return None
        relation = self.relations[self.starts[at][1]]
        return relation if relation.rule == "transcript" and end <= relation.end else None

    # -- transcripts --------------------------------------------------------------------------

    def _transcript(self) -> None:
        labels = self._labels()
        if not labels:
            return
        answers = any(label == "A" for label, _, _ in labels.values())
        interviewee = self._interviewee(min(labels)) if answers else None
        order = sorted(labels)
        for position, paragraph in enumerate(order):
            label, span, body = labels[paragraph]
            following = order[position + 1] if position + 1 < len(order) else paragraph + 1
            if following - paragraph > 8:
                following = paragraph + 1
            content = [Span(body, self.document.paragraphs[paragraph].end)]
            content += self.document.paragraphs[paragraph + 1 : following]
            self.used.update(range(paragraph, following))
            if label == "Q":
                self.questions.update(range(paragraph, following))
            if label == "Q" or content[0].start >= content[0].end:
                continue
            relation = Relation(content=content, rule="transcript", paragraph=paragraph, verbatim=True)
            if label == "A":
                relation.antecedent = interviewee
            else:
                relation.source = span
            relation.cue = [Span(span.end, min(body, span.end + 1))]
            self.relations.append(relation)

    def _labels(self) -> dict[int, tuple[str, Span, int]]:
        """Paragraph -> label, its span, and where the words begin; empty where the text is no transcript."""
        found: dict[int, tuple[str, Span, int]] = {}
        for number, paragraph in enumerate(self.document.paragraphs):
            match = _LABEL.match(self.document.text, paragraph.start, paragraph.end)
            if match is None:
                continue
            label = match["label"]
            if label not in ("Q", "A") and self.document.text[match.end("label")] == ".":
                continue
            if any(word.strip(".,").lower() in _NO_SPEAKER for word in label.split()):
                continue
            if paragraph.end <= match.end():
                continue
            found[number] = (label, Span(match.start("label"), match.end("label")), match.end())
        questions = {n: v for n, v in found.items() if v[0] in ("Q", "A")}
        capitals = {
            n: v for n, v in found.items() if v[0] not in ("Q", "A") and v[0].isupper() and len(v[0]) > 2
        }
        names = {n: v for n, v in found.items() if not v[0].isupper()}
        chosen: dict[int, tuple[str, Span, int]] = {}
        if {v[0] for v in questions.values()} == {"Q", "A"}:
            chosen |= questions
        if len(capitals) >= 2 and len({v[0] for v in capitals.values()}) >= 2:
            chosen |= capitals
        if len(names) >= 3 and 2 <= len({v[0] for v in names.values()}) < len(names):
            chosen |= names
        return chosen

    def _interviewee(self, first: int) -> Span | None:
        """The first person's name before the first question: who answers."""
        document = self.document
        limit = bisect_left(document.starts, document.paragraphs[first].start)
        single = None
        token = 0
        while token < limit:
            end = token
            while end < limit and document.tags[end] == "NNP" and document.words[end][:1].isalpha():
                end += 1
            if end - token >= 2 and document.words[token].istitle():
                return Span(document.starts[token], document.ends[end - 1])
            if (
                end - token == 1
                and single is None
                and document.words[end : end + 1] == [","]
                and document.words[token].istitle()
            ):
                single = Span(document.starts[token], document.ends[token])
            token = max(end, token + 1)
        return single

    # -- headlines ----------------------------------------------------------------------------

    def _headline(self) -> None:
        """Ruiz: Bridge unsafe"""
        document = self.document
        if len(document.paragraphs) < 2 or 0 in self.used:
            return
        start, end = document.paragraphs[0]
        text = document.text
        match = _HEADLINE.fullmatch(text, start, end)
        if match is None or len(match[0].split()) > _MOST_HEADLINE_WORDS:
            return
        words = [w.strip(".,’'").lower() for w in match["source"].split()]
        if (
            len(words) > 5
            or any(w in _NO_HEADLINE_SOURCE for w in words)
            or len(match["content"].split()) < 3
        ):
            return
        if match["source"].isupper() or any(c.isdigit() for c in match["source"]):
            return  # BUSINESS: …; ROVERS 2-3 ATHLETIC: …
        if not all(w[:1].isupper() or w[:1].isdigit() or w.islower() for w in match["source"].split()):
            return
        first = bisect_left(document.starts, start)
        last = bisect_left(document.starts, match.end("source"))
        tags = document.tags[first:last]
        if (
            not tags
            or tags[-1] not in ("NN", "NNS", "NNP", "NNPS", "CD", "-RRB-")
            or any(t in ("VBD", "VBZ", "VBP", "MD", "TO", "VBG", "WP", "WRB", "CC", "IN", "VB") for t in tags)
        ):
            return
        stop = match.end("content")
        while stop > match.start("content") and text[stop - 1] in ". ":
            stop -= 1
        content = Span(match.start("content"), stop)
        if content.end - content.start < 8:
            return
        quotation = next(iter(document.overlapping(*content)), None)
        if quotation is not None and quotation.start <= content.start and quotation.end >= content.end - 1:
            content = Span(quotation.start, quotation.end)
        self.used.add(0)
        self.relations.append(
            Relation(
                content=[content],
                cue=[Span(match.end("source"), match.end("source") + 1)],
                source=Span(match.start("source"), match.end("source")),
                rule="headline",
                paragraph=0,
            )
        )

    # -- signed quotations -----------------------------------------------------------------------

    def _signed(self) -> None:
        """“…” — Ana Ruiz, in one paragraph or in two; a block quotation and who signs it."""
        document = self.document
        paragraphs = document.paragraphs
        for number, paragraph in enumerate(paragraphs):
            if number in self.used:
                continue
            whole = [
                q for q in document.overlapping(*paragraph) if q.depth == 0 and q.start == paragraph.start
            ]
            if whole:
                match = _SIGNED.fullmatch(document.text, whole[0].end, paragraph.end)
                if match is not None and self._is_signature(match):
                    self._sign([Span(whole[0].start, whole[0].end)], match, number, number)
                    continue
            match = _SIGNED.fullmatch(document.text, paragraph.start, paragraph.end)
            if match is None or number == 0 or number - 1 in self.used or not self._is_signature(match):
                continue
            before = paragraphs[number - 1]
            text = document.text[before.start : before.end]
            quoted = [
                q
                for q in document.overlapping(*before)
                if q.start == before.start and q.end >= before.end - 1
            ]
            if quoted:
                self._sign([Span(quoted[0].start, quoted[0].end)], match, number - 1, number)
            elif text.startswith(">"):
                start = before.start + len(text) - len(text.lstrip("> \u00a0"))
                self._sign([Span(start, before.end)], match, number - 1, number)

    def _is_signature(self, match: re.Match[str]) -> bool:
        """Whether what follows a dash is a name or a description of somebody, and no clause."""
        document = self.document
        name = match["name"].strip()
        if len(name.split()) > 14:
            return False
        first = bisect_left(document.starts, match.start("name"))
        last = bisect_left(document.starts, match.end("name"))
        tags = document.tags[first:last]
        return (
            bool(tags)
            and tags[0] in ("NNP", "NNPS", "NN", "NNS", "DT", "JJ", "ADD", "PRP$")
            and not any(t in ("VBD", "VBZ", "VBP", "MD") for t in tags[:4])
        )

    def _sign(self, content: list[Span], match: re.Match[str], first: int, last: int) -> None:
        end = match.end("name")
        text = self.document.text
        while end > match.start("name") and (text[end - 1].isspace() or text[end - 1] == "."):
            end -= 1
        self.used.update(range(first, last + 1))
        self.relations.append(
            Relation(
                content=content,
                source=Span(match.start("name"), end),
                rule="signed",
                paragraph=first,
                verbatim=True,
            )
        )
