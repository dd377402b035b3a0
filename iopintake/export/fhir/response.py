"""The answers of a summary as a FHIR R4 QuestionnaireResponse to the pack's Questionnaire."""

from __future__ import annotations

from typing import Any

from iopintake.answers import fhir_terms as terms
from iopintake.export.fhir.questionnaire import options_of
from iopintake.packs.model import Pack, Question, Section
from iopintake.summary.model import ActionNote, AnswerNote, Summary


def response(summary: Summary, pack: Pack) -> dict[str, Any]:
    """Return the response, without subject and author, which are the bundle's.

    Only answers whose question belongs are in it, so that no item stands there that its
    form would not have asked; what was set aside stays in the JSON summary.
    """
    given = {note.id: note for note in summary.answers if note.belongs}
    sections = [item for section in pack.sections if (item := _section(pack, section, given))]
    intake = summary.intake
    return {
        "resourceType": "QuestionnaireResponse",
        "extension": [
            {"url": terms.AS_OF, "valueDate": intake.as_of},
            *(_action(action) for action in summary.safety.actions),
        ],
        "questionnaire": f"{terms.canonical(pack)}|{pack.about.version}",
        "status": _status(summary, pack),
        "authored": intake.finished_at or intake.started_at or intake.as_of,
        "item": sections,
    }


def _action(action: ActionNote) -> dict[str, Any]:
    """Return what was done about safety; a sign that was corrected must not be lost on the way."""
    parts = (
        ("kind", (action.kind,)),
        ("at", (action.at,)),
        ("needs", action.needs),
        ("question", (action.question,)),
        ("done", action.done),
        ("note", (action.note,)),
    )
    held = [{"url": name, "valueString": value} for name, values in parts for value in values if value]
    return {"url": terms.ACTION, "extension": held}


def _status(summary: Summary, pack: Pack) -> str:
    """Return ``completed`` only when every required question that belongs has been asked."""
    if not summary.intake.finished_at:
        return "in-progress"
    given = {note.id for note in summary.answers}
    still = (item.question for item in summary.recommendation.ask_next)
    open_safety = any(pack.questions[q].safety and q not in given for q in still)
    return "stopped" if open_safety else "completed"


def _section(pack: Pack, section: Section, given: dict[str, AnswerNote]) -> dict[str, Any] | None:
    items = [
        _item(pack, question, given[question.id]) for question in section.question if question.id in given
    ]
    if not items:
        return None
    return {"linkId": terms.section_link(section.id), "text": section.title, "item": items}


def _item(pack: Pack, question: Question, note: AnswerNote) -> dict[str, Any]:
    extensions = []
    if note.absent:
        extensions.append({"url": terms.ABSENT_REASON, "valueCode": note.absent})
    if note.note:
        extensions.append({"url": terms.NOTE, "valueString": note.note})
    extensions += [{"url": terms.CONFIRMED, "valueString": conflict} for conflict in note.confirmed]
    item: dict[str, Any] = {"linkId": question.id, "text": question.ask}
    if extensions:
        item["extension"] = extensions
    if note.value is not None:
        item["answer"] = [_value(pack, question, value) for value in _values(question, note.value)]
    return item


def _values(question: Question, value: object) -> tuple[Any, ...]:
    values = value if isinstance(value, tuple) else (value,)
    return values or ((terms.NO_FREE_TIMES,) if question.type == "schedule" else ())


def _value(pack: Pack, question: Question, value: Any) -> dict[str, Any]:
    match question.type:
        case "integer":
            return {"valueInteger": value}
        case "date":
            return {"valueDate": value}
        case "text":
            return {"valueString": value}
        case _:
            label = next(option.label for option in options_of(question) if option.code == value)
            system = terms.option_system(pack, question.id)
            return {"valueCoding": {"system": system, "code": value, "display": label}}
