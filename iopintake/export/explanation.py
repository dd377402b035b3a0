"""Answers one question about a result: why a rule is met or not, or why it is not another level."""

from __future__ import annotations

from collections.abc import Iterator

from iopintake.assessment.decide import result_of
from iopintake.export.decision_tree import rule_tree, whole_tree
from iopintake.packs.model import LEVELS
from iopintake.rules.evaluation import Evaluation
from iopintake.rules.rulebook import named_rules, needs_at_least
from iopintake.support.errors import IopintakeError, nearest


def explained(evaluation: Evaluation, *, why: str | None, why_not: str | None) -> Iterator[str]:
    """Yield why one rule, or why not one level; with neither, the whole decision."""
    if why:
        return why_rule(evaluation, why)
    return why_not_level(evaluation, why_not) if why_not else whole_tree(evaluation)


def why_rule(evaluation: Evaluation, rule: str) -> Iterator[str]:
    """Yield one rule with all that is behind it; an error names the nearest rule."""
    rules = dict(named_rules(evaluation.book.pack))
    if rule not in rules:
        raise IopintakeError(f'--why: there is no criterion or rule "{rule}". {nearest(rule, rules)}')
    pack = evaluation.book.pack
    titles = {criterion.id: (criterion.title, criterion.source) for criterion in pack.criteria}
    titles |= {need.id: (need.sentence, need.source) for need in pack.levels.need}
    title, source = titles.get(rule, ("a shared condition", ()))
    yield from rule_tree(evaluation, rule, title, source)


def why_not_level(evaluation: Evaluation, level: str) -> Iterator[str]:
    """Yield why a level is not the one: what is met above it, and what is not met at it."""
    if level not in LEVELS:
        raise IopintakeError(f'--why-not: there is no level "{level}". {nearest(level, LEVELS)}')
    pack = evaluation.book.pack
    verdict, found = result_of(evaluation)
    yield f"The result is {verdict}, the level {found or 'none'}."
    if found == level:
        yield "That is the level in question."
        return
    place = LEVELS.index(level)
    above = [need for need in pack.levels.need if LEVELS.index(need.level) < place]
    if place and evaluation.is_met(needs_at_least(LEVELS[place - 1])):
        yield "A higher need is met:"
        met = (need for need in above if evaluation.is_met(need.id))
        for need in met:
            yield from rule_tree(evaluation, need.id, need.sentence, need.source)
        return
    yield "No need of this level is met:"
    for need in pack.levels.need:
        if need.level == level:
            yield from rule_tree(evaluation, need.id, need.sentence, need.source)
