"""Every form that summaries leave in, by its name: the project's own and those of others.

An exporter is one ``Exporter`` in one file. It is handed finished summaries, each with the
pack it was made with, which it takes words and codes from; it sees nothing else, decides
nothing and reads no store. Another package adds one by an entry point of the group
``iopintake.exporters`` that names its ``Exporter``; tests/data/shouting_exporter is an example.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from iopintake.packs.model import Pack
from iopintake.summary.model import Summary
from iopintake.support.errors import IopintakeError, nearest
from iopintake.support.frozen import frozen
from iopintake.support.language import _

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP: Final = "iopintake.exporters"
"""The group of entry points by which other packages add an exporter."""

OWN: Final = {
    "json": "iopintake.export.as_json:EXPORTER",
    "jsonl": "iopintake.export.as_json:LINES_EXPORTER",
    "markdown": "iopintake.export.as_markdown:EXPORTER",
    "html": "iopintake.export.as_html:EXPORTER",
    "csv": "iopintake.export.as_csv:EXPORTER",
    "client": "iopintake.export.hand_outs.exporters:CLIENT",
    "client-markdown": "iopintake.export.hand_outs.exporters:CLIENT_MARKDOWN",
    "chart": "iopintake.export.hand_outs.exporters:CHART",
    "chart-markdown": "iopintake.export.hand_outs.exporters:CHART_MARKDOWN",
    "fhir": "iopintake.export.fhir.bundle:EXPORTER",
    "table": "iopintake.export.tables.table:CSV_EXPORTER",
    "parquet": "iopintake.export.tables.table:PARQUET_EXPORTER",
    "redcap": "iopintake.export.tables.redcap:EXPORTER",
    "client-pdf": "iopintake.export.as_pdf:CLIENT_EXPORTER",
    "chart-pdf": "iopintake.export.as_pdf:CHART_EXPORTER",
}
"""The project's own exporters, each loaded only when it is used."""


NO_TEXT: Final = {".pdf": ("client-pdf", "chart-pdf"), ".parquet": ("parquet",)}
"""Endings of files that are no text, with the formats that write such a file."""


@frozen
class Finished:
    """A summary, and the pack it was made with: for its words, never to decide anything anew."""

    summary: Summary
    pack: Pack


@frozen
class ExportOptions:
    """What somebody may choose about an export."""

    patient: str = ""  # the receiving system's reference of the person, such as Patient/123
    clinic: str = ""


@frozen
class Exporter:
    """One form that summaries leave in."""

    name: str
    title: str  # one line that says what it is
    write: Callable[[Iterable[Finished], ExportOptions], Iterator[bytes]]
    holds_many: bool = False
    is_text: bool = True  # may be printed on a terminal


def names() -> tuple[str, ...]:
    """Return the names of all forms, the project's own first."""
    return (*OWN, *sorted(name for name in _points() if name not in OWN))


def exporter(name: str) -> Exporter:
    """Return the exporter NAME; IopintakeError says which there are, or what is wrong with it."""
    if name in OWN:
        module, _colon, attribute = OWN[name].partition(":")
        found = getattr(import_module(module), attribute)
        assert isinstance(found, Exporter)
        return found
    points = _points()
    if name not in points:
        raise IopintakeError(
            _('--format: there is no format "{name}". {nearest}').format(
                name=name[:40], nearest=nearest(name, names())
            )
        )
    try:
        other = points[name].load()
    except Exception as error:  # noqa: BLE001 - whatever another's code raises
        raise IopintakeError(
            _(
                '--format: "{name}" of the package {package} can\'t be loaded ({kind}). Mend or '
                "remove that package."
            ).format(name=name, package=_package(points[name]), kind=type(error).__name__)
        ) from None
    if not isinstance(other, Exporter):
        raise IopintakeError(
            _(
                '--format: "{name}" of the package {package} is no Exporter. Its entry point must name '
                "an iopintake.export.registry.Exporter."
            ).format(name=name, package=_package(points[name]))
        )
    return other


def check_ending(target: Path | None, leaving: Exporter) -> None:
    """Raise IopintakeError where TARGET's ending promises a kind of file that LEAVING does not write.

    A page in HTML under the name of a PDF opens nowhere, and nobody would know why.
    """
    ending = target.suffix.lower() if target else ""
    if leaving.is_text and leaving.name in OWN and ending in NO_TEXT:
        raise IopintakeError(
            _("{target}: the format {format} writes no {ending} file. Use --format {formats}.").format(
                target=target,
                format=leaving.name,
                ending=ending,
                formats=_(" or ").join(NO_TEXT[ending]),
            )
        )


def _points() -> dict[str, EntryPoint]:
    from importlib.metadata import entry_points  # slow, and most exports are the project's own

    return {point.name: point for point in entry_points(group=GROUP)}


def _package(point: EntryPoint) -> str:
    return point.dist.name if point.dist else _("that names it")
