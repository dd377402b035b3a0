"""The interview at a real terminal: typed like a person, read from the screen."""

from __future__ import annotations

import json
import re
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import CASES
from terminal_driver import SETTLE, Terminal

from iopintake.terminal.loading import Desk

ADULT = CASES["panic_weekly_not_enough"].data["answers"]
Start = Callable[..., Terminal]


@pytest.fixture
def terminal(home: Path) -> Start:
    def start(*arguments: str, rows: int = 24, columns: int = 80, **environment: str) -> Terminal:
        return Terminal(list(arguments), home, rows, columns, **environment)

    return start


def keys_for(desk: Desk, question_id: str, value: object) -> list[str]:
    """Return the keys that give an answer, by number or as text."""
    question = desk.pack.questions[question_id]
    if question.options:
        codes = value if isinstance(value, list) else [value]
        numbers = [str(question.codes.index(code) + 1) for code in codes]
        # where a 1 may be the beginning of a 10, the space bar says that it is a 1
        return [key for n in numbers for key in ([n, " "] if n == "1" and len(question.codes) > 9 else [n])]
    if question.type == "schedule":
        return ["mon-fri evening"]
    return [str(value)]


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def current(desk: Desk, terminal: Terminal) -> str:
    """Return the question whose words stand last on the screen."""
    shown = flat(terminal.text())
    places = {q.id: shown.rfind(flat(q.ask)) for q in desk.pack.questions.values()}
    # two questions may be asked in the same words; this person's answers tell which
    best = max(places, key=lambda question_id: (places[question_id], question_id in ADULT))
    return best if places[best] >= 0 else ""


def to_safety(terminal: Terminal) -> None:
    """Answer the opening."""
    for words, *keys in (
        ("Who would the care be for", "1"),
        ("first name or initials may I use", "Ana"),
        ("How old are you", "34"),
        ("Where are you right now", "12 Elm Street"),
        ("What number can I call", "555-0134"),
        ("Is it all right to go on", "1"),
        ("Can anybody overhear you", "1"),
    ):
        terminal.answers(words, *keys)


@pytest.mark.parametrize("columns", [80, 60])
def test_a_whole_interview_ends_in_the_summary_and_a_json_file(
    desk: Desk, terminal: Start, home: Path, columns: int
) -> None:
    with terminal("start", "--json", "out.json", columns=columns) as person:
        asked: list[str] = []
        while len(asked) < 60:
            person.waits_until(
                lambda: current(desk, person) not in {"", *asked[-1:]} or "All answers." in person.text(),
                "the next question",
            )
            if "All answers." in person.text():
                break
            asked.append(current(desk, person))
            person.presses(*keys_for(desk, asked[-1], ADULT[asked[-1]]), "Enter")
        person.presses("1", "Enter")
        assert person.ends() == 0
        assert "An intensive outpatient program (IOP) fits." in person.all_text()
    summary = json.loads((home / "out.json").read_text())
    assert summary["recommendation"]["verdict"] == "fits"
    assert (home / "out.json").stat().st_mode & 0o777 == 0o600
    assert not list((home / ".local/share/iopintake/drafts").iterdir())


@pytest.mark.parametrize("gap", [0, 0.05, 0.1, 0.2, 0.3])
def test_keys_pressed_before_a_question_is_seen_never_answer_it(terminal: Start, gap: float) -> None:
    with terminal("start") as person:
        to_safety(person)
        person.sees("Is any of these happening right now")
        person.presses("1")
        for _ in range(4):
            person.child.send("\r")
            person.read(gap)
        person.sees("thoughts of killing yourself")
        person.read(SETTLE)
        person.child.send("\r")
        person.sees("Nothing is chosen")
        assert "Thoughts of suicide:" not in person.text()


def test_a_held_number_and_enter_do_not_run_through_the_questions(terminal: Start) -> None:
    with terminal("start") as person:
        to_safety(person)
        person.sees("Is any of these happening right now")
        person.presses("1")
        for _ in range(30):
            person.child.send("\r1\r")
            person.read(0.03)
        person.sees("thoughts of killing yourself")
        assert "Thoughts of suicide:" not in person.text()


def test_every_option_is_readable_at_60_columns(desk: Desk, terminal: Start) -> None:
    with terminal("start", columns=60) as person:
        to_safety(person)
        person.sees("Is any of these happening right now")
        shown = flat(person.text())
        for option in desk.pack.questions["medical_signs"].options:
            assert option.label in shown


def test_options_rewrap_when_the_window_gets_narrow(desk: Desk, terminal: Start) -> None:
    with terminal("start", columns=110) as person:
        to_safety(person)
        person.sees("Is any of these happening right now")
        person.screen.resize(24, 50)
        person.child.setwinsize(24, 50)
        person.read(0.5)
        shown = flat(person.text())
        assert all(option.label in shown for option in desk.pack.questions["medical_signs"].options)


def test_back_out_of_a_half_typed_answer_keeps_it(terminal: Start) -> None:
    with terminal("start") as person:
        person.answers("Who would the care be for", "1")
        person.sees("first name or initials may I use")
        person.presses("An", "Shift-Tab")
        person.answers("Who would the care be for", "1")
        person.sees("Answer: An")


def test_back_works_out_of_an_invalid_answer(terminal: Start) -> None:
    with terminal("start") as person:
        person.answers("Who would the care be for", "1")
        person.answers("first name or initials may I use", "Ana")
        person.sees("How old are you")
        person.presses("12.5", "Enter")
        person.sees("Age is a whole number of years from 0 to 120.")
        person.presses("Shift-Tab")
        person.sees("(now: Ana)")


def test_a_pasted_text_with_lines_is_one_answer(terminal: Start) -> None:
    with terminal("start") as person:
        person.answers("Who would the care be for", "1")
        person.sees("first name or initials may I use")
        person.presses("\x1b[200~Ana\r\nMaria\x1b[201~", "Enter")
        person.sees("First name or initials: Ana Maria")
        person.sees("How old are you")


def test_the_crisis_key_shows_place_number_and_services_and_comes_back(terminal: Start) -> None:
    with terminal("start", rows=40) as person:
        to_safety(person)
        person.sees("Is any of these happening right now")
        person.presses("F9")
        person.sees("Somebody is in danger: do this now")
        person.sees("Where: 12 Elm Street")
        person.sees("555-0134")
        person.sees("call or text 988")
        person.waits_until(
            lambda: "What comes next?" in person.text() or "more lines" in person.text(), "more"
        )
        while "What comes next?" not in person.text():
            person.presses("Enter")
        person.presses("2", "Enter")
        person.sees("What has been done?")
        person.presses("1", "Enter")
        person.sees("Anything to add?")
        person.presses("Enter")
        person.sees("Is any of these happening right now")


def test_declined_and_not_known_are_one_key_each(terminal: Start) -> None:
    with terminal("start") as person:
        person.sees("Who would the care be for")
        person.presses("F6")
        person.sees("Who the care is for: declined")
        person.sees("first name or initials may I use")
        person.presses("F7")
        person.sees("First name or initials: not known")


def test_the_second_way_of_a_key_works(terminal: Start) -> None:
    with terminal("start") as person:
        person.sees("Who would the care be for")
        person.presses("Ctrl-X", "d")
        person.sees("Who the care is for: declined")


def test_the_guide_is_one_key_away(terminal: Start) -> None:
    with terminal("start") as person:
        person.sees("Who would the care be for")
        person.presses("F8")
        person.sees("Does insurance cover it?")
        person.presses("3", "Enter")
        person.sees("Many plans cover an IOP")
        person.sees("Who would the care be for")


@pytest.mark.parametrize(
    ("stop", "code"),
    [
        pytest.param(lambda p: p.presses("Ctrl-C"), 130, id="Ctrl-C"),
        pytest.param(lambda p: p.child.kill(signal.SIGTERM), 143, id="TERM"),
        pytest.param(lambda p: p.child.kill(signal.SIGHUP), 129, id="HUP"),
        pytest.param(lambda p: p.presses("Ctrl-D"), 3, id="Ctrl-D pauses"),
    ],
)
def test_stopping_keeps_the_draft_restores_the_cursor_and_says_how_to_go_on(
    terminal: Start, home: Path, stop: Callable[[Terminal], None], code: int
) -> None:
    with terminal("start") as person:
        person.answers("Who would the care be for", "1")
        person.sees("first name or initials may I use")
        person.read(SETTLE)
        stop(person)
        assert person.ends() == code
        assert "iopintake start --answers" in flat(person.all_text())
        assert not person.screen.cursor.hidden
    (draft,) = (home / ".local/share/iopintake/drafts").iterdir()
    assert draft.stat().st_mode & 0o777 == 0o600
    assert json.loads(draft.read_text())["answers"]["caller"]["value"] == "self"
    with terminal("start", "--answers", str(draft)) as again:
        again.sees("first name or initials may I use")


def test_prompts_go_to_the_terminal_and_data_to_standard_output(terminal: Start, home: Path) -> None:
    draft = home / "a.json"
    draft.write_text(json.dumps(CASES["panic_weekly_not_enough"].data))
    with Terminal([], home) as person:
        person.child.close(force=True)
    import sys

    import pexpect

    command = f"{sys.executable} -m iopintake start --answers {draft} --json - > {home}/out.json"
    person = Terminal(["--version"], home)
    person.child.close(force=True)
    person.child = pexpect.spawn("bash", ["-c", command], cwd=home, dimensions=(24, 80), timeout=20)
    person.sees("All answers.")
    person.presses("1", "Enter")
    assert person.ends() == 0
    assert "program (IOP) fits." in person.all_text()
    assert json.loads((home / "out.json").read_text())["recommendation"]["verdict"] == "fits"


def test_the_plain_interview_sends_no_escape_byte_and_ends_in_the_summary(
    home: Path, desk: Desk, run: object
) -> None:
    assert callable(run)
    from fakes import ScriptedAsker, records

    from iopintake.answers import Answers
    from iopintake.interview.conduct import conduct

    asker = ScriptedAsker(ADULT)
    _, record = records()
    from conftest import TODAY

    conduct(desk.evaluator, Answers(TODAY), asker, record)
    lines = [",".join(key for key in keys_for(desk, q, ADULT[q]) if key != " ") for q in asker.asked]
    shown = run("start", "--plain", stdin=("\n".join([*lines, "finish"]) + "\n").encode())
    assert shown.returncode == 0, shown.stderr
    assert b"\x1b" not in shown.stdout
    assert b"program (IOP) fits." in shown.stdout


def test_the_end_of_plain_input_pauses_and_keeps_the_answers(run: object) -> None:
    assert callable(run)
    shown = run("start", "--plain", stdin=b"1\n:note calls from work\nAna\nabc\n")
    assert shown.returncode == 3
    assert b"Answers are kept" in shown.stderr or b"answers are kept" in shown.stderr


def test_a_dumb_terminal_and_the_accessible_convention_get_lines(run: object) -> None:
    assert callable(run)
    for environment in ({"TERM": "dumb"}, {"ACCESSIBLE": "1"}):
        shown = run("start", stdin=b":commands\n", **environment)
        assert shown.returncode == 3
        assert b":crisis" in shown.stdout
