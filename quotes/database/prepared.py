"""All that follows from an article alone, worked out by whoever parses or reads it, for the writer."""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from ..model import Article, Extraction
from ..wordings.recognising import Recognised, recognise
from . import wires
from .fields import tidy
from .identify import cleaned
from .rows import ArticleRows, article_to_rows, outlet_id, source_to_row


class Prepared:
    """An extraction with its rows, as they are if nothing of the article is stored and nobody corrected it.

    ``recognised`` is what the texts of its quotes are recognised by, ``kinds`` and ``speakers`` count its
    quotes as `Held` does. Pickled, it holds the extraction packed: most writers need no more than the rows.
    With ``later`` all is worked out when it is first asked for: a batch at once, in one process, takes less
    than each article between two that are parsed.
    """

    __slots__ = ("_extraction", "_packed", "_recognised", "_rows", "article", "kinds", "speakers")

    article: Article
    kinds: Counter[str]
    speakers: Counter[tuple[str, str]]
    _recognised: dict[str, Recognised | None] | None

    def __init__(self, extraction: Extraction, later: bool = False) -> None:
        self._extraction: Extraction | None = extraction
        self._packed = b""
        self.article = extraction.article
        self.kinds, self.speakers = counted(extraction)
        self._rows: ArticleRows | None = None
        self._recognised = None
        if not later:
            self.work_out()

    def work_out(self) -> None:
        """Work everything out that has not been."""
        if self._recognised is not None:
            return
        with suppress(ValueError):  # the writer will say so
            self._rows = fresh_rows(self.extraction)
        self._recognised = {}
        for row in self._rows.quotes.values() if self._rows else ():
            found = self._recognised[row["text"]] = recognise(row["text"])
            row["variant_id"] = found.key if found else None

    @property
    def recognised(self) -> dict[str, Recognised | None]:
        """What the texts of its quotes are recognised by."""
        self.work_out()
        return self._recognised or {}

    @property
    def extraction(self) -> Extraction:
        """The extraction itself."""
        if self._extraction is None:
            self._extraction = pickle.loads(self._packed)
        return self._extraction

    @property
    def has_rows(self) -> bool:
        """Whether there are rows to take."""
        self.work_out()
        return self._rows is not None

    def take_rows(self) -> ArticleRows | None:
        """The rows, once: whoever gets them changes them. None for an article that cannot be stored."""
        self.work_out()
        rows, self._rows = self._rows, None
        return rows

    def __getstate__(self) -> tuple[Any, ...]:
        self.work_out()
        packed = self._packed or pickle.dumps(self._extraction, pickle.HIGHEST_PROTOCOL)
        return packed, self.article, self._rows, self._recognised, self.kinds, self.speakers

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self._extraction = None
        self._packed, self.article, self._rows, self._recognised, self.kinds, self.speakers = state


def quotes_in(extraction: Extraction | Prepared) -> int:
    """How many quotes an article has."""
    return extraction.kinds.total() if isinstance(extraction, Prepared) else len(extraction.quotes)


def work_out(batch: Iterable[Extraction | Prepared]) -> None:
    """Work out what has not been of what is about to be written."""
    for one in batch:
        if isinstance(one, Prepared):
            with suppress(Exception):  # it will be raised again, when it is known of which article
                one.work_out()


def fresh_rows(extraction: Extraction) -> ArticleRows:
    """The rows of an article of which nothing is stored; when it was imported, and by which parser, is left
    for later. Raises ValueError for spans outside the text."""
    article = cleaned(extraction.article)
    source = source_to_row(
        article,
        extraction.language,
        outlet_id(article.outlet or extraction.outlet),
        "",
        agency=extraction.agency,
        unparsed=extraction.unparsed,
    )
    rows = article_to_rows(extraction, source)
    rows.addresses = set(filter(None, (article.url, tidy(extraction.article.url))))
    rows.hashes = wires.fingerprint(source["text"])
    return rows


def counted(extraction: Extraction) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """An article's quotes, by kind, and each for all of its speakers, by their (name, kind)."""
    speakers: Counter[tuple[str, str]] = Counter()
    for quote in extraction.quotes:
        for index in set(quote.speakers):
            speaker = extraction.speakers[index]
            speakers[speaker.name, speaker.kind] += 1
    return Counter(quote.kind for quote in extraction.quotes), speakers
