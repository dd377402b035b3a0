"""How a case came out beside what it expects, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, Final

from iopintake.checking.cases import Expected
from iopintake.packs.model import REVIEWS
from iopintake.summary.model import Recommendation, Summary
from iopintake.support.language import _

GIVEN: Final = frozenset({"person", "answers", "set_aside"})
"""The parts of a summary that repeat what was said, and so name nothing by themselves."""


def differences(summary: Summary, expect: Expected) -> Iterator[str]:
    """Yield in words each thing that is otherwise than a case expects."""
    yield from _results(summary, expect)
    yield from _limits(summary, expect)
    yield from _parts(summary, expect)


def _results(summary: Summary, expect: Expected) -> Iterator[str]:
    recommendation, week = summary.recommendation, summary.week
    compared: list[tuple[str, Any, Any]] = [
        ("at_least", recommendation.at_least, expect.at_least),
        ("review", recommendation.clinician_review, expect.review),
        ("track", summary.track.id, expect.track),
        ("scope", recommendation.scope.id if recommendation.scope else None, expect.scope),
        ("possible", recommendation.levels_possible, expect.possible),
        ("week_days", len(week.days) if week else 0, expect.week_days),
        ("meets_payer_minimum", week.meets_payer_minimum if week else None, expect.meets_payer_minimum),
    ]
    always = set()
    if expect.verdict is not None:
        compared += [
            ("verdict", recommendation.verdict, expect.verdict),
            ("level", recommendation.level, expect.level),
        ]
        always = {"level", "scope"}
    for name, found, wanted in compared:
        if (wanted is not None or name in always) and found != wanted:
            yield _("{name} is {found}, expected {wanted}").format(
                name=name, found=_said(found), wanted=_said(wanted)
            )
    if expect.levels and accepted(recommendation).isdisjoint(expect.levels):
        found = _("level is {level} ({verdict})").format(
            level=_said(recommendation.level), verdict=recommendation.verdict
        )
        yield _("{found}, expected one of {levels}").format(found=found, levels=_said(expect.levels))


def accepted(recommendation: Recommendation) -> set[str]:
    """Return what a recommendation may be called where a case names all levels that are right."""
    named = {recommendation.level} if recommendation.level else set()
    return named | ({"undetermined"} if recommendation.verdict == "undetermined" else set())


def _limits(summary: Summary, expect: Expected) -> Iterator[str]:
    """Yield what must never be, comes too late, or is not named."""
    recommendation = summary.recommendation
    for name in expect.never:
        if name in {recommendation.verdict, recommendation.level}:
            yield _("the result is {name}, which it must never be").format(name=name)
    least, review = expect.review_at_least, recommendation.clinician_review
    if least is not None and REVIEWS.index(review) < REVIEWS.index(least):
        yield _("review is {review}, expected {least} at least").format(review=review, least=least)
    text = " ".join(_texts(summary)).casefold()
    for words in expect.names:
        if words.casefold() not in text:
            yield _('the summary does not name "{words}"').format(words=words)


def _parts(summary: Summary, expect: Expected) -> Iterator[str]:
    week = summary.week
    if expect.hours_at_least is not None and (week is None or week.hours_min < expect.hours_at_least):
        found_hours = week.hours_min if week else _("no week")
        yield _("hours_min is {found}, expected at least {least:g}").format(
            found=found_hours, least=expect.hours_at_least
        )
    truths = {criterion.id: criterion.truth for criterion in summary.criteria}
    for truth, names in (("met", expect.met), ("not_met", expect.not_met), ("unknown", expect.unknown)):
        for name in names:
            if truths.get(name) != truth:
                yield _("criterion {name} is {found}, expected {truth}").format(
                    name=name, found=truths.get(name) or _("missing"), truth=truth
                )
    alerts = {alert.id for alert in summary.safety.alerts}
    for name in expect.alerts:
        if name not in alerts:
            yield _("the alert {name} is missing").format(name=name)


def _texts(part: Any) -> Iterator[str]:
    """Yield every text in a part of a summary, but for what was said by the person."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple | list):
        for inner in part:
            yield from _texts(inner)
    elif is_dataclass(part):
        for each in fields(part):
            if each.name not in GIVEN:
                yield from _texts(getattr(part, each.name))


def _said(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or _("none")
    return _("none") if value is None else str(value)
