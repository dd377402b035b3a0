"""Who may do what in the shared records is the server's to hold: each test tries what a role may not."""

from __future__ import annotations

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
from iopintake.store.queries.queue import TakenElsewhere, give_back, take
from iopintake.store.queries.search import Wanted, find
from iopintake.store.session.decision import decide
from iopintake.store.shared.address import Address
from iopintake.store.shared.errors import NotAllowed
from iopintake.store.shared.server import open_shared
from iopintake.store.upkeep.deletion import purge, remove

Case = Callable[[str], Answers]
JOURNAL = ("event", "document", "deleted")


@pytest.fixture
def opens(shared: Server, home: Path) -> Callable[[str], Store]:
    """Open the shared records as one of the users of the tests."""
    return lambda login: open_shared(Address.of(shared.address(login)), records_in(home), actor(who=login))


def refused(store: Store, statement: str, *values: object) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        store.connection.execute(statement, values)


def test_another_site_sees_nothing_of_an_intake_and_does_nothing_to_it(
    opens: Callable[[str], Store], toolkit: Toolkit, answers_of: Case
) -> None:
    with opens("mara") as north:
        intake_id = finished(north, toolkit, answers_of("intent")).id
    with opens("suki") as south:
        assert find(south, Wanted(), limit=9) == ()
        for table in ("event", "document", "intake", "lease", "deleted"):
            assert south.connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
        for act in (lambda: south.intake(intake_id), lambda: south.find_id(intake_id)):
            with pytest.raises(NoSuchIntake):
                act()
        with pytest.raises(NotAllowed), south.writing():
            south.opened.take_out(intake_id, "", "suki", "curious")
        with pytest.raises(NotAllowed), south.writing():
            south.opened.forget(intake_id)
        assert purge(south, [intake_id], 0) == []
    with opens("mara") as north:
        assert north.summary(intake_id, north.intake(intake_id).number)


def test_another_site_can_not_write_into_an_intake_whose_id_it_knows(
    opens: Callable[[str], Store], toolkit: Toolkit
) -> None:
    with opens("mara") as north, opens("suki") as south:
        session = begun(north, toolkit)
        session.record(said("age", 40))
        intake = session.intake
        fields = (
            session.id,
            intake.number + 1,
            "2026-11-23T12:00:00+00:00",
            "suki",
            *written(Paused("mine")),
        )
        refused(
            south,
            "INSERT INTO event (intake, number, at, who, kind, body, digest) VALUES (?, ?, ?, ?, ?, ?, ?)",
            *fields,
            digest_of(intake.check, *fields),
        )
        assert north.intake(session.id) == intake


@pytest.mark.parametrize("login", ["carl", "mara", "lea", "otto"])
def test_nobody_alters_or_removes_what_is_in_the_journal(
    opens: Callable[[str], Store], toolkit: Toolkit, answers_of: Case, login: str
) -> None:
    with opens("mara") as store:
        intake_id = finished(store, toolkit, answers_of("intent")).id
        before = store.entries(intake_id)
    with opens(login) as store:
        for table in JOURNAL:
            refused(store, f"UPDATE {table} SET site = 'south'")
            refused(store, f"DELETE FROM {table}")
            refused(store, f"TRUNCATE {table}")
        refused(store, "UPDATE event SET body = '{}', digest = ''")
        refused(store, "UPDATE intake SET events = 1, tip = ''")
        refused(store, "UPDATE intake SET site = 'south'")
        refused(store, "DELETE FROM intake")
        refused(store, "INSERT INTO staff VALUES ('suki', 'north')")
        refused(store, "ALTER TABLE event DISABLE TRIGGER ALL")
        refused(store, "SELECT remove_rows(?)", intake_id)
    with opens("mara") as store:
        assert store.entries(intake_id) == before


@pytest.mark.parametrize("number", [1, 2, 3, 4, 9])
def test_an_event_that_does_not_follow_from_the_last_is_refused(
    opens: Callable[[str], Store], toolkit: Toolkit, number: int
) -> None:
    with opens("mara") as store:
        session = begun(store, toolkit)
        session.record(said("age", 40))
        fields = (session.id, number, "2026-11-23T12:00:00+00:00", "mara", *written(Paused("mine")))
        digests = [digest_of(b"another beginning", *fields)]
        if number != session.intake.number + 1:
            digests.append(digest_of(session.intake.check, *fields))
        for digest in digests:
            with pytest.raises(psycopg.Error, match="does not follow"):
                store.connection.execute(
                    "INSERT INTO event (intake, number, at, who, kind, body, digest) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (*fields, digest),
                )
        assert store.intake(session.id) == session.intake


def test_the_server_itself_writes_down_who_logged_in_whatever_name_is_given(
    opens: Callable[[str], Store], shared: Server, toolkit: Toolkit
) -> None:
    with opens("carl") as store:
        store.actor = actor(who="mara")
        begun(store, toolkit).record(said("age", 40))
        refused(store, "INSERT INTO event (intake, number, login) VALUES ('x', 1, 'mara')")
    assert shared.run("SELECT DISTINCT who, login, site FROM iopintake.event") == [("mara", "carl", "north")]


def test_a_counselor_works_with_the_intakes_of_the_site_and_deletes_none(
    opens: Callable[[str], Store], toolkit: Toolkit, answers_of: Case
) -> None:
    with opens("mara") as store:
        theirs = finished(store, toolkit, answers_of("intent")).id
    with opens("carl") as store:
        mine = finished(store, toolkit, answers_of("panic_weekly_not_enough")).id
        assert [row.id for row in find(store, Wanted(), limit=9)] == [mine, theirs]
        for intake_id in (mine, theirs):
            with pytest.raises(NotAllowed, match="your role there does not allow this"):
                remove(store, intake_id, "asked for")
        assert store.intake(mine)
    with opens("mara") as store:
        remove(store, mine, "asked for")
        assert [row.id for row in find(store, Wanted(), limit=9)] == [theirs]
        with pytest.raises(NoSuchIntake, match="was deleted on"):
            store.find_id(mine)


def test_a_lead_reads_and_decides_and_answers_nothing(
    opens: Callable[[str], Store], toolkit: Toolkit, answers_of: Case
) -> None:
    with opens("mara") as store:
        done = finished(store, toolkit, answers_of("panic_weekly_not_enough")).id
        draft = begun(store, toolkit)
        draft.record(said("age", 40))
    with opens("lea") as store:
        take(store, done, take_over=False)
        decide(store, done, level="php", reason="other", note="")
        assert store.intake(done).standing
        give_back(store, done, take_over=False)
        with pytest.raises(NotAllowed):
            begun(store, toolkit)
        with pytest.raises(NotAllowed), store.writing():
            store.put(draft.id, store.intake(draft.id), said("age", 41))
        with pytest.raises(NotAllowed):
            remove(store, done, "asked for")


def test_an_auditor_reads_the_trail_of_every_site_and_neither_index_nor_summary(
    opens: Callable[[str], Store], toolkit: Toolkit, answers_of: Case
) -> None:
    ids = []
    for login in ("mara", "suki"):
        with opens(login) as store:
            ids.append(finished(store, toolkit, answers_of("intent")).id)
    with opens("otto") as store:
        for intake_id in ids:
            assert store.entries(store.find_id(intake_id))
        refused(store, "SELECT name FROM intake")
        refused(store, "SELECT phone FROM intake")
        refused(store, "SELECT data FROM document")
        with pytest.raises(NotAllowed):
            find(store, Wanted(), limit=9)
        with pytest.raises(NotAllowed):
            begun(store, toolkit)


def test_who_may_log_in_but_was_never_enlisted_gets_nowhere(opens: Callable[[str], Store]) -> None:
    with pytest.raises(StoreError) as caught:
        opens("nemo")
    assert "\n" not in caught.value.headline


def test_two_who_go_by_one_name_are_told_apart_by_their_login_where_work_is_taken(
    opens: Callable[[str], Store], toolkit: Toolkit, answers_of: Case
) -> None:
    with opens("mara") as mara, opens("carl") as carl:
        mara.actor = carl.actor = actor(who="front desk")
        intake_id = finished(mara, toolkit, answers_of("intent")).id
        take(mara, intake_id, take_over=False)
        for act in (take, give_back):
            with pytest.raises(TakenElsewhere):
                act(carl, intake_id, take_over=False)
        give_back(mara, intake_id, take_over=False)
        take(carl, intake_id, take_over=False)
