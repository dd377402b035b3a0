"""The summary as Markdown, for a chart or a message."""

from __future__ import annotations

from iopintake.export.hand_outs.markdown import document_markdown
from iopintake.export.hand_outs.whole import whole_document
from iopintake.packs.model import Pack
from iopintake.summary.model import Summary


def summary_markdown(summary: Summary, pack: Pack) -> str:
    """Return the whole summary as a Markdown document."""
    return document_markdown(whole_document(summary, pack))
