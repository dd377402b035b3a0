"""Assesses answers from files, one object or many lines, and prints what comes out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from iopintake.answers.circumstances import today
from iopintake.answers.file_text import FILE_LIMIT, decode, parse_object, read_bytes
from iopintake.answers.files import AnswersRead, read_answers
from iopintake.batch.lines_in import Line, lines_of
from iopintake.checking.toolkit import Toolkit, load_toolkit
from iopintake.export.registry import ExportOptions, Finished, check_ending, exporter
from iopintake.settings import read_settings, settings_path
from iopintake.summary import deidentified
from iopintake.summary.model import Summary
from iopintake.support.errors import ExitCode, FileError, IopintakeError, unforeseen
from iopintake.support.language import _
from iopintake.terminal.output import complain, write_parts
from iopintake.terminal.prompts.operator import tell


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessOptions:
    """What was asked of the command."""

    files: tuple[Path, ...]
    pack: Path | None
    format: str
    output: Path | None = None
    patient: str = ""
    full: bool = False
    strict: bool = False
    deidentify: bool = False
    force: bool = False
    cluster: str = ""


FORMS: Final = frozenset({"jsonl", "csv", "results"})
"""What many intakes can leave as; results is Parquet with the columns of csv."""
MANY: Final = frozenset({".jsonl", ".parquet"})
"""The files that hold many intakes."""


def run_assess(order: AssessOptions) -> int:
    """Assess every file of ORDER; return the exit code."""
    if order.format in FORMS and not order.full and not order.deidentify:
        from iopintake.batch.many import Order, assess_many

        return assess_many(
            Order(
                files=order.files,
                pack=order.pack,
                form=order.format,
                output=order.output,
                force=order.force,
                strict=order.strict,
                cluster=order.cluster,
            )
        )
    if order.format in {"csv", "results"}:
        raise FileError(
            _("These rows hold no whole or nameless summaries. Leave --full and --deidentify out.")
        )
    if order.cluster:
        raise FileError(_("A cluster works on jsonl, csv and results. Leave --full and --deidentify out."))
    toolkit = load_toolkit(order.pack)
    if order.format == "text":
        assessing = _Assessing(order, toolkit)
        for finished in assessing.finished():
            print_summary(toolkit, finished.summary, "text")
        return assessing.code
    leaving = exporter(order.format)
    check_ending(order.output, leaving)
    assessing = _Assessing(order, toolkit)
    if assessing.many and not leaving.holds_many:
        raise FileError(
            _("The format {format} holds one summary, and there are several. Use --format jsonl.").format(
                format=order.format
            )
        )
    parts = leaving.write(
        assessing.finished(),
        ExportOptions(patient=order.patient, clinic=read_settings(settings_path()).clinic),
    )
    write_parts(parts, order.output, is_text=leaving.is_text, force=order.force)
    return assessing.code


class _Assessing:
    """One run of the command: assesses what it reads; ``code`` is how it ended once all is read."""

    def __init__(self, order: AssessOptions, toolkit: Toolkit) -> None:
        self.order, self.toolkit = order, toolkit
        self.many = len(order.files) > 1 or any(path.suffix in MANY for path in order.files)
        self.code = ExitCode.DONE

    def finished(self) -> Iterator[Finished]:
        """Yield each summary; of several bad ones each is told of, unless --strict stops at the first.

        Among many one that this program itself fails at costs nothing but itself.
        """
        for path in self.order.files:
            for where, read in _readings(path, self.toolkit):
                try:
                    yield self._finished(read())
                except IopintakeError as error:
                    if self.order.strict or not self.many:
                        raise
                    self._complain(error)
                except Exception as error:
                    if not self.many:
                        raise
                    self._complain(IopintakeError(f"{where}: {unforeseen(error)}"))

    def _finished(self, read: AnswersRead) -> Finished:
        summary = self.toolkit.summarize(read.answers, read.circumstances)
        nameless = self.order.deidentify
        return Finished(
            summary=deidentified(summary, self.toolkit.pack) if nameless else summary, pack=self.toolkit.pack
        )

    def _complain(self, error: IopintakeError) -> None:
        complain(error)
        self.code = ExitCode.BAD_INPUT


def print_summary(
    toolkit: Toolkit, summary: Summary, form: str, *, full: bool = True, every_list: bool = False
) -> None:
    """Print SUMMARY to standard output in the format FORM; as text it is whole only if FULL."""
    if form == "text":
        from iopintake.terminal.output import console
        from iopintake.terminal.pages.showing import show_result

        show_result(console(), summary, toolkit.pack, full=full, every_list=every_list)
        return
    leaving = exporter(form)
    parts = leaving.write([Finished(summary=summary, pack=toolkit.pack)], ExportOptions())
    write_parts(parts, None, is_text=leaving.is_text, force=False)


Reading = tuple[str, Callable[[], AnswersRead]]
"""Where answers stand, and what reads them or raises what is wrong with them."""


def _readings(path: Path, toolkit: Toolkit) -> Iterator[Reading]:
    """Yield each object in the file at PATH, still to be read."""
    if path.suffix not in MANY:
        yield str(path), partial(_one, path, toolkit)
        return
    try:
        for line in lines_of(path, toolkit.pack):
            if line.data.strip() or line.is_too_long:
                yield line.where, partial(_line, line, toolkit)
    except IopintakeError as error:
        yield str(path), partial(_raised, error)


def _raised(error: IopintakeError) -> AnswersRead:
    raise error


def _line(line: Line, toolkit: Toolkit) -> AnswersRead:
    line.check_length()
    return _read(line.where, line.data, toolkit)


def _one(path: Path, toolkit: Toolkit) -> AnswersRead:
    stdin = str(path) == "-"
    where = _("standard input") if stdin else str(path)
    if stdin:
        data = sys.stdin.buffer.read(FILE_LIMIT + 1)
        if len(data) > FILE_LIMIT:
            raise FileError(_("Standard input is larger than 5 MB. For many intakes use a .jsonl file."))
    else:
        data = read_bytes(path)
    return _read(where, data, toolkit, toml=path.suffix == ".toml")


def _read(where: str, data: bytes, toolkit: Toolkit, *, toml: bool = False) -> AnswersRead:
    text, replaced = decode(data)
    if replaced:
        tell(_("{where}: some bytes are not UTF-8; each is shown as �.").format(where=where))
    return read_answers(toolkit.pack, where, parse_object(where, text, toml=toml), today())
