"""The files criteria.toml and levels.toml: conditions, criteria, needs, levels of care, verdicts."""

from __future__ import annotations

from iopintake.packs.model.common import Group, LevelId, Review, Rule, VerdictId, Words, table


@table
class NamedCondition:
    """A condition that several rules share."""

    id: str
    title: Words
    when: Rule


@table
class Criterion:
    """One admission criterion."""

    id: str
    title: Words
    group: Group
    when: Rule
    met: Words
    not_met: Words
    unknown: Words
    source: tuple[str, ...]


@table
class Level:
    """A level of care, and what to say to somebody who needs it."""

    id: LevelId
    title: Words
    short: Words  # within a sentence
    headline: Words  # one line that says that this level comes first
    hours: Words
    asam: str
    what: Words  # what it is
    now: tuple[Words, ...]  # what to do now
    call: tuple[str, ...]  # whom to call: ids of resources
    iop_after: Words  # when an IOP may come after it
    source: tuple[str, ...]


@table
class Dimension:
    """One side of a person's situation that the level is rated on."""

    id: str
    title: Words


@table
class Need:
    """A rule that names the least level of care its answers call for."""

    id: str
    dimension: str
    level: LevelId
    up_to: LevelId | None = None  # a higher level stays possible, for a clinician to rule out
    when: Rule
    sentence: Words
    step: Words = ""  # what a clinician or the operator does; crisis.toml's need_step where it is left out
    on_paper: Words = ""  # the first step on the client's page, which tells nothing of what was said
    review: Review = "routine"
    told_by: tuple[str, ...] = ()  # needs that say it better: beside them the page does not repeat it
    source: tuple[str, ...]


@table
class WhileOpen:
    """How soon a clinician looks, and what to do, while answers are open that could tell something graver.

    Silence after a grave answer is no calm: a line that drops, or an answer that is declined, hides most.
    """

    questions: tuple[str, ...]  # of safety
    review: Review  # sooner than that of the alert
    step: Words


@table
class Alert:
    """Something a clinician must hear of, which calls for no level by itself.

    While ``up_to`` may be called for, no level is settled: an IOP only may fit, and less
    is not said to be enough.
    """

    id: str
    up_to: LevelId | None = None  # stays possible until a clinician has ruled it out
    when: Rule
    sentence: Words
    step: Words
    review: Review
    told_by: tuple[str, ...] = ()  # needs and alerts that say it better: beside them it is not repeated
    call: tuple[str, ...] = ()  # whom to call, before the level's own: ids of resources
    while_open: WhileOpen | None = None  # what counts instead, while some answers are open
    on_paper: Words = ""  # the first step on the client's page, which tells nothing of what was said
    source: tuple[str, ...]


@table
class Requirement:
    """Something an IOP needs from a person's side; without it the IOP only may fit."""

    id: str
    dimension: str
    title: Words
    when: Rule
    not_met: Words
    unknown: Words
    helps: Words  # what would make it possible
    source: tuple[str, ...]


@table
class Scope:
    """A situation in which the pack does not decide."""

    id: str
    headline: Words
    when: Rule
    sentence: Words
    step: Words
    meanwhile: Words = ""  # told to the operator as soon as it is so, while safety is still asked


@table
class Verdict:
    """How a verdict is said in one line.

    ``{level_short}`` stands for the level within a sentence, ``{level_headline}`` for
    its headline.
    """

    id: VerdictId
    headline: Words
    headline_at_least: Words = ""  # when a higher level is still possible
    headline_held: Words = ""  # when nothing is missing, and a clinician has to look before a level is named
    next_steps: tuple[Words, ...]
    next_steps_answered: tuple[Words, ...] = ()  # instead, when no question is open


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
