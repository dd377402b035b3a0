"""The shipped cases as examples: a newcomer sees a result before asking anybody."""

from __future__ import annotations

from pathlib import Path

from iopintake import datafiles
from iopintake.answers_file import read_answers
from iopintake.errors import IopintakeError, nearest
from iopintake.intake import Circumstances
from iopintake.packs.cases import load_cases
from iopintake.safe_text import safe_text
from iopintake.terminal.assessing import print_summary
from iopintake.terminal.loading import open_desk, today
from iopintake.terminal.output import console


def list_examples(folder: Path | None) -> None:
    """Print the name and the sentence of every case, the chosen examples first."""
    cases = sorted(load_cases(folder or datafiles.shipped_pack()), key=lambda whole: not whole.case.example)
    out = console()
    for whole in cases:
        out.print(safe_text(whole.case.id), style="bold")
        out.print(f"    {safe_text(whole.case.name)}")


def show_example(name: str, folder: Path | None, form: str) -> None:
    """Print the summary of the case NAME; the nearest name is offered when there is none."""
    cases = {whole.case.id: whole for whole in load_cases(folder or datafiles.shipped_pack())}
    if name not in cases:
        raise IopintakeError(f'There is no example "{name}". {nearest(name, cases)}')
    desk = open_desk(folder)
    read = read_answers(desk.pack, f'case "{name}"', cases[name].data, today())
    circumstances = Circumstances(id=None, started_at=None, finished_at=None, mode="example", operator=None)
    print_summary(desk, desk.summarize(read.answers, circumstances), form)
