"""The records of the tests: a file in a folder, or a server of the tests' own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.desks import Desk
from helpers.postgres import Server, server, why_not
from helpers.records import SHARED

from iopintake.store.shared.address import Address
from iopintake.store.shared.administering import Member, enlist, initialize
from iopintake.store.shared.server import no_password
from iopintake.store.shared.sites import EVERY_SITE

USERS = {
    "mara": ("north", "supervisor"),
    "carl": ("north", "counselor"),
    "suki": ("south", "supervisor"),
    "lea": ("north", "lead"),
    "otto": ("*", "auditor"),
    "tara": ("*", "supervisor"),
    "tom": ("*", "supervisor"),
    "nemo": ("north", ""),
}
"""Who may use the records of the tests: site and role; nemo may log in, and that is all."""
HOME = "north"
"""The home of staff of every site, except tom: he was let in before there were homes."""
TABLES = "event, document, pack, deleted, intake, lease, upkeep"


@pytest.fixture(scope="session")
def running() -> Iterator[Server]:
    """Give a server with records that are empty at first."""
    if reason := why_not():
        pytest.skip(reason)
    with server() as found:
        address = Address.of(found.address())
        initialize(address, no_password)
        for login, (site, role) in USERS.items():
            found.run(f'CREATE ROLE "{login}" LOGIN')
            if role:
                home = HOME if site == EVERY_SITE and role != "auditor" else ""
                enlist(address, no_password, Member(login, site, (role,), home))
        found.run("UPDATE iopintake.staff SET home = NULL WHERE login = 'tom'")
        yield found


@pytest.fixture
def shared(running: Server) -> Server:
    """Give the server with nothing in its records."""
    running.run(f"SET search_path = iopintake; TRUNCATE {TABLES}")
    return running


@pytest.fixture
def desks(shared: Server, tmp_path: Path) -> tuple[Desk, Desk]:
    """Give two desks of one site, and one server for both."""
    ada, bob = (Desk(name, tmp_path / name, shared.address("mara")) for name in ("ada", "bob"))
    return ada, bob


@pytest.fixture
def on_server(shared: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hold the records on a server, where one supervisor uses them."""
    monkeypatch.setenv(SHARED, shared.address("mara"))


@pytest.fixture(params=["file", "server"])
def either(request: pytest.FixtureRequest) -> str:
    """Hold the records in a file, and once more on a server."""
    if request.param == "server":
        request.getfixturevalue("on_server")
    return str(request.param)
