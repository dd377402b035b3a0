"""Answers: what was said to each question, or why nothing was, with origin, time and note.

Everything here is immutable; recording an answer returns new answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, TypeVar, overload

from iopintake.packs.conditions import Reading

Other = TypeVar("Other")

Value = str | int | date | tuple[str, ...]
"""A code, a text, a number, a date, or several codes in the pack's order."""


ANY_CONFLICT: Final = "*"
"""Stands among ``Answer.confirmed`` for every conflict: a file says ``"confirmed": true``."""


class Absent(StrEnum):
    """Why there is no value, in the words of FHIR's data-absent-reason."""

    DECLINED = "asked-declined"
    UNKNOWN = "asked-unknown"
    NOT_ASKED = "not-asked"
    NOT_APPLICABLE = "not-applicable"


class Origin(StrEnum):
    """Where an answer comes from."""

    ASKED = "asked"
    FILE = "file"
    RESUMED = "resumed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A value, or the reason why there is none."""

    value: Value | None = None
    absent: Absent | None = None
    origin: Origin = Origin.ASKED
    at: datetime | None = None
    note: str = ""
    confirmed: tuple[str, ...] = ()  # the conflicts after which it was given again

    @property
    def withheld(self) -> bool:
        """Say whether the question was asked and left without a value."""
        return self.absent is Absent.DECLINED or self.absent is Absent.UNKNOWN

    @property
    def is_open(self) -> bool:
        """Say whether the question is still to be asked; a note alone answers nothing."""
        return self.value is None and not self.withheld

    def reading(self, as_of: date) -> Reading | None:
        """Return the value as conditions see it: a date as the days before AS_OF."""
        match self.value:
            case tuple() as codes:
                return frozenset(codes)
            case date() as day:
                return (as_of - day).days
            case value:
                return value


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyAction:
    """Something that was done about the person's safety during the interview."""

    kind: str  # protocol_shown, corrected_sign, or the code of a choice in the crisis protocol
    at: datetime | None = None
    needs: tuple[str, ...] = ()  # the needs that brought the protocol up
    question: str = ""  # the question whose crisis sign was corrected
    done: tuple[str, ...] = ()  # items of the checklist that were ticked
    note: str = ""


@dataclass(frozen=True, slots=True)
class Answers(Mapping[str, Answer]):
    """All answers of one intake by question id, in the order in which they were given."""

    as_of: date
    given: Mapping[str, Answer] = field(default_factory=dict)
    actions: tuple[SafetyAction, ...] = ()

    def __getitem__(self, question_id: str) -> Answer:
        """Return the answer to a question; KeyError when there is none."""
        return self.given[question_id]

    def __contains__(self, question_id: object) -> bool:
        """Say whether a question has an answer, absent ones included."""
        return question_id in self.given  # a Mapping would raise KeyError and catch it

    @overload
    def get(self, question_id: str, /) -> Answer | None: ...

    @overload
    def get(self, question_id: str, /, default: Other) -> Answer | Other: ...

    def get(self, question_id: str, /, default: Any = None) -> Any:
        """Return the answer to a question, or DEFAULT when there is none."""
        return self.given.get(question_id, default)

    def __iter__(self) -> Iterator[str]:
        """Yield the ids of the answered questions."""
        return iter(self.given)

    def __len__(self) -> int:
        """Return how many questions have an answer, absent ones included."""
        return len(self.given)

    def with_answer(self, question_id: str, answer: Answer) -> Answers:
        """Return the answers with this one recorded."""
        return Answers(self.as_of, {**self.given, question_id: answer}, self.actions)

    def without(self, question_id: str) -> Answers:
        """Return the answers with this one taken back."""
        given = {k: v for k, v in self.given.items() if k != question_id}
        return Answers(self.as_of, given, self.actions)

    def with_action(self, action: SafetyAction) -> Answers:
        """Return the answers with something done about safety recorded."""
        return Answers(self.as_of, self.given, (*self.actions, action))

    def value(self, question_id: str) -> Value | None:
        """Return the value given to a question, or None."""
        answer = self.given.get(question_id)
        return None if answer is None else answer.value
