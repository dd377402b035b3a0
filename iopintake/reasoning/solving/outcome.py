"""Level and verdict as literals: the decision's own order, over an encoding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from iopintake.assessment.level_rules import least_level, level_rules, raising, urgent
from iopintake.packs.model import LEVELS, REVIEWS, Conflict, LevelId, Review, VerdictId
from iopintake.reasoning.solving.clauses import Literal
from iopintake.reasoning.solving.encoding import Encoding
from iopintake.rules.names import needs_at_least


@dataclass(frozen=True, slots=True)
class Outcome:
    """A literal for each thing that a decision can come to."""

    level: dict[LevelId | None, Literal]  # exactly one is true
    verdict: dict[VerdictId, Literal]  # exactly one is true
    possible: dict[LevelId, Literal]  # the level itself, or one that a need leaves possible
    open_safety: Literal
    conflicts: dict[str, Literal]  # a conflict that nobody has settled
    emergency: Literal
    scope: Literal
    urgent: dict[str, Literal]  # a need or an alert that a clinician looks at the same day or now
    raised: dict[str, Literal]  # one that leaves a level above an IOP possible
    review: dict[Review, Literal]  # a clinician looks that soon, or sooner
    readiness: Literal  # how to get ready is shown
    week: Literal  # a week is shown


def outcome(encoding: Encoding) -> Outcome:
    """Return the literals of the decision, in the order in which ``decide`` takes it."""
    clauses, pack = encoding.clauses, encoding.book.pack
    at_least = {level: encoding.rules[needs_at_least(level)] for level in LEVELS}
    above, iop = at_least["php"], at_least["iop"]
    scope = clauses.disjunction(encoding.rules[rule.id].surely for rule in pack.levels.scope)
    conflicts = {conflict.id: _open_conflict(encoding, conflict) for conflict in pack.conflicts}
    open_safety = clauses.disjunction(
        [
            *(without_value(encoding, q.id) for q in pack.questions.values() if q.safety),
            *conflicts.values(),
        ]
    )
    willing = clauses.conjunction(
        [
            *(encoding.rules[r.id].surely for r in pack.levels.requirement),
            *(encoding.rules[need.id].surely_not for need in raising(pack)),
        ]
    )
    tried: list[Literal] = []

    def first(*literals: Literal) -> Literal:
        """Return a literal for a case of a first-match list, and close the case."""
        case = clauses.conjunction([*literals, *(-earlier for earlier in tried)])
        tried.append(clauses.conjunction(literals))
        return case

    higher = first(above.surely)
    unclear = [first(clauses.disjunction([scope, open_safety]))]
    fits = first(iop.surely, willing, above.surely_not)
    may_fit = first(iop.surely)
    calm = [
        *(-encoding.rules[alert.id].surely for alert in urgent(pack)),
        *(encoding.rules[rule.id].surely_not for rule in raising(pack)),
        *(-told_conflict(encoding, conflict) for conflict in pack.conflicts),
    ]
    lower = first(iop.surely_not, above.surely_not, *calm)
    unclear.append(first())
    verdict: dict[VerdictId, Literal] = {
        "higher_level_first": higher,
        "fits": fits,
        "may_fit": may_fit,
        "lower_level_enough": lower,
        "undetermined": clauses.disjunction(unclear),
    }
    assert set(verdict) == set(get_args(VerdictId))
    emergency = at_least["emergency"].surely
    level = _levels(encoding, scope, lower)
    readiness = clauses.conjunction([-emergency, -open_safety, -scope])
    return Outcome(
        level=level,
        verdict=verdict,
        possible=_possible(encoding),
        open_safety=open_safety,
        conflicts=conflicts,
        emergency=emergency,
        scope=scope,
        urgent={
            rule.id: encoding.rules[rule.id].surely
            for rule in level_rules(pack)
            if REVIEWS.index(rule.review) >= REVIEWS.index("same_day")
        },
        raised={rule.id: encoding.rules[rule.id].surely for rule in raising(pack)},
        review=_reviews(encoding, open_safety, lower),
        readiness=readiness,
        week=clauses.conjunction([readiness, level["iop"]]),
    )


def without_value(encoding: Encoding, question: str) -> Literal:
    """Return a literal for: the question may belong, and it has no value."""
    return encoding.clauses.conjunction(
        [-encoding.irrelevant[question], -encoding.questions[question].valued]
    )


def _open_conflict(encoding: Encoding, conflict: Conflict) -> Literal:
    """Return a literal for: the conflict is met and was not asked again, or silence came after that."""
    clauses, met = encoding.clauses, encoding.rules[conflict.id]
    unclear = clauses.conjunction([-met.surely, -met.surely_not])
    found: list[Literal] = []
    for question in conflict.questions:
        literals, counts = encoding.questions[question], -encoding.irrelevant[question]
        again = encoding.confirmed[question, conflict.id]
        asked = clauses.disjunction([literals.valued, literals.withheld])
        found.append(clauses.conjunction([met.surely, asked, counts, -again]))
        found.append(clauses.conjunction([unclear, literals.withheld, counts, again]))
    return clauses.disjunction(found)


def told_conflict(encoding: Encoding, conflict: Conflict) -> Literal:
    """Return a literal for: a clinician hears of the conflict."""
    again = (encoding.confirmed[question, conflict.id] for question in conflict.questions)
    return encoding.clauses.disjunction([encoding.rules[conflict.id].surely, *again])


def _reviews(encoding: Encoding, open_safety: Literal, lower: Literal) -> dict[Review, Literal]:
    clauses, pack = encoding.clauses, encoding.book.pack
    asked: list[tuple[Review, Literal]] = [("routine", -lower), ("same_day", open_safety)]
    asked += [(rule.review, encoding.rules[rule.id].surely) for rule in level_rules(pack)]
    for alert in pack.levels.alert:
        if alert.while_open:
            open_ = clauses.disjunction(without_value(encoding, q) for q in alert.while_open.questions)
            told = [encoding.rules[alert.id].surely, *(-encoding.rules[r].surely for r in alert.told_by)]
            asked.append((alert.while_open.review, clauses.conjunction([*told, open_])))
    asked += [(conflict.review, told_conflict(encoding, conflict)) for conflict in pack.conflicts]
    return {
        review: clauses.disjunction(literal for soon, literal in asked if REVIEWS.index(soon) >= place)
        for place, review in enumerate(REVIEWS)
        if place
    }


def _levels(encoding: Encoding, scope: Literal, lower: Literal) -> dict[LevelId | None, Literal]:
    clauses = encoding.clauses
    above = encoding.rules[needs_at_least("php")].surely
    counts = clauses.disjunction([-scope, above])
    found: dict[LevelId | None, Literal] = {}
    over = -clauses.true
    for level in LEVELS[:-1]:
        met = encoding.rules[needs_at_least(level)].surely
        found[level] = clauses.conjunction([met, -over, counts])
        over = met
    found["outpatient"] = clauses.conjunction([lower, -over])
    found[None] = clauses.conjunction(-literal for literal in found.values())
    return found


def _possible(encoding: Encoding) -> dict[LevelId, Literal]:
    """Return for each level whether it is the highest need, or a met need leaves it open.

    What is out of scope is left aside here: the needs alone say what may be called for.
    """
    clauses = encoding.clauses
    found: dict[LevelId, Literal] = {}
    for place, name in enumerate(LEVELS):
        at_least = encoding.rules[needs_at_least(name)]
        over = encoding.rules[needs_at_least(LEVELS[place - 1])].surely if place else -clauses.true
        reached = at_least.surely if name != "outpatient" else clauses.true
        raised = [
            clauses.conjunction([encoding.rules[rule.id].surely, -over])
            for rule in level_rules(encoding.book.pack)
            if rule.up_to and LEVELS.index(rule.up_to) <= place < LEVELS.index(least_level(rule))
        ]
        found[name] = clauses.disjunction([clauses.conjunction([reached, -over]), *raised])
    return found
