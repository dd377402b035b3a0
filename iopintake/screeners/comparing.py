"""Whether an enableWhen holds, by FHIR R4's value set questionnaire-enable-operator."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any, Final

from iopintake.screeners.model import Answer, EnableWhen

ORDERS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
}


def holds(when: EnableWhen, answers: tuple[Answer, ...]) -> bool:
    """Say whether WHEN holds for the answers to its question.

    ``=`` and the orders hold when some answer is so, ``!=`` when none is equal (and so
    without any answer), as R4 says.
    """
    values = [value for answer in answers for key, value in answer.items() if key.startswith("value")]
    match when.operator:
        case "exists":
            return bool(values) is (when.answer is True)
        case "=":
            return any(is_same(value, when.answer) for value in values)
        case "!=":
            return not any(is_same(value, when.answer) for value in values)
        case _:
            return any(_in_order(when.operator, value, when.answer) for value in values)


def is_same(given: Any, wanted: Any) -> bool:
    """Say whether two values are the same: codings by code, and by system where both have one."""
    if isinstance(given, Mapping) and isinstance(wanted, Mapping):
        keys = ("value", "code") if "value" in wanted else ("code",)
        same = all(given.get(key) == wanted.get(key) for key in keys if key in wanted)
        systems = (given.get("system"), wanted.get("system"))
        return same and (None in systems or systems[0] == systems[1])
    if isinstance(given, bool) or isinstance(wanted, bool):
        return given is wanted
    return bool(given == wanted)


def _in_order(name: str, given: Any, wanted: Any) -> bool:
    mine, theirs = _measure(given), _measure(wanted)
    if type(mine) is not type(theirs) or mine is None:
        return False
    return ORDERS[name](mine, theirs)


def _measure(value: Any) -> float | str | None:
    """Return what can be put in an order: a number, or a date or time as it is written."""
    if isinstance(value, Mapping):
        value = value.get("value")
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    return value if isinstance(value, str) else None
