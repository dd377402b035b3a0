"""Settings: the operator's own keys, and what can't be a key."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.terminal import Terminal

from iopintake.support.errors import FileError
from iopintake.terminal.prompts.keys import KEYS, Command, key_table


def test_a_command_moves_to_another_key_and_keeps_its_second_way() -> None:
    table = key_table({"note": "f11"})
    assert table[Command.NOTE].key == ("f11",)
    assert table[Command.NOTE].second == KEYS[Command.NOTE].second
    assert table[Command.CRISIS] == KEYS[Command.CRISIS]


def test_every_fault_of_the_keys_is_told_at_once() -> None:
    with pytest.raises(FileError) as caught:
        key_table({"crisis": "f11", "nte": "f11", "note": "x", "help": "f8"})
    text = "\n".join(caught.value.lines())
    assert text.count("  - ") == 4
    assert "F8 would do 2 things" in text


def test_the_interview_follows_the_settings(home: Path) -> None:
    folder = home / ".config" / "iopintake"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text('[keys]\ndeclined = "f12"\n')
    with Terminal(["start"], home) as person:
        person.sees("F12 declined")
        person.presses("\x1b[24~")
        person.sees(": declined")
