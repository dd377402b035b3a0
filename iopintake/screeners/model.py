"""A questionnaire as it is asked: its items, their options, and when they are enabled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any, Literal

from iopintake.support.frozen import frozen

ItemType = Literal[
    "group", "display", "boolean", "decimal", "integer", "quantity", "date", "dateTime", "time", "string",
    "text", "url", "choice", "open-choice",
]  # fmt: skip
"""The item types that can be asked, by their names in R4; R5's ``coding`` reads as ``choice``."""
Answer = dict[str, Any]
"""One answer as FHIR writes it: a table with one ``value...``."""


@frozen
class Expression:
    """A FHIRPath expression, with the name that others know its result by."""

    text: str
    name: str = ""


@frozen
class Choice:
    """One answer to choose, and the points it counts."""

    answer: Answer
    label: str
    points: float | None = None
    exclusive: bool = False
    initial: bool = False


@frozen
class EnableWhen:
    """One comparison with the answers to another item."""

    question: str
    operator: str
    answer: Any  # the value of answer[x]
    kind: str  # the x, such as Coding


@frozen
class Limits:
    """What an answer must keep to beside its type."""

    minimum: Any = None
    maximum: Any = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str = ""
    decimals: int | None = None


@frozen
class Item:
    """One item of a form with those inside it."""

    link_id: str
    type: ItemType
    text: str
    prefix: str = ""
    codes: tuple[str, ...] = ()  # LOINC codes
    required: bool = False
    repeats: bool = False
    read_only: bool = False
    hidden: bool = False
    help: str = ""
    unit: dict[str, Any] | None = None
    choices: tuple[Choice, ...] = ()
    initial: tuple[Answer, ...] = ()
    limits: Limits = field(default_factory=Limits)
    most: int | None = None  # answers or instances
    enable_when: tuple[EnableWhen, ...] = ()
    enable_all: bool = True
    enable_expression: Expression | None = None
    calculated: Expression | None = None
    sums: bool = False  # it holds the total of a known screener and says no way to calculate it
    variables: tuple[Expression, ...] = ()
    items: tuple[Item, ...] = ()

    @property
    def is_question(self) -> bool:
        """Say whether it can hold an answer."""
        return self.type not in {"group", "display"}

    @property
    def is_asked(self) -> bool:
        """Say whether a person is asked for it."""
        return self.is_question and not (self.hidden or self.read_only or self.is_worked_out)

    @property
    def is_worked_out(self) -> bool:
        """Say whether its answer follows from those to other items."""
        return self.calculated is not None or self.sums

    @property
    def is_scored(self) -> bool:
        """Say whether its answers count points."""
        return any(choice.points is not None for choice in self.choices)

    def points_of(self, answer: Answer) -> float | None:
        """Return the points that an answer counts, or None when it counts none."""
        return next((choice.points for choice in self.choices if is_choice(choice, answer)), None)

    def own_answer(self, answer: Answer) -> Answer:
        """Return the option that an answer is, or the answer itself where it is none."""
        return next((choice.answer for choice in self.choices if is_choice(choice, answer)), answer)


@frozen
class Form:
    """A whole questionnaire."""

    name: str  # by which the clinic calls it
    title: str
    url: str
    language: str
    codes: tuple[str, ...]  # LOINC codes of the whole
    variables: tuple[Expression, ...]
    items: tuple[Item, ...]
    source: dict[str, Any]  # as it was published, for expressions that look into it

    @property
    def asks_by_what_it_calculates(self) -> bool:
        """Say whether what is asked can depend on something that is calculated."""
        every = self.every_item()
        calculated = {item.link_id for item in every if item.is_worked_out}
        waits_for = {when.question for item in every for when in item.enable_when}
        return bool(calculated & waits_for) or any(item.enable_expression for item in every)

    def points_of(self, coding: Mapping[str, Any]) -> float | None:
        """Return the points of a coding, or None when it has none."""
        found = (item.points_of({"valueCoding": coding}) for item in self.every_item())
        return next((points for points in found if points is not None), None)

    def every_item(self) -> tuple[Item, ...]:
        """Return all items, each before those inside it."""
        return _with_inner(self.items)


def _with_inner(items: tuple[Item, ...]) -> tuple[Item, ...]:
    return tuple(one for item in items for one in (item, *_with_inner(item.items)))


def is_choice(choice: Choice, answer: Answer) -> bool:
    """Say whether an answer is this choice: the same value, for codings the same code and system."""
    ((key, mine),) = choice.answer.items()
    theirs = answer.get(key)
    if isinstance(mine, Mapping) and isinstance(theirs, Mapping):
        return (mine.get("code"), mine.get("system")) == (theirs.get("code"), theirs.get("system"))
    return bool(mine == theirs)
