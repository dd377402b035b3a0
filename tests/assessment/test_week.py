"""Typical weeks: the sample, the tracks, the free days, the payer."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest
from helpers.shipped import TOOLKIT
from hypothesis import given, settings
from hypothesis import strategies as st

from iopintake.answers.model import Answer, Answers
from iopintake.assessment.readiness import get_ready
from iopintake.assessment.week import WeekPlan, choose_days, free_times, plan_week, sample_week, span
from iopintake.checking.toolkit import Toolkit
from iopintake.packs.conditions import DAYS, SLOTS
from iopintake.packs.model import TrackId

WEEKS = TOOLKIT.pack.weeks
ADULT = next(aim for aim in WEEKS.aim if aim.id == "adult")
TEEN = next(aim for aim in WEEKS.aim if aim.id == "teen")
MEDICARE = next(payer for payer in WEEKS.payer if payer.id == "medicare")
TRACKS = get_args(TrackId)


def week(slots: tuple[str, ...] | None, track: TrackId = "mental_health", **changes: object) -> WeekPlan:
    options: dict[str, object] = {"also": (), "aim": ADULT, "payer": None, **changes}
    return plan_week(WEEKS, track=track, free=None if slots is None else free_times(slots), **options)  # type: ignore[arg-type]


def titles(plan: WeekPlan) -> set[str]:
    return {block.title for day in plan.days for block in day.blocks}


def test_the_sample_week_stands_at_the_base() -> None:
    plan = week(None)
    assert [day.day for day in plan.days] == ["mon", "wed", "fri"]
    assert [b.title for b in plan.days[0].blocks][:2] == ["Group therapy", "Skills training"]
    assert [b.title for b in plan.days[1].blocks][:2] == ["Process group", "Psychoeducation"]
    assert [b.title for b in plan.days[2].blocks][:2] == ["Group therapy", "Individual session"]


@pytest.mark.parametrize("track", TRACKS)
def test_an_adult_week_of_every_track_reaches_nine_hours(track: TrackId) -> None:
    assert week(None, track).hours_min >= 9


def test_a_teen_week_aims_at_six_hours_and_has_the_family() -> None:
    plan = week(None, "teen", aim=TEEN)
    assert 6 <= plan.hours_min <= 9
    assert "Family session" in titles(plan)


@pytest.mark.parametrize(
    ("track", "block"),
    [
        ("substance_use", "Relapse prevention"),
        ("eating_disorder", "Nutrition education"),
        ("co_occurring", "Relapse prevention"),
        ("co_occurring", "Emotional regulation"),
    ],
)
def test_a_track_changes_the_blocks(track: TrackId, block: str) -> None:
    assert block in titles(week(None, track))


def test_another_track_beside_it_adds_its_blocks() -> None:
    assert "Nutrition education" in titles(week(None, "teen", aim=TEEN, also=("eating_disorder",)))


def test_two_free_days_are_not_exceeded_and_the_week_says_so() -> None:
    plan = week(("tue-evening", "thu-evening"))
    assert [day.day for day in plan.days] == ["tue", "thu"]
    assert any(text.startswith("Free days so far: 2.") for text in plan.notes)
    assert any("evening" in text for text in plan.notes)


def test_medicare_has_at_least_nine_hours_or_says_that_it_has_not() -> None:
    enough = week(None, payer=MEDICARE)
    assert enough.meets_payer_minimum is True
    assert enough.hours_min >= 9
    short = week(("mon-morning",), payer=MEDICARE)
    assert short.meets_payer_minimum is False
    assert any("9 hours" in text for text in short.notes)


def test_no_free_day_gives_no_day() -> None:
    assert week(()).days == ()


@settings(max_examples=200, deadline=None)
@given(st.sets(st.sampled_from(SLOTS)), st.sampled_from(TRACKS))
def test_a_week_never_exceeds_the_free_days_nor_the_longest_day(slots: set[str], track: TrackId) -> None:
    plan = week(tuple(slots), track, also=tuple(t for t in TRACKS if t != track))
    free = free_times(tuple(slots))
    assert {day.day for day in plan.days} <= set(free)
    assert len(plan.days) <= WEEKS.days_max
    for day in plan.days:
        assert sum(block.minutes_max for block in day.blocks) <= WEEKS.day_minutes_max
    assert plan.hours_min <= plan.hours_max


@given(st.sets(st.sampled_from(DAYS), min_size=3))
def test_chosen_days_are_spread(days: set[str]) -> None:
    free = {day: ("morning",) for day in DAYS if day in days}
    chosen = choose_days(WEEKS, free, 3)
    assert len(chosen) == 3
    assert set(chosen) <= days


def test_the_common_sample_week_stands_as_it_is() -> None:
    plan = sample_week(WEEKS, ADULT)
    assert [(day.day, [block.title for block in day.blocks]) for day in plan.days] == [
        ("mon", ["Group therapy", "Skills training"]),
        ("wed", ["Process group", "Psychoeducation"]),
        ("fri", ["Group therapy", "Individual session"]),
    ]
    assert (plan.hours_min, plan.hours_max) == (8, 8.5)
    assert plan.notes == (WEEKS.sample_note, WEEKS.sample_week_note)


@given(st.sets(st.sampled_from(SLOTS), min_size=1), st.sampled_from(TRACKS))
@settings(max_examples=100, deadline=None)
def test_however_few_days_are_free_the_individual_session_stays(slots: set[str], track: TrackId) -> None:
    aim = TEEN if track == "teen" else ADULT
    plan = week(tuple(sorted(slots)), track, aim=aim)
    assert "Individual session" in titles(plan)
    if track == "teen":
        assert "Family session" in titles(plan)


@given(st.sets(st.sampled_from(SLOTS), min_size=1), st.sampled_from(TRACKS))
@settings(max_examples=100, deadline=None)
def test_a_week_says_filled_up_only_if_it_was(slots: set[str], track: TrackId) -> None:
    aim = TEEN if track == "teen" else ADULT
    plan = week(tuple(sorted(slots)), track, aim=aim)
    said = any("filled up" in note for note in plan.notes)
    base = sum(len(day) for day in next(w for w in WEEKS.week if w.track == track).days)
    assert not said or plan.hours_min >= aim.hours
    assert not said or sum(len(day.blocks) for day in plan.days) > base or len(plan.days) < 3


def test_a_teen_week_that_needs_no_filling_does_not_speak_of_it() -> None:
    assert not any("filled" in note for note in week(None, "teen", aim=TEEN).notes)
    assert any("filled up to 9 hours" in note for note in week(None).notes)


@pytest.mark.parametrize(
    ("low", "high", "shown"), [(120, 120, "120"), (8.0, 8.5, "8-8.5"), (30, 60, "30-60"), (9.0, 9.0, "9")]
)
def test_a_range_of_one_number_is_that_number(low: float, high: float, shown: str) -> None:
    assert span(low, high) == shown


def test_medicare_and_sessions_by_video_from_home_are_told_that_they_may_not_count(toolkit: Toolkit) -> None:
    evaluate = toolkit.evaluator.evaluate

    def told(setting: str, insurance: str = "medicare") -> bool:
        answers = Answers(date(2026, 11, 26)).with_answer("setting", Answer(value=setting))
        evaluation = evaluate(answers.with_answer("insurance", Answer(value=insurance)))
        notes = [note.text for note in toolkit.pack.weeks.note if evaluation.is_met(note.id)]
        checks = " ".join(get_ready(evaluation, "iop").insurance)
        return "may not count" in " ".join(notes) and "may not count" in checks

    assert told("telehealth")
    assert not told("in_person")
    assert not told("telehealth", insurance="commercial")
