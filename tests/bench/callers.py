"""Sets of answers as callers give them: broken off, declined, contradicting each other.

Each begins with a case of the shipped pack and is asked as the interview asks. What the case does not
say comes from another case, and so does one answer in eight that it does say.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any, Final

from iopintake.answers.circumstances import today
from iopintake.answers.files import read_answers
from iopintake.answers.model import Answers
from iopintake.checking.cases import load_cases
from iopintake.checking.toolkit import Toolkit
from iopintake.interview.flow import next_question
from iopintake.support import datafiles

BROKEN_OFF: Final = 1 / 3
DECLINED: Final = 0.04
KNOWS_LITTLE: Final = 0.06
"""Callers who call about somebody and can answer every second question only."""
CONTRADICTORY: Final = 0.08
OTHERWISE: Final = 1 / 8
INTERVIEWS: Final = 1_500
"""Interviews that are held; more sets are drawn by breaking these off and altering them elsewhere."""
IN_ONE_LINE: Final = (
    f"Drawn as callers answer: {BROKEN_OFF:.0%} broken off early, {CONTRADICTORY:.0%} contradictory, "
    f"{DECLINED:.0%} of the answers declined or not known, {KNOWS_LITTLE:.0%} by somebody who knows half."
)


class Callers:
    """Callers to the clinic of one pack."""

    def __init__(self, toolkit: Toolkit, seed: int = 1) -> None:
        self.toolkit = toolkit
        self.random = random.Random(seed)
        self.cases: list[dict[str, Any]] = [w.data["answers"] for w in load_cases(datafiles.shipped_pack())]
        self.said: dict[str, list[Any]] = {}
        for case in self.cases:
            for question, value in case.items():
                self.said.setdefault(question, []).append(value)

    def lines(self, count: int) -> Iterator[str]:
        """Yield COUNT lines of JSON."""
        held: list[dict[str, Any]] = []
        for number in range(count):
            if number < INTERVIEWS:
                held.append(self._interview(self.random.choice(self.cases)))
            yield json.dumps(
                {"answers": self._as_told(held[number] if number < INTERVIEWS else self._altered(held))}
            )

    def _interview(self, case: dict[str, Any]) -> dict[str, Any]:
        """Return what is said in an interview that goes on to its end."""
        evaluator = self.toolkit.evaluator
        given, answers = {}, Answers(today())
        while (question := next_question(evaluator.evaluate(answers))) is not None:
            if question.id in given:
                break  # asked again, which a file shows by "confirmed" only
            given[question.id] = raw = self._said(case, question.id)
            read = read_answers(self.toolkit.pack, "", {"answers": {question.id: raw}}, today()).answers
            answers = answers.with_answer(question.id, read[question.id])
        return given

    def _said(self, case: dict[str, Any], question_id: str) -> Any:
        if question_id in case and self.random.random() > OTHERWISE:
            return case[question_id]
        said = self.said.get(question_id)
        if said:
            return self.random.choice(said)
        return self._any(question_id)

    def _any(self, question_id: str) -> Any:
        """Return an answer to what no case says anything of."""
        question = self.toolkit.pack.questions[question_id]
        match question.type:
            case "choice":
                return self.random.choice(question.codes)
            case "choices":
                return [self.random.choice(question.codes)]
            case "integer":
                return self.random.randint(question.minimum or 0, question.maximum or 0)
            case "date":
                return today().isoformat()
            case "schedule":
                return ["mon-morning"]
            case "text":
                return "as told"

    def _altered(self, held: list[dict[str, Any]]) -> dict[str, Any]:
        interview = dict(self.random.choice(held))
        for question in interview:
            if self.random.random() < OTHERWISE:
                interview[question] = self._said({}, question)
        return interview

    def _as_told(self, interview: dict[str, Any]) -> dict[str, Any]:
        draw = self.random.random
        told = dict(interview)
        if draw() < BROKEN_OFF:
            told = dict(list(told.items())[: self.random.randint(3, max(4, len(told) - 5))])
        if draw() < CONTRADICTORY:
            for question in self.random.sample(list(told), min(3, len(told))):
                told[question] = self._said({}, question)
        withheld = 0.5 if draw() < KNOWS_LITTLE else DECLINED
        for question in told:
            if draw() < withheld:
                told[question] = {"absent": self.random.choice(["asked-declined", "asked-unknown"])}
        return told
