"""What overrides propose for a pack: one thing changed, more agreement, every claim still proved."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from helpers.cases import SMALL, TODAY

from iopintake.answers.files import read_answers
from iopintake.assessment.decide import result_of
from iopintake.checking.difference import changed_rules
from iopintake.checking.review import Judged, Overridden, Review
from iopintake.checking.toolkit import Toolkit, load_toolkit
from iopintake.export.condition_words import in_words
from iopintake.packs.model import LevelId
from iopintake.reasoning.proof import Prover
from iopintake.rules.evaluation import Evaluator


@pytest.fixture(scope="module")
def small() -> Toolkit:
    return load_toolkit(SMALL)


def judged(small: Toolkit, level: LevelId, **given: object) -> Judged:
    data = {"answers": {"intent": "no", "thoughts": "no", "willing": "yes", "signs": ["none"], **given}}
    answers = read_answers(small.pack, "a case", data, TODAY).answers
    evaluation = small.evaluator.evaluate(answers)
    needs = tuple(need.id for need in small.pack.levels.need if evaluation.is_met(need.id))
    return Judged(answers, level, result_of(evaluation)[1] == level, needs)


def broken(evaluator: Evaluator) -> set[str]:
    return {proof.claim for proof in Prover(evaluator.book, TODAY).prove() if proof.broken}


def reviewed(small: Toolkit, people: Sequence[Judged]) -> list[Overridden]:
    return list(
        Review(
            evaluator=small.evaluator,
            judged=people,
            cases=(),
            summarizer=lambda pack: Toolkit(Evaluator(pack)).summarize,
            at_least=5,
            as_of=TODAY,
        ).overridden()
    )


def test_a_threshold_that_clinicians_would_set_otherwise_is_proposed_in_words(small: Toolkit) -> None:
    people = [judged(small, "outpatient", days=3)] * 6 + [judged(small, "iop", days=4)] * 9
    (found,) = reviewed(small, people)
    assert (found.rule, found.times, found.to) == ("days_need", 6, (("outpatient", 6),))
    assert found.proposal is not None
    assert (found.proposal.gained, found.proposal.lost) == (6, 0)
    (was, now) = changed_rules(small.pack, found.proposal.pack, in_words)
    assert "at least 3" in was
    assert "at least 4" in now


def test_a_proposal_breaks_no_claim(small: Toolkit) -> None:
    people = [judged(small, "outpatient", intent="yes", thoughts="yes")] * 9
    for found in reviewed(small, people):
        if found.proposal is not None:
            assert broken(Evaluator(found.proposal.pack)) <= broken(small.evaluator)


def test_a_rule_that_fewer_than_five_overrode_is_not_named(small: Toolkit) -> None:
    assert reviewed(small, [judged(small, "outpatient", days=3)] * 4) == []


def test_decisions_that_disagree_among_themselves_propose_nothing(small: Toolkit) -> None:
    people = [judged(small, "outpatient", days=3)] * 6 + [judged(small, "iop", days=3)] * 9
    (found,) = reviewed(small, people)
    assert found.proposal is None


def test_the_pack_that_was_reviewed_stays_as_it_is(small: Toolkit) -> None:
    before = small.pack
    reviewed(small, [judged(small, "outpatient", days=3)] * 6)
    assert small.pack is before
