"""The rules of a pack as others evaluate them: hand-written Python, json-logic, zen-engine."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from iopintake.packs.conditions import All, AnyOf, Condition, Holds, Not, Test
from iopintake.rules.names import optional
from iopintake.rules.rulebook import Rulebook
from iopintake.rules.seen import IRRELEVANT, WITHHELD


def by_hand(book: Rulebook) -> Callable[[dict[str, Any]], dict[str, int]]:
    """Return the pack's rules as one would write them by hand: nested expressions of and, or, not.

    The text is laid out rule by rule as a programmer would do it, each test spelled out
    on the value itself, and three-valued by a pair of questions: surely, possibly.
    """
    lines = ["def rules(a):", "    t = {}", "    p = {}"]
    for rule in book.order:
        for table, sure in (("t", True), ("p", False)):
            lines.append(f"    {table}[{rule!r}] = {_python(book, book.conditions[rule], sure=sure)}")
        if rule.startswith("when:"):
            question = rule.removeprefix("when:")
            lines.append(f"    v = a.get({question!r})")
            if book.pack.questions[question].counts_unasked:
                lines.append(f"    if v is None and t[{optional(question)!r}]: v = a[{question!r}] = NA")
            lines.append(f"    if not p[{rule!r}] and not signs({question!r}, v): a[{question!r}] = NA")
    lines.append("    return {k: 3 if t[k] else 1 if p[k] else 0 for k in t}")
    names: dict[str, Any] = {
        "NA": IRRELEVANT,
        "WH": WITHHELD,
        "signs": lambda question, seen: book.counting(question)[seen],
    }
    exec("\n".join(lines), names)
    rules: Callable[[dict[str, Any]], dict[str, int]] = names["rules"]
    return rules


def _python(book: Rulebook, condition: Condition, *, sure: bool) -> str:
    match condition:
        case All(parts):
            return "(" + (" and ".join(_python(book, p, sure=sure) for p in parts) or "True") + ")"
        case AnyOf(parts):
            return "(" + (" or ".join(_python(book, p, sure=sure) for p in parts) or "False") + ")"
        case Not(part):
            return f"(not {_python(book, part, sure=not sure)})"
        case Holds(rule):
            return f"{'t' if sure else 'p'}[{rule!r}]"
        case Test(answer, operator, operand):
            value = f"a.get({answer!r})"
            if operator == "withheld":
                known = f"{value} is WH"
                return f"({known})" if sure else f"({value} is None or {known})"
            test = _test(book, answer, operator, operand, value)
            unknown = f"{value} is None or {value} is WH"
            given = f"{value} is not NA and {test}"
            return f"(not ({unknown}) and {given})" if sure else f"({unknown} or {given})"
    raise AssertionError


def _test(book: Rulebook, answer: str, operator: str, operand: Any, value: str) -> str:
    codes = book.pack.questions[answer].codes
    match operator:
        case "is":
            return f"{value} == {operand!r}"
        case "any_of":
            return f"{value} in {set(operand)!r}"
        case "includes":
            return f"{operand!r} in {value}"
        case "includes_any":
            return f"not {value}.isdisjoint({set(operand)!r})"
        case "at_least" if codes:
            return f"{value} in {set(codes[codes.index(operand) :])!r}"
        case "at_least":
            return f"{value} >= {operand}"
        case "at_most":
            return f"{value} <= {operand}"
        case "days_at_least":
            return f"len({{s[:3] for s in {value}}}) >= {operand}"
        case "days_at_most":
            return f"len({{s[:3] for s in {value}}}) <= {operand}"
        case _:
            return f"bool({value}) and all(s.endswith({'-' + str(operand)!r}) for s in {value})"


def zen_decision(book: Rulebook) -> Any:
    """Return a zen-engine decision that evaluates every rule as an expression, surely and possibly."""
    import zen

    expressions = []
    for number, rule in enumerate(book.order):
        for kind, sure in (("t", True), ("p", False)):
            expressions.append(
                {
                    "id": f"{kind}{number}",
                    "key": _key(kind, rule),
                    "value": _zen(book, book.conditions[rule], sure=sure),
                }
            )
    graph = {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in"},
            {
                "id": "rules",
                "type": "expressionNode",
                "name": "rules",
                "content": {"expressions": expressions},
            },
            {"id": "out", "type": "outputNode", "name": "out"},
        ],
        "edges": [
            {"id": "1", "type": "edge", "sourceId": "in", "targetId": "rules"},
            {"id": "2", "type": "edge", "sourceId": "rules", "targetId": "out"},
        ],
    }
    return zen.ZenEngine().create_decision(json.dumps(graph))


def _key(kind: str, rule: str) -> str:
    return f"{kind}_" + rule.replace(":", "_")


def _zen(book: Rulebook, condition: Condition, *, sure: bool) -> str:
    match condition:
        case All(parts):
            return "(" + (" and ".join(_zen(book, p, sure=sure) for p in parts) or "true") + ")"
        case AnyOf(parts):
            return "(" + (" or ".join(_zen(book, p, sure=sure) for p in parts) or "false") + ")"
        case Not(part):
            return f"(not {_zen(book, part, sure=not sure)})"
        case Holds(rule):
            return f"$.{_key('t' if sure else 'p', rule)}"
        case Test(answer, operator, operand):
            codes = book.pack.questions[answer].codes
            unknown = f"{answer} == null"
            match operator:
                case "withheld":
                    return "false" if sure else f"({unknown})"
                case "is":
                    test = f"{answer} == {json.dumps(operand)}"
                case "any_of":
                    test = f"{answer} in {json.dumps(list(operand))}"
                case "includes":
                    test = f"contains({answer}, {json.dumps(operand)})"
                case "includes_any":
                    test = "(" + " or ".join(f"contains({answer}, {json.dumps(c)})" for c in operand) + ")"
                case "at_least" if codes:
                    test = f"{answer} in {json.dumps(codes[codes.index(operand) :])}"
                case "at_least":
                    test = f"{answer} >= {operand}"
                case "at_most":
                    test = f"{answer} <= {operand}"
                case _:
                    test = f"len({answer}) >= 3"
            return f"(({answer} != null) and {test})" if sure else f"(({unknown}) or {test})"
    raise AssertionError


def json_logic(book: Rulebook) -> Callable[[dict[str, Any]], list[Any]]:
    """Return the rules in json-logic, by the usual small interpreter of it.

    It knows two truths only, and no schedule: it does less than the others.
    """
    rules = [_logic(book, book.conditions[rule]) for rule in book.order]

    def apply(rule: Any, data: dict[str, Any]) -> Any:
        if not isinstance(rule, dict):
            return rule
        ((operator, values),) = rule.items()
        match operator:
            case "and":
                return all(apply(value, data) for value in values)
            case "or":
                return any(apply(value, data) for value in values)
            case "!":
                return not apply(values, data)
            case "var":
                return data.get(values)
            case "in":
                left, right = apply(values[0], data), apply(values[1], data)
                return right is not None and left in right
            case "==":
                return apply(values[0], data) == apply(values[1], data)
            case _:
                left = apply(values[0], data)
                return left is not None and left >= values[1]

    return lambda data: [apply(rule, data) for rule in rules]


def _logic(book: Rulebook, condition: Condition) -> Any:
    match condition:
        case All(parts):
            return {"and": [_logic(book, part) for part in parts]}
        case AnyOf(parts):
            return {"or": [_logic(book, part) for part in parts]}
        case Not(part):
            return {"!": _logic(book, part)}
        case Holds(rule):
            return _logic(book, book.conditions[rule])
        case Test(answer, operator, operand):
            variable = {"var": answer}
            codes = book.pack.questions[answer].codes
            match operator:
                case "is":
                    return {"==": [variable, operand]}
                case "any_of":
                    return {"in": [variable, list(operand)]}
                case "includes":
                    return {"in": [operand, variable]}
                case "withheld":
                    return {"==": [variable, None]}
                case "days_at_least" | "days_at_most" | "only_times":
                    return {"==": [{"!": {"!": variable}}, True]}
                case "includes_any":
                    return {"or": [{"in": [code, variable]} for code in operand]}
                case "at_least" if codes:
                    return {"in": [variable, list(codes[codes.index(operand) :])]}
                case _:
                    return {">=": [variable, operand]}
    raise AssertionError
