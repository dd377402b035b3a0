"""What the records say of a time is in the time of whoever reads it; what a program reads stays in UTC."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Final

import pytest
from helpers.cases import Run
from helpers.environment import KOLKATA, MADRID, OHIO, in_zone
from helpers.records import Clock, actor, finish, finished, plan

from iopintake.answers.model import Answers, SafetyAction
from iopintake.checking.toolkit import Toolkit
from iopintake.cli.records.opening import Home
from iopintake.store.database.store import open_store
from iopintake.store.session.begin import amend_session, begin_session
from iopintake.store.session.decision import decide

Case = Callable[[str], Answers]
EVENING: Final = datetime.fromisoformat("2026-11-27T04:30:00+00:00")
"""Half past eleven in the evening of November 26 in Ohio."""
SUMMER: Final = datetime.fromisoformat("2026-07-01T14:00:00+00:00")
PLACES: Final = pytest.mark.parametrize(
    ("zone", "day", "clock"),
    [
        (OHIO, "Nov 26, 2026", "23:30 EST"),
        (MADRID, "Nov 27, 2026", "05:30 CET"),
        (KOLKATA, "Nov 27, 2026", "10:00 IST"),
    ],
)


def home_of(home: Path) -> Home:
    return Home(home / ".local" / "share" / "iopintake")


@pytest.fixture
def kept(home: Path, toolkit: Toolkit, answers_of: Case) -> str:
    """Keep an intake that was finished at that time, decided on, taken up again and finished."""
    clock = Clock(EVENING, pace=0)
    with open_store(home_of(home), actor(clock), str) as store:
        shown = SafetyAction(kind="protocol_shown", at=EVENING)
        intake_id = finished(store, toolkit, answers_of("intent").with_action(shown)).id
        decide(store, intake_id, level="emergency", reason="", note="")
        finish(amend_session(store, intake_id, "called back", take_over=False), toolkit)
    return intake_id


def words(run: Run, *arguments: str, **environment: str) -> str:
    done = run(*arguments, COLUMNS="200", **environment)
    assert done.returncode == 0, done.stderr
    return " ".join((done.stdout + done.stderr).decode().split())


@PLACES
def test_the_history_is_told_in_the_time_of_the_reader_and_exported_in_utc(
    run: Run, kept: str, zone: str, day: str, clock: str
) -> None:
    with in_zone(zone):
        told = words(run, "history", kept)
        exported = json.loads(run("history", kept, "--json").stdout)
    time, name = clock.split()
    there = datetime.strptime(day, "%b %d, %Y").date()  # noqa: DTZ007 - a day alone
    assert f"WHEN ({name})".casefold() in told.casefold()
    assert f"{there} {time}:00" in told
    assert "UTC" not in told
    assert {line["at"] for line in exported} == {EVENING.isoformat()}


@PLACES
def test_a_version_a_decision_and_an_amendment_name_the_day_of_the_reader(
    run: Run, kept: str, zone: str, day: str, clock: str
) -> None:
    with in_zone(zone):
        first = words(run, "show", kept, "--version", "1")
        latest = words(run, "show", kept)
        exported = json.loads(run("show", kept, "--json").stdout)
    there = datetime.strptime(day, "%b %d, %Y").date()  # noqa: DTZ007 - a day alone
    assert f"as mara saw it, {day} at {clock}." in first
    assert f"Decided by mara on {there}, before the intake was amended" in latest
    assert f"amended on {there}" in latest
    assert f"{day} at {clock}: The crisis protocol was shown" in words_of_export(run, kept, zone)
    assert exported["decision"]["at"] == EVENING.isoformat()
    assert exported["safety"]["actions"][0]["at"] == EVENING.isoformat()


def words_of_export(run: Run, intake_id: str, zone: str) -> str:
    with in_zone(zone):
        return words(run, "export", intake_id, "--format", "markdown")


@PLACES
def test_what_is_exported_for_a_system_is_the_same_everywhere(
    run: Run, kept: str, zone: str, day: str, clock: str
) -> None:
    for form in ("json", "fhir"):
        with in_zone(OHIO):
            here = run("export", kept, "--format", form)
        with in_zone(zone):
            there = run("export", kept, "--format", form)
        assert here.returncode == 0, here.stderr
        assert there.stdout == here.stdout
        assert not re.search(rf"{day}|{clock}", there.stdout.decode())


def test_who_has_an_intake_open_is_told_since_when_by_the_clock_here(
    run: Run, home: Path, toolkit: Toolkit, answers_of: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("iopintake.store.journal.actor.Actor.today", date(2026, 11, 26))
    monkeypatch.setattr("iopintake.cli.records.listing.today", lambda: date(2026, 11, 26))
    with open_store(home_of(home), actor(Clock(EVENING, pace=0), host="desk-9"), str) as store:
        monkeypatch.setattr("iopintake.store.journal.actor.Lease.is_alive", lambda *_: True)
        intake_id = begin_session(store, plan(toolkit), answers_of("panic_weekly_not_enough")).id
        refused = run("delete", intake_id).stderr.decode()
        assert "mara) since 23:30 EST." in refused
        assert f"{intake_id} is open on desk-9 since 23:30 EST (mara)." in words(run, "list")
        assert "desde las 23:30 EST" in words(run, "list", LANG="es_US.UTF-8")
        with in_zone(MADRID):
            assert "since Nov 27 at 05:30 CET" in words(run, "list")
            assert "desde el 27 nov a las 05:30 CET" in words(run, "list", LANG="es_US.UTF-8")


def test_a_history_over_a_change_of_the_clocks_names_the_zone_of_each_time(
    run: Run, home: Path, toolkit: Toolkit, answers_of: Case
) -> None:
    clock = Clock(SUMMER, pace=0)
    with open_store(home_of(home), actor(clock), str) as store:
        intake_id = finished(store, toolkit, answers_of("panic_weekly_not_enough")).id
        clock.now = EVENING
        decide(store, intake_id, level="iop", reason="", note="")
    told = words(run, "history", intake_id)
    assert "2026-07-01 10:00:00 EDT" in told
    assert "2026-11-26 23:30:00 EST" in told
    assert "2026-11-27" not in told
