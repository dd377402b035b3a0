"""A desk: its own records, and what it does with the shared ones before, during and after an interview."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from iopintake.cli.records.shared import Link, reading
from iopintake.store import IntakeSession, Store, StoreError, open_store
from iopintake.store.errors import NoSuchIntake
from iopintake.support.language import N_, _

if TYPE_CHECKING:
    from iopintake.store.session.kept import KeptSession
    from iopintake.store.shared.errors import Offline
    from iopintake.store.shared.sending import Sender

Found = TypeVar("Found")
PATIENCE = 10.0
"""Seconds that what a person asked of the shared records may take once they answered."""
AWAY = N_("The shared records can't be reached. Your answers are kept on this desk, and sent later.")


@dataclass(slots=True)
class Desk:
    """Where an interview is held: the records of this desk, and the way to the shared ones, if any."""

    store: Store
    link: Link | None
    lease: str = ""  # held in the shared records on the intake that is taken up
    held: str = ""  # that intake
    taken_from: str = ""  # where it was open elsewhere
    notes: list[str] = field(default_factory=list)  # what is to be known as an interview begins
    is_away: bool = False  # the shared records did not answer when they were asked last

    def notes_changes(self) -> None:
        """Write down from now on which intakes change here, as they wait to be sent."""
        if self.link is not None:
            from iopintake.store.shared.outbox import Outbox

            self.store.will_change = Outbox(self.link.home).add

    def waiting(self) -> list[str]:
        """Return the intakes of which something waits to be sent."""
        if self.link is None:
            return []
        from iopintake.store.shared.outbox import Outbox

        return Outbox(self.link.home).waiting()

    def asked(self, asks: Callable[[Store], Found]) -> Found | None:
        """Return what the shared records say to a question, None if they don't within a moment."""
        from iopintake.store.shared.looking import Look
        from iopintake.store.shared.sending import AT_ONCE

        assert self.link is not None
        found = Look(self.link.open, asks).found(AT_ONCE)
        self.is_away = found is None
        return found

    def let_go(self) -> None:
        """Hold open no more, in the shared records, what was not handed on to an interview."""
        if self.link is None or not self.lease:
            return
        from iopintake.store.database.leases import holds, release
        from iopintake.store.shared.server import at_most

        with suppress(StoreError), self.link.open() as shared, at_most(shared, PATIENCE), shared.writing():
            if holds(shared, self.held, self.lease):
                release(shared, self.held)
        self.lease = ""

    @contextmanager
    def beside(self) -> Iterator[Store]:
        """Give the records for what is written beside an interview: the shared ones while they are there."""
        if self.link is None:
            yield self.store
            return
        with reading(self.store, self.link) as store:
            yield store

    def brought_here(self, typed: str, *, take_over: bool) -> str:
        """Return the id of an intake that is named, brought here as it stands, and held open from here.

        OpenElsewhere when another desk has it open, unless TAKE_OVER. Offline, what is here must do.
        """
        return self._brought(typed, holds=True, take_over=take_over)

    def copied_here(self, typed: str) -> str:
        """Return the id of an intake that is named, brought here as it stands, and not held open."""
        return self._brought(typed, holds=False, take_over=False)

    def _brought(self, typed: str, *, holds: bool, take_over: bool) -> str:
        if self.link is None or not typed:
            return typed
        if self.is_away:  # as was seen a moment ago
            return self.store.find_id(typed)
        from iopintake.store.database.leases import checked_lease, take_lease
        from iopintake.store.shared.errors import Offline
        from iopintake.store.shared.meeting import meet
        from iopintake.store.shared.server import at_most

        try:
            with self.link.open() as shared, at_most(shared, PATIENCE):
                try:
                    found = shared.find_id(typed)
                except NoSuchIntake:
                    return typed  # begun here, and not sent yet
                if holds:
                    with shared.writing():
                        self.taken_from = checked_lease(shared, found, take_over=take_over)
                        self.lease, self.held = take_lease(shared, found), found
                met = meet(self.store, shared, found)
                if met.said:
                    self.store.warnings.append(met.said)
        except Offline as error:
            self.is_away = True
            return self._here_at_least(typed, error)
        return found

    def _here_at_least(self, typed: str, away: Offline) -> str:
        """Return the id of an intake of this desk; what is nowhere here may be where nobody answers."""
        try:
            return self.store.find_id(typed)
        except NoSuchIntake as error:
            raise NoSuchIntake(
                _("{headline} On this desk alone: {here}").format(headline=away.headline, here=error.headline)
            ) from None

    @contextmanager
    def sending(self, session: IntakeSession) -> Iterator[Sender | None]:
        """Send the intake while it is open, in the background; say at the end what is not there yet."""
        from iopintake.store.session.kept import KeptSession
        from iopintake.store.shared.sending import AT_ONCE

        if self.link is None or not isinstance(session, KeptSession):
            yield None
            return
        sender = self._sender(session, self.link)
        sender.start()
        if not sender.is_there(0.0 if self.is_away else AT_ONCE):
            self.notes.append(_(AWAY))
        elif sender.who_sees:
            self.notes.append(sender.who_sees)
        try:
            yield sender
        finally:
            is_sent = sender.finish()
            self.store.warnings += sender.said
            if sender.who_sees and sender.who_sees not in self.notes:  # it was learnt too late for the start
                self.store.warnings.append(sender.who_sees)
            if not is_sent:
                self.store.warnings.append(
                    _("{id} is not in the shared records yet: iopintake sync").format(id=session.id)
                )

    def _sender(self, session: KeptSession, link: Link) -> Sender:
        from iopintake.store.database.file import Opened
        from iopintake.store.shared import sending
        from iopintake.store.shared.outbox import Outbox

        file = self.store.opened
        passphrase = file.passphrase if isinstance(file, Opened) else None
        outbox = Outbox(link.home)
        handed_on, self.lease = self.lease, ""
        return sending.Sender(
            lambda: open_store(link.home, link.actor, lambda: passphrase or ""),
            link.open,
            outbox,
            session.id,
            session.lease,
            their_lease=handed_on,
        )
