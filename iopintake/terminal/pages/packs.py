"""Packs on the screen: what a check found, what two packs differ in, the questions, the examples."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.text import Text

from iopintake.answers.as_data import answers_data
from iopintake.checking.cases import WholeCase
from iopintake.checking.check import CaseResult
from iopintake.checking.difference import PackDifference
from iopintake.checking.report import PackReport
from iopintake.packs.model import Pack
from iopintake.reasoning.proof import Proof
from iopintake.support.safe_text import safe_text


def show_report(out: Console, report: PackReport) -> None:
    """Print what a check found: each case, each edge that moved, a line of counts, each claim."""
    for result in report.cases:
        for line in _case_lines(result):
            out.print(safe_text(line))
    for line in report.moved:
        out.print(safe_text(f"MOVED  {line}"))
    about, pack = report.pack.about, report.pack
    out.print(
        f"{about.id} {about.version}: sound; {len(pack.questions)} questions, "
        f"{len(report.cases)} cases, {report.wrong} wrong; "
        f"at most {max((result.asked for result in report.cases), default=0)} asked; "
        f"{report.pinned} pinned boundaries, {len(report.moved)} moved"
    )
    for line in _language_lines(report):
        out.print(safe_text(line))
    for proof in report.proofs:
        for line in _proof_lines(proof):
            out.print(safe_text(line))
    if report.proofs:
        for name in report.not_claimed:
            out.print(f"claimed not  {name}: switched off in claims.toml")


def _case_lines(result: CaseResult) -> Iterator[str]:
    mark = "WRONG" if result.wrong else "ok"
    yield f"{mark:<5} {result.asked:>3} asked  {result.whole.case.name}"
    for difference in result.wrong:
        yield f"        {difference}"


def _language_lines(report: PackReport) -> Iterator[str]:
    """Yield what each further language does not say yet."""
    for language in report.pack.languages[1:]:
        missing = report.missing.get(language, ())
        must = language in report.pack.about.complete
        mark = "ok" if not missing else "MISSING" if must else "begun"
        yield f"{mark:<7} {language}: {len(missing) or 'no'} sentences are missing"
        for sentence in missing:
            yield f"        {sentence.where}: {sentence.first}"


def _proof_lines(proof: Proof) -> Iterator[str]:
    """Yield what became of a claim, with an answers file for each set of answers that breaks it."""
    mark = "BROKEN" if proof.broken else "UNDECIDED" if proof.undecided else "proved"
    yield f"{mark}  {proof.sentence} ({proof.claim}, {proof.queries} questions to the solver)"
    if proof.undecided:
        yield f"        {proof.undecided}"
    for broken in proof.broken:
        yield f"        {broken.what}"
        for title, answers in (("with these answers", broken.answers), ("and then these", broken.then)):
            if answers is not None:
                yield f"        {title}: {json.dumps(answers_data(answers))}"


def show_difference(out: Console, difference: PackDifference, behind: Sequence[str]) -> None:
    """Print the changed rules in words, a smallest example of each move, and how many real intakes move.

    BEHIND are the sentences of further languages that stand as they were though the first one's changed.
    """
    out.print("Rules", style="bold")
    for line in difference.rules or ("no rule and no question changed",):
        out.print(f"- {safe_text(line)}")
    out.print("\nAnswers that now get another level", style="bold")
    for move in difference.moved:
        out.print(f"- {move.before or 'none'} -> {move.after or 'none'}, for example:")
        out.print(f"  {safe_text(json.dumps(answers_data(move.answers)))}", soft_wrap=True)
    if not difference.moved:
        out.print("- none: every set of answers gets the level that it had")
    if behind:
        out.print("\nTo be translated anew", style="bold")
    for line in behind:
        out.print(f"- {safe_text(line)}")
    if difference.real is not None:
        real = difference.real
        out.print(safe_text(f"\nReal intakes in {real.file}"), style="bold")
        out.print(f"- {sum(real.moves.values())} of {real.total} move")
        for (before, after), count in real.moves.most_common():
            out.print(f"- {count} from {before} to {after}")


def show_questions(out: Console, pack: Pack) -> None:
    """Print every question with its id, type and options."""
    for section in pack.sections:
        out.print(f"\n{safe_text(section.title)}", style="bold")
        for question in section.question:
            bounds = "" if question.minimum is None else f" {question.minimum}..{question.maximum}"
            out.print(Text.assemble((question.id, "bold"), f"  {question.type}{bounds}"))
            out.print(f"    {safe_text(question.ask)}")
            for option in question.options:
                out.print(f"      {option.code}: {safe_text(option.label)}")


def show_examples(out: Console, cases: Iterable[WholeCase]) -> None:
    """Print the name and the sentence of every case."""
    for whole in cases:
        out.print(safe_text(whole.case.id), style="bold")
        out.print(f"    {safe_text(whole.case.name)}")
