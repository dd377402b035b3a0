"""A summary without anything that names the person, the operator or the place."""

from __future__ import annotations

from dataclasses import replace

from iopintake.packs.model import Pack
from iopintake.summary.model import (
    AnswerNote,
    Summary,
)


def deidentified(summary: Summary, pack: Pack) -> Summary:
    """Return SUMMARY without anything that names the person, the operator or the place.

    Dropped are the answers of identifying questions, every free text and every note, and
    what only an earlier version of the pack asked: of that nobody can say what it names.
    """

    def kept(notes: tuple[AnswerNote, ...]) -> tuple[AnswerNote, ...]:
        return tuple(
            replace(note, note="", ask=_asked_namelessly(pack, note.id))
            for note in notes
            if (question := pack.questions.get(note.id)) is not None
            and not question.identifying
            and question.type != "text"
        )

    nameless = tuple(
        replace(item, ask=_asked_namelessly(pack, item.question)) for item in summary.recommendation.ask_next
    )
    return replace(
        summary,
        intake=replace(summary.intake, operator=None),
        person=None,
        contacts=(),
        recommendation=replace(summary.recommendation, ask_next=nameless),
        safety=replace(
            summary.safety,
            place=None,
            callback=None,
            callback_of="",
            actions=tuple(replace(action, note="") for action in summary.safety.actions),
        ),
        answers=kept(summary.answers),
        set_aside=kept(summary.set_aside),
        decision=replace(summary.decision, note="", by="") if summary.decision else None,
    )


def _asked_namelessly(pack: Pack, question_id: str) -> str:
    return pack.questions[question_id].ask
