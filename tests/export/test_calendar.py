"""A program as a calendar: read by a second library, right across a change of clocks."""

from __future__ import annotations

import json
import warnings
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from helpers.cases import CASES, Run

icalendar = pytest.importorskip("icalendar", reason="icalendar is not installed")
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    vobject = pytest.importorskip("vobject", reason="vobject is not installed")

NEW_YORK = ZoneInfo("America/New_York")
ASKED = (
    "--from",
    "2026-10-05",
    "--weeks",
    "8",
    "--timezone",
    "America/New_York",
    "--days",
    "mon-fri evening",
)


def written(run: Run, path: Path, *more: str, **environment: str) -> bytes:
    done = run("week", "--calendar", str(path), *ASKED, *more, **environment)
    assert done.returncode == 0, done.stderr
    return path.read_bytes()


def held(data: bytes) -> list[datetime]:
    """Return every time at which something begins, as another library reads the file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        read: Any = vobject.readOne(data.decode())
        found = [start for event in read.vevent_list for start in event.getrruleset(addRDate=True)]
    return sorted(found)


def test_every_day_begins_at_the_same_time_before_and_after_the_clocks_change(
    run: Run, tmp_path: Path
) -> None:
    found = held(written(run, tmp_path / "w.ics"))
    assert len(found) == 24
    assert {start.strftime("%H:%M") for start in found} == {"17:30"}
    offsets = [start.replace(tzinfo=None).replace(tzinfo=NEW_YORK).utcoffset() for start in found]
    assert [start.utcoffset() for start in found] == offsets
    assert set(offsets) == {timedelta(hours=-4), timedelta(hours=-5)}
    assert max(start.date() for start in found) < date(2026, 10, 5) + timedelta(weeks=8)


def test_no_time_floats_and_the_zone_is_in_the_file(run: Run, tmp_path: Path) -> None:
    calendar = icalendar.Calendar.from_ical(written(run, tmp_path / "w.ics", "--skip", "2026-10-12"))
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["America/New_York"]
    for event in calendar.walk("VEVENT"):
        assert event["DTSTART"].dt.tzinfo is not None
        assert event["DTSTART"].params["TZID"] == "America/New_York"
        assert all(until.tzinfo is not None for until in event["RRULE"]["UNTIL"])
        skipped = event.get("EXDATE")
        assert skipped is None or all(one.dt.tzinfo is not None for one in skipped.dts)


def test_holidays_are_left_out(run: Run, tmp_path: Path) -> None:
    closed = '["2026-10-05", "2026-11-25"]'
    days = {
        s.date()
        for s in held(written(run, tmp_path / "w.ics", "--skip", "2026-10-12", IOPINTAKE_CLOSED=closed))
    }
    assert {date(2026, 10, 5), date(2026, 10, 12), date(2026, 11, 25)} & days == set()
    assert len(days) == 21


def test_the_same_program_has_the_same_events(run: Run, tmp_path: Path) -> None:
    def uids(data: bytes) -> list[str]:
        return [str(event["UID"]) for event in icalendar.Calendar.from_ical(data).walk("VEVENT")]

    first = uids(written(run, tmp_path / "a.ics"))
    assert first == uids(written(run, tmp_path / "b.ics", "--skip", "2026-10-12"))
    assert len(set(first)) == 3


def test_a_clinic_sets_its_times_name_and_zone(run: Run, tmp_path: Path) -> None:
    times = '{"evening": "18:15"}'
    data = written(run, tmp_path / "w.ics", IOPINTAKE_START_TIMES=times, IOPINTAKE_CLINIC="Lakeside")
    assert {start.strftime("%H:%M") for start in held(data)} == {"18:15"}
    assert b"Lakeside" in data


def test_the_title_does_not_say_what_it_is_for(run: Run, tmp_path: Path) -> None:
    for event in icalendar.Calendar.from_ical(written(run, tmp_path / "w.ics")).walk("VEVENT"):
        assert event["SUMMARY"] == "Program day"
        assert event["CLASS"] == "PRIVATE"


@pytest.mark.parametrize(
    ("spoiled", "said"),
    [
        (("--timezone", "Mars/Base"), b"no time zone"),
        (("--from", "soon"), b"no date"),
        (("--skip", "x"), b"no date"),
    ],
)
def test_what_cannot_be_a_calendar_is_said(
    run: Run, tmp_path: Path, spoiled: tuple[str, str], said: bytes
) -> None:
    shown = run("week", "--calendar", str(tmp_path / "w.ics"), *ASKED, *spoiled)
    assert shown.returncode == 2
    assert said in shown.stderr


def test_the_week_of_a_kept_intake_goes_into_a_calendar(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(CASES["panic_weekly_not_enough"].data), encoding="utf-8")
    run("import", str(tmp_path / "a.json"))
    (row,) = json.loads(run("list", "--json").stdout)
    week = json.loads(run("export", row["id"], "--format", "json").stdout)["week"]
    target = tmp_path / "w.ics"
    named = ("--calendar", str(target), "--from", "2026-10-05", "--timezone", "America/New_York")
    done = run("week", row["id"], *named)
    assert done.returncode == 0, done.stderr
    first = {start.strftime("%a").lower() for start in held(target.read_bytes())}
    assert first == {day["day"] for day in week["days"]}
