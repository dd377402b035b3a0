"""Work for worker processes, which have to find it in a module of its own."""

from __future__ import annotations

import os
import signal

FATAL = 13
"""The piece of work that its process does not survive."""


def nothing() -> None:
    """Prepare nothing."""


def double(number: int) -> int:
    return number * 2


def double_or_die(number: int) -> int:
    if number == FATAL:
        os.kill(os.getpid(), signal.SIGKILL)
    return number * 2


def lost(number: int) -> int:
    return -number
