"""Checks packs and copies them, for those who write them."""

from __future__ import annotations

import shutil
from pathlib import Path

from iopintake import datafiles
from iopintake.check import CaseResult, idle_faults, run_case
from iopintake.errors import ExitCode, FileError, PackError
from iopintake.packs.cases import load_cases
from iopintake.terminal.loading import open_desk
from iopintake.terminal.output import console
from iopintake.safe_text import safe_text


def run_check(folder: Path | None) -> int:
    """Check the pack in FOLDER and print what was found; return the exit code."""
    folder = folder or datafiles.shipped_pack()
    desk = open_desk(folder)
    faults = list(idle_faults(desk.evaluator))
    if faults:
        raise PackError(f"{folder}: the pack runs, but not everything in it matters.", faults)
    results = [run_case(desk.evaluator, desk.summarize, whole) for whole in load_cases(folder)]
    out = console()
    for result in results:
        _show(out.print, result)
    wrong = sum(bool(result.wrong) for result in results)
    pack = desk.pack
    out.print(
        f"{pack.about.id} {pack.about.version}: sound; {len(pack.questions)} questions, "
        f"{len(results)} cases, {wrong} wrong; at most {max((r.asked for r in results), default=0)} asked"
    )
    return ExitCode.BAD_INPUT if wrong or not results else ExitCode.DONE


def _show(print_line: object, result: CaseResult) -> None:
    assert callable(print_line)
    mark = "WRONG" if result.wrong else "ok"
    print_line(f"{mark:<5} {result.asked:>3} asked  {safe_text(result.whole.case.name)}")
    for difference in result.wrong:
        print_line(f"        {safe_text(difference)}")


def copy_pack(target: Path, source: Path | None) -> None:
    """Copy a pack into TARGET, which must not exist yet."""
    if target.exists():
        raise FileError(f"{target}: there is something already. Name a folder that is not there yet.")
    try:
        shutil.copytree(source or datafiles.shipped_pack(), target)
    except OSError as error:
        raise FileError(
            f"{target}: the pack can't be copied there ({error.strerror}). Check the path."
        ) from None
    console().print(f"{target}: copied. Give it its own id in pack.toml, then: iopintake check {target}")
