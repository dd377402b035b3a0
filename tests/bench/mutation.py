"""Alters each threshold and condition of the shipped pack in turn: do cases or proofs notice?

Run: python tests/bench/mutation.py [--survivors]

A mutant is the shipped pack with one thing changed: a number by one, an option left out or
exchanged, *all* for *any*, a test turned round, a need one level lower. It is noticed when
a case comes out otherwise or a claim breaks.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from iopintake import datafiles
from iopintake.answers import Answers
from iopintake.check import run_case
from iopintake.conditions import All, AnyOf, Condition, Not, Test
from iopintake.evaluation import Evaluator
from iopintake.intake import Circumstances
from iopintake.packs.cases import WholeCase, load_cases
from iopintake.packs.load import load_pack
from iopintake.packs.model import LEVELS, Pack
from iopintake.reasoning.possible import Completions
from iopintake.reasoning.proof import Prover
from iopintake.summary import Summary, summarize
from iopintake.terminal.loading import today


@dataclass(frozen=True)
class Mutant:
    """One altered pack, and what was altered."""

    what: str
    pack: Pack


def altered(pack: Pack, condition: Condition) -> Iterator[tuple[str, Condition]]:
    """Yield the condition with one thing in it altered."""
    match condition:
        case All(parts) | AnyOf(parts):
            for place, part in enumerate(parts):
                for what, other in altered(pack, part):
                    yield what, type(condition)((*parts[:place], other, *parts[place + 1 :]))
            if len(parts) > 1:
                swapped = AnyOf(parts) if isinstance(condition, All) else All(parts)
                yield f"{type(condition).__name__} for {type(swapped).__name__}", swapped
                for place in range(len(parts)):
                    yield f"part {place + 1} left out", type(condition)((*parts[:place], *parts[place + 1 :]))
        case Not(part):
            yield "not left out", part
            for what, other in altered(pack, part):
                yield what, Not(other)
        case Test():
            yield from altered_test(pack, condition)
        case _:
            return


def altered_test(pack: Pack, test: Test) -> Iterator[tuple[str, Condition]]:
    """Yield one test with its operand altered."""
    operand, codes = test.operand, pack.questions[test.answer].codes
    name = f"{test.answer} {test.operator} {operand}"
    if isinstance(operand, bool):
        return
    if isinstance(operand, int):
        for step in (-1, 1):
            yield f"{name}: {operand + step}", replace(test, operand=operand + step)
    elif isinstance(operand, tuple) and len(operand) > 1:
        for code in operand:
            yield f"{name}: without {code}", replace(test, operand=tuple(c for c in operand if c != code))
    elif isinstance(operand, str) and operand in codes and len(codes) > 1:
        place = codes.index(operand)
        other = codes[place - 1] if place else codes[1]
        yield f"{name}: {other}", replace(test, operand=other)


def mutants(pack: Pack) -> Iterator[Mutant]:
    """Yield every mutant of the rules that decide."""
    lists: dict[str, tuple[Any, ...]] = {
        "condition": pack.conditions,
        "criterion": pack.criteria,
        "need": pack.levels.need,
        "alert": pack.levels.alert,
        "requirement": pack.levels.requirement,
        "scope": pack.levels.scope,
    }
    for kind, rules in lists.items():
        for place, rule in enumerate(rules):
            for what, condition in altered(pack, rule.when):
                changed = (*rules[:place], replace(rule, when=condition), *rules[place + 1 :])
                yield Mutant(f"{kind} {rule.id}: {what}", with_rules(pack, kind, changed))
            if kind == "need" and rule.level != "iop":
                lower = LEVELS[LEVELS.index(rule.level) + 1]
                changed = (*rules[:place], replace(rule, level=lower, up_to=None), *rules[place + 1 :])
                yield Mutant(f"need {rule.id}: {rule.level} for {lower}", with_rules(pack, kind, changed))


def with_rules(pack: Pack, kind: str, rules: tuple[Any, ...]) -> Pack:
    """Return the pack with other rules of one kind."""
    match kind:
        case "condition":
            return replace(pack, conditions=rules)
        case "criterion":
            return replace(pack, criteria=rules)
        case _:
            return replace(pack, levels=replace(pack.levels, **{kind: rules}))


def noticed(mutant: Mutant, cases: tuple[WholeCase, ...]) -> str:
    """Return who notices a mutant: a case, a proof, the reading of the pack, or nobody."""
    try:
        evaluator = Evaluator(mutant.pack)
    except ValueError:
        return "reading"
    completions = Completions(evaluator.book)

    def result(answers: Answers, circumstances: Circumstances) -> Summary:
        return summarize(
            evaluator,
            answers,
            circumstances,
            levels_possible=completions.levels,
            would_change=lambda _evaluation: (),
        )

    for whole in cases:
        if run_case(evaluator, result, whole).wrong:
            return "case"
    if any(proof.broken for proof in Prover(evaluator.book, today()).prove()):
        return "proof"
    return ""


def main() -> None:
    """Print the score, and the survivors."""
    folder = datafiles.shipped_pack()
    cases = load_cases(folder)
    counts: dict[str, int] = {}
    survivors = []
    for mutant in mutants(load_pack(folder)):
        who = noticed(mutant, cases)
        counts[who] = counts.get(who, 0) + 1
        if not who:
            survivors.append(mutant.what)
    total = sum(counts.values())
    killed = total - counts.get("", 0)
    print(f"{total} mutants, {killed} noticed ({killed / total:.1%}): {counts}")
    for what in survivors if "--survivors" in sys.argv else ():
        print(f"  survives: {what}")


if __name__ == "__main__":
    main()
