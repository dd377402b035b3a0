"""Which site an intake is of: finds those that no site's own staff see, and gives them to a site."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from iopintake.store.database.store import Store
from iopintake.store.errors import StoreError
from iopintake.store.journal.actor import Actor
from iopintake.store.shared.address import Address
from iopintake.store.shared.errors import explained
from iopintake.store.shared.server import ONE_WRITER, AskPassword, connect
from iopintake.support.language import N_, _

EVERY_SITE: Final = "*"
SEEN_BY: Final = (
    "SELECT (SELECT site FROM intake WHERE id = ?), my_site(), "
    "has_column_privilege('iopintake.intake', 'serial', 'INSERT')"
)
"""Asks which site an intake is of, which the own is, and whether whoever asks may begin one."""
KEYS: Final = {"event": "intake", "document": "intake", "intake": "id", "lease": "intake"}
"""The tables that an intake has rows of a site in, and what names it there. Events are locked first, as
whoever writes one alone has them before the row of its intake.
"""
NO_HOME: Final = N_(
    "Only staff of every site will see what you begin, as you have no home site. Ask whoever runs the "
    "server for one: iopintake database staff LOGIN --site '*' --home SITE --role ROLE"
)
MAY_NOT_BEGIN: Final = N_(
    "With your role you can't begin an intake in the shared records: what you begin stays on this desk, and "
    "nobody else sees it. Ask whoever runs the server for the role you need."
)
OF_NO_SITE: Final = N_(
    "Only staff of every site see this intake. Ask whoever runs the server to give it to a site: iopintake "
    "database move SITE {id}"
)


def warning_about(shared: Store, intake_id: str = "") -> str:
    """Return what whoever begins an intake, or goes on with one, should know of who sees it.

    Empty where its site does.
    """
    with shared.explained():
        of_intake, of_mine, can_begin = shared.connection.execute(SEEN_BY, (intake_id,)).fetchone()
    if of_intake == EVERY_SITE:
        return _(OF_NO_SITE).format(id=intake_id)
    if of_intake is None and not can_begin:
        return _(MAY_NOT_BEGIN)
    return _(NO_HOME) if of_intake is None and of_mine == EVERY_SITE else ""


def sites(address: Address, ask: AskPassword) -> list[str]:
    """Return the sites that have staff of their own."""
    with connect(address, ask) as connection, explained(address.place):
        return _sites(connection)


def of_every_site(address: Address, ask: AskPassword) -> list[str]:
    """Return the intakes that only staff of every site see, the oldest first."""
    with connect(address, ask) as connection, explained(address.place):
        return _of_every_site(connection)


def deleted_of_every_site(address: Address, ask: AskPassword) -> int:
    """Return of how many intakes only staff of every site know that they were deleted."""
    with connect(address, ask) as connection, explained(address.place):
        query = "SELECT 1 FROM iopintake.deleted WHERE site = %s"
        return len(connection.execute(query, (EVERY_SITE,)).fetchall())


def move(address: Address, ask: AskPassword, site: str, ids: Collection[str], actor: Actor) -> None:
    """Give intakes that only staff of every site see to SITE, and write down that ACTOR did.

    All their rows go in one transaction. Once no such intake is left, so does that others of them were
    deleted: the desks of SITE follow it where they hold a copy. Raises StoreError, with nothing
    changed, where nobody works at SITE, or where one of IDS is of a site already or is not there.
    """
    with connect(address, ask) as connection, explained(address.place), connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")  # to see what was waited for
        connection.execute("SET LOCAL lock_timeout = '10s'")
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (ONE_WRITER,))
        tables = ", ".join(f"iopintake.{table}" for table in KEYS)
        connection.execute(f"LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE".encode())  # no row comes after
        there = _sites(connection)
        if site not in there:
            raise StoreError(
                _("Nobody works at {site}, so nobody there would see them. There are: {sites}.").format(
                    site=site, sites=", ".join(there) or _("none")
                )
            )
        found = set(_of_every_site(connection))
        if unknown := [intake_id for intake_id in ids if intake_id not in found]:
            raise StoreError(
                _("Nothing was moved: these are no intakes that only staff of every site see: {ids}.").format(
                    ids=", ".join(unknown)
                )
            )
        for table, key in KEYS.items():
            statement = f"UPDATE iopintake.{table} SET site = %s WHERE site = %s AND {key} = ANY(%s)"  # noqa: S608 - our own names
            connection.execute(statement.encode(), (site, EVERY_SITE, list(ids)))
        if found <= set(ids):
            change = "UPDATE iopintake.deleted SET site = %s WHERE site = %s"
            connection.execute(change.encode(), (site, EVERY_SITE))
        done = (
            actor.clock().isoformat(timespec="seconds"),
            actor.who,
            f"given to the site {site}: {', '.join(ids) or 'what was deleted'}",
        )
        connection.execute("INSERT INTO iopintake.upkeep (at, who, what) VALUES (%s, %s, %s)", done)


def _sites(connection: Any) -> list[str]:
    query = "SELECT DISTINCT site FROM iopintake.staff WHERE site <> %s ORDER BY site"
    return [row[0] for row in connection.execute(query, (EVERY_SITE,))]


def _of_every_site(connection: Any) -> list[str]:
    query = "SELECT id FROM iopintake.intake WHERE site = %s ORDER BY serial"
    return [row[0] for row in connection.execute(query, (EVERY_SITE,))]
