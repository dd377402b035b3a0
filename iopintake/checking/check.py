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
from iopintake.checking.cases import PINNED, Expected, PinnedFile, WholeCase
from iopintake.interview.flow import next_question
from iopintake.packs.conditions import Truth, tests
from iopintake.packs.model import Pack, Question
from iopintake.rules.evaluation import Evaluator
from iopintake.summary.model import Summary
from iopintake.support.errors import AnswersError, Fault

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
        yield Fault(where, "no rule looks at it.", "Use it in a rule, or set record_only = true.")
    if question.type != "choices" or question.record_only or not used:
        return
    for option in question.options:
        if option.code not in used and not option.exclusive and option.code != "other":
            yield Fault(
                f'{where} > option "{option.code}"',
                "no rule looks at it.",
                "Use it in a rule, or remove it.",
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
        wrong=tuple(_differences(summary, whole.case.expect)),
        asked=questions_asked(evaluator, answers),
    )


def questions_asked(evaluator: Evaluator, answers: Answers) -> int:
    """Return how many questions the interview asks somebody who gives these answers.

    What the answers leave out is declined.
    """
    given = Answers(answers.as_of)
    while (question := next_question(evaluator.evaluate(given))) is not None:
        held = answers.get(question.id)
        usable = held is not None and not held.is_open
        given = given.with_answer(
            question.id, held if held is not None and usable else Answer(absent=Absent.DECLINED)
        )
    return len(given)


def broken_boundaries(evaluator: Evaluator, pinned: PinnedFile) -> Iterator[str]:
    """Yield in words each pinned boundary that the rules no longer keep."""
    for number, item in enumerate(pinned.boundary, 1):
        where = f"cases/{PINNED} > boundary {number}"
        data = {"answers": item.answers, "as_of": pinned.as_of}
        try:
            answers = read_answers(evaluator.pack, where, data, date.min).answers
            truth = next((truth for truth in Truth if truth.label == item.truth), None)
            if is_wrong(evaluator, Boundary(item.rule, answers, truth, item.level)):
                yield f'{where}: "{item.rule}" is no longer {item.truth or item.level}'
        except AnswersError as error:
            yield from map(str, error.faults or (error,))
        except KeyError:
            yield f'{where}: there is no rule "{item.rule}" any more'


def _differences(summary: Summary, expect: Expected) -> Iterator[str]:
    recommendation, week = summary.recommendation, summary.week
    compared: list[tuple[str, Any, Any]] = [
        ("verdict", recommendation.verdict, expect.verdict),
        ("level", recommendation.level, expect.level),
        ("at_least", recommendation.at_least, expect.at_least),
        ("review", recommendation.clinician_review, expect.review),
        ("track", summary.track.id, expect.track),
        ("scope", recommendation.scope.id if recommendation.scope else None, expect.scope),
        ("possible", recommendation.levels_possible, expect.possible),
        ("week_days", len(week.days) if week else 0, expect.week_days),
        ("meets_payer_minimum", week.meets_payer_minimum if week else None, expect.meets_payer_minimum),
    ]
    always = {"verdict", "level", "scope"}
    for name, found, wanted in compared:
        if (wanted is not None or name in always) and found != wanted:
            yield f"{name} is {_said(found)}, expected {_said(wanted)}"
    if expect.hours_at_least is not None and (week is None or week.hours_min < expect.hours_at_least):
        found_hours = week.hours_min if week else "no week"
        yield f"hours_min is {found_hours}, expected at least {expect.hours_at_least:g}"
    truths = {criterion.id: criterion.truth for criterion in summary.criteria}
    for truth, names in (("met", expect.met), ("not_met", expect.not_met), ("unknown", expect.unknown)):
        for name in names:
            if truths.get(name) != truth:
                yield f"criterion {name} is {truths.get(name, 'missing')}, expected {truth}"
    alerts = {alert.id for alert in summary.safety.alerts}
    for name in expect.alerts:
        if name not in alerts:
            yield f"the alert {name} is missing"


def _said(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    return "none" if value is None else str(value)
