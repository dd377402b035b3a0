"""The pictures in the README are what the program shows today.

After a change that is meant: python tests/golden/make_picture.py
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.cases import TESTS

FOLDER = TESTS / "golden"
NAMES = re.findall(r"\(tests/golden/(\w+\.svg)\)", (TESTS.parent / "README.md").read_text(encoding="utf-8"))


def test_the_readme_shows_pictures() -> None:
    assert len(NAMES) >= 2


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of pictures drawn by a process of their own.

    Rich keeps a style as it was first rendered, with other colours if another test came first.
    """
    folder = tmp_path_factory.mktemp("pictures")
    subprocess.run([sys.executable, str(FOLDER / "make_picture.py"), str(folder)], check=True)
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_what_the_program_shows(drawn: Path, name: str) -> None:
    assert (drawn / name).read_text(encoding="utf-8") == (FOLDER / name).read_text(encoding="utf-8"), (
        "it is stale: python tests/golden/make_picture.py"
    )
