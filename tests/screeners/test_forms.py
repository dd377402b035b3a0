"""A clinic's questionnaire: what is asked, what is added up, and what leaves."""

from __future__ import annotations

from typing import Any

import pytest
from helpers.cases import CASES, TODAY
from helpers.fhir import SHARED, bundle_of, resources
from helpers.forms import asked, choice, filled, form_of, own_form, published, sent
from hypothesis import given, settings
from hypothesis import strategies as st

from iopintake.answers.circumstances import NOBODY
from iopintake.answers.model import Answers
from iopintake.answers.validation import Invalid
from iopintake.checking.toolkit import Toolkit
from iopintake.export.fhir.questionnaire import questionnaire
from iopintake.packs.model import Pack
from iopintake.screeners.filling import Filling, Slot
from iopintake.screeners.in_pack import told, with_result
from iopintake.screeners.model import Form
from iopintake.screeners.prompting import answers_for, question_for
from iopintake.screeners.reading import read_form
from iopintake.screeners.scoring import score

ZEROS = {f"q{n}": "LA6568-5" for n in range(1, 10)}


@pytest.fixture(scope="session")
def pack(toolkit: Toolkit) -> Pack:
    return toolkit.pack


@pytest.fixture(scope="session")
def lake(pack: Pack) -> Filling:
    return Filling(own_form(pack, "lake"))


@pytest.fixture(scope="session")
def nine(pack: Pack) -> Filling:
    return Filling(own_form(pack, "nine"))


# --- what is asked ---------------------------------------------------------------------


def test_an_item_is_asked_only_while_it_is_enabled(lake: Filling) -> None:
    assert "minutes" not in asked(filled(lake, {"swam": "no"}))
    assert "tired" not in asked(filled(lake, {"swam": "yes", "minutes": 60}))
    assert "tired" in asked(filled(lake, {"swam": "yes", "minutes": 61}))
    assert "any" in asked(filled(lake, {"swam": "no", "boat": "canoe"}))
    assert "any" in asked(filled(lake, {"swam": "yes", "minutes": 200}))
    assert "raft-ok" in asked(filled(lake, {"swam": "no", "boat": ["canoe", "raft"]}))
    assert "raft-ok" not in asked(filled(lake, {"swam": "no", "boat": "canoe"}))
    assert "nearby" in asked(filled(lake, {"swam": "yes", "minutes": 101}))
    assert "nearby" not in asked(filled(lake, {"swam": "yes", "minutes": 100}))


def test_display_hidden_and_read_only_items_are_not_asked(lake: Filling) -> None:
    assert {"hello", "source", "secret", "season"} & set(asked(lake)) == set()


def test_an_answer_that_is_no_longer_enabled_is_not_sent_and_comes_back(lake: Filling) -> None:
    before = filled(lake, {"swam": "yes", "minutes": 90, "tired": "yes"})
    assert sent(before)["minutes"] == [90]
    after = before.with_answer(("swam",), ({"valueBoolean": False},))
    assert {"minutes", "tired"} & set(sent(after)) == set()
    again = after.with_answer(("swam",), ({"valueBoolean": True},))
    assert sent(again)["tired"] == [True]


def test_a_default_that_a_person_must_confirm_is_not_sent_before_that(lake: Filling) -> None:
    assert "postcode" not in sent(lake)
    assert sent(filled(lake, {"swam": "no", "postcode": "54321"}))["postcode"] == ["54321"]


def test_a_hidden_item_is_sent_only_with_the_default_of_the_form(lake: Filling) -> None:
    found = sent(filled(lake, {"swam": "no"}))
    assert found["source"] == ["web"]
    assert found["season"] == ["summer"]
    assert "secret" not in found


def test_each_instance_of_a_repeating_group_has_its_own_conditions(lake: Filling) -> None:
    both = lake.with_another(("fish#1",))
    done = filled(both, {"swam": "no", "fish#1/kind": "perch", "fish#2/kind": "pike", "pike-size": "80.5"})
    assert [slot.place for slot in done.slots() if slot.item.link_id == "pike-size"] == [
        ("fish#2", "pike-size")
    ]
    assert [i["linkId"] for i in done.response()["item"]].count("fish") == 2


@pytest.mark.parametrize(
    ("link", "typed", "said"),
    [
        ("raft-ok", "x" * 13, "at most 12 characters"),
        ("postcode", "1234", "another form"),
        ("depth", "2.55", "at most 1 decimal places"),
        ("depth", "deep", "a number such as 2.5"),
    ],
)
def test_an_answer_that_the_form_does_not_take_is_refused(
    lake: Filling, link: str, typed: str, said: str
) -> None:
    (item,) = [item for item in lake.form.every_item() if item.link_id == link]
    with pytest.raises(Invalid, match=said):
        answers_for(item, typed)


def test_a_number_is_asked_with_its_bounds_and_an_item_with_its_help(lake: Filling) -> None:
    by_link = {item.link_id: question_for(Slot((item.link_id,), item)) for item in lake.form.every_item()}
    assert (by_link["minutes"].minimum, by_link["minutes"].maximum) == (1, 300)
    assert by_link["swam"].help == "Wading counts."
    assert by_link["depth"].ask == "How deep was it? (m)"


# --- what is added up ------------------------------------------------------------------


def test_points_come_from_loincs_answers_where_the_form_gives_none(pack: Pack, nine: Filling) -> None:
    done = filled(nine, {**ZEROS, "q1": "LA6571-9", "q2": "LA6569-3"})
    assert score(done, pack).totals == {"44261-6": 4}
    assert sent(done)["sum"] == [4]


@given(left_out=st.sets(st.sampled_from(sorted(ZEROS)), min_size=1))
@settings(max_examples=30, deadline=None)
def test_half_a_form_has_no_total_and_tells_the_pack_none(
    pack: Pack, nine: Filling, left_out: set[str]
) -> None:
    done = filled(nine, {link: "LA6571-9" for link in ZEROS if link not in left_out})
    assert not score(done, pack).complete
    assert score(done, pack).totals == {}
    assert "phq9_total" not in told(pack, done)
    assert "sum" not in sent(done)
    assert done.response()["status"] == "in-progress"


def test_points_come_from_item_weight_and_a_total_from_fhirpath(pack: Pack) -> None:
    two = Filling(own_form(pack, "two"))
    assert sent(filled(two, {"a": "yes", "b": "yes"}))["t"] == [5]
    changed = filled(two, {"a": "yes", "b": "yes"})
    slot = next(slot for slot in changed.slots() if slot.item.link_id == "a")
    changed = changed.with_answer(("a",), choice(slot, "no"))
    assert sent(changed) == {"a": ["no"], "t": [0]}, "what is not enabled is not counted"


def test_what_is_calculated_can_open_further_questions(pack: Pack) -> None:
    gated = Filling(own_form(pack, "gated"))
    assert "g3" not in asked(filled(gated, {"g1": "0", "g2": "0"}))
    done = filled(gated, {"g1": "3", "g2": "3", "g3": "3"})
    assert score(done, pack).totals["70274-6"] == 9
    assert told(pack, done)["gad7_total"].value == 9


def test_a_total_reaches_the_pack_by_its_code_and_opens_what_waits_for_it(
    toolkit: Toolkit, pack: Pack, nine: Filling
) -> None:
    done = filled(nine, {**ZEROS, "q9": "LA6569-3"})
    answers = with_result(pack, Answers(TODAY), done)
    (phq9,) = [s for s in pack.screeners if s.loinc == "44261-6"]
    assert answers.value(phq9.question) == 1
    summary = toolkit.summarize(answers, NOBODY)
    (found,) = [s for s in summary.screeners if s.loinc == "44261-6"]
    assert (found.total, found.band) == (1, "minimal")


def test_what_stands_in_a_hidden_group_is_hidden_too() -> None:
    hidden = {"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-hidden", "valueBoolean": True}
    inner = {"linkId": "b", "type": "group", "item": [{"linkId": "c", "type": "string", "text": "C"}]}
    shown = {"linkId": "d", "type": "string", "text": "D"}
    group = {"linkId": "a", "type": "group", "extension": [hidden], "item": [inner]}
    form = read_form("x", "x", {"resourceType": "Questionnaire", "item": [group, shown]})
    assert asked(Filling(form)) == ["d"]


def test_answers_may_stand_in_a_value_set_beside_the_form() -> None:
    concepts = {"system": "urn:x", "concept": [{"code": "a", "display": "A"}, {"code": "b", "display": "B"}]}
    values = {"resourceType": "ValueSet", "url": "http://example.org/v", "compose": {"include": [concepts]}}
    item = {"linkId": "q", "type": "choice", "text": "Q", "answerValueSet": "http://example.org/v|1"}
    entries = [{"resource": {"resourceType": "Questionnaire", "item": [item]}}, {"resource": values}]
    form = read_form("x", "x", {"resourceType": "Bundle", "entry": entries})
    assert [choice.label for choice in form.items[0].choices] == ["A", "B"]


# --- the pack's own form -----------------------------------------------------------------


@pytest.fixture(scope="module")
def form_of_pack(toolkit: Toolkit) -> Form:
    return read_form("pack", "pack", questionnaire(toolkit.pack))


TOLD = [
    case_id
    for case_id, whole in CASES.items()
    if not any(isinstance(raw, dict) and "absent" in raw for raw in whole.data["answers"].values())
]
"""Cases in which everything that was asked was told: a form that is filled in knows no declined answer."""


@pytest.mark.thorough
@pytest.mark.parametrize("case_id", TOLD[::9])
def test_the_packs_own_form_enables_what_the_pack_asks(
    toolkit: Toolkit, form_of_pack: Form, case_id: str
) -> None:
    """Our reader of forms and our writer of them were made apart; each shows that the other is right."""
    (response,) = resources(bundle_of(toolkit, case_id), "QuestionnaireResponse")
    given = {i["linkId"]: i["answer"] for s in response["item"] for i in s["item"] if "answer" in i}
    places = {
        item.link_id: (section.link_id, item.link_id)
        for section in form_of_pack.items
        for item in section.items
        for section in form_of_pack.items
        for item in section.items
    }
    filling = Filling(form_of_pack, {places[link]: tuple(a) for link, a in given.items()})
    enabled = {slot.item.link_id for slot in filling.slots()}
    assert set(given) <= enabled


# --- others' forms -----------------------------------------------------------------------

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/fhir is not there")


@needs_shared
@pytest.mark.parametrize("name", ["nlm-phq9.R4.json", "Questionnaire-phq-9-example.json"])
def test_a_published_phq9_comes_to_the_total_that_was_stated(pack: Pack, name: str) -> None:
    stated: dict[str, Any] = {
        item["linkId"]: item["answer"]
        for item in published(SHARED / "QuestionnaireResponse-phq-9-example.json")["item"]
    }
    done = Filling(form_of(pack, SHARED / name))
    while (slot := done.next()) is not None:
        done = done.with_answer(slot.place, tuple(stated.get(slot.item.link_id, ())))
    assert score(done, pack).totals == {"44261-6": stated["/44261-6"][0]["valueDecimal"]}
    assert sent(done)["/44261-6"] == [12]


@needs_shared
def test_the_published_audit_c_adds_up_what_has_points(pack: Pack) -> None:
    form = form_of(pack, SHARED / "Questionnaire-AUDIT-C.json")
    done = filled(Filling(form), {"/68519-8": "LA15695-2", "/68520-6": "LA18933-4", "/68517-2": "40"})
    assert score(done, pack).totals == {"75626-2": 2}
    assert score(done, pack).uncounted == (form.items[0].text,)
