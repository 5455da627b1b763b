"""Extractions for the tests of the database, built from lines as an article has them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from quotes.model import Article, Extraction, Mention, Quote, Span, Speaker

NOON = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)


def clock() -> datetime:
    return NOON


@dataclass(frozen=True)
class Said:
    """A line “words,” mention said. ``by`` are the speakers, the first of several first."""

    words: str
    by: tuple[Speaker, ...] = ()
    mention: str = "he"
    facts: dict = field(default_factory=dict)

    @property
    def line(self) -> str:
        return f"“{self.words},” {self.mention} said."


def said(words: str, *by: Speaker, mention: str | None = None, **facts) -> Said:
    return Said(words, by, mention or (by[0].name if by else "he"), facts)


def person(name: str, role: str | None = None, *aliases: str) -> Speaker:
    return Speaker(name, "person", role, aliases)


def extraction(*lines: str | Said, outlet_found: str | None = None, **article) -> Extraction:
    """The extraction a parser would make of the lines, one paragraph each."""
    texts = [line if isinstance(line, str) else line.line for line in lines]
    speakers: list[Speaker] = []
    quotes: list[Quote] = []
    start = 0
    for line, text in zip(lines, texts, strict=True):
        if isinstance(line, Said):
            for speaker in line.by:
                if speaker not in speakers:
                    speakers.append(speaker)
            content_end = start + text.index("”") + 1
            mention_end = content_end + 1 + len(line.mention)
            mention = Mention((Span(content_end + 1, mention_end),), line.mention, "named")
            facts = {
                "kind": "direct",
                "content": (Span(start, content_end),),
                "cue": (Span(mention_end + 1, mention_end + 5),),
                "verb": "say",
                "source": mention,
                "speakers": tuple(speakers.index(speaker) for speaker in line.by),
                "context": Span(start, start + len(text)),
                "confidence": 0.9,
                "rule": "trailing",
            }
            quotes.append(Quote(n=len(quotes) + 1, **{**facts, **line.facts}))
        start += len(text) + 2
    return Extraction(
        Article("\n\n".join(texts), **article), tuple(quotes), tuple(speakers), outlet_found, "en"
    )


def rows(db, *tables: str) -> dict[str, list[dict]]:
    """All rows of the tables, by default of all that hold content, in the order of their keys; with those
    that wait to join a table."""
    from quotes.database import TABLES, recent

    content = [table for table in TABLES if table not in ("imports", "corrections", *recent.TABLES)]
    return {
        table: sorted(
            [
                row
                for part in (recent.both(table) if table in recent.OF else [table])
                for row in db.query(f"select * from {part}")
            ],
            key=lambda row: [str(value) for value in row.values()],
        )
        for table in tables or content
    }
