"""Forms for tests, and a way to fill them in that reads as what somebody answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from helpers.cases import TESTS

from iopintake.packs.model import Pack
from iopintake.screeners.filling import Filling, Slot
from iopintake.screeners.library import totals_of
from iopintake.screeners.model import Answer, Form
from iopintake.screeners.prompting import answers_for
from iopintake.screeners.reading import read_form

OWN = TESTS / "data" / "questionnaires"
"""Small questionnaires in our own words, with the features that published ones use."""


def published(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def form_of(pack: Pack, path: Path) -> Form:
    return read_form(path.stem, path.name, published(path), totals_of(pack))


def own_form(pack: Pack, name: str) -> Form:
    return form_of(pack, OWN / f"{name}.json")


def choice(slot: Slot, code: str) -> tuple[Answer, ...]:
    """Return the answer with this code."""
    (found,) = [c.answer for c in slot.item.choices if c.answer["valueCoding"]["code"] == code]
    return (found,)


def filled(filling: Filling, given: dict[str, Any]) -> Filling:
    """Answer what is asked, in turn, from GIVEN; what it does not name is left out."""
    while (slot := filling.next()) is not None:
        said = given.get("/".join(slot.place), given.get(slot.item.link_id))
        if said is None:
            answers: tuple[Answer, ...] = ()
        elif slot.item.choices:
            codes = said if isinstance(said, list) else [said]
            answers = tuple(one for code in codes for one in choice(slot, code))
        else:
            answers = answers_for(slot.item, said)
        filling = filling.with_answer(slot.place, answers)
    return filling


def asked(filling: Filling) -> list[str]:
    return [slot.item.link_id for slot in filling.slots() if slot.item.is_asked]


def sent(filling: Filling) -> dict[str, Any]:
    """Return what the response holds, by linkId."""

    def inside(parent: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for item in parent.get("item", ()):
            if "answer" in item:
                values = [v for a in item["answer"] for k, v in a.items() if k != "item"]
                found.setdefault(item["linkId"], []).extend(
                    v.get("code", v.get("value")) if isinstance(v, dict) else v for v in values
                )
            found |= {k: [*found.get(k, []), *v] for k, v in inside(item).items()}
        return found

    return inside(filling.response())
