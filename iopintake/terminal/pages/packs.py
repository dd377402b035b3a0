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
from iopintake.support.language import _
from iopintake.support.safe_text import safe_text
from iopintake.terminal.wrapping import wrapped


def show_report(out: Console, report: PackReport) -> None:
    """Print what a check found: each case, each edge that moved, a line of counts, each claim."""
    for result in report.cases:
        for line in _case_lines(result):
            out.print(safe_text(line))
    for line in report.moved:
        out.print(safe_text(_("MOVED  {line}").format(line=line)))
    about, pack = report.pack.about, report.pack
    out.print(
        _(
            "{id} {version}: sound; {count} questions, {count2} cases, {wrong} wrong; at most {what} "
            "asked; {pinned} pinned boundaries, {count3} moved"
        ).format(
            id=about.id,
            version=about.version,
            count=len(pack.questions),
            count2=len(report.cases),
            wrong=report.wrong,
            what=max((result.asked for result in report.cases), default=0),
            pinned=report.pinned,
            count3=len(report.moved),
        )
    )
    for line in _language_lines(report):
        out.print(safe_text(line))
    for proof in report.proofs:
        for line in _proof_lines(proof):
            out.print(safe_text(line))
    if report.proofs:
        for name in report.not_claimed:
            out.print(_("claimed not  {name}: switched off in claims.toml").format(name=name))


def _case_lines(result: CaseResult) -> Iterator[str]:
    mark = "WRONG" if result.wrong else "ok"
    yield _("{mark:<5} {asked:>3} asked  {name}").format(
        mark=mark, asked=result.asked, name=result.whole.case.name
    )
    for difference in result.wrong:
        yield f"        {difference}"


def _language_lines(report: PackReport) -> Iterator[str]:
    """Yield what each further language does not say yet."""
    for language in report.pack.languages[1:]:
        missing = report.missing.get(language, ())
        must = language in report.pack.about.complete
        mark = "ok" if not missing else "MISSING" if must else "begun"
        yield _("{mark:<7} {language}: {count} sentences are missing").format(
            mark=mark, language=language, count=len(missing) or _("no")
        )
        for sentence in missing:
            yield f"        {sentence.where}: {sentence.first}"
        if missing and must:
            yield _(
                "        Add their places with: iopintake pack words DIR {language}. "
                'Or take {language} out of "complete" in pack.toml.'
            ).format(language=language)


def _proof_lines(proof: Proof) -> Iterator[str]:
    """Yield what became of a claim, with an answers file for each set of answers that breaks it."""
    mark = "BROKEN" if proof.broken else "UNDECIDED" if proof.undecided else "proved"
    yield _("{mark}  {sentence} ({claim}, {queries} questions to the solver)").format(
        mark=mark, sentence=proof.sentence, claim=proof.claim, queries=proof.queries
    )
    if proof.undecided:
        yield f"        {proof.undecided}"
    for broken in proof.broken:
        yield f"        {broken.what}"
        for title, answers in ((_("with these answers"), broken.answers), (_("and then these"), broken.then)):
            if answers is not None:
                yield f"        {title}: {json.dumps(answers_data(answers))}"


def show_difference(out: Console, difference: PackDifference, behind: Sequence[str]) -> None:
    """Print the changed rules and sentences, a smallest example of each move, and how many real intakes move.

    BEHIND are the sentences of further languages that stand as they were though the first one's changed.
    """
    out.print(_("Rules"), style="bold")
    for line in difference.rules or (_("no rule and no question changed"),):
        out.print(f"- {safe_text(line)}")
    out.print(_("\nSentences"), style="bold")
    for line in difference.said or (_("no sentence and no phone number changed"),):
        out.print(f"- {safe_text(line)}")
    out.print(_("\nAnswers that now get another level"), style="bold")
    for move in difference.moved:
        out.print(
            _("- {before} -> {after}, for example:").format(
                before=move.before or _("none"), after=move.after or _("none")
            )
        )
        out.print(f"  {safe_text(json.dumps(answers_data(move.answers)))}", soft_wrap=True)
    if not difference.moved:
        out.print(_("- none: every set of answers gets the level that it had"))
    if behind:
        out.print(_("\nTo be translated anew"), style="bold")
    for line in behind:
        out.print(f"- {safe_text(line)}")
    if difference.real is not None:
        real = difference.real
        out.print(safe_text(_("\nReal intakes in {file}").format(file=real.file)), style="bold")
        out.print(_("- {values} of {total} move").format(values=sum(real.moves.values()), total=real.total))
        for (before, after), count in real.moves.most_common():
            out.print(_("- {count} from {before} to {after}").format(count=count, before=before, after=after))


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
    """Print the name and the sentence of each of CASES."""
    for whole in cases:
        out.print(safe_text(whole.case.id), style="bold")
        for line in wrapped(whole.case.name, out.width, "    "):
            out.print(line)
