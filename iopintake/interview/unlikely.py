"""What is asked back before an unlikely answer is taken: once, and nothing is ever refused for it."""

from __future__ import annotations

import re
from collections.abc import Callable

from iopintake.answers.model import Answer, Answers, Value
from iopintake.packs.model import Question, Unlikely
from iopintake.rules.evaluation import Evaluator
from iopintake.rules.names import unlikely
from iopintake.support.lookup import folded


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
            if supposed.is_met(unlikely(question.id, number)) and _is_said(doubt, value)
        )

    return asked


def _is_said(doubt: Unlikely, value: Value) -> bool:
    """Say whether VALUE, where it is a text, is one that DOUBT is about: "Me, 555-0134" is "me"."""
    if not isinstance(value, str) or not doubt.words:
        return True
    said = " ".join(re.findall(r"[^\W\d_]+", folded(value)))
    return said in {folded(word) for word in doubt.words}
