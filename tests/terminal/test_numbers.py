"""A question has one number: in the overview, above the question, and in what is typed to go there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pytest
from helpers.cases import CASES, TODAY
from helpers.fakes import ScriptedAsker

from iopintake.answers.model import Answers
from iopintake.assessment.quick import next_that_matters
from iopintake.checking.toolkit import Toolkit
from iopintake.interview.asker import JumpTo, Move, Prompt, Reply
from iopintake.interview.conduct import ChooseNext, conduct
from iopintake.interview.flow import IN_TURN, next_question, state
from iopintake.support.language import speaking
from iopintake.terminal.prompts.line import words
from iopintake.terminal.prompts.wording import overview_rows, place_line, top_line
from iopintake.terminal.theme import SPOKEN

WIDTHS = (80, 60)


@dataclass
class Comparing(ScriptedAsker):
    """Answers as its table says, and notes what each question is numbered in each place."""

    numbers: list[tuple[str, str, set[str]]] = field(default_factory=list)
    out_of_turn: list[set[str]] = field(default_factory=list)

    def ask(self, prompt: Prompt) -> Reply:
        rows = [row.question_id for row in overview_rows(prompt.evaluation)]
        listed = rows.index(prompt.question.id) + 1
        above = {words(top_line(prompt, width, SPOKEN, 7)) for width in WIDTHS} | {place_line(prompt)}
        if state(prompt.evaluation, prompt.question.id) in IN_TURN:
            told = {number for line in above for number in re.findall(r"(\d+) (?:of about|de unas)", line)}
            self.numbers.append((prompt.question.id, str(listed), told))
        else:
            assert listed > prompt.progress.about
            self.out_of_turn.append(above)
        return super().ask(prompt)


def walked(toolkit: Toolkit, asker: Comparing, choose_next: ChooseNext = next_question) -> Comparing:
    conduct(toolkit.evaluator, Answers(TODAY), asker, lambda _event: None, choose_next=choose_next)
    return asker


@pytest.mark.parametrize("choose_next", [next_question, next_that_matters])
@pytest.mark.parametrize("case", ["panic_weekly_not_enough", "intent", "teen_with_mother", "phq9_of_19"])
def test_through_a_whole_interview_the_overview_numbers_a_question_as_its_header_does(
    toolkit: Toolkit, case: str, choose_next: ChooseNext
) -> None:
    asker = walked(toolkit, Comparing(CASES[case].data["answers"]), choose_next)
    assert len(asker.numbers) >= 15
    assert [told for _question, _listed, told in asker.numbers] == [
        {at} for _question, at, _told in asker.numbers
    ]


def test_going_back_and_to_and_fro_keeps_the_numbers(toolkit: Toolkit) -> None:
    asker = Comparing(CASES["panic_weekly_not_enough"].data["answers"])
    asker.at("age", Move.BACK, JumpTo("first_name")).at("insurance", JumpTo("language"))
    walked(toolkit, asker)
    assert all(told == {at} for _question, at, told in asker.numbers)


def test_a_question_that_is_gone_to_out_of_turn_has_no_number_of_another(toolkit: Toolkit) -> None:
    asker = Comparing(CASES["panic_weekly_not_enough"].data["answers"]).at(
        "first_name", JumpTo("suicide_plan")
    )
    walked(toolkit, asker)
    assert asker.out_of_turn
    for above in asker.out_of_turn:
        assert all("out of turn" in line for line in above)


def test_so_it_is_in_spanish(toolkit: Toolkit) -> None:
    with speaking("es"):
        asker = walked(toolkit, Comparing(CASES["intent"].data["answers"]))
    assert asker.numbers
    assert all(told == {at} for _question, at, told in asker.numbers)
