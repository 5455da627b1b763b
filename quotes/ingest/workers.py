"""Work done by several processes: results come in the order of the items, and memory stays flat.

Every process has a pipe of its own, so that one that is killed takes nothing along but the item it had in
hand: that one is tried once more, then given up. Items go out several at a time, results come back singly.
A thread hands out and takes in, so that no process waits while whoever reads the results is busy.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

# Sizes are in whatever unit the caller measures items by; for articles, code points of text.
TASK = 20_000
WINDOW = 500_000
"""How much may be on its way for each process: read, being worked on, or waiting for its turn."""
ITEM = 500
"""What an item counts at least, so that very many tiny ones do not fill memory either."""
TRIES = 2
_STILLBORN = 3
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class WorkersError(Exception):
    """Processes cannot be started here; one line that says what to do."""


class _Slot(Generic[Item, Result]):
    """An item on its way."""

    __slots__ = ("answer", "done", "item", "result", "size", "tries")

    def __init__(self, item: Item, size: int) -> None:
        self.item, self.size = item, size
        self.answer: bytes | None = None  # the result, pickled
        self.result: Any = None
        self.done = False
        self.tries = 0

    def opened(self) -> Result:
        """The result of an item that is done."""
        result: Result = self.result if self.answer is None else pickle.loads(self.answer)
        return result


class _Worker:
    """A process, our end of its pipe, and what it has been given and not yet answered, in order."""

    def __init__(self, context: Any, work: Callable[[Any], object]) -> None:
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, work), daemon=True)
        with _without_main():
            self.process.start()
        theirs.close()
        self.given: deque[_Slot[Any, Any]] = deque()
        self.load = 0
        self.ready = False


class Workers(Generic[Item, Result]):
    """``number`` processes that do ``work`` on items.

    ``work`` and what it is given and gives must be picklable. ``size`` measures an item; what it measures as
    None needs no work and is its own result. ``lost`` makes the result of an item whose process died twice,
    from the item and the exit code (negative: the signal). ``warm`` is the module that has loaded all they
    need; the first one asked for in a program serves all. Use it as a context manager. Raises `WorkersError`
    where no process can be started.
    """

    def __init__(
        self,
        number: int,
        work: Callable[[Item], Result],
        *,
        size: Callable[[Any], int | None],
        lost: Callable[[Item, int | None], Result],
        warm: str = "quotes.ingest.warm",
    ) -> None:
        self._work, self._size, self._lost = work, size, lost
        self._queue: deque[_Slot[Item, Result]] = deque()
        self._stillborn = 0
        self._window = WINDOW * number
        self._context = _context(warm)
        self._workers: list[_Worker] = []
        # No locks, which Ctrl-C at the wrong moment would leave locked: only the thread changes anything but
        # the far end of the queue, and each side wakes the other after it has changed something.
        self._news: SimpleQueue[None] = SimpleQueue()
        self._woken, self._wake = multiprocessing.Pipe(duplex=False)
        self._failed: BaseException | None = None
        self._closing = False
        with _one_thread_each():
            for _ in range(number):
                self._workers.append(self._start())
        self._thread = threading.Thread(target=self._hand_out, daemon=True)
        self._thread.start()

    def __enter__(self) -> Workers[Item, Result]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the processes, whatever they are doing."""
        self._closing = True
        self._wake.send_bytes(b"!")
        self._thread.join()
        for worker in self._workers:
            worker.pipe.close()  # they see it and leave
        for worker in self._workers:
            worker.process.join(1)
            if worker.process.exitcode is None:
                worker.process.kill()
                worker.process.join(5)
        self._workers.clear()

    def results(self, items: Iterable[Item]) -> Iterator[Result]:
        """The results of the items, in their order. No more is read ahead than `WINDOW` allows."""
        source = iter(items)
        exhausted = False
        order: deque[_Slot[Item, Result]] = deque()
        held = 0
        while True:
            while order and not order[0].done and (exhausted or held >= self._window):
                if self._failed is not None:
                    raise self._failed
                self._news.get()
            if order and order[0].done:
                slot = order.popleft()
                held -= slot.size
                yield slot.opened()
            elif not exhausted and held < self._window:
                try:
                    item = next(source)
                except StopIteration:
                    exhausted = True
                    continue
                size = self._size(item)
                slot = _Slot(item, max(size or 0, ITEM))
                held += slot.size
                order.append(slot)
                if size is None:
                    slot.result, slot.done = item, True
                else:
                    self._put(slot)
            elif not order:
                return

    def _put(self, slot: _Slot[Item, Result]) -> None:
        self._queue.append(slot)
        if any(worker.load < TASK for worker in self._workers):
            self._wake.send_bytes(b"!")

    def _hand_out(self) -> None:
        """What the thread does: take in what the processes have done and give them more, until `close`."""
        try:
            while not self._closing:
                self._give()
                pipes: dict[Any, _Worker] = {worker.pipe: worker for worker in self._workers}
                ready = wait([self._woken, *pipes])
                while self._woken.poll():
                    self._woken.recv_bytes()
                for pipe in ready:
                    if pipe in pipes:
                        self._take(pipes[pipe])
        except BaseException as error:
            self._failed = error
            self._tell()

    def _tell(self) -> None:
        """Wake whoever waits for a result."""
        if self._news.empty():
            self._news.put(None)

    def _take(self, worker: _Worker) -> None:
        try:
            while True:
                answer = worker.pipe.recv_bytes()
                if not worker.ready:
                    worker.ready, self._stillborn = True, 0
                else:
                    slot = worker.given.popleft()
                    slot.answer, slot.done = answer, True
                    worker.load -= slot.size
                    self._tell()
                if not worker.pipe.poll():
                    return
        except (EOFError, OSError):
            self._bury(worker)

    def _give(self) -> None:
        """Keep every process busy: with the task it is at, and one that waits for it."""
        for worker in self._workers:
            while self._queue and worker.load < TASK:
                task: list[_Slot[Item, Result]] = []
                size = 0
                while self._queue and size < TASK:
                    task.append(self._queue.popleft())
                    size += task[-1].size
                worker.given.extend(task)
                worker.load += size
                with suppress(OSError):  # a process that has died: it is found and buried
                    worker.pipe.send([slot.item for slot in task])

    def _bury(self, dead: _Worker) -> None:
        """Put another process in the place of one that died, and what it had been given back in the queue."""
        dead.process.join(5)
        dead.pipe.close()
        code = dead.process.exitcode
        if not dead.ready:
            self._stillborn += 1
            if self._stillborn > _STILLBORN:
                raise WorkersError(
                    f"no process can be started to parse in (exit code {code}); try --workers 1"
                )
        elif dead.given:
            first = dead.given[0]
            first.tries += 1
            if first.tries >= TRIES:
                dead.given.popleft()
                first.result, first.done = self._lost(first.item, code), True
                self._tell()
        self._queue.extendleft(reversed(dead.given))
        with _one_thread_each():
            self._workers[self._workers.index(dead)] = self._start()

    def _start(self) -> _Worker:
        return _Worker(self._context, self._work)


def _context(warm: str) -> Any:
    """How processes are started: forked from a clean one that has loaded a module, where that is possible.

    Never forked from this one, which may have threads and open databases.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([warm])
    return context


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Have numpy use one thread in every process that starts meanwhile: there is one for every core."""
    added = [name for name in _THREADS if name not in os.environ]
    os.environ.update(dict.fromkeys(added, "1"))
    try:
        yield
    finally:
        for name in added:
            del os.environ[name]


@contextmanager
def _without_main() -> Iterator[None]:
    """Keep processes that start meanwhile from running the program's main script once more: they need nothing
    of it, and a script without ``if __name__ == "__main__"`` would start all over again."""
    main: dict[str, Any] = vars(sys.modules["__main__"])
    before: dict[str, Any] = {name: main[name] for name in ("__spec__", "__file__") if name in main}
    main.pop("__file__", None)
    main["__spec__"] = None
    try:
        yield
    finally:
        main.update(before)


def _serve(pipe: Connection, work: Callable[[Any], object]) -> None:
    """What a process does: take tasks, send results, until the pipe closes."""
    for signum in (signal.SIGINT, signal.SIGTERM):  # whoever started us decides when to end
        signal.signal(signum, signal.SIG_IGN)
    with suppress(OSError), Path("/proc/self/oom_score_adj").open("w", encoding="ascii") as file:
        file.write("500")  # should memory run out, rather this process than the one that writes
    tasks: SimpleQueue[list[Any]] = SimpleQueue()
    threading.Thread(target=_receive, args=(pipe, tasks), daemon=True).start()
    with suppress(OSError):
        pipe.send(None)
        while True:
            for item in tasks.get():
                pipe.send(work(item))


def _receive(pipe: Connection, tasks: SimpleQueue[list[Any]]) -> None:
    """Read tasks in a thread of its own, so that neither side ever waits for the other to read."""
    try:
        while True:
            tasks.put(pipe.recv())
    except (EOFError, OSError):
        os._exit(0)
