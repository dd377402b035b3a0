"""What a pack asks, as a list, as a template and as JSON Schemas."""

from __future__ import annotations

from pathlib import Path

from rich.text import Text

from iopintake.checking.toolkit import load_toolkit
from iopintake.export.as_json import answers_schema, summary_schema, to_json
from iopintake.support.safe_text import safe_text
from iopintake.terminal.output import console, write_data


def list_questions(folder: Path | None) -> None:
    """Print every question with its id, type and options."""
    out = console()
    for section in load_toolkit(folder).pack.sections:
        out.print(f"\n{safe_text(section.title)}", style="bold")
        for question in section.question:
            bounds = "" if question.minimum is None else f" {question.minimum}..{question.maximum}"
            out.print(Text.assemble((question.id, "bold"), f"  {question.type}{bounds}"))
            out.print(f"    {safe_text(question.ask)}")
            for option in question.options:
                out.print(f"      {option.code}: {safe_text(option.label)}")


def print_template(folder: Path | None) -> None:
    """Print an answers file in which every question is not asked yet."""
    pack = load_toolkit(folder).pack
    blank = {"absent": "not-asked"}
    write_data(to_json({"answers": dict.fromkeys(pack.questions, blank)}), None, force=False)


def print_schema(name: str, folder: Path | None) -> None:
    """Print the JSON Schema of the summary or of the pack's answers file."""
    schema = summary_schema() if name == "summary" else answers_schema(load_toolkit(folder).pack)
    write_data(to_json(schema), None, force=False)
