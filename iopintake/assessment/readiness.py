"""How to get ready: the tips made specific by the answers, barriers and what helps."""

from __future__ import annotations

from iopintake.packs.conditions import Truth
from iopintake.packs.model import InsuranceCheck, LevelId, Point, Specific
from iopintake.rules.evaluation import Evaluation
from iopintake.support.frozen import frozen


@frozen
class ReadyTip:
    """One tip, in general and for this person."""

    id: str
    title: str
    text: str
    specific: tuple[str, ...]


@frozen
class ReadyBarrier:
    """Something in the way, what helps, and the questions whose answers are behind it."""

    id: str
    text: str
    helps: str
    because: tuple[str, ...]


@frozen
class ReadyPoint:
    """A short title and the sentence behind it."""

    title: str
    text: str


@frozen
class Readiness:
    """All that helps to get ready."""

    tips: tuple[ReadyTip, ...]
    barriers: tuple[ReadyBarrier, ...]
    choosing: tuple[ReadyPoint, ...]
    benefits: tuple[ReadyPoint, ...]
    insurance: tuple[str, ...]


def get_ready(evaluation: Evaluation, level: LevelId | None) -> Readiness:
    """Return tips, barriers, points for choosing, benefits and insurance checks for these answers.

    LEVEL is what there is to get ready for (None: nothing); what does not go with it is left out.
    """
    pack = evaluation.book.pack
    guidance = pack.guidance
    if level is None or level not in guidance.tips_for:
        return Readiness(tips=(), barriers=(), choosing=(), benefits=(), insurance=())
    tips = tuple(
        ReadyTip(
            id=tip.id,
            title=tip.title,
            text=tip.text,
            specific=tuple(
                specific.text
                for number, specific in enumerate(tip.specific)
                if evaluation.is_met(f"tip:{tip.id}:{number}") and goes_with(specific, level)
            ),
        )
        for tip in guidance.tip
    )
    unmet = (r for r in pack.levels.requirement if evaluation.truth(r.id) is Truth.NOT_MET)
    named = (b for b in guidance.barrier if evaluation.is_met(b.id))
    return Readiness(
        tips=tips,
        barriers=(
            *(
                ReadyBarrier(id=r.id, text=r.not_met, helps=r.helps, because=evaluation.because(r.id))
                for r in unmet
            ),
            *(
                ReadyBarrier(id=b.id, text=b.text, helps=b.helps, because=evaluation.because(b.id))
                for b in named
            ),
        ),
        choosing=_points(guidance.choosing) if level in guidance.choosing_for else (),
        benefits=_points(guidance.benefit) if level == "iop" else (),
        insurance=tuple(
            check.text
            for number, check in enumerate(guidance.insurance)
            if evaluation.is_met(f"insurance:{number}") and goes_with(check, level)
        ),
    )


def goes_with(said: Specific | InsuranceCheck, level: LevelId | None) -> bool:
    """Say whether a sentence of the guidance goes with the level that is recommended."""
    return not said.for_levels or level in said.for_levels


def _points(points: tuple[Point, ...]) -> tuple[ReadyPoint, ...]:
    return tuple(ReadyPoint(title=point.title, text=point.text) for point in points)
