"""What the README says of commands, options, files and figures is so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import typer.main
from helpers.cases import TESTS

from iopintake.cli.app import whole_app

ROOT = TESTS.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
GENERATED = re.compile(r"<!-- \[\[\[cog.*?\]\]\] -->", re.DOTALL)
PROSE = GENERATED.sub("", README)
CODE = re.findall(r"`([^`\n]+)`", PROSE)
GROUPS = ("pack", "screener", "config")
PROGRAMS = ("python", "copier", "ruff", "mypy")


def every_command() -> Iterator[tuple[str, Any]]:
    """Yield every command as it is typed, with what the command line library knows of it."""
    for name, command in typer.main.get_command(whole_app()).commands.items():  # type: ignore[attr-defined]
        yield name, command
        for part, inner in getattr(command, "commands", {}).items():
            yield f"{name} {part}", inner


COMMANDS = dict(every_command())
OPTIONS = {
    option
    for command in COMMANDS.values()
    for one in command.params
    for option in (*one.opts, *one.secondary_opts)
}


@pytest.mark.parametrize(
    "name", [name for name, command in COMMANDS.items() if command.params or " " in name]
)
def test_every_command_is_named_with_an_example_in_its_help(name: str) -> None:
    assert f"`{name}`" in README
    assert f"Example: iopintake {name}" in (COMMANDS[name].help or "")


def test_every_command_that_is_named_exists() -> None:
    typed = [code.split()[1:] for code in CODE if code.startswith("iopintake ")]
    named = {
        " ".join(words[: 2 if words[0] in GROUPS else 1])
        for words in typed
        if words[0].isalpha() and words[0].islower()
    }
    assert named
    assert named <= set(COMMANDS)


def test_every_option_that_is_named_exists() -> None:
    ours = [code for code in CODE if not code.startswith(PROGRAMS)]
    named = {word for code in ours for word in code.split() if word.startswith("--")}
    assert len(named) > 10
    assert named <= {*OPTIONS, "--help", "--version", "--language"}


def test_every_file_and_bench_that_is_named_is_there() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", PROSE)
    benches = re.findall(r"tests/bench/\w+\.py", README)
    tests = re.findall(r"tests/\w+/test_\w+\.py", README)
    assert links
    assert benches
    for path in (*links, *benches, *tests):
        assert (ROOT / path).exists(), path


def test_every_room_is_named_in_the_order_of_the_layers() -> None:
    layers = re.findall(r'^  "(\w+)",$', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    rooms = [path.name for path in (ROOT / "iopintake").iterdir() if (path / "__init__.py").exists()]
    order = [name for name in reversed(layers) if name in rooms]
    contributing = README[README.index("## Contributing") :]
    places = [contributing.index(f"`{name}`") for name in order]
    assert sorted(rooms) == sorted(order)
    assert places == sorted(places)


def test_the_readme_is_at_most_250_lines() -> None:
    assert len(README.splitlines()) <= 250
