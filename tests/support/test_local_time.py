"""Moments are kept in UTC and read by the clock of whoever reads them, with the zone they are in."""

from __future__ import annotations

import ast
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from helpers.environment import KOLKATA, MADRID, OHIO, SAO_PAULO, in_zone
from hypothesis import given
from hypothesis import strategies as st

import iopintake
from iopintake.support.language import speaking
from iopintake.support.local_time import local_date, local_day, said_moment, said_since, said_time, stamps

CODE: Final = Path(iopintake.__file__).parent
LATE: Final = "2026-11-27T04:30:00+00:00"
"""Half past eleven in the evening of November 26 in Ohio, and the morning after in Europe and India."""
YEARS: Final = (datetime.fromisoformat("1990-01-01"), datetime.fromisoformat("2060-01-01"))
THAT_DAY, NEXT_DAY = date(2026, 11, 26), date(2026, 11, 27)


def test_a_time_is_told_by_the_clock_of_the_reader_with_its_zone() -> None:
    assert said_time("2026-11-26T15:10:00+00:00") == "10:10 EST"
    assert said_time(datetime(2026, 11, 26, 15, 10, tzinfo=UTC)) == "10:10 EST"
    for zone, told in ((MADRID, "16:10 CET"), (KOLKATA, "20:40 IST"), (SAO_PAULO, "12:10 UTC-3")):
        with in_zone(zone):
            assert said_time("2026-11-26T15:10:00+00:00") == told
    with in_zone("<+0545>-5:45"):
        assert said_time("2026-11-26T15:10:00+00:00") == "20:55 UTC+5:45"
    with in_zone("<Coordinated Universal Time>0"):  # as Windows names it
        assert said_time("2026-11-26T15:10:00+00:00") == "15:10 UTC"


def test_late_in_the_evening_the_day_is_still_that_of_the_reader() -> None:
    assert said_moment(LATE) == "Nov 26, 2026 at 23:30 EST"
    assert (local_date(LATE), local_day(datetime.fromisoformat(LATE))) == ("2026-11-26", THAT_DAY)
    with in_zone(KOLKATA):
        assert said_moment(LATE) == "Nov 27, 2026 at 10:00 IST"
        assert (local_date(LATE), local_day(datetime.fromisoformat(LATE))) == ("2026-11-27", NEXT_DAY)


def test_the_time_is_enough_for_today_and_only_for_today() -> None:
    assert said_moment(LATE, THAT_DAY) == "23:30 EST"
    assert said_since(LATE, THAT_DAY) == "since 23:30 EST"
    assert said_moment(LATE, NEXT_DAY) == "Nov 26 at 23:30 EST"
    assert said_since(LATE, NEXT_DAY) == "since Nov 26 at 23:30 EST"
    assert said_since(LATE, date(2027, 1, 2)) == "since Nov 26, 2026 at 23:30 EST"
    with in_zone(MADRID):
        assert said_since(LATE, NEXT_DAY) == "since 05:30 CET"


def test_in_spanish_a_moment_is_told_in_spanish() -> None:
    with speaking("es"):
        assert said_since(LATE, THAT_DAY) == "desde las 23:30 EST"
        assert said_since(LATE, NEXT_DAY) == "desde el 26 nov a las 23:30 EST"
        assert said_moment(LATE) == "26 nov 2026 a las 23:30 EST"


def test_the_hour_that_comes_twice_is_told_apart_by_its_zone() -> None:
    twice = ("2026-11-01T05:30:00+00:00", "2026-11-01T06:30:00+00:00")
    assert [said_time(at) for at in twice] == ["01:30 EDT", "01:30 EST"]
    assert stamps(twice) == ("", ("2026-11-01 01:30:00 EDT", "2026-11-01 01:30:00 EST"))
    with in_zone(MADRID):
        assert [said_time(f"2026-10-25T0{hour}:30:00+00:00") for hour in (0, 1)] == [
            "02:30 CEST",
            "02:30 CET",
        ]


def test_a_column_of_moments_names_the_zone_that_they_share_once() -> None:
    assert stamps(("2026-11-27T04:30:05+00:00", LATE)) == (
        "EST",
        ("2026-11-26 23:30:05", "2026-11-26 23:30:00"),
    )
    assert stamps(()) == ("", ())


@pytest.mark.parametrize("at", ["", "soon", "2026-13-45T99:00", "\x1b[2J"])
def test_what_is_no_time_is_told_as_it_stands(at: str) -> None:
    assert said_time(at) == said_moment(at) == local_date(at) == at
    assert stamps((at,)) == ("", (at,))


@pytest.mark.parametrize("at", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)])
def test_a_moment_at_the_end_of_all_calendars_can_be_told(at: datetime) -> None:
    for zone in (OHIO, KOLKATA):
        with in_zone(zone):
            assert said_moment(at)
            assert stamps((at,))


@given(
    at=st.datetimes(*YEARS, timezones=st.just(UTC)),
    zone=st.sampled_from((OHIO, MADRID, KOLKATA, SAO_PAULO)),
)
def test_a_moment_is_never_more_than_a_day_from_its_day_in_utc_and_keeps_its_minute(
    at: datetime, zone: str
) -> None:
    with in_zone(zone):
        assert abs(date.fromisoformat(local_date(at)) - at.date()) <= timedelta(days=1)
        minutes = at.minute + (30 if zone == KOLKATA else 0)
        assert said_time(at)[3:5] == f"{minutes % 60:02}"


ELSEWHERE: Final = {
    "assessment/clock.py": "times of day at the clinic",
    "cli/weeks.py": "times of day at the clinic",
    "cli/defects.py": "a report for a developer",
}
"""Where else than here a clock time is written, and why."""
OWN_WAY: Final = re.compile(r"%H:%M|\bUTC\b")


def test_no_moment_is_written_for_a_person_in_a_second_way() -> None:
    found = []
    for path in sorted(CODE.rglob("*.py")):
        name = path.relative_to(CODE).as_posix()
        if name in ELSEWHERE or name == "support/local_time.py":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found += [f"{name}:{line}" for line in own_ways(tree)]
    assert found == []


@pytest.mark.parametrize(
    ("code", "is_own"),
    [
        ('said = f"{at:%H:%M}"', True),
        ('said = _("finished by {who}, {when} UTC.")', True),
        ("said = holder.since[11:16]", True),
        ('said = at[:16].replace("T", " ")', True),
        ("day = decision.at[:10]", True),
        ("local = at.astimezone()", True),
        ("said = said_moment(at)", False),
        ("folder = home / sha256[:16]", False),
        ("at = clock().isoformat()", False),
        ("until = day.astimezone(UTC)", False),
        ('def f():\n    """Return the time in UTC."""', False),
    ],
)
def test_a_second_way_is_known(code: str, *, is_own: bool) -> None:
    assert bool(list(own_ways(ast.parse(code)))) is is_own


MOMENTS: Final = re.compile(r"(^|\.|_)(at|since|gone\[0\])$")
"""What holds a moment as text goes by these names."""


def own_ways(tree: ast.AST) -> list[int]:
    """Return the lines in which a moment is cut out of its text, written with its zone, or moved to one."""
    documented = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    lines = []
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str() as text) if OWN_WAY.search(text) and id(node) not in documented:
                lines.append(node.lineno)
            case ast.Subscript(value=value, slice=ast.Slice()) if MOMENTS.search(ast.unparse(value)):
                lines.append(node.lineno)
            case ast.Call(func=ast.Attribute(attr="astimezone"), args=[]):
                lines.append(node.lineno)
    return lines
