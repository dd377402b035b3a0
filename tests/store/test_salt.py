"""The salt of encrypted records is kept twice: damage to it is told from a wrong passphrase, and mended."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.operations import Events, events_in, filled, fresh_copy
from helpers.records import PASSPHRASE, actor, asks, opened, records_in

from iopintake.store.errors import Damaged, WrongPassphrase
from iopintake.store.protection.salt import SALT, salt_in
from iopintake.store.upkeep.backup import backup
from iopintake.store.upkeep.encryption import decrypt, encrypt
from iopintake.store.upkeep.repair import repair
from iopintake.store.upkeep.restore import restore


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Events]:
    """Encrypt records once: to make a key takes its time. Return them, and what is in them."""
    folder = tmp_path_factory.mktemp("sealed")
    filled(folder)
    encrypt(records_in(folder), str, PASSPHRASE, actor())
    return folder, events_in(folder)


@pytest.fixture
def sealed(once: tuple[Path, Events], home: Path) -> Path:
    """Keep encrypted records."""
    return fresh_copy(once[0], home)


@pytest.fixture
def before(once: tuple[Path, Events]) -> Events:
    return once[1]


def flip(path: Path, place: int) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 4
    path.write_bytes(data)


@pytest.mark.parametrize("place", [0, SALT - 1])
def test_a_flipped_bit_in_the_salt_is_put_back_and_said(sealed: Path, before: Events, place: int) -> None:
    flip(records_in(sealed).database, place)
    with opened(sealed, passphrase=PASSPHRASE) as store:
        assert [said for said in store.warnings if "first bytes" in said]
    assert events_in(sealed) == before


def test_a_wrong_passphrase_is_called_wrong_whether_the_salt_is_damaged_or_not(sealed: Path) -> None:
    with pytest.raises(WrongPassphrase, match="not the passphrase of these records"):
        opened(sealed, passphrase="another one")
    flip(records_in(sealed).database, 3)
    with pytest.raises(WrongPassphrase):
        opened(sealed, passphrase="another one")
    with opened(sealed, passphrase=PASSPHRASE) as store:
        assert [said for said in store.warnings if "first bytes" in said]


def test_the_right_passphrase_is_never_called_wrong_when_the_beginning_is_damaged(sealed: Path) -> None:
    flip(records_in(sealed).database, 100)
    with pytest.raises(Damaged, match="the passphrase is right"):
        opened(sealed, passphrase=PASSPHRASE)


def test_repair_puts_the_salt_back_and_changes_nothing_else(sealed: Path) -> None:
    database = records_in(sealed).database
    before = database.read_bytes()
    flip(database, 5)
    done = repair(records_in(sealed), lambda: PASSPHRASE, actor())
    assert done.is_put_back
    assert done.kept is None
    assert database.read_bytes() == before


def test_without_the_copy_of_the_salt_a_backup_brings_everything_back(sealed: Path, before: Events) -> None:
    with opened(sealed, passphrase=PASSPHRASE) as store:
        backup(store, sealed / "backup.db", force=False)
    records_in(sealed).salt.unlink()
    flip(records_in(sealed).database, 5)
    with pytest.raises(WrongPassphrase, match="if it is surely right"):
        opened(sealed, passphrase=PASSPHRASE)
    restore(records_in(sealed), sealed / "backup.db", asks(PASSPHRASE), actor())
    assert events_in(sealed) == before


def test_a_damaged_copy_of_the_salt_is_not_used_and_made_anew(sealed: Path) -> None:
    flip(records_in(sealed).salt, 15)
    opened(sealed, passphrase=PASSPHRASE).close()
    flip(records_in(sealed).database, 5)
    with opened(sealed, passphrase=PASSPHRASE) as store:
        assert [said for said in store.warnings if "first bytes" in said]


def test_the_copy_follows_a_change_of_the_passphrase_and_goes_with_the_encryption(sealed: Path) -> None:
    records = records_in(sealed)
    first = records.salt.read_bytes()
    encrypt(records, lambda: PASSPHRASE, "a second passphrase", actor())
    assert records.salt.read_bytes() != first
    flip(records.database, 2)
    opened(sealed, passphrase="a second passphrase").close()
    assert salt_in(records.database).hex() in records.salt.read_text()
    decrypt(records, lambda: "a second passphrase", actor())
    assert not records.salt.exists()
