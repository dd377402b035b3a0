"""The help of every command in the language that is spoken.

What stands in the code is English: a docstring for a command, a text for an option. The catalogues
hold them like every other sentence (tests/catalogues.py takes them from here), and they are
put in only where help was asked for: it takes a while to go through all commands. The few words
that are Typer's own go through the catalogues where it writes them: its formatter is one of ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from iopintake.support.language import N_, _

if TYPE_CHECKING:
    import typer

ASKING = frozenset({"--help", "-h"})
TYPERS = (N_("Options"), N_("Arguments"), N_("Commands"), N_("Show this message and exit."))
"""Texts of Typer's own that stand in a help as they are."""


def command_of(app: typer.Typer, arguments: list[str]) -> Any:
    """Return APP as it is run with ARGUMENTS, its help in the language that is spoken."""
    from typer.main import get_command

    command = get_command(app)
    if ASKING & set(arguments):
        context = _spoken_context()
        for found in _commands(command):
            found.context_class = context
            found.help = _(found.help) if found.help else found.help
            for parameter in found.params:
                if getattr(parameter, "help", None):
                    parameter.help = _(parameter.help)
                if not parameter.metavar and hasattr(parameter, "is_flag"):
                    parameter.metavar = _value_of(parameter)
    return command


def _value_of(option: Any) -> str | None:
    """Return what the value of an option is called where Typer would name a type of Python, else None."""
    if option.is_flag or hasattr(option.type, "choices"):
        return None
    return str(max(option.opts, key=len)).lstrip("-").replace("-", "_").upper()


def complaint(error: Any) -> str:
    """Return what Typer says of a command line that it does not take, in the language that is spoken."""
    match type(error).__name__:
        case "NoSuchOption":
            told = _("No such option: {name}").format(name=error.option_name)
            names = ", ".join(sorted(error.possibilities or ()))
            return _("{told} (Possible options: {names})").format(told=told, names=names) if names else told
        case "MissingParameter" if error.param is not None and error.param.param_type_name == "argument":
            return _("Missing argument {name}.").format(name=error.param.get_error_hint(error.ctx))
        case _:
            return _in_our_words(error.format_message())


SENTENCES = tuple(
    (re.compile(pattern), told)
    for pattern, told in (
        (
            r"No such command (?P<name>'.*')\. Did you mean (?P<alike>.*)\?",
            N_("No such command {name}. Perhaps: {alike}?"),
        ),
        (r"No such command (?P<name>.*)", N_("No such command {name}")),
        (r"Missing command\.", N_("Missing command.")),
        (
            r"Invalid value for (?P<name>.*?): '(?P<given>.*)' is not one of (?P<known>.*)\.",
            N_('{name}: there is no "{given}". There are: {known}.'),
        ),
        (
            r"Invalid value for (?P<name>.*?): (?P<given>.*) is not in the range (?P<known>.*)\.",
            N_("{name}: {given} is not in the range {known}."),
        ),
        (
            r"Invalid value for (?P<name>.*?): '(?P<given>.*)' is not a valid int(?:eger| range)\.",
            N_('{name}: "{given}" is no whole number.'),
        ),
        (r"Option (?P<name>.*) requires an argument\.", N_("{name}: the value is missing.")),
        (
            r"Got unexpected extra argument\(?s?\)? \((?P<given>.*)\)",
            N_("There is more than the command takes: {given}."),
        ),
    )
)
"""What Typer says, as its errors of these kinds have no names of their own, and how we say it."""


def _in_our_words(said: str) -> str:
    for pattern, told in SENTENCES:
        if found := pattern.fullmatch(said):
            return _(told).format(**found.groupdict())
    return said


def _spoken_context() -> Any:
    """Return the context of commands whose help is written with Typer's own words in the language spoken."""
    import typer

    formatter: Any = typer.Context.formatter_class
    context: Any = typer.Context

    class Formatter(formatter):  # type: ignore[misc]
        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            super().write_usage(prog, args, prefix or _("Usage: "))

        def write_heading(self, heading: str) -> None:
            super().write_heading(_(heading))

        def write_dl(self, rows: Any, *spacing: Any) -> None:
            spoken = [(name, _in_brackets(_(text)) if text else text) for name, text in rows]
            super().write_dl(spoken, *spacing)

    class Spoken(context):  # type: ignore[misc]
        formatter_class = Formatter

    return Spoken


def _in_brackets(text: str) -> str:
    """Return the help of an option with what Typer puts behind it."""
    return text.replace("[default: ", _("[default: ")).replace("[required]", _("[required]"))


def texts(app: typer.Typer) -> Iterator[str]:
    """Yield every text of help in APP."""
    from typer.main import get_command

    for command in _commands(get_command(app)):
        yield from filter(None, (command.help, *(getattr(p, "help", None) for p in command.params)))


def _commands(command: Any) -> Iterator[Any]:
    yield command
    for inner in getattr(command, "commands", {}).values():
        yield from _commands(inner)
