"""Draws the picture in the README with Rich's SVG export. Run: python tests/golden/make_picture.py"""

from __future__ import annotations

import io
from itertools import islice
from pathlib import Path

from rich.console import Console

from iopintake.answers.circumstances import NOBODY, today
from iopintake.answers.files import read_answers
from iopintake.checking.cases import load_cases
from iopintake.checking.toolkit import load_toolkit
from iopintake.support import datafiles
from iopintake.terminal.pages.summary import summary_parts

PARTS = 42
"""As many parts of the summary as make a picture of one page."""


def main() -> None:
    """Write the picture beside this file."""
    toolkit = load_toolkit(None)
    whole = next(w for w in load_cases(datafiles.shipped_pack()) if w.case.id == "panic_weekly_not_enough")
    answers = read_answers(toolkit.pack, whole.case.id, whole.data, today()).answers
    console = Console(record=True, width=80, file=io.StringIO(), markup=False, emoji=False, highlight=False)
    for part in islice(summary_parts(toolkit.summarize(answers, NOBODY), toolkit.pack), PARTS):
        console.print(part)
    svg = console.export_svg(title="iopintake example panic_weekly_not_enough", unique_id="iopintake")
    (Path(__file__).parent / "example.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
