"""Smallest answers at the edge of each rule, where an altered rule would say something else.

A clinic pins them once its rules are as they should be; from then on the check notices
every change of a rule that matters. They tell that something changed, not that it was right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from iopintake.answers.model import Answers
from iopintake.assessment.decide import result_of
from iopintake.checking.mutants import Mutant, mutants
from iopintake.packs.conditions import Truth
from iopintake.packs.model import LEVELS, LevelId, Pack
from iopintake.reasoning.solving.world import Questioner, World
from iopintake.reasoning.thresholds import thresholds_of
from iopintake.rules.evaluation import Evaluator


@dataclass(frozen=True, slots=True)
class Boundary:
    """Answers for which a rule has a truth, or for which the level is a certain one."""

    rule: str
    answers: Answers
    truth: Truth | None
    level: LevelId | None = None


def boundaries(
    pack: Pack, as_of: date, tried: Callable[[float], None] = lambda _share: None
) -> Iterator[Boundary]:
    """Yield boundaries such that each mutant of PACK gets at least one of them wrong.

    Mutants that mean the same as the pack (the solver finds no answers that tell them
    apart) need none. With each mutant TRIED is told what share of them it is.
    """
    original = Evaluator(pack)
    world = world_for_mutants(original)
    found: list[Boundary] = []
    every = tuple(mutants(pack))
    for mutant in every:
        tried(1 / len(every))
        altered = Evaluator(mutant.pack)
        if any(is_wrong(altered, boundary) for boundary in found):
            continue
        boundary = (
            _level_edge(world, mutant, as_of) if mutant.condition is None else _edge(world, mutant, as_of)
        )
        if boundary is not None:
            found.append(boundary)
            yield boundary


def world_for_mutants(original: Evaluator) -> World:
    """Return a model in which numbers next to the thresholds of the rules are told apart, too."""
    own = thresholds_of(original.book)
    near = {q: {n + step for n in numbers for step in (-1, 0, 1)} for q, numbers in own.items()}
    return World(original.book, thresholds=near)


def is_wrong(evaluator: Evaluator, boundary: Boundary) -> bool:
    """Say whether a pack's rules come to something else than a boundary tells."""
    evaluation = evaluator.evaluate(boundary.answers)
    if boundary.truth is not None:
        return evaluation.truth(boundary.rule) is not boundary.truth
    return result_of(evaluation)[1] != boundary.level


def _edge(world: World, mutant: Mutant, as_of: date) -> Boundary | None:
    """Return smallest answers on which the rule and its altered form disagree for sure."""
    assert mutant.condition is not None
    before = world.encoding.rules[mutant.rule]
    after = world.encoding.encode(mutant.condition)
    ask = Questioner(world)
    for truth, literals in (
        (Truth.MET, [before.surely, after.surely_not]),
        (Truth.NOT_MET, [before.surely_not, after.surely]),
        (Truth.MET, [before.surely, -after.surely]),
        (Truth.NOT_MET, [before.surely_not, -after.surely_not]),
    ):
        if ask.can(*literals):
            (answers,) = ask.smallest(literals, as_of)
            return Boundary(mutant.rule, answers, truth)
    return None


def _level_edge(world: World, mutant: Mutant, as_of: date) -> Boundary | None:
    """Return smallest answers where the need alone gives the level."""
    need = next(need for need in world.encoding.book.pack.levels.need if need.id == mutant.rule)
    rules = world.encoding.rules
    others = [
        -rules[other.id].surely
        for other in world.encoding.book.pack.levels.need
        if other.id != need.id and LEVELS.index(other.level) <= LEVELS.index(need.level)
    ]
    ask = Questioner(world)
    literals = [rules[need.id].surely, world.outcome.level[need.level], *others]
    if not ask.can(*literals):
        return None
    (answers,) = ask.smallest(literals, as_of)
    return Boundary(need.id, answers, None, need.level)
