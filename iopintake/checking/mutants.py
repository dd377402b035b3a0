"""Altered copies of a pack, one thing changed in each: what a check should notice.

A number differs by one, an option is left out or exchanged, *all* stands for *any*, a test
is turned round, a need calls for the level below.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from iopintake.packs.conditions import All, AnyOf, Condition, Not, Test
from iopintake.packs.model import LEVELS, LevelId, Pack

KINDS = ("condition", "criterion", "need", "alert", "requirement", "scope", "conflict")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One altered pack: which rule, what was altered, and how the rule reads now."""

    rule: str
    what: str
    pack: Pack
    condition: Condition | None  # None where the level was altered


def mutants(pack: Pack) -> Iterator[Mutant]:
    """Yield every mutant of the rules that decide."""
    for kind in KINDS:
        rules = rules_of(pack, kind)
        for place, rule in enumerate(rules):
            for what, condition in _altered(pack, rule.when):
                changed = (*rules[:place], replace(rule, when=condition), *rules[place + 1 :])
                yield Mutant(rule.id, what, with_rules(pack, kind, changed), condition)
            if kind == "need" and rule.level != "iop":
                lower = LEVELS[LEVELS.index(rule.level) + 1]
                for changed_pack in with_level(pack, rule.id, lower):
                    yield Mutant(rule.id, f"{lower} for {rule.level}", changed_pack, None)


def with_level(pack: Pack, need_id: str, level: LevelId) -> Iterator[Pack]:
    """Yield PACK with a need that calls for LEVEL instead of its own; nothing where it does so already."""
    needs = pack.levels.need
    for place, need in enumerate(needs):
        if need.id == need_id and need.level != level:
            other = replace(need, level=level, up_to=None)
            yield with_rules(pack, "need", (*needs[:place], other, *needs[place + 1 :]))


def rules_of(pack: Pack, kind: str) -> tuple[Any, ...]:
    """Return the rules of PACK of a KIND, one of ``KINDS``."""
    match kind:
        case "condition":
            return pack.conditions
        case "criterion":
            return pack.criteria
        case "conflict":
            return pack.conflicts
        case _:
            rules: tuple[Any, ...] = getattr(pack.levels, kind)
            return rules


def with_rules(pack: Pack, kind: str, rules: tuple[Any, ...]) -> Pack:
    """Return PACK with other RULES of a KIND."""
    match kind:
        case "condition":
            return replace(pack, conditions=rules)
        case "criterion":
            return replace(pack, criteria=rules)
        case "conflict":
            return replace(pack, conflicts=rules)
        case _:
            changed: dict[str, Any] = {kind: rules}
            return replace(pack, levels=replace(pack.levels, **changed))


def _altered(pack: Pack, condition: Condition) -> Iterator[tuple[str, Condition]]:
    """Yield the condition with one thing in it altered."""
    match condition:
        case All(parts) | AnyOf(parts):
            kind = type(condition)
            for place, part in enumerate(parts):
                for what, other in _altered(pack, part):
                    yield what, kind((*parts[:place], other, *parts[place + 1 :]))
            if len(parts) > 1:
                yield "all and any exchanged", AnyOf(parts) if kind is All else All(parts)
                for place in range(len(parts)):
                    yield f"part {place + 1} left out", kind((*parts[:place], *parts[place + 1 :]))
        case Not(part):
            yield "not left out", part
            for what, other in _altered(pack, part):
                yield what, Not(other)
        case Test():
            yield from _altered_test(pack, condition)
        case _:
            return


def _altered_test(pack: Pack, test: Test) -> Iterator[tuple[str, Condition]]:
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
        yield (
            f"{name}: {codes[place - 1] if place else codes[1]}",
            replace(test, operand=codes[place - 1] if place else codes[1]),
        )
