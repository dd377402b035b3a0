"""An item of a form as a question that every asker can put, and its answer back in FHIR's terms."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

from iopintake.answers.validation import Invalid
from iopintake.packs.model import Option, Question
from iopintake.screeners.filling import Slot
from iopintake.screeners.model import Answer, Item, Limits, is_choice
from iopintake.screeners.options import label
from iopintake.support.language import N_, _

OTHER: Final = "other"
"""The option of an open choice that leads to the person's own words."""
_PATTERNS: Final = {
    "decimal": (r"[+-]?[0-9]{1,15}([.,][0-9]{1,10})?", N_("a number such as 2.5")),
    "quantity": (r"[+-]?[0-9]{1,15}([.,][0-9]{1,10})?", N_("a number such as 2.5")),
    "time": (r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?", N_("a time such as 14:30")),
    "url": (r"\S+", N_("an address")),
}
_WHY: Final = N_("It is part of a questionnaire that the clinic uses.")


def question_for(slot: Slot) -> Question:
    """Return the item of SLOT as a question; its options go by their numbers."""
    item = slot.item
    text = f"{item.prefix} {item.text}".strip()
    if item.unit and (unit := item.unit.get("display") or item.unit.get("code")):
        text = f"{text} ({unit})"
    shared: dict[str, Any] = {
        "id": "/".join(slot.place),
        "short": item.text[:60],
        "ask": text,
        "why": _(_WHY),
        "help": item.help,
    }
    if item.type == "boolean":
        yes_or_no = (Option(code="yes", label=_("Yes")), Option(code="no", label=_("No")))
        return Question(type="choice", options=yes_or_no, **shared)
    if item.choices:
        options = tuple(
            Option(code=str(number), label=choice.label, exclusive=choice.exclusive)
            for number, choice in enumerate(item.choices, 1)
        )
        if item.type == "open-choice":
            options = (*options, Option(code=OTHER, label=_("Something else")))
        return Question(type="choices" if item.repeats else "choice", options=options, **shared)
    if item.type == "integer":
        limits = item.limits
        low = limits.minimum if isinstance(limits.minimum, int) else None
        high = limits.maximum if isinstance(limits.maximum, int) else None
        says = _("Type a whole number{between}.").format(between=_between(low, high))
        return Question(type="integer", minimum=low, maximum=high, invalid=says, **shared)
    return Question(type="date" if item.type in {"date", "dateTime"} else "text", **shared)


def own_words(slot: Slot) -> Question:
    """Return the question for the words behind "Something else"."""
    return Question(
        id="/".join((*slot.place, OTHER)), type="text", short=_("In words"), ask=_("What is it?"), why=_(_WHY)
    )


def answers_for(item: Item, value: Any) -> tuple[Answer, ...]:
    """Return what an asker gave for ITEM in FHIR's terms; Invalid says what it takes.

    "Something else" gives nothing here: its words are asked for next.
    """
    if item.type == "boolean":
        return ({"valueBoolean": value == "yes"},)
    if item.choices:
        codes = value if isinstance(value, tuple) else (value,)
        return tuple(item.choices[int(code) - 1].answer for code in codes if code != OTHER)
    if item.type == "integer":
        return ({"valueInteger": value},)
    if isinstance(value, date):
        _check_order(item.limits, value.isoformat())
        return ({f"value{item.type[0].upper()}{item.type[1:]}": value.isoformat()},)
    return (_typed(item, str(value)),)


def held(item: Item, answers: tuple[Answer, ...]) -> Any:
    """Return what an asker would have given for ANSWERS, to show what was answered before."""
    if not answers:
        return None
    if item.type == "boolean":
        return "yes" if answers[0].get("valueBoolean") else "no"
    if item.choices:
        chosen = [
            str(number)
            for number, choice in enumerate(item.choices, 1)
            if any(is_choice(choice, answer) for answer in answers)
        ]
        return tuple(chosen) if item.repeats else next(iter(chosen), None)
    ((key, value),) = tuple((k, v) for k, v in answers[0].items() if k.startswith("value"))
    if key == "valueInteger":
        return value
    if key in {"valueDate", "valueDateTime"}:
        return date.fromisoformat(str(value)[:10])
    return label({key: value})


def _typed(item: Item, text: str) -> Answer:
    text = text.strip()
    limits = item.limits
    if item.type in _PATTERNS:
        pattern, what = _PATTERNS[item.type]
        if not re.fullmatch(pattern, text):
            raise Invalid(_("Type {what}.").format(what=_(what)))
    if item.type in {"decimal", "quantity"}:
        text = text.replace(",", ".")
        number = float(text)
        if limits.decimals is not None and len(text.partition(".")[2]) > limits.decimals:
            raise Invalid(
                _("Type a number with at most {decimals} decimal places.").format(decimals=limits.decimals)
            )
        _check_order(limits, number)
        value = int(number) if number == int(number) else number
        if item.type == "decimal":
            return {"valueDecimal": value}
        unit = item.unit or {}
        names = {"unit": unit.get("display"), "system": unit.get("system"), "code": unit.get("code")}
        return {"valueQuantity": {"value": value, **{key: name for key, name in names.items() if name}}}
    if limits.max_length is not None and len(text) > limits.max_length:
        raise Invalid(
            _("It takes at most {max_length} characters; there are {count}.").format(
                max_length=limits.max_length, count=len(text)
            )
        )
    if limits.min_length is not None and len(text) < limits.min_length:
        raise Invalid(
            _("It takes at least {min_length} characters; there are {count}.").format(
                min_length=limits.min_length, count=len(text)
            )
        )
    if limits.pattern and not re.fullmatch(limits.pattern, text):
        raise Invalid(_("It takes another form: {pattern}").format(pattern=limits.pattern))
    return {{"time": "valueTime", "url": "valueUri"}.get(item.type, "valueString"): text}


def _check_order(limits: Limits, value: Any) -> None:
    low = limits.minimum if isinstance(limits.minimum, int | float | str) else None
    high = limits.maximum if isinstance(limits.maximum, int | float | str) else None
    below = low is not None and isinstance(low, str) is isinstance(value, str) and value < low
    above = high is not None and isinstance(high, str) is isinstance(value, str) and value > high
    if below or above:
        raise Invalid(_("It lies outside what the form takes{between}.").format(between=_between(low, high)))


def _between(low: Any, high: Any) -> str:
    match low, high:
        case None, None:
            return ""
        case _, None:
            return _(" of {low} or more").format(low=low)
        case None, _:
            return _(" of {high} or less").format(high=high)
        case _:
            return _(" from {low} to {high}").format(low=low, high=high)
