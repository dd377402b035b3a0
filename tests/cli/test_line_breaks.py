"""A line to the shared records that breaks, at whatever moment, is told in one sentence and loses nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from helpers.cases import Run
from helpers.desks import Desk, finished_apart, sent_draft
from helpers.records import finished, records_in

from iopintake.answers.model import Answers
from iopintake.checking.toolkit import Toolkit
from iopintake.store.database.leases import take_lease
from iopintake.store.session.decision import decide
from iopintake.store.shared.server import ServerConnection

MANY = 200
"""Statements that no command here comes near."""
COMMANDS = (
    ("list",),
    ("queue",),
    ("queue", "--take", "ID"),
    ("show", "ID", "--json"),
    ("show", "ID", "--version", "1", "--json"),
    ("history", "ID"),
    ("history", "--verify"),
    ("report", "--json"),
    ("report", "--agreement", "--json"),
    ("export", "ID"),
    ("decide", "ID", "--level", "iop"),
    ("delete", "ID", "--yes"),
    ("purge", "--older-than", "1", "--yes"),
    ("sync",),
    ("settle", "APART", "--keep"),
    ("settle", "APART", "--take"),
    ("resume", "DRAFT", "--plain"),
    ("start", "--plain"),
)

IN_EVERY_RUN = ("list", "report")
CHOSEN = [
    words if words[0] in IN_EVERY_RUN else pytest.param(words, marks=pytest.mark.thorough)
    for words in COMMANDS
]
"""Every command, most of them at length."""


@pytest.fixture
def breaks_at(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], list[int]]]:
    """Let the line break at a statement, counted from here; what was said is counted beside it."""
    whole = ServerConnection.execute

    def breaks(number: int) -> list[int]:
        said = [0]

        def execute(self: ServerConnection, statement: str, values: Any = (), /) -> Any:
            said[0] += 1
            if said[0] >= number:
                self.real.close()
                raise psycopg.OperationalError("server closed the connection unexpectedly")
            return whole(self, statement, values)

        monkeypatch.setattr(ServerConnection, "execute", execute)
        return said

    yield breaks
    monkeypatch.setattr(ServerConnection, "execute", whole)


@pytest.mark.parametrize("words", CHOSEN, ids=" ".join)
def test_whenever_the_line_breaks_it_is_told_in_a_sentence(
    run: Run,
    desks: tuple[Desk, Desk],
    toolkit: Toolkit,
    answers_of: Callable[[str], Answers],
    breaks_at: Callable[[int], list[int]],
    words: tuple[str, ...],
) -> None:
    ada, bob = desks
    with ada.local() as local:
        intake_id = finished(local, toolkit, answers_of("panic_weekly_not_enough")).id
        decide(local, intake_id, level="iop", reason="", note="")
    held, free = sent_draft(ada, toolkit), sent_draft(ada, toolkit)
    with ada.shared() as shared, shared.writing():
        take_lease(shared, held)
    apart, _ = finished_apart(desks, toolkit, answers_of)
    ada.sync()
    bob.sync()
    named = [{"ID": intake_id, "APART": apart, "DRAFT": free}.get(word, word) for word in words]
    home = {
        "IOPINTAKE_HOME": str(records_in(bob.folder).folder),
        "IOPINTAKE_DATABASE": bob.address,
    }
    for number in range(1, MANY):
        said = breaks_at(number)
        done = run(*named, stdin=b":pause\n", **home)
        assert b"defect" not in done.stderr, done.stderr
        assert b"Traceback" not in done.stderr, done.stderr
        assert done.returncode in {0, 2, 3}, (number, done.stderr)
        if said[0] < number:
            return
    raise AssertionError("the command never came to its end")


def test_what_was_recorded_before_the_line_broke_is_not_called_undone(
    run: Run,
    desks: tuple[Desk, Desk],
    toolkit: Toolkit,
    answers_of: Callable[[str], Answers],
    breaks_at: Callable[[int], list[int]],
) -> None:
    ada, _ = desks
    with ada.local() as local:
        intake_id = finished(local, toolkit, answers_of("panic_weekly_not_enough")).id
    ada.sync()
    home = {"IOPINTAKE_HOME": str(records_in(ada.folder).folder), "IOPINTAKE_DATABASE": ada.address}
    for number in range(1, MANY):
        breaks_at(number)
        done = run("decide", intake_id, "--level", "iop", **home)
        breaks_at(MANY)
        with ada.shared() as shared:
            is_decided = shared.intake(intake_id).decision is not None
        assert is_decided == (done.returncode == 0), (number, done.stderr)
        if is_decided:
            return
    raise AssertionError("it was never decided")
