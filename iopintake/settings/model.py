"""The settings: one record, whose fields are the keys of config.toml."""

from __future__ import annotations

from dataclasses import field
from datetime import date
from typing import Annotated, Any, Final, Literal

from iopintake.support.frozen import frozen
from iopintake.support.language import _

STRICT = {"extra": "forbid", "hide_input_in_errors": True}
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
PartOfDay = Literal["morning", "afternoon", "evening"]


class _Matching:
    """Tells pydantic that a text must match a pattern; pydantic is loaded only to read settings."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> Any:
        from pydantic_core import core_schema

        return core_schema.str_schema(pattern=self.pattern, strict=True)


class _AtLeastOne:
    """Tells pydantic that a number must be 1 or more."""

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> Any:
        from pydantic_core import core_schema

        return core_schema.int_schema(ge=1)


Clock = Annotated[str, _Matching(r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Days = Annotated[int, _AtLeastOne()]


START_TIMES: Final[dict[PartOfDay, Clock]] = {
    "morning": "09:00",
    "afternoon": "13:00",
    "evening": "17:30",
}


@frozen
class OwnNumber:
    """A line of the clinic's own: a supervisor, a mobile crisis team, a local emergency line."""

    __pydantic_config__ = STRICT
    title: str
    how: str


@frozen
class Settings:
    """What config.toml holds; each key has a default, and an empty text means that nothing is set."""

    __pydantic_config__ = STRICT
    clinic: str = ""  # its name, as it stands on hand-outs and in a calendar
    operator: str = ""  # who holds the interviews; the system's user if not set
    supervisor: str = ""  # how the supervisor on duty is reached
    emergency_line: str = ""  # the local emergency line, beside 911
    number: tuple[OwnNumber, ...] = ()  # further lines of the clinic's own
    days: tuple[Day, ...] = ()  # the days on which the clinic's program runs; none means any
    start_times: dict[PartOfDay, Clock] = field(default_factory=lambda: dict(START_TIMES))
    closed: tuple[date, ...] = ()  # holidays
    tracks: tuple[str, ...] = ()  # the tracks that the clinic offers; none means all
    timezone: str = ""  # such as America/New_York
    pack: str = ""  # the folder of the clinic's own pack
    language: str = ""  # of the screens, the messages and the chart, such as es; else the system's
    caller_language: str = ""  # in which questions are read aloud at the start; else the same
    side_by_side: bool = True  # where the two differ, the operator's words stand beside
    database: str = ""  # the shared records, such as postgresql://mara@db.clinic.example/intakes
    retention_days: Days | None = None  # after how many days finished intakes may be purged
    keys: dict[str, str] = field(default_factory=dict)  # command and key, such as back = "f11"

    def start_time(self, part: str | None) -> str:
        """Return when the program begins in a part of the day; in the evening where none is named."""
        return {**START_TIMES, **self.start_times}[part or "evening"]  # type: ignore[index]

    @property
    def own_numbers(self) -> tuple[tuple[str, str], ...]:
        """Return title and way of each of the clinic's own lines, those for an emergency first."""
        named = ((_("Supervisor on duty"), self.supervisor), (_("Local emergency line"), self.emergency_line))
        return (
            *((title, how) for title, how in named if how),
            *((number.title, number.how) for number in self.number),
        )


EXAMPLE = """\
# The clinic's own settings. "iopintake config" shows what holds and where it comes from,
# "iopintake config check" says what is wrong here. Every line may be left out.

clinic = "Riverside Clinic"
operator = "A. Reyes"
supervisor = "call 555-0100"
emergency_line = "mobile crisis team 555-0199"
timezone = "America/New_York"
language = "en"
caller_language = "es"
days = ["mon", "wed", "thu", "fri"]
closed = [2026-11-26, 2026-12-25]
tracks = ["mental_health", "substance_use", "co_occurring"]
retention_days = 2555
database = "postgresql://mara@db.clinic.example/intakes"

[start_times]
morning = "09:00"
evening = "17:30"

[[number]]
title = "Intake desk"
how = "call 555-0101"

[keys]
back = "f11"
"""
