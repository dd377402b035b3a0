"""Answers about safety that contradict each other: asked again at once, once, and told to the clinician."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from helpers.cases import SMALL
from helpers.fakes import NOON, ScriptedAsker, gives, jump, pause, records

from iopintake.answers.as_data import answers_data
from iopintake.answers.circumstances import NOBODY
from iopintake.answers.files import read_answers
from iopintake.answers.model import ANY_CONFLICT, Absent, Answer, Answers
from iopintake.assessment.decide import cautious_levels, decide
from iopintake.assessment.quick import next_that_matters
from iopintake.checking.load import load_pack
from iopintake.checking.soundness import soundness_faults
from iopintake.checking.toolkit import Toolkit
from iopintake.interview.conduct import conduct
from iopintake.interview.events import Answered
from iopintake.interview.flow import next_question
from iopintake.packs.condition_reading import parse
from iopintake.packs.model import Conflict, Pack
from iopintake.reasoning.possible import Completions
from iopintake.reasoning.solving.world import Questioner, World
from iopintake.rules.conflicts import open_conflicts
from iopintake.rules.evaluation import Evaluator
from iopintake.store.journal.format import read, written

CONFLICT = Conflict(
    id="no_thoughts_all_week",
    when=parse({"all": [{"answer": "thoughts", "is": "no"}, {"answer": "days", "at_least": 7}]}),
    questions=("thoughts",),
    say="You said that there are no such thoughts, and also that every day is hard. I ask once more.",
    sentence="No thoughts of suicide, and a week without one good day.",
    settled="No thoughts of suicide, and a week without one good day: asked again.",
    source=("clinic",),
)
CALM: dict[str, Any] = {"name": "A", "thoughts": "no", "days": 7, "signs": ["none"], "willing": "yes"}
DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return replace(load_pack(SMALL), conflicts=(CONFLICT,))


@pytest.fixture(scope="module")
def evaluator(pack: Pack) -> Evaluator:
    return Evaluator(pack)


def from_file(pack: Pack, **given: Any) -> Answers:
    return read_answers(pack, "a file", {"answers": given}, DAY).answers


def test_from_a_file_a_contradiction_stays_open(pack: Pack, evaluator: Evaluator) -> None:
    decision = decide(evaluator.evaluate(from_file(pack, **CALM)), Completions(evaluator.book).levels)
    assert decision.verdict == "undetermined"
    assert decision.open_safety == ("thoughts",)
    assert decision.review == "same_day"
    assert decision.levels_possible[0] == "emergency"  # what was denied is not ruled out


def test_from_a_file_that_says_confirmed_it_is_settled_and_told(pack: Pack, evaluator: Evaluator) -> None:
    answers = from_file(pack, **{**CALM, "thoughts": {"value": "no", "confirmed": True}})
    assert answers["thoughts"].confirmed == (ANY_CONFLICT,)
    summary = Toolkit(evaluator).summarize(answers, NOBODY)
    assert summary.recommendation.verdict == "fits"
    assert summary.recommendation.clinician_review == "same_day"
    assert [alert.sentence for alert in summary.safety.alerts] == [CONFLICT.settled]


def test_a_confirmed_that_is_no_such_thing_is_refused(pack: Pack) -> None:
    from iopintake.support.errors import AnswersError

    with pytest.raises(AnswersError) as error:
        from_file(pack, thoughts={"value": "no", "confirmed": "yes"})
    assert "confirmed" in "\n".join(error.value.lines())


@pytest.mark.parametrize("choose", [next_question, next_that_matters])
def test_the_interview_asks_again_at_once_and_once_saying_why(evaluator: Evaluator, choose: Any) -> None:
    asker = ScriptedAsker(CALM)
    events, record = records()
    outcome = conduct(evaluator, Answers(DAY), asker, record, choose_next=choose)
    place = asker.asked.index("days")
    assert asker.asked[place + 1] == "thoughts"
    assert asker.asked.count("thoughts") == 2
    assert [why for why in asker.because if why] == [CONFLICT.say]
    assert outcome.answers["thoughts"].confirmed == (CONFLICT.id,)
    assert not open_conflicts(evaluator.evaluate(outcome.answers))
    (last,) = [e for e in events if isinstance(e, Answered) and e.answer.confirmed]
    kind, body = written(last)
    assert read(kind, body).answer.confirmed == (CONFLICT.id,)  # type: ignore[union-attr]


def test_a_second_answer_that_is_another_settles_it_and_is_told_all_the_same(evaluator: Evaluator) -> None:
    asker = ScriptedAsker(CALM | {"intent": "no"}).at("thoughts", gives("no"), gives("yes"))
    answers = conduct(evaluator, Answers(DAY), asker, lambda _event: None).answers
    summary = Toolkit(evaluator).summarize(answers, NOBODY)
    assert answers.value("thoughts") == "yes"
    assert "contradiction:no_thoughts_all_week" in [alert.id for alert in summary.safety.alerts]


def test_silence_on_the_second_asking_settles_nothing(evaluator: Evaluator) -> None:
    declined = Answer(absent=Absent.DECLINED, at=NOON)
    from iopintake.interview.asker import Given

    asker = ScriptedAsker(CALM).at("thoughts", gives("no"), Given(declined))
    answers = conduct(evaluator, Answers(DAY), asker, lambda _event: None).answers
    decision = decide(evaluator.evaluate(answers), cautious_levels)
    assert asker.asked.count("thoughts") == 2
    assert decision.verdict == "undetermined"


def test_what_was_left_while_it_was_open_is_asked_again_when_the_interview_goes_on(
    pack: Pack, evaluator: Evaluator
) -> None:
    asker = ScriptedAsker(CALM).at("thoughts", gives("no"), pause)
    left = conduct(evaluator, Answers(DAY), asker, lambda _event: None).answers
    taken_up = read_answers(pack, "a draft", answers_data(left), DAY).answers
    second = ScriptedAsker(CALM)
    conduct(evaluator, taken_up, second, lambda _event: None)
    assert second.asked[0] == "thoughts"


def test_an_answer_changed_after_that_makes_it_be_asked_again(evaluator: Evaluator) -> None:
    asker = ScriptedAsker(CALM).at("willing", jump("days")).at("days", gives(7), gives(5))
    answers = conduct(evaluator, Answers(DAY), asker, lambda _event: None).answers
    assert answers["thoughts"].confirmed
    assert answers.value("days") == 5
    asker = ScriptedAsker(CALM).at("willing", jump("days"))
    conduct(evaluator, answers.without("willing"), asker, lambda _event: None)
    assert asker.asked == ["willing", "days", "thoughts", "willing"]


def every_set(pack: Pack) -> Iterator[Answers]:
    values: dict[str, list[Any]] = {
        "thoughts": ["no", "yes"],
        "intent": ["no", "yes"],
        "days": [0, 3, 5, 7],
        "signs": [("none",), ("shaking",), ("seizure",)],
        "willing": ["yes", "no"],
    }
    choices = []
    for question, given in values.items():
        answers = [Answer(value=value) for value in given] + [Answer(absent=Absent.DECLINED)]
        if question in CONFLICT.questions:
            answers += [replace(answer, confirmed=(CONFLICT.id,)) for answer in answers]
        choices.append([None, *answers])
    for combination in itertools.product(*choices):
        found = Answers(DAY)
        for question, answer in zip(values, combination, strict=True):
            found = found if answer is None else found.with_answer(question, answer)
        yield found


def test_solver_and_evaluator_agree_on_every_set_of_answers_with_a_conflict(
    pack: Pack, evaluator: Evaluator
) -> None:
    world = World(evaluator.book)
    ask = Questioner(world)
    for answers in itertools.islice(every_set(pack), 0, None, 5):
        evaluation = evaluator.evaluate(answers)
        fixed = world.encoding.given(answers)
        for question, literals in world.encoding.questions.items():
            held = answers.get(question)
            fixed += [literals.withheld] if held is not None and held.withheld else []
            fixed += [-literals.valued, -literals.withheld] if held is None else []
        decision = decide(evaluation, cautious_levels)
        is_open = bool(open_conflicts(evaluation))
        assert ask.can(*fixed, world.outcome.conflicts[CONFLICT.id]) is is_open
        assert not ask.can(*fixed, -world.outcome.verdict[decision.verdict])
        assert not ask.can(*fixed, -world.outcome.level[decision.level])
        if is_open:
            assert decision.verdict in {"undetermined", "higher_level_first"}
            assert decision.review in {"same_day", "now"}


def test_a_conflict_that_nobody_can_be_asked_about_is_a_fault(pack: Pack) -> None:
    broken = replace(pack, conflicts=(replace(CONFLICT, questions=("thought",), review="routine"),))
    faults = "\n".join(map(str, soundness_faults(broken)))
    assert 'there is no question "thought"' in faults
    assert "later than the same day" in faults
