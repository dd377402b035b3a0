"""One screener asked on its own: the asker, the follow-up on safety, the result, the response."""

from __future__ import annotations

import os
from pathlib import Path

from iopintake.answers.circumstances import NOBODY, today
from iopintake.checking.toolkit import load_toolkit
from iopintake.export.as_json import to_json
from iopintake.screeners import library
from iopintake.screeners.alone import run_alone
from iopintake.screeners.scoring import score
from iopintake.settings import read_settings, screeners_folder, settings_path
from iopintake.support.errors import ExitCode, FileError
from iopintake.support.language import _
from iopintake.terminal.output import console, prompt_console, write_data
from iopintake.terminal.pages.screeners import show_result
from iopintake.terminal.prompts.choosing import choose_asker
from iopintake.terminal.prompts.keys import key_table


def run_screener(
    name: str, target: Path | None, pack: Path | None, *, plain: bool, phone: bool, force: bool
) -> int:
    """Ask the screener NAME and show its total; write the response to TARGET; return the exit code."""
    on_stdout = str(target) == "-"
    if target is not None and not on_stdout and target.exists() and not force:
        raise FileError(
            _("{target}: there is a file already. Use --force to write over it.").format(target=target)
        )
    toolkit, settings = load_toolkit(pack), read_settings(settings_path())
    form = library.find(screeners_folder(), name, library.totals_of(toolkit.pack))
    asker = choose_asker(
        plain=plain,
        phone=phone,
        data_on_stdout=on_stdout,
        environment=os.environ,
        levels=toolkit.levels_in_short,
        keys=key_table(settings.keys),
    )
    with asker.on_screen():
        found = run_alone(asker, form, toolkit.evaluator, today(), settings.own_numbers)
    alerts = toolkit.summarize(found.answers, NOBODY).safety.alerts if found.answers else ()
    shown = prompt_console() if on_stdout else console()
    come_to = score(found.filling, toolkit.pack)
    show_result(shown, form, come_to, toolkit.pack, alerts=alerts, notes=found.notes)
    if target is not None:
        write_data(to_json(found.filling.response()), target, force=force)
    return ExitCode.PAUSED if found.left else ExitCode.DONE
