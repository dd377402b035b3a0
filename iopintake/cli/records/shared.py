"""The way to the shared records, where the settings name any: address, password, and what is open on them."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from iopintake.settings import own_database, settings_path
from iopintake.store import Actor, Home, Store, StoreError
from iopintake.support.frozen import value
from iopintake.support.language import N_, _
from iopintake.terminal.prompts.operator import tell

if TYPE_CHECKING:
    from iopintake.store.shared.address import Address

SERVICE = "iopintake database"
MISSING = N_(
    "The shared records need what is not installed here: pip install 'iopintake[postgres]'. "
    "To work on this desk alone, take the database out of the settings (IOPINTAKE_DATABASE)."
)
NONE_SET = N_(
    "No shared records are named. Set their address with IOPINTAKE_DATABASE or: iopintake "
    'config edit (database = "postgresql://USER@HOST/DATABASE").'
)


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
            _(
                "The system's keyring does not take the password. Write it into your password file "
                "(~/.pgpass), which only you may read, as the line HOST:PORT:DATABASE:USER:PASSWORD."
            )
        ) from None


def refuse_where_shared() -> None:
    """Raise StoreError where the records are shared, and so not restored from a desk."""
    address = shared_address()
    if address is not None:
        raise StoreError(
            _(
                "{place}: shared records are restored by whoever runs the server, such as with: pg_restore "
                "--dbname=DATABASE FILE. Nothing was restored."
            ).format(place=address.place)
        )


def is_alone(store: Store) -> bool:
    """Say whether the records are those of this desk alone, as the shared ones can't be reached."""
    from iopintake.store.database.file import Opened

    return isinstance(store.opened, Opened) and shared_address() is not None


def for_all_to_see(store: Store) -> None:
    """Raise StoreError where nobody else would see that a piece of work is taken, as they are not reached."""
    if is_alone(store):
        raise StoreError(
            _(
                "Nothing was taken: while the shared records can't be reached, nobody else would see it, and "
                "two could do the same. Try again once they can, or tell the others yourself."
            )
        )


def tell_who_sees(store: Store) -> None:
    """Say so where only staff of every site will see what is begun in the records, as shared ones."""
    from iopintake.store.database.file import Opened

    if not isinstance(store.opened, Opened):
        from iopintake.store.shared.sites import warning_about

        if warning := warning_about(store):
            tell(warning)


@contextmanager
def reading(local: Store, link: Link) -> Iterator[Store]:
    """Give the shared records, with what waits here sent first; those of this desk while they are away.

    What is deleted there is deleted here, too.
    """
    from iopintake.store.shared.errors import Offline
    from iopintake.store.shared.outbox import Outbox
    from iopintake.store.shared.sending import follow_deletions, send_waiting

    outbox = Outbox(link.home)
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
        with suppress(Offline):  # what was asked for is done; the next command follows them
            follow_deletions(local, shared, outbox)
