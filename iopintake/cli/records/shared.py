"""The way to the shared records, where the settings name any: address, password, and what is open on them."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from iopintake.settings import own_database, settings_path
from iopintake.store import Actor, Home, IntakeSession, Store, StoreError, open_store
from iopintake.store.errors import NoSuchIntake
from iopintake.support.frozen import value
from iopintake.support.language import N_, _
from iopintake.terminal.prompts.operator import tell

if TYPE_CHECKING:
    from iopintake.store.session.kept import KeptSession
    from iopintake.store.shared.address import Address
    from iopintake.store.shared.errors import Offline
    from iopintake.store.shared.sending import Sender

SERVICE = "iopintake database"
MISSING = N_(
    "The shared records need what is not installed here: pip install 'iopintake[postgres]'. "
    "To work on this desk alone, take the database out of the settings (IOPINTAKE_DATABASE)."
)
NONE_SET = N_(
    "No shared records are named. Set their address with IOPINTAKE_DATABASE or: iopintake "
    'config edit (database = "postgresql://USER@HOST/DATABASE").'
)
APART = N_(
    "{id} was written to on two desks while they were apart, and this is the one of them that counts. "
    "Say what counts with: iopintake settle {id}"
)
PATIENCE = 10.0
"""Seconds that what a person asked of the shared records may take once they answered."""
AWAY = N_("The shared records can't be reached. Your answers are kept on this desk, and sent later.")


def shared_address() -> Address | None:
    """Return where the shared records are, None where the settings name none."""
    named = own_database(settings_path())
    return address_of(named) if named else None


def address_of(named: str) -> Address:
    """Return the address that is named; StoreError when it can't be used, or not from here."""
    try:
        import psycopg  # noqa: F401 - to say what is missing before anything else is done
    except ImportError:
        raise StoreError(_(MISSING)) from None
    from iopintake.store.shared.address import Address

    return Address.of(named)


def needed_address() -> Address:
    """Return where the shared records are; StoreError where the settings name none."""
    found = shared_address()
    if found is None:
        raise StoreError(_(NONE_SET))
    return found


@value
class Link:
    """How the shared records are opened from this desk."""

    address: Address
    home: Home
    actor: Actor

    def open(self) -> Store:
        """Open the shared records; Offline when the server does not answer."""
        from iopintake.store.shared.server import open_shared

        return open_shared(self.address, self.home, self.actor, self.password)

    def password(self) -> str | None:
        """Return the password that the keyring has for the address, if it has one."""
        return kept_password(self.address)


def kept_password(address: Address) -> str | None:
    """Return the password that the system's keyring has for an address."""
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, address.key)
    except KeyringError:
        return None


def keep_password(address: Address) -> None:
    """Ask for a password, and put it into the system's keyring."""
    import keyring
    from keyring.errors import KeyringError

    if not sys.stdin.isatty():
        typed = sys.stdin.readline().rstrip("\n")
    else:
        typed = getpass.getpass(_("Password for {place}: ").format(place=address.place), stream=sys.stderr)
    if not typed:
        raise StoreError(_("No password was given, so none was kept."))
    try:
        keyring.set_password(SERVICE, address.key, typed)
    except KeyringError:
        raise StoreError(
            _("The system's keyring does not take the password. Keep it in a password file of PostgreSQL.")
        ) from None


@contextmanager
def reading(local: Store, link: Link) -> Iterator[Store]:
    """Give the shared records, with what waits here sent first; those of this desk while they are away.

    What is deleted there is deleted here, too.
    """
    from iopintake.store.shared.errors import Offline
    from iopintake.store.shared.outbox import Outbox
    from iopintake.store.shared.sending import follow_deletions, send_waiting

    outbox = Outbox(link.home)
    local.will_change = outbox.add
    try:
        shared = link.open()
    except Offline as error:
        tell(_("{headline} This is what is on this desk alone.").format(headline=error.headline))
        yield local
        return
    with shared:
        if outbox.waiting():
            local.warnings += send_waiting(local, shared, outbox).said
        yield shared
        follow_deletions(local, shared, outbox)


@dataclass(slots=True)
class Desk:
    """Where an interview is held: the records of this desk, and the way to the shared ones, if any."""

    store: Store
    link: Link | None
    lease: str = ""  # held in the shared records on the intake that is taken up
    held: str = ""  # that intake

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
        if self.link is None or not typed:
            return typed
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
                with shared.writing():
                    checked_lease(shared, found, take_over=take_over)
                    self.lease, self.held = take_lease(shared, found), found
                met = meet(self.store, shared, found)
                if met.said:
                    self.store.warnings.append(met.said)
        except Offline as error:
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
    def sending(self, session: IntakeSession) -> Iterator[None]:
        """Send the intake while it is open, in the background; say at the end what is not there yet."""
        from iopintake.store.session.kept import KeptSession

        if self.link is None or not isinstance(session, KeptSession):
            yield
            return
        sender = self._sender(session, self.link)
        sender.start()
        if not sender.is_there():
            tell(_(AWAY))
        try:
            yield
        finally:
            is_sent = sender.finish()
            self.store.warnings += sender.said
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
        self.store.will_change = outbox.add
        handed_on, self.lease = self.lease, ""
        return sending.Sender(
            lambda: open_store(link.home, link.actor, lambda: passphrase or ""),
            link.open,
            outbox,
            session.id,
            session.lease,
            their_lease=handed_on,
        )
