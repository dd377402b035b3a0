"""The shared records have a version; they are brought up to date by whoever runs them, and by nobody else."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.postgres import Server
from helpers.records import actor, records_in

from iopintake.store.errors import StoreError
from iopintake.store.shared import administering
from iopintake.store.shared import server as shared_server
from iopintake.store.shared.address import Address
from iopintake.store.shared.administering import initialize, upgrade
from iopintake.store.shared.server import VERSION, open_shared


@pytest.fixture
def fresh(running: Server) -> Iterator[Address]:
    """Give a database with records of the first version."""
    running.run("CREATE DATABASE versions", "postgres")
    address = Address.of(running.address(database="versions"))
    initialize(address, shared_server.no_password)
    yield address
    running.run("DROP DATABASE versions WITH (FORCE)", "postgres")


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the program be one that knows one migration more."""
    folder = tmp_path / "migrations"
    shutil.copytree(administering.FOLDER, folder)
    script = folder / f"{VERSION + 1:04}.sql"
    script.write_text(
        "ALTER TABLE iopintake.intake ADD COLUMN more text;\n"
        f"INSERT INTO iopintake.migration (version) VALUES ({VERSION + 1});\n"
    )
    monkeypatch.setattr(administering, "FOLDER", folder)
    for module in (administering, shared_server):
        monkeypatch.setattr(module, "VERSION", VERSION + 1)
    return script


def test_the_version_is_that_of_the_last_migration() -> None:
    numbers = sorted(int(path.stem) for path in administering.FOLDER.glob("*.sql"))
    assert numbers == list(range(1, VERSION + 1))


def test_older_records_are_not_opened_until_they_are_brought_up_to_date(
    fresh: Address, next_version: Path, home: Path
) -> None:
    with pytest.raises(StoreError, match="iopintake database upgrade"):
        open_shared(fresh, records_in(home), actor())
    assert upgrade(fresh, shared_server.no_password) == (VERSION, VERSION + 1)
    assert upgrade(fresh, shared_server.no_password) == (VERSION + 1, VERSION + 1)
    open_shared(fresh, records_in(home), actor()).close()


def test_a_migration_that_fails_changes_nothing(fresh: Address, next_version: Path, home: Path) -> None:
    next_version.write_text(f"{next_version.read_text()} SELECT nonsense;")
    with pytest.raises(StoreError):
        upgrade(fresh, shared_server.no_password)
    next_version.write_text(next_version.read_text().replace("SELECT nonsense;", ""))
    assert upgrade(fresh, shared_server.no_password) == (VERSION, VERSION + 1)


def test_staff_of_every_site_from_before_there_were_homes_are_still_let_in_and_have_none(
    running: Server, fresh: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    running.run("DROP SCHEMA iopintake CASCADE", "versions")
    before_homes = tmp_path / "before"
    before_homes.mkdir()
    for number in (1, 2, 3):
        shutil.copy(administering.FOLDER / f"{number:04}.sql", before_homes)
    with monkeypatch.context() as then:
        then.setattr(administering, "FOLDER", before_homes)
        initialize(fresh, shared_server.no_password)
    running.run("INSERT INTO iopintake.staff VALUES ('tom', '*'), ('carl', 'north')", "versions")
    assert upgrade(fresh, shared_server.no_password) == (3, VERSION)
    for login, site in (("tom", "*"), ("carl", "north")):
        assert running.run("SELECT iopintake.my_site()", "versions", login) == [(site,)]
    found = administering.members(fresh, shared_server.no_password)
    assert {(one.login, one.site, one.home) for one in found} == {("tom", "*", ""), ("carl", "north", "")}


def test_records_of_a_newer_program_are_left_alone(
    fresh: Address, next_version: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgrade(fresh, shared_server.no_password)
    monkeypatch.setattr(shared_server, "VERSION", VERSION)
    with pytest.raises(StoreError, match="a newer iopintake wrote these records"):
        open_shared(fresh, records_in(home), actor())
