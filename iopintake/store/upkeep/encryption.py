"""Encrypts the records with a passphrase, or decrypts them: a whole new file, proved, then exchanged."""

from __future__ import annotations

import unicodedata
from typing import Final

from iopintake.store.database import schema
from iopintake.store.database.connecting import AskPassphrase, forms, is_sealed, open_for
from iopintake.store.database.exchange import Operation, finish, replacing
from iopintake.store.database.rebuilding import Making, no_summary, rebuild
from iopintake.store.database.rows import WholeRows
from iopintake.store.database.salts import keep_salt, mend_salt, told
from iopintake.store.errors import StoreError, explained
from iopintake.store.journal.actor import Actor
from iopintake.store.protection import disk
from iopintake.store.protection.home import Home, alone
from iopintake.support.language import _

SHORTEST: Final = 8
"""Characters of a passphrase."""


def encrypt(home: Home, ask_old: AskPassphrase, new: str, actor: Actor) -> str:
    """Encrypt the records with the passphrase NEW, or change the passphrase they have; return how it is kept.

    Whatever happens on the way, the file is wholly the old one or wholly the new one. At
    the end the old file is overwritten and the copies that were kept are removed.
    """
    written = forms(new)
    if len(new) < SHORTEST or not written:
        raise StoreError(
            _("A passphrase has at least {shortest} characters that can be typed. Choose another.").format(
                shortest=SHORTEST
            )
        )
    passphrase = unicodedata.normalize("NFC", new)
    _recode(home, ask_old, passphrase, actor, "encrypted, or the passphrase changed")
    return passphrase


def decrypt(home: Home, ask_old: AskPassphrase, actor: Actor) -> None:
    """Keep the records unencrypted from now on."""
    if not is_sealed(home.database):
        raise StoreError(_("{database}: the records are not encrypted.").format(database=home.database))
    _recode(home, ask_old, None, actor, "decrypted: not encrypted any more")


def _recode(home: Home, ask_old: AskPassphrase, new: str | None, actor: Actor, what: str) -> None:
    with explained(home.folder), alone(home):
        finish(home)
        old = ask_old() if is_sealed(home.database) else None
        if old is not None:
            mend_salt(home, old, is_alone=True)
        with replacing(home, Operation(kind="encrypt", drops_copies=True)):
            with told(home, old), open_for(home.database, old) as connection:
                version = schema.version_of(connection, home.database)
                rows = WholeRows(connection, home.database, version)
                made = Making(
                    target=home.coming,
                    passphrase=new,
                    at=actor.clock(),
                    who=actor.who,
                    what=what,
                    summarize=no_summary,
                )
                rebuild(rows, made)
            if is_sealed(home.coming) != (new is not None):
                raise StoreError(
                    _("{folder}: the new file came out wrong. Nothing was changed. Try again.").format(
                        folder=home.folder
                    )
                )
        if new is None:
            disk.remove(home.salt)
        else:
            keep_salt(home, new)
