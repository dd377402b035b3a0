"""Whole journals, as they are carried between the records of a desk and the shared ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from iopintake.store.database import index_table
from iopintake.store.database.kept_packs import is_pack
from iopintake.store.database.leases import holds
from iopintake.store.database.rebuilding import APPEND
from iopintake.store.database.schema import EVENT_COLUMNS
from iopintake.store.database.seals import digest_of_row
from iopintake.store.database.store import KEEP, Store
from iopintake.store.errors import Damaged
from iopintake.store.journal.chain import Row, chained, folded
from iopintake.store.journal.replay import Intake
from iopintake.support.language import _

EVENTS: Final = f"SELECT {EVENT_COLUMNS} FROM event WHERE intake = ? ORDER BY number"  # noqa: S608 - our own names
AFTER: Final = f"SELECT {EVENT_COLUMNS} FROM event WHERE intake = ? AND number > ? ORDER BY number"  # noqa: S608 - our own names
PACK: Final = "INSERT INTO pack (sha256, id, version, files) VALUES (?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Journal:
    """All that there is of an intake: its events, its summaries by event, and its pack."""

    id: str
    rows: tuple[Row, ...]
    documents: Mapping[int, bytes]
    pack: Row | None


def journal_of(store: Store, intake_id: str) -> Journal:
    """Return what there is of an intake, if anything; Damaged unless every event proves itself."""
    with store.explained(), store.opened.one_moment():
        rows = tuple(store.connection.execute(EVENTS, (intake_id,)).fetchall())
        query = "SELECT intake, number, data, digest FROM document WHERE intake = ?"
        documents = store.connection.execute(query, (intake_id,)).fetchall()
        pack = None
        if rows:
            intake = proved(store, intake_id, rows)
            query = "SELECT sha256, id, version, files FROM pack WHERE sha256 = ?"
            pack = store.connection.execute(query, (intake.begun.pack.sha256,)).fetchone()
    if any(digest_of_row(*row[:3]) != row[3] for row in documents):
        raise store.damaged(intake_id)
    return Journal(intake_id, rows, {row[1]: row[2] for row in documents}, pack)


def proved(store: Store, intake_id: str, rows: Sequence[Row]) -> Intake:
    """Return what events come to; Damaged unless each follows from the one before."""
    entries = list(chained(rows))
    intake = folded(entries)
    if intake is None or len(entries) != len(rows):
        raise store.damaged(intake_id)
    return intake


def add(store: Store, before: Sequence[Row], new: Journal) -> None:
    """Write the events of NEW after those of BEFORE, all of one intake, within a transaction."""
    intake_id = new.id
    old = proved(store, intake_id, before) if before else None
    after = proved(store, intake_id, (*before, *new.rows))
    if new.pack is not None:
        _add_pack(store, new.pack)
    for row in new.rows:
        store.connection.execute(APPEND, row)
    index_table.update_index(store.connection, intake_id, old, after)
    for number, data in new.documents.items():
        row = (intake_id, number, data)
        store.connection.execute(KEEP, (*row, digest_of_row(*row)))


def replace(store: Store, intake_id: str, whole: Journal, lease: str) -> None:
    """Put another journal in the place of one, within a transaction; LEASE is kept if it is held."""
    row = None
    if lease and holds(store, intake_id, lease):
        query = "SELECT intake, token, holder FROM lease WHERE intake = ?"
        row = store.connection.execute(query, (intake_id,)).fetchone()
    store.opened.forget(intake_id)
    add(store, (), whole)
    if row is not None:
        store.connection.execute("INSERT INTO lease (intake, token, holder) VALUES (?, ?, ?)", row)


def _add_pack(store: Store, pack: Row) -> None:
    known = store.connection.execute("SELECT 1 FROM pack WHERE sha256 = ?", (pack[0],)).fetchone()
    if known is None:
        if not is_pack(pack[3], pack[0]):
            raise Damaged(
                _("{place}: the pack of an intake is damaged. Nothing of it was taken over.").format(
                    place=store.place
                )
            )
        store.connection.execute(PACK, pack)
