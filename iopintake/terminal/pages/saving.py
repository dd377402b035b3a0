"""Saves a summary as a file from the page on the screen: the client's page, the chart's, JSON, the whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from iopintake.packs.model import Pack
from iopintake.summary.model import Summary
from iopintake.support.errors import IopintakeError
from iopintake.support.files import write_whole
from iopintake.support.language import _
from iopintake.support.safe_text import safe_text


@dataclass(frozen=True, slots=True)
class Saving:
    """A key, what it saves, and the file it is saved as."""

    key: str
    name: str
    file: str
    make: Callable[[], bytes]

    def save(self) -> str:
        """Write the file here, for its owner's eyes only; return what there is to say of it."""
        try:
            write_whole(Path(self.file), self.make(), force=False)
        except IopintakeError as error:
            return safe_text(error.headline)
        return _("Saved as {absolute}").format(absolute=safe_text(str(Path(self.file).absolute())))


def savings(summary: Summary, pack: Pack) -> tuple[Saving, ...]:
    """Return what can be saved of SUMMARY; no name stands in the name of a file."""
    stem = f"intake-{summary.intake.id or 'example'}"

    def made_by(name: str) -> Callable[[], bytes]:
        from iopintake.export.registry import ExportOptions, Finished, exporter

        one = Finished(summary=summary, pack=pack)
        return lambda: b"".join(exporter(name).write([one], ExportOptions()))

    return (
        Saving("p", _("page for the client"), f"{stem}-client.html", made_by("client")),
        Saving("h", _("chart"), f"{stem}-chart.html", made_by("chart")),
        Saving("m", _("Markdown"), f"{stem}.md", made_by("markdown")),
        Saving("j", "JSON", f"{stem}.json", made_by("json")),
    )
