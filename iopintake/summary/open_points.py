"""What a summary leaves open, in words: to be asked still, or left out by the short form on purpose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from iopintake.answers.circumstances import QUICK
from iopintake.packs.model import Pack
from iopintake.summary.model import DimensionNote, Summary
from iopintake.support.language import _

SOME: Final = 4
"""How many open questions are named at one place."""


def left_out(summary: Summary) -> tuple[str, ...]:
    """Return the questions that the short form did not ask on purpose, and that something rests on."""
    if summary.intake.mode != QUICK:
        return ()
    rests_on = (
        *(question for reason in summary.recommendation.against for question in reason.missing),
        *(question for criterion in summary.criteria for question in criterion.missing),
    )
    asked = {answer.id for answer in summary.answers}
    to_ask = {question.question for question in summary.recommendation.ask_next}
    return tuple(q for q in dict.fromkeys(rests_on) if q not in asked and q not in to_ask)


def to_ask(summary: Summary, missing: Sequence[str], pack: Pack) -> str:
    """Return which questions would settle something, the first few by name, or that they were left out."""
    if set(missing) <= set(left_out(summary)):
        return _("Left out by the short form: {names}").format(names=_some(missing, pack))
    return _("To ask: {names}").format(names=_some(missing, pack))


def short_form(summary: Summary, pack: Pack) -> str:
    """Return what the short form left out on purpose; empty where nothing was."""
    missing = left_out(summary)
    if not missing:
        return ""
    return _("Left out by the short form, asked in the full intake: {names}.").format(
        names=_some(missing, pack)
    )


def _some(questions: Sequence[str], pack: Pack) -> str:
    names = "; ".join(pack.questions[question].short for question in questions[:SOME])
    more = len(questions) - SOME
    return names + _("; and {number} more").format(number=more) if more > 0 else names


def called_for(summary: Summary, dimension: DimensionNote, pack: Pack) -> str:
    """Return the level that a dimension calls for by itself, as far as it is known."""
    if dimension.level is None:
        if not dimension.missing:
            return _("no level by itself")
        if set(dimension.missing) <= set(left_out(summary)):
            return _("left out by the short form")
        return _("not enough known yet")
    level = pack.level(dimension.level).short
    return _("{level}, or more: not all is known yet").format(level=level) if dimension.missing else level
