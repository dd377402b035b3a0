"""One assessment and many, beside zen-engine, json-logic and hand-written Python.

Run: python tests/bench/assess.py [SETS] (100000 by default; 1000000 for the whole table)

The peers evaluate the same pack: every rule as the same three-valued conditions, for the
same answers, and their truths are compared first. Needs zen-engine beside iopintake.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from iopintake.answers.circumstances import today
from iopintake.answers.files import read_answers
from iopintake.answers.model import Answers
from iopintake.checking.cases import load_cases
from iopintake.checking.toolkit import Toolkit, load_toolkit
from iopintake.packs.conditions import All, AnyOf, Condition, Holds, Not, Test, Truth
from iopintake.rules.evaluation import seen
from iopintake.rules.rulebook import Rulebook
from iopintake.rules.seen import IRRELEVANT, WITHHELD
from iopintake.support import datafiles

SETS = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
ROUNDS = 2_000
ON_ONE_CORE = 100_000
"""Sets that are also assessed on one core; more take half an hour and show nothing else."""


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
            lines.append(f"    if not p[{rule!r}] and not signs({question!r}, v): a[{question!r}] = NA")
    lines.append("    return {k: 3 if t[k] else 1 if p[k] else 0 for k in t}")
    names: dict[str, Any] = {
        "NA": IRRELEVANT,
        "WH": WITHHELD,
        "signs": book.is_crisis_sign,
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


def seconds_each(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the seconds that one call takes, the best of five runs."""
    work()
    best = float("inf")
    for _ in range(5):
        began = time.perf_counter()
        for _ in range(rounds // 5):
            work()
        best = min(best, (time.perf_counter() - began) / (rounds // 5))
    return best


def main() -> None:
    """Print the table."""
    toolkit = load_toolkit(None)
    cases = [
        read_answers(toolkit.pack, w.case.id, w.data, today()).answers
        for w in load_cases(datafiles.shipped_pack())
    ]
    one_assessment(toolkit, cases)
    many(toolkit)


def one_assessment(toolkit: Toolkit, cases: list[Answers]) -> None:
    """Compare one assessment of the same answers."""
    book, fast = toolkit.evaluator.book, toolkit.evaluator.truths_of_rules
    hand = by_hand(book)
    for answers in cases:
        given = seen(answers)
        truths, _ = fast(given)
        expected = {rule: truths[book.nodes[rule].index] for rule in book.order}
        assert hand(dict(given)) == expected, "the hand-written rules differ"
    inputs = [seen(answers) for answers in cases]
    whole = toolkit.evaluator._whole
    turn = iter(range(10**9))
    pick = lambda: inputs[next(turn) % len(inputs)]  # noqa: E731
    took = {
        "iopintake, all rules": seconds_each(lambda: fast(pick())),
        "iopintake, with every condition for the explanation": seconds_each(lambda: whole(pick())),
        "hand-written Python, the same truths": seconds_each(lambda: hand(dict(pick()))),
    }
    logic = json_logic(book)
    known = [{q: v for q, v in given.items() if v is not WITHHELD} for given in inputs]

    took["json-logic, two truths instead of three"] = seconds_each(
        lambda: logic(known[next(turn) % len(known)]), 500
    )
    try:
        decision = zen_decision(book)
        plain = [
            {q: (sorted(v) if isinstance(v, frozenset) else v) for q, v in given.items() if v is not WITHHELD}
            for given in inputs
        ]
        zen_inputs = [{**dict.fromkeys(toolkit.pack.questions), **given} for given in plain]
        took["zen-engine from Python, all rules"] = seconds_each(
            lambda: decision.evaluate(zen_inputs[next(turn) % len(zen_inputs)]), 500
        )
    except ImportError:
        print("zen-engine is not installed: pip install zen-engine")
    mine = took["iopintake, all rules"]
    print("| one assessment, every rule of the pack | us | x iopintake |\n|---|---|---|")
    for name, value in took.items():
        print(f"| {name} | {value * 1e6:.1f} | {value / mine:.2f} |")


def many(toolkit: Toolkit) -> None:
    """Assess many sets of answers from a file, on one core and on two."""
    lines = [json.dumps(w.data) for w in load_cases(datafiles.shipped_pack())]
    random.seed(1)
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "many.jsonl"
        print(
            "\n| JSON Lines, read, assessed and written | seconds | a line, us | peak memory, MB |\n|---|---|---|---|"  # noqa: E501
        )
        for count in (SETS // 10, SETS):
            with path.open("w") as file:
                for _ in range(count):
                    file.write(random.choice(lines) + "\n")
            for cores in ("0", "0,1") if count <= ON_ONE_CORE else ("0,1",):
                command = [
                    "taskset",
                    "-c",
                    cores,
                    sys.executable,
                    "-m",
                    "iopintake",
                    "assess",
                    str(path),
                    "--format",
                    "jsonl",
                ]
                began = time.perf_counter()
                with Path("/dev/null").open("w") as nowhere:
                    subprocess.run(command, stdout=nowhere, check=True)
                took = time.perf_counter() - began
                peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
                label = f"{count} sets, {len(cores.split(','))} core(s)"
                print(f"| {label} | {took:.1f} | {took / count * 1e6:.0f} | {peak:.0f} |")


if __name__ == "__main__":
    assert Truth.MET == 3
    main()
