"""What the commands of the records start with: the records, open, and what an operator is asked."""

from __future__ import annotations

import getpass
import os
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from iopintake import datafiles
from iopintake.errors import IopintakeError, nearest
from iopintake.packs.files import content_hash
from iopintake.safe_text import safe_text
from iopintake.store.clerk import Clerk
from iopintake.store.folding import Intake
from iopintake.store.home import Home, home_folder
from iopintake.store.journal import Store, open_store
from iopintake.store.packs_kept import unpacked
from iopintake.store.trouble import WrongPassphrase
from iopintake.terminal.loading import Desk, open_desk
from iopintake.terminal.records.passphrase import passphrase_for

TRIES = 3


def home_for(option: Path | None) -> Home:
    """Return the home that the option names, or IOPINTAKE_HOME, or the user's data folder."""
    from platformdirs import user_data_path

    return home_folder(option, os.environ, user_data_path("iopintake", appauthor=False))


def clerk(operator: str = "") -> Clerk:
    """Return who writes from this process: the operator of the settings, or the system user."""
    return Clerk(
        who=operator or _user(), host=socket.gethostname(), pid=os.getpid(), clock=lambda: datetime.now(UTC)
    )


@contextmanager
def open_records(option: Path | None, who: Clerk | None = None) -> Iterator[Store]:
    """Open the records, and say at the end on standard error what the operator should know of them."""
    with open_patiently(home_for(option), who or clerk()) as store:
        try:
            yield store
        finally:
            for warning in store.warnings:
                tell(warning)


def open_patiently(home: Home, who: Clerk) -> Store:
    """Open the records; at a terminal a wrong passphrase can be typed again."""
    for _ in range(TRIES - 1):
        try:
            return open_store(home, who, passphrase_for(home))
        except WrongPassphrase as error:
            if not sys.stdin.isatty() or home.keyring_mark.exists():
                raise
            tell(error.headline)
    return open_store(home, who, passphrase_for(home))


def open_once(option: Path | None) -> tuple[Home, str | None]:
    """Open the records and close them again, to see that they open; return the passphrase that opens them."""
    home = home_for(option)
    with open_patiently(home, clerk()) as store:
        return home, store.opened.passphrase


def desk_of(store: Store, intake: Intake) -> Desk:
    """Return a desk with the pack that an intake was begun with."""
    sha256, shipped = intake.begun.pack.sha256, datafiles.shipped_pack()
    return open_desk(shipped if content_hash(shipped) == sha256 else unpacked(store, sha256))


def tell(message: str) -> None:
    """Say something to the operator, beside the data."""
    print(safe_text(message), file=sys.stderr)  # noqa: T201 - plain text beside the data


def ask(prompt: str) -> str:
    """Return a line that the operator types; personal data is asked for and is never an argument."""
    sys.stderr.write(prompt)
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        raise IopintakeError("There is nobody to ask. Use a terminal, or give the line on standard input.")
    return line.rstrip("\n")


def confirmed(question: str, *, yes: bool) -> bool:
    """Say whether the operator wants it; YES was said beforehand."""
    return yes or ask(f"{question} [y/N] ").strip().lower() in {"y", "yes"}


def chosen(title: str, choices: Mapping[str, str], given: str | None, option: str) -> str:
    """Return the code that was given or is chosen now by number or code; an error names the nearest."""
    if given is None:
        tell(title)
        for number, (code, words) in enumerate(choices.items(), 1):
            tell(f"  {number:>2}. {words} ({code})")
        given = ask("Number: ").strip()
        if given.isdecimal() and 0 < int(given) <= len(choices):
            return list(choices)[int(given) - 1]
    if given not in choices:
        raise IopintakeError(f'{option}: there is no "{given[:40]}". {nearest(given, choices)}')
    return given


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
