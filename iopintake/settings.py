"""The clinic's own settings: its numbers for a crisis, and who the operator is."""

from __future__ import annotations

import json
from dataclasses import field
from pathlib import Path

from iopintake.support.data_text import Unreadable, from_toml
from iopintake.support.errors import Fault, FileError
from iopintake.support.frozen import frozen

STRICT = {"extra": "forbid", "strict": True, "hide_input_in_errors": True}
EXAMPLE = """\
operator = "A. Reyes"

[[number]]
title = "Supervisor on duty"
how = "call 555-0100"

[keys]
back = "f11"
"""


@frozen
class OwnNumber:
    """A line of the clinic's own: a supervisor, a mobile crisis team, a local emergency line."""

    __pydantic_config__ = STRICT
    title: str
    how: str


@frozen
class Settings:
    """What config.toml holds."""

    __pydantic_config__ = STRICT
    operator: str = ""
    number: tuple[OwnNumber, ...] = ()
    keys: dict[str, str] = field(default_factory=dict)  # command and key, such as back = "f11"

    @property
    def own_numbers(self) -> tuple[tuple[str, str], ...]:
        """Return title and way of each of the clinic's own lines."""
        return tuple((number.title, number.how) for number in self.number)


def settings_path() -> Path:
    """Return where the clinic's own settings stand."""
    from platformdirs import user_config_path

    return user_config_path("iopintake", appauthor=False) / "config.toml"


def screeners_folder() -> Path:
    """Return where the clinic's own screeners stand: beside its settings."""
    return settings_path().parent / "screeners"


def read_settings(path: Path) -> Settings:
    """Return the settings in the file at PATH; without a file, none.

    Raises FileError that names every fault of the file.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError):
        raise FileError(
            f"{path}: the settings can't be read. Check its mode, and save it as UTF-8."
        ) from None
    try:
        data = from_toml(text)
    except Unreadable as error:
        raise FileError(f"{path}: the settings can't be read, {error}") from None
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(Settings).validate_json(json.dumps(data, default=str))
    except ValidationError as error:
        faults = [
            Fault(" > ".join(map(str, problem["loc"])), f"{problem['msg']}.", "Correct or remove it.")
            for problem in error.errors(include_url=False, include_input=False)
        ]
        raise FileError(f"{path}: the settings can't be used.", faults) from None
