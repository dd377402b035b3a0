"""What happens in an interview, an event at a time, and how it ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from iopintake.answers.model import Answer, Answers, SafetyAction


class Ending(StrEnum):
    """How an interview came to its end."""

    FINISHED = "finished"
    PAUSED = "paused"
    ENDED = "ended"  # by the operator's choice in the crisis protocol


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answers of an interview and how it ended."""

    answers: Answers
    ending: Ending


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer was given or changed."""

    question_id: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Viewed:
    """The operator went to a question that is not the next; None is back to the next one."""

    question_id: str | None


Event = Answered | SafetyAction | Viewed
Record = Callable[[Event], None]
"""Takes each event as it happens; an interview goes on only after it returns."""

STAY, CONTINUE, TRANSFER, END = "stay", "continue", "transfer", "end"
"""The choices that every pack's crisis protocol offers."""

SHOWN = "protocol_shown"
