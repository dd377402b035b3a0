"""The files tracks.toml and weeks.toml: program types, and how a typical week is made."""

from __future__ import annotations

from iopintake.packs.model.common import Rule, TrackId, Words, table


@table
class Track:
    """A program type."""

    id: TrackId
    title: Words
    emphasis: Words
    when: Rule
    why: Words
    includes: tuple[TrackId, ...] = ()  # tracks whose work this one does too
    source: tuple[str, ...]


@table
class Block:
    """One session of a program day."""

    id: str
    title: Words
    minutes_min: int
    minutes_max: int
    keep: bool = False  # stays in the week however few days are free


@table
class WeekNote:
    """What a week has to say to some people, such as those whose payer may not count it."""

    id: str
    when: Rule
    text: Words
    source: tuple[str, ...]


@table
class WeekTemplate:
    """What a track's week is made of."""

    track: TrackId
    days: tuple[tuple[str, ...], ...]  # ids of blocks, a program day each
    fill: tuple[str, ...]  # ids of blocks that are added until the aim is reached
    signature: tuple[str, ...] = ()  # what another track's week takes over from this one


@table
class PayerMinimum:
    """The hours a week from which a payer pays."""

    id: str
    title: Words
    hours: int
    when: Rule
    note: Words
    source: tuple[str, ...]


@table
class PhpWeek:
    """The typical week of a partial hospitalization program."""

    days: tuple[tuple[str, ...], ...]  # ids of blocks, from Monday on
    hours: int  # the least hours a week
    notes: tuple[Words, ...]
    source: tuple[str, ...]


@table
class Aim:
    """The hours a week that a plan aims at for some people."""

    id: str
    hours: int
    when: Rule
    source: tuple[str, ...]


@table
class Weeks:
    """The file weeks.toml: the sample week and how a plan is made of it."""

    sample_days: tuple[str, ...]  # the days of the common sample week
    sample: tuple[tuple[str, ...], ...]  # its blocks, day by day
    preferred_days: tuple[tuple[str, ...], ...]  # for 1, 2, 3 ... days, which to take first
    days_min: int
    days_max: int
    day_minutes_max: int
    weeks_min: int
    weeks_max: int
    schedule_question: str  # the question that holds the free days and times
    too_few_days: Words
    below_aim: Words
    sample_note: Words  # under every week
    sample_week_note: Words  # under the common sample week itself
    filled_note: Words  # where blocks were added until {aim} hours were reached
    unknown_days: Words
    only_time: Words
    php_instead: Words
    source: tuple[str, ...]
    aim: tuple[Aim, ...]  # the first that is met holds; the last is met always
    payer: tuple[PayerMinimum, ...]
    note: tuple[WeekNote, ...] = ()
    block: tuple[Block, ...]
    week: tuple[WeekTemplate, ...]
    php: PhpWeek | None = None


@table
class TracksFile:
    """The file tracks.toml: the first track whose condition is met is the track."""

    track: tuple[Track, ...]
