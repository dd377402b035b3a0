"""What a database of the records is to everything else: a file of SQLite and a PostgreSQL server fulfil it.

Both hold the same tables under the same names (``event``, ``intake``, ``document``, ``pack``,
``lease``, ``deleted``, ``upkeep``), and both understand the statements that are written once
for both, with ``?`` where a value stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from iopintake.store.errors import Damaged


class Found(Protocol):
    """The rows that a statement gives."""

    def fetchone(self) -> Any:
        """Return the next row, None after the last."""
        ...

    def fetchall(self) -> list[Any]:
        """Return all rows that are left."""
        ...

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """An open connection."""

    def execute(self, statement: str, values: Sequence[Any] = ..., /) -> Found:
        """Run a statement with its values."""
        ...


class Database(Protocol):
    """Open records."""

    warnings: list[str]

    @property
    def mending(self) -> str:
        """Return what to do where something is damaged, to be translated."""
        ...

    @property
    def restoring(self) -> str:
        """Return what to do where only a backup helps, to be translated."""
        ...

    @property
    def connection(self) -> Connection:
        """Return the connection."""
        ...

    @property
    def place(self) -> str:
        """Return where the records are, as a person reads it."""
        ...

    def explained(self) -> AbstractContextManager[None]:
        """Turn what the database says within into one sentence."""
        ...

    def writing(self) -> AbstractContextManager[Connection]:
        """Give the connection within one transaction, beside which nobody writes: kept whole or not."""
        ...

    def one_moment(self) -> AbstractContextManager[None]:
        """Let everything that is read within be of one moment."""
        ...

    def site_of(self, intake_id: str) -> str:
        """Return the site that an intake is of, empty where the records are those of one site."""
        ...

    def took_last(self, intake_id: str) -> bool:
        """Say whether whoever asks logged in as the one who took an intake last, if logins are known."""
        ...

    def sums_of(self, intake_id: str) -> dict[int, str]:
        """Return the SHA-256 of each summary of an intake, by the number of its event."""
        ...

    def prove_index(self) -> None:
        """See, once, that what is derived from the journal is as it was written; derive it anew if not."""
        ...

    def is_proved(self, intake_id: str) -> bool:
        """Say whether the row of one intake is as it was written, and knows the last of its events."""
        ...

    def mend(self, problem: Damaged) -> None:
        """Derive anew what can be derived, if nothing is lost by it; else raise PROBLEM."""
        ...

    def is_taken(self, sound: str) -> bool:
        """Say whether an intake has or had an id that sounds so."""
        ...

    def take_out(self, intake_id: str, at: str, who: str, why: str) -> None:
        """Delete an intake and write down that it was, within a transaction."""
        ...

    def forget(self, intake_id: str) -> None:
        """Remove an intake in which nothing was said as if it had not begun, within a transaction."""
        ...

    def clean_up(self) -> list[str]:
        """Take what was deleted from wherever it still stands; return what is still to go, as sentences."""
        ...

    def close(self) -> None:
        """Close the records."""
        ...
