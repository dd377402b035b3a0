"""The condition language: what a pack may ask of the answers, and how truths combine.

A condition is data: ``{ any = [...] }``, ``{ all = [...] }``, ``{ not = {...} }``,
``{ holds = "ID" }`` for a rule that stands elsewhere in the pack, or a test of one
answer such as ``{ answer = "age", at_least = 12 }``. A test of a question that is
irrelevant is not met, whatever it tests; ``is_not`` is the ``not`` of an ``is``.

Each operator is defined once, in ``OPERATORS``, as a formula over elementary
propositions about one answer: "it is this code", "it includes this code", "it is at
least this number". The evaluator reads the proposition off the answer, the solver
turns it into a literal; so the two can't drift apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import combinations
from typing import Any, Final, Literal

Reading = str | int | frozenset[str]
"""An answer as conditions see it: a code, a number (for a date the days before
``as_of``), or a set of codes (for a schedule ``"mon-evening"`` and the like)."""

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TIMES: Final = ("morning", "afternoon", "evening")
SLOTS: Final = tuple(f"{day}-{time}" for day in DAYS for time in TIMES)


class Truth(IntEnum):
    """Strong Kleene logic on two bits: *and* is ``&``, *or* is ``|``."""

    NOT_MET = 0b00
    UNKNOWN = 0b01
    MET = 0b11

    def __invert__(self) -> Truth:
        """Return the negation; unknown stays unknown."""
        return NEGATION[self]

    @property
    def label(self) -> str:
        """Return the truth as the exports write it."""
        return LABELS[self]


LABELS: Final = ("not_met", "unknown", "unknown", "met")
NEGATION: Final = {
    Truth.NOT_MET: Truth.MET,
    Truth.UNKNOWN: Truth.UNKNOWN,
    Truth.MET: Truth.NOT_MET,
}


# --- formulas over one answer ------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Proposition:
    """The smallest thing that can be true of an answer."""

    kind: Literal["is", "has", "at_least"]
    operand: str | int

    def of(self, reading: Reading) -> bool:
        """Say whether it is true of READING."""
        if self.kind == "is":
            return reading == self.operand
        if self.kind == "has":
            return isinstance(reading, frozenset) and self.operand in reading
        return isinstance(reading, int) and isinstance(self.operand, int) and reading >= self.operand


@dataclass(frozen=True, slots=True)
class Every:
    """True when every part is."""

    parts: tuple[Formula, ...]

    def of(self, reading: Reading) -> bool:
        """Say whether it is true of READING."""
        return all(part.of(reading) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Some:
    """True when some part is."""

    parts: tuple[Formula, ...]

    def of(self, reading: Reading) -> bool:
        """Say whether it is true of READING."""
        return any(part.of(reading) for part in self.parts)


@dataclass(frozen=True, slots=True)
class No:
    """True when the part is not."""

    part: Formula

    def of(self, reading: Reading) -> bool:
        """Say whether it is true of READING."""
        return not self.part.of(reading)


Formula = Proposition | Every | Some | No


# --- operators ---------------------------------------------------------------------

QuestionKind = Literal["choice", "choices", "integer", "date", "schedule", "text"]


@dataclass(frozen=True, slots=True)
class Operator:
    """A test that a condition may make of one answer.

    ``kinds`` are the question types it can be asked of; ``operand`` says what it takes
    (``code``, ``codes``, ``number``, ``time``, ``true``); ``formula`` defines it.
    The second argument of ``formula`` is the question's codes in the pack's order,
    which ``at_least`` and ``at_most`` of an ordered choice rest on.
    """

    kinds: frozenset[str]
    operand: Literal["code", "codes", "number", "number or code", "time", "true"]
    formula: Callable[[Any, Sequence[str]], Formula]


def _any_of(codes: Sequence[str], kind: Literal["is", "has"]) -> Formula:
    return Some(tuple(Proposition(kind, code) for code in codes))


def _at_least(operand: str | int, codes: Sequence[str]) -> Formula:
    if isinstance(operand, int):
        return Proposition("at_least", operand)
    return _any_of(codes[codes.index(operand) :], "is")


def _at_most(operand: str | int, codes: Sequence[str]) -> Formula:
    if isinstance(operand, int):
        return No(Proposition("at_least", operand + 1))
    return _any_of(codes[: codes.index(operand) + 1], "is")


def _days_at_least(number: int, _codes: Sequence[str]) -> Formula:
    free = [Some(tuple(Proposition("has", f"{day}-{time}") for time in TIMES)) for day in DAYS]
    return Some(tuple(Every(days) for days in combinations(free, number)))


def _only_times(time: str, _codes: Sequence[str]) -> Formula:
    inside = [slot for slot in SLOTS if slot.endswith(f"-{time}")]
    outside = [slot for slot in SLOTS if not slot.endswith(f"-{time}")]
    return Every((_any_of(inside, "has"), No(_any_of(outside, "has"))))


CHOICE: Final = frozenset({"choice"})
CHOICES: Final = frozenset({"choices"})
SCHEDULE: Final = frozenset({"schedule"})
MEASURED: Final = frozenset({"integer", "date", "choice"})
ANY: Final = frozenset({"choice", "choices", "integer", "date", "schedule", "text"})

OPERATORS: Final[Mapping[str, Operator]] = {
    "is": Operator(CHOICE, "code", lambda code, _codes: Proposition("is", code)),
    "any_of": Operator(CHOICE, "codes", lambda some, _codes: _any_of(some, "is")),
    "includes": Operator(CHOICES, "code", lambda code, _codes: Proposition("has", code)),
    "includes_any": Operator(CHOICES, "codes", lambda some, _codes: _any_of(some, "has")),
    "at_least": Operator(MEASURED, "number or code", _at_least),
    "at_most": Operator(MEASURED, "number or code", _at_most),
    "days_at_least": Operator(SCHEDULE, "number", _days_at_least),
    "days_at_most": Operator(SCHEDULE, "number", lambda n, codes: No(_days_at_least(n + 1, codes))),
    "only_times": Operator(SCHEDULE, "time", _only_times),
    "withheld": Operator(ANY, "true", lambda _true, _codes: Every(())),
}
"""``withheld`` (asked, and declined or not known) is true of no value at all; the
evaluator and the solver read it off the answer's absence. Only a question's own
``when`` and ``spared_when`` may use it: what is withheld must never settle a rule."""


# --- conditions --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Test:
    """A test of one answer."""

    answer: str
    operator: str
    operand: str | int | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class All:
    """Met when every part is met. Without parts: always met."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Met when some part is met. Without parts: never met."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Met when the part is not met."""

    part: Condition


@dataclass(frozen=True, slots=True)
class Holds:
    """The truth of another rule of the pack."""

    rule: str


Condition = Test | All | AnyOf | Not | Holds

ALWAYS: Final = All(())
NEVER: Final = AnyOf(())


def walk(condition: Condition) -> Iterator[Condition]:
    """Yield CONDITION and every condition inside it, outermost first."""
    yield condition
    match condition:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from walk(part)
        case Not(part):
            yield from walk(part)
        case _:
            pass


def tests(condition: Condition) -> Iterator[Test]:
    """Yield every test of an answer that stands in CONDITION itself."""
    return (part for part in walk(condition) if isinstance(part, Test))


def references(condition: Condition) -> Iterator[str]:
    """Yield the id of every rule that CONDITION refers to."""
    return (part.rule for part in walk(condition) if isinstance(part, Holds))
