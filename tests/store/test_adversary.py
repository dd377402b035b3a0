"""Somebody who wants the records broken: other people's files, races, damage, and other machines."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import sqlite3
import unicodedata
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from helpers.operations import filled, gone_after, id_of_canary
from helpers.records import (
    CANARY,
    PASSPHRASE,
    Clock,
    actor,
    asks,
    begun,
    bytes_in,
    opened,
    records_in,
    said,
)

from iopintake.answers.model import Answers
from iopintake.checking.toolkit import Toolkit, load_toolkit
from iopintake.store.database import connecting, seals
from iopintake.store.database.connecting import connect, is_sealed
from iopintake.store.errors import (
    Damaged,
    NoSuchIntake,
    OpenElsewhere,
    StoreError,
    TakenOver,
    WrongPassphrase,
    explained,
)
from iopintake.store.journal.actor import LONGEST
from iopintake.store.journal.chain import digest_of
from iopintake.store.queries.search import Wanted, find
from iopintake.store.queries.trail import upkeep
from iopintake.store.session.begin import resume_session
from iopintake.store.upkeep.backup import backup
from iopintake.store.upkeep.deletion import older_than, purge, remove
from iopintake.store.upkeep.encryption import encrypt
from iopintake.store.upkeep.repair import repair
from iopintake.store.upkeep.restore import restore

Case = Callable[[str], Answers]
TRIGGERS = ("event_stays", "event_is_kept", "document_stays", "document_is_kept")


@contextmanager
def behind_their_back(path: Path) -> Iterator[sqlite3.Connection]:
    """Change the tables as a damaged disk does: nothing knows of it, and no trigger is in the way."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        kept = [row[0] for row in connection.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'")]
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for sql in kept:
            with suppress(sqlite3.OperationalError):  # its table may be gone
                connection.execute(sql)


def backed_up(folder: Path) -> Path:
    with opened(folder) as store:
        backup(store, folder / "backup.db", force=True)
    return folder / "backup.db"


# --- who holds a draft -------------------------------------------------------------------------


def test_whoever_lost_a_draft_before_its_first_answer_deletes_nothing(home: Path, toolkit: Toolkit) -> None:
    with opened(home) as store, opened(home) as other:
        first = begun(store, toolkit)
        second = resume_session(other, first.id, take_over=True)
        with pytest.raises(TakenOver, match="Nothing was said here"):
            first.pause("interrupted")
        second.record(said("first_name", "Ana"))
        second.pause("asked")
        assert store.intake(first.id).answers.value("first_name") == "Ana"


def test_whoever_lost_a_draft_writes_nothing_more_that_counts_in_any_state(
    home: Path, toolkit: Toolkit
) -> None:
    with opened(home) as store, opened(home) as other:
        first = begun(store, toolkit)
        first.record(said("first_name", "Ana"))
        second = resume_session(other, first.id, take_over=True)
        for again in range(3):
            with pytest.raises(TakenOver):
                first.record(said("age", again))
        with pytest.raises(TakenOver):
            first.pause("interrupted")
        with pytest.raises(TakenOver):
            first.discard()
        second.record(said("age", 41))
        second.pause("asked")
        with pytest.raises(TakenOver):
            first.record(said("age", 9))
        assert store.intake(first.id).answers.value("age") == 41
        assert store.intake(first.id).state.value == "draft"


def test_what_was_gone_on_with_while_purge_waited_is_not_deleted(home: Path, toolkit: Toolkit) -> None:
    clock = Clock()
    with opened(home, actor(clock)) as store, opened(home, actor(clock)) as other:
        session = begun(store, toolkit)
        session.record(said("first_name", "Ana"))
        session.pause("asked")
        clock.now += timedelta(days=95)
        shown = older_than(store, 90)
        assert shown == [session.id]
        resume_session(other, session.id, take_over=False)
        assert purge(store, shown, 90) == []
        assert store.intake(session.id).answers.value("first_name") == "Ana"


def test_a_machine_that_was_renamed_after_a_crash_blocks_nothing(home: Path, toolkit: Toolkit) -> None:
    def write() -> object:
        session = begun(opened(home, actor(host="old-name")), toolkit)
        session.record(said("first_name", "Ana"))
        return session

    gone_after(write)
    with opened(home, actor(Clock(datetime(2027, 11, 23, tzinfo=UTC)), host="new-name")) as store:
        (draft,) = find(store, Wanted(), limit=2)
        assert draft.holder is None
        assert older_than(store, 90) == [draft.id]
        remove(store, draft.id, "asked for")


def test_what_is_open_on_another_machine_ends_with_its_age_or_is_taken_over(
    home: Path, toolkit: Toolkit
) -> None:
    clock = Clock()
    with opened(home, actor(clock)) as store:
        session = begun(store, toolkit)
        session.record(said("first_name", "Ana"))
        held = json.loads(store.connection.execute("SELECT holder FROM lease").fetchone()[0])
        elsewhere = {**held, "host": "desk-2", "boot": "elsewhere", "machine": "another"}
        store.connection.execute("UPDATE lease SET holder = ?", (json.dumps(elsewhere),))
        with pytest.raises(OpenElsewhere, match="--take-over"):
            remove(store, session.id, "asked for")
        clock.now += LONGEST
        resume_session(store, session.id, take_over=False).pause("asked")
        store.connection.execute("INSERT INTO lease VALUES (?, 't', ?)", (session.id, json.dumps(elsewhere)))
        remove(store, session.id, "asked for", take_over=True)
        assert find(store, Wanted(), limit=2) == ()


# --- what is derived ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE intake SET review = 'routine'",
        "UPDATE intake SET level = 'outpatient', name = 'Eve'",
        "DELETE FROM intake WHERE serial = 1",
        "UPDATE intake SET state = 'finished' WHERE state = 'draft'",
        "DROP TABLE lease",
        "CREATE TRIGGER foreign_one AFTER INSERT ON event BEGIN UPDATE intake SET level = 'outpatient'; END",
        "CREATE INDEX foreign_one ON intake (state)",
    ],
)
def test_a_list_that_is_not_what_the_journal_says_is_made_anew_and_said(home: Path, damage: str) -> None:
    filled(home)
    with opened(home) as store:
        rows = find(store, Wanted(), limit=9)
    with behind_their_back(records_in(home).database) as connection:
        connection.execute(damage)
    with opened(home) as store:
        found = find(store, Wanted(), limit=9)
        assert {row.id: row for row in found} == {row.id: row for row in rows}
        assert ["made anew" in warning for warning in store.warnings] == [True]
    with opened(home) as store:
        assert store.warnings == []


def test_one_intake_is_found_without_reading_the_index_and_a_list_reads_it_once(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(home)
    looks: list[object] = []
    looked = seals.broken
    monkeypatch.setattr(seals, "broken", lambda connection: looks.append(connection) or looked(connection))
    with opened(home) as store:
        intake_id = id_of_canary(home)
        assert store.intake(store.find_id(intake_id)).finished_number
        assert looks == []
        find(store, Wanted(), limit=9)
        find(store, Wanted(states=("draft",)), limit=1)
        assert len(looks) == 1
    with opened(home) as store, pytest.raises(NoSuchIntake):
        store.find_id("zuzu-zuzu")
    assert len(looks) == 2, "that there is no such intake is said of an index that is whole"


def test_what_would_lose_an_answer_is_never_mended_by_itself(home: Path) -> None:
    filled(home)
    with behind_their_back(records_in(home).database) as connection:
        connection.execute("UPDATE event SET body = 'x' WHERE number = 2")
        connection.execute("UPDATE intake SET level = 'outpatient'")
    before = records_in(home).database.read_bytes()
    with opened(home) as store, pytest.raises(Damaged, match="iopintake repair"):
        find(store, Wanted(), limit=9)
    assert records_in(home).database.read_bytes() == before


def test_a_summary_that_is_damaged_is_made_anew_by_repair_and_said(home: Path) -> None:
    filled(home)
    intake_id = id_of_canary(home)
    with opened(home) as store:
        number = store.intake(intake_id).finished_number
        assert number is not None
        before = store.summary(intake_id, number)
    with behind_their_back(records_in(home).database) as connection:
        connection.execute("UPDATE document SET data = ?", (zlib.compress(b'{"level": "outpatient"}'),))
    with opened(home) as store, pytest.raises(Damaged):
        store.summary(intake_id, number)
    assert repair(records_in(home), str, actor()).made_anew == (intake_id,)
    with opened(home) as store:
        after = store.summary(intake_id, number)
    assert after["recommendation"] == before["recommendation"]
    assert after["answers"] == before["answers"]


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE event SET body = replace(body, 'Ana', 'Eve')",
        "UPDATE document SET data = zeroblob(40)",
        "DELETE FROM document",
        "UPDATE pack SET files = zeroblob(40)",
    ],
)
def test_a_backup_never_certifies_what_is_damaged_and_leaves_the_good_one(home: Path, damage: str) -> None:
    filled(home)
    good = backed_up(home)
    before = good.read_bytes()
    with behind_their_back(records_in(home).database) as connection:
        connection.execute(damage)
    with opened(home) as store, pytest.raises(Damaged):
        backup(store, good, force=True)
    assert good.read_bytes() == before
    shutil.copy(records_in(home).database, home / "damaged.db")
    with pytest.raises(Damaged):
        restore(records_in(home), home / "damaged.db", asks(), actor())
    with pytest.raises(Damaged):
        encrypt(records_in(home), str, PASSPHRASE, actor())
    assert not is_sealed(records_in(home).database)


@pytest.mark.parametrize("passphrase", [None, PASSPHRASE], ids=["plain", "encrypted"])
def test_a_first_page_that_is_damaged_costs_nothing_but_itself(home: Path, passphrase: str | None) -> None:
    filled(home)
    if passphrase:
        encrypt(records_in(home), str, passphrase, actor())
    with opened(home, passphrase=passphrase) as store:
        before = {row.id: store.entries(row.id) for row in find(store, Wanted(), limit=9)}
    path = records_in(home).database
    data = bytearray(path.read_bytes())
    data[16:4096] = os.urandom(4080) if passphrase else bytes(4080)
    path.write_bytes(data)
    with pytest.raises(StoreError, match="repair"):
        opened(home, passphrase=passphrase)
    done = repair(records_in(home), lambda: passphrase or "", actor())
    assert (done.whole, done.cut, done.lost) == (2, (), ())
    with opened(home, passphrase=passphrase) as store:
        assert {row.id: store.entries(row.id) for row in find(store, Wanted(), limit=9)} == before


def test_what_stands_after_damage_is_kept_and_counts_for_nothing(home: Path, toolkit: Toolkit) -> None:
    with opened(home) as store:
        session = begun(store, toolkit)
        for age in range(20, 30):
            session.record(said("age", age))
        session.pause("asked")
    with behind_their_back(records_in(home).database) as connection:
        connection.execute("UPDATE event SET body = 'x' WHERE number = 5")
    (cut,) = repair(records_in(home), str, actor()).cut
    assert (cut.events, cut.after) == (4, 7)
    with opened(home) as store:
        assert store.intake(session.id).answers.value("age") == 22
        late = [e.event for e in store.entries(session.id) if type(e.event).__name__ == "Late"]
        assert [event.body["value"] for event in late if event.kind == "answered"] == list(range(24, 30))


@pytest.mark.parametrize(
    "said_by_the_database",
    [
        "no such column: level",
        "no such table: intake",
        "malformed database schema (event)",
        "database disk image is malformed",
        "Could not decode to UTF-8 column 'name'",
        "UNIQUE constraint failed: intake.id",
        "datatype mismatch",
        "something that nobody has heard of",
    ],
)
def test_whatever_the_database_says_is_told_as_damage(said_by_the_database: str) -> None:
    with pytest.raises(Damaged, match="iopintake repair"), explained(Path("intakes.db")):
        raise sqlite3.DatabaseError(said_by_the_database)


# --- files at the side -------------------------------------------------------------------------


def killed_while_writing(home: Path, name: str) -> None:
    """Leave records as a killed process does: with what it wrote last in the log."""

    def write() -> object:
        session = begun(opened(home), load_toolkit(None))
        session.record(said("first_name", name))
        return session

    gone_after(write)


def test_a_log_that_is_left_beside_lost_records_is_not_written_into_the_next(home: Path) -> None:
    filled(home)
    good = backed_up(home)
    killed_while_writing(home, "Eve")
    place = records_in(home)
    place.database.unlink()
    with pytest.raises(Damaged, match="gone"):
        opened(home)
    done = restore(place, good, asks(), actor())
    assert done.intakes == 2
    with opened(home) as store:
        names = {row.name for row in find(store, Wanted(), limit=9)}
        assert names == {CANARY, "Ana"}


def test_a_log_of_other_records_is_set_aside_and_said(home: Path, tmp_path: Path) -> None:
    filled(home)
    other = tmp_path / "other"
    killed_while_writing(other, "Eve")
    shutil.copy(records_in(other).folder / "intakes.db-wal", records_in(home).folder / "intakes.db-wal")
    with opened(home) as store:
        assert {row.name for row in find(store, Wanted(), limit=9)} == {CANARY, "Ana"}
        assert ["did not belong" in warning for warning in store.warnings] == [True]


def test_a_log_of_its_own_is_read(home: Path) -> None:
    filled(home)
    killed_while_writing(home, "Eve")
    with opened(home) as store:
        assert {row.name for row in find(store, Wanted(), limit=9)} == {CANARY, "Ana", "Eve"}
        assert store.warnings == []


@pytest.mark.parametrize("log", ["its own", "of other records"])
def test_a_backup_is_restored_with_the_log_at_its_side_if_it_is_its_own(
    home: Path, tmp_path: Path, log: str
) -> None:
    filled(home)
    killed_while_writing(home, "Eve")
    pair = tmp_path / "pair.db"
    shutil.copy(records_in(home).database, pair)
    other = tmp_path / "other"
    killed_while_writing(other, "Otto")
    whose = home if log == "its own" else other
    shutil.copy(records_in(whose).folder / "intakes.db-wal", tmp_path / "pair.db-wal")
    new = tmp_path / "new"
    done = restore(records_in(new), pair, asks(), actor())
    assert done.log_left_out == (log != "its own")
    with opened(new) as store:
        names = {row.name for row in find(store, Wanted(), limit=9)}
    assert names == ({CANARY, "Ana", "Eve"} if log == "its own" else {CANARY, "Ana"})


# --- a backup made by somebody else ------------------------------------------------------------


def test_names_in_a_backup_are_never_paths(home: Path, tmp_path: Path) -> None:
    filled(home)
    evil = backed_up(home)
    target = tmp_path / "bashrc"
    files = zlib.compress(json.dumps({f"../../../../../../../../{target}": "echo taken over"}).encode())
    with behind_their_back(evil) as connection:
        connection.execute("UPDATE pack SET files = ?", (files,))
    with pytest.raises(Damaged, match="can't be used"):
        restore(records_in(tmp_path / "new"), evil, asks(), actor())
    assert not target.exists()


def test_a_pack_that_does_not_have_its_hash_is_not_used(home: Path, toolkit: Toolkit) -> None:
    with opened(home) as store:
        session = begun(store, toolkit)
        session.record(said("first_name", "Ana"))
        session.pause("asked")
        (files,) = store.connection.execute("SELECT files FROM pack").fetchone()
        changed = json.loads(zlib.decompress(files))
        changed["levels.toml"] = changed["levels.toml"].replace("emergency", "outpatient")
        store.connection.execute("UPDATE pack SET files = ?", (zlib.compress(json.dumps(changed).encode()),))
        with pytest.raises(Damaged, match="pack of this intake"):
            resume_session(store, session.id, take_over=False).pack_folder()


def test_nothing_foreign_in_a_backup_comes_along(home: Path, tmp_path: Path) -> None:
    filled(home)
    evil = backed_up(home)
    with behind_their_back(evil) as connection:
        connection.execute("CREATE TABLE extra (secret)")
        connection.execute("CREATE VIEW seen AS SELECT * FROM event")
        connection.execute(
            "CREATE TRIGGER evil AFTER UPDATE ON intake BEGIN UPDATE intake SET level = 'outpatient'; END"
        )
        connection.execute("UPDATE intake SET level = 'outpatient', review = 'routine'")
    new = tmp_path / "new"
    restore(records_in(new), evil, asks(), actor())
    with opened(new) as store, opened(home) as old:
        assert find(store, Wanted(), limit=9) == find(old, Wanted(), limit=9)
        names = {row[0] for row in store.connection.execute("SELECT name FROM sqlite_master")}
        assert not names & {"extra", "seen", "evil"}


def test_a_view_in_the_place_of_a_table_is_no_backup(home: Path, tmp_path: Path) -> None:
    filled(home)
    evil = backed_up(home)
    with behind_their_back(evil) as connection:
        connection.execute("ALTER TABLE event RENAME TO hidden")
        connection.execute("CREATE VIEW event AS SELECT * FROM hidden")
    with pytest.raises(Damaged, match="can't be used"):
        restore(records_in(tmp_path / "new"), evil, asks(), actor())


@pytest.mark.parametrize(
    "body", ["[]", "{}", '{"question": 5}', '{"question": "age", "value": {"a": 1}}', "5"]
)
def test_an_event_that_proves_itself_and_makes_no_sense_is_damage(
    home: Path, tmp_path: Path, toolkit: Toolkit, body: str
) -> None:
    with opened(home) as store:
        begun(store, toolkit).record(said("first_name", "Ana"))
    evil = backed_up(home)
    with behind_their_back(evil) as connection:
        (before,) = connection.execute("SELECT digest FROM event WHERE number = 1").fetchone()
        row = connection.execute(
            "SELECT intake, number, at, who, kind FROM event WHERE number = 2"
        ).fetchone()
        digest = digest_of(before, *row, body)
        connection.execute("UPDATE event SET body = ?, digest = ? WHERE number = 2", (body, digest))
        connection.execute("UPDATE intake SET tip = ?", (digest,))
    with pytest.raises(Damaged, match="can't be used"):
        restore(records_in(tmp_path / "new"), evil, asks(), actor())


# --- protection --------------------------------------------------------------------------------


def test_a_plain_backup_leaves_encrypted_records_encrypted(home: Path) -> None:
    filled(home)
    plain = backed_up(home)
    encrypt(records_in(home), str, PASSPHRASE, actor())
    done = restore(records_in(home), plain, asks(present=PASSPHRASE), actor())
    assert done.passphrase == PASSPHRASE
    assert is_sealed(records_in(home).database)
    with opened(home, passphrase=PASSPHRASE) as store:
        assert len(find(store, Wanted(), limit=9)) == 2


@pytest.mark.parametrize("answer", [None, "a new passphrase"])
def test_protection_drops_only_after_a_question_and_with_a_line_in_the_trail(
    home: Path, answer: str | None
) -> None:
    filled(home)
    plain = backed_up(home)
    encrypt(records_in(home), str, PASSPHRASE, actor())
    asked: list[str] = []
    question = dataclasses.replace(
        asks(present="forgotten"), protection=lambda: asked.append("protection") or answer
    )
    restore(records_in(home), plain, question, actor())
    assert asked == ["protection"]
    assert is_sealed(records_in(home).database) == (answer is not None)
    with opened(home, passphrase=answer) as store:
        *_, line = upkeep(store)
    assert ("not any more" in line.what) == (answer is None)


@pytest.mark.parametrize("typed", ["NFC", "NFD"])
@pytest.mark.parametrize("kept", ["NFC", "NFD", "as it was"])
def test_a_passphrase_opens_the_records_from_whatever_keyboard(home: Path, kept: str, typed: str) -> None:
    passphrase = "Zoë's grüne Wiese"
    filled(home)
    if kept == "as it was":  # an earlier version kept what was typed
        encrypt(records_in(home), str, "a passphrase", actor())
        with closing(connect(records_in(home).database, "a passphrase")) as connection:
            connection.execute("PRAGMA journal_mode = DELETE").fetchone()
            old = unicodedata.normalize("NFD", passphrase).replace("'", "''")
            connection.execute(f"PRAGMA rekey = '{old}'")
    else:
        encrypt(records_in(home), str, unicodedata.normalize(kept, passphrase), actor())
    with opened(home, passphrase=unicodedata.normalize(typed, passphrase)) as store:
        assert len(find(store, Wanted(), limit=9)) == 2


def test_a_passphrase_that_is_not_utf_8_is_refused_with_a_reason(home: Path) -> None:
    filled(home)
    for broken in ("gr\ufffdne Wiese", "gr\udcfcne Wiese"):
        with pytest.raises(StoreError, match="not UTF-8"):
            encrypt(records_in(home), str, broken, actor())
    encrypt(records_in(home), str, "grüne Wiese", actor())
    with pytest.raises(StoreError, match="not UTF-8"):
        opened(home, passphrase="gr\ufffdne Wiese")
    with pytest.raises(WrongPassphrase):
        opened(home, passphrase="gruene Wiese")


# --- what was deleted --------------------------------------------------------------------------


def test_what_could_not_be_cleaned_up_is_said_and_finished_by_the_next_command(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "PATIENCE", 0.2)  # nobody here gets out of the way
    filled(home)
    good = backed_up(home)
    restore(records_in(home), good, asks(), actor())
    good.unlink()
    gone = id_of_canary(home)
    with opened(home) as store, opened(home) as reading:
        reading.connection.execute("BEGIN")
        reading.connection.execute("SELECT count(*) FROM event").fetchone()
        store.connection.execute("PRAGMA busy_timeout = 50")
        remove(store, gone, "asked for")
        assert any("The next command tries again" in warning for warning in store.warnings)
        with pytest.raises(NoSuchIntake):
            store.find_id(gone)
        reading.connection.execute("ROLLBACK")
    with opened(home) as store:
        assert store.warnings == []
    assert CANARY.encode() not in bytes_in(home)


def test_what_the_log_held_is_overwritten_before_the_disk_has_its_blocks_back(home: Path) -> None:
    killed_while_writing(home, CANARY)
    log = records_in(home).folder / "intakes.db-wal"
    with log.open("rb") as blocks:
        assert CANARY.encode() in blocks.read()
        with opened(home) as store:
            (row,) = find(store, Wanted(), limit=2)
            remove(store, row.id, "asked for")
        blocks.seek(0)
        assert CANARY.encode() not in blocks.read()


def test_the_file_before_encryption_is_overwritten(home: Path) -> None:
    filled(home)
    database = records_in(home).database
    with database.open("rb") as before:
        encrypt(records_in(home), str, PASSPHRASE, actor())
        assert before.seek(0) == 0
        assert not any(before.read())
    assert CANARY.encode() not in bytes_in(home)
