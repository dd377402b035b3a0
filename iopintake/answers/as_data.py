"""Answers as the data of an answers file."""

from __future__ import annotations

from datetime import date
from typing import Any

from iopintake.answers.model import Answers


def answers_data(answers: Answers) -> dict[str, Any]:
    """Return ANSWERS as an answers file holds them."""
    given: dict[str, object] = {}
    for question_id, answer in answers.items():
        held: dict[str, object] = {"origin": answer.origin.value}
        if answer.absent is not None:
            held["absent"] = answer.absent.value
        else:
            value = answer.value
            held["value"] = value.isoformat() if isinstance(value, date) else value
        if answer.at is not None:
            held["at"] = answer.at.isoformat()
        if answer.note:
            held["note"] = answer.note
        if answer.confirmed:
            held["confirmed"] = list(answer.confirmed)
        given[question_id] = held
    actions = [
        {
            "kind": action.kind,
            "at": action.at.isoformat() if action.at else None,
            "needs": list(action.needs),
            "question": action.question,
            "done": list(action.done),
            "note": action.note,
        }
        for action in answers.actions
    ]
    return {"as_of": answers.as_of.isoformat(), "answers": given, "actions": actions}
