"""What a pack consists of: the frozen records that its TOML files are read into.

Every class is one table of one file. The records hold data only; what the rules in
them come to for a set of answers is the business of ``iopintake.rules``.
"""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Any, Literal

from iopintake.conditions import ALWAYS, NEVER, Condition, QuestionKind, parse
from iopintake.records import record

STRICT = {"extra": "forbid", "strict": True, "hide_input_in_errors": True}
"""How pydantic reads a table: no unknown key, no silent conversion, no answers in errors."""


class _FromData:
    """Tells pydantic to read a condition with the condition language's own parser."""

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> Any:
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(parse)


Rule = Annotated[Condition, _FromData()]

LevelId = Literal["emergency", "withdrawal_management", "twenty_four_hour", "php", "iop", "outpatient"]
LEVELS: tuple[LevelId, ...] = (
    "emergency",
    "withdrawal_management",
    "twenty_four_hour",
    "php",
    "iop",
    "outpatient",
)
"""The levels of care, from the highest need to the lowest."""

VerdictId = Literal["fits", "may_fit", "higher_level_first", "lower_level_enough", "undetermined"]
Review = Literal["none", "routine", "same_day", "now"]
REVIEWS: tuple[Review, ...] = ("none", "routine", "same_day", "now")
TrackId = Literal["teen", "eating_disorder", "co_occurring", "substance_use", "mental_health"]
Group = Literal["ideal", "not_ideal", "medicare"]


# --- questions ---------------------------------------------------------------------


@record
class Option:
    """One answer to choose."""

    __pydantic_config__ = STRICT
    code: str
    label: str  # as it is read aloud
    exclusive: bool = False  # "none of these": goes with no other option


@record
class Question:
    """One thing that is asked."""

    __pydantic_config__ = STRICT
    id: str
    type: QuestionKind
    short: str  # two to five words, for tables and reasons
    ask: str  # read aloud to the person
    ask_other: str = ""  # read aloud to somebody who calls about the person
    instruction: str = ""  # to the operator only, never read aloud
    why: str  # why it is asked
    help: str = ""  # how to ask it, what to listen for
    when: Rule = ALWAYS  # it belongs; otherwise an answer does not count
    spared_when: Rule = NEVER  # it is not asked for now; what it tells stays unknown
    options: tuple[Option, ...] = ()
    ordered: bool = False  # the options go from least to most
    minimum: int | None = None  # integer: inclusive bounds
    maximum: int | None = None
    invalid: str = ""  # what to say to an answer that is out of bounds
    safety: bool = False  # open, declined or unknown: an IOP can't be said to fit
    identifying: bool = False  # left out of a summary without names
    record_only: bool = False  # no rule rests on it
    changeable: bool = False  # the answer can become another in life
    read_options: bool = True  # the options are read aloud

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of the options, in the pack's order."""
        return tuple(option.code for option in self.options)

    def label(self, code: str) -> str:
        """Return what the option with CODE says."""
        return next(option.label for option in self.options if option.code == code)


@record
class Section:
    """A run of questions with one subject."""

    __pydantic_config__ = STRICT
    id: str
    title: str
    intro: str = ""  # read aloud when the section begins
    when: Rule = ALWAYS
    spared_when: Rule = NEVER
    question: tuple[Question, ...]


# --- rules -------------------------------------------------------------------------


@record
class NamedCondition:
    """A condition that several rules share."""

    __pydantic_config__ = STRICT
    id: str
    title: str
    when: Rule


@record
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


@record
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


@record
class Dimension:
    """One side of a person's situation that the level is rated on."""

    __pydantic_config__ = STRICT
    id: str
    title: str


@record
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


@record
class Alert:
    """Something a clinician must hear of, which calls for no level by itself."""

    __pydantic_config__ = STRICT
    id: str
    when: Rule
    sentence: str
    step: str
    review: Review
    source: tuple[str, ...]


@record
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


@record
class Scope:
    """A situation in which the pack does not decide."""

    __pydantic_config__ = STRICT
    id: str
    headline: str
    when: Rule
    sentence: str
    step: str


@record
class Verdict:
    """How a verdict is said in one line.

    ``{level_short}`` stands for the level within a sentence, ``{level_headline}`` for
    its headline.
    """

    __pydantic_config__ = STRICT
    id: VerdictId
    headline: str
    headline_at_least: str = ""  # when a higher level is still possible
    next_steps: tuple[str, ...]


# --- tracks and weeks --------------------------------------------------------------


@record
class Track:
    """A program type."""

    __pydantic_config__ = STRICT
    id: TrackId
    title: str
    emphasis: str
    when: Rule
    why: str
    includes: tuple[TrackId, ...] = ()  # tracks whose work this one does too
    source: tuple[str, ...]


@record
class Block:
    """One session of a program day."""

    __pydantic_config__ = STRICT
    id: str
    title: str
    minutes_min: int
    minutes_max: int


@record
class WeekTemplate:
    """What a track's week is made of."""

    __pydantic_config__ = STRICT
    track: TrackId
    days: tuple[tuple[str, ...], ...]  # ids of blocks, a program day each
    fill: tuple[str, ...]  # ids of blocks that are added until the aim is reached
    signature: tuple[str, ...] = ()  # what another track's week takes over from this one


@record
class PayerMinimum:
    """The hours a week from which a payer pays."""

    __pydantic_config__ = STRICT
    id: str
    title: str
    hours: int
    when: Rule
    note: str
    source: tuple[str, ...]


@record
class Aim:
    """The hours a week that a plan aims at for some people."""

    __pydantic_config__ = STRICT
    id: str
    hours: int
    when: Rule
    source: tuple[str, ...]


@record
class Weeks:
    """The file weeks.toml: the sample week and how a plan is made of it."""

    __pydantic_config__ = STRICT
    sample_days: tuple[str, ...]  # the days of the common sample week
    preferred_days: tuple[tuple[str, ...], ...]  # for 1, 2, 3 ... days, which to take first
    days_min: int
    days_max: int
    day_minutes_max: int
    weeks_min: int
    weeks_max: int
    schedule_question: str  # the question that holds the free days and times
    too_few_days: str
    below_aim: str
    sample_note: str
    unknown_days: str
    only_time: str
    php_instead: str
    source: tuple[str, ...]
    aim: tuple[Aim, ...]  # the first that is met holds; the last is met always
    payer: tuple[PayerMinimum, ...]
    block: tuple[Block, ...]
    week: tuple[WeekTemplate, ...]


# --- guidance ----------------------------------------------------------------------


@record
class Specific:
    """A sentence for somebody whose answers meet a condition."""

    __pydantic_config__ = STRICT
    when: Rule
    text: str


@record
class Tip:
    """One of the readiness tips, and what it comes to for certain answers."""

    __pydantic_config__ = STRICT
    id: str
    title: str
    text: str
    specific: tuple[Specific, ...] = ()


@record
class Barrier:
    """Something that stands in the way of starting, and what helps."""

    __pydantic_config__ = STRICT
    id: str
    when: Rule
    text: str
    helps: str


@record
class Point:
    """A short title and the sentence behind it."""

    __pydantic_config__ = STRICT
    title: str
    text: str


@record
class Topic:
    """An answer to what callers ask."""

    __pydantic_config__ = STRICT
    id: str
    question: str
    answer: str
    source: tuple[str, ...] = ()


@record
class InsuranceCheck:
    """What to ask the plan; ``when`` narrows it to some kinds of insurance."""

    __pydantic_config__ = STRICT
    text: str
    when: Rule = ALWAYS


@record
class Guidance:
    """The file guidance.toml."""

    __pydantic_config__ = STRICT
    tip: tuple[Tip, ...]
    barrier: tuple[Barrier, ...]
    choosing: tuple[Point, ...]
    benefit: tuple[Point, ...]
    topic: tuple[Topic, ...]
    insurance: tuple[InsuranceCheck, ...]


# --- crisis ------------------------------------------------------------------------


@record
class Resource:
    """A service that helps in a crisis."""

    __pydantic_config__ = STRICT
    id: str
    title: str
    how: str
    note: str = ""
    when: Rule = ALWAYS
    source: tuple[str, ...]


@record
class Crisis:
    """The file crisis.toml: what to do when a person is in danger."""

    __pydantic_config__ = STRICT
    title: str
    steps: tuple[str, ...]
    place_question: str
    callback_question: str
    discreet_question: str = ""  # whose answer is the sentence that ends a call when somebody comes in
    choices: tuple[Option, ...]  # what the operator may do next
    checklist: tuple[str, ...] = ()  # what the operator ticks off
    locked: str  # said beside a recommendation that a crisis sign has locked
    conflict: str  # a crisis sign in an answer that no longer belongs; {question}
    conflict_step: str = "Clear up with the person which of the two answers holds."
    corrected: str = "A sign of danger was corrected during the interview: {question}."
    corrected_step: str = "A clinician goes over it with the person today."
    protective: tuple[str, ...] = ()  # questions whose answers stand beside the risks
    source: tuple[str, ...]
    resource: tuple[Resource, ...]


# --- screeners ---------------------------------------------------------------------


@record
class Band:
    """From which total on a screener's result bears a name."""

    __pydantic_config__ = STRICT
    from_total: int
    label: str


@record
class Screener:
    """A standard scored questionnaire whose result is recorded."""

    __pydantic_config__ = STRICT
    id: str
    title: str
    question: str  # the question that records the total or the level
    loinc: str = ""  # the code of the total
    band: tuple[Band, ...] = ()
    source: tuple[str, ...]


# --- claims ------------------------------------------------------------------------


@record
class Risk:
    """Answers to one question from harmless to grave.

    For a choice ``order`` lists its codes; for a multiple choice each code in ``order``
    is graver than its absence; a number without ``order`` gets graver as it grows.
    """

    __pydantic_config__ = STRICT
    question: str
    order: tuple[str, ...] = ()


@record
class Claims:
    """The file claims.toml: what is proved of the pack."""

    __pydantic_config__ = STRICT
    crisis_outranks: bool
    needs_hold: bool
    monotone: bool
    all_reachable: bool
    one_result: bool
    screeners_alone_nothing: bool
    open_safety_never_fits: bool
    risk: tuple[Risk, ...]


# --- the pack ----------------------------------------------------------------------


@record
class Source:
    """Where a fact or a rule comes from."""

    __pydantic_config__ = STRICT
    id: str
    title: str
    href: str = ""


@record
class PackFile:
    """The file pack.toml."""

    __pydantic_config__ = STRICT
    id: str
    version: str
    title: str
    language: str
    sections: tuple[str, ...]
    about_other: Rule = NEVER  # when the person called about is not the caller
    person_question: str  # whose answer stands for {person} in the third-person wording
    person_unnamed: str
    disclaimer: str
    suppose: str  # one changed answer, with {short} and {answer}
    suppose_and: str  # between two of them
    would_change: str  # what they would change, with {suppositions} and {headline}
    source: tuple[Source, ...]


@record
class CriteriaFile:
    """The file criteria.toml."""

    __pydantic_config__ = STRICT
    condition: tuple[NamedCondition, ...] = ()
    criterion: tuple[Criterion, ...]


@record
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


@record
class TracksFile:
    """The file tracks.toml: the first track whose condition is met is the track."""

    __pydantic_config__ = STRICT
    track: tuple[Track, ...]


@record
class ScreenersFile:
    """The file screeners.toml."""

    __pydantic_config__ = STRICT
    screener: tuple[Screener, ...]


@record
class Pack:
    """A whole pack, sound in itself."""

    about: PackFile
    sections: tuple[Section, ...]
    conditions: tuple[NamedCondition, ...]
    criteria: tuple[Criterion, ...]
    levels: LevelsFile
    tracks: tuple[Track, ...]
    weeks: Weeks
    guidance: Guidance
    crisis: Crisis
    screeners: tuple[Screener, ...]
    claims: Claims
    sha256: str
    questions: dict[str, Question] = field(default_factory=dict)

    def level(self, level_id: str) -> Level:
        """Return the level of care with this id."""
        return next(level for level in self.levels.level if level.id == level_id)

    def section_of(self, question_id: str) -> Section:
        """Return the section in which a question stands."""
        return next(
            section
            for section in self.sections
            if any(question.id == question_id for question in section.question)
        )
