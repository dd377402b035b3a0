"""Whom each rule of a pack moves: its cases with the rule and without it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from iopintake.answers.files import read_answers
from iopintake.answers.model import Answers
from iopintake.assessment.decide import cautious_levels, decide
from iopintake.checking.cases import WholeCase
from iopintake.checking.mutants import rules_of, with_rules
from iopintake.packs.conditions import ALWAYS, NEVER, Truth
from iopintake.rules.evaluation import Evaluator, seen

KINDS: Final = ("need", "alert", "conflict", "requirement", "scope")
"""The kinds of rules that a result is found from; a shared condition acts through them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a rule does to the cases of its pack: for how many it holds, and how many it moves."""

    kind: str
    rule: str
    calls_for: str
    source: tuple[str, ...]
    met: int  # for a requirement: not met
    level: int
    verdict: int
    review: int


Result = tuple[str | None, str, str]
"""Level, verdict and review."""


def effects(evaluator: Evaluator, cases: tuple[WholeCase, ...]) -> Iterator[Effect]:
    """Yield for each rule that decides how many of CASES come out otherwise without it.

    Raises AnswersError when the answers of a case can't be read.
    """
    pack = evaluator.pack
    people = [read_answers(pack, whole.file, whole.data, date.min).answers for whole in cases]
    before = [_result(evaluator, answers) for answers in people]
    found = [evaluator.evaluate(answers) for answers in people]
    for kind in KINDS:
        rules = rules_of(pack, kind)
        idle, idle_truth = (ALWAYS, Truth.MET) if kind == "requirement" else (NEVER, Truth.NOT_MET)
        acting = Truth.NOT_MET if kind == "requirement" else Truth.MET
        for place, rule in enumerate(rules):
            without = (*rules[:place], replace(rule, when=idle), *rules[place + 1 :])
            other = Evaluator(with_rules(pack, kind, without))
            touched = [n for n, evaluation in enumerate(found) if evaluation.truth(rule.id) is not idle_truth]
            moves = [(before[n], _result(other, people[n])) for n in touched]
            yield Effect(
                kind=kind,
                rule=rule.id,
                calls_for=_calls_for(rule),
                source=getattr(rule, "source", ()),
                met=sum(found[n].truth(rule.id) is acting for n in touched),
                level=sum(one[0] != two[0] for one, two in moves),
                verdict=sum(one[1] != two[1] for one, two in moves),
                review=sum(one[2] != two[2] for one, two in moves),
            )


def _result(evaluator: Evaluator, answers: Answers) -> Result:
    decision = decide(evaluator.suppose(answers, seen(answers)), cautious_levels)
    return decision.level, decision.verdict, decision.review


def _calls_for(rule: object) -> str:
    """Return the level and the review that a rule asks for, as the pack writes them."""
    level, up_to = getattr(rule, "level", None), getattr(rule, "up_to", None)
    review = getattr(rule, "review", None)
    named = (level, f"up to {up_to}" if up_to else None, f"review {review}" if review else None)
    return ", ".join(name for name in named if name)
