"""The commands that begin with ``pack``: make packs and read them."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from iopintake.cli.options import HomeOption, PackOption
from iopintake.support.language import _
from iopintake.support.safe_text import safe_line

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
    from iopintake.checking.own_pack import copy_pack

    copy_pack(folder, pack)
    _tell(
        safe_line(
            _("{folder}: copied. Give it its own id in pack.toml, then: iopintake check {folder}").format(
                folder=folder
            )
        )
    )


@pack_app.command("new")
def pack_new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is not there yet.")],
    id: Annotated[str, typer.Option(help="The id of the clinic's own pack.")],  # noqa: A002
    title: Annotated[str, typer.Option(help="Its title.")],
) -> None:
    """Begin a clinic's own pack from the shipped one.

    Example: iopintake pack new my-pack --id riverside --title "Riverside clinic: intake"
    """
    from iopintake.checking.own_pack import new_pack

    new_pack(folder, id, title)
    _tell(_("{folder}: your pack. Change it, then: iopintake check {folder}").format(folder=folder))


@pack_app.command("words")
def pack_words(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The pack.")],
    language: Annotated[str, typer.Argument(metavar="LANGUAGE", help="Such as es, es-MX or ht.")],
) -> None:
    """Write the files in which a further language is filled in, with the first one beside it.

    What is filled in stays. Example: iopintake pack words my-pack ht
    """
    from iopintake.checking.own_pack import write_words

    missing = write_words(folder, language)
    still = (
        _("{missing} sentences are missing").format(missing=missing) if missing else _("nothing is missing")
    )
    _tell(safe_line(f"{folder / language}: {still}."))


@pack_app.command("pin")
def pack_pin(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The pack whose rules are as they should be.")
    ],
) -> None:
    """Pin the edges of every rule, so that check notices each change of a rule.

    Example: iopintake pack pin my-pack
    """
    from iopintake.checking.cases import PINNED
    from iopintake.checking.own_pack import pin_pack
    from iopintake.terminal.progress import progress

    with progress(_("Looking for the edges of every rule"), 1) as tried:
        count = pin_pack(folder, tried)
    _tell(
        _("{folder}: {count} boundaries pinned in cases/{pinned}").format(
            folder=folder, count=count, pinned=PINNED
        )
    )


@pack_app.command("graph")
def pack_graph(
    pack: PackOption = None,
    form: Annotated[Drawing, typer.Option("--format", help="Which drawing language.")] = Drawing.MERMAID,
) -> None:
    """Draw the questions and their skip logic.

    Example: iopintake pack graph --format graphviz > pack.dot
    """
    from iopintake.checking.toolkit import load_toolkit
    from iopintake.export.pack_graph import graph
    from iopintake.terminal.output import write_text

    write_text(graph(load_toolkit(pack).pack, form.value))


@pack_app.command("book")
def pack_book(pack: PackOption = None) -> None:
    """Print the whole pack as one document that a clinical board can sign.

    Example: iopintake pack book > pack.md
    """
    from iopintake.checking.cases import load_cases
    from iopintake.checking.effects import effects
    from iopintake.checking.toolkit import load_toolkit
    from iopintake.export import pack_book as book
    from iopintake.support import datafiles
    from iopintake.terminal.output import write_text

    folder = pack or datafiles.shipped_pack()
    toolkit, cases = load_toolkit(pack), load_cases(folder)
    moved = effects(toolkit.evaluator, cases)
    write_text(book.pack_book(toolkit.pack, cases, moved, book.changes_of(folder)))


@pack_app.command("fhir")
def pack_fhir(pack: PackOption = None) -> None:
    """Print the pack as a FHIR R4 Questionnaire, for any form that can ask one.

    Example: iopintake pack fhir > questionnaire.json
    """
    from iopintake.checking.toolkit import load_toolkit
    from iopintake.export.as_json import to_json
    from iopintake.export.fhir.questionnaire import questionnaire
    from iopintake.terminal.output import write_data

    write_data(to_json(questionnaire(load_toolkit(pack).pack)), None, force=False)


@pack_app.command("dictionary")
def pack_dictionary(pack: PackOption = None) -> None:
    """Print what each column of a table of intakes holds (--format table and parquet), as CSV.

    Example: iopintake pack dictionary > dictionary.csv
    """
    from iopintake.checking.toolkit import load_toolkit
    from iopintake.export.tables.dictionary import dictionary
    from iopintake.terminal.output import write_data

    write_data(dictionary(load_toolkit(pack).pack), None, force=False)


@pack_app.command("redcap")
def pack_redcap(pack: PackOption = None) -> None:
    """Print the pack as a data dictionary of REDCap, so that a study can take it over.

    Example: iopintake pack redcap > redcap.csv
    """
    from iopintake.checking.toolkit import load_toolkit
    from iopintake.export.tables.redcap import redcap_dictionary
    from iopintake.terminal.output import write_data

    write_data(redcap_dictionary(load_toolkit(pack).pack), None, force=False)


@pack_app.command("diff")
def pack_diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The pack as it was.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The pack as it is to be.")],
    on: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Real intakes as JSON Lines, to count who moves.")
    ] = None,
) -> None:
    """Compare two packs: rules in words, sentences, and answers that now get another level.

    Example: iopintake pack diff old-pack my-pack --on intakes.jsonl
    """
    from iopintake.answers.circumstances import today
    from iopintake.checking.difference import compare
    from iopintake.checking.languages import words_behind
    from iopintake.checking.toolkit import load_toolkit
    from iopintake.export.condition_words import in_words
    from iopintake.terminal.output import console
    from iopintake.terminal.pages.packs import show_difference

    before, after = load_toolkit(old).evaluator, load_toolkit(new).evaluator
    behind = tuple(words_behind(old, new))
    show_difference(console(), compare(before, after, in_words, today(), on), behind)


@pack_app.command("review")
def pack_review(pack: PackOption = None, home: HomeOption = None) -> None:
    """Propose changes of rules that clinicians overrode on clinical grounds; nothing is changed.

    Example: iopintake pack review --pack my-pack
    """
    from iopintake.cli.records.opening import open_records
    from iopintake.cli.records.reviewing import review_pack

    with open_records(home) as store:
        review_pack(store, pack)


def _tell(message: str) -> None:
    from iopintake.terminal.prompts.operator import tell

    tell(message)
