"""What can't be run is refused when it is added, and the item is named."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from helpers.forms import OWN, published
from hypothesis import given, settings
from hypothesis import strategies as st

from iopintake.screeners.filling import Filling
from iopintake.screeners.prompting import question_for
from iopintake.screeners.published import ScreenerError
from iopintake.screeners.reading import read_form
from iopintake.support.errors import IopintakeError

LAKE = published(OWN / "lake.json")
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"


def calculated(text: str, language: str = "text/fhirpath") -> list[dict[str, Any]]:
    return [
        {"url": SDC + "calculatedExpression", "valueExpression": {"language": language, "expression": text}}
    ]


Spoil = Callable[[list[dict[str, Any]]], object]
SPOILED: dict[str, tuple[str, Spoil]] = {
    "an attachment": ("swam", lambda items: items[1].update(type="attachment")),
    "answers elsewhere": ("boat", lambda items: items[4].update(answerValueSet="http://example.org/vs")),
    "no answers": ("boat", lambda items: items[4].pop("answerValueSet")),
    "several conditions without a behaviour": ("tired", lambda items: items[3].pop("enableBehavior")),
    "a condition on nothing": ("minutes", lambda items: items[2]["enableWhen"][0].update(question="swim")),
    "a condition without an operator": ("minutes", lambda items: items[2]["enableWhen"][0].pop("operator")),
    "another language": ("depth", lambda items: items[8].update(extension=calculated("1", "text/cql"))),
    "an expression that can't be read": ("depth", lambda items: items[8].update(extension=calculated("1 +"))),
    "a bad pattern": ("postcode", lambda items: items[7]["extension"][0].update(valueString="[")),
    "a linkId twice": ("swam", lambda items: items.append(items[1])),
    "a modifier": ("swam", lambda items: items[1].update(modifierExtension=[{"url": "urn:x"}])),
    "options by an expression": (
        "boat",
        lambda items: items[4].update(extension=[{"url": SDC + "answerExpression", "valueExpression": {}}]),
    ),
    "an item without a linkId": ("item 2", lambda items: items[1].pop("linkId")),
}


@pytest.mark.parametrize("what", SPOILED)
def test_what_cannot_be_run_is_refused_by_its_item(what: str) -> None:
    item, spoil = SPOILED[what]
    form = copy.deepcopy(LAKE)
    spoil(form["item"])
    with pytest.raises(ScreenerError) as caught:
        read_form("lake", "lake.json", form)
    assert any(str(fault).startswith(f"lake.json > {item}:") for fault in caught.value.faults)


def test_all_faults_are_told_at_once() -> None:
    form = copy.deepcopy(LAKE)
    for what in ("an attachment", "answers elsewhere", "a bad pattern"):
        SPOILED[what][1](form["item"])
    with pytest.raises(ScreenerError) as caught:
        read_form("lake", "lake.json", form)
    assert len(caught.value.faults) == 3


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"resourceType": "Patient"},
        {"resourceType": "Bundle"},
        {"resourceType": "Questionnaire", "item": 3},
        {"resourceType": "Questionnaire", "item": [3, {"linkId": "a", "type": ["x"], "code": 3, "item": {}}]},
    ],
)
def test_what_is_no_questionnaire_is_refused_in_words(data: dict[str, Any]) -> None:
    with pytest.raises(ScreenerError):
        read_form("x", "x.json", data)


SPOILERS = st.sampled_from([None, 3, "x", [], {}, [3], [None], {"a": 1}, True, "#boats", [{"x": [{}]}]])


@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_whatever_is_in_a_file_is_read_or_refused_in_words(data: st.DataObject) -> None:
    form = copy.deepcopy(LAKE)
    places: list[tuple[Any, Any]] = []

    def walk(value: Any) -> None:
        if isinstance(value, dict | list):
            for key in value if isinstance(value, dict) else range(len(value)):
                places.append((value, key))
                walk(value[key])

    walk(form)
    for place, key in data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=3, unique_by=id)):
        place[key] = data.draw(SPOILERS)
    try:
        filling = Filling(read_form("lake", "lake.json", form))
    except IopintakeError:
        return
    for slot in filling.slots():
        assert question_for(slot).ask is not None
    filling.response()
