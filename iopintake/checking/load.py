"""Reads a folder into a pack that is sound: from the cache if it was read before."""

from __future__ import annotations

from pathlib import Path

from iopintake.packs.cache import keep_pack, kept_pack
from iopintake.packs.files import content_hash
from iopintake.packs.model import Pack
from iopintake.support.errors import PackError


def load_pack(folder: Path) -> Pack:
    """Return the sound pack in FOLDER, read anew.

    Raises PackError that names every fault, with its place and remedy.
    """
    from iopintake.checking.soundness import soundness_faults
    from iopintake.packs.load import headline, read_pack

    pack = read_pack(folder)
    if faults := list(soundness_faults(pack)):
        raise PackError(headline(folder, faults), faults)
    return pack


def cached_pack(folder: Path, cache: Path) -> Pack:
    """Return the sound pack in FOLDER, from the folder CACHE if it stands there; else it is put there."""
    pack = kept_pack(cache, content_hash(folder)) if (folder / "pack.toml").is_file() else None
    if pack is None:
        pack = load_pack(folder)
        keep_pack(cache, pack)
    return pack
