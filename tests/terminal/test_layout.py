"""What stands on the screen: options, marks for what is out of sight, wrapping, keys."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from helpers.terminal import Terminal, answers_file
from hypothesis import example, given
from hypothesis import strategies as st

from iopintake.packs.model import Option
from iopintake.support.safe_text import safe_text
from iopintake.terminal.prompts import wording
from iopintake.terminal.prompts.keys import AT_QUESTION, KEYS, key_line, toolbar_lines
from iopintake.terminal.prompts.line import one, said, words
from iopintake.terminal.prompts.option_list import OptionList
from iopintake.terminal.prompts.page import Page, Screen, latest, lay_out
from iopintake.terminal.theme import Role
from iopintake.terminal.wrapping import columns, told_lines, wrapped

LONG = (
    "Yes - within the past 24 hours, including this morning before the call, and the caller is still {}"
    " in the same place now"
)


def options(*labels: str, several: bool = False, exclusive: str = "", **more: object) -> OptionList:
    made = [Option(code=label, label=label, exclusive=label == exclusive) for label in labels]
    return OptionList(made, several=several, **more)  # type: ignore[arg-type]


def presses(listed: OptionList, keys: str) -> None:
    for key in keys:
        listed.enter() if key == "\r" else listed.type(key)


def shown(listed: OptionList, width: int = 60, height: int = 50) -> list[str]:
    return [words(line) for line in listed.lines(width, height)]


# --- choosing ----------------------------------------------------------------------------


def test_nothing_is_pointed_at_until_a_key_does() -> None:
    listed = options("No", "Yes")
    assert listed.enter() is None
    assert listed.message == "Nothing is chosen. Press a number, then Enter."
    assert shown(listed) == ["   1. No", "   2. Yes"]


def test_a_number_points_and_enter_confirms() -> None:
    listed = options("No", "Yes")
    presses(listed, "2")
    assert shown(listed) == ["   1. No", "=> 2. Yes"]
    assert listed.enter() == ("Yes",)


def test_a_number_without_an_option_says_so_and_chooses_nothing() -> None:
    listed = options("No", "Yes")
    presses(listed, "7")
    assert listed.echo == "Typed: 7 (none of these, or not yet)"
    presses(listed, "\r")
    assert listed.message == "There is no option 7; the options go from 1 to 2."
    assert (listed.pointer, listed.enter()) == (None, None)


@pytest.mark.parametrize(
    ("keys", "chosen"), [("1", "o1"), ("12", "o12"), ("2", "o2"), ("o3", "o3"), ("o11", "o11")]
)
def test_two_digits_choose_where_there_are_that_many(keys: str, chosen: str) -> None:
    listed = options(*(f"o{number}" for number in range(1, 13)))
    presses(listed, keys)
    assert listed.enter() == (chosen,)


def test_arrows_begin_at_the_ends_and_stop_there() -> None:
    listed = options("a", "b", "c")
    listed.move(1)
    assert listed.pointer == 0
    listed.move(-1)
    assert listed.pointer == 0
    other = options("a", "b", "c")
    other.move(-1)
    assert other.pointer == 2


def test_none_of_these_unticks_the_others_and_the_other_way_round() -> None:
    listed = options("None", "Shaking", "Sweating", several=True, exclusive="None")
    presses(listed, "2 3")
    assert listed.enter() == ("Shaking", "Sweating")
    presses(listed, "1")
    assert listed.enter() == ("None",)
    presses(listed, "3")
    assert listed.enter() == ("Sweating",)


def test_what_is_pasted_into_a_list_is_refused_in_words_that_can_be_read() -> None:
    listed = options("a", "b")
    listed.pasted("1\r1\rAna\n")
    assert listed.message.startswith('"1 1 Ana" is none of these options')


def test_a_number_twice_unticks() -> None:
    listed = options("a", "b", several=True)
    presses(listed, "1 1")
    assert listed.enter() is None
    assert listed.message == "Nothing is ticked. Press a number, then Enter."


def test_numbers_tick_while_they_mean_options_and_a_longer_one_replaces_its_beginning() -> None:
    for keys, chosen in (
        ("1", ("o1",)),
        ("1 2", ("o1", "o2")),
        ("1,2", ("o1", "o2")),
        ("10", ("o10",)),
        ("1 10", ("o1", "o10")),
        ("o4 o5", ("o4", "o5")),
        ("12", ()),
        ("3 times a day", ()),
        ("150 mg", ()),
    ):
        listed = options(*(f"o{number}" for number in range(1, 11)), several=True)
        presses(listed, keys)
        listed.settle()
        assert tuple(o.code for n, o in enumerate(listed.options) if n in listed.ticked) == chosen, keys


@given(st.text(st.sampled_from("0123456789 ,-/abcno"), max_size=14))
@example("1,1")
def test_what_is_typed_shows_at_once_what_enter_would_take(typed: str) -> None:
    for several in (False, True):
        listed = options("No", "Yes, now", "Not now", several=several)
        presses(listed, typed)
        before = shown(listed)
        taken = listed.enter()
        sign = "[x]" if several else "=>"  # where several are chosen, the pointer alone takes nothing
        marked = [line for line in before if sign in line]
        assert bool(taken) is bool(marked)
        if taken is None and not several:
            assert listed.enter() is None


def test_in_a_review_zero_finishes_and_the_answers_keep_their_numbers() -> None:
    listed = options("finish", *(f"o{number}" for number in range(1, 13)), first_number=0)
    presses(listed, "0")
    assert listed.enter() == ("finish",)
    presses(listed, "10")
    assert listed.enter() == ("o10",)


# --- looks -------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [20, 50, 60, 80, 110, 200])
def test_long_options_are_whole_and_differ_at_any_width(width: int) -> None:
    listed = options(LONG.format("here"), LONG.format("there"))
    lines = shown(listed, width)
    assert all(len(line) <= width for line in lines)
    parts = " ".join(" ".join(lines).replace("1.", "|").replace("2.", "|").split()).split("| ")[1:]
    assert [part.strip() for part in parts] == [LONG.format("here"), LONG.format("there")]


def test_a_long_option_hangs_under_its_first_word() -> None:
    listed = options("one two three four", several=True)
    assert shown(listed, 20) == ["   [ ] 1. one two", "          three four"]


@given(
    st.lists(st.integers(1, 120), min_size=1, max_size=30),
    st.integers(0, 29),
    st.integers(6, 30),
    st.integers(30, 120),
)
def test_a_list_that_does_not_fit_says_how_much_is_out_of_sight(
    lengths: list[int], pointer: int, height: int, width: int
) -> None:
    listed = options(*(f"{'w ' * length}." for length in lengths))
    listed.pointer = min(pointer, len(lengths) - 1)
    height = max(height, listed.least_height(width))
    lines = shown(listed, width, height)
    assert len(lines) <= height
    numbers = [line.split(".")[0].strip("=> ") for line in lines if line[:3].strip() in {"", "=>"}]
    seen = {int(number) for number in numbers if number.isdigit()}
    above = int(lines[0].split()[1]) if "more above" in lines[0] else 0
    below = int(lines[-1].split()[1]) if "more below" in lines[-1] else 0
    assert seen == set(range(above + 1, len(lengths) - below + 1))
    assert listed.pointer + 1 in seen


@given(st.integers(0, 60), st.integers(3, 40))
def test_every_line_of_a_long_text_comes_into_sight(count: int, room: int) -> None:
    lines = [one(Role.PLAIN, f"line {number}") for number in range(count)]
    page = Page(lambda _width: lines)
    seen: list[str] = []
    for _ in range(count + 1):
        part = [words(line) for line in page.shown(lines, room)]
        assert len(part) <= max(room, 3)
        marked = [text for text in part if "more lines" in text]
        bare = [text for text in part if text not in marked]
        hidden = sum(int(text.split()[1]) for text in marked)
        assert hidden + len(bare) == count
        seen += bare
        if not page.more_below:
            break
        page.scroll_by(1)
    assert set(seen) == set(map(words, lines))


@pytest.mark.parametrize("rows", [6, 8, 10, 12, 14, 18, 24, 50])
@pytest.mark.parametrize("width", [59, 79, 100])
def test_a_screen_fills_the_terminal_and_shows_the_question_and_the_keys(rows: int, width: int) -> None:
    page = Page(text=lambda w: said("say " * 60, w, Role.ALOUD), commands=AT_QUESTION)
    screen = Screen(
        width=width,
        rows=rows,
        top=[one(Role.TOP, "Ana")],
        recent=[[one(Role.ANSWER, "Age: 34")]],
        keys=key_line(KEYS, width, AT_QUESTION),
    )
    laid = lay_out(page, options(*"abcdefghijkl"), said("message", width), screen)
    lines = [words(line) for line in laid.lines(rows)]
    assert len(lines) == rows
    assert lines[-1].startswith("F9 CRISIS")
    assert any("say say" in line for line in lines)
    assert any(". a" in line for line in lines)
    assert any("more" in line or "too low" in line for line in lines) or rows >= 18


def test_the_question_stands_in_the_same_row_however_many_answers_stand_above() -> None:
    page = Page(text=lambda w: said("Question?", w, Role.ALOUD), commands=AT_QUESTION)
    rows = set()
    for count in range(6):
        recent = [[one(Role.ANSWER, f"answer {number}")] for number in range(count)]
        screen = Screen(width=79, rows=24, top=[one(Role.TOP, "Ana")], recent=recent)
        lines = list(map(words, lay_out(page, options("a", "b"), [], screen).lines(24)))
        rows.add(lines.index("Question?"))
    assert len(rows) == 1


@pytest.mark.parametrize("width", [39, 59, 79])
def test_earlier_answers_stand_whole_or_not_at_all(width: int) -> None:
    said_before = ["Age: 34", f"Medication: {LONG.format('')}", "A plan: No", "Thoughts of suicide: No"]
    entries = [tuple(said(text, width)) for text in said_before]
    page = Page(text=lambda w: said("Question?", w, Role.ALOUD), commands=AT_QUESTION)
    for count in range(1, len(entries) + 1):
        screen = Screen(width=width, rows=24, recent=entries[:count])
        seen = list(map(words, lay_out(page, options("a", "b"), [], screen).lines(24)))
        for entry in entries[:count]:
            shown = [words(line) in seen for line in entry]
            cut_short = any(line.endswith(" ...") for line in seen)
            assert all(shown) or not any(shown) or (entry is entries[count - 1] and cut_short)


def test_of_an_answer_with_more_lines_than_there_are_rows_the_beginning_is_shown_and_marked() -> None:
    entry = tuple(said(f"Note: {LONG} {LONG} {LONG}", 40))
    shown = list(map(words, latest([entry], 3, 40)))
    assert shown[:2] == [words(line) for line in entry[:2]]
    assert shown[2].endswith(" ...")
    assert all(columns(line) <= 40 for line in shown)


@pytest.mark.parametrize("width", [30, 40, 59, 79, 200])
def test_the_five_keys_that_matter_fit_in_one_line_with_the_crisis_key_first(width: int) -> None:
    line = words(key_line(KEYS, width, AT_QUESTION))
    assert len(line) <= width
    assert line.startswith("F9 CRISIS")
    for what in ("back", "help", *(("declined", "not known") if width >= 59 else ())):
        assert what in line


@pytest.mark.parametrize("width", [40, 59, 79, 200])
def test_the_help_lists_every_key_printed_whole(width: int) -> None:
    lines = toolbar_lines(KEYS, width, AT_QUESTION)
    assert all(len(line) <= width for line in lines)
    for command, pair in KEYS.items():
        assert any(command.value in line for line in lines)
        assert pair.key != pair.second


@given(st.text(max_size=200), st.integers(14, 80))
def test_wrapped_text_is_safe_fits_and_loses_nothing_but_spaces(text: str, width: int) -> None:
    lines = wrapped(text, width, "> ")
    assert all(columns(line) <= width for line in lines)
    assert all(safe_text(line) == line for line in lines)
    assert "".join("".join(lines)[1:].split()) == "".join(safe_text(text).split())


def test_a_name_with_joiners_is_shown_as_it_was_typed_and_they_take_no_column() -> None:
    for name in ("\u0639\u0644\u06cc\u200c\u0631\u0636\u0627", "\u0915\u094d\u200d\u0937"):
        assert wrapped(name, 20, "> ") == [f"> {name}"]
        assert columns(name) == sum(unicodedata.category(char) not in {"Cf", "Mn"} for char in name)


def test_wide_characters_count_two_columns() -> None:
    assert wrapped("日本語 日本語", 10, "> ") == ["> 日本語", "  日本語"]


def test_a_wrong_number_takes_back_what_its_first_digit_pointed_at() -> None:
    listed = options("No", "Yes")
    presses(listed, "15\r")
    assert (listed.message, listed.pointer) == ("There is no option 15; the options go from 1 to 2.", None)
    assert listed.enter() is None


def test_enter_shows_the_options_that_were_out_of_sight_before_it_confirms() -> None:
    listed = OptionList(
        [Option(code=f"o{n}", label=f"o{n}") for n in range(1, 10)], several=True, read_out=True
    )
    listed.lines(60, 5)
    presses(listed, "1")
    seen = "\n".join(map(words, listed.lines(60, 5)))
    while (chosen := listed.enter()) is None:
        assert "Enter again confirms" in listed.message
        seen += "\n".join(map(words, listed.lines(60, 5)))
    assert chosen == ("o1",)
    assert all(f" {n}> o{n}" in seen for n in range(1, 10))


@pytest.mark.parametrize("width", [39, 59, 79])
def test_each_mark_of_the_overview_stands_beside_what_it_means(width: int) -> None:
    lines = [words(line) for line in wording.state_key(width)]
    assert all(len(line) <= width for line in lines)
    assert [entry for line in lines for entry in line.split("  ")] == list(wording.STATE_KEY)


def test_a_command_to_type_next_is_never_broken() -> None:
    told = "Your answers are saved. To continue: iopintake resume mola-kami"
    assert told_lines(told, 60) == ["Your answers are saved. To continue:", "  iopintake resume mola-kami"]
    assert told_lines(told, 80) == [told]


@pytest.mark.parametrize(
    ("command", "last"),
    [
        (["start", "--plain", "--no-keep"], "Yes, that's fine"),
        (["decide", "mola-kami", "--due", "whenever", "--disposition", "call_back"], "mola-kami"),
        (["start", "--answers", "before.json"], "nobody"),
    ],
)
def test_on_a_narrow_terminal_no_word_is_broken_at_its_edge(
    home: Path, command: list[str], last: str
) -> None:
    answers_file(home, {"agee": 3, "consent": "perhaps", "privacy": "nobody"})
    with Terminal(command, home, columns=44) as person:
        person.sees(last)
        assert [line for line in person.raw.decode().splitlines() if len(line.rstrip()) > 44] == []
