"""Claims on safety: crisis signs, needs and open questions come before everything that is gentler."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from iopintake.packs.model import LEVELS, VerdictId
from iopintake.reasoning.proof.model import Broken, Subject
from iopintake.reasoning.protocols import unserved_needs
from iopintake.reasoning.solving.clauses import Literal
from iopintake.support.language import _

GENTLE: Final[tuple[VerdictId, ...]] = ("fits", "may_fit", "lower_level_enough")
"""The verdicts that an emergency must never come to."""


def crisis(subject: Subject) -> Iterator[Broken]:
    """Yield answers with a crisis sign that come to less than an emergency."""
    encoding, result = subject.world.encoding, subject.world.outcome
    gentle = [result.verdict[verdict] for verdict in GENTLE]
    less = subject.either(-result.level["emergency"], *gentle, result.verdict["undetermined"])
    for question, sign in _signs(subject):
        short = subject.pack.questions[question].short
        what = _('"{short}" holds a crisis sign, and the result is no emergency').format(short=short)
        yield from subject.impossible(what, encoding.questions[question].valued, sign, less)
    yield from subject.impossible(
        _("an emergency need is met, and it is no emergency"), result.emergency, less
    )


def needs(subject: Subject) -> Iterator[Broken]:
    """Yield answers that meet a need above an IOP and come to a lower level, or to an IOP."""
    result, rules = subject.world.outcome, subject.world.encoding.rules
    for need in subject.pack.levels.need:
        place = LEVELS.index(need.level)
        below = [result.level[level] for level in LEVELS[place + 1 :]]
        bad = [*below, result.level[None]]
        if place < LEVELS.index("iop"):
            bad += [result.verdict[verdict] for verdict in GENTLE]
        excused = [-result.scope] if place >= LEVELS.index("iop") else []
        what = _('the need "{id}" is met, and the level is below {level}').format(
            id=need.id, level=need.level
        )
        yield from subject.impossible(what, rules[need.id].surely, subject.either(*bad), *excused)


def protocols(subject: Subject) -> Iterator[Broken]:
    """Yield answers that call for the crisis protocol and have none of their kind."""
    for need, answers in unserved_needs(subject.world, subject.ask, subject.as_of):
        yield Broken(
            _('the need "{id}" is met, and only the general protocol is there').format(id=need.id), answers
        )


def open_safety(subject: Subject) -> Iterator[Broken]:
    """Yield answers that leave a safety question without a value, and come to more than that allows.

    Nothing fits, nothing is enough, no week is laid out, and a clinician looks the same day.
    """
    result = subject.world.outcome
    for verdict in GENTLE:
        what = _("a safety question is open, and the verdict is {verdict}").format(verdict=verdict)
        yield from subject.impossible(what, result.open_safety, result.verdict[verdict])
    what = _("a safety question is open, and a program is prepared for")
    yield from subject.impossible(what, result.open_safety, subject.either(result.readiness, result.week))
    what = _("a safety question is open, and no clinician looks the same day")
    yield from subject.impossible(what, result.open_safety, -result.review["same_day"])


def _signs(subject: Subject) -> Iterator[tuple[str, Literal]]:
    for question in subject.pack.questions:
        sign = subject.world.encoding.sign(question)
        if sign != -subject.world.clauses.true:
            yield question, sign
