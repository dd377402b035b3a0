"""The quick screen: safety whole, and besides only what can still change the level of care."""

from __future__ import annotations

from collections.abc import Iterator

from iopintake.assessment.decide import cautious_levels, decide
from iopintake.assessment.explain import can_raise
from iopintake.assessment.level_rules import is_soon, raising, urgent
from iopintake.interview.flow import State, asked_again, state
from iopintake.interview.order import questions_in_order
from iopintake.packs.conditions import Truth
from iopintake.packs.model import Question, Section
from iopintake.rules.evaluation import Evaluation
from iopintake.rules.names import when


def next_that_matters(evaluation: Evaluation) -> Question | None:
    """Return the first open question that is on safety, opens the interview, or can change the level.

    What a pack leaves out of the quick screen (``quick = false``) is settled by whoever goes
    on: whether an IOP fits in every point can stay open, and no need for more care can. An alert
    that only leaves more care possible can, where an IOP is called for; the result then says "at
    least". One answer that alone would bring a clinician in today is asked all the same. The name
    is asked nevertheless where there is no number, so that the intake is found again.
    """
    if again := asked_again(evaluation):
        return again
    opening = evaluation.book.pack.sections[0]
    nameless = _asked_for_want_of_a_number(evaluation)
    wanted: set[str] | None = None  # takes long, and is not needed while safety is asked
    for section, question in questions_in_order(evaluation):
        asked = question.quick or question.id == nameless or _names_the_other(evaluation, question)
        if not asked or state(evaluation, question.id) is not State.OPEN:
            continue
        if question.safety or section is opening or (question.record_only and _is_on_safety(section)):
            return question
        if wanted is None:
            wanted = set(_wanted(evaluation))
        if question.id in wanted:
            return question
    return None


def _asked_for_want_of_a_number(evaluation: Evaluation) -> str:
    """Return the question on the name where the number was asked for and is not known, or nothing."""
    pack = evaluation.book.pack
    number = evaluation.answers.get(pack.crisis.callback_question)
    return pack.about.person_question if number is not None and number.absent else ""


def _names_the_other(evaluation: Evaluation, question: Question) -> bool:
    """Say whether a question asks for the name that the wording about somebody else is filled with."""
    about = evaluation.book.pack.about
    return question.id == about.person_question and evaluation.is_met("about_other")


def _is_on_safety(section: Section) -> bool:
    """Say whether a section is on safety: most of its questions are."""
    return 2 * sum(question.safety for question in section.question) > len(section.question)


def skipped(evaluation: Evaluation) -> tuple[Question, ...]:
    """Return the questions that were open at the end, since none of them could matter."""
    return tuple(
        question
        for _, question in questions_in_order(evaluation)
        if state(evaluation, question.id) is State.OPEN
    )


def _wanted(evaluation: Evaluation) -> Iterator[str]:
    """Yield what could change the level or the scope, and whether a safety question belongs."""
    decision = decide(evaluation, cautious_levels)
    yield from can_raise(evaluation, decision)
    pack = evaluation.book.pack
    held = any(evaluation.is_met(alert.id) for alert in urgent(pack))
    if decision.level in {None, "outpatient"} and not held:  # said only when nothing may hold it back
        rules = (*raising(pack), *urgent(pack))
        yield from (question for rule in rules for question in evaluation.missing(rule.id))
    if not is_soon(decision.review):  # what one answer alone would make so is asked at any level
        for id_ in (*(alert.id for alert in urgent(pack)), *(conflict.id for conflict in pack.conflicts)):
            if len(missing := evaluation.missing(id_)) == 1:
                yield from missing
    for scope in evaluation.book.pack.levels.scope:
        yield from evaluation.missing(scope.id)
    for question in decision.open_safety:
        if evaluation.relevance(question) is Truth.UNKNOWN:
            yield from evaluation.missing(when(question))
