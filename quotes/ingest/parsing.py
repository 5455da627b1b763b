"""From what the readers find to what is stored: one article, and very many of them on several processes."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..model import DEFAULTS, Article, Extraction, Options
from ..pipeline import extract
from ..readers import Deferred, Facts, Failure, Item, Skipped, Visit
from .workers import Workers

if TYPE_CHECKING:
    from ..database import QuoteDatabase
    from ..database.held import Held
    from ..database.prepared import Prepared

Readable = Item
Outcome = Extraction | Failure | Skipped | Visit
# Less than this is parsed before processes have started: code points of text.
_FEW = 100_000
# Whoever reads more slowly than this has time to start processes: seconds.
_PATIENCE = 2.0


@dataclass(frozen=True)
class Known:
    """An article that is stored as it is, by the same parser: it need not be parsed again."""

    article: Article
    held: Held


Looked = Readable | Known


@dataclass
class Stored:
    """The database as every process asks it whether an article is stored already; opened when first asked.

    ``parser`` is what articles are parsed by now (`parser_name`), or None where it does not matter which
    parser stored them.
    """

    path: str
    parser: str | None
    _database: QuoteDatabase | None = field(default=None, repr=False)

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_database": None}

    def __call__(self, article: Article) -> Held | None:
        """What the database holds of the article, if exactly this is stored."""
        from ..database import QuoteDatabase, QuoteDatabaseError
        from ..database.held import held

        if self._database is None:
            if not Path(self.path).exists():
                return None
            with suppress(QuoteDatabaseError):  # whoever writes will say what is wrong with it
                self._database = QuoteDatabase(self.path, readonly=True)
        if self._database is None:
            return None
        with suppress(QuoteDatabaseError):
            return held(self._database, article, self.parser)
        return None

    def close(self) -> None:
        """Let go of the file."""
        if self._database is not None:
            self._database.close()
            self._database = None


@dataclass(frozen=True)
class Parser:
    """What is done with each document: it is read, given the facts that hold for it, and parsed.

    ``facts`` override what a document says of itself. Articles published before ``since``, a date as ISO
    8601 has it, are skipped; those without a date are not. Of what is ``stored`` already nothing is done.
    With ``prepared``, extractions come with the rows that they will be in a database, with ``later`` worked
    out when the writer asks for them.
    """

    options: Options = DEFAULTS
    facts: Facts | None = None
    since: str | None = None
    stored: Stored | None = None
    prepared: bool = False
    later: bool = False

    def __call__(self, item: Looked) -> Outcome | Known | Prepared:
        """What comes of what was looked at. Nothing is raised: what goes wrong with one is a `Failure`."""
        if isinstance(item, Deferred):
            name = item.name
            try:
                item = self.look(item())
            except Exception as error:
                return bug(name, "cannot be read", error)
        if not isinstance(item, Article):
            assert not isinstance(item, Deferred)
            return item
        try:
            extraction = extract(item, self.options)
        except Exception as error:  # the parser is total; if it is not, one article is lost
            return bug(name_of(item), "cannot be parsed", error)
        if not self.prepared:
            return extraction
        from ..database.prepared import Prepared

        with suppress(Exception):  # whoever writes it will say what is wrong with it
            return Prepared(extraction, self.later)
        return extraction

    def look(self, item: Readable) -> Looked:
        """What is to be parsed of what was read; quick, and done before it goes to another process."""
        if not isinstance(item, Article):
            return item
        article = self.facts.applied_to(item) if self.facts else item
        if self.since and (date := (article.published or "")[:10]) and date < self.since[: len(date)]:
            return Skipped(article.path or article.doc, f"published before {self.since}")
        if self.stored and (held := self.stored(article)) is not None:
            return Known(article, held)
        return article


def parser_name(options: Options, version: str) -> str:
    """What tells one parser from another: "0.1.0", or with what is not the default "0.1.0 --attitudes"."""
    return " ".join([version, *spelt_out(options)])


def spelt_out(options: Options) -> list[str]:
    """The options that are not the default of this version, as the command takes them."""
    words = []
    if options.engine != DEFAULTS.engine:
        words += ["--engine", options.engine]
    if options.attitudes:
        words += ["--attitudes"]
    if options.min_confidence != DEFAULTS.min_confidence:
        words += ["--min-confidence", str(options.min_confidence)]
    return words


def name_of(item: Article | Deferred) -> str:
    """What a document is called in messages."""
    if isinstance(item, Deferred):
        return item.name
    return item.path or item.url or "standard input"


def bug(name: str, problem: str, error: BaseException) -> Failure:
    """What only a mistake of ours can bring about."""
    reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return Failure(name, f"{problem} ({reason})", "please report this with the file")


def cores() -> int:
    """How many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on Linux
        return os.cpu_count() or 1


class Parsing:
    """The outcomes of many documents, in their order, parsed by ``workers`` processes.

    With one, or with little to do, everything happens in this process: others are started only once it
    is clear that there is work for them.
    """

    def __init__(self, items: Iterable[Readable], parser: Parser, workers: int = 1) -> None:
        self._items, self._parser, self._number = items, parser, workers

    def __iter__(self) -> Iterator[Outcome | Known | Prepared]:
        source: Iterator[Looked] = map(self._parser.look, self._items)
        ahead: list[Looked] = []
        if self._number > 1 and not self._much(source, ahead):
            source, ahead = iter(ahead), []  # that was all
        elif self._number > 1:
            with Workers(self._number, self._parser, size=size_of, lost=_lost) as workers:
                yield from workers.results(chain(ahead, source))
            return
        parser = replace(self._parser, later=True)
        for item in chain(ahead, source):
            yield parser(item)

    def _much(self, source: Iterator[Looked], ahead: list[Looked]) -> bool:
        """Read ahead until it is clear whether there is much to do."""
        size, begun = 0, time.monotonic()
        for item in source:
            ahead.append(item)
            size += size_of(item) or 0
            if size > _FEW or time.monotonic() - begun > _PATIENCE:
                return True
        return False


def size_of(item: Looked) -> int | None:
    """How much work an item is, in code points; None for what has no text."""
    if isinstance(item, Article):
        return len(item.text)
    return item.size if isinstance(item, Deferred) else None


def _lost(item: Looked, code: int | None) -> Failure:
    how = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
    assert isinstance(item, (Article, Deferred))
    return Failure(
        name_of(item),
        f"the process that parsed it died twice ({how}); perhaps memory ran out",
        "split it, or import it by itself with --workers 1",
    )
