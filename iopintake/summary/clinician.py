"""What people did beside the recommendation, in words: the clinician's decision, steps in a crisis."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from iopintake.packs.model import Pack
from iopintake.summary.model import ActionNote, Safety, Summary
from iopintake.support.language import N_, _
from iopintake.support.local_time import local_date, said_moment

REASONS: Final = {
    "client_preference": N_("the person prefers it"),
    "not_available": N_("the level is not available in the area"),
    "too_far": N_("too far away"),
    "wait_list": N_("wait list"),
    "physical_access": N_("physical access"),
    "duties": N_("job or family duties"),
    "no_insurance": N_("no insurance"),
    "not_approved": N_("the insurance does not approve it"),
    "program_declines": N_("the program declines"),
    "court_mandate": N_("court mandate"),
    "language": N_("language"),
    "clinician_judgment": N_("the clinician's judgment"),
    "refuses": N_("the person refuses treatment"),
    "left": N_("the person left"),
    "other": N_("another reason"),
}
"""Why a level other than the recommended one is chosen (domain.md, section 9)."""


ACTIONS: Final = {
    "protocol_shown": N_("The crisis protocol was shown"),
    "corrected_sign": N_("A sign of danger was corrected"),
}
"""What the program notes by itself; what the operator chose has its words in the pack."""


def decision_sentences(
    summary: Summary, pack: Pack, day: Callable[[str], str] = local_date
) -> tuple[str, ...]:
    """Return what the clinician decided in sentences, the first beside the recommendation.

    Empty before they decide. Names and notes stand in them as they were typed; DAY writes when it was.
    """
    decision = summary.decision
    if decision is None:
        return ()
    by = _(" by {by}").format(by=decision.by) if decision.by else ""
    on = day(decision.at)
    when = on if decision.stands else _("{at}, before the intake was amended").format(at=on)
    beside = (
        _("as recommended")
        if decision.agrees
        else _("recommended was {level}").format(level=_level(pack, decision.recommended))
    )
    sentences = [
        _("Decided{by} on {when}: {level} ({beside}).").format(
            by=by, when=when, level=_level(pack, decision.level), beside=beside
        )
    ]
    if not decision.stands:
        sentences.append(_("It no longer stands: a new decision is due."))
    if decision.reason:
        sentences.append(
            _("Reason: {reason}.").format(reason=_(REASONS.get(decision.reason, decision.reason)))
        )
    if decision.note:
        sentences.append(_("Note: {note}").format(note=decision.note))
    return tuple(sentences)


def action_sentence(action: ActionNote, pack: Pack) -> str:
    """Return what was done about safety in one line: when, what, and the note."""
    at = f"{said_moment(action.at)}: " if action.at else ""
    labels = {choice.code: choice.label for choice in pack.crisis.choices}
    labels |= {kind: _(words) for kind, words in ACTIONS.items()}
    done = f" ({'; '.join(action.done)})" if action.done else ""
    note = _(". Note: {note}").format(note=action.note) if action.note else ""
    return f"{at}{labels.get(action.kind, action.kind)}{done}{note}"


def name_of(summary: Summary, pack: Pack) -> str:
    """Return the person's name, or an empty text when it was not given or is left out."""
    return str((summary.person or {}).get(pack.about.person_question, ""))


def _level(pack: Pack, level_id: str | None) -> str:
    known = next((level.short for level in pack.levels.level if level.id == level_id), level_id)
    return known or _("no level")


def number_to_call(safety: Safety, not_known: str) -> str:
    """Return the number to call back with whose it is and what must be known; NOT_KNOWN for none."""
    return _("Number to call back: {callback}{only}").format(
        callback=safety.callback or not_known, only=beside_number(safety)
    )


def beside_number(safety: Safety) -> str:
    """Return what stands behind the number to call back: whose it is, and what must be known before."""
    said = "; ".join(filter(None, (safety.callback_of, safety.callback_note)))
    return f" ({said})" if said else ""
