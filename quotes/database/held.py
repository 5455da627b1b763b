"""Whether exactly this article is stored, by the same parser: then nothing is gained by parsing it again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, cast

from ..attribution.outlets import credit
from ..model import Article
from . import addresses
from .corrections import corrected_columns
from .fields import tidy
from .identify import identify
from .rows import SourceRow, outlet_id, source_to_row
from .schema import TABLES
from .store import QuoteDatabase
from .write import keep_what_is_known

_COLUMNS = list(TABLES["sources"])
_SOURCE = f"select {', '.join(_COLUMNS)} from sources where id = ?"


@dataclass(slots=True)
class Held:
    """What is stored of an article: its quotes, by kind and by (name, kind) of their speakers."""

    kinds: Counter[str] = field(default_factory=Counter)
    speakers: Counter[tuple[str, str]] = field(default_factory=Counter)


def held(db: QuoteDatabase, article: Article, parser: str | None) -> Held | None:
    """What is stored of the article, if its text and all that it says of itself are stored as they are.

    ``parser`` names the parser that must have stored it; None is any. Only reads.
    """
    conn = db.conn
    with db.errors():
        address = tidy(article.url)
        article, source_id = identify(conn, article)
        if source_id is None or (address and address not in addresses.of_source(conn, source_id)):
            return None
        old = cast(SourceRow, dict(zip(_COLUMNS, conn.execute(_SOURCE, [source_id]).fetchone(), strict=True)))
        if old["text"] != article.text or (parser is not None and old["parser"] != parser):
            return None
        outlet = outlet_id(article.outlet or credit(article.text))
        new = source_to_row(article, None, outlet, old["imported"], old["parser"])
        # What the parser told from the same text, it would tell again.
        new["agency"], new["language"], new["note"] = old["agency"], old["language"], old["note"]
        new["wire_id"] = old["wire_id"]
        keep_what_is_known(new, old, corrected_columns(conn, "sources", source_id), address)
        return _counted(db, source_id) if new == old else None


def _counted(db: QuoteDatabase, source_id: str) -> Held:
    found = Held()
    quotes = "select kind, count(*) from quotes where source_id = ? group by kind"
    found.kinds.update(dict(db.conn.execute(quotes, [source_id]).fetchall()))
    speakers: Any = db.conn.execute(
        "select appearances.name, speakers.kind, "
        "(select count(*) from quotes where quotes.source_id = appearances.source_id "
        "and quotes.local_id = appearances.local_id) + "
        "(select count(*) from quotes join quote_speakers on quote_id = quotes.id "
        "where quotes.source_id = appearances.source_id and quote_speakers.n > 1 "
        "and quote_speakers.local_id = appearances.local_id) "
        "from appearances join speakers on speakers.id = appearances.speaker_id where source_id = ?",
        [source_id],
    )
    for name, kind, n in speakers:
        found.speakers[name, kind] += n
    return found
