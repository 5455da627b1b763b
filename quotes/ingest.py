"""The import: documents -> extractions -> whoever stores them, one article after the other."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from .model import DEFAULTS, QUOTE_KINDS, Article, Extraction, Options
from .pipeline import extract
from .readers import Facts, Failure, Skipped, printable, read

OUTCOMES = ("added", "updated", "unchanged", "skipped", "failed")
# Speakers are counted for the closing table only; the rarest are forgotten before they fill memory.
_MOST_SPEAKERS = 20_000


@dataclass(slots=True)
class Summary:
    """What came of an import. ``outcomes`` counts documents by `OUTCOMES`, and by "parsed" in a dry run;
    ``kinds`` counts quotes; ``speakers`` counts quotes by (name, kind) and knows the frequent ones."""

    outcomes: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    speakers: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def quotes(self) -> int:
        """How many quotes the articles hold, those that were in the database before included."""
        return self.kinds.total()

    def found(self, extraction: Extraction) -> None:
        """Count an article's quotes, and each for all of its speakers, as the database does."""
        for quote in extraction.quotes:
            self.kinds[quote.kind] += 1
            for index in set(quote.speakers):
                speaker = extraction.speakers[index]
                self.speakers[speaker.name, speaker.kind] += 1
        if len(self.speakers) > _MOST_SPEAKERS:
            self.speakers = Counter(dict(self.speakers.most_common(_MOST_SPEAKERS // 2)))

    def top_speakers(self, n: int = 10) -> list[tuple[str, str, int]]:
        """(name, kind, quotes) of the most quoted, by name where they are level."""
        ranked = sorted(self.speakers.items(), key=lambda item: (-item[1], item[0]))
        return [(name, kind, quotes) for (name, kind), quotes in ranked[:n]]

    def as_dict(self) -> dict[str, object]:
        """The summary as JSON has it."""
        counts: dict[str, object] = {name: self.outcomes[name] for name in OUTCOMES}
        if self.outcomes["parsed"]:
            counts["parsed"] = self.outcomes["parsed"]
        return counts | {
            "quotes": self.quotes,
            "kinds": {kind: self.kinds[kind] for kind in QUOTE_KINDS},
            "speakers": [
                {"name": name, "kind": kind, "quotes": quotes} for name, kind, quotes in self.top_speakers()
            ],
        }


def extractions(
    paths: Iterable[str | os.PathLike[str]],
    *,
    options: Options = DEFAULTS,
    facts: Facts | None = None,
    stdin: BinaryIO | None = None,
    skip: Collection[Path] = (),
) -> Iterator[Extraction | Failure | Skipped]:
    """Read and parse the documents behind the paths, one at a time. ``options`` is what is asked of
    the parser; ``facts`` override what a document says of itself. Nothing is raised for a document: what
    goes wrong with one is a `Failure`."""
    for item in read(paths, stdin=stdin, skip=skip):
        if isinstance(item, Article):
            yield _extraction(facts.applied_to(item) if facts else item, options)
        else:
            yield item


def _extraction(article: Article, options: Options) -> Extraction | Failure:
    try:
        return extract(article, options)
    except Exception as error:  # the parser is total; if it is not, one article is lost
        return _bug(article, "cannot be parsed", error)


def import_into(
    path: str | os.PathLike[str],
    paths: Sequence[str],
    summary: Summary,
    *,
    options: Options = DEFAULTS,
    facts: Facts | None = None,
    on_failure: Callable[[Failure], None] = lambda failure: None,
    on_item: Callable[[], None] = lambda: None,
) -> None:
    """Import the documents behind the paths into the database at ``path``, which is made if needed, and
    record the run in its ``imports``, with those ``options`` that are not the default. ``summary`` is
    counted into, see `ingest`. Raises
    QuoteDatabaseError for a database that cannot be used."""
    from . import __version__
    from .database import QuoteDatabase

    arguments = [*map(printable, paths), *_spelt_out(options)]
    with QuoteDatabase(path) as database, database.import_run(arguments, __version__) as run:
        try:
            ingest(
                paths,
                database.write,
                options=options,
                facts=facts,
                skip=database_files(path),
                on_failure=on_failure,
                on_item=on_item,
                summary=summary,
            )
        finally:
            run.skipped, run.failed = summary.outcomes["skipped"], summary.outcomes["failed"]


def _spelt_out(options: Options) -> list[str]:
    """The options that are not the default of this version, as the command takes them."""
    words = []
    if options.engine != DEFAULTS.engine:
        words += ["--engine", options.engine]
    if options.attitudes:
        words += ["--attitudes"]
    if options.min_confidence != DEFAULTS.min_confidence:
        words += ["--min-confidence", str(options.min_confidence)]
    return words


def database_files(path: str | os.PathLike[str]) -> list[Path]:
    """The files that a database is or may have beside it: none of them is a document to import."""
    return [Path(os.fspath(path) + suffix) for suffix in ("", "-wal", "-shm", "-journal")]


def ingest(
    paths: Iterable[str | os.PathLike[str]],
    write: Callable[[Extraction], str] | None,
    *,
    options: Options = DEFAULTS,
    facts: Facts | None = None,
    stdin: BinaryIO | None = None,
    skip: Collection[Path] = (),
    on_failure: Callable[[Failure], None] = lambda failure: None,
    on_item: Callable[[], None] = lambda: None,
    summary: Summary | None = None,
) -> Summary:
    """Parse the documents behind the paths and hand each to ``write``, which stores it in a transaction
    of its own and says "added", "updated" or "unchanged". Without ``write`` nothing is stored: a dry run.

    An article that fails is told to ``on_failure`` and the next one follows. Raises QuoteDatabaseError
    for what would stop every article: a full disk, a locked or broken database. ``summary``, where
    given, is the one counted into, so that whoever interrupts can still say what was done.
    """
    summary = Summary() if summary is None else summary
    for item in extractions(paths, options=options, facts=facts, stdin=stdin, skip=skip):
        failure = item if isinstance(item, Failure) else None
        if isinstance(item, Extraction):
            failure = _stored(item, write, summary)
        elif isinstance(item, Skipped):
            summary.outcomes["skipped"] += 1
        if failure:
            summary.outcomes["failed"] += 1
            on_failure(failure)
        on_item()
    return summary


def _stored(
    extraction: Extraction, write: Callable[[Extraction], str] | None, summary: Summary
) -> Failure | None:
    try:
        outcome = write(extraction) if write else "parsed"
    except Exception as error:
        from .database import QuoteDatabaseError  # here, since `quotes extract` needs no database

        if isinstance(error, QuoteDatabaseError):
            raise
        return _bug(extraction.article, "cannot be stored", error)
    summary.outcomes[outcome] += 1
    summary.found(extraction)
    return None


def _bug(article: Article, problem: str, error: BaseException) -> Failure:
    reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return Failure(
        article.path or "standard input", f"{problem} ({reason})", "please report this with the file"
    )
