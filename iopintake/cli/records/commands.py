"""The commands of the records: list, show, export, history, decide and report; and ``register`` for all."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from iopintake.cli.options import (
    FORMATS,
    ForceOption,
    FullOption,
    HomeOption,
    JsonOption,
    MedicareOption,
    OutputOption,
    PackOption,
    PatientOption,
    PickedArgument,
)
from iopintake.cli.records.importing import import_
from iopintake.cli.records.together import queue, settle, sync
from iopintake.cli.records.upkeep import backup, decrypt, delete, encrypt, purge, repair, restore
from iopintake.support.errors import IopintakeError
from iopintake.support.language import _


class StateName(StrEnum):
    """How far an intake has come."""

    DRAFT = "draft"
    FINISHED = "finished"
    ENDED = "ended"
    AMENDING = "amending"
    APART = "apart"


class ReviewName(StrEnum):
    """How soon a clinician must look at an intake."""

    ROUTINE = "routine"
    SAME_DAY = "same_day"
    NOW = "now"


def register(app: typer.Typer) -> None:
    """Add the commands of the records to APP."""
    app.command("list")(list_records)
    app.command("import")(import_)
    reading = (show, export, delete, purge, history, decide, report)
    care = (backup, restore, repair, encrypt, decrypt)
    for command in (*reading, queue, settle, sync, *care):
        app.command(command.__name__)(command)


def list_records(
    state: Annotated[
        list[StateName] | None, typer.Option(help="Only in this state; may be repeated.")
    ] = None,
    day: Annotated[
        str | None, typer.Option(metavar="DAY", help="Only of this day: 2026-11-23, yesterday or monday.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DAY", help="Only of this day or later, such as monday.")
    ] = None,
    level: Annotated[str | None, typer.Option(help="Only with this level, decided or recommended.")] = None,
    track: Annotated[str | None, typer.Option(help="Only with this track.")] = None,
    review: Annotated[
        ReviewName | None, typer.Option(help="Only what a clinician must see this soon and has not decided.")
    ] = None,
    due: Annotated[bool, typer.Option("--due", help="Only what is due today or earlier.")] = False,
    name: Annotated[
        bool,
        typer.Option(
            "--name", help="Asks for a name and lists who has it; so no name is in the shell's history."
        ),
    ] = False,
    phone: Annotated[bool, typer.Option("--phone", help="Asks for a number and lists who has it.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="At most so many, the newest.")] = 50,
    as_json: JsonOption = False,
    home: HomeOption = None,
    typed: Annotated[list[str] | None, typer.Argument(hidden=True)] = None,
) -> None:
    """List the intakes, newest first. Names and numbers are asked for, so that no shell keeps them.

    Example: iopintake list --review same_day
    """
    from iopintake.answers.circumstances import today
    from iopintake.answers.spoken_days import past_day
    from iopintake.cli.records.listing import list_wanted
    from iopintake.store import Wanted
    from iopintake.terminal.prompts.operator import ask

    if typed:
        raise IopintakeError(
            _(
                "list: a name or a number on the command line would stay in the shell's history. Use "
                "--name or --phone alone: they ask for it."
            )
        )
    wanted = Wanted(
        states=tuple(one.value for one in state or ()),
        day=past_day(day, today(), "--day") if day else None,
        since=past_day(since, today(), "--since") if since else None,
        level=level,
        track=track,
        review=review.value if review else None,
        due_by=today() if due else None,
        name=ask(_("Name, or a part of it: ")) if name else None,
        phone=ask(_("Number: ")) if phone else None,
    )
    list_wanted(home, wanted, limit=limit, as_json=as_json)


def show(
    intake: PickedArgument = None,
    reassess: Annotated[
        bool, typer.Option("--reassess", help="What today's pack makes of it, and what is different.")
    ] = False,
    number: Annotated[
        int | None,
        typer.Option(
            "--version",
            metavar="N",
            help="An earlier one, or another desk's, as it was: history numbers them.",
        ),
    ] = None,
    full: FullOption = False,
    medicare: MedicareOption = False,
    pack: PackOption = None,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Show the summary of an intake as it was then, with what was decided since.

    Example: iopintake show bado
    """
    from iopintake.cli.records import listing
    from iopintake.cli.records.picked import intake_meant

    if reassess and number is not None:
        raise IopintakeError(_("--reassess and --version exclude each other: the latest is reassessed."))
    with intake_meant(home, intake, "show", _("Which intake do you want to see?")) as (store, found):
        if reassess:
            listing.show_reassessed(store, found, pack, as_json=as_json)
        elif number is not None:
            listing.show_version(store, found, number, as_json=as_json, full=full, every_list=medicare)
        else:
            listing.show_one(store, found, as_json=as_json, full=full, every_list=medicare)


def export(
    ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ID]...", help="The ids; one is chosen from a list if left out."),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Every finished intake.")] = False,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help=f"{FORMATS}.",
        ),
    ] = None,
    output: OutputOption = None,
    patient: PatientOption = "",
    deidentify: Annotated[
        bool, typer.Option("--deidentify", help="Leave out what names the person, free text and notes.")
    ] = False,
    force: ForceOption = False,
    home: HomeOption = None,
) -> None:
    """Export summaries, one or many, for whoever needs them.

    Example: iopintake export --all --format jsonl --output intakes.jsonl
    """
    from iopintake.cli.records.exporting import export_ids, write_exports
    from iopintake.cli.records.opening import open_records
    from iopintake.cli.records.picked import at_terminal, chosen_intake

    with open_records(home) as store:
        if not ids and not every and at_terminal():
            ids = [chosen_intake(store, "export", _("Which intake do you want to export?"))]
        found = export_ids(store, ids or [], every=every)
        usual = "json" if len(found) == 1 and not every else "jsonl"
        write_exports(store, found, form or usual, output, patient=patient, force=force, nameless=deidentify)


def history(
    intake: Annotated[
        str | None,
        typer.Argument(metavar="[ID]", help="The id, or how it begins; else what was done to the records."),
    ] = None,
    verify: Annotated[
        bool,
        typer.Option(
            "--verify", help="Instead, prove that nothing was changed or cut; of every intake without an ID."
        ),
    ] = False,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Show all that happened to an intake: who, when, how long, and each change with its old value.

    Example: iopintake history bado
    """
    from iopintake.cli.records.listing import show_history, show_proof
    from iopintake.cli.records.opening import open_records

    with open_records(home) as store:
        if verify:
            show_proof(store, None if intake is None else store.find_id(intake), as_json=as_json)
            return
        show_history(store, None if intake is None else store.find_id(intake), as_json=as_json)


def decide(
    intake: PickedArgument = None,
    level: Annotated[
        str | None,
        typer.Option(
            help="The clinician's level, asked for if left out: emergency, withdrawal_management, "
            "twenty_four_hour, php, iop or outpatient."
        ),
    ] = None,
    reason: Annotated[
        str | None,
        typer.Option(
            help="Why another level than the recommended one, asked for if left out: client_preference, "
            "not_available, too_far, wait_list, physical_access, duties, no_insurance, not_approved, "
            "program_declines, court_mandate, language, clinician_judgment, refuses, left or other."
        ),
    ] = None,
    note: Annotated[bool, typer.Option("--note", help="Ask for a note, which is kept with it.")] = False,
    disposition: Annotated[
        str | None, typer.Option(help="Instead: scheduled, referred, declined or call_back.")
    ] = None,
    due: Annotated[
        str | None,
        typer.Option(metavar="DAY", help="With --disposition: when it is due, such as tomorrow or monday."),
    ] = None,
    home: HomeOption = None,
) -> None:
    """Record the clinician's own level beside the recommended one, or what became of the person.

    Example: iopintake decide bado --level php --reason clinician_judgment
    """
    from iopintake.answers.circumstances import today
    from iopintake.answers.spoken_days import coming_day
    from iopintake.cli.records import decide
    from iopintake.cli.records.picked import DECIDABLE, intake_meant
    from iopintake.terminal.prompts.operator import ask

    asked = _("Which intake do you want to decide on?")
    states = DECIDABLE if disposition is None else ()
    with intake_meant(home, intake, "decide", asked, states) as (store, found):
        words = ask(_("Note: ")) if note else ""
        if disposition is not None:
            when = coming_day(due, today(), "--due") if due else None
            decide.follow_up_on(store, found, disposition, when, words)
        else:
            decide.decide_on(store, found, level, reason, words)


def report(
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="As CSV, one count a line.")] = False,
    agreement: Annotated[
        bool, typer.Option("--agreement", help="Instead: how often clinicians chose the recommended level.")
    ] = False,
    home: HomeOption = None,
) -> None:
    """Count by week what the intakes came to. No names are in it, and no practice.

    Example: iopintake report --csv > weeks.csv
    """
    from iopintake.cli.records.listing import show_agreement, show_report
    from iopintake.cli.records.opening import open_records

    if agreement and as_csv:
        raise IopintakeError(_("The report on agreement has no CSV. Leave out --csv, or use --json."))
    with open_records(home) as store:
        if agreement:
            show_agreement(store, as_json=as_json)
            return
        show_report(store, as_json=as_json, as_csv=as_csv)
