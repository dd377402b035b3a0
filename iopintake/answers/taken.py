"""Answers that were taken from a file before: of many sets the same ones come again and again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from iopintake.answers.model import Answer
from iopintake.packs.model import Question
from iopintake.support.data_text import are_texts

LIMIT: Final = 20_000
"""Answers that are remembered; any more are looked at anew, so that endless different ones take no memory."""
KINDS: Final = frozenset({"choice", "choices", "schedule", "integer"})
"""The questions whose answers are remembered: no words of a person, nor a day, which ages."""


class Taken:
    """The plain answers that were taken for one pack."""

    def __init__(self) -> None:
        self._answers: dict[tuple[str, Any] | None, Answer] = {}

    def of(self, items: Iterable[tuple[str, Any]]) -> list[Answer | None]:
        """Return what each raw answer of ITEMS, after its question, was taken for; None for a new one."""
        known = self._answers.get
        return [known(item if type(item[1]) is str else _key(*item)) for item in items]

    def put(self, question: Question, raw: Any, answer: Answer) -> None:
        """Remember that RAW was taken for ANSWER."""
        if question.type in KINDS and len(self._answers) < LIMIT:
            key = _key(question.id, raw)
            if key is not None:
                self._answers[key] = answer


def _key(question_id: str, raw: Any) -> tuple[str, Any] | None:
    """Return what tells a plain answer from every other; None for one with anything beside it."""
    kind = type(raw)
    if kind is list:
        return (question_id, tuple(raw)) if are_texts(raw) else None
    if kind is str:
        return question_id, raw
    if kind is int or kind is bool:
        return question_id, (kind, raw)
    if kind is dict and len(raw) == 1 and type(raw.get("absent")) is str:
        return question_id, (kind, raw["absent"])
    return None
