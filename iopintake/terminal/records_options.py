"""The options that the commands of the records share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

HomeOption = Annotated[
    Path | None,
    typer.Option("--home", metavar="DIR", help="The folder of the records, if not the usual one."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="As JSON.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Do not ask first.")]
ForceOption = Annotated[bool, typer.Option("--force", help="Write over a file that is there.")]
IdArgument = Annotated[str, typer.Argument(metavar="ID", help="The id, or how it begins.")]
PackOption = Annotated[
    Path | None, typer.Option("--pack", metavar="DIR", help="A clinic's own pack instead of the shipped one.")
]
