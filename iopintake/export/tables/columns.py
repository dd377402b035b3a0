"""The columns of a table of intakes: what an intake comes to, then each question of the pack.

A question has a column with its value, or for several options one for each (QUESTION___CODE,
1 or 0, as REDCap and others have it); QUESTION__absent says why there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal

from iopintake.answers.fhir_terms import NO_FREE_TIMES
from iopintake.export.fhir.questionnaire import options_of
from iopintake.packs.model import Pack, Question
from iopintake.summary.model import AnswerNote, Summary
from iopintake.support.frozen import frozen

ColumnType = Literal["text", "integer", "number", "date", "boolean"]


@frozen
class Column:
    """One column: its name, what it holds, and how it is read from an intake."""

    name: str
    type: ColumnType
    title: str
    of: Callable[[_Row], Any]
    codes: tuple[tuple[str, str], ...] = ()  # code and label, where it holds codes
    question: str = ""
    unit: str = ""


@frozen
class _Row:
    """One intake, with its answers by question."""

    summary: Summary
    answers: dict[str, AnswerNote]


def row(summary: Summary, columns: tuple[Column, ...]) -> dict[str, Any]:
    """Return the cells of SUMMARY by column; None where there is nothing."""
    held = _Row(summary=summary, answers={note.id: note for note in summary.answers})
    return {column.name: column.of(held) for column in columns}


def columns_of(pack: Pack) -> tuple[Column, ...]:
    """Return every column of a table of intakes with PACK, in order."""
    return (*_result_columns(pack), *(c for question in pack.questions.values() for c in _columns(question)))


def _result_columns(pack: Pack) -> Iterator[Column]:
    levels = tuple((level.id, level.title) for level in pack.levels.level)
    verdicts = tuple((verdict.id, verdict.headline) for verdict in pack.levels.verdict)
    truths = (("met", "met"), ("not_met", "not met"), ("unknown", "not known"))
    tracks = tuple((track.id, track.title) for track in pack.tracks)
    yield Column(name="intake_id", type="text", title="The intake", of=lambda r: r.summary.intake.id)
    yield Column(
        name="intake_as_of",
        type="date",
        title="The day that dates are counted back from",
        of=lambda r: r.summary.intake.as_of,
    )
    yield Column(
        name="pack_version",
        type="text",
        title="The pack that the questions and rules are from",
        of=lambda r: f"{r.summary.intake.pack.id} {r.summary.intake.pack.version}",
    )
    yield Column(
        name="verdict",
        type="text",
        title="What is recommended",
        codes=verdicts,
        of=lambda r: r.summary.recommendation.verdict,
    )
    yield Column(
        name="level",
        type="text",
        title="The level of care recommended",
        codes=levels,
        of=lambda r: r.summary.recommendation.level,
    )
    yield Column(
        name="at_least",
        type="boolean",
        title="Whether a higher level is still possible",
        of=lambda r: r.summary.recommendation.at_least,
    )
    yield Column(
        name="clinician_review",
        type="text",
        title="How soon a clinician looks at it",
        of=lambda r: r.summary.recommendation.clinician_review,
    )
    yield Column(
        name="level_decided",
        type="text",
        title="The level of care that a clinician decided on",
        codes=levels,
        of=lambda r: r.summary.decision.level if r.summary.decision else None,
    )
    yield Column(
        name="track", type="text", title="The program type", codes=tracks, of=lambda r: r.summary.track.id
    )
    for criterion in pack.criteria:
        yield Column(
            name=f"criterion__{criterion.id}",
            type="text",
            title=criterion.title,
            codes=truths,
            of=_truth_of(criterion.id),
        )


def _columns(question: Question) -> Iterator[Column]:
    name = question.id
    options = tuple((option.code, option.label) for option in options_of(question))
    if question.type in {"choices", "schedule"}:
        for code, label in options:
            yield Column(
                name=f"{name}___{code}",
                type="boolean",
                title=f"{question.short}: {label}",
                question=name,
                of=_ticked(name, code),
            )
    else:
        kinds: dict[str, ColumnType] = {"integer": "integer", "date": "date"}
        yield Column(
            name=name,
            type=kinds.get(question.type, "text"),
            title=question.short,
            codes=options,
            question=name,
            of=lambda r: r.answers[name].value if name in r.answers else None,
        )
    yield Column(
        name=f"{name}__absent",
        type="text",
        title=f"{question.short}: why there is no answer",
        codes=ABSENT,
        question=name,
        of=_absent(question),
    )


ABSENT = (
    ("asked-declined", "declined"),
    ("asked-unknown", "not known"),
    ("not-asked", "not asked"),
    ("not-applicable", "does not apply"),
)
"""Why there is no answer: the codes of FHIR's data-absent-reason."""


def _truth_of(criterion: str) -> Callable[[_Row], str | None]:
    return lambda row: next((c.truth for c in row.summary.criteria if c.id == criterion), None)


def _ticked(question: str, code: str) -> Callable[[_Row], bool | None]:
    """Return what says whether an option was chosen; None where nothing was answered."""

    def of(row: _Row) -> bool | None:
        note = row.answers.get(question)
        if note is None or not isinstance(note.value, tuple):
            return None
        return code in note.value or (not note.value and code == NO_FREE_TIMES)

    return of


def _absent(question: Question) -> Callable[[_Row], str | None]:
    """Return what says why there is no answer; nothing where it was left out with the names."""

    def of(row: _Row) -> str | None:
        note = row.answers.get(question.id)
        if note is not None:
            return note.absent
        left_out = row.summary.person is None and (question.identifying or question.type == "text")
        return None if left_out else "not-asked"

    return of
