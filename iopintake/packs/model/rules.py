"""The files criteria.toml and levels.toml: conditions, criteria, needs, levels of care, verdicts."""

from __future__ import annotations

from iopintake.packs.model.common import STRICT, Group, LevelId, Review, Rule, VerdictId
from iopintake.support.frozen import frozen


@frozen
class NamedCondition:
    """A condition that several rules share."""

    __pydantic_config__ = STRICT
    id: str
    title: str
    when: Rule


@frozen
class Criterion:
    """One admission criterion."""

    __pydantic_config__ = STRICT
    id: str
    title: str
    group: Group
    when: Rule
    met: str
    not_met: str
    unknown: str
    source: tuple[str, ...]


@frozen
class Level:
    """A level of care, and what to say to somebody who needs it."""

    __pydantic_config__ = STRICT
    id: LevelId
    title: str
    short: str  # within a sentence
    headline: str  # one line that says that this level comes first
    hours: str
    asam: str
    what: str  # what it is
    now: tuple[str, ...]  # what to do now
    call: tuple[str, ...]  # whom to call: ids of resources
    iop_after: str  # when an IOP may come after it
    source: tuple[str, ...]


@frozen
class Dimension:
    """One side of a person's situation that the level is rated on."""

    __pydantic_config__ = STRICT
    id: str
    title: str


@frozen
class Need:
    """A rule that names the least level of care its answers call for."""

    __pydantic_config__ = STRICT
    id: str
    dimension: str
    level: LevelId
    up_to: LevelId | None = None  # a higher level stays possible, for a clinician to rule out
    when: Rule
    sentence: str
    review: Review = "routine"
    source: tuple[str, ...]


@frozen
class Alert:
    """Something a clinician must hear of, which calls for no level by itself.

    While ``up_to`` may be called for, no level is settled: an IOP only may fit, and less
    is not said to be enough.
    """

    __pydantic_config__ = STRICT
    id: str
    up_to: LevelId | None = None  # stays possible until a clinician has ruled it out
    when: Rule
    sentence: str
    step: str
    review: Review
    told_by: tuple[str, ...] = ()  # needs that say the same more gravely: beside them it is not repeated
    source: tuple[str, ...]


@frozen
class Requirement:
    """Something an IOP needs from a person's side; without it the IOP only may fit."""

    __pydantic_config__ = STRICT
    id: str
    dimension: str
    title: str
    when: Rule
    not_met: str
    unknown: str
    helps: str  # what would make it possible
    source: tuple[str, ...]


@frozen
class Scope:
    """A situation in which the pack does not decide."""

    __pydantic_config__ = STRICT
    id: str
    headline: str
    when: Rule
    sentence: str
    step: str
    meanwhile: str = ""  # told to the operator as soon as it is so, while safety is still asked


@frozen
class Verdict:
    """How a verdict is said in one line.

    ``{level_short}`` stands for the level within a sentence, ``{level_headline}`` for
    its headline.
    """

    __pydantic_config__ = STRICT
    id: VerdictId
    headline: str
    headline_at_least: str = ""  # when a higher level is still possible
    headline_held: str = ""  # when nothing is missing, and a clinician has to look before a level is named
    next_steps: tuple[str, ...]


@frozen
class CriteriaFile:
    """The file criteria.toml."""

    __pydantic_config__ = STRICT
    condition: tuple[NamedCondition, ...] = ()
    criterion: tuple[Criterion, ...]


@frozen
class LevelsFile:
    """The file levels.toml."""

    __pydantic_config__ = STRICT
    level: tuple[Level, ...]
    dimension: tuple[Dimension, ...]
    need: tuple[Need, ...]
    alert: tuple[Alert, ...]
    requirement: tuple[Requirement, ...]
    scope: tuple[Scope, ...]
    verdict: tuple[Verdict, ...]
