"""What the commands of the records start with: the records, open, and who opens them."""

from __future__ import annotations

import getpass
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from iopintake.cli.records.passphrase import asked_passphrase, passphrase_for
from iopintake.settings import own_operator, settings_path
from iopintake.store import Actor, Home, Store, WrongPassphrase, home_folder, open_store
from iopintake.store.database.file import Opened
from iopintake.terminal.prompts.operator import tell

if TYPE_CHECKING:
    from iopintake.cli.records.desk import Desk

TRIES = 2
"""Times that a wrong passphrase is asked for again."""


def home_for(option: Path | None) -> Home:
    """Return the home that the option names, or IOPINTAKE_HOME, or the user's data folder."""
    from platformdirs import user_data_path

    return home_folder(option, os.environ, user_data_path("iopintake", appauthor=False))


def actor() -> Actor:
    """Return who writes from this process: the operator whom the settings name, or the system user.

    Whatever is recorded, a decision as an interview, is recorded under this name.
    """
    return Actor(
        who=own_operator(settings_path()) or _user(),
        host=socket.gethostname(),
        pid=os.getpid(),
        clock=lambda: datetime.now(UTC),
    )


@contextmanager
def open_records(option: Path | None) -> Iterator[Store]:
    """Open the records, the shared ones where the settings name any.

    What the operator should know of them is said at the end on standard error.
    """
    with open_desk(option, actor()) as desk:
        if desk.link is None:
            yield desk.store
        else:
            from iopintake.cli.records.shared import reading

            with reading(desk.store, desk.link) as store:
                yield store


@contextmanager
def open_desk(option: Path | None, who: Actor) -> Iterator[Desk]:
    """Open the records of this desk, with the way to the shared ones if there are any."""
    from iopintake.cli.records.desk import Desk
    from iopintake.cli.records.shared import Link, shared_address

    address = shared_address()
    home = home_for(option)
    with open_patiently(home, who) as store:
        desk = Desk(store, Link(address, home, who) if address is not None else None)
        desk.notes_changes()
        try:
            yield desk
        finally:
            desk.let_go()
            for warning in store.warnings:
                tell(warning)


def open_patiently(home: Home, who: Actor) -> Store:
    """Open the records; at a terminal a wrong passphrase can be typed again.

    When the one in the keyring is not theirs (a backup from before it was changed), it is asked for.
    """
    get = passphrase_for(home)
    for _ in range(TRIES):
        try:
            return open_store(home, who, get)
        except WrongPassphrase as error:
            if not (sys.stdin.isatty() or home.keyring_mark.exists()):
                raise
            get = asked_passphrase
            tell(error.headline)
    return open_store(home, who, get)


def open_once(option: Path | None) -> tuple[Home, str | None]:
    """Open the records and close them again, to see that they open; return the passphrase that opens them."""
    home = home_for(option)
    with open_patiently(home, actor()) as store:
        assert isinstance(store.opened, Opened)
        return home, store.opened.passphrase


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
