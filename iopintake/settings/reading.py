"""Reads the settings through pydantic-settings, and knows of each value where it came from."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, Final, Literal, get_type_hints

from iopintake.settings.model import Settings
from iopintake.support.data_text import Unreadable, from_toml
from iopintake.support.errors import Fault, FileError, nearest
from iopintake.support.frozen import value
from iopintake.support.language import _
from iopintake.support.wrong_values import what_is_wrong

PREFIX: Final = "IOPINTAKE_"
"""Begins the name of the environment variable for each setting: IOPINTAKE_CLINIC, and so on."""
Origin = Literal["flag", "environment", "file", "default"]
NAMES: Final = tuple(field.name for field in fields(Settings))


@value
class Found:
    """The settings that hold, and where each came from."""

    settings: Settings
    origins: Mapping[str, Origin]


def read_settings(path: Path) -> Settings:
    """Return the settings that hold, from the environment and the file at PATH.

    Raises FileError that names every fault.
    """
    return find_settings(path).settings


def find_settings(
    path: Path, flags: Mapping[str, Any] | None = None, environment: Mapping[str, str] | None = None
) -> Found:
    """Return the settings that hold: FLAGS win over the environment, that over the file at PATH.

    Raises FileError that names every fault of each. Where nothing is set, nothing is loaded to
    read it: a start waits for this.
    """
    environ = os.environ if environment is None else environment
    set_there = {
        name: environ[f"{PREFIX}{name.upper()}"] for name in NAMES if environ.get(f"{PREFIX}{name.upper()}")
    }
    in_file = _file(path)
    given = {name: value for name, value in (flags or {}).items() if value is not None}
    if not set_there and not in_file and not given:
        return Found(Settings(), dict.fromkeys(NAMES, "default"))
    return _read(path, given, set_there, in_file)


def sound_settings(path: Path, faults: Sequence[Fault]) -> Settings:
    """Return the settings at PATH with the default for each that has one of the FAULTS of find_settings.

    So that whoever checks the file is told at once what else is wrong in it.
    """
    at_fault = {fault.where.partition(" > ")[0].removeprefix(PREFIX).lower() for fault in faults}
    sound = {name: value for name, value in _file(path).items() if name.lower() not in at_fault}
    return _read(path, {}, {}, sound).settings


def own_pack(path: Path) -> Path | None:
    """Return the folder of the clinic's own pack, where one is set, without reading the rest."""
    named = os.environ.get(f"{PREFIX}PACK") or _file(path).get("pack")
    return Path(named).expanduser() if named and isinstance(named, str) else None


def own_language(path: Path) -> str:
    """Return the language that is set, without reading the rest; empty where none is, or it can't be read."""
    try:
        named = os.environ.get(f"{PREFIX}LANGUAGE") or _file(path).get("language")
    except FileError:  # told by what reads the settings whole
        return ""
    return named if isinstance(named, str) else ""


def own_operator(path: Path) -> str:
    """Return the operator who is set, an empty text where none is, without reading the rest.

    Whoever mends or restores records is not held up by a fault elsewhere in the settings.
    """
    named = os.environ.get(f"{PREFIX}OPERATOR") or _file(path).get("operator")
    return named if isinstance(named, str) else ""


def own_database(path: Path) -> str:
    """Return the address of the shared records, an empty text where none is set, without reading the rest.

    Raises FileError where it is no text.
    """
    named = os.environ.get(f"{PREFIX}DATABASE") or _file(path).get("database", "")
    if not isinstance(named, str):  # else the records of this desk alone would pass for all
        raise FileError(
            _("{path}: the settings can't be used.").format(path=path),
            [Fault("database", _("it is no address."), _("Write it in quotes, or remove it."))],
        )
    return named


def _file(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError):
        raise FileError(
            _("{path}: the settings can't be read. Check its mode, and save it as UTF-8.").format(path=path)
        ) from None
    try:
        return from_toml(text)
    except Unreadable as error:
        raise FileError(
            _("{path}: the settings can't be read, {error}").format(path=path, error=error)
        ) from None


def _read(path: Path, flags: dict[str, Any], environment: dict[str, str], in_file: dict[str, Any]) -> Found:
    from pydantic import ValidationError, create_model
    from pydantic_settings import (
        BaseSettings,
        EnvSettingsSource,
        InitSettingsSource,
        PydanticBaseSettingsSource,
        SettingsConfigDict,
        SettingsError,
    )

    class Sources(BaseSettings):
        model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", hide_input_in_errors=True)

        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,
            file_secret_settings: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            del env_settings, dotenv_settings, file_secret_settings
            variables = EnvSettingsSource(settings_cls)
            variables.env_vars = {f"{PREFIX}{name}".lower(): text for name, text in environment.items()}
            return init_settings, variables, InitSettingsSource(settings_cls, in_file)

    hints = get_type_hints(Settings, include_extras=True)
    usual = Settings()
    members: dict[str, Any] = {name: (hints[name], getattr(usual, name)) for name in NAMES}
    whole: Any = create_model("WholeSettings", __base__=Sources, **members)
    try:
        read = whole(**flags)
    except SettingsError as error:
        name = str(error).split('"')[1] if '"' in str(error) else ""
        fault = Fault(f"{PREFIX}{name.upper()}", _("it can't be read."), _("Write a list or table as JSON."))
        raise FileError(_("The environment has a setting that can't be used."), [fault]) from None
    except ValidationError as error:
        faults = [_fault(problem, flags, environment) for problem in error.errors(include_url=False)]
        zones = (table.get("timezone") for table in (flags, environment, in_file))
        faults += _timezone_faults(next(filter(None, zones), ""))
        raise FileError(_("{path}: the settings can't be used.").format(path=path), faults) from None
    settings = Settings(**{name: getattr(read, name) for name in NAMES})
    if faults := _timezone_faults(settings.timezone):
        raise FileError(_("{path}: the settings can't be used.").format(path=path), faults)
    return Found(settings, {name: _origin(name, flags, environment, in_file) for name in NAMES})


def _origin(
    name: str, flags: Mapping[str, Any], environment: Mapping[str, str], in_file: Mapping[str, Any]
) -> Origin:
    if name in flags:
        return "flag"
    if name in environment:
        return "environment"
    return "file" if name in in_file else "default"


def _fault(problem: Any, flags: Mapping[str, Any], environment: Mapping[str, str]) -> Fault:
    name = str(problem["loc"][0])
    inside = [str(part) for part in problem["loc"] if part != "[key]"]
    if name in environment and name not in flags:
        inside[0] = f"{PREFIX}{name.upper()}"
    where = " > ".join(inside)
    if problem["type"] == "extra_forbidden" and len(problem["loc"]) == 1:
        return Fault(where, _("there is no such setting."), nearest(name, NAMES))
    if "pattern" in problem["type"]:
        return Fault(where, _("it is no time of day."), _("Write it as 17:30."))
    return Fault(where, what_is_wrong(problem), _("Correct or remove it."))


def _timezone_faults(name: object) -> list[Fault]:
    """Return what is wrong with the NAME of a time zone; of what is no text its type says it."""
    if not name or not isinstance(name, str):
        return []
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        what = _('there is no time zone "{name}".').format(name=name[:40])
        return [Fault("timezone", what, _("Such as America/New_York."))]
    return []
