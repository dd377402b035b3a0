"""The command ``config``: the settings that hold and where each comes from, editing and checking them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from iopintake.cli.options import PackOption

config_app = typer.Typer(rich_markup_mode=None)


@config_app.callback(invoke_without_command=True)
def config(
    context: typer.Context,
    pack: PackOption = None,
    timezone: Annotated[
        str | None, typer.Option(metavar="ZONE", help="As with week --calendar: see what it would change.")
    ] = None,
) -> None:
    """Show each setting and where it came from: a flag, the environment, the file, or the default.

    Example: iopintake config
    """
    if context.invoked_subcommand is None:
        from iopintake.cli.config_actions import show_settings

        show_settings({"pack": str(pack) if pack else None, "timezone": timezone})


@config_app.command("edit")
def config_edit() -> None:
    """Open the settings in your editor (VISUAL or EDITOR), and check them when it closes.

    Example: iopintake config edit
    """
    from iopintake.cli.config_actions import edit_settings

    raise typer.Exit(edit_settings())


@config_app.command("check")
def config_check(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="A settings file; the clinic's own if none is named."),
    ] = None,
) -> None:
    """Say everything that is wrong in the settings, with its place and what to do.

    Example: iopintake config check
    """
    from iopintake.cli.config_actions import check_settings

    check_settings(file)
