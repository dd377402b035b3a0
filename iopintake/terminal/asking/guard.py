"""Keeps keys that were pressed before a prompt was on the screen from answering it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from prompt_toolkit.input import Input
from prompt_toolkit.input.typeahead import clear_typeahead
from prompt_toolkit.key_binding import KeyPress
from prompt_toolkit.keys import Keys

QUIET_SECONDS = 0.25
"""A prompt takes keys only after this long without one: time to see that it has changed.
A held key never answers, since each repeat begins the wait anew."""

ALWAYS_HEARD = frozenset({Keys.ControlC, Keys.F9, Keys.CPRResponse, Keys.SIGINT})


class Guard:
    """Drops early keys of one input; ``flush`` empties what the terminal still holds."""

    def __init__(self, source: Input, clock: Callable[[], float], flush: Callable[[], None]) -> None:
        """Watch the keys of SOURCE with CLOCK, in seconds."""
        self._source = source
        self._clock = clock
        self._flush = flush
        self._quiet_until: float | None = None
        self._read: Callable[[], list[KeyPress]] = source.read_keys
        source.read_keys = self._guarded  # type: ignore[method-assign]

    def arm(self) -> None:
        """Begin a prompt: forget what was typed ahead, and take no key until it is painted."""
        clear_typeahead(self._source)
        self._flush()
        self._quiet_until = float("inf")

    def painted(self, _app: Any = None) -> None:
        """Begin the wait, at the first paint of a prompt."""
        if self._quiet_until == float("inf"):
            self._quiet_until = self._clock() + QUIET_SECONDS

    def _guarded(self) -> list[KeyPress]:
        keys = self._read()
        if self._quiet_until is None or not keys:
            return keys
        if self._clock() >= self._quiet_until:
            return keys
        if self._quiet_until != float("inf"):
            self._quiet_until = self._clock() + QUIET_SECONDS
        return [press for press in keys if press.key in ALWAYS_HEARD]


def flush_terminal(source: Input) -> Callable[[], None]:
    """Return a function that empties the terminal's own buffer of SOURCE, where there is one."""

    def flush() -> None:
        try:
            import termios

            termios.tcflush(source.fileno(), termios.TCIFLUSH)
        except (ImportError, OSError, ValueError, AttributeError, NotImplementedError):
            return

    return flush
