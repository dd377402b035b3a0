"""Whatever changes the files of the records is finished or undone by the next command, at whatever step it was stopped."""  # noqa: E501

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from helpers.operations import OPERATIONS, Operation, events_in, fresh_copy, killed_at, left_over
from helpers.records import CANARY, bytes_in, records_in

from iopintake.store.protection import disk
from iopintake.support.errors import IopintakeError

MANY = 200
SOME_AT_LENGTH = [
    pytest.param(one, marks=pytest.mark.thorough) if one.name in {"encrypt", "repair"} else one
    for one in OPERATIONS
]
ids = [operation.name for operation in OPERATIONS]


@pytest.mark.parametrize("operation", SOME_AT_LENGTH, ids=lambda operation: operation.name)
def test_killed_at_every_step_it_is_finished_or_undone_by_the_next_command(
    operation: Operation, tmp_path: Path
) -> None:
    start = tmp_path / "start"
    start.mkdir()
    operation.prepare(start)
    done = fresh_copy(start, tmp_path / "done")
    operation.act(done)
    after = events_in(done)
    before = dict(after) if not operation.loses else events_in(fresh_copy(start, tmp_path / "before"))
    assert before
    step = 0
    while step < MANY:
        step += 1
        folder = fresh_copy(start, tmp_path / "killed")
        was_killed = killed_at(step, operation.act, folder)
        one_file_each = [path for path in folder.rglob("*") if path.is_file() and path.stat().st_nlink != 1]
        if operation.name != "backup":
            assert one_file_each == [], step
        found = events_in(folder)
        assert found in (before, after), step
        assert left_over(records_in(folder)) == [], step
        assert list(folder.glob(".iopintake-*")) == [], step
        if operation.loses and len(found) < len(before):
            assert CANARY.encode() not in bytes_in(folder), step
        if not was_killed:
            break
    assert 3 < step < MANY


@pytest.mark.thorough
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EACCES])
@pytest.mark.parametrize("operation", OPERATIONS, ids=ids)
def test_whatever_the_system_refuses_is_told_and_the_records_stay_whole(
    operation: Operation, number: int, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    start = tmp_path / "start"
    start.mkdir()
    operation.prepare(start)
    done = fresh_copy(start, tmp_path / "done")
    operation.act(done)
    after = events_in(done)
    before = dict(after) if not operation.loses else events_in(fresh_copy(start, tmp_path / "before"))
    told: list[str] = []
    for step in range(1, MANY):
        folder = fresh_copy(start, tmp_path / "refused")
        left = step

        def refuses(kind: str, path: Path) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                raise OSError(number, "refused", str(path))

        disk.watchers.append(refuses)
        try:
            operation.act(folder)
        except IopintakeError as error:
            told.append(error.headline)
        finally:
            disk.watchers.remove(refuses)
        found = events_in(folder)
        assert found in (before, after), step
        assert left_over(records_in(folder)) == [], step
        if left > 0:
            break
    assert len(told) > 2 or operation.loses, "what is gone stays gone; what is still to go is in the warnings"
    assert not [sentence for sentence in told if "\n" in sentence or "Errno" in sentence]
    assert step < MANY - 1
