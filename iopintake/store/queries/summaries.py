"""The summaries of kept intakes: as they were, as they come to so far, and as today's pack has them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from iopintake.answers.circumstances import Circumstances, made_by
from iopintake.checking.toolkit import Toolkit, load_toolkit
from iopintake.export.as_json import plain
from iopintake.packs.files import content_hash
from iopintake.store.database.kept_packs import unpacked
from iopintake.store.database.store import Store
from iopintake.store.errors import StoreError
from iopintake.store.journal.replay import Intake
from iopintake.store.queries.reassess import answers_for
from iopintake.store.session.decision import as_summarized
from iopintake.summary.model import Summary
from iopintake.support import datafiles
from iopintake.support.data_text import validator
from iopintake.support.language import _


@dataclass(frozen=True, slots=True)
class Reassessed:
    """The summary of an intake then and now, and the answers that today's pack does not know."""

    then: dict[str, Any]
    now: dict[str, Any]
    unknown: tuple[str, ...]


def toolkit_of(store: Store, intake: Intake) -> Toolkit:
    """Return the tools for the pack that an intake was begun with."""
    sha256, shipped = intake.begun.pack.sha256, datafiles.shipped_pack()
    return load_toolkit(
        shipped if content_hash(shipped) == sha256 else unpacked(store.home, store.opened, sha256)
    )


def kept_summary(store: Store, intake_id: str) -> dict[str, Any]:
    """Return the latest summary of an intake as it was then, with the clinician's decision of today.

    A draft has none yet; its summary is what its answers come to so far, with its own pack.
    """
    intake = store.intake(intake_id)
    if intake.finished_number is None:
        summary: dict[str, Any] = plain(_so_far(toolkit_of(store, intake), intake, intake_id))
    else:
        summary = store.summary(intake_id, intake.finished_number)
    return {**summary, "decision": plain(as_summarized(intake))}


def as_summary(table: dict[str, Any]) -> Summary:
    """Return a kept summary as what the screen and the exports read."""
    from pydantic import ValidationError

    try:
        return validator(Summary).validate_python(table)
    except ValidationError:
        raise StoreError(
            _(
                "This summary was made by another version of iopintake and can't be shown by this one. "
                "Read it with --json, or see what it comes to today with --reassess."
            )
        ) from None


def reassessed(store: Store, intake_id: str, toolkit: Toolkit) -> Reassessed:
    """Return the summary of an intake as it was, and as it would be with the pack of TOOLKIT."""
    then = kept_summary(store, intake_id)
    answers, unknown = answers_for(toolkit.pack, then)
    actions = store.intake(intake_id).answers.actions
    circumstances = Circumstances(
        id=intake_id,
        started_at=then["intake"]["started_at"],
        finished_at=then["intake"]["finished_at"],
        mode=then["intake"]["mode"],
        operator=then["intake"]["operator"],
        language=then["intake"]["language"],
    )
    now = plain(toolkit.summarize(replace(answers, actions=actions), circumstances))
    return Reassessed(then, {**now, "decision": then["decision"]}, tuple(unknown))


def _so_far(toolkit: Toolkit, intake: Intake, intake_id: str) -> Summary:
    circumstances = Circumstances(
        id=intake_id,
        started_at=intake.begun_at.isoformat(timespec="seconds"),
        finished_at=None,
        mode=made_by(intake.begun.mode),
        operator=intake.operator,
        language=intake.language,
    )
    return toolkit.summarize(intake.answers, circumstances)
