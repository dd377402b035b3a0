"""What is known of an intake beside its answers."""

from __future__ import annotations

from datetime import date
from typing import Final

from iopintake.support.frozen import value

SUMMARY_SCHEMA: Final = "iopintake.summary.model/1"
"""The name of the contract that a summary follows."""


@value
class Circumstances:
    """When, how and by whom an intake was made; times are ISO 8601."""

    id: str | None
    started_at: str | None
    finished_at: str | None
    mode: str  # interview, quick, file or example
    operator: str | None
    language: str = ""  # that was spoken with the person; empty for the one that the summary is in


QUICK: Final = "quick"
"""The mode of an interview that left out on purpose what could wait."""
NOBODY: Final = Circumstances(id=None, started_at=None, finished_at=None, mode="file", operator=None)
"""The circumstances of answers that nobody gave in an interview."""

EXAMPLE: Final = Circumstances(id=None, started_at=None, finished_at=None, mode="example", operator=None)
"""The circumstances of a made-up person."""


def today() -> date:
    """Return the day of an assessment that names none."""
    return date.today()  # noqa: DTZ011 - the day where the operator sits


def made_by(mode: str) -> str:
    """Return how an intake was made, for its summary: at a desk and by phone it was an interview.

    What was imported says where it was given: web_form, portal, paper or file.
    """
    return "interview" if mode in {"desk", "phone"} else mode
