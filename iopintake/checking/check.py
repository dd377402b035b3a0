"""Checks whether a pack is right: its cases come out as they must, and everything in it matters.

That its names exist and its rules rest on each other without a circle is found when it
is read. Here stands what goes further: options that no rule looks at, questions that no
answers lead to, cases that come out otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from iopintake.answers.circumstances import NOBODY, Circumstances
from iopintake.answers.files import read_answers
from iopintake.answers.model import Absent, Answer, Answers
from iopintake.checking.boundaries import Boundary, is_wrong
from iopintake.checking.cases import PINNED, PinnedFile, WholeCase
from iopintake.checking.expected import differences
from iopintake.interview.flow import next_question
from iopintake.packs.conditions import Truth, tests
from iopintake.packs.model import Pack, Question
from iopintake.rules.conflicts import given_again
from iopintake.rules.evaluation import Evaluator
from iopintake.summary.model import Summary
from iopintake.support.errors import AnswersError, Fault
from iopintake.support.language import _

Summarize = Callable[[Answers, Circumstances], Summary]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """How a case came out: what is wrong with it, and how many questions were asked."""

    whole: WholeCase
    wrong: tuple[str, ...]
    asked: int


# --- what matters ------------------------------------------------------------------


def idle_faults(evaluator: Evaluator) -> Iterator[Fault]:
    """Yield a fault for every question and option that no rule looks at."""
    used: dict[str, set[Any]] = {}
    for condition in evaluator.book.conditions.values():
        for test in tests(condition):
            operands = test.operand if isinstance(test.operand, tuple) else (test.operand,)
            used.setdefault(test.answer, set()).update(operands)
    for question in evaluator.pack.questions.values():
        yield from _idle(evaluator.pack, question, used.get(question.id, set()))


def _idle(pack: Pack, question: Question, used: set[Any]) -> Iterator[Fault]:
    where = f'section "{pack.section_of(question.id).id}" > question "{question.id}"'
    if not used and not question.record_only:
        yield Fault(where, _("no rule looks at it."), _("Use it in a rule, or set record_only = true."))
    if question.type != "choices" or question.record_only or not used:
        return
    for option in question.options:
        if option.code not in used and not option.exclusive and option.code != "other":
            yield Fault(
                f'{where} > option "{option.code}"',
                _("no rule looks at it."),
                _("Use it in a rule, or remove it."),
            )


# --- cases -------------------------------------------------------------------------


def run_case(evaluator: Evaluator, summarize: Summarize, whole: WholeCase) -> CaseResult:
    """Assess one case and compare it with what it expects."""
    where = f'{whole.file} > case "{whole.case.id}"'
    try:
        answers = read_answers(evaluator.pack, where, whole.data, date.min).answers
    except AnswersError as error:
        return CaseResult(whole=whole, wrong=tuple(map(str, error.faults or (error,))), asked=0)
    summary = summarize(answers, NOBODY)
    return CaseResult(
        whole=whole,
        wrong=tuple(differences(summary, whole.case.expect)),
        asked=questions_asked(evaluator, answers),
    )


def questions_asked(evaluator: Evaluator, answers: Answers) -> int:
    """Return how many questions the interview asks somebody who gives these answers.

    What the answers leave out is declined.
    """
    given, asked = Answers(answers.as_of), 0
    while (question := next_question(evaluation := evaluator.evaluate(given))) is not None:
        asked += 1
        held = answers.get(question.id)
        usable = held is not None and not held.is_open
        answer = held if held is not None and usable else Answer(absent=Absent.DECLINED)
        given = given.with_answer(question.id, given_again(evaluation, question.id, answer))
    return asked


def broken_boundaries(evaluator: Evaluator, pinned: PinnedFile) -> Iterator[str]:
    """Yield in words each pinned boundary that the rules no longer keep."""
    for number, item in enumerate(pinned.boundary, 1):
        where = _("cases/{pinned} > boundary {number}").format(pinned=PINNED, number=number)
        data = {"answers": item.answers, "as_of": pinned.as_of}
        try:
            answers = read_answers(evaluator.pack, where, data, date.min).answers
            truth = next((truth for truth in Truth if truth.label == item.truth), None)
            if is_wrong(evaluator, Boundary(item.rule, answers, truth, item.level)):
                yield _('{where}: "{rule}" is no longer {truth}').format(
                    where=where, rule=item.rule, truth=item.truth or item.level
                )
        except AnswersError as error:
            yield from map(str, error.faults or (error,))
        except KeyError:
            yield _('{where}: there is no rule "{rule}" any more').format(where=where, rule=item.rule)
