"""Answers to what callers ask, and the crisis page that needs nothing else."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from iopintake.checking.toolkit import load_toolkit
from iopintake.packs.model import Pack
from iopintake.settings import EXAMPLE, read_settings, settings_path
from iopintake.support import datafiles
from iopintake.support.errors import IopintakeError, nearest
from iopintake.support.safe_text import safe_text
from iopintake.terminal.output import console
from iopintake.terminal.prompts.keys import key_table, spoken


def show_guide(folder: Path | None, topic: str | None) -> None:
    """Print the answer to one TOPIC, or list the topics."""
    out = console()
    pack: Pack = load_toolkit(folder).pack
    topics = {item.id: item for item in pack.guidance.topic}
    if topic is None:
        for item in topics.values():
            out.print(f"{item.id:<12} {safe_text(item.question)}")
        return
    if topic not in topics:
        raise IopintakeError(f'There is no topic "{topic}". {nearest(topic, topics)}')
    out.print(safe_text(topics[topic].question), style="bold")
    out.print(safe_text(topics[topic].answer))


def show_settings() -> None:
    """Print the settings that hold, and where they come from."""
    path = settings_path()
    settings = read_settings(path)
    out = console()
    out.print(f"{safe_text(str(path))}{'' if path.is_file() else ' (not there yet)'}")
    out.print(f"operator: {safe_text(settings.operator) or 'the name of the system user'}")
    for title, how in settings.own_numbers:
        out.print(f"number: {safe_text(title)}: {safe_text(how)}")
    for command, pair in key_table(settings.keys).items():
        out.print(f"key: {command.value}: {spoken(pair.key)} or {spoken(pair.second)}")
    if not path.is_file():
        out.print(f"\nAn example of what it can hold:\n\n{EXAMPLE}")


def show_crisis() -> None:
    """Print the shipped crisis steps and numbers, read straight from their file."""
    import tomllib

    crisis = tomllib.loads((datafiles.shipped_pack() / "crisis.toml").read_text(encoding="utf-8"))
    print(crisis["title"].upper())  # noqa: T201 - plain text: nothing that could fail stands before it
    for number, step in enumerate(crisis["steps"], 1):
        print(f"{number}. {step}")  # noqa: T201
    with suppress(IopintakeError):  # numbers that can't be read must not keep back the others
        for title, how in read_settings(settings_path()).own_numbers:
            print(safe_text(f"{title}: {how}"))  # noqa: T201
    for resource in crisis["resource"]:
        print(f"{resource['title']}: {resource['how']}. {resource.get('note', '')}".rstrip())  # noqa: T201
