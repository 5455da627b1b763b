"""The whole parser as one pure function: text -> `Extraction`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

from .attribution import BY_MODEL_ALONE, Relation, attribute
from .attribution.acts import act_of
from .attribution.confidence import confidence
from .attribution.outlets import agency, credit, outlet_name, relays
from .language import Document, analyse
from .language.tongue import UNKNOWN, is_foreign, name_of, tongue
from .model import (
    DEFAULTS,
    HEIR_CONFIDENCE,
    INDIRECT_CONFIDENCE,
    Act,
    Article,
    Extraction,
    Mention,
    Options,
    Quote,
    QuoteKind,
    Span,
    Speaker,
)
from .speakers import MentionRequest, Resolved, resolve

_EDITED = re.compile(r"\[(?!\d{1,3}\])[^\[\]\n]{1,80}\]|…|\. ?\. ?\.")


class _Found(NamedTuple):
    """A relation, whom its mention means, and what decides whether it is kept."""

    relation: Relation
    resolved: Resolved
    kind: QuoteKind
    act: Act
    confidence: float


def extract(text: str | Article, options: Options = DEFAULTS) -> Extraction:
    """Find the quotes in a text that ``options`` ask for, and who said them.

    Total and pure: any string gives an `Extraction`, the same each time, in time linear in its length.
    Offsets are code points into the text as given; ``text[start:end]`` of every span is what it holds.
    A quote that stands in one that is left out is kept for itself. A text that is surely not in English is
    not parsed: `Extraction.unparsed` says so.
    """
    article = text if isinstance(text, Article) else Article(text=text)
    language = tongue(article.text)
    if is_foreign(language):
        return _unparsed(article, language or UNKNOWN)
    document = analyse(article.text)
    relations = attribute(document, options.engine)
    resolution = resolve(document, _requests(relations))
    found = [_found(document, *pair) for pair in zip(relations, resolution.mentions, strict=True)]
    # Chosen last: whom a pronoun means may hang on a quote that nobody asked for.
    kept = {id(one.relation): one for one in found if _wanted(one, options)}
    number = {key: n for n, key in enumerate(kept, 1)}
    place = {index: n for n, index in enumerate(_speaking(kept.values()))}
    people = frozenset(
        word for speaker in resolution.speakers if speaker.kind == "person" for word in speaker.name.split()
    )
    quotes = []
    for key, one in kept.items():
        outer = _outer(one.relation, kept)
        quotes.append(
            _quote(
                document,
                one,
                n=number[key],
                speakers=tuple(place[index] for index in one.resolved.speakers),
                via=_via(document.text, one.relation, outer, people, resolution.speakers),
                nested_in=number[id(outer.relation)] if outer is not None else None,
            )
        )
    return Extraction(
        article=article,
        quotes=tuple(quotes),
        speakers=tuple(resolution.speakers[index] for index in place),
        outlet=credit(article.text),
        language=language,
        agency=agency(article.text, article.byline),
    )


def _unparsed(article: Article, language: str) -> Extraction:
    """A text in a language that the parser would make nonsense of."""
    return Extraction(
        article=article,
        outlet=credit(article.text),
        language=None if language == UNKNOWN else language,
        agency=agency(article.text, article.byline),
        unparsed=f"not parsed: the text is in {name_of(language)}, not in English",
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


def _found(document: Document, relation: Relation, resolved: Resolved) -> _Found:
    inside, outside = _letters(document, relation)
    kind = _kind(inside, outside)
    cue = " ".join(document.text[start:end] for start, end in relation.cue)
    strength = resolved.strength if resolved.speakers else None
    return _Found(
        relation=relation,
        resolved=resolved,
        kind=kind,
        act=act_of(
            relation.verb, cue, quoted=inside > outside, clause=inside > 0 or _has_verb(document, relation)
        ),
        confidence=confidence(relation, kind, strength),
    )


def _has_verb(document: Document, relation: Relation) -> bool:
    return any(
        tag[:2] in ("VB", "MD")
        for start, end in relation.content
        for tag in document.tags[bisect_left(document.starts, start) : bisect_left(document.starts, end)]
    )


def _wanted(one: _Found, options: Options) -> bool:
    if one.act == "attitude" and not options.attitudes:
        return False
    if options.min_confidence is not None:
        return one.confidence >= options.min_confidence
    relation = one.relation
    if relation.confidence is None:  # by a rule alone
        return True
    if one.kind == "indirect":
        return relation.rule != BY_MODEL_ALONE or one.confidence >= INDIRECT_CONFIDENCE
    # Words in marks are somebody's, but hardly of a speaker before them whom the judge does not believe in.
    return relation.source is not None or relation.inherits is None or one.confidence >= HEIR_CONFIDENCE


def _speaking(found: Iterable[_Found]) -> dict[int, None]:
    """Who speaks, in the order they first do."""
    return dict.fromkeys(index for one in found for index in one.resolved.speakers)


def _outer(relation: Relation, kept: dict[int, _Found]) -> _Found | None:
    """The innermost of what is kept, by the relations' `id`, whose content holds this relation."""
    outer = relation.outer
    while outer is not None and id(outer) not in kept:
        outer = outer.outer
    return None if outer is None else kept[id(outer)]


def _via(
    text: str, relation: Relation, outer: _Found | None, people: frozenset[str], speakers: list[Speaker]
) -> str | None:
    """The name of who relays a quote: the outlet the text gives, or else whose quote it stands in."""
    if relation.via is not None and relays(text[relation.via.start : relation.via.end], people):
        return outlet_name(text[relation.via.start : relation.via.end])
    if outer is not None and outer.resolved.speakers:
        return speakers[outer.resolved.speakers[0]].name
    return None


def _quote(
    document: Document,
    one: _Found,
    *,
    n: int,
    speakers: tuple[int, ...],
    via: str | None,
    nested_in: int | None,
) -> Quote:
    text, relation, resolved = document.text, one.relation, one.resolved
    source, addressee = relation.source, relation.addressee
    mention = None
    if source is not None:
        mention = Mention((source,), text[source.start : source.end], resolved.kind or "nominal")
    content = tuple(sorted(relation.content))
    return Quote(
        n=n,
        kind=one.kind,
        content=content,
        cue=tuple(relation.cue),
        verb=relation.verb,
        source=mention,
        speakers=speakers,
        role=resolved.role,
        via=via,
        addressee=" ".join(text[addressee.start : addressee.end].split()) if addressee is not None else None,
        medium=relation.medium,
        status=relation.status,
        act=one.act,
        context=_context(document, content),
        confidence=one.confidence,
        rule=f"{relation.rule}; {resolved.rule}",
        nested_in=nested_in,
        edited=any(_EDITED.search(text, start, end) is not None for start, end in content),
        runner_up=relation.runner_up,
    )


def content_kind(document: Document, relation: Relation) -> QuoteKind:
    """Direct where every letter of the content stands in marks, mixed where some do, else indirect.

    Of content that is itself inside a quotation only the marks inside it count. What the lay-out marks
    as somebody's very words is direct without marks.
    """
    return _kind(*_letters(document, relation))


def _kind(inside: int, outside: int) -> QuoteKind:
    if not inside:
        return "indirect"
    return "mixed" if outside else "direct"


def _letters(document: Document, relation: Relation) -> tuple[int, int]:
    """How many letters and digits of the content stand in marks, and how many do not."""
    text = document.text
    if relation.verbatim:
        return sum(c.isalnum() for start, end in relation.content for c in text[start:end]), 0
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
    return inside, outside


def _context(document: Document, content: tuple[Span, ...]) -> Span:
    """The paragraphs that the content stands in."""
    first = document.paragraph_at(content[0].start)
    last = document.paragraph_at(max(content[-1].end - 1, content[-1].start))
    return Span(document.paragraphs[first].start, document.paragraphs[last].end)
