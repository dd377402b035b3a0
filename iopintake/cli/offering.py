"""Offers what is not finished: on this desk, and in the shared records as far as they answer at once."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace

from iopintake.answers.circumstances import today
from iopintake.cli.records.desk import Desk
from iopintake.packs.model import Option
from iopintake.store import UNFINISHED, IntakeSession, Row, Store, StoreError, resume_session
from iopintake.store.derived.index import spoken_number
from iopintake.store.errors import OpenElsewhere
from iopintake.store.queries.unfinished import Seen, seen, together, unfinished
from iopintake.support.frozen import value
from iopintake.support.language import N_, _
from iopintake.support.local_time import said_moment, said_since
from iopintake.terminal.prompts.operator import tell
from iopintake.terminal.prompts.picking import Picker

DRAFTS = ("draft",)
GO_ON = Option(code="g", label=N_("Go on with it"))
TAKE_OVER = Option(code="g", label=N_("Take it over, and go on with it here"))
VIEW = Option(code="v", label=N_("View it"))
ANOTHER = Option(code="o", label=N_("Another unfinished one"))
NEW = Option(code="n", label=N_("Start a new one"))
DISCARD = Option(code="d", label=N_("Discard it"))
DISCARD_OR_NOT = (
    Option(code="k", label=N_("Keep it")),
    Option(code="d", label=N_("Discard it for good")),
)
ONLY_HERE = N_("The shared records can't be reached: only what is on this desk is offered.")


@value
class Offers:
    """What is not finished, the urgent first, and how far that is all."""

    rows: tuple[Row, ...]
    here: frozenset[str]  # on this desk
    is_all: bool


def offers(desk: Desk, states: tuple[str, ...]) -> Offers:
    """Return what is not finished; for the shared records nobody waits longer than a moment."""
    here = unfinished(desk.store, states)
    ids = [row.id for row in here]
    there: Seen | None = None
    if desk.link is not None:
        there = desk.asked(lambda shared: seen(shared, states, ids))
    rows = together(here, there or Seen(rows=(), done=frozenset()), desk.waiting())
    return Offers(rows=rows, here=frozenset(ids), is_all=there is not None or desk.link is None)


def offered(desk: Desk, picker: Picker) -> IntakeSession | None:
    """Offer a draft that nobody has open until it is taken up or left; None for a new intake.

    One that is open elsewhere can be taken over; it is not put before somebody who only
    wants to begin, as a colleague is at work on it.
    """
    found = offers(desk, DRAFTS)
    free = [row for row in found.rows if row.holder is None]
    if free:
        return _offered(desk, free[0], found, picker)
    if found.rows and desk.link is not None:
        ids = ", ".join(row.id for row in found.rows)
        desk.notes.append(_("Unfinished, and open elsewhere: {ids}.").format(ids=ids))
    return None


def wanted_draft(desk: Desk, picker: Picker) -> str:
    """Return the id of the draft that is chosen where there are several; empty for the latest here."""
    found = offers(desk, UNFINISHED)
    if not found.is_all:
        tell(_(ONLY_HERE))
    if len(found.rows) > 1 and sys.stdin.isatty():
        return _picked(found.rows, picker)
    return "" if found.here or not found.rows else found.rows[0].id


def _picked(rows: Sequence[Row], picker: Picker) -> str:
    options = [Option(code=row.id, label=_described(row)) for row in rows]
    return picker.pick([_("Which intake do you want to go on with?")], options)


def _described(row: Row) -> str:
    """Return a draft in one line, with what must be known before it is taken up."""
    from iopintake.terminal.pages.intake_list import danger_mark

    said = [row.id, shown_name(row.name, row.phone), row.day]
    said += [
        word for word, holds in ((_("practice"), row.practice), (_("open elsewhere"), row.holder)) if holds
    ]
    return ", ".join(said) + danger_mark(row)


def shown_name(name: str, phone: str) -> str:
    """Return a name, or the number where there is none, for the eyes at this terminal.

    It must not end up in a file of messages.
    """
    if not sys.stderr.isatty():
        return _("name not shown")
    return name or spoken_number(phone) or _("no name yet")


def _offered(desk: Desk, draft: Row, found: Offers, picker: Picker) -> IntakeSession | None:
    """Offer one draft, and any other; one is thrown away only on a second yes."""
    trouble: list[str] = []
    while True:
        match picker.pick([*trouble, *_messages(draft, found)], _options(draft, found)):
            case "g":
                take_over = draft.holder is not None
                try:
                    brought = desk.brought_here(draft.id, take_over=take_over)
                    return resume_session(
                        desk.store, brought, take_over=take_over, taken_from=desk.taken_from
                    )
                except OpenElsewhere as error:  # taken up there while it was offered here
                    found = offers(desk, DRAFTS)
                    draft = next((row for row in found.rows if row.id == draft.id), draft)
                    trouble = [] if draft.holder is not None else [error.headline]
                except StoreError as error:  # gone on with elsewhere meanwhile, or the server is gone
                    trouble = [error.headline]
            case "v":
                try:
                    picker.show(_answers_so_far(desk, draft))
                except StoreError as error:
                    trouble = [error.headline]
            case "o":
                chosen = _picked(found.rows, picker)
                draft, trouble = next(row for row in found.rows if row.id == chosen), []
            case "d":
                question = [_("Discard {id} for good?").format(id=draft.id)]
                if picker.pick(question, _said(DISCARD_OR_NOT)) == "d":
                    resume_session(desk.store, draft.id, take_over=False).discard()
                    tell(_("{id} is discarded.").format(id=draft.id))
                    return None
            case _:
                return None


def _messages(draft: Row, found: Offers) -> list[str]:
    kind = _("practice intake") if draft.practice else _("intake")
    messages = [
        _("There is an unfinished {kind}, {id}, of {day} ({named}).").format(
            kind=kind, id=draft.id, day=draft.day, named=shown_name(draft.name, draft.phone)
        )
    ]
    if draft.review == "now":
        messages.append(_("!!! There is a sign of danger in it: somebody may need help now."))
    if draft.holder is not None:
        messages.append(
            _("It is open on {host} ({who}) {since}.").format(
                host=draft.holder.host, who=draft.holder.who, since=said_since(draft.holder.since, today())
            )
        )
    elif draft.id not in found.here:
        messages.append(_("It was paused at another desk."))
    if not found.is_all:
        messages.append(_(ONLY_HERE))
    return messages


def _options(draft: Row, found: Offers) -> list[Option]:
    """Return what can be done with a draft; what is another desk's alone is not thrown away from here."""
    is_free = draft.holder is None
    options = [GO_ON if is_free else TAKE_OVER, VIEW]
    if len(found.rows) > 1:
        options.append(ANOTHER)
    options.append(NEW)
    if is_free and draft.id in found.here:
        options.append(DISCARD)
    return _said(options)


def _answers_so_far(desk: Desk, draft: Row) -> list[str]:
    """Return what was answered so far, question by question."""
    from iopintake.answers.display import display
    from iopintake.store.queries.summaries import toolkit_of

    store: Store = desk.store
    intake = store.intake(desk.copied_here(draft.id))
    questions = toolkit_of(store, intake).pack.questions
    given = {q: held for q, held in intake.answers.items() if q in questions and not held.is_open}
    return [
        _("Answered: {count}, the last on {when}.").format(
            count=len(given), when=said_moment(intake.last_at)
        ),
        *(f"{questions[q].short}: {display(questions[q], answer)}" for q, answer in given.items()),
    ]


def _said(options: Sequence[Option]) -> list[Option]:
    """Return OPTIONS in the language that is spoken now."""
    return [replace(option, label=_(option.label)) for option in options]
