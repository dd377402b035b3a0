"""What is done with packs beside checking them: copy, begin, read, draw, compare."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

from iopintake.answers.as_data import answers_data
from iopintake.answers.circumstances import today
from iopintake.answers.files import LINE_LIMIT, decode, parse_object, read_answers, read_bytes
from iopintake.assessment.decide import result_of
from iopintake.checking.boundaries import boundaries
from iopintake.checking.cases import PINNED, load_cases
from iopintake.checking.difference import Difference, changed_rules
from iopintake.checking.toolkit import Toolkit, load_toolkit
from iopintake.export.pack_book import in_words, pack_book
from iopintake.export.pack_graph import graph
from iopintake.support import datafiles
from iopintake.support.errors import FileError
from iopintake.support.files import write_whole
from iopintake.support.safe_text import safe_text
from iopintake.terminal.output import console, write_data


def copy_pack(target: Path, source: Path | None) -> None:
    """Copy a pack into TARGET, which must not exist yet."""
    if target.exists():
        raise FileError(f"{target}: there is something already. Name a folder that is not there yet.")
    try:
        shutil.copytree(source or datafiles.shipped_pack(), target)
    except OSError as error:
        raise FileError(
            f"{target}: the pack can't be copied there ({error.strerror}). Check the path."
        ) from None
    console().print(f"{target}: copied. Give it its own id in pack.toml, then: iopintake check {target}")


def new_pack(target: Path, pack_id: str, title: str) -> None:
    """Begin a clinic's own pack in TARGET: the shipped one under its own id, title and version."""
    copy_pack(target, None)
    path = target / "pack.toml"
    text = path.read_text(encoding="utf-8")
    for key, value in (("id", pack_id), ("version", "0.1.0"), ("title", title)):
        before = next(line for line in text.splitlines() if line.startswith(f"{key} = "))
        text = text.replace(before, f"{key} = {json.dumps(value, ensure_ascii=False)}", 1)
    path.write_text(text, encoding="utf-8")
    load_toolkit(target)


def pin_pack(folder: Path) -> None:
    """Write the boundaries of the pack in FOLDER as its rules are now."""
    pack = load_toolkit(folder).pack
    lines = [PINNED_TOP, f'as_of = "{today().isoformat()}"\n']
    for boundary in boundaries(pack, today()):
        answers = {
            question: held["value"] if "value" in held else {"absent": held["absent"]}
            for question, held in answers_data(boundary.answers)["answers"].items()
        }
        told = (
            f'truth = "{boundary.truth.label}"'
            if boundary.truth is not None
            else f'level = "{boundary.level}"'
        )
        lines.append(f'[[boundary]]\nrule = "{boundary.rule}"\n{told}\nanswers = {_inline(answers)}\n')
    write_whole(folder / "cases" / PINNED, "\n".join(lines).encode(), force=True)
    (folder / "cases" / PINNED).chmod(0o644)  # a pack is no personal data
    console().print(f"{folder}: {len(lines) - 2} boundaries pinned in cases/{PINNED}")


def _inline(value: Any) -> str:
    """Return answers as an inline table of TOML."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_inline(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_inline, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


PINNED_TOP = """\
# Pinned boundaries: smallest answers at the edge of each rule, and what the rule says to them.
#
# Made by: iopintake pack pin DIR. `iopintake check` says which of them moved after a change;
# look at each, and pin anew once all that moved was meant. They notice change; whether a
# rule is right is for the cases and the clinicians to say.
"""


def print_book(folder: Path | None) -> None:
    """Print the whole pack as one Markdown document."""
    where = folder or datafiles.shipped_pack()
    changes = where / "CHANGES.md"
    log = changes.read_text(encoding="utf-8") if changes.is_file() else "See the version above."
    document = pack_book(load_toolkit(folder).pack, load_cases(where), log)
    write_data(document.encode("utf-8", "replace"), None, force=False)


def print_graph(folder: Path | None, form: str) -> None:
    """Print the questions and their skip logic as a drawing."""
    write_data(graph(load_toolkit(folder).pack, form).encode(), None, force=False)


def show_difference(old: Path, new: Path, on: Path | None) -> None:
    """Print what changed between two packs, and how many real intakes move."""
    before, after = load_toolkit(old), load_toolkit(new)
    out = console()
    out.print("Rules", style="bold")
    rules = list(changed_rules(before.pack, after.pack, in_words))
    for line in rules or ["no rule and no question changed"]:
        out.print(f"- {safe_text(line)}")
    out.print("\nAnswers that now get another level", style="bold")
    moved = list(Difference(before.evaluator.book, after.evaluator.book).moved(today()))
    for move in moved:
        out.print(f"- {move.before or 'none'} -> {move.after or 'none'}, for example:")
        out.print(f"  {safe_text(json.dumps(answers_data(move.answers)))}", soft_wrap=True)
    if not moved:
        out.print("- none: every set of answers gets the level that it had")
    if on is not None:
        out.print(f"\nReal intakes in {on}", style="bold")
        for line in _moves(before, after, on):
            out.print(f"- {line}")


def _moves(before: Toolkit, after: Toolkit, on: Path) -> list[str]:
    """Return how many of the intakes in a file move from which level to which."""
    counts: Counter[tuple[str, str]] = Counter()
    total = 0
    for number, line in enumerate(read_bytes(on, limit=LINE_LIMIT * 1000).splitlines(), 1):
        if line.strip():
            total += 1
            levels = []
            for toolkit in (before, after):
                text, _ = decode(line)
                where = f"{on}, line {number}"
                answers = read_answers(toolkit.pack, where, parse_object(where, text), today()).answers
                _, level = result_of(toolkit.evaluator.evaluate(answers))
                levels.append(level or "none")
            counts[levels[0], levels[1]] += levels[0] != levels[1]
    moved = [f"{count} from {pair[0]} to {pair[1]}" for pair, count in counts.most_common() if count]
    return [f"{sum(counts.values())} of {total} move", *moved]
