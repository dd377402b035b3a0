"""Checks packs and copies them, for those who write them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from iopintake.answers.as_data import answers_data
from iopintake.answers.circumstances import today
from iopintake.checking.cases import load_cases, load_pinned
from iopintake.checking.check import CaseResult, broken_boundaries, idle_faults, run_case
from iopintake.checking.toolkit import load_toolkit
from iopintake.reasoning.proof import Prover, unreachable_questions
from iopintake.support import datafiles
from iopintake.support.errors import ExitCode, Fault, PackError
from iopintake.support.safe_text import safe_text
from iopintake.terminal.output import console


def run_check(folder: Path | None, *, prove: bool) -> int:
    """Check the pack in FOLDER and print what was found; return the exit code."""
    folder = folder or datafiles.shipped_pack()
    toolkit = load_toolkit(folder)
    prover = Prover(toolkit.evaluator.book, today())
    faults = [*idle_faults(toolkit.evaluator), *_unreachable(prover)]
    if faults:
        raise PackError(f"{folder}: the pack runs, but not everything in it matters.", faults)
    out = console()
    results = [run_case(toolkit.evaluator, toolkit.summarize, whole) for whole in load_cases(folder)]
    for result in results:
        for line in _case_lines(result):
            out.print(safe_text(line))
    pinned = load_pinned(folder)
    moved = list(broken_boundaries(toolkit.evaluator, pinned)) if pinned else []
    for line in moved:
        out.print(safe_text(f"MOVED  {line}"))
    wrong = sum(bool(result.wrong) for result in results)
    pack = toolkit.pack
    out.print(
        f"{pack.about.id} {pack.about.version}: sound; {len(pack.questions)} questions, "
        f"{len(results)} cases, {wrong} wrong; at most {max((r.asked for r in results), default=0)} asked; "
        f"{len(pinned.boundary) if pinned else 0} pinned boundaries, {len(moved)} moved"
    )
    holds = not prove or _show_proof(prover, out.print)
    return ExitCode.DONE if holds and results and not wrong and not moved else ExitCode.BAD_INPUT


def _unreachable(prover: Prover) -> Iterator[Fault]:
    for question in unreachable_questions(prover.book, prover.ask, prover.one):
        where = f'question "{question}" > when'
        yield Fault(where, "no answers lead to it.", "Correct the condition, or remove the question.")


def _case_lines(result: CaseResult) -> Iterator[str]:
    mark = "WRONG" if result.wrong else "ok"
    yield f"{mark:<5} {result.asked:>3} asked  {result.whole.case.name}"
    for difference in result.wrong:
        yield f"        {difference}"


def _show_proof(prover: Prover, show: Callable[[str], None]) -> bool:
    """Print what became of each claim, with an answers file for each that is broken."""
    holds = True
    for proof in prover.prove():
        mark = "BROKEN" if proof.broken else "proved"
        show(f"{mark}  {proof.sentence} ({proof.claim}, {proof.queries} questions to the solver)")
        for broken in proof.broken:
            holds = False
            show(f"        {safe_text(broken.what)}")
            for title, answers in (("with these answers", broken.answers), ("and then these", broken.then)):
                if answers is not None:
                    table = json.dumps(answers_data(answers))
                    show(f"        {title}: {safe_text(table)}")
    skipped = [name for name, value in vars(prover.pack.claims).items() if value is False]
    for name in skipped:
        show(f"claimed not  {name}: switched off in claims.toml")
    return holds
