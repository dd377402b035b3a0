"""Intakes as CSV and as Parquet, one row each with all that was answered."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from typing import Any, Final

from iopintake.export.as_csv import csv_line
from iopintake.export.registry import Exporter, ExportOptions, Finished
from iopintake.export.tables.columns import Column, columns_of, row
from iopintake.support.errors import IopintakeError
from iopintake.support.language import _

BATCH: Final = 1000
"""Rows that are written together."""


def _write_csv(finished: Iterable[Finished], _options: ExportOptions) -> Iterator[bytes]:
    for columns, rows in _table(finished):
        yield csv_line(column.name for column in columns)
        for cells in rows:
            yield csv_line(_shown(cells[column.name]) for column in columns)


def _shown(cell: Any) -> object:
    return int(cell) if isinstance(cell, bool) else cell


def _write_parquet(finished: Iterable[Finished], _options: ExportOptions) -> Iterator[bytes]:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise IopintakeError(
            _("Parquet needs an extra of iopintake. Install it with: pip install 'iopintake[parquet]'")
        ) from None
    types = {
        "text": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "date": pa.date32(),
        "boolean": pa.bool_(),
    }
    for columns, rows in _table(finished):
        fields = [pa.field(c.name, types[c.type], metadata={"title": c.title}) for c in columns]
        schema, out = pa.schema(fields), io.BytesIO()
        with pq.ParquetWriter(out, schema) as writer:
            for some in _batches(rows):
                typed = [{c.name: _typed(c, cells[c.name]) for c in columns} for cells in some]
                writer.write_table(pa.Table.from_pylist(typed, schema=schema))
        yield out.getvalue()


def _typed(column: Column, cell: Any) -> Any:
    return date.fromisoformat(cell) if column.type == "date" and isinstance(cell, str) else cell


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    some: list[dict[str, Any]] = []
    for cells in rows:
        some.append(cells)
        if len(some) == BATCH:
            yield some
            some = []
    yield some


def _table(finished: Iterable[Finished]) -> Iterator[tuple[tuple[Column, ...], Iterator[dict[str, Any]]]]:
    """Yield the columns and the rows, once; nothing where there is no intake.

    The columns are those of the first intake's pack. What a later one asked besides is left out.
    """
    every = iter(finished)
    first = next(every, None)
    if first is not None:
        columns = columns_of(first.pack)
        yield columns, (row(one.summary, columns) for one in chain([first], every))


CSV_EXPORTER: Final = Exporter(
    name="table",
    title="A CSV table of all answers, a line for each intake; iopintake pack dictionary explains it.",
    write=_write_csv,
    holds_many=True,
)
PARQUET_EXPORTER: Final = Exporter(
    name="parquet",
    title="The same table as Parquet.",
    write=_write_parquet,
    holds_many=True,
    is_text=False,
)
