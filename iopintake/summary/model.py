"""The summary: the one frozen object that the screen and every export read.

Its fields and their order are a contract (``iopintake schema summary`` prints it):
fields are added, never renamed.
"""

from __future__ import annotations

from iopintake.assessment.readiness import Readiness
from iopintake.assessment.week import WeekPlan
from iopintake.packs.model import Group, LevelId, Review, TrackId, VerdictId
from iopintake.summary.client_model import ClientPage, ResourceNote
from iopintake.summary.protocol_model import ProtocolNote
from iopintake.support.frozen import frozen


@frozen
class PackUsed:
    """The pack whose questions and rules gave the result."""

    id: str
    version: str
    sha256: str


@frozen
class IntakeInfo:
    """When, by whom and with what the intake was made; times are ISO 8601 in UTC."""

    id: str | None
    started_at: str | None
    finished_at: str | None
    mode: str  # interview, quick, file or example
    operator: str | None
    pack: PackUsed
    tool_version: str
    as_of: str
    language: str  # that was spoken with the person


@frozen
class Behind:
    """An answer behind a truth, as a person reads it."""

    question: str
    short: str
    display: str


@frozen
class Stated:
    """A sentence with the answers behind it and the questions that would settle it."""

    id: str
    sentence: str
    because: tuple[Behind, ...]
    missing: tuple[str, ...]


@frozen
class ToAsk:
    """A question that could still change the result."""

    question: str
    short: str
    ask: str


@frozen
class Change:
    """One answer that would be another."""

    question: str
    short: str
    now: str
    then: str


@frozen
class WouldChange:
    """A smallest change of answers that gives another result."""

    changes: tuple[Change, ...]
    verdict: VerdictId
    level: LevelId | None
    sentence: str


@frozen
class ScopeNote:
    """Why the pack does not decide."""

    id: str
    sentence: str
    step: str


@frozen
class LevelNote:
    """The level recommended: what it is, what to do now, what comes after it."""

    title: str
    hours: str
    asam: str
    what: str
    now: tuple[str, ...]
    iop_after: str


@frozen
class Recommendation:
    """The verdict, the level, and why."""

    verdict: VerdictId
    level: LevelId | None
    at_least: bool
    levels_possible: tuple[LevelId, ...]
    headline: str
    reasons: tuple[Stated, ...]
    against: tuple[Stated, ...]
    ask_next: tuple[ToAsk, ...]
    would_change: tuple[WouldChange, ...]
    clinician_review: Review
    scope: ScopeNote | None
    next_steps: tuple[str, ...]
    about_level: LevelNote | None
    locked: str | None


@frozen
class SafetyAlert:
    """Something that a clinician must hear of."""

    id: str
    sentence: str
    step: str
    review: Review
    because: tuple[Behind, ...]


@frozen
class ActionNote:
    """What was done about safety, and when."""

    kind: str
    at: str | None
    needs: tuple[str, ...]
    question: str
    done: tuple[str, ...]
    note: str


@frozen
class Safety:
    """All that concerns safety; ``place`` and ``callback`` are where help would go."""

    alerts: tuple[SafetyAlert, ...]
    steps: tuple[str, ...]  # of the protocol, in one line each
    protocol: ProtocolNote | None
    resources: tuple[ResourceNote, ...]
    actions: tuple[ActionNote, ...]
    protective: tuple[Behind, ...]
    place: str | None
    callback: str | None
    callback_note: str  # what must be known before that number is called, because a call may bring danger
    callback_of: str = ""  # who called about the person, whose number that is


@frozen
class CriterionNote:
    """One admission criterion and its truth: met, not_met or unknown."""

    id: str
    title: str
    group: Group
    truth: str
    sentence: str
    because: tuple[Behind, ...]
    missing: tuple[str, ...]
    source: tuple[str, ...]


@frozen
class DimensionNote:
    """One dimension and the least level it calls for."""

    id: str
    title: str
    level: LevelId | None
    because: tuple[Behind, ...]
    missing: tuple[str, ...]


@frozen
class TrackNote:
    """The program type."""

    id: TrackId
    title: str
    why: str
    emphasis: str
    also: tuple[TrackId, ...]


@frozen
class ScreenerNote:
    """A screener's result and its band; the band never sets a level."""

    id: str
    title: str
    total: int | str | None
    band: str | None
    complete: bool
    loinc: str


@frozen
class AnswerNote:
    """One answer, as given and as read."""

    id: str
    section: str
    ask: str
    value: str | int | tuple[str, ...] | None
    display: str
    absent: str | None
    origin: str
    at: str | None
    note: str
    confirmed: tuple[str, ...] = ()  # the conflicts after which it was given again
    why: str = ""  # why it is set aside, where an earlier version of the pack asked it
    belongs: bool = True  # false for one that counts although its question is not, or not yet, called for


@frozen
class ClinicianDecision:
    """The clinician's own level of care, beside the level that was recommended then.

    It does not stand any more once the intake was amended after it.
    """

    level: LevelId
    agrees: bool
    reason: str
    note: str
    by: str
    at: str
    recommended: LevelId | None = None
    stands: bool = True


@frozen
class Summary:
    """Everything that an intake comes to."""

    schema: str
    intake: IntakeInfo
    person: dict[str, str | int] | None
    recommendation: Recommendation
    safety: Safety
    criteria: tuple[CriterionNote, ...]
    dimensions: tuple[DimensionNote, ...]
    track: TrackNote
    week: WeekPlan | None
    readiness: Readiness
    screeners: tuple[ScreenerNote, ...]
    answers: tuple[AnswerNote, ...]
    set_aside: tuple[AnswerNote, ...]
    decision: ClinicianDecision | None
    disclaimer: str
    contacts: tuple[Behind, ...] = ()  # for the chart: who, how to reach them, who else
    payer: str | None = None  # the payer whose own criteria and minimum of hours hold
    php_week: WeekPlan | None = None  # the typical week of a PHP where one comes first
    client: ClientPage | None = None
