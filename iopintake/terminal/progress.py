"""What a person sees while something takes long: what is being done, and how far it has come."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Advance = Callable[[float], None]
"""Says by how much it has come further."""


@contextmanager
def progress(title: str, total: float | None) -> Iterator[Advance]:
    """Show on the terminal that what TITLE says is under way, with a bar up to TOTAL if that is known.

    Gives what is called after each step. It is gone at the end; where standard error is no
    terminal, nothing is shown.
    """
    if not sys.stderr.isatty():
        yield lambda _step: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=total)
        yield lambda step: bar.advance(task, step)
