"""The packs that intakes were begun with, kept with them as they were.

What comes out of the records is written to a folder only under names that a pack's files can
have, and is used only when it has the hash by which it is known.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
import tempfile
import zlib
from pathlib import Path, PurePosixPath
from typing import Final

from iopintake.packs.files import content_hash, pack_files
from iopintake.store.errors import Damaged, StoreError, explained
from iopintake.store.journal.events import PackRef
from iopintake.store.protection import disk
from iopintake.store.protection.home import Home
from iopintake.store.protocol import Connection, Database
from iopintake.support.language import _

PART: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,80}", re.ASCII)
"""A folder or a file within a pack; nothing that leads out of it, or hides."""
DEEPEST: Final = 4
LARGEST: Final = 50_000_000
"""Bytes of a pack's files together; what is unpacked must end."""


def keep_pack_files(connection: Connection, ref: PackRef, folder: Path) -> None:
    """Keep the files of the pack in FOLDER, within a transaction, unless they are kept already."""
    known = connection.execute("SELECT 1 FROM pack WHERE sha256 = ?", (ref.sha256,)).fetchone()
    if known:
        return
    if content_hash(folder) != ref.sha256:
        raise StoreError(
            _("{folder}: the pack was changed while it was read. Start again.").format(folder=folder)
        )
    files = {name: (folder / name).read_bytes().decode("utf-8") for name in pack_files(folder)}
    data = zlib.compress(json.dumps(files).encode())
    connection.execute(
        "INSERT INTO pack (sha256, id, version, files) VALUES (?, ?, ?, ?)",
        (ref.sha256, ref.id, ref.version, data),
    )


def unpacked(home: Home, database: Database, sha256: str) -> Path:
    """Return a folder with a kept pack, unpacked if it is not there or was changed since."""
    folder = home.packs / sha256[:16]
    if folder.is_dir() and content_hash(folder) == sha256:
        return folder
    with database.explained():
        query = "SELECT files FROM pack WHERE sha256 = ?"
        row = database.connection.execute(query, (sha256,)).fetchone()
    fresh = folder.with_name(f"{folder.name}-{secrets.token_hex(4)}")
    with explained(home.packs):
        disk.make_folder(home.packs)
        if row is None or not unpacked_into(row[0], fresh, sha256):
            shutil.rmtree(fresh, ignore_errors=True)
            raise Damaged(
                _("{place}: the pack of this intake is damaged. {restoring}").format(
                    place=database.place, restoring=_(database.restoring)
                )
            )
        shutil.rmtree(folder, ignore_errors=True)
        try:
            fresh.rename(folder)
        except OSError:  # another window was quicker
            shutil.rmtree(fresh, ignore_errors=True)
    return folder


def is_pack(data: bytes, sha256: str) -> bool:
    """Say whether DATA, as it is kept, is the pack that has this hash."""
    with tempfile.TemporaryDirectory(prefix="iopintake-pack-") as folder:
        return unpacked_into(data, Path(folder) / "pack", sha256)


def unpacked_into(data: bytes, folder: Path, sha256: str) -> bool:
    """Write the files of a pack into a new folder; say whether they are those with this hash."""
    files = _files(data)
    if files is None:
        return False
    folder.mkdir(mode=0o700)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return content_hash(folder) == sha256


def _files(data: object) -> dict[str, str] | None:
    """Return the files of a pack by name, None unless all is as it was kept."""
    if not isinstance(data, bytes):
        return None
    reader = zlib.decompressobj()
    try:
        files = json.loads(reader.decompress(data, LARGEST))
    except (ValueError, zlib.error, RecursionError):
        return None
    if reader.unconsumed_tail or not isinstance(files, dict):
        return None
    sound = all(is_name(name) and isinstance(text, str) for name, text in files.items())
    return files if sound else None


def is_name(name: str) -> bool:
    """Say whether a name is one that a file within a pack can have.

    >>> is_name("sections/safety.toml"), is_name("../../.bashrc"), is_name("/etc/passwd")
    (True, False, False)
    """
    parts = PurePosixPath(name).parts
    return "/".join(parts) == name and len(parts) <= DEEPEST and all(PART.fullmatch(part) for part in parts)
