"""Assesses any number of intakes: a line in, a line out, in order, on all cores.

A bad line is reported with its number, and so is one that this program itself fails at; the
rest goes on.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TypeVar

from iopintake.answers.circumstances import today
from iopintake.answers.files import decode, parse_object, read_answers
from iopintake.batch.lines_in import Line, lines_of
from iopintake.batch.workers import Workers
from iopintake.checking.toolkit import Toolkit, load_toolkit
from iopintake.export.as_csv import csv_cells, csv_head
from iopintake.export.as_json import plain, written
from iopintake.rules.evaluation import Evaluation
from iopintake.summary import recommend
from iopintake.support.errors import ExitCode, FileError, IopintakeError, unforeseen
from iopintake.support.safe_text import safe_line
from iopintake.terminal.output import say, write_data

BATCH = 200
"""Lines that go to a worker together."""


@dataclass(frozen=True, slots=True)
class Assessed:
    """What a batch came to: output, messages, and how many bytes were read for it."""

    output: bytes
    messages: tuple[str, ...]
    size: int


def assess_many(files: tuple[Path, ...], pack: Path | None, form: str, *, strict: bool) -> int:
    """Assess every line of every file and print a line for each; return the exit code."""
    toolkit = load_toolkit(pack)
    if form == "csv":
        _write(csv_head(toolkit.pack))
    code = ExitCode.DONE
    with _progress(files) as advance:
        for batch in _assessed(_batches(files), toolkit, pack, form):
            _write(batch.output)
            for message in batch.messages:
                say(safe_line(message))
            advance(batch.size)
            if batch.messages:
                code = ExitCode.BAD_INPUT
                if strict:
                    break
    return code


# --- lines in --------------------------------------------------------------------------


Batch = list[Line | FileError]
"""Lines, and what is wrong with a file that can't be read to its end."""


def _batches(files: Iterable[Path]) -> Iterator[Batch]:
    lines = chain.from_iterable(map(_lines, files))
    while batch := list(islice(lines, BATCH)):
        yield batch


def _lines(path: Path) -> Iterator[Line | FileError]:
    try:
        yield from lines_of(path)
    except FileError as error:
        yield error


# --- work ------------------------------------------------------------------------------


def _assessed(batches: Iterator[Batch], toolkit: Toolkit, pack: Path | None, form: str) -> Iterator[Assessed]:
    """Yield each batch assessed, in order: here while there are few, on all cores then."""
    few = list(islice(batches, 2))
    yield from (assess_batch(toolkit, form, batch) for batch in few)
    if (rest := next(batches, None)) is not None:
        toolkit.completions.make_witnesses()  # they are worth it from here on, and kept for the workers
        workers = Workers(_work, lost, partial(_prepare, pack, form))
        yield from workers.results(chain([rest], batches))


_worker: Callable[[Batch], Assessed]


def _prepare(pack: Path | None, form: str) -> None:
    global _worker  # noqa: PLW0603 - a worker process has one toolkit
    toolkit = load_toolkit(pack)
    toolkit.completions.make_witnesses()
    _worker = partial(assess_batch, toolkit, form)


def _work(batch: Batch) -> Assessed:
    return _worker(batch)


def lost(batch: Batch) -> Assessed:
    """Return a message for a batch at which the process died that worked on it."""
    lines = [line for line in batch if isinstance(line, Line)]
    what = "the system ended the process that worked on them, most often for want of memory"
    message = (
        f"{lines[0].where}, to {lines[-1].where}: not assessed, since {what}. Try them in smaller files."
    )
    return Assessed(b"", (message,), sum(len(line.data) for line in lines))


def assess_batch(toolkit: Toolkit, form: str, batch: Batch) -> Assessed:
    """Return the output lines of a batch, and a message for each line that is bad.

    What nobody foresaw costs its own line only. The message names the kind of error and its
    place in the program; an error's own words can hold an answer.
    """
    read = [_tried(line, partial(_read, toolkit, line)) for line in batch]
    toolkit.completions.prepare([held.evaluation for held in read if isinstance(held, _Read)])
    results = [
        _tried(held.line, partial(_one, toolkit, form, held)) if isinstance(held, _Read) else held
        for held in read
    ]
    output = b"".join(result for result in results if isinstance(result, bytes))
    messages = tuple(message for result in results if isinstance(result, list) for message in result)
    size = sum(len(line.data) for line in batch if isinstance(line, Line))
    return Assessed(output, messages, size)


@dataclass(frozen=True, slots=True)
class _Read:
    """A line that was read and evaluated."""

    line: Line
    id: str | None
    evaluation: Evaluation


Made = TypeVar("Made")


def _tried(line: Line | FileError, make: Callable[[], Made]) -> Made | list[str]:
    """Return what MAKE makes of LINE, or the messages about what is wrong with it."""
    try:
        return make()
    except IopintakeError as error:
        return error.lines()
    except Exception as error:  # noqa: BLE001 - the last line of defence
        assert isinstance(line, Line)
        return [f"{line.where}: {unforeseen(error)}"]


def _read(toolkit: Toolkit, line: Line | FileError) -> _Read | None:
    """Return the answers of a line evaluated; None if it is empty."""
    if isinstance(line, FileError):
        raise line
    line.check_length()
    if not line.data.strip():
        return None
    text, _ = decode(line.data)
    data = parse_object(line.where, text, toml=line.where.endswith(".toml"))
    read = read_answers(toolkit.pack, line.where, data, today(), toolkit.taken)
    return _Read(line, read.circumstances.id, toolkit.evaluator.evaluate(read.answers))


def _one(toolkit: Toolkit, form: str, held: _Read) -> bytes:
    evaluation = held.evaluation
    recommendation = plain(
        recommend(evaluation, toolkit.completions.levels, toolkit.completions.most_narrowing_first)
    )
    del recommendation["would_change"]
    truths = {criterion.id: evaluation.truth(criterion.id).label for criterion in toolkit.pack.criteria}
    if form == "csv":
        return csv_cells(held.id, recommendation, truths.values())
    about = toolkit.pack.about
    pack = {"id": about.id, "version": about.version, "sha256": toolkit.pack.sha256}
    record = {"id": held.id, "recommendation": recommendation, "criteria": truths, "pack": pack}
    return written(record)


# --- lines out -------------------------------------------------------------------------


def _write(data: bytes) -> None:
    write_data(data, None, force=False)


@contextmanager
def _progress(files: tuple[Path, ...]) -> Iterator[Callable[[int], None]]:
    """Show a bar on the terminal while much is read; elsewhere show nothing."""
    if not sys.stderr.isatty() or sys.stdout.isatty():
        yield lambda _size: None
        return
    from rich.console import Console
    from rich.progress import Progress

    total = sum(path.stat().st_size for path in files if path.is_file()) or None
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Assessing", total=total)
        yield lambda size: bar.advance(task, size)
