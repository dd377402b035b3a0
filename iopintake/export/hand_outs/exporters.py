"""The hand-outs as exporters: the client's page and the chart's pages, as HTML and as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from iopintake.export.hand_outs.chart import chart_document
from iopintake.export.hand_outs.client import client_document
from iopintake.export.hand_outs.document import Document, bearing
from iopintake.export.hand_outs.html import document_html
from iopintake.export.hand_outs.markdown import document_markdown
from iopintake.export.registry import Exporter, ExportOptions, Finished


def _client(one: Finished) -> Document:
    return client_document(one.summary)


def _chart(one: Finished) -> Document:
    return chart_document(one.summary, one.pack)


def _writes(
    build: Callable[[Finished], Document], form: Callable[[Document], str]
) -> Callable[[Iterable[Finished], ExportOptions], Iterator[bytes]]:
    def write(finished: Iterable[Finished], options: ExportOptions) -> Iterator[bytes]:
        for one in finished:
            yield form(bearing(build(one), options.clinic)).encode("utf-8", "replace")

    return write


CLIENT: Final = Exporter(
    name="client",
    title="The page for the client, as HTML: nothing on it was said in confidence.",
    write=_writes(_client, document_html),
)
CLIENT_MARKDOWN: Final = Exporter(
    name="client-markdown",
    title="The page for the client, as Markdown.",
    write=_writes(_client, document_markdown),
)
CHART: Final = Exporter(
    name="chart", title="The pages for the chart (SBAR), as HTML.", write=_writes(_chart, document_html)
)
CHART_MARKDOWN: Final = Exporter(
    name="chart-markdown",
    title="The pages for the chart (SBAR), as Markdown.",
    write=_writes(_chart, document_markdown),
)
