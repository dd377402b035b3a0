"""The fields of a table from outside, each of the type that it must have, or with a fault noted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from iopintake.support.errors import Fault
from iopintake.support.language import _

YEARS: Final = (1900, 2200)
"""Between which a day or a time may lie: every clock and calendar here can reckon with it."""


@dataclass(frozen=True, slots=True)
class Fields:
    """A table, where it stands, and the list that its faults go to."""

    where: str
    table: Mapping[str, Any]
    faults: list[Fault]

    def fault(self, what: str, do: str) -> None:
        """Note WHAT is wrong with the table itself, and what to DO."""
        self.faults.append(Fault(self.where, what, do))

    def text(self, key: str) -> str | None:
        """Return a text, or None when there is none."""
        raw = self.table.get(key)
        if raw is None or isinstance(raw, str):
            return raw
        self._refused(key, _("it takes a text."), _("Write it in quotes."))
        return None

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; none are an empty one."""
        raw = self.table.get(key)
        if isinstance(raw, list) and all(isinstance(item, str) for item in raw):
            return tuple(raw)
        if raw is not None:
            self._refused(key, _("it takes a list of texts."), _('Write ["...", "..."].'))
        return ()

    def day(self, key: str) -> date | None:
        """Return a day, or None when there is none."""
        raw = self.table.get(key)
        if raw is None:
            return None
        try:
            day = date.fromisoformat(raw) if isinstance(raw, str) else _day(raw)
        except ValueError:
            day = None
        if day is None or not _is_near(day):
            self._refused(key, _("it takes a date."), _("Write it as 2026-11-23, in quotes in JSON."))
            return None
        return day

    def time(self, key: str) -> datetime | None:
        """Return a moment, or None when there is none."""
        raw = self.table.get(key)
        if raw is None:
            return None
        try:
            time = datetime.fromisoformat(raw) if isinstance(raw, str) else raw
        except ValueError:
            time = None
        if not isinstance(time, datetime) or not _is_near(time):
            self._refused(key, _("it takes a time."), _("Write it as 2026-11-23T09:30:00+00:00, in quotes."))
            return None
        return time

    def within(self, key: str) -> Fields:
        """Return the table under KEY; none is an empty one."""
        raw = self.table.get(key)
        if raw is not None and not isinstance(raw, dict):
            self._refused(key, _("it takes a table."), _("Write { ... }."))
        return Fields(f"{self.where} > {key}", raw if isinstance(raw, dict) else {}, self.faults)

    def list_of_tables(self, key: str) -> Iterator[Fields]:
        """Yield each table of the list under KEY."""
        raw = self.table.get(key)
        if raw is not None and not isinstance(raw, list):
            self._refused(key, _("it takes a list of tables."), _("Write [{ ... }, { ... }]."))
        for number, item in enumerate(raw if isinstance(raw, list) else (), 1):
            where = f"{self.where} > {key} > {number}"
            if isinstance(item, dict):
                yield Fields(where, item, self.faults)
            else:
                self.faults.append(Fault(where, _("it takes a table."), _("Write { ... }.")))

    def _refused(self, key: str, what: str, do: str) -> None:
        self.faults.append(Fault(f"{self.where} > {key}", what, do))


def _day(raw: object) -> date | None:
    """Return a date of TOML, also of a moment."""
    return raw.date() if isinstance(raw, datetime) else raw if isinstance(raw, date) else None


def _is_near(day: date) -> bool:
    return YEARS[0] <= day.year <= YEARS[1]
