"""Shows a result: to a person at a terminal as a first screen to walk on from, to all else whole."""

from __future__ import annotations

import os
import sys

from rich.console import Console

from iopintake.packs.model import Pack
from iopintake.summary.model import Summary
from iopintake.terminal.pages.first_screen import first_screen
from iopintake.terminal.pages.renderables import line
from iopintake.terminal.pages.summary import show_summary

ALL = 10_000
"""Lines; what stays on the terminal's own screen may be as long as it is."""


def show_result(
    console: Console,
    summary: Summary,
    pack: Pack,
    *,
    full: bool = False,
    every_list: bool = False,
    note: str = "",
) -> None:
    """Show SUMMARY on CONSOLE; FULL, EVERY_LIST and what is no terminal get it whole.

    NOTE is said beside it. After the walk the answer stays in sight.
    """
    if note:
        console.print(line(note))
    if full or every_list or not can_walk(console):
        show_summary(console, summary, pack, every_list=every_list)
        return
    from prompt_toolkit.input import create_input
    from prompt_toolkit.output import create_output

    from iopintake.terminal.pages.walk import walk

    walk(
        summary,
        pack,
        output=create_output(always_prefer_tty=True),
        input_=create_input(always_prefer_tty=True),
        note=note,
    )
    console.print(first_screen(console, summary, pack, width=console.width, height=ALL))


def can_walk(console: Console) -> bool:
    """Say whether there is a person at a terminal of more than lines."""
    plain = os.environ.get("IOPINTAKE_ACCESSIBLE") or os.environ.get("ACCESSIBLE")
    dumb = os.environ.get("TERM", "dumb") in {"dumb", "unknown"}
    return console.is_terminal and not plain and not dumb and sys.stdin is not None and sys.stdin.isatty()
