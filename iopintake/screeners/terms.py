"""The extensions of FHIR and SDC that a form may carry, and what is known of LOINC's answer codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

_CORE: Final = "http://hl7.org/fhir/StructureDefinition/"
_SDC: Final = "http://hl7.org/fhir/uv/sdc/StructureDefinition/"
HIDDEN: Final = _CORE + "questionnaire-hidden"
CONTROL: Final = _CORE + "questionnaire-itemControl"
UNIT: Final = (_CORE + "questionnaire-unit", _CORE + "questionnaire-unitOption")
EXCLUSIVE: Final = _CORE + "questionnaire-optionExclusive"
MIN_VALUE: Final = _CORE + "minValue"
MAX_VALUE: Final = _CORE + "maxValue"
MIN_LENGTH: Final = _CORE + "minLength"
REGEX: Final = _CORE + "regex"
DECIMALS: Final = _CORE + "maxDecimalPlaces"
MAX_OCCURS: Final = _CORE + "questionnaire-maxOccurs"
VARIABLE: Final = _CORE + "variable"
POINTS: Final = (
    _CORE + "ordinalValue",
    _CORE + "itemWeight",
    _CORE + "questionnaire-ordinalValue",
    _CORE + "iso21090-CO-value",
)
"""Where the points of an option stand: R4's ordinalValue, R5's itemWeight, and their earlier names."""
ENABLE_EXPRESSION: Final = _SDC + "sdc-questionnaire-enableWhenExpression"
CALCULATED: Final = _SDC + "sdc-questionnaire-calculatedExpression"
REFUSED: Final = {
    _SDC + "sdc-questionnaire-answerExpression": "options by an expression",
    _SDC + "sdc-questionnaire-subQuestionnaire": "a part that stands in another form",
    _SDC + "sdc-questionnaire-itemMedia": "a picture or sound",
}
"""Extensions without which an item would be another one, and which can't be carried out."""

FREQUENCIES: Final = {"LA6568-5": 0, "LA6569-3": 1, "LA6570-1": 2, "LA6571-9": 3}
"""The points of LOINC's answers "Not at all" to "Nearly every day" (answer list LL358-3)."""


def extensions(element: object, *urls: str) -> Iterator[Any]:
    """Yield the value of each extension of ELEMENT with one of these URLS."""
    given = element.get("extension") if isinstance(element, Mapping) else None
    for one in given if isinstance(given, list) else ():
        if isinstance(one, Mapping) and one.get("url") in urls:
            for key, value in one.items():
                if key.startswith("value"):
                    yield value


def first(element: object, *urls: str) -> Any:
    """Return the value of the first of these extensions, or None."""
    return next(extensions(element, *urls), None)
