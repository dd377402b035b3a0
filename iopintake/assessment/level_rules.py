"""The rules that a level of care rests on and is explained by, and which of them are met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache, reduce
from operator import or_
from typing import Final

from iopintake.packs.model import LEVELS, REVIEWS, Alert, LevelId, Need, Pack, Review
from iopintake.rules.columns import Columns
from iopintake.rules.conflicts import conflicts_of
from iopintake.rules.evaluation import Evaluation
from iopintake.rules.groups import REMEMBERED, Group, needs_of
from iopintake.rules.rulebook import Rulebook

SETS_OF_LEVELS: Final = tuple(
    tuple(level for place, level in enumerate(LEVELS) if bits >> place & 1)
    for bits in range(1 << len(LEVELS))
)
"""The levels, from the highest to the lowest, that the bits of a number stand for."""


class LevelRules:
    """The rules of one pack that a level rests on, each group in the pack's order."""

    def __init__(self, book: Rulebook) -> None:
        """Find them in BOOK."""
        levels = book.pack.levels
        self.scopes = Group(book, levels.scope)
        self.needs = needs_of(book)
        self.alerts = Group(book, levels.alert)
        self.conflicts = conflicts_of(book)
        self.requirements = Group(book, levels.requirement)
        self.ideal = Group(book, [c for c in book.pack.criteria if c.group == "ideal"])
        self.not_ideal = Group(book, [c for c in book.pack.criteria if c.group == "not_ideal"])
        self.still_open = {
            alert.id: replace(alert, review=alert.while_open.review, step=alert.while_open.step)
            for alert in levels.alert
            if alert.while_open is not None
        }
        self.raising = Group(book, raising(book.pack))
        self.all = Group(book, level_rules(book.pack))
        self.levels = {rule.id: _levels(rule) for rule in level_rules(book.pack)}  # a bit for each


def _levels(rule: Need | Alert) -> int:
    """Return the levels that a rule calls for or leaves possible, a bit for each."""
    least = LEVELS.index(least_level(rule))
    top = LEVELS.index(rule.up_to) if rule.up_to else least
    return sum(1 << place for place in range(top, least + 1))


@lru_cache(REMEMBERED)
def of_book(book: Rulebook) -> LevelRules:
    """Return the rules of BOOK that a level rests on."""
    return LevelRules(book)


def least_level(rule: Need | Alert) -> LevelId:
    """Return the level that a rule calls for; an alert calls for none above routine care."""
    return rule.level if isinstance(rule, Need) else "outpatient"


@lru_cache(REMEMBERED)
def level_rules(pack: Pack) -> tuple[Need | Alert, ...]:
    """Return the rules that call for a level, or leave one possible."""
    return (*pack.levels.need, *pack.levels.alert)


@lru_cache(REMEMBERED)
def raising(pack: Pack) -> tuple[Need | Alert, ...]:
    """Return the rules that leave a level above an IOP possible: while one is met, an IOP only may fit."""
    return tuple(
        rule for rule in level_rules(pack) if rule.up_to and LEVELS.index(rule.up_to) < LEVELS.index("iop")
    )


@lru_cache(REMEMBERED)
def urgent(pack: Pack) -> tuple[Alert, ...]:
    """Return the alerts that a clinician looks at today: beside one, less than an IOP is never enough."""
    return tuple(alert for alert in pack.levels.alert if is_urgent(alert))


def is_urgent(alert: Alert) -> bool:
    """Say whether a clinician looks today."""
    return is_soon(alert.review)


def is_soon(review: Review) -> bool:
    """Say whether a REVIEW is today, or now."""
    return REVIEWS.index(review) >= REVIEWS.index("same_day")


def needs_met(evaluation: Evaluation) -> tuple[Need, ...]:
    """Return the needs that are met, from the highest level to the lowest."""
    return of_book(evaluation.book).needs.met(evaluation)


def alerts_met(evaluation: Evaluation) -> tuple[Alert, ...]:
    """Return the alerts that are met, in the order of the pack, each as it stands with what is open."""
    return evaluation.once(_alerts_met)


def _alerts_met(evaluation: Evaluation) -> tuple[Alert, ...]:
    met = of_book(evaluation.book).alerts.met(evaluation)
    return tuple([_as_it_stands(evaluation, alert) for alert in met])


def _as_it_stands(evaluation: Evaluation, alert: Alert) -> Alert:
    if alert.while_open is None or all(map(evaluation.is_settled, alert.while_open.questions)):
        return alert
    return alert if is_told_otherwise(evaluation, alert) else of_book(evaluation.book).still_open[alert.id]


def is_told_otherwise(evaluation: Evaluation, rule: Need | Alert) -> bool:
    """Say whether another rule that is met says better what RULE would say."""
    return any(map(evaluation.is_met, rule.told_by))


def alerts_told(evaluation: Evaluation) -> tuple[Alert, ...]:
    """Return the alerts that are met and that nothing else says better, in the order of the pack."""
    return evaluation.once(_alerts_told)


def _alerts_told(evaluation: Evaluation) -> tuple[Alert, ...]:
    return tuple([a for a in alerts_met(evaluation) if not is_told_otherwise(evaluation, a)])


def levels_of_possible(evaluation: Evaluation) -> int:
    """Return the levels that rules call for, or leave possible, that are not ruled out, a bit for each."""
    return evaluation.once(_levels_of_possible)


def _levels_of_possible(evaluation: Evaluation) -> int:
    rules = of_book(evaluation.book)
    return reduce(or_, [rules.levels[rule.id] for rule in rules.all.possible(evaluation)], 0)


def look_at_all(evaluations: Sequence[Evaluation], columns: Columns) -> None:
    """Find all this for EVALUATIONS at once, which are then asked one after the other; COLUMNS are theirs."""
    rules = of_book(evaluations[0].book)
    for group in (
        rules.needs,
        rules.alerts,
        rules.scopes,
        rules.not_ideal,
        conflicts_of(evaluations[0].book),
    ):
        group.look_at(evaluations, columns)
    possible = {rule: columns.possible(evaluations[0].book.index[rule]) for rule in rules.levels}
    levels = columns.numbers(
        [
            reduce(or_, [possible[rule] for rule, levels in rules.levels.items() if levels >> place & 1], 0)
            for place in range(len(LEVELS))
        ]
    )
    for evaluation, some in zip(evaluations, levels, strict=True):
        evaluation.keep(_levels_of_possible, some)


def urgent_met(evaluation: Evaluation) -> tuple[Alert, ...]:
    """Return the alerts that are told and looked at today, those for now first."""
    told = filter(is_urgent, alerts_told(evaluation))
    return tuple(sorted(told, key=lambda alert: -REVIEWS.index(alert.review)))


def needs_for_now(evaluation: Evaluation) -> tuple[Need, ...]:
    """Return the needs that are met and for which a clinician looks now, from the highest level down."""
    return tuple([need for need in needs_met(evaluation) if need.review == "now"])


def urgent_steps(evaluation: Evaluation) -> tuple[str, ...]:
    """Return what a clinician or the operator does today, what is for now first."""
    pack = evaluation.book.pack
    steps = [step_of(pack, need) for need in needs_for_now(evaluation)]
    return tuple(dict.fromkeys((*steps, *(alert.step for alert in urgent_met(evaluation)))))


def step_of(pack: Pack, need: Need) -> str:
    """Return what a clinician or the operator does about NEED."""
    return need.step or pack.crisis.need_step


def highest_need(evaluation: Evaluation) -> LevelId | None:
    """Return the highest level that some need calls for; None when no need is met."""
    needs = needs_met(evaluation)
    return needs[0].level if needs else None
