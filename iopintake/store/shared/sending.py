"""Sends what waits: all of it when asked, and while an intake is open as it goes, in the background.

Nothing that is asked waits for the server. Who works here learns that it is gone from
``said``, at the end, or from ``iopintake sync``.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Final

from iopintake.store.database.leases import holds, lease_of, open_elsewhere, release, take_lease
from iopintake.store.database.store import Store
from iopintake.store.errors import StoreError
from iopintake.store.journal.merging import Kind
from iopintake.store.queries.search import Row, Wanted, find
from iopintake.store.shared.errors import NotAllowed, Offline
from iopintake.store.shared.meeting import Met, meet
from iopintake.store.shared.outbox import Outbox
from iopintake.store.shared.sites import warning_about
from iopintake.store.upkeep.deletion import remove_all

Opens = Callable[[], Store]
PACE: Final = 0.4
"""Seconds between two looks at what is new here."""
REST: Final = 5.0
"""Seconds after which a server that did not answer is tried again."""
AT_ONCE: Final = 1.0
"""Seconds that the beginning of a sitting waits to learn whether the server is there."""
SAME: Final = 4
"""Intakes with a number that are named, and the one at hand."""
PARTING: Final = 3.0
"""Seconds that the end of a sitting waits until all is sent."""


@dataclass
class Sent:
    """What became of what waited."""

    sent: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


def send_waiting(local: Store, shared: Store, outbox: Outbox) -> Sent:
    """Bring every intake that waits to the same state here and in the shared records.

    One that can't be sent does not hold up the others.
    """
    done = Sent()
    for intake_id in outbox.waiting():
        _send(local, shared, outbox, intake_id, done)
    return done


def _send(local: Store, shared: Store, outbox: Outbox, intake_id: str, done: Sent) -> None:
    try:
        met = meet(local, shared, intake_id)
        while met.kind is Kind.STRANGERS and met.id != intake_id:
            outbox.add(met.id)
            outbox.done(intake_id)
            done.said.append(met.said)
            intake_id = met.id  # the same intake
            met = meet(local, shared, intake_id)
    except Offline:
        raise
    except StoreError as error:
        done.waiting.append(intake_id)
        done.said.append(f"{intake_id}: {error.headline}")
        return
    _note(done, met, outbox)
    if met.is_whole:
        _close(shared, met.id)


def _close(shared: Store, intake_id: str) -> None:
    """Hold an intake open no more that was left while nobody could tell the server so."""
    with shared.explained():
        if lease_of(shared, intake_id) is None or open_elsewhere(shared, intake_id) is not None:
            return
        with suppress(NotAllowed), shared.writing():  # a lead holds nothing open, and lets nothing go
            if open_elsewhere(shared, intake_id) is None:
                release(shared, intake_id)


def _note(done: Sent, met: Met, outbox: Outbox) -> None:
    if met.said:
        done.said.append(met.said)
    if met.is_whole:
        outbox.done(met.id)
        done.sent.append(met.id)
    else:
        done.waiting.append(met.id)


def follow_deletions(local: Store, shared: Store, outbox: Outbox) -> list[str]:
    """Delete here what was deleted from the shared records, unless something of it waits; return which."""
    with local.explained():
        here = [row[0] for row in local.connection.execute("SELECT id FROM intake")]
    waiting = set(outbox.waiting())
    with shared.explained():
        query = "SELECT intake FROM deleted WHERE intake = ANY(?)"
        gone = [row[0] for row in shared.connection.execute(query, (here,))]
    done = [intake_id for intake_id in gone if intake_id not in waiting]
    if done:
        remove_all(local, done, "deleted from the shared records")
        for intake_id in done:  # there is nothing to send of it
            outbox.done(intake_id)
    return done


@dataclass
class Sender:
    """Sends one intake while it is open, from a thread with connections of its own.

    It sends what waits from before, too, and looks for what is wanted of the shared records
    meanwhile: both while the intake itself needs nothing.
    """

    open_local: Opens
    open_shared: Opens
    outbox: Outbox
    intake_id: str
    lease: str  # of the session here
    said: list[str] = field(default_factory=list)
    who_sees: str | None = None  # what is to be known of that, once the server has said so
    is_tried: threading.Event = field(default_factory=threading.Event)
    is_reached: threading.Event = field(default_factory=threading.Event)
    is_sent: bool = False
    _ends: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None
    their_lease: str = ""  # that of the intake in the shared records
    _before: list[str] = field(default_factory=list)  # what waits from before
    _wanted: SimpleQueue[Wanted] = field(default_factory=SimpleQueue)
    _found: SimpleQueue[Row] = field(default_factory=SimpleQueue)

    def start(self) -> None:
        """Begin to send."""
        self._before = [intake_id for intake_id in self.outbox.waiting() if intake_id != self.intake_id]
        self.outbox.add(self.intake_id)
        self._thread = threading.Thread(
            target=copy_context().run, args=(self._run,), name="sender", daemon=True
        )
        self._thread.start()

    def finish(self, patience: float = PARTING) -> bool:
        """Send what is left, for some seconds; say whether all of it is there."""
        self._ends.set()
        if self._thread is None:
            return False
        if self.is_there():
            self._thread.join(patience)
        return self.is_sent and not self._thread.is_alive()  # else what is known is of an earlier time

    def is_there(self, patience: float = AT_ONCE) -> bool:
        """Say whether the server answered, if it does within some time."""
        self.is_tried.wait(patience)
        return self.is_reached.is_set()

    def look_for(self, wanted: Wanted) -> None:
        """Look for intakes in the shared records as soon as they answer; nobody waits for it."""
        self._wanted.put(wanted)

    def looked_up(self) -> list[Row]:
        """Return what was found since this was last asked."""
        found = []
        with suppress(Empty):
            while True:
                found.append(self._found.get_nowait())
        return found

    def _run(self) -> None:
        shared: Store | None = None
        with suppress(StoreError), self.open_local() as local:
            while True:
                is_last = self._ends.is_set()
                try:
                    shared = shared or self._reached()
                    self._meet(local, shared, is_last=is_last)
                    if not is_last:
                        self._look_up(shared)
                        self._send_from_before(local, shared)
                except StoreError as error:
                    self._lost(error)
                    if shared is not None:
                        with suppress(StoreError, Exception):
                            shared.close()
                    shared = None
                if is_last:
                    break
                pace = 0.0 if self._before else PACE
                self._ends.wait(pace if shared is not None else REST)
        if shared is not None:
            shared.close()

    def _reached(self) -> Store:
        try:
            shared = self.open_shared()
            if self.who_sees is None:
                with suppress(StoreError):
                    self.who_sees = warning_about(shared, self.intake_id)
            self.is_reached.set()
        finally:
            self.is_tried.set()
        return shared

    def _look_up(self, shared: Store) -> None:
        with suppress(Empty):
            while True:
                for row in find(shared, self._wanted.get_nowait(), limit=SAME):
                    self._found.put(row)

    def _send_from_before(self, local: Store, shared: Store) -> None:
        """Send one of those that wait from before, unless it is open in another window, which sends it."""
        if not self._before:
            return
        intake_id = self._before[-1]
        with local.explained():
            is_open = open_elsewhere(local, intake_id) is not None
        done = Sent()
        if not is_open:
            _send(local, shared, self.outbox, intake_id, done)
        self._before.pop()  # what could not be sent still waits, for the next start or sync
        self.said += [sentence for sentence in done.said if sentence not in self.said]

    def _lost(self, error: StoreError) -> None:
        self.is_sent = False
        if not isinstance(error, Offline) and error.headline not in self.said:
            self.said.append(error.headline)

    def _meet(self, local: Store, shared: Store, *, is_last: bool) -> None:
        met = meet(local, shared, self.intake_id, lease=self.lease if self._holds(shared) else "")
        if met.said and met.said not in self.said:
            self.said.append(met.said)
        self.is_sent = met.is_whole
        if is_last:
            if self.their_lease:
                with shared.writing():
                    if holds(shared, self.intake_id, self.their_lease):
                        release(shared, self.intake_id)
            if met.is_whole:
                self.outbox.done(self.intake_id)

    def _holds(self, shared: Store) -> bool:
        """Say whether the intake is open from here in the shared records; hold it if nobody does."""
        with shared.explained():
            if self.their_lease:
                return holds(shared, self.intake_id, self.their_lease)
            if open_elsewhere(shared, self.intake_id) is not None:
                return False
            with shared.writing():
                if shared.connection.execute(KNOWN, (self.intake_id,)).fetchone():
                    self.their_lease = take_lease(shared, self.intake_id)
        return True


KNOWN: Final = "SELECT 1 FROM intake WHERE id = ?"
