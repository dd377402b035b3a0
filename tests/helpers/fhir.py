"""What the tests of FHIR start from: bundles and responses of the shipped cases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from helpers.cases import CASES, TESTS, TODAY

from iopintake.answers.circumstances import NOBODY, Circumstances
from iopintake.answers.files import read_answers
from iopintake.answers.model import Answers
from iopintake.checking.toolkit import Toolkit
from iopintake.export.as_json import to_json
from iopintake.export.fhir.bundle import bundle
from iopintake.export.registry import Finished
from iopintake.summary.model import Summary

SHARED = TESTS.parents[1] / "shared" / "fhir"
"""Questionnaires that others published; they stand beside the checkout where there are any."""
FINISHED = replace(
    NOBODY, id="bado-bado", started_at="2026-11-23T14:00:00+00:00", finished_at="2026-11-23T14:20:00+00:00"
)


def summary_of(toolkit: Toolkit, case_id: str, circumstances: Circumstances = FINISHED) -> Summary:
    """Return the summary of a case's answers that count: what is set aside is never sent."""
    answers = read_answers(toolkit.pack, case_id, CASES[case_id].data, TODAY).answers
    aside = toolkit.evaluator.evaluate(answers).set_aside()
    counting = Answers(answers.as_of)
    for question_id, answer in answers.items():
        if question_id not in aside:
            counting = counting.with_answer(question_id, answer)
    return toolkit.summarize(counting, circumstances)


def as_bundle(toolkit: Toolkit, summary: Summary, patient: str = "") -> dict[str, Any]:
    """Return the bundle as it stands in a file."""
    found = bundle([Finished(summary=summary, pack=toolkit.pack)], patient)
    return json.loads(to_json(found))  # type: ignore[no-any-return]


def bundle_of(toolkit: Toolkit, case_id: str, patient: str = "") -> dict[str, Any]:
    return as_bundle(toolkit, summary_of(toolkit, case_id), patient)


def resources(bundled: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [e["resource"] for e in bundled["entry"] if e["resource"]["resourceType"] == kind]


def response_of(toolkit: Toolkit, answers: Answers) -> dict[str, Any]:
    return resources(as_bundle(toolkit, toolkit.summarize(answers, FINISHED)), "QuestionnaireResponse")[0]


def items(parent: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every item inside, of a form or of a response."""
    for item in parent.get("item", ()):
        yield item
        yield from items(item)
