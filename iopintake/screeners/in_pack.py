"""How what a screener comes to reaches the pack: by LOINC code, as answers to the pack's questions."""

from __future__ import annotations

from datetime import datetime

from iopintake.answers.model import Answer, Answers
from iopintake.packs.conditions import Test, tests
from iopintake.packs.model import Pack, Screener
from iopintake.screeners.filling import Filling
from iopintake.screeners.scoring import Score, score


def questions_of(pack: Pack, filling: Filling) -> dict[str, str]:
    """Return the questions of PACK that the form of FILLING can answer, with their LOINC codes."""
    codes = {code for item in filling.form.every_item() for code in item.codes}
    found: dict[str, str] = {}
    for screener in pack.screeners:
        if screener.loinc and (screener.loinc in codes or screener.panel in filling.form.codes):
            found[screener.question] = screener.loinc
            found |= {item.question: item.loinc for item in screener.item if item.loinc in codes}
    return found


def told(pack: Pack, filling: Filling, at: datetime | None = None) -> dict[str, Answer]:
    """Return what FILLING answers of PACK's questions: whole totals, and items as soon as they are given."""
    come_to: Score = score(filling, pack)
    found = {}
    for question, code in questions_of(pack, filling).items():
        number = come_to.totals.get(code, come_to.items.get(code))
        known = pack.questions[question]
        if isinstance(number, int) and (known.minimum or 0) <= number <= (known.maximum or number):
            found[question] = Answer(value=number, at=at)
    return found


def with_result(pack: Pack, answers: Answers, filling: Filling) -> Answers:
    """Return ANSWERS with what FILLING tells, and with the screener among those that were done."""
    for question, answer in told(pack, filling).items():
        for gate in tests(pack.questions[question].when):
            answers = _opened(pack, answers, gate)
        answers = answers.with_answer(question, answer)
    return answers


def band(screener: Screener, total: float) -> str | None:
    """Return the name of the band that TOTAL lies in, or None where there is none."""
    reached = [band.label for band in screener.band if total >= band.from_total]
    return reached[-1] if reached else None


def _opened(pack: Pack, answers: Answers, gate: Test) -> Answers:
    """Return ANSWERS with the option chosen that a question waits for: this screener was done."""
    question = pack.questions[gate.answer]
    if gate.operator != "includes" or not isinstance(gate.operand, str):
        return answers
    held = answers.value(gate.answer)
    alone = {option.code for option in question.options if option.exclusive}
    chosen = {gate.operand, *(held if isinstance(held, tuple) else ())} - alone
    return answers.with_answer(
        gate.answer, Answer(value=tuple(code for code in question.codes if code in chosen))
    )
