"""Keeps keys that were pressed before a prompt was on the screen from answering it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from prompt_toolkit.input import Input
from prompt_toolkit.input.typeahead import clear_typeahead
from prompt_toolkit.key_binding import KeyPress
from prompt_toolkit.keys import Keys

from iopintake.terminal.prompts.pasting import read_together

FIRST_WAIT: Final = 0.25
"""Seconds after its first paint in which a prompt takes no key: time to see that it has changed."""
LIST_WAIT: Final = 0.25
"""Seconds without a key that a list waits for after an early one: a held key never answers."""
TEXT_WAIT: Final = 0.08
"""The same for a line of text: shorter than the pauses of a person who types, longer than
those of a pasted text or a key that repeats."""

ALWAYS_HEARD: Final = frozenset({Keys.ControlC, Keys.F9, Keys.CPRResponse, Keys.SIGINT})
CRISIS_STROKE: Final = Keys.ControlX
"""Twice, it calls for the crisis protocol; that is heard always, too."""

_NOT_PAINTED: Final = float("inf")


class Guard:
    """Drops early keys of one input; ``flush`` empties what the terminal still holds."""

    def __init__(self, source: Input, clock: Callable[[], float], flush: Callable[[], None]) -> None:
        """Watch the keys of SOURCE with CLOCK, in seconds."""
        self._source = source
        self._clock = clock
        self._flush = flush
        self._quiet_until = 0.0
        self._wait = LIST_WAIT
        self._crisis_half: KeyPress | None = None
        self._on_drop: Callable[[], None] = lambda: None
        self.dropped = False  # a key of the prompt on the screen did nothing
        self._read: Callable[[], list[KeyPress]] = source.read_keys
        source.read_keys = self._guarded  # type: ignore[method-assign]

    def arm(self, wait: float, on_drop: Callable[[], None]) -> None:
        """Begin a prompt: forget what was typed ahead, and take no key until it is painted."""
        clear_typeahead(self._source)
        self._flush()
        self._quiet_until, self._wait = _NOT_PAINTED, wait
        self._on_drop, self.dropped, self._crisis_half = on_drop, False, None

    def painted(self, _app: Any = None) -> None:
        """Begin the wait, at the first paint of a prompt."""
        if self._quiet_until == _NOT_PAINTED:
            self._quiet_until = self._clock() + FIRST_WAIT

    def _guarded(self) -> list[KeyPress]:
        keys = read_together(self._read)
        now = self._clock()
        if not keys or now >= self._quiet_until:
            return keys
        if self._quiet_until != _NOT_PAINTED:
            self._quiet_until = max(self._quiet_until, now + self._wait)
        heard = [press for key in keys for press in self._heard(key)]
        if len(heard) < len(keys):
            self.dropped = True
            self._on_drop()
        return heard

    def _heard(self, press: KeyPress) -> list[KeyPress]:
        """Return what of an early key is taken: calls for help, and nothing else."""
        if press.key in ALWAYS_HEARD:
            return [press]
        half, self._crisis_half = self._crisis_half, None
        if press.key is not CRISIS_STROKE:
            return []
        if half is not None:
            return [half, press]
        self._crisis_half = press
        return []


def flush_terminal(source: Input) -> Callable[[], None]:
    """Return a function that empties the terminal's own buffer of SOURCE, where there is one."""

    def flush() -> None:
        try:
            import termios
        except ImportError:
            _flush_console()
            return
        try:
            termios.tcflush(source.fileno(), termios.TCIFLUSH)
        except (termios.error, OSError, ValueError, NotImplementedError):
            return  # not a terminal

    return flush


def _flush_console() -> None:
    """Empty the keyboard buffer of a Windows console."""
    try:
        import msvcrt
    except ImportError:
        return
    while msvcrt.kbhit():  # type: ignore[attr-defined, unused-ignore]
        msvcrt.getwch()  # type: ignore[attr-defined, unused-ignore]
