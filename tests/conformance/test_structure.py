"""The FHIR models of fhir.resources accept what leaves, and refuse it when it is spoiled."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from helpers.cases import KINDS
from helpers.fhir import as_bundle, bundle_of, summary_of

from iopintake.checking.toolkit import Toolkit
from iopintake.export.fhir.questionnaire import questionnaire
from iopintake.summary.model import ClinicianDecision

bundles = pytest.importorskip("fhir.resources.R4B.bundle", reason="fhir.resources is not installed")
forms = pytest.importorskip("fhir.resources.R4B.questionnaire", reason="fhir.resources is not installed")
DECIDED = ClinicianDecision(
    level="php", agrees=False, reason="other", note="seen today", by="Dr. Ito", at="2026-11-23T16:00:00+00:00"
)


def test_the_form_is_a_questionnaire_of_r4(toolkit: Toolkit) -> None:
    forms.Questionnaire.model_validate(questionnaire(toolkit.pack))


@pytest.mark.parametrize("case_id", KINDS)
def test_a_case_is_a_bundle_of_r4(toolkit: Toolkit, case_id: str) -> None:
    bundles.Bundle.model_validate(bundle_of(toolkit, case_id))


def test_a_decision_is_a_bundle_of_r4_too(toolkit: Toolkit) -> None:
    bundled = as_bundle(toolkit, replace(summary_of(toolkit, "phq9_of_19"), decision=DECIDED))
    assert bundled["entry"][-1]["resource"]["resourceType"] == "ClinicalImpression"
    bundles.Bundle.model_validate(bundled)


@pytest.mark.parametrize("key", ["status", "code"])
def test_a_spoiled_observation_is_refused(toolkit: Toolkit, key: str) -> None:
    bundled: dict[str, Any] = bundle_of(toolkit, "phq9_of_19")
    del bundled["entry"][1]["resource"][key]
    with pytest.raises(ValueError, match=key):
        bundles.Bundle.model_validate(bundled)
