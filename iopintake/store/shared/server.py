"""The open shared records: a connection to a PostgreSQL server that fulfils what a file does."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from iopintake.store.database.store import Store
from iopintake.store.errors import ON_SERVER, Damaged, StoreError
from iopintake.store.journal.actor import Actor
from iopintake.store.protection.home import Home
from iopintake.store.protocol import Connection, Found
from iopintake.store.shared.address import Address
from iopintake.store.shared.errors import explained
from iopintake.store.shared.silence import Silence, break_line
from iopintake.support.language import _

if TYPE_CHECKING:
    import psycopg

VERSION: Final = 4
"""The latest migration that this program knows."""
ONE_WRITER: Final = 0x494F5049
"""The lock of whoever writes more than one event at once, so that no two decide on the same."""
LAST: Final = "SELECT number, digest FROM event WHERE intake = ? ORDER BY number DESC LIMIT 1"
SETTINGS: Final = (
    "SET search_path = iopintake, pg_catalog",
    "SET statement_timeout = '20s'",
    "SET lock_timeout = '10s'",
    "SET idle_in_transaction_session_timeout = '30s'",
)
LIVENESS: Final = {
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
"""A server that went away without a word is noticed within seconds."""
NONE_GIVEN: Final = "no password supplied"
AskPassword = Callable[[], str | None]


class ServerConnection:
    """A connection that takes the statements that are written for both databases."""

    keeps_sums = False

    def __init__(self, real: psycopg.Connection[Any]) -> None:
        """Speak through a connection of psycopg."""
        self.real = real
        self.silence = Silence(real)

    @property
    def in_transaction(self) -> bool:
        """Say whether a transaction is open."""
        from psycopg.pq import TransactionStatus

        return self.real.info.transaction_status != TransactionStatus.IDLE

    def execute(self, statement: str, values: Sequence[Any] = (), /) -> Found:
        """Run a statement in which ``?`` stands for a value."""
        self.silence.statements += 1
        translated = statement.replace("%", "%%").replace("?", "%s")
        return self.real.execute(translated.encode(), tuple(values))


def no_password() -> str | None:
    """Return no password, where none is kept beside the files that PostgreSQL reads itself."""
    return None


def connect(address: Address, ask: AskPassword = no_password) -> psycopg.Connection[Any]:
    """Return a connection; a StoreError says in one sentence why there is none.

    ASK is asked for a password only when the server wants one and no file of PostgreSQL has it.
    """
    import psycopg

    options: dict[str, Any] = {**address.options(), **({} if address.is_local else LIVENESS)}
    with explained(address.place):
        try:
            return psycopg.connect(**options, autocommit=True)
        except psycopg.OperationalError as error:
            password = ask() if NONE_GIVEN in str(error) else None
            if not password:
                raise
        return psycopg.connect(**options, password=password, autocommit=True)


@dataclass
class SharedRecords:
    """Open shared records."""

    address: Address
    connection: ServerConnection
    warnings: list[str] = field(default_factory=list)

    mending = restoring = ON_SERVER

    @property
    def place(self) -> str:
        """Return where the records are."""
        return self.address.place

    def explained(self) -> explained:
        """Turn what the server says within into one sentence."""
        return explained(self.place)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give the connection within one transaction, beside which nobody writes: kept whole or not."""
        with self.explained(), self.connection.real.transaction():
            self.connection.real.execute("SELECT pg_advisory_xact_lock(%s)", (ONE_WRITER,))
            yield self.connection

    @contextmanager
    def one_moment(self) -> Iterator[None]:
        """Let everything that is read within be of one moment."""
        if self.connection.in_transaction:
            yield
            return
        with self.connection.real.transaction():
            self.connection.real.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield

    def site_of(self, intake_id: str) -> str:
        """Return the site that an intake is of; empty for one that whoever asks may not see."""
        row = self.connection.execute("SELECT site FROM intake WHERE id = ?", (intake_id,)).fetchone()
        return str(row[0]) if row else ""

    def took_last(self, intake_id: str) -> bool:
        """Say whether an intake was taken last by somebody who logged in like whoever asks."""
        query = (
            "SELECT login = session_user FROM event WHERE intake = ? AND kind = 'taken' "
            "ORDER BY number DESC LIMIT 1"
        )
        row = self.connection.execute(query, (intake_id,)).fetchone()
        return row is None or bool(row[0])

    def sums_of(self, intake_id: str) -> dict[int, str]:
        """Return the SHA-256 of each summary of an intake, also to those who may not read it."""
        return dict(self.connection.execute("SELECT * FROM summaries_of(?)", (intake_id,)).fetchall())

    def prove_index(self) -> None:
        """Look at nothing: each server proves its own pages, and no role writes what an index leaves out."""

    def is_proved(self, intake_id: str) -> bool:
        """Say whether the row of one intake knows the last of its events."""
        known = self.connection.execute(
            "SELECT events, tip FROM intake WHERE id = ?", (intake_id,)
        ).fetchone()
        return known is not None and known == self.connection.execute(LAST, (intake_id,)).fetchone()

    def mend(self, problem: Damaged) -> None:
        """Say that nothing is mended from here."""
        raise problem

    def is_taken(self, sound: str) -> bool:
        """Say whether an intake of any site has or had an id that sounds so."""
        return bool(self.connection.execute("SELECT is_taken(?)", (sound,)).fetchone()[0])

    def take_out(self, intake_id: str, at: str, who: str, why: str) -> None:
        """Delete an intake and write down that it was, within a transaction."""
        self.connection.execute("SELECT take_out(?, ?, ?, ?)", (intake_id, at, who, why))

    def forget(self, intake_id: str) -> None:
        """Remove an intake in which nothing was said as if it had not begun, within a transaction."""
        self.connection.execute("SELECT forget(?)", (intake_id,))

    def clean_up(self) -> list[str]:
        """Leave freed space to the server, which takes it up again by itself."""
        return []

    def close(self) -> None:
        """Close the connection."""
        self.connection.real.close()


def open_shared(address: Address, home: Home, actor: Actor, ask: AskPassword = no_password) -> Store:
    """Open the shared records; HOME is where packs are unpacked to."""
    real = connect(address, ask)
    try:
        with explained(address.place):
            for setting in SETTINGS:
                real.execute(setting.encode())
            # by its whole name: without a role there, it is not allowed, and not missing
            found = real.execute("SELECT max(version) FROM iopintake.migration").fetchone()
        _check_version(address, found[0] if found else 0)
    except BaseException:
        real.close()
        raise
    records = SharedRecords(address, ServerConnection(real))
    return Store(home, actor, records, records.warnings)


@contextmanager
def at_most(store: Store, seconds: float) -> Iterator[None]:
    """Break the line to shared records if what is done within takes longer, which is Offline then.

    A server that hangs answers to its network, and so no time limit of the network's, nor one
    of its own, comes to an end.
    """
    records = store.opened
    assert isinstance(records, SharedRecords)
    timer = threading.Timer(seconds, break_line, (records.connection.real,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _check_version(address: Address, version: int) -> None:
    if version > VERSION:
        raise StoreError(
            _(
                "{place}: a newer iopintake wrote these records (migration {version}; this one knows "
                "{latest}). Install the newer one: pip install --upgrade iopintake"
            ).format(place=address.place, version=version, latest=VERSION)
        )
    if version < VERSION:
        raise StoreError(
            _(
                "{place}: these records are of an earlier format (migration {version} of {latest}). "
                "Whoever runs the server brings them up to date with: iopintake database upgrade"
            ).format(place=address.place, version=version, latest=VERSION)
        )
