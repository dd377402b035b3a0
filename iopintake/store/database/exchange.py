"""Puts a new file in the place of the database: wholly or not at all, at whatever step it is stopped.

What is to be done is written down first (``operation.json``). Until the new file is whole and
on the disk, the next command undoes it; from then on the next command finishes it. Files are
only renamed, never linked, so that no two names are ever one file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import Final, Self

from iopintake.store.errors import Damaged, StoreError, explained
from iopintake.store.protection import disk
from iopintake.store.protection.home import SIDES, Home, beside
from iopintake.support.frozen import value
from iopintake.support.language import _

KEPT_NAME: Final = re.compile(r"[a-z0-9-]{1,60}\.db", re.ASCII)


@value
class Operation:
    """What is being done; KEPT is the name under which the file before is kept, if it is."""

    kind: str
    kept: str = ""
    drops_copies: bool = False  # the copies kept earlier go, too
    is_made: bool = False  # the new file is whole: what is left is to give it its place

    @classmethod
    def read(cls, home: Home) -> Self | None:
        """Return the operation that was begun and not ended, or None."""
        try:
            found = cls(**json.loads(home.operation.read_bytes()))
        except FileNotFoundError:
            return None
        except (TypeError, ValueError):
            found = None
        if found is None or (found.kept and not KEPT_NAME.fullmatch(str(found.kept))):
            raise Damaged(
                _(
                    "{operation}: the note of what was being done is damaged. Nothing was changed. Copy the "
                    "whole folder away, remove this file, and try: iopintake repair"
                ).format(operation=home.operation)
            )
        return found

    def write(self, home: Home) -> None:
        """Write down what is being done; it is on the disk when this returns."""
        disk.write_whole(home.operation, json.dumps(asdict(self)).encode())


@contextmanager
def replacing(home: Home, operation: Operation) -> Iterator[None]:
    """Put ``home.coming`` in the place of the database once it was made within; be alone for this.

    An error within undoes everything.
    """
    with explained(home.folder):
        finish(home)
        operation.write(home)
    try:
        yield
        with explained(home.folder):
            disk.sync(home.coming)
            replace(operation, is_made=True).write(home)
    except (Exception, KeyboardInterrupt, SystemExit):
        with explained(home.folder):
            _undo(home)
        raise
    try:
        with explained(home.folder):
            finish(home)
    except StoreError as error:
        raise StoreError(
            _("{headline} The new file is whole; the next command gives it its place.").format(
                headline=error.headline
            )
        ) from None


def finish(home: Home) -> str | None:
    """Finish or undo what an earlier command began; be alone for this. Return what it was, if anything."""
    operation = Operation.read(home)
    if operation is None:
        _undo(home)
        return None
    if not operation.is_made:
        _undo(home)
        return operation.kind
    if home.coming.exists():
        _move_away(home, operation)
        disk.rename(home.coming, home.database)
    for old in (home.old, *(beside(home.old, side) for side in SIDES)):
        disk.scrub(old)
    if operation.drops_copies:
        disk.remove_folder(home.kept)
    _undo(home)
    return operation.kind


def _move_away(home: Home, operation: Operation) -> None:
    """Move what is in the place of the database, the files at its side first: none may meet the new one."""
    if operation.kept:
        disk.make_folder(home.kept)
    target = home.kept / operation.kept if operation.kept else home.old
    for side in SIDES:
        if beside(home.database, side).exists():
            disk.rename(beside(home.database, side), beside(target, side))
    if home.database.exists():
        disk.rename(home.database, target)


def _undo(home: Home) -> None:
    """Clear away what was made, and the note last."""
    for path in (home.coming, home.source):
        for leftover in (path, *(beside(path, side) for side in SIDES)):
            disk.scrub(leftover)
    disk.remove(home.operation.with_name(f"{home.operation.name}.new"))
    if home.operation.exists():
        disk.remove(home.operation)
        disk.sync_folder(home.folder)
