"""The work that waits: what a clinician must see, and whom to call back; taken by one person at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from iopintake.interview.protocols import caller
from iopintake.rules.evaluation import Evaluator
from iopintake.store.database.store import Store
from iopintake.store.derived.index import APART
from iopintake.store.errors import StoreError
from iopintake.store.journal.events import Taken
from iopintake.store.journal.replay import Intake
from iopintake.store.queries.search import Row, Wanted, find
from iopintake.store.queries.summaries import toolkit_of
from iopintake.support.errors import IopintakeError
from iopintake.support.language import _
from iopintake.support.local_time import said_since

MANY: Final = 200
"""Pieces of work that are looked at."""


class TakenElsewhere(StoreError):
    """Somebody else looks after it."""


class Work(StrEnum):
    """What is to be done, the most urgent first."""

    REVIEW_NOW = "review_now"
    SETTLE = "settle"  # two desks wrote apart
    REVIEW_TODAY = "review_today"
    DUE = "due"  # a call back, an appointment, a referral to look after


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One piece of work."""

    work: Work
    row: Row
    taken_by: str
    taken_at: datetime | None
    caller: str  # who called about the person, whose number it is; empty where they called themselves


def queue(store: Store, until: date) -> tuple[Piece, ...]:
    """Return what waits until a day, the most urgent first, then what is due longest."""
    found: dict[str, tuple[Work, Row]] = {}
    for work, wanted in (
        (Work.REVIEW_NOW, Wanted(review="now", practice=False)),
        (Work.SETTLE, Wanted(states=(APART,), practice=False)),
        (Work.REVIEW_TODAY, Wanted(review="same_day", practice=False)),
        (Work.DUE, Wanted(due_by=until, practice=False)),
    ):
        for row in reversed(find(store, wanted, limit=MANY)):
            found.setdefault(row.id, (work, row))
    order = list(Work)
    pieces = sorted(found.values(), key=lambda piece: (order.index(piece[0]), piece[1].due or piece[1].day))
    evaluators: dict[str, Evaluator | None] = {}
    return tuple(_piece(store, work, row, evaluators) for work, row in pieces)


def take(store: Store, intake_id: str, *, take_over: bool) -> None:
    """Look after an intake, so that nobody else does; TakenElsewhere when somebody does, unless TAKE_OVER."""
    with store.writing():
        intake = _free(store, intake_id, take_over=take_over)
        if intake.taken is None or _is_others(store, intake_id, intake):
            store.put(intake_id, intake, Taken())


def give_back(store: Store, intake_id: str, *, take_over: bool) -> None:
    """Look after an intake no more, so that it waits for whoever takes it next.

    TakenElsewhere when somebody else looks after it, unless TAKE_OVER.
    """
    with store.writing():
        intake = _free(store, intake_id, take_over=take_over)
        if intake.taken is not None:
            store.put(intake_id, intake, Taken(gives_back=True))


def _free(store: Store, intake_id: str, *, take_over: bool) -> Intake:
    """Return an intake that nobody else looks after."""
    intake = store.intake(intake_id)
    if intake.taken is not None and _is_others(store, intake_id, intake) and not take_over:
        who, at = intake.taken
        raise TakenElsewhere(
            _(
                "{intake_id} is being looked after by {who} {since}. To do it in their place: --take-over"
            ).format(intake_id=intake_id, who=who, since=said_since(at, store.actor.today))
        )
    return intake


def _is_others(store: Store, intake_id: str, intake: Intake) -> bool:
    """Say whether somebody else looks after it: two who go by one name may log in as two."""
    assert intake.taken is not None
    return intake.taken[0] != store.actor.who or not store.opened.took_last(intake_id)


def _piece(store: Store, work: Work, row: Row, evaluators: dict[str, Evaluator | None]) -> Piece:
    intake = store.intake(row.id)
    sha256 = intake.begun.pack.sha256
    if sha256 not in evaluators:
        evaluators[sha256] = _evaluator(store, intake)
    evaluator = evaluators[sha256]
    who, at = intake.taken or ("", None)
    return Piece(
        work=work,
        row=row,
        taken_by=who,
        taken_at=at,
        caller=caller(evaluator.evaluate(intake.answers)) if evaluator else "",
    )


def _evaluator(store: Store, intake: Intake) -> Evaluator | None:
    """Return what evaluates an intake's own pack; nothing where that can't be read: the work waits."""
    try:
        return toolkit_of(store, intake).evaluator
    except IopintakeError:
        return None
