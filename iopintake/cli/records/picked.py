"""The intake that a command is about: the one that is named, or at a terminal one of the newest."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

from iopintake.answers.circumstances import today
from iopintake.cli.records.opening import open_records
from iopintake.packs.model import Option
from iopintake.store import Row, Store, Wanted, count, find
from iopintake.store.derived.index import spoken_number
from iopintake.support.errors import IopintakeError
from iopintake.support.language import _

SHORT: Final = 9
"""Intakes to choose from: each has a number of one key."""
DECIDABLE: Final = ("finished", "ended", "apart")
"""The states in which an intake can have come to a result that a clinician decides on."""
NONE: Final = ""
"""The code of the option that chooses none."""


@contextmanager
def intake_meant(
    home: Path | None, typed: str | None, command: str, asked: str, states: tuple[str, ...] = ()
) -> Iterator[tuple[Store, str]]:
    """Open the records and give them with the id of the intake that COMMAND is about.

    It is the one that TYPED names. Without a name one is chosen at a terminal, where ASKED is the
    question, of some STATES or of all; elsewhere, and where none is chosen, IopintakeError says
    how to name one.
    """
    refuse_unnamed(typed, command)
    with open_records(home) as store:
        yield (
            store,
            store.find_id(typed) if typed is not None else chosen_intake(store, command, asked, states),
        )


def refuse_unnamed(typed: str | None, command: str) -> None:
    """Raise IopintakeError where no intake is TYPED and nobody is there to choose one."""
    if typed is None and not at_terminal():
        raise _unnamed(command)


def chosen_intake(
    store: Store, command: str, asked: str, states: tuple[str, ...] = (), none: str = ""
) -> str:
    """Return the id of the intake that is chosen from the newest, of some STATES or of all.

    Raises IopintakeError where there is none, which NONE says in other words, or none is chosen.
    """
    from iopintake.cli.crisis import general_steps
    from iopintake.terminal.prompts.choosing import wants_plain
    from iopintake.terminal.prompts.keys import KEYS
    from iopintake.terminal.prompts.picking import Picker

    wanted = Wanted(states=states)
    rows = find(store, wanted, limit=SHORT)
    if not rows and states:
        raise IopintakeError(none or _("There is no such intake. See all with: iopintake list"))
    if not rows:
        raise IopintakeError(_("There are no intakes yet. Begin one with: iopintake start"))
    messages = [asked]
    if count(store, wanted) > len(rows):
        messages.append(_("These are the newest; all are in: iopintake list"))
    # the keys are the usual ones: a fault in the settings keeps nobody from the records
    picker = Picker(plain=wants_plain(os.environ, plain=False), keys=KEYS, crisis=general_steps)
    chosen = picker.pick(messages, _options(rows))
    if chosen == NONE:
        raise _unnamed(command)
    return chosen


def _options(rows: Sequence[Row]) -> list[Option]:
    options = [Option(code=row.id, label=_described(row, today())) for row in rows]
    return [*options, Option(code=NONE, label=_("None of these"))]


def _described(row: Row, day: date) -> str:
    """Return an intake in one line, for the eyes at this terminal."""
    from iopintake.terminal.pages.intake_list import danger_mark, result_words, said_day

    came_to = result_words(row.verdict, row.level) or _(row.state)
    said = [row.id, row.name or spoken_number(row.phone) or _("no name yet"), came_to]
    said += [_("practice")] if row.practice else []
    said.append(said_day(date.fromisoformat(row.day), day))
    return ", ".join(said) + danger_mark(row)


def at_terminal() -> bool:
    """Say whether somebody reads and types here; a name must not end up in a file of messages."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


def _unnamed(command: str) -> IopintakeError:
    return IopintakeError(
        _("{command}: name the intake by its id, or how it begins. Its id is in: iopintake list").format(
            command=command
        )
    )
