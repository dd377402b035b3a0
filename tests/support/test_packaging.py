"""The checkout holds nothing else, the wheel holds the questions, and their manual's example is one."""

from __future__ import annotations

import re
import subprocess
import zipfile
from pathlib import Path
from shutil import which

import pytest

ROOT = Path(__file__).parents[2]
TOP = {
    ".ci",
    ".gitignore",
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "iopintake",
    "pyproject.toml",
    "questions",
    "tests",
}


@pytest.mark.skipif(
    not (ROOT / ".git").exists() or not which("git"), reason="only a checkout tells what belongs to it"
)
def test_nothing_else_stands_at_the_top() -> None:
    """Somebody's scratch files were once committed with a change."""
    kept = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    assert {line.partition("/")[0] for line in kept.splitlines()} == TOP


def test_the_wheel_holds_every_file_of_the_questions(tmp_path: Path) -> None:
    wheel = pytest.importorskip("hatchling.builders.wheel")
    built = next(iter(wheel.WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])))
    names = set(zipfile.ZipFile(built).namelist())
    for path in (ROOT / "questions").rglob("*"):
        if path.is_file():
            assert f"iopintake/questions/{path.relative_to(ROOT / 'questions')}" in names
    assert "iopintake/export/hand_outs/document.html.jinja" in names
    assert "iopintake/locale/es/LC_MESSAGES/messages.mo" in names


def test_no_python_file_stands_among_the_questions() -> None:
    assert list((ROOT / "questions").rglob("*.py")) == []


def test_the_example_of_the_pack_manual_is_a_question() -> None:
    import json

    import tomli
    from pydantic import TypeAdapter

    from iopintake.packs.model import Question

    manual = (ROOT / "questions" / "README.md").read_text(encoding="utf-8")
    block = re.search(r"```toml\n(.*?)```", manual, re.DOTALL)
    assert block
    (question,) = tomli.loads(block[1])["question"]
    assert TypeAdapter(Question).validate_json(json.dumps(question)).codes == ("no", "yes")
