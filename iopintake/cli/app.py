"""The program: its interviews and assessments, and all its commands put together."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Any

import typer

from iopintake import __version__
from iopintake.cli import reference
from iopintake.cli.config import config_app
from iopintake.cli.database import database_app
from iopintake.cli.options import (
    AssessFormatOption,
    CallerLanguageOption,
    ClearOption,
    ForceOption,
    HomeOption,
    JsonFileOption,
    OutputOption,
    PackOption,
    PatientOption,
    PhoneOption,
    PickedArgument,
    PlainOption,
    SideBySideOption,
    TakeOverOption,
)
from iopintake.cli.packs import pack_app
from iopintake.cli.screeners import screener_app
from iopintake.support.errors import ExitCode

app = typer.Typer(
    name="iopintake",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(pack_app, name="pack")
app.add_typer(screener_app, name="screener")
app.add_typer(config_app, name="config")
app.add_typer(database_app, name="database")


def _show_version(value: bool) -> None:
    if value:
        typer.echo(f"iopintake {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def iopintake(
    context: typer.Context,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
    _language: Annotated[
        str, typer.Option("--language", metavar="LANGUAGE", help="Of screens and messages, such as es.")
    ] = "",  # taken before any command is made (cli/run.py)
) -> None:
    """Ask an intake questionnaire and say whether an intensive outpatient program (IOP) fits.

    Without a command a new intake starts, as with: iopintake start

    The tool recommends; a licensed clinician decides.
    """
    if context.invoked_subcommand is None:
        _session()


@app.command()
def start(
    pack: PackOption = None,
    answers: Annotated[Path | None, typer.Option(metavar="FILE", help="Go on from an answers file.")] = None,
    json: JsonFileOption = None,
    force: ForceOption = False,
    plain: PlainOption = False,
    phone: PhoneOption = False,
    quick: Annotated[
        bool, typer.Option("--quick", help="Safety whole, and besides only what can still change the result.")
    ] = False,
    keep: Annotated[
        bool, typer.Option(help="Keep the intake in the records; nothing is written otherwise.")
    ] = True,
    clear: ClearOption = False,
    practice: Annotated[
        bool, typer.Option("--practice", help="For practice: it stays out of reports.")
    ] = False,
    home: HomeOption = None,
    caller_language: CallerLanguageOption = "",
    side_by_side: SideBySideOption = None,
) -> None:
    """Start a new intake: ask, then show whether an IOP fits, why, and how to get ready.

    Example: iopintake start --phone --json intake.json
    """
    _session(
        pack=pack,
        answers=answers,
        json=json,
        force=force,
        plain=plain,
        phone=phone,
        quick=quick,
        keep=keep,
        clear=clear,
        practice=practice,
        home=home,
        caller_language=caller_language,
        side_by_side=side_by_side,
    )


@app.command()
def resume(
    intake: Annotated[
        str,
        typer.Argument(metavar="[ID]", help="The id, or how it begins; asked for if there are several."),
    ] = "",
    json: JsonFileOption = None,
    force: ForceOption = False,
    plain: PlainOption = False,
    phone: PhoneOption = False,
    clear: ClearOption = False,
    home: HomeOption = None,
    take_over: TakeOverOption = False,
    caller_language: CallerLanguageOption = "",
    side_by_side: SideBySideOption = None,
) -> None:
    """Go on with an unfinished intake, at the question where it stopped.

    Example: iopintake resume
    """
    _session(
        resume=intake,
        json=json,
        force=force,
        plain=plain,
        phone=phone,
        clear=clear,
        home=home,
        take_over=take_over,
        caller_language=caller_language,
        side_by_side=side_by_side,
    )


@app.command()
def amend(
    intake: PickedArgument = None,
    reason: Annotated[
        str | None, typer.Option(help="Why, with nothing about the person; asked for if left out.")
    ] = None,
    plain: PlainOption = False,
    clear: ClearOption = False,
    home: HomeOption = None,
    take_over: TakeOverOption = False,
) -> None:
    """Take a finished intake up again, for a reason; what it came to before stays beside it.

    Example: iopintake amend bado --reason "called back with new facts"
    """
    from iopintake.cli.records.picked import refuse_unnamed

    refuse_unnamed(intake, "amend")
    _session(amend=intake or "", reason=reason, plain=plain, clear=clear, home=home, take_over=take_over)


def _session(**options: Any) -> None:
    from iopintake.cli.intake import run_intake
    from iopintake.cli.open_intake import StartOptions

    raise typer.Exit(run_intake(StartOptions(**options)))


@app.command()
def assess(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", help="Answers in .json, .toml, .jsonl or .parquet; - reads standard input."
        ),
    ],
    pack: PackOption = None,
    format: AssessFormatOption = "text",  # noqa: A002
    output: OutputOption = None,
    patient: PatientOption = "",
    full: Annotated[bool, typer.Option("--full", help="With jsonl: whole summaries.")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="With .jsonl and .parquet: stop at the first bad line.")
    ] = False,
    deidentify: Annotated[
        bool, typer.Option("--deidentify", help="Leave out what names the person, free text and notes.")
    ] = False,
    cluster: Annotated[
        str, typer.Option(metavar="ADDRESS", help="With jsonl, csv, results: work on this Dask cluster.")
    ] = "",
    force: ForceOption = False,
) -> None:
    """Assess answers that stand in a file, without an interview.

    Example: iopintake assess answers.json --format json
    """
    from iopintake.cli.assess import AssessOptions, run_assess

    raise typer.Exit(
        run_assess(
            AssessOptions(
                files=tuple(files),
                pack=pack,
                format=format,
                output=output,
                patient=patient,
                full=full,
                strict=strict,
                deidentify=deidentify,
                force=force,
                cluster=cluster,
            )
        )
    )


@app.command()
def check(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="A pack; the shipped one if none is named.")
    ] = None,
    prove: Annotated[
        bool, typer.Option("--prove", help="Decide the pack's claims over every set of answers.")
    ] = False,
) -> None:
    """Check whether a pack is sound and its cases come out right.

    Example: iopintake check my-pack --prove
    """
    from iopintake.checking.report import check_pack
    from iopintake.checking.toolkit import load_toolkit
    from iopintake.support import datafiles
    from iopintake.terminal.output import console
    from iopintake.terminal.pages.packs import show_report

    toolkit = load_toolkit(folder)
    report = check_pack(folder or datafiles.shipped_pack(), toolkit, prove=prove)
    toolkit.completions.make_witnesses()  # interviews with this pack find them in the cache
    show_report(console(), report)
    raise typer.Exit(ExitCode.DONE if report.holds else ExitCode.BAD_INPUT)


@app.command()
def explain(
    file: Annotated[
        str,
        typer.Argument(metavar="FILE|ID", help="Answers, - for standard input, or the id of a kept intake."),
    ],
    pack: PackOption = None,
    why: Annotated[str | None, typer.Option(metavar="CRITERION", help="Only this criterion or rule.")] = None,
    why_not: Annotated[str | None, typer.Option(metavar="LEVEL", help="Why it is not this level.")] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Every level, need and criterion, down to answers and sources.")
    ] = False,
    home: HomeOption = None,
) -> None:
    """Print how a result comes about: what decides it, or with --full every rule down to its answers.

    Example: iopintake explain bado --why-not php
    """
    from iopintake.cli.records.named import evaluated
    from iopintake.export.explanation import explained
    from iopintake.terminal.output import console
    from iopintake.terminal.pages.renderables import show_lines

    show_lines(console(), explained(evaluated(file, pack, home), why=why, why_not=why_not, full=full))


reference.register(app)


@cache
def whole_app() -> typer.Typer:
    """Return the program with all its commands."""
    from iopintake.cli.records import commands

    commands.register(app)
    return app
