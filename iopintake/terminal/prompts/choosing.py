"""Which asker fits: prompts in a full terminal; lines where they are asked for or all there is."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from io import StringIO, TextIOWrapper, UnsupportedOperation
from typing import TYPE_CHECKING, Final, TextIO

from iopintake.interview.asker import Asker, Levels
from iopintake.support.errors import NoTerminalError
from iopintake.support.frozen import value
from iopintake.support.language import _
from iopintake.terminal.prompts.keys import KeyTable
from iopintake.terminal.prompts.lines import PLAIN_WIDTH, Lines
from iopintake.terminal.prompts.plain import PlainAsker

if TYPE_CHECKING:
    from iopintake.terminal.prompts.canvas import Canvas

ACCESSIBLE: Final = ("IOPINTAKE_ACCESSIBLE", "ACCESSIBLE")
"""Set to anything, they ask every program for a screen that a screen reader can follow."""


@value
class Streams:
    """Where an interview may read and write; any of them may be closed."""

    input: TextIO | None
    output: TextIO | None
    error: TextIO | None

    @property
    def has_terminal(self) -> bool:
        """Say whether any of them is a terminal."""
        return any(_is_terminal(stream) for stream in (self.input, self.output, self.error))


def choose_asker(
    *,
    plain: bool,
    phone: bool,
    data_on_stdout: bool,
    environment: Mapping[str, str],
    levels: Levels,
    keys: KeyTable,
) -> Asker:
    """Return the asker for these options and for the streams and the clock of this process."""
    return fitting_asker(
        plain=wants_plain(environment, plain=plain),
        phone=phone,
        data_on_stdout=data_on_stdout,
        levels=levels,
        keys=keys,
        streams=Streams(input=sys.stdin, output=sys.stdout, error=sys.stderr),
        clock=_now,
    )


def wants_plain(environment: Mapping[str, str], *, plain: bool) -> bool:
    """Say whether lines were asked for, by option, by convention or by the terminal's kind."""
    return plain or any(environment.get(name) for name in ACCESSIBLE) or environment.get("TERM") == "dumb"


def fitting_asker(
    *,
    plain: bool,
    phone: bool,
    data_on_stdout: bool,
    levels: Levels,
    keys: KeyTable,
    streams: Streams,
    clock: Callable[[], datetime],
) -> Asker:
    """Return the asker that fits these streams.

    Prompts never mix with data: with DATA_ON_STDOUT they go to the terminal or to
    standard error. Raises NoTerminalError when there is neither a terminal nor a request
    for lines.
    """
    if plain:
        target = streams.error if data_on_stdout else streams.output
        _read_anything(streams.input)
        lines = Lines(streams.input, target or StringIO(), width=PLAIN_WIDTH)
        return PlainAsker(lines, clock, phone=phone)
    if not streams.has_terminal:
        raise NoTerminalError(
            _(
                "The interview needs a terminal, and there is none. Use --plain to answer in lines, or: "
                "iopintake assess FILE"
            )
        )
    return _full(phone=phone, levels=levels, keys=keys, clock=clock)


def _full(*, phone: bool, levels: Levels, keys: KeyTable, clock: Callable[[], datetime]) -> Asker:
    from iopintake.terminal.prompts.full import FullAsker

    canvas = full_canvas(keys, refresh_seconds=30 if phone else None)
    return FullAsker(canvas, clock, phone=phone, levels=levels)


def full_canvas(keys: KeyTable, *, refresh_seconds: float | None = None) -> Canvas:
    """Return a canvas on the terminal of this process."""
    os.environ.setdefault("PROMPT_TOOLKIT_NO_CPR", "1")  # terminals that can't answer would print a warning
    from prompt_toolkit.input.defaults import create_input
    from prompt_toolkit.output.defaults import create_output

    from iopintake.terminal.prompts.canvas import Canvas
    from iopintake.terminal.prompts.guard import Guard, flush_terminal

    source = create_input(always_prefer_tty=True)
    screen = create_output(always_prefer_tty=True)
    guard = Guard(source, time.monotonic, flush_terminal(source))
    return Canvas(source, screen, guard, keys, refresh_seconds=refresh_seconds)


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def _read_anything(stream: TextIO | None) -> None:
    """Let bytes that are no text come in as replacement characters instead of ending the interview."""
    if isinstance(stream, TextIOWrapper):
        with suppress(
            UnsupportedOperation
        ):  # something was read from it; the start of the program did it before that
            stream.reconfigure(errors="replace")
