"""Staff of every site have a home: what they begin is of that site, so that its counselors call back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from helpers.postgres import Server
from helpers.records import actor, begun, finished, records_in, said

from iopintake.answers.model import Answers
from iopintake.checking.toolkit import Toolkit
from iopintake.store.database.store import Store
from iopintake.store.errors import NoSuchIntake, StoreError
from iopintake.store.journal.chain import digest_of
from iopintake.store.journal.events import Paused
from iopintake.store.journal.format import written
from iopintake.store.queries.search import Wanted, find
from iopintake.store.queries.trail import upkeep
from iopintake.store.session.decision import decide
from iopintake.store.shared.address import Address
from iopintake.store.shared.administering import Member, enlist, members
from iopintake.store.shared.errors import NotAllowed
from iopintake.store.shared.server import no_password, open_shared
from iopintake.store.shared.sites import deleted_of_every_site, move, of_every_site, warning_about
from iopintake.store.upkeep.deletion import remove

Case = Callable[[str], Answers]
Opens = Callable[[str], Store]
TABLES = ("event", "document", "intake", "lease")


@pytest.fixture
def opens(shared: Server, home: Path) -> Opens:
    """Open the shared records as one of the users of the tests."""
    return lambda login: open_shared(Address.of(shared.address(login)), records_in(home), actor(who=login))


@pytest.fixture
def owner(shared: Server) -> Address:
    """Give the way to the records of whoever runs the server."""
    return Address.of(shared.address())


def sites_of(server: Server, intake_id: str) -> set[str]:
    """Return the sites that the rows of an intake are of, in every table that has any."""
    of = {"intake": "id"}
    found = (
        server.run(f"SELECT site FROM iopintake.{table} WHERE {of.get(table, 'intake')} = '{intake_id}'")
        for table in TABLES
    )
    return {row[0] for rows in found for row in rows}


def listed(store: Store) -> list[str]:
    return [row.id for row in find(store, Wanted(), limit=9)]


def test_what_staff_of_every_site_begin_is_of_their_home_where_its_counselors_see_it(
    opens: Opens, shared: Server, toolkit: Toolkit, answers_of: Case
) -> None:
    with opens("tara") as everywhere:
        done = finished(everywhere, toolkit, answers_of("intent")).id
        draft = begun(everywhere, toolkit)
        draft.record(said("age", 40))
        assert warning_about(everywhere, draft.id) == ""
        assert warning_about(everywhere, "not begun yet") == ""
    assert sites_of(shared, done) == sites_of(shared, draft.id) == {"north"}
    with opens("carl") as north, opens("suki") as south:
        assert set(listed(north)) == {done, draft.id}
        assert north.intake(draft.id).answers
        assert listed(south) == []


def test_staff_of_every_site_see_all_sites_and_what_they_go_on_with_stays_of_its_own(
    opens: Opens, shared: Server, toolkit: Toolkit, answers_of: Case
) -> None:
    with opens("suki") as south:
        theirs = finished(south, toolkit, answers_of("panic_weekly_not_enough")).id
    with opens("tara") as everywhere:
        assert listed(everywhere) == [theirs]
        decide(everywhere, theirs, level="php", reason="other", note="")
    assert sites_of(shared, theirs) == {"south"}


def test_staff_of_every_site_without_a_home_go_on_as_before_and_are_told_who_will_see_it(
    opens: Opens, shared: Server, toolkit: Toolkit
) -> None:
    with opens("tom") as everywhere:
        assert "--home" in warning_about(everywhere, "not begun yet")
        draft = begun(everywhere, toolkit)
        draft.record(said("age", 40))
        assert f"database move SITE {draft.id}" in warning_about(everywhere, draft.id)
    assert sites_of(shared, draft.id) == {"*"}
    with opens("carl") as north:
        assert listed(north) == []
        assert warning_about(north, "not begun yet") == ""


@pytest.mark.parametrize(
    ("site", "home", "roles", "says"),
    [
        ("*", "", ("lead", "counselor"), "a home with --home"),
        ("*", "", ("auditor", "counselor"), "a home with --home"),
        ("*", "*", ("supervisor",), "a home with --home"),
        ("north", "south", ("counselor",), "--home is for staff of every site"),
    ],
)
def test_nobody_is_let_in_whose_intakes_would_be_of_no_one_site(
    owner: Address, shared: Server, site: str, home: str, roles: tuple[str, ...], says: str
) -> None:
    with pytest.raises(StoreError, match=says):
        enlist(owner, no_password, Member("nemo", site, roles, home))
    assert shared.run("SELECT * FROM iopintake.staff WHERE login = 'nemo'") == []


@pytest.mark.parametrize("role", ["lead", "auditor"])
def test_who_can_begin_nothing_needs_no_home_and_is_not_told_of_one(
    opens: Opens, owner: Address, shared: Server, toolkit: Toolkit, role: str
) -> None:
    shared.run("DELETE FROM iopintake.staff WHERE login = 'tom'")
    try:
        enlist(owner, no_password, Member("tom", "*", (role,)))
        (tom,) = [one for one in members(owner, no_password) if one.login == "tom"]
        assert not tom.lacks_home
        with opens("tom") as everywhere:
            told = warning_about(everywhere, "not begun yet")
            assert "you can't begin an intake" in told
            assert "--home" not in told
            with pytest.raises(NotAllowed):
                begun(everywhere, toolkit)
    finally:
        shared.run("DELETE FROM iopintake.staff WHERE login = 'tom'")
        shared.run("INSERT INTO iopintake.staff (login, site) VALUES ('tom', '*')")
        shared.run(f"REVOKE iopintake_{role} FROM tom")
        shared.run("GRANT iopintake_supervisor TO tom")


def test_that_something_of_no_site_was_deleted_is_known_at_the_site_that_is_given_the_rest(
    opens: Opens, owner: Address, shared: Server, toolkit: Toolkit
) -> None:
    with opens("tom") as everywhere:
        gone, kept, last = (begun(everywhere, toolkit) for _ in range(3))
        for session in (gone, kept, last):
            session.record(said("age", 40))
            session.pause("asked")
        remove(everywhere, gone.id, "asked for")
    of_gone = f"SELECT site FROM iopintake.deleted WHERE intake = '{gone.id}'"
    move(owner, no_password, "north", [kept.id], actor())
    assert shared.run(of_gone) == [("*",)]
    move(owner, no_password, "north", [last.id], actor())
    assert shared.run(of_gone) == [("north",)]
    with opens("tom") as everywhere:
        remove(everywhere, kept.id, "asked for")
        shared.run(f"UPDATE iopintake.deleted SET site = '*' WHERE intake = '{kept.id}'")
    assert deleted_of_every_site(owner, no_password) == 1
    move(owner, no_password, "south", [], actor())
    assert deleted_of_every_site(owner, no_password) == 0


def test_the_server_itself_takes_no_home_that_is_not_one_site(shared: Server) -> None:
    for change in ("home = '*' WHERE login = 'tara'", "home = 'south' WHERE login = 'carl'"):
        with pytest.raises(psycopg.errors.CheckViolation):
            shared.run(f"UPDATE iopintake.staff SET {change}")


def test_what_only_staff_of_every_site_see_is_given_to_a_site_whole_and_that_is_written_down(
    opens: Opens, owner: Address, shared: Server, toolkit: Toolkit, answers_of: Case
) -> None:
    with opens("tom") as everywhere:
        done = finished(everywhere, toolkit, answers_of("panic_weekly_not_enough")).id
        draft = begun(everywhere, toolkit)
        draft.record(said("age", 40))
        left = begun(everywhere, toolkit).id
    with opens("suki") as south:
        theirs = finished(south, toolkit, answers_of("intent")).id
    assert of_every_site(owner, no_password) == [done, draft.id, left]
    move(owner, no_password, "north", [done, draft.id], actor(who="root"))
    assert sites_of(shared, done) == sites_of(shared, draft.id) == {"north"}
    assert sites_of(shared, left) == {"*"}
    assert sites_of(shared, theirs) == {"south"}
    with opens("carl") as north:
        assert set(listed(north)) == {done, draft.id}
        assert north.summary(done, north.intake(done).number)
        (line,) = upkeep(north)
        assert line.who == "root"
        assert f"north: {done}, {draft.id}" in line.what
    with opens("tom") as everywhere:
        decide(everywhere, done, level="php", reason="other", note="")
    assert sites_of(shared, done) == {"north"}


def test_nothing_is_given_to_a_site_where_nobody_works_nor_taken_from_another(
    opens: Opens, owner: Address, shared: Server, toolkit: Toolkit
) -> None:
    with opens("tom") as everywhere, opens("suki") as south:
        adrift, theirs = begun(everywhere, toolkit).id, begun(south, toolkit).id
    for site, ids, says in (
        ("nroth", [adrift], "Nobody works at nroth.* north, south"),
        ("*", [adrift], "Nobody works at"),
        ("north", [adrift, theirs], f"Nothing was moved.*: {theirs}"),
    ):
        with pytest.raises(StoreError, match=says):
            move(owner, no_password, site, ids, actor())
    with pytest.raises(NotAllowed):
        move(Address.of(shared.address("mara")), no_password, "north", [adrift], actor())
    assert sites_of(shared, adrift) == {"*"}
    assert sites_of(shared, theirs) == {"south"}
    assert shared.run("SELECT * FROM iopintake.upkeep") == []


def test_an_answer_that_is_given_while_an_intake_moves_is_not_left_behind(
    opens: Opens, owner: Address, shared: Server, toolkit: Toolkit
) -> None:
    with opens("tom") as everywhere:
        session = begun(everywhere, toolkit)
        session.record(said("age", 40))
        fields = (session.id, session.intake.number + 1, "2026-11-23T12:00:00+00:00", "tom")
        event = (*fields, *written(Paused("mine")))
        columns = "intake, number, at, who, kind, body, digest"
        moving = threading.Thread(target=move, args=(owner, no_password, "north", [session.id], actor()))
        with everywhere.opened.connection.real.transaction():  # type: ignore[attr-defined]
            everywhere.connection.execute(
                f"INSERT INTO event ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (*event, digest_of(session.intake.check, *event)),
            )
            moving.start()
            while not shared.run("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"):
                time.sleep(0.01)
        moving.join()
    assert sites_of(shared, session.id) == {"north"}
    with opens("carl") as north:
        assert len(north.entries(session.id)) == fields[1]


def test_who_is_of_one_site_finds_nothing_of_what_no_site_has(opens: Opens, toolkit: Toolkit) -> None:
    with opens("tom") as everywhere:
        adrift = begun(everywhere, toolkit).id
    with opens("mara") as north, pytest.raises(NoSuchIntake):
        north.find_id(adrift)
