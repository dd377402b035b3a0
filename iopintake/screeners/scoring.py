"""What a filled form comes to: its totals, complete or not, and the items that are kept by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field

from iopintake.packs.model import Pack
from iopintake.screeners.filling import Filling, Slot
from iopintake.screeners.model import Answer
from iopintake.support.frozen import frozen


@frozen
class Score:
    """The totals and items of a form by LOINC code; an incomplete form has no total."""

    complete: bool
    totals: dict[str, int | float] = field(default_factory=dict)
    items: dict[str, int | float] = field(default_factory=dict)
    unnamed: int | float | None = None  # the sum of points, where nothing says whose total it is
    missing: tuple[str, ...] = ()  # texts of the items that a total waits for
    uncounted: tuple[str, ...] = ()  # texts of numbers that are asked for and count no points


def score(filling: Filling, pack: Pack) -> Score:
    """Return what FILLING comes to; PACK says which LOINC codes are totals.

    A form is complete when each enabled item that counts points, and each that is required,
    has an answer; half a form has no total, for it would be too low. A total is what its
    item calculates, or else the sum of the points.
    """
    slots = list(filling.slots())
    items = {
        code: number
        for slot in slots
        if slot.item.is_scored
        for code in slot.item.codes
        for number in _points(filling, slot)
    }
    if missing := filling.missing():
        return Score(complete=False, items=items, missing=tuple(slot.item.text for slot in missing))
    totals = dict(_totals(filling, slots))
    counted = [number for slot in slots if slot.item.is_scored for number in _points(filling, slot)]
    whole = {s.loinc for s in pack.screeners if s.loinc and s.panel and s.panel in filling.form.codes}
    if counted and not totals and len(whole) == 1:
        totals[whole.pop()] = sum(counted)
    return Score(
        complete=True,
        totals=totals,
        items=items,
        unnamed=sum(counted) if counted and not totals else None,
        uncounted=tuple(s.item.text for s in slots if counted and _counts_nothing(s)),
    )


def _counts_nothing(slot: Slot) -> bool:
    return slot.item.is_asked and slot.item.type in {"integer", "decimal", "quantity"}


def _totals(filling: Filling, slots: list[Slot]) -> Iterator[tuple[str, int | float]]:
    for slot in slots:
        if slot.item.is_worked_out:
            for answer in filling.values(slot):
                number = _number(answer)
                for code in slot.item.codes if number is not None else ():
                    yield code, number  # type: ignore[misc]


def _points(filling: Filling, slot: Slot) -> Iterator[int | float]:
    for answer in filling.values(slot):
        points = slot.item.points_of(answer)
        if points is not None:
            yield int(points) if int(points) == points else points


def _number(answer: Answer) -> int | float | None:
    quantity = answer.get("valueQuantity")
    value = quantity.get("value") if isinstance(quantity, dict) else None
    value = next((answer[key] for key in ("valueInteger", "valueDecimal") if key in answer), value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if int(value) == value else value
