"""Completions of no answers at all, made once for a pack: each can show some level to be possible.

With the answers of a person in place of its own, a completion of nothing becomes one of
these answers, and the level that it comes to is possible for them. Some hundred leave
hardly a level that none of them shows.

They are a calm one, whose answers rule out as many rules as they can, and changes of it that meet
a rule, the smallest that are found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from operator import ne
from typing import Final

from iopintake.packs.conditions import SLOTS, Reading
from iopintake.packs.model import Question
from iopintake.reasoning.screening.circuit import Circuit, Lanes, Program
from iopintake.reasoning.screening.variables import Slot, Variable
from iopintake.reasoning.solving.answers_of import answers_of
from iopintake.reasoning.solving.clauses import Literal
from iopintake.reasoning.solving.encoding import Encoding
from iopintake.reasoning.solving.solver import Solver, Undecided
from iopintake.rules.evaluation import Evaluator
from iopintake.rules.names import optional, when

WAYS: Final = 6
"""Changes that are looked for to meet one rule."""
MOST: Final = 2_000
"""Completions of one pack; what more would show is left to the solver."""
CONFLICTS: Final = 2_000
"""The solver's budget for one change."""
ANY_DAY: Final = date(2000, 1, 3)

Completion = tuple[Slot, ...]
"""The slot of every variable."""

Change = dict[Variable, Slot]
"""Other values for some variables."""


@dataclass(frozen=True, slots=True)
class Witnesses:
    """Completions, and what makes each gated question belong."""

    completions: tuple[Completion, ...]  # the calm one first, and those with the fewest changes
    openings: dict[str, tuple[tuple[int, Slot], ...]]  # places of variables, and their slots


class WitnessMaker:
    """Makes the witnesses of one pack."""

    def __init__(self, circuit: Circuit, encoding: Encoding, extra: Iterable[Literal]) -> None:
        """Make them of models of ENCODING in which EXTRA is true: the completions of nothing."""
        self.circuit, self.encoding, self.extra = circuit, encoding, list(extra)
        self.variables = circuit.variables.all
        self.states = {q: _states(circuit, q) for q in circuit.variables.of}
        self.calm = self._calm()

    def make(self) -> Witnesses:
        """Return the witnesses."""
        search = _Search(self)
        changes: dict[tuple[Slot, ...], Change] = {(): {}}
        for rule in self.circuit.rules:
            for change in search.changes(rule, WAYS):
                changes.setdefault(tuple(sorted(change.values())), change)
        ordered = sorted(changes.values(), key=len)
        openings: dict[str, tuple[tuple[int, Slot], ...]] = {}
        places = {variable: place for place, variable in enumerate(self.variables)}
        for question_id in self.circuit.gated:
            if change := min(search.changes(when(question_id), WAYS), key=len, default={}):
                openings[question_id] = tuple((places[variable], slot) for variable, slot in change.items())
        return Witnesses(tuple(map(self.changed, ordered))[:MOST], openings)

    def changed(self, change: Change) -> Completion:
        """Return the calm completion with CHANGE made."""
        return tuple(change.get(variable, self.calm[variable]) for variable in self.variables)

    def lanes(self, completions: Sequence[Completion]) -> list[Lanes]:
        """Return where each slot is among COMPLETIONS."""
        return lanes_of(completions, self.circuit.variables.count)

    def run(self, program: Program, every: Lanes, can: Sequence[Lanes]) -> tuple[Lanes, ...]:
        """Return what PROGRAM gives where nothing is held."""
        circuit = self.circuit
        return program.run(
            every, can, [0] * len(circuit.signs), [0] * len(circuit.gated), [0] * len(circuit.unasked)
        )

    def _calm(self) -> Change:
        """Return for each question the answer that leaves the fewest rules possible, all others open.

        Of several such the one that chooses the fewest codes.
        """
        choices = [(q, state) for q, states in self.states.items() for state in states]
        every = (1 << len(choices)) - 1
        can = [every] * self.circuit.variables.count
        for lane, (question_id, state) in enumerate(choices):
            for variable, slot in zip(self.circuit.variables.of[question_id], state, strict=True):
                for other in variable.slots:
                    if other != slot:
                        can[other] &= ~(1 << lane)
        met = self.run(self.circuit.of_rules(self.circuit.rules, open_too=True), every, can)
        best: dict[str, tuple[tuple[int, int], tuple[Slot, ...]]] = {}
        for lane, (question_id, state) in enumerate(choices):
            left = sum(lanes >> lane & 1 for lanes in met)
            codes = sum(map(ne, state, (v.slots.start for v in self.circuit.variables.of[question_id])))
            if question_id not in best or (left, codes) < best[question_id][0]:
                best[question_id] = (left, codes), state
        return {
            variable: slot
            for question_id, (_, state) in best.items()
            for variable, slot in zip(self.circuit.variables.of[question_id], state, strict=True)
        }


class _Search:
    """Looks for the smallest changes of the calm completion that meet a rule."""

    def __init__(self, maker: WitnessMaker) -> None:
        self.maker, self.circuit, self.encoding = maker, maker.circuit, maker.encoding
        self.evaluator = Evaluator(self.circuit.book.pack)
        self.solver = Solver(self.encoding.clauses)
        self.last = self.encoding.clauses.last
        self.rules = [*self.circuit.rules, *map(when, self.circuit.gated)]
        self.program = self.circuit.of_rules(self.rules, open_too=False)

    def changes(self, rule: str, most: int) -> Iterator[Change]:
        """Yield up to MOST changes that meet RULE, none of which contains another."""
        self.last += 1
        searched = self.last
        place = self.rules.index(rule)
        for _ in range(most):
            try:
                surely = self.encoding.rules[rule].surely
                if not self.solver.can_within([searched, surely, *self.maker.extra], CONFLICTS):
                    return
            except Undecided:
                return
            change = self._smallest(self._behind(rule), place)
            if not change:
                return
            yield change
            self.solver.add([[-searched, *(-literal for literal in self._literals(change))]])

    def _meets(self, place: int, change: Change) -> bool:
        can = [0] * self.circuit.variables.count
        for slot in self.maker.changed(change):
            can[slot] = 1
        return bool(self.maker.run(self.program, 1, can)[place])

    def _behind(self, rule: str) -> Change:
        """Return how the answers behind RULE in the solver's model, and behind their relevance, differ."""
        answers = answers_of(self.encoding, self.solver.model(), ANY_DAY)
        evaluation = self.evaluator.evaluate(answers)
        behind = list(evaluation.because(rule))
        for question_id in behind:
            gates = [when(question_id)]
            gates += [optional(question_id)] if question_id in self.circuit.unasked else []
            behind += [q for gate in gates for q in evaluation.because(gate) if q not in behind]
        change: Change = {}
        for question_id in behind:
            reading = answers[question_id].reading(ANY_DAY)
            if question_id in self.circuit.variables.of and reading is not None:
                slots = self.circuit.variables.state(question_id, reading)
                change.update(zip(self.circuit.variables.of[question_id], slots, strict=True))
        return {v: slot for v, slot in change.items() if slot != self.maker.calm[v]}

    def _smallest(self, change: Change, place: int) -> Change:
        if not self._meets(place, change):
            return {}
        for variable in list(change):
            less = {v: slot for v, slot in change.items() if v != variable}
            if self._meets(place, less):
                change = less
        return change

    def _literals(self, change: Change) -> Iterator[Literal]:
        """Yield what a change says, as literals of its questions."""
        for question_id, variables in self.circuit.variables.of.items():
            literals = self.encoding.questions[question_id].propositions
            for variable in variables:
                if variable in change:
                    reading = variable.readings[change[variable] - variable.slots.start]
                    for proposition in variable.looked_for:
                        yield literals[proposition] if proposition.of(reading) else -literals[proposition]


def lanes_of(completions: Sequence[Completion], count: int) -> list[Lanes]:
    """Return for each of COUNT slots in which of COMPLETIONS it is."""
    bits = [bytearray((len(completions) + 7) // 8) for _ in range(count)]
    for lane, slots in enumerate(completions):
        byte, bit = divmod(lane, 8)
        for slot in slots:
            bits[slot][byte] |= 1 << bit
    return [int.from_bytes(some, "little") for some in bits]


def _states(circuit: Circuit, question_id: str) -> tuple[tuple[Slot, ...], ...]:
    """Return the answers to a question that rules tell apart; of several codes one at a time."""
    question: Question = circuit.book.pack.questions[question_id]
    readings: Iterable[Reading]
    match question.type:
        case "choice":
            readings = question.codes
        case "choices":
            readings = (frozenset({code}) for code in question.codes)
        case "schedule":
            readings = (frozenset(), *(frozenset({slot}) for slot in SLOTS))
        case _:
            readings = circuit.variables.of[question_id][0].readings
    return tuple(dict.fromkeys(circuit.variables.state(question_id, reading) for reading in readings))
