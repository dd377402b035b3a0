"""Summaries as FHIR R4: one transaction Bundle with the answers, the results and the recommendation."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from iopintake.answers import fhir_terms as terms
from iopintake.export.as_json import to_json
from iopintake.export.fhir.response import response
from iopintake.export.fhir.results import (
    clinical_impression,
    criterion_observation,
    risk_assessment,
    screener_observations,
)
from iopintake.export.registry import Exporter, ExportOptions, Finished
from iopintake.packs.model import Pack
from iopintake.summary.clinician import name_of
from iopintake.summary.model import Summary
from iopintake.support.errors import IopintakeError
from iopintake.support.language import _

REFERENCE: Final = re.compile(
    r"(https?://[^\s|?#]+/)?Patient/[A-Za-z0-9.-]{1,64}|urn:(uuid|oid):[0-9a-fA-F.-]+"
)
"""A reference to a Patient: relative, on a server, or by a universal id (FHIR R4, section 2.3)."""
PATIENT: Final = {"reference": "#patient"}
SUBJECT: Final = "subject"


def bundle(finished: Iterable[Finished], patient: str = "") -> dict[str, Any]:
    """Return one transaction Bundle of all FINISHED intakes.

    The person is PATIENT, a reference in the receiving system, or else a Patient contained in
    each resource, so that no second record of somebody is made there. What has an id is put
    by it, so that sending it again changes what is there instead of doubling it.
    """
    entries = [entry for one in finished for entry in _Sending(one.summary, one.pack, patient).entries()]
    return {"resourceType": "Bundle", "type": "transaction", "entry": entries}


def _write(finished: Iterable[Finished], options: ExportOptions) -> Iterator[bytes]:
    if options.patient and not REFERENCE.fullmatch(options.patient):
        raise IopintakeError(_("--patient: this is no reference to a Patient. Write it as Patient/123."))
    yield to_json(bundle(finished, options.patient))


EXPORTER: Final = Exporter(
    name="fhir", title="A transaction Bundle of FHIR R4.", write=_write, holds_many=True
)


class _Sending:
    """One summary on its way: the resources with the person, the author and each other named in them."""

    def __init__(self, summary: Summary, pack: Pack, patient: str) -> None:
        self.summary, self.pack, self.patient = summary, pack, patient
        self.key = summary.intake.id or hashlib.sha256(to_json(summary)).hexdigest()
        self.at = summary.intake.finished_at or summary.intake.started_at or summary.intake.as_of

    def entries(self) -> Iterator[dict[str, Any]]:
        """Yield the entries of the bundle, the response first."""
        answered = response(self.summary, self.pack)
        answered["identifier"] = self._identifier("response")
        answered["author"] = {"reference": "#author"}
        yield self._entry("response", self._with(answered, author="author"))
        source = self._reference("response")
        basis = [source]
        for name, result in screener_observations(self.summary, self.pack):
            basis.append(self._reference(name))
            yield self._entry(name, self._with(self._observed(name, result, source)))
        for criterion in self.summary.criteria:
            name = f"criterion/{criterion.id}"
            basis.append(self._reference(name))
            yield self._entry(
                name, self._with(self._observed(name, criterion_observation(criterion), source), device=True)
            )
        advice = risk_assessment(self.summary, self.pack)
        advice["identifier"] = [self._identifier("recommendation")]
        advice |= {"occurrenceDateTime": self.at, "basis": basis, "performer": {"reference": "#device"}}
        yield self._entry("recommendation", self._with(advice, device=True))
        impression = clinical_impression(self.summary, self.pack)
        if impression is not None and self.summary.decision is not None:
            impression["identifier"] = [self._identifier("decision")]
            impression["investigation"] = [
                {"code": {"text": "Intake"}, "item": [self._reference("recommendation")]}
            ]
            if by := self.summary.decision.by:
                impression["assessor"] = {"reference": "#author"}
                yield self._entry("decision", self._with(impression, author="author", author_name=by))
            else:
                yield self._entry("decision", self._with(impression))

    def _observed(self, name: str, observation: dict[str, Any], source: dict[str, str]) -> dict[str, Any]:
        return observation | {
            "identifier": [self._identifier(name)],
            "effectiveDateTime": self.at,
            "derivedFrom": [source],
        }

    # --- who ---------------------------------------------------------------------------

    def _with(
        self, resource: dict[str, Any], *, author: str = "", author_name: str = "", device: bool = False
    ) -> dict[str, Any]:
        """Return RESOURCE with the person as its subject, and with whom else it refers to."""
        contained = [] if self.patient else [self._person()]
        if author:
            contained.append(self._author(author_name or self.summary.intake.operator or ""))
        if device:
            contained.append(self._device("device"))
        if device and resource["resourceType"] == "Observation":
            resource["device"] = {"reference": "#device"}
        found = {"resourceType": resource["resourceType"], "language": self.pack.language}
        if contained:
            found["contained"] = contained
        subject = {"reference": self.patient} if self.patient else PATIENT
        return found | resource | {SUBJECT: subject}

    def _person(self) -> dict[str, Any]:
        found: dict[str, Any] = {"resourceType": "Patient", "id": "patient"}
        if name := name_of(self.summary, self.pack):
            found["name"] = [{"text": name}]
        safety = self.summary.safety
        telecom = [{"system": "phone", "value": safety.callback}]
        if safety.callback and safety.callback_of:  # the number of whoever called about the person
            found["contact"] = [{"relationship": [{"text": safety.callback_of}], "telecom": telecom}]
        elif safety.callback:
            found["telecom"] = telecom
        language = {"system": terms.LANGUAGES, "code": self.summary.intake.language}
        found["communication"] = [{"language": {"coding": [language]}, "preferred": True}]
        return found

    def _author(self, name: str) -> dict[str, Any]:
        if not name:
            return self._device("author")
        return {"resourceType": "Practitioner", "id": "author", "name": [{"text": name}]}

    def _device(self, name: str) -> dict[str, Any]:
        return {
            "resourceType": "Device",
            "id": name,
            "deviceName": [{"name": "iopintake", "type": "model-name"}],
            "version": [{"value": self.summary.intake.tool_version}],
        }

    # --- entries -----------------------------------------------------------------------

    def _identifier(self, name: str) -> dict[str, str]:
        return {"system": terms.INTAKES, "value": f"{self.key}/{name}"}

    def _reference(self, name: str) -> dict[str, str]:
        return {"reference": self._address(name)}

    def _address(self, name: str) -> str:
        return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{terms.INTAKES}:{self.key}/{name}')}"

    def _entry(self, name: str, resource: dict[str, Any]) -> dict[str, Any]:
        kind = resource["resourceType"]
        request = {"method": "POST", "url": kind}
        if self.summary.intake.id:
            query = f"{kind}?identifier={terms.INTAKES}|{self.key}/{name}"
            request = {"method": "PUT", "url": query}
        return {"fullUrl": self._address(name), "resource": resource, "request": request}
