"""FHIR R4: what leaves says what the summary says, and comes back as the same recommendation."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from helpers.cases import CASES, KINDS, TODAY, Run
from helpers.fhir import FINISHED, as_bundle, bundle_of, items, resources, response_of, summary_of
from helpers.strategies import answer_sets
from hypothesis import given, settings
from hypothesis import strategies as st

from iopintake.answers import fhir_terms as terms
from iopintake.answers.files import read_answers
from iopintake.answers.model import Absent, Answer, Answers, SafetyAction
from iopintake.checking.toolkit import Toolkit
from iopintake.export.as_json import plain
from iopintake.export.fhir.questionnaire import questionnaire
from iopintake.export.registry import ExportOptions, Finished, exporter
from iopintake.summary import deidentified
from iopintake.support.errors import AnswersError, IopintakeError


@pytest.fixture(scope="session")
def form(toolkit: Toolkit) -> dict[str, Any]:
    return json.loads(json.dumps(questionnaire(toolkit.pack)))  # type: ignore[no-any-return]


# --- the form --------------------------------------------------------------------------


def test_the_form_asks_every_question_of_the_pack_once_in_its_order(
    toolkit: Toolkit, form: dict[str, Any]
) -> None:
    asked = [item["linkId"] for item in items(form) if item["type"] not in {"group", "display"}]
    assert asked == list(toolkit.pack.questions)
    links = [item["linkId"] for item in items(form)]
    assert len(links) == len(set(links))


def test_an_item_carries_bounds_options_help_and_whether_it_is_required(
    toolkit: Toolkit, form: dict[str, Any]
) -> None:
    by_link = {item["linkId"]: item for item in items(form)}
    for question in toolkit.pack.questions.values():
        item = by_link[question.id]
        extensions = {one["url"]: one for one in item.get("extension", ())}
        assert item.get("required", False) is question.safety
        assert item.get("repeats", False) is (question.type in {"choices", "schedule"})
        if question.type == "integer":
            assert extensions[terms.MIN_VALUE]["valueInteger"] == question.minimum
            assert extensions[terms.MAX_VALUE]["valueInteger"] == question.maximum
        if question.options:
            codes = [option["valueCoding"]["code"] for option in item["answerOption"]]
            assert codes == list(question.codes)
            assert terms.ITEM_CONTROL in extensions
        assert question.why in by_link[f"{question.id}/help"]["text"]


def test_several_comparisons_say_whether_all_or_any_must_hold(form: dict[str, Any]) -> None:
    several = [item for item in items(form) if len(item.get("enableWhen", ())) > 1]
    assert several
    assert all(item["enableBehavior"] in {"all", "any"} for item in several)


def test_the_program_prints_the_form(run: Run, form: dict[str, Any]) -> None:
    assert json.loads(run("pack", "fhir").stdout) == form


# --- the response ----------------------------------------------------------------------


@pytest.mark.parametrize("case_id", KINDS)
def test_a_case_comes_back_from_fhir_with_the_same_recommendation(toolkit: Toolkit, case_id: str) -> None:
    before = summary_of(toolkit, case_id)
    read = read_answers(toolkit.pack, "bundle", as_bundle(toolkit, before), TODAY)
    after = toolkit.summarize(read.answers, read.circumstances)
    assert plain(after.recommendation) == plain(before.recommendation)
    assert plain(after.criteria) == plain(before.criteria)


def test_what_was_done_about_safety_comes_back_too(toolkit: Toolkit) -> None:
    answers = read_answers(toolkit.pack, "case", CASES["panic_weekly_not_enough"].data, TODAY).answers
    corrected = SafetyAction(kind="corrected_sign", question="suicide_intent", note="a slip", done=("a", "b"))
    before = toolkit.summarize(answers.with_action(corrected), FINISHED)
    read = read_answers(toolkit.pack, "bundle", as_bundle(toolkit, before), TODAY)
    after = toolkit.summarize(read.answers, read.circumstances)
    assert before.safety.alerts
    assert plain(after.safety) == plain(before.safety)
    assert plain(after.recommendation) == plain(before.recommendation)


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_any_answers_that_belong_come_back_as_they_were(toolkit: Toolkit, data: st.DataObject) -> None:
    answers = data.draw(answer_sets(toolkit.pack, most=15))
    evaluation = toolkit.evaluator.evaluate(answers)
    belong = {q: a for q, a in answers.items() if evaluation.belongs(q)}
    read = read_answers(toolkit.pack, "response", response_of(toolkit, answers), TODAY).answers
    assert {q: (a.value, a.absent) for q, a in read.items()} == {
        q: (a.value, a.absent) for q, a in belong.items() if a.value is not None or a.absent
    }


def test_what_was_declined_has_its_reason_and_no_answer(toolkit: Toolkit) -> None:
    answers = Answers(TODAY).with_answer("suicide_thoughts", Answer(absent=Absent.DECLINED))
    (item,) = [i for i in items(response_of(toolkit, answers)) if i["linkId"] == "suicide_thoughts"]
    assert "answer" not in item
    assert item["extension"] == [{"url": terms.ABSENT_REASON, "valueCode": "asked-declined"}]


def test_an_answer_whose_question_no_longer_belongs_is_not_sent(
    toolkit: Toolkit, answers_of: Callable[[str], Answers]
) -> None:
    answers = answers_of("panic_weekly_not_enough").with_answer("relation", Answer(value="parent"))
    assert "relation" not in {item["linkId"] for item in items(response_of(toolkit, answers))}


@pytest.mark.thorough
def test_a_text_is_word_for_word_that_of_the_form(toolkit: Toolkit, form: dict[str, Any]) -> None:
    texts = {item["linkId"]: item["text"] for item in items(form)}
    for case_id in CASES:
        (answered,) = resources(bundle_of(toolkit, case_id), "QuestionnaireResponse")
        assert all(item["text"] == texts[item["linkId"]] for item in items(answered))


def test_a_response_is_complete_only_when_no_safety_question_is_open(toolkit: Toolkit) -> None:
    nothing = response_of(toolkit, Answers(TODAY))
    assert nothing["status"] == "stopped"
    (whole,) = resources(bundle_of(toolkit, "panic_weekly_not_enough"), "QuestionnaireResponse")
    assert whole["status"] == "completed"


# --- the person ------------------------------------------------------------------------


def test_the_person_is_contained_unless_the_receiving_system_knows_them(toolkit: Toolkit) -> None:
    for resource in (e["resource"] for e in bundle_of(toolkit, "phq9_of_19")["entry"]):
        assert resource["subject"] == {"reference": "#patient"}
        assert resource["contained"][0]["resourceType"] == "Patient"
    for resource in (e["resource"] for e in bundle_of(toolkit, "phq9_of_19", "Patient/7")["entry"]):
        assert resource["subject"] == {"reference": "Patient/7"}
        assert all(one["resourceType"] != "Patient" for one in resource.get("contained", ()))


def test_the_number_of_whoever_called_about_the_person_is_not_sent_as_theirs(toolkit: Toolkit) -> None:
    mother = toolkit.summarize(from_a_mother(toolkit), FINISHED)
    (own, theirs) = (
        as_bundle(toolkit, summary)["entry"][0]["resource"]["contained"][0]
        for summary in (summary_of(toolkit, "intent"), mother)
    )
    phone = [{"system": "phone", "value": "555-0199"}]
    assert (own["telecom"], own.get("contact")) == (phone, None)
    assert "telecom" not in theirs
    assert theirs["contact"] == [{"relationship": [{"text": "Parent or guardian"}], "telecom": phone}]
    nameless = as_bundle(toolkit, deidentified(mother, toolkit.pack))
    assert "contact" not in nameless["entry"][0]["resource"]["contained"][0]


def from_a_mother(toolkit: Toolkit) -> Answers:
    data = {
        **CASES["intent"].data["answers"],
        "caller": "other",
        "relation": "parent",
        "callback": "555-0199",
    }
    return read_answers(toolkit.pack, "case", {"answers": data}, TODAY).answers


@pytest.mark.parametrize(
    "patient", ["7", "Practitioner/7", "Patient/", "Patient/7?x", "javascript:Patient/7"]
)
def test_a_reference_to_no_patient_is_refused(toolkit: Toolkit, patient: str) -> None:
    finished = [Finished(summary=summary_of(toolkit, "phq9_of_19"), pack=toolkit.pack)]
    with pytest.raises(IopintakeError, match="--patient"):
        list(exporter("fhir").write(finished, ExportOptions(patient=patient)))


def test_a_nameless_summary_leaves_without_a_name(toolkit: Toolkit) -> None:
    answers = read_answers(toolkit.pack, "case", CASES["phq9_of_19"].data, TODAY).answers
    named = answers.with_answer(toolkit.pack.about.person_question, Answer(value="Zebulon"))
    summary = toolkit.summarize(named, FINISHED)
    assert "Zebulon" in json.dumps(as_bundle(toolkit, summary))
    assert "Zebulon" not in json.dumps(as_bundle(toolkit, deidentified(summary, toolkit.pack)))


# --- results ---------------------------------------------------------------------------


def test_a_screener_is_a_survey_observation_with_its_loinc_code_and_band(toolkit: Toolkit) -> None:
    found = [o for o in resources(bundle_of(toolkit, "phq9_item_9"), "Observation") if "valueQuantity" in o]
    (phq9,) = [o for o in found if o["code"]["coding"][0]["code"] == "44261-6"]
    assert phq9["category"][0]["coding"][0]["code"] == "survey"
    assert phq9["valueQuantity"]["value"] == 12
    assert phq9["interpretation"] == [{"text": "moderate"}]


def test_the_recommendation_names_its_basis_and_every_reference_leads_somewhere(toolkit: Toolkit) -> None:
    bundled = bundle_of(toolkit, "phq9_of_19")
    addresses = {entry["fullUrl"] for entry in bundled["entry"]}
    (advice,) = resources(bundled, "RiskAssessment")
    assert {one["reference"] for one in advice["basis"]} <= addresses
    summary = summary_of(toolkit, "phq9_of_19")
    assert advice["prediction"][0]["qualitativeRisk"]["text"] == summary.recommendation.headline
    assert len(resources(bundled, "Observation")) >= len(summary.criteria)
    for resource in (e["resource"] for e in bundled["entry"]):
        names = {f"#{one['id']}" for one in resource.get("contained", ())}
        said = json.dumps({k: v for k, v in resource.items() if k != "contained"})
        assert all(f'"{name}"' in said for name in names), "what is contained is referred to"


def test_sending_it_again_changes_what_is_there(toolkit: Toolkit) -> None:
    first, again = bundle_of(toolkit, "phq9_of_19"), bundle_of(toolkit, "phq9_of_19")
    assert first == again
    assert all(entry["request"]["method"] == "PUT" for entry in first["entry"])
    assert all(terms.INTAKES in entry["request"]["url"] for entry in first["entry"])


# --- what can't be read ----------------------------------------------------------------

BAD: dict[str, Callable[[dict[str, Any]], object]] = {
    "no such question": lambda r: r["item"][0]["item"].append({"linkId": "agee"}),
    "answered twice": lambda r: r["item"][0]["item"].append(r["item"][0]["item"][0]),
    "another system": lambda r: r["item"][0]["item"][0]["answer"][0]["valueCoding"].update(system="urn:x"),
    "one answer, not 2": lambda r: r["item"][0]["item"][1]["answer"].append(
        r["item"][0]["item"][1]["answer"][0]
    ),
    "no valueCoding": lambda r: r["item"][0]["item"][0].update(answer=[{"valueString": "self"}]),
    "no linkId": lambda r: r["item"].append({}),
    "nested too deep": lambda r: r.update(item="x"),
    "a response of": lambda r: r.update(questionnaire="http://example.org/other"),
    "There is no option": lambda r: r["item"][0]["item"][0]["answer"][0]["valueCoding"].update(code="me"),
    "no absent code": lambda r: r["item"][0]["item"][0].update(
        answer=[], extension=[{"url": terms.ABSENT_REASON, "valueCode": "masked"}]
    ),
}


@pytest.mark.parametrize("said", BAD)
def test_a_wrong_response_is_refused_with_its_place(toolkit: Toolkit, said: str) -> None:
    (response,) = resources(bundle_of(toolkit, "phq9_of_19"), "QuestionnaireResponse")
    BAD[said](response)
    with pytest.raises(AnswersError) as caught:
        read_answers(toolkit.pack, "r.json", response, TODAY)
    assert said in " ".join(caught.value.lines())


@pytest.mark.parametrize(
    "resource", [{"resourceType": "Patient"}, {"resourceType": "Bundle", "entry": [None, {"resource": 3}]}]
)
def test_another_resource_is_refused_in_one_sentence(toolkit: Toolkit, resource: dict[str, Any]) -> None:
    with pytest.raises(AnswersError, match="QuestionnaireResponse"):
        read_answers(toolkit.pack, "r.json", resource, TODAY)


def test_the_program_assesses_a_response(run: Run, toolkit: Toolkit, tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_text(json.dumps(bundle_of(toolkit, "phq9_of_19")), encoding="utf-8")
    shown = json.loads(run("assess", str(path), "--format", "json").stdout)
    assert shown["recommendation"] == plain_json(summary_of(toolkit, "phq9_of_19").recommendation)


def plain_json(record: object) -> Any:
    return json.loads(json.dumps(plain(record)))


def test_no_question_of_the_form_can_never_be_asked(toolkit: Toolkit) -> None:
    form = json.dumps(questionnaire(toolkit.pack))
    assert '"expression": "false"' not in form
    assert '"enableWhen": []' not in form
