"""The cache of packs: used only when it is whole, and made anew otherwise."""

from __future__ import annotations

import hashlib
import random
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from iopintake.checking.load import cached_pack, load_pack
from iopintake.packs.cache import DIGEST, keep_pack, kept_pack
from iopintake.packs.model import Pack
from iopintake.support import datafiles


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(datafiles.shipped_pack())


@pytest.fixture
def cache(tmp_path: Path, pack: Pack) -> Path:
    keep_pack(tmp_path / "cache", pack)
    return tmp_path / "cache"


def contents(record: Any) -> Any:
    """Return a record with all that is in it as tuples, so that two can be compared."""
    if is_dataclass(record):
        inside = ((field.name, contents(getattr(record, field.name))) for field in fields(record))
        return type(record), tuple(inside)
    if isinstance(record, tuple):
        return tuple(map(contents, record))
    if isinstance(record, dict):
        return {key: contents(value) for key, value in record.items()}
    return type(record), record


def test_a_kept_pack_is_the_same_in_all_its_parts(cache: Path, pack: Pack) -> None:
    kept = kept_pack(cache, pack.sha256)
    assert kept is not None
    assert contents(kept) == contents(pack)
    assert all(kept.questions[q.id] is q for section in kept.sections for q in section.question)


@pytest.mark.thorough
def test_300_flipped_bits_are_never_accepted_and_the_pack_is_always_kept_anew(
    cache: Path, pack: Pack
) -> None:
    (path,) = cache.iterdir()
    whole, chance = path.read_bytes(), random.Random(18)
    for _ in range(300):
        place, bit = chance.randrange(len(whole)), 1 << chance.randrange(8)
        path.write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
        assert kept_pack(cache, pack.sha256) is None
        keep_pack(cache, pack)
        assert path.read_bytes() == whole


@pytest.mark.parametrize("data", [b"", b"[]", b"[999]", b"{", b"[-1]", b"null", b"[" * 5000, b"[0]", b"\xff"])
def test_what_bears_the_right_digest_and_is_no_pack_is_not_taken(
    cache: Path, pack: Pack, data: bytes
) -> None:
    (path,) = cache.iterdir()
    for kept in (data, hashlib.sha256(data).digest() + data, path.read_bytes()[: DIGEST + 100]):
        path.write_bytes(kept)
        assert kept_pack(cache, pack.sha256) is None


def test_a_damaged_cache_is_made_anew_at_the_next_start(cache: Path, pack: Pack) -> None:
    (path,) = cache.iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    assert cached_pack(datafiles.shipped_pack(), cache).sha256 == pack.sha256
    assert path.read_bytes() == whole


def test_nothing_that_is_read_back_can_run_code(cache: Path) -> None:
    (path,) = cache.iterdir()
    assert path.read_bytes()[DIGEST : DIGEST + 1] == b"["
    sources = [*(Path(__file__).parents[2] / "iopintake").rglob("*.py")]
    assert sources
    assert [s.name for s in sources if "pickle" in s.read_text() or "marshal.load" in s.read_text()] == []
