"""What the shipped pack claims of certain answers: caught in a pack whose rules forget those answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from helpers.cases import TODAY
from helpers.shipped import TOOLKIT

from iopintake.packs import conditions
from iopintake.packs.conditions import NEVER, Condition, references
from iopintake.packs.model import Claim, Pack
from iopintake.reasoning.proof import Broken, Prover
from iopintake.reasoning.proof.claimed import alternatives, claimed
from iopintake.rules.evaluation import Evaluator

PACK = TOOLKIT.pack
BESIDE = [
    pytest.param(claim, part, id=f"{claim.id}-{number}")
    for claim in PACK.claims.claim
    for number, part in enumerate(alternatives(claim.beside))
]
OPEN = [
    pytest.param(claim, question, id=f"{claim.id}-{question}")
    for claim in PACK.claims.claim
    for question in claim.open
]


def proved(pack: Pack, claim: Claim) -> list[Broken]:
    return list(claimed(Prover(Evaluator(pack).book, TODAY).subject, claim))


def looked_at(condition: Condition) -> Iterator[str]:
    """Yield the questions that a condition looks at, itself or through what it refers to."""
    rules = (*PACK.conditions, *PACK.levels.need, *PACK.levels.alert)
    shared = {rule.id: rule.when for rule in rules}
    yield from (test.answer for test in conditions.tests(condition))
    for rule in references(condition):
        if rule in shared:
            yield from looked_at(shared[rule])


def without_rules_on(questions: set[str]) -> Pack:
    """Return the pack without conflicts, in which nothing that decides looks at these questions."""

    def silenced(rules: tuple) -> tuple:  # type: ignore[type-arg]
        forgets = [not questions.isdisjoint(looked_at(rule.when)) for rule in rules]
        return tuple(replace(r, when=NEVER) if gone else r for r, gone in zip(rules, forgets, strict=True))

    levels = PACK.levels
    forgetful = replace(
        levels,
        need=silenced(levels.need),
        alert=silenced(levels.alert),
        scope=silenced(levels.scope),
        requirement=tuple(r for r in levels.requirement if questions.isdisjoint(looked_at(r.when))),
    )
    return replace(PACK, conflicts=(), levels=forgetful)


@pytest.mark.parametrize(("claim", "part"), BESIDE)
def test_a_pack_whose_rules_forget_an_answer_is_caught_with_it(claim: Claim, part: Condition) -> None:
    alone = replace(claim, beside=part, when=(), open=())
    assert proved(PACK, alone) == []
    questions = set(looked_at(part))
    broken = proved(without_rules_on(questions), alone)
    assert broken
    assert all(found.answers is not None and not questions.isdisjoint(found.answers) for found in broken)


@pytest.mark.parametrize(("claim", "question"), OPEN)
def test_a_safety_question_that_is_not_marked_as_one_is_caught(claim: Claim, question: str) -> None:
    sections = tuple(
        replace(s, question=tuple(replace(q, safety=q.safety and q.id != question) for q in s.question))
        for s in PACK.sections
    )
    questions = {q.id: q for section in sections for q in section.question}
    unmarked = replace(PACK, sections=sections, questions=questions)
    assert proved(unmarked, replace(claim, beside=NEVER, when=(), open=(question,)))
