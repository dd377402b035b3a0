"""Results for a spreadsheet: a line for each intake, what it came to and each criterion, no answers.

A table with a column for each answer, explained by ``pack dictionary``, is made in
tables/columns.py (``--format table``).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from iopintake.export.registry import Exporter, ExportOptions, Finished
from iopintake.packs.model import Pack
from iopintake.summary.model import Recommendation
from iopintake.support.safe_text import safe_text

TOLD: Final = ("verdict", "level", "at_least", "levels_possible", "headline", "clinician_review")
"""The columns that a recommendation tells."""
COLUMNS: Final = ("id", *TOLD, "scope")


def csv_line(cells: Iterable[object]) -> bytes:
    """Return a line of CSV; no cell can become a formula in a spreadsheet."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([_cell(cell) for cell in cells])
    return out.getvalue().encode("utf-8", "replace")


def csv_head(pack: Pack) -> bytes:
    """Return the line of titles: the columns, then each criterion of PACK."""
    return csv_line([*COLUMNS, *(criterion.id for criterion in pack.criteria)])


def csv_cells(intake_id: str | None, recommendation: Recommendation, truths: Iterable[str]) -> bytes:
    """Return the line of one intake."""
    scope = recommendation.scope
    told = (getattr(recommendation, column) for column in TOLD)
    return csv_line([intake_id, *told, scope.id if scope else None, *truths])


def _cell(value: object) -> str:
    text = (
        ";".join(map(str, value)) if isinstance(value, list | tuple) else "" if value is None else str(value)
    )
    shown = safe_text(text)
    return f"'{shown}" if shown[:1] in {"=", "+", "-", "@"} else shown


def _write(finished: Iterable[Finished], _options: ExportOptions) -> Iterator[bytes]:
    """Yield the titles of the first summary's pack, then a line for each summary.

    A criterion that a later summary's pack does not have stays empty.
    """
    every = iter(finished)
    first = next(every, None)
    if first is None:
        return
    yield csv_head(first.pack)
    ids = [criterion.id for criterion in first.pack.criteria]
    for one in chain([first], every):
        truths = {criterion.id: criterion.truth for criterion in one.summary.criteria}
        cells = (truths.get(id_, "") for id_ in ids)
        yield csv_cells(one.summary.intake.id, one.summary.recommendation, cells)


EXPORTER: Final = Exporter(
    name="csv", title="A table, a line for each intake, without names.", write=_write, holds_many=True
)
