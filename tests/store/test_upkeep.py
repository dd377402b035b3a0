"""Deleting, backing up, restoring and encrypting: what is gone is gone, what is kept is whole."""

from __future__ import annotations

import signal
import stat
import subprocess
import sys
import textwrap
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from helpers.records import (
    CANARY,
    PASSPHRASE,
    Clock,
    actor,
    asks,
    begun,
    bytes_in,
    finished,
    opened,
    records_in,
    said,
)

from iopintake.answers.model import Answers
from iopintake.checking.toolkit import Toolkit
from iopintake.store.database import schema
from iopintake.store.database.connecting import connect
from iopintake.store.errors import Damaged, InUse, NoSuchIntake, StoreError, WrongPassphrase
from iopintake.store.journal.events import HalfGiven
from iopintake.store.queries.search import Wanted, count, find
from iopintake.store.session.begin import amend_session, resume_session
from iopintake.store.session.decision import decide
from iopintake.store.upkeep.backup import backup
from iopintake.store.upkeep.deletion import older_than, purge, remove
from iopintake.store.upkeep.encryption import decrypt, encrypt
from iopintake.store.upkeep.restore import restore
from iopintake.support.errors import FileError

Case = Callable[[str], Answers]


def canary_intake(home: Path, toolkit: Toolkit, answers: Answers, passphrase: str | None = None) -> str:
    """Keep an intake in which the canary is a name, a number, an old answer, a note and half a text."""
    named = answers.with_answer("first_name", said("first_name", CANARY, note=CANARY).answer).with_answer(
        "callback", said("callback", f"{CANARY} 555").answer
    )
    with opened(home, passphrase=passphrase) as store:
        session = finished(store, toolkit, named)
        decide(store, session.id, level="php", reason="other", note=CANARY)
        again = amend_session(store, session.id, CANARY, take_over=False)
        again.record(said("first_name", f"{CANARY}-Vogel"))
        again.keep_half(HalfGiven(question_id="place_now", text=CANARY))
        again.pause("asked")
        for number in range(30):
            other = begun(store, toolkit)
            other.record(said("first_name", f"somebody {number}"))
            other.pause("asked")
        return session.id


# --- deleting ----------------------------------------------------------------------


def test_nothing_of_a_deleted_person_remains_and_the_fact_of_deletion_does(
    home: Path, toolkit: Toolkit, answers_of: Case
) -> None:
    intake_id = canary_intake(home, toolkit, answers_of("intent"))
    assert CANARY.encode() in bytes_in(home)
    with opened(home, actor(who="tom")) as store:
        remove(store, intake_id, "asked for")
        assert CANARY.encode() not in bytes_in(home)
        with pytest.raises(NoSuchIntake, match="was deleted on 2026-11-23"):
            store.find_id(intake_id)
        kept = store.connection.execute("SELECT * FROM deleted").fetchall()
        assert [(row[0], row[2], row[3]) for row in kept] == [(intake_id, "tom", "asked for")]
        assert count(store, Wanted()) == 30
        assert schema.is_whole(store.connection)
    assert CANARY.encode() not in bytes_in(home)


@pytest.mark.usefixtures("either")
def test_what_is_older_than_some_days_is_purged_and_nothing_else(home: Path, toolkit: Toolkit) -> None:
    clock = Clock()
    with opened(home, actor(clock)) as store:
        old, touched = begun(store, toolkit), begun(store, toolkit)
        for session in (old, touched):
            session.record(said("first_name", CANARY))
            session.pause("asked")
        clock.now += timedelta(days=95)
        again = resume_session(store, touched.id, take_over=False)
        again.record(said("age", 40))
        again.pause("asked")
        assert older_than(store, 90) == [old.id]
        purge(store, [old.id], 90)
        assert [row.id for row in find(store, Wanted(), limit=9)] == [touched.id]


@pytest.mark.usefixtures("either")
def test_a_discarded_draft_is_deleted(home: Path, toolkit: Toolkit) -> None:
    with opened(home) as store:
        session = begun(store, toolkit)
        session.record(said("first_name", CANARY))
        session.discard()
    assert CANARY.encode() not in bytes_in(home)


# --- backing up and restoring ---------------------------------------------------------


@pytest.mark.parametrize("passphrase", [None, PASSPHRASE], ids=["plain", "encrypted"])
def test_a_backup_restores_every_event(
    home: Path, toolkit: Toolkit, answers_of: Case, tmp_path: Path, passphrase: str | None
) -> None:
    intake_id = canary_intake(home, toolkit, answers_of("intent"))
    if passphrase:
        encrypt(records_in(home), str, passphrase, actor())
    target = tmp_path / "backup.db"
    with opened(home, passphrase=passphrase) as store:
        assert backup(store, target, force=False) == 31
        events = store.entries(intake_id)
        with pytest.raises(FileError, match="--force"):
            backup(store, target, force=False)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert (CANARY.encode() in target.read_bytes()) == (passphrase is None)
    new = tmp_path / "elsewhere"
    done = restore(records_in(new), target, asks(passphrase or ""), actor())
    assert (done.intakes, done.deleted_again, done.kept) == (31, 0, None)
    with opened(new, passphrase=passphrase) as store:
        assert store.entries(intake_id) == events
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []


def test_what_was_deleted_since_the_backup_stays_deleted(
    home: Path, toolkit: Toolkit, answers_of: Case, tmp_path: Path
) -> None:
    intake_id = canary_intake(home, toolkit, answers_of("intent"))
    target = tmp_path / "backup.db"
    with opened(home) as store:
        backup(store, target, force=False)
        remove(store, intake_id, "asked for")
        late = begun(store, toolkit)
        late.record(said("first_name", "after the backup"))
        late.pause("asked")
    done = restore(records_in(home), target, asks(), actor())
    assert (done.intakes, done.deleted_again, done.deletions_known) == (30, 1, True)
    assert CANARY.encode() not in bytes_in(home)
    assert done.kept is not None
    assert b"after the backup" in bytes_in(done.kept.parent)


def test_a_damaged_backup_changes_nothing(
    home: Path, toolkit: Toolkit, answers_of: Case, tmp_path: Path
) -> None:
    intake_id = canary_intake(home, toolkit, answers_of("intent"))
    target = tmp_path / "backup.db"
    with opened(home) as store:
        backup(store, target, force=False)
    data = bytearray(target.read_bytes())
    data[8192:16384] = bytes(8192)
    target.write_bytes(data)
    for broken in (bytes(data), b"", b"no database at all" * 500):
        target.write_bytes(broken)
        with pytest.raises(Damaged):
            restore(records_in(home), target, asks(), actor())
    with pytest.raises(FileError, match="can't be read"):
        restore(records_in(home), tmp_path / "nowhere", asks(), actor())
    with opened(home) as store:
        assert store.intake(intake_id).answers.value("first_name") == f"{CANARY}-Vogel"
    assert not records_in(home).coming.exists()


def test_damaged_records_can_be_replaced_and_are_kept(
    home: Path, toolkit: Toolkit, answers_of: Case, tmp_path: Path
) -> None:
    canary_intake(home, toolkit, answers_of("intent"))
    target = tmp_path / "backup.db"
    with opened(home) as store:
        backup(store, target, force=False)
    records_in(home).database.write_bytes(b"nothing of it is left" * 300)
    with pytest.raises(Damaged):
        opened(home)
    done = restore(records_in(home), target, asks(), actor())
    assert (done.intakes, done.deletions_known) == (31, False)
    assert done.kept is not None
    assert done.kept.read_bytes().startswith(b"nothing of it is left")
    with opened(home) as store:
        assert count(store, Wanted()) == 31


def test_a_backup_made_while_others_write_is_of_one_moment(
    home: Path, toolkit: Toolkit, tmp_path: Path
) -> None:
    with opened(home) as store, opened(home) as other:
        session = begun(other, toolkit)
        for number in range(20):
            session.record(said("age", number))
            backup(store, tmp_path / "backup.db", force=True)
            connection = connect(tmp_path / "backup.db", None)
            last = connection.execute("SELECT max(number) FROM event").fetchone()[0]
            connection.close()
            assert last == number + 2


# --- encrypting ------------------------------------------------------------------------


def test_encrypted_records_hold_the_same_and_nobody_can_read_them(
    home: Path, toolkit: Toolkit, answers_of: Case, capfd: pytest.CaptureFixture[str]
) -> None:
    intake_id = canary_intake(home, toolkit, answers_of("intent"))
    with opened(home) as store:
        before = store.entries(intake_id)
    encrypt(records_in(home), str, PASSPHRASE, actor())
    for word in (CANARY, "somebody", "SQLite", "first_name"):
        assert word.encode() not in bytes_in(home)
    with opened(home, passphrase=PASSPHRASE) as store:
        assert store.entries(intake_id) == before
        session = begun(store, toolkit)
        session.record(said("first_name", f"{CANARY}-2"))
        assert CANARY.encode() not in bytes_in(home)
        session.pause("asked")
    for wrong in ("it's another one", "", PASSPHRASE + " "):
        with pytest.raises(WrongPassphrase, match="not the passphrase of these records"):
            opened(home, passphrase=wrong)
    encrypt(records_in(home), lambda: PASSPHRASE, "quite another one", actor())
    with opened(home, passphrase="quite another one") as store:
        remove(store, intake_id, "asked for")
    decrypt(records_in(home), lambda: "quite another one", actor())
    with opened(home) as store:
        assert count(store, Wanted()) == 31
        assert schema.is_whole(store.connection)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in records_in(home).folder.glob("intakes.db*")}
    assert modes == {0o600}
    assert capfd.readouterr() == ("", "")
    with pytest.raises(StoreError, match="not encrypted"):
        decrypt(records_in(home), str, actor())


def test_a_short_passphrase_or_one_that_can_not_be_typed_is_refused(home: Path) -> None:
    opened(home).close()
    for poor in ("short", "", "with\0zero byte", "with\nnewline"):
        with pytest.raises(StoreError, match="at least 8 characters"):
            encrypt(records_in(home), str, poor, actor())


def test_records_in_use_are_not_encrypted(
    home: Path, toolkit: Toolkit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("iopintake.store.protection.home.PATIENCE", 0.1)
    with opened(home) as store:
        session = begun(store, toolkit)
        with pytest.raises(InUse, match="open in another window"):
            encrypt(records_in(home), str, PASSPHRASE, actor())
        session.record(said("first_name", "Ana"))
        assert store.intake(session.id) == session.intake


def test_encrypting_that_is_killed_leaves_the_records_whole(
    home: Path, toolkit: Toolkit, answers_of: Case
) -> None:
    intake_id = canary_intake(home, toolkit, answers_of("intent"))
    program = """
        import sys
        sys.path.insert(0, "tests")
        from pathlib import Path
        from helpers.records import actor
        from iopintake.store.protection.home import Home
        from iopintake.store.upkeep.encryption import decrypt, encrypt
        home, passphrase = Home(Path(sys.argv[1])), sys.argv[2]
        print("begun", flush=True)
        while True:
            encrypt(home, lambda: passphrase, passphrase, actor())
            decrypt(home, lambda: passphrase, actor())
    """
    place = records_in(home)
    for tenths in range(4):
        child = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(program), str(place.folder), PASSPHRASE],
            stdout=subprocess.PIPE,
        )
        assert child.stdout is not None
        child.stdout.readline()
        with pytest.raises(subprocess.TimeoutExpired):
            child.wait(0.15 + 0.13 * tenths)
        child.send_signal(signal.SIGKILL)
        child.communicate()
        with opened(home, passphrase=PASSPHRASE) as store:
            assert store.intake(intake_id).answers.value("first_name") == f"{CANARY}-Vogel"
            assert schema.is_whole(store.connection)
            assert count(store, Wanted()) == 31
        assert not place.coming.exists()
