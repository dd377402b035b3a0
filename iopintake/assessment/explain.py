"""Says why, from the evaluated rules: the reasons, what speaks against, what to ask next."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from iopintake.assessment.decide import alerts_met, needs_met, urgent
from iopintake.assessment.model import Decision, Reason
from iopintake.interview.flow import IN_TURN, state
from iopintake.packs.conditions import Truth
from iopintake.packs.model import LEVELS
from iopintake.rules.evaluation import Evaluation

QuestionOrder = Callable[[Evaluation, tuple[str, ...]], tuple[str, ...]]
"""Puts questions in the order in which they should be asked."""


def reasons(evaluation: Evaluation, decision: Decision) -> tuple[Reason, ...]:
    """Return what leads to the decision, gravest first.

    Needs name themselves. Where none is met, the criteria of the ideal candidate that
    are not met say why less is enough.
    """
    met = [need for need in needs_met(evaluation) if need.level == decision.level]
    found = [_reason(evaluation, need.id, need.sentence) for need in met]
    scopes = evaluation.book.pack.levels.scope
    found += [_reason(evaluation, s.id, s.sentence) for s in scopes if s.id == decision.scope]
    if decision.held:
        found += _to_be_ruled_out(evaluation)
    if decision.level == "iop":
        found += [_criterion(evaluation, id_) for id_ in _ideal(evaluation, Truth.MET)]
    if decision.level == "outpatient":
        found += [_criterion(evaluation, id_) for id_ in _ideal(evaluation, Truth.NOT_MET)]
    return tuple(found)


def against(evaluation: Evaluation, decision: Decision) -> tuple[Reason, ...]:
    """Return what speaks against an IOP now: what it needs and has not, and what rules it out."""
    return tuple(_against(evaluation, decision))


def _against(evaluation: Evaluation, decision: Decision) -> Iterator[Reason]:
    pack = evaluation.book.pack
    if decision.level == "outpatient":
        yield from (_criterion(evaluation, id_) for id_ in _ideal(evaluation, Truth.MET))
        return
    for criterion in pack.criteria:
        if criterion.group == "not_ideal" and evaluation.is_met(criterion.id):
            yield _criterion(evaluation, criterion.id)
    if decision.level != "iop" and "iop" not in decision.levels_possible:
        return
    if not decision.held:
        yield from _to_be_ruled_out(evaluation)
    for requirement in pack.levels.requirement:
        match evaluation.truth(requirement.id):
            case Truth.NOT_MET:
                yield _reason(evaluation, requirement.id, requirement.not_met)
            case Truth.UNKNOWN:
                yield _reason(evaluation, requirement.id, requirement.unknown)
            case Truth.MET:
                pass


def ask_next(evaluation: Evaluation, decision: Decision, order: QuestionOrder) -> tuple[str, ...]:
    """Return the questions that ``could_change`` the result, safety first, the others in ORDER.

    Those come first there that narrow the levels still possible most.
    """
    rest = tuple(q for q in could_change(evaluation, decision) if q not in decision.open_safety)
    return (*decision.open_safety, *order(evaluation, rest))


def could_change(evaluation: Evaluation, decision: Decision) -> tuple[str, ...]:
    """Return the questions whose answers could still change the result, safety first.

    Each of them was asked already, or can be asked now; one that may not belong is left to
    the question that decides on that.
    """
    pack = evaluation.book.pack
    floor = _floor(decision)
    rules = _raising(evaluation, decision)
    rules += [alert.id for alert in pack.levels.alert if alert.up_to and LEVELS.index(alert.up_to) < floor]
    if decision.verdict in {"may_fit", "undetermined"}:
        rules += [requirement.id for requirement in pack.levels.requirement]
    missing = _missing(evaluation, rules)
    relevant = [q for q in missing if state(evaluation, q) in IN_TURN]
    return tuple(dict.fromkeys((*decision.open_safety, *relevant)))


def can_raise(evaluation: Evaluation, decision: Decision) -> tuple[str, ...]:
    """Return the questions whose answers could call for a higher level than DECISION's."""
    return _missing(evaluation, _raising(evaluation, decision))


def _raising(evaluation: Evaluation, decision: Decision) -> list[str]:
    """Return the needs that call for a higher level than DECISION's."""
    floor = _floor(decision)
    return [need.id for need in evaluation.book.pack.levels.need if LEVELS.index(need.level) < floor]


def _floor(decision: Decision) -> int:
    return LEVELS.index(decision.level) if decision.level else len(LEVELS)


def _missing(evaluation: Evaluation, rules: list[str]) -> tuple[str, ...]:
    missing = evaluation.missing_of(rules)
    return tuple(question for question in missing if evaluation.relevance(question) is not Truth.NOT_MET)


def _to_be_ruled_out(evaluation: Evaluation) -> list[Reason]:
    """Return what a clinician has to look at before a level is settled."""
    pack = evaluation.book.pack
    waiting = [alert for alert in alerts_met(evaluation) if alert.up_to or alert in urgent(pack)]
    return [_reason(evaluation, alert.id, alert.sentence) for alert in waiting]


def _ideal(evaluation: Evaluation, truth: Truth) -> Iterator[str]:
    for criterion in evaluation.book.pack.criteria:
        if criterion.group == "ideal" and evaluation.truth(criterion.id) is truth:
            yield criterion.id


def _criterion(evaluation: Evaluation, criterion_id: str) -> Reason:
    criterion = next(c for c in evaluation.book.pack.criteria if c.id == criterion_id)
    match evaluation.truth(criterion_id):
        case Truth.MET:
            sentence = criterion.met
        case Truth.NOT_MET:
            sentence = criterion.not_met
        case Truth.UNKNOWN:
            sentence = criterion.unknown
    return _reason(evaluation, criterion_id, sentence)


def _reason(evaluation: Evaluation, rule: str, sentence: str) -> Reason:
    return Reason(
        id=rule,
        sentence=sentence,
        because=evaluation.because(rule),
        missing=evaluation.missing(rule),
    )
