"""What an evaluation says of several rules at once is what it says of each of them."""

from __future__ import annotations

import random
from itertools import compress, islice

from helpers.cases import CASES, TODAY
from helpers.shipped import TOOLKIT
from helpers.strategies import answer_sets
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iopintake.answers.files import read_answers
from iopintake.answers.model import Answers
from iopintake.rules.columns import column_of
from iopintake.rules.settling import Settling
from iopintake.rules.together import MOST


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(every=st.lists(answer_sets(TOOLKIT.pack), min_size=1, max_size=6))
def test_evaluated_together_answers_come_to_what_each_comes_to_alone(every: list[Answers]) -> None:
    together, _ = TOOLKIT.evaluator.evaluate_all(every)
    for answers, found in zip(every, together, strict=True):
        alone = TOOLKIT.evaluator.evaluate(answers)
        assert (tuple(found.truths), found.counted) == (alone.truths, alone.counted)
        assert found.answers is answers


def test_what_several_rules_miss_is_what_each_of_them_misses_in_turn() -> None:
    for whole in CASES.values():
        told = dict(list(whole.data["answers"].items())[:12])
        read = read_answers(TOOLKIT.pack, "", {"answers": told}, TODAY)
        evaluation = TOOLKIT.evaluator.evaluate(read.answers)
        rules = [need.id for need in TOOLKIT.pack.levels.need]
        each = (question for rule in rules for question in evaluation.missing(rule))
        assert evaluation.missing_of(rules) == tuple(dict.fromkeys(each))


def test_of_many_sets_at_once_the_same_questions_are_missing_as_of_each() -> None:
    needs, wanted = [need.id for need in TOOLKIT.pack.levels.need], random.Random(1)
    every = []
    for whole in islice(CASES.values(), MOST):
        told = dict(list(whole.data["answers"].items())[: wanted.randrange(30)])
        every.append(read_answers(TOOLKIT.pack, "", {"answers": told}, TODAY).answers)
    evaluations, columns = TOOLKIT.evaluator.evaluate_all(every)
    asked_about = [[wanted.random() < 1 / 4 for _ in needs] for _ in evaluations]
    found = Settling(TOOLKIT.evaluator.book, needs).missing(
        columns, [column_of(column) for column in zip(*asked_about, strict=True)]
    )
    for place, (evaluation, asked) in enumerate(zip(evaluations, asked_about, strict=True)):
        missing = evaluation.missing_of(compress(needs, asked))
        assert {q for q, column in found.items() if place in columns.places(column)} == set(missing)
    assert any(found.values())
