"""Whatever goes wrong with the records is one clear sentence, and nothing is destroyed."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from helpers.format_one import put_back_to_format_one
from helpers.records import actor, begun, finished, opened, records_in, said

from iopintake.answers.model import Answers
from iopintake.checking.toolkit import Toolkit
from iopintake.store.database import schema
from iopintake.store.database.connecting import number
from iopintake.store.errors import Damaged, InUse, StoreError
from iopintake.store.protection.home import Home, alone
from iopintake.store.queries.search import Wanted, find
from iopintake.store.session.begin import resume_session
from iopintake.store.upkeep.deletion import remove
from iopintake.support.errors import IopintakeError


@contextmanager
def says(*words: str, kind: type[IopintakeError] = StoreError) -> Iterator[None]:
    """Expect an error of one line that says these words."""
    with pytest.raises(kind) as caught:
        yield
    assert "\n" not in caught.value.headline
    for word in words:
        assert word in caught.value.headline


def draft(home: Path, toolkit: Toolkit) -> str:
    with opened(home) as store:
        session = begun(store, toolkit)
        session.record(said("first_name", "Ana"))
        session.pause("asked")
        return session.id


# --- who may read it ---------------------------------------------------------------


def test_folder_and_files_are_for_the_owner_only_whatever_the_umask(home: Path, toolkit: Toolkit) -> None:
    before = os.umask(0)
    try:
        with opened(home) as store:
            session = begun(store, toolkit)
            session.record(said("first_name", "Ana"))
            folder = records_in(home).folder
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
            assert set(modes.values()) == {0o600}, modes
            assert {"intakes.db", "intakes.db-wal"} <= set(modes)
    finally:
        os.umask(before)


def test_a_folder_that_others_can_read_gets_a_warning_with_its_remedy(home: Path, toolkit: Toolkit) -> None:
    draft(home, toolkit)
    folder = records_in(home).folder
    folder.chmod(0o755)
    with opened(home) as store:
        (warning,) = store.warnings
    assert f"chmod -R go-rwx {folder}" in warning
    subprocess.run(warning.rpartition("with: ")[2], shell=True, check=True)  # noqa: S602 - it is what it says
    with opened(home) as store:
        assert not store.warnings


# --- files that are not as they should be ------------------------------------------


def test_damage_is_told_or_harms_nothing(
    home: Path, toolkit: Toolkit, answers_of: Callable[[str], Answers]
) -> None:
    with opened(home) as store:
        intake = finished(store, toolkit, answers_of("intent")).intake
        (intake_id,) = (row[0] for row in store.connection.execute("SELECT id FROM intake"))
        assert intake.finished_number is not None
        summary = store.summary(intake_id, intake.finished_number)
        listed = [(row.id, row.level) for row in find(store, Wanted(), limit=9)]
    path = records_in(home).database
    whole, told = path.read_bytes(), 0
    mended: list[str] = []
    for where in range(0, len(whole), 1111):
        damaged = (
            whole[:where] + bytes(byte ^ 0x5A for byte in whole[where : where + 200]) + whole[where + 200 :]
        )
        path.write_bytes(damaged)
        try:
            with opened(home) as store:
                assert store.intake(store.find_id(intake_id)) == intake
                assert store.summary(intake_id, intake.finished_number) == summary
                assert [(row.id, row.level) for row in find(store, Wanted(), limit=9)] == listed
                mended += [warning for warning in store.warnings if "made anew" in warning]
        except StoreError:
            told += 1
            assert path.read_bytes() == damaged
    assert told > 10
    assert mended


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM event WHERE number = 4",
        "DELETE FROM event WHERE number > 4",
        "UPDATE event SET body = replace(body, 'Ana', 'Eve')",
        "UPDATE event SET at = '2020-01-01T00:00:00+00:00' WHERE number = 3",
    ],
)
def test_events_that_went_missing_or_were_altered_are_told(home: Path, toolkit: Toolkit, damage: str) -> None:
    with opened(home) as store:
        session = begun(store, toolkit)
        for number in range(8):
            session.record(said("first_name", f"Ana {number}"))
        session.pause("asked")
        for trigger in ("event_stays", "event_is_kept"):
            store.connection.execute(f"DROP TRIGGER {trigger}")
        store.connection.execute(damage)
        with says("damaged", "iopintake restore", kind=Damaged):
            store.intake(session.id)


def test_another_programs_database_is_left_alone(home: Path) -> None:
    path = records_in(home).database
    path.parent.mkdir(mode=0o700)
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE song (title)")
    other.close()
    before = path.read_bytes()
    with says("another program", "--home", kind=Damaged):
        opened(home)
    assert path.read_bytes() == before


def test_records_of_a_newer_version_are_left_alone(home: Path, toolkit: Toolkit) -> None:
    draft(home, toolkit)
    path = records_in(home).database
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    connection.close()
    before = path.read_bytes()
    with says("newer iopintake", "pip install --upgrade"):
        opened(home)
    assert path.read_bytes() == before


def test_records_of_the_first_format_are_brought_up_to_date_and_kept_as_they_were_until_a_deletion(
    home: Path, toolkit: Toolkit, answers_of: Callable[[str], Answers]
) -> None:
    intake_id = draft(home, toolkit)
    with opened(home) as store:
        other = finished(store, toolkit, answers_of("intent")).id
        before = {id_: store.entries(id_) for id_ in (intake_id, other)}
        number = store.intake(other).finished_number
        assert number is not None
        summary = store.summary(other, number)
        rows = find(store, Wanted(), limit=9)
    place = records_in(home)
    put_back_to_format_one(place.database)
    with opened(home) as store:
        assert {id_: store.entries(id_) for id_ in (intake_id, other)} == before
        assert store.summary(other, number) == summary
        assert find(store, Wanted(), limit=9) == rows
        assert store.connection.execute("PRAGMA user_version").fetchone() == (2,)
        (kept,) = place.kept.iterdir()
        assert kept.name.startswith("before-format-2-")
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        remove(store, intake_id, "asked for")
        assert not place.kept.exists()


def test_damaged_records_of_the_first_format_are_told_and_stay_as_they_are(
    home: Path, toolkit: Toolkit
) -> None:
    draft(home, toolkit)
    path = records_in(home).database
    put_back_to_format_one(path)
    connection = sqlite3.connect(path)
    connection.execute("DROP TRIGGER event_stays")
    connection.execute("UPDATE event SET body = replace(body, 'Ana', 'Eve')")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with says("damaged", "iopintake repair", kind=Damaged):
        opened(home)
    assert path.read_bytes() == before


def test_what_is_left_of_a_file_that_never_got_its_name_is_cleared_away(home: Path, toolkit: Toolkit) -> None:
    draft(home, toolkit)
    place = records_in(home)
    place.coming.write_bytes(b"Ana")
    with opened(home):
        assert not place.coming.exists()


# --- no space, no rights, no time ----------------------------------------------------


def test_a_full_disk_loses_nothing_that_was_confirmed(home: Path, toolkit: Toolkit) -> None:
    with opened(home) as store:
        session = begun(store, toolkit)
        session.record(said("first_name", "Ana"))
        pages = number(store.connection, "PRAGMA page_count")
        store.connection.execute(f"PRAGMA max_page_count = {pages}")
        with says("disk is full", "not saved", "iopintake resume"):
            for _ in range(50):
                session.record(said("first_name", "A" * 3000))
        confirmed = session.answers
        assert store.intake(session.id).answers == confirmed
        store.connection.execute("PRAGMA max_page_count = 1000000")
        session.record(said("age", 40))
        assert store.intake(session.id) == session.intake


def run_with_limits(program: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run PROGRAM, which limits itself, in a process of its own, with HOME as its argument."""
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program), str(home)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_disk_that_fills_up_is_told(home: Path) -> None:
    program = """
        import resource, signal, sys
        sys.path.insert(0, "tests")
        from pathlib import Path
        from iopintake.support.errors import IopintakeError
        from iopintake.checking.toolkit import load_toolkit
        from helpers.records import begun, opened, said
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        home, toolkit = Path(sys.argv[1]), load_toolkit(None)
        with opened(home) as store:
            session = begun(store, toolkit)
            session.record(said("age", 41))
            resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
            try:
                for number in range(500):
                    session.record(said("first_name", "A" * 3000))
            except IopintakeError as error:
                print(error.headline)
    """
    done = run_with_limits(program, home)
    assert "not saved; what was saved before stands" in done.stdout, done.stderr
    with opened(home) as store:
        assert resume_session(store, "", take_over=False).answers.value("age") == 41
        assert schema.is_whole(store.connection)


def test_records_on_a_full_disk_are_said_to_be_whole_though_they_can_not_be_opened(
    home: Path, toolkit: Toolkit
) -> None:
    draft(home, toolkit)
    program = """
        import resource, shutil, signal, sys
        sys.path.insert(0, "tests")
        from pathlib import Path
        from types import SimpleNamespace
        from helpers.records import opened
        from iopintake.support.errors import IopintakeError
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        shutil.disk_usage = lambda _folder: SimpleNamespace(free=0)
        try:
            opened(Path(sys.argv[1]))
        except IopintakeError as error:
            print(error.headline)
    """
    done = run_with_limits(program, home)
    assert "can't be opened, not even to be read; all that was saved stands" in done.stdout, done.stderr
    assert "resume" not in done.stdout


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
def test_records_that_can_only_be_read_can_be_read(home: Path, toolkit: Toolkit, tmp_path: Path) -> None:
    intake_id = draft(home, toolkit)
    place = Home(Path("/tmp") / f"iopintake-read-only-{os.getpid()}")  # noqa: S108 - others can't enter tmp_path
    shutil.copytree(records_in(home).folder, place.folder)
    place.folder.chmod(0o755)
    place.database.chmod(0o644)
    child = os.fork()
    if child == 0:  # pragma: no cover - in the child
        code = 1
        try:
            os.setuid(65534)
            from iopintake.store.database.store import open_store

            with open_store(place, actor(), str) as store:
                assert store.intake(intake_id).answers.value("first_name") == "Ana"
                with says("read but not written"):
                    resume_session(store, "", take_over=False)
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    shutil.rmtree(place.folder)
    assert status == 0


def test_a_home_that_can_not_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with says("can't be used"):
        opened(tmp_path / "file")


class Interrupting:
    """A connection during which Ctrl-C is pressed, before a statement or after the commit."""

    def __init__(self, real: sqlite3.Connection, where: str) -> None:
        self.real = real
        self.where = where

    def execute(self, statement: str, *rest: Any) -> object:
        if statement.strip().startswith(self.where):
            raise KeyboardInterrupt
        done = self.real.execute(statement, *rest)
        if (self.where, statement.split(maxsplit=1)[0]) in {("afterwards", "COMMIT"), ("inserted", "INSERT")}:
            raise KeyboardInterrupt
        return done

    def __getattr__(self, name: str) -> object:
        return getattr(self.real, name)


def test_an_interrupt_leaves_an_event_wholly_there_or_not_at_all(
    home: Path, toolkit: Toolkit, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(home) as store:
        session = begun(store, toolkit)
        for number, where in enumerate(["BEGIN", "INSERT", "COMMIT", "afterwards"] * 3):
            broken = Interrupting(store.connection, where)
            with monkeypatch.context() as patch:
                patch.setattr(store.opened, "connection", broken)
                with pytest.raises(KeyboardInterrupt):
                    session.record(said("first_name", str(number)))  # a name is in the index, too
            assert store.intake(session.id) == session.intake
            assert (session.answers.value("first_name") == str(number)) == (where == "afterwards")
        real = store.connection
        for where in ("INSERT", "inserted"):
            with monkeypatch.context() as patch:
                broken = Interrupting(real, where)
                patch.setattr(store.opened, "connection", broken)
                with pytest.raises(KeyboardInterrupt):
                    session.record(said("age", 40))
            assert store.intake(session.id) == session.intake
            assert (session.answers.value("age") == 40) == (where == "inserted")
        session.record(said("first_name", "Ana"))
        assert store.intake(session.id) == session.intake


# --- several windows -----------------------------------------------------------------


def test_nobody_can_be_alone_while_others_work(
    home: Path, toolkit: Toolkit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("iopintake.store.protection.home.PATIENCE", 0.1)
    with opened(home) as store:
        begun(store, toolkit)
        with says("open in another window", kind=InUse), alone(records_in(home)):
            pass
