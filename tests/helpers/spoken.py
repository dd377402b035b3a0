"""How long the interviews of the cases are: questions asked, and words read aloud."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from helpers.cases import CASES, TODAY
from helpers.fakes import ScriptedAsker

from iopintake.answers.model import Answers
from iopintake.assessment.decide import result_of
from iopintake.assessment.quick import next_that_matters
from iopintake.checking.toolkit import Toolkit
from iopintake.interview.asker import Prompt, Reply
from iopintake.interview.conduct import ChooseNext, conduct
from iopintake.interview.flow import next_question

PLAIN = ({"yes", "no"},)
"""Options that nobody reads aloud."""


@dataclass
class ReadingAsker(ScriptedAsker):
    """Counts the words of what is read aloud: introductions, questions, and options that are read."""

    words: int = 0
    opened: set[str] = field(default_factory=set)

    def ask(self, prompt: Prompt) -> Reply:
        question, section = prompt.question, prompt.section
        if question.id not in self.asked:
            self.words += len(prompt.ask.split())
            if section.id not in self.opened:
                self.words += len(section.intro.split())
            if question.options and question.read_options and set(question.codes) not in PLAIN:
                self.words += sum(len(option.label.split()) for option in question.options)
        self.opened.add(section.id)
        return super().ask(prompt)


@dataclass(frozen=True)
class Spoken:
    """How long the interview of one case is."""

    case: str
    asked: int
    words: int
    asked_quick: int


Interviewed = Callable[[str, ChooseNext], tuple[ReadingAsker, Answers]]
"""Holds the interview of a case in an order of questions."""


def interviews(toolkit: Toolkit) -> Interviewed:
    """Return what holds the interview of a case, each once: many tests ask about all of them."""

    @cache
    def hold(case_id: str, choose_next: ChooseNext) -> tuple[ReadingAsker, Answers]:
        asker = ReadingAsker(CASES[case_id].data["answers"])
        outcome = conduct(
            toolkit.evaluator, Answers(TODAY), asker, lambda _event: None, choose_next=choose_next
        )
        return asker, outcome.answers

    return hold


def spoken_figures(toolkit: Toolkit, interviewed: Interviewed) -> list[Spoken]:
    """Return the figures of every case without a crisis sign."""
    found = []
    for case_id in CASES:
        whole, answers = interviewed(case_id, next_question)
        if result_of(toolkit.evaluator.evaluate(answers))[1] != "emergency":
            quick, _ = interviewed(case_id, next_that_matters)
            found.append(Spoken(case_id, len(whole.asked), whole.words, len(quick.asked)))
    return found
