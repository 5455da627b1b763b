"""The whole parser as one pure function: text -> `Extraction`."""

from __future__ import annotations

import re

from .attribution import Relation, attribute
from .attribution.confidence import confidence
from .attribution.outlets import credit, outlet_name, relays
from .language import Document, analyse
from .model import Article, Extraction, Mention, Quote, QuoteKind, Span
from .speakers import MentionRequest, Resolution, resolve

_EDITED = re.compile(r"\[(?!\d{1,3}\])[^\[\]\n]{1,80}\]|…|\. ?\. ?\.")


def extract(text: str | Article) -> Extraction:
    """Find every quote in a text and who said it.

    Total and pure: any string gives an `Extraction`, the same each time, in time linear in its length.
    Offsets are code points into the text as given; ``text[start:end]`` of every span is what it holds.
    """
    article = text if isinstance(text, Article) else Article(text=text)
    document = analyse(article.text)
    relations = attribute(document)
    resolution = resolve(document, _requests(relations))
    number = {id(relation): n for n, relation in enumerate(relations, 1)}
    people = frozenset(
        word for speaker in resolution.speakers if speaker.kind == "person" for word in speaker.name.split()
    )
    quotes = tuple(
        _quote(document, relation, n, number, resolution, people) for n, relation in enumerate(relations, 1)
    )
    return Extraction(
        article=article, quotes=quotes, speakers=tuple(resolution.speakers), outlet=credit(article.text)
    )


def _requests(relations: list[Relation]) -> list[MentionRequest]:
    """What the resolver needs to know of every relation, in the same order."""
    at = {id(relation): i for i, relation in enumerate(relations)}
    requests = []
    for relation in relations:
        mention = relation.antecedent or relation.source
        if mention is None and relation.inherits is not None:
            heir = relation.inherits
            mention = heir.antecedent or heir.source
        requests.append(
            MentionRequest(
                spans=(mention,) if mention is not None else (),
                content=tuple(relation.content),
                cue=tuple(relation.cue),
                quoted=relation.outer is not None,
                outer=at.get(id(relation.outer)) if relation.outer is not None else None,
            )
        )
    return requests


def _quote(
    document: Document,
    relation: Relation,
    n: int,
    number: dict[int, int],
    resolution: Resolution,
    people: frozenset[str],
) -> Quote:
    text = document.text
    resolved = resolution.mentions[n - 1]
    source = relation.source
    mention = None
    if source is not None:
        mention = Mention((source,), text[source.start : source.end], resolved.kind or "nominal")
    content = tuple(sorted(relation.content))
    kind = content_kind(document, relation)
    via = None
    if relation.via is not None and relays(text[relation.via.start : relation.via.end], people):
        via = outlet_name(text[relation.via.start : relation.via.end])
    elif relation.outer is not None:
        via = _first_speaker(resolution, number[id(relation.outer)] - 1)
    addressee = relation.addressee
    return Quote(
        n=n,
        kind=kind,
        content=content,
        cue=tuple(relation.cue),
        verb=relation.verb,
        source=mention,
        speakers=resolved.speakers,
        role=resolved.role,
        via=via,
        addressee=" ".join(text[addressee.start : addressee.end].split()) if addressee is not None else None,
        medium=relation.medium,
        status=relation.status,
        act=relation.act,
        context=_context(document, content),
        confidence=confidence(relation.rule, kind, resolved.strength if resolved.speakers else None),
        rule=f"{relation.rule}; {resolved.rule}",
        nested_in=number[id(relation.outer)] if relation.outer is not None else None,
        edited=any(_EDITED.search(text, start, end) is not None for start, end in content),
    )


def _first_speaker(resolution: Resolution, index: int) -> str | None:
    """The name of whoever a quote is attributed to first: they relay what is nested in it."""
    speakers = resolution.mentions[index].speakers
    return resolution.speakers[speakers[0]].name if speakers else None


def content_kind(document: Document, relation: Relation) -> QuoteKind:
    """Direct where every letter of the content stands in marks, mixed where some do, else indirect.

    Of content that is itself inside a quotation only the marks inside it count. What the lay-out marks
    as somebody's very words is direct without marks.
    """
    if relation.verbatim:
        return "direct"
    text = document.text
    nested = relation.outer is not None
    inside = outside = 0
    for start, end in sorted(relation.content):
        covered = start
        for quotation in document.overlapping(start, end):
            if quotation.depth and not nested:
                continue
            if nested and (quotation.start < start - 1 or quotation.end > end + 1):
                continue
            a, b = max(quotation.start, covered), min(quotation.end, end)
            if b > a:
                outside += sum(map(str.isalnum, text[covered:a]))
                inside += sum(map(str.isalnum, text[a:b]))
                covered = b
        outside += sum(map(str.isalnum, text[covered:end]))
    if not inside:
        return "indirect"
    return "mixed" if outside else "direct"


def _context(document: Document, content: tuple[Span, ...]) -> Span:
    """The paragraphs that the content stands in."""
    first = document.paragraph_at(content[0].start)
    last = document.paragraph_at(max(content[-1].end - 1, content[-1].start))
    return Span(document.paragraphs[first].start, document.paragraphs[last].end)
