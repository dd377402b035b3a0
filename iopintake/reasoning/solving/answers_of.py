"""Reads a model of the clauses back as the answers that it stands for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from iopintake.answers.model import Absent, Answer, Answers, Value
from iopintake.packs.model import Question
from iopintake.reasoning.solving.clauses import Literal
from iopintake.reasoning.solving.encoding import Encoding, QuestionLiterals
from iopintake.reasoning.thresholds import least_number


def answers_of(encoding: Encoding, model: Iterable[Literal], as_of: date) -> Answers:
    """Return the answers that a model of the clauses stands for."""
    true = {literal for literal in model if literal > 0}
    found = Answers(as_of)
    for question in encoding.book.pack.questions.values():
        literals = encoding.questions[question.id]
        if literals.valued in true:
            value = _value(encoding, question, literals, true, as_of)
            answer = Answer(value=value)
        elif literals.withheld in true:
            answer = Answer(absent=Absent.DECLINED)
        else:
            continue
        again = [c for (q, c), literal in encoding.confirmed.items() if q == question.id and literal in true]
        found = found.with_answer(question.id, replace(answer, confirmed=tuple(again)))
    return found


def _value(
    encoding: Encoding, question: Question, literals: QuestionLiterals, true: set[Literal], as_of: date
) -> Value:
    held = [p.operand for p, literal in literals.propositions.items() if literal in true]
    match question.type:
        case "choice":
            return next(code for code in held if isinstance(code, str))
        case "choices" | "schedule":
            return tuple(code for code in held if isinstance(code, str))
        case "text":
            return "x"
        case _:
            number = _number(encoding, question, [n for n in held if isinstance(n, int)])
            return as_of - timedelta(days=number) if question.type == "date" else number


def _number(encoding: Encoding, question: Question, reached: list[int]) -> int:
    if reached:
        return max(reached)
    lowest = min(encoding.thresholds.get(question.id, ()), default=1) - 1
    least = least_number(question)
    return lowest if least is None else max(least, lowest) if question.type == "date" else least
