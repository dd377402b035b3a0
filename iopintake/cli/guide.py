"""Answers to what callers ask."""

from __future__ import annotations

from pathlib import Path

from iopintake.checking.toolkit import load_toolkit
from iopintake.packs.model import Pack
from iopintake.support.errors import IopintakeError, nearest
from iopintake.support.language import _
from iopintake.support.lookup import meant
from iopintake.support.safe_text import safe_text
from iopintake.terminal.output import console


def show_guide(folder: Path | None, asked: str | None) -> None:
    """Print the answer to what is ASKED, a topic or a word near one; without it list the topics."""
    out = console()
    pack: Pack = load_toolkit(folder).pack
    topics = {item.id: item for item in pack.guidance.topic}
    if asked is None:
        for item in topics.values():
            out.print(f"{item.id:<13} {safe_text(item.question)}")
        return
    found = meant(asked, {item.id: item.words for item in topics.values()})
    if not found:
        raise IopintakeError(
            _('There is no topic "{asked}". {nearest}').format(asked=asked, nearest=nearest(asked, topics))
        )
    topic = topics[found[0]]
    out.print(safe_text(topic.question), style="bold")
    out.print(safe_text(topic.answer))
    if len(found) > 1:
        out.print(_("See also: {names}").format(names=", ".join(found[1:])), style="dim")
