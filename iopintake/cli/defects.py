"""The report of a defect: kinds of errors and places in the program, and nothing that a person said.

The message of an error, the values that were at hand and the arguments of the command can
hold an answer, so none of them is in it.
"""

from __future__ import annotations

import os
import platform
import secrets
import traceback
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from iopintake import __version__
from iopintake.support.errors import IopintakeError
from iopintake.support.files import write_whole
from iopintake.support.language import _

LIBRARIES: Final = ("typer", "rich", "questionary", "prompt_toolkit", "pydantic", "python-sat", "sqlcipher3")
REPORTS: Final = "defects"
"""The folder within the home of the records."""


def told(error: Exception, arguments: Sequence[str]) -> str:
    """Write the report of ERROR into a file of its own; return what the operator is told.

    With ``--no-keep`` among ARGUMENTS nothing is written.
    """
    place = _places(error)[-1]
    keeps = "--no-keep" not in arguments
    kept = _("What was confirmed is not lost.") if keeps else _("Nothing was kept, as --no-keep asks.")
    message = _("iopintake has a defect ({kind} at {place}). {kept}").format(
        kind=type(error).__name__, place=place, kept=kept
    )
    path = _written(report(error), _home_named(arguments)) if keeps else None
    if path is None:
        return message + " " + _("Please report this line; it holds no answers.")
    return message + " " + _("Please send this report; it holds no answers: {path}").format(path=path)


def report(error: BaseException) -> str:
    """Return what is known of an error without anything that a person said."""
    return "\n".join(_lines(error)) + "\n"


def _lines(error: BaseException) -> Iterator[str]:
    yield "A defect of iopintake. Messages of errors, values and arguments are left out on purpose."
    yield ""
    yield f"when: {datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    machine = f"{platform.system()} {platform.machine()}"
    yield f"iopintake {__version__}, Python {platform.python_version()}, {machine}"
    yield ", ".join(_library(name) for name in LIBRARIES)
    for cause in _causes(error):
        yield ""
        yield f"{type(cause).__module__}.{type(cause).__qualname__}"
        yield from (f"  {place}" for place in _places(cause))


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield the errors that led to ERROR, the first one first."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _causes(before)
    yield error


def _places(error: BaseException) -> list[str]:
    """Return where the error passed, outermost first: file within its package, line, function."""
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{_within_package(Path(frame.filename))}:{frame.lineno} in {frame.name}" for frame in frames]


def _within_package(path: Path) -> str:
    """Return a path without the folders of the machine: their names can be a person's."""
    return "/".join(path.parts[-2:])


def _library(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return f"{name} is not there"


def _home_named(arguments: Sequence[str]) -> Path | None:
    """Return the folder after ``--home``; the command line itself may be what broke."""
    for place, argument in enumerate(arguments):
        if argument == "--home" and place + 1 < len(arguments):
            return Path(arguments[place + 1])
        if argument.startswith("--home="):
            return Path(argument.removeprefix("--home="))
    return None


def _written(text: str, home: Path | None) -> Path | None:
    """Return the file that TEXT was written to, or None when that can't be done."""
    from platformdirs import user_data_path

    from iopintake.store import home_folder
    from iopintake.store.protection.home import prepare

    place = home_folder(home, os.environ, user_data_path("iopintake", appauthor=False))
    folder = place.folder / REPORTS
    path = folder / f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}.txt"
    with suppress(OSError, IopintakeError):
        prepare(place)
        folder.mkdir(mode=0o700, exist_ok=True)
        write_whole(path, text.encode("utf-8", "replace"), force=False)
        return path
    return None
