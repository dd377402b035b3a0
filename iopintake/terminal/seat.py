"""What stands before the first question: the pack, the records, and the intake to begin or go on with."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from iopintake import datafiles
from iopintake.answers import Answers
from iopintake.settings import Settings
from iopintake.store.finding import Row, Wanted, find
from iopintake.store.journal import Store
from iopintake.store.seating import amend_sitting, begin_sitting, resume_sitting
from iopintake.store.sitting import Plan, Sitting, UnkeptSitting
from iopintake.terminal.loading import Desk, open_desk, today
from iopintake.terminal.records.desk import ask, clerk, confirmed, open_records, tell

MANY = 20
"""Unfinished intakes with a sign of danger that are looked at."""
OFFER = "Go on with it (g), view (v), new one (n), discard (d)? "


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What was asked of ``start``, ``resume`` or ``amend``."""

    pack: Path | None = None
    answers: Path | None = None
    json: Path | None = None
    force: bool = False
    plain: bool = False
    phone: bool = False
    quick: bool = False
    keep: bool = True
    clear: bool = False
    practice: bool = False
    home: Path | None = None
    resume: str | None = None  # the id, or how it begins; empty for the latest draft
    amend: str | None = None
    reason: str | None = None  # asked for when it is not given
    take_over: bool = False


@dataclass(frozen=True, slots=True)
class Seat:
    """An interview that can begin: its pack, its record, and the records it stands in."""

    desk: Desk
    sitting: Sitting
    store: Store | None


@contextmanager
def take_seat(wishes: Wishes, settings: Settings) -> Iterator[Seat]:
    """Open the records, unless nothing is to be kept, and take a seat at an intake."""
    who = clerk(settings.operator)
    if not wishes.keep:
        desk, answers = _new(wishes)
        yield Seat(desk, UnkeptSitting(who, _plan(wishes, desk), answers), None)
        return
    with open_records(wishes.home, who) as store:
        sitting = _taken_up(store, wishes)
        if sitting is None:
            desk, answers = _new(wishes)
            yield Seat(desk, begin_sitting(store, _plan(wishes, desk), answers), store)
        else:
            yield Seat(open_desk(sitting.pack_folder()), sitting, store)


def _new(wishes: Wishes) -> tuple[Desk, Answers]:
    desk = open_desk(wishes.pack)
    if wishes.answers is None:
        return desk, Answers(today())
    from iopintake.answers_file import decode, parse_object, read_answers, read_bytes

    where = str(wishes.answers)
    text, _ = decode(read_bytes(wishes.answers))
    data = parse_object(where, text, toml=wishes.answers.suffix == ".toml")
    return desk, read_answers(desk.pack, where, data, today()).answers


def _plan(wishes: Wishes, desk: Desk) -> Plan:
    return Plan(
        pack=desk.pack,
        folder=wishes.pack or datafiles.shipped_pack(),
        mode="phone" if wishes.phone else "desk",
        day=today(),
        practice=wishes.practice,
    )


def _taken_up(store: Store, wishes: Wishes) -> Sitting | None:
    """Return the intake to go on with: the one that was named, or one that is offered and taken."""
    if wishes.amend is not None:
        reason = wishes.reason or ask("Why is it taken up again? ").strip()
        return amend_sitting(store, wishes.amend, reason, take_over=wishes.take_over)
    if wishes.resume is not None:
        sitting = resume_sitting(store, wishes.resume, take_over=wishes.take_over)
        begun_at = sitting.intake.begun_at.astimezone()
        tell(f"{sitting.id}: {_named(sitting.intake.name)}, begun on {begun_at:%d %B at %H:%M}.")
        return sitting
    if wishes.answers is not None or not sys.stdin.isatty():
        return None
    in_danger = find(store, Wanted(states=("draft",), review="now"), limit=MANY)
    latest = find(store, Wanted(states=("draft",)), limit=1)
    drafts = [row for row in (*in_danger, *latest) if row.holder is None]
    return _offered(store, drafts[0]) if drafts else None


def _named(name: str) -> str:
    """Return a name for the eyes at this terminal; it must not end up in a file of messages."""
    if not sys.stderr.isatty():
        return "name not shown"
    return name or "no name yet"


def _offered(store: Store, draft: Row) -> Sitting | None:
    """Offer a draft until it is taken up or left; it is thrown away only on a second yes."""
    tell(f"There is an unfinished intake, {draft.id}, of {draft.day} ({_named(draft.name)}).")
    if draft.review == "now":
        tell("!!! A sign of danger was shown in it: somebody may need help now.")
    while True:
        match ask(OFFER).strip().lower():
            case "g":
                return resume_sitting(store, draft.id, take_over=False)
            case "v":
                _view(store, draft)
            case "d" if confirmed(f"Discard {draft.id} for good?", yes=False):
                resume_sitting(store, draft.id, take_over=False).discard()
                tell(f"{draft.id} is discarded.")
                return None
            case "n":
                return None
            case _:
                pass


def _view(store: Store, draft: Row) -> None:
    """Show what was answered so far, question by question."""
    from iopintake.display import display
    from iopintake.terminal.records.desk import desk_of

    intake = store.intake(draft.id)
    questions = desk_of(store, intake).pack.questions
    tell("")
    given = {id_: answer for id_, answer in intake.answers.items() if not answer.is_open}
    for question_id, answer in given.items():
        tell(f"  {questions[question_id].short}: {display(questions[question_id], answer)}")
    at = intake.last_at.astimezone()
    tell(f"Answered: {len(given)}, the last at {at:%d %B, %H:%M}.")
