"""Reads conditions from the data of a pack file, or says everything that is wrong with one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from iopintake.packs.conditions import ALWAYS, OPERATORS, All, AnyOf, Condition, Holds, Not, Test
from iopintake.support.language import _


class ConditionError(ValueError):
    """A condition that can't be read; the message says what and what to do."""


GROUPS: Final = ("all", "any", "not", "holds")


def parse(data: object) -> Condition:
    """Read a condition from the DATA of a pack file.

    Raises ConditionError with one sentence for each thing that is wrong.
    """
    problems: list[str] = []
    condition = _parse(data, problems)
    if problems:
        raise ConditionError(" ".join(problems))
    return condition


def _parse(data: object, problems: list[str]) -> Condition:
    if not isinstance(data, Mapping):
        problems.append(
            _("A condition is a table such as {{ answer = ..., is = ... }}, not {data!r}.").format(data=data)
        )
        return ALWAYS
    keys = set(data)
    if len(keys) == 1 and (key := next(iter(keys))) in GROUPS:
        return _parse_group(key, data[key], problems)
    if "answer" in keys and len(keys) == 2:  # noqa: PLR2004 - answer and one operator
        (operator,) = keys - {"answer"}
        operand = data[operator]
        if operator == "is_not":
            return Not(Test(str(data["answer"]), "is", operand))
        if operator not in OPERATORS:
            problems.append(
                _('There is no operator "{operator}"; there are is_not, {operators}.').format(
                    operator=operator, operators=", ".join(OPERATORS)
                )
            )
        if isinstance(operand, list):
            operand = tuple(operand)
        return Test(str(data["answer"]), operator, operand)
    problems.append(
        _(
            "The keys {names} make no condition; use one of all, any, not, holds alone, or answer "
            "with one operator."
        ).format(names=", ".join(sorted(map(str, keys))) or "(none)")
    )
    return ALWAYS


def _parse_group(key: str, value: object, problems: list[str]) -> Condition:
    if key == "holds":
        return Holds(str(value))
    if key == "not":
        return Not(_parse(value, problems))
    if not isinstance(value, list):
        problems.append(_('"{key}" takes a list of conditions.').format(key=key))
        return ALWAYS
    parts = tuple(_parse(part, problems) for part in value)
    return All(parts) if key == "all" else AnyOf(parts)
