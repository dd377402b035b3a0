"""The cache of packs that were read and found sound, so that the next start need not read them anew.

A cached pack is found by the hash of its files and of this program's own model; a change of
either makes it be read again. It is for its owner only, used only if nobody else can have
written it and its bytes are those that were written, and it can run nothing: whatever is
wrong with it, the pack is read anew.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from iopintake import __version__
from iopintake.packs import compact, conditions, model
from iopintake.packs.model import Pack
from iopintake.support.errors import FileError
from iopintake.support.files import write_whole

DIGEST: Final = hashlib.sha256().digest_size
"""How many bytes at the beginning of the file are the SHA-256 of those that follow."""


def kept_pack(folder: Path, sha256: str, language: str = "") -> Pack | None:
    """Return the pack with this hash as it is kept in FOLDER, or None.

    LANGUAGE is the folder that its words are from, empty for those of its first language.
    """
    data = kept_bytes(_path(folder, sha256, language))
    try:
        pack = compact.from_compact(data) if data is not None else None
    except Exception:  # noqa: BLE001 - whatever is wrong with it, the pack is read anew
        return None
    return pack if pack is not None and pack.sha256 == sha256 else None


def keep_pack(folder: Path, pack: Pack, language: str = "") -> None:
    """Keep PACK in FOLDER; where that can't be done, the next start takes a little longer."""
    keep_bytes(_path(folder, pack.sha256, language), compact.compact(pack))


def kept_bytes(path: Path) -> bytes | None:
    """Return what ``keep_bytes`` wrote to PATH; None unless it is whole and only we can have written it."""
    try:
        for place in (path.parent, path):
            if not _is_ours_alone(place.stat()):
                return None
        kept = path.read_bytes()
    except OSError:
        return None
    digest, data = kept[:DIGEST], kept[DIGEST:]
    return data if hashlib.sha256(data).digest() == digest else None


def keep_bytes(path: Path, data: bytes) -> None:
    """Keep DATA at PATH, for its owner only; where that can't be done, nothing is kept."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if _is_ours_alone(path.parent.stat()):
            write_whole(path, hashlib.sha256(data).digest() + data, force=True)
    except (OSError, FileError):
        return


def _is_ours_alone(state: os.stat_result) -> bool:
    owned = not hasattr(os, "getuid") or state.st_uid == os.getuid()
    return owned and not stat.S_IMODE(state.st_mode) & 0o022


def _path(folder: Path, sha256: str, language: str) -> Path:
    """Return where a pack is kept: its hash, and what its records look like in this program."""
    modules = [
        Path(conditions.__file__ or ""),
        Path(compact.__file__ or ""),
        *Path(model.__file__ or "").parent.glob("*.py"),
    ]
    return folder / f"{sha256[:32]}-{language or 'first'}-{program_stamp(modules)}.pack"


def program_stamp(modules: Iterable[Path]) -> str:
    """Return what is another text once this program, its Python or one of MODULES is another."""
    code = sum(int(path.stat().st_mtime_ns) for path in modules)
    return f"{__version__}-{'.'.join(map(str, sys.version_info[:2]))}-{code:x}"
