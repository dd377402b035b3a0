"""Reads rows of a table as answers files: a column for each question, as ``--format parquet`` writes them.

A question has a column with its value, a list of codes where it takes several, or one column for each
of its codes (QUESTION___CODE); QUESTION__absent says why there is none. ``id`` or ``intake_id`` names
the intake, ``as_of`` or ``intake_as_of`` its day. What a table says of results is left aside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from iopintake.packs.conditions import SLOTS
from iopintake.packs.model import Pack
from iopintake.support.errors import AnswersError, nearest
from iopintake.support.language import _

DAYS: Final = ("as_of", "intake_as_of")
FEW: Final = 10
"""Strange columns that are named."""
NAMES: Final = ("id", "intake_id")
ASIDE: Final = frozenset(
    {"pack_version", "verdict", "level", "at_least", "clinician_review", "level_decided", "track"}
    | {"headline", "scope", "levels_possible", "ask_next", "error"}
)
"""Columns of results."""


class Rows:
    """Rows with the same columns, read one by one."""

    def __init__(self, pack: Pack, where: str, columns: Sequence[str]) -> None:
        """Find what COLUMNS hold; raises AnswersError with every column that no question has."""
        self.pack = pack
        self.day = next((name for name in DAYS if name in columns), None)
        self.name = next((name for name in NAMES if name in columns), None)
        self.values: list[str] = []
        self.absent: dict[str, str] = {}
        self.ticks: dict[str, list[tuple[str, str]]] = {}
        if strange := [name for name in columns if not self._takes(name)]:
            named = ", ".join(name[:60] for name in strange[:FEW])
            raise AnswersError(
                _("{where}: no question has the columns {named}. {nearest}").format(
                    where=where, named=named, nearest=nearest(strange[0], pack.questions)
                )
            )

    def _takes(self, name: str) -> bool:
        if name in self.pack.questions:
            self.values.append(name)
            return True
        question, _, code = name.partition("___")
        if code and question in self.pack.questions:
            known = self.pack.questions[question].codes or SLOTS
            if code in known:
                self.ticks.setdefault(question, []).append((name, code))
            return code in known or self.pack.questions[question].type == "schedule"
        question = name.removesuffix("__absent")
        if question != name and question in self.pack.questions:
            self.absent[question] = name
            return True
        return name in {*DAYS, *NAMES, *ASIDE} or name.startswith("criterion__")

    def answers(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return a row as an answers file."""
        given: dict[str, Any] = {}
        for question, column in self.absent.items():
            if (code := row[column]) not in {None, "", "not-asked"}:
                given[question] = {"absent": code}
        for question, ticks in self.ticks.items():
            said = [row[column] for column, _ in ticks]
            if any(one is not None for one in said):
                given[question] = [code for (_, code), one in zip(ticks, said, strict=True) if one]
        for question in self.values:
            if (value := row[question]) is not None:
                given[question] = value.isoformat() if isinstance(value, date) else value
        made: dict[str, Any] = {"answers": given}
        if self.day is not None and (day := row[self.day]) is not None:
            made["as_of"] = day.isoformat() if isinstance(day, date) else day
        return made

    def id(self, row: Mapping[str, Any]) -> str | None:
        """Return the id of a row's intake, or None."""
        name = row[self.name] if self.name else None
        return None if name is None else str(name)
