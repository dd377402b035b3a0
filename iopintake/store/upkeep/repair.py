"""Repairs damaged records: what can still be read and proved goes into a new file.

An intake is kept up to its last event that follows from the one before; events that were
found after that are kept, too, and count for nothing. What is derived is derived anew.
The damaged file is set aside as it is.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from iopintake.store.database import log, schema, seals
from iopintake.store.database.connecting import AskPassphrase, is_sealed, open_for
from iopintake.store.database.exchange import Operation, finish, replacing
from iopintake.store.database.mending import found_in, kept_name, making, nothing_found
from iopintake.store.database.rebuilding import Cut, Making, Rebuilt, no_summary, rebuild
from iopintake.store.database.rows import WholeRows
from iopintake.store.database.salts import mend_salt
from iopintake.store.database.sides import set_foreign_log_aside, set_strays_aside
from iopintake.store.errors import Damaged, StoreError, WrongPassphrase, explained
from iopintake.store.journal.actor import Actor
from iopintake.store.protection import disk
from iopintake.store.protection.home import SIDES, Home, alone, beside
from iopintake.support.language import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired:
    """What could be kept."""

    whole: int
    cut: tuple[Cut, ...]
    lost: tuple[str, ...]  # intakes of which nothing could be read but the id
    made_anew: tuple[str, ...]  # intakes whose summary was made again from the answers
    without_summary: tuple[str, ...]  # intakes whose summary can't be made again
    packs_lost: int
    kept: Path | None  # the file as it was; None when nothing was damaged, and nothing was changed
    is_put_back: bool = False  # the first bytes of encrypted records were damaged, and nothing else


def repair(home: Home, ask_passphrase: AskPassphrase, actor: Actor) -> Repaired:
    """Put what is whole of the records in HOME into a new file, and set the damaged one aside.

    Raises Damaged, with everything as it was, when nothing at all can be proved.
    """
    with explained(home.folder):
        if not home.folder.is_dir() or not (home.database.exists() or home.operation.exists()):
            raise StoreError(
                _("{folder}: there are no records here. Name their folder with --home.").format(
                    folder=home.folder
                )
            )
    is_put_back = False
    with explained(home.folder), alone(home):
        finish(home)
        set_strays_aside(home, actor.clock())
        try:
            sealed = is_sealed(home.database)
        except Damaged:
            sealed = False
        passphrase = ask_passphrase() if sealed else None
        if passphrase is not None:
            is_put_back = bool(mend_salt(home, passphrase, is_alone=True))
        is_short = log.is_cut_short(beside(home.database, "-wal"))
        if not is_short:
            with suppress(Damaged):  # with and without its log; each is looked at then
                set_foreign_log_aside(home, passphrase, actor.clock())
        whole = None if is_short else _all_whole(home, passphrase, actor)
        if whole is not None:
            return _told(whole, None, is_put_back=is_put_back)
        return _repaired(home, passphrase, actor)


def _all_whole(home: Home, passphrase: str | None, actor: Actor) -> Rebuilt | None:
    """Return what is in the file if all of it can be proved: by copying it as a backup is made."""
    try:
        with open_for(home.database, passphrase) as connection, explained(home.database):
            version = schema.version_of(connection, home.database)
            rows = WholeRows(connection, home.database, version)
            rows.check()
            if version == schema.VERSION:
                schema.check_tables(connection, home.database)
                if seals.broken(connection):
                    return None
            if not schema.is_whole(connection):
                return None
            made = Making(
                target=home.coming,
                passphrase=passphrase,
                at=actor.clock(),
                who=actor.who,
                what="",
                summarize=no_summary,
                is_copy=True,
            )
            return rebuild(rows, made)
    except (Damaged, WrongPassphrase):  # with a first page that is damaged no passphrase opens it
        return None
    finally:
        with explained(home.folder):
            for leftover in (home.coming, *(beside(home.coming, side) for side in SIDES)):
                disk.scrub(leftover)


def _repaired(home: Home, passphrase: str | None, actor: Actor) -> Repaired:
    at = actor.clock()
    kept = kept_name("before-repair", at)
    found = found_in(home, passphrase)
    if not (found.journal or found.deletions or found.serials) and not found.is_told_whole:
        raise nothing_found(home, passphrase)
    with replacing(home, Operation(kind="repair", kept=kept)):
        done = rebuild(found, making(home, passphrase, actor, "repaired after damage", found))
    return _told(done, home.kept / kept)


def _told(done: Rebuilt, kept: Path | None, *, is_put_back: bool = False) -> Repaired:
    return Repaired(
        whole=done.whole,
        cut=tuple(done.cut),
        lost=tuple(done.lost),
        made_anew=tuple(done.made_anew),
        without_summary=tuple(done.without_summary),
        packs_lost=done.packs_lost,
        kept=kept,
        is_put_back=is_put_back,
    )
