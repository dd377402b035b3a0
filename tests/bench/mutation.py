"""Alters each threshold and condition of the shipped pack in turn: do the checks notice?

Run: python tests/bench/mutation.py [--survivors]

A mutant is noticed when a case comes out otherwise, a claim breaks, or a pinned boundary
moves. A mutant that no answers tell apart from the pack (the solver finds none, also not
in the level) means the same and can't be noticed; it is counted apart.
"""

from __future__ import annotations

import sys
from collections import Counter

from iopintake.answers.circumstances import Circumstances, today
from iopintake.answers.model import Answers
from iopintake.checking.boundaries import world_for_mutants
from iopintake.checking.cases import PinnedFile, WholeCase, load_cases, load_pinned
from iopintake.checking.check import broken_boundaries, run_case
from iopintake.checking.difference import Difference
from iopintake.checking.load import load_pack
from iopintake.checking.mutants import Mutant, mutants
from iopintake.reasoning.possible import Completions
from iopintake.reasoning.proof import Prover
from iopintake.reasoning.solving.world import Questioner, World
from iopintake.rules.evaluation import Evaluator
from iopintake.summary import summarize
from iopintake.summary.model import Summary
from iopintake.support import datafiles


def noticed(mutant: Mutant, cases: tuple[WholeCase, ...], pinned: PinnedFile | None) -> str:
    """Return who notices a mutant: a case, a claim, a boundary, or nobody."""
    evaluator = Evaluator(mutant.pack)
    completions = Completions(evaluator.book)

    def result(answers: Answers, circumstances: Circumstances) -> Summary:
        return summarize(
            evaluator,
            answers,
            circumstances,
            levels_possible=completions.levels,
            would_change=lambda _evaluation: (),
            order=lambda _evaluation, questions: questions,
        )

    if any(run_case(evaluator, result, whole).wrong for whole in cases):
        return "a case"
    if any(proof.broken for proof in Prover(evaluator.book, today()).prove()):
        return "a claim"
    if pinned and any(broken_boundaries(evaluator, pinned)):
        return "a boundary"
    return ""


def means_the_same(world: World, original: Evaluator, mutant: Mutant) -> bool:
    """Say whether no answers tell the mutant from the pack, proved by the solver."""
    if mutant.condition is None:
        return not any(Difference(original.book, Evaluator(mutant.pack).book).moved(today()))
    before, after = world.encoding.rules[mutant.rule], world.encoding.encode(mutant.condition)
    ask = Questioner(world)
    pairs = ((before.surely, after.surely), (before.surely_not, after.surely_not))
    return not any(ask.can(one, -other) or ask.can(-one, other) for one, other in pairs)


def main() -> None:
    """Print the score, and the survivors."""
    folder = datafiles.shipped_pack()
    pack = load_pack(folder)
    cases, pinned = load_cases(folder), load_pinned(folder)
    original = Evaluator(pack)
    world = world_for_mutants(original)
    counts: Counter[str] = Counter()
    survivors = []
    for mutant in mutants(pack):
        who = noticed(mutant, cases, pinned)
        if not who and means_the_same(world, original, mutant):
            who = "the same"
        counts[who] += 1
        if who in {"", "the same"}:
            survivors.append(f"{who or 'survives'}: {mutant.rule}: {mutant.what}")
    real = sum(counts.values()) - counts["the same"]
    killed = real - counts[""]
    print(f"{sum(counts.values())} mutants, {counts['the same']} mean the same as the pack")
    print(f"{killed} of {real} noticed ({killed / real:.1%}): {dict(counts)}")
    for line in survivors if "--survivors" in sys.argv else ():
        print(f"  {line}")


if __name__ == "__main__":
    main()
