"""A typical week: the track's program days laid on the days that a person has free."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

from iopintake.packs.conditions import DAYS, TIMES
from iopintake.packs.model import Aim, Block, PayerMinimum, TrackId, Weeks, WeekTemplate
from iopintake.support.frozen import frozen
from iopintake.support.language import _
from iopintake.support.templates import filled

FreeTimes = Mapping[str, tuple[str, ...]]
"""The times of day that are free on each free day, both in their usual order."""

WHOLE_DAY: Final = TIMES


@frozen
class WeekBlock:
    """One session of a planned day: how long, at what time of day, and from when to when once that is set."""

    title: str
    minutes_min: int
    minutes_max: int
    time: str | None = None
    starts_at: str | None = None  # as 17:30
    ends_at: str | None = None


@frozen
class WeekDay:
    """One program day; ``times`` are the free times of that day, empty when not known.

    ``time`` is the one of them in which all its sessions lie.
    """

    day: str
    times: tuple[str, ...]
    blocks: tuple[WeekBlock, ...]
    time: str | None = None
    hours_min: float = 0
    hours_max: float = 0


@frozen
class WeekPlan:
    """A typical week of a program, in hours as a range."""

    days: tuple[WeekDay, ...]
    hours_min: float
    hours_max: float
    aim_hours: int
    payer_minimum_hours: int | None
    meets_payer_minimum: bool | None
    weeks_min: int
    weeks_max: int
    notes: tuple[str, ...]
    php_instead: str


def span(low: float, high: float) -> str:
    """Return a range as it is read: one number when both are the same.

    >>> span(120, 120), span(8.0, 8.5)
    ('120', '8-8.5')
    """
    return f"{low:g}" if low == high else f"{low:g}-{high:g}"


def free_times(slots: tuple[str, ...]) -> FreeTimes:
    """Return the free times by day of the slots of a schedule answer."""
    return {
        day: times for day in DAYS if (times := tuple(time for time in TIMES if f"{day}-{time}" in slots))
    }


def plan_week(
    weeks: Weeks,
    *,
    track: TrackId,
    also: tuple[TrackId, ...],
    free: FreeTimes | None,
    aim: Aim,
    payer: PayerMinimum | None,
    also_said: tuple[str, ...] = (),
) -> WeekPlan:
    """Return a week of TRACK on the days in FREE (None: not known), filled up to AIM.

    Other tracks in ALSO add their own blocks. No day holds more than the pack's most
    minutes, and no day is used that is not free; where that leaves too little, the
    notes say so. ALSO_SAID are further notes for this person.
    """
    template = template_of(weeks, track)
    draft = _Draft(weeks, template.days, free)
    for other in also:
        for block in template_of(weeks, other).signature:
            draft.add(block)
    goal = max(aim.hours, payer.hours if payer else 0)
    grown = draft.fill_up_to(goal * 60, template.fill)
    notes = (*_notes(weeks, draft, free, goal, payer, grown=grown), *also_said)
    return _plan(weeks, draft, aim_hours=aim.hours, payer=payer, notes=notes)


def sample_week(weeks: Weeks, aim: Aim) -> WeekPlan:
    """Return the common sample week as it stands, whatever somebody would aim at."""
    draft = _Draft(weeks, weeks.sample, None)
    notes = (weeks.sample_note, weeks.sample_week_note)
    return _plan(weeks, draft, aim_hours=aim.hours, payer=None, notes=notes)


def _plan(
    weeks: Weeks, draft: _Draft, *, aim_hours: int, payer: PayerMinimum | None, notes: tuple[str, ...]
) -> WeekPlan:
    low, high = draft.minutes()
    return WeekPlan(
        days=tuple(draft.week_days()),
        hours_min=in_hours(low),
        hours_max=in_hours(high),
        aim_hours=aim_hours,
        payer_minimum_hours=payer.hours if payer else None,
        meets_payer_minimum=low >= payer.hours * 60 if payer else None,
        weeks_min=weeks.weeks_min,
        weeks_max=weeks.weeks_max,
        notes=notes,
        php_instead=weeks.php_instead,
    )


def template_of(weeks: Weeks, track: str) -> WeekTemplate:
    """Return what the week of a track is made of."""
    return next(week for week in weeks.week if week.track == track)


@dataclass
class _Draft:
    """A week while it is laid out: blocks by day."""

    weeks: Weeks
    blocks: tuple[tuple[str, ...], ...]  # what the week is made of, a program day each
    free: FreeTimes | None
    days: dict[str, list[str]] = field(init=False)

    def __post_init__(self) -> None:
        chosen = choose_days(self.weeks, self.free, len(self.blocks))
        program = self._program_days(len(chosen))
        self.days = {day: list(blocks) for day, blocks in zip(chosen, program, strict=True)}
        held = {block_id for blocks in program for block_id in blocks}
        for block_id in (block_id for blocks in self.blocks for block_id in blocks):
            if self.block(block_id).keep and block_id not in held:
                self.add(block_id)

    def _program_days(self, count: int) -> list[tuple[str, ...]]:
        """Return COUNT program days in their order; those with a block that is kept go first in choosing."""
        places = sorted(range(len(self.blocks)), key=lambda place: not self._keeps(self.blocks[place]))
        return [self.blocks[place] for place in sorted(places[:count])]

    def _keeps(self, blocks: tuple[str, ...]) -> bool:
        return any(self.block(block_id).keep for block_id in blocks)

    def block(self, block_id: str) -> Block:
        return next(block for block in self.weeks.block if block.id == block_id)

    def minutes_of(self, day: str) -> tuple[int, int]:
        blocks = [self.block(block_id) for block_id in self.days[day]]
        return sum(b.minutes_min for b in blocks), sum(b.minutes_max for b in blocks)

    def minutes(self) -> tuple[int, int]:
        each = [self.minutes_of(day) for day in self.days]
        return sum(low for low, _ in each), sum(high for _, high in each)

    def add(self, block_id: str) -> bool:
        """Add a block to the shortest day that has room, or to a further day; say whether it went in."""
        size = self.block(block_id).minutes_max
        room = [d for d in self.days if self.minutes_of(d)[1] + size <= self.weeks.day_minutes_max]
        if room:
            best = min(room, key=lambda day: (block_id in self.days[day], self.minutes_of(day)))
            self.days[best].append(block_id)
            return True
        if further := self._further_day():
            self.days[further] = [block_id]
            self.days = {day: self.days[day] for day in DAYS if day in self.days}
            return True
        return False

    def _further_day(self) -> str | None:
        if len(self.days) >= self.weeks.days_max:
            return None
        open_days = [
            day for day in (self.free if self.free is not None else DAYS[:5]) if day not in self.days
        ]
        return open_days[0] if open_days else None

    def fill_up_to(self, minutes: int, blocks: tuple[str, ...]) -> bool:
        """Add BLOCKS in turn until the week has MINUTES or no room; say whether any went in."""
        grown = False
        added = True
        while added:
            added = False
            for block in blocks:
                if self.minutes()[0] < minutes:
                    added = self.add(block) or added
            grown = grown or added
        return grown

    def week_days(self) -> Iterator[WeekDay]:
        for day, block_ids in self.days.items():
            times = self.free[day] if self.free is not None else ()
            blocks = tuple(map(self.block, block_ids))
            yield planned_day(day, blocks, times, self._time_of_day(times))

    def _time_of_day(self, times: tuple[str, ...]) -> str | None:
        """Return the time of day for a day that is free at TIMES: the one that most program days share.

        The earliest of them where that is not settled, and none where the free times are not known.
        """
        if self.free is None or not times:
            return None
        shared = Counter(time for day in self.days for time in self.free[day])
        return max(times, key=lambda time: (shared[time], -TIMES.index(time)))


def planned_day(day: str, blocks: tuple[Block, ...], times: tuple[str, ...], time: str | None) -> WeekDay:
    """Return a program day of BLOCKS, one after the other in the same TIME of day."""
    return WeekDay(
        day=day,
        times=times,
        blocks=tuple(
            WeekBlock(title=b.title, minutes_min=b.minutes_min, minutes_max=b.minutes_max, time=time)
            for b in blocks
        ),
        time=time,
        hours_min=in_hours(sum(b.minutes_min for b in blocks)),
        hours_max=in_hours(sum(b.minutes_max for b in blocks)),
    )


def choose_days(weeks: Weeks, free: FreeTimes | None, count: int) -> tuple[str, ...]:
    """Return up to COUNT program days among the free ones, spread over the week.

    Where the days are not known, they are those of the common sample week.
    """
    if free is None:
        return weeks.sample_days[:count]
    count = min(count, len(free))
    if count == 0:
        return ()
    preferred = weeks.preferred_days[count - 1]
    if all(day in free for day in preferred):
        return preferred
    return max(combinations(free, count), key=_spread)


def _spread(days: tuple[str, ...]) -> tuple[int, int]:
    """Return how well days are spread: the smallest gap round the week, then the earliest start."""
    places = [DAYS.index(day) for day in days]
    gaps = [
        (later - earlier) % 7 or 7 for earlier, later in zip(places, places[1:] + places[:1], strict=True)
    ]
    return min(gaps), -places[0]


def in_hours(minutes: int) -> float:
    """Return MINUTES in hours."""
    return round(minutes / 60, 2)


def _notes(
    weeks: Weeks,
    draft: _Draft,
    free: FreeTimes | None,
    goal: int,
    payer: PayerMinimum | None,
    *,
    grown: bool,
) -> Iterator[str]:
    yield weeks.sample_note
    low, high = (in_hours(minutes) for minutes in draft.minutes())
    if free is None:
        yield weeks.unknown_days
    elif len(free) < weeks.days_min:
        yield filled(weeks.too_few_days, days=str(len(free)))
    if draft.minutes()[0] < goal * 60:
        yield filled(weeks.below_aim, hours=span(low, high), aim=str(goal))
    elif grown:
        yield filled(weeks.filled_note, aim=str(goal))
    if payer is not None:
        yield payer.note
    times = {time for slots in (free or {}).values() for time in slots}
    if len(times) == 1:
        yield filled(weeks.only_time, time=_(next(iter(times))))
