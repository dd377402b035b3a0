"""Asks the shared records something in the background: nobody waits for it longer than they want to."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextvars import copy_context
from typing import Generic, TypeVar

from iopintake.store.database.store import Store
from iopintake.store.errors import StoreError

Found = TypeVar("Found")


class Look(Generic[Found]):
    """One question to the shared records, which reads and writes nothing, from a thread of its own."""

    def __init__(self, opens: Callable[[], Store], asks: Callable[[Store], Found]) -> None:
        """Begin to ask."""
        self._opens, self._asks = opens, asks
        self._found: Found | None = None
        self._thread = threading.Thread(
            target=copy_context().run, args=(self._run,), name="look", daemon=True
        )
        self._thread.start()

    def found(self, patience: float) -> Found | None:
        """Return what was found; None where the shared records did not say within so many seconds."""
        self._thread.join(patience)
        return None if self._thread.is_alive() else self._found

    def _run(self) -> None:
        try:
            with self._opens() as shared:
                self._found = self._asks(shared)
        except StoreError:  # why is said by what sends the intake
            self._found = None
