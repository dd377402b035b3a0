"""The data dictionary of a table of intakes: a line for each column."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from iopintake.export.as_csv import csv_line
from iopintake.export.tables.columns import Column, columns_of
from iopintake.packs.model import Pack

HEAD: Final = ("column", "type", "title", "codes", "question", "asked", "minimum", "maximum", "identifying")


def dictionary(pack: Pack) -> bytes:
    """Return what each column of a table with PACK holds, as CSV."""
    return b"".join((csv_line(HEAD), *_lines(pack)))


def _lines(pack: Pack) -> Iterator[bytes]:
    for column in columns_of(pack):
        question = pack.questions.get(column.question)
        asked = question.ask if question else ""
        bounds = (question.minimum, question.maximum) if question and column.type == "integer" else ("", "")
        names = "yes" if question and question.identifying else ""
        yield csv_line((
            column.name, column.type, column.title, _codes(column), column.question, asked, *bounds, names,
        ))  # fmt: skip


def _codes(column: Column) -> str:
    return " | ".join(f"{code}, {label}" for code, label in column.codes)
