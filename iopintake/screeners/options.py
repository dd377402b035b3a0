"""The options of a choice item: inline or from a value set that the form contains, with their points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from iopintake.screeners import terms
from iopintake.screeners.model import Answer, Choice
from iopintake.support.language import _


class OptionsError(ValueError):
    """Options that can't be had; the message says why."""


def choices_of(item: Mapping[str, Any], contained: Mapping[str, Any]) -> tuple[Choice, ...]:
    """Return the options of ITEM; CONTAINED has the value sets of its form by id, and by address.

    Raises OptionsError when they stand in a value set elsewhere, or are none at all.
    """
    value_set = item.get("answerValueSet") or item.get("options")
    if value_set:
        reference = value_set.get("reference") if isinstance(value_set, Mapping) else value_set
        name = str(reference).partition("|")[0].removeprefix("#")
        if name not in contained:
            raise OptionsError(
                _('its answers stand in "{name}", which is not in the file.').format(name=name[:80])
            )
        found = tuple(_choice({"valueCoding": coding}, coding) for coding in _codings(contained[name]))
    else:
        listed = item.get("answerOption") or item.get("option") or []
        found = tuple(_option(one) for one in listed if isinstance(one, Mapping))
    if not found and item.get("type") != "open-choice":
        raise OptionsError(_("it has no answers to choose from."))
    return found


def _option(option: Mapping[str, Any]) -> Choice:
    answer = {key: value for key, value in option.items() if key.startswith("value")}
    if len(answer) != 1:
        raise OptionsError(_("one of its answers has no value."))
    coding = answer.get("valueCoding")
    return _choice(
        answer,
        option,
        coding,
        exclusive=terms.first(option, terms.EXCLUSIVE) is True,
        initial=option.get("initialSelected") is True,
    )


def _choice(answer: Answer, *carriers: object, exclusive: bool = False, initial: bool = False) -> Choice:
    points = next((p for carrier in carriers for p in terms.extensions(carrier, *terms.POINTS)), None)
    (value,) = answer.values()
    if points is None and isinstance(value, Mapping):
        points = terms.FREQUENCIES.get(str(value.get("code")))
    return Choice(
        answer=_plain(answer),
        label=label(answer),
        points=points if isinstance(points, int | float) and not isinstance(points, bool) else None,
        exclusive=exclusive,
        initial=initial,
    )


def label(answer: Answer) -> str:
    """Return an answer as a person reads it."""
    (value,) = answer.values()
    if isinstance(value, Mapping):
        if "value" in value:
            return f"{value['value']} {value.get('unit', '')}".strip()
        return str(value.get("display") or value.get("code") or value.get("reference") or "")
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return str(value)


def _plain(answer: Answer) -> Answer:
    """Return an answer without its extensions, which are the option's and not the response's."""
    ((key, value),) = answer.items()
    if isinstance(value, Mapping):
        value = {part: held for part, held in value.items() if part != "extension"}
    return {key: value}


def _codings(value_set: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the codings of a value set, expanded or listed, with the extensions of each."""
    expansion = value_set.get("expansion")
    if isinstance(expansion, Mapping):
        yield from _expanded(expansion.get("contains"))
        return
    compose = value_set.get("compose")
    for include in compose.get("include", ()) if isinstance(compose, Mapping) else ():
        concepts = include.get("concept")
        if not concepts:
            raise OptionsError(_("its answers are a whole code system, which is not in the file."))
        for concept in concepts:
            yield {"system": include.get("system"), **concept} if include.get("system") else dict(concept)


def _expanded(contains: object) -> Iterator[Mapping[str, Any]]:
    for one in contains if isinstance(contains, list) else ():
        if isinstance(one, Mapping):
            if one.get("code") and not one.get("abstract"):
                yield {key: one[key] for key in ("system", "code", "display", "extension") if key in one}
            yield from _expanded(one.get("contains"))
