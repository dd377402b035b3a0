"""What an evaluation says of several rules at once is what it says of each of them."""

from __future__ import annotations

from helpers.cases import CASES, TODAY

from iopintake.answers.files import read_answers
from iopintake.checking.toolkit import load_toolkit

TOOLKIT = load_toolkit(None)


def test_what_several_rules_miss_is_what_each_of_them_misses_in_turn() -> None:
    for whole in CASES.values():
        told = dict(list(whole.data["answers"].items())[:12])
        read = read_answers(TOOLKIT.pack, "", {"answers": told}, TODAY)
        evaluation = TOOLKIT.evaluator.evaluate(read.answers)
        rules = [need.id for need in TOOLKIT.pack.levels.need]
        each = (question for rule in rules for question in evaluation.missing(rule))
        assert evaluation.missing_of(rules) == tuple(dict.fromkeys(each))
