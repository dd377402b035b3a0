"""The quick screen: safety whole, and besides only what can still change the recommendation."""

from __future__ import annotations

from collections.abc import Iterator

from iopintake.assessment.decide import cautious_levels, decide
from iopintake.assessment.explain import ask_next
from iopintake.interview.flow import State, questions_in_order, state
from iopintake.packs.conditions import Truth
from iopintake.packs.model import Question, Section
from iopintake.rules.conflicts import to_ask_again
from iopintake.rules.evaluation import Evaluation
from iopintake.rules.rulebook import when


def next_that_matters(evaluation: Evaluation) -> Question | None:
    """Return the first open question that is on safety, opens the interview, or can change the result."""
    if again := to_ask_again(evaluation):
        return evaluation.book.pack.questions[again]
    wanted = set(_wanted(evaluation))
    sections = evaluation.book.pack.sections
    whole = {sections[0].id, *(section.id for section in sections if _is_on_safety(section))}
    for section, question in questions_in_order(evaluation.book.pack):
        needed = question.safety or section.id in whole or question.id in wanted
        if needed and state(evaluation, question.id) is State.OPEN:
            return question
    return None


def _is_on_safety(section: Section) -> bool:
    """Say whether a section is on safety: most of its questions are."""
    return 2 * sum(question.safety for question in section.question) > len(section.question)


def skipped(evaluation: Evaluation) -> tuple[Question, ...]:
    """Return the questions that were open at the end, since none of them could matter."""
    return tuple(
        question
        for _, question in questions_in_order(evaluation.book.pack)
        if state(evaluation, question.id) is State.OPEN
    )


def _wanted(evaluation: Evaluation) -> Iterator[str]:
    """Yield what could change the result, and what decides whether a safety question belongs."""
    decision = decide(evaluation, cautious_levels)
    yield from ask_next(evaluation, decision, lambda _evaluation, questions: questions)
    for question in decision.open_safety:
        if evaluation.relevance(question) is Truth.UNKNOWN:
            yield from evaluation.missing(when(question))
