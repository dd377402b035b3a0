"""The one command that was chosen: Typer takes as long to prepare all of them as one takes to run."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

import typer

from iopintake.cli.app import app, whole_app


def app_for(arguments: Sequence[str]) -> typer.Typer:
    """Return the one command that ARGUMENTS begin with, or all commands where they name none."""
    asked = arguments[0] if arguments else ""
    return _alone(app, asked) or _alone(whole_app(), asked) or whole_app()


def _alone(program: typer.Typer, asked: str) -> typer.Typer | None:
    """Return PROGRAM with the command or the group ASKED alone, None if it has none of this name."""
    commands = [
        c for c in program.registered_commands if asked == (c.name or getattr(c.callback, "__name__", ""))
    ]
    groups = [group for group in program.registered_groups if asked == group.name]
    if not (commands or groups):
        return None
    alone = copy(program)
    alone.registered_commands, alone.registered_groups = commands, groups
    return alone
