"""Clock times in a week, the time of day of its sessions, and a PHP's week."""

from __future__ import annotations

from datetime import time

import pytest
from helpers.shipped import TOOLKIT

from iopintake.assessment.clock import read_clock, with_clock
from iopintake.assessment.php_week import plan_php_week
from iopintake.assessment.week import WeekPlan, free_times, plan_week
from iopintake.summary.week_grid import clock, week_grid
from iopintake.support.errors import IopintakeError

WEEKS = TOOLKIT.pack.weeks
EVENINGS = tuple(f"{day}-evening" for day in ("mon", "tue", "wed", "thu", "fri"))


def week(*slots: str) -> WeekPlan:
    adult = next(aim for aim in WEEKS.aim if aim.id == "adult")
    return plan_week(WEEKS, track="mental_health", also=(), free=free_times(slots), aim=adult, payer=None)


def test_when_only_evenings_are_free_every_session_lies_in_the_evening() -> None:
    plan = week(*EVENINGS)
    assert {block.time for day in plan.days for block in day.blocks} == {"evening"}
    assert set(week_grid(plan).times) == {"evening"}


def test_the_days_of_a_week_keep_to_one_time_of_day_where_they_can() -> None:
    plan = week(*EVENINGS, "mon-morning")
    assert {day.time for day in plan.days} == {"evening"}


def test_the_hours_of_the_days_add_up_to_the_hours_of_the_week() -> None:
    plan = week(*EVENINGS)
    assert sum(day.hours_min for day in plan.days) == pytest.approx(plan.hours_min)
    assert sum(day.hours_max for day in plan.days) == pytest.approx(plan.hours_max)


def test_sessions_follow_each_other_from_the_hour_that_was_named() -> None:
    for day in with_clock(week(*EVENINGS), read_clock("17:30")).days:
        assert day.blocks[0].starts_at == "17:30"
        for before, after in zip(day.blocks, day.blocks[1:], strict=False):
            assert before.ends_at == after.starts_at


def test_the_grid_says_times_as_people_in_the_united_states_do() -> None:
    grid = week_grid(with_clock(week(*EVENINGS), time(17, 30)))
    assert grid.rows[0][0] == ("Group therapy", "5:30-7:30 pm")
    assert [clock(at) for at in ("00:05", "12:00", "23:59")] == ["12:05 am", "12:00 pm", "11:59 pm"]


def test_a_day_does_not_go_on_after_midnight_and_a_time_is_a_time() -> None:
    with pytest.raises(IopintakeError, match="after midnight"):
        with_clock(week(*EVENINGS), time(23, 0))
    for text in ("5 pm", "25:00", "soon"):
        with pytest.raises(IopintakeError, match=r"Write it as 17:30"):
            read_clock(text)


def test_a_php_has_five_days_and_at_least_twenty_hours() -> None:
    plan = plan_php_week(WEEKS)
    assert plan is not None
    assert len(plan.days) == 5
    assert plan.hours_min >= plan.aim_hours == 20
