"""Who is said to speak, on articles whose speakers are marked: right, wrong name or unresolved, by mention.

    python -m tests.speaker_gold [--errors] [FILE…]

FILE is of `tests.marked`'s format (tests/speakers/*.txt by default), or JSON lines as `quotes evaluate`
reads them, with ``names`` (and ``others``) in every row that counts. Two tables: the resolver given the
marked mentions, contents and cues, and `quotes.extract` on the bare text, its quotes paired with the marked
ones as the project's scorer pairs them (contents that share at least half of their letters).

A row is *right* where the speaker's name is one of the gold ones (its words all words of a gold name, the
last among them, or the other way round), a *wrong name* where a named person or organisation is given who is
not, and unresolved else. Where the article names nobody, any name that does not stand in the mention's own
words is wrong.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from quotes.language import analyse
from quotes.model import Span, Speaker
from quotes.pipeline import extract
from quotes.speakers import MentionRequest, resolve
from tests.marked import read

ARTICLES = Path(__file__).parent / "speakers"
KINDS = ("named", "pronominal", "nominal", "nobody named")
Spans = Sequence[Sequence[int]]
_PRONOUNS = frozenset(
    "he him his she her they them it who which that i we me us you one himself herself".split()
)
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True)
class GoldQuote:
    """A marked quote. ``names`` are equally right names of its speaker, ``others`` of further speakers."""

    content: Spans
    cue: Spans
    source: Spans
    names: Sequence[str]
    others: Sequence[str] = ()


@dataclass(frozen=True)
class GoldArticle:
    """A text and its marked quotes."""

    doc: str
    text: str
    quotes: Sequence[GoldQuote]


@dataclass(frozen=True)
class Judged:
    """A gold quote, its kind of mention, what was answered, and how that is: "right", "wrong" or "none"."""

    doc: str
    quote: GoldQuote
    kind: str
    mention: str
    outcome: str
    answer: str
    rule: str


def articles(paths: Sequence[Path]) -> Iterator[GoldArticle]:
    """The articles of files in either format."""
    for path in paths:
        if path.suffix == ".txt":
            for one in read(path):
                yield GoldArticle(
                    one.doc,
                    one.text,
                    [GoldQuote(r.content, r.cue, r.source, r.names, r.others) for r in one.rows.values()],
                )
            continue
        with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                quotes = [
                    GoldQuote(a["content"], a["cue"], a["source"], a["names"], a.get("others", ()))
                    for a in row["attributions"]
                    if "names" in a
                ]
                yield GoldArticle(row["doc"], row["text"], quotes)


def words(text: str, spans: Spans) -> str:
    """The words of the spans."""
    return " ".join(text[start:end] for start, end in spans)


def same_name(said: str, names: Sequence[str]) -> bool:
    """Whether a speaker's name is one of the names, by the rule of the project's scorer."""
    given = set(_WORDS.findall(said.lower()))
    for name in names:
        parts = _WORDS.findall(name.lower())
        if given and ((given <= set(parts) and parts[-1] in given) or set(parts) <= given):
            return True
    return False


def mention_kind(mention: str, names: Sequence[str]) -> str:
    """One of `KINDS`: by the mention's words, and whether the article names who it means."""
    if not names:
        return "nobody named"
    if mention.lower().strip(" ,.“”\"'") in _PRONOUNS:
        return "pronominal"
    tokens = set(_WORDS.findall(mention.lower()))
    return "named" if any(set(_WORDS.findall(name.lower())) & tokens for name in names) else "nominal"


def outcome(mention: str, names: Sequence[str], speaker: Speaker | None) -> str:
    """ "right", "wrong" (a name that is not the speaker's) or "none"."""
    if speaker is None:
        return "none" if names else "right"
    if names and same_name(speaker.name, names):
        return "right"
    named = speaker.kind in ("person", "organisation") and any(w[:1].isupper() for w in speaker.name.split())
    if named and not names:
        named = not set(_WORDS.findall(speaker.name.lower())) <= set(_WORDS.findall(mention.lower()))
    if named:
        return "wrong"
    return "none" if names else "right"


def judge(article: GoldArticle, quote: GoldQuote, speakers: Sequence[Speaker], rule: str) -> Judged:
    """What an answer is worth."""
    mention = words(article.text, quote.source)
    speaker = speakers[0] if speakers else None
    result = outcome(mention, quote.names, speaker)
    kind = mention_kind(mention, quote.names)
    answer = "; ".join(f"{s.name} ({s.kind})" for s in speakers)
    return Judged(article.doc, quote, kind, mention, result, answer, rule)


def of_mentions(article: GoldArticle) -> Iterator[Judged]:
    """The resolver's answers to the gold mentions."""

    def spans(pairs: Spans) -> tuple[Span, ...]:
        return tuple(Span(start, end) for start, end in pairs)

    asked = [quote for quote in article.quotes if quote.source]
    resolution = resolve(
        analyse(article.text),
        [MentionRequest(spans(q.source), spans(q.content), spans(q.cue)) for q in asked],
    )
    for quote, answer in zip(asked, resolution.mentions, strict=True):
        yield judge(article, quote, [resolution.speakers[i] for i in answer.speakers], answer.rule)


def end_to_end(article: GoldArticle) -> Iterator[Judged]:
    """The parser's answers where it finds the gold quotes."""
    found = extract(article.text)
    for quote, other in _pairs(article, [q.content for q in found.quotes]):
        answer = found.quotes[other]
        yield judge(article, quote, [found.speakers[i] for i in answer.speakers], answer.rule)


def _letters(text: str, spans: Spans) -> frozenset[int]:
    return frozenset(i for start, end in spans for i in range(start, end) if text[i].isalnum())


def _pairs(article: GoldArticle, contents: Sequence[Spans]) -> Iterator[tuple[GoldQuote, int]]:
    """Gold quotes and the indexes of contents, one to one, best overlap first."""
    gold = [_letters(article.text, quote.content) for quote in article.quotes]
    given = [_letters(article.text, content) for content in contents]
    overlaps = [
        (-len(a & b) / len(a | b), g, p) for g, a in enumerate(gold) for p, b in enumerate(given) if a & b
    ]
    taken_gold: set[int] = set()
    taken: set[int] = set()
    for negative, g, p in sorted(overlaps):
        if negative <= -0.5 and g not in taken_gold and p not in taken:
            taken_gold.add(g)
            taken.add(p)
            yield article.quotes[g], p


def table(judged: Sequence[Judged]) -> dict[str, Counter[str]]:
    """By kind of mention, and "all": rows, right, wrong and none."""
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in (*KINDS, "all")}
    for one in judged:
        for kind in (one.kind, "all"):
            counts[kind]["rows"] += 1
            counts[kind][one.outcome] += 1
    return counts


def show(title: str, judged: Sequence[Judged]) -> None:
    """Print the table."""
    print(f"{title:30}{'rows':>6}{'right':>8}{'wrong name':>12}{'unresolved':>12}")
    for kind, n in table(judged).items():
        shares = [100 * n[what] / max(1, n["rows"]) for what in ("right", "wrong", "none")]
        print(f"  {kind:28}{n['rows']:6}{shares[0]:8.1f}{shares[1]:12.1f}{shares[2]:12.1f}")


def main() -> None:
    """Print both tables and, with --errors, what is not right."""
    paths = [Path(a) for a in sys.argv[1:] if not a.startswith("--")] or sorted(ARTICLES.glob("*.txt"))
    found = list(articles(paths))
    for title, measure in (("gold mentions, resolved", of_mentions), ("end to end", end_to_end)):
        judged = [one for article in found for one in measure(article)]
        show(title, judged)
        if "--errors" in sys.argv:
            for one in sorted(judged, key=lambda one: (KINDS.index(one.kind), one.outcome)):
                if one.outcome != "right":
                    gold = " | ".join(one.quote.names) or "nobody"
                    print(f"{one.kind[:8]} {one.outcome:5} {one.doc}@{one.quote.source[0][0]}: ", end="")
                    print(f"{one.mention[:80]!r} is {gold}, not {one.answer or '-'} [{one.rule}]")


if __name__ == "__main__":
    main()
