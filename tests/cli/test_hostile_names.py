"""Names and texts that a terminal would obey: every message and every output shows them, none runs them."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.cases import CASES, TODAY
from helpers.environment import environment_of
from hypothesis import given, settings
from hypothesis import strategies as st

from iopintake.cli.run import run as run_here
from iopintake.support.safe_text import safe_json, safe_line, safe_text

OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ud800-\udfff]")
NAMES = {
    "escapes": "a\x1b]52;c;ZWNobyBoaQ==\x07\x9b31m\x85\u202etxt.exe\u2066\x7f[link=http://x]a[/link]",
    "lines": "a\nAll intakes are deleted.\x1b[0m",
    "not UTF-8": os.fsdecode(b"a\xff\xfe"),
}
COMMANDS = {
    "assess": ["assess", "NAME"],
    "assess a folder": ["assess", "FOLDER"],
    "assess bad lines": ["assess", "LINES", "--format", "jsonl"],
    "assess whole": ["assess", "LINES", "--format", "jsonl", "--full"],
    "output is there": ["assess", "GOOD", "--format", "json", "--output", "LINES"],
    "output nowhere": ["assess", "GOOD", "--format", "json", "--output", "NAME/x"],
    "check": ["check", "NAME"],
    "check a folder": ["check", "FOLDER"],
    "start with a pack": ["start", "--plain", "--no-keep", "--pack", "NAME"],
    "start with answers": ["start", "--plain", "--no-keep", "--answers", "NAME"],
    "start over a file": ["start", "--plain", "--no-keep", "--json", "LINES"],
    "copy": ["pack", "copy", "NEW"],
    "copy onto": ["pack", "copy", "FOLDER"],
    "difference": ["pack", "diff", "NAME", "FOLDER"],
    "explain": ["explain", "NAME"],
    "show": ["show", "NAME"],
    "export": ["export", "NAME"],
    "delete": ["delete", "NAME", "--yes"],
    "restore": ["restore", "NAME"],
    "backup": ["backup", "NEW"],
    "backup onto": ["backup", "LINES"],
    "home": ["list", "--home", "LINES"],
    "guide": ["guide", "NAME"],
    "example": ["example", "NAME"],
    "crisis": ["crisis", "NAME"],
    "no such command": ["NAME"],
    "no such option": ["list", "--NAME"],
    "no such format": ["assess", "GOOD", "--format", "NAME"],
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("command", COMMANDS)
def test_no_message_lets_a_name_reach_the_terminal(
    command: str,
    name: str,
    home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    hostile = NAMES[name].replace("/", "_")
    folder, lines, good = (tmp_path / f"{kind}-{hostile}" for kind in ("folder", "lines", "good"))
    folder.mkdir()
    (folder / f"{hostile}.toml").touch()
    lines.write_text('{"answers": {"\\u001b[31m": 1}}\nx\n')
    good.write_text(json.dumps(CASES["intent"].data))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("IOPINTAKE_HOME", str(home / "records"))
    monkeypatch.setattr("sys.stdin", None)
    places = {
        "NAME": hostile,
        "FOLDER": folder.name,
        "LINES": lines.name,
        "GOOD": good.name,
        "NEW": f"new-{hostile}",
    }
    arguments = []
    for word in COMMANDS[command]:
        for key, value in places.items():
            if key in word:
                word = word.replace(key, value)  # noqa: PLW2901 - one place a word
                break
        arguments.append(word)
    code = run_here(arguments)
    told = capfdbinary.readouterr()
    for stream in (told.out, told.err):
        text = stream.decode("utf-8")
        assert not OBEYED.search(text), text
        assert "\nAll intakes are deleted" not in text
        assert "Traceback" not in text
        assert "defect" not in text, text
    assert code in {0, 2, 3, 4}


SAID = "a\x9b31m \x7f \u202eb\u2066 \u2028 \x1b]52;c;x\x07 Zo\u200cya"


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "markdown", "html", "text"])
def test_on_a_terminal_no_form_of_output_is_obeyed(form: str, home: Path, tmp_path: Path) -> None:
    data = {**CASES["intent"].data["answers"], "first_name": SAID, "place_now": {"value": SAID, "note": SAID}}
    (tmp_path / "a.json").write_text(json.dumps({"answers": data, "as_of": str(TODAY)}))
    command = [sys.executable, "-m", "iopintake", "assess", "a.json", "--format", form]
    environment = environment_of(home) | {"TERM": "dumb", "COLUMNS": "200"}
    piped = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=True).stdout
    master, slave = pty.openpty()
    child = subprocess.Popen(command, cwd=tmp_path, env=environment, stdin=slave, stdout=slave, stderr=slave)
    os.close(slave)
    shown = bytearray()
    while True:
        try:
            shown += os.read(master, 65536)
        except OSError:
            break
    assert child.wait() == 0
    text = shown.decode().replace("\r\n", "\n")
    assert not OBEYED.search(text)
    assert "Zo\u200cya" in text or form in {"jsonl", "csv"}  # these name nobody
    if form in {"json", "jsonl"}:
        assert json.loads(text) == json.loads(piped)


@given(text=st.text())
def test_what_is_shown_is_never_obeyed_and_harmless_text_stays(text: str) -> None:
    assert not OBEYED.search(safe_text(text))
    assert "\n" not in safe_line(text)
    assert OBEYED.search(text) or safe_text(text) == text


@pytest.mark.thorough
@settings(max_examples=200)
@given(data=st.recursive(st.text(), lambda inside: st.lists(inside) | st.dictionaries(st.text(), inside)))
def test_json_for_a_terminal_is_the_same_json(data: object) -> None:
    for indent in (None, 2):
        shown = safe_json(json.dumps(data, ensure_ascii=False, indent=indent))
        assert json.loads(shown) == data
        assert not OBEYED.search(shown)


def test_joiners_in_a_name_are_shown_as_typed() -> None:
    assert safe_text("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \U0001f469\u200d\U0001f33e") == (
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \U0001f469\u200d\U0001f33e"
    )
