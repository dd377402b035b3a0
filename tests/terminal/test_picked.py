"""A command about one intake without its id: at a terminal one chooses from the newest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from helpers.cases import CASES, Run
from helpers.terminal import Terminal, answers_file

ADULT = CASES["panic_weekly_not_enough"].data["answers"]


def kept(program: Run, home: Path, *names: str) -> list[str]:
    """Keep a finished intake for each of these names; return their ids, newest first."""
    for name in names:
        program("import", str(answers_file(home, {**ADULT, "first_name": name})))
    return [row["id"] for row in json.loads(program("list", "--json").stdout)]


@pytest.mark.parametrize(
    ("command", "asked"),
    [
        ("show", "Which intake do you want to see?"),
        pytest.param("delete", "Which intake do you want to delete?", marks=pytest.mark.thorough),
        pytest.param("decide", "Which intake do you want to decide on?", marks=pytest.mark.thorough),
        ("export", "Which intake do you want to export?"),
    ],
)
def test_the_newest_are_offered_with_who_they_are_and_what_they_came_to(
    program: Run, home: Path, command: str, asked: str
) -> None:
    kept(program, home, "Ana", "Ben")
    with Terminal([command], home) as person:
        person.sees(asked)
        person.sees("Ana, IOP fits, today")
        person.sees("Ben, IOP fits, today")
        person.presses("None", "Enter")
        assert person.ends() == 2
        person.sees(f"{command}: name the intake by its id, or how it begins.")


def test_a_draft_is_not_offered_for_a_decision_but_for_what_became_of_the_person(
    program: Run, home: Path
) -> None:
    kept(program, home, "Ana")
    program("import", "--draft", str(answers_file(home, {**ADULT, "first_name": "Ben"})))
    for words, offered in (([], False), (["--disposition", "declined"], True)):
        with Terminal(["decide", *words], home) as person:
            person.sees("Ana, IOP fits, today")
            assert ("Ben, draft" in person.text()) == offered
            person.presses("None", "Enter")
            assert person.ends() == 2


def test_the_one_that_is_chosen_is_shown(program: Run, home: Path) -> None:
    kept(program, home, "Ana", "Ben")
    with Terminal(["show"], home) as person:
        person.sees("Which intake")
        person.presses("2", "Enter")
        person.sees("q done")
        person.sees("Ana")
        person.presses("q")
        assert person.ends() == 0


@pytest.mark.thorough
def test_the_one_that_is_chosen_is_reopened_for_a_reason(program: Run, home: Path) -> None:
    kept(program, home, "Ana", "Ben")
    with Terminal(["amend"], home) as person:
        person.sees("Which intake do you want to reopen?")
        person.presses("2", "Enter")
        person.sees("Why are you reopening it?")
        person.presses("called back", "Enter")
        person.sees("All answers")
        person.sees("First name or initials: Ana")
        person.presses("Ctrl-C")
        person.ends()


@pytest.mark.thorough
def test_the_one_that_is_chosen_is_deleted_on_a_yes_only(program: Run, home: Path) -> None:
    newest, other = kept(program, home, "Ana", "Ben")
    for typed, left in (("n", [newest, other]), ("y", [other])):
        with Terminal(["delete"], home) as person:
            person.sees("Which intake")
            person.presses("1", "Enter")
            person.sees(f"Delete {newest}")
            person.presses(typed, "Enter")
            person.ends()
        assert [row["id"] for row in json.loads(program("list", "--json").stdout)] == left


@pytest.mark.thorough
def test_beside_the_newest_it_says_where_all_are(program: Run, home: Path) -> None:
    kept(program, home, *"ABCDEFGHIJ")
    with Terminal(["show"], home) as person:
        person.sees("These are the newest; all are in: iopintake list")
        person.sees("9. ")
        person.sees("10. None of these")
        person.presses("Ctrl-C")
        person.ends()


@pytest.mark.parametrize(
    "command",
    [
        "show",
        *(
            pytest.param(command, marks=pytest.mark.thorough)
            for command in ("delete", "decide", "amend", "export", "settle")
        ),
    ],
)
def test_without_a_terminal_nothing_is_offered_and_no_name_is_told(
    program: Run, home: Path, command: str
) -> None:
    kept(program, home, "Ana")
    ended = program(command, stdin=b"1\n")
    assert ended.returncode == 2
    assert b"Ana" not in ended.stderr
    assert b"in: iopintake list" in ended.stderr


def test_the_one_that_is_chosen_is_exported(program: Run, home: Path) -> None:
    kept(program, home, "Ana", "Ben")
    with Terminal(["export", "--output", str(home / "out.json")], home) as person:
        person.sees("Which intake do you want to export?")
        person.presses("2", "Enter")
        assert person.ends() == 0
    written = json.loads((home / "out.json").read_text(encoding="utf-8"))
    assert written["person"]["first_name"] == "Ana"


def test_where_nothing_is_to_be_settled_none_is_offered_for_it(program: Run, home: Path) -> None:
    kept(program, home, "Ana")
    with Terminal(["settle"], home) as person:
        person.sees("No intake is to be settled.")
        assert person.ends() == 2
