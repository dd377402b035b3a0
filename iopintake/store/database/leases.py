"""Where a draft is open: held by one process at a time, and never taken over unseen."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict

from iopintake.store.database.store import Store
from iopintake.store.errors import OpenElsewhere
from iopintake.store.journal.actor import Lease


def lease_of(store: Store, intake_id: str) -> Lease | None:
    """Return where an intake is open, living or not."""
    row = store.connection.execute("SELECT holder FROM intake WHERE id = ?", (intake_id,)).fetchone()
    return Lease(**json.loads(row[0])) if row and row[0] else None


def open_elsewhere(store: Store, intake_id: str) -> Lease | None:
    """Return who has an intake open, if it is a living process and not this one."""
    lease = lease_of(store, intake_id)
    if lease is None or not lease.is_alive(store.actor.host):
        return None
    return None if (lease.host, lease.pid) == (store.actor.host, store.actor.pid) else lease


def checked_lease(store: Store, intake_id: str, *, take_over: bool) -> str:
    """Return where the intake was open when it is taken over; OpenElsewhere unless TAKE_OVER."""
    lease = open_elsewhere(store, intake_id)
    if lease is None:
        return ""
    if not take_over:
        raise OpenElsewhere(
            f"The intake {intake_id} is open on {lease.host} (process {lease.pid}, {lease.who}) "
            f"since {lease.since[:16].replace('T', ' ')} UTC. Pause it there, or take it over."
        )
    return f"{lease.host}, process {lease.pid}, {lease.who}"


def take_lease(store: Store, intake_id: str) -> str:
    """Hold an intake open from here, within a transaction; return the token that shows it."""
    actor, token = store.actor, secrets.token_hex(8)
    since = actor.clock().isoformat(timespec="seconds")
    holder = Lease(host=actor.host, pid=actor.pid, process=actor.process, since=since, who=actor.who)
    store.connection.execute(
        "UPDATE intake SET lease = ?, holder = ? WHERE id = ?", (token, json.dumps(asdict(holder)), intake_id)
    )
    return token
