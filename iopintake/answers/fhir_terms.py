"""The names by which FHIR R4 and this program know the same thing: systems, extensions, links.

Sources: FHIR R4 (hl7.org/fhir/R4) and Structured Data Capture (hl7.org/fhir/uv/sdc).
"""

from __future__ import annotations

from typing import Final

from iopintake.packs.model import Pack

LOINC: Final = "http://loinc.org"
UCUM: Final = "http://unitsofmeasure.org"
LANGUAGES: Final = "urn:ietf:bcp:47"
OBSERVATION_CATEGORY: Final = "http://terminology.hl7.org/CodeSystem/observation-category"
ITEM_CONTROL_CODES: Final = "http://hl7.org/fhir/questionnaire-item-control"

_CORE: Final = "http://hl7.org/fhir/StructureDefinition/"
ABSENT_REASON: Final = _CORE + "data-absent-reason"
ITEM_CONTROL: Final = _CORE + "questionnaire-itemControl"
OPTION_EXCLUSIVE: Final = _CORE + "questionnaire-optionExclusive"
MIN_VALUE: Final = _CORE + "minValue"
MAX_VALUE: Final = _CORE + "maxValue"
ENABLE_EXPRESSION: Final = (
    "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-enableWhenExpression"
)

INTAKES: Final = "urn:iopintake:intake"
"""The system of the ids of intakes."""
AS_OF: Final = "urn:iopintake:as-of"
"""The extension for the day that dates are counted back from; it can differ from the day of ``authored``."""
NOTE: Final = "urn:iopintake:note"
"""The extension for a note on an answer."""
CONFIRMED: Final = "urn:iopintake:confirmed"
"""The extension for a conflict after which an answer was given again."""
ACTION: Final = "urn:iopintake:action"
"""The extension for something that was done about safety, with an extension for each part of it."""
NO_FREE_TIMES: Final = "none"
"""The option that stands for a schedule without any free time, which FHIR has no empty list for."""


def canonical(pack: Pack) -> str:
    """Return the address by which PACK goes as a Questionnaire, without its version."""
    return f"urn:iopintake:questionnaire:{pack.about.id}"


def option_system(pack: Pack, question_id: str) -> str:
    """Return the code system of a question's options."""
    return f"urn:iopintake:options:{pack.about.id}:{question_id}"


def section_link(section_id: str) -> str:
    """Return the linkId of a section; questions go by their own ids."""
    return f"section/{section_id}"
