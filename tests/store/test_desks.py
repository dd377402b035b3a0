"""Two desks and one server: an answer is first on its desk, then in the shared records, and never lost."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from helpers.desks import Desk, both_have, draft_on, finished_apart
from helpers.postgres import Server
from helpers.records import actor, asks, begun, finish, finished, records_in, said

from iopintake.answers.model import Answers, SafetyAction
from iopintake.checking.toolkit import Toolkit
from iopintake.interview.events import SHOWN
from iopintake.packs.model import LevelId
from iopintake.store.database.leases import checked_lease, take_lease
from iopintake.store.database.store import open_store
from iopintake.store.errors import OpenElsewhere, TakenOver
from iopintake.store.journal.events import Late
from iopintake.store.journal.merging import Kind
from iopintake.store.queries.search import Wanted, find
from iopintake.store.queries.versions import versions
from iopintake.store.session.begin import amend_session, resume_session
from iopintake.store.session.decision import decide
from iopintake.store.session.settling import differences, settle
from iopintake.store.shared.errors import Offline
from iopintake.store.shared.meeting import meet
from iopintake.store.shared.sending import Sender, follow_deletions
from iopintake.store.upkeep.backup import backup
from iopintake.store.upkeep.deletion import remove
from iopintake.store.upkeep.restore import restore


def test_what_waits_is_sent_once_and_the_same_on_the_server_as_here(
    desks: tuple[Desk, Desk], toolkit: Toolkit, answers_of: Callable[[str], Answers]
) -> None:
    ada, _ = desks
    with ada.local() as local:
        done = finished(local, toolkit, answers_of("intent"))
        decide(local, done.id, level="php", reason="other", note="")
        assert ada.outbox.waiting() == [done.id]
    for _ in range(2):
        assert ada.sync() == []
        assert ada.outbox.waiting() == []
    with ada.local() as local, ada.shared() as shared:
        assert shared.entries(done.id) == local.entries(done.id)
        number = local.intake(done.id).finished_number
        assert number is not None
        assert shared.summary(done.id, number) == local.summary(done.id, number)
        assert find(shared, Wanted(), limit=9) == find(local, Wanted(), limit=9)


def test_an_intake_in_which_nothing_was_said_is_not_sent(desks: tuple[Desk, Desk], toolkit: Toolkit) -> None:
    ada, _ = desks
    with ada.local() as local:
        begun(local, toolkit)
        ada.sync()
        with ada.shared() as shared:
            assert find(shared, Wanted(), limit=9) == ()


def test_another_desk_goes_on_where_the_first_stopped(desks: tuple[Desk, Desk], toolkit: Toolkit) -> None:
    ada, bob = desks
    intake_id = both_have(desks, toolkit)
    with bob.at_work(intake_id) as session:
        assert session.answers.value("first_name") == "Ana"
        session.record(said("age", 40))
    bob.sync()
    with ada.local() as local, ada.shared() as shared:
        assert meet(local, shared, intake_id).kind is Kind.BEHIND
        assert local.entries(intake_id) == shared.entries(intake_id)
        assert local.intake(intake_id).answers.value("age") == 40


def test_two_desks_that_answered_apart_both_keep_it_and_it_is_shown_on_both(
    desks: tuple[Desk, Desk], toolkit: Toolkit
) -> None:
    ada, bob = desks
    intake_id = both_have(desks, toolkit)
    with ada.at_work(intake_id) as session:
        session.record(said("age", 40))
    with bob.at_work(intake_id) as session:
        session.record(said("age", 41))
        session.record(SafetyAction(kind=SHOWN, needs=("harm_to_self",)))
    assert ada.sync() == []
    (told,) = bob.sync()
    assert "two desks" in told
    assert f"iopintake settle {intake_id}" in told
    assert ada.sync() == bob.sync() == []
    with ada.local() as local, ada.shared() as shared:
        meet(local, shared, intake_id)
    for desk in desks:
        for store in (desk.local(), desk.shared()):
            with store:
                intake = store.intake(intake_id)
                assert intake.answers.value("age") == 40
                assert [one.body["value"] for one in intake.apart if one.kind == "answered"] == [41]
                assert {one.desk for one in intake.apart} == {"bob"}
                assert intake.review == "now", "a sign of danger counts on whichever desk it was seen"
                (row,) = find(store, Wanted(states=("apart",)), limit=9)
                assert row.id == intake_id


@pytest.mark.parametrize("other", ["php", "iop"])
def test_two_clinicians_who_decided_the_same_while_apart_agree_and_else_a_person_settles_it(
    desks: tuple[Desk, Desk], toolkit: Toolkit, answers_of: Callable[[str], Answers], other: LevelId
) -> None:
    ada, bob = desks
    with ada.local() as local:
        intake_id = finished(local, toolkit, answers_of("panic_weekly_not_enough")).id
    ada.sync()
    with bob.shared() as shared:
        decide(shared, intake_id, level=other, reason="other", note="by bob")
    with ada.local() as local:
        decide(local, intake_id, level="php", reason="other", note="by ada")
    told = ada.sync()
    with ada.local() as local, ada.shared() as shared:
        intake = shared.intake(intake_id)
        assert local.intake(intake_id) == intake
        standing = intake.standing
        assert standing is not None
        kinds = [type(entry.event).__name__ for entry in shared.entries(intake_id)]
        if other == "php":
            assert told == []
            assert not intake.apart
            assert kinds[-2:] == ["Decided", "Decided"]
        else:
            assert "two desks" in told[0]
            assert standing.level == "iop", (
                "not the later one, nor the one that came last: a person says which"
            )
            assert kinds[-2:] == ["Decided", "Apart"]


def test_what_a_lead_decided_without_the_server_is_kept_apart_where_somebody_decided_otherwise(
    desks: tuple[Desk, Desk],
    toolkit: Toolkit,
    answers_of: Callable[[str], Answers],
    shared: Server,
    tmp_path: Path,
) -> None:
    ada, lea = desks[0], Desk("lea", tmp_path / "lea", shared.address("lea"))
    with ada.local() as local:
        intake_id = finished(local, toolkit, answers_of("panic_weekly_not_enough")).id
    ada.sync()
    lea.fetches(intake_id)
    with ada.shared() as there, lea.local() as local:
        decide(there, intake_id, level="iop", reason="", note="")
        decide(local, intake_id, level="php", reason="other", note="")
    assert "two desks" in lea.sync()[0]
    assert lea.outbox.waiting() == []
    with lea.shared() as there:
        assert [one.kind for one in there.intake(intake_id).apart] == ["decided"]


def test_what_the_server_took_before_the_line_broke_is_not_there_twice(
    desks: tuple[Desk, Desk], toolkit: Toolkit, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, bob = desks
    intake_id = both_have(desks, toolkit)
    with ada.at_work(intake_id) as session:
        session.record(said("age", 40))
    with bob.at_work(intake_id) as session:
        session.record(said("age", 41))
    ada.sync()

    def breaks(*rest: object) -> None:
        raise Offline("the line is gone")

    with monkeypatch.context() as patch:
        patch.setattr("iopintake.store.shared.meeting._follow", breaks)
        with pytest.raises(Offline):
            bob.sync()
    assert bob.outbox.waiting() == [intake_id]
    with bob.at_work(intake_id) as session:
        session.record(said("age", 42))
    bob.sync()
    with bob.shared() as shared:
        answered = [one.body["value"] for one in shared.intake(intake_id).apart if one.kind == "answered"]
        assert answered == [41, 42]


def test_an_intake_deleted_elsewhere_goes_here_too_unless_something_of_it_waits(
    desks: tuple[Desk, Desk], toolkit: Toolkit
) -> None:
    ada, bob = desks
    first, second = both_have(desks, toolkit), both_have(desks, toolkit)
    with ada.shared() as shared:
        for intake_id in (first, second):
            remove(shared, intake_id, "asked for", take_over=True)
    with bob.at_work(second) as session:
        session.record(said("age", 40))
    with bob.local() as local, bob.shared() as shared:
        assert follow_deletions(local, shared, bob.outbox) == [first]
        assert [row.id for row in find(local, Wanted(), limit=9)] == [second]
    (told,) = bob.sync()
    assert "was deleted from the shared records" in told
    with bob.local() as local:
        assert local.intake(second).answers.value("age") == 40


def test_two_intakes_that_got_one_id_both_stay(
    desks: tuple[Desk, Desk], toolkit: Toolkit, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, bob = desks
    with monkeypatch.context() as patch:
        patch.setattr("iopintake.store.journal.ids.new_id", lambda *_: "bado-kiru")
        assert draft_on(ada, toolkit) == draft_on(bob, toolkit) == "bado-kiru"
    ada.sync()
    (told,) = bob.sync()
    assert "bado-kiru to another intake" in told
    with bob.shared() as shared, bob.local() as local:
        assert len(find(shared, Wanted(), limit=9)) == 2
        (row,) = find(local, Wanted(), limit=9)
        assert row.id != "bado-kiru"
        assert shared.intake(row.id) == local.intake(row.id)


def test_while_an_intake_is_open_its_answers_go_to_the_server_by_themselves(
    desks: tuple[Desk, Desk], toolkit: Toolkit
) -> None:
    ada, bob = desks
    with ada.local() as local:
        session = begun(local, toolkit)
        sender = Sender(ada.local, ada.shared, ada.outbox, session.id, session.lease)
        sender.start()
        assert sender.is_there(10)
        for age in range(20):
            session.record(said("age", age))
        session.pause("asked")
        assert sender.finish(20)
        with bob.shared() as shared:
            assert shared.entries(session.id) == local.entries(session.id)
    assert ada.outbox.waiting() == []


def test_without_a_server_nothing_waits_and_all_is_sent_by_the_next_sitting(
    desks: tuple[Desk, Desk], toolkit: Toolkit
) -> None:
    ada, _ = desks
    away = Desk("ada", ada.folder, "postgresql://mara@/intakes?host=/nowhere")
    with away.local() as local:
        session = begun(local, toolkit)
        sender = Sender(away.local, away.shared, away.outbox, session.id, session.lease)
        sender.start()
        assert not sender.is_there(10)
        session.record(said("age", 40))
        session.pause("asked")
        assert not sender.finish()
    assert away.outbox.waiting() == [session.id]
    ada.sync()
    with ada.shared() as shared:
        assert shared.intake(session.id).answers.value("age") == 40


def test_a_draft_that_is_taken_over_on_another_machine_is_lost_here_and_that_is_said(
    desks: tuple[Desk, Desk], toolkit: Toolkit
) -> None:
    ada, bob = desks
    with ada.local() as here, ada.shared() as shared, bob.local() as there:
        session = begun(here, toolkit)
        session.record(said("first_name", "Ana"))
        meet(here, shared, session.id, lease=session.lease)
        meet(there, shared, session.id)
        other = resume_session(there, session.id, take_over=False)
        other.record(said("age", 41))
        meet(there, shared, session.id, lease=other.lease)
        assert meet(here, shared, session.id).kind is Kind.BEHIND
        with pytest.raises(TakenOver):
            session.record(said("age", 40))
        meet(here, shared, session.id)
        assert shared.intake(session.id).answers.value("age") == 41
        assert shared.entries(session.id) == here.entries(session.id)


def test_what_is_deleted_on_a_desk_goes_from_the_shared_records_if_its_role_may_do_that(
    desks: tuple[Desk, Desk], toolkit: Toolkit, shared: Server
) -> None:
    ada, bob = desks
    first, second = both_have(desks, toolkit), both_have(desks, toolkit)
    with ada.local() as local:
        remove(local, first, "asked for")
    assert ada.sync() == []
    with ada.shared() as there, bob.local() as local:
        assert [row.id for row in find(there, Wanted(), limit=9)] == [second]
        assert follow_deletions(local, there, bob.outbox) == [first]
    carl = Desk("ada", ada.folder, shared.address("carl"))
    with carl.local() as local:
        resume_session(local, second, take_over=False).discard()
    (told,) = carl.sync()
    assert "a supervisor can delete it there" in told
    assert carl.sync() == []
    with ada.shared() as there:
        assert there.intake(second)


@pytest.fixture
def dead() -> int:
    """Give the number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def eventually(holds: Callable[[], bool]) -> None:
    """Wait until something holds that another thread brings about."""
    for _ in range(600):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("it never came about")


def test_what_was_left_while_the_server_was_away_is_open_for_nobody_once_it_is_sent(
    desks: tuple[Desk, Desk], toolkit: Toolkit, dead: int
) -> None:
    ada, bob = desks
    intake_id = draft_on(ada, toolkit)
    ada.sync()
    with ada.shared() as shared, shared.writing():
        shared.actor = replace(shared.actor, pid=dead)
        take_lease(shared, intake_id)
    with ada.at_work(intake_id) as session:  # paused at its end, and nobody could be told
        session.record(said("age", 40))
    ada.sync()
    with bob.shared() as shared:
        assert shared.connection.execute("SELECT * FROM lease").fetchall() == []


def test_a_draft_that_is_open_at_one_desk_is_open_for_all_until_another_takes_it_over(
    desks: tuple[Desk, Desk], toolkit: Toolkit
) -> None:
    ada, bob = desks
    with ada.local() as local, bob.shared() as seen_by_bob:
        session = begun(local, toolkit)
        sender = Sender(ada.local, ada.shared, ada.outbox, session.id, session.lease)
        sender.start()
        session.record(said("first_name", "Ana"))
        eventually(lambda: bool(sender.their_lease))
        with pytest.raises(OpenElsewhere, match="open on ada"):
            checked_lease(seen_by_bob, session.id, take_over=False)
        with seen_by_bob.writing():
            assert "ada" in checked_lease(seen_by_bob, session.id, take_over=True)
            take_lease(seen_by_bob, session.id)
        with bob.local() as there:
            meet(there, seen_by_bob, session.id)
            other = resume_session(there, session.id, take_over=True)
            other.record(said("age", 41))
            meet(there, seen_by_bob, session.id, lease=other.lease)
        eventually(lambda: local.entries(session.id)[-1].number >= 4)
        with pytest.raises(TakenOver):
            session.record(said("age", 40))
        assert sender.finish(20)
        intake = seen_by_bob.intake(session.id)
        assert intake.answers.value("age") == 41
        late = [entry.event for entry in seen_by_bob.entries(session.id) if isinstance(entry.event, Late)]
        assert [event.body["value"] for event in late] == [40]


def test_a_finished_intake_that_was_amended_apart_is_settled_into_one_new_version(
    desks: tuple[Desk, Desk], toolkit: Toolkit, answers_of: Callable[[str], Answers]
) -> None:
    ada, bob = desks
    with ada.local() as local:
        intake_id = finished(local, toolkit, answers_of("panic_weekly_not_enough")).id
    ada.sync()
    with bob.local() as local, bob.shared() as shared:
        meet(local, shared, intake_id)
    for desk, age in ((ada, 40), (bob, 41)):
        with desk.local() as local:
            session = amend_session(local, intake_id, "more was said", take_over=False)
            session.record(said("age", age))
            finish(session, toolkit)
    ada.sync()
    bob.sync()
    with bob.local() as local:
        before = local.intake(intake_id)
        assert before.answers.value("age") == 40
        assert [one.question_id for one in differences(before)] == ["age"]
        session = amend_session(local, intake_id, "settled", take_over=False)
        settle(session, before, {"age"})
        finish(session, toolkit)
    bob.sync()
    with ada.shared() as shared:
        after = shared.intake(intake_id)
        assert (after.answers.value("age"), after.apart, after.versions) == (41, (), before.versions + 1)
        assert after.finished_number is not None
        assert shared.summary(intake_id, after.finished_number)["person"]


def test_what_a_third_desk_wrote_while_somebody_settled_is_still_to_be_settled(
    desks: tuple[Desk, Desk], toolkit: Toolkit, shared: Server, tmp_path: Path
) -> None:
    ada, bob = desks
    cy = Desk("cy", tmp_path / "cy", shared.address("mara"))
    intake_id = both_have(desks, toolkit)
    cy.fetches(intake_id)
    for desk, age in ((ada, 40), (bob, 41), (cy, 42)):
        with desk.at_work(intake_id) as session:
            session.record(said("age", age))
    ada.sync()
    bob.sync()
    with bob.local() as local:
        seen = local.intake(intake_id)
        session = resume_session(local, intake_id, take_over=False)
        cy.sync()
        settle(session, seen, set())
        session.pause("settled")
    bob.sync()
    with ada.shared() as there:
        assert [one.body["value"] for one in there.intake(intake_id).apart if one.kind == "answered"] == [42]


def test_what_each_of_two_desks_showed_at_its_end_is_kept_as_it_was(
    desks: tuple[Desk, Desk], toolkit: Toolkit, answers_of: Callable[[str], Answers]
) -> None:
    intake_id, shown = finished_apart(desks, toolkit, answers_of)
    ada, bob = desks
    ada.sync()
    bob.sync()
    with bob.local() as local, ada.shared() as shared:
        for store in (local, shared):
            kept = versions(store.entries(intake_id))
            assert [store.summary(intake_id, one.event) for one in kept] == shown
            assert [(one.who, one.desk) for one in kept] == [("ada", ""), ("bob", "bob")]
        session = amend_session(local, intake_id, "settled", take_over=False)
        settle(session, session.intake, {one.question_id for one in differences(session.intake)})
        finish(session, toolkit)
    bob.sync()
    with ada.local() as local, ada.shared() as shared:
        meet(local, shared, intake_id)
        for store in (local, shared):
            kept = versions(store.entries(intake_id))
            assert [store.summary(intake_id, one.event) for one in kept][:2] == shown
            assert len(kept) == 3


def test_what_the_other_desk_showed_is_in_a_backup_too(
    desks: tuple[Desk, Desk], toolkit: Toolkit, answers_of: Callable[[str], Answers], tmp_path: Path
) -> None:
    intake_id, shown = finished_apart(desks, toolkit, answers_of)
    ada, bob = desks
    ada.sync()
    bob.sync()
    with bob.local() as local:
        number = versions(local.entries(intake_id))[-1].event
        backup(local, tmp_path / "copy.db", force=False)
    elsewhere = records_in(tmp_path / "elsewhere")
    restore(elsewhere, tmp_path / "copy.db", asks(), actor())
    with open_store(elsewhere, actor(), str) as store:
        assert store.summary(intake_id, number) == shown[1]


def test_as_long_as_nothing_is_settled_the_sooner_review_of_two_counts(
    desks: tuple[Desk, Desk], toolkit: Toolkit, answers_of: Callable[[str], Answers]
) -> None:
    cases = ("panic_weekly_not_enough", "plan_without_means")
    intake_id, _ = finished_apart(desks, toolkit, answers_of, cases)
    desks[0].sync()
    desks[1].sync()
    with desks[0].shared() as shared:
        intake = shared.intake(intake_id)
        assert not intake.danger
        assert intake.result is not None
        assert intake.result.review != "now"
        assert intake.review == "now"
