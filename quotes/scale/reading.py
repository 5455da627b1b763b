"""Shards read for a load, by processes of their own, which work out what follows from an article alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import chain
from typing import Any, NamedTuple

from ..database.prepared import Prepared
from ..ingest.workers import Workers
from ..readers import Failure, Unreadable
from .inputs import refused
from .shards import parts_of, read_shard, shard_facts
from .store import Store

# Less than this is read before processes have started: articles.
_FEW = 400
# What an article counts of what a process may have before it (`ingest.workers.WINDOW`).
_PER_ARTICLE = 170


class Part(NamedTuple):
    """Some hundred articles of a shard."""

    store: Store
    name: str
    number: int
    articles: int
    parser: str | None


class Read(NamedTuple):
    """An article, and the parser that its shard was made with."""

    article: Prepared
    parser: str | None


def read(shards: Iterable[tuple[Store, str]], workers: int) -> Iterator[Read | Failure | None]:
    """The articles of shards in their order, a failure for what cannot be read, None behind each shard."""
    parts = _parts(shards)
    ahead: list[Part | Failure | None] = []
    articles = 0
    for one in parts if workers > 1 else ():
        ahead.append(one)
        articles += one.articles if isinstance(one, Part) else 0
        if articles > _FEW:
            break
    results: Iterator[Any]
    with ExitStack() as stack:
        everything = chain(ahead, parts)
        if articles > _FEW:
            number = min(workers - 1, 3)  # one is left for the writer, who cannot take more from them
            warm = "quotes.scale.warm"
            processes: Workers[Any, Any] = Workers(number, prepared, size=_size, lost=_lost, warm=warm)
            results = stack.enter_context(processes).results(everything)
        else:
            results = (prepared(one) if isinstance(one, Part) else one for one in everything)
        for result in results:
            if isinstance(result, list):
                yield from result
            else:
                yield result


def _parts(shards: Iterable[tuple[Store, str]]) -> Iterator[Part | Failure | None]:
    for store, name in shards:
        try:
            with store.opened(name) as file:
                parser = shard_facts(file).get("parser")
                sizes = parts_of(file)
        except (Unreadable, OSError) as error:
            yield _failure(store, name, error)
        else:
            yield from (Part(store, name, n, size, parser) for n, size in enumerate(sizes))
        yield None


def prepared(part: Part) -> list[Read | Failure]:
    """The articles of a part, as many as can be read, and why the rest cannot."""
    found: list[Read | Failure] = []
    try:
        with part.store.opened(part.name) as file:
            found += (Read(Prepared(one), part.parser) for one in read_shard(file, part.number))
    except (Unreadable, OSError) as error:
        found.append(_failure(part.store, part.name, error))
    return found


def _failure(store: Store, name: str, error: Unreadable | OSError) -> Failure:
    where = store.address(name)
    return (
        Failure(where, error.problem, error.remedy)
        if isinstance(error, Unreadable)
        else refused(where, error)
    )


def _size(one: Part | Failure | None) -> int | None:
    return one.articles * _PER_ARTICLE if isinstance(one, Part) else None


def _lost(part: Part | Failure | None, code: int | None) -> list[Read | Failure]:
    assert isinstance(part, Part)
    how = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
    problem = f"the process that read it died twice ({how}); perhaps memory ran out"
    return [Failure(part.store.address(part.name), problem, "run the same command again")]
