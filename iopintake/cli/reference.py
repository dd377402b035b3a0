"""The commands that need no intake: examples, weeks, the guide, crisis, settings, questions, schemas."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from iopintake.cli.options import Format, PackOption


class SchemaName(StrEnum):
    """Which JSON Schema is printed."""

    SUMMARY = "summary"
    ANSWERS = "answers"


def register(app: typer.Typer) -> None:
    """Add these commands to APP."""
    for command in (example, week, guide, crisis, config, questions, schema):
        app.command()(command)


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
    from iopintake.cli.examples import list_examples, show_example

    if name is None:
        list_examples(pack)
    else:
        show_example(name, pack, format.value)


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
    from iopintake.cli.weeks import show_week

    show_week(pack, track=track, days=days, payer=payer, age=age)


def guide(
    topic: Annotated[str | None, typer.Argument(help="The topic; without it they are listed.")] = None,
    pack: PackOption = None,
) -> None:
    """Answer what callers ask: what an IOP is, how long it lasts, insurance, work.

    Example: iopintake guide insurance
    """
    from iopintake.cli.guide import show_guide

    show_guide(pack, topic)


def crisis() -> None:
    """Print at once what to do and whom to call when somebody is in danger.

    It needs no intake and no valid pack. Example: iopintake crisis
    """
    from iopintake.cli.guide import show_crisis

    show_crisis()


def config() -> None:
    """Show the clinic's own settings: its numbers for a crisis, the operator, and the file they stand in.

    Example: iopintake config
    """
    from iopintake.cli.guide import show_settings

    show_settings()


def questions(
    pack: PackOption = None,
    template: Annotated[bool, typer.Option("--template", help="Print an answers file to fill in.")] = False,
) -> None:
    """List the questions with their ids, types and options.

    Example: iopintake questions --template > answers.json
    """
    from iopintake.cli.listing import list_questions, print_template

    (print_template if template else list_questions)(pack)


def schema(
    name: Annotated[SchemaName, typer.Argument(help="What the schema describes.")],
    pack: PackOption = None,
) -> None:
    """Print the JSON Schema (2020-12) of the summary or of an answers file.

    Example: iopintake schema summary > summary.schema.json
    """
    from iopintake.cli.listing import print_schema

    print_schema(name.value, pack)
