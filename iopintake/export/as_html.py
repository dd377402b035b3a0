"""The summary as one HTML page that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from iopintake.export.hand_outs.html import document_html
from iopintake.export.hand_outs.whole import whole_document
from iopintake.export.registry import Exporter, ExportOptions, Finished
from iopintake.packs.model import Pack
from iopintake.summary.model import Summary


def summary_html(summary: Summary, pack: Pack) -> str:
    """Return the whole summary as an HTML page without scripts or anything from elsewhere."""
    return document_html(whole_document(summary, pack))


def _write(finished: Iterable[Finished], _options: ExportOptions) -> Iterator[bytes]:
    for one in finished:
        yield summary_html(one.summary, one.pack).encode("utf-8", "replace")


EXPORTER: Final = Exporter(name="html", title="One HTML page that needs nothing else.", write=_write)
