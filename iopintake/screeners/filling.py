"""A form while it is filled in: which items are enabled, which is next, and the response it comes to.

Everything follows from the form and the answers alone. An answer is kept when its item stops
being enabled, and counts and leaves only while it is enabled; so nothing typed is lost, and
nothing is sent that the form would not have asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from iopintake.screeners.comparing import holds
from iopintake.screeners.expressions import ExpressionError, evaluate
from iopintake.screeners.model import Answer, Expression, Form, Item

Place = tuple[str, ...]
"""Where an item stands: linkIds from the top, each instance of a repeating group as ``LINK#2``."""


@dataclass(frozen=True, slots=True)
class Slot:
    """An item at its place."""

    place: Place
    item: Item


@dataclass(frozen=True)
class Filling:
    """The answers to a form so far. Immutable; recording one returns another filling."""

    form: Form
    answers: Mapping[Place, tuple[Answer, ...]] = field(default_factory=dict)  # empty: asked, none given
    more: Mapping[Place, int] = field(default_factory=dict)  # instances of repeating groups

    def with_answer(self, place: Place, answers: tuple[Answer, ...]) -> Filling:
        """Return the filling with the ANSWERS to the item at PLACE; none means that it was left out."""
        return Filling(self.form, {**self.answers, place: answers}, self.more)

    def without(self, place: Place) -> Filling:
        """Return the filling with what was recorded at PLACE taken back."""
        return Filling(self.form, {k: v for k, v in self.answers.items() if k != place}, self.more)

    def with_another(self, place: Place) -> Filling:
        """Return the filling with one more instance of the repeating group that PLACE is one of."""
        group = (*place[:-1], place[-1].partition("#")[0])
        return Filling(self.form, self.answers, {**self.more, group: self.more.get(group, 1) + 1})

    @cached_property
    def _asking(self) -> _Settled:
        return _Settled(self, calculate=self.form.asks_by_what_it_calculates)

    @cached_property
    def _whole(self) -> _Settled:
        return self._asking if self._asking.calculate else _Settled(self, calculate=True)

    def slots(self) -> Iterator[Slot]:
        """Yield every enabled item at its place, in order."""
        return (slot for slot in self._asking.every if self._asking.enabled[slot.place])

    def values(self, slot: Slot) -> tuple[Answer, ...]:
        """Return what an enabled item holds: an answer, what it is calculated as, or its default.

        A default counts where a person sees it and can't change it, and where an item is
        hidden and its form gives it one; a default that is offered must be confirmed.
        """
        return (self._whole if slot.item.is_worked_out else self._asking).values(slot)

    def next(self) -> Slot | None:
        """Return the first enabled item that is to be asked and has not been, or None."""
        return next((s for s in self.slots() if s.item.is_asked and s.place not in self.answers), None)

    def before(self, place: Place) -> Slot | None:
        """Return the nearest enabled item before PLACE that is asked, or None."""
        found = None
        for slot in self.slots():
            if slot.place == place:
                break
            if slot.item.is_asked:
                found = slot
        return found

    def missing(self) -> tuple[Slot, ...]:
        """Return what a total waits for: items that count points or are required, without an answer."""
        return tuple(
            slot
            for slot in self.slots()
            if slot.item.is_asked and (slot.item.is_scored or slot.item.required) and not self.values(slot)
        )

    def response(self) -> dict[str, Any]:
        """Return the QuestionnaireResponse: what is enabled and holds something, and nothing else.

        While something is missing there is no total in it.
        """
        missing = bool(self.missing())
        items = self._whole.response_items(totals=not missing)
        found = {"resourceType": "QuestionnaireResponse", "status": "in-progress" if missing else "completed"}
        return {**found, **({"questionnaire": self.form.url} if self.form.url else {}), "item": items}


MOST_ROUNDS: Final = 20
"""Rounds after which items that switch each other on and off are taken as they are."""


class _Settled:
    """What is enabled and calculated, once each follows from the other."""

    def __init__(self, filling: Filling, *, calculate: bool) -> None:
        self.filling, self.form, self.calculate = filling, filling.form, calculate
        self.every = list(self._places(self.form.items, ()))
        self.at = {slot.place: slot for slot in self.every}
        self.by_link: dict[str, list[Slot]] = {}
        for slot in self.every:
            self.by_link.setdefault(slot.item.link_id, []).append(slot)
        self.enabled: dict[Place, bool] = dict.fromkeys(self.at, False)
        self.calculated: dict[Place, tuple[Answer, ...]] = {}
        self._response: dict[str, Any] | None = None
        for _ in range(MOST_ROUNDS):
            changed = [self._look_at(slot) for slot in self.every]  # every one, before the next round
            if not any(changed):
                break

    def _places(self, items: tuple[Item, ...], above: Place) -> Iterator[Slot]:
        for item in items:
            place = (*above, item.link_id)
            if item.type == "group" and item.repeats:
                for number in range(1, self.filling.more.get(place, 1) + 1):
                    inner = (*above, f"{item.link_id}#{number}")
                    yield Slot(inner, item)
                    yield from self._places(item.items, inner)
            else:
                yield Slot(place, item)
                yield from self._places(item.items, place)

    def _look_at(self, slot: Slot) -> bool:
        """Find out about one item; say whether something came out differently from before."""
        enabled = self._above_is_enabled(slot) and self._is_called_for(slot)
        changed = enabled is not self.enabled[slot.place]
        if changed:
            self.enabled[slot.place], self._response = enabled, None
        if self.calculate and enabled and slot.item.is_worked_out:
            calculated = slot.item.calculated
            found = self._sum() if calculated is None else self._evaluated(calculated, slot)
            answers = tuple(a for value in found if (a := as_answer(slot.item, value)) is not None)
            if answers != self.calculated.get(slot.place, ()):
                self.calculated[slot.place], self._response, changed = answers, None, True
        return changed

    def _above_is_enabled(self, slot: Slot) -> bool:
        above = self.at.get(slot.place[:-1])
        if above is None:
            return True
        return self.enabled[above.place] and (not above.item.is_question or bool(self.values(above)))

    def _is_called_for(self, slot: Slot) -> bool:
        item = slot.item
        if item.enable_expression is not None:
            return self._evaluated(item.enable_expression, slot)[:1] == [True]
        if not item.enable_when:
            return True
        each = (holds(when, self._answers_to(when.question, slot.place)) for when in item.enable_when)
        return all(each) if item.enable_all else any(each)

    def _answers_to(self, link: str, seen_from: Place) -> tuple[Answer, ...]:
        """Return the answers to an item as one at SEEN_FROM sees them: those of the nearest instance."""
        near: dict[int, list[Answer]] = {}
        for slot in self.by_link.get(link, ()):
            if self.enabled[slot.place]:
                near.setdefault(_shared(slot.place, seen_from), []).extend(self.values(slot))
        return tuple(near[max(near)]) if near else ()

    def values(self, slot: Slot) -> tuple[Answer, ...]:
        """Return what an item holds."""
        item = slot.item
        if item.is_worked_out:
            return self.calculated.get(slot.place, ())
        if slot.place in self.filling.answers:
            return self.filling.answers[slot.place]
        return defaults(item) if item.hidden or item.read_only else ()

    def _sum(self) -> list[float]:
        """Return the sum of all points, or nothing while some are open: half a sum is too low."""
        scored = [slot for slot in self.every if slot.item.is_scored and self.enabled[slot.place]]
        if not all(self.values(slot) for slot in scored if slot.item.is_asked):
            return []
        each = [slot.item.points_of(answer) for slot in scored for answer in self.values(slot)]
        return [sum(points for points in each if points is not None)] if scored else []

    def _evaluated(self, expression: Expression, slot: Slot) -> list[Any]:
        if self._response is None:
            self._response = {"resourceType": "QuestionnaireResponse", "item": self.response_items()}
        response = self._response
        context: dict[str, Any] = {"questionnaire": self.form.source, "resource": response}
        above = [self.at[slot.place[:end]].item for end in range(1, len(slot.place) + 1)]
        variables = [*self.form.variables, *(v for item in above for v in item.variables)]
        try:
            for variable in variables:
                context[variable.name] = evaluate(variable.text, response, context, self._points)
            return evaluate(expression.text, response, context, self._points)
        except ExpressionError:
            return []  # what can't be worked out of these answers is not known

    def _points(self, coding: Mapping[str, Any]) -> float | None:
        """Return the points of a coding in the response; in another item its code can count otherwise."""
        own = self._points_by_coding.get(id(coding))
        return self.form.points_of(coding) if own is None else own

    @cached_property
    def _points_by_coding(self) -> dict[int, float]:
        return {
            id(choice.answer["valueCoding"]): choice.points
            for item in self.form.every_item()
            for choice in item.choices
            if choice.points is not None and "valueCoding" in choice.answer
        }

    def response_items(self, *, totals: bool = True) -> list[dict[str, Any]]:
        """Return the items of the response as far as is settled; TOTALS are numbers worked out."""
        left_out = {
            slot.place
            for slot in self.every
            if not totals and slot.item.is_worked_out and slot.item.type in {"integer", "decimal", "quantity"}
        }
        return self._entries(self.form.items, (), left_out)

    def _entries(self, items: tuple[Item, ...], above: Place, left_out: set[Place]) -> list[dict[str, Any]]:
        slots = (slot for item in items for slot in self.by_link[item.link_id] if slot.place[:-1] == above)
        return [entry for slot in slots if (entry := self._entry(slot, left_out)) is not None]

    def _entry(self, slot: Slot, left_out: set[Place]) -> dict[str, Any] | None:
        item = slot.item
        if item.type == "display" or not self.enabled[slot.place] or slot.place in left_out:
            return None
        inner = self._entries(item.items, slot.place, left_out)
        entry: dict[str, Any] = {"linkId": item.link_id, "text": item.text}
        if not item.is_question:
            return {**entry, "item": inner} if inner else None
        answers = [dict(item.own_answer(value)) for value in self.values(slot)]
        if not answers:
            return None
        if inner:
            answers[0]["item"] = inner
        return {**entry, "answer": answers}


def defaults(item: Item) -> tuple[Answer, ...]:
    """Return the answers that an item begins with."""
    return item.initial or tuple(choice.answer for choice in item.choices if choice.initial)


def as_answer(item: Item, value: Any) -> Answer | None:
    """Return a calculated VALUE as an answer to ITEM, or None where it has another type."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    match item.type:
        case "boolean" if isinstance(value, bool):
            return {"valueBoolean": value}
        case "integer" if number or hasattr(value, "as_integer_ratio"):
            return {"valueInteger": int(value)} if int(value) == value else None
        case "decimal" if number or hasattr(value, "as_integer_ratio"):
            return {"valueDecimal": _plain(value)}
        case "quantity" if number or hasattr(value, "as_integer_ratio"):
            unit = item.unit or {}
            names = {"unit": unit.get("display") or unit.get("code"), "system": unit.get("system")}
            held = {key: name for key, name in names.items() if name}
            return {"valueQuantity": {"value": _plain(value), **held}}
        case "date" | "dateTime" | "time" | "string" | "text" | "url" if isinstance(value, str):
            key = {"text": "String", "url": "Uri"}.get(item.type, item.type[0].upper() + item.type[1:])
            return {f"value{key}": value}
        case "choice" | "open-choice":
            code = value.get("code") if isinstance(value, Mapping) else value
            return next((c.answer for c in item.choices if code in _names(c.answer)), None)
        case _:
            return None


def _plain(value: Any) -> int | float:
    return int(value) if int(value) == value else float(value)


def _names(answer: Answer) -> tuple[Any, ...]:
    (value,) = answer.values()
    return (value.get("code"),) if isinstance(value, Mapping) else (value,)


def _shared(one: Place, other: Place) -> int:
    """Return how far two places have the same way from the top."""
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count
