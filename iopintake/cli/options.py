"""The options that several commands share, each with one help text."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

FORMATS = (
    "json, jsonl, csv, table, parquet, markdown, html, client or chart (also -markdown and -pdf), "
    "fhir, redcap, or what another package adds"
)
FormatOption = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help=f"text, {FORMATS}.",
    ),
]
AssessFormatOption = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help=f"text, results (csv as Parquet), {FORMATS}.",
    ),
]
OutputOption = Annotated[
    Path | None, typer.Option("--output", metavar="FILE", help="The file; else standard output.")
]
PatientOption = Annotated[
    str,
    typer.Option(
        metavar="REF", help="With fhir: how the receiving system names the person, such as Patient/123."
    ),
]
FullOption = Annotated[
    bool, typer.Option("--full", help="Everything at once, as into a pipe; else one screen to walk on from.")
]
MedicareOption = Annotated[
    bool, typer.Option("--medicare", help="Medicare's criteria too, for somebody whom it does not pay for.")
]
HomeOption = Annotated[
    Path | None,
    typer.Option("--home", metavar="DIR", help="The folder of the records, if not the usual one."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="As JSON.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Do not ask first.")]
ForceOption = Annotated[bool, typer.Option("--force", help="Write over a file that is there.")]
PickedArgument = Annotated[
    str | None,
    typer.Argument(metavar="[ID]", help="The id, or how it begins; chosen from a list if left out."),
]
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
CallerLanguageOption = Annotated[
    str,
    typer.Option(
        "--caller-language", metavar="LANGUAGE", help="In which questions are read aloud, such as es."
    ),
]
SideBySideOption = Annotated[
    bool | None,
    typer.Option(
        "--side-by-side/--no-side-by-side",
        help="Show the operator's words beside those read aloud, where the languages differ.",
    ),
]
