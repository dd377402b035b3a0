"""Where the passphrase of encrypted records comes from: the system's keyring, or the operator."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable

from iopintake.store import Home, StoreError
from iopintake.support.language import _
from iopintake.terminal.output import say

SERVICE = "iopintake"


def passphrase_for(home: Home) -> Callable[[], str]:
    """Return what gets the passphrase: from the keyring if it was put there, else from the operator."""

    def get() -> str:
        kept = _from_keyring(home) if home.keyring_mark.exists() else None
        return kept if kept is not None else asked_passphrase()

    return get


def asked_passphrase() -> str:
    """Return the passphrase of the records, from the operator."""
    return ask_hidden(_("Passphrase of the records: "))


def ask_hidden(prompt: str) -> str:
    """Return a line that is not shown while it is typed; without a terminal, a line of standard input."""
    if sys.stdin.isatty():
        try:
            return getpass.getpass(prompt, stream=sys.stderr)
        except UnicodeDecodeError:
            raise StoreError(
                _("What was typed is not UTF-8, so it can't be a passphrase. Set the terminal to UTF-8.")
            ) from None
    line = sys.stdin.readline()
    if not line:
        raise StoreError(_("The records need a passphrase, and there is nobody to ask. Use a terminal."))
    return line.rstrip("\n")


def ask_new() -> str:
    """Return a new passphrase that was typed twice alike."""
    first = ask_hidden(_("New passphrase: "))
    if ask_hidden(_("The same once more: ")) != first:
        raise StoreError(_("The two passphrases differ. Nothing was changed. Try again."))
    return first


def keep_in_keyring(home: Home, passphrase: str) -> None:
    """Put the passphrase into the system's keyring, so that it is not asked for here any more."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, str(home.folder), passphrase)
    except KeyringError:
        raise StoreError(
            _(
                "The system's keyring does not take the passphrase; the records are encrypted with it "
                "all the same, and it will be asked for."
            )
        ) from None
    home.keyring_mark.touch(mode=0o600)


def forget_in_keyring(home: Home) -> None:
    """Take the passphrase out of the system's keyring if it is there."""
    if not home.keyring_mark.exists():
        return
    import keyring
    from keyring.errors import KeyringError

    home.keyring_mark.unlink()
    try:
        keyring.delete_password(SERVICE, str(home.folder))
    except KeyringError:
        say(_("The passphrase may still be in the system's keyring; remove it there."))


def _from_keyring(home: Home) -> str | None:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, str(home.folder))
    except KeyringError:
        return None
