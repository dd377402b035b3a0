"""The questions that some rules look at, as variables of a few values each.

Two answers that all these rules take alike are one value: an age is below 12, 12 to 17, or
18 and over. A question with several answers at a time has a variable for each code that is
looked for. Each value of each variable has its own place, a *slot*.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from iopintake.packs.conditions import Proposition, Reading, tests
from iopintake.packs.model import Question
from iopintake.reasoning.said import Said
from iopintake.reasoning.thresholds import least_number, propositions_of
from iopintake.rules.rulebook import Rulebook

Slot = int
"""The place of a value of a variable among all values of all variables."""

REMEMBERED: Final = 20_000
"""Answers whose slots are remembered, so that endless different ones take no memory."""


@dataclass(frozen=True, slots=True, eq=False)
class Variable:
    """A question, or one code of it, and a reading that stands for each of its values."""

    readings: tuple[Reading, ...]
    slots: range
    looked_for: tuple[Proposition, ...]
    by_truths: dict[tuple[bool, ...], Slot] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        for slot, reading in zip(self.slots, self.readings, strict=True):
            self.by_truths[self._truths(reading)] = slot

    def slot(self, reading: Reading) -> Slot:
        """Return the slot of the value that READING has."""
        return self.by_truths[self._truths(reading)]

    def _truths(self, reading: Reading) -> tuple[bool, ...]:
        return tuple(proposition.of(reading) for proposition in self.looked_for)


class Variables:
    """The variables that some rules of a pack look at."""

    def __init__(self, book: Rulebook, rules: Iterable[str]) -> None:
        """Find the variables that RULES of BOOK look at."""
        used: dict[str, set[Proposition]] = {}
        for rule in rules:
            for test in tests(book.conditions[rule]):
                if test.operator != "withheld":
                    used.setdefault(test.answer, set()).update(propositions_of(book.formula(test)))
        self.of: dict[str, tuple[Variable, ...]] = {}
        self.count = 0
        for question in book.pack.questions.values():
            if question.id in used:
                self.of[question.id] = tuple(self._variables(question, used[question.id]))
        self.all = tuple(variable for some in self.of.values() for variable in some)
        self.places = {question: self.all.index(some[0]) for question, some in self.of.items()}
        self._questions = book.pack.questions
        self._states: dict[tuple[str, Reading], tuple[Slot, ...]] = {}

    def _variables(self, question: Question, used: set[Proposition]) -> Iterator[Variable]:
        looked_for = tuple(sorted(used, key=lambda p: str(p.operand)))
        match question.type:
            case "choices" | "schedule":
                for proposition in looked_for:
                    there = frozenset({str(proposition.operand)})
                    yield self._variable((frozenset(), there), (proposition,))
            case "choice":
                alike = {tuple(p.of(code) for p in looked_for): code for code in reversed(question.codes)}
                yield self._variable(tuple(reversed(alike.values())), looked_for)
            case _:
                yield self._variable(tuple(_steps(question, looked_for)), looked_for)

    def _variable(self, readings: tuple[Reading, ...], looked_for: tuple[Proposition, ...]) -> Variable:
        slots = range(self.count, self.count + len(readings))
        self.count += len(readings)
        return Variable(readings, slots, looked_for)

    def state(self, question_id: str, reading: Reading) -> tuple[Slot, ...]:
        """Return the slots of an answer: one for each variable of its question."""
        key = question_id, reading
        if key not in self._states:
            if len(self._states) >= REMEMBERED:
                self._states.clear()
            self._states[key] = tuple(variable.slot(reading) for variable in self.of[question_id])
        return self._states[key]

    def excluded(self, question_id: str, said: Said) -> frozenset[Slot] | None:
        """Return the slots that an answer excludes of which that is SAID; None if none is such.

        One of several codes excludes those it can't go with.
        """
        proposition, holds = said
        question, variables = self._questions[question_id], self.of[question_id]
        if proposition.kind == "has":
            alone = {option.code for option in question.options if option.exclusive}
            return frozenset(_beside(variables, str(proposition.operand), alone, holds=holds))
        (one,) = variables
        kept = {slot for slot in one.slots if _can(question, one, slot, proposition, holds=holds)}
        return frozenset(one.slots) - kept if kept else None


def _beside(variables: Iterable[Variable], code: str, alone: set[str], *, holds: bool) -> Iterator[Slot]:
    for variable in variables:
        (other,) = (str(proposition.operand) for proposition in variable.looked_for)
        without, with_it = variable.slots
        if other == code:
            yield without if holds else with_it
        elif holds and (code in alone or other in alone):
            yield with_it


def _can(
    question: Question, variable: Variable, slot: Slot, proposition: Proposition, *, holds: bool
) -> bool:
    """Say whether some answer with the value of SLOT is one of which PROPOSITION HOLDS, or does not."""
    if proposition.kind == "is":
        return any(variable.slot(code) == slot for code in question.codes if proposition.of(code) is holds)
    place = slot - variable.slots.start
    least = variable.readings[place]
    beyond = variable.readings[place + 1 :][:1]
    most = beyond[0] - 1 if beyond else question.maximum  # type: ignore[operator]
    assert isinstance(proposition.operand, int)
    assert isinstance(least, int)
    if holds:
        return most is None or most >= proposition.operand
    return least < proposition.operand


def _steps(question: Question, looked_for: tuple[Proposition, ...]) -> Iterator[int]:
    """Yield the least number of each run of numbers that the rules take alike."""
    reached = sorted(p.operand for p in looked_for if isinstance(p.operand, int))
    least = least_number(question)
    low = min([0, *reached]) - 1 if least is None else least
    yield low
    most = question.maximum
    yield from (number for number in reached if number > low and (most is None or number <= most))
