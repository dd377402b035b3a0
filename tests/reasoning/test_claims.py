"""What a pack claims of itself: held against every set of answers, and caught where it does not hold."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from helpers.cases import SMALL

from iopintake.answers.circumstances import NOBODY
from iopintake.answers.model import Absent, Answer, Answers
from iopintake.assessment.decide import cautious_levels, decide
from iopintake.assessment.explain import could_change
from iopintake.checking.load import load_pack
from iopintake.checking.soundness import soundness_faults
from iopintake.checking.toolkit import Toolkit
from iopintake.interview.flow import next_question
from iopintake.packs.condition_reading import parse
from iopintake.packs.model import REVIEWS, Claim, Conflict, Pack, WhileOpen
from iopintake.reasoning.proof import Broken, Prover
from iopintake.reasoning.proof.claimed import claimed
from iopintake.reasoning.proof.reach import dead_end, waiting_questions
from iopintake.rules.evaluation import Evaluator

DAY = date(2026, 11, 23)
CONFLICT = Conflict(
    id="denied",
    when=parse({"all": [{"answer": "thoughts", "is": "no"}, {"answer": "days", "at_least": 7}]}),
    questions=("thoughts",),
    say="s",
    sentence="s",
    source=("clinic",),
)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return replace(load_pack(SMALL), conflicts=(CONFLICT,))


def every_set() -> Iterator[Answers]:
    """Yield every set of answers to the small pack, open, withheld and given again included."""
    values: dict[str, list[Any]] = {
        "name": ["A"],
        "thoughts": ["no", "yes"],
        "intent": ["no", "yes"],
        "days": [0, 3, 7],
        "signs": [("none",), ("shaking",)],
        "willing": ["yes", "no"],
    }
    choices = []
    for question, given in values.items():
        answers = [Answer(value=value) for value in given] + [Answer(absent=Absent.UNKNOWN)]
        if question == "thoughts":
            answers += [replace(answer, confirmed=(CONFLICT.id,)) for answer in answers]
        choices.append([None, *answers])
    for combination in itertools.product(*choices):
        found = Answers(DAY)
        for question, answer in zip(values, combination, strict=True):
            found = found if answer is None else found.with_answer(question, answer)
        yield found


def proved(pack: Pack, claim: Claim) -> tuple[Broken, ...]:
    """Return what breaks CLAIM, the claim itself being sound."""
    pack = replace(pack, claims=replace(pack.claims, claim=(claim,)))
    assert list(soundness_faults(pack)) == []
    return tuple(claimed(Prover(Evaluator(pack).book, DAY).subject, claim))


def smallest(pack: Pack, claim: Claim) -> Answers:
    """Return the smallest answers that break CLAIM; they must break it by the evaluator, too."""
    (broken,) = proved(pack, claim)
    assert broken.answers is not None
    return broken.answers


# --- claims of the pack ------------------------------------------------------------------


def test_less_than_an_iop_is_never_enough_beside_anything_for_today(pack: Pack) -> None:
    claim = Claim(id="c", says="s", when=("urgent", "conflict"), never=("lower_level_enough",))
    assert proved(pack, claim) == ()


def test_an_alert_that_may_wait_is_caught_where_it_must_not(pack: Pack) -> None:
    claim = Claim(
        id="c",
        says="s",
        beside=parse({"answer": "thoughts", "is": "yes"}),
        never=("lower_level_enough",),
        review_at_least="same_day",
    )
    assert proved(pack, claim) == ()
    alert = replace(pack.levels.alert[0], review="routine")
    broken = replace(pack, levels=replace(pack.levels, alert=(alert,)))
    enough, late = proved(broken, claim)
    for found in (enough, late):
        assert found.answers is not None
        assert found.answers.value("thoughts") == "yes"
    assert late.answers is not None
    assert enough.answers is not None
    assert decide(Evaluator(broken).evaluate(enough.answers), cautious_levels).verdict == "lower_level_enough"


def test_a_fit_while_something_is_to_be_ruled_out_is_caught(pack: Pack) -> None:
    claim = Claim(id="c", says="s", beside=parse({"answer": "signs", "includes": "shaking"}), never=("fits",))
    answers = smallest(pack, claim)
    assert decide(Evaluator(pack).evaluate(answers), cautious_levels).verdict == "fits"
    need = next(need for need in pack.levels.need if need.id == "days_need")
    careful = replace(
        pack,
        levels=replace(
            pack.levels,
            need=(
                *pack.levels.need,
                replace(
                    need,
                    id="shaking_need",
                    up_to="php",
                    when=parse({"answer": "signs", "includes": "shaking"}),
                ),
            ),
        ),
    )
    assert proved(careful, claim) == ()
    assert proved(careful, Claim(id="c", says="s", when=("to_be_ruled_out",), never=("fits",))) == ()


def test_no_week_and_nothing_to_get_ready_for_in_danger_or_out_of_scope(pack: Pack) -> None:
    claim = Claim(
        id="c",
        says="s",
        when=("emergency", "open_safety", "conflict", "out_of_scope"),
        never=("week", "readiness"),
    )
    assert proved(pack, claim) == ()


def test_a_safety_question_that_is_no_longer_marked_as_one_is_caught(pack: Pack) -> None:
    claim = Claim(id="c", says="s", open=("thoughts",), never=("fits", "week"), review_at_least="same_day")
    assert proved(pack, claim) == ()
    section = pack.sections[1]
    questions = tuple(replace(q, safety=False) if q.id == "thoughts" else q for q in section.question)
    unmarked = replace(
        pack,
        sections=(pack.sections[0], replace(section, question=questions)),
        questions={q.id: q for q in (*pack.sections[0].question, *questions)},
    )
    assert proved(unmarked, claim)


def test_silence_after_something_grave_is_claimed_beside_it_only_and_caught(pack: Pack) -> None:
    claim = Claim(
        id="c",
        says="s",
        beside=parse({"answer": "thoughts", "is": "yes"}),
        while_open=("intent",),
        review_at_least="now",
    )
    broken = proved(pack, claim)
    assert broken
    assert all("thoughts" in found.answers and "intent" not in found.answers for found in broken)
    assert proved(sooner_while_open(pack), claim) == ()


def test_what_another_alert_says_better_is_no_sooner_while_a_question_is_open(pack: Pack) -> None:
    calmer = replace(pack.levels.alert[0], id="calmer", when=parse({"answer": "days", "at_most": 2}))
    sooner = sooner_while_open(pack)
    alert = replace(sooner.levels.alert[0], told_by=("calmer",))
    better = replace(sooner, levels=replace(sooner.levels, alert=(alert, calmer)))
    evaluate = Evaluator(better).evaluate
    said = Answers(DAY).with_answer("thoughts", Answer(value="yes"))
    assert decide(evaluate(said), cautious_levels).review == "now"
    assert decide(evaluate(said.with_answer("days", Answer(value=0))), cautious_levels).review == "same_day"
    test_what_the_model_says_of_review_week_and_the_end_is_what_comes_out(better)


def sooner_while_open(pack: Pack) -> Pack:
    """Return the pack whose alert is for now while the intent is open."""
    still = WhileOpen(questions=("intent",), review="now", step="s")
    (alert,) = pack.levels.alert
    return replace(pack, levels=replace(pack.levels, alert=(replace(alert, while_open=still),)))


def test_a_contradiction_that_a_pack_forgets_is_caught(pack: Pack) -> None:
    claim = Claim(
        id="c",
        says="s",
        beside=CONFLICT.when,
        unsettled=True,
        never=("fits", "may_fit", "lower_level_enough", "week"),
        review_at_least="same_day",
    )
    assert proved(pack, claim) == ()
    assert proved(replace(pack, conflicts=()), claim)


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        (Claim(id="c", says="s", never=("fits",)), "supposes nothing"),
        (Claim(id="c", says="s", when=("urgent",)), "claims nothing"),
        (Claim(id="c", says="s", open=("thought",), never=("fits",)), 'no question "thought"'),
        (
            Claim(
                id="c",
                says="s",
                beside=parse({"answer": "thoughts", "is": "yes"}),
                while_open=("intention",),
                review_at_least="now",
            ),
            'no question "intention"',
        ),
        (Claim(id="monotone", says="s", when=("urgent",), never=("fits",)), "every pack can make"),
        (
            Claim(id="c", says="s", beside=parse({"answer": "thoughts", "is": "maybe"}), never=("fits",)),
            'no option "maybe"',
        ),
    ],
)
def test_a_claim_that_says_nothing_or_names_what_is_not_there_is_a_fault(
    pack: Pack, claim: Claim, words: str
) -> None:
    claims = replace(pack.claims, claim=(claim,))
    assert words in "\n".join(map(str, soundness_faults(replace(pack, claims=claims))))


# --- the model and the evaluator -----------------------------------------------------------


def test_what_the_model_says_of_review_week_and_the_end_is_what_comes_out(pack: Pack) -> None:
    toolkit = Toolkit(Evaluator(pack))
    prover = Prover(toolkit.evaluator.book, DAY)
    encoding, outcome, ask = prover.subject.world.encoding, prover.subject.world.outcome, prover.subject.ask
    ended = ask.added(
        lambda: encoding.clauses.conjunction([-waiting for waiting in waiting_questions(encoding)])
    )
    for answers in itertools.islice(every_set(), 0, None, 17):
        fixed = encoding.given(answers)
        for question, literals in encoding.questions.items():
            held = answers.get(question)
            fixed += [literals.withheld] if held is not None and held.withheld else []
            fixed += [-literals.valued, -literals.withheld] if held is None else []
        summary = toolkit.summarize(answers, NOBODY)
        place = REVIEWS.index(summary.recommendation.clinician_review)
        for number, review in enumerate(REVIEWS[1:], 1):
            assert ask.can(*fixed, outcome.review[review]) is (number <= place), dict(answers)
        assert ask.can(*fixed, outcome.readiness) is (
            summary.recommendation.locked is None and _ready(toolkit, answers)
        )
        assert ask.can(*fixed, outcome.week) is (summary.week is not None), dict(answers)
        is_over = next_question(toolkit.evaluator.evaluate(answers)) is None
        assert ask.can(*fixed, ended) is is_over, dict(answers)


def _ready(toolkit: Toolkit, answers: Answers) -> bool:
    return decide(toolkit.evaluator.evaluate(answers), cautious_levels).prepares


# --- dead ends ------------------------------------------------------------------------------


def test_a_follow_up_is_asked_when_nobody_could_say_whether_it_belongs(pack: Pack) -> None:
    """Not knowing what a safety question rests on leaves it neither unasked nor closed."""
    section = pack.sections[1]
    asked = parse({"any": [{"answer": "thoughts", "is": "yes"}, {"answer": "days", "at_least": 5}]})
    questions = tuple(replace(q, when=asked) if q.id == "intent" else q for q in section.question)
    unsure = replace(
        pack,
        conflicts=(),
        sections=(pack.sections[0], replace(section, question=questions)),
        questions={q.id: q for q in (*pack.sections[0].question, *questions)},
    )
    evaluator = Evaluator(unsure)
    answers = Answers(DAY).with_answer("name", Answer(value="A")).with_answer("thoughts", Answer(value="no"))
    assert next_question(evaluator.evaluate(answers)).id == "days"  # type: ignore[union-attr]
    answers = answers.with_answer("days", Answer(absent=Absent.UNKNOWN))
    assert next_question(evaluator.evaluate(answers)).id == "intent"  # type: ignore[union-attr]
    assert list(dead_end(Prover(evaluator.book, DAY).subject)) == []


def test_at_the_end_all_that_is_named_to_be_asked_was_asked(pack: Pack) -> None:
    evaluator = Evaluator(pack)
    for answers in itertools.islice(every_set(), 0, None, 5):
        evaluation = evaluator.evaluate(answers)
        if next_question(evaluation) is None:
            decision = decide(evaluation, cautious_levels)
            assert set(could_change(evaluation, decision)) <= set(answers)


def test_a_safety_question_that_is_spared_is_a_dead_end_and_shown_with_answers(pack: Pack) -> None:
    section = pack.sections[1]
    calm = parse({"answer": "days", "at_most": 1})
    questions = tuple(replace(q, spared_when=calm) if q.id == "intent" else q for q in section.question)
    broken = replace(
        pack,
        sections=(pack.sections[0], replace(section, question=questions)),
        questions={q.id: q for q in (*pack.sections[0].question, *questions)},
    )
    evaluator = Evaluator(broken)
    (found,) = dead_end(Prover(evaluator.book, DAY).subject)
    assert found.answers is not None
    assert '"intent"' in found.what
    evaluation = evaluator.evaluate(found.answers)
    assert next_question(evaluation) is None
    assert "intent" in decide(evaluation, cautious_levels).open_safety
