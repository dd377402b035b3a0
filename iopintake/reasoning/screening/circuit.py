"""The rules that levels rest on, as a program over many sets of answers at once: a bit for each.

What a variable can be stands in one number for each of its values, with a bit for every set of
answers in which it can be that. The rules are then a few hundred ``&`` and ``|`` of long
numbers, and a thousand sets cost hardly more than one. As in ``Completions``, what belongs
has a value: nothing is withheld here, and a rule that is open may become either.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from iopintake.assessment.level_rules import least_level, level_rules
from iopintake.packs.conditions import (
    All,
    AnyOf,
    Condition,
    Every,
    Formula,
    Holds,
    No,
    Not,
    Proposition,
    Some,
    Test,
)
from iopintake.packs.model import LEVELS, Need
from iopintake.reasoning.screening.variables import Slot, Variable, Variables
from iopintake.rules.names import needs_at_least, optional, when
from iopintake.rules.rulebook import Rulebook

NAME: Final = re.compile(r"\bevery\b|\b[psx]\d+\b")
"""The variables of the text of a program."""
SLOT: Final = re.compile(r"\bcan\[(\d+)\]")
"""Where it looks at a slot."""

Lanes = int
"""A bit for each set of answers."""

Read = tuple[Sequence[Slot], Sequence[Slot]]
"""The slots of a variable, and those of them of which a program looks where they can be."""


@dataclass(frozen=True, slots=True)
class Program:
    """The rules over lanes, and what they read.

    It takes all lanes, those in which each slot can be, in which each question of ``signs`` is held, in
    which each of ``gated`` must belong, and in which each of ``unasked`` was asked and stays silent unless
    something waits for it; it gives those in which each level is possible.
    """

    run: Callable[
        [Lanes, Sequence[Lanes], Sequence[Lanes], Sequence[Lanes], Sequence[Lanes]], tuple[Lanes, ...]
    ]
    reads: tuple[Read, ...]


class Circuit:
    """The levels of a pack as a program."""

    def __init__(self, book: Rulebook) -> None:
        """Find the rules of BOOK that levels rest on; they are compiled when first run."""
        self.book = book
        pack = book.pack
        self.rules: Final = tuple(r.id for r in level_rules(pack) if isinstance(r, Need) or r.up_to)
        self.gated: Final = tuple(q for q in pack.questions if q in book.gated or q in book.unasked)
        self.unasked: Final = book.unasked
        needed = book.closure([*self.rules, *map(needs_at_least, LEVELS), *map(when, self.gated)])
        self.order = [rule for rule in book.order if rule in needed]
        self.variables = Variables(book, self.order)
        self.signs: Final = tuple(
            q
            for q in self.gated
            if q in self.variables.of and (pack.questions[q].counts_unasked or self.signs_of(q))
        )

    def signs_of(self, question_id: str) -> list[tuple[Variable, Slot]]:
        """Return the values of a question that are crisis signs, with their variables."""
        return [
            (variable, slot)
            for variable in self.variables.of[question_id]
            for slot, reading in zip(variable.slots, variable.readings, strict=True)
            if isinstance(reading, str | frozenset) and self.book.is_crisis_sign(question_id, reading)
        ]

    @cached_property
    def of_complete(self) -> Program:
        """Return the program for sets in which every variable has one value."""
        return _Source(self, open_too=False).program()

    @cached_property
    def of_partial(self) -> Program:
        """Return the program for sets in which variables may be open.

        What it gives is what no rule rules out, each looked at by itself.
        """
        return _Source(self, open_too=True).program()

    def of_rules(self, rules: Sequence[str], *, open_too: bool) -> Program:
        """Return a program that gives where each of RULES is met, or may be, in place of the levels."""
        return _Source(self, open_too=open_too, rules=rules).program()


class _Source:
    """The source text of a program: each rule as what is surely true, and what may be true."""

    def __init__(self, circuit: Circuit, *, open_too: bool, rules: Sequence[str] | None = None) -> None:
        self.circuit, self.book, self.open_too, self.rules = circuit, circuit.book, open_too, rules
        self.lines: list[str] = []
        self.known: dict[str, str] = {}
        self.places = {rule: place for place, rule in enumerate(circuit.order)}

    def program(self) -> Program:
        for rule, place in self.places.items():
            for sure in self._both():
                expression = self._expression(self.book.conditions[rule], sure=sure)
                self.lines.append(f"{_name(place, sure=sure)} = {expression}")
        wanted = self._levels() if self.rules is None else [self._rule(r, sure=False) for r in self.rules]
        results = ", ".join(wanted)
        body = "\n    ".join((*_needed(self.lines, results), f"return ({results},)"))
        namespace: dict[str, Any] = {}
        exec(f"def program(every, can, held, kept, silent):\n    {body}\n", namespace)  # noqa: S102 - our own text
        read = set(map(int, SLOT.findall(body)))
        reads = ((v.slots, [slot for slot in v.slots if slot in read]) for v in self.circuit.variables.all)
        return Program(namespace["program"], tuple((slots, wanted) for slots, wanted in reads if wanted))

    def _both(self) -> tuple[bool, ...]:
        return (True, False) if self.open_too else (False,)

    def _rule(self, rule: str, *, sure: bool) -> str:
        return _name(self.places[rule], sure=sure and self.open_too)

    def _levels(self) -> list[str]:
        """Return what each level is possible in: the highest need, or what a met need leaves open."""
        if not self.open_too:
            self.lines += [f"every &= {allowed}" for allowed in self._allowed_together()]
        for place, question in enumerate(self.circuit.gated):
            belongs = self._rule(when(question), sure=False)
            self.lines.append(f"every &= {belongs} | ~kept[{place}]")
        found = []
        for place, level in enumerate(LEVELS):
            reached = self._rule(needs_at_least(level), sure=False) if level != LEVELS[-1] else "every"
            raised = [
                self._rule(rule.id, sure=False)
                for rule in level_rules(self.book.pack)
                if rule.up_to and LEVELS.index(rule.up_to) <= place < LEVELS.index(least_level(rule))
            ]
            over = self._rule(needs_at_least(LEVELS[place - 1]), sure=True) if place else "0"
            found.append(f"({' | '.join((reached, *raised))}) & every & ~{over}")
        return found

    def _allowed_together(self) -> Iterator[str]:
        """Yield what holds of the codes of a question: one that excludes the others is alone, some is chosen.

        A witness changes codes one by one, and may come to what nobody can choose.
        """
        for question_id, variables in self.circuit.variables.of.items():
            question = self.book.pack.questions[question_id]
            if question.type != "choices":
                continue
            chosen = {str(v.looked_for[0].operand): f"can[{v.slots[1]}]" for v in variables}
            for alone in (option.code for option in question.options if option.exclusive):
                if alone in chosen and (others := [can for code, can in chosen.items() if code != alone]):
                    yield f"~({chosen[alone]} & ({' | '.join(others)}))"
            if len(chosen) == len(question.codes):
                yield f"({' | '.join(chosen.values())})"

    def _expression(self, condition: Condition, *, sure: bool) -> str:
        match condition:
            case Test():
                return self._test(condition, sure=sure)
            case Holds(rule):
                return self._rule(rule, sure=sure)
            case Not(part):
                return f"(every ^ {self._expression(part, sure=self.open_too and not sure)})"
            case All(parts):
                return "(" + (" & ".join(self._expression(p, sure=sure) for p in parts) or "every") + ")"
            case AnyOf(parts):
                return "(" + (" | ".join(self._expression(p, sure=sure) for p in parts) or "0") + ")"

    def _test(self, test: Test, *, sure: bool) -> str:
        if test.operator == "withheld":
            return self._silent(test.answer, sure=sure)
        told = self._formula(test.answer, self.book.formula(test), sure=sure)
        counted = self._shared(f"{self._gate(test.answer, sure=sure)} & {told}")
        if test.answer not in self.circuit.unasked or sure or not self.open_too:
            return counted
        # a silence that nothing waits for stays, and leaves open what it is silent on
        silent = f"silent[{self.circuit.unasked.index(test.answer)}]"
        return self._shared(f"({counted} | {silent} & {self._rule(optional(test.answer), sure=False)})")

    def _silent(self, question_id: str, *, sure: bool) -> str:
        """Return when nobody answers a question: it stays silent, and nothing waits for it."""
        if question_id not in self.circuit.unasked:
            return "0"
        belongs = self._rule(when(question_id), sure=sure)
        unasked = self._rule(optional(question_id), sure=sure)
        return self._shared(f"silent[{self.circuit.unasked.index(question_id)}] & {belongs} & {unasked}")

    def _gate(self, question_id: str, *, sure: bool) -> str:
        """Return when an answer counts: it belongs, or it is held and a crisis sign, or counts unasked."""
        circuit = self.circuit
        if question_id not in circuit.gated:
            return "every"
        belongs = self._rule(when(question_id), sure=sure)
        if self.book.pack.questions[question_id].counts_unasked:
            waits = f"(every ^ {self._rule(optional(question_id), sure=self.open_too and not sure)})"
            held = f" | held[{circuit.signs.index(question_id)}]" if question_id in circuit.signs else ""
            return self._shared(f"({belongs} & {waits}{held})")
        if question_id not in circuit.signs:
            return belongs
        signs = " | ".join(self._is(v, {s}, sure=sure) for v, s in circuit.signs_of(question_id))
        return self._shared(f"({belongs} | held[{circuit.signs.index(question_id)}] & ({signs}))")

    def _formula(self, question_id: str, formula: Formula, *, sure: bool) -> str:
        match formula:
            case Proposition():
                variables = self.circuit.variables.of[question_id]
                (one,) = (v for v in variables if formula in v.looked_for)
                slots = {s for s, r in zip(one.slots, one.readings, strict=True) if formula.of(r)}
                return self._is(one, slots, sure=sure)
            case Every(parts):
                return (
                    "("
                    + (" & ".join(self._formula(question_id, p, sure=sure) for p in parts) or "every")
                    + ")"
                )
            case Some(parts) if all(isinstance(part, Proposition) and part.kind == "is" for part in parts):
                (one,) = self.circuit.variables.of[question_id]
                slots = {s for s, r in zip(one.slots, one.readings, strict=True) if formula.of(r)}
                return self._is(one, slots, sure=sure)
            case Some(parts):
                return (
                    "(" + (" | ".join(self._formula(question_id, p, sure=sure) for p in parts) or "0") + ")"
                )
            case No(part):
                return f"(every ^ {self._formula(question_id, part, sure=self.open_too and not sure)})"

    def _is(self, variable: Variable, slots: set[int], *, sure: bool) -> str:
        """Return when a variable has one of the values of SLOTS."""
        chosen = set(variable.slots) - slots if sure and self.open_too else slots
        either = "(" + (" | ".join(f"can[{slot}]" for slot in sorted(chosen)) or "0") + ")"
        return self._shared(f"(every ^ {either})" if sure and self.open_too else either)

    def _shared(self, expression: str) -> str:
        """Return the variable that holds EXPRESSION, computed where it first stands."""
        if expression not in self.known:
            self.known[expression] = f"x{len(self.known)}"
            self.lines.append(f"{self.known[expression]} = {expression}")
        return self.known[expression]


def _needed(lines: Sequence[str], results: str) -> list[str]:
    """Return those of LINES, each of which computes a variable, that RESULTS rest on."""
    needed, kept = set(NAME.findall(results)), []
    for line in reversed(lines):
        name, *names = NAME.findall(line)
        if name in needed:
            needed.update(names)
            kept.append(line)
    return kept[::-1]


def _name(place: int, *, sure: bool) -> str:
    return f"s{place}" if sure else f"p{place}"
