"""The solver's model: one with the evaluator, exact, and able to catch a broken pack."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from helpers.cases import SMALL
from helpers.shipped import TOOLKIT
from helpers.strategies import TODAY, answer_sets
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iopintake.answers.model import Absent, Answer, Answers
from iopintake.assessment.decide import decide
from iopintake.checking.boundaries import boundaries, is_wrong
from iopintake.checking.cases import load_pinned
from iopintake.checking.check import broken_boundaries
from iopintake.checking.load import load_pack
from iopintake.checking.mutants import mutants
from iopintake.interview.flow import State, next_question, state
from iopintake.packs import conditions
from iopintake.packs.conditions import All, AnyOf, Condition, Holds, Not, Truth
from iopintake.packs.model import CLAIMS, LEVELS
from iopintake.reasoning.narrowing import Narrowing
from iopintake.reasoning.possible import Completions
from iopintake.reasoning.proof import Broken, Prover
from iopintake.reasoning.solving.outcome import Outcome
from iopintake.reasoning.solving.world import Questioner, World
from iopintake.rules.conflicts import given_again
from iopintake.rules.evaluation import Evaluator
from iopintake.support import datafiles

WORLD = World(TOOLKIT.evaluator.book)
ASK = Questioner(WORLD)


def fixed_exactly(world: World, answers: Answers) -> list[int]:
    """Return the literals that say: these answers, and no others."""
    fixed = world.encoding.given(answers)
    for question, literals in world.encoding.questions.items():
        held = answers.get(question)
        if held is None:
            fixed += [-literals.valued, -literals.withheld]
        elif held.withheld:
            fixed.append(literals.withheld)
    return fixed


@pytest.mark.thorough
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(answer_sets(TOOLKIT.pack))
def test_solver_and_evaluator_agree_on_every_rule_level_and_verdict(answers: Answers) -> None:
    evaluation = TOOLKIT.evaluator.evaluate(answers)
    fixed = fixed_exactly(WORLD, answers)
    assert ASK.can(*fixed)
    for rule, pair in WORLD.encoding.rules.items():
        truth = evaluation.truth(rule)
        assert ASK.can(*fixed, pair.surely) is (truth is Truth.MET), rule
        assert ASK.can(*fixed, pair.surely_not) is (truth is Truth.NOT_MET), rule
    decision = decide(evaluation, TOOLKIT.completions.levels)
    assert ASK.can(*fixed, WORLD.outcome.level[decision.level])
    assert ASK.can(*fixed, WORLD.outcome.verdict[decision.verdict])
    assert not ASK.can(*fixed, -WORLD.outcome.verdict[decision.verdict])


# --- a small pack, by brute force -----------------------------------------------------


VALUES = {
    "thoughts": ["no", "yes"],
    "intent": ["no", "yes"],
    "days": [0, 2, 3, 4, 5, 7],
    "signs": [("none",), ("shaking",), ("seizure",), ("shaking", "seizure")],
    "willing": ["yes", "no"],
}


def all_answer_sets() -> list[Answers]:
    """Return every set of answers to the small pack, withheld and open ones included."""
    choices = []
    for question, values in VALUES.items():
        given = [(question, Answer(value=value)) for value in values]  # type: ignore[arg-type]
        choices.append([(question, None), (question, Answer(absent=Absent.DECLINED)), *given])
    found = []
    for combination in itertools.product(*choices):
        answers = Answers(TODAY)
        for question, answer in combination:
            if answer is not None:
                answers = answers.with_answer(question, answer)
        found.append(answers)
    return found


def completions_by_hand(evaluator: Evaluator, answers: Answers) -> list[Answers]:
    """Return every completion: what belongs and has no value gets each of its values in turn."""
    waiting, done = [answers], []
    while waiting:
        current = waiting.pop()
        evaluation = evaluator.evaluate(current)
        open_ = [
            q
            for q in VALUES
            if state(evaluation, q) in {State.OPEN, State.DECLINED, State.UNKNOWN, State.LATER}
            and current.value(q) is None
        ]
        if not open_:
            # what was given and counted goes on to count
            given = [q for q in answers if answers.value(q) is not None]
            if not set(given) & set(evaluation.set_aside()):
                done.append(current)
            continue
        sure = [q for q in open_ if evaluation.relevance(q) is Truth.MET] or open_
        waiting += [current.with_answer(sure[0], Answer(value=value)) for value in VALUES[sure[0]]]  # type: ignore[arg-type]
    return done


@pytest.fixture(scope="module")
def small() -> Evaluator:
    return Evaluator(load_pack(SMALL))


def test_levels_possible_are_exactly_those_that_some_completion_reaches(small: Evaluator) -> None:
    completions = Completions(small.book)
    every = [
        a
        for a in all_answer_sets()
        if not small.evaluate(a).set_aside() and not small.evaluate(a).conflicts()
    ]
    for answers in every[::7]:
        evaluation = small.evaluate(answers)
        reached: set[str] = set()
        for complete in completions_by_hand(small, answers):
            decision = decide(small.evaluate(complete), lambda _evaluation: ())
            level = decision.level or "outpatient"
            reached.add(level)
            if level == "php":
                reached.add("twenty_four_hour")
        assert set(completions.levels(evaluation)) == reached, dict(answers)


def test_the_proof_agrees_with_every_set_of_answers_tried_by_hand(small: Evaluator) -> None:
    proofs = {proof.claim: proof.broken for proof in Prover(small.book, TODAY).prove()}
    decisions = [(a, small.evaluate(a)) for a in all_answer_sets()]
    levels = {decide(e, lambda _e: ()).level for _, e in decisions}
    unreached = {level for level in (*LEVELS, None) if level not in levels}
    named = {
        b.what.removeprefix("no answers lead to the level ")
        for b in proofs["all_reachable"]
        if "the level" in b.what
    }
    assert named == {str(level or "none").lower() for level in unreached}
    assert proofs["crisis_outranks"] == proofs["monotone"] == proofs["open_safety_never_fits"] == ()
    for _, evaluation in decisions:
        decision = decide(evaluation, lambda _e: ())
        if evaluation.crisis_signs():
            assert decision.verdict == "higher_level_first"
        if decision.open_safety:
            assert decision.verdict != "fits"


# --- random conditions ----------------------------------------------------------------


def random_conditions() -> st.SearchStrategy[Condition]:
    """Return conditions over the small pack's questions, every operator in them."""
    test = conditions.Test
    tests = st.one_of(
        st.builds(
            test, st.sampled_from(["thoughts", "intent"]), st.just("is"), st.sampled_from(["no", "yes"])
        ),
        st.builds(test, st.just("willing"), st.just("any_of"), st.sampled_from([("yes",), ("yes", "no")])),
        st.builds(test, st.just("days"), st.sampled_from(["at_least", "at_most"]), st.integers(-1, 8)),
        st.builds(
            test, st.just("signs"), st.just("includes"), st.sampled_from(["none", "shaking", "seizure"])
        ),
        st.just(test("signs", "includes_any", ("shaking", "seizure"))),
        st.just(Holds("an_alert")),
    )
    return st.recursive(
        tests,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3).map(lambda parts: All(tuple(parts))),
            st.lists(inner, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
            inner.map(Not),
        ),
        max_leaves=8,
    )


@pytest.mark.thorough
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(random_conditions(), st.lists(st.integers(0, 100_000), min_size=12, max_size=12))
def test_solver_and_evaluator_agree_on_random_conditions(condition: Condition, places: list[int]) -> None:
    pack = load_pack(SMALL)
    evaluator = Evaluator(replace(pack, criteria=(replace(pack.criteria[0], when=condition),)))
    world = World(evaluator.book)
    ask = Questioner(world)
    every = all_answer_sets()
    for place in places:
        answers = every[place % len(every)]
        fixed = fixed_exactly(world, answers)
        pair = world.encoding.rules["often"]
        truth = evaluator.evaluate(answers).truth("often")
        assert ask.can(*fixed, pair.surely) is (truth is Truth.MET)
        assert ask.can(*fixed, pair.surely_not) is (truth is Truth.NOT_MET)


# --- a decision with a fault that no pack can give it -------------------------------------

Alter = Callable[[Outcome], dict[str, int]]


def found_with(claim: str, *, verdict: Alter | None = None, level: Alter | None = None) -> tuple[Broken, ...]:
    """Return what the prover finds when the decision itself had a fault."""
    prover = Prover(TOOLKIT.evaluator.book, TODAY)
    outcome = prover.subject.world.outcome
    verdicts: dict[Any, int] = {**outcome.verdict, **(verdict(outcome) if verdict else {})}
    levels: dict[Any, int] = {**outcome.level, **(level(outcome) if level else {})}
    prover.subject.world.outcome = replace(outcome, verdict=verdicts, level=levels)
    return {proof.claim: proof.broken for proof in prover.prove()}[claim]


def test_a_decision_that_lets_a_crisis_sign_fit_is_caught_with_the_sign() -> None:
    broken = found_with("crisis_outranks", verdict=lambda o: {"fits": o.verdict["higher_level_first"]})
    answers = broken[0].answers
    assert answers is not None
    assert TOOLKIT.evaluator.evaluate(answers).crisis_signs()
    assert len(answers) == 1


def test_a_decision_that_undercuts_a_need_is_caught_with_the_need() -> None:
    broken = found_with("needs_hold", level=lambda o: {"iop": o.level["twenty_four_hour"]})
    assert any(b.answers and TOOLKIT.evaluator.evaluate(b.answers).is_met("not_safe_alone") for b in broken)


def test_a_decision_with_two_verdicts_is_caught() -> None:
    broken = found_with("one_result", verdict=lambda o: {"fits": o.verdict["may_fit"]})
    assert any("two verdicts" in b.what for b in broken)


def test_a_decision_that_fits_with_an_open_safety_question_is_caught() -> None:
    (broken,) = found_with("open_safety_never_fits", verdict=lambda o: {"fits": o.verdict["undetermined"]})
    assert broken.answers is not None
    assert decide(TOOLKIT.evaluator.evaluate(broken.answers), lambda _e: ()).open_safety


def test_a_question_that_narrows_more_is_asked_first(small: Evaluator) -> None:
    evaluation = small.evaluate(Answers(TODAY).with_answer("thoughts", Answer(value="no")))
    order = Narrowing(Completions(small.book)).order([evaluation], [("willing", "days", "signs")])[0]
    assert order[-1] == "willing"


# --- mutants --------------------------------------------------------------------------------


def test_pinned_boundaries_notice_every_mutant_of_the_small_pack_that_means_something_else() -> None:
    pack = load_pack(SMALL)
    edges = list(boundaries(pack, TODAY))
    evaluator = Evaluator(pack)
    assert not any(is_wrong(evaluator, edge) for edge in edges)
    every = [(answers, evaluator.evaluate(answers)) for answers in all_answer_sets()]
    for mutant in mutants(pack):
        altered = Evaluator(mutant.pack)
        if not any(is_wrong(altered, edge) for edge in edges):
            for answers, evaluation in every[::11]:
                assert altered.evaluate(answers).truth(mutant.rule) is evaluation.truth(mutant.rule), (
                    mutant.what
                )


def test_the_shipped_boundaries_hold_and_are_many() -> None:
    pinned = load_pinned(datafiles.shipped_pack())
    assert pinned is not None
    assert len(pinned.boundary) >= 100
    assert list(broken_boundaries(TOOLKIT.evaluator, pinned)) == []


# --- broken packs -----------------------------------------------------------------------


def prove_broken(
    folder: Path, *changes: tuple[str, str, str]
) -> tuple[Evaluator, dict[str, tuple[Broken, ...]]]:
    shutil.copytree(datafiles.shipped_pack(), folder)
    for name, old, new in changes:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text, (name, old)
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    evaluator = Evaluator(load_pack(folder))
    return evaluator, {proof.claim: proof.broken for proof in Prover(evaluator.book, TODAY).prove()}


def test_every_claim_of_the_shipped_pack_is_proved() -> None:
    proofs = list(Prover(TOOLKIT.evaluator.book, date(2026, 11, 23)).prove())
    assert len(proofs) >= len(CLAIMS)
    assert [(proof.claim, proof.broken) for proof in proofs if proof.broken] == []


def test_a_need_that_a_graver_answer_switches_off_breaks_monotone(tmp_path: Path) -> None:
    evaluator, proofs = prove_broken(
        tmp_path / "p",
        (
            "levels.toml",
            'when = { answer = "able_alone", is = "no" }',
            'when = { answer = "able_alone", is = "with_support" }',
        ),
    )
    broken = proofs["monotone"][0]
    assert broken.answers is not None
    assert broken.then is not None
    before, after = (
        decide(evaluator.evaluate(a), lambda _e: ()).level for a in (broken.answers, broken.then)
    )
    assert before == "twenty_four_hour"
    assert after != before


def test_a_screener_total_in_a_need_is_caught(tmp_path: Path) -> None:
    evaluator, proofs = prove_broken(
        tmp_path / "p",
        (
            "levels.toml",
            '{ answer = "symptom_days", at_least = 6 },\n  { holds = "disabling" },',
            '{ answer = "phq9_total", at_least = 20 },',
        ),
    )
    (broken,) = proofs["screeners_alone_nothing"]
    assert broken.answers is not None
    assert broken.then is not None
    results = [decide(evaluator.evaluate(a), lambda _e: ()) for a in (broken.answers, broken.then)]
    assert (results[0].level, results[0].verdict) != (results[1].level, results[1].verdict)


def test_a_dead_rule_is_caught(tmp_path: Path) -> None:
    _, proofs = prove_broken(
        tmp_path / "p",
        (
            "levels.toml",
            'when = { answer = "able_alone", is = "no" }',
            'when = { all = [{ answer = "able_alone", is = "no" }, { answer = "able_alone", is = "yes" }] }',
        ),
    )
    assert any(
        "not_safe_alone" in broken.what and "never met" in broken.what for broken in proofs["all_reachable"]
    )


def test_an_unreachable_level_is_caught(tmp_path: Path) -> None:
    text = (datafiles.shipped_pack() / "levels.toml").read_text(encoding="utf-8")
    _, proofs = prove_broken(
        tmp_path / "p",
        *[("levels.toml", 'level = "withdrawal_management"', 'level = "twenty_four_hour"')]
        * text.count('level = "withdrawal_management"'),
    )
    assert any("withdrawal_management" in broken.what for broken in proofs["all_reachable"])


def test_a_safety_question_that_is_no_longer_marked_changes_what_is_proved(tmp_path: Path) -> None:
    evaluator, proofs = prove_broken(
        tmp_path / "p",
        (
            "sections/safety.toml",
            'help = "Anger alone is no. If there is a wish to act, or a plan, choose the last option. Ask also whether somebody was hit or hurt in the last year."\nsafety = true',  # noqa: E501
            'help = "h"',
        ),
    )
    assert proofs["open_safety_never_fits"] == ()
    answers = Answers(TODAY)
    assert "harm_others" not in decide(evaluator.evaluate(answers), lambda _e: ()).open_safety


@given(st.data())
@settings(max_examples=30, deadline=None)
def test_an_interview_narrows_to_its_own_level(data: st.DataObject) -> None:
    from helpers.strategies import values

    answers = Answers(TODAY)
    while (question := next_question(evaluation := TOOLKIT.evaluator.evaluate(answers))) is not None:
        given = given_again(evaluation, question.id, Answer(value=data.draw(values(question))))
        answers = answers.with_answer(question.id, given)
    evaluation = TOOLKIT.evaluator.evaluate(answers)
    decision = decide(evaluation, TOOLKIT.completions.levels)
    if decision.verdict != "undetermined":
        assert decision.level in decision.levels_possible


def test_an_iop_that_fits_leaves_no_higher_level_possible() -> None:
    prover = Prover(TOOLKIT.evaluator.book, TODAY)
    outcome = prover.subject.world.outcome
    for level in LEVELS[: LEVELS.index("iop")]:
        assert not prover.subject.ask.can(outcome.verdict["fits"], outcome.possible[level])
        assert prover.subject.ask.can(outcome.verdict["may_fit"], outcome.possible["iop"])
