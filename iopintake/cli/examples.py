"""The shipped cases as examples: a newcomer sees a result before asking anybody."""

from __future__ import annotations

from pathlib import Path

from iopintake.answers.circumstances import Circumstances, today
from iopintake.answers.files import read_answers
from iopintake.checking.cases import load_cases
from iopintake.checking.toolkit import load_toolkit
from iopintake.cli.assess import print_summary
from iopintake.support import datafiles
from iopintake.support.errors import IopintakeError, nearest
from iopintake.support.safe_text import safe_text
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
    toolkit = load_toolkit(folder)
    read = read_answers(toolkit.pack, f'case "{name}"', cases[name].data, today())
    circumstances = Circumstances(id=None, started_at=None, finished_at=None, mode="example", operator=None)
    print_summary(toolkit, toolkit.summarize(read.answers, circumstances), form)
