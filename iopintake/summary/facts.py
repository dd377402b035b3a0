"""What else stands in a summary: the intake, the person, criteria, track, week, screeners, answers."""

from __future__ import annotations

from datetime import date

from iopintake import __version__
from iopintake.answers.circumstances import Circumstances
from iopintake.answers.display import ABSENT_DISPLAY, display
from iopintake.answers.earlier import retired_of
from iopintake.answers.model import Answer, Answers
from iopintake.assessment.decide import rate_dimensions
from iopintake.assessment.model import Decision
from iopintake.assessment.tracks import choose_track
from iopintake.assessment.week import WeekPlan, free_times, plan_week
from iopintake.interview.flow import spoken
from iopintake.packs.conditions import Truth
from iopintake.packs.model import Pack
from iopintake.rules.evaluation import Evaluation
from iopintake.summary.model import (
    AnswerNote,
    CriterionNote,
    DimensionNote,
    IntakeInfo,
    PackUsed,
    ScreenerNote,
    TrackNote,
)
from iopintake.summary.stated import behind


def intake_info(pack: Pack, answers: Answers, circumstances: Circumstances) -> IntakeInfo:
    """Return when, by whom and with which pack the intake was made."""
    return IntakeInfo(
        id=circumstances.id,
        started_at=circumstances.started_at,
        finished_at=circumstances.finished_at,
        mode=circumstances.mode,
        operator=circumstances.operator,
        pack=PackUsed(id=pack.about.id, version=pack.about.version, sha256=pack.sha256),
        tool_version=__version__,
        as_of=answers.as_of.isoformat(),
        language=circumstances.language or pack.language,
    )


def person_of(evaluation: Evaluation) -> dict[str, str | int]:
    """Return the answers that name the person or a place, by question."""
    found: dict[str, str | int] = {}
    for question in evaluation.book.pack.questions.values():
        value = evaluation.answers.value(question.id)
        if question.identifying and isinstance(value, str | int):
            found[question.id] = value
    return found


def criteria_of(evaluation: Evaluation) -> tuple[CriterionNote, ...]:
    """Return every admission criterion with its truth, the answers behind it and what is missing."""

    def note(criterion_id: str) -> CriterionNote:
        criterion = next(c for c in evaluation.book.pack.criteria if c.id == criterion_id)
        truth = evaluation.truth(criterion_id)
        sentences = {
            Truth.MET: criterion.met,
            Truth.NOT_MET: criterion.not_met,
            Truth.UNKNOWN: criterion.unknown,
        }
        return CriterionNote(
            id=criterion.id,
            title=criterion.title,
            group=criterion.group,
            truth=truth.label,
            sentence=sentences[truth],
            because=behind(evaluation, evaluation.because(criterion_id)),
            missing=evaluation.missing(criterion_id),
            source=criterion.source,
        )

    return tuple(note(criterion.id) for criterion in evaluation.book.pack.criteria)


def dimensions_of(evaluation: Evaluation) -> tuple[DimensionNote, ...]:
    """Return the level that each dimension calls for by itself."""
    return tuple(
        DimensionNote(
            id=rating.id,
            title=rating.title,
            level=rating.level,
            because=behind(evaluation, rating.because),
            missing=rating.missing,
        )
        for rating in rate_dimensions(evaluation)
    )


def track_of(evaluation: Evaluation) -> TrackNote:
    """Return the track that the answers lead to."""
    chosen = choose_track(evaluation)
    return TrackNote(
        id=chosen.id, title=chosen.title, why=chosen.why, emphasis=chosen.emphasis, also=chosen.also
    )


def week_of(evaluation: Evaluation, decision: Decision) -> WeekPlan | None:
    """Return a week when an IOP fits or may fit; beside "too little is known" it would promise one.

    There is none beside an emergency, an open safety question, or what is out of scope.
    """
    if not decision.prepares or decision.level != "iop":
        return None
    weeks = evaluation.book.pack.weeks
    track = choose_track(evaluation)
    schedule = evaluation.answers.value(weeks.schedule_question)
    counted = evaluation.is_settled(weeks.schedule_question) and isinstance(schedule, tuple)
    return plan_week(
        weeks,
        track=track.id,
        also=track.also,
        free=free_times(schedule) if counted and isinstance(schedule, tuple) else None,
        aim=next(aim for aim in weeks.aim if evaluation.is_met(f"aim:{aim.id}")),
        payer=next((payer for payer in weeks.payer if evaluation.is_met(payer.id)), None),
        also_said=tuple(note.text for note in weeks.note if evaluation.is_met(note.id)),
    )


def screeners_of(evaluation: Evaluation) -> tuple[ScreenerNote, ...]:
    """Return the screeners that belong, with total and band as far as they were recorded."""
    found = []
    for screener in evaluation.book.pack.screeners:
        if not evaluation.belongs(screener.question):
            continue
        value = evaluation.answers.value(screener.question)
        question = evaluation.book.pack.questions[screener.question]
        bands = [b.label for b in screener.band if isinstance(value, int) and value >= b.from_total]
        label = question.label(value) if isinstance(value, str) and question.options else None
        found.append(
            ScreenerNote(
                id=screener.id,
                title=screener.title,
                total=value if isinstance(value, int | str) else None,
                band=bands[-1] if bands else label,
                complete=value is not None,
                loinc=screener.loinc,
            )
        )
    return tuple(found)


def answer_note(evaluation: Evaluation, question_id: str) -> AnswerNote:
    """Return one answer as it was asked and given."""
    pack = evaluation.book.pack
    question, answer = pack.questions[question_id], evaluation.answers[question_id]
    return AnswerNote(
        id=question_id,
        section=pack.section_of(question_id).id,
        ask=spoken(evaluation, question),
        value=answer.value.isoformat() if isinstance(answer.value, date) else answer.value,
        display=display(question, answer),
        absent=answer.absent.value if answer.absent else None,
        origin=answer.origin.value,
        at=answer.at.isoformat() if answer.at else None,
        note=answer.note,
        confirmed=answer.confirmed,
        belongs=evaluation.belongs(question_id),
    )


def earlier_note(pack: Pack, question_id: str, answer: Answer) -> AnswerNote:
    """Return an answer to what an earlier version of the pack asked, and why it does not count."""
    retired = retired_of(pack, question_id)
    value = answer.value.isoformat() if isinstance(answer.value, date) else answer.value
    said = "; ".join(value) if isinstance(value, tuple) else str(value)
    return AnswerNote(
        id=question_id,
        section="",
        ask="",
        value=value,
        display=ABSENT_DISPLAY[answer.absent] if answer.absent else said,
        absent=answer.absent.value if answer.absent else None,
        origin=answer.origin.value,
        at=answer.at.isoformat() if answer.at else None,
        note=answer.note,
        why=retired.why if retired else "",
    )
