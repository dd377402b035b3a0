"""How a summary is made of the answers: evaluated, decided, explained, put into the record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from iopintake import __version__
from iopintake.answers import Answer, Answers, SafetyAction
from iopintake.assessment import explain
from iopintake.assessment.decide import LevelsPossible, decide, rate_dimensions
from iopintake.assessment.model import Decision, Reason
from iopintake.assessment.tracks import choose_track
from iopintake.conditions import Truth
from iopintake.display import display
from iopintake.evaluation import Evaluation, Evaluator
from iopintake.intake import SUMMARY_SCHEMA, Circumstances
from iopintake.interview.flow import protocol_needs, spoken
from iopintake.packs.model import LevelId, Pack, VerdictId
from iopintake.readiness import get_ready
from iopintake.reasoning.changes import WhatIf
from iopintake.summary import (
    ActionNote,
    AnswerNote,
    Behind,
    Change,
    CriterionNote,
    DimensionNote,
    IntakeInfo,
    LevelNote,
    PackUsed,
    Recommendation,
    ResourceNote,
    Safety,
    SafetyAlert,
    ScopeNote,
    ScreenerNote,
    Stated,
    Summary,
    ToAsk,
    TrackNote,
    WouldChange,
)
from iopintake.week import WeekPlan, free_times, plan_week

FindChanges = Callable[[Evaluation], tuple[WhatIf, ...]]
"""Finds the smallest changes of answers that give another result."""


def summarize(
    evaluator: Evaluator,
    answers: Answers,
    circumstances: Circumstances,
    *,
    levels_possible: LevelsPossible,
    would_change: FindChanges,
    order: explain.Order,
) -> Summary:
    """Return the summary of ANSWERS; the same arguments always give an equal one.

    LEVELS_POSSIBLE and WOULD_CHANGE reason about it, ORDER puts open questions in turn.
    """
    evaluation = evaluator.evaluate(answers)
    decision = decide(evaluation, levels_possible)
    pack = evaluator.pack
    return Summary(
        schema=SUMMARY_SCHEMA,
        intake=_intake(pack, answers, circumstances),
        person=_person(evaluation),
        recommendation=_recommendation(evaluation, decision, would_change, order),
        safety=_safety(evaluation),
        criteria=_criteria(evaluation),
        dimensions=tuple(
            DimensionNote(
                id=rating.id,
                title=rating.title,
                level=rating.level,
                because=_behind(evaluation, rating.because),
                missing=rating.missing,
            )
            for rating in rate_dimensions(evaluation)
        ),
        track=_track(evaluation),
        week=_week(evaluation, decision),
        readiness=get_ready(evaluation),
        screeners=_screeners(evaluation),
        answers=tuple(
            _answer(evaluation, q) for q in pack.questions if q in answers and q not in evaluation.set_aside()
        ),
        set_aside=tuple(_answer(evaluation, q) for q in evaluation.set_aside()),
        decision=None,
        disclaimer=pack.about.disclaimer,
    )


def recommend(
    evaluation: Evaluation, levels_possible: LevelsPossible, order: explain.Order
) -> Recommendation:
    """Return the recommendation alone, without what would change it: for many intakes."""
    return _recommendation(evaluation, decide(evaluation, levels_possible), lambda _evaluation: (), order)


def deidentified(summary: Summary, pack: Pack) -> Summary:
    """Return SUMMARY without anything that names the person, the operator or the place.

    Dropped are the answers of identifying questions, every free text and every note.
    """

    def kept(notes: tuple[AnswerNote, ...]) -> tuple[AnswerNote, ...]:
        return tuple(
            replace(note, note="", ask=_asked_namelessly(pack, note.id))
            for note in notes
            if not pack.questions[note.id].identifying and pack.questions[note.id].type != "text"
        )

    nameless = tuple(
        replace(item, ask=_asked_namelessly(pack, item.question)) for item in summary.recommendation.ask_next
    )
    return replace(
        summary,
        intake=replace(summary.intake, operator=None),
        person=None,
        recommendation=replace(summary.recommendation, ask_next=nameless),
        safety=replace(
            summary.safety,
            place=None,
            callback=None,
            actions=tuple(replace(action, note="") for action in summary.safety.actions),
        ),
        answers=kept(summary.answers),
        set_aside=kept(summary.set_aside),
        decision=replace(summary.decision, note="", by="") if summary.decision else None,
    )


def _asked_namelessly(pack: Pack, question_id: str) -> str:
    return pack.questions[question_id].ask


def _intake(pack: Pack, answers: Answers, circumstances: Circumstances) -> IntakeInfo:
    return IntakeInfo(
        id=circumstances.id,
        started_at=circumstances.started_at,
        finished_at=circumstances.finished_at,
        mode=circumstances.mode,
        operator=circumstances.operator,
        pack=PackUsed(id=pack.about.id, version=pack.about.version, sha256=pack.sha256),
        tool_version=__version__,
        as_of=answers.as_of.isoformat(),
        language=pack.about.language,
    )


def _person(evaluation: Evaluation) -> dict[str, str | int]:
    found: dict[str, str | int] = {}
    for question in evaluation.book.pack.questions.values():
        value = evaluation.answers.value(question.id)
        if question.identifying and isinstance(value, str | int):
            found[question.id] = value
    return found


def _recommendation(
    evaluation: Evaluation, decision: Decision, would_change: FindChanges, order: explain.Order
) -> Recommendation:
    pack = evaluation.book.pack
    verdict = next(verdict for verdict in pack.levels.verdict if verdict.id == decision.verdict)
    level = pack.level(decision.level) if decision.level else None
    scope = next((s for s in pack.levels.scope if s.id == decision.scope), None)
    return Recommendation(
        verdict=decision.verdict,
        level=decision.level,
        at_least=decision.at_least,
        levels_possible=decision.levels_possible,
        headline=scope.headline
        if scope and level is None
        else headline(pack, decision.verdict, decision.level, at_least=decision.at_least),
        reasons=_stated(evaluation, explain.reasons(evaluation, decision)),
        against=_stated(evaluation, explain.against(evaluation, decision)),
        ask_next=tuple(
            ToAsk(question=q, short=pack.questions[q].short, ask=spoken(evaluation, pack.questions[q]))
            for q in explain.ask_next(evaluation, decision, order)
        ),
        would_change=()
        if decision.locked
        else tuple(_what_if(evaluation, what_if) for what_if in would_change(evaluation)),
        clinician_review=decision.review,
        scope=ScopeNote(id=scope.id, sentence=scope.sentence, step=scope.step) if scope else None,
        next_steps=(
            *((scope.step,) if scope else verdict.next_steps),
            *(level.now if level else ()),
        ),
        about_level=LevelNote(
            title=level.title,
            hours=level.hours,
            asam=level.asam,
            what=level.what,
            now=level.now,
            iop_after=level.iop_after,
        )
        if level
        else None,
        locked=pack.crisis.locked if decision.locked else None,
    )


def headline(pack: Pack, verdict_id: VerdictId, level_id: LevelId | None, *, at_least: bool) -> str:
    """Return a result in one line."""
    verdict = next(verdict for verdict in pack.levels.verdict if verdict.id == verdict_id)
    line = (verdict.headline_at_least if at_least else "") or verdict.headline
    if level_id is None:
        return line
    level = pack.level(level_id)
    return line.replace("{level_headline}", level.headline).replace("{level_short}", level.short)


def _what_if(evaluation: Evaluation, what_if: WhatIf) -> WouldChange:
    pack = evaluation.book.pack
    changes = tuple(
        Change(
            question=step.question,
            short=pack.questions[step.question].short,
            now=display(pack.questions[step.question], evaluation.answers[step.question]),
            then=display(pack.questions[step.question], Answer(value=step.value)),
        )
        for step in what_if.steps
    )
    suppositions = pack.about.suppose_and.join(
        pack.about.suppose.replace("{short}", change.short).replace("{answer}", change.then)
        for change in changes
    )
    line = headline(pack, what_if.verdict, what_if.level, at_least=False)
    sentence = pack.about.would_change.replace("{suppositions}", suppositions).replace("{headline}", line)
    return WouldChange(changes=changes, verdict=what_if.verdict, level=what_if.level, sentence=sentence)


def _stated(evaluation: Evaluation, reasons: tuple[Reason, ...]) -> tuple[Stated, ...]:
    return tuple(
        Stated(
            id=reason.id,
            sentence=reason.sentence,
            because=_behind(evaluation, reason.because),
            missing=reason.missing,
        )
        for reason in reasons
    )


def _behind(evaluation: Evaluation, question_ids: tuple[str, ...]) -> tuple[Behind, ...]:
    questions = evaluation.book.pack.questions
    return tuple(
        Behind(
            question=q,
            short=questions[q].short,
            display=display(questions[q], evaluation.answers[q]),
        )
        for q in question_ids
        if q in evaluation.answers
    )


def _safety(evaluation: Evaluation) -> Safety:
    pack = evaluation.book.pack
    alerts = [
        SafetyAlert(
            id=need.id,
            sentence=need.sentence,
            step=pack.level(need.level).headline,
            review=need.review,
            because=_behind(evaluation, evaluation.because(need.id)),
        )
        for need in protocol_needs(evaluation)
    ]
    alerts += [
        SafetyAlert(
            id=alert.id,
            sentence=alert.sentence,
            step=alert.step,
            review=alert.review,
            because=_behind(evaluation, evaluation.because(alert.id)),
        )
        for alert in pack.levels.alert
        if evaluation.is_met(alert.id)
    ]
    alerts += [_conflict(evaluation, question) for question in evaluation.conflicts()]
    alerts += [_corrected(evaluation, action) for action in evaluation.answers.actions if action.question]
    shown = bool(protocol_needs(evaluation))
    place = evaluation.answers.value(pack.crisis.place_question)
    callback = evaluation.answers.value(pack.crisis.callback_question)
    return Safety(
        alerts=tuple(alerts),
        steps=pack.crisis.steps if shown else (),
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
        protective=_behind(evaluation, tuple(q for q in pack.crisis.protective if evaluation.is_settled(q))),
        place=place if isinstance(place, str) else None,
        callback=callback if isinstance(callback, str) else None,
    )


def _conflict(evaluation: Evaluation, question_id: str) -> SafetyAlert:
    crisis = evaluation.book.pack.crisis
    short = evaluation.book.pack.questions[question_id].short
    return SafetyAlert(
        id=f"conflict:{question_id}",
        sentence=crisis.conflict.replace("{question}", short),
        step=crisis.conflict_step,
        review="now",
        because=_behind(evaluation, (question_id,)),
    )


def _corrected(evaluation: Evaluation, action: SafetyAction) -> SafetyAlert:
    crisis = evaluation.book.pack.crisis
    short = evaluation.book.pack.questions[action.question].short
    return SafetyAlert(
        id=f"corrected:{action.question}",
        sentence=crisis.corrected.replace("{question}", short),
        step=crisis.corrected_step,
        review="same_day",
        because=_behind(evaluation, (action.question,)),
    )


def _criteria(evaluation: Evaluation) -> tuple[CriterionNote, ...]:
    def note(criterion_id: str) -> CriterionNote:
        criterion = next(c for c in evaluation.book.pack.criteria if c.id == criterion_id)
        truth = evaluation.truth(criterion_id)
        sentences = {
            Truth.MET: criterion.met,
            Truth.NOT_MET: criterion.not_met,
            Truth.UNKNOWN: criterion.unknown,
        }
        return CriterionNote(
            id=criterion.id,
            title=criterion.title,
            group=criterion.group,
            truth=truth.label,
            sentence=sentences[truth],
            because=_behind(evaluation, evaluation.because(criterion_id)),
            missing=evaluation.missing(criterion_id),
            source=criterion.source,
        )

    return tuple(note(criterion.id) for criterion in evaluation.book.pack.criteria)


def _track(evaluation: Evaluation) -> TrackNote:
    chosen = choose_track(evaluation)
    return TrackNote(
        id=chosen.id, title=chosen.title, why=chosen.why, emphasis=chosen.emphasis, also=chosen.also
    )


def _week(evaluation: Evaluation, decision: Decision) -> WeekPlan | None:
    """Return a week when an IOP is recommended, or when it is not settled and one is possible."""
    hopeful = decision.level is None and decision.scope is None and "iop" in decision.levels_possible
    if decision.level != "iop" and not hopeful:
        return None
    weeks = evaluation.book.pack.weeks
    track = choose_track(evaluation)
    schedule = evaluation.answers.value(weeks.schedule_question)
    counted = evaluation.is_settled(weeks.schedule_question) and isinstance(schedule, tuple)
    return plan_week(
        weeks,
        track=track.id,
        also=track.also,
        free=free_times(schedule) if counted and isinstance(schedule, tuple) else None,
        aim=next(aim for aim in weeks.aim if evaluation.is_met(f"aim:{aim.id}")),
        payer=next((payer for payer in weeks.payer if evaluation.is_met(payer.id)), None),
    )


def _screeners(evaluation: Evaluation) -> tuple[ScreenerNote, ...]:
    found = []
    for screener in evaluation.book.pack.screeners:
        if evaluation.relevance(screener.question) is not Truth.MET:
            continue
        value = evaluation.answers.value(screener.question)
        question = evaluation.book.pack.questions[screener.question]
        bands = [b.label for b in screener.band if isinstance(value, int) and value >= b.from_total]
        label = question.label(value) if isinstance(value, str) and question.options else None
        found.append(
            ScreenerNote(
                id=screener.id,
                title=screener.title,
                total=value if isinstance(value, int | str) else None,
                band=bands[-1] if bands else label,
                complete=value is not None,
                loinc=screener.loinc,
            )
        )
    return tuple(found)


def _answer(evaluation: Evaluation, question_id: str) -> AnswerNote:
    pack = evaluation.book.pack
    question, answer = pack.questions[question_id], evaluation.answers[question_id]
    return AnswerNote(
        id=question_id,
        section=pack.section_of(question_id).id,
        ask=spoken(evaluation, question),
        value=answer.value.isoformat() if isinstance(answer.value, date) else answer.value,
        display=display(question, answer),
        absent=answer.absent.value if answer.absent else None,
        origin=answer.origin.value,
        at=answer.at.isoformat() if answer.at else None,
        note=answer.note,
    )
