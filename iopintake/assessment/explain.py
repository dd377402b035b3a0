"""Says why, from the evaluated rules: the reasons, what speaks against, what to ask next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from operator import itemgetter

from iopintake.assessment.level_rules import alerts_told, is_urgent, needs_met, of_book
from iopintake.assessment.model import Decision, Reason
from iopintake.interview.flow import IN_TURN, State, later, state
from iopintake.packs.conditions import Truth
from iopintake.packs.model import LEVELS, Pack
from iopintake.rules.columns import Column, Columns, column_of
from iopintake.rules.evaluation import Evaluation
from iopintake.rules.groups import REMEMBERED
from iopintake.rules.names import spared, when
from iopintake.rules.program import MET, UNKNOWN
from iopintake.rules.rulebook import Rulebook
from iopintake.rules.settling import Settling

QuestionOrder = Callable[[Sequence[Evaluation], Sequence[tuple[str, ...]]], list[tuple[str, ...]]]
"""Puts the questions of each of some evaluations in the order in which they should be asked."""


def reasons(evaluation: Evaluation, decision: Decision) -> tuple[Reason, ...]:
    """Return what leads to the decision, gravest first.

    Needs name themselves. Where none is met, the criteria of the ideal candidate that
    are not met say why less is enough.
    """
    met = [need for need in needs_met(evaluation) if need.level == decision.level]
    found = [_reason(need.id, need.sentence) for need in met]
    scopes = evaluation.book.pack.levels.scope
    found += [_reason(s.id, s.sentence) for s in scopes if s.id == decision.scope]
    if decision.held:
        found += _to_be_ruled_out(evaluation)
    if decision.level == "iop":
        found += _ideal(evaluation, Truth.MET)
    if decision.level == "outpatient":
        found += _ideal(evaluation, Truth.NOT_MET)
    return tuple(found)


def against(evaluation: Evaluation, decision: Decision) -> tuple[Reason, ...]:
    """Return what speaks against an IOP now: what it needs and has not, and what rules it out."""
    return tuple(_against(evaluation, decision))


def _against(evaluation: Evaluation, decision: Decision) -> Iterator[Reason]:
    rules = of_book(evaluation.book)
    if decision.level == "outpatient":
        yield from _ideal(evaluation, Truth.MET)
        return
    for criterion in rules.not_ideal.met(evaluation):
        yield _reason(criterion.id, criterion.met)
    if decision.level != "iop" and "iop" not in decision.levels_possible:
        return
    if not decision.held:
        yield from _to_be_ruled_out(evaluation)
    for requirement, truth in rules.requirements.with_truths(evaluation):
        if truth is not Truth.MET:
            sentence = requirement.not_met if truth is Truth.NOT_MET else requirement.unknown
            yield _reason(requirement.id, sentence)


def ask_next(
    evaluations: Sequence[Evaluation],
    decisions: Sequence[Decision],
    open_questions: Sequence[Sequence[str]],
    order: QuestionOrder,
) -> list[tuple[str, ...]]:
    """Return for each of EVALUATIONS its OPEN_QUESTIONS, which could change its decision, in turn.

    Safety comes first, as it does there, the others in ORDER: those that narrow the levels still possible
    most. A question on safety of which it is open whether it belongs waits for those that decide on that.
    """
    rest = [
        tuple(questions[len(decision.open_safety) :])
        for questions, decision in zip(open_questions, decisions, strict=True)
    ]
    return [
        _in_turn(evaluation, decision.open_safety, some)
        for evaluation, decision, some in zip(evaluations, decisions, order(evaluations, rest), strict=True)
    ]


def _in_turn(evaluation: Evaluation, safety: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    """Return SAFETY, but what is not asked any more, before OTHERS, and last of all what may not belong."""
    truths, (belongs, may_be_spared, spares) = evaluation.truths, _on_safety(evaluation.book)
    if MET in spares(truths):
        safety = [q for q in safety if q not in may_be_spared or state(evaluation, q) is not State.SPARED]
    unsure = [question for question in safety if truths[belongs[question]] == UNKNOWN]
    waits = later(evaluation.book).of
    waiting = [question for question in unsure if waits(evaluation, question)]
    if not waiting:
        return (*safety, *others)
    return (*[question for question in safety if question not in waiting], *others, *waiting)


_OnSafety = tuple[dict[str, int], frozenset[str], Callable[[Sequence[int]], tuple[int, ...]]]


@lru_cache(REMEMBERED)
def _on_safety(book: Rulebook) -> _OnSafety:
    """Return where the relevance of each question stands, which may be spared, and what picks that."""
    belongs = {question: book.nodes[when(question)].index for question in book.pack.questions}
    on_safety = [question.id for question in book.pack.questions.values() if question.safety]
    spares = {q: book.nodes[spared(q)].index for q in on_safety if book.asked_by(spared(q))}
    # of less than two places itemgetter gives no tuple
    picked = itemgetter(*spares.values(), *spares.values()) if spares else lambda _truths: ()
    return belongs, frozenset(spares), picked


def could_change(evaluation: Evaluation, decision: Decision) -> tuple[str, ...]:
    """Return the questions whose answers could still change the result: those of ``could_change_all``."""
    (found,) = could_change_all([evaluation], [decision], evaluation.columns())
    return found


def could_change_all(
    evaluations: Sequence[Evaluation], decisions: Sequence[Decision], columns: Columns
) -> list[tuple[str, ...]]:
    """Return for each of EVALUATIONS, whose COLUMNS these are, what could still change its decision.

    Safety comes first, the others in the order of the pack. Each of them was asked already, or can
    be asked now; one that may not belong is left to the question that decides on that.
    """
    book = evaluations[0].book
    missing = _settling(book).missing(columns, _asked_about(book.pack, decisions))
    found: list[dict[str, None]] = [dict.fromkeys(decision.open_safety) for decision in decisions]
    for question, column in missing.items():
        if not column:
            continue
        belongs, spares = (book.nodes[rule].index for rule in (when(question), spared(question)))
        asked = column & columns.met(belongs) & ~columns.met(spares)
        for place in columns.places(asked):
            found[place][question] = None
        doubtful = column & (columns.met(belongs) | columns.unknown(belongs)) & ~asked
        for place in columns.places(doubtful):
            # one about safety is there already; of the others those wait that may not belong
            waits = question in found[place] or question not in evaluations[place].answers
            if not waits and state(evaluations[place], question) in IN_TURN:
                found[place][question] = None
    return [tuple(questions) for questions in found]


@lru_cache(REMEMBERED)
def _settling(book: Rulebook) -> Settling:
    return Settling(book, [rule for rule, _level in _rules_and_levels(book.pack)])


@lru_cache(REMEMBERED)
def _rules_and_levels(pack: Pack) -> tuple[tuple[str, int | None], ...]:
    """Return the rules that a result rests on, each with the highest level that it can make possible."""
    levels = pack.levels
    needs = [(need.id, LEVELS.index(need.up_to or need.level)) for need in levels.need]
    alerts = [(alert.id, LEVELS.index(alert.up_to)) for alert in levels.alert if alert.up_to]
    return (*needs, *alerts, *((requirement.id, None) for requirement in levels.requirement))


def _asked_about(pack: Pack, decisions: Sequence[Decision]) -> list[Column]:
    """Return for each of these rules which of DECISIONS it could still change."""
    floors = [_floor(decision) for decision in decisions]
    higher = [column_of(place < floor for floor in floors) for place in range(len(LEVELS))]
    unclear = column_of(decision.verdict in {"may_fit", "undetermined"} for decision in decisions)
    return [unclear if level is None else higher[level] for _rule, level in _rules_and_levels(pack)]


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
    waiting = [alert for alert in alerts_told(evaluation) if alert.up_to or is_urgent(alert)]
    return [_reason(alert.id, alert.sentence) for alert in waiting]


def _ideal(evaluation: Evaluation, wanted: Truth) -> Iterator[Reason]:
    """Yield what the criteria of the ideal candidate say that are WANTED, met or not met."""
    for criterion, truth in of_book(evaluation.book).ideal.with_truths(evaluation):
        if truth is wanted:
            sentence = criterion.met if truth is Truth.MET else criterion.not_met
            yield _reason(criterion.id, sentence)


@lru_cache(1000)  # the same few hundred of a pack come again and again
def _reason(rule: str, sentence: str) -> Reason:
    return Reason(rule, sentence)
