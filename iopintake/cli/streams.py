"""The three standard streams: closed, full or read by nobody, each is told in one sentence or is quiet."""

from __future__ import annotations

import os
import sys

from iopintake.support.errors import ExitCode, FileError
from iopintake.support.language import N_, _
from iopintake.terminal.output import lead_nowhere, say

CLOSED = N_("Standard output is closed. Send it somewhere: to a terminal, a file, or /dev/null.")


def open_streams() -> None:
    """Let every stream lead somewhere, so that no file takes the place of a closed one.

    Raises FileError when standard output was closed: what a command prints would be lost.
    """
    was_open = sys.stdout is not None
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            if not _is_open(number):
                lead_nowhere(number)
            mode = "r" if number == 0 else "w"
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    sys.stdin.reconfigure(errors="replace")  # type: ignore[union-attr]
    if not was_open:
        raise FileError(_(CLOSED))


def flushed(code: int) -> int:
    """Write out what is still held back, and return how the command ends with that."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read it has enough
        lead_nowhere(sys.stdout.fileno())
    except OSError as error:
        return max(code, output_failed(error))
    return code


def output_failed(error: OSError) -> int:
    """Say that standard output takes nothing more; return how the command ends."""
    lead_nowhere(sys.stdout.fileno())
    say(
        _("Standard output can't be written ({strerror}). Send it to where there is room.").format(
            strerror=error.strerror
        )
    )
    return ExitCode.BAD_INPUT


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True
