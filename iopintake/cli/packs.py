"""The commands that begin with ``pack``: make packs and read them."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from iopintake.cli.options import PackOption

pack_app = typer.Typer(rich_markup_mode=None, help="Make and read packs: questions, rules and words as data.")


class Drawing(StrEnum):
    """In which language a drawing comes out."""

    MERMAID = "mermaid"
    GRAPHVIZ = "graphviz"


@pack_app.command("copy")
def pack_copy(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is not there yet.")],
    pack: PackOption = None,
) -> None:
    """Copy the shipped pack into a folder, to be changed there.

    Example: iopintake pack copy my-pack
    """
    from iopintake.cli.pack_actions import copy_pack

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
    from iopintake.cli.pack_actions import new_pack

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
    from iopintake.cli.pack_actions import pin_pack

    pin_pack(folder)


@pack_app.command("graph")
def pack_graph(
    pack: PackOption = None,
    form: Annotated[Drawing, typer.Option("--format", help="Which drawing language.")] = Drawing.MERMAID,
) -> None:
    """Draw the questions and their skip logic.

    Example: iopintake pack graph --format graphviz > pack.dot
    """
    from iopintake.cli.pack_actions import print_graph

    print_graph(pack, form.value)


@pack_app.command("book")
def pack_book(pack: PackOption = None) -> None:
    """Print the whole pack as one document that a clinical board can sign.

    Example: iopintake pack book > pack.md
    """
    from iopintake.cli.pack_actions import print_book

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
    from iopintake.cli.pack_actions import show_difference

    show_difference(old, new, on)
