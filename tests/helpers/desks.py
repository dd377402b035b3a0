"""Desks of the tests: each a machine with records of its own, and one server for all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from helpers.records import actor, begun, finish, records_in, said

from iopintake.answers.model import Answers
from iopintake.checking.toolkit import Toolkit
from iopintake.interview.events import Answered
from iopintake.store.database.store import Store, open_store
from iopintake.store.journal.merging import Kind
from iopintake.store.session.begin import resume_session
from iopintake.store.session.kept import KeptSession
from iopintake.store.shared.address import Address
from iopintake.store.shared.meeting import meet
from iopintake.store.shared.outbox import Outbox
from iopintake.store.shared.sending import send_waiting
from iopintake.store.shared.server import open_shared


@dataclass
class Desk:
    """A machine with records of its own."""

    name: str
    folder: Path
    address: str

    def local(self) -> Store:
        store = open_store(records_in(self.folder), actor(who=self.name, host=self.name), str)
        store.will_change = self.outbox.add
        return store

    def shared(self) -> Store:
        return open_shared(
            Address.of(self.address), records_in(self.folder), actor(who=self.name, host=self.name)
        )

    @property
    def outbox(self) -> Outbox:
        return Outbox(records_in(self.folder))

    def sync(self) -> list[str]:
        with self.local() as local, self.shared() as shared:
            return send_waiting(local, shared, self.outbox).said

    def fetches(self, intake_id: str) -> None:
        """Bring an intake here as the shared records hold it."""
        with self.local() as local, self.shared() as shared:
            meet(local, shared, intake_id)

    @contextmanager
    def at_work(self, intake_id: str) -> Iterator[KeptSession]:
        """Hold an interview without a line to the server, on what is here."""
        with self.local() as local:
            session = resume_session(local, intake_id, take_over=False)
            yield session
            if not session.is_lost:
                session.pause("asked")


def draft_on(desk: Desk, toolkit: Toolkit) -> str:
    with desk.local() as local:
        session = begun(local, toolkit)
        session.record(said("first_name", "Ana"))
        session.pause("asked")
        return session.id


def sent_draft(desk: Desk, toolkit: Toolkit) -> str:
    intake_id = draft_on(desk, toolkit)
    desk.sync()
    return intake_id


def both_have(desks: tuple[Desk, Desk], toolkit: Toolkit) -> str:
    ada, bob = desks
    intake_id = draft_on(ada, toolkit)
    ada.sync()
    with bob.local() as local, bob.shared() as shared:
        assert meet(local, shared, intake_id).kind is Kind.BEHIND
    return intake_id


def finished_apart(
    desks: tuple[Desk, Desk],
    toolkit: Toolkit,
    answers_of: Callable[[str], Answers],
    cases: tuple[str, str] = ("intent", "panic_weekly_not_enough"),
) -> tuple[str, list[dict[str, object]]]:
    """Let both desks finish one draft without the server; return its id and what each of them showed."""
    intake_id, shown = both_have(desks, toolkit), []
    for desk, case in zip(desks, cases, strict=True):
        with desk.local() as local:
            session = resume_session(local, intake_id, take_over=False)
            for question_id, answer in answers_of(case).items():
                session.record(Answered(question_id, answer))
            finish(session, toolkit)
            shown.append(local.summary(intake_id, local.entries(intake_id)[-1].number))
    return intake_id, shown
