"""Lets the records of a desk and the shared ones meet over one intake, so that both hold the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from iopintake.store.database.leases import release
from iopintake.store.database.store import Store, is_empty
from iopintake.store.errors import Stale
from iopintake.store.journal.chain import Row
from iopintake.store.journal.merging import Kind, merge, renamed
from iopintake.store.shared import journals
from iopintake.store.shared.errors import NotAllowed
from iopintake.store.shared.journals import Journal, journal_of, proved
from iopintake.support.language import _
from iopintake.support.local_time import local_date

TIP: Final = "SELECT events, tip FROM intake WHERE id = ?"
GONE: Final = "SELECT at, who FROM deleted WHERE intake = ?"
DELETED: Final = "SELECT at, who, why FROM deleted WHERE intake = ?"
TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class Met:
    """What came of it: how the two stood to each other, what a person should know, and how far both are."""

    kind: Kind
    said: str = ""
    id: str = ""  # under which the intake is known from now on
    is_whole: bool = True  # nothing waits to be sent any more


def meet(local: Store, shared: Store, intake_id: str, *, lease: str = "") -> Met:
    """Bring an intake to the same state in both; LEASE is that of a session that is open on it here.

    The shared records are written first, and kept, before anything here changes. Nothing
    here is locked while the server is waited for.
    """
    for _attempt in range(TRIES):
        try:
            return _meet_once(local, shared, intake_id, lease)
        except Stale:  # somebody wrote to one of the two just now
            continue
    return Met(Kind.SAME, id=intake_id, is_whole=False)


def is_same(local: Store, shared: Store, intake_id: str) -> bool:
    """Say whether both hold the same of an intake, by its last event, which proves all before it."""
    with shared.explained():
        known = shared.connection.execute(TIP, (intake_id,)).fetchone()
    if known is None:
        return False
    with local.explained():
        last = local.connection.execute(TIP, (intake_id,)).fetchone()
    return bool(last == known)


def _meet_once(local: Store, shared: Store, intake_id: str, lease: str) -> Met:
    if is_same(local, shared, intake_id):
        return Met(Kind.SAME, id=intake_id)
    with local.explained():
        gone_here = local.connection.execute(DELETED, (intake_id,)).fetchone()
    if gone_here is not None:
        return _delete_there(shared, intake_id, gone_here)
    mine = journal_of(local, intake_id)
    with shared.writing():
        gone = shared.connection.execute(GONE, (intake_id,)).fetchone()
        if gone is not None:
            return Met(Kind.STRANGERS, _deleted(intake_id, gone, mine), intake_id, is_whole=False)
        theirs = _theirs(shared, mine)
        if not theirs.rows and (not mine.rows or is_empty(proved(local, intake_id, mine.rows))):
            return Met(Kind.SAME, id=intake_id)
        merged = merge(mine.rows, theirs.rows, local.actor.host)
        moved = zip(merged.rows, merged.were, strict=True)
        documents = {row[1]: mine.documents[was] for row, was in moved if was in mine.documents}
        new = Journal(intake_id, merged.rows, documents, mine.pack)
        if merged.rows:
            journals.add(shared, theirs.rows, new)
    if merged.kind is Kind.STRANGERS:
        return _under_another_id(local, shared, mine, lease)
    whole = Journal(
        intake_id,
        (*theirs.rows, *merged.rows),
        {**theirs.documents, **new.documents},
        theirs.pack or mine.pack,
    )
    if merged.kind is not Kind.SENT:
        _follow(local, mine.rows, whole, lease if merged.kind is not Kind.APART else "")
    return Met(merged.kind, _apart(intake_id) if merged.kind is Kind.APART else "", intake_id)


def _theirs(shared: Store, mine: Journal) -> Journal:
    """Return the shared journal; where it only is behind, without asking for what is known here."""
    known = shared.connection.execute(TIP, (mine.id,)).fetchone()
    if known is not None and known[0] <= len(mine.rows) and mine.rows[known[0] - 1][-1] == known[1]:
        return Journal(mine.id, mine.rows[: known[0]], {}, mine.pack)
    return journal_of(shared, mine.id)


def _delete_there(shared: Store, intake_id: str, gone: tuple[str, str, str]) -> Met:
    """Delete from the shared records what was deleted here; whoever may not do that is told who may."""
    try:
        with shared.writing():
            if shared.connection.execute(TIP, (intake_id,)).fetchone() is not None:
                shared.opened.take_out(intake_id, *gone)
    except NotAllowed:
        said = _(
            "{intake_id} is deleted here, and still in the shared records: a supervisor can delete it there."
        ).format(intake_id=intake_id)
        return Met(Kind.SAME, said, intake_id)
    return Met(Kind.SAME, id=intake_id)


def _follow(local: Store, mine: Sequence[Row], whole: Journal, lease: str) -> None:
    """Bring the records here to what the shared ones hold; Stale when somebody wrote here meanwhile."""
    with local.writing():
        now = tuple(local.connection.execute(journals.EVENTS, (whole.id,)).fetchall())
        if now != tuple(mine):
            raise Stale(_("This intake has gone on here meanwhile."))
        if whole.rows[: len(now)] == now:
            rows = whole.rows[len(now) :]
            documents = {n: data for n, data in whole.documents.items() if n > len(now)}
            if rows:
                journals.add(local, now, replace(whole, rows=rows, documents=documents))
                if not lease:
                    release(local, whole.id)
        else:
            journals.replace(local, whole.id, whole, lease)


def _under_another_id(local: Store, shared: Store, mine: Journal, lease: str) -> Met:
    """Give an intake of this desk another id, as another desk gave the same one to another intake."""
    if lease:  # not while it is open: its id is on the screen
        return Met(Kind.STRANGERS, id=mine.id, is_whole=False)
    with shared.explained():
        taken = shared.opened.is_taken
        with local.writing():
            new_id = local.new_id()
            while taken(new_id):
                new_id = local.new_id()
            rows = tuple(renamed(mine.rows, new_id))
            local.opened.forget(mine.id)
            journals.add(local, (), replace(mine, id=new_id, rows=rows))
    said = _(
        "Another desk gave the id {id} to another intake while this one was offline. The intake "
        "of this desk is {new_id} from now on."
    ).format(id=mine.id, new_id=new_id)
    return Met(Kind.STRANGERS, said, new_id, is_whole=False)


def _apart(intake_id: str) -> str:
    return _(
        "{intake_id} was written to on two desks while they were apart. Both are kept; "
        "say what counts with: iopintake settle {intake_id}"
    ).format(intake_id=intake_id)


def _deleted(intake_id: str, gone: tuple[str, str], mine: Journal) -> str:
    at, who = gone
    return _(
        "{intake_id} was deleted from the shared records on {day} by {who}, and is still on this desk "
        "({count} events). To delete it here too: iopintake delete {intake_id}"
    ).format(intake_id=intake_id, day=local_date(at), who=who, count=len(mine.rows))
