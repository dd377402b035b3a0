"""What people did beside the recommendation, in words: the clinician's decision, steps in a crisis."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from iopintake.packs.model import Pack
from iopintake.summary.model import ActionNote, Safety, Summary

REASONS: Final = {
    "client_preference": "the person prefers it",
    "not_available": "the level is not available in the area",
    "too_far": "too far away",
    "wait_list": "wait list",
    "physical_access": "physical access",
    "duties": "job or family duties",
    "no_insurance": "no insurance",
    "not_approved": "the insurance does not approve it",
    "program_declines": "the program declines",
    "court_mandate": "court mandate",
    "language": "language",
    "clinician_judgment": "the clinician's judgment",
    "refuses": "the person refuses treatment",
    "left": "the person left",
    "other": "another reason",
}
"""Why a level other than the recommended one is chosen (domain.md, section 9)."""


ACTIONS: Final = {
    "protocol_shown": "The crisis protocol was shown",
    "corrected_sign": "A sign of danger was corrected",
}
"""What the program notes by itself; what the operator chose has its words in the pack."""


def decision_sentences(summary: Summary, pack: Pack) -> tuple[str, ...]:
    """Return what the clinician decided in sentences, the first beside the recommendation.

    Empty before they decide. Names and notes stand in them as they were typed.
    """
    decision = summary.decision
    if decision is None:
        return ()
    by = f" by {decision.by}" if decision.by else ""
    when = decision.at[:10] if decision.stands else f"{decision.at[:10]}, before the intake was amended"
    beside = "as recommended" if decision.agrees else f"recommended was {_level(pack, decision.recommended)}"
    sentences = [f"Decided{by} on {when}: {_level(pack, decision.level)} ({beside})."]
    if not decision.stands:
        sentences.append("It no longer stands: a new decision is due.")
    if decision.reason:
        sentences.append(f"Reason: {REASONS.get(decision.reason, decision.reason)}.")
    if decision.note:
        sentences.append(f"Note: {decision.note}")
    return tuple(sentences)


def action_sentence(action: ActionNote, pack: Pack) -> str:
    """Return what was done about safety in one line: when on this machine's clock, what, and the note."""
    at = f"{datetime.fromisoformat(action.at).astimezone():%Y-%m-%d %H:%M} " if action.at else ""
    labels = {choice.code: choice.label for choice in pack.crisis.choices} | ACTIONS
    done = f" ({'; '.join(action.done)})" if action.done else ""
    note = f". Note: {action.note}" if action.note else ""
    return f"{at}{labels.get(action.kind, action.kind)}{done}{note}"


def name_of(summary: Summary, pack: Pack) -> str:
    """Return the person's name, or an empty text when it was not given or is left out."""
    return str((summary.person or {}).get(pack.about.person_question, ""))


def _level(pack: Pack, level_id: str | None) -> str:
    known = next((level.short for level in pack.levels.level if level.id == level_id), level_id)
    return known or "no level"


def number_to_call(safety: Safety, not_known: str) -> str:
    """Return the number to call back with what must be known before; NOT_KNOWN where there is none."""
    only = f" ({safety.callback_note})" if safety.callback_note else ""
    return f"Number to call back: {safety.callback or not_known}{only}"
