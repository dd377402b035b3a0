"""The help of every command in the language that is spoken.

What stands in the code is English: a docstring for a command, a text for an option. The catalogues
hold them like every other sentence (tests/catalogues.py takes them from here), and they are
put in only where help was asked for: it takes a while to go through all commands.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from iopintake.support.language import _

if TYPE_CHECKING:
    import typer

ASKING = frozenset({"--help", "-h"})


def command_of(app: typer.Typer, arguments: list[str]) -> Any:
    """Return APP as it is run with ARGUMENTS, its help in the language that is spoken."""
    from typer.main import get_command

    command = get_command(app)
    if ASKING & set(arguments):
        for found in _commands(command):
            found.help = _(found.help) if found.help else found.help
            for parameter in found.params:
                if getattr(parameter, "help", None):
                    parameter.help = _(parameter.help)
    return command


def texts(app: typer.Typer) -> Iterator[str]:
    """Yield every text of help in APP."""
    from typer.main import get_command

    for command in _commands(get_command(app)):
        yield from filter(None, (command.help, *(getattr(p, "help", None) for p in command.params)))


def _commands(command: Any) -> Iterator[Any]:
    yield command
    for inner in getattr(command, "commands", {}).values():
        yield from _commands(inner)
