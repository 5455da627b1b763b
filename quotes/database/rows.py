"""`Extraction` -> rows: pure functions, one per table, that touch no database.

Rows are dicts with exactly the columns of their table (`schema.TABLES`), typed below.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypedDict

from ..model import Article, Extraction, Quote, Span, Speaker
from ..speakers.topics import story, topics
from . import ids
from .context import context_of
from .fields import better_name, date_of, month_of, tidy

# What stands between the stretches of a quote where something was left out.
GAP = " … "


class SourceRow(TypedDict):
    """One row of ``sources``."""

    id: str
    url: str | None
    path: str | None
    title: str | None
    outlet_id: str | None
    byline: str | None
    published: str | None
    year_month: str | None
    imported: str
    format: str
    language: str | None
    words: int
    sha256: str
    text: str
    parser: str | None
    agency: str | None
    record: str | None
    extra: str | None
    note: str | None
    wire_id: str | None


class AppearanceRow(TypedDict):
    """One row of ``appearances``."""

    source_id: str
    local_id: str
    speaker_id: str
    name: str
    role: str | None
    pronouns: str | None
    aliases: str
    age: int | None
    topics: str | None
    story: str | None
    outlet_id: str | None
    seen: str | None


class QuoteRow(TypedDict):
    """One row of ``quotes``."""

    id: str
    source_id: str
    n: int
    local_id: str | None
    speaker_id: str | None
    mention: str | None
    role: str | None
    kind: str
    status: str
    text: str
    start: int
    end: int
    spans: str
    cue: str | None
    cue_spans: str
    source_spans: str
    verb: str | None
    via_id: str | None
    addressee: str | None
    medium: str | None
    context: str
    confidence: float
    rule: str
    nested_in: str | None
    wording_id: str | None
    act: str
    edited: int
    reviewed: int
    runner_up: str | None
    variant_id: int | None


class QuoteSpeakerRow(TypedDict):
    """One row of ``quote_speakers``."""

    quote_id: str
    local_id: str
    speaker_id: str
    n: int


@dataclass
class ArticleRows:
    """All the rows of one article, keyed as their tables are.

    ``kinds`` gives the kind of each speaker in ``appearances`` by local id, ``outlets`` the name of each
    outlet that the source or a quote refers to, ``addresses`` under which the article was found, ``hashes``
    what its text is found by (`wires.fingerprint`), if somebody worked it out already.
    """

    source: SourceRow
    appearances: dict[str, AppearanceRow] = field(default_factory=dict)
    quotes: dict[str, QuoteRow] = field(default_factory=dict)
    quote_speakers: dict[tuple[str, str], QuoteSpeakerRow] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    outlets: dict[str, str] = field(default_factory=dict)
    addresses: set[str] = field(default_factory=set)
    hashes: tuple[int, ...] | None = None


def source_to_row(
    article: Article,
    language: str | None,
    outlet_id: str | None,
    imported: str,
    parser: str | None = None,
    *,
    agency: str | None = None,
    unparsed: str | None = None,
) -> SourceRow:
    """The row of an article's source; ``imported`` is the time that a new row gets, ``unparsed`` why its
    text was not parsed."""
    text, url, published = ids.clean(article.text), tidy(article.url), tidy(article.published)
    return {
        "id": ids.source_id(url, text),
        "url": url,
        "path": tidy(article.path),
        "title": tidy(article.title),
        "outlet_id": outlet_id,
        "byline": tidy(article.byline),
        "published": published,
        "year_month": month_of(published),
        "imported": imported,
        "format": tidy(article.format) or "text",
        "language": tidy(language or article.language),
        "words": len(text.split()),
        "sha256": ids.text_hash(text),
        "text": text,
        "parser": parser,
        "agency": tidy(agency),
        "record": tidy(article.record),
        "extra": tidy(article.extra),
        "note": tidy("; ".join(filter(None, (article.note, unparsed)))),
        "wire_id": None,
    }


@lru_cache(maxsize=8)
def about(text: str) -> tuple[str | None, str | None]:
    """What an article is about, as ``appearances`` store it: "arts,media", and "butterfly kelbridge"."""
    return ",".join(topics(text)) or None, " ".join(story(text)) or None


def appearance_to_row(speaker: Speaker, source: SourceRow, local_id: str) -> AppearanceRow:
    """The row that says what one article calls a speaker, who is nobody but its own speaker yet."""
    name = tidy(speaker.name) or ""
    aliases = dict.fromkeys(filter(None, map(tidy, speaker.aliases)))
    aliases.pop(name, None)
    fields, rare = about(source["text"])
    return {
        "source_id": source["id"],
        "local_id": local_id,
        "speaker_id": local_id,
        "name": name,
        "role": tidy(speaker.role),
        "pronouns": tidy(speaker.pronouns),
        "aliases": json.dumps(list(aliases), ensure_ascii=False) if aliases else "[]",
        "age": speaker.age,
        "topics": fields,
        "story": rare,
        "outlet_id": source["outlet_id"],
        "seen": date_of(source["published"]),
    }


def stretches(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans that hold anything at all."""
    return tuple(span for span in spans if span[0] < span[1])


def quote_to_row(
    quote: Quote, source: SourceRow, quote_id: str, speakers: list[str], via: str | None
) -> QuoteRow:
    """The row of a quote; ``speakers`` are its speakers' local ids, ``via`` names the outlet that relays it.

    ``nested_in`` is left for later.

    Raises ValueError for a quote without content or with a span outside the text.
    """
    text = source["text"]
    mention = quote.source
    content, cue = stretches(quote.content), stretches(quote.cue)
    mention_spans = stretches(mention.spans) if mention else ()
    second = (quote.runner_up,) if quote.runner_up else ()
    for span in (*quote.content, *quote.cue, *(mention.spans if mention else ()), *second, quote.context):
        if not 0 <= span[0] <= span[1] <= len(text):
            raise ValueError(
                f"quote {quote.n}: {tuple(span)} does not lie in a text of {len(text)} characters"
            )
    if not content:
        raise ValueError(f"quote {quote.n} has no content")
    mention_text = join(text, mention_spans) or tidy(mention.text) if mention else None
    return {
        "id": quote_id,
        "source_id": source["id"],
        "n": quote.n,
        "local_id": speakers[0] if speakers else None,
        "speaker_id": speakers[0] if speakers else None,
        "mention": mention_text,
        "role": tidy(quote.role),
        "kind": quote.kind,
        "status": quote.status,
        "text": join(text, content),
        "start": content[0][0],
        "end": content[-1][1],
        "spans": ids.spans_json(content),
        "cue": join(text, cue) or None,
        "cue_spans": ids.spans_json(cue),
        "source_spans": ids.spans_json(mention_spans),
        "verb": tidy(quote.verb),
        "via_id": outlet_id(via),
        "addressee": tidy(quote.addressee),
        "medium": tidy(quote.medium),
        "context": context_of(quote, text),
        "confidence": round(float(quote.confidence), 4),
        "rule": ids.clean(quote.rule),
        "nested_in": None,
        "wording_id": None,
        "act": quote.act,
        "edited": int(quote.edited),
        "reviewed": 0,
        "runner_up": join(text, second) or None,
        "variant_id": None,
    }


def join(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text of the spans, with a mark of omission between them."""
    return GAP.join(text[start:end] for start, end in spans)


def outlet_id(name: str | None) -> str | None:
    """The id of an outlet, or None where there is no name. "The Guardian" and "Guardian" are one."""
    name = tidy(name)
    if not name:
        return None
    first, *rest = name.split(maxsplit=1)
    return ids.slug(rest[0] if rest and first.lower() == "the" else name)


def relaying_outlets(extraction: Extraction) -> dict[int, str | None]:
    """For each quote, by its number, the outlet that relays it.

    A person who quotes somebody relays the words nested in theirs too, but is no outlet.
    """
    numbered = {quote.n: quote for quote in extraction.quotes}
    found = {}
    for quote in extraction.quotes:
        outer = numbered.get(quote.nested_in) if quote.nested_in is not None else None
        kinds = {extraction.speakers[index].kind for index in outer.speakers} if outer is not None else set()
        found[quote.n] = quote.via if kinds <= {"organisation"} else None
    return found


def article_to_rows(extraction: Extraction, source: SourceRow) -> ArticleRows:
    """All the rows of an extraction, for the source as it will be stored; nobody is known from elsewhere.

    Only speakers whom a quote names get a row. Raises ValueError as `quote_to_row` does.
    """
    rows = ArticleRows(source)
    # What is known of the source already may be better than what this copy of it says of its outlet.
    publisher = extraction.article.outlet or extraction.outlet
    named = [publisher] if outlet_id(publisher) == source["outlet_id"] else []
    relays = relaying_outlets(extraction)
    for outlet in (*named, *relays.values()):
        key, name = outlet_id(outlet), tidy(outlet)
        if key and name:
            rows.outlets[key] = better_name(rows.outlets.get(key), name)
    speakers = _local_ids(extraction.speakers, source["id"])
    occurrences: Counter[tuple[Span, ...]] = Counter()
    by_number: dict[int, str] = {}
    seen: set[int] = set()
    for quote in extraction.quotes:
        content = stretches(quote.content)
        occurrences[content] += 1
        key = ids.quote_id(source["id"], content, occurrences[content])
        said_by = list(dict.fromkeys(speakers[index] for index in quote.speakers))
        rows.quotes[key] = quote_to_row(quote, source, key, said_by, relays[quote.n])
        by_number[quote.n] = key
        if len(said_by) > 1:
            for n, speaker in enumerate(said_by, 1):
                rows.quote_speakers[key, speaker] = {
                    "quote_id": key,
                    "local_id": speaker,
                    "speaker_id": speaker,
                    "n": n,
                }
        for index in quote.speakers:
            if index not in seen:
                seen.add(index)
                _add_appearance(rows, extraction.speakers[index], speakers[index])
        if said_by and quote.role:
            appearance = rows.appearances[said_by[0]]
            appearance["role"] = appearance["role"] or tidy(quote.role)
    for quote in extraction.quotes:
        if quote.nested_in is not None and by_number.get(quote.nested_in) != by_number[quote.n]:
            rows.quotes[by_number[quote.n]]["nested_in"] = by_number.get(quote.nested_in)
    return rows


def _local_ids(speakers: tuple[Speaker, ...], source: str) -> list[str]:
    """The id that the article alone gives each speaker; those of one name known only here are counted."""
    seen: Counter[str] = Counter()
    result: list[str] = []
    for speaker in speakers:
        name = tidy(speaker.name) or ""
        base = ids.speaker_id(name, speaker.kind, source)
        if not ids.known_everywhere(name, speaker.kind):
            seen[base] += 1
            base = ids.speaker_id(name, speaker.kind, source, seen[base])
        result.append(base)
    return result


def _add_appearance(rows: ArticleRows, speaker: Speaker, key: str) -> None:
    new, old = appearance_to_row(speaker, rows.source, key), rows.appearances.get(key)
    if old is not None and old != new:
        # Two speakers of one article with the same id are one: what either knows is kept.
        forms = [old["name"], *json.loads(old["aliases"]), new["name"], *json.loads(new["aliases"])]
        aliases = [form for form in dict.fromkeys(forms) if form != old["name"]]
        new["name"], new["aliases"] = old["name"], json.dumps(aliases, ensure_ascii=False)
        new["role"], new["pronouns"] = old["role"] or new["role"], old["pronouns"] or new["pronouns"]
        new["age"] = new["age"] if old["age"] is None else old["age"]
    rows.appearances[key] = new
    rows.kinds[key] = speaker.kind
