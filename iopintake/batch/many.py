"""Assesses any number of intakes: a line in, a line out, in order, on all cores or on a cluster.

A bad line is reported with its number, and so is one that this program itself fails at; the
rest goes on. With a file to write to, a run that was stopped goes on where it was.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Final

from iopintake import __version__
from iopintake.answers.circumstances import today
from iopintake.batch import results
from iopintake.batch.assessing import Assessed, Batch, assess_batch
from iopintake.batch.lines_in import Line, lines_of
from iopintake.batch.lost import lost
from iopintake.batch.unfinished import Unfinished, job_of
from iopintake.batch.workers import Workers
from iopintake.checking.toolkit import Toolkit, load_toolkit
from iopintake.export.as_csv import csv_head
from iopintake.packs.model import Pack
from iopintake.support.errors import ExitCode, FileError, IopintakeError
from iopintake.support.files import whole_file
from iopintake.support.language import _
from iopintake.support.safe_text import safe_line
from iopintake.terminal.output import say, write_data
from iopintake.terminal.progress import Advance, progress

BATCH = 200
"""Lines that go to a worker together."""
WORTH: Final = 60
"""Lines from which on it is worth a second or so to make witnesses, which are kept for the workers, too."""
GARBAGE: Final = 50_000
"""Objects after which a worker looks for garbage; hardly any is left that refers to itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked for."""

    files: tuple[Path, ...]
    pack: Path | None
    form: str
    output: Path | None = None
    force: bool = False
    strict: bool = False
    cluster: str = ""


def assess_many(order: Order) -> int:
    """Assess every line of every file and write a line for each; return the exit code."""
    toolkit = load_toolkit(order.pack)
    if order.output is None or str(order.output) == "-":
        if order.form == "results":
            raise FileError(_("Parquet is no text for a terminal. Name a file with --output FILE."))
        _write(_head(toolkit.pack, order.form))
        return _run(order, toolkit, today(), 0, lambda batch: _write(batch.output))
    if order.output.exists() and not order.force:
        raise FileError(
            _("{output}: there is a file already. Use --force to write over it.").format(output=order.output)
        )
    parts = [__version__, toolkit.pack.sha256, toolkit.pack.language, order.form]
    unfinished = Unfinished(order.output, job_of(parts, order.files, today()))
    try:
        told = [message for batch in unfinished.all() for message in batch.messages]
        for message in told:
            say(safe_line(message))
        code = _run(order, toolkit, unfinished.day, unfinished.done, unfinished.add)
        _put_together(order, toolkit.pack, unfinished)
    finally:
        unfinished.close()
        if not unfinished.done:
            unfinished.remove()
    unfinished.remove()
    return ExitCode.BAD_INPUT if told else code


def _put_together(order: Order, pack: Pack, unfinished: Unfinished) -> None:
    """Write all batches, one after the other, to the file that was asked for."""
    assert order.output is not None
    outputs = (batch.output for batch in unfinished.all())
    with whole_file(order.output, force=order.force) as file:
        if order.form == "results":
            results.write_parquet(file, pack, outputs)
        else:
            for output in chain([_head(pack, order.form)], outputs):
                file.write(output)


def _head(pack: Pack, form: str) -> bytes:
    return csv_head(pack) if form == "csv" else b""


def _run(order: Order, toolkit: Toolkit, day: date, done: int, keep: Callable[[Assessed], None]) -> ExitCode:
    """Assess all batches but those that are DONE, and KEEP what each comes to."""
    code = ExitCode.DONE
    with _shown(order.files) as advance, ExitStack() as stack:
        batches = _batches(order.files, toolkit.pack)
        for batch in islice(batches, done):
            advance(_size(batch))
        for assessed in _assessed(order, toolkit, day, batches, stack):
            keep(assessed)
            for message in assessed.messages:
                say(safe_line(message))
            advance(assessed.size)
            if assessed.messages:
                code = ExitCode.BAD_INPUT
                if order.strict:
                    break
    return code


# --- lines in --------------------------------------------------------------------------


def _batches(files: Iterable[Path], pack: Pack) -> Iterator[Batch]:
    lines = chain.from_iterable(_lines(path, pack) for path in files)
    while batch := list(islice(lines, BATCH)):
        yield batch


def _lines(path: Path, pack: Pack) -> Iterator[Line | FileError]:
    try:
        yield from lines_of(path, pack)
    except FileError as error:
        yield error
    except IopintakeError as error:
        yield FileError(error.headline)


def _size(batch: Batch) -> int:
    return sum(len(line.data) for line in batch if isinstance(line, Line))


# --- work ------------------------------------------------------------------------------


def _assessed(
    order: Order, toolkit: Toolkit, day: date, batches: Iterator[Batch], stack: ExitStack
) -> Iterator[Assessed]:
    """Yield each batch assessed, in order: on the cluster; or here while there are few, on all cores then."""
    if order.cluster:
        from iopintake.batch.cluster import cluster

        yield from stack.enter_context(cluster(order.cluster, toolkit.pack, order.form, day)).results(batches)
        return
    for batch in islice(batches, 2):
        if len(batch) >= WORTH:
            toolkit.completions.make_witnesses()
        yield assess_batch(toolkit, order.form, batch, day)
    if (rest := next(batches, None)) is not None:
        workers = Workers(_work, lost, partial(_prepare, order.pack, order.form, day))
        yield from workers.results(chain([rest], batches))


_worker: Callable[[Batch], Assessed]


def _prepare(pack: Path | None, form: str, day: date) -> None:
    global _worker  # noqa: PLW0603 - a worker process has one toolkit
    toolkit = load_toolkit(pack)
    toolkit.completions.make_witnesses()
    spare_garbage()
    _worker = partial(_assess, toolkit, form, day)


def spare_garbage() -> None:
    """Look for garbage seldom from now on, and not in the pack, which stays: it takes a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE)


def _assess(toolkit: Toolkit, form: str, day: date, batch: Batch) -> Assessed:
    return assess_batch(toolkit, form, batch, day)


def _work(batch: Batch) -> Assessed:
    return _worker(batch)


# --- lines out -------------------------------------------------------------------------


def _write(data: bytes) -> None:
    write_data(data, None, force=False)


def _shown(files: tuple[Path, ...]) -> AbstractContextManager[Advance]:
    """Show how much of FILES is read; what goes to the terminal itself shows it already."""
    if sys.stdout.isatty():
        return nullcontext(lambda _size: None)
    total = sum(path.stat().st_size for path in files if path.is_file()) or None
    return progress(_("Assessing"), total)
