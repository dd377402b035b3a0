"""The command ``import``: answers given elsewhere become intakes of the records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from iopintake.answers.circumstances import today
from iopintake.answers.file_text import decode, parse_object
from iopintake.answers.files import AnswersRead, read_answers, read_answers_file
from iopintake.checking.toolkit import Toolkit, load_toolkit, usual_pack
from iopintake.cli.options import HomeOption, PackOption
from iopintake.cli.records.opening import open_records
from iopintake.cli.records.shared import tell_who_sees
from iopintake.interview.flow import next_question
from iopintake.store import Plan, Store, begin_session
from iopintake.store.session.pausing import due, leave
from iopintake.support.errors import ExitCode, IopintakeError
from iopintake.support.language import _
from iopintake.terminal.output import complain
from iopintake.terminal.prompts.operator import tell


class OriginName(StrEnum):
    """Where imported answers were given; it is kept as how the intake was made."""

    WEB_FORM = "web_form"
    PORTAL = "portal"
    PAPER = "paper"
    FILE = "file"


def import_(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="Answers, a summary or a FHIR QuestionnaireResponse in .json or .toml; .jsonl for many.",
        ),
    ],
    origin: Annotated[OriginName, typer.Option(help="Where the answers were given.")] = OriginName.FILE,
    draft: Annotated[
        bool, typer.Option("--draft", help="Keep even what is complete as a draft, to be gone over.")
    ] = False,
    practice: Annotated[
        bool, typer.Option("--practice", help="For practice: it stays out of reports.")
    ] = False,
    pack: PackOption = None,
    home: HomeOption = None,
) -> None:
    """Put answers given elsewhere into the records: finished where nothing is left to ask, else a draft.

    Example: iopintake import response.json --origin portal
    """
    wanted = _Wanted(origin.value, draft=draft, practice=practice)
    raise typer.Exit(_import_all(files, pack, home, wanted))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What was asked of the command, beside its files."""

    origin: str
    draft: bool
    practice: bool


def _import_all(files: Sequence[Path], pack: Path | None, home: Path | None, wanted: _Wanted) -> int:
    toolkit = load_toolkit(pack)
    folder = pack or usual_pack()
    code = ExitCode.DONE
    with open_records(home) as store:
        tell_who_sees(store)
        for read in _every(files, toolkit):
            if isinstance(read, IopintakeError):
                complain(read)
                code = ExitCode.BAD_INPUT
            else:
                _keep(store, toolkit, folder, read, wanted)
    return code


def _keep(store: Store, toolkit: Toolkit, folder: Path, read: AnswersRead, wanted: _Wanted) -> None:
    """Keep one set of answers as an intake, and say what it became."""
    plan = Plan(pack=toolkit.pack, folder=folder, mode=wanted.origin, day=today(), practice=wanted.practice)
    evaluation = toolkit.evaluator.evaluate(read.answers)
    session = begin_session(store, plan, read.answers, due(evaluation))
    if wanted.draft or next_question(evaluation) is not None:
        leave(session, evaluation, "imported")
        tell(_("{id}: kept as a draft. Go on with: iopintake resume {id}").format(id=session.id))
    else:
        session.finish(toolkit.summarize(session.answers, session.circumstances(wanted.origin)), "finished")
        tell(_("{id}: kept as finished. See it with: iopintake show {id}").format(id=session.id))
    if evaluation.crisis_signs():
        tell(
            _("!!! {id}: there is a sign of danger in these answers. Somebody may need help now.").format(
                id=session.id
            )
        )


def _every(files: Sequence[Path], toolkit: Toolkit) -> Iterator[AnswersRead | IopintakeError]:
    """Yield the answers of every object in every file, or what is wrong with it."""
    from iopintake.batch.lines_in import lines_of

    for path in files:
        try:
            if path.suffix not in {".jsonl", ".parquet"}:
                yield read_answers_file(toolkit.pack, path, today())
                continue
            for line in lines_of(path, toolkit.pack):
                if line.data.strip():
                    yield _line(toolkit, line.where, line.data)
        except IopintakeError as error:
            yield error


def _line(toolkit: Toolkit, where: str, data: bytes) -> AnswersRead | IopintakeError:
    try:
        return read_answers(toolkit.pack, where, parse_object(where, decode(data)[0]), today())
    except IopintakeError as error:
        return error
