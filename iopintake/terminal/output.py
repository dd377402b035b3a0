"""The ways out: data to standard output or a file, everything else to standard error.

Whatever goes to a terminal goes through here, and nothing in it is obeyed but what Rich
itself writes.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from iopintake.support.errors import IopintakeError
from iopintake.support.files import whole_file, write_whole
from iopintake.support.language import _
from iopintake.support.safe_text import safe_json, safe_line, safe_text

if TYPE_CHECKING:
    from rich.console import Console

USUAL_WIDTH = 80
"""Columns of a terminal that does not say how wide it is."""
FAULT = "  - "
"""Begins the line of a fault."""


def console() -> Console:
    """Return the console for data: no markup, no emoji codes, no highlighting."""
    return _console(sys.stdout)


def prompt_console() -> Console:
    """Return the console for a person while standard output carries data.

    It is the terminal where there is one, and standard error otherwise.
    """
    terminal: TextIO = sys.stderr
    with suppress(OSError):
        terminal = Path("/dev/tty").open("w", encoding="utf-8")  # noqa: SIM115 - it lives as long as the program
    return _console(terminal)


def _console(file: TextIO) -> Console:
    from rich.console import Console, ConsoleOptions, ConsoleRenderable, RenderHook, RenderResult
    from rich.segment import Segment

    class QuietConsole(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError  # Rich would end with exit code 1 by itself

    class Safe:
        def __init__(self, shown: ConsoleRenderable) -> None:
            self.shown = shown

        def __rich_console__(self, out: Console, options: ConsoleOptions) -> RenderResult:
            for text, style, control in out.render(self.shown, options):
                yield Segment(text if control else safe_text(text), style, control)

    class Escape(RenderHook):
        def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
            return [Safe(shown) for shown in renderables]

    out = QuietConsole(file=file, markup=False, emoji=False, highlight=False, soft_wrap=False)
    out.push_render_hook(Escape())
    return out


def write_data(data: bytes, target: Path | None, *, force: bool) -> None:
    """Write DATA to TARGET, whole or not at all and for its owner's eyes; to standard output for ``-``.

    On a terminal characters that it would obey are written as JSON escapes them.
    """
    if target is None or str(target) == "-":
        sys.stdout.flush()
        shown = sys.stdout.isatty()
        sys.stdout.buffer.write(safe_json(data.decode("utf-8", "replace")).encode() if shown else data)
        sys.stdout.buffer.flush()
        return
    write_whole(target, data, force=force)


def write_text(text: str) -> None:
    """Write TEXT to standard output as data; what UTF-8 can't say becomes a question mark."""
    write_data(text.encode("utf-8", "replace"), None, force=False)


def write_parts(parts: Iterable[bytes], target: Path | None, *, is_text: bool, force: bool) -> None:
    """Write PARTS one after the other to TARGET, as ``write_data`` does.

    Raises IopintakeError when they are no text and would go to a terminal.
    """
    if target is not None and str(target) != "-":
        with whole_file(target, force=force) as file:
            for part in parts:
                file.write(part)
        return
    if not is_text and sys.stdout.isatty():
        raise IopintakeError(_("This format is no text for a terminal. Name a file with --output FILE."))
    for part in parts:
        write_data(part, None, force=force)


def complain(error: IopintakeError) -> None:
    """Print an error's lines to standard error, with control characters shown, not run."""
    for line in error.lines():
        say_line(safe_line(line))


def say_line(line: str) -> None:
    """Print a line to standard error; on a terminal no word is broken at its edge."""
    if not sys.stderr.isatty():
        say(line)
        return
    from iopintake.terminal.wrapping import told_lines

    said = line.removeprefix(FAULT)
    first = FAULT if said != line else ""
    say("\n".join(told_lines(said, columns_of(sys.stderr), first)))


def columns_of(stream: TextIO | None, usual: int = USUAL_WIDTH) -> int:
    """Return how wide the terminal of a STREAM is; USUAL where it is none, or does not say so."""
    try:
        return os.get_terminal_size(stream.fileno()).columns or usual if stream is not None else usual
    except (OSError, ValueError):  # a stream that is no file, or is closed
        return usual


def say(text: str) -> None:
    """Print TEXT to standard error; where that is closed or full, nobody can be told."""
    try:
        print(safe_text(text), file=sys.stderr, flush=True)  # noqa: T201 - the one place that does
    except OSError:
        lead_nowhere(sys.stderr.fileno())


def lead_nowhere(descriptor: int) -> None:
    """Let a stream lead to nothing, so that neither a file takes its number nor the last flush fails."""
    nothing = os.open(os.devnull, os.O_RDWR)
    if nothing != descriptor:
        os.dup2(nothing, descriptor)
        os.close(nothing)
