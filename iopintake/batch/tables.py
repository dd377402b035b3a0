"""Assesses tables in memory: Arrow in, Arrow out, for Spark, Polars, DuckDB and whatever else speaks it."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from iopintake.batch import results
from iopintake.batch.assessing import Result, assess_rows
from iopintake.batch.rows_in import Rows
from iopintake.checking.toolkit import Toolkit, load_toolkit

_ONE_AT_A_TIME = Lock()


def assess_table(table: Any, pack: Path | None = None, as_of: date | None = None) -> Any:
    """Return what each row of TABLE comes to, in its order: an Arrow table for a table, a batch for a batch.

    Columns of TABLE are questions of the pack in the folder PACK, or of the usual one (see
    ``rows_in``); AS_OF is the day of rows that name none, or it is today. A row that can't be used has
    its ``error`` and nothing else. Raises PackError for a bad pack, AnswersError for columns that no
    question has. With Spark: ``frame.mapInArrow(lambda batches: map(assess_table, batches), schema)``,
    its schema that of ``results_schema``.
    """
    pa = results.arrow()
    with _ONE_AT_A_TIME:
        toolkit = _toolkit(pack)
        rows = Rows(toolkit.pack, "the table", table.schema.names)
        given = table.to_pylist()
        found = assess_rows(toolkit, [rows.answers(row) for row in given], as_of)
    made = [_row(rows.id(row), one) for row, one in zip(given, found, strict=True)]
    kind = pa.RecordBatch if isinstance(table, pa.RecordBatch) else pa.Table
    return kind.from_pylist(made, schema=results.schema(toolkit.pack, errors=True))


def results_schema(pack: Path | None = None) -> Any:
    """Return the Arrow schema of what ``assess_table`` returns."""
    return results.schema(_toolkit(pack).pack, errors=True)


def _row(intake_id: str | None, found: Result | list[str]) -> dict[str, Any]:
    if isinstance(found, list):
        return {"id": intake_id, "error": " ".join(found)}
    return results.row(intake_id, found.recommendation, found.truths)


@lru_cache(8)
def _toolkit(pack: Path | None) -> Toolkit:
    toolkit = load_toolkit(pack)
    toolkit.completions.make_witnesses()
    return toolkit
