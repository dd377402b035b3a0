"""What happens in an interview, an event at a time, and how it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum

from iopintake.answers.model import Answer, Answers, SafetyAction
from iopintake.support.frozen import value


class Ending(StrEnum):
    """How an interview came to its end."""

    FINISHED = "finished"
    PAUSED = "paused"
    ENDED = "ended"  # by the operator's choice in the crisis protocol


@value
class Outcome:
    """The answers of an interview and how it ended."""

    answers: Answers
    ending: Ending


@value
class Answered:
    """An answer was given or changed.

    REVIEW is how soon a clinician looks for all that was told with it, as in a pause; None where that
    is as it was before. A process that is killed writes no pause.
    """

    question_id: str
    answer: Answer
    review: str | None = None


@value
class Viewed:
    """The operator went to a question that is not the next; None is back to the next one."""

    question_id: str | None


@value
class LanguageSpoken:
    """From here on the questions are read aloud in another language."""

    language: str


Event = Answered | SafetyAction | Viewed | LanguageSpoken
Record = Callable[[Event], None]
"""Takes each event as it happens; an interview goes on only after it returns."""

STAY, TRANSFER, END = "stay", "transfer", "end"
UNDER_WAY, NOT_NEEDED = "under_way", "not_needed"
"""The choices that a pack's crisis protocol offers."""

CONTINUE = "continue"
"""What earlier packs offered for UNDER_WAY and NOT_NEEDED in one; nobody can tell which was meant."""

SHOWN = "protocol_shown"

ACTED = frozenset({STAY, TRANSFER, END, UNDER_WAY})
"""The choices that say that somebody was in danger, whoever called for the protocol."""


def in_danger(actions: Iterable[SafetyAction]) -> bool:
    """Say whether the crisis protocol was shown for a sign, or somebody acted on it."""
    return any((action.kind == SHOWN and action.needs) or action.kind in ACTED for action in actions)


def ticked_before(actions: Sequence[SafetyAction]) -> tuple[str, ...]:
    """Return what was ticked off with a transfer, if nothing else has come of the protocol since."""
    last = next((action for action in reversed(actions) if action.kind != SHOWN), None)
    return last.done if last is not None and last.kind == TRANSFER else ()


def dealt_with(actions: Iterable[SafetyAction]) -> set[str]:
    """Return the needs for which the operator saw the protocol and said what comes next."""
    done: set[str] = set()
    waiting: set[str] = set()
    for action in actions:
        if action.kind == SHOWN:
            waiting |= set(action.needs)
        elif action.kind in {STAY, END, UNDER_WAY, NOT_NEEDED, CONTINUE}:
            done |= waiting
    return done
