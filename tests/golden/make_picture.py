"""Draws the pictures in the README with Rich's SVG export. Run: python tests/golden/make_picture.py"""

from __future__ import annotations

import io
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers.cases import CASES, TODAY
from rich.console import Console
from rich.text import Text

from iopintake.answers.circumstances import EXAMPLE
from iopintake.answers.files import read_answers
from iopintake.checking.toolkit import Toolkit, load_toolkit
from iopintake.terminal.pages.walk import Walk

HERE = Path(__file__).parent
ROWS, COLUMNS = 24, 80
PICTURES = {
    "fits.svg": ("panic_weekly_not_enough", ""),
    "emergency.svg": ("intent", ""),
}
"""The case and the key pressed, by the picture's name."""


def picture(toolkit: Toolkit, name: str) -> str:
    """Return what somebody sees on a terminal of 24 lines and 80 columns, as SVG."""
    case_id, key = PICTURES[name]
    answers = read_answers(toolkit.pack, case_id, CASES[case_id].data, TODAY).answers
    seen = Walk(toolkit.summarize(answers, EXAMPLE), toolkit.pack, environment={"COLORTERM": "truecolor"})
    seen.press(key, ROWS, COLUMNS)
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), markup=False, emoji=False)
    console.print(Text.from_ansi(seen.shown(ROWS, COLUMNS)))
    console.print(Text.from_ansi(seen.keys(ROWS, COLUMNS)))
    return console.export_svg(title=f"iopintake example {case_id}", unique_id=name.removesuffix(".svg"))


def main() -> None:
    """Write the pictures beside this file, or into the folder that is named."""
    toolkit = load_toolkit(None)
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    for name in PICTURES:
        (folder / name).write_text(picture(toolkit, name), encoding="utf-8")


if __name__ == "__main__":
    main()
