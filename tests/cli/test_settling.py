"""Two desks that finished one intake apart: both summaries are shown, and a person says what counts."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import date

import pytest
from helpers.cases import Run
from helpers.desks import Desk, finished_apart
from helpers.records import finished, records_in

from iopintake.answers.model import Answers
from iopintake.checking.toolkit import Toolkit
from iopintake.store.queries.search import Wanted, find
from iopintake.store.session.decision import decide, follow_up

Case = Callable[[str], Answers]
Said = subprocess.CompletedProcess[bytes]
CASES = ("panic_weekly_not_enough", "plan_without_means")
TOMORROW = date(2026, 11, 24)


@pytest.fixture
def at(run: Run) -> Callable[..., Said]:
    """Run the program at a desk."""

    def start(desk: Desk, *words: str, stdin: bytes = b"") -> Said:
        folder = str(records_in(desk.folder).folder)
        return run(*words, stdin=stdin, IOPINTAKE_HOME=folder, IOPINTAKE_DATABASE=desk.address)

    return start


def level_of(done: Said) -> str:
    assert done.returncode == 0, done.stderr
    return str(json.loads(done.stdout)["recommendation"]["level"])


def open_there(desk: Desk) -> list[object]:
    with desk.shared() as shared:
        return shared.connection.execute("SELECT intake FROM lease").fetchall()


def test_both_summaries_are_named_and_shown_as_they_were_and_taking_one_makes_a_third(
    desks: tuple[Desk, Desk], toolkit: Toolkit, answers_of: Case, at: Callable[..., Said]
) -> None:
    ada, bob = desks
    intake_id, shown = finished_apart(desks, toolkit, answers_of, CASES)
    ada.sync()
    bob.sync()
    seen = b" ".join(at(ada, "show", intake_id).stdout.split())
    assert b"The other desk came to: Partial hospitalization (PHP). Clinician review: NOW." in seen
    one, every = at(ada, "export", intake_id), at(ada, "export", "--all")
    assert b"this is the one of them that counts" in one.stderr
    assert f"nobody has settled it: {intake_id}.".encode() in every.stderr
    told = at(ada, "settle", intake_id)
    assert b"As it counts now: Intensive outpatient program (IOP)" in told.stderr
    assert b"finished by ada" in told.stderr
    assert b"On bob: " in told.stderr
    assert f"iopintake show {intake_id} --version 2".encode() in told.stderr
    assert told.returncode == 2, "nobody was there to ask"
    assert open_there(ada) == [], "what was not settled is held open by nobody"
    for desk in desks:
        for number, was in enumerate(shown, 1):
            one = at(desk, "show", intake_id, "--version", str(number), "--json")
            assert json.loads(one.stdout) == was
    assert b"as bob saw it on bob" in at(ada, "show", intake_id, "--version", "2").stdout
    assert b"has no version 3" in at(ada, "show", intake_id, "--version", "3").stderr
    settled = at(bob, "settle", intake_id, "--take")
    assert settled.returncode == 0, settled.stderr
    assert level_of(at(ada, "show", intake_id, "--json")) == level_of(
        at(ada, "show", intake_id, "--version", "2", "--json")
    )
    assert json.loads(at(ada, "show", intake_id, "--version", "1", "--json").stdout) == shown[0]
    history = at(ada, "history", intake_id, "--json").stdout
    for number in (1, 2, 3):
        assert f"(version {number})".encode() in history


def test_where_nothing_of_the_other_desk_is_taken_what_was_seen_and_decided_stands(
    desks: tuple[Desk, Desk], toolkit: Toolkit, answers_of: Case, at: Callable[..., Said]
) -> None:
    ada, bob = desks
    intake_id, shown = finished_apart(desks, toolkit, answers_of, CASES)
    ada.sync()
    bob.sync()
    with ada.shared() as shared:
        decide(shared, intake_id, level="php", reason="other", note="")
    settled = at(bob, "settle", intake_id, "--keep")
    assert settled.returncode == 0, settled.stderr
    with ada.shared() as shared:
        intake = shared.intake(intake_id)
        assert intake.standing is not None
        assert intake.versions == 1
        assert shared.summary(intake_id, intake.finished_number or 0) == shown[0]
        assert not intake.apart
    assert open_there(ada) == []


@pytest.mark.parametrize(
    ("choice", "has_one", "waits"),
    [("--keep", False, True), ("--keep", True, False), ("--take", True, True)],
)
def test_whom_the_other_desk_promised_a_call_is_not_forgotten(
    desks: tuple[Desk, Desk],
    toolkit: Toolkit,
    answers_of: Case,
    at: Callable[..., Said],
    choice: str,
    has_one: bool,
    waits: bool,
) -> None:
    ada, bob = desks
    intake_id, _ = finished_apart(desks, toolkit, answers_of, CASES)
    with bob.local() as local:
        follow_up(local, intake_id, disposition="call_back", due=TOMORROW, note="")
        decide(local, intake_id, level="php", reason="other", note="")
    ada.sync()
    if has_one:
        with ada.shared() as shared:
            follow_up(shared, intake_id, disposition="scheduled", due=None, note="")
    bob.sync()
    settled = at(ada, "settle", intake_id, choice)
    assert settled.returncode == 0, settled.stderr
    assert b"On bob bob decided: Partial hospitalization" in settled.stderr
    with ada.shared() as shared:
        assert bool(find(shared, Wanted(due_by=TOMORROW), limit=9)) == waits


def test_a_finished_intake_that_somebody_tried_to_resume_is_held_open_by_nobody(
    desks: tuple[Desk, Desk], toolkit: Toolkit, answers_of: Case, at: Callable[..., Said]
) -> None:
    ada, bob = desks
    intake_id, _ = finished_apart(desks, toolkit, answers_of, CASES)
    ada.sync()
    refused = at(ada, "resume", intake_id, "--plain")
    assert refused.returncode == 2
    assert b"is finished" in refused.stderr
    assert open_there(bob) == []


@pytest.mark.parametrize(("choice", "counts"), [("--keep", "iop"), ("--take", "php"), ("", "php")])
def test_two_decisions_on_one_summary_are_shown_and_a_person_says_which_counts(
    desks: tuple[Desk, Desk],
    toolkit: Toolkit,
    answers_of: Case,
    at: Callable[..., Said],
    choice: str,
    counts: str,
) -> None:
    ada, bob = desks
    with ada.local() as local:
        intake_id = finished(local, toolkit, answers_of(CASES[0])).id
    ada.sync()
    bob.fetches(intake_id)
    with ada.local() as local, bob.local() as there:
        decide(local, intake_id, level="iop", reason="", note="")
        decide(there, intake_id, level="php", reason="other", note="")
    ada.sync()
    bob.sync()
    settled = at(ada, "settle", intake_id, *filter(None, [choice]), stdin=b"2\n")
    assert settled.returncode == 0, settled.stderr
    with bob.shared() as shared:
        intake = shared.intake(intake_id)
        assert intake.standing is not None
        assert intake.standing.level == counts
        assert not intake.apart
        assert intake.versions == 1
