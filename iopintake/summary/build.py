"""How a summary is made of the answers: evaluated, decided, explained, put into the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from iopintake.answers.circumstances import QUICK, SUMMARY_SCHEMA, Circumstances
from iopintake.answers.model import Answers
from iopintake.assessment import explain
from iopintake.assessment.decide import LevelsPossible, decide
from iopintake.assessment.model import Decision
from iopintake.assessment.php_week import plan_php_week
from iopintake.assessment.readiness import get_ready
from iopintake.interview.flow import State, state
from iopintake.rules.columns import Columns
from iopintake.rules.evaluation import Evaluation, Evaluator
from iopintake.summary.client import client_page_of, contacts_of, getting_ready_for
from iopintake.summary.client_model import ClientPage
from iopintake.summary.facts import (
    answer_note,
    criteria_of,
    dimensions_of,
    earlier_note,
    intake_info,
    person_of,
    screeners_of,
    track_of,
    week_of,
)
from iopintake.summary.model import (
    Recommendation,
    Summary,
)
from iopintake.summary.recommendation import FindChanges, recommendation_of
from iopintake.summary.safety import safety_of
from iopintake.support.language import speaking


def summarize(
    evaluator: Evaluator,
    answers: Answers,
    circumstances: Circumstances,
    *,
    levels_possible: LevelsPossible,
    would_change: FindChanges,
    order: explain.QuestionOrder,
    client: Evaluator | None = None,
) -> Summary:
    """Return the summary of ANSWERS; the same arguments always give an equal one.

    LEVELS_POSSIBLE and WOULD_CHANGE reason about it, ORDER puts open questions in turn. CLIENT
    evaluates the same pack in the client's language, where that is another than EVALUATOR's.
    """
    evaluation = evaluator.evaluate(answers)
    decision = decide(evaluation, levels_possible)
    open_questions = explain.could_change(evaluation, decision)
    wanted = _of_asked(order) if circumstances.mode == QUICK else order
    (ask_next,) = explain.ask_next([evaluation], [decision], [open_questions], wanted)
    pack, aside = evaluator.pack, evaluation.set_aside()
    return Summary(
        schema=SUMMARY_SCHEMA,
        intake=intake_info(pack, answers, circumstances),
        person=person_of(evaluation),
        recommendation=recommendation_of(
            evaluation,
            decision,
            open_questions,
            would_change,
            ask_next,
        ),
        safety=safety_of(evaluation),
        criteria=criteria_of(evaluation),
        dimensions=dimensions_of(evaluation),
        track=track_of(evaluation),
        week=week_of(evaluation, decision),
        readiness=get_ready(evaluation, getting_ready_for(decision)),
        screeners=screeners_of(evaluation),
        answers=tuple(answer_note(evaluation, q) for q in pack.questions if q in answers and q not in aside),
        set_aside=(
            *(answer_note(evaluation, q) for q in aside),
            *(earlier_note(pack, q, answer) for q, answer in answers.items() if q not in pack.questions),
        ),
        decision=None,
        disclaimer=pack.about.disclaimer,
        contacts=contacts_of(evaluation),
        payer=next((payer.id for payer in pack.weeks.payer if evaluation.is_met(payer.id)), None),
        php_week=plan_php_week(pack.weeks) if decision.prepares and decision.level == "php" else None,
        client=_client_page(client, evaluation, decision),
    )


def _of_asked(order: explain.QuestionOrder) -> explain.QuestionOrder:
    """Return ORDER for a quick interview: what it left out on purpose is not named as to be asked."""

    def ordered(
        evaluations: Sequence[Evaluation], questions: Sequence[tuple[str, ...]]
    ) -> list[tuple[str, ...]]:
        asked = [
            tuple(q for q in some if state(evaluation, q) is not State.OPEN)
            for evaluation, some in zip(evaluations, questions, strict=True)
        ]
        return order(evaluations, asked)

    return ordered


def recommend_all(
    evaluations: Sequence[Evaluation],
    columns: Columns,
    levels_possible: LevelsPossible,
    order: explain.QuestionOrder,
) -> list[Recommendation]:
    """Return the recommendations alone, without what would change them: for many intakes, in COLUMNS."""
    decisions = [decide(evaluation, levels_possible) for evaluation in evaluations]
    open_questions = explain.could_change_all(evaluations, decisions, columns)
    to_ask = explain.ask_next(evaluations, decisions, open_questions, order)
    return [
        recommendation_of(evaluation, decision, questions, lambda _evaluation: (), ask_next)
        for evaluation, decision, questions, ask_next in zip(
            evaluations, decisions, open_questions, to_ask, strict=True
        )
    ]


def _client_page(client: Evaluator | None, evaluation: Evaluation, decision: Decision) -> ClientPage | None:
    """Return the client's page, by CLIENT in the client's own language, with the week in it."""
    if client is None:
        return client_page_of(evaluation, decision)
    with speaking(client.pack.language):
        theirs = client.evaluate(evaluation.answers)
        page = client_page_of(theirs, decision)
        week = week_of(theirs, decision)
        if week is None and decision.prepares and decision.level == "php":
            week = plan_php_week(client.pack.weeks)
        return page and replace(page, week=week)
