"""How a session begins: with a new intake, a draft to go on with, or a finished one to amend."""

from __future__ import annotations

from iopintake.answers.model import Answers
from iopintake.interview.events import Answered
from iopintake.store.database.kept_packs import keep_pack_files
from iopintake.store.database.leases import checked_lease, open_elsewhere, take_lease
from iopintake.store.database.store import Store
from iopintake.store.errors import NoSuchIntake, StoreError
from iopintake.store.journal.events import Amending, Resumed
from iopintake.store.journal.replay import UNFINISHED
from iopintake.store.session.kept import KeptSession
from iopintake.store.session.model import Plan, begun
from iopintake.support.language import _


def begin_session(store: Store, plan: Plan, answers: Answers, review: str = "") -> KeptSession:
    """Begin an intake with ANSWERS, which may be empty; REVIEW is how soon a clinician looks for them."""
    with store.writing() as connection:
        event = begun(plan, answers)
        keep_pack_files(connection, event.pack, plan.folder)
        intake_id = store.new_id()
        intake = store.put(intake_id, None, event)
        for question_id, answer in answers.items():
            intake = store.put(intake_id, intake, Answered(question_id, answer, review))
        for action in answers.actions:
            intake = store.put(intake_id, intake, action)
        lease = take_lease(store, intake_id)
    return KeptSession(store, intake_id, intake, lease, plan.folder)


def resume_session(store: Store, typed: str, *, take_over: bool, taken_from: str = "") -> KeptSession:
    """Go on with a draft: the one whose id begins like TYPED, or the latest for an empty text.

    TAKEN_FROM says where it was open on another machine, if it was taken over from there.
    """
    intake_id = store.find_id(typed) if typed else _latest(store)
    with store.writing():
        intake = store.intake(intake_id)
        if intake.state not in UNFINISHED:
            raise StoreError(
                _("The intake {intake_id} is finished. See it with: iopintake show {intake_id}").format(
                    intake_id=intake_id
                )
            )
        taken_from = checked_lease(store, intake_id, take_over=take_over) or taken_from
        lease = take_lease(store, intake_id)
        intake = store.put(intake_id, intake, Resumed(taken_from))
    return KeptSession(store, intake_id, intake, lease)


def amend_session(store: Store, typed: str, reason: str, *, take_over: bool) -> KeptSession:
    """Take a finished intake up again for REASON; what it came to before stays beside it."""
    intake_id = store.find_id(typed)
    with store.writing():
        intake = store.intake(intake_id)
        if intake.state in UNFINISHED:
            raise StoreError(
                _("The intake {intake_id} is not finished. Go on with: iopintake resume {intake_id}").format(
                    intake_id=intake_id
                )
            )
        checked_lease(store, intake_id, take_over=take_over)
        lease = take_lease(store, intake_id)
        intake = store.put(intake_id, intake, Amending(reason))
    return KeptSession(store, intake_id, intake, lease)


def _latest(store: Store) -> str:
    """Return the latest draft, one that is open elsewhere only if there is no other."""
    store.opened.prove_index()
    with store.explained():
        rows = store.connection.execute(
            "SELECT id FROM intake WHERE state IN ('draft', 'amending') ORDER BY serial DESC"
        ).fetchall()
        free = (row[0] for row in rows if open_elsewhere(store, row[0]) is None)
        found = next(free, rows[0][0] if rows else None)
    if found is None:
        raise NoSuchIntake(_("There is no unfinished intake. Begin one with: iopintake start"))
    return str(found)
