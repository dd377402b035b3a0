"""What questions/README.md shows of a question and of a rule can be copied into a pack as it stands."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from iopintake.checking.load import load_pack
from iopintake.support.datafiles import shipped_pack

SHIPPED = shipped_pack()
README = SHIPPED.parent / "README.md"


def example(title: str) -> str:
    """Return the first block of TOML under the heading TITLE."""
    part = README.read_text(encoding="utf-8").partition(f"## {title}\n")[2]
    found = re.search(r"```toml\n(.*?)```", part, re.DOTALL)
    assert found is not None
    return found[1]


def test_the_examples_of_a_question_and_its_rules_make_a_pack(tmp_path: Path) -> None:
    own = tmp_path / "own"
    shutil.copytree(SHIPPED, own)
    for name, title in (("sections/symptoms.toml", "A question"), ("levels.toml", "A rule")):
        file = own / name
        file.write_text(f"{file.read_text(encoding='utf-8')}\n{example(title)}", encoding="utf-8")
    pack = load_pack(own)
    assert "sleep_trouble" in pack.questions
    assert "sleepless" in {need.id for need in pack.levels.need}
    assert "sleeps_badly" in {alert.id for alert in pack.levels.alert}
