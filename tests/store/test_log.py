"""A damaged log loses no answer unseen, whichever page of the last change the damage is on."""

from __future__ import annotations

import shutil
from pathlib import Path

from helpers.operations import events_in, fresh_copy, gone_after
from helpers.records import begun, opened, records_in, said

from iopintake.checking.toolkit import Toolkit
from iopintake.store.database.log import FRAME_HEADER, HEADER, frames
from iopintake.store.errors import Damaged
from iopintake.store.protection.home import beside

INTAKES = 6
PLACES = (9, 2000)
"""In a salt of a frame, and in its page."""


def left_by_a_killed_process(folder: Path, toolkit: Toolkit) -> None:
    """Leave records with a log in which each of several intakes has its answers."""

    def write() -> object:
        store = opened(folder)
        sessions = [begun(store, toolkit) for _ in range(INTAKES)]
        for turn in range(3):
            for session in sessions:
                session.record(said("age", turn, note="a word " * 40))
        return sessions

    gone_after(write)


def test_a_bit_in_the_last_change_of_a_log_is_told_or_harms_no_answer(home: Path, toolkit: Toolkit) -> None:
    start = home / "start"
    start.mkdir()
    left_by_a_killed_process(start, toolkit)
    log = beside(records_in(start).database, "-wal").read_bytes()
    every = list(frames(beside(records_in(start).database, "-wal")))
    size = FRAME_HEADER + len(every[0].data)
    ends = [number for number, frame in enumerate(every) if frame.last]
    mended = 0
    for before, end in zip(ends[-4:-1], ends[-3:], strict=True):
        cut = log[: HEADER + (end + 1) * size]
        folder = fresh_copy(start, home / "cut")
        beside(records_in(folder).database, "-wal").write_bytes(cut)
        expected = events_in(folder)
        for damaged in {before + 1, end}:
            for place in PLACES:
                folder = fresh_copy(start, home / "damaged")
                data = bytearray(cut)
                data[HEADER + damaged * size + place] ^= 4
                beside(records_in(folder).database, "-wal").write_bytes(data)
                try:
                    with opened(folder) as store:
                        found = {intake_id: store.entries(intake_id) for intake_id in expected}
                except Damaged:
                    continue
                assert found == expected, (damaged, place)
                mended += 1
    assert mended
    shutil.rmtree(home / "start")


def test_the_end_of_a_change_that_others_wrote_over_is_no_damage(home: Path, toolkit: Toolkit) -> None:
    """A process was killed once its change was whole, before it told the others: they go on from before."""
    start, left = home / "start", home / "left"
    start.mkdir()
    database = records_in(start).database
    with opened(start) as store:
        killed, other = begun(store, toolkit), begun(store, toolkit)
        other.record(said("age", 30))
        untold = beside(database, "-shm").read_bytes()
        killed.record(said("age", 31, note="a word " * 4000))
        with beside(database, "-shm").open("r+b") as index:
            index.write(untold)
        other.record(said("age", 32))
        shutil.copytree(start, left)
    assert any(frame.last and not frame.counts for frame in frames(beside(records_in(left).database, "-wal")))
    with opened(left) as store:
        assert store.warnings == []
        assert store.intake(other.id).answers.value("age") == 32
        assert store.intake(killed.id).answers.value("age") is None
