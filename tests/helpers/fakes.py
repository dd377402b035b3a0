"""Fakes with a vocabulary: an asker that follows a script, and a clock that stands still."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from iopintake.answers.model import Absent, Answer
from iopintake.answers.validation import from_json
from iopintake.interview.asker import (
    CrisisPrompt,
    CrisisReply,
    Given,
    Half,
    JumpTo,
    Move,
    Note,
    Prompt,
    Reply,
)
from iopintake.packs.model import Question
from iopintake.rules.evaluation import Evaluation

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@dataclass
class ScriptedAsker:
    """Answers each question from a table, and does what its script says before that.

    What the table leaves out is declined.
    """

    answers: Mapping[str, Any]
    script: dict[str, list[Reply]] = field(default_factory=dict)
    in_crisis: str = "under_way"
    reason: str | None = "A slip of the finger"
    asked: list[str] = field(default_factory=list)
    spoken: list[str] = field(default_factory=list)
    because: list[str] = field(default_factory=list)
    crises: list[tuple[str, ...]] = field(default_factory=list)
    ticked: list[tuple[str, ...]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    confirmed: list[tuple[str, Answer]] = field(default_factory=list)
    confirmed_notes: list[str] = field(default_factory=list)
    confirmed_steps: list[CrisisReply] = field(default_factory=list)
    at_review: list[Reply] = field(default_factory=list)

    def at(self, question_id: str, *replies: Reply) -> ScriptedAsker:
        """Do these things, in turn, when the question comes up, before answering it."""
        self.script.setdefault(question_id, []).extend(replies)
        return self

    def finally_(self, *replies: Reply) -> ScriptedAsker:
        """Do these things at the review, before finishing."""
        self.at_review.extend(replies)
        return self

    def ask(self, prompt: Prompt) -> Reply:
        self.asked.append(prompt.question.id)
        self.spoken.append(prompt.ask)
        self.because.append(prompt.because)
        if waiting := self.script.get(prompt.question.id):
            return waiting.pop(0)
        return Given(answer_of(prompt.question, self.answers.get(prompt.question.id)))

    def confirm(self, question: Question, answer: Answer) -> None:
        self.confirmed.append((question.id, answer))

    def confirm_note(self, text: str) -> None:
        self.confirmed_notes.append(text)

    def confirm_step(self, prompt: CrisisPrompt, reply: CrisisReply) -> None:
        self.confirmed_steps.append(reply)

    def crisis(self, prompt: CrisisPrompt) -> CrisisReply | Move:
        self.crises.append(tuple(need.id for need in prompt.needs))
        self.ticked.append(prompt.done)
        if self.in_crisis == "closed" and prompt.may_close:
            return Move.BACK
        return CrisisReply(choice=self.in_crisis)

    def correct_sign(self, question: Question) -> str | None:
        return self.reason

    def review(self, evaluation: Evaluation) -> Reply | None:
        return self.at_review.pop(0) if self.at_review else None

    def tell(self, message: str) -> None:
        self.told.append(message)

    def now(self) -> datetime:
        return NOON

    def half_given(self) -> tuple[Half, ...]:
        return ()

    def take_up(self, halves: Iterable[Half]) -> None:
        pass


def answer_of(question: Question, raw: Any) -> Answer:
    """Return an answer from what an answers file would hold; nothing means declined."""
    if raw is None:
        return Answer(absent=Absent.DECLINED, at=NOON)
    if isinstance(raw, dict):
        return Answer(absent=Absent(raw["absent"]), at=NOON)
    return Answer(value=from_json(question, raw, NOON.date()), at=NOON)


def gives(value: Any) -> Given:
    """Reply with a value, as it is held."""
    return Given(Answer(value=tuple(value) if isinstance(value, list) else value, at=NOON))


def records() -> tuple[list[Any], Any]:
    """Return a list of events, and the function that fills it."""
    events: list[Any] = []
    return events, events.append


back, pause, help_now = Move.BACK, Move.PAUSE, Move.CRISIS


def jump(question_id: str) -> JumpTo:
    return JumpTo(question_id)


def note(text: str) -> Note:
    return Note(text)


def without(table: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Return the table without some of its entries."""
    gone = set(names)
    return {key: value for key, value in table.items() if key not in gone}
