"""Whatever happens in whatever order, the intake on the disk is the fold of what was confirmed."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from helpers.cases import TODAY
from helpers.fakes import ScriptedAsker, answer_of
from helpers.records import actor, begun, opened
from helpers.shipped import TOOLKIT
from helpers.strategies import values
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from iopintake.answers.model import Absent, Answer, Answers, SafetyAction
from iopintake.interview.asker import (
    Given,
    JumpTo,
    Move,
    Note,
    Prompt,
    Reply,
)
from iopintake.interview.conduct import conduct
from iopintake.interview.events import Answered, Ending, Event
from iopintake.store.journal.events import HalfGiven
from iopintake.store.session.begin import resume_session
from iopintake.store.session.kept import KeptSession

QUESTIONS = tuple(TOOLKIT.pack.questions)
ABSENT = st.sampled_from([Absent.DECLINED, Absent.UNKNOWN])
SPOKEN = st.one_of(
    st.just("answer"),
    st.just("answer"),
    st.just("answer"),
    st.builds(Given, ABSENT.map(lambda code: Answer(absent=code))),
    st.builds(Note, st.text(max_size=20)),
    st.just(Move.BACK),
    st.just(Move.FORWARD),
    st.just(Move.CRISIS),
    st.sampled_from(QUESTIONS).map(JumpTo),
)


class Crash(BaseException):
    """The process is gone in the middle of the interview."""


class Caller(ScriptedAsker):
    """Says what was drawn; then the process is gone, or the interview is paused."""

    def __init__(self, said: list[Any], last: str, data: st.DataObject) -> None:
        super().__init__({})
        self.said, self.last, self.data = list(said), last, data

    def ask(self, prompt: Prompt) -> Reply:
        if not self.said:
            if self.last == "crash":
                raise Crash
            return Move.PAUSE
        reply = self.said.pop(0)
        if reply != "answer":
            return reply
        value = self.data.draw(values(prompt.question))
        return Given(answer_of(prompt.question, None) if value is None else Answer(value=value))

    def review(self, evaluation: object) -> Reply | None:
        return Move.PAUSE


class Interviews(RuleBasedStateMachine):
    """One intake through any number of sittings."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp())
        self.confirmed = Answers(TODAY)
        self.view: str | None = None
        self.half: dict[str, str] = {}
        with opened(self.home) as store:
            session = begun(store, TOOLKIT)
            self.id = session.id

    def teardown(self) -> None:
        shutil.rmtree(self.home)

    @rule(said=st.lists(SPOKEN, max_size=8), last=st.sampled_from(["crash", "pause"]), data=st.data())
    def talk(self, said: list[Any], last: str, data: st.DataObject) -> None:
        with opened(self.home, actor()) as store:
            session = resume_session(store, self.id, take_over=False)
            assert session.answers == self.confirmed
            assert session.view == self.view
            try:
                outcome = conduct(
                    TOOLKIT.evaluator,
                    session.answers,
                    Caller(said, last, data),
                    lambda event: self.record(session, event),
                    view=session.view,
                )
            except Crash:
                return
            assert outcome.answers == self.confirmed
            assert outcome.ending is Ending.PAUSED
            if self.confirmed or self.confirmed.actions or self.half:
                session.pause("paused")

    @rule(question=st.sampled_from(QUESTIONS[:4]), text=st.text(max_size=9))
    def leave_half_typed(self, question: str, text: str) -> None:
        with opened(self.home) as store:
            session = resume_session(store, self.id, take_over=False)
            session.keep_half(HalfGiven(question_id=question, text=text))
        self.half.pop(question, None)
        if text:
            self.half[question] = text

    @invariant()
    def the_disk_holds_what_was_confirmed(self) -> None:
        with opened(self.home) as store:
            intake = store.intake(self.id)
        assert intake.answers == self.confirmed
        assert list(intake.answers) == list(self.confirmed)
        assert intake.view == self.view
        assert {key: half.text for key, half in intake.half.items()} == self.half

    def record(self, session: KeptSession, event: Event) -> None:
        session.record(event)
        match event:
            case Answered(question_id, answer):
                self.confirmed = self.confirmed.with_answer(question_id, answer)
                self.half.pop(question_id, None)
            case SafetyAction():
                self.confirmed = self.confirmed.with_action(event)
            case _:
                self.view = event.question_id


@pytest.mark.usefixtures("on_server")
class TestInterviewsOnAServer(Interviews.TestCase):  # type: ignore[name-defined, misc]
    """The same, held in the shared records."""

    settings = settings(max_examples=5, stateful_step_count=6, deadline=None)


TestInterviews = Interviews.TestCase
TestInterviews.settings = settings(max_examples=25, stateful_step_count=10, deadline=None)
