"""Nothing that is typed or pasted ends an interview or holds it up, in lines and on the full screen."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from io import StringIO
from itertools import count
from typing import Any

import pytest
from helpers.cases import TODAY
from helpers.fakes import NOON, records
from helpers.shipped import TOOLKIT
from hypothesis import example, given, settings
from hypothesis import strategies as st
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.key_binding import KeyPress
from prompt_toolkit.keys import Keys
from prompt_toolkit.output import DummyOutput

from iopintake.answers.model import Answers
from iopintake.answers.typed import from_text
from iopintake.answers.validation import TEXT_LIMIT, Invalid
from iopintake.checking.toolkit import Toolkit
from iopintake.interview.conduct import conduct
from iopintake.interview.events import Answered, Ending
from iopintake.packs.model import Question
from iopintake.terminal.prompts.canvas import Canvas
from iopintake.terminal.prompts.guard import Guard
from iopintake.terminal.prompts.keys import KEYS
from iopintake.terminal.prompts.line import said
from iopintake.terminal.prompts.lines import Lines
from iopintake.terminal.prompts.page import Page
from iopintake.terminal.prompts.pasting import FULL, in_pieces, read_together
from iopintake.terminal.prompts.plain import PlainAsker
from iopintake.terminal.prompts.plain_question import COMMANDS

ODD = [
    "²",
    "9999 years ago",
    "in 9999 years",
    "٣ days ago",
    "\uff19",
    "9" * 5000,
    "0001-01-01",
    "mon-mon-mon",
    "1e9",
]
ODD += [
    ":jump ²",
    ":jump " + "9" * 5000,
    ":guide ²",
    ":note",
    ":",
    ": :",
    ":crisis",
    ":back",
    ":end",
    "-1",
    "½",
    "Ⅷ",
]
QUESTIONS = list(TOOLKIT.pack.questions.values())

characters = st.characters(exclude_characters="\n", exclude_categories=[])
lines = st.one_of(
    st.text(characters, max_size=30),
    st.sampled_from([*ODD, *COMMANDS]),
    st.tuples(st.sampled_from(list(COMMANDS)), st.text(characters, max_size=8)).map(" ".join),
    st.text("0123456789²٣, -:ago in days weeks mon fri evening", max_size=20),
)


@settings(max_examples=1_500, deadline=None)
@example(question=next(q for q in QUESTIONS if q.type == "date"), typed="9999 years ago", as_of=TODAY)
@example(question=next(q for q in QUESTIONS if q.type == "date"), typed="in 9999 years", as_of=TODAY)
@example(question=next(q for q in QUESTIONS if q.type == "choice"), typed="²", as_of=TODAY)
@given(question=st.sampled_from(QUESTIONS), typed=lines, as_of=st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_what_is_typed_is_a_value_or_is_refused(question: Question, typed: str, as_of: date) -> None:
    with suppress(Invalid):
        assert from_text(question, typed, as_of) is not None


@settings(max_examples=60, deadline=None)
@example(typed=ODD)
@example(typed=["1", *ODD])
@given(typed=st.lists(lines, max_size=40))
def test_in_lines_nothing_typed_ends_an_interview_but_leaving_it(toolkit: Toolkit, typed: list[str]) -> None:
    asker = PlainAsker(
        Lines(StringIO("\n".join(typed) + "\n"), StringIO(), width=78), lambda: NOON, phone=True
    )
    outcome = conduct(toolkit.evaluator, Answers(TODAY), asker, records()[1])
    assert outcome.ending in set(Ending)


def test_a_line_of_a_megabyte_is_cut_and_that_is_said(toolkit: Toolkit) -> None:
    events, record = records()
    shown = StringIO()
    source = StringIO("1\n1\n1\n" + "x" * 1_000_000 + "\n:jump age\n34\n")
    asker = PlainAsker(Lines(source, shown, width=78), lambda: NOON, phone=False)
    conduct(toolkit.evaluator, Answers(TODAY), asker, record)
    answers = {event.question_id: event.answer.value for event in events if isinstance(event, Answered)}
    assert answers["first_name"] == "x" * TEXT_LIMIT
    assert answers["age"] == 34
    assert "at most 10,000 characters; the last 990,000 were dropped" in " ".join(shown.getvalue().split())


# --- on the full screen ------------------------------------------------------------------


def line_of(send: Callable[[Any], None], problem: Callable[[str], Any] = lambda _text: None) -> str:
    """Return the line that is read while SEND types it."""
    ticks = count()
    with create_pipe_input() as pipe:
        guard = Guard(pipe, lambda: float(next(ticks)), lambda: send(pipe))
        canvas = Canvas(pipe, DummyOutput(), guard, KEYS)
        page = Page(text=lambda width: said("What?", width), commands=frozenset())
        return canvas.line(page, "Answer:", "", problem).text


@pytest.mark.thorough
@pytest.mark.parametrize("brackets", [("", ""), ("\x1b[200~", "\x1b[201~")], ids=["typed", "pasted"])
def test_a_pasted_megabyte_is_cut_and_that_is_said(brackets: tuple[str, str]) -> None:
    import threading

    ended: list[str] = []

    def send(pipe: Any) -> None:
        text = brackets[0] + "x" * 1_000_000 + brackets[1] + "\r"
        threading.Thread(target=pipe.send_text, args=(text,), daemon=True).start()

    assert line_of(send, ended.append) == "x" * TEXT_LIMIT
    assert ended == ["x" * TEXT_LIMIT]


def presses(text: str) -> list[KeyPress]:
    return [KeyPress(Keys.ControlM if char == "\r" else char, char) for char in text]


def test_a_long_run_of_characters_is_one_paste_and_keys_stay_keys() -> None:
    pieces = in_pieces(presses("a" * 100 + "\r" + "b" * 10))
    assert [piece.key for piece in pieces] == [Keys.BracketedPaste, Keys.ControlM, *"b" * 10]
    assert pieces[0].data == "a" * 100


def test_much_that_waits_is_read_together_and_little_is_not() -> None:
    waiting = [presses("x" * FULL), presses("y" * FULL), presses("z"), presses("later")]
    (piece,) = read_together(lambda: waiting.pop(0))
    assert piece.data == "x" * FULL + "y" * FULL + "z"
    assert read_together(lambda: waiting.pop(0)) == presses("later")


@settings(max_examples=80, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40))
def test_on_the_full_screen_every_character_is_taken_as_typed(text: str) -> None:
    assert line_of(lambda pipe: pipe.send_text(text + "\r")) == text
