"""A server that hangs, or dies, keeps nobody waiting and loses nothing."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from helpers.postgres import OWNER, Server, server, why_not
from helpers.records import actor, begun, records_in, said

from iopintake.checking.toolkit import Toolkit
from iopintake.store.database.store import Store, open_store
from iopintake.store.shared.address import Address
from iopintake.store.shared.administering import Member, enlist, initialize
from iopintake.store.shared.errors import STATES, NotAllowed, Offline
from iopintake.store.shared.outbox import Outbox
from iopintake.store.shared.sending import Sender, send_waiting
from iopintake.store.shared.server import no_password, open_shared
from iopintake.store.shared.silence import Silence
from iopintake.support.language import _, speaking


@pytest.fixture(scope="module")
def own_server() -> Iterator[Server]:
    if reason := why_not():
        pytest.skip(reason)
    with server() as found:
        address = Address.of(found.address())
        initialize(address, no_password)
        enlist(address, no_password, Member(OWNER, "north", ("supervisor",)))
        yield found


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_answers_are_given_while_the_server_hangs_and_are_all_there_when_it_is_back(
    own_server: Server, home: Path, toolkit: Toolkit
) -> None:
    address = Address.of(own_server.address())

    def local() -> Store:
        return open_store(records_in(home), actor(), str)

    def shared() -> Store:
        return open_shared(address, records_in(home), actor())

    outbox = Outbox(records_in(home))
    with local() as store:
        session = begun(store, toolkit)
        sender = Sender(local, shared, outbox, session.id, session.lease)
        sender.start()
        assert sender.is_there(20)
        session.record(said("first_name", "Ana"))
        until(lambda: sender.is_sent)  # what was sent before the server hung says nothing of what comes now
        own_server.signal(signal.SIGSTOP)
        try:
            time.sleep(0.5)  # so that the sender waits for an answer
            for age in range(50):
                session.record(said("age", age))
            session.pause("asked")
            assert not sender.finish(0.5)
            assert outbox.waiting() == [session.id]
        finally:
            own_server.signal(signal.SIGCONT)
        entries = store.entries(session.id)
        assert len(entries) == 53
    own_server.stop()
    own_server.start("fsync=off", "listen_addresses=''")
    with local() as store, shared() as there:
        send_waiting(store, there, outbox)
        assert there.entries(session.id) == entries
    assert outbox.waiting() == []


def test_what_is_said_in_the_background_is_in_the_language_that_is_spoken(
    home: Path, toolkit: Toolkit
) -> None:
    def refused() -> Store:
        raise NotAllowed(_(STATES["28000"][1]))

    with open_store(records_in(home), actor(), str) as store, speaking("es"):
        session = begun(store, toolkit)
        sender = Sender(
            lambda: open_store(records_in(home), actor(), str),
            refused,
            Outbox(records_in(home)),
            session.id,
            session.lease,
        )
        sender.start()
        sender.is_there(20)
        sender.finish(20)
    assert sender.said == ["el servidor no le da acceso. Revise el usuario en la dirección."]


@pytest.mark.parametrize("within", ["a statement", "a change"])
def test_whoever_waits_for_a_server_that_hangs_is_told(
    own_server: Server, home: Path, monkeypatch: pytest.MonkeyPatch, within: str
) -> None:
    monkeypatch.setattr("iopintake.store.shared.server.Silence", partial(Silence, longest=1.0))
    store = open_shared(Address.of(own_server.address()), records_in(home), actor())

    def waits() -> None:
        if within == "a statement":
            own_server.signal(signal.SIGSTOP)
            with store.explained():
                store.connection.execute("SELECT 1")
        else:
            with store.writing():
                own_server.signal(signal.SIGSTOP)

    try:
        with pytest.raises(Offline, match="does not answer"):
            waits()
    finally:
        own_server.signal(signal.SIGCONT)
    store.close()
