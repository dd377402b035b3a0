"""The operations that change the files of the records, each on a small set of records of its own."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from helpers.cases import CASES, TODAY
from helpers.format_one import put_back_to_format_one
from helpers.records import CANARY, PASSPHRASE, Clock, actor, asks, begun, finished, opened, records_in, said

from iopintake.answers.files import read_answers
from iopintake.checking.toolkit import load_toolkit
from iopintake.store.errors import Damaged
from iopintake.store.protection import disk
from iopintake.store.protection.home import Home
from iopintake.store.upkeep.backup import backup
from iopintake.store.upkeep.deletion import purge, remove
from iopintake.store.upkeep.encryption import decrypt, encrypt
from iopintake.store.upkeep.repair import repair
from iopintake.store.upkeep.restore import restore

Events = Mapping[str, tuple[object, ...]]
LEFTOVERS = ("intakes.db.new", "intakes.db.source", "intakes.db.old", "operation.json", "backup-")


@dataclass(frozen=True)
class Operation:
    """One operation: what stands there before, what is done, and what may be there afterwards."""

    name: str
    prepare: Callable[[Path], None]
    act: Callable[[Path], None]
    loses: bool = False  # the intake of the canary may be gone afterwards
    passphrase: str | None = None  # opens the records before or after


def filled(folder: Path) -> None:
    """Keep a finished intake, in which the canary is everywhere, and a draft."""
    toolkit = load_toolkit(None)
    answers = read_answers(toolkit.pack, "a case", CASES["intent"].data, TODAY).answers
    named = answers.with_answer("first_name", said("first_name", CANARY, note=CANARY).answer)
    with opened(folder) as store:
        finished(store, toolkit, named)
        draft = begun(store, toolkit)
        draft.record(said("first_name", "Ana"))
        draft.pause("asked")


def id_of_canary(folder: Path) -> str:
    with closing(sqlite3.connect(records_in(folder).database)) as connection:
        return str(connection.execute("SELECT id FROM intake ORDER BY serial").fetchone()[0])


def _backed_up(folder: Path) -> None:
    filled(folder)
    with opened(folder) as store:
        backup(store, folder / "backup.db", force=False)


def _encrypted(folder: Path) -> None:
    filled(folder)
    encrypt(records_in(folder), str, PASSPHRASE, actor())


def _of_the_first_format(folder: Path) -> None:
    filled(folder)
    put_back_to_format_one(records_in(folder).database)


def _damaged(folder: Path) -> None:
    filled(folder)
    damage_first_page(folder)


def damage_first_page(folder: Path) -> None:
    """Zero what says of a database how it is made."""
    data = bytearray(records_in(folder).database.read_bytes())
    data[40:90] = bytes(50)
    records_in(folder).database.write_bytes(data)


def _restored(folder: Path) -> None:
    """Have a copy of the records kept that they were before a restoration."""
    _backed_up(folder)
    restore(records_in(folder), folder / "backup.db", asks(), actor())
    (folder / "backup.db").unlink()


def _deletes(folder: Path) -> None:
    with opened(folder) as store:
        remove(store, id_of_canary(folder), "asked for")


def _purges(folder: Path) -> None:
    later = Clock(datetime(2027, 11, 23, tzinfo=UTC))
    with opened(folder, actor(later)) as store:
        purge(store, [id_of_canary(folder)], 90)


def _backs_up(folder: Path) -> None:
    with opened(folder) as store:
        backup(store, folder / "copy.db", force=True)


OPERATIONS = (
    Operation(
        "restore", _backed_up, lambda f: restore(records_in(f), f / "backup.db", asks(), actor()) and None
    ),
    Operation("repair", _damaged, lambda f: repair(records_in(f), str, actor()) and None),
    Operation("upgrade", _of_the_first_format, lambda f: opened(f).close()),
    Operation("backup", filled, _backs_up),
    Operation("delete", _restored, _deletes, loses=True),
    Operation("purge", _restored, _purges, loses=True),
    Operation(
        "encrypt",
        filled,
        lambda f: encrypt(records_in(f), str, PASSPHRASE, actor()) and None,
        passphrase=PASSPHRASE,
    ),
    Operation(
        "decrypt",
        _encrypted,
        lambda f: decrypt(records_in(f), lambda: PASSPHRASE, actor()),
        passphrase=PASSPHRASE,
    ),
)


def events_in(folder: Path, passphrase: str | None = None) -> Events:
    """Open the records as the next command does; return every event of every intake."""
    try:
        opened(folder, passphrase=passphrase or PASSPHRASE).close()
    except Damaged:
        repair(records_in(folder), str, actor())
    with opened(folder, passphrase=passphrase or PASSPHRASE) as store:
        ids = [row[0] for row in store.connection.execute("SELECT id FROM intake").fetchall()]
        return {intake_id: store.entries(intake_id) for intake_id in ids}


def killed_at(step: int, act: Callable[[Path], None], folder: Path) -> bool:
    """Do ACT in a process that is gone at its change number STEP; say whether it came that far."""
    child = os.fork()
    if child == 0:  # pragma: no cover - in the child
        left = step

        def dies(kind: str, path: Path) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                os._exit(9)

        disk.watchers.append(dies)
        code = 1
        try:
            act(folder)
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in {0, 9}, f"step {step} ended with {code}"
    return code == 9


def gone_after(act: Callable[[], object]) -> None:
    """Do ACT in a process that is gone after it, as one that was killed: what ACT returns is not closed."""
    child = os.fork()
    if child == 0:  # pragma: no cover - in the child
        code = 1
        try:
            open_ = act()
            code = int(open_ is None)
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    assert status == 0


def left_over(home: Home) -> list[str]:
    """Return what an operation left behind in the folder of the records."""
    names = [path.name for path in home.folder.iterdir()]
    return [name for name in names if name.startswith(LEFTOVERS)]


def fresh_copy(folder: Path, to: Path) -> Path:
    """Copy a folder to where there may be an earlier copy."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(folder, to)
    return to
