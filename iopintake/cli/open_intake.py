"""What stands before the first question: the pack, the records, and the intake to begin or go on with."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from iopintake.answers.circumstances import today
from iopintake.answers.model import Answers
from iopintake.checking.toolkit import Toolkit, load_toolkit, usual_pack
from iopintake.cli.records.opening import actor, open_records
from iopintake.settings import Settings
from iopintake.store import (
    IntakeSession,
    Plan,
    Row,
    Store,
    UnkeptSession,
    Wanted,
    amend_session,
    begin_session,
    find,
    resume_session,
)
from iopintake.terminal.prompts.operator import ask, confirmed, tell

MANY = 20
"""Unfinished intakes with a sign of danger that are looked at."""
OFFER = "Go on with it (g), view it (v), start a new one (n) or discard it (d)? "


@dataclass(frozen=True, slots=True, kw_only=True)
class StartOptions:
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
class OpenIntake:
    """An interview that can begin: its pack, its record, and the records it stands in."""

    toolkit: Toolkit
    session: IntakeSession
    store: Store | None


@contextmanager
def open_intake(options: StartOptions, settings: Settings) -> Iterator[OpenIntake]:
    """Open the records, unless nothing is to be kept, and begin an intake or take one up."""
    who = actor(settings.operator)
    if not options.keep:
        toolkit, answers = _new(options)
        yield OpenIntake(toolkit, UnkeptSession(who, _plan(options, toolkit), answers), None)
        return
    with open_records(options.home, who) as store:
        session = _taken_up(store, options)
        if session is None:
            toolkit, answers = _new(options)
            yield OpenIntake(toolkit, begin_session(store, _plan(options, toolkit), answers), store)
        else:
            yield OpenIntake(load_toolkit(session.pack_folder()), session, store)


def _new(options: StartOptions) -> tuple[Toolkit, Answers]:
    toolkit = load_toolkit(options.pack)
    if options.answers is None:
        return toolkit, Answers(today())
    from iopintake.answers.files import read_answers_file

    return toolkit, read_answers_file(toolkit.pack, options.answers, today()).answers


def _plan(options: StartOptions, toolkit: Toolkit) -> Plan:
    return Plan(
        pack=toolkit.pack,
        folder=options.pack or usual_pack(),
        mode="phone" if options.phone else "desk",
        day=today(),
        practice=options.practice,
        quick=options.quick,
    )


def as_begun(options: StartOptions, session: IntakeSession) -> StartOptions:
    """Return the options with what belongs to the intake: by phone and as a quick screen it stays so."""
    begun = session.begun
    return replace(
        options,
        phone=options.phone or begun.mode == "phone",
        quick=options.quick or begun.quick,
        practice=begun.practice,
    )


def _taken_up(store: Store, options: StartOptions) -> IntakeSession | None:
    """Return the intake to go on with: the one that was named, or one that is offered and taken."""
    if options.amend is not None:
        reason = options.reason or ask("Why are you reopening it? ").strip()
        return amend_session(store, options.amend, reason, take_over=options.take_over)
    if options.resume is not None:
        session = resume_session(store, options.resume, take_over=options.take_over)
        begun_at = session.intake.begun_at.astimezone()
        tell(f"{session.id}: {_named(session.intake.name)}, begun on {begun_at:%d %B at %H:%M}.")
        return session
    if options.answers is not None or not sys.stdin.isatty():
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


def _offered(store: Store, draft: Row) -> IntakeSession | None:
    """Offer a draft until it is taken up or left; it is thrown away only on a second yes."""
    tell(f"There is an unfinished intake, {draft.id}, of {draft.day} ({_named(draft.name)}).")
    if draft.review == "now":
        tell("!!! A sign of danger was shown in it: somebody may need help now.")
    while True:
        match ask(OFFER).strip().lower():
            case "g":
                return resume_session(store, draft.id, take_over=False)
            case "v":
                _view(store, draft)
            case "d" if confirmed(f"Discard {draft.id} for good?", yes=False):
                resume_session(store, draft.id, take_over=False).discard()
                tell(f"{draft.id} is discarded.")
                return None
            case "n":
                return None
            case _:
                pass


def _view(store: Store, draft: Row) -> None:
    """Show what was answered so far, question by question."""
    from iopintake.answers.display import display
    from iopintake.store.queries.summaries import toolkit_of

    intake = store.intake(draft.id)
    questions = toolkit_of(store, intake).pack.questions
    tell("")
    given = {q: held for q, held in intake.answers.items() if q in questions and not held.is_open}
    for question_id, answer in given.items():
        tell(f"  {questions[question_id].short}: {display(questions[question_id], answer)}")
    at = intake.last_at.astimezone()
    tell(f"Answered: {len(given)}, the last at {at:%d %B, %H:%M}.")
