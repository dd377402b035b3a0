"""What stands before the first question: the pack, the records, and the intake to begin or go on with."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from iopintake.answers.circumstances import today
from iopintake.answers.model import Answers
from iopintake.checking.toolkit import Toolkit, load_toolkit, usual_pack
from iopintake.cli.crisis import general_steps
from iopintake.cli.records.opening import actor, open_desk
from iopintake.cli.records.shared import APART, Desk
from iopintake.interview.events import LanguageSpoken
from iopintake.interview.voice import Voice
from iopintake.packs.files import matching
from iopintake.packs.model import Option
from iopintake.settings import Settings
from iopintake.store import (
    UNFINISHED,
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
from iopintake.store.derived.index import digits, spoken_number
from iopintake.support.frozen import value
from iopintake.support.language import N_, _, day_and_month
from iopintake.terminal.prompts.choosing import wants_plain
from iopintake.terminal.prompts.keys import key_table
from iopintake.terminal.prompts.operator import ask, tell
from iopintake.terminal.prompts.picking import Picker

MANY = 20
"""Unfinished intakes with a sign of danger that are looked at."""
OFFER = (
    Option(code="g", label=N_("Go on with it")),
    Option(code="v", label=N_("View it")),
    Option(code="n", label=N_("Start a new one")),
    Option(code="d", label=N_("Discard it")),
)
DISCARD = (
    Option(code="k", label=N_("Keep it")),
    Option(code="d", label=N_("Discard it for good")),
)


@value
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
    caller_language: str = ""  # else the settings', else the operator's
    side_by_side: bool | None = None  # else the settings', else where the two languages differ


@value
class OpenIntake:
    """An interview that can begin: its pack, its record, and the records it stands in."""

    toolkit: Toolkit
    session: IntakeSession
    store: Store | None


@contextmanager
def open_intake(options: StartOptions, settings: Settings) -> Iterator[OpenIntake]:
    """Open the records, unless nothing is to be kept, and begin an intake or take one up."""
    who = actor()
    if not options.keep:
        toolkit, answers = _new(options)
        yield OpenIntake(toolkit, UnkeptSession(who, _plan(options, settings, toolkit), answers), None)
        return
    with open_desk(options.home, who) as desk:
        store = desk.store
        plain = wants_plain(os.environ, plain=options.plain)
        picker = Picker(plain=plain, keys=key_table(settings.keys), crisis=general_steps)
        session = _taken_up(desk, options, picker)
        if session is None:
            toolkit, answers = _new(options)
            session = begin_session(store, _plan(options, settings, toolkit), answers)
        else:
            toolkit = load_toolkit(session.pack_folder())
        with desk.sending(session):
            yield OpenIntake(toolkit, session, store)


def _new(options: StartOptions) -> tuple[Toolkit, Answers]:
    toolkit = load_toolkit(options.pack)
    if options.answers is None:
        return toolkit, Answers(today())
    from iopintake.answers.files import read_answers_file

    return toolkit, read_answers_file(toolkit.pack, options.answers, today()).answers


def _plan(options: StartOptions, settings: Settings, toolkit: Toolkit) -> Plan:
    wanted = options.caller_language or settings.caller_language
    spoken = matching(wanted, toolkit.pack.languages) or toolkit.pack.language
    return Plan(
        pack=toolkit.pack,
        folder=options.pack or usual_pack(),
        mode="phone" if options.phone else "desk",
        day=today(),
        practice=options.practice,
        quick=options.quick,
        language=spoken,
    )


def voice_of(opened: OpenIntake, options: StartOptions, settings: Settings) -> Voice:
    """Return the language in which the intake goes on: what was asked for now, or last spoken in it."""
    pack, voices = opened.toolkit.pack, opened.toolkit.voices
    asked = options.side_by_side if options.side_by_side is not None else settings.side_by_side
    voice = Voice(own=pack, spoken=pack, voices=voices, side_by_side=asked)
    before = opened.session.language
    for wanted in (before, options.caller_language):
        if wanted:
            voice.switch(wanted)
    if before and voice.language != before:
        opened.session.record(LanguageSpoken(voice.language))
    return voice


def as_begun(options: StartOptions, session: IntakeSession) -> StartOptions:
    """Return the options with what belongs to the intake: by phone and as a quick screen it stays so."""
    begun = session.begun
    return replace(
        options,
        phone=options.phone or begun.mode == "phone",
        quick=options.quick or begun.quick,
        practice=begun.practice,
    )


def _taken_up(desk: Desk, options: StartOptions, picker: Picker) -> IntakeSession | None:
    """Return the intake to go on with: the one that was named, or one that is offered and taken."""
    store = desk.store
    if options.amend is not None:
        reason = options.reason or ask(_("Why are you reopening it? ")).strip()
        named = desk.brought_here(options.amend, take_over=options.take_over)
        return amend_session(store, named, reason, take_over=options.take_over)
    if options.resume is not None:
        wanted = options.resume or _wanted_draft(store, picker)
        wanted = desk.brought_here(wanted, take_over=options.take_over)
        session = resume_session(store, wanted, take_over=options.take_over)
        if session.intake.apart:
            tell(_(APART).format(id=session.id))
        begun_at = session.intake.begun_at.astimezone()
        practice = _(" For practice.") if session.begun.practice else ""
        name = _named(session.intake.name, digits(session.intake.phone))
        tell(
            _("{id}: {name}, begun on {day} at {begun_at:%H:%M}.{practice}").format(
                id=session.id, name=name, day=day_and_month(begun_at), begun_at=begun_at, practice=practice
            )
        )
        return session
    if options.answers is not None or not sys.stdin.isatty():
        return None
    in_danger = find(store, Wanted(states=("draft",), review="now"), limit=MANY)
    latest = find(store, Wanted(states=("draft",)), limit=1)
    drafts = [row for row in (*in_danger, *latest) if row.holder is None]
    return _offered(store, drafts[0], picker) if drafts else None


def _wanted_draft(store: Store, picker: Picker) -> str:
    """Return the id of the draft that is chosen where there are several; empty for the latest."""
    drafts = find(store, Wanted(states=UNFINISHED), limit=MANY)
    if len(drafts) <= 1 or not sys.stdin.isatty():
        return ""
    urgent_first = sorted(drafts, key=lambda row: row.review != "now")
    options = [Option(code=row.id, label=_described(row)) for row in urgent_first]
    return picker.pick([_("Which intake do you want to go on with?")], options)


def _described(row: Row) -> str:
    """Return a draft in one line, with what must be known before it is taken up."""
    said = [row.id, _named(row.name, row.phone), row.day]
    said += [
        word for word, holds in ((_("practice"), row.practice), (_("open elsewhere"), row.holder)) if holds
    ]
    return ", ".join(said) + (_(" - !!! a sign of danger") if row.review == "now" else "")


def _named(name: str, phone: str) -> str:
    """Return a name, or the number where there is none, for the eyes at this terminal.

    It must not end up in a file of messages.
    """
    if not sys.stderr.isatty():
        return _("name not shown")
    return name or spoken_number(phone) or _("no name yet")


def _offered(store: Store, draft: Row, picker: Picker) -> IntakeSession | None:
    """Offer a draft until it is taken up or left; it is thrown away only on a second yes."""
    kind = _("practice intake") if draft.practice else _("intake")
    messages = [
        _("There is an unfinished {kind}, {id}, of {day} ({named}).").format(
            kind=kind, id=draft.id, day=draft.day, named=_named(draft.name, draft.phone)
        )
    ]
    if draft.review == "now":
        messages.append(_("!!! A sign of danger was shown in it: somebody may need help now."))
    while True:
        match picker.pick(messages, _said(OFFER)):
            case "g":
                return resume_session(store, draft.id, take_over=False)
            case "v":
                picker.show(_answers_so_far(store, draft))
            case "d":
                if picker.pick([_("Discard {id} for good?").format(id=draft.id)], _said(DISCARD)) == "d":
                    resume_session(store, draft.id, take_over=False).discard()
                    tell(_("{id} is discarded.").format(id=draft.id))
                    return None
            case _:
                return None


def _answers_so_far(store: Store, draft: Row) -> list[str]:
    """Return what was answered so far, question by question."""
    from iopintake.answers.display import display
    from iopintake.store.queries.summaries import toolkit_of

    intake = store.intake(draft.id)
    questions = toolkit_of(store, intake).pack.questions
    given = {q: held for q, held in intake.answers.items() if q in questions and not held.is_open}
    at = intake.last_at.astimezone()
    return [
        _("Answered: {count}, the last at {day}, {at:%H:%M}.").format(
            day=day_and_month(at), count=len(given), at=at
        ),
        *(f"{questions[q].short}: {display(questions[q], answer)}" for q, answer in given.items()),
    ]


def _said(options: Sequence[Option]) -> list[Option]:
    """Return OPTIONS in the language that is spoken now."""
    return [replace(option, label=_(option.label)) for option in options]
