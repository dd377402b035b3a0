"""What stands before the first question: the pack, the records, and the intake to begin or go on with."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from iopintake.answers.circumstances import today
from iopintake.answers.model import Answers
from iopintake.checking.toolkit import Toolkit, load_toolkit, usual_pack
from iopintake.cli.crisis import general_steps
from iopintake.cli.offering import offered, shown_name, wanted_draft
from iopintake.cli.records.desk import Desk
from iopintake.cli.records.opening import actor, open_desk
from iopintake.cli.records.picked import chosen_intake
from iopintake.interview.events import LanguageSpoken
from iopintake.interview.voice import Voice
from iopintake.packs.files import matching
from iopintake.settings import Settings
from iopintake.store import (
    IntakeSession,
    Plan,
    Store,
    UnkeptSession,
    amend_session,
    begin_session,
    resume_session,
)
from iopintake.store.derived.index import digits
from iopintake.store.session.kept import KeptSession
from iopintake.store.session.pausing import due
from iopintake.support.frozen import value
from iopintake.support.language import _
from iopintake.support.local_time import said_moment
from iopintake.terminal.prompts.choosing import wants_plain
from iopintake.terminal.prompts.keys import key_table
from iopintake.terminal.prompts.operator import ask, tell
from iopintake.terminal.prompts.picking import Picker

if TYPE_CHECKING:
    from iopintake.store.shared.sending import Sender


FINISHED: Final = ("finished", "ended")
"""The states of what can be taken up again."""


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
    amend: str | None = None  # the id, or how it begins; empty to choose one
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
    sender: Sender | None = None  # to the shared records, where there are any
    notes: tuple[str, ...] = ()  # to be known as the interview begins


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
            told = due(toolkit.evaluator.evaluate(answers))
            session = begin_session(store, _plan(options, settings, toolkit), answers, told)
        else:
            toolkit = load_toolkit(session.pack_folder())
        with desk.sending(session) as sender:
            yield OpenIntake(toolkit, session, store, sender, tuple(desk.notes))


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


def _note_apart(desk: Desk, session: KeptSession) -> None:
    if session.intake.apart:
        from iopintake.terminal.pages.records import APART

        desk.notes.append(_(APART).format(id=session.id))


def _taken_up(desk: Desk, options: StartOptions, picker: Picker) -> IntakeSession | None:
    """Return the intake to go on with: the one that was named, or one that is offered and taken."""
    store = desk.store
    if options.amend is not None:
        asked = _("Which intake do you want to reopen?")
        wanted = options.amend
        if not wanted:
            with desk.beside() as every:  # what another desk finished is offered, too
                wanted = chosen_intake(every, "amend", asked, FINISHED)
        reason = options.reason or ask(_("Why are you reopening it? ")).strip()
        named = desk.brought_here(wanted, take_over=options.take_over)
        session = amend_session(store, named, reason, take_over=options.take_over)
        _note_apart(desk, session)
        return session
    if options.resume is not None:
        wanted = options.resume or wanted_draft(desk, picker)
        wanted = desk.brought_here(wanted, take_over=options.take_over)
        session = resume_session(store, wanted, take_over=options.take_over, taken_from=desk.taken_from)
        _note_apart(desk, session)
        practice = _(" For practice.") if session.begun.practice else ""
        name = shown_name(session.intake.name, digits(session.intake.phone))
        tell(
            _("{id}: {name}, begun on {when}.{practice}").format(
                id=session.id, name=name, when=said_moment(session.intake.begun_at), practice=practice
            )
        )
        return session
    if options.answers is not None or not sys.stdin.isatty():
        return None
    return offered(desk, picker)
