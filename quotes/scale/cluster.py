"""Many inputs on many machines: one Dask task each, whatever becomes of the workers.

A worker that dies takes every task that waits on it under suspicion, so nothing is concluded from that: an
input that was there too often is tried again in a process of its own (`alone`), and only what ends that as
well is set aside.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Generator, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any

from ..model import DEFAULTS, Options
from ..readers import Failure
from .alone import process_alone
from .inputs import Input, is_address
from .process import Result, failed, process_shard
from .store import Store

LOCAL = "local"
TRIES = 3
# Tasks that the scheduler knows of at once: enough for hundreds of workers, few enough to end soon.
_AHEAD = 1000
_SECONDS_FOR_SCHEDULER, _SECONDS_FOR_WORKERS = 15, 60


class JobError(Exception):
    """Why a job cannot go on at all, and the remedy, in one line."""


def run(
    inputs: Iterable[Input],
    output: str,
    *,
    scheduler: str | None = None,
    workers: int | None = None,
    options: Options = DEFAULTS,
    replace: bool = False,
) -> Generator[Result, None, None]:
    """Make a shard of every input in the folder ``output`` (a path or an address); results as they come.

    ``scheduler`` is the address of a Dask scheduler, or "local" for as many ``workers`` on this machine (by
    default its cores); without one the inputs are taken one by one in this process. What is there already is
    skipped, so that a job which ended early goes on when it is run again. Raises `JobError` for a cluster
    that cannot be used, OSError for an output that cannot be written here; when the generator is closed, what
    has not begun is called off.
    """
    store = Store(output if is_address(output) else str(Path(output).absolute()))
    store.make()
    names: set[str] = set()
    ones = _once(inputs, names)
    if scheduler is None:
        for one in ones:
            yield _here(one, store, options, replace)
    else:
        with _client(scheduler, workers) as client:
            yield from _Tasks(client, store, options, replace).results(ones)
    store.sweep(names)


def _once(inputs: Iterable[Input], names: set[str]) -> Iterator[Input]:
    for one in inputs:
        if one.shard not in names:
            names.add(one.shard)
            yield one


def _here(one: Input, store: Store, options: Options, replace: bool) -> Result:
    for left in reversed(range(TRIES)):
        try:
            return process_shard(one, store.folder, options=options, replace=replace)
        except Exception as error:
            if not left:
                return _given_up(one, store, error)
    raise AssertionError("one of the tries returns")


def _given_up(one: Input, store: Store, error: BaseException) -> Result:
    reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    failure = Failure(one.name, f"failed {TRIES} times ({reason})", "run the same command again")
    with suppress(OSError):  # the disk may be what is full
        return failed(one, store, [failure])
    return Result(one.name, one.shard, "failed", failed=1, problems=(failure.line,))


class _Tasks:
    """The tasks of one job on a cluster."""

    def __init__(self, client: Any, store: Store, options: Options, replace: bool) -> None:
        from distributed import as_completed

        self._client, self._store = client, store
        self._how = {"options": options, "replace": replace}
        self._done = as_completed(loop=client.loop)
        self._running: dict[str, tuple[Any, Input, int, bool]] = {}
        self._job = uuid.uuid4().hex[:8]

    def results(self, ones: Iterator[Input]) -> Iterator[Result]:
        from distributed import KilledWorker

        try:
            for one in islice(ones, _AHEAD):
                self._submit(one)
            while self._running:
                future = next(self._done)
                _, one, tries, alone = self._running.pop(future.key)
                if future.status in ("cancelled", "lost"):
                    raise JobError("the scheduler is gone; start it and run the same command again")
                error = future.exception() if future.status == "error" else None
                if error is None:
                    yield future.result()
                elif tries < TRIES:
                    # A worker that died says nothing yet of this input; by itself, it will show.
                    self._submit(one, tries + 1, alone or isinstance(error, KilledWorker))
                else:
                    yield _given_up(one, self._store, error)
                future.release()
                for following in islice(ones, 1):
                    self._submit(following)
        finally:
            with suppress(Exception):
                self._client.cancel([future for future, *_ in self._running.values()], force=True)

    def _submit(self, one: Input, tries: int = 1, alone: bool = False) -> None:
        future = self._client.submit(
            process_alone if alone else process_shard,
            one,
            self._store.folder,
            **self._how,
            key=f"{one.shard}-{self._job}-{tries}",
            pure=False,
        )
        self._running[future.key] = future, one, tries, alone
        self._done.add(future)


@contextmanager
def _client(scheduler: str, workers: int | None) -> Iterator[Any]:
    """A connection to a cluster whose workers can do the work; the cluster itself where it is local."""
    import dask
    from distributed import Client, LocalCluster

    from ..ingest import cores

    with ExitStack() as stack:
        logger = logging.getLogger("distributed")
        stack.callback(logger.setLevel, logger.level)
        address: Any = scheduler
        if scheduler == LOCAL:
            # Whoever is suspected is tried alone, which costs little: let that be soon.
            stack.enter_context(dask.config.set({"distributed.scheduler.allowed-failures": 1}))
            address = LocalCluster(
                n_workers=workers or cores(),
                threads_per_worker=1,
                dashboard_address=None,
                preload="quotes.scale.quiet",
                silence_logs=logging.CRITICAL,
            )
            stack.callback(address.close, timeout=10)
        try:
            client = Client(address, timeout=_SECONDS_FOR_SCHEDULER, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            reason = " ".join(str(error).split())[:200]
            raise JobError(
                f"{scheduler}: no scheduler answers ({reason}); start one with `dask scheduler`"
            ) from error
        stack.callback(client.close, timeout=5)
        logger.setLevel(logging.CRITICAL)  # what is worth saying, results say
        _check_workers(client, scheduler)
        yield client


def _check_workers(client: Any, scheduler: str) -> None:
    from .. import __version__

    try:
        client.wait_for_workers(1, timeout=_SECONDS_FOR_WORKERS)
    except TimeoutError as error:
        raise JobError(
            f"{scheduler}: has no workers; start some with `dask worker {scheduler} --nthreads 1`"
        ) from error
    try:
        # As a task, which finds a worker that lives; a broadcast waits for one that dies meanwhile.
        version = client.submit(_version, pure=False).result(timeout=_SECONDS_FOR_WORKERS)
    except Exception as error:
        reason = " ".join(str(error).split())[:200]
        raise JobError(
            f"{scheduler}: its workers cannot run this ({reason}); `pip install 'quotes[cluster]'` on each"
        ) from error
    if version != __version__:
        raise JobError(
            f"{scheduler}: workers have version {version} of quotes, not {__version__}; install it"
        )


def _version() -> str:
    from .. import __version__

    return __version__
