"""Writes down what a clinician decides, and what becomes of a person afterwards."""

from __future__ import annotations

from datetime import date
from typing import Final

from iopintake.packs.model import LEVELS, LevelId
from iopintake.store.database.store import Store
from iopintake.store.errors import StoreError
from iopintake.store.journal.events import Decided, FollowedUp
from iopintake.store.journal.replay import UNFINISHED, Intake
from iopintake.summary.model import ClinicianDecision
from iopintake.support.language import N_, _

DISPOSITIONS: Final = {
    "scheduled": N_("an appointment is made"),
    "referred": N_("referred elsewhere"),
    "declined": N_("the person declined"),
    "call_back": N_("to be called back"),
}


def recommended(store: Store, intake_id: str) -> str | None:
    """Return the level recommended, if any; StoreError when the intake is not finished."""
    intake = store.intake(intake_id)
    result = intake.result
    if result is None or intake.state in UNFINISHED:
        raise StoreError(
            _(
                "The intake {intake_id} is not finished, so there is nothing to decide on yet. Go on "
                "with: iopintake resume {intake_id}"
            ).format(intake_id=intake_id)
        )
    return result.level


def decide(store: Store, intake_id: str, *, level: LevelId, reason: str, note: str) -> Intake:
    """Write down the clinician's decision; a level other than the recommended one needs a reason."""
    if level != recommended(store, intake_id) and not reason:
        raise StoreError(_("Another level than the recommended one needs a reason. Name one with --reason."))
    return store.append(intake_id, Decided(level=level, reason=reason, note=note))


def follow_up(store: Store, intake_id: str, *, disposition: str, due: date | None, note: str) -> Intake:
    """Write down what became of the person, and when somebody is to look after them."""
    return store.append(intake_id, FollowedUp(disposition=disposition, due=due, note=note))


def as_summarized(intake: Intake) -> ClinicianDecision | None:
    """Return the latest decision as the summary shows it, also when it is older than an amendment."""
    decision = intake.decision
    if decision is None:
        return None
    return ClinicianDecision(
        level=next(known for known in LEVELS if known == decision.level),
        agrees=decision.level == decision.recommended,
        reason=decision.reason,
        note=decision.note,
        by=decision.by,
        at=decision.at.isoformat(timespec="seconds"),
        recommended=next((known for known in LEVELS if known == decision.recommended), None),
        stands=intake.standing is not None,
    )
