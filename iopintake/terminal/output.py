"""The two ways out: data to standard output or a file, everything else to standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from iopintake.support.errors import IopintakeError
from iopintake.support.files import whole_file, write_whole
from iopintake.support.safe_text import safe_text

if TYPE_CHECKING:
    from rich.console import Console


def console() -> Console:
    """Return the console for data: no markup, no emoji codes, no highlighting."""
    from rich.console import Console

    class QuietConsole(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError  # Rich would end with exit code 1 by itself

    return QuietConsole(markup=False, emoji=False, highlight=False, soft_wrap=False)


def prompt_console() -> Console:
    """Return the console for a person while standard output carries data.

    It is the terminal where there is one, and standard error otherwise.
    """
    from rich.console import Console

    terminal: TextIO = sys.stderr
    with suppress(OSError):
        terminal = Path("/dev/tty").open("w", encoding="utf-8")  # noqa: SIM115 - it lives as long as the program
    return Console(file=terminal, markup=False, emoji=False, highlight=False, soft_wrap=False)


def write_data(data: bytes, target: Path | None, *, force: bool) -> None:
    """Write DATA to TARGET, whole or not at all and for its owner's eyes; to standard output for ``-``."""
    if target is None or str(target) == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
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
        raise IopintakeError("This format is no text for a terminal. Name a file with --output FILE.")
    for part in parts:
        write_data(part, None, force=force)


def complain(error: IopintakeError) -> None:
    """Print an error's lines to standard error, with control characters shown, not run."""
    for line in error.lines():
        print(safe_text(line), file=sys.stderr)  # noqa: T201 - plain text, before Rich is loaded
