"""NLM's lforms finds nothing wrong in our responses to the pack's form, and what is wrong it does find.

It is JavaScript and runs on node. .ci/run installs it and names its folder in CI_LFORMS; by hand:
npm install jsdom && npm pack lforms && tar xzf lforms-*.tgz
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from helpers.cases import CASES
from helpers.fhir import bundle_of, items, resources

from iopintake.answers import fhir_terms as terms
from iopintake.checking.toolkit import Toolkit
from iopintake.export.fhir.questionnaire import questionnaire

FOLDER = os.environ.get("CI_LFORMS", "")
pytestmark = [
    pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed"),
    pytest.mark.skipif(not FOLDER, reason="CI_LFORMS does not name the folder that lforms is installed in"),
]
Response = dict[str, Any]
Objections = Callable[[list[Response]], list[list[list[str]]]]


@pytest.fixture(scope="session")
def objections(toolkit: Toolkit) -> Objections:
    """Return what lforms objects to in each of several responses to the pack's form."""

    def check(responses: list[Response]) -> list[list[list[str]]]:
        script = Path(__file__).parent / "check_responses.cjs"
        job = {"questionnaire": questionnaire(toolkit.pack), "responses": responses}
        done = subprocess.run(
            ["node", str(script), FOLDER],
            input=json.dumps(job).encode(),
            capture_output=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()[-2000:]
        return json.loads(done.stdout)  # type: ignore[no-any-return]

    return check


def test_no_case_has_anything_that_lforms_objects_to(toolkit: Toolkit, objections: Objections) -> None:
    found = [resources(bundle_of(toolkit, case), "QuestionnaireResponse")[0] for case in CASES]
    for case, response, objected in zip(CASES, found, objections(found), strict=True):
        answerless = {
            item["linkId"]
            for item in items(response)
            if any(one["url"] == terms.ABSENT_REASON for one in item.get("extension", ()))
        }
        wrong = [
            (link, what)
            for link, what in objected
            if not (
                what.endswith("requires a value") and (link in answerless or response["status"] == "stopped")
            )
        ]
        assert wrong == [], case


WRONG: dict[str, Callable[[dict[str, dict[str, Any]], Response], object]] = {
    "a code that is no option": lambda by, _r: by["caller"]["answer"][0]["valueCoding"].update(code="me"),
    "a required item left out": lambda by, r: r["item"][1]["item"].remove(by["suicide_thoughts"]),
    "a number out of bounds": lambda by, _r: by["age"].update(answer=[{"valueInteger": 999}]),
    "an item that is not enabled": lambda by, r: r["item"][0]["item"].append(
        {"linkId": "guardian", "answer": [by["caller"]["answer"][0]]}
    ),
    "an item that is not in the form": lambda _by, r: r["item"][0]["item"].append(
        {"linkId": "shoe_size", "answer": [{"valueInteger": 42}]}
    ),
}


def test_lforms_finds_what_is_wrong(toolkit: Toolkit, objections: Objections) -> None:
    broken = []
    for spoil in WRONG.values():
        (response,) = resources(bundle_of(toolkit, "phq9_of_19"), "QuestionnaireResponse")
        spoil({item["linkId"]: item for item in items(response)}, response)
        broken.append(response)
    verdicts = dict(zip(WRONG, objections(broken), strict=True))
    assert [what for what, objected in verdicts.items() if not objected] == []
