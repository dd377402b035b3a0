"""What would change a result is what trying every change, one after the other, finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

import pytest
from helpers.cases import CASES, TODAY
from helpers.shipped import TOOLKIT
from hypothesis import given, settings
from hypothesis import strategies as st

from iopintake.answers.files import read_answers
from iopintake.answers.model import Answer, Answers
from iopintake.assessment.decide import result_of
from iopintake.packs.model import LevelId, VerdictId
from iopintake.rules.evaluation import seen
from iopintake.rules.seen import WITHHELD

EVALUATOR = TOOLKIT.evaluator


def answers_in(case: str) -> Answers:
    return read_answers(TOOLKIT.pack, case, CASES[case].data, TODAY).answers


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.sampled_from(sorted(CASES)), st.sampled_from(sorted(CASES)))
def test_changes_of_one_kind_come_to_the_same_result(case: str, other: str) -> None:
    answers = answers_in(case)
    held, instead = seen(answers), seen(answers_in(other))
    valued = [q for q in instead if q in held and WITHHELD not in (held[q], instead[q])]
    changes = [{q: instead[q] for q in some} for size in (1, 2) for some in combinations(valued[-20:], size)]
    results = [result_of(EVALUATOR.suppose(answers, {**held, **change})) for change in changes]
    kinds = EVALUATOR.kinds.of(held, changes)
    found = dict(zip(kinds, results, strict=True))
    assert [found[kind] for kind in kinds] == results


@pytest.mark.parametrize("case", ["panic_weekly_not_enough", "phq9_of_19"])
def test_no_result_that_is_one_answer_away_is_left_out_and_none_is_made_up(
    case: str, answers_of: Callable[[str], Answers]
) -> None:
    evaluation = EVALUATOR.evaluate(answers_of(case))
    named = TOOLKIT.changes.find(evaluation)
    for what_if in named:
        changed = evaluation.answers
        for step in what_if.steps:
            changed = changed.with_answer(step.question, Answer(value=step.value))
        assert result_of(EVALUATOR.evaluate(changed)) == (what_if.verdict, what_if.level)
    alone = {(what_if.verdict, what_if.level) for what_if in named if len(what_if.steps) == 1}
    assert alone >= set(_results_of_choices(evaluation.answers)) - {result_of(evaluation)}


def _results_of_choices(answers: Answers) -> Iterator[tuple[VerdictId, LevelId | None]]:
    for question in TOOLKIT.pack.questions.values():
        if question.changeable and question.type == "choice" and answers.value(question.id) is not None:
            for code in question.codes:
                changed = answers.with_answer(question.id, Answer(value=code))
                yield result_of(EVALUATOR.evaluate(changed))
