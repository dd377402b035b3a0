"""The files of a pack: their names, and the hash by which a pack is known."""

from __future__ import annotations

import hashlib
from pathlib import Path

FILES = (
    "claims.toml",
    "crisis.toml",
    "criteria.toml",
    "guidance.toml",
    "levels.toml",
    "pack.toml",
    "screeners.toml",
    "tracks.toml",
    "weeks.toml",
)
"""The files of a pack beside its sections and cases."""


def content_hash(folder: Path) -> str:
    """Return the SHA-256 of a pack's files; cases and README don't count."""
    sections = (f"sections/{path.name}" for path in (folder / "sections").glob("*.toml"))
    digest = hashlib.sha256()
    for name in sorted((*FILES, *sections)):
        try:
            data = (folder / name).read_bytes()
        except OSError:
            continue
        digest.update(name.encode() + b"\0" + data + b"\0")
    return digest.hexdigest()
