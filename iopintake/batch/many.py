"""Assesses any number of intakes: a line in, a line out, in order, on all cores.

Memory does not grow with the input: only a few batches of lines are under way at a time.
A bad line is reported with its number, and the rest goes on.
"""

from __future__ import annotations

import csv
import io
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path

from iopintake.answers.circumstances import today
from iopintake.answers.files import decode, parse_object, read_answers
from iopintake.batch.lines_in import Line, lines_of
from iopintake.checking.toolkit import Toolkit, load_toolkit
from iopintake.export.as_json import plain, to_json
from iopintake.summary import recommend
from iopintake.support.errors import ExitCode, IopintakeError
from iopintake.support.safe_text import safe_text

BATCH = 200
"""Lines that go to a worker together."""
UNDER_WAY = 8
"""Batches that are read ahead of what has been written, for each worker."""
COLUMNS = ("id", "verdict", "level", "at_least", "levels_possible", "headline", "clinician_review", "scope")


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
        _write(csv_line([*COLUMNS, *(criterion.id for criterion in toolkit.pack.criteria)]))
    code = ExitCode.DONE
    with _progress(files) as advance:
        for batch in _assessed(_batches(files), toolkit, pack, form):
            _write(batch.output)
            for message in batch.messages:
                print(safe_text(message), file=sys.stderr)  # noqa: T201 - diagnostics beside the data
            advance(batch.size)
            if batch.messages:
                code = ExitCode.BAD_INPUT
                if strict:
                    break
    return code


# --- lines in --------------------------------------------------------------------------


def _batches(files: Iterable[Path]) -> Iterator[list[Line]]:
    lines = chain.from_iterable(lines_of(path) for path in files)
    while batch := list(islice(lines, BATCH)):
        yield batch


# --- work ------------------------------------------------------------------------------


def _assessed(
    batches: Iterator[list[Line]], toolkit: Toolkit, pack: Path | None, form: str
) -> Iterator[Assessed]:
    """Yield each batch assessed, in order: here while there are few, on all cores then."""
    few = list(islice(batches, 2))
    yield from (assess_batch(toolkit, form, batch) for batch in few)
    rest = next(batches, None)
    if rest is None:
        return
    workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    room = threading.Semaphore(workers * UNDER_WAY)

    def admitted() -> Iterator[list[Line]]:
        for batch in chain([rest], batches):
            room.acquire()
            yield batch

    context = multiprocessing.get_context("spawn")
    with context.Pool(workers, _start_worker, (pack, form)) as pool:
        for assessed in pool.imap(_work, admitted()):
            room.release()
            yield assessed


_worker: Callable[[list[Line]], Assessed]


def _start_worker(pack: Path | None, form: str) -> None:
    global _worker  # noqa: PLW0603 - a worker process has one toolkit
    _worker = partial(assess_batch, load_toolkit(pack), form)


def _work(batch: list[Line]) -> Assessed:
    return _worker(batch)


def assess_batch(toolkit: Toolkit, form: str, batch: list[Line]) -> Assessed:
    """Return the output lines of a batch, and a message for each line that is bad."""
    output: list[bytes] = []
    messages: list[str] = []
    for line in batch:
        if not line.data.strip():
            continue
        try:
            output.append(_one(toolkit, form, line))
        except IopintakeError as error:
            messages += error.lines()
    return Assessed(b"".join(output), tuple(messages), sum(len(line.data) for line in batch))


def _one(toolkit: Toolkit, form: str, line: Line) -> bytes:
    line.check_length()
    text, _ = decode(line.data)
    data = parse_object(line.where, text, toml=line.where.endswith(".toml"))
    read = read_answers(toolkit.pack, line.where, data, today())
    evaluation = toolkit.evaluator.evaluate(read.answers)
    recommendation = plain(
        recommend(evaluation, toolkit.completions.levels, toolkit.completions.most_narrowing_first)
    )
    del recommendation["would_change"]
    truths = {criterion.id: evaluation.truth(criterion.id).label for criterion in toolkit.pack.criteria}
    if form == "csv":
        scope = recommendation["scope"]
        cells = {**recommendation, "id": read.circumstances.id, "scope": scope["id"] if scope else None}
        return csv_line([*(cells[column] for column in COLUMNS), *truths.values()])
    about = toolkit.pack.about
    pack = {"id": about.id, "version": about.version, "sha256": toolkit.pack.sha256}
    record = {
        "id": read.circumstances.id,
        "recommendation": recommendation,
        "criteria": truths,
        "pack": pack,
    }
    return to_json(record, indent=None)


# --- lines out -------------------------------------------------------------------------


def csv_line(cells: Iterable[object]) -> bytes:
    """Return a line of CSV; no cell can become a formula in a spreadsheet."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([_cell(cell) for cell in cells])
    return out.getvalue().encode("utf-8", "replace")


def _cell(value: object) -> str:
    text = ";".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    shown = safe_text(text)
    return f"'{shown}" if shown[:1] in {"=", "+", "-", "@"} else shown


def _write(data: bytes) -> None:
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


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
