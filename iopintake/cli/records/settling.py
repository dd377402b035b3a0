"""Asks a person what counts where two desks wrote to one intake while they were apart."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from iopintake.answers.circumstances import QUICK, made_by
from iopintake.answers.display import display
from iopintake.answers.model import Answer
from iopintake.checking.toolkit import Toolkit
from iopintake.cli.records.desk import Desk
from iopintake.cli.records.opening import actor, open_desk
from iopintake.cli.records.picked import chosen_intake
from iopintake.packs.model import Pack
from iopintake.store import UNFINISHED, Intake, Store, amend_session, resume_session
from iopintake.store.derived.index import APART
from iopintake.store.journal.events import Apart, Decided, FollowedUp, Settled
from iopintake.store.queries.summaries import toolkit_of
from iopintake.store.queries.versions import versions
from iopintake.store.session.decision import DISPOSITIONS
from iopintake.store.session.kept import KeptSession
from iopintake.store.session.pausing import leave
from iopintake.store.session.settling import (
    Difference,
    actions_apart,
    decision_apart,
    differences,
    follow_up_apart,
    is_on_what_counts,
    settle,
)
from iopintake.support.language import _
from iopintake.support.local_time import said_moment
from iopintake.terminal.pages.code_words import code_words
from iopintake.terminal.prompts.operator import chosen, tell

REASON = "settled what two desks wrote apart"


def settle_intake(home: Path | None, typed: str | None, *, everything: bool | None, take_over: bool) -> None:
    """Settle an intake: EVERYTHING of the other desk is taken, or nothing, or each question is asked.

    Where none is TYPED, one is chosen of those that are to be settled.
    What each desk showed at its end stays as it was. Where nothing comes out otherwise, no new
    summary is made, and a decision on the one that counts stands.
    """
    with open_desk(home, actor()) as desk:
        wanted = _chosen(desk) if typed is None else typed
        intake_id = desk.store.find_id(desk.brought_here(wanted, take_over=take_over))
        intake = desk.store.intake(intake_id)
        if not intake.apart:
            tell(_("{intake_id}: nothing is to be settled.").format(intake_id=intake_id))
            return
        toolkit = toolkit_of(desk.store, intake)
        _tell_both(desk.store, intake_id, intake, toolkit.pack)
        found = differences(intake)
        taken = {one.question_id for one in found if _is_taken(toolkit.pack, one, everything=everything)}
        beside = (
            _decision_taken(intake, toolkit.pack, everything=everything),
            _follow_up_taken(intake, everything=everything),
        )
        is_open = intake.state in UNFINISHED
        if is_open or taken or actions_apart(intake):
            session = _session(desk.store, intake_id, is_open=is_open, take_over=take_over)
            with desk.sending(session):
                settle(session, intake, taken)
                _end(session, toolkit, was_open=is_open)
        else:
            with desk.beside() as store:
                store.append(intake_id, Settled(taken=(), seen=intake.number))
        for event in beside:
            if event is not None:
                with desk.beside() as store:
                    store.append(intake_id, event)
        tell(
            _("{intake_id}: settled. {taken} of {found} answers of the other desk count now.").format(
                intake_id=intake_id, taken=len(taken), found=len(found)
            )
            if found
            else _("{intake_id}: settled. No answer differed.").format(intake_id=intake_id)
        )
        if is_open:
            tell(_("It is not finished. To continue: iopintake resume {id}").format(id=intake_id))


def _chosen(desk: Desk) -> str:
    with desk.beside() as store:
        return chosen_intake(
            store,
            "settle",
            _("Which intake do you want to settle?"),
            (APART,),
            none=_("No intake is to be settled."),
        )


def _tell_both(store: Store, intake_id: str, intake: Intake, pack: Pack) -> None:
    """Say what each desk came to, and what was done there that no answer tells."""
    words = code_words(pack)
    kept = versions(store.entries(intake_id))
    unsettled = {(one.at, one.who) for one in intake.apart if one.kind == "finished"}
    for one in kept:
        told = {
            "result": f"{words[one.result.level or 'none']} ({words[one.result.verdict]})",
            "who": one.who,
            "when": said_moment(one.at),
        }
        if one.event == intake.finished_number:
            tell(_("As it counts now: {result}, finished by {who}, {when}.").format(**told))
        elif (one.at.isoformat(), one.who) in unsettled:
            seen = {**told, "desk": one.desk, "id": intake_id, "number": one.number}
            tell(
                _(
                    "On {desk}: {result}, finished by {who}, {when}. It stays as it was seen: "
                    "iopintake show {id} --version {number}"
                ).format(**seen)
            )
    for action in actions_apart(intake):
        tell(
            _("On the other desk: {action}. It happened, so it counts.").format(
                action=words.get(action.kind, action.kind.replace("_", " "))
            )
        )
    decided = decision_apart(intake)
    if decided is not None and not is_on_what_counts(intake):
        apart, decision = decided
        tell(
            _(
                "On {desk} {who} decided: {level}. It stays in the history, and was about what was seen "
                "there. What is decided once this is settled: iopintake decide {id}"
            ).format(desk=apart.desk, who=apart.who, level=words[decision.level], id=intake_id)
        )


def _decision_taken(intake: Intake, pack: Pack, *, everything: bool | None) -> Decided | None:
    """Return what a clinician decided on the other desk, if it is to count: both saw the same summary."""
    found = decision_apart(intake)
    if found is None or not is_on_what_counts(intake):
        return None
    apart, decision = found
    standing = intake.standing
    if standing is None:
        return decision
    words = code_words(pack)
    choices = {
        "keep": _("{shown} (as it counts now)").format(shown=f"{words[standing.level]}, {standing.by}"),
        "take": f"{words[decision.level]} ({_where(apart)})",
    }
    title = _("Two clinicians decided while apart: which counts?")
    return decision if _is_wanted(title, choices, everything=everything) else None


def _follow_up_taken(intake: Intake, *, everything: bool | None) -> FollowedUp | None:
    """Return what became of the person by the other desk, if it is to count."""
    found = follow_up_apart(intake)
    if found is None:
        return None
    one, apart = found
    if intake.follow_up is None:
        return apart
    here = FollowedUp(disposition=intake.follow_up.disposition, due=intake.follow_up.due, note="")
    choices = {
        "keep": _("{shown} (as it counts now)").format(shown=_said_of(here)),
        "take": f"{_said_of(apart)} ({_where(one)})",
    }
    title = _("What became of the person: which counts?")
    return apart if _is_wanted(title, choices, everything=everything) else None


def _said_of(follow_up: FollowedUp) -> str:
    when = _(" by {due}").format(due=follow_up.due) if follow_up.due else ""
    return _(DISPOSITIONS[follow_up.disposition]) + when


def _where(one: Apart | Difference) -> str:
    return _("{who} on {desk}, {when}").format(who=one.who, desk=one.desk, when=said_moment(one.at))


def _is_wanted(title: str, choices: Mapping[str, str], *, everything: bool | None) -> bool:
    if everything is not None:
        return everything
    return chosen(title, choices, None, "settle") == "take"


def _is_taken(pack: Pack, one: Difference, *, everything: bool | None) -> bool:
    question = pack.questions.get(one.question_id)
    title = question.short if question is not None else one.question_id
    choices = {
        "keep": _("{shown} (as it counts now)").format(shown=_shown(pack, one.question_id, one.counts)),
        "take": f"{_shown(pack, one.question_id, one.apart)} ({_where(one)})",
    }
    return _is_wanted(_("{title}: which counts?").format(title=title), choices, everything=everything)


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
        leave(session, toolkit.evaluator.evaluate(session.answers), "settled")
        return
    mode = QUICK if session.begun.quick else made_by(session.begun.mode)
    summary = toolkit.summarize(session.answers, session.circumstances(mode))
    session.finish(summary, "finished")
