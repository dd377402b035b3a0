"""Settles what two desks wrote to an intake while they were apart: a person says which answers count."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from iopintake.answers.model import Answer, SafetyAction
from iopintake.interview.events import Answered
from iopintake.store.journal.events import Apart, Decided, FollowedUp
from iopintake.store.journal.format import event_apart
from iopintake.store.journal.replay import Intake
from iopintake.store.session.kept import KeptSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A question that was answered otherwise on the other desk, the latest answer there."""

    question_id: str
    counts: Answer | None  # as the intake stands
    apart: Answer
    who: str
    at: str
    desk: str


def differences(intake: Intake) -> tuple[Difference, ...]:
    """Return the questions on which a person has to say what counts, in the order of their answers."""
    found: dict[str, Difference] = {}
    for one in intake.apart:
        event = event_apart(one)
        if isinstance(event, Answered):
            found.pop(event.question_id, None)
            counts = intake.answers.get(event.question_id)
            if counts is None or not _is_same(counts, event.answer):
                found[event.question_id] = Difference(
                    question_id=event.question_id,
                    counts=counts,
                    apart=event.answer,
                    who=one.who,
                    at=one.at,
                    desk=one.desk,
                )
    return tuple(found.values())


def actions_apart(intake: Intake) -> tuple[SafetyAction, ...]:
    """Return what was done about safety on the other desk; it happened, so it always counts."""
    events = (event_apart(one) for one in intake.apart)
    return tuple(event for event in events if isinstance(event, SafetyAction))


def decision_apart(intake: Intake) -> tuple[Apart, Decided] | None:
    """Return what a clinician decided on the other desk, the latest; it was about what that desk showed."""
    found = [(one, event) for one in intake.apart if isinstance(event := event_apart(one), Decided)]
    return found[-1] if found else None


def is_on_what_counts(intake: Intake) -> bool:
    """Say whether the other desk saw the summary that counts: nothing of an interview was written apart."""
    return all(isinstance(event_apart(one), Decided | FollowedUp) for one in intake.apart)


def follow_up_apart(intake: Intake) -> tuple[Apart, FollowedUp] | None:
    """Return what became of the person by the other desk, the latest, if it is not what counts."""
    found = [(one, event) for one in intake.apart if isinstance(event := event_apart(one), FollowedUp)]
    if not found:
        return None
    counts, event = intake.follow_up, found[-1][1]
    is_same = counts is not None and (counts.disposition, counts.due) == (event.disposition, event.due)
    return None if is_same else found[-1]


def settle(session: KeptSession, shown: Intake, taken: Collection[str]) -> None:
    """Let the other desk's answers to the questions TAKEN count, and close the matter as it was SHOWN.

    Both sides stay in the history, and what a third desk wrote meanwhile stays to be settled.
    The session goes on; it is for the caller to end it.
    """
    for action in actions_apart(shown):
        session.record(action)
    chosen = [one for one in differences(shown) if one.question_id in taken]
    for one in chosen:
        session.record(Answered(one.question_id, one.apart))
    session.settle(tuple(one.question_id for one in chosen), shown.number)


def _is_same(one: Answer, other: Answer) -> bool:
    return (one.value, one.absent, one.note) == (other.value, other.absent, other.note)
