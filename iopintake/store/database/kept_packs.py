"""The packs that intakes were begun with, kept with them as they were."""

from __future__ import annotations

import json
import secrets
import shutil
import sqlite3
import zlib
from pathlib import Path

from iopintake.packs.files import content_hash, pack_files
from iopintake.store.database.store import Store
from iopintake.store.errors import RESTORING, Damaged, StoreError, explained
from iopintake.store.journal.events import PackRef


def keep_pack_files(connection: sqlite3.Connection, ref: PackRef, folder: Path) -> None:
    """Keep the files of the pack in FOLDER, within a transaction, unless they are kept already."""
    known = connection.execute("SELECT 1 FROM pack WHERE sha256 = ?", (ref.sha256,)).fetchone()
    if known:
        return
    if content_hash(folder) != ref.sha256:
        raise StoreError(f"{folder}: the pack was changed while it was read. Start again.")
    files = {name: (folder / name).read_bytes().decode("utf-8") for name in pack_files(folder)}
    data = zlib.compress(json.dumps(files).encode())
    connection.execute("INSERT INTO pack VALUES (?, ?, ?, ?)", (ref.sha256, ref.id, ref.version, data))


def unpacked(store: Store, sha256: str) -> Path:
    """Return a folder with a kept pack, unpacked if it is not there or was changed since."""
    folder = store.home.packs / sha256[:16]
    if folder.is_dir() and content_hash(folder) == sha256:
        return folder
    with explained(store.home.database):
        row = store.connection.execute("SELECT files FROM pack WHERE sha256 = ?", (sha256,)).fetchone()
    try:
        files: dict[str, str] = json.loads(zlib.decompress(row[0]))
    except (TypeError, ValueError, zlib.error):
        raise Damaged(f"{store.home.database}: the pack of this intake is damaged. {RESTORING}") from None
    fresh = folder.with_name(f"{folder.name}-{secrets.token_hex(4)}")
    with explained(store.home.packs):
        store.home.packs.mkdir(mode=0o700, exist_ok=True)
        for name, text in files.items():
            path = fresh / name
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8"))
        shutil.rmtree(folder, ignore_errors=True)
        try:
            fresh.rename(folder)
        except OSError:  # another window was quicker
            shutil.rmtree(fresh, ignore_errors=True)
    return folder
