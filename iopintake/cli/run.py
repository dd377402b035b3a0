"""Runs a command and turns whatever goes wrong into one clear message and an exit code."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from iopintake.cli.streams import flushed, open_streams, output_failed
from iopintake.settings import own_language, settings_path
from iopintake.support.errors import ExitCode, IopintakeError
from iopintake.support.language import _, language_of, speak
from iopintake.support.safe_text import safe_line
from iopintake.terminal.output import complain, say


def run(arguments: Sequence[str]) -> int:
    """Run the command in ARGUMENTS; return the exit code. No error shows a traceback."""
    return flushed(_run(arguments))


def _run(arguments: Sequence[str]) -> int:
    try:
        open_streams()
        language, arguments = language_asked(arguments)
        speak(language or own_language(settings_path()) or language_of(os.environ))
        if arguments and arguments[0].partition("=")[0] in (*START_FLAGS, *WITH_VALUES):
            arguments = ["start", *arguments]
        if (flags := start_flags(arguments)) is not None:
            from iopintake.cli.intake import run_intake
            from iopintake.cli.open_intake import StartOptions

            return run_intake(StartOptions(**flags))
        from iopintake.cli.chosen import app_for
        from iopintake.cli.help import command_of

        command = command_of(app_for(arguments), list(arguments))
        return _code(command(args=list(arguments), prog_name="iopintake", standalone_mode=False))
    except IopintakeError as error:
        complain(error)
        return error.exit_code
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        return ExitCode.DONE
    except SystemExit as stop:
        # the command line library ends with 1 when nobody reads on
        return ExitCode.DONE if isinstance(stop.__context__, BrokenPipeError) else _code(stop.code)
    except Exception as error:  # noqa: BLE001 - the last line of defence: no traceback, no answers
        return _other(error, arguments)


START_FLAGS = {
    "--plain": ("plain", True),
    "--phone": ("phone", True),
    "--quick": ("quick", True),
    "--practice": ("practice", True),
    "--no-keep": ("keep", False),
    "--clear": ("clear", True),
    "--side-by-side": ("side_by_side", True),
    "--no-side-by-side": ("side_by_side", False),
}
"""The options of ``start`` that are switches, and what they ask for."""
WITH_VALUES = ("--pack", "--answers", "--json", "--force", "--home", "--caller-language")
"""Its other options; with any of these in front, ``start`` is meant."""


def language_asked(arguments: Sequence[str]) -> tuple[str, Sequence[str]]:
    """Return the language that ``--language`` names, and the other ARGUMENTS.

    It is taken before any command is made, whose help is in that language, too.
    """
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--language" and place + 1 < len(arguments):
            return arguments[place + 1], [*arguments[:place], *arguments[place + 2 :]]
        if argument.startswith("--language="):
            return argument.partition("=")[2], [*arguments[:place], *arguments[place + 1 :]]
    return "", arguments


def start_flags(arguments: Sequence[str]) -> dict[str, Any] | None:
    """Return the options of a plain ``start``, or None when it takes more to read the arguments.

    A call is waiting when an intake starts, and the command line library takes as long to
    load as all the rest; a start with switches only goes without it.
    """
    switches = arguments[1:] if arguments[:1] == ["start"] else arguments
    if any(switch not in START_FLAGS for switch in switches):
        return None
    if arguments and arguments[0] != "start":
        return None
    return dict(START_FLAGS[switch] for switch in switches)


def _code(result: object) -> int:
    return result if isinstance(result, int) else ExitCode.DONE


def _intake_wanted(error: Exception) -> str:
    """Return what to do where the id of an intake is missing; empty for other errors."""
    missing = type(error).__name__ == "MissingParameter"
    name = getattr(getattr(error, "param", None), "metavar", None) or ""
    command = getattr(getattr(error, "ctx", None), "info_name", "")
    if not missing or "ID" not in name.strip("{}[]").split("|"):
        return ""
    if "FILE" in name:
        return _(
            "{command}: name a file of answers, or an intake by its id. Its id is in: iopintake list"
        ).format(command=command)
    return _("{command}: name the intake by its id, or how it begins. Its id is in: iopintake list").format(
        command=command
    )


def _other(error: Exception, arguments: Sequence[str]) -> int:
    """End on an error of the command line, or on a defect of this program.

    A defect is told by its kind and place, and a report without answers is written.
    """
    if hasattr(error, "format_message"):
        from iopintake.cli.help import complaint

        shown = safe_line(complaint(error))  # it names what was typed
        shown += "" if shown.endswith((".", "?", "!")) else "."
        command = getattr(getattr(error, "ctx", None), "command_path", "iopintake")
        say(_intake_wanted(error) or _("{shown} Try: {command} --help").format(shown=shown, command=command))
        return int(getattr(error, "exit_code", ExitCode.BAD_INPUT))
    if type(error).__name__ == "Abort":
        return ExitCode.INTERRUPTED
    if isinstance(error, OSError) and error.filename is None:  # an error of a file names it
        return output_failed(error)
    from iopintake.cli.defects import told

    say(told(error, arguments))
    return ExitCode.DEFECT
