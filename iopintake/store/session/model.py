"""A session: one intake while it is open on one screen, from its begin or resumption to its pause or end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from iopintake.answers.circumstances import Circumstances
from iopintake.answers.model import Answers
from iopintake.interview.events import Answered
from iopintake.interview.events import Event as Spoken
from iopintake.packs.model import Pack
from iopintake.store.journal.actor import Actor
from iopintake.store.journal.events import Begun, Entry, Event, HalfGiven, PackRef
from iopintake.store.journal.replay import Intake, begin, step
from iopintake.support.frozen import value

if TYPE_CHECKING:
    from iopintake.summary.model import Summary


@value
class Plan:
    """What an intake is begun with."""

    pack: Pack
    folder: Path  # of the pack
    mode: str  # desk or phone
    day: date  # on the operator's calendar
    practice: bool
    quick: bool = False
    language: str = ""  # that is spoken with the person


class IntakeSession(Protocol):
    """What an interview needs of whoever keeps its record."""

    @property
    def id(self) -> str:
        """Return the id of the intake."""
        ...

    @property
    def begun(self) -> Begun:
        """Return how the intake was begun: by phone, as a quick screen, for practice."""
        ...

    @property
    def answers(self) -> Answers:
        """Return the answers so far."""
        ...

    @property
    def view(self) -> str | None:
        """Return the question in front of the operator, if it is not the next."""
        ...

    @property
    def language(self) -> str:
        """Return the language that is spoken with the person; empty for the pack's first."""
        ...

    @property
    def half(self) -> Mapping[str, HalfGiven]:
        """Return what was left half given, by question."""
        ...

    def record(self, event: Spoken) -> None:
        """Record an event of the interview."""
        ...

    def keep_half(self, half: HalfGiven) -> None:
        """Record an answer that was left half given."""
        ...

    def pause(self, why: str, review: str = "") -> bool:
        """Leave the intake as a draft; say whether there is anything to go on with.

        REVIEW is how soon a clinician looks for what was told, where that is not as a matter of routine.
        """
        ...

    def finish(self, summary: Summary, ending: str) -> None:
        """Record the end and the summary as it is now."""
        ...

    def discard(self) -> None:
        """Throw the draft away."""
        ...

    def circumstances(self, mode: str) -> Circumstances:
        """Return when and by whom the intake was made, if it came to its end now."""
        ...

    def pack_folder(self) -> Path:
        """Return a folder with the pack that the intake was begun with."""
        ...


class UnkeptSession:
    """A session of which nothing is written down."""

    def __init__(self, actor: Actor, plan: Plan, answers: Answers) -> None:
        """Begin with ANSWERS, in memory only."""
        self.id = "not-kept"
        self._clerk = actor
        self._folder = plan.folder
        self._intake: Intake = begin(self._entry(1, begun(plan, answers)))
        for question_id, answer in answers.items():
            self._take(Answered(question_id, answer))
        for action in answers.actions:
            self._take(action)

    @property
    def begun(self) -> Begun:
        """Return how the intake was begun."""
        return self._intake.begun

    @property
    def answers(self) -> Answers:
        """Return the answers so far."""
        return self._intake.answers

    @property
    def view(self) -> str | None:
        """Return the question in front of the operator, if it is not the next."""
        return self._intake.view

    @property
    def language(self) -> str:
        """Return the language that is spoken with the person; empty for the pack's first."""
        return self._intake.language

    @property
    def half(self) -> Mapping[str, HalfGiven]:
        """Return what was left half given, by question."""
        return self._intake.half

    def record(self, event: Spoken) -> None:
        """Take in an event of the interview."""
        self._take(event)

    def keep_half(self, half: HalfGiven) -> None:
        """Take in an answer that was left half given."""
        self._take(half)

    def pause(self, why: str, review: str = "") -> bool:
        """Say that there is nothing to go on with, whatever the reason."""
        del why, review
        return False

    def finish(self, summary: Summary, ending: str) -> None:
        """Keep nothing of the end either."""

    def discard(self) -> None:
        """Throw away what is not kept anyway."""

    def circumstances(self, mode: str) -> Circumstances:
        """Return when and by whom the intake was made; it has no id, as nothing is kept under it."""
        return Circumstances(
            id=None,
            started_at=self._intake.begun_at.isoformat(timespec="seconds"),
            finished_at=self._clerk.clock().isoformat(timespec="seconds"),
            mode=mode,
            operator=self._intake.operator,
            language=self._intake.language,
        )

    def pack_folder(self) -> Path:
        """Return the folder of the pack."""
        return self._folder

    def _take(self, event: Event) -> None:
        self._intake = step(self._intake, self._entry(self._intake.number + 1, event))

    def _entry(self, number: int, event: Event) -> Entry:
        return Entry(number, self._clerk.clock(), self._clerk.who, event)


def begun(plan: Plan, answers: Answers) -> Begun:
    """Return the event that begins an intake."""
    about = plan.pack.about
    return Begun(
        as_of=answers.as_of,
        day=plan.day,
        mode=plan.mode,
        practice=plan.practice,
        quick=plan.quick,
        language=plan.language,
        pack=PackRef(id=about.id, version=about.version, sha256=plan.pack.sha256),
        name_question=about.person_question,
        phone_question=plan.pack.crisis.callback_question,
    )
