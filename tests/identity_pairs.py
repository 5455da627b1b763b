"""Who is who across articles, measured: `python -m tests.identity_pairs [--errors] [--shuffle SEED]`.

The articles of `tests/identity/` are imported into a real database. Every quote found in them that a marked
quote matches is a mention; two mentions of different articles are a pair. Precision is the share of the
pairs under one speaker that are one person or organisation, recall the share of the pairs of one person
that are under one speaker. Pairs that share neither a name nor an identity are no question and not counted.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from quotes import extract
from quotes.database import QuoteDatabase
from quotes.database.ids import fold
from quotes.model import Article

from .marked import Marked, Row, read

FOLDER = Path(__file__).parent / "identity"


@dataclass(frozen=True)
class Mention:
    """A quote of the database that a marked quote matches."""

    doc: str
    key: str
    name: str
    speaker_id: str | None
    resolved: bool
    text: str = ""


def articles() -> list[Marked]:
    """All the articles of the set."""
    return [article for path in sorted(FOLDER.glob("*.txt")) for article in read(path)]


def as_article(marked: Marked) -> Article:
    """The article as a reader would give it."""
    header = marked.header
    return Article(
        text=marked.text,
        doc=marked.doc,
        path=f"{marked.doc}.txt",
        url=f"https://{fold(header.get('outlet', 'nowhere'))}.example/{marked.doc}",
        outlet=header.get("outlet"),
        published=header.get("published"),
        title=header.get("title"),
        byline=header.get("byline"),
    )


def import_all(db: QuoteDatabase, marked: list[Marked]) -> None:
    """Import the articles in the order given."""
    for article in marked:
        db.write(extract(as_article(article)))


def mentions(db: QuoteDatabase, marked: list[Marked]) -> Iterator[Mention]:
    """The mentions of the articles that are stored, whoever the database says they are."""
    for article in marked:
        rows = list(
            db.query(
                "select quotes.*, sources.text as article from quotes join sources on sources.id = source_id "
                "where sources.url = ?",
                [as_article(article).url],
            )
        )
        for row in article.rows.values():
            if row.key is None:
                continue
            best = max(rows, key=lambda found: _shared(row, found, article.text), default=None)
            if best is not None and _shared(row, best, article.text) > 0.5 and row.names:
                called = _called(db, best)
                yield Mention(
                    doc=article.doc,
                    key=row.key,
                    name=row.names[0],
                    speaker_id=best["speaker_id"],
                    resolved=any(_fits(called, name) for name in row.names),
                    text=best["mention"] or "",
                )


def _called(db: QuoteDatabase, quote: dict[str, object]) -> str:
    """What the article itself calls the quote's speaker."""
    found = list(
        db.query(
            "select name from appearances where source_id = ? and local_id = ?",
            [quote["source_id"], quote["local_id"]],
        )
    )
    return str(found[0]["name"]) if found else ""


def _fits(said: str, name: str) -> bool:
    """Whether the parser's name and the marked one are forms of one: the words of one are the other's."""
    one, other = (set(fold(text).split("-")) - {""} for text in (said, name))
    return bool(one) and (one <= other or other <= one)


def _shared(row: Row, found: dict[str, object], text: str) -> float:
    """Intersection over union of the letters of a marked and a found quote."""
    import json

    def letters(spans: list[list[int]]) -> set[int]:
        return {i for start, end in spans for i in range(start, end) if text[i].isalnum()}

    one, other = letters(row.content), letters(json.loads(str(found["spans"])))
    return len(one & other) / len(one | other) if one | other else 0.0


def alike(one: Mention, other: Mention) -> bool:
    """Whether the pair is a question at all: one identity, or a word of a name in both."""
    words = [set(re.findall(r"\w{2,}", m.name.lower())) for m in (one, other)]
    return one.key == other.key or bool(words[0] & words[1])


def figures(found: list[Mention]) -> tuple[int, int, int, int, list[tuple[str, Mention, Mention]]]:
    """Pairs, pairs that are one, pairs under one speaker, pairs that are both; and the mistakes."""
    pairs = same = together = both = 0
    mistakes = []
    for one, other in combinations(found, 2):
        if one.doc == other.doc or not alike(one, other):
            if one.doc != other.doc and one.speaker_id == other.speaker_id and one.speaker_id is not None:
                together += 1
                mistakes.append(("joined", one, other))
            continue
        pairs += 1
        is_same = one.key == other.key
        is_together = one.speaker_id is not None and one.speaker_id == other.speaker_id
        same, together, both = same + is_same, together + is_together, both + (is_same and is_together)
        if is_same != is_together:
            mistakes.append(("parted" if is_same else "joined", one, other))
    return pairs, same, together, both, mistakes


def main() -> None:
    """Import, compare, print."""
    import tempfile

    parser = argparse.ArgumentParser(prog="python -m tests.identity_pairs", description=__doc__)
    parser.add_argument("--errors", action="store_true", help="print the pairs that are wrong")
    parser.add_argument("--shuffle", type=int, help="import in a random order")
    options = parser.parse_args()
    marked = articles()
    order = list(marked)
    if options.shuffle is not None:
        random.Random(options.shuffle).shuffle(order)
    with tempfile.TemporaryDirectory() as folder, QuoteDatabase(Path(folder) / "pairs.db") as db:
        import_all(db, order)
        found = list(mentions(db, marked))
        wanted = sum(row.key is not None for article in marked for row in article.rows.values())
    mistakes = figures(found)[-1]
    if options.errors:
        shown: dict[tuple[str, str, str, str | None, str | None], tuple[Mention, Mention]] = {}
        for what, one, other in mistakes:
            shown.setdefault((what, one.key, other.key, one.speaker_id, other.speaker_id), (one, other))
        for (what, *_), (one, other) in shown.items():
            sides = (f"{m.doc} {m.name!r} {m.key} -> {m.speaker_id} ({m.text})" for m in (one, other))
            print(f"{what}{'' if one.resolved and other.resolved else ', misread'}: {' | '.join(sides)}")
    print(f"{len(marked)} articles, {len(found)} of {wanted} mentions found")
    _print("all mentions", found)
    _print("those resolved rightly within their article", [one for one in found if one.resolved])


def _print(what: str, found: list[Mention]) -> None:
    pairs, same, together, both, _ = figures(found)
    print(
        f"{what}: {len(found)} mentions, {pairs} pairs, {same} of one identity: "
        f"precision {100 * both / max(together, 1):.1f} %, recall {100 * both / max(same, 1):.1f} %"
    )


if __name__ == "__main__":
    main()
