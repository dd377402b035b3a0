"""Answers one question about a result: why a rule is met or not, or why it is not another level."""

from __future__ import annotations

from collections.abc import Iterator

from iopintake.assessment import explain
from iopintake.assessment.decide import cautious_levels, decide, result_of
from iopintake.assessment.model import Decision, Reason
from iopintake.export.decision_tree import rule_tree, whole_tree
from iopintake.packs.conditions import Truth
from iopintake.packs.model import LEVELS, Need
from iopintake.rules.evaluation import Evaluation
from iopintake.rules.names import named_rules, needs_at_least
from iopintake.summary.glance import VERDICTS
from iopintake.summary.recommendation import behind
from iopintake.support.errors import IopintakeError, nearest
from iopintake.support.language import _

FOREMOST = 3
"""Sentences of a kind, and answers behind each, that are named at first: all fits one screen."""


def explained(
    evaluation: Evaluation, *, why: str | None, why_not: str | None, full: bool = False
) -> Iterator[str]:
    """Yield why one rule, or why not one level; with neither what decides, or if FULL the whole decision."""
    if why:
        return why_rule(evaluation, why)
    if why_not:
        return why_not_level(evaluation, why_not)
    return whole_tree(evaluation) if full else what_decides(evaluation)


def what_decides(evaluation: Evaluation) -> Iterator[str]:
    """Yield the result, what decides it with the answers behind, and what is open, on one screen."""
    pack, decision = evaluation.book.pack, decide(evaluation, cautious_levels)
    level = pack.level(decision.level).title if decision.level else _("none named")
    yield _("The result: {verdicts}. Level of care: {level}.").format(
        verdicts=_(VERDICTS[decision.verdict]), level=level
    )
    yield from _foremost(_("What decides it:"), evaluation, explain.reasons(evaluation, decision))
    yield from _foremost(
        _("What speaks against an IOP now:"), evaluation, explain.against(evaluation, decision)
    )
    higher = [
        need for need in pack.levels.need if not evaluation.is_met(need.id) and _is_above(need, decision)
    ]
    open_ = sum(evaluation.truth(need.id) is Truth.UNKNOWN for need in higher)
    if higher:
        yield _("Needs of a higher level: {number} are not met, {open} are not known.").format(
            number=len(higher) - open_, open=open_
        )
    shorts = [
        pack.questions[q].short for q in explain.ask_next(evaluation, decision, lambda _e, found: found)
    ]
    if shorts:
        yield _("To ask next: {names}{more}").format(names="; ".join(shorts[:FOREMOST]), more=_more(shorts))
    yield _("Every rule, down to each answer: --full. One rule: --why RULE. One level: --why-not LEVEL.")


def _is_above(need: Need, decision: Decision) -> bool:
    return decision.level is None or LEVELS.index(need.level) < LEVELS.index(decision.level)


def _foremost(title: str, evaluation: Evaluation, reasons: tuple[Reason, ...]) -> Iterator[str]:
    """Yield the first REASONS with the rule and the answers behind each."""
    if not reasons:
        return
    yield title
    for reason in reasons[:FOREMOST]:
        said = [f"{one.short}: {one.display}" for one in behind(evaluation, reason.because)]
        answers = f" ({'; '.join(said[:FOREMOST])}{_more(said)})" if said else ""
        yield f"  [{reason.id}] {reason.sentence}{answers}"
    if len(reasons) > FOREMOST:
        yield _("  and {number} more: --full").format(number=len(reasons) - FOREMOST)


def _more(found: list[str]) -> str:
    return _("; and {number} more").format(number=len(found) - FOREMOST) if len(found) > FOREMOST else ""


def why_rule(evaluation: Evaluation, rule: str) -> Iterator[str]:
    """Yield one rule with all that is behind it; an error names the nearest rule."""
    rules = dict(named_rules(evaluation.book.pack))
    if rule not in rules:
        raise IopintakeError(
            _('--why: there is no criterion or rule "{rule}". {nearest}').format(
                rule=rule, nearest=nearest(rule, rules)
            )
        )
    pack = evaluation.book.pack
    titles = {criterion.id: (criterion.title, criterion.source) for criterion in pack.criteria}
    titles |= {need.id: (need.sentence, need.source) for need in pack.levels.need}
    title, source = titles.get(rule, (_("a shared condition"), ()))
    yield from rule_tree(evaluation, rule, title, source)


def why_not_level(evaluation: Evaluation, level: str) -> Iterator[str]:
    """Yield why a level is not the one: what is met above it, and what is not met at it."""
    if level not in LEVELS:
        raise IopintakeError(
            _('--why-not: there is no level "{level}". {nearest}').format(
                level=level, nearest=nearest(level, LEVELS)
            )
        )
    pack = evaluation.book.pack
    verdict, found = result_of(evaluation)
    yield _("The result is {verdict}, the level {found}.").format(verdict=verdict, found=found or _("none"))
    if found == level:
        yield _("That is the level in question.")
        return
    place = LEVELS.index(level)
    above = [need for need in pack.levels.need if LEVELS.index(need.level) < place]
    if place and evaluation.is_met(needs_at_least(LEVELS[place - 1])):
        yield _("A higher need is met:")
        met = (need for need in above if evaluation.is_met(need.id))
        for need in met:
            yield from rule_tree(evaluation, need.id, need.sentence, need.source)
        return
    yield _("No need of this level is met:")
    for need in pack.levels.need:
        if need.level == level:
            yield from rule_tree(evaluation, need.id, need.sentence, need.source)
