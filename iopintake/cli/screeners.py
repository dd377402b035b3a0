"""The commands that begin with ``screener``: the clinic's own questionnaires."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from iopintake.cli.options import ForceOption, PackOption, PhoneOption, PlainOption

screener_app = typer.Typer(
    rich_markup_mode=None, help="Bring a clinic's own questionnaires as FHIR, and ask them."
)


@screener_app.command("add")
def screener_add(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A FHIR Questionnaire (R4 or R5) as JSON.")],
    name: Annotated[str | None, typer.Option(help="Its name; that of the file if left out.")] = None,
    pack: PackOption = None,
    force: ForceOption = False,
) -> None:
    """Add a questionnaire to the clinic's screeners; what can't be run is refused, item by item.

    Example: iopintake screener add phq-9.json --name phq9
    """
    from iopintake.checking.toolkit import load_toolkit
    from iopintake.screeners import library
    from iopintake.settings import screeners_folder
    from iopintake.terminal.output import console
    from iopintake.terminal.pages.screeners import show_added

    known = load_toolkit(pack).pack
    form = library.add(screeners_folder(), file, name, library.totals_of(known), force=force)
    show_added(console(), form, known)


@screener_app.command("list")
def screener_list(pack: PackOption = None) -> None:
    """List the clinic's screeners, and which totals of the pack they fill in.

    Example: iopintake screener list
    """
    from iopintake.checking.toolkit import load_toolkit
    from iopintake.screeners import library
    from iopintake.settings import screeners_folder
    from iopintake.terminal.output import console
    from iopintake.terminal.pages.screeners import show_screeners

    known = load_toolkit(pack).pack
    show_screeners(console(), library.every(screeners_folder(), library.totals_of(known)), known)


@screener_app.command("run")
def screener_run(
    name: Annotated[str, typer.Argument(metavar="NAME", help="As iopintake screener list names it.")],
    json: Annotated[
        Path | None,
        typer.Option(
            "--json", metavar="FILE", help="Write the QuestionnaireResponse to FILE; - for standard output."
        ),
    ] = None,
    plain: PlainOption = False,
    phone: PhoneOption = False,
    pack: PackOption = None,
    force: ForceOption = False,
) -> None:
    """Ask one of the clinic's screeners on its own, and show its total.

    Example: iopintake screener run phq9
    """
    from iopintake.cli.screener_run import run_screener

    raise typer.Exit(run_screener(name, json, pack, plain=plain, phone=phone, force=force))
