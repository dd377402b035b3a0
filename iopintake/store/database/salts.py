"""Tells a damaged beginning of encrypted records from a wrong passphrase, and mends it by the kept copy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from iopintake.store.database.connecting import close, connect, forms
from iopintake.store.errors import MENDING, Damaged, WrongPassphrase, explained
from iopintake.store.protection.home import Home
from iopintake.store.protection.salt import SaltCopy, put_salt, salt_in
from iopintake.support.language import N_, _

MENDED = N_(
    "The first bytes of the encrypted records were damaged; they were put back from the copy beside them, "
    "and nothing is lost."
)


def mend_salt(home: Home, passphrase: str, *, is_alone: bool) -> list[str]:
    """Put the salt back if it was damaged and PASSPHRASE is the right one; return what is said about it.

    Raises Damaged when it can't be put back while others have the records open.
    """
    copy = SaltCopy.read(home.salt)
    with explained(home.database):
        there = salt_in(home.database)
    if copy is None or copy.salt == there or not copy.is_of(forms(passphrase)):
        return []
    if _opens(home, passphrase):  # they were made anew since
        return []
    if not is_alone:
        raise Damaged(
            _(
                "{database}: the first bytes of the records are damaged. They can be put back once the "
                "records are closed in every other window."
            ).format(database=home.database)
        )
    with explained(home.database):
        put_salt(home.database, copy.salt)
    if _opens(home, passphrase):
        return [_(MENDED)]
    with explained(home.database):
        put_salt(home.database, there)
    return []


def keep_salt(home: Home, passphrase: str) -> None:
    """Keep a copy of the salt of records that PASSPHRASE opens, if there is none of it; be alone for this."""
    with explained(home.folder):
        copy, salt = SaltCopy.read(home.salt), salt_in(home.database)
        if copy is None or copy.salt != salt:
            SaltCopy.of(salt, forms(passphrase)[0]).write(home.salt)


@contextmanager
def told(home: Home, passphrase: str | None) -> Iterator[None]:
    """Say of a passphrase that does not open the records whether it is wrong or they are damaged."""
    try:
        yield
    except WrongPassphrase:
        copy = SaltCopy.read(home.salt)
        if copy is None or passphrase is None:
            raise
        if copy.is_of(forms(passphrase)):
            raise Damaged(
                _(
                    "{database}: the passphrase is right, but the beginning of the records is damaged. "
                    "{mending}"
                ).format(database=home.database, mending=_(MENDING))
            ) from None
        if copy.salt == salt_in(home.database):
            raise WrongPassphrase(
                _("{database}: this is not the passphrase of these records. Type it again.").format(
                    database=home.database
                )
            ) from None
        raise


def _opens(home: Home, passphrase: str) -> bool:
    try:
        connection = connect(home.database, passphrase)
    except (Damaged, WrongPassphrase):
        return False
    close(connection, home.database)
    return True
