"""The witnesses of a pack, made once and kept beside the pack by its hash."""

from __future__ import annotations

import json
from pathlib import Path

from iopintake.packs.cache import keep_bytes, kept_bytes, program_stamp
from iopintake.packs.model import Pack
from iopintake.reasoning.screening.witnesses import Witnesses


def kept_witnesses(folder: Path, pack: Pack) -> Witnesses | None:
    """Return the witnesses of PACK that are kept in FOLDER, or None."""
    data = kept_bytes(_path(folder, pack))
    try:
        completions, openings = json.loads(data or b"")
        return Witnesses(
            tuple(map(tuple, completions)),
            {question: tuple((place, slot) for place, slot in opens) for question, opens in openings.items()},
        )
    except (ValueError, TypeError, AttributeError):
        return None


def keep_witnesses(folder: Path, pack: Pack, witnesses: Witnesses) -> None:
    """Keep WITNESSES in FOLDER; where that can't be done they are made again."""
    data = json.dumps([witnesses.completions, witnesses.openings], separators=(",", ":"))
    keep_bytes(_path(folder, pack), data.encode())


def _path(folder: Path, pack: Pack) -> Path:
    """Return where the witnesses of PACK are kept: beside its hash what makes them in this program."""
    stamp = program_stamp(Path(__file__).parents[1].rglob("*.py"))
    return folder / f"{pack.sha256[:32]}-{stamp}.witnesses"
