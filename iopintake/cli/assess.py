"""Assesses answers from files, one object or many lines, and prints what comes out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from iopintake.answers.circumstances import today
from iopintake.answers.files import (
    FILE_LIMIT,
    AnswersRead,
    decode,
    parse_object,
    read_answers,
    read_bytes,
)
from iopintake.batch.lines_in import lines_of
from iopintake.checking.toolkit import Toolkit, load_toolkit
from iopintake.export.as_json import to_json
from iopintake.summary import deidentified
from iopintake.summary.model import Summary
from iopintake.support.errors import ExitCode, FileError, IopintakeError
from iopintake.terminal.output import complain, write_data


@dataclass(frozen=True, slots=True)
class AssessOptions:
    """What was asked of the command."""

    files: tuple[Path, ...]
    pack: Path | None
    format: str
    full: bool = False
    strict: bool = False
    deidentify: bool = False


def run_assess(order: AssessOptions) -> int:
    """Assess every file of ORDER; return the exit code."""
    if order.format in {"jsonl", "csv"} and not order.full and not order.deidentify:
        from iopintake.batch.many import assess_many

        return assess_many(order.files, order.pack, order.format, strict=order.strict)
    toolkit = load_toolkit(order.pack)
    many = len(order.files) > 1 or any(path.suffix == ".jsonl" for path in order.files)
    if order.format == "csv":
        raise FileError(
            "A table has no place for whole or nameless summaries. Leave --full and --deidentify out."
        )
    if many and order.format in {"json", "html"}:
        raise FileError(
            f"The format {order.format} holds one summary, and there are several. Use --format jsonl."
        )
    code = ExitCode.DONE
    for item in _items(order, toolkit):
        if isinstance(item, IopintakeError):
            complain(item)
            code = ExitCode.BAD_INPUT
            if order.strict or not many:
                return code
        else:
            print_summary(toolkit, _summary(order, toolkit, item), order.format)
    return code


def _summary(order: AssessOptions, toolkit: Toolkit, read: AnswersRead) -> Summary:
    summary = toolkit.summarize(read.answers, read.circumstances)
    return deidentified(summary, toolkit.pack) if order.deidentify else summary


def print_summary(toolkit: Toolkit, summary: Summary, form: str) -> None:
    """Print SUMMARY to standard output in the format FORM."""
    match form:
        case "json":
            write_data(to_json(summary), None, force=False)
        case "jsonl":
            write_data(to_json(summary, indent=None), None, force=False)
        case "markdown":
            from iopintake.export.as_markdown import summary_markdown

            write_data(summary_markdown(summary, toolkit.pack).encode("utf-8", "replace"), None, force=False)
        case "html":
            from iopintake.export.as_html import summary_html

            write_data(summary_html(summary, toolkit.pack).encode("utf-8", "replace"), None, force=False)
        case _:
            from iopintake.terminal.output import console
            from iopintake.terminal.pages.summary import show_summary

            show_summary(console(), summary, toolkit.pack)


def _items(order: AssessOptions, toolkit: Toolkit) -> Iterator[AnswersRead | IopintakeError]:
    """Yield the answers of every object in every file, or what is wrong with it."""
    for path in order.files:
        try:
            if path.suffix == ".jsonl":
                yield from _lines(path, toolkit)
            else:
                yield _one(path, toolkit)
        except IopintakeError as error:
            yield error


def _one(path: Path, toolkit: Toolkit) -> AnswersRead:
    stdin = str(path) == "-"
    where = "standard input" if stdin else str(path)
    if stdin:
        data = sys.stdin.buffer.read(FILE_LIMIT + 1)
        if len(data) > FILE_LIMIT:
            raise FileError("Standard input is larger than 5 MB. For many intakes use a .jsonl file.")
    else:
        data = read_bytes(path)
    return _read(where, data, toolkit, toml=path.suffix == ".toml")


def _read(where: str, data: bytes, toolkit: Toolkit, *, toml: bool = False) -> AnswersRead:
    text, replaced = decode(data)
    if replaced:
        print(  # noqa: T201 - a remark beside the data
            f"{where}: some bytes are not UTF-8; each is shown as \ufffd.", file=sys.stderr
        )
    return read_answers(toolkit.pack, where, parse_object(where, text, toml=toml), today())


def _lines(path: Path, toolkit: Toolkit) -> Iterator[AnswersRead | IopintakeError]:
    for line in lines_of(path):
        if line.data.strip():
            try:
                line.check_length()
                yield _read(line.where, line.data, toolkit)
            except IopintakeError as error:
                yield error
