"""The commands that need no intake: examples, weeks, the guide, crisis, settings, questions, schemas."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from iopintake.cli.options import (
    ForceOption,
    FormatOption,
    FullOption,
    HomeOption,
    MedicareOption,
    PackOption,
)
from iopintake.support.language import _, spoken_language


class SchemaName(StrEnum):
    """Which JSON Schema is printed."""

    SUMMARY = "summary"
    ANSWERS = "answers"


def register(app: typer.Typer) -> None:
    """Add these commands to APP."""
    for command in (example, week, guide, crisis, questions, schema):
        app.command()(command)


def example(
    name: Annotated[
        str | None, typer.Argument(help="The example to show; without it they are listed.")
    ] = None,
    pack: PackOption = None,
    format: FormatOption = "text",  # noqa: A002
    full: FullOption = False,
    medicare: MedicareOption = False,
    every: Annotated[
        bool, typer.Option("--all", help="List every case that the pack is checked with.")
    ] = False,
) -> None:
    """Show the summary of a made-up person, to see what comes out.

    Example: iopintake example panic_weekly_not_enough
    """
    from iopintake.answers.circumstances import EXAMPLE, today
    from iopintake.answers.files import read_answers
    from iopintake.checking.examples import examples, find_example
    from iopintake.checking.toolkit import load_toolkit, usual_pack
    from iopintake.cli.assess import print_summary
    from iopintake.terminal.output import console
    from iopintake.terminal.pages.packs import show_examples

    folder = pack or usual_pack()
    if name is None:
        show_examples(console(), examples(folder, spoken_language(), every=every))
        return
    data, toolkit = find_example(folder, name).data, load_toolkit(pack)
    answers = read_answers(toolkit.pack, _('case "{name}"').format(name=name), data, today()).answers
    print_summary(toolkit, toolkit.summarize(answers, EXAMPLE), format, full=full, every_list=medicare)


def week(
    intake: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="The id of a kept intake, for its own week.")
    ] = None,
    track: Annotated[
        str | None,
        typer.Option(
            help="mental_health, substance_use, teen, eating_disorder or co_occurring; by age if left out."
        ),
    ] = None,
    days: Annotated[
        str | None, typer.Option(help='The free days and times, such as "mon-fri evening, sat".')
    ] = None,
    start: Annotated[
        str | None, typer.Option(metavar="TIME", help="When each day begins, such as 17:30.")
    ] = None,
    payer: Annotated[
        str | None, typer.Option(help="A payer with a minimum of hours, such as medicare.")
    ] = None,
    age: Annotated[
        int | None, typer.Option(min=12, max=120, help="Up to 17 it is a teen program with its own hours.")
    ] = None,
    php: Annotated[
        bool, typer.Option("--php", help="A partial hospitalization program's week instead.")
    ] = False,
    sample: Annotated[
        bool, typer.Option("--sample", help="The common sample week as it stands, on three days.")
    ] = False,
    calendar: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the program days to a calendar file (.ics).")
    ] = None,
    first: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="With --calendar: the first day.")
    ] = None,
    for_weeks: Annotated[
        int, typer.Option("--weeks", min=1, max=104, help="With --calendar: for how many weeks.")
    ] = 8,
    timezone: Annotated[
        str | None, typer.Option(metavar="ZONE", help="With --calendar: such as America/New_York.")
    ] = None,
    skip: Annotated[
        list[str] | None,
        typer.Option(metavar="DATE", help="With --calendar: a holiday to leave out; may be repeated."),
    ] = None,
    pack: PackOption = None,
    force: ForceOption = False,
    home: HomeOption = None,
) -> None:
    """Show a typical week, of a kept intake or for a track and free days; or write it to a calendar.

    Example: iopintake week --track substance_use --days "mon-fri evening" --start 17:30
    """
    from iopintake.cli import weeks

    wanted = weeks.WantedWeek(track=track, days=days, payer=payer, age=age)
    if intake is not None:
        plan = weeks.week_of_intake(intake, home)
    elif sample:
        plan = weeks.sample(pack)
    else:
        plan = weeks.php_week(pack) if php else weeks.planned(pack, wanted)
    if calendar is None:
        weeks.show(plan, start)
        return
    from iopintake.cli.calendar import CalendarOptions, write_calendar

    options = CalendarOptions(
        target=calendar,
        first=first,
        weeks=for_weeks,
        timezone=timezone,
        skip=tuple(skip or ()),
        force=force,
        key=intake or f"{track}:{first}",
    )
    write_calendar(weeks.at_clock(plan, start), options)


def guide(
    topic: Annotated[
        list[str] | None, typer.Argument(help="A topic, or a word for it; without it the topics are listed.")
    ] = None,
    pack: PackOption = None,
) -> None:
    """Answer what callers ask: what an IOP is, how long it lasts, insurance, work.

    Example: iopintake guide cost
    """
    from iopintake.cli.guide import show_guide

    show_guide(pack, " ".join(topic) if topic else None)


def crisis(
    kind: Annotated[
        list[str] | None,
        typer.Argument(help="What kind of emergency, such as suicide, overdose or violence."),
    ] = None,
    details: Annotated[bool, typer.Option("--details", help="Say what is behind each step.")] = False,
) -> None:
    """Print at once what to do and whom to call when somebody is in danger.

    It needs no intake and no valid pack. Example: iopintake crisis overdose
    """
    from iopintake.cli.crisis import show_crisis

    show_crisis(" ".join(kind) if kind else None, details=details)


def questions(
    pack: PackOption = None,
    template: Annotated[bool, typer.Option("--template", help="Print an answers file to fill in.")] = False,
) -> None:
    """List the questions with their ids, types and options.

    Example: iopintake questions --template > answers.json
    """
    from iopintake.checking.toolkit import load_toolkit
    from iopintake.export.as_json import answers_template, to_json
    from iopintake.terminal.output import console, write_data
    from iopintake.terminal.pages.packs import show_questions

    asked = load_toolkit(pack).pack
    if template:
        write_data(to_json(answers_template(asked)), None, force=False)
    else:
        show_questions(console(), asked)


def schema(
    name: Annotated[SchemaName, typer.Argument(help="What the schema describes.")],
    pack: PackOption = None,
) -> None:
    """Print the JSON Schema (2020-12) of the summary or of an answers file.

    Example: iopintake schema summary > summary.schema.json
    """
    from iopintake.checking.toolkit import load_toolkit
    from iopintake.export.as_json import answers_schema, summary_schema, to_json
    from iopintake.terminal.output import write_data

    wanted = summary_schema() if name is SchemaName.SUMMARY else answers_schema(load_toolkit(pack).pack)
    write_data(to_json(wanted), None, force=False)
