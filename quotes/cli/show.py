"""`quotes show`: one quote in its context, and how it was attributed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import click

from .errors import Problem
from .output import as_json, write
from .terminal import colours, harmless

# Before and after: on a terminal in colours, elsewhere in brackets, the content only.
_STYLES: dict[str, dict[str, Any]] = {
    "content": {"fg": "yellow", "bold": True},
    "cue": {"underline": True},
    "mention": {"fg": "cyan"},
}
_OPEN, _CLOSE = "[[", "]]"


@click.command(
    short_help="Show a quote in its context, and how it was attributed.",
    epilog="""\b
Examples:
  quotes show quotes.db 3f2a
  quotes show quotes.db 3f2a --json
""",
)
@click.argument("db", metavar="DB")
@click.argument("quote_id", metavar="ID")
@click.option("--json", "json_", is_flag=True, help="Output: all that is known, as one JSON object.")
def show(db: str, quote_id: str, json_: bool) -> None:
    """Show a quote in its paragraph, and how it was attributed to its speaker: by which cue and which rule,
    and which mention of somebody came second, if several were weighed.

    DB is a database that `quotes import` made; ID is the quote's id, as `quotes search` lists it, or
    enough of its beginning. On a terminal the quote is highlighted, the cue underlined and the mention of
    the speaker coloured; elsewhere the quote stands in [[ ]].
    """
    from ..database import QuoteDatabase
    from ..database import search as questions

    with QuoteDatabase(db, readonly=True) as database:
        try:
            found = questions.show(database, quote_id)
        except questions.NotFoundError as error:
            raise Problem(f"{db}: {error}; `quotes search` lists the ids") from error
    if json_:
        write(as_json(found))
        return
    write(_marked(found["context"], colours()))
    write("")
    facts = [(name, harmless(str(value))) for name, value in _facts(found) if value not in (None, "", [])]
    size = max(len(name) for name, _ in facts)
    for name, value in facts:
        write(f"{name.ljust(size)}  {value}")


def _marked(context: Mapping[str, Any], colour: bool) -> str:
    """The context with its parts marked. What is a cue or a mention inside the content is content."""
    text: str = context["text"]
    part_at: dict[int, str] = {}
    for part in ("mention", "cue", "content") if colour else ("content",):
        for start, end in context[part]:
            part_at.update(dict.fromkeys(range(start, end), part))
    marked: list[str] = []
    start = 0
    for at in range(1, len(text) + 1):
        kind = part_at.get(start)
        if at == len(text) or part_at.get(at) != kind:
            words = harmless(text[start:at], keep="\n")
            if kind and colour:
                words = click.style(words, **_STYLES[kind])
            marked.append(words if not kind or colour else f"{_OPEN}{words}{_CLOSE}")
            start = at
    return "".join(marked)


def _facts(found: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    quote, source = found["quote"], found["source"]
    yield "speaker", " and ".join(f"{row['name']} ({row['id']}, {row['kind']})" for row in found["speakers"])
    yield "role", quote["role"]
    yield "mention", quote["mention"]
    yield (
        "cue",
        quote["cue"]
        and (
            f"{quote['cue']} ({quote['verb']})" if quote["verb"] not in (None, quote["cue"]) else quote["cue"]
        ),
    )
    yield "via", quote["via"]
    yield "addressee", quote["addressee"]
    yield "medium", quote["medium"]
    yield "kind", quote["kind"]
    yield "status", quote["status"] if quote["act"] == "speech" else f"{quote['status']} ({quote['act']})"
    yield "edited", "yes: the article marks a change to the words" if quote["edited"] else None
    yield "confidence", f"{quote['confidence']:.2f}"
    yield "rule", quote["rule"]
    yield "runner-up", quote["runner_up"]
    yield "reviewed", "✓ a person has checked or corrected it" if quote["reviewed"] else None
    if found["outer"]:
        yield "stands in", f"{found['outer']['id']}  {found['outer']['text']}"
    for row in found["nested"]:
        yield "contains", f"{row['id']}  {row['text']}"
    for row in found["corrections"]:
        why = f": {row['why']}" if row["why"] else ""
        undone = f", undone {row['undone']}" if row["undone"] else ""
        yield (
            "corrected",
            f"{row['column_name']}, was {row['was'] or 'none'} "
            f"(number {row['id']}, {row['who'] or 'unknown'}, {row['at']}{why}{undone})",
        )
    yield "title", source["title"]
    yield "outlet", quote["outlet"]
    yield "published", source["published"]
    yield "byline", source["byline"]
    yield "url", source["url"]
    yield "path", source["path"]
    yield "offsets", ", ".join(f"{start}–{end}" for start, end in quote["spans"])
    yield "id", quote["id"]
