"""The interview at a real terminal: typed like a person, read from the screen."""

from __future__ import annotations

import json
import re
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.cases import CASES
from helpers.terminal import OPENING, SETTLE, Terminal, answers_file, flat
from helpers.typing import keys_for

from iopintake.checking.toolkit import Toolkit

ADULT = CASES["panic_weekly_not_enough"].data["answers"]
MEDICAL = "Are any of these happening right now?"
CLEARED = b"\x1b[H\x1b[2J\x1b[3J"
THOUGHTS = "Are you having thoughts of hurting somebody else?"
Start = Callable[..., Terminal]


@pytest.fixture
def terminal(home: Path) -> Start:
    def start(
        *arguments: str, again: bool = False, rows: int = 24, columns: int = 80, **environment: str
    ) -> Terminal:
        """Start where only who it is for, the name and the age are open; AGAIN starts from nothing."""
        if not again and "--answers" not in arguments:
            begun = {q: a for q, a in ADULT.items() if q not in {"caller", "first_name", "age"}}
            arguments = (*arguments, "--answers", str(answers_file(home, begun)))
        return Terminal(["start", *arguments], home, rows, columns, **environment)

    return start


@pytest.fixture
def at_safety(home: Path, terminal: Start) -> Start:
    """Start at the first question on safety, with the opening answered."""

    def start(*arguments: str, rows: int = 24, columns: int = 80, **environment: str) -> Terminal:
        before = str(answers_file(home))
        person = terminal("--answers", before, *arguments, rows=rows, columns=columns, **environment)
        person.sees("Enter confirms")
        return person

    return start


def current(toolkit: Toolkit, person: Terminal) -> str:
    """Return the question whose prompt is on the screen, found by its words."""
    shown = flat(person.text())
    asked = [q.id for q in toolkit.pack.questions.values() if flat(q.ask) in shown]
    # two questions may be asked in the same words; this person's answers tell which
    return max(asked, key=lambda id_: (id_ in ADULT, len(toolkit.pack.questions[id_].ask)), default="")


def test_an_interview_at_60_columns_ends_in_the_summary_and_a_json_file(
    toolkit: Toolkit, terminal: Start, home: Path
) -> None:
    every_third_is_open = {q: a for number, (q, a) in enumerate(ADULT.items()) if number % 3}
    before = str(answers_file(home, every_third_is_open))
    with terminal("--json", "out.json", "--answers", before, columns=60) as person:
        asked = [""]
        while len(asked) < 40:
            person.waits_until(
                lambda: current(toolkit, person) not in {"", asked[-1]} or "All answers." in person.text(),
                "the next question",
            )
            if "All answers." in person.text():
                break
            asked.append(current(toolkit, person))
            person.presses(*keys_for(toolkit.pack.questions[asked[-1]], ADULT[asked[-1]]), "Enter")
            person.read(0.2)
            while "were out of sight: here they are." in flat(person.text()):
                person.presses("Enter")
                person.read(0.2)
        person.presses("0", "Enter")
        person.sees("q done")
        person.presses("q")
        assert person.ends() == 0
        assert "An intensive outpatient program (IOP) fits." in flat(person.all_text())
    summary = json.loads((home / "out.json").read_text())
    assert summary["recommendation"]["verdict"] == "fits"
    assert (home / "out.json").stat().st_mode & 0o777 == 0o600


# --- keys that come too early ----------------------------------------------------------


@pytest.mark.parametrize(
    "gap", [0, 0.1, *(pytest.param(gap, marks=pytest.mark.thorough) for gap in (0.02, 0.05, 0.2, 0.3))]
)
def test_keys_pressed_before_a_question_is_seen_never_answer_it(at_safety: Start, gap: float) -> None:
    with at_safety() as person:
        person.presses("11")
        person.bursts("Enter", "Enter", "Enter", "Enter", gap=gap)
        person.sees(THOUGHTS)
        person.read(SETTLE)
        person.bursts("Enter")
        person.sees("Nothing is chosen")
        person.sees_no("Thoughts of harming others:")


def test_a_held_number_and_enter_do_not_run_through_the_questions(at_safety: Start) -> None:
    with at_safety() as person:
        person.presses("11")
        person.bursts(*["\r1\r"] * 30)
        person.sees(THOUGHTS)
        person.sees_no("Thoughts of harming others:")
        person.sees("A key pressed before this was on the screen did nothing.")


def test_a_pasted_block_of_lines_answers_one_question_at_most(terminal: Start) -> None:
    with terminal() as person:
        person.answers("Are you calling for yourself", "1")
        person.sees("first name or initials should I use")
        person.presses("Ana\r34\rAt home\r555\r1\r1\r")
        person.sees("How old are you")
        person.read(SETTLE)
        person.sees("of about")
        person.sees_no("Age in years:")


def test_a_bracketed_paste_with_lines_is_one_answer(terminal: Start) -> None:
    with terminal() as person:
        person.answers("Are you calling for yourself", "1")
        person.sees("first name or initials should I use")
        person.presses("\x1b[200~Ana\r\nMaria\x1b[201~", "Enter")
        person.sees("First name or initials: Ana Maria")
        person.sees("How old are you")


# --- everything is readable --------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "columns"),
    [(24, 60), *(pytest.param(*size, marks=pytest.mark.thorough) for size in ((24, 80), (50, 200)))],
)
def test_every_option_is_readable(toolkit: Toolkit, at_safety: Start, rows: int, columns: int) -> None:
    with at_safety(rows=rows, columns=columns) as person:
        shown = flat(person.text())
        assert all(option.label in shown for option in toolkit.pack.questions["medical_signs"].options)
        assert "\u25b6" not in shown
        assert "CRISIS" in shown


def test_options_rewrap_when_the_window_gets_narrow(toolkit: Toolkit, at_safety: Start) -> None:
    with at_safety(rows=30, columns=110) as person:
        person.resizes(30, 50)
        shown = flat(person.text())
        assert all(option.label in shown for option in toolkit.pack.questions["medical_signs"].options)


def test_nothing_is_left_behind_or_jumps_when_the_window_changes(at_safety: Start) -> None:
    with at_safety(rows=24) as person:
        person.presses("1")
        person.sees("[x] 1> Trouble breathing")
        before = person.text()
        for rows, columns in ((30, 110), (8, 80), (24, 60), (12, 40), (40, 120), (24, 80)):
            person.resizes(rows, columns)
            assert person.text().count("CRISIS") == 1
            assert len(re.findall(r"\d of about", person.text())) == (rows >= 10)
            assert flat(person.text()).count(MEDICAL) == 1
        assert person.text() == before


def test_the_second_screen_is_entered_once_and_left_once(terminal: Start) -> None:
    with terminal() as person:
        person.answers("Are you calling for yourself", "1")
        person.answers("first name or initials should I use", "Ana")
        person.sees("How old are you")
        person.presses("F9")
        person.sees("Esc close")
        person.presses("Escape")
        person.sees("How old are you")
        person.presses("Ctrl-C")
        assert person.ends() == 130
        entered, left = (person.raw.count(b"\x1b[?1049" + end) for end in (b"h", b"l"))
        assert (entered, left) == (1, 1)
        assert "How old are you" not in person.text()


def test_the_question_is_in_sight_while_its_answer_is_typed_however_low_the_window(terminal: Start) -> None:
    with terminal(rows=8) as person:
        person.answers("Are you calling for yourself", "1")
        person.sees("first name or initials should I use")
        person.presses("An")
        person.sees("first name or initials should I use")
        person.sees("Answer: An")


def test_a_low_window_says_how_much_is_out_of_sight(at_safety: Start) -> None:
    with at_safety(rows=14) as person:
        person.sees("more below (Down, PgDn)")
        person.presses("8")
        person.sees("more above (Up, PgUp)")
        person.sees("\u25b6 [x] 8> Yellow eyes, or a swollen belly")


def test_words_and_symbols_say_it_all_without_colour_or_utf8(at_safety: Start) -> None:
    with at_safety(NO_COLOR="1", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0") as person:
        person.presses("1")
        person.sees("=> [x] 1> Trouble breathing")
        assert person.raw.isascii()
        assert not any(b"\x1b[0;3%d" % colour in person.raw for colour in range(1, 8))


# --- to and fro ----------------------------------------------------------------------------


@pytest.mark.parametrize(("rows", "columns"), [(24, 60), pytest.param(16, 80, marks=pytest.mark.thorough)])
def test_a_text_taller_than_the_window_says_so_and_all_of_it_can_be_seen(
    terminal: Start, rows: int, columns: int
) -> None:
    long = "first " + "and then he said it again " * 60 + "last"
    with terminal("--no-keep", rows=rows, columns=columns) as person:
        person.answers("Are you calling for yourself", "1")
        person.sees("first name or initials should I use")
        person.presses("F3")
        person.sees("Enter keeps the note")
        person.presses(f"\x1b[200~{long}\x1b[201~")
        person.sees("lines (Up and Down move in it)")
        person.sees("F9")
        assert "again last" in flat(person.text())
        person.bursts(*["Up"] * 40, gap=0.01)
        person.sees("Note: first and then")
        person.bursts(*["Down"] * 40, gap=0.01)
        person.sees("again last")
        person.presses("Enter")
        person.sees("more lines below (PgDn)")
        person.presses(*["PgDn"] * 8)
        person.sees("again last")


def test_back_out_of_a_half_typed_answer_keeps_it(terminal: Start) -> None:
    with terminal() as person:
        person.answers("Are you calling for yourself", "1")
        person.sees("first name or initials should I use")
        person.presses("An", "Shift-Tab")
        person.answers("Are you calling for yourself", "1")
        person.sees("Answer: An")


def test_back_works_out_of_an_invalid_answer_and_forward_returns_to_it(terminal: Start) -> None:
    with terminal() as person:
        person.answers("Are you calling for yourself", "1")
        person.answers("first name or initials should I use", "Ana")
        person.sees("How old are you")
        person.presses("12.5", "Enter")
        person.sees("Age is a whole number of years from 0 to 120.")
        person.presses("Shift-Tab")
        person.sees("(now: Ana; Enter keeps it)")
        person.presses("F5")
        person.sees("Answer: 12.5")


def test_the_overview_shows_states_and_jumps(at_safety: Start) -> None:
    with at_safety(rows=40) as person:
        person.presses("F4")
        person.sees("[x] First name or initials: Ana")
        person.sees("[ ] Signs of an emergency <- here")
        person.presses("6", "Enter")
        person.sees("What number can I call")
        person.sees("(now: 555-0134; Enter keeps it)")


def test_a_call_by_phone_goes_on_as_one(home: Path, terminal: Start) -> None:
    with terminal("--phone") as person:
        person.answers("Are you calling for yourself", "1")
        person.sees("0 min")
        person.presses("Ctrl-D")
        person.sees("so that nobody reads it?")
        person.child.send("n\r")
        assert person.ends() == 3
    with Terminal(["resume"], home) as again:
        again.sees("first name or initials should I use")
        again.sees("0 min")
        again.presses("Ctrl-C")
        assert again.ends() == 130


def test_the_crisis_key_shows_place_number_and_services_and_comes_back(at_safety: Start) -> None:
    with at_safety(rows=44) as person:
        person.presses("2", "F9")
        person.sees("Somebody is in danger")
        for words in ("Where: 12 Elm Street", "Call back: 555-0134", "call or text 988", "What comes next?"):
            person.sees(words)
        person.presses("Enter")
        person.sees("Nothing is chosen")
        person.presses("1", "Enter")
        person.sees("I have Ana on the line.")
        person.presses("Enter")
        person.sees("What has been done?")
        person.presses("2", "Enter")
        person.sees("Anything to add?")
        person.presses("line busy", "Enter")
        person.sees("What comes next?")
        person.presses("2", "Enter")
        person.sees("[x] 2. Service reached")
        person.presses("1", "Enter")
        person.sees("Anything to add?")
        person.sees("Note: line busy")
        person.presses("Enter")
        person.sees("[x] 2> Confused")


@pytest.mark.parametrize(("rows", "columns"), [(24, 80), (24, 60)])
def test_the_crisis_screen_is_whole_and_its_details_are_one_key_away(
    toolkit: Toolkit, at_safety: Start, rows: int, columns: int
) -> None:
    crisis, general = toolkit.pack.crisis, toolkit.pack.protocols[-1]
    with at_safety(rows=rows, columns=columns) as person:
        person.presses("F9")
        person.sees("What comes next?")
        seen = flat(person.text())
        assert "more lines" not in seen
        assert "Where: 12 Elm Street" in seen
        assert all(call.line in seen for call in general.call)
        assert all(step.do in seen for step in general.steps)
        assert all(option.label in seen for option in crisis.choices)
        person.presses("F1")
        person.sees("more lines below")
        while "more lines below" in person.text():
            person.bursts("PgDn", gap=0.1)
            seen += flat(person.text())
            assert "Where: 12 Elm Street" in person.text()
            assert "What comes next?" in person.text()
        assert all(word in seen for word in ("741741", "findtreatment.gov", "1-800-662-4357"))


def test_a_crisis_screen_opened_by_accident_closes_with_esc_and_leaves_nothing_in_the_record(
    at_safety: Start, home: Path
) -> None:
    with at_safety() as person:
        person.presses("1", "F9")
        person.sees("Esc close")
        person.presses("Escape")
        person.sees("[x] 1> Trouble breathing")
        person.presses("Ctrl-D")
        assert person.ends() == 3
    draft = re.search(r"iopintake resume (\S+)", flat(person.all_text()))
    assert draft is not None
    with Terminal(["history", draft[1]], home) as later:
        assert later.ends() == 0, later.all_text()
        assert "danger" not in later.all_text()
        assert "rotocol" not in later.all_text()


def test_declined_and_not_known_are_one_key_each_and_a_key_has_a_second_way(terminal: Start) -> None:
    with terminal() as person:
        person.sees("Are you calling for yourself")
        person.presses("Ctrl-X", "d")
        person.sees("Who the care is for: declined")
        person.sees("first name or initials should I use")
        person.presses("F7")
        person.sees("First name or initials: not known")


def test_the_guide_is_one_key_away(at_safety: Start) -> None:
    with at_safety() as person:
        person.presses("F8")
        person.sees("Does insurance cover it?")
        person.presses("3", "Enter")
        person.sees("Many plans cover an IOP")
        person.presses("Enter")
        person.sees(MEDICAL)


# --- the end ---------------------------------------------------------------------------------


def keeps_sending(person: Terminal, number: signal.Signals) -> None:
    """Send a signal many times, as a shell and a terminal do when a window is closed."""
    for _ in range(12):
        person.child.kill(number)
        time.sleep(0.008)


@pytest.mark.parametrize(
    ("stop", "code"),
    [
        pytest.param(lambda p: p.presses("Ctrl-C"), 130, id="Ctrl-C"),
        pytest.param(lambda p: p.child.kill(signal.SIGTERM), 143, id="TERM"),
        pytest.param(lambda p: p.child.kill(signal.SIGHUP), 129, id="HUP", marks=pytest.mark.thorough),
        pytest.param(lambda p: p.child.kill(signal.SIGINT), 130, id="INT", marks=pytest.mark.thorough),
        pytest.param(lambda p: keeps_sending(p, signal.SIGHUP), 129, id="HUP, again and again"),
        pytest.param(
            lambda p: keeps_sending(p, signal.SIGTERM), 143, id="TERM, again", marks=pytest.mark.thorough
        ),
        pytest.param(
            lambda p: keeps_sending(p, signal.SIGINT), 130, id="INT, again", marks=pytest.mark.thorough
        ),
        pytest.param(lambda p: p.presses("Ctrl-D"), 3, id="Ctrl-D pauses"),
    ],
)
def test_stopping_keeps_half_typed_answers_restores_the_cursor_and_says_how_to_go_on(
    terminal: Start, home: Path, stop: Callable[[Terminal], None], code: int
) -> None:
    with terminal() as person:
        person.answers("Are you calling for yourself", "1")
        person.sees("first name or initials should I use")
        person.presses("An")
        stop(person)
        assert person.ends() == code
        assert "iopintake resume" in flat(person.all_text())
        assert not person.screen.cursor.hidden
        assert person.raw.rfind(b"\x1b[?7h") > person.raw.rfind(b"\x1b[?7l")  # long lines wrap again
    records = home / ".local/share/iopintake"
    assert records.stat().st_mode & 0o777 == 0o700
    assert all(path.stat().st_mode & 0o077 == 0 for path in records.iterdir())
    with terminal(again=True) as again:
        again.sees("There is an unfinished intake")
        again.presses("g", "Enter")
        again.sees("first name or initials should I use")
        again.sees("Answer: An")


@pytest.mark.parametrize("stop", ["Ctrl-C", pytest.param("Ctrl-D", marks=pytest.mark.thorough)])
def test_a_note_that_was_begun_is_there_when_the_interview_goes_on(terminal: Start, stop: str) -> None:
    with terminal() as person:
        person.answers("Are you calling for yourself", "1")
        person.sees("first name or initials should I use")
        person.presses("F3")
        person.sees("Enter keeps the note")
        person.presses("Anna, Tue or Thu")
        person.presses(stop)
        person.ends()
    with terminal(again=True) as again:
        again.sees("There is an unfinished intake")
        again.presses("g", "Enter")
        again.sees("first name or initials should I use")
        again.presses("F3")
        again.sees("Note: Anna, Tue or Thu")


def test_a_note_on_a_failed_transfer_stays_with_it(terminal: Start, home: Path) -> None:
    with terminal("--answers", str(answers_file(home))) as person:
        person.sees("Enter confirms")
        person.presses("F9")
        person.sees("What comes next?")
        person.presses("1", "Enter")
        person.sees("I have Ana on the line.")
        person.presses("Enter")
        person.sees("What has been done?")
        person.presses("5", "Enter", "Enter")
        person.sees("Anything to add?")
        person.presses("988 did not answer", "Enter")
        person.sees("\u2713 Note: 988 did not answer")
        person.presses("2", "Enter")
        person.sees("What has been done?")
        person.presses("5", "Enter", "Enter")
        person.sees("Anything to add?")
        person.sees_no("Note: 988 did not answer(")
        assert not flat(person.text()).endswith("Note: 988 did not answer")


def test_a_draft_can_be_discarded_or_left_at_the_start(terminal: Start) -> None:
    with terminal() as person:
        person.answers("Are you calling for yourself", "1")
        person.sees("first name or initials should I use")
        person.presses("Ctrl-C")
        assert person.ends() == 130
    with terminal(again=True) as again:
        again.sees("There is an unfinished intake")
        again.presses("d", "Enter")
        again.sees("for good?")
        again.presses("k", "Enter")
        again.sees("There is an unfinished intake")
        again.presses("v", "Enter")
        again.sees("the last on")
        again.presses("Escape")
        again.sees("There is an unfinished intake")
        again.presses("d", "Enter")
        again.sees("for good?")
        again.presses("d", "Enter")
        again.sees("is discarded")
        again.sees("Is it okay to talk")
        again.presses("Ctrl-C")
        assert again.ends() == 130
    with terminal(again=True) as third:
        third.sees("Is it okay to talk")


def test_at_the_end_of_a_call_the_screen_and_what_scrolled_by_can_be_cleared(
    terminal: Start, home: Path
) -> None:
    draft = str(answers_file(home, {**OPENING, **ADULT}))
    with terminal("--phone", "--answers", draft) as person:
        person.sees("All answers.")
        person.presses("0", "Enter")
        person.sees("q done")
        person.child.send("q")
        person.sees("so that nobody reads it?")
        assert "Ana" in person.all_text()
        person.child.send("y\r")
        assert person.ends() == 0
        assert CLEARED in person.raw
        assert "Ana" not in person.text()
        person.sees("Saved as")


def test_with_the_wish_to_clear_nothing_stays_however_it_ends(terminal: Start, home: Path) -> None:
    draft = str(answers_file(home, {**OPENING, **ADULT}))
    with terminal("--clear", "--answers", draft) as person:
        person.sees("All answers.")
        person.presses("0", "Enter")
        person.sees("q done")
        person.child.send("q")
        person.sees("Enter clears the screen.")
        assert CLEARED not in person.raw
        person.child.send("\r")
        assert person.ends() == 0
        assert CLEARED in person.raw
    for stop in ("Ctrl-D", "Ctrl-C"):
        with terminal("--clear", "--answers", str(answers_file(home))) as person:
            person.sees(MEDICAL)
            person.presses(stop)
            person.ends()
            assert CLEARED in person.raw
            assert "12 Elm Street" not in person.text()
            person.sees("Your answers are saved.")


@pytest.mark.parametrize("stop", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.thorough)])
def test_a_list_that_is_stopped_shows_the_cursor_again(at_safety: Start, stop: int) -> None:
    with at_safety() as person:
        person.child.kill(stop)
        assert person.ends() == 128 + stop
        assert not person.screen.cursor.hidden


def test_prompts_go_to_the_terminal_and_data_to_standard_output(home: Path) -> None:
    draft = answers_file(home, {**OPENING, **ADULT})
    command = f"{sys.executable} -m iopintake start --answers {draft} --json - > {home}/out.json"
    with Terminal.of(["bash", "-c", command], home) as person:
        person.sees("All answers.")
        person.presses("Enter")
        person.sees("Nothing is chosen")
        person.presses("0", "Enter")
        person.sees("q done")
        person.presses("q")
        assert person.ends() == 0
        assert "program (IOP) fits." in flat(person.all_text())
    assert json.loads((home / "out.json").read_text())["recommendation"]["verdict"] == "fits"


def test_the_crisis_key_works_while_a_draft_is_offered_and_wrong_keys_are_told_of(
    terminal: Start, home: Path
) -> None:
    with terminal("--practice") as person:
        person.answers("Are you calling for yourself", "1")
        person.sees("first name or initials should I use")
        person.presses("Ctrl-C")
        person.ends()
    with terminal(again=True) as again:
        again.sees("There is an unfinished practice intake")
        again.presses("x", "Enter")
        again.sees('"x" is none of these options')
        again.presses("F9")
        again.sees("988: call or text, day and night")
        again.presses("Enter")
        again.sees("There is an unfinished practice intake")
        again.presses("n", "Enter")
        again.sees("Is it okay to talk")


def test_a_call_that_breaks_off_after_thoughts_of_suicide_is_due_now(terminal: Start, home: Path) -> None:
    with terminal("--answers", str(answers_file(home, {**OPENING, "suicide_thoughts": "now"}))) as person:
        person.sees("Enter confirms")
        person.presses("Ctrl-C")
        person.ends()
        person.sees("iopintake crisis")
    with Terminal(["list"], home) as later:
        later.ends()
        later.sees("NOW")
        later.sees_no("nothing due")
    with Terminal(["resume"], home) as again:
        again.sees("Ana")


def test_a_call_whose_window_is_killed_is_offered_with_its_sign_of_danger(
    terminal: Start, home: Path
) -> None:
    before = {q: value for q, value in OPENING.items() if not q.startswith("suicide_")}
    with terminal("--answers", str(answers_file(home, before))) as person:
        person.answers("Are you having thoughts of killing yourself?", "3")
        person.sees("any way to end your life")
        person.child.kill(signal.SIGKILL)
        person.ends()
    with terminal(again=True) as again:
        again.sees("There is a sign of danger in it")


def test_resume_asks_which_of_several_drafts_and_a_crisis_is_remembered(terminal: Start, home: Path) -> None:
    with terminal("--answers", str(answers_file(home, {**OPENING, "suicide_intent": "yes"}))) as person:
        person.sees("What comes next?")
        person.presses("Ctrl-C")
        person.ends()
        person.sees("iopintake crisis")
    with terminal("--answers", str(answers_file(home))) as other:
        other.sees("Enter confirms")
        other.presses("Ctrl-C")
        other.ends()
        other.sees_no("iopintake crisis")
    with Terminal(["resume"], home) as again:
        again.sees("Which intake do you want to go on with?")
        again.sees("!!! a sign of danger")
        again.presses("1", "Enter")
        again.sees("What comes next?")
        again.sees("Ana")
