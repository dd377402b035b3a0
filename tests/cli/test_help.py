"""The help of the commands, as a person reads it who knows no Python."""

from __future__ import annotations

import re
from typing import Any

import typer

from iopintake.cli.app import whole_app
from iopintake.cli.help import _commands, command_of
from iopintake.packs.model import LEVELS
from iopintake.summary.clinician import REASONS
from iopintake.support.errors import nearest

WHOLE: Any = command_of(whole_app(), ["--help"])
HELPS = [(one.name, str(one.get_help(typer.Context(one, info_name=one.name)))) for one in _commands(WHOLE)]


def test_no_help_names_a_type_of_python() -> None:
    assert [name for name, shown in HELPS if re.search(r"<\w+( \w+)?>", shown)] == []


def test_a_value_is_called_like_its_option_and_choices_stay_as_they_are() -> None:
    helps = dict(HELPS)
    assert "--level LEVEL " in helps["decide"]
    assert "--days DAYS " in helps["queue"]
    assert "web_form|portal|paper|file" in helps["import"]


def test_a_hint_lists_all_names_of_a_screenful_and_says_how_many_more_there_are() -> None:
    names = [f"name_{number:02}" for number in range(40)]
    assert all(f'"{name}"' in nearest("zzz", names[:15]) for name in names[:15])
    assert nearest("zzz", names).endswith('"name_07" and 32 more.')
    assert "..." not in nearest("zzz", names)


def test_the_help_of_decide_lists_every_level_and_every_reason() -> None:
    shown = " ".join(dict(HELPS)["decide"].split())
    assert [code for code in (*LEVELS, *REASONS) if code not in shown] == []
