"""Answers one question about a result: why a rule is met or not, or why it is not another level."""

from __future__ import annotations

from collections.abc import Iterator

from iopintake.assessment import explain
from iopintake.assessment.decide import cautious_levels, decide
from iopintake.assessment.model import Decision, Reason
from iopintake.export.decision_tree import rule_tree, whole_tree
from iopintake.export.lacking import is_begun, lacking
from iopintake.packs.conditions import Truth
from iopintake.packs.model import LEVELS, Need, Pack
from iopintake.rules.evaluation import Evaluation
from iopintake.rules.names import named_rules
from iopintake.summary.glance import VERDICTS
from iopintake.summary.stated import behind
from iopintake.support.errors import IopintakeError, nearest
from iopintake.support.language import _

FOREMOST = 3
"""Sentences of a kind, and answers behind each, that are named at first: all fits one screen."""
ROWS, COLUMNS = 24, 80
"""The screen that it fits."""
SAID = 2
"""Answers that are named where what it would take is named beside them."""


def explained(
    evaluation: Evaluation, *, why: str | None, why_not: str | None, full: bool = False
) -> Iterator[str]:
    """Yield why one rule, or why not one level; with neither what decides, or if FULL the whole decision."""
    if why:
        return why_rule(evaluation, why)
    if why_not:
        return why_not_level(evaluation, why_not, full=full)
    return whole_tree(evaluation) if full else iter(what_decides(evaluation))


def what_decides(evaluation: Evaluation) -> list[str]:
    """Return the result, what decides it with the answers behind, and what is open, on one screen.

    As many answers are named behind each sentence as there is room for.
    """
    lines: list[str] = []
    for most in range(FOREMOST, 0, -1):
        lines = list(_what_decides(evaluation, most))
        if sum(max(1, -(-len(line) // COLUMNS)) for line in lines) <= ROWS:
            break
    return lines


def _what_decides(evaluation: Evaluation, most: int) -> Iterator[str]:
    pack, decision = evaluation.book.pack, decide(evaluation, cautious_levels)
    yield _result(pack, decision)
    reasons, against = explain.reasons(evaluation, decision), explain.against(evaluation, decision)
    yield from _foremost(_("What decides it:"), evaluation, reasons, most)
    yield from _foremost(_("What speaks against an IOP now:"), evaluation, against, most)
    higher = [
        need for need in pack.levels.need if not evaluation.is_met(need.id) and _is_above(need, decision)
    ]
    open_ = sum(evaluation.truth(need.id) is Truth.UNKNOWN for need in higher)
    if higher:
        yield _("Needs of a higher level: {number} are not met, {open} are not known.").format(
            number=len(higher) - open_, open=open_
        )
    yield from _to_ask_next(evaluation, decision)
    yield _("Every rule, down to each answer: --full. One rule: --why RULE. One level: --why-not LEVEL.")


def _is_above(need: Need, decision: Decision) -> bool:
    return decision.level is None or LEVELS.index(need.level) < LEVELS.index(decision.level)


def _foremost(
    title: str, evaluation: Evaluation, reasons: tuple[Reason, ...], most: int = FOREMOST
) -> Iterator[str]:
    """Yield the first REASONS, each with its rule and up to MOST answers behind it."""
    if not reasons:
        return
    yield title
    for reason in reasons[:FOREMOST]:
        said = [f"{one.short}: {one.display}" for one in behind(evaluation, evaluation.because(reason.rule))]
        answers = f" ({'; '.join(said[:most])}{_more(said, most)})" if said else ""
        yield f"  [{reason.rule}] {reason.sentence}{answers}"
    if len(reasons) > FOREMOST:
        yield _("  and {number} more: --full").format(number=len(reasons) - FOREMOST)


def _more(found: list[str], most: int = FOREMOST) -> str:
    return _("; and {number} more").format(number=len(found) - most) if len(found) > most else ""


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


def why_not_level(evaluation: Evaluation, level: str, *, full: bool = False) -> Iterator[str]:
    """Yield why a level is not the one: what calls for a higher one, or what would have called for it.

    The rules that the person comes nearest to are named, with FULL every one of them.
    """
    if level not in LEVELS:
        raise IopintakeError(
            _('--why-not: there is no level "{level}". {nearest}').format(
                level=level, nearest=nearest(level, LEVELS)
            )
        )
    pack, decision = evaluation.book.pack, decide(evaluation, cautious_levels)
    yield _result(pack, decision)
    title = pack.level(LEVELS[LEVELS.index(level)]).title
    if decision.level == level:
        yield _("That is the level in question: {title}.").format(title=title)
        return
    if decision.level and LEVELS.index(decision.level) < LEVELS.index(level):
        yield from _foremost(
            _("It is not {title}, since this calls for more:").format(title=title),
            evaluation,
            explain.reasons(evaluation, decision),
        )
        return
    needs = [need for need in pack.levels.need if need.level == level]
    if not needs:
        yield _("No rule calls for {title} by itself. It is the result when nothing calls for more.").format(
            title=title
        )
        yield from _to_ask_next(evaluation, decision)
        return
    yield from _not_called_for(evaluation, title, needs, len(needs) if full else FOREMOST)


def _not_called_for(evaluation: Evaluation, title: str, needs: list[Need], most: int) -> Iterator[str]:
    """Yield that no rule calls for the level with this TITLE, and of MOST what was and was not answered."""
    open_ = [need for need in needs if evaluation.truth(need.id) is Truth.UNKNOWN]
    held = (
        _("{open} of them are not known yet").format(open=len(open_)) if open_ else _("none of them is met")
    )
    which = _("the nearest are:") if most < len(needs) else _("they are:")
    yield _("{number} rules would each call for {title}; {held}; {which}").format(
        number=len(needs), title=title, held=held, which=which
    )
    nearest_first = sorted(needs, key=lambda need: (need not in open_, *_distance(evaluation, need)))
    for need in nearest_first[:most]:
        yield f"  [{need.id}] {need.sentence}"
        said = [f"{one.short}: {one.display}" for one in behind(evaluation, evaluation.because(need.id))]
        if said:
            yield _("    Answered: {answers}.").format(answers="; ".join(said[:SAID]) + _more(said, SAID))
        yield _("    It would take: {answers}.").format(answers=lacking(evaluation, need.id).text)
    if most < len(needs):
        yield _("  and {number} more: --full").format(number=len(needs) - most)


def _distance(evaluation: Evaluation, need: Need) -> tuple[bool, bool, int]:
    """Return how far NEED is from being met: least where what it lacks was asked, and a part of it is met."""
    questions = lacking(evaluation, need.id).questions
    asked = all(evaluation.belongs(question) for question in questions)
    return not asked, not is_begun(evaluation, need.id), len(questions)


def _to_ask_next(evaluation: Evaluation, decision: Decision) -> Iterator[str]:
    pack = evaluation.book.pack
    shorts = [pack.questions[q].short for q in explain.could_change(evaluation, decision)]
    if shorts:
        yield _("To ask next: {names}{more}").format(names="; ".join(shorts[:FOREMOST]), more=_more(shorts))


def _result(pack: Pack, decision: Decision) -> str:
    level = pack.level(decision.level).title if decision.level else _("none named")
    return _("The result: {verdicts}. Level of care: {level}.").format(
        verdicts=_(VERDICTS[decision.verdict]), level=level
    )
