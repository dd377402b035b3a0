"""What ``config`` does: show, edit and check the settings."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from iopintake.checking.toolkit import load_toolkit
from iopintake.packs.files import matching
from iopintake.settings import (
    EXAMPLE,
    NAMES,
    OwnNumber,
    Settings,
    find_settings,
    settings_path,
    sound_settings,
)
from iopintake.support.errors import ExitCode, Fault, FileError, IopintakeError, nearest
from iopintake.support.files import write_whole
from iopintake.support.language import N_, _, catalogues
from iopintake.support.safe_text import safe_text
from iopintake.terminal.output import complain, console
from iopintake.terminal.prompts.keys import key_table, spoken
from iopintake.terminal.prompts.operator import tell

PASSWORD: Final = re.compile(r"(://[^/@\s]*:)[^/@\s]*(@)|((?<=[?&])password=)[^&\s]*")
"""What must not stand in an address, and is not shown where it does."""


def show_settings(flags: Mapping[str, Any]) -> None:
    """Print every setting with its value and where that came from; FLAGS are those of the command."""
    path = settings_path()
    found = find_settings(path, flags)
    out = console()
    not_there = _(" (not there yet)")
    out.print(f"{safe_text(str(path))}{'' if path.is_file() else not_there}", soft_wrap=True)
    for name in NAMES:
        value = PASSWORD.sub(r"\1\3***\2", _words(getattr(found.settings, name)))
        out.print(safe_text(f"{name:<15} {value or '-'}  ({_(found.origins[name])})"), soft_wrap=True)
    for command, pair in key_table(found.settings.keys).items():
        out.print(
            _("key             {value}: {spoken} or {spoken2}").format(
                value=command.value, spoken=spoken(pair.key), spoken2=spoken(pair.second)
            )
        )
    if not path.is_file():
        out.print(_("Begin the file with: iopintake config edit"))


def _words(value: Any) -> str:
    """Return a value of the settings in one line."""
    if isinstance(value, OwnNumber):
        return f"{value.title}: {value.how}"
    if isinstance(value, tuple):
        return ", ".join(map(_words, value))
    if isinstance(value, dict):
        return ", ".join(f"{key} {held}" for key, held in value.items())
    return "" if value is None else str(value)


def edit_settings() -> int:
    """Open the settings in the operator's editor, the first time with an example; check them after."""
    path = settings_path()
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        commented = "".join(
            line if line.startswith("#") or not line.strip() else f"# {line}"
            for line in EXAMPLE.splitlines(keepends=True)
        )
        write_whole(path, commented.encode(), force=False)
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        done = subprocess.run([*shlex.split(editor), str(path)], check=False)  # noqa: S603 - their own editor
    except (OSError, ValueError):
        raise FileError(
            _('The editor "{editor}" can\'t be started. Set EDITOR, or edit {path} yourself.').format(
                editor=editor[:60], path=path
            )
        ) from None
    if done.returncode:
        tell(_("The editor ended with {returncode}.").format(returncode=done.returncode))
    try:
        check_settings(None)
    except IopintakeError as error:
        complain(error)
        return ExitCode.BAD_INPUT
    return ExitCode.DONE


def check_settings(file: Path | None) -> None:
    """Say that the settings are right, or raise FileError with every fault."""
    path = file or settings_path()
    if file is not None and not file.is_file():
        raise FileError(_("{file}: there is no such file. Check the path.").format(file=file))
    faults: list[Fault] = []
    try:
        settings = find_settings(path).settings
    except FileError as error:
        if not error.faults:
            raise
        faults, settings = [*error.faults], sound_settings(path, error.faults)
    faults += [*_key_faults(settings), *_database_faults(settings), *_pack_faults(settings)]
    if faults:
        raise FileError(_("{path}: the settings can't be used.").format(path=path), faults)
    console().print(safe_text(_("{path}: right.").format(path=path)), soft_wrap=True)


def _key_faults(settings: Settings) -> Iterator[Fault]:
    try:
        key_table(settings.keys)
    except FileError as error:
        yield from error.faults


def _database_faults(settings: Settings) -> Iterator[Fault]:
    """Yield what is wrong with the address of the shared records; whether they answer is not asked."""
    from iopintake.cli.records.shared import address_of

    if settings.database:
        try:
            address_of(settings.database)
        except IopintakeError as error:
            yield Fault("database", error.headline, "")


def _pack_faults(settings: Settings) -> Iterator[Fault]:
    """Yield what does not go with the pack: a folder that is none, tracks or a language it does not have."""
    try:
        pack = load_toolkit(Path(settings.pack) if settings.pack else None).pack
    except IopintakeError as error:
        yield Fault("pack", error.headline, _("Check it with: iopintake check DIR"))
        return
    names = [track.id for track in pack.tracks]
    for track in settings.tracks:
        if track not in names:
            yield Fault(
                "tracks", _('there is no track "{track}".').format(track=track[:40]), nearest(track, names)
            )
    spoken_there = (*pack.languages, *catalogues())
    for name, language in (("language", settings.language), ("caller_language", settings.caller_language)):
        known = spoken_there if name == "language" else pack.languages
        if language and not matching(language, known):
            yield Fault(
                name,
                _('there is no language "{language}".').format(language=language[:40]),
                nearest(language, dict.fromkeys(known)),
            )


ORIGINS = (N_("flag"), N_("environment"), N_("file"), N_("default"))
"""What the catalogues hold for where a setting comes from."""
