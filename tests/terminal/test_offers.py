"""What is offered when an intake is begun or gone on with, where several desks share their records."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.desks import Desk, draft_on, sent_draft
from helpers.postgres import Server
from helpers.records import finished, records_in, said
from helpers.terminal import OPENING, Terminal, answers_file, flat

from iopintake.answers.model import Answers, SafetyAction
from iopintake.checking.toolkit import Toolkit
from iopintake.interview.events import SHOWN
from iopintake.store.journal.events import Resumed
from iopintake.store.queries.search import Wanted, find

At = Callable[..., Terminal]
NOWHERE = "postgresql://mara@/intakes?host=/nowhere"
ELSEWHERE = {"host": "desk-9", "pid": 4, "process": "", "since": "2099-11-23T12:00:00+00:00", "who": "Tom"}


@pytest.fixture
def at(tmp_path: Path) -> At:
    """Put a person before the program at a desk; TO is another address of the shared records."""

    def start(desk: Desk, *words: str, to: str = "") -> Terminal:
        home = tmp_path / f"home-{desk.name}"
        home.mkdir(exist_ok=True)
        records = str(records_in(desk.folder).folder)
        return Terminal([*words], home, IOPINTAKE_HOME=records, IOPINTAKE_DATABASE=to or desk.address)

    return start


def in_danger(desk: Desk, toolkit: Toolkit) -> str:
    """Pause an intake in which the crisis protocol was shown, and send it."""
    intake_id = draft_on(desk, toolkit)
    with desk.at_work(intake_id) as session:
        session.record(SafetyAction(kind=SHOWN, needs=("harm_to_self",)))
    desk.sync()
    return intake_id


def open_at_another_machine(server: Server, intake_id: str) -> None:
    server.run(
        "INSERT INTO iopintake.lease (intake, token, holder, site) "
        f"VALUES ('{intake_id}', 'x', '{json.dumps(ELSEWHERE)}', 'north')"
    )


def begins_anew(person: Terminal) -> None:
    person.sees("Is it okay to talk")
    person.presses("Ctrl-C")
    person.ends()


def test_what_was_paused_at_another_desk_is_offered_viewed_and_gone_on_with(
    desks: tuple[Desk, Desk], toolkit: Toolkit, at: At
) -> None:
    ada, bob = desks
    intake_id = sent_draft(ada, toolkit)
    with at(bob, "start") as person:
        person.sees(f"There is an unfinished intake, {intake_id}")
        person.sees("(Ana)")
        person.sees("It was paused at another desk.")
        person.sees_no("Discard it")  # it is another desk's
        person.presses("v", "Enter")
        person.sees("First name or initials: Ana")
        person.presses("Escape")
        person.sees("There is an unfinished intake")
        person.presses("g", "Enter")
        person.sees("Enter confirms")
        person.presses("Ctrl-C")
        person.ends()
    with ada.shared() as shared:
        assert shared.intake(intake_id).answers.value("first_name") == "Ana"
        kinds = [type(entry.event).__name__ for entry in shared.entries(intake_id)]
        assert kinds[-2:] == ["Resumed", "Paused"]
        assert find(shared, Wanted(), limit=9)[0].holder is None


def test_what_shows_a_sign_of_danger_comes_first_whichever_desk_it_is_of(
    desks: tuple[Desk, Desk], toolkit: Toolkit, at: At
) -> None:
    ada, bob = desks
    urgent = in_danger(ada, toolkit)
    own = sent_draft(bob, toolkit)
    with at(bob, "start") as person:
        person.sees(f"There is an unfinished intake, {urgent}")
        person.sees("!!! There is a sign of danger")
        person.presses("o", "Enter")
        person.sees("Which intake do you want to go on with?")
        person.presses("2", "Enter")
        person.sees(f"There is an unfinished intake, {own}")
        person.presses("n", "Enter")
        begins_anew(person)


@pytest.mark.thorough
def test_what_a_colleague_is_at_work_on_is_named_and_can_be_taken_over(
    desks: tuple[Desk, Desk], toolkit: Toolkit, at: At, shared: Server
) -> None:
    ada, bob = desks
    intake_id = sent_draft(ada, toolkit)
    open_at_another_machine(shared, intake_id)
    with at(bob, "start") as person:
        person.sees(f"Unfinished, and open elsewhere: {intake_id}.")
        begins_anew(person)
    free = sent_draft(ada, toolkit)
    with at(bob, "start") as person:
        person.sees(f"There is an unfinished intake, {free}")
        person.presses("o", "Enter")
        person.sees("open elsewhere")
        person.presses("2", "Enter")
        person.sees("It is open on desk-9 (Tom) since Nov 23, 2099 at 07:00 EST.")
        person.presses("g", "Enter")
        person.sees("Enter confirms")
        person.presses("Ctrl-C")
        person.ends()
    with ada.shared() as there:
        (resumed,) = [
            event for entry in there.entries(intake_id)[3:] if isinstance(event := entry.event, Resumed)
        ]
        assert resumed.taken_from == "desk-9, process 4, Tom"


def test_what_is_taken_up_elsewhere_while_it_is_offered_can_be_taken_over_from_the_same_screen(
    desks: tuple[Desk, Desk], toolkit: Toolkit, at: At, shared: Server
) -> None:
    ada, bob = desks
    intake_id = sent_draft(ada, toolkit)
    with at(bob, "start") as person:
        person.sees("It was paused at another desk.")
        open_at_another_machine(shared, intake_id)
        person.presses("g", "Enter")
        person.sees("It is open on desk-9 (Tom)")
        person.sees_no("--take-over")  # which is no option of start
        person.sees_no("It was paused")
        person.sees("Take it over, and go on with it here")
        person.presses("g", "Enter")
        person.sees("Enter confirms")
        person.presses("Ctrl-C")
        person.ends()


@pytest.mark.thorough
def test_resume_lists_what_is_not_finished_at_any_desk(
    desks: tuple[Desk, Desk], toolkit: Toolkit, at: At
) -> None:
    ada, bob = desks
    there, here = sent_draft(ada, toolkit), sent_draft(bob, toolkit)
    with at(bob, "resume") as person:
        person.sees("Which intake do you want to go on with?")
        person.sees(here)
        person.sees(there)
        person.presses("2", "Enter")
        person.sees(there)
        person.sees("Enter confirms")
        person.presses("Ctrl-C")
        person.ends()


@pytest.mark.thorough
def test_what_is_of_another_site_or_done_meanwhile_is_not_offered(
    desks: tuple[Desk, Desk], toolkit: Toolkit, at: At, shared: Server, tmp_path: Path
) -> None:
    ada, bob = desks
    suki = Desk("suki", tmp_path / "suki", shared.address("suki"))
    sent_draft(suki, toolkit)
    intake_id = sent_draft(ada, toolkit)
    bob.fetches(intake_id)
    with ada.at_work(intake_id) as session:
        session.record(said("age", 40))
    with ada.local() as local, ada.shared() as there:
        with there.writing():
            there.opened.take_out(intake_id, "", "ada", "asked for")
        assert local.intake(intake_id)
    with at(bob, "start") as person:
        begins_anew(person)


@pytest.mark.parametrize("hangs", [False, True], ids=["away", "hangs"])
def test_without_an_answer_of_the_server_only_this_desks_are_offered_and_that_is_said(
    desks: tuple[Desk, Desk], toolkit: Toolkit, at: At, shared: Server, hangs: bool
) -> None:
    ada, bob = desks
    sent_draft(ada, toolkit)
    own = sent_draft(bob, toolkit)
    if hangs:
        shared.signal(signal.SIGSTOP)
    try:
        with at(bob, "start", to="" if hangs else NOWHERE) as person:
            person.sees(f"There is an unfinished intake, {own}")
            person.sees("The shared records can't be reached: only what is on this desk is offered.")
            person.sees_no("Another unfinished one")
            person.presses("n", "Enter")
            person.sees(
                "The shared records can't be reached. Your answers are kept on this desk, and sent later."
            )
            person.sees("Is it okay to talk")
            person.presses("Ctrl-C")
            person.ends()
    finally:
        if hangs:
            shared.signal(signal.SIGCONT)


def test_an_earlier_intake_with_the_number_is_named_whichever_desk_it_is_of(
    desks: tuple[Desk, Desk], toolkit: Toolkit, at: At, answers_of: Callable[[str], Answers], home: Path
) -> None:
    ada, bob = desks
    with ada.local() as local:
        earlier = finished(local, toolkit, answers_of("panic_weekly_not_enough")).id
    ada.sync()
    begun = {question: answer for question, answer in OPENING.items() if question != "callback"}
    with at(bob, "start", "--answers", str(answers_file(home, begun))) as person:
        person.answers("number", "555-0134")
        person.sees("Enter confirms")
        for _ in range(5):  # it is told beside whichever question is at hand when the server has said so
            person.presses("F7")
            if f"This number is on an earlier intake: {earlier} of" in flat(person.text()):
                break
        person.sees(f"This number is on an earlier intake: {earlier} of")
        person.presses("Ctrl-C")
        person.ends()


def test_a_start_sends_what_waits_from_before(desks: tuple[Desk, Desk], toolkit: Toolkit, at: At) -> None:
    ada, bob = desks
    waiting = {draft_on(bob, toolkit), draft_on(bob, toolkit)}
    assert set(bob.outbox.waiting()) == waiting
    with at(bob, "start") as person:
        person.sees("There is an unfinished intake")
        person.presses("n", "Enter")
        person.sees("Is it okay to talk")
        person.waits_until(lambda: not waiting & set(bob.outbox.waiting()), "what waited to be sent")
        person.presses("Ctrl-C")
        person.ends()
    with ada.shared() as shared:
        assert {row.id for row in find(shared, Wanted(), limit=9)} == waiting


@pytest.mark.thorough
def test_what_is_discarded_at_the_start_goes_from_the_shared_records_too(
    desks: tuple[Desk, Desk], toolkit: Toolkit, at: At
) -> None:
    ada, bob = desks
    intake_id = sent_draft(bob, toolkit)
    with at(bob, "start") as person:
        person.sees(f"There is an unfinished intake, {intake_id}")
        person.presses("d", "Enter")
        person.sees("for good?")
        person.presses("d", "Enter")
        person.sees("Is it okay to talk")
        person.waits_until(lambda: intake_id not in bob.outbox.waiting(), "the deletion to be sent")
        person.presses("Ctrl-C")
        person.ends()
    with ada.shared() as shared:
        assert find(shared, Wanted(), limit=9) == ()
