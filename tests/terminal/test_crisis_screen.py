"""The crisis screen in every emergency of the pack's cases: whole at 80 by 24 and at 60 by 24."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from helpers.cases import CASES, TODAY
from helpers.fakes import answer_of

from iopintake.answers.model import Answers
from iopintake.checking.toolkit import Toolkit, load_toolkit
from iopintake.interview import flow
from iopintake.interview.asker import CrisisPrompt
from iopintake.interview.protocols import crisis_protocol
from iopintake.support.language import _, speaking
from iopintake.terminal.prompts.crisis_words import asked_aloud, crisis_head, crisis_steps
from iopintake.terminal.prompts.keys import IN_CRISIS, KEYS, key_line
from iopintake.terminal.prompts.line import said, words
from iopintake.terminal.prompts.option_list import OptionList
from iopintake.terminal.prompts.page import Page, Screen, lay_out
from iopintake.terminal.theme import UNICODE

OWN = (("Supervisor on call", "614-555-0100"),)


PARENT = {"caller": "other", "relation": "parent"}


def crisis(toolkit: Toolkit, case_id: str, said: Mapping[str, object]) -> CrisisPrompt | None:
    """Return the crisis screen that a case comes to, with what is SAID besides, if it comes to one."""
    answers = Answers(TODAY)
    for question_id, raw in {**CASES[case_id].data["answers"], **said}.items():
        answers = answers.with_answer(question_id, answer_of(toolkit.pack.questions[question_id], raw))
    evaluation = toolkit.evaluator.evaluate(answers)
    if not flow.protocol_needs(evaluation):
        return None
    return CrisisPrompt(
        needs=flow.protocol_needs(evaluation),
        protocol=crisis_protocol(evaluation),
        place="At home, 12 Elm Street, Springfield",
        callback="614-555-0134",
        own_numbers=OWN,
        evaluation=evaluation,
        may_close=False,
    )


@pytest.fixture(params=["en", "es"])
def spoken(request: pytest.FixtureRequest) -> Iterator[Toolkit]:
    """Give the pack in each language that the program speaks."""
    with speaking(request.param):
        yield load_toolkit(None)


@pytest.mark.parametrize("said_besides", [{}, PARENT], ids=["own", "parent"])
@pytest.mark.parametrize("width", [79, 59])
def test_every_protocol_is_whole_with_a_line_of_the_clinic(
    spoken: Toolkit, width: int, said_besides: Mapping[str, object]
) -> None:
    seen, where = 0, _("Where: {place}").partition("{")[0]
    more_options = _("   ... {number} more below (Down, PgDn)").partition("}")[2]
    more_lines = _("  ... {more_below} more lines below (PgDn)").partition("}")[2]
    for case_id in CASES:
        prompt = crisis(spoken, case_id, said_besides)
        if prompt is None:
            continue
        seen += 1
        head, steps = crisis_head(prompt, width, UNICODE), crisis_steps(prompt, width)
        page = Page(text=lambda _w, s=steps: s, pinned=lambda _w, h=head: h, commands=IN_CRISIS)  # type: ignore[misc]
        options = OptionList(spoken.pack.crisis.choices, several=False, headings={0: "What comes next?"})
        screen = Screen(width=width, rows=24, keys=key_line(KEYS, width, IN_CRISIS))
        laid = lay_out(page, options, said("(hint)", width), screen)
        shown = [words(line) for line in laid.lines(24)]
        assert not any(more_lines in line or more_options in line for line in shown), case_id
        assert all(len(line) <= width for line in shown)
        order = [
            next(n for n, line in enumerate(shown) if part in line)
            for part in (UNICODE.call, where, "1. ", "next?")
        ]
        assert order == sorted(order)
        assert len(prompt.protocol.steps) <= 7
    assert seen > 10


def test_in_a_very_small_window_the_first_number_to_call_is_in_sight(toolkit: Toolkit) -> None:
    for case_id in CASES:
        prompt = crisis(toolkit, case_id, PARENT)
        if prompt is None:
            continue
        width, head, steps = 39, crisis_head(prompt, 39, UNICODE), crisis_steps(prompt, 39)
        page = Page(text=lambda _w, s=steps: s, pinned=lambda _w, h=head: h, text_first=True)  # type: ignore[misc]
        options = OptionList(toolkit.pack.crisis.choices, several=False, headings={0: "What comes next?"})
        laid = lay_out(page, options, [], Screen(width=width, rows=12, keys=key_line(KEYS, width, IN_CRISIS)))
        shown = "\n".join(words(line) for line in laid.lines(12))
        assert UNICODE.call + prompt.protocol.call[0].line.split(":")[0] in shown, case_id
        assert "1. Warm transfer" in shown


@pytest.mark.parametrize("comes", ["now", "later"])
def test_where_to_send_help_is_asked_of_whoever_is_on_the_phone(toolkit: Toolkit, comes: str) -> None:
    prompt = crisis(toolkit, "intent", {**PARENT, "first_name": "Mia", "can_join": comes})
    assert prompt is not None
    for name in (toolkit.pack.crisis.place_question, toolkit.pack.crisis.callback_question):
        question = toolkit.pack.questions[name]
        asked = question.ask if comes == "now" else question.ask_other.replace("{person}", "Mia")
        assert asked_aloud(prompt, question) == (asked or question.ask)
