"""The journal: what is recorded is on the disk, stays as it is, and comes back as it was."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from conftest import TODAY
from hypothesis import given, settings
from hypothesis import strategies as st
from store_fakes import Clock, begun, clerk, finish, finished, opened, plan, said

from iopintake import datafiles
from iopintake.answers import Absent, Answer, Answers, Origin, SafetyAction
from iopintake.export.as_json import plain
from iopintake.interview.conduct import Answered, Viewed
from iopintake.packs.files import content_hash
from iopintake.packs.load import load_pack
from iopintake.store import events, ids
from iopintake.store.deciding import decide, follow_up
from iopintake.store.events import HalfGiven
from iopintake.store.folding import State, fold
from iopintake.store.index import index_row
from iopintake.store.seating import amend_sitting, begin_sitting, resume_sitting
from iopintake.store.sitting import UnkeptSitting
from iopintake.store.trouble import NoSuchIntake, StoreError
from iopintake.terminal.loading import Desk, open_desk

Case = Callable[[str], Answers]


def test_an_answer_is_on_the_disk_when_record_returns(home: Path, desk: Desk) -> None:
    with opened(home) as store:
        sitting = begun(store, desk)
        sitting.record(said("first_name", "Ana"))
        with opened(home) as other:
            assert other.intake(sitting.id).answers.value("first_name") == "Ana"


def test_an_intake_is_the_fold_of_its_events(home: Path, desk: Desk, answers_of: Case) -> None:
    with opened(home) as store:
        sitting = begin_sitting(store, plan(desk), answers_of("intent"))
        sitting.record(SafetyAction(kind="protocol_shown", needs=("intent",), at=Clock()()))
        sitting.record(Viewed("age"))
        sitting.keep_half(HalfGiven(question_id="place_now", text="Elm Str", pointer=2))
        sitting.pause("asked")
        assert store.intake(sitting.id) == sitting.intake == fold(store.entries(sitting.id))


def test_a_resumed_draft_has_its_answers_its_place_and_what_was_half_typed(home: Path, desk: Desk) -> None:
    with opened(home) as store:
        sitting = begun(store, desk)
        sitting.record(said("caller", "self"))
        sitting.record(Viewed("caller"))
        sitting.keep_half(HalfGiven(question_id="first_name", text="An"))
        assert sitting.pause("interrupted")
    with opened(home) as store:
        again = resume_sitting(store, "", take_over=False)
        assert again.id == sitting.id
        assert again.answers == sitting.answers
        assert again.view == "caller"
        assert again.half["first_name"].text == "An"
        again.record(said("first_name", "Ana"))
        assert not again.half


def test_a_draft_in_which_nothing_was_said_is_forgotten(home: Path, desk: Desk) -> None:
    with opened(home) as store:
        assert not begun(store, desk).pause("asked")
        with pytest.raises(NoSuchIntake, match="iopintake start"):
            resume_sitting(store, "", take_over=False)


def test_the_summary_is_kept_as_it_was(home: Path, desk: Desk, answers_of: Case) -> None:
    with opened(home) as store:
        sitting = begin_sitting(store, plan(desk), answers_of("panic_weekly_not_enough"))
        summary = desk.summarize(sitting.answers, sitting.circumstances("interview"))
        sitting.finish(summary, "finished")
        number = store.intake(sitting.id).finished_number
        assert number is not None
        kept = store.summary(sitting.id, number)
        assert json.dumps(kept) == json.dumps(plain(summary))


def test_an_amended_intake_keeps_both_versions(home: Path, desk: Desk, answers_of: Case) -> None:
    with opened(home) as store:
        first = finished(store, desk, answers_of("panic_weekly_not_enough"))
        again = amend_sitting(store, first.id, "the caller rang back", take_over=False)
        assert store.intake(first.id).state is State.AMENDING
        again.record(said("weekly_enough", "enough"))
        finish(again, desk)
        intake = store.intake(first.id)
        assert (intake.versions, intake.state) == (2, State.FINISHED)
        kept = [entry.number for entry in store.entries(first.id) if isinstance(entry.event, events.Finished)]
        verdicts = [store.summary(first.id, number)["recommendation"]["verdict"] for number in kept]
        assert verdicts[0] == "fits" != verdicts[1]


def test_the_clinicians_level_stands_beside_the_recommended_one(
    home: Path, desk: Desk, answers_of: Case
) -> None:
    with opened(home) as store:
        sitting = finished(store, desk, answers_of("panic_weekly_not_enough"))
        with pytest.raises(StoreError, match="needs a reason"):
            decide(store, sitting.id, level="php", reason="", note="")
        intake = decide(store, sitting.id, level="php", reason="wait_list", note="n")
        assert intake.standing is not None
        assert intake.standing.level != intake.standing.recommended
        assert intake.result is not None
        assert intake.result.level == "iop"
        again = decide(store, sitting.id, level="iop", reason="", note="").standing
        assert again is not None
        assert again.level == again.recommended
        later = follow_up(store, sitting.id, disposition="call_back", due=TODAY, note="")
        assert later.follow_up is not None
        assert later.decision is not None


def test_nothing_can_be_decided_on_a_draft(home: Path, desk: Desk) -> None:
    with opened(home) as store, pytest.raises(StoreError, match="not finished"):
        decide(store, begun(store, desk).id, level="iop", reason="", note="")


def test_events_can_neither_be_changed_nor_removed(home: Path, desk: Desk, answers_of: Case) -> None:
    with opened(home) as store:
        finished(store, desk, answers_of("intent"))
        for statement in (
            "UPDATE event SET body = ''",
            "DELETE FROM event",
            "UPDATE document SET data = ''",
            "DELETE FROM document",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                store.connection.execute(statement)


def test_the_index_says_what_the_events_say(home: Path, desk: Desk, answers_of: Case) -> None:
    with opened(home) as store:
        store.connection.row_factory = sqlite3.Row
        sitting = finished(store, desk, answers_of("teen_with_mother"))
        decide(store, sitting.id, level="php", reason="other", note="")
        again = amend_sitting(store, sitting.id, "more was said", take_over=False)
        again.record(said("callback", "+1 555 010 0188"))
        finish(again, desk)
        row = dict(store.connection.execute("SELECT * FROM intake").fetchone())
        assert {key: row[key] for key in index_row(again.intake)} == index_row(store.intake(sitting.id))
        assert row["phone"] == "5550100188"


def test_a_draft_is_resumed_with_the_pack_it_was_begun_with(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "clinic"
    shutil.copytree(datafiles.shipped_pack(), folder)
    desk = open_desk(folder)
    with opened(home) as store:
        sitting = begin_sitting(store, plan(desk, folder), Answers(TODAY))
        sitting.record(said("caller", "self"))
        sitting.pause("asked")
    (folder / "pack.toml").write_text((folder / "pack.toml").read_text() + "# changed\n")
    assert content_hash(folder) != desk.pack.sha256
    shutil.rmtree(folder)
    with opened(home) as store:
        kept = resume_sitting(store, "", take_over=False).pack_folder()
        assert load_pack(kept).sha256 == desk.pack.sha256
        (kept / "pack.toml").write_text("broken")
        assert load_pack(resume_sitting(store, "", take_over=False).pack_folder()).sha256 == desk.pack.sha256


def test_a_pack_that_changes_while_it_is_read_is_refused(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "clinic"
    shutil.copytree(datafiles.shipped_pack(), folder)
    desk = open_desk(folder)
    (folder / "pack.toml").write_text((folder / "pack.toml").read_text() + "# changed\n")
    with opened(home) as store, pytest.raises(StoreError, match="Start again"):
        begin_sitting(store, plan(desk, folder), Answers(TODAY))


def test_a_beginning_of_an_id_is_enough_and_a_wrong_one_is_explained(home: Path, desk: Desk) -> None:
    with opened(home) as store:
        sitting = begun(store, desk)
        assert store.find_id(sitting.id[:4].upper()) == sitting.id
        assert store.find_id(sitting.id.replace("-", " ")) == sitting.id
        with pytest.raises(NoSuchIntake, match="iopintake list"):
            store.find_id("xyxy")
        heard = sitting.id.translate(str.maketrans("bdgvzmrptkfsnl", "ptkfsnlbdgvzmr"))
        with pytest.raises(NoSuchIntake, match=f'Did you mean "{sitting.id}"'):
            store.find_id(heard)
        others = [begun(store, desk) for _ in range(8)]
        with pytest.raises(NoSuchIntake, match="Type one more syllable"):
            store.find_id("")
        assert len({ids.sound(each.id) for each in (sitting, *others)}) == 9


def test_ids_never_sound_alike() -> None:
    taken: set[str] = set()
    picks = iter(["ba", "do", "ki", "ru", "pa", "to", "gi", "lu", "ma", "na", "ko", "su"])
    first = ids.new_id(lambda _: next(picks), taken.__contains__)
    taken.add(ids.sound(first))
    assert first == "bado-kiru"
    assert ids.new_id(lambda _: next(picks), taken.__contains__) == "mana-kosu"


def test_a_clock_that_is_set_back_changes_no_order_and_is_told(home: Path, desk: Desk) -> None:
    clock = Clock()
    with opened(home, clerk(clock)) as store:
        sitting = begun(store, desk)
        sitting.record(said("first_name", "Ana"))
        before = sitting.intake.seconds
        clock.now -= timedelta(hours=5)
        sitting.record(said("first_name", "Anna"))
        sitting.record(said("first_name", "Hanna"))
        assert store.intake(sitting.id).answers.value("first_name") == "Hanna"
        assert sitting.intake.seconds >= before
        assert [warning for warning in store.warnings if "clock" in warning] == store.warnings
        assert len(store.warnings) == 1


def test_pauses_are_not_counted(home: Path, desk: Desk) -> None:
    clock = Clock(pace=10)
    with opened(home, clerk(clock)) as store:
        sitting = begun(store, desk)
        sitting.record(said("first_name", "Ana"))
        sitting.pause("asked")
        clock.now += timedelta(days=2)
        again = resume_sitting(store, "", take_over=False)
        again.record(said("age", 40))
        assert again.intake.seconds < 120


def test_a_sitting_that_is_not_kept_leaves_no_trace(home: Path, desk: Desk, answers_of: Case) -> None:
    sitting = UnkeptSitting(clerk(), plan(desk), answers_of("intent"))
    sitting.record(said("first_name", "Ana"))
    sitting.keep_half(HalfGiven(question_id="age", text="4"))
    assert sitting.answers.value("first_name") == "Ana"
    assert sitting.half
    assert sitting.circumstances("interview").id is None
    assert not sitting.pause("asked")
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
    )
)
def test_every_event_is_read_as_it_was_written(event: events.Event) -> None:
    kind, body = events.written(event)
    assert body.isascii()
    assert events.read(kind, body) == event
