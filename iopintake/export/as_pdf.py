"""The two hand-outs as PDF: the client's page, and the chart's pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from iopintake.export.hand_outs.chart import chart_document
from iopintake.export.hand_outs.client import client_document
from iopintake.export.hand_outs.document import bearing
from iopintake.export.hand_outs.pdf import document_pdf
from iopintake.export.registry import Exporter, ExportOptions, Finished


def _write_client(finished: Iterable[Finished], options: ExportOptions) -> Iterator[bytes]:
    for one in finished:
        yield document_pdf(bearing(client_document(one.summary), options.clinic), options.clinic)


def _write_chart(finished: Iterable[Finished], options: ExportOptions) -> Iterator[bytes]:
    for one in finished:
        yield document_pdf(bearing(chart_document(one.summary, one.pack), options.clinic), options.clinic)


CLIENT_EXPORTER: Final = Exporter(
    name="client-pdf", title="The client's page as PDF.", write=_write_client, is_text=False
)
CHART_EXPORTER: Final = Exporter(
    name="chart-pdf", title="The chart's pages (SBAR) as PDF.", write=_write_chart, is_text=False
)
