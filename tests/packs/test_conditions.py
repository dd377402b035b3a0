"""The condition language: three truths, and operators that mean what they say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopintake.packs import conditions
from iopintake.packs.condition_reading import ConditionError, parse
from iopintake.packs.conditions import OPERATORS, All, Holds, Not, Truth

truths = st.sampled_from(list(Truth))


@given(truths, truths)
def test_and_is_the_lower_truth_and_or_the_higher(a: Truth, b: Truth) -> None:
    assert Truth(a & b) is min(a, b)
    assert Truth(a | b) is max(a, b)


@given(truths, truths)
def test_negation_swaps_and_and_or(a: Truth, b: Truth) -> None:
    assert ~Truth(a & b) is Truth(~a | ~b)
    assert ~~a is a


def test_unknown_stays_unknown_when_negated() -> None:
    assert ~Truth.UNKNOWN is Truth.UNKNOWN


CODES = ("low", "middle", "high")


@pytest.mark.parametrize(
    ("operator", "operand", "reading", "expected"),
    [
        pytest.param("is", "low", "low", True, id="is the same code"),
        pytest.param("is", "low", "high", False, id="is another code"),
        pytest.param("any_of", ("low", "high"), "high", True, id="one of several codes"),
        pytest.param("at_least", "middle", "middle", True, id="an ordered choice includes its bound"),
        pytest.param("at_least", "middle", "low", False, id="an ordered choice below its bound"),
        pytest.param("at_most", "middle", "high", False, id="an ordered choice above its bound"),
        pytest.param("at_least", 12, 12, True, id="a number includes its bound"),
        pytest.param("at_least", 12, 11, False, id="a number below its bound"),
        pytest.param("at_most", 11, 11, True, id="at most includes its bound"),
        pytest.param("at_most", 30, -5, True, id="a planned day lies before"),
        pytest.param("includes", "low", frozenset({"low", "high"}), True, id="a set includes a code"),
        pytest.param("includes_any", ("middle",), frozenset({"low"}), False, id="a set includes none"),
        pytest.param(
            "days_at_least", 2, frozenset({"mon-evening", "mon-morning"}), False, id="one day twice"
        ),
        pytest.param("days_at_least", 2, frozenset({"mon-evening", "fri-morning"}), True, id="two days"),
        pytest.param("days_at_most", 0, frozenset(), True, id="no day"),
        pytest.param(
            "only_times", "evening", frozenset({"mon-evening", "fri-evening"}), True, id="evenings only"
        ),
        pytest.param(
            "only_times", "evening", frozenset({"mon-evening", "fri-morning"}), False, id="not only evenings"
        ),
        pytest.param("only_times", "evening", frozenset(), False, id="no time at all is not evenings only"),
    ],
)
def test_an_operator_means(operator: str, operand: object, reading: object, expected: bool) -> None:
    assert OPERATORS[operator].formula(operand, CODES).of(reading) is expected  # type: ignore[arg-type]


def test_a_condition_is_read_from_data() -> None:
    data = {"all": [{"answer": "age", "at_least": 12}, {"not": {"holds": "crisis"}}]}
    assert parse(data) == All((conditions.Test("age", "at_least", 12), Not(Holds("crisis"))))


def test_is_not_is_the_negation_of_is() -> None:
    assert parse({"answer": "caller", "is_not": "self"}) == Not(conditions.Test("caller", "is", "self"))


@pytest.mark.parametrize(
    "data", ["x", {}, {"answer": "a"}, {"answer": "a", "weighs": 3}, {"all": 3}, {"x": 1, "y": 2}]
)
def test_what_is_no_condition_is_refused_with_a_sentence(data: object) -> None:
    with pytest.raises(ConditionError, match=r"\.$"):
        parse(data)
