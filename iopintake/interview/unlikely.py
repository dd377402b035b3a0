"""What is asked back before an unlikely answer is taken: once, and nothing is ever refused for it."""

from __future__ import annotations

from collections.abc import Callable

from iopintake.answers.model import Answer, Answers, Value
from iopintake.packs.model import Question
from iopintake.rules.evaluation import Evaluator
from iopintake.rules.names import unlikely


def asking_back(evaluator: Evaluator, answers: Answers, question: Question) -> Callable[[Value], str]:
    """Return what says, for a value, what to ask before it is taken for QUESTION beside ANSWERS.

    It says nothing where the value is likely, and nothing of an answer that stands.
    """

    def asked(value: Value) -> str:
        if not question.unlikely or answers.value(question.id) == value:
            return ""
        supposed = evaluator.evaluate(answers.with_answer(question.id, Answer(value=value)))
        return " ".join(
            doubt.say
            for number, doubt in enumerate(question.unlikely)
            if supposed.is_met(unlikely(question.id, number))
        )

    return asked
