"""What would have to be answered for a rule to be met, in the words of questions and options."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from iopintake.packs.conditions import All, AnyOf, Holds, Not, Test, Truth
from iopintake.packs.model import Pack
from iopintake.rules.evaluation import Evaluation
from iopintake.rules.rulebook import Node
from iopintake.support.language import N_, _

MOST = 2
"""Labels of one question that are named."""
TAKES: Final = {
    "at_least": N_("{labels} or more"),
    "at_most": N_("at most {labels}"),
    "days_at_least": N_("{labels} or more days ago"),
    "days_at_most": N_("at most {labels} days ago"),
    "only_times": N_("only {labels}"),
    "withheld": N_("not said"),
    "is_not": N_("not {labels}"),
}
"""How what an answer must be is said; the other tests are said by the labels alone."""
DENIED: Final = {
    "at_least": N_("less than {labels}"),
    "at_most": N_("more than {labels}"),
    "days_at_least": N_("less than {labels} days ago"),
    "days_at_most": N_("more than {labels} days ago"),
    "only_times": N_("not only {labels}"),
    "withheld": N_("said"),
    "is_not": N_("{labels}"),
}
"""The same where a rule holds only without it."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """What a rule lacks to be met: in words, and the questions whose answers would have to be others."""

    text: str = ""
    questions: tuple[str, ...] = ()


NOTHING: Final = Lacking()


def lacking(evaluation: Evaluation, rule: str) -> Lacking:
    """Return the fewest answers that RULE lacks, beside what speaks for it; nothing if it is met."""
    return _lacking(evaluation, evaluation.book.nodes[rule], wanted=True)


def is_begun(evaluation: Evaluation, rule: str) -> bool:
    """Say whether an answer speaks for a part of RULE, so that the person is nearer to it than to most."""
    return any(
        evaluation.truths[node.index] == Truth.MET and not isinstance(node.condition, Not)
        for node in evaluation.book.nodes[rule].parts
    )


def _lacking(evaluation: Evaluation, node: Node, *, wanted: bool) -> Lacking:
    if evaluation.truths[node.index] == (Truth.MET if wanted else Truth.NOT_MET):
        return NOTHING
    match node.condition:
        case Holds(rule):
            return _lacking(evaluation, evaluation.book.nodes[rule], wanted=wanted)
        case Not():
            return _lacking(evaluation, node.parts[0], wanted=not wanted)
        case Test() as test:
            return Lacking(_test(evaluation.book.pack, test, wanted=wanted), (test.answer,))
        case All() | AnyOf() as several:
            parts = [_lacking(evaluation, part, wanted=wanted) for part in node.parts]
            return _together(parts) if isinstance(several, All) == wanted else _one_of(parts)


def _together(parts: list[Lacking]) -> Lacking:
    needed = list(dict.fromkeys(part for part in parts if part.text))
    return Lacking(
        "; ".join(part.text for part in needed), tuple(q for part in needed for q in part.questions)
    )


def _one_of(parts: list[Lacking]) -> Lacking:
    """Return the part that takes the fewest answers: all ways at once are past reading."""
    return min(parts, key=lambda part: len(part.questions), default=NOTHING)


def _test(pack: Pack, test: Test, *, wanted: bool) -> str:
    question = pack.questions[test.answer]
    codes = test.operand if isinstance(test.operand, tuple) else (test.operand,)
    labels = [question.label(str(code)) if code in question.codes else str(code) for code in codes]
    more = [_("another answer")] if len(labels) > MOST else []
    shown = _(" or ").join(
        [*(f"“{label}”" if codes[0] in question.codes else label for label in labels[:MOST]), *more]
    )
    words = TAKES.get(test.operator, "{labels}") if wanted else DENIED.get(test.operator, N_("not {labels}"))
    return f"{question.short}: {_(words).format(labels=shown)}"
