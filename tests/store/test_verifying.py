"""A journal proves itself: whoever changes an event, or cuts some off, is found, whatever they may do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.postgres import Server
from helpers.records import actor, begun, finished, opened, records_in, said

from iopintake.answers.model import Answers
from iopintake.checking.toolkit import Toolkit
from iopintake.store.queries.verifying import verified
from iopintake.store.shared.address import Address
from iopintake.store.shared.server import open_shared

CHANGES = {
    "an answer": "UPDATE event SET body = replace(body, 'Ana', 'Eve') WHERE number = 2",
    "who gave it": "UPDATE event SET who = 'tom' WHERE number = 2",
    "when": "UPDATE event SET at = '2020-01-01T00:00:00+00:00' WHERE number = 2",
    "an event taken out": "DELETE FROM event WHERE number = 2",
    "the end cut off": "DELETE FROM event WHERE number > 2",
    "the end cut off, and the count with it": (
        "DELETE FROM event WHERE number > 2; UPDATE intake SET events = 2"
    ),
    "all of it taken out but the events": "DELETE FROM intake",
}


@pytest.fixture
def behind(shared: Server, on_server: None) -> Callable[[str], None]:
    """Change the tables as the one who runs the server can."""

    def change(statements: str) -> None:
        shared.run(
            "SET search_path = iopintake; SET session_replication_role = replica; "
            f"{statements}; SET session_replication_role = DEFAULT"
        )

    return change


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_changed_or_cut_on_the_server_is_found(
    home: Path, toolkit: Toolkit, behind: Callable[[str], None], change: str
) -> None:
    with opened(home) as store:
        session = begun(store, toolkit)
        for question, value in (("first_name", "Ana"), ("age", 40), ("age", 41)):
            session.record(said(question, value))
        (whole,) = verified(store, None)
        assert (whole.is_whole, whole.events) == (True, 4)
        assert whole.proof == store.intake(session.id).check.hex()
        behind(CHANGES[change])
        (broken,) = verified(store, None)
        assert (broken.id, broken.is_whole) == (session.id, False)


SUMMARY_CHANGES = {
    "a summary": "UPDATE document SET data = substring(data FROM 1 FOR 40)",
    "a summary, with a digest that fits it": "UPDATE document SET data = '\\x00', digest = '\\x00'",
    "a summary taken out": "DELETE FROM document",
}


@pytest.mark.parametrize("change", SUMMARY_CHANGES)
@pytest.mark.parametrize("login", ["mara", "otto"])
def test_a_summary_that_was_changed_or_taken_out_is_found_by_whoever_proves_the_trail(
    home: Path,
    toolkit: Toolkit,
    behind: Callable[[str], None],
    answers_of: Callable[[str], Answers],
    shared: Server,
    change: str,
    login: str,
) -> None:
    with opened(home) as store:
        intake_id = finished(store, toolkit, answers_of("intent")).id
    with open_shared(Address.of(shared.address(login)), records_in(home), actor()) as store:
        (whole,) = verified(store, None)
        assert whole.is_whole
        behind(SUMMARY_CHANGES[change])
        (broken,) = verified(store, None)
        assert (broken.id, broken.is_whole) == (intake_id, False)
