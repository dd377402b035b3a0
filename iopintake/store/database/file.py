"""The open file of the records: what everything else reads and writes them through."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from iopintake.store.database import removal, seals
from iopintake.store.database.cleaning import clean_up
from iopintake.store.database.connecting import close, connect
from iopintake.store.database.index_table import is_proved
from iopintake.store.database.mending import mend
from iopintake.store.errors import MENDING, RESTORING, Damaged, StoreError, explained
from iopintake.store.journal import ids
from iopintake.store.journal.actor import Actor
from iopintake.store.protection import disk
from iopintake.store.protection.home import Home, Presence
from iopintake.support.language import N_, _


@dataclass(slots=True)
class Opened:
    """A file of records that is open."""

    home: Home
    actor: Actor
    connection: sqlite3.Connection
    passphrase: str | None
    presence: Presence | None  # None where the records can only be read
    warnings: list[str]
    is_whole: bool = False  # what is derived from the journal was looked at, all of it

    mending = MENDING
    restoring = RESTORING

    @property
    def is_read_only(self) -> bool:
        """Say whether the records can only be read."""
        return self.presence is None

    @property
    def place(self) -> str:
        """Return where the records are."""
        return str(self.home.database)

    def explained(self) -> explained:
        """Turn what the database says within into one sentence."""
        return explained(self.home.database)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give the connection within one transaction, wholly on the disk at the end or not at all."""
        if self.is_read_only:
            raise StoreError(
                _(
                    "{folder}: the records can be read but not written. Check the owner and mode of file and "
                    "folder."
                ).format(folder=self.home.folder)
            )
        connection = self.connection
        with self.explained():
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                disk.changes("commit", self.home.database)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def one_moment(self) -> Iterator[None]:
        """Let everything that is read within be of one moment."""
        connection = self.connection
        if connection.in_transaction:
            yield
            return
        connection.execute("BEGIN")
        try:
            yield
        finally:
            connection.rollback()

    def is_proved(self, intake_id: str) -> bool:
        """Say whether the row of one intake is as it was written, and knows the last of its events."""
        return is_proved(self.connection, intake_id)

    def is_taken(self, sound: str) -> bool:
        """Say whether an intake has or had an id that sounds so."""
        query = "SELECT 1 FROM intake WHERE sound = ?"
        if self.connection.execute(query, (sound,)).fetchone() is not None:
            return True
        gone = self.connection.execute("SELECT intake FROM deleted")
        return any(ids.sound(row[0]) == sound for row in gone)

    def take_out(self, intake_id: str, at: str, who: str, why: str) -> None:
        """Delete an intake and write down that it was, within a transaction."""
        removal.take_out(self.connection, intake_id, at, who, why)

    def forget(self, intake_id: str) -> None:
        """Remove an intake in which nothing was said as if it had not begun, within a transaction."""
        removal.forget(self.connection, intake_id)

    def close(self) -> None:
        """Close the file, and let others be alone with it."""
        try:
            close(self.connection, self.home.database)
        finally:
            if self.presence is not None:
                self.presence.leave()

    def clean_up(self) -> list[str]:
        """Finish what deletions left to do, alone if nobody else is there; return what is still to go.

        Nothing is open for a moment: whoever asks to be alone may let somebody else in first.
        """
        assert self.presence is not None
        close(self.connection, self.home.database)
        is_alone = self.presence.be_alone()
        if not is_alone:
            self.presence.be_among_others()
        self.connection = connect(self.home.database, self.passphrase)
        said = clean_up(self.home, self.connection, is_alone=is_alone)
        self.presence.be_among_others()
        return said

    def site_of(self, intake_id: str) -> str:  # noqa: ARG002 - a server asks for it
        """Return no site: a file holds the records of one."""
        return ""

    def took_last(self, intake_id: str) -> bool:  # noqa: ARG002 - a server knows who logged in
        """Say that it may be: a file knows no logins."""
        return True

    def sums_of(self, intake_id: str) -> dict[int, str]:
        """Return the SHA-256 of each summary of an intake, by the number of its event."""
        rows = self.connection.execute("SELECT number, data FROM document WHERE intake = ?", (intake_id,))
        return {number: hashlib.sha256(data).hexdigest() for number, data in rows}

    def prove_index(self) -> None:
        """See, once, that what is derived from the journal is as it was written; derive it anew if not.

        Whoever reads the tables of what is listed and what was deleted as a whole asks for this
        first. One intake is proved by its own events, so that finding it costs the same among
        few and among many.
        """
        if self.is_whole:
            return
        problem = _broken(self.home, self.connection)
        if problem is not None:
            self.mend(problem)
        self.is_whole = True

    def mend(self, problem: Damaged) -> None:
        """Derive anew what can be derived, if nothing is lost by it; else raise PROBLEM."""
        if self.presence is None or self.connection.in_transaction:
            raise problem
        close(self.connection, self.home.database)
        try:
            if not self.presence.be_alone():
                raise problem
            self.warnings.append(mend(self.home, self.passphrase, self.actor, N_("the index")))
        finally:
            self.presence.be_among_others()
            self.connection = connect(self.home.database, self.passphrase)
        again = _broken(self.home, self.connection)
        if again is not None:
            raise again


def _broken(home: Home, connection: sqlite3.Connection) -> Damaged | None:
    """Return what is wrong with what is derived from the journal, if anything."""
    is_within = connection.in_transaction
    try:
        with explained(home.database):
            if not is_within:
                connection.execute("BEGIN")
            try:
                table = seals.broken(connection)
            finally:
                if not is_within:
                    connection.execute("ROLLBACK")
    except Damaged as error:
        return error
    if table is None:
        return None
    return Damaged(
        _("{database}: the table of what was {words} is damaged. {mending}").format(
            database=home.database, words=WORDS[table], mending=_(MENDING)
        )
    )


WORDS = {"intake": "listed", "deleted": "deleted"}
