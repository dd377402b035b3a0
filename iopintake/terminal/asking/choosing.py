"""Which asker fits: prompts in a full terminal; lines where they are asked for or all there is."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TextIO

from iopintake.errors import NoTerminalError
from iopintake.interview.asker import Asker, Levels
from iopintake.terminal.asking.plain import PlainAsker

ACCESSIBLE = ("IOPINTAKE_ACCESSIBLE", "ACCESSIBLE")
"""Set to anything, they ask every program for a screen that a screen reader can follow."""


def choose_asker(
    *, plain: bool, phone: bool, data_on_stdout: bool, environment: Mapping[str, str], levels: Levels
) -> Asker:
    """Return the asker for these wishes and this terminal.

    Prompts never mix with data: with DATA_ON_STDOUT they go to the terminal or to
    standard error. Raises NoTerminalError when there is neither a terminal nor a wish
    for lines.
    """
    if wants_plain(environment, plain=plain):
        return PlainAsker(sys.stdin, sys.stderr if data_on_stdout else sys.stdout, _now)
    if not any(_is_terminal(stream) for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise NoTerminalError(
            "The interview needs a terminal, and there is none. Use --plain to answer in lines, "
            "or: iopintake assess FILE"
        )
    return _full(phone=phone, levels=levels)


def wants_plain(environment: Mapping[str, str], *, plain: bool) -> bool:
    """Say whether lines were asked for, by option, by convention or by the terminal's kind."""
    return plain or any(environment.get(name) for name in ACCESSIBLE) or environment.get("TERM") == "dumb"


def _full(*, phone: bool, levels: Levels) -> Asker:
    os.environ.setdefault("PROMPT_TOOLKIT_NO_CPR", "1")  # terminals that can't answer would print a warning
    from prompt_toolkit.input.defaults import create_input
    from prompt_toolkit.output.defaults import create_output

    from iopintake.terminal.asking.canvas import Canvas
    from iopintake.terminal.asking.full import FullAsker
    from iopintake.terminal.asking.guard import Guard, flush_terminal

    source = create_input(always_prefer_tty=True)
    screen = create_output(always_prefer_tty=True)
    guard = Guard(source, time.monotonic, flush_terminal(source))
    canvas = Canvas(source, screen, guard, refresh_seconds=30 if phone else None)
    return FullAsker(canvas, _now, phone=phone, levels=levels)


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False
