"""The typical week of a partial hospitalization program (PHP): the same for everybody, by day."""

from __future__ import annotations

from iopintake.assessment.week import WeekPlan, planned_day
from iopintake.packs.conditions import DAYS
from iopintake.packs.model import Weeks


def plan_php_week(weeks: Weeks) -> WeekPlan | None:
    """Return the typical week of a partial hospitalization program, or None if the pack has none."""
    if weeks.php is None:
        return None
    known = {block.id: block for block in weeks.block}
    days = tuple(
        planned_day(day, tuple(known[block_id] for block_id in block_ids), (), None)
        for day, block_ids in zip(DAYS, weeks.php.days, strict=False)
    )
    return WeekPlan(
        days=days,
        hours_min=round(sum(day.hours_min for day in days), 2),
        hours_max=round(sum(day.hours_max for day in days), 2),
        aim_hours=weeks.php.hours,
        payer_minimum_hours=None,
        meets_payer_minimum=None,
        weeks_min=0,  # how long it lasts depends on the person
        weeks_max=0,
        notes=weeks.php.notes,
        php_instead="",
    )
