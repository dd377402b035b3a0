"""Assesses a batch of sets of answers; whatever one of them holds costs that one only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import partial
from operator import attrgetter
from typing import Any, TypeVar

from iopintake.answers.circumstances import today
from iopintake.answers.file_text import decode, parse_object
from iopintake.answers.files import read_answers
from iopintake.answers.model import Answers
from iopintake.assessment.level_rules import look_at_all
from iopintake.batch import results
from iopintake.batch.lines_in import Line
from iopintake.checking.toolkit import Toolkit
from iopintake.export.as_csv import csv_cells
from iopintake.export.as_json import to_json_line
from iopintake.rules.groups import Group
from iopintake.rules.together import MOST
from iopintake.summary import recommend_all
from iopintake.summary.model import Recommendation
from iopintake.support.errors import FileError, IopintakeError, unforeseen

Batch = list[Line | FileError]
"""Lines, and what is wrong with a file that can't be read to its end."""


@dataclass(frozen=True, slots=True)
class Assessed:
    """What a batch came to: output, messages, and how many bytes were read for it."""

    output: bytes
    messages: tuple[str, ...]
    size: int


@dataclass(frozen=True, slots=True)
class Result:
    """What one set of answers came to."""

    id: str | None
    recommendation: Recommendation
    truths: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Read:
    """Answers that were read, and where they stand."""

    where: str
    id: str | None
    answers: Answers


Read = Callable[[], _Read | None]
"""Reads one set of answers; raises what is wrong with it."""


def assess_batch(toolkit: Toolkit, form: str, batch: Batch, day: date | None = None) -> Assessed:
    """Return the output of a batch in the form FORM, and a message for each line that is bad.

    ``as_of`` is DAY, or today, where a line names none.
    """
    reads = [partial(_read_line, toolkit, line, day or today()) for line in batch]
    results_or_messages = _assessed(toolkit, [_where(line) for line in batch], reads)
    output = _written(toolkit, form, [one for one in results_or_messages if isinstance(one, Result)])
    messages = [message for one in results_or_messages if isinstance(one, list) for message in one]
    size = sum(len(line.data) for line in batch if isinstance(line, Line))
    return Assessed(output, tuple(messages), size)


def assess_rows(
    toolkit: Toolkit, rows: Sequence[Mapping[str, Any]], day: date | None = None
) -> list[Result | list[str]]:
    """Return for each of ROWS, which are answers files already read, its result or what is wrong with it."""
    places = [f"row {number}" for number in range(1, len(rows) + 1)]
    reads = [
        partial(_read, toolkit, place, row, day or today()) for place, row in zip(places, rows, strict=True)
    ]
    return [one if one is not None else [] for one in _assessed(toolkit, places, reads)]


def _assessed(toolkit: Toolkit, places: list[str], reads: Sequence[Read]) -> list[Result | list[str] | None]:
    """Return what each comes to, all looked at together; None for an empty one.

    What nobody foresaw costs its own line only. The message names the kind of error and its
    place in the program; an error's own words can hold an answer.
    """
    held = [_tried(place, read) for place, read in zip(places, reads, strict=True)]
    whole = [one for one in held if isinstance(one, _Read)]
    found: Iterator[Result | list[str]]
    try:
        found = iter(_together(toolkit, whole))
    except Exception:  # noqa: BLE001 - one after the other each fails for itself
        found = (_tried(one.where, partial(_alone, toolkit, one)) for one in whole)
    return [next(found) if isinstance(one, _Read) else one for one in held]


def _together(toolkit: Toolkit, every: Sequence[_Read]) -> list[Result]:
    """Return what EVERY set of answers comes to."""
    parts = (every[first : first + MOST] for first in range(0, len(every), MOST))
    return [result for some in parts for result in _some_together(toolkit, some)]


def _some_together(toolkit: Toolkit, every: Sequence[_Read]) -> list[Result]:
    evaluations, columns = toolkit.evaluator.evaluate_all([read.answers for read in every])
    look_at_all(evaluations, columns)
    completions = toolkit.completions
    completions.prepare(evaluations, columns)
    recommended = recommend_all(evaluations, columns, completions.levels, toolkit.narrowing.order)
    criteria = Group(toolkit.evaluator.book, toolkit.pack.criteria)
    return [
        Result(read.id, recommendation, criteria.labels(evaluation))
        for read, evaluation, recommendation in zip(every, evaluations, recommended, strict=True)
    ]


def _alone(toolkit: Toolkit, read: _Read) -> Result:
    (result,) = _together(toolkit, [read])
    return result


Made = TypeVar("Made")


def _tried(where: str, make: Callable[[], Made]) -> Made | list[str]:
    """Return what MAKE makes, or the messages about what is wrong."""
    try:
        return make()
    except IopintakeError as error:
        return error.lines()
    except Exception as error:  # noqa: BLE001 - the last line of defence
        return [f"{where}: {unforeseen(error)}"]


def _where(line: Line | FileError) -> str:
    return line.where if isinstance(line, Line) else ""


def _read_line(toolkit: Toolkit, line: Line | FileError, day: date) -> _Read | None:
    if isinstance(line, FileError):
        raise line
    line.check_length()
    if not line.data.strip():
        return None
    text, _ = decode(line.data)
    data = parse_object(line.where, text, toml=line.where.endswith(".toml"))
    return _read(toolkit, line.where, data, day, line.id)


def _read(
    toolkit: Toolkit, where: str, data: Mapping[str, Any], day: date, intake_id: str | None = None
) -> _Read:
    read = read_answers(toolkit.pack, where, data, day, toolkit.taken)
    return _Read(where, read.circumstances.id or intake_id, read.answers)


def _written(toolkit: Toolkit, form: str, found: list[Result]) -> bytes:
    if form == "results":
        rows = [results.row(one.id, one.recommendation, one.truths) for one in found]
        return results.as_stream(toolkit.pack, rows)
    if form == "csv":
        return b"".join(csv_cells(one.id, one.recommendation, one.truths.values()) for one in found)
    names = [field.name for field in fields(Recommendation) if field.name != "would_change"]
    told = attrgetter(*names)
    about = toolkit.pack.about
    pack = {"id": about.id, "version": about.version, "sha256": toolkit.pack.sha256}
    return b"".join(
        to_json_line(
            {
                "id": one.id,
                "recommendation": dict(zip(names, told(one.recommendation), strict=True)),
                "criteria": one.truths,
                "pack": pack,
            }
        )
        for one in found
    )
