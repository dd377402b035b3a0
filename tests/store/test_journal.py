"""The journal: what is recorded is on the disk, stays as it is, and comes back as it was."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from helpers.cases import TODAY
from helpers.records import Clock, actor, begun, finish, finished, opened, plan, said
from hypothesis import given, settings
from hypothesis import strategies as st

from iopintake.answers.model import Absent, Answer, Answers, Origin, SafetyAction
from iopintake.checking.load import load_pack
from iopintake.checking.toolkit import Toolkit, load_toolkit
from iopintake.export.as_json import plain
from iopintake.interview.events import Answered, Viewed
from iopintake.packs.files import content_hash
from iopintake.store.derived.index import index_row
from iopintake.store.errors import NoSuchIntake, StoreError
from iopintake.store.journal import events, ids
from iopintake.store.journal.events import HalfGiven
from iopintake.store.journal.format import read, written
from iopintake.store.journal.replay import State, fold
from iopintake.store.session.begin import amend_session, begin_session, resume_session
from iopintake.store.session.decision import decide, follow_up
from iopintake.store.session.model import UnkeptSession
from iopintake.store.session.model import begun as session_begun
from iopintake.support import datafiles

pytestmark = pytest.mark.usefixtures("either")

Case = Callable[[str], Answers]


def test_an_answer_is_on_the_disk_when_record_returns(home: Path, toolkit: Toolkit) -> None:
    with opened(home) as store:
        session = begun(store, toolkit)
        session.record(said("first_name", "Ana"))
        with opened(home) as other:
            assert other.intake(session.id).answers.value("first_name") == "Ana"


def test_an_intake_is_the_fold_of_its_events(home: Path, toolkit: Toolkit, answers_of: Case) -> None:
    with opened(home) as store:
        session = begin_session(store, plan(toolkit), answers_of("intent"))
        session.record(SafetyAction(kind="protocol_shown", needs=("intent",), at=Clock()()))
        session.record(Viewed("age"))
        session.keep_half(HalfGiven(question_id="place_now", text="Elm Str", pointer=2))
        session.pause("asked")
        assert store.intake(session.id) == session.intake == fold(store.entries(session.id))


def test_a_resumed_draft_has_its_answers_its_place_and_what_was_half_typed(
    home: Path, toolkit: Toolkit
) -> None:
    with opened(home) as store:
        session = begun(store, toolkit)
        session.record(said("caller", "self"))
        session.record(Viewed("caller"))
        session.keep_half(HalfGiven(question_id="first_name", text="An"))
        assert session.pause("interrupted")
    with opened(home) as store:
        again = resume_session(store, "", take_over=False)
        assert again.id == session.id
        assert again.answers == session.answers
        assert again.view == "caller"
        assert again.half["first_name"].text == "An"
        again.record(said("first_name", "Ana"))
        assert not again.half


def test_how_an_intake_is_held_belongs_to_it(home: Path, toolkit: Toolkit) -> None:
    with opened(home) as store:
        quick = replace(plan(toolkit), quick=True, mode="phone", practice=True)
        session = begin_session(store, quick, Answers(TODAY))
        session.record(said("caller", "self"))
        session.pause("interrupted")
    with opened(home) as store:
        again = resume_session(store, "", take_over=False).begun
        assert (again.quick, again.mode, again.practice) == (True, "phone", True)


def test_an_intake_that_was_begun_before_there_were_quick_ones_is_none(toolkit: Toolkit) -> None:
    kind, body = written(session_begun(plan(toolkit), Answers(TODAY)))
    older = {name: value for name, value in json.loads(body).items() if name != "quick"}
    assert read(kind, json.dumps(older)).quick is False


def test_a_draft_in_which_nothing_was_said_is_forgotten(home: Path, toolkit: Toolkit) -> None:
    with opened(home) as store:
        assert not begun(store, toolkit).pause("asked")
        with pytest.raises(NoSuchIntake, match="iopintake start"):
            resume_session(store, "", take_over=False)


def test_the_summary_is_kept_as_it_was(home: Path, toolkit: Toolkit, answers_of: Case) -> None:
    with opened(home) as store:
        session = begin_session(store, plan(toolkit), answers_of("panic_weekly_not_enough"))
        summary = toolkit.summarize(session.answers, session.circumstances("interview"))
        session.finish(summary, "finished")
        number = store.intake(session.id).finished_number
        assert number is not None
        kept = store.summary(session.id, number)
        assert json.dumps(kept) == json.dumps(plain(summary))


def test_an_amended_intake_keeps_both_versions(home: Path, toolkit: Toolkit, answers_of: Case) -> None:
    with opened(home) as store:
        first = finished(store, toolkit, answers_of("panic_weekly_not_enough"))
        again = amend_session(store, first.id, "the caller rang back", take_over=False)
        assert store.intake(first.id).state is State.AMENDING
        again.record(said("weekly_enough", "enough"))
        finish(again, toolkit)
        intake = store.intake(first.id)
        assert (intake.versions, intake.state) == (2, State.FINISHED)
        kept = [entry.number for entry in store.entries(first.id) if isinstance(entry.event, events.Finished)]
        verdicts = [store.summary(first.id, number)["recommendation"]["verdict"] for number in kept]
        assert verdicts[0] == "fits" != verdicts[1]


def test_the_clinicians_level_stands_beside_the_recommended_one(
    home: Path, toolkit: Toolkit, answers_of: Case
) -> None:
    with opened(home) as store:
        session = finished(store, toolkit, answers_of("panic_weekly_not_enough"))
        with pytest.raises(StoreError, match="needs a reason"):
            decide(store, session.id, level="php", reason="", note="")
        intake = decide(store, session.id, level="php", reason="wait_list", note="n")
        assert intake.standing is not None
        assert intake.standing.level != intake.standing.recommended
        assert intake.result is not None
        assert intake.result.level == "iop"
        again = decide(store, session.id, level="iop", reason="", note="").standing
        assert again is not None
        assert again.level == again.recommended
        later = follow_up(store, session.id, disposition="call_back", due=TODAY, note="")
        assert later.follow_up is not None
        assert later.decision is not None


def test_nothing_can_be_decided_on_a_draft(home: Path, toolkit: Toolkit) -> None:
    with opened(home) as store, pytest.raises(StoreError, match="not finished"):
        decide(store, begun(store, toolkit).id, level="iop", reason="", note="")


def test_events_can_neither_be_changed_nor_removed(home: Path, toolkit: Toolkit, answers_of: Case) -> None:
    with opened(home) as store:
        finished(store, toolkit, answers_of("intent"))
        for statement in (
            "UPDATE event SET body = ''",
            "DELETE FROM event",
            "UPDATE document SET data = ''",
            "DELETE FROM document",
        ):
            with pytest.raises((sqlite3.IntegrityError, psycopg.errors.InsufficientPrivilege)):
                store.connection.execute(statement)


def test_the_index_says_what_the_events_say(home: Path, toolkit: Toolkit, answers_of: Case) -> None:
    with opened(home) as store:
        session = finished(store, toolkit, answers_of("teen_with_mother"))
        decide(store, session.id, level="php", reason="other", note="")
        again = amend_session(store, session.id, "more was said", take_over=False)
        again.record(said("callback", "+1 555 010 0188"))
        finish(again, toolkit)
        found: Any = store.connection.execute("SELECT * FROM intake")
        row = dict(zip([column[0] for column in found.description], found.fetchone(), strict=True))
        assert {key: row[key] for key in index_row(again.intake)} == index_row(store.intake(session.id))
        assert row["phone"] == "5550100188"


def test_a_draft_is_resumed_with_the_pack_it_was_begun_with(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "clinic"
    shutil.copytree(datafiles.shipped_pack(), folder)
    toolkit = load_toolkit(folder)
    with opened(home) as store:
        session = begin_session(store, plan(toolkit, folder), Answers(TODAY))
        session.record(said("caller", "self"))
        session.pause("asked")
    (folder / "pack.toml").write_text((folder / "pack.toml").read_text() + "# changed\n")
    assert content_hash(folder) != toolkit.pack.sha256
    shutil.rmtree(folder)
    with opened(home) as store:
        kept = resume_session(store, "", take_over=False).pack_folder()
        assert load_pack(kept).sha256 == toolkit.pack.sha256
        (kept / "pack.toml").write_text("broken")
        assert (
            load_pack(resume_session(store, "", take_over=False).pack_folder()).sha256 == toolkit.pack.sha256
        )


def test_a_pack_that_changes_while_it_is_read_is_refused(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "clinic"
    shutil.copytree(datafiles.shipped_pack(), folder)
    toolkit = load_toolkit(folder)
    (folder / "pack.toml").write_text((folder / "pack.toml").read_text() + "# changed\n")
    with opened(home) as store, pytest.raises(StoreError, match="Start again"):
        begin_session(store, plan(toolkit, folder), Answers(TODAY))


def test_a_beginning_of_an_id_is_enough_and_a_wrong_one_is_explained(home: Path, toolkit: Toolkit) -> None:
    with opened(home) as store:
        session = begun(store, toolkit)
        assert store.find_id(session.id[:4].upper()) == session.id
        assert store.find_id(session.id.replace("-", " ")) == session.id
        with pytest.raises(NoSuchIntake, match="iopintake list"):
            store.find_id("xyxy")
        heard = session.id.translate(str.maketrans("bdgvzmrptkfsnl", "ptkfsnlbdgvzmr"))
        with pytest.raises(NoSuchIntake, match=f'Did you mean "{session.id}"'):
            store.find_id(heard)
        others = [begun(store, toolkit) for _ in range(8)]
        for nothing in ("", "?!", session.id[:2], "../..", f"{session.id}-{session.id}"):
            with pytest.raises(NoSuchIntake, match="is no id"):
                store.find_id(nothing)
        assert len({ids.sound(each.id) for each in (session, *others)}) == 9


def test_ids_never_sound_alike() -> None:
    taken: set[str] = set()
    picks = iter(["ba", "do", "ki", "ru", "pa", "to", "gi", "lu", "ma", "na", "ko", "su"])
    first = ids.new_id(lambda _: next(picks), taken.__contains__)
    taken.add(ids.sound(first))
    assert first == "bado-kiru"
    assert ids.new_id(lambda _: next(picks), taken.__contains__) == "mana-kosu"


def test_a_clock_that_is_set_back_changes_no_order_and_is_told(home: Path, toolkit: Toolkit) -> None:
    clock = Clock()
    with opened(home, actor(clock)) as store:
        session = begun(store, toolkit)
        session.record(said("first_name", "Ana"))
        before = session.intake.seconds
        clock.now -= timedelta(hours=5)
        session.record(said("first_name", "Anna"))
        session.record(said("first_name", "Hanna"))
        assert store.intake(session.id).answers.value("first_name") == "Hanna"
        assert session.intake.seconds >= before
        assert [warning for warning in store.warnings if "clock" in warning] == store.warnings
        assert len(store.warnings) == 1


def test_pauses_are_not_counted(home: Path, toolkit: Toolkit) -> None:
    clock = Clock(pace=10)
    with opened(home, actor(clock)) as store:
        session = begun(store, toolkit)
        session.record(said("first_name", "Ana"))
        session.pause("asked")
        clock.now += timedelta(days=2)
        again = resume_session(store, "", take_over=False)
        again.record(said("age", 40))
        assert again.intake.seconds < 120


def test_a_sitting_that_is_not_kept_leaves_no_trace(home: Path, toolkit: Toolkit, answers_of: Case) -> None:
    session = UnkeptSession(actor(), plan(toolkit), answers_of("intent"))
    session.record(said("first_name", "Ana"))
    session.keep_half(HalfGiven(question_id="age", text="4"))
    assert session.answers.value("first_name") == "Ana"
    assert session.half
    assert session.circumstances("interview").id is None
    assert not session.pause("asked")
    assert list(home.iterdir()) == []


TEXTS = st.text(max_size=30) | st.just("\ud800 \x00 \x1b[31m \u202e")
ANSWERS = st.builds(
    Answer,
    value=TEXTS | st.integers() | st.dates() | st.lists(TEXTS, max_size=3).map(tuple) | st.none(),
    absent=st.none() | st.sampled_from(Absent),
    origin=st.sampled_from(Origin),
    at=st.none() | st.datetimes().map(lambda at: at.replace(tzinfo=Clock().now.tzinfo)),
    note=TEXTS,
)


@settings(max_examples=200, deadline=None)
@given(
    event=st.one_of(
        st.builds(Answered, st.sampled_from(["age", "first_name"]), ANSWERS),
        st.builds(HalfGiven, question_id=TEXTS, text=TEXTS, ticked=st.tuples(st.integers())),
        st.builds(SafetyAction, kind=TEXTS, needs=st.tuples(TEXTS), done=st.tuples(TEXTS), note=TEXTS),
        st.builds(events.FollowedUp, disposition=TEXTS, due=st.none() | st.dates(), note=TEXTS),
        st.builds(events.Decided, level=TEXTS, reason=TEXTS, note=TEXTS),
        st.builds(Viewed, st.none() | TEXTS),
        st.builds(events.Apart, kind=TEXTS, body=st.just({"value": 1}), at=TEXTS, who=TEXTS, desk=TEXTS),
        st.builds(events.Settled, taken=st.tuples(TEXTS)),
    )
)
def test_every_event_is_read_as_it_was_written(event: events.Event) -> None:
    kind, body = written(event)
    assert body.isascii()
    assert read(kind, body) == event
