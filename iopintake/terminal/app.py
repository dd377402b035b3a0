"""The commands: each reads its options, calls what does the work, and shows the result."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import typer

from iopintake import __version__
from iopintake.terminal.records_options import HomeOption

app = typer.Typer(
    name="iopintake",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
pack_app = typer.Typer(rich_markup_mode=None, help="Make and read packs: questions, rules and words as data.")
app.add_typer(pack_app, name="pack")

PackOption = Annotated[
    Path | None, typer.Option("--pack", metavar="DIR", help="A clinic's own pack instead of the shipped one.")
]
JsonFileOption = Annotated[
    Path | None,
    typer.Option("--json", metavar="FILE", help="Write the JSON summary to FILE; - for standard output."),
]
PlainOption = Annotated[
    bool, typer.Option("--plain", help="Lines only: for screen readers, pipes and slow links.")
]
PhoneOption = Annotated[bool, typer.Option("--phone", help="For a call: what to read aloud stands apart.")]
ClearOption = Annotated[
    bool, typer.Option("--clear", help="At the end clear the screen and what scrolled by.")
]
TakeOverOption = Annotated[bool, typer.Option("--take-over", help="Even if it is open in another window.")]
ForceOption = Annotated[bool, typer.Option("--force", help="Write over a file that is there.")]


class Format(StrEnum):
    """How a summary comes out."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    MARKDOWN = "markdown"
    HTML = "html"


class SchemaName(StrEnum):
    """Which JSON Schema is printed."""

    SUMMARY = "summary"
    ANSWERS = "answers"


class Drawing(StrEnum):
    """In which language a drawing comes out."""

    MERMAID = "mermaid"
    GRAPHVIZ = "graphviz"


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
    )


@app.command()
def resume(
    intake: Annotated[
        str,
        typer.Argument(metavar="[ID]", help="The id, or how it begins; the latest draft if none is named."),
    ] = "",
    json: JsonFileOption = None,
    force: ForceOption = False,
    plain: PlainOption = False,
    phone: PhoneOption = False,
    clear: ClearOption = False,
    home: HomeOption = None,
    take_over: TakeOverOption = False,
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
    )


@app.command()
def amend(
    intake: Annotated[str, typer.Argument(metavar="ID", help="The id, or how it begins.")],
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
    _session(amend=intake, reason=reason, plain=plain, clear=clear, home=home, take_over=take_over)


def _session(**wishes: Any) -> None:
    from iopintake.terminal.seat import Wishes
    from iopintake.terminal.session import run_session

    raise typer.Exit(run_session(Wishes(**wishes)))


@app.command()
def assess(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Answers in .json, .toml or .jsonl; - reads standard input."),
    ],
    pack: PackOption = None,
    format: Annotated[  # noqa: A002
        Format, typer.Option(help="How the result comes out; jsonl and csv hold a line for each intake.")
    ] = Format.TEXT,
    full: Annotated[bool, typer.Option("--full", help="With jsonl: whole summaries.")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="With .jsonl: stop at the first bad line.")
    ] = False,
    deidentify: Annotated[
        bool, typer.Option("--deidentify", help="Leave out what names the person, free text and notes.")
    ] = False,
) -> None:
    """Assess answers that stand in a file, without an interview.

    Example: iopintake assess answers.json --format json
    """
    from iopintake.terminal.assessing import Order, run_assess

    raise typer.Exit(
        run_assess(Order(tuple(files), pack, format.value, full=full, strict=strict, deidentify=deidentify))
    )


@app.command()
def example(
    name: Annotated[
        str | None, typer.Argument(help="The example to show; without it they are listed.")
    ] = None,
    pack: PackOption = None,
    format: Annotated[Format, typer.Option(help="How the result comes out.")] = Format.TEXT,  # noqa: A002
) -> None:
    """Show the summary of a made-up person, to see what comes out.

    Example: iopintake example panic_weekly_not_enough
    """
    from iopintake.terminal.examples import list_examples, show_example

    if name is None:
        list_examples(pack)
    else:
        show_example(name, pack, format.value)


@app.command()
def week(
    track: Annotated[
        str, typer.Option(help="mental_health, substance_use, teen, eating_disorder or co_occurring.")
    ] = ("mental_health"),
    days: Annotated[
        str | None, typer.Option(help='The free days and times, such as "mon-fri evening, sat".')
    ] = None,
    payer: Annotated[
        str | None, typer.Option(help="A payer with a minimum of hours, such as medicare.")
    ] = None,
    age: Annotated[int, typer.Option(min=12, max=120, help="Adolescents have fewer hours.")] = 18,
    pack: PackOption = None,
) -> None:
    """Show a typical week for a track and free days, without an intake.

    Example: iopintake week --track substance_use --days "mon-fri evening"
    """
    from iopintake.terminal.weeks import show_week

    show_week(pack, track=track, days=days, payer=payer, age=age)


@app.command()
def guide(
    topic: Annotated[str | None, typer.Argument(help="The topic; without it they are listed.")] = None,
    pack: PackOption = None,
) -> None:
    """Answer what callers ask: what an IOP is, how long it lasts, insurance, work.

    Example: iopintake guide insurance
    """
    from iopintake.terminal.guide import show_guide

    show_guide(pack, topic)


@app.command()
def crisis() -> None:
    """Print at once what to do and whom to call when somebody is in danger.

    It needs no intake and no valid pack. Example: iopintake crisis
    """
    from iopintake.terminal.guide import show_crisis

    show_crisis()


@app.command()
def config() -> None:
    """Show the clinic's own settings: its numbers for a crisis, the operator, and the file they stand in.

    Example: iopintake config
    """
    from iopintake.terminal.guide import show_settings

    show_settings()


@app.command()
def questions(
    pack: PackOption = None,
    template: Annotated[bool, typer.Option("--template", help="Print an answers file to fill in.")] = False,
) -> None:
    """List the questions with their ids, types and options.

    Example: iopintake questions --template > answers.json
    """
    from iopintake.terminal.listing import list_questions, print_template

    (print_template if template else list_questions)(pack)


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
    from iopintake.terminal.checking import run_check

    raise typer.Exit(run_check(folder, prove=prove))


@pack_app.command("copy")
def pack_copy(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is not there yet.")],
    pack: PackOption = None,
) -> None:
    """Copy the shipped pack into a folder, to be changed there.

    Example: iopintake pack copy my-pack
    """
    from iopintake.terminal.packs_commands import copy_pack

    copy_pack(folder, pack)


@pack_app.command("new")
def pack_new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is not there yet.")],
    id: Annotated[str, typer.Option(help="The id of the clinic's own pack.")],  # noqa: A002
    title: Annotated[str, typer.Option(help="Its title.")],
) -> None:
    """Begin a clinic's own pack from the shipped one.

    Example: iopintake pack new my-pack --id riverside --title "Riverside clinic: intake"
    """
    from iopintake.terminal.packs_commands import new_pack

    new_pack(folder, id, title)


@pack_app.command("pin")
def pack_pin(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The pack whose rules are as they should be.")
    ],
) -> None:
    """Pin the edges of every rule, so that check notices each change of a rule.

    Example: iopintake pack pin my-pack
    """
    from iopintake.terminal.packs_commands import pin_pack

    pin_pack(folder)


@pack_app.command("graph")
def pack_graph(
    pack: PackOption = None,
    form: Annotated[Drawing, typer.Option("--format", help="Which drawing language.")] = Drawing.MERMAID,
) -> None:
    """Draw the questions and their skip logic.

    Example: iopintake pack graph --format graphviz > pack.dot
    """
    from iopintake.terminal.packs_commands import print_graph

    print_graph(pack, form.value)


@pack_app.command("book")
def pack_book(pack: PackOption = None) -> None:
    """Print the whole pack as one document that a clinical board can sign.

    Example: iopintake pack book > pack.md
    """
    from iopintake.terminal.packs_commands import print_book

    print_book(pack)


@pack_app.command("diff")
def pack_diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The pack as it was.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The pack as it is to be.")],
    on: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Real intakes as JSON Lines, to count who moves.")
    ] = None,
) -> None:
    """Compare two packs: rules in words, and answers that now get another level.

    Example: iopintake pack diff old-pack my-pack --on intakes.jsonl
    """
    from iopintake.terminal.packs_commands import show_difference

    show_difference(old, new, on)


@app.command()
def explain(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Answers; - reads standard input.")],
    pack: PackOption = None,
    why: Annotated[str | None, typer.Option(metavar="CRITERION", help="Only this criterion or rule.")] = None,
    why_not: Annotated[str | None, typer.Option(metavar="LEVEL", help="Why it is not this level.")] = None,
) -> None:
    """Print how a result comes about: levels, needs, criteria, conditions, answers, sources.

    Example: iopintake explain answers.json --why-not php
    """
    from iopintake.terminal.explaining import show_explanation

    show_explanation(file, pack, why=why, why_not=why_not)


@app.command()
def schema(
    name: Annotated[SchemaName, typer.Argument(help="What the schema describes.")],
    pack: PackOption = None,
) -> None:
    """Print the JSON Schema (2020-12) of the summary or of an answers file.

    Example: iopintake schema summary > summary.schema.json
    """
    from iopintake.terminal.listing import print_schema

    print_schema(name.value, pack)


def app_for(arguments: Sequence[str]) -> typer.Typer:
    """Return the commands, those of the records too unless ARGUMENTS name another one.

    Typer takes as long to prepare a command as to run it, so a batch of assessments
    does not wait for the commands of the records.
    """
    names = {command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands}
    if arguments and arguments[0] in names:
        return app
    return whole_app()


@cache
def whole_app() -> typer.Typer:
    """Return the program with all its commands."""
    from iopintake.terminal import records

    records.register(app)
    return app
