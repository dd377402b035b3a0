"""Clears the screen and what scrolled by, so that the next person at the desk reads nothing."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

from iopintake.errors import IopintakeError
from iopintake.terminal.records.desk import ask, confirmed
from iopintake.terminal.seat import Wishes

ALL_GONE: Final = "\x1b[H\x1b[2J\x1b[3J"
"""To the top, clear the screen, clear the lines that scrolled by: the last one last, since some
terminals scroll the screen away when it is cleared."""


def clear_at_end(wishes: Wishes, *, to_read: bool) -> None:
    """Clear at the end if that was wished for, after a call if it is wished for now.

    A summary TO_READ is on the screen: it stays until it was read.
    """
    if wishes.clear:
        try:
            with suppress(IopintakeError):  # nobody is there to press it
                if to_read:
                    ask("\nEnter clears the screen. ")
        finally:  # Ctrl-C must not leave it there
            clear_terminal()
    elif wishes.phone and sys.stdin.isatty():
        question = "\nClear the screen and what scrolled by, so that nobody reads it?"
        if confirmed(question, yes=False):
            clear_terminal()


def clear_at_once(wishes: Wishes) -> None:
    """Clear now if that was wished for: the operator has left, or must leave."""
    if wishes.clear:
        clear_terminal()


def clear_terminal() -> None:
    """Clear the terminal, where there is one that knows how."""
    if os.environ.get("TERM") == "dumb":
        return
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    with suppress(OSError), Path("/dev/tty").open("w", encoding="ascii") as terminal:
        terminal.write(ALL_GONE)
