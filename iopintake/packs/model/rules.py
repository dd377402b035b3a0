"""The files criteria.toml and levels.toml: conditions, criteria, needs, levels of care, verdicts."""

from __future__ import annotations

from iopintake.packs.model.common import Group, LevelId, Review, Rule, VerdictId, table


@table
class NamedCondition:
    """A condition that several rules share."""

    id: str
    title: str
    when: Rule


@table
class Criterion:
    """One admission criterion."""

    id: str
    title: str
    group: Group
    when: Rule
    met: str
    not_met: str
    unknown: str
    source: tuple[str, ...]


@table
class Level:
    """A level of care, and what to say to somebody who needs it."""

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


@table
class Dimension:
    """One side of a person's situation that the level is rated on."""

    id: str
    title: str


@table
class Need:
    """A rule that names the least level of care its answers call for."""

    id: str
    dimension: str
    level: LevelId
    up_to: LevelId | None = None  # a higher level stays possible, for a clinician to rule out
    when: Rule
    sentence: str
    review: Review = "routine"
    source: tuple[str, ...]


@table
class Alert:
    """Something a clinician must hear of, which calls for no level by itself.

    While ``up_to`` may be called for, no level is settled: an IOP only may fit, and less
    is not said to be enough.
    """

    id: str
    up_to: LevelId | None = None  # stays possible until a clinician has ruled it out
    when: Rule
    sentence: str
    step: str
    review: Review
    told_by: tuple[str, ...] = ()  # needs that say the same more gravely: beside them it is not repeated
    on_paper: str = ""  # the first step on the client's page, which tells nothing of what was said
    source: tuple[str, ...]


@table
class Requirement:
    """Something an IOP needs from a person's side; without it the IOP only may fit."""

    id: str
    dimension: str
    title: str
    when: Rule
    not_met: str
    unknown: str
    helps: str  # what would make it possible
    source: tuple[str, ...]


@table
class Scope:
    """A situation in which the pack does not decide."""

    id: str
    headline: str
    when: Rule
    sentence: str
    step: str
    meanwhile: str = ""  # told to the operator as soon as it is so, while safety is still asked


@table
class Verdict:
    """How a verdict is said in one line.

    ``{level_short}`` stands for the level within a sentence, ``{level_headline}`` for
    its headline.
    """

    id: VerdictId
    headline: str
    headline_at_least: str = ""  # when a higher level is still possible
    headline_held: str = ""  # when nothing is missing, and a clinician has to look before a level is named
    next_steps: tuple[str, ...]


@table
class CriteriaFile:
    """The file criteria.toml."""

    condition: tuple[NamedCondition, ...] = ()
    criterion: tuple[Criterion, ...]


@table
class LevelsFile:
    """The file levels.toml."""

    level: tuple[Level, ...]
    dimension: tuple[Dimension, ...]
    need: tuple[Need, ...]
    alert: tuple[Alert, ...]
    requirement: tuple[Requirement, ...]
    scope: tuple[Scope, ...]
    verdict: tuple[Verdict, ...]
