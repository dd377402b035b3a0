"""Clears the screen and what scrolled by, so that the next person at the desk reads nothing."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

from iopintake.support.errors import IopintakeError
from iopintake.support.language import _
from iopintake.terminal.prompts.operator import ask, confirmed

ALL_GONE: Final = "\x1b[H\x1b[2J\x1b[3J"
"""To the top, clear the screen, clear the lines that scrolled by: the last one last, since some
terminals scroll the screen away when it is cleared."""


def clear_at_end(*, clear: bool, phone: bool, to_read: bool) -> None:
    """Clear at the end if CLEAR was asked for; after a call by PHONE ask now.

    A summary TO_READ is on the screen: it stays until it was read.
    """
    if clear:
        try:
            with suppress(IopintakeError):  # nobody is there to press it
                if to_read:
                    ask(_("\nEnter clears the screen. "))
        finally:  # Ctrl-C must not leave it there
            clear_terminal()
    elif phone and sys.stdin.isatty():
        question = _("Clear the screen and what scrolled by, so that nobody reads it?")
        if confirmed(question, yes=False):
            clear_terminal()


def clear_at_once(*, clear: bool) -> None:
    """Clear now if CLEAR was asked for: the operator has left, or must leave."""
    if clear:
        clear_terminal()


def clear_terminal() -> None:
    """Clear the terminal, where there is one that knows how."""
    if os.environ.get("TERM") == "dumb":
        return
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    with suppress(OSError), Path("/dev/tty").open("w", encoding="ascii") as terminal:
        terminal.write(ALL_GONE)
