"""Makes a summary again from the answers, with the pack of its intake, when the one that was kept is lost."""

from __future__ import annotations

import tempfile
from pathlib import Path

from iopintake.answers.circumstances import Circumstances, made_by
from iopintake.packs.files import content_hash
from iopintake.store.database.kept_packs import unpacked_into
from iopintake.store.database.rebuilding import Summarize
from iopintake.store.database.rows import Rows
from iopintake.store.journal.chain import folded
from iopintake.store.journal.events import Entry
from iopintake.support import datafiles
from iopintake.support.errors import IopintakeError


def summary_maker(rows: Rows) -> Summarize:
    """Return what makes summaries with the packs in ROWS, or with the shipped one."""

    def summarize(entries: list[Entry], intake_id: str, sha256: str, finished_at: str) -> bytes | None:
        shipped = datafiles.shipped_pack()
        if content_hash(shipped) == sha256:
            return _summary(shipped, entries, intake_id, finished_at)
        kept = next((row for row in rows.packs() if row[0] == sha256), None)
        with tempfile.TemporaryDirectory(prefix="iopintake-pack-") as folder:
            pack = Path(folder) / "pack"
            if kept is None or not unpacked_into(kept[3], pack, sha256):
                return None
            return _summary(pack, entries, intake_id, finished_at)

    return summarize


def _summary(pack: Path, entries: list[Entry], intake_id: str, finished_at: str) -> bytes | None:
    from iopintake.checking.toolkit import load_toolkit
    from iopintake.export.as_json import to_json_line

    intake = folded(entries)
    if intake is None:
        return None
    circumstances = Circumstances(
        id=intake_id,
        started_at=intake.begun_at.isoformat(timespec="seconds"),
        finished_at=finished_at,
        mode=made_by(intake.begun.mode),
        operator=intake.operator,
        language=intake.language,
    )
    try:
        return to_json_line(load_toolkit(pack).summarize(intake.answers, circumstances))
    except (IopintakeError, ArithmeticError, LookupError, TypeError, ValueError):
        return None
