"""The pictures in the README are what the program shows today.

After a change that is meant: python tests/golden/make_picture.py
"""

from __future__ import annotations

import re
from importlib.util import module_from_spec, spec_from_file_location

import pytest
from helpers.cases import TESTS

from iopintake.checking.toolkit import Toolkit

FOLDER = TESTS / "golden"
NAMES = re.findall(r"\(tests/golden/(\w+\.svg)\)", (TESTS.parent / "README.md").read_text(encoding="utf-8"))


def test_the_readme_shows_pictures() -> None:
    assert len(NAMES) >= 2


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_what_the_program_shows(toolkit: Toolkit, name: str) -> None:
    spec = spec_from_file_location("make_picture", FOLDER / "make_picture.py")
    assert spec is not None
    assert spec.loader is not None
    maker = module_from_spec(spec)
    spec.loader.exec_module(maker)
    assert maker.picture(toolkit, name) == (FOLDER / name).read_text(encoding="utf-8"), (
        "it is stale: python tests/golden/make_picture.py"
    )
