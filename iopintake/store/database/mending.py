"""Makes the file anew from what is in it: after damage, or because its format is an earlier one."""

from __future__ import annotations

import secrets
from contextlib import closing
from datetime import datetime
from pathlib import Path

from iopintake.store.database import log, schema
from iopintake.store.database.connecting import connect, open_for
from iopintake.store.database.exchange import Operation, replacing
from iopintake.store.database.kept_summaries import summary_maker
from iopintake.store.database.pages import rows_on_pages
from iopintake.store.database.rebuilding import Making, Rebuilt, no_summary, rebuild
from iopintake.store.database.rows import FoundRows, WholeRows
from iopintake.store.errors import MENDING, Damaged, StoreError, WrongPassphrase, explained
from iopintake.store.journal.actor import Actor
from iopintake.store.protection import disk
from iopintake.store.protection.home import SIDES, Home, beside
from iopintake.support.language import _


def mend(home: Home, passphrase: str | None, actor: Actor, what: str) -> str:
    """Derive anew what can be; return what is said about it. Be alone for this.

    Raises Damaged, with everything as it was, when an event would be lost by it.
    """
    done = remade(home, passphrase, actor, f"mended: {what} was damaged", only_lossless=True)
    if not done.lost_nothing:
        raise Damaged(
            _("{database}: the file of the records is damaged. {mending}").format(
                database=home.database, mending=_(MENDING)
            )
        )
    said = _(
        "The records were damaged ({what}); they were made anew from the journal, and no answer is lost. "
        "The file as it was is kept in {kept} until something is deleted."
    ).format(what=_(what), kept=home.kept)
    if not done.made_anew:
        return said
    anew = _("Summaries made anew from the answers: {made_anew}.").format(made_anew=", ".join(done.made_anew))
    return f"{said} {anew}"


class _NotAll(Exception):
    """Something would be lost."""


def remade(home: Home, passphrase: str | None, actor: Actor, what: str, *, only_lossless: bool) -> Rebuilt:
    """Put what can be proved into a new file, and the damaged one aside; be alone for this."""
    at = actor.clock()
    found = found_in(home, passphrase)
    done = Rebuilt()
    if not found.journal and not found.serials and not found.is_told_whole:
        raise nothing_found(home, passphrase)
    try:
        with replacing(home, Operation(kind="repair", kept=kept_name("before-repair", at))):
            done = rebuild(found, making(home, passphrase, actor, what, found))
            if only_lossless and not done.lost_nothing:
                raise _NotAll
    except _NotAll:
        pass
    return done


def making(home: Home, passphrase: str | None, actor: Actor, what: str, found: FoundRows) -> Making:
    """Return how a file is made of what was found in a damaged one."""
    return Making(
        target=home.coming,
        passphrase=passphrase,
        at=actor.clock(),
        who=actor.who,
        what=what,
        summarize=summary_maker(found),
        keeps_damaged=True,
    )


def nothing_found(home: Home, passphrase: str | None) -> StoreError:
    """Return what is said when nothing can be read."""
    if passphrase is not None:
        return WrongPassphrase(
            _(
                "{database}: with this passphrase nothing can be read. Type it again; if it is surely "
                "right, restore a backup with: iopintake restore FILE"
            ).format(database=home.database)
        )
    return Damaged(
        _(
            "{database}: nothing in this file can be read as records. Nothing was changed. Restore a "
            "backup with: iopintake restore FILE"
        ).format(database=home.database)
    )


def found_in(home: Home, passphrase: str | None) -> FoundRows:
    """Return what can be found in the database and its log: by its tables, and page by page.

    Nothing is changed but copies: SQLite would write the log into the database.
    """
    found = FoundRows()
    wal = beside(home.database, "-wal")
    with explained(home.database):
        data = bytearray(home.database.read_bytes())
    over = bytearray(data)
    log.laid_over(over, wal)
    for pages in [over] if over == data else [over, data]:
        _add_pages(home, bytes(pages), passphrase, found)
    found.is_told_whole = _add_tables(home, bytes(over), passphrase, found)
    if log.is_cut_short(wal):
        found.is_told_whole = False
        for lost in _lost_pages(wal, bytes(over)):
            _add_pages(home, lost, passphrase, found)
    return found


def _add_pages(home: Home, data: bytes, passphrase: str | None, found: FoundRows) -> None:
    with explained(home.source):
        for row in rows_on_pages(data, home.source, passphrase):
            found.add(row)


def _add_tables(home: Home, data: bytes, passphrase: str | None, found: FoundRows) -> bool:
    """Take what the tables give; say whether they could be read as a whole file is read."""
    try:
        with explained(home.source):
            disk.write(home.source, data)
        with closing(connect(home.source, passphrase)) as connection, explained(home.source):
            version = schema.version_of(connection, home.database)
            found.add_tables(connection, version)
            return found.is_told_whole and schema.is_whole(connection)
    except (Damaged, WrongPassphrase):
        return False
    finally:
        with explained(home.source):
            for leftover in (home.source, *(beside(home.source, side) for side in SIDES)):
                disk.scrub(leftover)


def _lost_pages(wal: Path, over: bytes) -> list[bytes]:
    """Return the pages that a damaged log leaves out, each in its place, as few copies as may be."""
    copies: list[bytearray] = []
    taken: list[set[int]] = []
    for frame in log.left_out(wal):
        size = len(frame.data)
        place = next((n for n, pages in enumerate(taken) if frame.page not in pages), None)
        if place is None:
            copies.append(bytearray(over))
            taken.append(set())
            place = len(copies) - 1
        end = frame.page * size
        if not 0 < frame.page <= len(over) // size + 1000:
            continue
        if len(copies[place]) < end:
            copies[place].extend(bytes(end - len(copies[place])))
        copies[place][end - size : end] = frame.data
        taken[place].add(frame.page)
    return [bytes(copy) for copy in copies]


def upgrade(home: Home, passphrase: str | None, actor: Actor) -> None:
    """Bring the file up to date, after which the one before is kept; be alone for this."""
    at = actor.clock()
    name = kept_name(f"before-format-{schema.VERSION}", at)
    with (
        replacing(home, Operation(kind="upgrade", kept=name)),
        open_for(home.database, passphrase) as connection,
    ):
        version = schema.version_of(connection, home.database)
        rows = WholeRows(connection, home.database, version)
        rows.check()
        made = Making(
            target=home.coming,
            passphrase=passphrase,
            at=at,
            who=actor.who,
            what=f"brought from format {version} to {schema.VERSION}",
            summarize=no_summary,
            trusts_packs=True,
        )
        rebuild(rows, made)


def kept_name(why: str, at: datetime) -> str:
    """Return the name under which a file is kept."""
    return f"{why}-{at:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}.db"
