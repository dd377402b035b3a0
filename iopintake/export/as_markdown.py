"""The summary as Markdown, for a chart or a message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from iopintake.export.hand_outs.markdown import document_markdown
from iopintake.export.hand_outs.whole import whole_document
from iopintake.export.registry import Exporter, ExportOptions, Finished
from iopintake.packs.model import Pack
from iopintake.summary.model import Summary


def summary_markdown(summary: Summary, pack: Pack) -> str:
    """Return the whole summary as a Markdown document."""
    return document_markdown(whole_document(summary, pack))


def _write(finished: Iterable[Finished], _options: ExportOptions) -> Iterator[bytes]:
    for one in finished:
        yield summary_markdown(one.summary, one.pack).encode("utf-8", "replace")


EXPORTER: Final = Exporter(
    name="markdown", title="Markdown, for a ticket or a message.", write=_write, holds_many=True
)
