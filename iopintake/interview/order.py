"""The order in which questions are asked: the pack's, but for those that some are asked sooner."""

from __future__ import annotations

from collections.abc import Iterator

from iopintake.answers.model import Origin
from iopintake.packs.model import Question, Section
from iopintake.rules.evaluation import Evaluation
from iopintake.rules.names import sooner


def questions_in_order(evaluation: Evaluation) -> tuple[tuple[Section, Question], ...]:
    """Return every question with the section that it is asked in, in the order of asking."""
    return evaluation.once(_in_order)


def section_of(evaluation: Evaluation, question_id: str) -> Section:
    """Return the section in which a question is asked."""
    return next(section for section, question in questions_in_order(evaluation) if question.id == question_id)


def sections_begun(evaluation: Evaluation) -> set[str]:
    """Return the sections that were read out of already, as in a call that is taken up again."""
    given = evaluation.answers.given
    return {
        section.id
        for section, question in questions_in_order(evaluation)
        if (held := given.get(question.id)) is not None and held.origin is Origin.ASKED and not held.is_open
    }


def precedes(evaluation: Evaluation, one: str, other: str) -> bool:
    """Say whether question ONE is asked before the OTHER."""
    order = [question.id for _, question in questions_in_order(evaluation)]
    return order.index(one) < order.index(other)


def _in_order(evaluation: Evaluation) -> tuple[tuple[Section, Question], ...]:
    moved = {
        question.id: question.sooner.after
        for question in evaluation.book.pack.questions.values()
        if question.sooner is not None and evaluation.is_met(sooner(question.id))
    }
    return tuple(_with_moved(evaluation, moved))


def _with_moved(evaluation: Evaluation, moved: dict[str, str]) -> Iterator[tuple[Section, Question]]:
    pack = evaluation.book.pack
    for section in pack.sections:
        for question in section.question:
            if question.id not in moved:
                yield section, question
            for one, after in moved.items():
                if after == question.id:
                    yield section, pack.questions[one]
