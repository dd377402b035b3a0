"""Intakes are found by what is known of them, in a file as on a server."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from helpers.cases import TODAY
from helpers.records import begun, finished, opened, said

from iopintake.answers.model import Answers
from iopintake.checking.toolkit import Toolkit
from iopintake.store.database.store import Store
from iopintake.store.queries.report import report
from iopintake.store.queries.search import Wanted, count, find
from iopintake.store.session.decision import decide, follow_up

pytestmark = pytest.mark.usefixtures("either")


def named(store: Store, toolkit: Toolkit, name: str, phone: str = "") -> str:
    session = begun(store, toolkit)
    session.record(said("first_name", name))
    if phone:
        session.record(said("callback", phone))
    session.pause("asked")
    return session.id


def ids(store: Store, wanted: Wanted) -> list[str]:
    return [row.id for row in find(store, wanted, limit=20)]


@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        ("José Müller", "JOSÉ"),
        ("Jose\u0301", "josé"),
        ("José", "Jose"),
        ("Jose", "José"),
        ("Ñusta Peña", "nusta pena"),
        ("Nguyen Thi Hoa", "Nguyễn Thị Hòa"),
        ("Çağla İnci", "cagla inci"),
        ("Groß", "GROSS"),
        ("Νίκος", "ΝΊΚΟΣ"),
        ("100% Ana_", "% ana_"),
        ("O'Neil", "o'n"),
    ],
)
def test_a_part_of_a_name_is_enough_however_it_is_written(
    home: Path, toolkit: Toolkit, kept: str, typed: str
) -> None:
    with opened(home) as store:
        wanted = named(store, toolkit, kept)
        named(store, toolkit, "Somebody Else")
        assert ids(store, Wanted(name=typed)) == [wanted]
        assert count(store, Wanted(name=typed)) == 1


@pytest.mark.parametrize(
    ("kept", "typed", "is_same"),
    [
        ("+1 (555) 010-0199", "555 010 0199", True),
        ("010-0199", "+1 555 010 0199", True),
        ("555 010 0199", "0100199", True),
        ("555 010 0199", "0199", False),
        ("0199", "0199", True),
        ("555 010 0199", "", False),
        ("555 010 0199", "%", False),
    ],
)
def test_a_number_is_the_same_with_and_without_what_stands_before_it(
    home: Path, toolkit: Toolkit, kept: str, typed: str, is_same: bool
) -> None:
    with opened(home) as store:
        wanted = named(store, toolkit, "Ana", kept)
        assert ids(store, Wanted(phone=typed)) == ([wanted] if is_same else [])


def test_intakes_are_found_by_state_day_level_review_and_what_is_due_newest_first(
    home: Path, toolkit: Toolkit, answers_of: Callable[[str], Answers]
) -> None:
    with opened(home) as store:
        draft = named(store, toolkit, "Ana")
        danger = finished(store, toolkit, answers_of("intent")).id
        week = finished(store, toolkit, answers_of("panic_weekly_not_enough")).id
        assert ids(store, Wanted()) == [week, danger, draft]
        assert ids(store, Wanted(states=("draft", "amending"))) == [draft]
        assert ids(store, Wanted(level="emergency")) == [danger]
        assert ids(store, Wanted(level="iop", track="mental_health")) == [week]
        assert ids(store, Wanted(review="now")) == [danger]
        assert ids(store, Wanted(day=TODAY, since=TODAY, practice=False)) == [week, danger, draft]
        assert ids(store, Wanted(since=TODAY + timedelta(days=1))) == ids(store, Wanted(practice=True)) == []
        decide(store, danger, level="php", reason="other", note="")
        follow_up(store, week, disposition="call_back", due=date(2026, 12, 1), note="")
        assert ids(store, Wanted(review="now")) == ids(store, Wanted(due_by=date(2026, 11, 30))) == []
        assert ids(store, Wanted(level="php")) == [danger]
        assert ids(store, Wanted(due_by=date(2026, 12, 1))) == [week]
        (found,) = report(store)
        assert (found.intakes, found.decided, found.unfinished) == (2, 1, 1)
        assert find(store, Wanted(), limit=1)[0].id == week
