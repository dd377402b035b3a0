"""The screeners of a clinic, in one folder: questionnaires as they were published, seen to be runnable."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from iopintake.answers.file_text import decode, parse_object, read_bytes
from iopintake.packs.model import Pack
from iopintake.screeners.model import Form
from iopintake.screeners.published import ScreenerError
from iopintake.screeners.reading import read_form
from iopintake.support.errors import nearest
from iopintake.support.files import write_whole
from iopintake.support.language import _


def totals_of(pack: Pack) -> frozenset[str]:
    """Return the LOINC codes that PACK knows as totals of screeners."""
    return frozenset(screener.loinc for screener in pack.screeners if screener.loinc)


def read_file(path: Path, name: str, totals: Collection[str]) -> Form:
    """Return the questionnaire in the file at PATH as the form NAME.

    Raises FileError, AnswersError or ScreenerError that says what is wrong with it.
    """
    text, _ = decode(read_bytes(path))
    return read_form(name, str(path), parse_object(str(path), text), totals)


def add(folder: Path, path: Path, name: str | None, totals: Collection[str], *, force: bool) -> Form:
    """Keep the questionnaire in the file at PATH under NAME in FOLDER, once it is seen that it can be run."""
    chosen = re.sub(r"[^a-z0-9]+", "-", (name or path.stem).lower()).strip("-")
    if not chosen:
        raise ScreenerError(_("{path}: a name is missing. Give one with --name.").format(path=path))
    form = read_file(path, chosen, totals)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_whole(folder / f"{chosen}.json", read_bytes(path), force=force)
    return form


def every(folder: Path, totals: Collection[str]) -> Iterator[Form]:
    """Yield the screeners in FOLDER by name."""
    for path in sorted(folder.glob("*.json")):
        yield read_file(path, path.stem, totals)


def find(folder: Path, name: str, totals: Collection[str]) -> Form:
    """Return the screener NAME; the nearest name is offered when there is none."""
    path = folder / f"{name}.json"
    names = [one.stem for one in folder.glob("*.json")]
    if name not in names:
        hint = nearest(name, names) if names else _("Add one with: iopintake screener add FILE")
        raise ScreenerError(_('There is no screener "{name}". {hint}').format(name=name[:40], hint=hint))
    return read_file(path, name, totals)
