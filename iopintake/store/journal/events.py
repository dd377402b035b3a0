"""The events of an intake: what can happen to it, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from iopintake.answers.model import SafetyAction
from iopintake.interview.events import Answered, LanguageSpoken, Viewed
from iopintake.support.frozen import value


@value
class PackRef:
    """Which pack an intake was begun with."""

    id: str
    version: str
    sha256: str


@value
class Begun:
    """An intake was begun."""

    as_of: date
    day: date  # the day on the operator's calendar
    mode: str  # desk or phone; for answers given elsewhere, where that was
    practice: bool
    pack: PackRef
    name_question: str  # whose answer is the person's name
    phone_question: str  # whose answer is the number to call back
    quick: bool = False  # only what could change the result is asked
    language: str = ""  # in which it is begun; empty where the pack's first was the only one

    @property
    def indexed(self) -> tuple[str, str]:
        """Return the questions whose answers are searched for."""
        return self.name_question, self.phone_question


@value
class HalfGiven:
    """An answer was left half given; nothing in it takes that back."""

    question_id: str
    text: str = ""
    ticked: tuple[int, ...] = ()
    pointer: int | None = None
    note: str = ""

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is half given any more."""
        return not self.text and not self.ticked and self.pointer is None and not self.note


@value
class Paused:
    """The interview was left; WHY is asked, interrupted, end of input ...

    REVIEW is how soon a clinician looks for what was told so far; empty where that is no sooner than
    as a matter of routine.
    """

    why: str
    review: str = ""


@value
class Resumed:
    """The interview goes on; TAKEN_FROM says where it was open when it was taken over."""

    taken_from: str = ""


@value
class Amending:
    """A finished intake is taken up again."""

    reason: str


@value
class Result:
    """What a finished intake came to, in short; the whole summary is kept as a document."""

    verdict: str
    level: str | None
    at_least: bool
    track: str
    review: str
    crisis: bool  # the crisis protocol was shown
    declined: tuple[str, ...]  # the questions that were declined


@value
class Finished:
    """The interview came to its end: finished, or ended in the crisis protocol."""

    ending: str
    result: Result
    summary: str = ""  # SHA-256 of the summary that is kept with it; empty from before that was written down


@value
class Decided:
    """A clinician said which level of care it will be."""

    level: str
    reason: str
    note: str


@value
class FollowedUp:
    """What became of the person, and when somebody is to look after them."""

    disposition: str
    due: date | None
    note: str


@value
class Late:
    """An event that is kept and counts for nothing: of a session that had lost its draft, or after damage."""

    kind: str
    body: Mapping[str, Any]
    damage: bool = False  # what came before it was lost
    at: str = ""  # when and by whom, if another event stands for it
    who: str = ""


@value
class Apart:
    """An event that another desk wrote meanwhile: kept, and counted once a person has said so."""

    kind: str
    body: Mapping[str, Any]
    at: str
    who: str
    desk: str


@value
class Settled:
    """A person looked at what was written apart; TAKEN are the questions whose answers of there count.

    What came after the event SEEN, the last that the person saw, is another matter.
    """

    taken: tuple[str, ...]
    seen: int = 0  # 0 from before that was written down: all there was


@value
class Taken:
    """Whoever wrote this looks after it, or gives it back, so that nobody else does meanwhile."""

    gives_back: bool = False


Event = (
    Begun
    | Answered
    | SafetyAction
    | Viewed
    | LanguageSpoken
    | HalfGiven
    | Paused
    | Resumed
    | Amending
    | Finished
    | Decided
    | FollowedUp
    | Late
    | Apart
    | Settled
    | Taken
)


@value
class Entry:
    """One event as it stands in the journal; NUMBER orders the events of an intake."""

    number: int
    at: datetime
    who: str
    event: Event
    check: bytes = b""  # of this event and all before it; empty where nothing is kept
