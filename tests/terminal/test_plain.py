"""The plain asker: lines in, lines out, and which asker is chosen when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from io import BytesIO, StringIO, TextIOWrapper
from typing import Any

import pytest
from helpers.cases import CASES, TODAY, Run
from helpers.fakes import NOON, ScriptedAsker, records

from iopintake.answers.model import Answer, Answers
from iopintake.checking.toolkit import Toolkit
from iopintake.interview.conduct import conduct
from iopintake.interview.events import Answered, Ending, Outcome
from iopintake.support.errors import NoTerminalError
from iopintake.terminal.prompts.choosing import Streams, fitting_asker, wants_plain
from iopintake.terminal.prompts.keys import KEYS
from iopintake.terminal.prompts.lines import Lines
from iopintake.terminal.prompts.plain import PlainAsker
from iopintake.terminal.prompts.plain_question import COMMANDS

ADULT: Mapping[str, Any] = CASES["panic_weekly_not_enough"].data["answers"]
TO_SAFETY = ["1", "1", "1", "Ana", "12 Elm Street", "555-0134", "1", "4", "1", "1"]
"""What is typed up to the signs of an emergency."""


class Talk:
    """An interview in lines: what was typed, what was shown, how it ended."""

    def __init__(self, toolkit: Toolkit, lines: list[str], *, width: int = 78, phone: bool = False) -> None:
        out = StringIO()
        asker = PlainAsker(
            Lines(StringIO("".join(f"{line}\n" for line in lines)), out, width=width),
            lambda: NOON,
            phone=phone,
        )
        self.events, record = records()
        self.outcome: Outcome = conduct(
            toolkit.evaluator, Answers(TODAY), asker, record, own_numbers=(("Supervisor", "call 555-0100"),)
        )
        self.shown = out.getvalue()

    def answers(self) -> dict[str, Answer]:
        return {event.question_id: event.answer for event in self.events if isinstance(event, Answered)}


def typed(toolkit: Toolkit, question_id: str, value: Any) -> str:
    question = toolkit.pack.questions[question_id]
    if question.type == "schedule":
        return "mon-fri evening\n"  # what was understood is shown, and Enter takes it
    codes = value if isinstance(value, list) else [value]
    return (
        ",".join(str(question.codes.index(code) + question.first_number) for code in codes)
        if question.options
        else str(value)
    )


def whole_interview(toolkit: Toolkit) -> list[str]:
    asker = ScriptedAsker(ADULT)
    conduct(toolkit.evaluator, Answers(TODAY), asker, records()[1])
    return [typed(toolkit, question_id, ADULT[question_id]) for question_id in asker.asked]


# --- a whole interview -------------------------------------------------------------------


@pytest.mark.parametrize("width", [40, 60, 78])
def test_a_whole_interview_by_pipe_fits_the_width_and_sends_no_escape(toolkit: Toolkit, width: int) -> None:
    talk = Talk(toolkit, [*whole_interview(toolkit), "finish"], width=width)
    assert talk.outcome.ending is Ending.FINISHED
    assert max(map(len, talk.shown.splitlines())) <= max(width, 74)  # what is no prose may be longer
    assert "\x1b" not in talk.shown
    assert "\r" not in talk.shown


def test_the_program_itself_asks_in_lines_and_ends_in_the_summary(toolkit: Toolkit, run: Run) -> None:
    lines = "\n".join([*whole_interview(toolkit), "finish"]) + "\n"
    shown = run("start", "--plain", stdin=lines.encode())
    assert shown.returncode == 0, shown.stderr
    assert b"\x1b" not in shown.stdout
    assert b"program (IOP) fits." in shown.stdout


def test_the_end_of_the_input_pauses_and_says_how_to_go_on(run: Run) -> None:
    shown = run("start", "--plain", stdin=b"1\n:note calls from work\nAna\nabc\n")
    assert shown.returncode == 3
    assert b"answers are saved" in shown.stderr


def test_lines_begin_with_how_help_is_called_for(run: Run) -> None:
    shown = run("start", "--plain", stdin=b"").stdout.decode()
    assert shown.lstrip().startswith("(Type :crisis at any time")


def test_bytes_that_are_no_text_do_not_end_the_interview(run: Run) -> None:
    shown = run("start", "--plain", stdin=b"1\n1\n1\nJos\xe9 \xff\n")
    assert shown.returncode == 3
    assert "First name or initials: Jos\ufffd \ufffd" in shown.stdout.decode()


def test_read_aloud_and_to_do_differ_in_symbols_and_words(toolkit: Toolkit) -> None:
    shown = Talk(toolkit, TO_SAFETY[:6]).shown
    assert " on?\n  (do: read the options out)\n  1> Yes\n" in shown
    assert "\n  (do: Type a first name or initials. No full name is needed." in shown


def test_the_first_question_names_the_command_that_asks_in_another_language(toolkit: Toolkit) -> None:
    shown = Talk(toolkit, TO_SAFETY[:1]).shown
    assert ":language" in shown
    assert "^X" not in shown


# --- commands ----------------------------------------------------------------------------


def test_every_command_is_listed_and_answers(toolkit: Toolkit) -> None:
    talk = Talk(toolkit, [":commands", ":help", ":guide", ":guide insurance", ":overview", ":nonsense"])
    assert all(f"  {name} " in talk.shown for name in COMMANDS)
    for words in (
        "Why:  Everybody should",
        "Line: If the line drops",
        ":guide insurance",
        "> Many plans cover an IOP",
    ):
        assert words in talk.shown
    assert "  1. [ ] Language and hearing" in talk.shown
    assert "There is no :nonsense." in talk.shown
    assert talk.outcome.ending is Ending.PAUSED


def test_declined_unknown_back_forward_and_jump(toolkit: Toolkit) -> None:
    talk = Talk(
        toolkit,
        [":declined", ":unknown", ":back", ":forward", ":jump first_name", "Ana", ":jump caller", "1"],
    )
    held = talk.answers()
    assert held["caller"].value == "self"
    assert held["first_name"].value == "Ana"
    assert ":jump and a number" not in talk.shown


def test_a_note_in_one_line_or_in_several(toolkit: Toolkit) -> None:
    talk = Talk(toolkit, [":note in one", ":note", "in", "two", "", ":note", "", "1"])
    given = [e.answer for e in talk.events if isinstance(e, Answered)]
    assert [a.note for a in given if a.value is None] == ["in one", "in\ntwo"]
    assert (given[-1].value, given[-1].note) == (("fine",), "in\ntwo")
    assert "(no note was taken)" in talk.shown


def test_an_answer_that_is_wrong_is_asked_again(toolkit: Toolkit) -> None:
    talk = Talk(toolkit, [":jump caller", "9", "y", "1", ":jump age", "12.5", "34"])
    assert "There is no option 9; the options go from 1 to 2." in talk.shown
    assert "Age is a whole number of years from 0 to 120." in talk.shown
    assert talk.answers()["age"].value == 34


def test_the_number_to_call_back_comes_first_on_the_phone(toolkit: Toolkit) -> None:
    shown = Talk(toolkit, [*TO_SAFETY, ":help"], phone=True).shown
    assert shown.index("call back: 555-0134") < shown.index("Why:  Some things need a doctor")


def test_ending_the_call_names_the_sentence_that_was_agreed(toolkit: Toolkit) -> None:
    talk = Talk(toolkit, ["1", "3", "Wrong number, sorry", ":end", "1"])
    assert "as agreed; call back only as agreed)\n> Wrong number, sorry\n" in talk.shown
    assert talk.outcome.ending is Ending.PAUSED


# --- crisis ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "told"), [("Tom", "Tom"), ("my son", "their son"), ("her son", "their son")]
)
def test_a_hand_over_about_somebody_else_says_who_is_on_the_line_and_who_is_not(
    toolkit: Toolkit, name: str, told: str
) -> None:
    begun = told[0].upper() + told[1:]
    asker = PlainAsker(
        Lines(StringIO(":details\n1\n\n\n5\n\n\n"), out := StringIO(), width=100), lambda: NOON, phone=False
    )
    said = {
        "caller": "other",
        "first_name": name,
        "age": 16,
        "place_now": "12 Elm Street",
        "relation": "parent",
    }
    answers = Answers(TODAY)
    for question_id, value in said.items():
        answers = answers.with_answer(question_id, Answer(value=value))
    answers = answers.with_answer("medical_signs", Answer(value=("overdose",)))
    conduct(toolkit.evaluator, answers, asker, records()[1])
    for line in (
        f"> I have somebody on the line who is worried about {told}. {begun} is not on the line.",
        f"> {begun} is at: 12 Elm Street.",
        "> The caller's number is: not known.",
        "> Age in years: 16",
        "> Relation to the person: Parent or guardian",
        "-> Poison Help: call 1-800-222-1222; day and night, free.",
    ):
        assert line in out.getvalue(), line


def test_a_crisis_is_shown_whole_and_left_by_a_choice(toolkit: Toolkit) -> None:
    lines = [*TO_SAFETY, "2", "xyz", "7", "1", "9", "1,3", "told Sue", "2", "", "", "1"]
    talk = Talk(toolkit, lines)
    for words in (
        "!!! Signs of a medical emergency",
        "-> 911: an ambulance to where they are",
        "> There are signs of a medical emergency.",
        "@ Where: 12 Elm Street",
        "@ Call back: 555-0134",
        "-> Supervisor: call 555-0100",
        "> I have Ana on the line.",
        "> Signs of an emergency: Confused, or can't be woken",
        "There is no option 7; the options go from 1 to 5.",
        "Type numbers from 1 to 5.",
        "  3. [x] Time noted",
    ):
        assert words in talk.shown, words
    kinds = [(a.kind, a.done, a.note) for a in talk.outcome.answers.actions]
    done = ("Supervisor told", "Time noted")
    assert kinds == [("protocol_shown", (), ""), ("transfer", done, "told Sue"), ("under_way", done, "")]


def test_a_crisis_in_lines_is_short_with_the_numbers_first_and_more_by_a_command(toolkit: Toolkit) -> None:
    shown = Talk(toolkit, [*TO_SAFETY, "2"]).shown.partition("!!! Signs of a medical")[2]
    assert len(shown.splitlines()) < 22
    order = [shown.index(part) for part in ("-> 911", "@ Where:", "1. Send 911", "What comes next?")]
    assert order == sorted(order)
    assert "Insulin, blood thinners" not in shown
    assert "Insulin, blood thinners" in Talk(toolkit, [*TO_SAFETY, "2", ":details"]).shown


def test_place_and_number_are_typed_in_the_midst_of_a_crisis(toolkit: Toolkit) -> None:
    before = [*TO_SAFETY[:4], ":unknown", ":unknown", *TO_SAFETY[6:], "2"]
    talk = Talk(toolkit, [*before, ":where 12 Elm Street", ":number", "555-01", "555-0134", "2", "", ""])
    assert talk.shown.count("NOT KNOWN - ask now") == 3
    assert talk.answers()["place_now"].value == "12 Elm Street"
    assert talk.answers()["callback"].value == "555-0134"
    assert [action.kind for action in talk.outcome.answers.actions] == ["protocol_shown", "under_way"]


def test_an_age_found_out_in_a_crisis_is_in_the_hand_over_and_says_so_while_it_is_not(
    toolkit: Toolkit,
) -> None:
    unknown = Talk(toolkit, [*TO_SAFETY, "2", "1", "", ""]).shown
    assert "> Age in years: not known" in unknown
    talk = Talk(toolkit, [*TO_SAFETY, "2", ":age young", "15", "1", "", ""])
    assert talk.answers()["age"].value == 15
    assert "Age is a whole number of years from 0 to 120." in talk.shown
    assert "> Age in years: 15" in talk.shown
    assert "not known" not in talk.shown.partition("> I have Ana")[2]


def test_what_was_ticked_off_can_be_taken_back_and_nothing_yet_is_said(toolkit: Toolkit) -> None:
    done = [*TO_SAFETY, "2", "1", "1 2", "", "1", "2", "", "1", "5", "", "3", "", ""]
    said = [action.done for action in Talk(toolkit, done).outcome.answers.actions[1:]]
    none = ("None of these yet",)
    assert said == [("Supervisor told", "Service reached"), ("Supervisor told",), none, none]


def test_a_crisis_called_by_mistake_is_left_by_back_and_leaves_no_trace(toolkit: Toolkit) -> None:
    talk = Talk(toolkit, [*TO_SAFETY, ":crisis", ":back", "11"])
    assert ":back closes this: no emergency is recorded" in talk.shown
    assert talk.outcome.answers.actions == ()
    assert talk.answers()["medical_signs"].value == ("none",)


def test_a_protocol_that_a_sign_has_called_for_is_not_left_by_back(toolkit: Toolkit) -> None:
    talk = Talk(toolkit, [*TO_SAFETY, "2", ":back", "2", "", ""])
    assert ":back closes this" not in talk.shown
    assert [action.kind for action in talk.outcome.answers.actions] == ["protocol_shown", "under_way"]


@pytest.mark.parametrize("line", ["614-555-0142", "34", "Sertraline 50 mg", "x"])
def test_a_line_meant_for_another_question_is_shown_and_refused(toolkit: Toolkit, line: str) -> None:
    talk = Talk(toolkit, [*TO_SAFETY[:6], line, "y"])
    assert talk.answers()["consent"].value == "yes"
    assert line in talk.shown


def test_a_number_that_is_not_whole_is_asked_about_and_enter_takes_it(toolkit: Toolkit) -> None:
    doubted = [*TO_SAFETY[:5], "555-014"]
    assert Talk(toolkit, [*doubted, "555-0142"]).answers()["callback"].value == "555-0142"
    talk = Talk(toolkit, [*doubted, ""])
    assert talk.answers()["callback"].value == "555-014"
    assert "is it complete? Enter takes it; or type it again." in " ".join(talk.shown.split())


def test_an_unlikely_age_is_asked_back_and_enter_takes_it(toolkit: Toolkit) -> None:
    begun = ["1", "1", "2", "1", "Mia", "1"]
    assert Talk(toolkit, [*begun, "15"]).answers()["age"].value == 15
    talk = Talk(toolkit, [*begun, ""])
    assert talk.answers()["age"].value == 1
    assert "Is the age right? Enter takes it; or type it again." in " ".join(talk.shown.split())


def test_enter_alone_keeps_an_answer_that_stands(toolkit: Toolkit) -> None:
    talk = Talk(toolkit, [*TO_SAFETY[:6], ":back", "", "1"])
    assert "(now: 555-0134; Enter keeps it)" in talk.shown
    assert len([e for e in talk.events if isinstance(e, Answered) and e.question_id == "callback"]) == 1


def test_free_times_are_read_back_before_enter_takes_them(toolkit: Toolkit) -> None:
    before = Answers(TODAY)
    asker = ScriptedAsker(ADULT)
    whole = conduct(toolkit.evaluator, before, asker, records()[1]).answers
    for question_id, answer in whole.items():
        if question_id != "free_times":
            before = before.with_answer(question_id, answer)
    out = StringIO()
    lines = Lines(StringIO("mon, wed\nmon, wed, fri evening\n\n"), out, width=78)
    said = conduct(toolkit.evaluator, before, PlainAsker(lines, lambda: NOON, phone=False), records()[1])
    assert "Understood: Mon, Wed all day. Enter takes it; or type it again." in out.getvalue()
    assert "Understood: Mon, Wed, Fri evening." in out.getvalue()
    assert said.answers.value("free_times") == ("mon-evening", "wed-evening", "fri-evening")


def test_a_line_that_breaks_in_a_crisis_pauses_and_the_protocol_comes_back(toolkit: Toolkit) -> None:
    talk = Talk(toolkit, [*TO_SAFETY, "2"])
    assert talk.outcome.ending is Ending.PAUSED
    asker = ScriptedAsker(ADULT)
    conduct(toolkit.evaluator, talk.outcome.answers, asker, records()[1])
    assert asker.crises[0] == ("medical_emergency",) or len(asker.crises[0]) == 1


def test_a_protocol_that_was_dealt_with_does_not_come_back(toolkit: Toolkit) -> None:
    talk = Talk(toolkit, [*TO_SAFETY, "2", "2", "", "", ":pause"])
    asker = ScriptedAsker(ADULT)
    conduct(toolkit.evaluator, talk.outcome.answers, asker, records()[1])
    assert asker.crises == []


def test_a_crisis_command_is_no_reason_and_no_note(toolkit: Toolkit) -> None:
    talk = Talk(
        toolkit,
        [
            *TO_SAFETY,
            "2",
            "2",
            "",
            "",
            ":back",
            "11",
            ":crisis",
            "2",
            "",
            "",
            ":note",
            ":crisis",
            "2",
            "",
            "",
        ],
    )
    assert talk.answers()["medical_signs"].value == ("confused",)
    assert [a.kind for a in talk.outcome.answers.actions].count("protocol_shown") == 3
    assert "kept as it was" in talk.shown


# --- review ------------------------------------------------------------------------------


def test_the_review_lists_notes_and_what_is_set_aside_and_edits_by_number(toolkit: Toolkit) -> None:
    lines = whole_interview(toolkit)
    place = lines.index("34")
    noted = [*lines[:place], ":note a guess", *lines[place:]]
    talk = Talk(toolkit, [*noted, "", "maybe", str(place + 1), "35", "finish"])
    assert f" {place + 1}. [x] Age in years: 34 * a guess" in talk.shown
    assert talk.shown.count("That is none of these.") == 2
    assert talk.answers()["age"].value == 35
    assert talk.outcome.ending is Ending.FINISHED


# --- which asker -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "plain", "wanted"),
    [
        ({}, False, False),
        ({}, True, True),
        ({"TERM": "dumb"}, False, True),
        ({"ACCESSIBLE": "1"}, False, True),
        ({"IOPINTAKE_ACCESSIBLE": "1"}, False, True),
        ({"ACCESSIBLE": "", "TERM": "xterm"}, False, False),
    ],
)
def test_lines_are_chosen_by_option_by_convention_and_by_the_terminal(
    environment: dict[str, str], plain: bool, wanted: bool
) -> None:
    assert wants_plain(environment, plain=plain) is wanted


def fit(*, plain: bool, data_on_stdout: bool = False, **streams: Any) -> Any:
    return fitting_asker(
        plain=plain,
        phone=False,
        data_on_stdout=data_on_stdout,
        levels=lambda _evaluation: (),
        keys=KEYS,
        streams=Streams(**{"input": None, "output": None, "error": None, **streams}),
        clock=lambda: NOON,
    )


def test_without_a_terminal_and_without_a_wish_for_lines_there_is_no_interview() -> None:
    with pytest.raises(NoTerminalError, match="--plain"):
        fit(plain=False, input=StringIO(), output=StringIO())


def test_lines_go_to_standard_error_while_data_goes_to_standard_output() -> None:
    out, error = StringIO(), StringIO()
    fit(plain=True, data_on_stdout=True, output=out, error=error).tell("Set aside.")
    assert (out.getvalue(), error.getvalue()) == ("", "* Set aside.\n")


def test_closed_streams_end_the_input_and_break_nothing(toolkit: Toolkit) -> None:
    asker = fit(plain=True)
    assert (
        conduct(toolkit.evaluator, Answers(date(2026, 11, 23)), asker, records()[1]).ending is Ending.PAUSED
    )


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
def test_any_encoding_shows_every_character_or_its_escape(encoding: str) -> None:
    target = TextIOWrapper(BytesIO(), encoding=encoding)
    Lines(None, target, width=60).say("José 日 \u2019")
    target.flush()
    shown = target.buffer.getvalue().decode(encoding)  # type: ignore[attr-defined]
    assert shown.startswith("Jos")
    assert "日" in shown if encoding == "utf-8" else "\\u65e5" in shown


def test_asking_in_lines_never_loads_the_prompt_libraries(run: Run) -> None:
    import subprocess
    import sys

    program = (
        "import sys, iopintake.terminal.prompts.choosing, iopintake.cli.intake; "
        "print(sorted({'prompt_toolkit', 'questionary', 'rich'} & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert shown.stdout == b"[]\n"


def test_a_number_that_was_meant_for_another_question_is_no_name_and_no_place_unasked(
    toolkit: Toolkit,
) -> None:
    begun = ["1", "1", "1"]
    talk = Talk(toolkit, [*begun, "4", "Ana", "1", "12 Elm Street"])
    assert talk.answers()["first_name"].value == "Ana"
    assert talk.answers()["place_now"].value == "12 Elm Street"
    assert talk.shown.count("Only a number was typed.") == 2
    assert Talk(toolkit, [*begun, "007", ""]).answers()["first_name"].value == "007"
