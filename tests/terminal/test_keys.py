"""What the operator's keys do, fed to the asker through a pipe: no process, no waiting."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

import pytest
from helpers.fakes import NOON
from helpers.terminal import KEYS as SEQUENCES
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from iopintake.answers.model import Absent, Answer, Answers
from iopintake.checking.toolkit import Toolkit
from iopintake.interview import flow
from iopintake.interview.asker import (
    CrisisPrompt,
    CrisisReply,
    Found,
    Given,
    JumpTo,
    Move,
    Note,
    Prompt,
    Reply,
    Speak,
)
from iopintake.interview.protocols import crisis_protocol
from iopintake.interview.unlikely import asking_back
from iopintake.rules.evaluation import Evaluation
from iopintake.terminal.prompts.canvas import Canvas
from iopintake.terminal.prompts.full import FullAsker
from iopintake.terminal.prompts.guard import Guard
from iopintake.terminal.prompts.keys import KEYS, Command
from iopintake.terminal.prompts.line import words
from iopintake.terminal.prompts.question_screen import question_page

TODAY = date(2026, 11, 23)
EARLIER = datetime(2026, 11, 23, 11, 30, tzinfo=UTC)
CTRL_U = "\x15"


class Operator:
    """Somebody at the keys: each entry of the script is typed when the next prompt comes up."""

    def __init__(self, toolkit: Toolkit, pipe: Any, clock: Callable[[], float]) -> None:
        self.pack, self.evaluator = toolkit.pack, toolkit.evaluator
        self.script: list[str] = []
        self.because = ""

        def types() -> None:
            if self.script:
                pipe.send_text(self.script.pop(0))
            else:
                pipe.close()

        guard = Guard(pipe, clock, types)
        self.canvas = Canvas(pipe, DummyOutput(), guard, KEYS)
        self.asker = FullAsker(self.canvas, lambda: NOON, phone=True, levels=lambda _e: ("an IOP",))

    def will(self, *entries: str | list[str]) -> Operator:
        """Type these: a list holds names of keys, a text is typed as it stands."""
        for entry in entries:
            keys = entry if isinstance(entry, list) else [entry]
            self.script.append("".join(SEQUENCES.get(key, key) for key in keys))
        return self

    def evaluation(self, **answers: Any) -> Evaluation:
        held = {q: a if isinstance(a, Answer) else Answer(value=a) for q, a in answers.items()}
        return self.evaluator.evaluate(Answers(TODAY, held))

    def ask(self, question_id: str, **answers: Any) -> Reply:
        return self.asker.ask(self.prompt(question_id, **answers))

    def prompt(self, question_id: str, **answers: Any) -> Prompt:
        evaluation = self.evaluation(**answers)
        question = self.pack.questions[question_id]
        return Prompt(
            section=self.pack.section_of(question_id),
            question=question,
            ask=question.ask,
            progress=flow.progress(evaluation, question_id),
            evaluation=evaluation,
            current=evaluation.answers.get(question_id),
            opens_section=False,
            because=self.because,
            asked_back=asking_back(self.evaluator, evaluation.answers, question),
        )

    def value(self, question_id: str, **answers: Any) -> Any:
        reply = self.ask(question_id, **answers)
        assert isinstance(reply, Given)
        return reply.answer.value

    def crisis(self, *, may_close: bool = False) -> CrisisReply | Found | Move:
        evaluation = self.evaluation(suicide_thoughts="now")
        return self.asker.crisis(
            CrisisPrompt(
                needs=(),
                protocol=crisis_protocol(evaluation),
                place="12 Elm Street",
                callback="555-0134",
                own_numbers=(("Supervisor", "call 555-0100"),),
                may_close=may_close,
                evaluation=evaluation,
            )
        )


@pytest.fixture
def operator(toolkit: Toolkit) -> Iterator[Operator]:
    """Sit somebody down whose every key comes long after the prompt was painted."""
    ticks = count()
    with create_pipe_input() as pipe:
        yield Operator(toolkit, pipe, lambda: float(next(ticks)))


@pytest.fixture
def hasty(toolkit: Toolkit) -> Iterator[Operator]:
    """Sit somebody down whose every key comes the moment the prompt is painted."""
    with create_pipe_input() as pipe:
        yield Operator(toolkit, pipe, lambda: 0.0)


# --- answers -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question_id", "typed", "value"),
    [
        pytest.param("suicide_thoughts", ["3", "Enter"], "now", id="a number and Enter"),
        pytest.param("suicide_thoughts", ["Down", "Down", "Enter"], "past_month", id="arrows and Enter"),
        pytest.param("suicide_thoughts", ["Yes, now", "Enter"], "now", id="a label"),
        pytest.param("suicide_thoughts", ["yes, n", "Enter"], "now", id="an unambiguous beginning"),
        pytest.param("suicide_thoughts", ["3", "Backspace", "1", "Enter"], "no", id="a number put right"),
        pytest.param("suicide_thoughts", ["3", "Up", "Enter"], "past_month", id="a number, then an arrow"),
        pytest.param(
            "suicide_thoughts",
            ["y", "n", "j", "Enter", "1", "Enter"],
            "no",
            id="what means nothing is refused",
        ),
        pytest.param(
            "suicide_thoughts", ["\x1b[200~3\r\x1b[201~", "1", "Enter"], "no", id="nor does a paste"
        ),
        pytest.param(
            "medical_signs", ["1", " ", "3", "Enter"], ("breathing", "cannot_speak"), id="several numbers"
        ),
        pytest.param(
            "medical_signs", ["1", "Down", " ", "Enter"], ("breathing", "confused"), id="space ticks"
        ),
        pytest.param("medical_signs", ["1", " ", "11", "Enter"], ("none",), id="none unticks"),
        pytest.param("first_name", ["Ana", "Enter"], "Ana", id="text"),
        pytest.param("first_name", ["a", "\x1a\x12\x13", "b", "Enter"], "ab", id="no control characters"),
        pytest.param("age", ["abc", "Enter", *["Backspace"] * 3, "34", "Enter"], 34, id="text put right"),
    ],
)
def test_keys_give_answers(operator: Operator, question_id: str, typed: list[str], value: object) -> None:
    assert operator.will(typed).value(question_id) == value


def test_what_is_not_chosen_can_not_be_confirmed(operator: Operator) -> None:
    assert operator.will(["Enter", "Enter", "Enter", "Ctrl-D"]).ask("suicide_thoughts") == Move.PAUSE


def test_a_wrong_text_stays_until_it_is_right_or_left(operator: Operator) -> None:
    assert operator.will(["200", "Enter", "Enter", "Shift-Tab"]).ask("age") == Move.BACK
    assert operator.will(["Backspace", "Enter"]).value("age") == 20


# --- command keys ------------------------------------------------------------------------

REPLIES: dict[Command, tuple[list[str], Reply]] = {
    Command.BACK: ([], Move.BACK),
    Command.FORWARD: ([], Move.FORWARD),
    Command.CRISIS: ([], Move.CRISIS),
    Command.PAUSE: ([], Move.PAUSE),
    Command.DECLINED: ([], Given(Answer(absent=Absent.DECLINED, at=NOON))),
    Command.UNKNOWN: ([], Given(Answer(absent=Absent.UNKNOWN, at=NOON))),
    Command.NOTE: (["cried\r"], Note("cried")),
    Command.OVERVIEW: (["2\r"], JumpTo("privacy")),
    Command.GUIDE: (["2\r", "\r", "\x1b[Z"], Move.BACK),
    Command.HANG_UP: (["1\r"], Move.PAUSE),
    Command.HELP: ([], Move.BACK),
    Command.LANGUAGE: ([], Speak()),
}
STROKES = {
    "s-tab": "\x1b[Z",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    **{f"f{n}": SEQUENCES[f"F{n}"] for n in (*range(5, 11), 12)},
    "c-x": "\x18",
    "c-d": "\x04",
}


@pytest.mark.parametrize("question_id", ["suicide_thoughts", "medical_signs", "place_now"])
@pytest.mark.parametrize("second", [False, True], ids=["key", "second way"])
@pytest.mark.parametrize("command", list(Command), ids=lambda command: command.value)
def test_every_command_has_two_keys_at_every_kind_of_question(
    operator: Operator, command: Command, second: bool, question_id: str
) -> None:
    pair = KEYS[command]
    strokes = "".join(STROKES.get(stroke, stroke) for stroke in (pair.second if second else pair.key))
    then, reply = REPLIES[command]
    after = "\x1b[Z" if command is Command.HELP else ""  # the help is shown in place
    assert operator.will(strokes + after, *then).ask(question_id) == reply


def test_crisis_is_one_key_away_from_every_screen_beside_the_questions(operator: Operator) -> None:
    for key in ("F3", "F4", "F8", "F10"):
        assert operator.will([key], ["F9"]).ask("suicide_thoughts") == Move.CRISIS, key
    operator.will(["F8"], ["1", "Enter"], ["F9"])
    assert operator.ask("suicide_thoughts") == Move.CRISIS
    operator.will(["F9"])
    assert operator.asker.review(operator.evaluation(age=34)) == Move.CRISIS


def test_ctrl_c_is_for_the_caller_of_the_asker(operator: Operator) -> None:
    for question_id in ("suicide_thoughts", "age"):
        with pytest.raises(KeyboardInterrupt):
            operator.will(["Ctrl-C"]).ask(question_id)


def test_the_end_of_the_input_pauses(operator: Operator) -> None:
    assert operator.ask("suicide_thoughts") == Move.PAUSE
    assert operator.ask("age") == Move.PAUSE
    assert operator.crisis() == Move.PAUSE
    assert operator.asker.review(operator.evaluation(age=34)) == Move.PAUSE


# --- nothing is lost ---------------------------------------------------------------------


def test_ticks_and_pointer_are_kept_when_a_question_is_left(operator: Operator) -> None:
    assert operator.will(["1", " ", "2", "Shift-Tab"]).ask("medical_signs") == Move.BACK
    assert operator.will(["Enter"]).value("medical_signs") == ("breathing", "confused")
    assert operator.will(["2", "F9"]).ask("suicide_thoughts") == Move.CRISIS
    assert operator.will(["Enter"]).value("suicide_thoughts") == "past_month"


def test_half_typed_free_times_are_kept_when_a_question_is_left(operator: Operator) -> None:
    assert operator.will(["mon, we", "F9"]).ask("free_times") == Move.CRISIS
    assert operator.will(["d eve", "Enter"]).value("free_times") == ("mon-evening", "wed-evening")
    with pytest.raises(KeyboardInterrupt):
        operator.will(["sat mornin", "Ctrl-C"]).ask("free_times")
    with pytest.raises(KeyboardInterrupt):
        operator.will(["2", "Ctrl-C"]).ask("suicide_thoughts")
    kept = {half.question_id: half for half in operator.asker.half_given()}
    assert kept["free_times"].text.endswith("sat mornin")
    assert kept["suicide_thoughts"].pointer == 1


def test_half_a_text_is_kept_when_a_question_is_left(operator: Operator) -> None:
    assert operator.will(["12 Elm", "F9"]).ask("place_now") == Move.CRISIS
    assert operator.will([" Street", "Enter"]).value("place_now") == "12 Elm Street"


def test_enter_alone_keeps_an_answer_that_stands(operator: Operator) -> None:
    for question_id, value in (
        ("suicide_thoughts", "now"),
        ("medical_signs", ("confused",)),
        ("age", 34),
        ("free_times", ("mon-evening",)),
    ):
        held = Answer(value=value, at=EARLIER)
        assert operator.will(["Enter"]).ask(question_id, **{question_id: held}) == Given(held)
    declined = Answer(absent=Absent.DECLINED, at=EARLIER)
    for question_id in ("suicide_thoughts", "medical_signs", "age"):
        assert operator.will(["Enter"]).ask(question_id, **{question_id: declined}) == Given(declined)


def test_a_question_that_is_asked_again_for_a_reason_takes_a_new_answer_only(operator: Operator) -> None:
    operator.because = "two answers contradict each other"
    operator.will(["Enter", "1", "Enter"])
    assert operator.value("suicide_thoughts", suicide_thoughts="now") == "no"


def test_an_answer_that_is_asked_again_is_there_to_be_changed(operator: Operator) -> None:
    assert operator.will(["!", "Enter"]).value("place_now", place_now="Home") == "Home!"
    assert operator.will(["Down", "3", "Enter"]).value("medical_signs", medical_signs=("breathing",)) == (
        "breathing",
        "cannot_speak",
    )


@pytest.mark.parametrize("question_id", ["consent", "screeners_done", "disrupted"])
@pytest.mark.parametrize(
    "typed", ["614-555-0142", "Sertraline 50 mg", "6145550142", "12/04/1990", "34", "yesno", "a 1", "3 50"]
)
def test_a_text_meant_for_another_question_answers_nothing(
    operator: Operator, question_id: str, typed: str
) -> None:
    assert operator.will([typed, "Enter", "Enter", "Shift-Tab"]).ask(question_id) == Move.BACK
    assert all(not draft.ticked for draft in operator.asker.half_given())


@pytest.mark.parametrize(
    ("keys", "age"),
    [
        pytest.param(["15", "Enter"], 15, id="what is typed replaces it"),
        pytest.param(["Right", "5", "Enter"], 15, id="an arrow first goes on with it"),
        pytest.param(["Backspace", "15", "Enter"], 15, id="Backspace clears it"),
        pytest.param(["Enter"], 1, id="Enter alone keeps it"),
    ],
)
def test_typing_over_an_answer_that_stands_never_adds_to_it(
    operator: Operator, keys: list[str], age: int
) -> None:
    reply = operator.will(keys).ask("age", age=1)
    assert (reply.answer.value if isinstance(reply, Given) else 1) == age


@pytest.mark.parametrize(
    ("keys", "ticked"),
    [
        pytest.param(["1 2", "Enter"], ["breathing", "confused"], id="what is typed replaces it"),
        pytest.param(
            ["Down", "2", "Enter"], ["confused", "cannot_speak"], id="an arrow first goes on with it"
        ),
    ],
)
def test_what_is_typed_over_several_options_that_stand_stands_for_itself(
    operator: Operator, keys: list[str], ticked: list[str]
) -> None:
    assert operator.will(keys).value("medical_signs", medical_signs=("cannot_speak",)) == tuple(ticked)


def test_what_is_typed_after_a_refused_text_stands_alone(operator: Operator) -> None:
    assert operator.will(["200", "Enter", "34", "Enter"]).value("age") == 34
    assert operator.will(["after lunchtime", "Enter", "mon evening", "Enter"]).value("free_times") == (
        "mon-evening",
    )


def test_a_refused_time_can_be_mended_where_it_went_wrong(operator: Operator) -> None:
    assert operator.will(["mon eveningx", "Enter", "Backspace", "Enter"]).value("free_times") == (
        "mon-evening",
    )


@pytest.mark.parametrize(("doubted", "meant"), [("8", "48"), ("101", "41"), ("5", "85")])
def test_a_number_typed_after_a_doubt_stands_alone(operator: Operator, doubted: str, meant: str) -> None:
    assert operator.will([doubted, "Enter", meant, "Enter"]).value("age", caller="self") == int(meant)


@pytest.mark.parametrize(
    ("question", "keys", "value"),
    [
        ("free_times", ["tue", CTRL_U, "mon evening", "Enter"], ("mon-evening",)),
        ("consent", ["maybe", CTRL_U, "1", "Enter"], "yes"),
        ("disrupted", ["2 9", CTRL_U, "1", "Enter"], ("work",)),
        ("age", ["200", CTRL_U, "34", "Enter"], 34),
    ],
)
def test_control_u_takes_back_all_that_was_typed(
    operator: Operator, question: str, keys: list[str], value: object
) -> None:
    assert operator.will(keys).value(question) == value


def test_a_number_with_a_street_in_it_is_questioned(operator: Operator) -> None:
    typed = operator.will(
        ["home, 5 Main St 309 555 0101", "Enter", *["Backspace"] * 40, "309 555 0101", "Enter"]
    )
    assert typed.value("callback") == "309 555 0101"


@pytest.mark.parametrize("keys", [["2", "Enter", "Enter"], ["2", "Enter", "1", "Enter"]])
def test_an_unlikely_choice_is_asked_back_once_and_taken_or_changed(
    operator: Operator, keys: list[str]
) -> None:
    taken = operator.will(keys[:2], keys[2:]).value("relation", caller="other", age=15)
    assert taken == ("partner" if keys[2] == "Enter" else "parent")


def test_an_unlikely_number_is_asked_back_once_and_taken(operator: Operator) -> None:
    assert operator.will(["9", "Enter", "Enter"]).value("age", caller="other") == 9


def test_a_call_back_number_that_is_not_whole_is_questioned_before_it_is_taken(operator: Operator) -> None:
    operator.will(["555-014", "Enter", "2", "Enter"])
    assert operator.value("callback") == "555-0142"
    operator.will(["555-014", "Enter", "Enter"])
    assert operator.value("callback") == "555-014"


WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")


@pytest.mark.parametrize(
    ("typed", "slots"),
    [
        (["Down", "Down", "Down", " ", "Right", " ", "Enter"], ("mon-evening", "tue-evening")),
        (["Right", " ", " ", "Down", " ", "Enter"], ("mon-afternoon",)),
        (["mon, wed, fri evening", "Enter"], ("mon-evening", "wed-evening", "fri-evening")),
        (["Mon/Wed/Fri evenings", "Enter"], ("mon-evening", "wed-evening", "fri-evening")),
        (
            ["weekdays after 3pm", "Enter"],
            tuple(f"{day}-{time}" for day in WEEKDAYS for time in ("afternoon", "evening")),
        ),
        (["soonish", "Enter", *["Backspace"] * 7, "none", "Enter"], ()),
        (["m-f eve", "Right", " ", "Enter"], tuple(f"{day}-evening" for day in WEEKDAYS)),
    ],
)
def test_free_times_are_walked_as_a_grid_or_typed(
    operator: Operator, typed: list[str], slots: tuple[str, ...]
) -> None:
    got = operator.will(typed).value("free_times")
    assert got == slots if typed[0] != "m-f eve" else set(slots) < set(got)


def test_a_note_of_several_lines_survives_a_call_for_help(operator: Operator) -> None:
    operator.will(["F3"], ["one", "Alt-Enter", "two", "F9"])
    assert operator.ask("suicide_thoughts") == Move.CRISIS
    operator.will(["F3"], [", three", "Enter"])
    assert operator.ask("suicide_thoughts") == Note("one\ntwo, three")


def test_a_number_alone_is_asked_back_before_it_is_a_note(operator: Operator) -> None:
    operator.will(["F3"], ["3", "Enter", " pm", "Enter"])
    assert operator.ask("suicide_thoughts") == Note("3 pm")
    operator.will(["2", "Enter"], ["Enter"], ["3", "Enter", *["Backspace"], "told", "Enter"])
    assert operator.crisis() == CrisisReply(choice="under_way", done=(), note="told")


def test_a_note_that_says_nothing_new_is_no_note(operator: Operator) -> None:
    operator.will(["F3"], ["Enter"], ["1", "Enter"])
    assert operator.value("suicide_thoughts") == "no"


def test_one_line_stays_on_the_screen_for_each_answer_once_it_is_recorded(operator: Operator) -> None:
    for keys, question_id, line in (
        (["3", "Enter"], "suicide_thoughts", "Thoughts of suicide: Yes, now"),
        (["F6"], "suicide_plan", "A plan: declined"),
    ):
        reply = operator.will(keys).ask(question_id)
        assert isinstance(reply, Given)
        assert not any(line in words(kept) for entry in operator.canvas.recent for kept in entry)
        operator.asker.confirm(operator.pack.questions[question_id], reply.answer)
        assert words(operator.canvas.recent[-1][-1]).endswith(line)


def test_an_answer_that_was_corrected_takes_the_place_of_the_first_one(operator: Operator) -> None:
    question = operator.pack.questions["suicide_plan"]
    for keys in (["1", "Enter"], ["2", "Enter"]):
        reply = operator.will(keys).ask(question.id)
        assert isinstance(reply, Given)
        operator.asker.confirm(question, reply.answer)
    kept = [words(line) for entry in operator.canvas.recent for line in entry if "A plan:" in words(line)]
    assert len(kept) == 1
    assert kept[0].endswith("A plan: Yes")


def test_the_first_question_names_what_works_there_to_ask_in_another_language(operator: Operator) -> None:
    first = operator.pack.sections[0].question[0].id
    prompt = replace(operator.prompt(first), interpreter=operator.pack.crisis.interpreter)
    page = question_page(operator.canvas, prompt, opens=False, phone=False, possible="")
    said = " ".join(words(line) for line in page.text(79))
    assert "F12/^X l" in said
    assert ":language" not in said


# --- keys that come too early --------------------------------------------------------------


@pytest.mark.parametrize("keys", [["3", "Enter"], ["F6"], ["Ctrl-D"], ["Shift-Tab"], ["Ctrl-X", "d"]])
def test_a_key_that_comes_too_early_does_nothing(hasty: Operator, keys: list[str]) -> None:
    assert hasty.will([*keys, "F9"]).ask("suicide_thoughts") == Move.CRISIS


def test_a_call_for_help_is_heard_at_once_both_ways(hasty: Operator) -> None:
    assert hasty.will(["F9"]).ask("suicide_thoughts") == Move.CRISIS
    assert hasty.will(["Ctrl-X", "Ctrl-X"]).ask("suicide_thoughts") == Move.CRISIS


# --- crisis, correction, review, the end of a call -----------------------------------------


def test_the_crisis_protocol_is_left_by_a_choice_only(operator: Operator) -> None:
    operator.will(
        ["Ctrl-D", "Shift-Tab", "Enter", "2", "Enter"], ["1", " ", "4", "Enter"], ["told Sue 14:05", "Enter"]
    )
    assert operator.crisis() == CrisisReply(
        choice="under_way",
        done=("Supervisor told", "Contact with the person confirmed"),
        note="told Sue 14:05",
    )


@pytest.mark.parametrize("key", ["Escape", "F1"])
def test_a_crisis_screen_opened_by_accident_closes_with_esc_only_while_nothing_is_done(
    operator: Operator, key: str
) -> None:
    operator.will([key, "Escape"])
    assert operator.crisis(may_close=True) == Move.BACK
    operator.will([key, "Escape", "2", "Enter"], ["Enter"], ["Enter"])
    assert operator.crisis(may_close=False) == CrisisReply(choice="under_way")


def test_help_under_way_and_help_not_needed_are_told_apart(operator: Operator) -> None:
    operator.will(["2", "Enter"], ["Enter"], ["Enter"])
    assert operator.crisis() == CrisisReply(choice="under_way")
    operator.will(["3", "Enter"], ["Enter"], ["Enter"])
    assert operator.crisis() == CrisisReply(choice="not_needed")


def test_that_nothing_was_done_yet_is_recorded_and_can_be_taken_back(operator: Operator) -> None:
    operator.will(["2", "Enter"], ["5", "Enter"], ["Enter"])
    assert operator.crisis() == CrisisReply(choice="under_way", done=("None of these yet",))
    operator.will(["1", "Enter"], ["Enter"], ["5", "Enter"], ["Enter"])
    assert operator.crisis().done == ("None of these yet",)  # type: ignore[union-attr]
    operator.will(["2", "Enter"], ["5", "Enter"], ["Enter"])
    assert operator.crisis() == CrisisReply(choice="under_way")
    operator.will(["2", "Enter"], ["5", " ", "1", "Enter"], ["Enter"])
    assert operator.crisis() == CrisisReply(choice="under_way", done=("Supervisor told",))


def test_place_number_and_age_are_typed_on_the_crisis_screen_one_after_the_other(operator: Operator) -> None:
    operator.will(["F3"], ["12 Elm Street", "Enter"])
    assert operator.crisis() == Found("place_now", Answer(value="12 Elm Street", at=NOON))
    operator.will(["555", "Enter", "-0134", "Enter"])
    assert operator.crisis() == Found("callback", Answer(value="555-0134", at=NOON))
    operator.will(["young", "Enter", "15", "Enter"])
    assert operator.crisis() == Found("age", Answer(value=15, at=NOON))
    operator.will(["2", "Enter"], ["Enter"], ["Enter"])
    assert operator.crisis() == CrisisReply(choice="under_way")


def test_a_place_that_was_half_typed_when_the_steps_were_looked_at_again_is_kept(operator: Operator) -> None:
    operator.will(["F3"], ["12 El", "Escape"], ["F3"], ["m Street", "Enter"])
    assert operator.crisis() == Found("place_now", Answer(value="12 Elm Street", at=NOON))


def test_a_slip_in_the_crisis_protocol_can_be_taken_back(operator: Operator) -> None:
    operator.will(["4", "Enter"], ["Shift-Tab"], ["2", "Enter"], ["1", "Enter"], ["told", "Shift-Tab"])
    operator.will(["4", "Enter"], ["Enter"], ["Enter"])
    assert operator.crisis() == CrisisReply(choice="stay", done=("Supervisor told",), note="told")


def test_what_was_ticked_off_stays_so_when_a_transfer_fails(operator: Operator) -> None:
    operator.will(["1", "Enter"], ["Enter"], ["2", "Enter"], ["Enter"])
    assert operator.crisis() == CrisisReply(choice="transfer", done=("Service reached",), note="")
    operator.will(["2", "Enter"], ["1", "Enter"], ["Enter"])
    assert operator.crisis() == CrisisReply(
        choice="under_way", done=("Supervisor told", "Service reached"), note=""
    )
    operator.will(["2", "Enter"], ["Enter"], ["Enter"])
    assert operator.crisis() == CrisisReply(choice="under_way")


def test_a_sign_is_corrected_only_with_a_reason(operator: Operator) -> None:
    question = operator.pack.questions["suicide_intent"]
    assert operator.will(["2", "Enter"], ["a slip", "Enter"]).asker.correct_sign(question) == "a slip"
    assert operator.will(["1", "Enter"]).asker.correct_sign(question) is None
    assert operator.will(["2", "Enter"], ["Enter", "Shift-Tab"]).asker.correct_sign(question) is None


def test_help_called_for_in_a_correction_keeps_the_sign_and_comes_at_once(operator: Operator) -> None:
    question = operator.pack.questions["suicide_intent"]
    assert operator.will(["2", "Enter"], ["a sl", "F9"]).asker.correct_sign(question) is None
    assert operator.ask("suicide_attempt") == Move.CRISIS


def test_the_review_finishes_on_zero_and_edits_by_number(operator: Operator) -> None:
    held = operator.evaluation(caller="self", age=34)
    assert operator.will(["Enter", "0", "Enter"]).asker.review(held) is None
    assert operator.will(["2", "Enter"]).asker.review(held) == JumpTo("age")
    assert operator.will(["Shift-Tab"]).asker.review(held) == Move.BACK


def test_a_call_can_go_on_after_all(operator: Operator) -> None:
    operator.will(["F10"], ["2", "Enter"], ["1", "Enter"])
    assert operator.value("suicide_thoughts") == "no"
