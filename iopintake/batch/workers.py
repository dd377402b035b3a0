"""Work on all cores, its results in order; a worker that dies costs what it worked on, and no more.

Memory does not grow with the input: only a few pieces of work are under way at a time.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from threading import Thread
from typing import Any, Final, Generic, TypeVar

UNDER_WAY: Final = 8
"""Pieces of work that are read ahead of what has been written, for each worker."""

Piece = TypeVar("Piece")
Result = TypeVar("Result")


class Workers(Generic[Piece, Result]):
    """Processes that each prepare once and then work on one piece after the other."""

    def __init__(
        self,
        work: Callable[[Piece], Result],
        lost: Callable[[Piece], Result],
        prepare: Callable[[], None],
        count: int | None = None,
    ) -> None:
        """Let COUNT processes, one a core if it is not given, PREPARE and then WORK.

        LOST gives the result of a piece whose process died at it, twice. WORK and PREPARE
        are functions of a module, so that a fresh process finds them.
        """
        self._work, self._lost, self._prepare = work, lost, prepare
        self._count = count or cores()

    def results(self, pieces: Iterable[Piece]) -> Iterator[Result]:
        """Yield the result of each of PIECES, in their order."""
        pool = self._pool(self._count)
        waiting: deque[tuple[Piece, Future[Result] | None]] = deque()
        try:
            for piece in pieces:
                waiting.append((piece, self._begun(pool, piece)))
                if len(waiting) < self._count * UNDER_WAY:
                    continue
                if (first := self._finished(waiting)) is not None:
                    yield first
                else:
                    _end(pool)
                    yield from self._one_by_one(held for held, _ in waiting)
                    waiting.clear()
                    pool = self._pool(self._count)
            while waiting and (first := self._finished(waiting)) is not None:
                yield first
            yield from self._one_by_one(held for held, _ in waiting)
        finally:
            _end(pool)

    def _begun(self, pool: ProcessPoolExecutor, piece: Piece) -> Future[Result] | None:
        """Hand a piece of work out; None when no worker is left to take it."""
        try:
            return pool.submit(self._work, piece)
        except BrokenProcessPool:
            return None

    def _finished(self, waiting: deque[tuple[Piece, Future[Result] | None]]) -> Result | None:
        """Wait for the first result and take it off; None when a worker died, and all stay."""
        _, begun = waiting[0]
        try:
            result = begun.result() if begun else None
        except BrokenProcessPool:
            return None
        if result is not None:
            waiting.popleft()
        return result

    def _one_by_one(self, pieces: Iterable[Piece]) -> Iterator[Result]:
        """Yield the results of PIECES of which one was too much for its process."""
        pool = self._pool(1)
        try:
            for piece in pieces:
                try:
                    result = pool.submit(self._work, piece).result()
                except BrokenProcessPool:
                    _end(pool)
                    pool = self._pool(1)
                    result = self._lost(piece)
                yield result
        finally:
            _end(pool)

    def _pool(self, count: int) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(count, context, initializer=_begin, initargs=(self._prepare,))
        queue: Any = getattr(pool, "_call_queue", None)
        if hasattr(queue, "_on_queue_feeder_error"):
            queue._on_queue_feeder_error = _quiet_when_closed(queue._on_queue_feeder_error)  # noqa: SLF001 - there is no other way in
        return pool


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _end(pool: ProcessPoolExecutor) -> None:
    """End a pool once its workers have done what they are at.

    Left to end by itself, the interpreter could meet its half-closed pipes at the very end, and say so.
    """
    pool.shutdown(wait=True, cancel_futures=True)


def _quiet_when_closed(tell: Callable[[Exception, object], None]) -> Callable[[Exception, object], None]:
    """Return TELL without a word of a pipe that was closed: the worker died, and that is told elsewhere.

    The pool hands work out in a thread of its own; when a worker dies at that moment, the
    standard library would print that thread's traceback between our messages.
    """

    def told(error: Exception, item: object) -> None:
        if not isinstance(error, OSError):
            tell(error, item)

    return told


def _begin(prepare: Callable[[], None]) -> None:
    """Begin as a worker: Ctrl-C is for the process that hands out the work, and with it a worker ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    prepare()


def _end_with_parent() -> None:
    """Wait for the end of the process that hands out the work; no answer stays in memory after it."""
    if (parent := multiprocessing.parent_process()) is not None:
        parent.join()
        os._exit(1)
