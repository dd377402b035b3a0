"""Answers as a person reads them: labels for codes, days and times in words."""

from __future__ import annotations

from datetime import date
from typing import Final

from iopintake.answers.model import Absent, Answer
from iopintake.packs.conditions import DAYS, TIMES
from iopintake.packs.model import Question
from iopintake.support.language import N_, _

ABSENT_DISPLAY: Final = {
    Absent.DECLINED: N_("declined"),
    Absent.UNKNOWN: N_("not known"),
    Absent.NOT_ASKED: N_("not asked"),
    Absent.NOT_APPLICABLE: N_("does not apply"),
}


def display(question: Question, answer: Answer) -> str:
    """Return an answer as a person reads it: labels for codes, days and times in words."""
    if answer.absent is not None:
        return _(ABSENT_DISPLAY[answer.absent])
    match answer.value:
        case None:
            return _(ABSENT_DISPLAY[Absent.NOT_ASKED])
        case tuple() as codes if question.type == "schedule":
            return schedule_display(codes)
        case tuple() as codes:
            return "; ".join(question.label(code) for code in codes)
        case str() as code if question.options:
            return question.label(code)
        case date() as day:
            return day.isoformat()
        case value:
            return str(value)


def schedule_display(slots: tuple[str, ...]) -> str:
    """Return free times in words, days with the same times together: "Mon, Wed evening"."""
    by_times: dict[tuple[str, ...], list[str]] = {}
    for day in DAYS:
        if times := tuple(time for time in TIMES if f"{day}-{time}" in slots):
            by_times.setdefault(times, []).append(_(day.capitalize()))
    groups = (
        ", ".join(days) + (_(" all day") if times == TIMES else " " + _(" and ").join(map(_, times)))
        for times, days in by_times.items()
    )
    return "; ".join(groups) or _("no free times")


DAY_WORDS: Final = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
TIME_WORDS: Final = (N_("morning"), N_("afternoon"), N_("evening"))
"""What the catalogues hold for days and times, which are said by their codes."""
