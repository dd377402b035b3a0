"""In which order open questions are asked: those first whose answers narrow the levels most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import reduce
from operator import or_

from iopintake.assessment.decide import cautious_levels
from iopintake.reasoning.asking import Asking, Supposition
from iopintake.reasoning.possible import Completions
from iopintake.reasoning.screening.circuit import Lanes
from iopintake.reasoning.solving.solver import Undecided
from iopintake.rules.evaluation import Evaluation

Questions = tuple[str, ...]


class Narrowing:
    """Puts questions in order by the completions of the answers that are given."""

    def __init__(self, completions: Completions) -> None:
        """Ask COMPLETIONS."""
        self.completions = completions

    def order(self, evaluations: Sequence[Evaluation], questions: Sequence[Questions]) -> list[Questions]:
        """Return for each of EVALUATIONS its QUESTIONS so that those come first that narrow the levels most.

        How much one narrows is the number of levels that its answers rule out, on average
        over the answers that its options, or its steps between thresholds, can give. What
        narrows alike, or is too hard to decide, keeps its order. Together each takes less.
        """
        asked = [
            self.completions.asking(evaluation)
            if len(some) > 1 and len(cautious_levels(evaluation)) > 1  # else there is nothing to order
            else None
            for evaluation, some in zip(evaluations, questions, strict=True)
        ]
        supposed: dict[tuple[Asking, Questions], Supposition] = {}
        for asking, some in zip(asked, questions, strict=True):
            if asking is not None and some not in asking.known.orders and (asking, some) not in supposed:
                with suppress(Undecided):
                    levels = asking.levels()
                    if len(levels) > 1:
                        supposed[asking, some] = asking.suppose(some, levels)
        self.completions.try_all([one.trial for one in supposed.values() if one.trial])
        for (asking, some), one in supposed.items():
            with suppress(Undecided):
                asking.known.orders[some] = _sorted(some, asking.beside(one))
        return [
            some if asking is None else asking.known.orders.get(some, some)
            for asking, some in zip(asked, questions, strict=True)
        ]


def _sorted(questions: Questions, beside: Mapping[str, Sequence[Lanes]]) -> Questions:
    scores = {question: -_ruled_out(answers) for question, answers in beside.items()}
    return tuple(sorted(questions, key=lambda question: scores.get(question, 0.0)))


def _ruled_out(beside: Sequence[Lanes]) -> float:
    """Return how many levels an answer rules out on average, from beside which answers each is possible."""
    possible = reduce(or_, beside)
    if not possible:
        return 0.0
    return len(beside) - sum([answers.bit_count() for answers in beside]) / possible.bit_count()
