"""The intake as the fold of its events: what it is now follows from what happened, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, assert_never

from iopintake.answers.model import Answers, SafetyAction
from iopintake.interview.events import Answered, LanguageSpoken, Viewed, in_danger
from iopintake.packs.model import REVIEWS
from iopintake.store.journal.events import (
    Amending,
    Apart,
    Begun,
    Decided,
    Entry,
    Finished,
    FollowedUp,
    HalfGiven,
    Late,
    Paused,
    Result,
    Resumed,
    Settled,
    Taken,
)
from iopintake.support.frozen import value


class State(StrEnum):
    """How far an intake has come."""

    DRAFT = "draft"
    FINISHED = "finished"
    ENDED = "ended"  # in the crisis protocol, by the operator's choice
    AMENDING = "amending"  # finished, and taken up again


BESIDE: Final = (Late, Decided, FollowedUp, Apart, Settled, Taken)
"""Events that come from beside the interview."""
UNFINISHED: Final = (State.DRAFT, State.AMENDING)


@value
class Decision:
    """The clinician's decision, and what was recommended when it was made."""

    number: int  # of the event
    recommended: str | None

    level: str
    reason: str
    note: str
    by: str
    at: datetime


@value
class FollowUp:
    """What became of the person."""

    disposition: str
    due: date | None
    note: str
    by: str
    at: datetime


@value
class Intake:
    """One intake as it stands after its latest event."""

    begun: Begun
    begun_at: datetime
    operator: str
    answers: Answers
    last_at: datetime
    number: int  # of the latest event
    check: bytes  # of all events so far
    state: State = State.DRAFT
    running: bool = True  # an interview is going on, as far as the events tell
    seconds: float = 0.0  # of interview, pauses left out
    view: str | None = None
    language: str = ""  # that is spoken with the person; empty for the pack's first
    half: Mapping[str, HalfGiven] = field(default_factory=dict)
    told: str = ""  # how soon a clinician looks for what was told until now
    result: Result | None = None
    finished_at: datetime | None = None
    finished_number: int | None = None  # the event whose document is the latest summary
    versions: int = 0
    amended_at: datetime | None = None
    amended_why: str = ""
    decision: Decision | None = None
    follow_up: FollowUp | None = None
    taken: tuple[str, datetime] | None = None  # who looks after it, and since when
    apart: tuple[Apart, ...] = ()  # what another desk wrote meanwhile, and nobody has settled yet
    apart_numbers: tuple[int, ...] = ()  # of those events

    @property
    def name(self) -> str:
        """Return the person's name as far as it is known."""
        return self._said(self.begun.name_question)

    @property
    def phone(self) -> str:
        """Return the number to call back as far as it is known."""
        return self._said(self.begun.phone_question)

    @property
    def standing(self) -> Decision | None:
        """Return the decision on the intake as it is now; one from before an amendment is no such."""
        if self.decision is None or self.finished_number is None or self.state in UNFINISHED:
            return None
        return self.decision if self.decision.number > self.finished_number else None

    @property
    def danger(self) -> bool:
        """Say whether there was a sign of danger, or somebody acted on the crisis protocol."""
        return (
            in_danger((*self.answers.actions, *self._actions_apart()))
            or (self.result is not None and self.result.crisis)
            or any(one.kind == "finished" and one.body["result"]["crisis"] for one in self.apart)
        )

    @property
    def review(self) -> str | None:
        """Return how soon a clinician looks at it; an unfinished one with a sign of danger is due now.

        One that was left, or is going on, is due for what was told until then.
        As long as nobody has settled what two desks came to, it is the sooner of the two.
        """
        if (self.state in UNFINISHED or self.apart) and self.danger:
            return "now"
        found = [self.result.review] if self.result else []
        found += [self.told] if self.told and self.state in UNFINISHED else []
        found += [one.body["result"]["review"] for one in self.apart if one.kind == "finished"]
        found += [told for one in self.apart if (told := one.body.get("review"))]
        return max(found, key=REVIEWS.index, default=None)

    def _actions_apart(self) -> Iterator[SafetyAction]:
        for one in self.apart:
            if one.kind == "acted":
                yield SafetyAction(kind=one.body["kind"], needs=tuple(one.body["needs"]))

    def _said(self, question_id: str) -> str:
        value = self.answers.value(question_id)
        return value if isinstance(value, str) else ""


def fold(entries: Iterable[Entry]) -> Intake | None:
    """Return the intake that the events come to, or None when there are none."""
    intake: Intake | None = None
    for entry in entries:
        intake = begin(entry) if intake is None else step(intake, entry)
    return intake


def begin(entry: Entry) -> Intake:
    """Return the intake that an event begins."""
    assert isinstance(entry.event, Begun), "the first event of an intake begins it"
    return Intake(
        begun=entry.event,
        begun_at=entry.at,
        operator=entry.who,
        answers=Answers(entry.event.as_of),
        last_at=entry.at,
        number=entry.number,
        check=entry.check,
        language=entry.event.language,
    )


def step(intake: Intake, entry: Entry) -> Intake:
    """Return the intake after one more event."""
    changes = {"number": entry.number, "check": entry.check, **_changes(intake, entry)}
    if not isinstance(entry.event, BESIDE):  # those come from beside the interview
        changes |= {"last_at": entry.at, "seconds": _seconds(intake, entry)}
    return _with(intake, changes)


def _seconds(intake: Intake, entry: Entry) -> float:
    """Count the time since the last event; a clock that went backwards counts nothing.

    The time before an interview goes on is no interview.
    """
    if not intake.running or isinstance(entry.event, Resumed | Amending):
        return intake.seconds
    return intake.seconds + max(0.0, (entry.at - intake.last_at).total_seconds())


def _changes(intake: Intake, entry: Entry) -> dict[str, Any]:
    """Return what an event makes otherwise, by field."""
    match entry.event:
        case Answered(question_id, answer, review):
            answers = intake.answers.with_answer(question_id, answer)
            told = {} if review is None else {"told": review}
            return {"answers": answers, "half": _without(intake.half, question_id), **told}
        case SafetyAction() as action:
            return {"answers": intake.answers.with_action(action)}
        case Viewed(question_id):
            return {"view": question_id}
        case LanguageSpoken(language):
            return {"language": language}
        case HalfGiven() as half_given:
            half = _without(intake.half, half_given.question_id)
            return {"half": half if half_given.is_empty else {**half, half_given.question_id: half_given}}
        case Paused(review=review):
            return {"running": False, "told": review}
        case Resumed():
            return {"running": True}
        case Amending():
            return {
                "state": State.AMENDING,
                "running": True,
                "view": None,
                "amended_at": entry.at,
                "amended_why": entry.event.reason,
            }
        case Finished(ending, result):
            return {
                "state": State.ENDED if ending == State.ENDED else State.FINISHED,
                "running": False,
                "view": None,
                "result": result,
                "finished_at": entry.at,
                "finished_number": entry.number,
                "versions": intake.versions + 1,
            }
        case Decided() | FollowedUp() | Late() | Apart() | Settled() | Taken():
            return _beside(intake, entry)
        case Begun():
            return {}
        case _ as never:
            assert_never(never)


def _beside(intake: Intake, entry: Entry) -> dict[str, Any]:
    """Return what an event from beside the interview makes otherwise."""
    match entry.event:
        case Decided(level=level, reason=reason, note=note):
            decision = Decision(
                number=entry.number,
                recommended=intake.result.level if intake.result else None,
                level=level,
                reason=reason,
                note=note,
                by=entry.who,
                at=entry.at,
            )
            return {"decision": decision, "taken": None}
        case FollowedUp(disposition=disposition, due=due, note=note):
            follow_up = FollowUp(disposition=disposition, due=due, note=note, by=entry.who, at=entry.at)
            return {"follow_up": follow_up, "taken": None}
        case Apart() as apart:
            return _apart([*zip(intake.apart_numbers, intake.apart, strict=True), (entry.number, apart)])
        case Settled(seen=seen):
            unsettled = zip(intake.apart_numbers, intake.apart, strict=True)
            return _apart([one for one in unsettled if seen and one[0] > seen])
        case Taken(gives_back=gives_back):
            return {"taken": None if gives_back else (entry.who, entry.at)}
        case _:
            return {}


def _apart(found: Iterable[tuple[int, Apart]]) -> dict[str, Any]:
    """Return what is not settled yet, with its numbers."""
    kept = tuple(found)
    return {"apart": tuple(one for _, one in kept), "apart_numbers": tuple(number for number, _ in kept)}


def _with(intake: Intake, changes: Mapping[str, Any]) -> Intake:
    """Return the intake with some fields changed; ``replace`` takes several times as long."""
    changed = object.__new__(Intake)
    changed.__dict__.update(intake.__dict__)
    changed.__dict__.update(changes)
    return changed


def _without(half: Mapping[str, HalfGiven], question_id: str) -> Mapping[str, HalfGiven]:
    if question_id not in half:
        return half
    return {key: value for key, value in half.items() if key != question_id}
