"""The pack as a FHIR R4 Questionnaire, which any form filler can ask.

Its linkIds are the ids of sections and questions, its texts are what is read aloud, and its
options carry the pack's own codes, so that a response comes back as an answers file. Safety
questions are required: a response that is complete holds each of them that belongs, with a
value or with the reason why there is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from iopintake.answers import fhir_terms as terms
from iopintake.answers.display import schedule_display
from iopintake.answers.validation import TEXT_LIMIT
from iopintake.export.fhir.enabling import enabling
from iopintake.packs.conditions import SLOTS
from iopintake.packs.model import Option, Pack, Question, Section
from iopintake.rules.rulebook import Rulebook

_TYPES: Final = {
    "choice": "choice",
    "choices": "choice",
    "schedule": "choice",
    "integer": "integer",
    "date": "date",
    "text": "text",
}


def questionnaire(pack: Pack) -> dict[str, Any]:
    """Return PACK as a Questionnaire; the same pack always gives the same one."""
    book = Rulebook(pack)
    codes = _loinc_codes(pack)
    return {
        "resourceType": "Questionnaire",
        "url": terms.canonical(pack),
        "identifier": [{"system": "urn:iopintake:pack-sha256", "value": pack.sha256}],
        "version": pack.about.version,
        "name": "".join(part.capitalize() for part in pack.about.id.split("_")),
        "title": pack.about.title,
        "status": "active",
        "language": pack.language,
        "subjectType": ["Patient"],
        "purpose": pack.about.disclaimer,
        "item": [_section(book, codes, section) for section in pack.sections],
    }


def options_of(question: Question) -> tuple[Option, ...]:
    """Return the options of a question as the form has them: a schedule's are days and times."""
    if question.type != "schedule":
        return question.options
    free = tuple(Option(code=slot, label=schedule_display((slot,))) for slot in SLOTS)
    return (*free, Option(code=terms.NO_FREE_TIMES, label=schedule_display(()), exclusive=True))


def _section(book: Rulebook, codes: dict[str, str], section: Section) -> dict[str, Any]:
    link = terms.section_link(section.id)
    intro = [{"linkId": f"{link}/intro", "type": "display", "text": section.intro}] if section.intro else []
    items = [_item(book, codes, question) for question in section.question]
    return {"linkId": link, "type": "group", "text": section.title, "item": [*intro, *items]}


def _item(book: Rulebook, codes: dict[str, str], question: Question) -> dict[str, Any]:
    enabled = enabling(book, question.id)
    extensions = [*_extensions(question), *enabled.pop("extension", [])]
    item: dict[str, Any] = {"linkId": question.id, "type": _TYPES[question.type], "text": question.ask}
    if extensions:
        item["extension"] = extensions
    if question.id in codes:
        item["code"] = [{"system": terms.LOINC, "code": codes[question.id]}]
    item |= enabled
    if question.safety:
        item["required"] = True
    if question.type in {"choices", "schedule"}:
        item["repeats"] = True
    if question.type == "text":
        item["maxLength"] = TEXT_LIMIT
    if options := options_of(question):
        item["answerOption"] = [_option(book.pack, question, option) for option in options]
    item["item"] = [_help(question)]
    return item


def _extensions(question: Question) -> Iterator[dict[str, Any]]:
    if question.type == "choice":
        yield _control("radio-button")
    elif question.type in {"choices", "schedule"}:
        yield _control("check-box")
    if question.minimum is not None:
        yield {"url": terms.MIN_VALUE, "valueInteger": question.minimum}
    if question.maximum is not None:
        yield {"url": terms.MAX_VALUE, "valueInteger": question.maximum}


def _option(pack: Pack, question: Question, option: Option) -> dict[str, Any]:
    system = terms.option_system(pack, question.id)
    found: dict[str, Any] = {
        "valueCoding": {"system": system, "code": option.code, "display": option.label},
    }
    if option.exclusive:
        found["extension"] = [{"url": terms.OPTION_EXCLUSIVE, "valueBoolean": True}]
    return found


def _help(question: Question) -> dict[str, Any]:
    parts = (question.instruction, question.why, question.help)
    return {
        "linkId": f"{question.id}/help",
        "type": "display",
        "text": " ".join(part for part in parts if part),
        "extension": [_control("help")],
    }


def _control(code: str) -> dict[str, Any]:
    coding = {"system": terms.ITEM_CONTROL_CODES, "code": code}
    return {"url": terms.ITEM_CONTROL, "valueCodeableConcept": {"coding": [coding]}}


def _loinc_codes(pack: Pack) -> dict[str, str]:
    """Return the LOINC codes of the questions that record a screener's total or item."""
    found = {screener.question: screener.loinc for screener in pack.screeners if screener.loinc}
    return found | {item.question: item.loinc for screener in pack.screeners for item in screener.item}
