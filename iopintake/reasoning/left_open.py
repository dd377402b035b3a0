"""What answers leave open of the levels: where it is the same, the same levels are still possible.

It is the unknown conditions that are come to from the rules that can still raise a level. A condition
that is settled stays so whatever is still said, and no other one matters. So of many intakes a third
to two thirds leave open what another left open before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import accumulate
from operator import or_

from iopintake.assessment.level_rules import least_level, level_rules
from iopintake.packs.conditions import tests
from iopintake.packs.model import LEVELS
from iopintake.rules.columns import Column, Columns
from iopintake.rules.conflicts import unsettled_questions
from iopintake.rules.evaluation import Evaluation
from iopintake.rules.names import optional, when
from iopintake.rules.rulebook import Rulebook
from iopintake.rules.walk import Walk

Pattern = bytes
"""What a set of answers leaves open."""


class LeftOpen:
    """What is left open of the levels of one pack."""

    def __init__(self, book: Rulebook) -> None:
        """Prepare to walk through the rules of BOOK that a level rests on."""
        pack, places, index = book.pack, book.place, book.index
        rules = level_rules(pack)
        gated, unasked = book.gated, book.unasked
        required = {q for one in pack.levels.requirement for q in book.asked_by(one.id)}
        self._required = [when(q) for q in required]
        begun = [*(rule.id for rule in rules), *(when(q) for q in gated), *self._required]
        self._tops = [LEVELS.index(rule.up_to or least_level(rule)) for rule in rules]
        self._met = [
            (index[rule.id], range(top, LEVELS.index(least_level(rule)) + 1))
            for rule, top in zip(rules, self._tops, strict=True)
        ]
        self._needs = [(index[need.id], LEVELS.index(need.level)) for need in pack.levels.need]
        self._scopes = [index[scope.id] for scope in pack.levels.scope]
        self._gates = [(places[q], index[when(q)]) for q in gated]
        self._silent = [(places[q], index[when(q)], index[optional(q)]) for q in unasked]
        self._heard = [places[q] for q in _heard_of(book, book.closure(begun)) if q not in unasked]
        walk = Walk(book, begun, {q: [optional(q)] for q in unasked})
        leaves = [leaf.name for leaf in walk.leaves]
        self._run = walk.giving(
            " | ".join(f"{name} << {bit}" for bit, name in enumerate(leaves[first : first + 8]))
            for first in range(0, len(leaves), 8)
        )

    def patterns(self, evaluations: Sequence[Evaluation], columns: Columns) -> list[Pattern | None]:
        """Return the pattern of each of EVALUATIONS, whose COLUMNS these are.

        None stands where another one could be alike and something else possible: where answers contradict
        each other, where a rule counts a silence that a completion breaks, or it is open whether one counts.
        """
        above = self._above(columns)
        numbers = [columns.numbers(above), columns.numbers(self._called_for(columns, above))]
        count, told = len(evaluations), [*self._open(columns, above)]
        doubtful = reduce(or_, map(columns.withheld, self._heard), 0)
        for place, belongs, spared in self._silent:
            silent = columns.withheld(place)  # which counts where the question belongs and none waits for it
            told += [silent, silent & columns.met(belongs), silent & columns.met(spared)]
            doubtful |= silent & (columns.unknown(belongs) | columns.unknown(spared))
        rows = b"".join([*[one.to_bytes(count, "little") for one in told], *numbers])
        unlike = set(columns.places(doubtful))
        return [
            None if place in unlike or unsettled_questions(evaluation) else rows[place::count]
            for place, evaluation in enumerate(evaluations)
        ]

    def _above(self, columns: Columns) -> list[Column]:
        """Return for each level where it is above the one that is called for already."""
        called_for = [0] * len(LEVELS)
        for index, place in self._needs:
            called_for[place] |= columns.met(index)
        return [columns.every & ~one for one in accumulate(called_for, or_)]

    def _called_for(self, columns: Columns, above: Sequence[Column]) -> list[Column]:
        """Return for each level where it is called for, or left possible, by what is met, and ABOVE."""
        found = [0] * len(LEVELS)
        for index, levels in self._met:
            if met := columns.met(index):
                for place in levels:
                    found[place] |= met
        return [one & higher for one, higher in zip(found, above, strict=True)]

    def _open(self, columns: Columns, above: Sequence[Column]) -> tuple[Column, ...]:
        """Return where each condition is open, eight in a byte."""
        held = [columns.valued(place) if columns.unknown(index) else 0 for place, index in self._gates]
        scoped = reduce(or_, map(columns.met, self._scopes), 0)  # no level is told, and none is settled
        raising = [above[top] | scoped for top in self._tops]
        return self._run(columns, [*raising, *held, *[columns.every] * len(self._required)])


def _heard_of(book: Rulebook, rules: Iterable[str]) -> set[str]:
    """Return the questions of which some of RULES asks whether they were left without a value."""
    every = (test for rule in rules for test in tests(book.conditions[rule]))
    return {test.answer for test in every if test.operator == "withheld"}
