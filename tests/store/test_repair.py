"""Damaged records are repaired as far as anything of them can be read, and the damaged file stays."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from helpers.cases import Run
from helpers.records import PASSPHRASE, actor, begun, finished, opened, records_in, said

from iopintake.answers.model import Answers
from iopintake.checking.toolkit import Toolkit
from iopintake.store.database import schema
from iopintake.store.database.connecting import number
from iopintake.store.database.store import Store
from iopintake.store.errors import StoreError
from iopintake.store.journal.replay import Intake
from iopintake.store.queries.search import Row, Wanted, find
from iopintake.store.upkeep.deletion import remove
from iopintake.store.upkeep.encryption import encrypt
from iopintake.store.upkeep.repair import Repaired, repair

CASES = ("intent", "panic_weekly_not_enough", "teen_with_mother")
Case = Callable[[str], Answers]


def filled(home: Path, toolkit: Toolkit, answers_of: Case) -> dict[str, Intake]:
    """Keep three finished intakes and a draft; return them by id."""
    with opened(home) as store:
        for name in CASES:
            finished(store, toolkit, answers_of(name))
        draft = begun(store, toolkit)
        for number in range(40):
            draft.record(said("first_name", f"Ana {number}", note="a word " * 20))
        draft.pause("asked")
        return intakes(store)


def intakes(store: Store) -> dict[str, Intake]:
    return {row.id: store.intake(row.id) for row in listed(store)}


def listed(store: Store) -> tuple[Row, ...]:
    return find(store, Wanted(), limit=100)


def mended(home: Path, passphrase: str = "") -> Repaired:
    return repair(records_in(home), lambda: passphrase, actor())


def damaged_by(home: Path, *statements: str) -> None:
    """Change the tables behind the records' back."""
    with opened(home) as store:
        for trigger in ("event_stays", "event_is_kept", "document_stays", "document_is_kept"):
            store.connection.execute(f"DROP TRIGGER {trigger}")
        for statement in statements:
            store.connection.execute(statement)


def test_whole_records_are_left_as_they_are(home: Path, toolkit: Toolkit, answers_of: Case) -> None:
    before = filled(home, toolkit, answers_of)
    with opened(home) as store:
        remove(store, next(iter(before)), "asked for")
    data = records_in(home).database.read_bytes()
    assert mended(home) == Repaired(
        whole=3, cut=(), lost=(), made_anew=(), without_summary=(), packs_lost=0, kept=None
    )
    assert records_in(home).database.read_bytes() == data


def test_the_index_is_made_anew_from_the_events(home: Path, toolkit: Toolkit, answers_of: Case) -> None:
    before = filled(home, toolkit, answers_of)
    with opened(home) as store:
        rows = listed(store)
    damaged_by(
        home,
        "UPDATE intake SET level = 'outpatient', name = 'Eve', review = NULL",
        "DELETE FROM intake WHERE serial = 1",
    )
    done = mended(home)
    assert (done.whole, done.cut, done.lost) == (4, (), ())
    with opened(home) as store:
        assert intakes(store) == before
        assert sorted(listed(store), key=lambda row: row.id) == sorted(rows, key=lambda row: row.id)
        assert [row.id for row in listed(store)] == [row.id for row in rows], "in the order of their begin"


def test_an_intake_is_kept_up_to_its_last_event_that_is_as_it_was_written(
    home: Path, toolkit: Toolkit, answers_of: Case
) -> None:
    before = filled(home, toolkit, answers_of)
    draft = next(id_ for id_, intake in before.items() if intake.finished_at is None)
    damaged_by(home, "UPDATE event SET body = 'Eve' WHERE number = 12 AND body LIKE '%a word%'")
    done = mended(home)
    assert [(cut.id, cut.events) for cut in done.cut] == [(draft, 11)]
    assert done.kept is not None
    assert done.kept.stat().st_mode & 0o777 == 0o600
    with opened(home) as store:
        after = intakes(store)
        assert after[draft].answers.value("first_name") == "Ana 9"
        assert {id_: after[id_] for id_ in after if id_ != draft} == {
            id_: before[id_] for id_ in before if id_ != draft
        }
    assert mended(home).kept is None


def test_a_summary_that_is_lost_is_noticed_and_the_answers_stay(
    home: Path, toolkit: Toolkit, answers_of: Case
) -> None:
    before = filled(home, toolkit, answers_of)
    damaged_by(home, "UPDATE document SET data = x'00'")
    assert mended(home).kept is not None
    with opened(home) as store:
        assert intakes(store) == before


@pytest.mark.thorough
@pytest.mark.parametrize("sealed", [False, True], ids=["plain", "encrypted"])
def test_whatever_page_is_damaged_what_is_kept_was_said(
    home: Path, toolkit: Toolkit, answers_of: Case, sealed: bool
) -> None:
    before = filled(home, toolkit, answers_of)
    if sealed:
        encrypt(records_in(home), str, PASSPHRASE, actor())
    path = records_in(home).database
    whole = path.read_bytes()
    repaired = kept_whole = 0
    for page in range(0, len(whole), 4096 * 2):
        where = page + 50 + page // 8 % 3700
        damaged = whole[:where] + bytes(b ^ 0x5A for b in whole[where : where + 300]) + whole[where + 300 :]
        path.write_bytes(damaged)
        try:
            done = mended(home, PASSPHRASE)
        except StoreError:
            assert path.read_bytes() == damaged
            continue
        if done.kept is None:
            assert path.read_bytes() == damaged
        else:
            repaired += 1
            assert done.kept.read_bytes() == damaged
            done.kept.unlink()
        with opened(home, passphrase=PASSPHRASE) as store:
            assert schema.is_whole(store.connection)
            after = intakes(store)
        assert_was_said(before, after, done)
        kept_whole += done.whole
    assert repaired > 5
    assert kept_whole > 2 * repaired, "a damaged page costs few intakes"


def assert_was_said(before: Mapping[str, Intake], after: Mapping[str, Intake], done: Repaired) -> None:
    cut = {item.id: item for item in done.cut}
    assert after.keys() <= before.keys()
    for intake_id, intake in after.items():
        if intake_id in cut:
            assert intake.number == cut[intake_id].events + cut[intake_id].after < before[intake_id].number
        else:
            assert intake == before[intake_id]


def test_a_deleted_intake_does_not_come_back(home: Path, toolkit: Toolkit, answers_of: Case) -> None:
    gone = next(iter(filled(home, toolkit, answers_of)))
    with opened(home) as store:
        remove(store, gone, "asked for")
    damaged_by(home, "UPDATE intake SET level = 'php'")
    assert mended(home).kept is not None
    with opened(home) as store:
        assert gone not in intakes(store)
        assert number(store.connection, "SELECT count(*) FROM deleted") == 1


def test_repair_says_what_it_kept(home: Path, run: Run) -> None:
    folder = home / ".local" / "share" / "iopintake"
    assert b"there are no records here" in run("repair").stderr
    run("start", "--plain", stdin=b"1\nAna\n34\n:pause\n")
    whole = run("repair")
    assert (whole.returncode, b"No damage found: all 1 intakes" in whole.stderr) == (0, True)
    with sqlite3.connect(folder / "intakes.db") as behind:
        behind.execute("DROP TRIGGER event_stays")
        behind.execute("UPDATE event SET body = 'x' WHERE number = 2")
    behind.close()
    shown = run("show", "--json", *ids_in(folder))
    assert (shown.returncode, b"iopintake repair" in shown.stderr) == (2, True)
    done = run("repair")
    assert b"kept up to event 1" in done.stderr
    assert b"kept/before-repair-" in done.stderr
    assert run("show", "--json", *ids_in(folder)).returncode == 0


def ids_in(folder: Path) -> list[str]:
    connection = sqlite3.connect(folder / "intakes.db")
    found = [row[0] for row in connection.execute("SELECT id FROM intake")]
    connection.close()
    return found
