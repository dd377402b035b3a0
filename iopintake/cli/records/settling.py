"""Asks a person what counts where two desks wrote to one intake while they were apart."""

from __future__ import annotations

from pathlib import Path

from iopintake.answers.display import display
from iopintake.answers.model import Answer
from iopintake.checking.toolkit import Toolkit
from iopintake.cli.records.opening import actor, open_desk
from iopintake.packs.model import Pack
from iopintake.store import UNFINISHED, Store, amend_session, resume_session
from iopintake.store.queries.summaries import toolkit_of
from iopintake.store.session.kept import KeptSession
from iopintake.store.session.settling import Difference, actions_apart, differences, settle
from iopintake.support.language import _
from iopintake.terminal.prompts.operator import chosen, tell

REASON = "settled what two desks wrote apart"


def settle_intake(home: Path | None, typed: str, *, everything: bool | None, take_over: bool) -> None:
    """Settle an intake: EVERYTHING of the other desk is taken, or nothing, or each question is asked."""
    with open_desk(home, actor()) as desk:
        intake_id = desk.store.find_id(desk.brought_here(typed, take_over=take_over))
        intake = desk.store.intake(intake_id)
        if not intake.apart:
            tell(_("{intake_id}: nothing is to be settled.").format(intake_id=intake_id))
            return
        toolkit = toolkit_of(desk.store, intake)
        found = differences(intake)
        for action in actions_apart(intake):
            tell(
                _("On the other desk: {action}. It happened, so it counts.").format(
                    action=_(action.kind.replace("_", " "))
                )
            )
        taken = {one.question_id for one in found if _is_taken(toolkit.pack, one, everything=everything)}
        session = _session(desk.store, intake_id, is_open=intake.state in UNFINISHED, take_over=take_over)
        with desk.sending(session):
            settle(session, taken)
            _end(session, toolkit, was_open=intake.state in UNFINISHED)
        tell(
            _("{intake_id}: settled. {taken} of {found} answers of the other desk count now.").format(
                intake_id=intake_id, taken=len(taken), found=len(found)
            )
        )


def _is_taken(pack: Pack, one: Difference, *, everything: bool | None) -> bool:
    if everything is not None:
        return everything
    question = pack.questions.get(one.question_id)
    title = question.short if question is not None else one.question_id
    where = _("{who} on {desk}, {at} UTC").format(
        who=one.who, desk=one.desk, at=one.at[:16].replace("T", " ")
    )
    choices = {
        "keep": _("{shown} (as it counts now)").format(shown=_shown(pack, one.question_id, one.counts)),
        "take": f"{_shown(pack, one.question_id, one.apart)} ({where})",
    }
    return chosen(_("{title}: which counts?").format(title=title), choices, None, "settle") == "take"


def _shown(pack: Pack, question_id: str, answer: Answer | None) -> str:
    if answer is None:
        return _("no answer")
    question = pack.questions.get(question_id)
    return str(answer.value) if question is None else display(question, answer)


def _session(store: Store, intake_id: str, *, is_open: bool, take_over: bool) -> KeptSession:
    if is_open:
        return resume_session(store, intake_id, take_over=take_over)
    return amend_session(store, intake_id, REASON, take_over=take_over)


def _end(session: KeptSession, toolkit: Toolkit, *, was_open: bool) -> None:
    """Leave a draft as a draft; a finished intake comes to a summary again."""
    if was_open:
        session.pause("settled")
        return
    summary = toolkit.summarize(session.answers, session.circumstances("interview"))
    session.finish(summary, "finished")
