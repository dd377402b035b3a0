"""The whole decision as a tree of lines: level, needs, criteria, conditions, answers, sources."""

from __future__ import annotations

from collections.abc import Iterator

from iopintake.answers.display import display
from iopintake.packs.conditions import All, AnyOf, Condition, Holds, Not, Test, Truth
from iopintake.packs.model import LEVELS
from iopintake.rules.evaluation import Evaluation
from iopintake.rules.rulebook import Node
from iopintake.support.language import _

MARKS = {Truth.MET: "[x]", Truth.NOT_MET: "[ ]", Truth.UNKNOWN: "[?]"}
INDENT = "  "


def whole_tree(evaluation: Evaluation) -> Iterator[str]:
    """Yield every level with its needs, then requirements, alerts and criteria."""
    pack = evaluation.book.pack
    for level in LEVELS:
        needs = [need for need in pack.levels.need if need.level == level]
        if needs:
            yield pack.level(level).title
        for need in needs:
            yield from rule_tree(evaluation, need.id, need.sentence, need.source)
    for title, rules in ((_("Requirements of an IOP"), pack.levels.requirement),):
        yield title
        for rule in rules:
            yield from rule_tree(evaluation, rule.id, rule.title, rule.source)
    yield _("Alerts")
    for alert in pack.levels.alert:
        yield from rule_tree(evaluation, alert.id, alert.sentence, alert.source)
    yield _("Criteria")
    for criterion in pack.criteria:
        yield from rule_tree(evaluation, criterion.id, criterion.title, criterion.source)


def rule_tree(evaluation: Evaluation, rule: str, title: str, source: tuple[str, ...]) -> Iterator[str]:
    """Yield one rule with its truth, its sources and every condition in it."""
    yield _("{indent}{marks} {rule}: {title} (source: {names})").format(
        indent=INDENT, marks=MARKS[evaluation.truth(rule)], rule=rule, title=title, names=", ".join(source)
    )
    yield from _node(evaluation, evaluation.book.nodes[rule], 2)


def _node(evaluation: Evaluation, node: Node, depth: int) -> Iterator[str]:
    mark = MARKS[Truth(evaluation.truths[node.index])]
    yield f"{INDENT * depth}{mark} {condition_words(evaluation, node.condition)}"
    match node.condition:
        case Holds(rule):
            yield from _node(evaluation, evaluation.book.nodes[rule], depth + 1)
        case Test(answer):
            yield f"{INDENT * (depth + 1)}{_answer(evaluation, answer)}"
        case _:
            for part in node.parts:
                yield from _node(evaluation, part, depth + 1)


def condition_words(evaluation: Evaluation, condition: Condition) -> str:
    """Return one condition in a few words, without what is inside it."""
    match condition:
        case All(parts):
            return _("all of these") if parts else _("always")
        case AnyOf(parts):
            return _("any of these") if parts else _("never")
        case Not():
            return _("not this")
        case Holds(rule):
            return _('the rule "{rule}"').format(rule=rule)
        case Test(answer, operator, operand):
            question = evaluation.book.pack.questions[answer]
            shown = ", ".join(operand) if isinstance(operand, tuple) else str(operand)
            return f"{question.short} {_(operator.replace('_', ' '))} {shown}"


def _answer(evaluation: Evaluation, question_id: str) -> str:
    question = evaluation.book.pack.questions[question_id]
    answer = evaluation.answers.get(question_id)
    said = _("no answer") if answer is None else display(question, answer)
    aside = _("; it does not belong") if evaluation.relevance(question_id) is Truth.NOT_MET else ""
    return _("answer to {question_id}: {said}{aside}").format(question_id=question_id, said=said, aside=aside)
