"""The summary as one HTML page that needs nothing else."""

from __future__ import annotations

from iopintake.export.hand_outs.html import document_html
from iopintake.export.hand_outs.whole import whole_document
from iopintake.packs.model import Pack
from iopintake.summary.model import Summary


def summary_html(summary: Summary, pack: Pack) -> str:
    """Return the whole summary as an HTML page without scripts or anything from elsewhere."""
    return document_html(whole_document(summary, pack))
