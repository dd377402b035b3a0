"""Reads a folder into a pack that is sound: from the cache if it was read before."""

from __future__ import annotations

from pathlib import Path

from iopintake.packs.cache import keep_pack, kept_pack
from iopintake.packs.files import content_hash, languages, matching
from iopintake.packs.model import Pack
from iopintake.support.errors import PackError


def load_pack(folder: Path, language: str = "") -> Pack:
    """Return the sound pack in FOLDER, read anew, in LANGUAGE where it has that one.

    Raises PackError that names every fault in any language, with its place and remedy.
    """
    from iopintake.checking.soundness import soundness_faults, word_faults
    from iopintake.packs.load import headline, read_languages

    packs = read_languages(folder)
    first, *others = packs.values()
    faults = [*soundness_faults(first.pack)]
    if not faults:  # else those of the words only follow from them
        faults = [fault for other in others for fault in other.faults or word_faults(other.pack)]
    if faults:
        raise PackError(headline(folder, faults), faults)
    return packs[matching(language, first.pack.languages[1:]) or first.pack.language].pack


def cached_pack(folder: Path, cache: Path, language: str = "") -> Pack:
    """Return the sound pack in FOLDER, from the folder CACHE if it stands there; else it is put there.

    Its words are in LANGUAGE where it has that one, else in its first.
    """
    spoken = matching(language, languages(folder))
    found = (folder / "pack.toml").is_file()
    pack = kept_pack(cache, content_hash(folder), spoken) if found else None
    if pack is None:
        pack = load_pack(folder, spoken)
        keep_pack(cache, pack, spoken)
    return pack
