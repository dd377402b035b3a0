"""Decides the level of care and the verdict: the highest need on any dimension.

The order in which a verdict is found stands in the design: a need above iop, then what
is out of scope, then an open safety question, then whether an IOP fits. Every rule it
reads is the pack's.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from iopintake.assessment.level_rules import (
    SETS_OF_LEVELS,
    alerts_met,
    highest_need,
    is_urgent,
    least_level,
    level_rules,
    levels_of_possible,
    needs_met,
    of_book,
)
from iopintake.assessment.model import Decision, DimensionRating
from iopintake.packs.conditions import Truth
from iopintake.packs.model import LEVELS, REVIEWS, LevelId, Review, VerdictId
from iopintake.rules.conflicts import told_conflicts, unsettled_questions
from iopintake.rules.evaluation import Evaluation
from iopintake.rules.groups import REMEMBERED, Questions
from iopintake.rules.names import needs_at_least
from iopintake.rules.rulebook import Rulebook

ABOVE_IOP = needs_at_least("php")
"""The rule that some need above iop is met."""
IOP = needs_at_least("iop")
EMERGENCY = needs_at_least("emergency")


LevelsPossible = Callable[[Evaluation], tuple[LevelId, ...]]
"""Finds the levels that some completion of the answers reaches."""


def decide(evaluation: Evaluation, levels_possible: LevelsPossible) -> Decision:
    """Return level, verdict and what they rest on for an evaluated set of answers."""
    scope, open_safety = _scope(evaluation), open_safety_questions(evaluation)
    verdict, level = _result(evaluation, scope=scope, open_safety=bool(open_safety))
    possible = levels_possible(evaluation)
    locked = evaluation.is_met(EMERGENCY)
    settled = evaluation.truth(IOP) is Truth.NOT_MET and not open_safety
    return Decision(
        verdict=verdict,
        level=level,
        at_least=level is not None and bool(possible) and LEVELS.index(possible[0]) < LEVELS.index(level),
        levels_possible=possible,
        scope=scope,
        review=_review(evaluation, verdict),
        locked=locked,
        open_safety=open_safety,
        prepares=not locked and not open_safety and scope is None,  # time for a week, and to get ready
        held=verdict == "undetermined" and settled,
    )


def result_of(evaluation: Evaluation) -> tuple[VerdictId, LevelId | None]:
    """Return the verdict and the level that an evaluated set of answers comes to."""
    open_safety = bool(open_safety_questions(evaluation))
    return _result(evaluation, scope=_scope(evaluation), open_safety=open_safety)


def _result(
    evaluation: Evaluation, *, scope: str | None, open_safety: bool
) -> tuple[VerdictId, LevelId | None]:
    verdict = _verdict(evaluation, scope=scope, open_safety=open_safety)
    if scope is not None and evaluation.truth(ABOVE_IOP) is not Truth.MET:
        return verdict, None
    level = highest_need(evaluation)
    if level is None and verdict == "lower_level_enough":
        return verdict, "outpatient"
    return verdict, level


def _scope(evaluation: Evaluation) -> str | None:
    met = of_book(evaluation.book).scopes.met(evaluation)
    return met[0].id if met else None


def _verdict(evaluation: Evaluation, *, scope: str | None, open_safety: bool) -> VerdictId:
    above, iop = evaluation.truth(ABOVE_IOP), evaluation.truth(IOP)
    if above is Truth.MET:
        return "higher_level_first"
    if scope is not None or open_safety:
        return "undetermined"
    if iop is Truth.MET:
        rules = of_book(evaluation.book)
        willing = rules.requirements.met(evaluation) == rules.requirements.items
        alone = not rules.raising.possible(evaluation)
        return "fits" if willing and alone and above is Truth.NOT_MET else "may_fit"
    if iop is Truth.NOT_MET and above is Truth.NOT_MET and not held_back(evaluation):
        return "lower_level_enough"
    return "undetermined"


def held_back(evaluation: Evaluation) -> bool:
    """Say whether a clinician has to look before routine care can be called enough."""
    return (
        any(is_urgent(alert) for alert in alerts_met(evaluation))
        or bool(of_book(evaluation.book).raising.possible(evaluation))
        or bool(told_conflicts(evaluation))
        or _is_corrected(evaluation)
    )


def _is_corrected(evaluation: Evaluation) -> bool:
    return any(action.kind == "corrected_sign" for action in evaluation.answers.actions)


def cautious_levels(evaluation: Evaluation) -> tuple[LevelId, ...]:
    """Return every level that is not surely ruled out, need by need.

    It never misses a level that some completion reaches; it may name one that none
    does, where needs exclude each other. What rests on answers that contradict each other
    is not ruled out, whatever they say.
    """
    return evaluation.once(_cautious_levels)


def _cautious_levels(evaluation: Evaluation) -> tuple[LevelId, ...]:
    level = highest_need(evaluation)
    floor = LEVELS.index(level or "outpatient")
    possible = (1 << floor | levels_of_possible(evaluation)) & (2 << floor) - 1  # a bit for each level
    if doubtful := unsettled_questions(evaluation):
        for rule in level_rules(evaluation.book.pack):
            if not evaluation.book.asked_by(rule.id).isdisjoint(doubtful):
                top = LEVELS.index(rule.up_to or least_level(rule))
                possible |= (1 << floor) - 1 & ~((1 << top) - 1)
    return SETS_OF_LEVELS[possible]


@lru_cache(REMEMBERED)
def _safety_questions(book: Rulebook) -> Questions:
    return Questions(book, (question.id for question in book.pack.questions.values() if question.safety))


def open_safety_questions(evaluation: Evaluation) -> tuple[str, ...]:
    """Return the safety questions that may belong and have no value, and those whose answers conflict."""
    return evaluation.once(_open_safety_questions)


def _open_safety_questions(evaluation: Evaluation) -> tuple[str, ...]:
    without = _safety_questions(evaluation.book).unsettled(evaluation)
    doubtful = unsettled_questions(evaluation)
    return tuple(dict.fromkeys((*without, *doubtful))) if doubtful else tuple(without)


def rate_dimensions(evaluation: Evaluation) -> tuple[DimensionRating, ...]:
    """Return for each dimension the least level it calls for, and what is still open."""
    return tuple(
        _rating(evaluation, dimension.id, dimension.title)
        for dimension in evaluation.book.pack.levels.dimension
    )


def _rating(evaluation: Evaluation, dimension: str, title: str) -> DimensionRating:
    needs = [need for need in evaluation.book.pack.levels.need if need.dimension == dimension]
    level = min((need.level for need in needs if evaluation.is_met(need.id)), key=LEVELS.index, default=None)
    behind = [need for need in needs if need.level == level and evaluation.is_met(need.id)]
    required = [r.id for r in evaluation.book.pack.levels.requirement if r.dimension == dimension]
    rated = [*(need.id for need in needs), *required]
    unknown = [rule for rule in rated if evaluation.truth(rule) is Truth.UNKNOWN]
    return DimensionRating(
        id=dimension,
        title=title,
        level=level,
        because=_union(evaluation.because, [need.id for need in behind]),
        missing=_union(evaluation.missing, unknown),
    )


def _union(find: Callable[[str], tuple[str, ...]], rules: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(question for rule in rules for question in find(rule)))


def _review(evaluation: Evaluation, verdict: VerdictId) -> Review:
    """Return how soon a clinician looks: the soonest that any met rule asks for.

    A corrected crisis sign and an open safety question ask for the same day at least; any
    other unclear result is looked at as a matter of routine.
    """
    asked: list[Review] = ["none" if verdict == "lower_level_enough" else "routine"]
    asked.append(review_of_told(evaluation))
    if _is_corrected(evaluation) or open_safety_questions(evaluation):
        asked.append("same_day")
    return max(asked, key=REVIEWS.index)


def review_of_told(evaluation: Evaluation) -> Review:
    """Return how soon a clinician looks for what was told, whatever is still open."""
    asked: list[Review] = [need.review for need in needs_met(evaluation)]
    asked += [alert.review for alert in alerts_met(evaluation)]
    asked += [conflict.review for conflict in told_conflicts(evaluation)]
    return max(asked, key=REVIEWS.index, default="none")
