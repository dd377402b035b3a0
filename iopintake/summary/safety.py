"""The part on safety: alerts, what to do, who helps, what was done."""

from __future__ import annotations

from collections.abc import Iterator

from iopintake.answers.model import SafetyAction
from iopintake.assessment.decide import open_safety_questions
from iopintake.assessment.level_rules import alerts_told, is_told_otherwise, needs_for_now, step_of
from iopintake.interview.flow import protocol_needs
from iopintake.interview.protocols import callback_note, caller, crisis_protocol
from iopintake.packs.model import REVIEWS, Conflict
from iopintake.rules.conflicts import open_conflicts, told_conflicts
from iopintake.rules.evaluation import Evaluation
from iopintake.summary.client_model import ResourceNote
from iopintake.summary.model import ActionNote, Safety, SafetyAlert
from iopintake.summary.protocol_model import CallNote, Kind, ProtocolNote, StepNote
from iopintake.summary.stated import behind
from iopintake.support.templates import filled


def safety_of(evaluation: Evaluation) -> Safety:
    """Return the alerts, most urgent first, and in a crisis what to do, where, and whom to call."""
    pack = evaluation.book.pack
    alerts = [
        SafetyAlert(
            id=need.id,
            sentence=need.sentence,
            step=step_of(pack, need),
            review=need.review,
            because=behind(evaluation, evaluation.because(need.id)),
        )
        for need in dict.fromkeys((*protocol_needs(evaluation), *needs_for_now(evaluation)))
        if not is_told_otherwise(evaluation, need)
    ]
    alerts += _not_answered(evaluation)
    alerts += [
        SafetyAlert(
            id=alert.id,
            sentence=alert.sentence,
            step=alert.step,
            review=alert.review,
            because=behind(evaluation, evaluation.because(alert.id)),
        )
        for alert in alerts_told(evaluation)
    ]
    alerts += [_conflict(evaluation, question) for question in evaluation.conflicts()]
    alerts += [_contradiction(evaluation, conflict) for conflict in told_conflicts(evaluation)]
    alerts += [_corrected(evaluation, action) for action in evaluation.answers.actions if action.question]
    # the sort is stable: needs, and what nobody answered, stay first of their kind
    alerts.sort(key=lambda alert: -REVIEWS.index(alert.review))
    protocol = _protocol(evaluation) if protocol_needs(evaluation) else None
    place = evaluation.answers.value(pack.crisis.place_question)
    callback = evaluation.answers.value(pack.crisis.callback_question)
    return Safety(
        alerts=tuple(alerts),
        steps=tuple(step.do for step in (*protocol.steps, *protocol.further)) if protocol else (),
        protocol=protocol,
        resources=tuple(
            ResourceNote(id=r.id, title=r.title, how=r.how, note=r.note)
            for r in pack.crisis.resource
            if evaluation.is_met(f"resource:{r.id}")
        ),
        actions=tuple(
            ActionNote(
                kind=action.kind,
                at=action.at.isoformat() if action.at else None,
                needs=action.needs,
                question=action.question,
                done=action.done,
                note=action.note,
            )
            for action in evaluation.answers.actions
        ),
        protective=behind(evaluation, tuple(q for q in pack.crisis.protective if evaluation.is_settled(q))),
        place=place if isinstance(place, str) else None,
        callback=callback if isinstance(callback, str) else None,
        callback_note=callback_note(evaluation),
        callback_of=caller(evaluation),
    )


def _protocol(evaluation: Evaluation) -> ProtocolNote:
    protocol = crisis_protocol(evaluation)
    return ProtocolNote(
        kinds=tuple(Kind(id=p.id, title=p.title) for p in protocol.protocols),
        call=tuple(CallNote(resource=call.resource, line=call.line) for call in protocol.call),
        steps=tuple(StepNote(do=step.do, details=step.details) for step in protocol.steps),
        further=tuple(StepNote(do=step.do, details=step.details) for step in protocol.further),
        ask=protocol.ask,
        hand_over=protocol.hand_over,
    )


def _not_answered(evaluation: Evaluation) -> Iterator[SafetyAlert]:
    """Yield one alert for the questions on safety that were asked and have no answer: silence is no "no"."""
    given, pack = evaluation.answers, evaluation.book.pack
    withheld = tuple(q for q in open_safety_questions(evaluation) if q in given and given[q].withheld)
    if withheld:
        yield SafetyAlert(
            id="not_answered",
            sentence=filled(
                pack.crisis.not_answered, questions="; ".join(pack.questions[q].short for q in withheld)
            ),
            step=pack.crisis.not_answered_step,
            review="same_day",
            because=behind(evaluation, withheld),
        )


def _conflict(evaluation: Evaluation, question_id: str) -> SafetyAlert:
    crisis = evaluation.book.pack.crisis
    short = evaluation.book.pack.questions[question_id].short
    return SafetyAlert(
        id=f"conflict:{question_id}",
        sentence=filled(crisis.conflict, question=short),
        step=crisis.conflict_step,
        review="now",
        because=behind(evaluation, (question_id,)),
    )


def _contradiction(evaluation: Evaluation, conflict: Conflict) -> SafetyAlert:
    book = evaluation.book
    is_open = conflict in open_conflicts(evaluation)
    behind_it = evaluation.because(conflict.id) if evaluation.is_met(conflict.id) else ()
    return SafetyAlert(
        id=f"contradiction:{conflict.id}",
        sentence=conflict.sentence if is_open else conflict.settled or conflict.sentence,
        step=conflict.step or book.pack.crisis.conflict_step,
        review=conflict.review,
        because=behind(evaluation, tuple(dict.fromkeys((*conflict.questions, *behind_it)))),
    )


def _corrected(evaluation: Evaluation, action: SafetyAction) -> SafetyAlert:
    crisis = evaluation.book.pack.crisis
    question = evaluation.book.pack.questions.get(action.question)
    short = question.short if question else action.question
    return SafetyAlert(
        id=f"corrected:{action.question}",
        sentence=filled(crisis.corrected, question=short),
        step=crisis.corrected_step,
        review="same_day",
        because=behind(evaluation, (action.question,)),
    )
