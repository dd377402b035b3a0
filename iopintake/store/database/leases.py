"""Where a draft is open: held by one process at a time, and never taken over unseen."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict
from datetime import datetime

from iopintake.store.database.store import Store
from iopintake.store.errors import OpenElsewhere
from iopintake.store.journal.actor import Lease, boot_mark, machine_mark
from iopintake.support.language import N_, _
from iopintake.support.local_time import said_since

TAKE_OVER = N_("Pause it there, or take it over here with: --take-over")


def lease_of(store: Store, intake_id: str) -> Lease | None:
    """Return where an intake is open, living or not; None also when what is written there is nothing."""
    row = store.connection.execute("SELECT holder FROM lease WHERE intake = ?", (intake_id,)).fetchone()
    try:
        lease = Lease(**json.loads(row[0])) if row else None
        if lease is not None:
            datetime.fromisoformat(lease.since)
    except (TypeError, ValueError):
        return None
    return lease


def open_elsewhere(store: Store, intake_id: str) -> Lease | None:
    """Return who has an intake open, if it is a living process and not this one."""
    lease = lease_of(store, intake_id)
    if lease is None or not lease.is_alive(store.actor, _last_sign(store, intake_id, lease)):
        return None
    return None if (lease.host, lease.pid) == (store.actor.host, store.actor.pid) else lease


def checked_lease(store: Store, intake_id: str, *, take_over: bool) -> str:
    """Return where the intake was open when it is taken over; OpenElsewhere unless TAKE_OVER."""
    lease = open_elsewhere(store, intake_id)
    if lease is None:
        return ""
    if not take_over:
        raise OpenElsewhere(
            _("The intake {intake_id} is open on {host} (process {pid}, {who}) {since}. {take_over}").format(
                intake_id=intake_id,
                host=lease.host,
                pid=lease.pid,
                who=lease.who,
                since=said_since(lease.since, store.actor.today),
                take_over=_(TAKE_OVER),
            )
        )
    return _("{host}, process {pid}, {who}").format(host=lease.host, pid=lease.pid, who=lease.who)


def take_lease(store: Store, intake_id: str) -> str:
    """Hold an intake open from here, within a transaction; return the token that shows it."""
    actor, token = store.actor, secrets.token_hex(8)
    holder = Lease(
        host=actor.host,
        pid=actor.pid,
        process=actor.process,
        since=actor.clock().isoformat(timespec="seconds"),
        who=actor.who,
        boot=boot_mark(),
        machine=machine_mark(),
    )
    release(store, intake_id)
    store.connection.execute(
        "INSERT INTO lease (intake, token, holder) VALUES (?, ?, ?)",
        (intake_id, token, json.dumps(asdict(holder))),
    )
    return token


def release(store: Store, intake_id: str) -> None:
    """Hold an intake open no more, within a transaction."""
    store.connection.execute("DELETE FROM lease WHERE intake = ?", (intake_id,))


def holds(store: Store, intake_id: str, token: str) -> bool:
    """Say whether an intake is held open with this token."""
    query = "SELECT 1 FROM lease WHERE intake = ? AND token = ?"
    return store.connection.execute(query, (intake_id, token)).fetchone() is not None


def _last_sign(store: Store, intake_id: str, lease: Lease) -> datetime:
    query = "SELECT at FROM event WHERE intake = ? ORDER BY number DESC LIMIT 1"
    row = store.connection.execute(query, (intake_id,)).fetchone()
    since = datetime.fromisoformat(lease.since)
    try:
        return max(since, datetime.fromisoformat(row[0])) if row else since
    except (TypeError, ValueError):
        return since
